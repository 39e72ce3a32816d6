//! W10: the Python package, as a script of it sees it.

use std::path::PathBuf;
use std::process::Command;

use super::Resident;
use crate::error::Error;
use crate::figure::{Line, OURS, lines};
use crate::program;
use crate::stopwatch::Stopwatch;
use crate::workload;

/// What is installed beside the package: what its tables are handed to, and what builds it.
const BUILDER: &str = "maturin==1.16.0";

pub(super) fn check(resident: &Resident) -> Result<Vec<String>, Error> {
    let said = run(resident, 0)?;
    let wrong = said.into_iter().filter_map(|line| match line {
        Line::Check { check, ok: false, bad, .. } => Some(format!("{check}: {}", bad.join("; "))),
        Line::Check { .. } | Line::Figure(_) => None,
    });
    Ok(wrong.collect())
}

pub(super) fn measure(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let said = run(resident, watch.rounds())?;
    watch.figures.extend(said.into_iter().filter_map(|line| match line {
        Line::Figure(figure) => Some(figure),
        Line::Check { .. } => None,
    }));
    Ok(())
}

/// Runs the script over the data: it checks itself, and takes so many times of each part.
fn run(resident: &Resident, runs: usize) -> Result<Vec<Line>, Error> {
    let answer = resident.answers["w10a"].to_string();
    let mut command = Command::new(package()?);
    command.arg(program::root().join("crates/bench/python/w10.py")).arg(&resident.data);
    command.args(["--runs", &runs.to_string(), "--answer", &answer]);
    lines(&program::output(&mut command)?.stdout, OURS)
}

/// The Python of the peers, with the package built and installed as users do.
fn package() -> Result<PathBuf, Error> {
    // Built and installed once for a process that checks and one that measures: the build tells what is new.
    let python = workload::peers_python()?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    program::output(Command::new(&python).args(pip).arg(BUILDER))?;
    let source = program::root().join("python");
    let mut install = Command::new(&python);
    install.args(pip).args(["--no-deps", "--force-reinstall", "--no-build-isolation"]).arg(source);
    // The build backend calls `maturin` by name: that of the environment.
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let scripts = python.parent().map(std::borrow::ToOwned::to_owned);
    let paths = scripts.into_iter().chain(std::env::split_paths(&paths));
    let paths = std::env::join_paths(paths)
        .map_err(|e| Error::Absent(format!("PATH cannot be lengthened: {e}")))?;
    program::output(install.env("PATH", paths))?;
    Ok(python)
}
