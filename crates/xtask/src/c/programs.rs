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
    prints: &'static str,
    /// Writes so much that valgrind would take minutes; what it calls is tried under valgrind by `native.c`.
    pub(super) is_long: bool,
}

impl Shown {
    /// Runs the program and looks at what it prints.
    pub(super) fn check(&self, mut command: Command) -> Outcome {
        let text = output(command.args(&self.arguments))?;
        if text.contains(self.prints) {
            return Ok(());
        }
        Err(format!("{} does not print '{}' but:\n{text}", self.name, self.prints))
    }
}

/// All programs; what they need is written into the folder.
pub(super) fn shown(folder: &Path) -> Result<[Shown; 3], String> {
    let register = folder.join("register");
    files::folder(&register)?;
    for (name, text) in REGISTER {
        files::write(&register.join(name), text)?;
    }
    let readme = folder.join("readme.c");
    files::write(&readme, &of_readme("README.md")?)?;
    let annex = folder.join("annex.c");
    files::write(&annex, &of_readme("bindings/c/README.md")?)?;
    Ok([
        Shown {
            name: "overdue",
            source: root().join("bindings/c/examples/overdue.c"),
            arguments: vec![register, PathBuf::from("20250710")],
            prints: "T1 (68-UBND), 10 days: Bố trí kinh phí\n  - ",
            is_long: false,
        },
        Shown {
            name: "readme",
            source: readme,
            arguments: Vec::new(),
            prints: "{\"text\":\"trước ngày 15/8/2025\",\"form\":\"before\",\"last_day\":\"2025-08-14\"",
            is_long: false,
        },
        Shown {
            name: "annex",
            source: annex,
            arguments: vec![
                root().join("crates/tiendo-formats/tests/annex/13_sheets.xlsx"),
                folder.join("report.xlsx"),
                folder.join("letters"),
            ],
            prints: "\n102 letters, 1 findings\n",
            is_long: true,
        },
    ])
}

/// The C program in a README.
fn of_readme(readme: &str) -> Result<String, String> {
    let text = files::read(&root().join(readme))?;
    let program = text.split_once("\n```c\n").and_then(|(_, rest)| rest.split_once("\n```"));
    program
        .map(|(program, _)| program.to_owned() + "\n")
        .ok_or_else(|| format!("{readme} shows no C program"))
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
