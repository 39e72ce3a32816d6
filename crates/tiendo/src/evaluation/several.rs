//! The rows of one task: one, or one for each addressee, each with the reports that speak of it.

use std::collections::BTreeMap;

use super::judge::{Case, Trace, judge};
use super::row::RowFacts;
use crate::as_of::{AsOf, Moment};
use crate::columns::NO_INDEX;
use crate::policy::Policy;
use crate::registry::Inner;
use crate::registry::reports::Kind;
use crate::registry::tasks::TaskAt;

/// Judges every row of a task in force, in row order; returns how many of its reports are visible and how many hidden.
pub(super) fn judge_rows<T: Trace>(
    inner: &Inner,
    (as_of, moment): (AsOf, Moment),
    policy: &Policy,
    task: usize,
    at: &TaskAt<'_>,
    mut trace: impl FnMut() -> T,
    mut judged: impl FnMut(&Case<'_>, RowFacts, T),
) -> (u64, u64) {
    let originals = inner.tasks.original_last_days(task, as_of);
    let mut visible = inner.reports.visible(task, moment);
    let case = |addressee: u32| Case {
        inner,
        task: task as u32,
        at,
        originals,
        addressee,
        as_of,
        d: moment.d,
        policy,
    };
    if let [addressee] = at.rows {
        let (case, mut trace) = (case(*addressee), trace());
        let facts = judge(&case, visible.by_ref(), &mut trace);
        judged(&case, facts, trace);
        return visible.counts();
    }
    let by_row = by_row(&case(NO_INDEX), visible.by_ref());
    let list = |row: u32| by_row.get(&row).map_or(&[][..], Vec::as_slice);
    for &addressee in at.rows {
        let (case, mut trace) = (case(addressee), trace());
        let facts = judge(&case, merged(list(addressee), list(NO_INDEX)), &mut trace);
        judged(&case, facts, trace);
    }
    visible.counts()
}

/// Reports by the row that they speak of; those for every row under `NO_INDEX`.
fn by_row(case: &Case<'_>, visible: impl Iterator<Item = usize>) -> BTreeMap<u32, Vec<usize>> {
    let (reports, rows) = (&case.inner.reports, case.at.rows);
    let row_of = |agency: u32, report: usize| {
        if agency == NO_INDEX || rows.binary_search(&agency).is_ok() {
            return (agency != NO_INDEX).then_some(agency);
        }
        // Who followed an addressee, or took its task over, speaks of that addressee's row.
        let speaks_for =
            |row: &&u32| Case { addressee: **row, ..*case }.is_addressee(agency, report);
        rows.iter().find(speaks_for).copied()
    };
    let mut out: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for report in visible {
        let kind = reports.kind(report);
        let rest = reports.rest(report);
        let names_row =
            reports.addressee(report) != NO_INDEX || rest.is_some_and(|r| r.addressee.is_some());
        let row = match row_of(reports.addressee(report), report) {
            Some(row) => row,
            // A row that the task does not have: one row's screen sets the report aside.
            None if names_row => rows[0],
            None => match row_of(reports.by(report), report).filter(|_| !kind.is_decision()) {
                Some(row) => row,
                None if matches!(kind, Kind::Progress | Kind::Complete) => rows[0],
                None => NO_INDEX,
            },
        };
        out.entry(row).or_default().push(report);
    }
    out
}

/// Two ascending lists as one.
fn merged<'a>(own: &'a [usize], shared: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    let (mut own, mut shared) = (own.iter().copied().peekable(), shared.iter().copied().peekable());
    std::iter::from_fn(move || match (own.peek(), shared.peek()) {
        (Some(here), Some(there)) if there < here => shared.next(),
        (Some(_), _) => own.next(),
        (None, _) => shared.next(),
    })
}
