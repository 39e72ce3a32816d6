//! Office files: what an office suite makes of them, and how fast they are written.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::campaign::Length;
use crate::run::{Outcome, cargo, root, run, target};

/// What must be installed for pictures, and where Debian has it.
const PROGRAMS: [(&str, &str); 3] = [
    ("soffice", "libreoffice-writer-nogui libreoffice-calc-nogui"),
    ("pdftotext", "poppler-utils"),
    ("pdftoppm", "poppler-utils"),
];

/// Writes a report, letters and a form with invented reports, and opens them all in LibreOffice.
///
/// The short form looks at the workbook of the report alone. Left out, loudly, where LibreOffice is absent.
pub(crate) fn campaign(length: Length) -> Outcome {
    let absent: Vec<&str> =
        PROGRAMS.iter().filter(|(name, _)| !is_there(name)).map(|(_, package)| *package).collect();
    if !absent.is_empty() {
        println!("SKIPPED: office files are not looked at; absent are {}", absent.join(", "));
        return Ok(());
    }
    let folder = target().join("office");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let (xlsx, form, letters) = (file("report.xlsx"), file("form.xlsx"), file("letters"));
    let head = ["--place", "Hà Nội", "--dated", "2025-12-31", "--sender", "Văn phòng"];
    tiendo(&["report", "--xlsx", &xlsx])?;
    if length == Length::Long {
        tiendo(&["form", "--agency", "68-UBND", "--xlsx", &form])?;
        tiendo(&[&["letters", "--out", &letters, "--agency", "BNV"], &head[..]].concat())?;
    }
    let mut look = Command::new("python3");
    look.arg(root().join("crates/tiendo-formats/tests/office/look.py")).arg(&folder);
    run(look)?;
    println!("the pictures lie in {}", folder.display());
    Ok(())
}

/// Annexes in, reports and letters out, against openpyxl and bare calamine, in one run.
pub(crate) fn bench() -> Outcome {
    let build = ["build", "--release", "--package", "tiendo-formats", "--features", "docx,xlsx"];
    run(cargo(&[&build[..], &["--example", "office_bench", "--example", "annex_speed"]].concat()))?;
    let python = venv("office")?;
    let mut bench = Command::new(python);
    bench.arg(root().join("crates/tiendo-formats/tests/office/bench.py"));
    let examples = target().join("release/examples");
    bench.arg(examples.join("office_bench")).arg(examples.join("annex_speed"));
    bench.arg(target().join("office-bench"));
    run(bench)
}

fn tiendo(args: &[&str]) -> Outcome {
    let fixed = ["run", "--quiet", "--package", "tiendo-cli", "--"];
    run(cargo(&[&fixed[..], args, &["--simulated", "--as-of", "2025-12-31"]].concat()))
}

fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// An environment of Python with the peers of one of the test folders of the formats; that of `office` the tests make too.
pub(crate) fn venv(folder: &str) -> Result<PathBuf, String> {
    let venv = target().join(format!("{folder}-venv"));
    let python = venv.join("bin/python");
    if !python.exists() {
        let mut make = Command::new("python3");
        make.args(["-m", "venv"]).arg(&venv);
        run(make)?;
    }
    let requirements =
        root().join(format!("crates/tiendo-formats/tests/{folder}/requirements.txt"));
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(requirements);
    run(install)?;
    Ok(python)
}
