//! The rows of one task: one, or one for each addressee, each with the reports that speak of it.

use std::collections::BTreeMap;

use super::holder::holder;
use super::judge::{Case, Silent, Trace, judge};
use super::row::{RowFacts, RowFlags};
use crate::as_of::{AsOf, Moment};
use crate::columns::NO_INDEX;
use crate::policy::Policy;
use crate::registry::Inner;
use crate::registry::reports::{Kind, ReportColumns};
use crate::registry::tasks::TaskAt;

/// A task in force, and all that its rows are judged by.
pub(crate) struct Given<'a> {
    pub(crate) inner: &'a Inner,
    pub(crate) reports: &'a ReportColumns,
    pub(crate) as_of: AsOf,
    /// The same as `as_of`, in the numbers of columns.
    pub(crate) moment: Moment,
    pub(crate) policy: &'a Policy,
    pub(crate) task: usize,
    pub(crate) at: &'a TaskAt<'a>,
}

/// What the reports of a task add to the numbers of an evaluation, beside its rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Visible reports, and hidden ones.
    pub(crate) seen: u64,
    pub(crate) hidden: u64,
    pub(crate) author_unstated: u64,
    pub(crate) authority_unknown: u64,
}

/// A row as it was judged.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub(crate) addressee: u32,
    /// The agency that it counts for.
    pub(crate) agency: u32,
    pub(crate) facts: RowFacts,
}

impl<'a> Given<'a> {
    /// The case of one of its rows.
    pub(crate) fn case(&self, addressee: u32) -> Case<'a> {
        Case {
            inner: self.inner,
            reports: self.reports,
            task: self.task as u32,
            at: self.at,
            originals: self.inner.tasks.original_last_days(self.task, self.as_of),
            addressee,
            as_of: self.as_of,
            d: self.moment.d,
            policy: self.policy,
        }
    }

    /// Judges its rows in row order, each with who it counts for.
    pub(crate) fn judge(&self, mut judged: impl FnMut(Judged)) -> Told {
        let mut told = Told::default();
        let counts = self.judge_rows(
            || Silent,
            |case, mut facts, _| {
                let (agency, inherited) = holder(case, &facts);
                // A row that nobody reported on carries no mark of lateness.
                let is_marked = inherited && facts.flags.has(RowFlags::REPORTED);
                facts.flags.set(RowFlags::INHERITED, is_marked);
                told.author_unstated += u64::from(facts.more.author_unstated_count);
                told.authority_unknown += u64::from(facts.more.authority_unknown_count);
                judged(Judged { addressee: case.addressee, agency, facts });
            },
        );
        (told.seen, told.hidden) = counts;
        told
    }

    /// Judges its rows in row order; returns how many of its reports are visible and how many hidden.
    pub(super) fn judge_rows<T: Trace>(
        &self,
        mut trace: impl FnMut() -> T,
        mut judged: impl FnMut(&Case<'_>, RowFacts, T),
    ) -> (u64, u64) {
        let mut visible = self.reports.visible(self.task, self.moment);
        if let [addressee] = self.at.rows {
            let (case, mut trace) = (self.case(*addressee), trace());
            let facts = judge(&case, visible.by_ref(), &mut trace);
            judged(&case, facts, trace);
            return visible.counts();
        }
        let by_row = by_row(&self.case(NO_INDEX), visible.by_ref());
        let list = |row: u32| by_row.get(&row).map_or(&[][..], Vec::as_slice);
        for &addressee in self.at.rows {
            let (case, mut trace) = (self.case(addressee), trace());
            let facts = judge(&case, merged(list(addressee), list(NO_INDEX)), &mut trace);
            judged(&case, facts, trace);
        }
        visible.counts()
    }
}

/// Reports by the row that they speak of; those for every row under `NO_INDEX`.
fn by_row(case: &Case<'_>, visible: impl Iterator<Item = usize>) -> BTreeMap<u32, Vec<usize>> {
    let (reports, rows) = (case.reports, case.at.rows);
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
