//! The benchmark, in the build that users get, and the count of instructions, in the one that is quick to make.

use std::process::Command;

use crate::office::venv;
use crate::run::{Outcome, cargo, root, run, target};

/// Measures against the oracle and the peers.
pub(crate) fn measure(options: &[&str]) -> Outcome {
    let bench = ["run", "--quiet", "--release", "--package", "bench", "--", "run"];
    run(cargo(&[&bench[..], options].concat()))
}

/// Counts instructions and compares them with the committed figures.
pub(crate) fn instructions(options: &[&str]) -> Outcome {
    let bench = ["run", "--quiet", "--profile", "ci", "--package", "bench", "--", "instructions"];
    run(cargo(&[&bench[..], options].concat()))
}

/// CSV in, Parquet out and MSPDI in, against the bare `csv` crate, pandas and mpxj, in one run.
pub(crate) fn formats() -> Outcome {
    let examples = target().join("release/examples");
    // The example of a format is there where the format is.
    let has_mspdi = root().join("crates/tiendo-formats/examples/mspdi_speed.rs").is_file();
    let build = ["build", "--release", "--package", "tiendo-formats", "--example", "formats_bench"];
    let more = ["--example", "mspdi_speed", "--features", "mspdi,parquet"];
    let alone = ["--features", "parquet"];
    run(cargo(&[&build[..], if has_mspdi { &more[..] } else { &alone[..] }].concat()))?;
    let mut bench = Command::new(venv("formats")?);
    bench.arg(root().join("crates/tiendo-formats/tests/formats/bench.py"));
    bench.arg(examples.join("formats_bench"));
    if has_mspdi {
        bench.arg(examples.join("mspdi_speed"))
    } else {
        bench.arg("-")
    };
    bench.arg(target().join("formats-bench"));
    run(bench)
}
