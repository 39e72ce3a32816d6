//! The programs that users see first, with what they must print: the example and those of the READMEs.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::files;
use crate::run::{Outcome, output, root};

/// A program by its source, its arguments and a part of what it prints.
pub(super) struct Shown {
    pub(super) name: &'static str,
    pub(super) source: PathBuf,
    arguments: Vec<PathBuf>,
    /// Where it runs, and the files that it makes there.
    folder: PathBuf,
    makes: &'static [&'static str],
    prints: &'static str,
    /// Writes so much that valgrind would take minutes; what it calls is tried under valgrind by `native.c`.
    pub(super) is_long: bool,
}

impl Shown {
    /// Runs the program and looks at what it prints.
    pub(super) fn check(&self, mut command: Command) -> Outcome {
        for made in self.makes.iter().map(|made| self.folder.join(made)) {
            if made.exists() {
                files::remove(&made)?;
            }
        }
        let text = output(command.args(&self.arguments).current_dir(&self.folder))?;
        if text.contains(self.prints) {
            return Ok(());
        }
        Err(format!("{} does not print '{}' but:\n{text}", self.name, self.prints))
    }
}

/// All programs; what they need is written into the folder.
pub(super) fn shown(folder: &Path) -> Result<[Shown; 5], String> {
    let register = folder.join("register");
    files::folder(&register)?;
    for (name, text) in REGISTER {
        files::write(&register.join(name), text)?;
    }
    let written = |name: &str, text: &str| {
        let path = folder.join(name);
        files::write(&path, text).map(|()| path)
    };
    let [readme, ledger, formats] = of_readme("README.md")?;
    let [annex] = of_readme("bindings/c/README.md")?;
    Ok([
        Shown {
            name: "overdue",
            source: root().join("bindings/c/examples/overdue.c"),
            arguments: vec![register, PathBuf::from("20250710")],
            folder: folder.to_owned(),
            makes: &[],
            prints: "T1 (68-UBND), 10 days: Bố trí kinh phí\n  - ",
            is_long: false,
        },
        Shown {
            name: "readme",
            source: written("readme.c", &readme)?,
            arguments: Vec::new(),
            folder: folder.to_owned(),
            makes: &[],
            prints: "{\"text\":\"trước ngày 15/8/2025\",\"form\":\"before\",\"last_day\":\"2025-08-14\"",
            is_long: false,
        },
        Shown {
            name: "annex",
            source: written("annex.c", &annex)?,
            arguments: vec![
                root().join("crates/tiendo-formats/tests/annex/13_sheets.xlsx"),
                folder.join("report.xlsx"),
                folder.join("letters"),
            ],
            folder: folder.to_owned(),
            makes: &[],
            prints: "\n102 letters, 1 findings\n",
            is_long: true,
        },
        Shown {
            name: "readme-ledger",
            source: written("readme-ledger.c", &ledger)?,
            arguments: Vec::new(),
            folder: folder.to_owned(),
            makes: &["x.tiendo", "x.tiendo-wal", "x.tiendo-shm", "x.tiendo.head"],
            prints: "\"report_count\":1",
            is_long: false,
        },
        Shown {
            name: "readme-formats",
            source: written("readme-formats.c", &formats)?,
            arguments: Vec::new(),
            folder: folder.to_owned(),
            makes: &["plan.xml"],
            prints: "187 tasks, ",
            is_long: true,
        },
    ])
}

/// The C programs in a README, which must be as many.
fn of_readme<const COUNT: usize>(readme: &str) -> Result<[String; COUNT], String> {
    let text = files::read(&root().join(readme))?;
    let parts = text.split("\n```c\n").skip(1);
    let programs: Vec<String> = parts
        .filter_map(|part| part.split_once("\n```").map(|(program, _)| program.to_owned() + "\n"))
        .collect();
    programs
        .try_into()
        .map_err(|all: Vec<String>| format!("{readme} shows {} C programs, not {COUNT}", all.len()))
}

/// A folder of CSV files, as the example reads it.
const REGISTER: [(&str, &str); 4] = [
    ("documents.csv", "id,title\n57-NQ/TW,Nghị quyết 57\n"),
    ("agencies.csv", "id,name,level\n68-UBND,Lâm Đồng,province\n"),
    (
        "tasks.csv",
        "id,document,title,addressees,assigned_on,deadline\n\
         T1,57-NQ/TW,Bố trí kinh phí,68-UBND,2025-06-01,trước ngày 01/7/2025\n",
    ),
    ("reports.csv", "id,task,kind,reported_on,by,percent\nR1,T1,progress,2025-06-20,68-UBND,40\n"),
];
