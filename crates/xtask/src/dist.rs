//! What a C host installs: `include`, `lib` and `share` under `target/dist`.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use crate::files::{copy, empty_folder, folder, link, read, remove, write};
use crate::run::{Outcome, cargo, output, root, run, target};

/// What the static library needs, as `rustc --print native-static-libs` says, but for `-lgcc_s`: every compiler adds its
/// own library for unwinding, and a link without shared libraries has no `libgcc_s`.
pub(crate) const SYSTEM_LIBRARIES: [&str; 5] = ["-lutil", "-lrt", "-lpthread", "-lm", "-ldl"];

/// Builds the libraries under a profile and lays them out.
pub(crate) fn dist(profile: &str) -> Outcome {
    run(cargo(&["build", "--quiet", "--profile", profile, "--package", "tiendo-c"]))?;
    // The profile of development has a folder of another name.
    let built = target().join(if profile == "dev" { "debug" } else { profile });
    lay_out(&built, &target().join("dist"))
}

/// Lays out the libraries that were built in a folder.
pub(crate) fn lay_out(built: &Path, dist: &Path) -> Outcome {
    empty_folder(dist)?;
    let (root, include, lib) = (root(), dist.join("include"), dist.join("lib"));
    let (packages, licences) = (lib.join("pkgconfig"), dist.join("share/licenses/tiendo"));
    for path in [&include, &packages, &licences] {
        folder(path)?;
    }
    copy(&root.join("LICENSE"), &licences.join("LICENSE"))?;
    copy(&root.join("include/tiendo.h"), &include.join("tiendo.h"))?;
    shared(&built.join("libtiendo.so"), &lib)?;
    localised(&built.join("libtiendo.a"), &lib)?;
    write(&packages.join("tiendo.pc"), &package(&["-L${libdir} -ltiendo"], &SYSTEM_LIBRARIES))?;
    let archive = [&["${libdir}/libtiendo.a"][..], &SYSTEM_LIBRARIES].concat();
    write(&packages.join("tiendo-static.pc"), &package(&archive, &[]))?;
    println!("laid out {}", dist.display());
    Ok(())
}

/// Lays out the shared library under its name, its SONAME and the name for linking.
fn shared(library: &Path, lib: &Path) -> Outcome {
    exports(library)?;
    let real = format!("libtiendo.so.{}", env!("CARGO_PKG_VERSION"));
    let soname = format!("libtiendo.so.{}", soname_version());
    copy(library, &lib.join(&real))?;
    link(&real, &lib.join(&soname))?;
    link(&soname, &lib.join("libtiendo.so"))
}

/// The version in the SONAME: the minor one before 1.0, the major one from then on.
fn soname_version() -> String {
    match env!("CARGO_PKG_VERSION_MAJOR") {
        "0" => format!("0.{}", env!("CARGO_PKG_VERSION_MINOR")),
        major => major.to_owned(),
    }
}

/// A description for `pkg-config`; the prefix is where the file lies, so that the tree may be moved.
fn package(libraries: &[&str], private: &[&str]) -> String {
    let mut text = format!(
        "prefix=${{pcfiledir}}/../..\n\
         includedir=${{prefix}}/include\n\
         libdir=${{prefix}}/lib\n\n\
         Name: tiendo\n\
         Description: What a state promised, who owes it, and whether it is on time\n\
         Version: {}\n\
         Cflags: -I${{includedir}}\n\
         Libs: {}\n",
        env!("CARGO_PKG_VERSION"),
        libraries.join(" "),
    );
    if !private.is_empty() {
        _ = writeln!(text, "Libs.private: {}", private.join(" "));
    }
    text
}

/// The shared library exports what the list of symbols says, and nothing else.
fn exports(library: &Path) -> Outcome {
    let mut nm = Command::new("nm");
    nm.args(["-D", "--defined-only", "--format=posix"]).arg(library);
    let text = output(&mut nm)?;
    let exported: Vec<&str> = text.lines().filter_map(|l| l.split_whitespace().next()).collect();
    let expected = read(&root().join("include/tiendo.symbols"))?;
    let expected: Vec<&str> = expected.lines().collect();
    let extra: Vec<&&str> = exported.iter().filter(|name| !expected.contains(name)).collect();
    let missing: Vec<&&str> = expected.iter().filter(|name| !exported.contains(name)).collect();
    if extra.is_empty() && missing.is_empty() {
        return Ok(());
    }
    Err(format!("{} exports {extra:?} and lacks {missing:?}", library.display()))
}

/// Makes a static library of one object in which only our own symbols are global.
///
/// Otherwise the symbols of every library inside would meet those of the host: two hosts of Rust in one program, or a
/// host with its own copy of a C library, would not link.
fn localised(archive: &Path, lib: &Path) -> Outcome {
    let (all, own) = (lib.join("all.o"), lib.join("tiendo.o"));
    let mut ld = Command::new("ld");
    ld.arg("-r").arg("--whole-archive").arg(archive).arg("-o").arg(&all);
    run(ld)?;
    let mut objcopy = Command::new("objcopy");
    // Sections of LLVM bitcode make the archiver of some systems fail.
    objcopy.args(["--remove-section=.llvmbc", "--remove-section=.llvmcmd", "--strip-debug"]);
    let symbols = root().join("include/tiendo.symbols");
    objcopy.arg(format!("--keep-global-symbols={}", symbols.display()));
    objcopy.arg(&all).arg(&own);
    run(objcopy)?;
    let mut ar = Command::new("ar");
    ar.arg("rcs").arg(lib.join("libtiendo.a")).arg(&own);
    run(ar)?;
    remove(&all)?;
    remove(&own)
}
