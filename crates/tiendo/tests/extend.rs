//! Laws of registries that were not built at once: extended by reports, read from their image, or holding what was
//! corrected since.

#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use chrono::NaiveDateTime;
use proptest::prelude::*;
use tiendo::{
    AsOf, Error, HistoryAxis, HistoryOptions, Policy, Records, Registry, RegistryBuilder, Report,
    ReportId, day,
};

#[path = "properties/registers.rs"]
#[allow(dead_code, reason = "shared with a test that asks for more")]
mod registers;
#[path = "properties/told.rs"]
mod told;

use told::{same, told};

type Corrected = Vec<(Report, NaiveDateTime)>;

fn build(records: Records, corrected: &Corrected) -> Registry {
    let mut builder = RegistryBuilder::new();
    for (report, until) in corrected {
        builder.add_superseded_report(report.clone(), *until);
    }
    builder.add(records);
    builder.finish()
}

/// Reports under ids that no register has, half of them decimals.
fn reports(prefix: &'static str) -> impl Strategy<Value = Vec<Report>> {
    prop::collection::vec((registers::reports(), any::<bool>()), 0..12).prop_map(move |drawn| {
        let named = drawn.into_iter().enumerate().map(|(i, (mut report, is_decimal))| {
            // Of each batch its own, for one id is one report.
            let (first, batch) = (if is_decimal { "9" } else { "N" }, prefix.len());
            report.id = ReportId::new(&format!("{first}{batch}00{i}")).unwrap();
            report
        });
        named.collect()
    })
}

/// Reports that were corrected, some under ids of others that hold.
fn corrected() -> impl Strategy<Value = Corrected> {
    let one = (registers::reports(), 0_usize..60, registers::days(), 0_u32..86_400);
    let one = one.prop_map(|(mut report, i, on, second)| {
        report.id = ReportId::new(&format!("R{i}")).unwrap();
        let until = on.and_hms_opt(0, 0, 0).unwrap() + chrono::Duration::seconds(second.into());
        (report, until)
    });
    prop::collection::vec(one, 0..8)
}

/// The registry of the pieces of an image, asked for in order.
fn from_pieces(pieces: &[(&'static str, Vec<u8>)]) -> Result<Registry, Error> {
    let mut next = pieces.iter().peekable();
    Registry::from_image(&mut |name, piece| {
        let found = next.next_if(|(of, _)| *of == name);
        Ok(found.map(|(_, bytes)| piece.clone_from(bytes)).is_some())
    })
}

/// Two registries give the same answers.
fn agree(
    one: &Registry,
    other: &Registry,
    as_of: AsOf,
    policy: &Policy,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(one.report_count(), other.report_count());
    prop_assert_eq!(one.to_records(), other.to_records());
    prop_assert_eq!(one.superseded_reports(), other.superseded_reports());
    let (a, b) = (one.evaluate(as_of, policy).unwrap(), other.evaluate(as_of, policy).unwrap());
    prop_assert_eq!(a.scope(), b.scope());
    same(&told(&a), &told(&b))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reports_more_are_as_if_built_with_them(
        records in registers::records(),
        corrected in corrected(),
        (first, second) in (reports("N"), reports("NN")),
        (as_of, policy) in (registers::as_of(), registers::policies()),
    ) {
        let mut all = records.clone();
        let mut registry = build(records, &corrected);
        for more in [first, second] {
            // Of those that change more than their own rows there is no extension.
            for report in more {
                if let Some(next) = registry.with_reports(std::slice::from_ref(&report)) {
                    prop_assert!(next.with_reports(std::slice::from_ref(&report)).is_none());
                    registry = next;
                    all.reports.push(report);
                }
            }
        }
        agree(&registry, &build(all, &corrected), as_of, &policy)?;
    }

    #[test]
    fn reports_together_are_as_one_by_one(
        records in registers::records(),
        corrected in corrected(),
        more in reports("N"),
        (as_of, policy) in (registers::as_of(), registers::policies()),
    ) {
        let base = build(records, &corrected);
        let taken = |r: &Report| base.with_reports(std::slice::from_ref(r)).is_some();
        let more: Vec<Report> = more.into_iter().filter(taken).collect();
        let together = base.with_reports(&more).unwrap();
        let step = |registry: Registry, r: &Report| {
            registry.with_reports(std::slice::from_ref(r)).unwrap()
        };
        agree(&together, &more.iter().fold(base, step), as_of, &policy)?;
    }

    #[test]
    fn an_image_gives_the_same_answers(
        records in registers::records(),
        corrected in corrected(),
        (as_of, policy) in (registers::as_of(), registers::policies()),
        cut in any::<prop::sample::Index>(),
    ) {
        let registry = build(records, &corrected);
        let mut pieces = Vec::new();
        let mut put = |name, bytes: Vec<u8>| {
            pieces.push((name, bytes));
            Ok::<_, Error>(())
        };
        registry.to_image(&mut put).unwrap();
        let again = from_pieces(&pieces).unwrap();
        prop_assert_eq!(again.findings(), registry.findings());
        agree(&again, &registry, as_of, &policy)?;
        // A piece that is cut short is none.
        let (cut, bytes) = cut.get_mut(&mut pieces);
        bytes.truncate(bytes.len() / 2);
        let cut = *cut;
        prop_assert!(from_pieces(&pieces).is_err(), "{}", cut);
    }

    #[test]
    fn what_was_corrected_is_known_before_in_every_view(
        records in registers::records(),
        corrected in corrected(),
        more in reports("N"),
        (from, as_of) in (registers::days(), registers::as_of()),
        policy in registers::policies(),
    ) {
        let registry = build(records.clone(), &corrected);
        let to = day::plus(from, 30).unwrap_or(day::LAST);
        let options = HistoryOptions { from, to, along: vec![HistoryAxis::Whole] };
        let history = registry.history(&options, &policy).unwrap();
        let whole = history.along(HistoryAxis::Whole).unwrap();
        for day in history.days() {
            let known = AsOf::new(day).unwrap().known_on(day).unwrap();
            let evaluation = registry.evaluate(known, &policy).unwrap();
            prop_assert_eq!(history.scope(day), Some(evaluation.scope()), "{}", day);
            prop_assert_eq!(whole.own(day, 0), Some(evaluation.task_sums()), "{}", day);
        }
        let mut all = records;
        let mut live = registry.evaluate_live(as_of, &policy).unwrap();
        for mut report in more {
            // Some take the place of a report that holds, under an id that a corrected one has too.
            if let Some((first, _)) = corrected.first().filter(|_| report.percent.is_some()) {
                report.id = first.id.clone();
            }
            live.apply(report.clone());
            all.reports.push(report);
        }
        let full = build(all, &corrected).evaluate(as_of, &policy).unwrap();
        prop_assert_eq!(live.evaluation().scope(), full.scope());
        same(&told(live.evaluation()), &told(&full))?;
        prop_assert_eq!(live.to_registry().to_records(), full.registry().to_records());
        prop_assert_eq!(
            live.to_registry().superseded_reports(),
            full.registry().superseded_reports()
        );
    }
}
