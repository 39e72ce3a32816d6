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
        what: "the readers of annexes, coverage-guided: 60 s for both, or ten minutes",
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
        what: "ledgers against a model, several processes at once, and kills",
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

/// The model with many sequences of calls; two and eight processes for 20 s; 300 kills.
fn ledger(length: Length) -> Outcome {
    let is_long = length == Length::Long;
    let figures = [
        ("PROPTEST_CASES", if is_long { "5000" } else { "60" }),
        ("TIENDO_LEDGER_AT_ONCE_SECONDS", if is_long { "20" } else { "3" }),
        ("TIENDO_LEDGER_KILLS", if is_long { "300" } else { "30" }),
    ];
    let tests = ["model", "processes"].map(|test| {
        let mut command = cargo(&["test", "--package", "tiendo-ledger", "--test", test]);
        for (name, value) in figures {
            // What is asked for by hand stays.
            if std::env::var_os(name).is_none() {
                command.env(name, value);
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
