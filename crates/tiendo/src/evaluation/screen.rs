//! Which reports count: who may say what about a task.

use super::judge::Case;
use super::row::More;
use crate::columns::NO_INDEX;
use crate::day;
use crate::id::AgencyId;
use crate::registry::lookup::position;
use crate::registry::reports::Kind;
use crate::registry::tasks::TaskFlags;
use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// Why a report does not count.
    ///
    /// ```
    /// assert_eq!(tiendo::SetAside::NotTheAssigner.as_str(), "not_the_assigner");
    /// ```
    SetAside {
        NotAnAddressee = "not_an_addressee", "không phải của cơ quan được giao", "not by an addressee";
        NotTheAssigner = "not_the_assigner", "không phải của cơ quan giao việc", "not by who assigned it";
        OtherRow = "other_row", "của cơ quan khác trong nhóm", "on another addressee's row";
        OccurrenceUnknown = "occurrence_unknown", "nêu kỳ không có trong chuỗi", "names an occurrence that does not exist";
        RowUnstated = "row_unstated", "không nêu cơ quan trong nhóm", "does not say which addressee";
    }
}

/// What becomes of a report.
pub(crate) enum Verdict {
    /// It counts; its percent only where it is the addressee's, or nobody is said to have made it.
    Counts {
        percent: bool,
    },
    SetAside(SetAside),
}

/// Decides report by report, and counts what cannot be decided.
pub(crate) struct Screen<'a> {
    case: &'a Case<'a>,
    /// Whether this row tells of reports on all rows.
    is_first: bool,
    /// No report of the register says who made it or whom it concerns, and the task has one row.
    is_plain: bool,
    set_aside_count: u32,
    author_unstated_count: u32,
    authority_unknown_count: u32,
}

impl<'a> Screen<'a> {
    pub(crate) fn new(case: &'a Case<'a>) -> Self {
        let each = case.at.facts.flags.has(TaskFlags::EACH);
        Screen {
            case,
            is_first: case.at.rows.first() == Some(&case.addressee),
            is_plain: !each && case.reports.are_anonymous(),
            set_aside_count: 0,
            author_unstated_count: 0,
            authority_unknown_count: 0,
        }
    }

    #[inline]
    pub(crate) fn verdict(&mut self, report: usize, kind: Kind) -> Verdict {
        if self.is_plain {
            return self.unstated(kind, false);
        }
        let verdict = self.decide(report, kind);
        if matches!(verdict, Verdict::SetAside(_)) {
            self.set_aside_count += 1;
        }
        verdict
    }

    /// Hands over what was counted.
    pub(crate) fn close(self, more: &mut More) {
        more.set_aside_count = self.set_aside_count;
        more.author_unstated_count = self.author_unstated_count;
        more.authority_unknown_count = self.authority_unknown_count;
    }

    fn decide(&mut self, report: usize, kind: Kind) -> Verdict {
        let reports = self.case.reports;
        let by = reports.by(report);
        let stated = by != NO_INDEX || reports.rest(report).is_some_and(|r| r.by.is_some());
        let each = self.case.at.facts.flags.has(TaskFlags::EACH);
        let names_row = reports.addressee(report) != NO_INDEX
            || reports.rest(report).is_some_and(|r| r.addressee.is_some());
        if names_row && !self.case.is_addressee(reports.addressee(report), report) {
            return Verdict::SetAside(self.whose(reports.addressee(report)));
        }
        let owner_says = matches!(kind, Kind::Progress | Kind::Complete);
        if each && !names_row && owner_says {
            if !stated {
                return Verdict::SetAside(SetAside::RowUnstated);
            }
            if !self.case.is_addressee(by, report) {
                return Verdict::SetAside(self.whose(by));
            }
        }
        if !stated {
            return self.unstated(kind, names_row);
        }
        if owner_says {
            return if self.case.is_addressee(by, report) {
                Verdict::Counts { percent: true }
            } else {
                Verdict::SetAside(SetAside::NotAnAddressee)
            };
        }
        if kind.is_decision() {
            return match self.has_authority(by, report) {
                Some(true) => Verdict::Counts { percent: true },
                Some(false) => Verdict::SetAside(SetAside::NotTheAssigner),
                // Nobody is known to have assigned it: anybody but the one who owes it may have.
                None if self.case.is_addressee(by, report) => {
                    Verdict::SetAside(SetAside::NotTheAssigner)
                }
                None => {
                    self.authority_unknown_count += u32::from(self.is_told_here(names_row));
                    Verdict::Counts { percent: true }
                }
            };
        }
        if each && !names_row && !self.case.is_addressee(by, report) && self.is_any_addressee(by) {
            return Verdict::SetAside(SetAside::OtherRow);
        }
        Verdict::Counts { percent: self.case.is_addressee(by, report) }
    }

    /// A report that does not say who made it counts, and is counted where somebody must have made it.
    #[inline]
    fn unstated(&mut self, kind: Kind, names_row: bool) -> Verdict {
        let owner_says = matches!(kind, Kind::Progress | Kind::Complete);
        if (owner_says || kind.is_decision()) && self.is_told_here(names_row) {
            self.author_unstated_count += 1;
        }
        Verdict::Counts { percent: true }
    }

    /// A report on all rows of a task is counted once, at the first.
    fn is_told_here(&self, names_row: bool) -> bool {
        names_row || self.is_first
    }

    /// Why the word of an agency that does not owe this row does not count for it.
    fn whose(&self, agency: u32) -> SetAside {
        let each = self.case.at.facts.flags.has(TaskFlags::EACH);
        if each && self.is_any_addressee(agency) {
            SetAside::OtherRow
        } else {
            SetAside::NotAnAddressee
        }
    }

    /// True for an agency that has a row of its own in a task addressed to each.
    fn is_any_addressee(&self, agency: u32) -> bool {
        self.case.at.rows.binary_search(&agency).is_ok()
    }

    /// Whether an agency may decide on the task; none where nobody is known to have assigned it.
    fn has_authority(&self, by: u32, report: usize) -> Option<bool> {
        let (inner, facts) = (self.case.inner, &self.case.at.facts);
        if by != NO_INDEX && by == facts.assigner {
            return Some(true);
        }
        let task = self.case.at.record;
        let said = self.case.reports.rest(report);
        let id = (by != NO_INDEX).then(|| &inner.agencies.records[by as usize].id);
        let named = task.is_some_and(|t| {
            id.is_some_and(|id| t.supervisor.as_ref() == Some(id) || t.delegates.contains(id))
                || (t.supervising_leader.is_some()
                    && said.is_some_and(|r| r.by_post == t.supervising_leader))
        });
        if named {
            return Some(true);
        }
        let known = facts.assigner != NO_INDEX
            || task.is_some_and(|t| {
                t.assigner.is_some() || t.supervisor.is_some() || !t.delegates.is_empty()
            });
        known.then_some(false)
    }
}

impl Case<'_> {
    /// True for who owes the row: its addressee, a co-lead, or who followed either.
    pub(super) fn is_addressee(&self, agency: u32, report: usize) -> bool {
        if agency == NO_INDEX {
            return false;
        }
        if agency == self.addressee {
            return true;
        }
        let inner = self.inner;
        if self.at.facts.flags.has(TaskFlags::JOINT) {
            let id = &inner.agencies.records[agency as usize].id;
            if self.at.record.is_some_and(|t| t.addressees.contains(id)) {
                return true;
            }
        }
        if self.addressee == NO_INDEX {
            return false;
        }
        let id = &inner.agencies.records[agency as usize].id;
        if self.took_over(id) {
            return true;
        }
        let on = day::from_number(self.reports.reported_on(report)).unwrap_or(day::LAST);
        // A successor may speak of what its predecessor did, and the predecessor's last words count for both.
        inner.agencies.successor(self.addressee, on).0 == agency
            || inner.agencies.successor(self.addressee, self.as_of.day).0 == agency
    }

    /// True for an agency that the row's addressee, or who followed it, handed the task to.
    fn took_over(&self, id: &AgencyId) -> bool {
        let inner = self.inner;
        let mut holder = self.addressee;
        for transfer in inner.transfers_of.get(&self.task).into_iter().flatten() {
            let transfer = &inner.transfers[*transfer as usize];
            let from = position(&inner.agencies.records, transfer.from.as_str(), |a| a.id.as_str());
            let to = position(&inner.agencies.records, transfer.to.as_str(), |a| a.id.as_str());
            let (Some(from), Some(to)) = (from, to) else { continue };
            if from == holder || from == inner.agencies.successor(holder, transfer.day).0 {
                holder = to;
                if transfer.to == *id {
                    return true;
                }
            }
        }
        false
    }
}
