//! Running other programs, and where they and their results lie.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::error::Error;

/// Folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Everything that a benchmark makes lies under here.
pub(crate) fn target() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    target.join("bench")
}

/// This program, to run parts of itself in processes of their own.
pub(crate) fn this() -> Result<Command, Error> {
    let here = env::current_exe().map_err(Error::file(Path::new("this program")))?;
    Ok(Command::new(here))
}

/// Runs a program to its end; its errors go to the caller's terminal.
pub(crate) fn output(command: &mut Command) -> Result<Output, Error> {
    let failed = |command: &Command, reason: String| {
        let args = command.get_args().map(|a| a.to_string_lossy());
        let all: Vec<_> =
            std::iter::once(command.get_program().to_string_lossy()).chain(args).collect();
        Error::Program { command: all.join(" "), reason }
    };
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|e| failed(command, e.to_string()))?;
    if output.status.success() {
        return Ok(output);
    }
    Err(failed(command, output.status.to_string()))
}

/// What a program says in one line, such as its version; none where it is absent.
pub(crate) fn said(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).current_dir(root()).output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(said)
}
