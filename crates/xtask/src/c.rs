//! The tests of the C ABI: plain programs in C99 and C++11, linked statically and to the shared library, under valgrind
//! where there is one; and what `dist` lays out, used as a host would.

mod compiler;
mod installed;
mod programs;
pub(crate) mod sanitize;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;

use crate::dist;
use crate::files;
use crate::formats::Formats;
use crate::run::{Outcome, build_workspace, built, output, root, run, target};
use compiler::{Compiler, Program, has_valgrind};

const TESTS: [&str; 5] = ["header", "errors", "native", "threads", "vectors"];

/// Builds and runs every test.
pub(crate) fn test(formats: &mut Formats) -> Outcome {
    build_workspace()?;
    run(built("codegen", &["c", "--check"]))?;
    let libraries = target().join("debug");
    let out = libraries.join("c-tests");
    files::folder(&out)?;
    let vectors = vectors(&out)?;
    let valgrind = has_valgrind();

    let dist = installed::laid_out(&libraries, &out)?;
    let heard = thread::scope(|scope| {
        // Both ways run the same machine code, and a debug build is slow under valgrind: once is enough, beside the rest.
        let checked = scope
            .spawn(|| all(&Compiler::c(), &archive(&dist.join("lib")), &out, &vectors, valgrind));
        let cpp = Compiler::cpp();
        if let Some(cpp) = &cpp {
            let shared = ["-L".to_owned() + &text(&dist.join("lib")), "-ltiendo".to_owned()];
            all(cpp, &shared, &out, &vectors, false)?;
        }
        let compilers: Vec<Compiler> = [Compiler::c()].into_iter().chain(cpp).collect();
        installed::test(&dist, &out, &compilers, valgrind)?;
        checked.join().unwrap_or_else(|_| Err("the tests under valgrind panicked".to_owned()))
    })?;
    formats.append(heard);
    println!("the C tests passed{}", if valgrind { ", under valgrind too" } else { "" });
    Ok(())
}

/// Builds and runs the tests with one compiler; what they say of formats comes back.
fn all(
    compiler: &Compiler,
    library: &[String],
    out: &Path,
    vectors: &Path,
    valgrind: bool,
) -> Result<Formats, String> {
    let mut formats = Formats::default();
    for test in TESTS {
        let program = Program {
            binary: out.join(format!("{test}-{}", compiler.name)),
            libraries: out.join("dist/lib"),
        };
        let flags = [&[header()], library, &["-lpthread".to_owned()]].concat();
        compiler.build(&source(test), &program.binary, &flags)?;
        let argument = (test == "vectors").then_some(vectors);
        for (place, mut command) in program.commands(valgrind).into_iter().enumerate() {
            command.args(argument);
            if argument.is_some() && place > 0 {
                command.arg("without-ledger");
            }
            if place > 0 {
                run(command)?;
                continue;
            }
            // The same files are read again under valgrind: they count once.
            let said = output(command.stderr(Stdio::inherit()))?;
            print!("{said}");
            said.lines().for_each(|line| formats.hear(line));
        }
    }
    Ok(formats)
}

/// The vectors in a form that C reads without a parser.
fn vectors(out: &Path) -> Result<PathBuf, String> {
    let vectors = out.join("vectors.bundle");
    let mut command = built("codegen", &["c-vectors"]);
    command.arg(&vectors);
    run(command)?;
    Ok(vectors)
}

fn source(test: &str) -> PathBuf {
    root().join(format!("tests/c/{test}.c"))
}

/// The header of the sources.
fn header() -> String {
    "-I".to_owned() + &text(&root().join("include"))
}

/// The static library in a folder, with what it needs.
fn archive(folder: &Path) -> Vec<String> {
    let needs = dist::SYSTEM_LIBRARIES.iter().map(|library| (*library).to_owned());
    [text(&folder.join("libtiendo.a"))].into_iter().chain(needs).collect()
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
