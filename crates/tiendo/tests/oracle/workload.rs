//! Making the workload: a virtual environment with what the generator needs, and the data itself.

use std::path::{Path, PathBuf};
use std::process::Command;

const REQUIREMENTS: &str = include_str!("requirements.txt");

/// The folder of the data for this many tasks, made anew; none, loudly, where there is no Python.
///
/// The environment is made once and kept beside the other results of building, until the requirements change.
pub(crate) fn make(bench: &Path, tasks: u32) -> Option<PathBuf> {
    let python = ["python3", "python"].into_iter().find(|name| {
        Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success())
    });
    let Some(python) = python else {
        eprintln!("SKIPPED: there is no python3 to make the workload with");
        return None;
    };
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle");
    let venv = target.join("venv");
    let programs = venv.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let installed = venv.join("installed.txt");
    if std::fs::read_to_string(&installed).ok().as_deref() != Some(REQUIREMENTS) {
        std::fs::create_dir_all(&target).expect("a folder under target");
        let list = target.join("requirements.txt");
        std::fs::write(&list, REQUIREMENTS).expect("a file under target");
        run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&venv));
        run(Command::new(programs.join("python"))
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&list));
        std::fs::rename(&list, &installed).expect("a file under target");
    }
    let data = target.join(format!("tasks-{tasks}"));
    run(Command::new(programs.join("python"))
        .arg(bench.join("gen.py"))
        .args(["--tasks", &tasks.to_string(), "--formats", "csv", "--out"])
        .arg(&data));
    Some(data)
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{errors}", output.status);
}
