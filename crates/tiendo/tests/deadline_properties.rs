//! What holds for any wording: no panic, a finding where there is no meaning, canonical wording that reads back.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use chrono::{NaiveDate, NaiveTime};
use proptest::prelude::*;
use tiendo::{
    BeforeReading, Calendar, Deadline, DeadlineClass, Due, DueDay, FindingCode, Form, PartOfPeriod,
    Period, PeriodKind, Recurrence, TermUnit, Text, Weekday, day,
};

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_i64..109_572).prop_map(|n| day::plus(day::FIRST, n).unwrap())
}

fn period_of(kinds: &'static [PeriodKind]) -> impl Strategy<Value = Period> {
    // Away from the ends of the range, so that the period and its neighbours exist.
    (prop::sample::select(kinds), 400_i64..109_000)
        .prop_map(|(kind, n)| Period::containing(kind, day::plus(day::FIRST, n).unwrap()).unwrap())
}

const LONGER: &[PeriodKind] = &[
    PeriodKind::Week,
    PeriodKind::Month,
    PeriodKind::Quarter,
    PeriodKind::HalfYear,
    PeriodKind::Year,
];

fn recurrence() -> impl Strategy<Value = Recurrence> {
    let due_day = prop_oneof![
        prop::sample::select(Weekday::ALL).prop_map(DueDay::Weekday),
        (1_u32..=31).prop_map(DueDay::MonthDay),
        (1_u32..=12, 1_u32..=28).prop_map(|(month, day)| DueDay::YearDay { month, day }),
    ];
    let due = prop_oneof![
        Just(Due::End),
        due_day.clone().prop_map(Due::On),
        due_day.prop_map(Due::Before),
    ];
    let cycle = prop::sample::select(PeriodKind::ALL);
    // Cycles that have a name of their own are said by it: two half-years are a year.
    let every = prop_oneof![3 => Just(1_u32), 1 => Just(2), 1 => Just(5)];
    (cycle, every, due).prop_filter_map("named otherwise", |(cycle, every, due)| {
        let named = matches!(cycle, PeriodKind::Quarter | PeriodKind::HalfYear) && every > 1;
        if named { None } else { Recurrence::new(cycle, every, due).ok() }
    })
}

fn form() -> impl Strategy<Value = Form> {
    let anchored = (1_u32..400, prop::sample::select(TermUnit::ALL), any_day());
    prop_oneof![
        any_day().prop_map(|day| Form::By { day }),
        any_day()
            .prop_filter("has a day before", |day| *day > day::FIRST)
            .prop_map(|day| Form::Before { day }),
        any_day().prop_map(|day| Form::From { day }),
        (any_day(), 1_u32..1440).prop_map(|(day, minute)| Form::ByHour {
            day,
            time: NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap(),
        }),
        period_of(LONGER).prop_map(|period| Form::Period { period }),
        period_of(LONGER).prop_map(|period| Form::BeforePeriod { period }),
        (
            prop::sample::select(
                &[PartOfPeriod::Early, PartOfPeriod::Middle, PartOfPeriod::Late][..]
            ),
            period_of(&[PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Year])
        )
            .prop_map(|(part, period)| Form::PartOfPeriod { part, period }),
        period_of(&[PeriodKind::Month])
            .prop_map(|period| Form::PartOfPeriod { part: PartOfPeriod::FirstHalf, period }),
        (period_of(PeriodKind::ALL), period_of(PeriodKind::ALL))
            .prop_filter("in order", |(a, b)| a.first() <= b.first() && a.last() <= b.last())
            .prop_map(|(from, to)| Form::Range { from, to }),
        (period_of(PeriodKind::ALL), period_of(PeriodKind::ALL))
            .prop_filter("in order", |(a, b)| a.first() < b.first())
            .prop_map(|(a, b)| Form::Periods { periods: vec![a, b] }),
        (period_of(LONGER), period_of(&[PeriodKind::Year]))
            .prop_filter("in order", |(a, b)| a.last() < b.last())
            .prop_map(|(first, vision)| Form::Horizons { first, vision }),
        anchored.prop_map(|(count, unit, on)| Form::Within {
            count,
            unit,
            anchor: Text::new("ngày ký").unwrap(),
            anchor_day: Some(on),
        }),
        recurrence().prop_map(|recurrence| Form::Recurring { recurrence }),
        Just(Form::Ongoing),
        Just(Form::Unspecified),
    ]
}

/// Words and figures of the grammar in any order: far more likely to find a wrong turn than letters at random.
fn wordlike() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "trước",
        "ngày",
        "tháng",
        "quý",
        "năm",
        "tuần",
        "đến",
        "hết",
        "từ",
        "sau",
        "cuối",
        "đầu",
        "giữa",
        "hằng",
        "6",
        "12",
        "31",
        "9",
        "2025",
        "2026",
        "25",
        "/",
        "-",
        ".",
        ",",
        "(",
        ")",
        " ",
        " ",
        " ",
        "kể từ",
        "làm việc",
        "ký",
        "IV",
        "III",
        "Q",
        "T",
        "lần",
        "và",
        "hoặc",
        "tầm nhìn",
        "by",
        "before",
        "of",
        "December",
        "the",
        "h",
        "17h00",
        "dự kiến",
        "sáu",
        "nửa",
        "trong",
        "thứ",
        "n\u{303}",
        "¹",
        "\u{200b}",
        "không",
        "giai đoạn",
        "này",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..14).prop_map(|pieces| pieces.join(" "))
}

fn check_total(text: &str, on: Option<NaiveDate>) {
    let reading = Deadline::read(text, on);
    let calendar = Calendar::viet_nam();
    let strict = reading.deadline.last_day(BeforeReading::Strict, calendar);
    let lenient = reading.deadline.last_day(BeforeReading::Lenient, calendar);
    if let (Ok(Some(strict)), Ok(Some(lenient))) = (strict, lenient) {
        assert!(strict <= lenient, "{text}");
    }
    match reading.deadline.class() {
        DeadlineClass::Dated | DeadlineClass::Recurring | DeadlineClass::Regular => {}
        _ => assert!(!reading.findings.is_empty(), "{text}"),
    }
    assert!(reading.deadline.class() != DeadlineClass::Unread || reading.last_day().is_none());
    // Reading what was kept gives the same again.
    assert_eq!(Deadline::read(reading.deadline.text.as_str(), on), reading);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(512), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC*", on in proptest::option::of(any_day())) {
        check_total(&text, on);
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check_total(&String::from_utf8_lossy(&bytes), None);
    }

    #[test]
    fn any_order_of_words_is_read_without_panic(text in wordlike(), on in proptest::option::of(any_day())) {
        check_total(&text, on);
    }

    #[test]
    fn canonical_wording_reads_back(form in form()) {
        let deadline = Deadline::of(form);
        let on = match &deadline.form {
            Form::Within { anchor_day, .. } => *anchor_day,
            _ => None,
        };
        prop_assert_eq!(&Deadline::read(deadline.text.as_str(), on).deadline, &deadline);
        // Capitals, bare letters and decomposed accents say the same, but for `thang sau`.
        let upper = Deadline::read(&deadline.text.as_str().to_uppercase(), on).deadline.form;
        let kept = matches!(deadline.form, Form::Within { .. });
        prop_assert!(kept || upper == deadline.form, "{:?}", upper);
        let bare = Deadline::read(&tiendo::text::fold(deadline.text.as_str()), on).deadline.form;
        prop_assert!(kept || bare == deadline.form, "{:?}", bare);
    }

    #[test]
    fn a_day_without_year_is_never_before_its_document(on in any_day(), named in any_day()) {
        let full = Deadline::by(named).text.as_str().to_owned();
        let (short, _) = full.rsplit_once('/').unwrap();
        match Deadline::read(short, Some(on)).last_day() {
            Some(last) => {
                prop_assert!(last >= on);
                prop_assert_eq!(&last.to_string()[..4], &on.to_string()[..4]);
            }
            // 29 February, or a day gone by.
            None => prop_assert!(named.format("%m-%d").to_string() < on.format("%m-%d").to_string()
                || named.format("%m-%d").to_string() == "02-29"),
        }
    }

    #[test]
    fn occurrences_follow_one_another_wherever_they_start(recurrence in recurrence(), from in any_day()) {
        let until = day::plus(from, 1_000).unwrap_or(day::LAST);
        let all: Vec<_> = recurrence.occurrences(BeforeReading::Strict, from, until).collect();
        for pair in all.windows(2) {
            prop_assert!(pair[0].last_day < pair[1].last_day && pair[0].period < pair[1].period);
            prop_assert_eq!(day::plus(pair[0].period.last(), 1), Some(pair[1].first));
        }
        for one in &all {
            prop_assert!(one.last_day >= from && one.first.min(one.last_day) <= until);
            let again = recurrence.occurrence(BeforeReading::Strict, recurrence.index(one.period.last()));
            prop_assert_eq!(again, Some(*one));
        }
        // A later start gives the same occurrences from there on.
        if let Some(third) = all.get(2) {
            let later = recurrence.occurrences(BeforeReading::Strict, third.last_day.min(until), until).next();
            prop_assert_eq!(later, Some(*third));
        }
    }

    #[test]
    fn periods_tile_the_calendar(day in any_day(), kind in prop::sample::select(PeriodKind::ALL)) {
        if let Some(period) = Period::containing(kind, day) {
            prop_assert!(period.first() <= day && day <= period.last());
            prop_assert_eq!(Period::parse(&period.code()).unwrap(), period);
            if let Some(next) = period.next() {
                prop_assert_eq!(day::plus(period.last(), 1), Some(next.first()));
            }
        }
    }
}

/// A long wording is kept whole and its tokens are not looked at, so that the time is linear in its length.
#[test]
fn a_megabyte_is_kept_unread() {
    for piece in
        ["trước ngày ", "1/", "((", "e\u{301}", "\u{301}", "tháng 9, ", "15 ngày kể từ ", "\0", "-"]
    {
        let text = piece.repeat(1_000_000 / piece.len());
        let reading = Deadline::read(&text, None);
        assert_eq!(reading.deadline.form, Form::Unread, "{piece}");
        assert_eq!(reading.findings[0].code, FindingCode::DeadlineUnread);
        assert_eq!(reading.deadline.text, Text::new(&text.replace('\0', "\u{fffd}")).unwrap());
    }
}

/// The longest wording that is looked at is read in a bounded number of steps; the worst shapes known stay fast.
#[test]
fn the_longest_wording_looked_at() {
    for piece in ["tháng 9, ", "1/", "quý I - ", "( ", "khi ", "hằng tháng, ", "15 ", "thang"]
    {
        let mut text = piece.repeat(1_000 / piece.chars().count());
        text.truncate(text.trim_end().len());
        check_total(&text, day::from_ymd(2025, 6, 19));
    }
}
