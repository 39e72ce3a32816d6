//! The files that no hand writes.

use crate::run::{Outcome, cargo, run};

/// What the crate `codegen` makes, by its subcommands.
const GENERATED: &[&str] = &["plan02", "c", "schema"];

/// Writes the generated files.
pub(crate) fn write() -> Outcome {
    all(&[])
}

/// Says which generated files are stale.
pub(crate) fn check() -> Outcome {
    all(&["--check"])
}

fn all(options: &[&str]) -> Outcome {
    for name in GENERATED {
        run(cargo(&[&["run", "--quiet", "--package", "codegen", "--", name], options].concat()))?;
    }
    Ok(())
}
