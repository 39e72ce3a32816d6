//! What `dist` lays out, used as a C host would use it: by `pkg-config` alone.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::compiler::{Compiler, Program, is_present};
use super::programs::shown;
use crate::dist;
use crate::files;
use crate::run::{Outcome, output};

/// A way to link, as `bindings/c/README.md` tells it.
struct Way {
    name: &'static str,
    packages: &'static [&'static str],
    flags: &'static [&'static str],
}

const WAYS: [Way; 3] = [
    Way { name: "shared", packages: &["tiendo"], flags: &[] },
    Way { name: "static", packages: &["tiendo-static"], flags: &[] },
    // Without any shared library, the system's included.
    Way { name: "whole", packages: &["--static", "tiendo"], flags: &["-static"] },
];

/// Lays out the libraries of a build; all that a host needs is there.
pub(super) fn laid_out(built: &Path, out: &Path) -> Result<PathBuf, String> {
    let dist = out.join("dist");
    dist::lay_out(built, &dist)?;
    for file in ["share/licenses/tiendo/LICENSE", "include/tiendo.h", "lib/libtiendo.so"] {
        if !dist.join(file).exists() {
            return Err(format!("the distribution has no {file}"));
        }
    }
    Ok(dist)
}

/// Builds and runs the programs that users see first against a distribution.
pub(super) fn test(dist: &Path, out: &Path, compilers: &[Compiler], valgrind: bool) -> Outcome {
    if !is_present("pkg-config") {
        println!("SKIPPED: there is no pkg-config, so the distribution was laid out but not used");
        return Ok(());
    }
    let programs = shown(out)?;
    let mut count = 0;
    for way in WAYS {
        if way.name == "whole" && !has_static_system(out)? {
            println!("SKIPPED: the system has no static libraries, so nothing was linked to them");
            continue;
        }
        let flags = flags(&way, dist)?;
        for compiler in compilers {
            for program in &programs {
                let name = format!("{}-{}-{}", program.name, way.name, compiler.name);
                let built = Program { binary: out.join(name), libraries: dist.join("lib") };
                compiler.build(&program.source, &built.binary, &flags)?;
                // Where the system's functions are inside, valgrind cannot put its own in their place.
                for command in built.commands(valgrind && way.name != "whole" && !program.is_long) {
                    program.check(command)?;
                }
                count += 1;
            }
        }
    }
    println!("{count} programs were built against the distribution by pkg-config alone");
    Ok(())
}

/// What `pkg-config` says, and nothing else.
fn flags(way: &Way, dist: &Path) -> Result<Vec<String>, String> {
    let mut command = Command::new("pkg-config");
    command.args(["--cflags", "--libs"]).args(way.packages);
    command.env("PKG_CONFIG_PATH", dist.join("lib/pkgconfig"));
    let said = output(&mut command)?;
    let own = way.flags.iter().map(|flag| (*flag).to_owned());
    Ok(own.chain(said.split_whitespace().map(str::to_owned)).collect())
}

/// True where a program can be linked without any shared library.
fn has_static_system(out: &Path) -> Result<bool, String> {
    let source = out.join("empty.c");
    files::write(&source, "int main(void) { return 0; }\n")?;
    let flags = ["-static".to_owned()];
    Ok(Compiler::c().build(&source, &out.join("empty"), &flags).is_ok())
}
