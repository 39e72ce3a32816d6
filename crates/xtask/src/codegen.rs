//! The files that no hand writes.

use std::process::Command;

use crate::run::{Outcome, build_workspace, built, root, run};

/// What the crate `codegen` makes, by its subcommands; the table of parity last, because it reads what the others made.
const GENERATED: &[&str] = &["plan02", "c", "schema", "parity"];

/// What the Python package makes of the sources in Rust; they need nothing but the standard library.
const SCRIPTS: &[&str] = &["python/tools/records.py", "python/tools/stubs.py"];

/// Writes the generated files.
pub(crate) fn write() -> Outcome {
    all(&[])
}

/// Says which generated files are stale.
pub(crate) fn check() -> Outcome {
    all(&["--check"])
}

fn all(options: &[&str]) -> Outcome {
    for script in SCRIPTS {
        let mut python = Command::new("python3");
        python.arg(script).args(options).current_dir(root());
        run(python)?;
    }
    build_workspace()?;
    for name in GENERATED {
        run(built("codegen", &[&[*name], options].concat()))?;
    }
    Ok(())
}
