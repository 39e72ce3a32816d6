//! Running commands and steps: what is run is printed, and how long it took.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
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

/// Builds the libraries and programs of the workspace as the tests need them.
///
/// A test is named so that the features are those with which the tests are built: of one package alone, or without a test,
/// cargo chooses fewer, and everything would be compiled once more.
pub(crate) fn build_workspace() -> Outcome {
    run(cargo(&["build", "--quiet", "--workspace", "--lib", "--bins", "--test", "schema"]))
}

/// A program of the workspace that was built.
pub(crate) fn built(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(target().join("debug").join(program));
    command.args(args).current_dir(root());
    command
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    let set = std::env::var_os("CARGO_TARGET_DIR");
    // Of the workspace where it is relative, for programs run elsewhere as well.
    root().join(set.map_or_else(|| "target".into(), PathBuf::from))
}

/// The command as one would type it in the folder of the workspace.
pub(crate) fn shown(command: &Command) -> String {
    let set = command.get_envs().filter_map(|(name, value)| Some((name, value?)));
    let set = set.map(|(name, value)| format!("{}={}", name.to_string_lossy(), quoted(value)));
    let program = Path::new(command.get_program());
    let is_cargo = program.file_stem().is_some_and(|name| name == "cargo");
    let program = if is_cargo { "cargo".to_owned() } else { quoted(program.as_os_str()) };
    let words = set.chain([program]).chain(command.get_args().map(quoted));
    words.collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    // Paths of the workspace are shown from its folder.
    let root = root();
    let word = word.replace(&format!("{}/", root.display()), "");
    if word.contains(' ') { format!("'{word}'") } else { word }
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

/// Runs a command for what it prints.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let (name, output) = collected(command)?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name}: {}\n{text}{said}", output.status))
}

/// Runs a command that must fail and say something.
pub(crate) fn fails(mut command: Command, saying: &str) -> Outcome {
    let (name, output) = collected(&mut command)?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() && said.contains(saying) {
        println!("  {saying}, as it must");
        return Ok(());
    }
    Err(format!("{name}: {}, without '{saying}':\n{said}", output.status))
}

fn collected(command: &mut Command) -> Result<(String, Output), String> {
    let name = shown(command);
    println!("$ {name}");
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    Ok((name, output))
}

/// Where a program is, if it is on the path.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The Python of an environment under the folder of builds, with what is required installed.
pub(crate) fn venv(name: &str, requirements: &Path) -> Result<PathBuf, String> {
    let venv = target().join(name);
    let python = venv.join("bin/python");
    if !python.exists() {
        let mut make = Command::new("python3");
        make.args(["-m", "venv"]).arg(&venv);
        run(make)?;
    }
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(requirements);
    run(install)?;
    Ok(python)
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
