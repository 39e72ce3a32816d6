//! Other people's readers: openpyxl and python-docx in an environment of their own under `target`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// What they read in files, one value each; none, loudly, where there is no Python or no package index.
pub(crate) fn read(files: &[&Path]) -> Option<Vec<Value>> {
    static PYTHON: OnceLock<Option<PathBuf>> = OnceLock::new();
    let Some(python) = PYTHON.get_or_init(python) else {
        eprintln!("SKIPPED: office files are not read by others; there is no Python with openpyxl");
        return None;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/office/read.py");
    let output = Command::new(python).arg(script).args(files).output().expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    Some(text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

fn python() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| here.join("../../target"), PathBuf::from);
    let venv = target.join("office-venv");
    let python = venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let runs = |program: &Path, args: &[&str]| {
        let done = Command::new(program).args(args).output();
        done.is_ok_and(|output| output.status.success())
    };
    if !runs(&python, &["-c", "import docx, openpyxl"]) {
        let interpreter = std::env::var("TIENDO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let folder = venv.to_str()?;
        let requirements = here.join("tests/office/requirements.txt");
        let install = ["-m", "pip", "install", "--quiet", "--requirement", requirements.to_str()?];
        if !runs(Path::new(&interpreter), &["-m", "venv", folder]) || !runs(&python, &install) {
            return None;
        }
    }
    Some(python)
}
