//! Counted instructions, which a busy machine does not change: what continuous integration holds to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::figure::{Line, lines};
use crate::program;
use crate::stopwatch::COUNTED;
use crate::workload::{Workload, shared};

/// Tasks of the register on which is counted.
const TASKS: u32 = 10_000;
/// How far a count may be from its figure, either way: a figure that is too high guards nothing.
const TOLERANCE_PERCENT: u64 = 5;

/// What to do with the counts.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Write the counts as the figures to hold to.
    #[arg(long)]
    update: bool,
}

/// The figures as they are committed.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
struct Figures {
    /// What the figures were counted with; another compiler may count otherwise.
    compiler: String,
    tasks: u32,
    /// Instructions of each part of each operation, on one thread.
    instructions: BTreeMap<String, u64>,
}

/// Counts, and compares or writes.
pub(crate) fn run(options: &Options) -> Result<(), Error> {
    if program::said("valgrind", &["--version"]).is_none() {
        eprintln!("SKIPPED: there is no valgrind to count instructions with");
        return Ok(());
    }
    if let Err(absent) = shared() {
        eprintln!("SKIPPED: {absent}");
        return Ok(());
    }
    let compiler = program::said("rustc", &["--version"]).unwrap_or_default();
    let counted = Figures { compiler, tasks: TASKS, instructions: count()? };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("instructions.json");
    if options.update {
        let text = serde_json::to_string_pretty(&counted).map_err(Error::json(file.display()))?;
        fs::write(&file, text + "\n").map_err(Error::file(&file))?;
        println!("written to {}", file.display());
        return Ok(());
    }
    let text = fs::read_to_string(&file).map_err(Error::file(&file))?;
    let figures: Figures = serde_json::from_str(&text).map_err(Error::json(file.display()))?;
    if figures.compiler != counted.compiler {
        println!("the figures are of {}, these counts of {}", figures.compiler, counted.compiler);
    }
    let names: BTreeSet<&String> =
        figures.instructions.keys().chain(counted.instructions.keys()).collect();
    let mut strays = Vec::new();
    for name in names {
        let pair = (figures.instructions.get(name), counted.instructions.get(name));
        let (told, is_held) = compared(name, pair);
        println!("{told}");
        if !is_held {
            strays.push(name.as_str());
        }
    }
    if strays.is_empty() {
        return Ok(());
    }
    let again =
        "where that is meant, run `cargo xtask instructions --update` and commit the result";
    let strays = strays.join(", ");
    Err(Error::Wrong(format!("{strays}: more than {TOLERANCE_PERCENT} % off; {again}")))
}

/// A figure and a count in a sentence, and whether the one holds the other.
fn compared(name: &str, pair: (Option<&u64>, Option<&u64>)) -> (String, bool) {
    match pair {
        (Some(&figure), Some(&count)) => {
            let apart = count.abs_diff(figure) * 100;
            let tenths = apart * 10 / figure.max(1);
            let sign = if count < figure { '-' } else { '+' };
            let told = format!(
                "{name}: {count} instructions, {sign}{}.{} % of {figure}",
                tenths / 10,
                tenths % 10
            );
            (told, apart <= TOLERANCE_PERCENT * figure)
        }
        (None, Some(count)) => (format!("{name}: {count} instructions, and no figure"), false),
        (Some(figure), None) => (format!("{name}: not counted, {figure} by its figure"), false),
        (None, None) => (format!("{name}: neither counted nor known"), false),
    }
}

/// Instructions of each part, by name.
fn count() -> Result<BTreeMap<String, u64>, Error> {
    let workload = Workload::of_tasks(TASKS)?;
    let folder = program::target().join("callgrind");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Error::file(&folder))?;
    }
    fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let out = folder.join("out");
    let mut command = Command::new("valgrind");
    // Only what is timed is counted; each part is written to a file of its own as it ends.
    command.args(["--tool=callgrind", "--quiet"]);
    command.arg(format!("--callgrind-out-file={}", out.display()));
    command.arg(format!("--toggle-collect={COUNTED}")).arg(format!("--dump-after={COUNTED}"));
    command.arg(program::this()?.get_program());
    // The inner loops of the core; the other operations build packages, write files or take minutes there.
    command.arg("once").arg(&workload.data).arg(&workload.answers).args(["--ops", "W1,W2"]);
    let output = program::output(&mut command)?;
    let lines = lines(&output.stdout, "callgrind")?;
    let parts = lines.into_iter().filter_map(|line| match line {
        Line::Figure(figure) => Some(figure.op),
        Line::Check { .. } => None,
    });
    let count = |(part, number): (String, u32)| {
        let file = PathBuf::from(format!("{}.{number}", out.display()));
        Ok((part, total(&file)?))
    };
    parts.zip(1..).map(count).collect()
}

/// The sum that callgrind writes at the end of a file.
fn total(file: &Path) -> Result<u64, Error> {
    let text = fs::read_to_string(file).map_err(Error::file(file))?;
    let line = text.lines().rev().find_map(|line| line.strip_prefix("totals:"));
    let total = line.and_then(|total| total.trim().parse().ok()).filter(|total| *total > 0);
    total.ok_or_else(|| Error::table(file)("nothing was counted"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_hold_within_their_tolerance() {
        let held = |figure, count| compared("w1", (figure, count)).1;
        assert!(held(Some(&1_000), Some(&1_050)) && held(Some(&1_000), Some(&950)));
        assert!(!held(Some(&1_000), Some(&1_051)) && !held(Some(&1_000), Some(&949)));
        assert!(!held(None, Some(&1)) && !held(Some(&1), None));
        let (told, _) = compared("w1", (Some(&1_000), Some(&1_123)));
        assert_eq!(told, "w1: 1123 instructions, +12.3 % of 1000");
    }
}
