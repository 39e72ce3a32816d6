//! All that an evaluation says, as lines that can be compared.

use proptest::prelude::*;
use tiendo::{Axis, Classified, Counting, Evaluation, Lang, Level, RollupOptions, Row};

/// All that a row says.
pub(crate) fn shown(row: &Row<'_>) -> String {
    let place = (row.id(), row.task_id(), row.addressee_id(), row.agency_id(), row.weight());
    let days = (row.deadline(), row.original_deadline(), row.closed_on(), row.submitted_on());
    let counts = (
        row.percent(),
        row.late_days(),
        row.extension_count(),
        row.urged_count(),
        row.set_aside_count(),
        row.blocked_days(),
        row.blocked_by(),
        row.occurrences(),
    );
    let flags = [
        row.is_reported(),
        row.is_late_only_if_strict(),
        row.is_inherited(),
        row.is_excused(),
        row.is_regular(),
        row.is_submitted_late(),
        row.is_blocked_in_term(),
    ];
    let status = (row.status(), row.words(Lang::Vi));
    format!("{place:?} {status:?} {days:?} {counts:?} {flags:?}")
}

/// Rows, sums along every axis and rankings: all that an evaluation says, but for its scope.
pub(crate) fn told(evaluation: &Evaluation) -> Vec<String> {
    let mut out: Vec<String> = evaluation.rows().map(|r| shown(&r)).collect();
    out.extend(evaluation.overdue().iter().map(|r| format!("overdue {}", r.id())));
    for task in evaluation.registry().tasks() {
        let id = task.id.as_str();
        let whole = (evaluation.task_status(id), evaluation.done_of(id));
        out.push(format!("task {id} {whole:?}"));
    }
    for &axis in Axis::ALL {
        for &counting in Counting::ALL {
            for &classified in Classified::ALL {
                let options = RollupOptions { counting, classified, ..RollupOptions::along(axis) };
                let rollup = evaluation.roll_up_with(&options);
                out.push(format!("{options:?} {:?} {:?}", rollup.rows, rollup.unassigned));
            }
        }
    }
    out.extend(Level::KNOWN.iter().map(|level| format!("{:?}", evaluation.rank(level).rows)));
    out
}

/// Both say the same; else the first line that differs.
pub(crate) fn same(a: &[String], b: &[String]) -> Result<(), TestCaseError> {
    for (a, b) in a.iter().zip(b) {
        prop_assert_eq!(a, b);
    }
    prop_assert_eq!(a.len(), b.len());
    Ok(())
}
