//! `cargo xtask campaign sanitize`: the C programs, and the library in Rust, under ASan and UBSan.

use std::path::{Path, PathBuf};

use super::compiler::{Compiler, Program};
use super::programs::shown;
use super::{TESTS, archive, header, source, vectors};
use crate::campaign::Length;
use crate::files;
use crate::run::{Outcome, cargo, fails, root, run, target};

const FLAGS: [&str; 2] = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

/// Where sanitizers know a host from: the only platform on which this was tried.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

/// Programs with a fault in them, under `tests/c/sanitize`, and what must be said of it.
const FAULTS: [(&str, &str); 4] = [
    ("freed_handle", "AddressSanitizer: heap-use-after-free"),
    ("freed_text", "AddressSanitizer: heap-use-after-free"),
    ("freed_twice", "AddressSanitizer: heap-use-after-free"),
    ("never_freed", "LeakSanitizer: detected memory leaks"),
];

/// Runs the tests that must pass and the programs whose faults must be found; the long form has the vectors, the threads
/// and C++.
pub(crate) fn campaign(length: Length) -> Outcome {
    let out = target().join("sanitize/c-tests");
    files::folder(&out)?;
    if !cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu")) || !works(&out)?
    {
        println!("SKIPPED: there are no sanitizers here, so nothing ran under them");
        return Ok(());
    }
    let flags = [own(&FLAGS), vec![header()], archive(&library()?)].concat();
    let c = Compiler::c();
    for (fault, report) in FAULTS {
        let program = built(&c, &source(&format!("sanitize/{fault}")), &out, &flags)?;
        fails(program.command(), report)?;
    }
    let mut compilers = vec![c];
    let tests: &[&str] = match length {
        Length::Short => &["errors", "native"],
        Length::Long => {
            compilers.extend(Compiler::cpp());
            &TESTS
        }
    };
    let vectors = if length == Length::Long { Some(vectors(&out)?) } else { None };
    for compiler in &compilers {
        for test in tests {
            let program = built(compiler, &source(test), &out, &flags)?;
            let mut command = program.command();
            command.args(vectors.as_ref().filter(|_| *test == "vectors"));
            run(command)?;
        }
        for shown in shown(&out)? {
            shown.check(built(compiler, &shown.source, &out, &flags)?.command())?;
        }
    }
    println!("{} faults were found, and {} tests have none", FAULTS.len(), tests.len());
    Ok(())
}

/// Builds the library with the instrumentation of the compiler of Rust; the runtime is that of the compiler of C, which
/// speaks the same protocol.
fn library() -> Result<PathBuf, String> {
    let folder = target().join("sanitize");
    // Only the static library: the shared one would want a runtime of its own. The standard library comes as it is.
    let mut command = cargo(&["rustc", "--quiet", "--package", "tiendo-c", "--lib"]);
    command.args(["--crate-type", "staticlib", "--target", PLATFORM, "--target-dir"]).arg(&folder);
    command.env("RUSTC_BOOTSTRAP", "1");
    command.env("RUSTFLAGS", "-Zsanitizer=address -Cdebuginfo=line-tables-only");
    run(command)?;
    Ok(folder.join(PLATFORM).join("debug"))
}

/// True where the compiler of C has the sanitizers.
fn works(out: &Path) -> Result<bool, String> {
    let source = out.join("empty.c");
    files::write(&source, "int main(void) { return 0; }\n")?;
    Ok(Compiler::c().build(&source, &out.join("empty"), &own(&FLAGS)).is_ok())
}

fn built(
    compiler: &Compiler,
    source: &Path,
    out: &Path,
    flags: &[String],
) -> Result<Program, String> {
    let name = source.file_stem().map(|name| name.to_string_lossy()).unwrap_or_default();
    let binary = out.join(format!("{name}-{}", compiler.name));
    compiler.build(source, &binary, flags)?;
    Ok(Program { binary, libraries: root() })
}

fn own(flags: &[&str]) -> Vec<String> {
    flags.iter().map(|flag| (*flag).to_owned()).collect()
}
