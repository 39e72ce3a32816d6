//! `cargo xtask campaign fuzz`: libFuzzer on the readers of annexes and of the formats of other tools.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use crate::campaign::Length;
use crate::files;
use crate::run::{Outcome, cargo, root, run, target};

/// The targets, and the endings of the files that each begins with.
const TARGETS: [(&str, &[&str]); 8] = [
    ("workbook", &["xlsx", "ods"]),
    ("xls", &["xls"]),
    ("document", &["docx"]),
    ("ics", &["ics"]),
    ("mspdi", &["mspdi"]),
    ("packet", &["packet"]),
    ("parquet", &["parquet"]),
    ("stratml", &["stratml"]),
];

/// Where files to begin with are: those of the tests, and what was made for fuzzing or found by it.
const SEEDS: [&str; 3] = [
    "crates/tiendo-formats/tests/annex",
    "crates/tiendo-formats/tests/parquet",
    "crates/tiendo-formats/fuzz/seeds",
];

/// What the compiler of Rust puts in, so that the fuzzer sees where it has been. No option is an unstable one, and no
/// sanitizer is among them: the readers have no unsafe code (that of `parquet` and zstd, which is C, is their projects' to fuzz).
const FLAGS: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "--cfg fuzzing",
    "-Ccodegen-units=1",
];

/// The only platform on which this was tried.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

/// Runs every target one after the other, for ten seconds or for five minutes each; building comes before. What is found lies
/// under `target/fuzz/found`.
///
/// What was covered is kept under `target/fuzz`, and the next run begins with it.
pub(crate) fn campaign(length: Length) -> Outcome {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu")) {
        println!("SKIPPED: the fuzzer was tried on Linux, x86-64, only");
        return Ok(());
    }
    let folder = target().join("fuzz");
    build(&folder)?;
    let found = folder.join("found");
    files::folder(&found)?;
    let seconds = if length == Length::Long { 300 } else { 10 };
    let mut failed = Vec::new();
    for (name, endings) in TARGETS {
        let corpus = seeded(&folder, name, endings)?;
        let mut fuzz = Command::new(folder.join(PLATFORM).join("release").join(name));
        fuzz.arg(&corpus).arg(format!("-max_total_time={seconds}"));
        fuzz.arg(format!("-artifact_prefix={}/{name}-", found.display()));
        // Longer than any seed whose parts are stored as they are; seconds for one file; memory of all that is kept.
        fuzz.args(["-max_len=200000", "-timeout=10", "-rss_limit_mb=1024"]);
        fuzz.args(["-print_final_stats=1", "-verbosity=1"]);
        if let Err(error) = run(fuzz) {
            failed.push(error);
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("; ")) }
}

fn build(folder: &Path) -> Outcome {
    let manifest = root().join("crates/tiendo-formats/fuzz/Cargo.toml");
    // Named for its platform, so that build scripts and macros are not instrumented.
    let mut command = cargo(&["build", "--quiet", "--release", "--locked", "--target", PLATFORM]);
    command.arg("--manifest-path").arg(manifest).arg("--target-dir").arg(folder);
    command.env("RUSTFLAGS", FLAGS.join(" "));
    run(command)
}

/// The folder of what a target has covered, with the seeds in it.
fn seeded(folder: &Path, name: &str, endings: &[&str]) -> Result<PathBuf, String> {
    let corpus = folder.join("corpus").join(name);
    files::folder(&corpus)?;
    for seeds in SEEDS {
        let seeds = root().join(seeds);
        let wrong = |error: io::Error| format!("{}: {error}", seeds.display());
        for entry in fs::read_dir(&seeds).map_err(wrong)? {
            let path = entry.map_err(wrong)?.path();
            let ending = path.extension().unwrap_or_default();
            if let Some(file) = path.file_name().filter(|_| endings.iter().any(|e| ending == *e)) {
                fs::copy(&path, corpus.join(file)).map_err(wrong)?;
            }
        }
    }
    Ok(corpus)
}
