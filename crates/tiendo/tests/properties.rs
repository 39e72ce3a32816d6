//! Laws of evaluation and roll-up, over small registers of every kind of record.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use tiendo::{
    Agency, AsOf, Axis, Evaluation, Records, Registry, RegistryBuilder, Row, Status, Sums,
    agency::ROOT,
};

#[path = "properties/registers.rs"]
#[allow(dead_code, reason = "shared with a test that asks for more")]
mod registers;
#[path = "properties/told.rs"]
mod told;

use told::{same, shown, told};

fn build(records: Records) -> Registry {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    builder.finish()
}

/// A list in another order; every seed gives one.
fn shuffle<T>(list: &mut [T], seed: &mut u64) {
    for i in (1..list.len()).rev() {
        *seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list.swap(i, (*seed >> 33) as usize % (i + 1));
    }
}

/// The version of an agency that is visible, by the rule: of those that hold by D and were recorded by the end of K the
/// one that holds from the latest day, and of these the last recorded; the newest where none is visible.
fn visible<'a>(records: &'a Records, id: &str, as_of: AsOf) -> Option<&'a Agency> {
    let versions = || records.agencies.iter().filter(|a| a.id.as_str() == id);
    let known = |a: &&Agency| {
        let recorded = a.recorded_at.zip(as_of.known).is_none_or(|(at, k)| at.date() <= k);
        recorded && a.version_from.is_none_or(|from| from <= as_of.day)
    };
    let key = |a: &&Agency| (a.version_from, a.recorded_at);
    versions().filter(known).max_by_key(key).or_else(|| versions().max_by_key(key))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn own_plus_children_is_inclusive(
        records in registers::records(),
        as_of in registers::as_of(),
        policy in registers::policies(),
    ) {
        let registry = build(records);
        let evaluation = registry.evaluate(as_of, &policy).unwrap();
        let rollup = evaluation.roll_up(Axis::Agency);
        let all = registry.to_records();
        let mut expected: BTreeMap<&str, Sums> = BTreeMap::new();
        for row in &rollup.rows {
            expected.entry(&row.key).or_default().merge(&row.own);
            let agency = visible(&all, &row.key, as_of).unwrap();
            let known = |id: &&str| registry.agency(id).is_some();
            let parent = agency.parent.as_ref().map(tiendo::AgencyId::as_str).filter(known);
            if agency.id.as_str() != ROOT {
                expected.entry(parent.unwrap_or(ROOT)).or_default().merge(&row.inclusive);
            }
        }
        let inclusive: BTreeMap<&str, Sums> =
            rollup.rows.iter().map(|r| (r.key.as_str(), r.inclusive)).collect();
        prop_assert_eq!(&inclusive, &expected);

        // The root holds every row that anybody owes, whatever axis they are summed along.
        let mut total = inclusive.get(ROOT).copied().unwrap_or_default();
        total.merge(&rollup.unassigned);
        prop_assert_eq!(total.total(), evaluation.len() as u64);
        for axis in [Axis::Level, Axis::Branch, Axis::Territory] {
            let rollup = evaluation.roll_up(axis);
            let mut sums = rollup.unassigned;
            rollup.rows.iter().for_each(|r| sums.merge(&r.own));
            prop_assert_eq!(sums, total, "{:?}", axis);
        }
        let tasks = evaluation.task_sums();
        for axis in [Axis::Phase, Axis::Group, Axis::Document, Axis::Post, Axis::AssignedBy] {
            let rollup = evaluation.roll_up(axis);
            let mut sums = rollup.unassigned;
            rollup.rows.iter().for_each(|r| sums.merge(&r.own));
            prop_assert_eq!(sums, tasks, "{:?}", axis);
        }
    }

    #[test]
    fn the_order_of_adding_changes_nothing(
        records in registers::records(),
        as_of in registers::as_of(),
        policy in registers::policies(),
        mut seed in any::<u64>(),
    ) {
        let registry = build(records.clone());
        let mut other = records;
        shuffle(&mut other.documents, &mut seed);
        shuffle(&mut other.agencies, &mut seed);
        shuffle(&mut other.successions, &mut seed);
        shuffle(&mut other.tasks, &mut seed);
        shuffle(&mut other.transfers, &mut seed);
        shuffle(&mut other.reports, &mut seed);
        shuffle(&mut other.allocations, &mut seed);
        let other = build(other);
        prop_assert_eq!(registry.to_records(), other.to_records());
        prop_assert_eq!(registry.findings(), other.findings());
        let (a, b) = (registry.evaluate(as_of, &policy).unwrap(), other.evaluate(as_of, &policy).unwrap());
        prop_assert_eq!(a.scope(), b.scope());
        same(&told(&a), &told(&b))?;
    }

    #[test]
    fn building_the_records_again_gives_the_same(
        records in registers::records(),
        as_of in registers::as_of(),
        policy in registers::policies(),
    ) {
        // Some ids come twice, so that the later report replaces the earlier one.
        let mut records = records;
        for i in (0..records.reports.len()).step_by(4) {
            records.reports[i].id = records.reports[i / 2].id.clone();
        }
        let registry = build(records);
        let records = registry.to_records();
        let again = build(records.clone());
        prop_assert_eq!(&again.to_records(), &records);
        let json = serde_json::to_string(&records).unwrap();
        prop_assert_eq!(serde_json::from_str::<Records>(&json).unwrap(), records);
        let (a, b) = (registry.evaluate(as_of, &policy).unwrap(), again.evaluate(as_of, &policy).unwrap());
        prop_assert_eq!(a.scope(), b.scope());
        same(&told(&a), &told(&b))?;
    }

    #[test]
    fn what_is_not_yet_known_changes_nothing(
        records in registers::records(),
        as_of in registers::as_of(),
        known in registers::days(),
        policy in registers::policies(),
    ) {
        let as_of = as_of.known_on(known).unwrap();
        let full = build(records.clone()).evaluate(as_of, &policy).unwrap();
        let mut without = records;
        // A report without an instant counts as recorded on the day it speaks of.
        without.reports.retain(|r| r.recorded_at.map_or(r.reported_on, |at| at.date()) <= known);
        let without = build(without).evaluate(as_of, &policy).unwrap();
        prop_assert_eq!(without.hidden_report_count(), 0);
        same(&told(&full), &told(&without))?;
    }

    #[test]
    fn status_never_improves_by_time_alone(
        records in registers::records(),
        days in prop::collection::btree_set(registers::days(), 2..5),
        policy in registers::policies(),
    ) {
        let first = *days.first().unwrap();
        let mut records = records;
        // Everything has happened and holds by the first day, so that only time passes.
        let past = |day: Option<chrono::NaiveDate>| day.is_none_or(|d| d <= first);
        records.documents.retain(|d| past(d.valid_from));
        records.agencies.retain(|a| past(a.version_from));
        records.tasks.retain(|t| past(t.valid_from));
        records.successions.retain(|s| s.day <= first);
        records.reports.retain(|r| r.reported_on <= first);
        let registry = build(records);
        let evaluations: Vec<Evaluation> = days
            .iter()
            .map(|d| registry.evaluate(AsOf::new(*d).unwrap(), &policy).unwrap())
            .collect();
        for pair in evaluations.windows(2) {
            for before in pair[0].rows() {
                let after = pair[1].find(&before.id());
                prop_assert!(after.is_some(), "{} is gone", before.id());
                let (was, is) = (before.status(), after.unwrap().status());
                prop_assert!(may_become(&before, was, is), "{was:?} → {is:?}: {}", shown(&before));
            }
        }
    }
}

/// What time alone may do to a row.
fn may_become(row: &Row<'_>, was: Status, is: Status) -> bool {
    let recurs = row.occurrences().is_some();
    match was {
        Status::Overdue => is == Status::Overdue,
        // The next occurrence of a recurring task has a term of its own, and with it everything begins again.
        _ if recurs => true,
        Status::NotStarted | Status::InProgress => {
            is == was || matches!(is, Status::DueSoon | Status::Overdue)
        }
        Status::DueSoon => matches!(is, Status::DueSoon | Status::Overdue),
        _ => is == was,
    }
}
