//! Laws of what is kept up to date: it answers as a full evaluation does, whatever came and in whatever order.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use tiendo::{
    AsOf, Axis, Evaluation, Finding, Level, LiveEvaluation, Policy, Records, Registry,
    RegistryBuilder, Report, ReportId, Severity,
};

#[path = "properties/registers.rs"]
#[allow(dead_code, reason = "shared with a test that asks for more")]
mod registers;
#[path = "properties/told.rs"]
mod told;

use told::{same, told};

fn build(records: Records) -> Registry {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    builder.finish()
}

/// Reports that come one after another: new ones, and some that replace what the register or the stream had.
fn stream() -> impl Strategy<Value = Vec<Report>> {
    let ids = (0_usize..60, any::<bool>()).prop_map(|(i, is_new)| {
        // As the register names its own: R0, 1, 2, R3 …
        let id = if i % 3 == 0 { format!("R{i}") } else { i.to_string() };
        if is_new { format!("N{id}") } else { id }
    });
    let named = (registers::reports(), ids).prop_map(|(mut report, id)| {
        report.id = ReportId::new(&id).unwrap();
        report
    });
    prop::collection::vec(named, 1..12)
}

/// The live answers are those of an evaluation of a registry that held all from the beginning.
fn agrees(live: &LiveEvaluation, full: &Evaluation) -> Result<(), TestCaseError> {
    prop_assert_eq!(live.evaluation().scope(), full.scope());
    prop_assert_eq!(*live.task_sums(), full.task_sums());
    for &axis in Axis::ALL {
        prop_assert_eq!(live.roll_up(axis), &full.roll_up(axis));
    }
    for level in Level::KNOWN {
        prop_assert_eq!(live.rank(level), full.rank(level));
    }
    same(&told(live.evaluation()), &told(full))?;
    let (said, said_in_full) = (live.evaluation().said(), full.said());
    for (ours, theirs) in live.evaluation().rows().zip(full.rows()) {
        prop_assert_eq!(live.evaluation().explain(&ours.id()), full.explain(&theirs.id()));
        prop_assert_eq!(said.latest(&ours), said_in_full.latest(&theirs));
        prop_assert_eq!(said.reason(&ours), said_in_full.reason(&theirs));
        prop_assert_eq!(ours.obstacles(), theirs.obstacles());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_report_more_is_an_evaluation_more(
        records in registers::records(),
        stream in stream(),
        as_of in registers::as_of(),
        policy in registers::policies(),
    ) {
        let mut live = build(records.clone()).evaluate_live(as_of, &policy).unwrap();
        let mut all = records;
        for report in stream {
            all.reports.push(report.clone());
            live.apply(report);
            agrees(&live, &build(all.clone()).evaluate(as_of, &policy).unwrap())?;
        }
        prop_assert_eq!(live.to_registry().to_records(), build(all).to_records());
    }

    #[test]
    fn a_batch_is_its_reports_one_by_one(
        records in registers::records(),
        stream in stream(),
        as_of in registers::as_of(),
        policy in registers::policies(),
    ) {
        let registry = build(records.clone());
        let mut live = registry.evaluate_live(as_of, &policy).unwrap();
        let before = told(live.evaluation());
        let kept = live.evaluation().clone();
        let findings = live.apply_all(stream.clone());
        let mut all = records;
        all.reports.extend(stream);
        let full = build(all);
        agrees(&live, &full.evaluate(as_of, &policy).unwrap())?;
        // What was taken out of it before does not change.
        same(&told(&kept), &before)?;
        let told_of = |f: &&Finding| full.findings().contains(f) || f.severity != Severity::Error;
        prop_assert_eq!(findings.iter().find(|f| !told_of(f)), None);
    }
}

#[test]
fn a_stream_of_every_size_ends_where_a_build_does() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let record = |runner: &mut _| registers::records().new_tree(runner).unwrap().current();
    let (records, more) = (record(&mut runner), record(&mut runner));
    let as_of = AsOf::new(tiendo::day::parse("2025-08-01").unwrap()).unwrap();
    let policy = Policy::default();
    for size in [1, 2, 7, 40] {
        let mut live = build(records.clone()).evaluate_live(as_of, &policy).unwrap();
        for batch in more.reports.chunks(size) {
            live.apply_all(batch.to_vec());
        }
        let mut all = records.clone();
        all.reports.extend(more.reports.iter().cloned());
        let full = build(all).evaluate(as_of, &policy).unwrap();
        agrees(&live, &full).unwrap();
    }
}
