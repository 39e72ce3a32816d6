//! Earned schedule: when was what is done by now to have been done by the plan.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::columns::{NO_DAY, NO_INDEX};
use crate::day;
use crate::evaluation::Evaluation;
use crate::status::Status;
use crate::sums::Ratio;

/// Fewest reported rows of a group from which its percents are read.
const LEAST_REPORTED: u32 = 5;

/// The earned schedule of a group, from its percents and weights alone.
///
/// The plan of a row is that its weight accrues evenly from its assignment to the deadline that was set first. `earned_until`
/// is the day on which by this plan as much was to be done as is done on D; the index is the time earned ÷ the time passed,
/// and the plan's length divided by it tells the finish.
/// Source: Lipke, "Schedule is different", The Measurable News, 2003: SPI(t) = ES ÷ AT, forecast = PD ÷ SPI(t).
///
/// ```
/// use tiendo::{Ratio, day, schedule::EarnedSchedule};
/// let day = |text| day::parse(text);
/// let earned = EarnedSchedule {
///     planned_start: day("2025-01-01")?,
///     planned_finish: day("2025-12-31")?,
///     earned_until: day("2025-03-01")?,
///     index: Ratio { num: 59, den: 118 },
///     finish: Some(day("2026-12-30")?),
/// };
/// assert_eq!(earned.index.percent_text(0).as_deref(), Some("50"));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EarnedSchedule {
    /// The first assignment.
    pub planned_start: NaiveDate,
    /// The last of the deadlines first set.
    pub planned_finish: NaiveDate,
    /// The day by which the plan was to have earned what is earned on D.
    pub earned_until: NaiveDate,
    /// Calendar days earned ÷ calendar days passed: below 1 is slower than planned.
    pub index: Ratio,
    /// The finish at this pace; absent beyond the year 2199.
    pub finish: Option<NaiveDate>,
}

/// One row: from when to when its weight accrues, and how much of it is earned, in hundredths.
#[derive(Clone, Copy)]
struct Value {
    from: i64,
    to: i64,
    weight: u64,
    earned: u64,
    is_reported: bool,
}

/// The rows of every group.
pub(super) struct Earned {
    d: i64,
    all: Vec<Value>,
    phases: BTreeMap<u32, Vec<Value>>,
    groups: BTreeMap<u32, Vec<Value>>,
    agencies: BTreeMap<u32, Vec<Value>>,
}

impl Earned {
    pub(super) fn of(evaluation: &Evaluation) -> Self {
        let columns = &evaluation.columns;
        let mut out = Earned {
            d: i64::from(evaluation.as_of.d()),
            all: Vec::new(),
            phases: BTreeMap::new(),
            groups: BTreeMap::new(),
            agencies: BTreeMap::new(),
        };
        for row in evaluation.rows() {
            let original = evaluation.original(row.index);
            let is_out = row.status() == Status::Cancelled
                || original == NO_DAY
                || columns.occurrence(row.index).is_some();
            let at = evaluation.registry.0.tasks.at(row.task_index(), evaluation.as_of);
            let Some(at) = at.filter(|at| !is_out && original > at.facts.assigned) else {
                continue;
            };
            let weight = u64::from(at.facts.weight);
            let value = Value {
                from: i64::from(at.facts.assigned),
                to: i64::from(original),
                weight: weight * 100,
                earned: weight * u64::from(row.percent()),
                is_reported: row.is_reported(),
            };
            out.all.push(value);
            let agency = evaluation.agency(row.index);
            let keyed = [
                (&mut out.phases, at.facts.phase),
                (&mut out.groups, at.facts.group),
                (&mut out.agencies, agency),
            ];
            for (all, key) in keyed {
                if key != NO_INDEX {
                    all.entry(key).or_default().push(value);
                }
            }
        }
        out
    }

    pub(super) fn all(&self) -> Option<EarnedSchedule> {
        earned(&self.all, self.d)
    }

    pub(super) fn phase(&self, index: usize) -> Option<EarnedSchedule> {
        self.phases.get(&(index as u32)).and_then(|rows| earned(rows, self.d))
    }

    pub(super) fn group(&self, index: usize) -> Option<EarnedSchedule> {
        self.groups.get(&(index as u32)).and_then(|rows| earned(rows, self.d))
    }

    pub(super) fn agency(&self, index: usize) -> Option<EarnedSchedule> {
        self.agencies.get(&(index as u32)).and_then(|rows| earned(rows, self.d))
    }
}

/// The earned schedule of rows on D; none where nothing or everything is earned, or too few rows were reported on.
fn earned(rows: &[Value], d: i64) -> Option<EarnedSchedule> {
    let reported = rows.iter().filter(|v| v.is_reported).count();
    let done: u64 = rows.iter().map(|v| v.earned).sum();
    let whole: u64 = rows.iter().map(|v| v.weight).sum();
    if reported < LEAST_REPORTED as usize || done == 0 || done >= whole {
        return None;
    }
    let from = rows.iter().map(|v| v.from).min()?;
    let to = rows.iter().map(|v| v.to).max()?;
    // The last day by whose end the plan earns no more than is earned: the plan only grows, so it is halved in on.
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low + 1) / 2;
        if planned(rows, middle) <= done {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    let (earned_days, passed_days) = (low - from, d - from);
    if earned_days <= 0 || passed_days <= 0 {
        return None;
    }
    let length = to - from;
    let finish = from.checked_add(length.checked_mul(passed_days)? / earned_days)?;
    let on =
        |number: i64| i32::try_from(number).ok().and_then(day::from_number).and_then(day::check);
    Some(EarnedSchedule {
        planned_start: on(from)?,
        planned_finish: on(to)?,
        earned_until: on(low)?,
        index: Ratio { num: earned_days as u64, den: passed_days as u64 },
        finish: on(finish),
    })
}

/// What the plan earns by the end of a day, each row cut to whole hundredths.
fn planned(rows: &[Value], on: i64) -> u64 {
    let of = |v: &Value| {
        let passed = (on.clamp(v.from, v.to) - v.from) as u64;
        v.weight * passed / (v.to - v.from) as u64
    };
    rows.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_the_pace_takes_twice_the_time() {
        let row = Value { from: 0, to: 100, weight: 100, earned: 20, is_reported: true };
        let found = earned(&[row; 5], 40).unwrap();
        assert_eq!(found.index, Ratio { num: 20, den: 40 });
        assert_eq!(found.finish, day::from_number(200));
        assert_eq!(earned(&[row; 4], 40), None);
    }
}
