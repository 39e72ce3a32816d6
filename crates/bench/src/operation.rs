//! The operations of `OPERATIONS.md` that exist here: how each is checked, and what of it is timed.

use std::path::PathBuf;

use serde_json::Value;
use tiendo::Registry;

use crate::error::Error;
use crate::stopwatch::Stopwatch;

mod forecast;
mod kpis;
pub(crate) mod ledger;
mod over_time;
mod points;
mod python;
mod report;
mod schedule;
mod search;
mod warn;

/// What an operation works on: the register in memory, and the workload's questions and answers.
pub(crate) struct Resident {
    /// The folder of the data.
    pub(crate) data: PathBuf,
    pub(crate) registry: Registry,
    pub(crate) queries: Value,
    pub(crate) answers: Value,
    pub(crate) pool: rayon::ThreadPool,
}

/// One operation.
pub(crate) struct Operation {
    /// As `OPERATIONS.md` calls it.
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    /// Every checksum that differs from the oracle's, at every point at which it is asked.
    pub(crate) check: fn(&Resident) -> Result<Vec<String>, Error>,
    /// Times its parts, under the names that the peers give them.
    pub(crate) measure: fn(&Resident, &mut Stopwatch) -> Result<(), Error>,
}

/// All of them, in the order in which they run.
pub(crate) const ALL: &[Operation] = &[
    Operation {
        name: "W1",
        what: "status of every task as of a day, as known on a day",
        check: points::check_status,
        measure: points::measure_status,
    },
    Operation {
        name: "W2",
        what: "the same with all its sums and rankings",
        check: points::check_sums,
        measure: points::measure_sums,
    },
    Operation {
        name: "W3",
        what: "the KPI score of every agency as of a day, as known on a day",
        check: kpis::check,
        measure: kpis::measure,
    },
    Operation {
        name: "W4",
        what: "critical path over working days",
        check: schedule::check_path,
        measure: schedule::measure_path,
    },
    Operation {
        name: "W4b",
        what: "what one delay moves",
        check: schedule::check_what_if,
        measure: schedule::measure_what_if,
    },
    Operation {
        name: "W5",
        what: "the sums of every day of 2025",
        check: over_time::check_history,
        measure: over_time::measure_history,
    },
    Operation {
        name: "W6",
        what: "one more report, and the sums after it",
        check: over_time::check_live,
        measure: over_time::measure_live,
    },
    Operation {
        name: "W9",
        what: "tasks by words, beginnings and phrases",
        check: search::check,
        measure: search::measure,
    },
    Operation {
        name: "W10",
        what: "the Python package: a loop, a table, a row by its id",
        check: python::check,
        measure: python::measure,
    },
    Operation {
        name: "forecast",
        what: "when open tasks will be done; its check is the back-test",
        check: forecast::check,
        measure: forecast::measure,
    },
    Operation {
        name: "warn",
        what: "the Monday list of the nation; its check is a plain count",
        check: warn::check,
        measure: warn::measure,
    },
    Operation {
        name: "report",
        what: "the public report as a page and as a folder; its check counts lines and bytes",
        check: report::check,
        measure: report::measure,
    },
    Operation {
        name: "W7",
        what: "reports appended to a ledger, durable commit by commit",
        check: ledger::check_append,
        measure: ledger::measure_append,
    },
    Operation {
        name: "W8",
        what: "from a ledger's file to the first scorecard, in a process of its own",
        check: ledger::check_open,
        measure: ledger::measure_open,
    },
];

/// The operations named, or all.
pub(crate) fn named(names: &[String]) -> Result<Vec<&'static Operation>, Error> {
    if names.is_empty() {
        return Ok(ALL.iter().collect());
    }
    let find = |name: &String| {
        let found = ALL.iter().find(|op| op.name.eq_ignore_ascii_case(name));
        found.ok_or_else(|| {
            let known: Vec<String> =
                ALL.iter().map(|o| format!("{} ({})", o.name, o.what)).collect();
            Error::Absent(format!("no operation '{name}'; there are: {}", known.join(", ")))
        })
    };
    names.iter().map(find).collect()
}

/// Every value in which an answer differs from the oracle's, both told.
pub(crate) fn differences(at: &str, ours: &Value, oracles: &Value) -> Vec<String> {
    match (ours, oracles) {
        (Value::Object(a), Value::Object(b)) => {
            let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            let pair = |n: &String| differences(&format!("{at}.{n}"), &ours[n], &oracles[n]);
            names.into_iter().flat_map(pair).collect()
        }
        _ if ours == oracles || crate::answer::near(ours, oracles) => Vec::new(),
        _ => vec![format!("{at}: ours {ours}, the oracle's {oracles}")],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_missing_answer_is_a_difference() {
        let oracles = json!({"n": 1, "counts": [1, 2]});
        assert_eq!(differences("p0", &oracles, &oracles), [""; 0]);
        assert_eq!(differences("p0", &json!({"n": 1}), &oracles).len(), 1);
        assert_eq!(differences("p0", &oracles, &json!({"n": 1})).len(), 1);
        assert_eq!(differences("p0", &json!({"n": 2, "counts": [1, 2]}), &oracles).len(), 1);
    }

    #[test]
    fn operations_are_found_by_name() {
        let found = named(&["w2".to_owned()]).expect("an operation");
        assert!(found.len() == 1 && found[0].name == "W2");
        assert!(named(&["W99".to_owned()]).is_err());
    }
}
