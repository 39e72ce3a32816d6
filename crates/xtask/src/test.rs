//! Tests: run by their runners, counted from the runners' own summaries.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::formats::Formats;
use crate::run::{Outcome, cargo, seconds, shown};

type Suite = (&'static str, fn(&mut Formats) -> Outcome);

/// Suites by name, in the order in which they run.
const SUITES: &[Suite] = &[("rust", rust), ("c", crate::c::test), ("python", crate::python::test)];

/// Runs every suite, and tells what all of them confirmed of each format.
pub(crate) fn all() -> Outcome {
    let mut formats = Formats::default();
    let failed: Vec<String> =
        SUITES.iter().filter_map(|(_, run)| run(&mut formats).err()).collect();
    told(&formats);
    if failed.is_empty() { Ok(()) } else { Err(failed.join("; ")) }
}

/// Runs one suite.
pub(crate) fn suite(name: &str) -> Outcome {
    if let Some((_, run)) = SUITES.iter().find(|(suite, _)| *suite == name) {
        let mut formats = Formats::default();
        let outcome = run(&mut formats);
        told(&formats);
        return outcome;
    }
    let known: Vec<&str> = SUITES.iter().map(|(suite, _)| *suite).collect();
    Err(format!("no suite '{name}'; there are: {}", known.join(", ")))
}

fn told(formats: &Formats) {
    for line in formats.table() {
        println!("{line}");
    }
}

fn rust(formats: &mut Formats) -> Outcome {
    // The examples of the documentation as well; asked for alone, they would have everything compiled once more.
    let all = ["test", "--workspace", "--no-fail-fast", "--", "--show-output"];
    let mut counts = Counts::default();
    let outcome = counted_in_all("test rust", vec![cargo(&all)], &mut counts);
    formats.append(counts.formats);
    outcome
}

/// What the runners said in the end.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    runners: u32,
    passed: u64,
    failed: u64,
    ignored: u64,
    /// What was left out because something is absent, in the tests' own words.
    skipped: BTreeSet<String>,
    /// What harnesses say that they counted: `counted 2000 images`.
    counted: BTreeMap<String, u64>,
    /// What tests say of the formats that they read and write.
    formats: Formats,
}

impl Counts {
    /// Adds a runner's summary: `test result: ok. 7 passed; 0 failed; 0 ignored; …`.
    fn add(&mut self, summary: &str) {
        self.runners += 1;
        for part in summary.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(word)) = (words.next(), words.next()) else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}

/// What a harness says that it counted. With `--nocapture` the runner's own words may stand before it on the line.
fn counted_in(line: &str) -> Option<(u64, &str)> {
    let (before, said) = line.split_once("counted ")?;
    let (number, what) = said.split_once(' ')?;
    let is_said = before.is_empty() || before.ends_with("... ");
    Some((number.parse().ok().filter(|_| is_said)?, what))
}

/// Runs commands that run tests, all of them, and prints the sum of their summaries.
pub(crate) fn counted(name: &str, commands: Vec<Command>) -> Outcome {
    counted_in_all(name, commands, &mut Counts::default())
}

fn counted_in_all(name: &str, commands: Vec<Command>, counts: &mut Counts) -> Outcome {
    let start = Instant::now();
    let mut failures = Vec::new();
    for command in commands {
        if let Err(error) = watched(command, counts) {
            failures.push(error);
        }
    }
    for line in &counts.skipped {
        println!("{line}");
    }
    if !counts.counted.is_empty() {
        let all: Vec<String> =
            counts.counted.iter().map(|(what, number)| format!("{number} {what}")).collect();
        println!("{name}: {}", all.join(", "));
    }
    println!(
        "{name}: {} passed, {} failed, {} ignored, {} skipped in part or whole ({} runners, {})",
        counts.passed,
        counts.failed,
        counts.ignored,
        counts.skipped.len(),
        counts.runners,
        seconds(start.elapsed()),
    );
    if failures.is_empty() && counts.runners == 0 {
        // A command that ran nothing has shown nothing.
        failures.push(format!("{name}: no test ran"));
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("; ")) }
}

/// Runs a command, hands its lines on and reads the summaries among them.
fn watched(mut command: Command, counts: &mut Counts) -> Outcome {
    let name = shown(&command);
    println!("$ {name}");
    let fail = |e: std::io::Error| format!("{name}: {e}");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(fail)?;
    let mut filter = Filter::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.map_err(fail)?;
            let line = String::from_utf8_lossy(&line);
            if filter.shows(&line, counts) {
                println!("{line}");
            }
        }
    }
    let status = child.wait().map_err(fail)?;
    if status.success() { Ok(()) } else { Err(format!("{name}: {status}")) }
}

/// Leaves out what tests that passed have printed, but for what they skipped: a runner is silent about that.
#[derive(Default)]
struct Filter {
    successes: bool,
}

impl Filter {
    fn shows(&mut self, line: &str, counts: &mut Counts) -> bool {
        let summary = line.starts_with("test result: ");
        if summary {
            counts.add(line);
        }
        if summary || line == "failures:" {
            self.successes = false;
        } else if line == "successes:" {
            self.successes = true;
        }
        if let Some((number, what)) = counted_in(line) {
            *counts.counted.entry(what.to_owned()).or_default() += number;
        }
        counts.formats.hear(line);
        if let (true, Some(at)) = (self.successes, line.find("SKIPPED")) {
            counts.skipped.insert(line[at..].to_owned());
        }
        !self.successes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_counted_and_skips_are_told() {
        let (mut counts, mut filter) = (Counts::default(), Filter::default());
        let lines = "test a ... ok\n\nsuccesses:\n\n---- a stdout ----\nhello\nSKIPPED: no data\n\
            formats | ics | 1 | 0 | - | nobody\n\
            counted 2000 images\ntest b ... counted 30 images\ncounted 0 losses\nwe counted 7 sheep\n\n\
            successes:\n    a\n\nfailures:\n    b\n\n\
            test result: FAILED. 1 passed; 2 failed; 3 ignored; 0 measured; 0 filtered out; finished in 1.5s\n\
            test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 9 filtered out; finished in 0.00s";
        let shown: Vec<&str> = lines.lines().filter(|l| filter.shows(l, &mut counts)).collect();
        assert_eq!(shown.len(), 7, "{shown:?}");
        let skipped = BTreeSet::from(["SKIPPED: no data".to_owned()]);
        let counted = BTreeMap::from([("images".to_owned(), 2030), ("losses".to_owned(), 0)]);
        let mut formats = Formats::default();
        formats.hear("formats | ics | 1 | 0 | - | nobody");
        assert_eq!(
            counts,
            Counts { runners: 2, passed: 5, failed: 2, ignored: 3, skipped, counted, formats }
        );
    }
}
