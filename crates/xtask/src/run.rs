//! Running commands and steps: what is run is printed, and how long it took.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Nothing, or what went wrong in one line; details were printed where they arose.
pub(crate) type Outcome = Result<(), String>;

/// Folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// The cargo that runs us, so that a toolchain chosen by the caller stays chosen; in the folder of the workspace.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    command
}

/// The command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let set = command.get_envs().filter_map(|(name, value)| {
        let value = value?.to_string_lossy();
        let quote = if value.contains(' ') { "'" } else { "" };
        Some(format!("{}={quote}{value}{quote} ", name.to_string_lossy()))
    });
    let args: Vec<_> = command.get_args().map(|a| a.to_string_lossy()).collect();
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let program = program.to_string_lossy();
    format!("{}{program} {}", set.collect::<String>(), args.join(" "))
}

/// Runs a command with its output going to the caller.
pub(crate) fn run(mut command: Command) -> Outcome {
    let name = shown(&command);
    println!("$ {name}");
    let start = Instant::now();
    let status = command.status().map_err(|e| format!("{name}: {e}"))?;
    if !status.success() {
        return Err(format!("{name}: {status}"));
    }
    println!("  {}", seconds(start.elapsed()));
    Ok(())
}

pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// Steps of which every one runs, whatever became of those before it.
pub(crate) struct Steps {
    name: &'static str,
    start: Instant,
    done: Vec<(String, Duration, Outcome)>,
}

impl Steps {
    pub(crate) fn new(name: &'static str) -> Self {
        Steps { name, start: Instant::now(), done: Vec::new() }
    }

    pub(crate) fn step(&mut self, name: &str, step: impl FnOnce() -> Outcome) {
        println!("\n=== {}: {name}", self.name);
        let start = Instant::now();
        let outcome = step();
        if let Err(error) = &outcome {
            println!("error: {error}");
        }
        self.done.push((name.to_owned(), start.elapsed(), outcome));
    }

    /// Prints what became of each step; fails where one did.
    pub(crate) fn close(self) -> Outcome {
        println!("\n=== {}: {}", self.name, seconds(self.start.elapsed()));
        for (name, time, outcome) in &self.done {
            let word = if outcome.is_ok() { "ok" } else { "FAILED" };
            println!("{word:>8}  {name} ({})", seconds(*time));
        }
        let failed: Vec<&str> =
            self.done.iter().filter(|(.., o)| o.is_err()).map(|(n, ..)| n.as_str()).collect();
        let passed = self.done.len() - failed.len();
        println!("{}: {passed} steps passed, {} failed", self.name, failed.len());
        if failed.is_empty() {
            return Ok(());
        }
        Err(format!("{}: {} failed", self.name, failed.join(", ")))
    }
}
