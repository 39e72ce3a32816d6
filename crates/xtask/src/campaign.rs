//! Campaigns: the long forms of tests that look for what nobody thought of.

use crate::run::{Outcome, cargo};
use crate::test::counted;

/// A campaign by name.
pub(crate) struct Campaign {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    how: How,
}

impl Campaign {
    /// Whether `ci` runs its short form: what builds the library anew or needs an office suite takes minutes there.
    pub(crate) fn is_in_ci(&self) -> bool {
        matches!(self.how, How::Properties(_))
    }
}

/// What a campaign runs.
enum How {
    /// The properties of test files, with many cases.
    Properties(&'static [Run]),
    /// Programs of its own.
    Programs(fn(Length) -> Outcome),
}

/// The properties of one test file, and how many cases of each are worth the time.
struct Run {
    test: &'static str,
    short_cases: u32,
    long_cases: u32,
}

/// How long a campaign may take: seconds within `ci`, or as long as a night.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    Short,
    Long,
}

const fn properties(test: &'static str, short_cases: u32, long_cases: u32) -> Run {
    Run { test, short_cases, long_cases }
}

/// All campaigns.
pub(crate) const ALL: &[Campaign] = &[
    Campaign {
        name: "fuzz",
        what: "the readers of annexes and of the formats of other tools, coverage-guided: a minute each, or ten",
        how: How::Programs(crate::fuzz::campaign),
    },
    Campaign {
        name: "fuzz-readers",
        what: "hostile and well-formed text for the readers of deadlines, numbers and tables",
        how: How::Properties(&[
            properties("deadline_properties", 2_000, 500_000),
            properties("number", 4_000, 500_000),
            properties("calendar_properties", 1_000, 50_000),
            properties("round_trip", 500, 20_000),
        ]),
    },
    Campaign {
        name: "fuzz-registers",
        what: "small registers of every kind of record for evaluation and roll-up",
        how: How::Properties(&[properties("properties", 1_000, 200_000)]),
    },
    Campaign {
        name: "ledger",
        what: "power loss, kills, faults, damage, forks, full disks and meddlers: an hour and more",
        how: How::Programs(ledger),
    },
    Campaign {
        name: "office",
        what: "reports, letters and forms through LibreOffice to PDF and pictures",
        how: How::Programs(crate::office::campaign),
    },
    Campaign {
        name: "sanitize",
        what: "the C programs and the library under ASan and UBSan, and faults that they must find",
        how: How::Programs(crate::c::sanitize::campaign),
    },
];

/// Runs a campaign. What it finds is printed as the smallest case that shows it.
pub(crate) fn run(name: &str, length: Length) -> Outcome {
    let Some(campaign) = ALL.iter().find(|c| c.name == name) else {
        let known: Vec<&str> = ALL.iter().map(|c| c.name).collect();
        return Err(format!("no campaign '{name}'; there are: {}", known.join(", ")));
    };
    match campaign.how {
        How::Properties(runs) => properties_of(name, runs, length),
        How::Programs(run) => run(length),
    }
}

/// What the harnesses of the ledger are asked for: name, figure of the short form, and of the long one. Each goes to its
/// number or for its seconds, whichever is reached first; in all, the long form takes between one hour and two.
const LEDGER: &[(&str, &str, &str)] = &[
    ("PROPTEST_CASES", "60", "5000"),
    ("TIENDO_LEDGER_AT_ONCE_SECONDS", "3", "60"),
    ("TIENDO_LEDGER_KILLS", "30", "20000"),
    ("TIENDO_LEDGER_KILLS_SECONDS", "60", "900"),
    ("TIENDO_LEDGER_IMAGES", "800", "2000000"),
    ("TIENDO_LEDGER_IMAGES_SECONDS", "60", "1500"),
    ("TIENDO_LEDGER_FAULTS", "300", "50000"),
    ("TIENDO_LEDGER_FAULTS_SECONDS", "60", "900"),
    ("TIENDO_LEDGER_FILES", "1000", "5000000"),
    ("TIENDO_LEDGER_FILES_SECONDS", "60", "600"),
    ("TIENDO_LEDGER_ALLOCATIONS", "350", "20000"),
    ("TIENDO_LEDGER_ALLOCATIONS_SECONDS", "60", "600"),
    ("TIENDO_LEDGER_FORKS", "200", "5000"),
    ("TIENDO_LEDGER_ORPHANS", "4", "100"),
    ("TIENDO_LEDGER_THREAD_COMMITS", "24", "1000"),
    ("TIENDO_LEDGER_BYTES", "2", "400"),
];

/// Test files of the ledger that have a long form, in the order in which they run.
const HARNESSES: [&str; 6] = ["model", "processes", "forks", "disk", "allocations", "tamper"];

/// Every harness of the ledger, one after the other, and the sum of what they counted.
fn ledger(length: Length) -> Outcome {
    let is_long = length == Length::Long;
    let tests = HARNESSES.map(|test| {
        // Of the whole workspace, so that dependencies are built with the features that the tests had.
        let mut args = vec!["test", "--workspace", "--test", test];
        if is_long {
            args.extend(["--profile", "ci"]);
        }
        let mut command = cargo(&args);
        for (name, short, long) in LEDGER {
            // What is asked for by hand stays.
            if std::env::var_os(name).is_none() {
                command.env(name, if is_long { long } else { short });
            }
        }
        // The counts are printed by the tests.
        command.args(["--", "--nocapture", "--test-threads=1"]);
        command
    });
    counted("campaign ledger", tests.into())
}

fn properties_of(name: &str, runs: &[Run], length: Length) -> Outcome {
    let chosen = std::env::var_os("PROPTEST_CASES");
    let commands = runs.iter().map(|run| {
        // Of the whole workspace, so that dependencies are built with the features that the tests had.
        let mut args = vec!["test", "--workspace", "--test", run.test];
        // A long one is worth a build that is optimised; a short one uses what the tests have built.
        if length == Length::Long {
            args.extend(["--profile", "ci"]);
        }
        let cases = if length == Length::Long { run.long_cases } else { run.short_cases };
        let mut command = cargo(&args);
        if chosen.is_none() {
            command.env("PROPTEST_CASES", cases.to_string());
        }
        command
    });
    counted(&format!("campaign {name}"), commands.collect())
}
