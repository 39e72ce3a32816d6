//! What a C host installs: `include`, `lib` and `share` under `target/dist`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::c::{SYSTEM_LIBRARIES, cargo, exports, root, run, soname_version, target};

/// Builds the libraries under a profile and lays them out; an error is the sentence to print.
pub(crate) fn dist(profile: &str) -> Result<(), String> {
    run(cargo().args(["build", "--quiet", "--profile", profile, "--package", "tiendo-c"]))?;
    let (root, built, dist) = (root(), target().join(profile), target().join("dist"));
    if dist.exists() {
        fs::remove_dir_all(&dist).map_err(|error| format!("{}: {error}", dist.display()))?;
    }
    let (include, lib) = (dist.join("include"), dist.join("lib"));
    let (packages, licences) = (lib.join("pkgconfig"), dist.join("share/licenses/tiendo"));
    for folder in [&include, &packages, &licences] {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let symbols = root.join("include/tiendo.symbols");
    copy(&root.join("include/tiendo.h"), &include.join("tiendo.h"))?;
    let version = env!("CARGO_PKG_VERSION");
    let (real, soname) =
        (format!("libtiendo.so.{version}"), format!("libtiendo.so.{}", soname_version()));
    copy(&built.join("libtiendo.so"), &lib.join(&real))?;
    exports(&lib.join(&real), &symbols)?;
    link(&real, &lib.join(&soname))?;
    link(&soname, &lib.join("libtiendo.so"))?;
    localise(&built.join("libtiendo.a"), &symbols, &lib)?;
    write(&packages.join("tiendo.pc"), &package(version))?;
    let licence = root.join("LICENSE");
    if licence.exists() {
        copy(&licence, &licences.join("LICENSE"))?;
    } else {
        eprintln!("there is no LICENSE at the root: none is in the distribution");
    }
    eprintln!("laid out {}", dist.display());
    Ok(())
}

/// The description for `pkg-config`; the prefix is where the file lies, so that the tree may be moved.
fn package(version: &str) -> String {
    format!(
        "prefix=${{pcfiledir}}/../..\n\
         includedir=${{prefix}}/include\n\
         libdir=${{prefix}}/lib\n\n\
         Name: tiendo\n\
         Description: What a state promised, who owes it, and whether it is on time\n\
         Version: {version}\n\
         Cflags: -I${{includedir}}\n\
         Libs: -L${{libdir}} -ltiendo\n\
         Libs.private: {}\n",
        SYSTEM_LIBRARIES.join(" ")
    )
}

/// Makes a static library of one object in which only our own symbols are global.
///
/// Otherwise the symbols of every library inside would meet those of the host: two hosts of Rust in one program, or a
/// host with its own copy of a C library, would not link.
fn localise(archive: &Path, symbols: &Path, lib: &Path) -> Result<(), String> {
    let (all, own) = (lib.join("all.o"), lib.join("tiendo.o"));
    run(Command::new("ld").arg("-r").arg("--whole-archive").arg(archive).arg("-o").arg(&all))?;
    let mut objcopy = Command::new("objcopy");
    // Sections of LLVM bitcode make the archiver of some systems fail.
    objcopy.args(["--remove-section=.llvmbc", "--remove-section=.llvmcmd", "--strip-debug"]);
    objcopy.arg(format!("--keep-global-symbols={}", symbols.display()));
    run(objcopy.arg(&all).arg(&own))?;
    run(Command::new("ar").arg("rcs").arg(lib.join("libtiendo.a")).arg(&own))?;
    for object in [&all, &own] {
        fs::remove_file(object).map_err(|error| format!("{}: {error}", object.display()))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map(|_| ()).map_err(|error| format!("{}: {error}", from.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(unix)]
fn link(target: &str, at: &Path) -> Result<(), String> {
    std::os::unix::fs::symlink(target, at).map_err(|error| format!("{}: {error}", at.display()))
}

/// Without symbolic links the names are copies.
#[cfg(not(unix))]
fn link(target: &str, at: &Path) -> Result<(), String> {
    copy(&at.with_file_name(target), at)
}
