//! `cargo xtask test python`: one wheel, installed in an environment of its own, with the Python tests over it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::run::{Outcome, root};

/// Builds the wheel, installs it without an index and runs every check of the package.
///
/// The interpreter is `python3`, or what `TIENDO_PYTHON` names.
pub(crate) fn test() -> Outcome {
    let root = root();
    let root = root.canonicalize().map_err(|e| format!("{}: {e}", root.display()))?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let interpreter = env::var("TIENDO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let (venv, wheels) = (target.join("python-venv"), target.join("python-wheels"));
    let scripts = if cfg!(windows) { "Scripts" } else { "bin" };
    let python = venv.join(scripts).join("python");

    if !python.exists() {
        run(&root, interpreter.as_ref(), &["-m", "venv", &text(&venv)?])?;
    }
    let requirements = text(&root.join("tests/python/requirements.txt"))?;
    run(&root, &python, &["-m", "pip", "install", "--quiet", "--requirement", &requirements])?;
    run(&root, &python, &["python/tools/records.py", "--check"])?;
    run(&root, &python, &["python/tools/stubs.py", "--check"])?;

    let package = root.join("python");
    if wheels.exists() {
        fs::remove_dir_all(&wheels).map_err(|e| format!("{}: {e}", wheels.display()))?;
    }
    let out = text(&wheels)?;
    run(
        &package,
        &python,
        &["-m", "maturin", "build", "--locked", "--profile", "ci", "--out", &out],
    )?;
    let install =
        ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--force-reinstall"];
    let wheel = text(&only_file(&wheels)?)?;
    run(&root, &python, &[&install[..], &[&wheel]].concat())?;

    // From the tests' own folder, so that the package of the sources is not found in place of the wheel.
    let tests = root.join("tests/python");
    run(&tests, &python, &["-m", "pytest", "--quiet", "--config-file", "pytest.ini"])?;
    run(&tests, &python, &["-m", "mypy.stubtest", "tiendo"])?;
    run(
        &tests,
        &python,
        &["-m", "mypy", "--config-file", "../../python/pyproject.toml", "-p", "tiendo"],
    )?;
    run(&package, &python, &["-m", "ruff", "check", ".", "../tests/python"])
}

/// The one wheel that was built.
fn only_file(folder: &Path) -> Result<PathBuf, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let files: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    match files.as_slice() {
        [file] => Ok(file.clone()),
        several => Err(format!("{} holds {} files, not 1", folder.display(), several.len())),
    }
}

fn text(path: &Path) -> Result<String, String> {
    path.to_str().map(str::to_owned).ok_or_else(|| format!("not UTF-8: {}", path.display()))
}

fn run(folder: &Path, program: &Path, args: &[&str]) -> Outcome {
    let shown = format!("{} {}", program.display(), args.join(" "));
    match Command::new(program).args(args).current_dir(folder).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{shown}: {status}")),
        Err(error) => Err(format!("{shown}: {error}")),
    }
}
