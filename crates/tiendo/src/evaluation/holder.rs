//! Who a row counts for: its addressee, or who followed it.

use super::judge::Case;
use super::row::RowFacts;
use crate::columns::{NO_DAY, NO_INDEX};
use crate::day;
use crate::id::AgencyId;
use crate::registry::lookup::position;
use crate::registry::tasks::TaskFlags;
use crate::status::Status;

/// Who the row counts for on D, and whether it is inherited.
///
/// A transfer wins over the tree's succession. What fell overdue before the hand-over stays the predecessor's for the
/// policy's days, and is marked.
pub(super) fn holder(case: &Case<'_>, facts: &RowFacts) -> (u32, bool) {
    let inner = case.inner;
    if case.addressee == NO_INDEX {
        return (NO_INDEX, false);
    }
    let d = case.as_of.day;
    let all = &inner.agencies;
    let find = |id: &AgencyId| position(&all.records, id.as_str(), |a| a.id.as_str());
    // Who an agency had become by the eve of a hand-over: its predecessor.
    let on_the_eve_of =
        |agency: u32, on| day::plus(on, -1).map_or(agency, |eve| all.successor(agency, eve).0);
    let (mut before, mut current, mut since) = (case.addressee, case.addressee, None);
    for transfer in inner.transfers_of.get(&case.task).into_iter().flatten() {
        let transfer = &inner.transfers[*transfer as usize];
        let (Some(from), Some(to)) = (find(&transfer.from), find(&transfer.to)) else { continue };
        // An order may name the holder as it is that day, or the agency that has become it.
        let holds = all.successor(from, transfer.day).0 == all.successor(current, transfer.day).0;
        if transfer.day <= d && holds {
            before = on_the_eve_of(current, transfer.day);
            (current, since) = (to, Some(transfer.day));
        }
    }
    let (to, moved) = all.successor(current, d);
    if let Some(on) = moved.filter(|on| since.is_none_or(|s| s <= *on)) {
        before = on_the_eve_of(current, on);
        (current, since) = (to, Some(on));
    }
    let Some(on) = since else { return (current, false) };
    let moved = day::to_number(on);
    let was_overdue = facts.deadline != NO_DAY
        && facts.deadline < moved
        && !matches!(facts.status, Status::Cancelled | Status::OpenEnded)
        && (facts.closed_on == NO_DAY || facts.closed_on >= moved)
        && !case.at.facts.flags.has(TaskFlags::INDICATIVE);
    let still = case.as_of.d() < moved + i32::from(case.policy.inherited_days);
    if was_overdue && still { (before, true) } else { (current, false) }
}
