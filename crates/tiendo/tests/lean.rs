//! What is taken in the numbers of tables is what the same records are.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use proptest::prelude::*;
use tiendo::{
    Agency, AgencyId, Document, DocumentId, LeanId, LeanReport, LeanTask, Level, RegistryBuilder,
    ReportKind, Text,
};

/// Ids of every sort: decimals within four bytes and beyond, texts, composed and not.
const IDS: [&str; 7] = ["1", "2", "4294967295", "007", "T1", "Đ-1", "e\u{301}"];
/// Days on both sides of what two bytes hold, at the ends of the model.
const DAYS: [i32; 6] = [-25_567, -1, 0, 20_300, 65_534, 84_005];

fn id() -> impl Strategy<Value = LeanId<'static>> {
    prop_oneof![
        prop::sample::select(&IDS[..]).prop_map(LeanId::Text),
        (0_u64..3).prop_map(LeanId::Number),
        Just(LeanId::Number(u64::from(u32::MAX))),
    ]
}

fn maybe<T: Clone + std::fmt::Debug + 'static>(
    values: &'static [T],
) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(prop::sample::select(values))
}

fn task() -> impl Strategy<Value = LeanTask<'static>> {
    let named = (id(), id(), proptest::option::of(id()), proptest::option::of(id()));
    let parts = (maybe(&["1", "x"]), maybe(&["1", "y"]));
    let days = (maybe(&DAYS), maybe(&DAYS), proptest::option::of(0_u16..9));
    let title = prop::sample::select(&["Nâng cấp", "Na\u{302}ng cấp", "plain"][..]);
    (named, parts, days, title, 0_u8..=101).prop_map(|(named, parts, days, title, weight)| {
        LeanTask {
            id: named.0,
            document: named.1,
            title,
            addressee: named.2,
            assigned_on: days.0,
            last_day: days.1,
            weight,
            group: parts.0,
            phase: parts.1,
            parent: named.3,
            duration_days: days.2,
        }
    })
}

/// Kinds with a column of their own and without, and a word that nobody knows.
fn kinds() -> &'static [ReportKind] {
    static KINDS: std::sync::OnceLock<Vec<ReportKind>> = std::sync::OnceLock::new();
    KINDS.get_or_init(|| {
        ["progress", "complete", "extend", "opinion", "inspect", "strange"]
            .map(ReportKind::parse)
            .to_vec()
    })
}

fn report() -> impl Strategy<Value = LeanReport<'static>> {
    let days = (prop::sample::select(&DAYS[..]), maybe(&DAYS));
    let recorded = maybe(&[-1_i64, 0, 20_300 * 86_400 + 1, i64::MAX / 1_000_000_000]);
    let agencies = (maybe(&["1", "Đ-1", "e\u{301}"]), maybe(&["1", "unknown"]));
    let kind = 0..kinds().len();
    (id(), id(), kind, days, recorded, proptest::option::of(0_u8..=101), agencies).prop_map(
        |(id, task, kind, days, recorded_at, percent, agencies)| LeanReport {
            id,
            task,
            kind: &kinds()[kind],
            reported_on: days.0,
            recorded_at,
            percent,
            new_deadline: days.1,
            by: agencies.0,
            addressee: agencies.1,
        },
    )
}

fn builder() -> RegistryBuilder {
    let mut builder = RegistryBuilder::new();
    for id in IDS {
        let text = Text::new("x").unwrap();
        builder.add_document(Document::new(DocumentId::new(id).unwrap(), text.clone()));
        builder.add_agency(Agency::new(AgencyId::new(id).unwrap(), text, Level::Central));
    }
    builder
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lean_records_are_records(
        tasks in prop::collection::vec(task(), 0..8),
        reports in prop::collection::vec(report(), 0..12),
    ) {
        let (mut lean, mut whole) = (builder(), builder());
        for task in &tasks {
            lean.add_lean_task(task).unwrap();
            whole.add_task(task.record().unwrap());
        }
        for report in &reports {
            lean.add_lean_report(report).unwrap();
            whole.add_report(report.record().unwrap());
        }
        let (lean, whole) = (lean.finish(), whole.finish());
        prop_assert_eq!(lean.to_records(), whole.to_records());
        prop_assert_eq!(lean.findings(), whole.findings());
    }
}

#[test]
fn what_is_not_valid_is_not_taken() {
    let (number, kind) = (LeanId::Number(1), &ReportKind::Progress);
    let (reported_on, recorded_at) = (20_300, Some(0));
    let (percent, new_deadline, by, addressee) = (None, None, None, None);
    let report = LeanReport {
        id: number,
        task: number,
        kind,
        reported_on,
        recorded_at,
        percent,
        new_deadline,
        by,
        addressee,
    };
    let mut builder = builder();
    for wrong in [
        LeanReport { id: LeanId::Text(""), ..report },
        LeanReport { task: LeanId::Text("a\nb"), ..report },
        LeanReport { by: Some(""), ..report },
        LeanReport { reported_on: 84_006, ..report },
        LeanReport { new_deadline: Some(i32::MAX), ..report },
        LeanReport { recorded_at: Some(i64::MAX), ..report },
    ] {
        assert!(builder.add_lean_report(&wrong).is_err(), "{wrong:?}");
    }
    builder.add_lean_report(&report).unwrap();
    assert_eq!(builder.finish().to_records().reports.len(), 1);
}
