//! Names the shared library: before 1.0 the SONAME has the minor version, so that no program loads another ABI.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let (major, minor) = (of("CARGO_PKG_VERSION_MAJOR"), of("CARGO_PKG_VERSION_MINOR"));
    let version = if major == "0" { format!("0.{minor}") } else { major };
    // Elsewhere names are kept otherwise: an install name on macOS, none on Windows. Neither has been tried.
    if of("CARGO_CFG_TARGET_OS") == "linux" {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libtiendo.so.{version}");
    }
}
