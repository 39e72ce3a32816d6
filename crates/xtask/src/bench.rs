//! The benchmark, in the build that users get, and the count of instructions, in the one that is quick to make.

use std::process::Command;

use crate::run::{Outcome, cargo, root, run, target, venv};

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
    let features = "mspdi,parquet";
    let build = ["build", "--release", "--package", "tiendo-formats", "--features", features];
    let tools = ["csv_speed", "mspdi_speed", "parquet_speed"];
    let examples = tools.map(|tool| ["--example", tool]).concat();
    run(cargo(&[&build[..], &examples].concat()))?;
    let requirements = root().join("crates/tiendo-formats/tests/formats/requirements.txt");
    let mut bench = Command::new(venv("formats-venv", &requirements)?);
    bench.arg(root().join("crates/tiendo-formats/tests/formats/bench.py"));
    bench.args(tools.map(|tool| target().join("release/examples").join(tool)));
    bench.arg(target().join("formats-bench"));
    run(bench)
}
