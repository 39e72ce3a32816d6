//! Laws of history: every day of it is what an evaluation of that day says.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use chrono::NaiveDate;
use proptest::prelude::*;
use tiendo::{
    AsOf, Axis, HistoryAxis, HistoryOptions, Policy, Records, Registry, RegistryBuilder, Rollup,
    day,
};

#[path = "properties/registers.rs"]
#[allow(dead_code, reason = "shared with a test that asks for more")]
mod registers;

fn build(records: Records) -> Registry {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    builder.finish()
}

/// Holds every day of a range against an evaluation of it.
fn agrees(
    registry: &Registry,
    (from, to): (NaiveDate, NaiveDate),
    policy: &Policy,
) -> Result<(), TestCaseError> {
    let options = HistoryOptions { from, to, along: HistoryAxis::ALL.to_vec() };
    let history = registry.history(&options, policy).unwrap();
    let whole = history.along(HistoryAxis::Whole).unwrap();
    let mut seen = vec![false; history.along(HistoryAxis::Agency).unwrap().keys().len()];
    for day in history.days() {
        let as_of = AsOf::new(day).unwrap().known_on(day).unwrap();
        let evaluation = registry.evaluate(as_of, policy).unwrap();
        prop_assert_eq!(history.scope(day), Some(evaluation.scope()));
        prop_assert_eq!(whole.own(day, 0), Some(evaluation.task_sums()), "{}", day);
        for (axis, along) in [
            (Axis::Agency, HistoryAxis::Agency),
            (Axis::Phase, HistoryAxis::Phase),
            (Axis::Group, HistoryAxis::Group),
        ] {
            let (series, rollup) = (history.along(along).unwrap(), evaluation.roll_up(axis));
            prop_assert_eq!(series.unassigned(day), Some(rollup.unassigned), "{} {:?}", day, axis);
            for (i, key) in series.keys().iter().enumerate() {
                let row = rollup.rows.iter().find(|r| r.key == key.key);
                let (own, inclusive) = row.map(|r| (r.own, r.inclusive)).unwrap_or_default();
                prop_assert_eq!(series.own(day, i), Some(own), "{} {}", day, key.key);
                prop_assert_eq!(series.inclusive(day, i), Some(inclusive), "{} {}", day, key.key);
                if axis == Axis::Agency {
                    seen[i] |= inclusive.total() > 0;
                }
            }
            let told = |r: &Rollup| {
                r.rows.iter().all(|r| series.keys().iter().any(|key| key.key == r.key))
            };
            prop_assert!(told(&rollup), "{} {:?}", day, axis);
        }
    }
    prop_assert!(seen.iter().all(|seen| *seen), "an agency without anything on any day");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_day_is_an_evaluation(
        records in registers::records(),
        from in registers::days(),
        length in prop_oneof![5 => 0_i64..30, 1 => 0_i64..200],
        policy in registers::policies(),
    ) {
        let to = day::plus(from, length).unwrap_or(day::LAST);
        agrees(&build(records), (from, to), &policy)?;
    }
}

#[test]
fn a_range_has_an_end() {
    let registry = RegistryBuilder::new().finish();
    let policy = Policy::default();
    let asked =
        |from, to| registry.history(&HistoryOptions::along(HistoryAxis::Agency, from, to), &policy);
    let history = asked(day::FIRST, day::LAST).unwrap();
    assert_eq!(history.days().len(), 109_573);
    assert_eq!(history.scope(day::LAST).unwrap().task_count, 0);
    assert!(asked(day::LAST, day::FIRST).is_err());
    assert!(asked(day::FIRST, NaiveDate::MAX).is_err());
}
