//! The CPythons of this machine, and environments made of them.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{run, text};

/// The first minor version that the wheel runs on.
const OLDEST: u32 = 10;

/// Minor versions that are looked for on the path; beyond what there is, so that a new one is found when it comes.
const MINORS: std::ops::Range<u32> = OLDEST..40;

/// Prints the minor version of an interpreter that can run the wheel and make environments.
const ASK: &str = "
import ensurepip, sys, sysconfig, venv
assert sys.implementation.name == 'cpython' and sys.version_info[0] == 3
assert not sysconfig.get_config_var('Py_GIL_DISABLED')  # loads no wheel of the stable ABI
print(sys.version_info[1])
";

/// One CPython.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Interpreter {
    pub(super) minor: u32,
    program: PathBuf,
}

/// The CPythons to test on, the main one first: the newest, or what `TIENDO_PYTHON` names, and then the oldest.
pub(super) fn chosen() -> Result<Vec<Interpreter>, String> {
    let mut found: Vec<Interpreter> = candidates().into_iter().filter_map(asked).collect();
    found.sort_by_key(|interpreter| interpreter.minor);
    let named = match env::var_os("TIENDO_PYTHON") {
        Some(program) => {
            let shown = program.to_string_lossy().into_owned();
            let wrong = || format!("TIENDO_PYTHON={shown} is no CPython of 3.{OLDEST} or later");
            Some(asked(PathBuf::from(program)).ok_or_else(wrong)?)
        }
        None => None,
    };
    let oldest = found.first().cloned();
    let main = named.or_else(|| found.pop());
    let Some(main) = main else {
        return Err(format!(
            "there is no CPython of 3.{OLDEST} or later that can make environments"
        ));
    };
    let mut chosen = vec![main];
    chosen.extend(oldest.filter(|oldest| oldest.minor != chosen[0].minor));
    if chosen.len() == 1 {
        println!("SKIPPED: there is one CPython only, so the wheel runs on no second one");
    }
    Ok(chosen)
}

/// Programs that may be a CPython: on the path, and where pyenv keeps its versions.
fn candidates() -> Vec<PathBuf> {
    let on_path = MINORS.map(|minor| PathBuf::from(format!("python3.{minor}")));
    let mut all: Vec<PathBuf> = on_path.chain(["python3".into()]).collect();
    let root = env::var_os("PYENV_ROOT").map(PathBuf::from).or_else(|| {
        let said = Command::new("pyenv").arg("root").output().ok()?;
        Some(PathBuf::from(String::from_utf8(said.stdout).ok()?.trim()))
    });
    let versions = root.and_then(|root| root.join("versions").read_dir().ok());
    let mut kept: Vec<PathBuf> = versions
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin").join("python")))
        .collect();
    // Folders are listed in no order.
    kept.sort();
    all.append(&mut kept);
    all
}

/// The interpreter of a program, where it is one that will do.
fn asked(program: PathBuf) -> Option<Interpreter> {
    let said = Command::new(&program).args(["-c", ASK]).stderr(Stdio::null()).output().ok()?;
    let minor: u32 = String::from_utf8(said.stdout).ok()?.trim().parse().ok()?;
    (said.status.success() && minor >= OLDEST).then_some(Interpreter { minor, program })
}

impl Interpreter {
    /// The environment of this version under `folder` with the pinned tools; made once, and brought up to date each time.
    pub(super) fn environment(
        &self,
        folder: &Path,
        requirements: &Path,
    ) -> Result<PathBuf, String> {
        let home = folder.join(format!("3.{}", self.minor));
        let scripts = if cfg!(windows) { "Scripts" } else { "bin" };
        let python = home.join(scripts).join("python");
        if !python.exists() {
            run(folder, &self.program, &["-m", "venv", &text(&home)?])?;
        }
        let file = text(requirements)?;
        run(folder, &python, &["-m", "pip", "install", "--quiet", "--requirement", &file])?;
        Ok(python)
    }
}
