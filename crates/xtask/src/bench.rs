//! The benchmark, in the build that users get, and the count of instructions, in the one that is quick to make.

use crate::run::{Outcome, cargo, run};

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
