//! The public report in a browser: opened, used, printed and judged by axe-core in Debian's Chromium.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::campaign::Length;
use crate::files::{copy, folder};
use crate::run::{Outcome, build_workspace, root, run, target, venv, which};

/// The browser, as Debian calls it.
const CHROMIUM: &str = "chromium";
/// Programs that must be installed, and where Debian has them.
const PROGRAMS: [(&str, &str); 4] = [
    (CHROMIUM, "chromium"),
    ("npm", "npm"),
    ("pdfinfo", "poppler-utils"),
    ("python3", "python3-venv"),
];

/// What the tests are run with.
struct Tools {
    python: PathBuf,
    axe: PathBuf,
    chromium: PathBuf,
}

/// Runs the tests of the report in a browser; the short form those that every change is asked.
///
/// Left out, loudly, where the browser or what drives it is absent and cannot be installed.
pub(crate) fn campaign(length: Length) -> Outcome {
    let Some(tools) = tools()? else { return Ok(()) };
    build_workspace()?;
    let mut tests = tools.python();
    tests.args(["-m", "pytest", "--quiet", "-rs"]);
    match length {
        Length::Short => tests.args(["-m", "smoke"]),
        // The figures are printed by tests that pass.
        Length::Long => tests.arg("--capture=no"),
    };
    run(tests)
}

/// Makes pictures of the simulated register under `target/screenshots`, and renews the one that the README shows.
pub(crate) fn screenshots(renews: bool) -> Outcome {
    let Some(tools) = tools()? else { return Ok(()) };
    build_workspace()?;
    let mut pictures = tools.python();
    pictures.arg("screenshots.py").arg(target().join("screenshots"));
    if renews {
        pictures.arg(root().join("tests/data/report.png"));
    }
    run(pictures)
}

impl Tools {
    /// Python with Playwright, among the tests.
    fn python(&self) -> Command {
        let mut python = Command::new(&self.python);
        python.current_dir(tests()).env("TIENDO", target().join("debug/tiendo"));
        python.env("TIENDO_AXE", &self.axe).env("TIENDO_CHROMIUM", &self.chromium);
        python
    }
}

fn tests() -> PathBuf {
    root().join("tests/browser")
}

/// Installs what is absent; none, and told, where something cannot be had.
fn tools() -> Result<Option<Tools>, String> {
    let absent = || -> Vec<&str> {
        PROGRAMS
            .iter()
            .filter(|(name, _)| which(name).is_none())
            .map(|(_, package)| *package)
            .collect()
    };
    let mut lacking = absent();
    if !lacking.is_empty() && installed(&lacking) {
        lacking = absent();
    }
    let chromium = which(CHROMIUM).filter(|_| lacking.is_empty());
    let Some(chromium) = chromium else {
        let lacking = lacking.join(", ");
        println!("SKIPPED: the report is not opened in a browser; absent are {lacking}");
        return Ok(None);
    };
    let home = target().join("browser");
    folder(&home)?;
    let (python, axe) = match (venv("browser-venv", &tests().join("requirements.txt")), axe(&home))
    {
        (Ok(python), Ok(axe)) => (python, axe),
        (Err(error), _) | (_, Err(error)) => {
            println!("SKIPPED: the report is not opened in a browser; {error}");
            return Ok(None);
        }
    };
    Ok(Some(Tools { python, axe, chromium }))
}

/// Asks Debian for packages, where this may.
fn installed(packages: &[&str]) -> bool {
    if which("apt-get").is_none() {
        return false;
    }
    let mut install = Command::new("apt-get");
    install.args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages);
    install.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    run(install).is_ok()
}

/// The engine that judges pages, of the version and the hash that the tests name.
fn axe(home: &Path) -> Result<PathBuf, String> {
    for name in ["package.json", "package-lock.json"] {
        copy(&tests().join(name), &home.join(name))?;
    }
    let axe = home.join("node_modules/axe-core/axe.min.js");
    let mut install = Command::new("npm");
    install.args(["ci", "--no-audit", "--no-fund", "--silent"]).current_dir(home);
    run(install)?;
    Ok(axe)
}
