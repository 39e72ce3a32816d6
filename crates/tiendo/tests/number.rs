//! Document numbers: the shared vectors, what `read_among` offers, and laws of reading.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

use proptest::prelude::*;
use serde_json::{Value, json};
use tiendo::document::{DocumentKind, DocumentNumber, NumberStyle};

fn number(text: &str) -> DocumentNumber {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn reply(ask: &Value) -> Value {
    assert_eq!(ask["query"], "number");
    serde_json::to_value(DocumentNumber::read(ask["text"].as_str().expect("a text"))).expect("JSON")
}

#[test]
fn vectors() {
    let file: Value =
        serde_json::from_str(include_str!("../../../tests/vectors/number.json")).expect("JSON");
    let cases = file["cases"].as_array().expect("cases");
    let mut wrong = Vec::new();
    for case in cases {
        let got = reply(&case["ask"]);
        if got != case["expect"] {
            wrong.push(format!("{}\n  want {}\n  got  {got}", case["name"], case["expect"]));
        }
    }
    assert!(cases.len() >= 60);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is offered among the known, and whether anything is settled.
fn among(text: &str, known: &[&str], readings: &[&str], canonical: Option<&str>, codes: &[&str]) {
    let known: Vec<DocumentNumber> = known.iter().map(|k| number(k)).collect();
    let reading = DocumentNumber::read_among(text, &known);
    let got: Vec<String> = reading.readings.iter().map(ToString::to_string).collect();
    assert_eq!(got, readings, "{text}");
    assert_eq!(reading.canonical().as_deref(), canonical, "{text}");
    let got: Vec<&str> = reading.findings.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(got, codes, "{text}");
}

#[test]
fn among_known_documents() {
    let known = [
        "71/NQ-CP",
        "71-NQ/TW",
        "57-NQ/TW",
        "08-QC/TW",
        "335/2025/NĐ-CP",
        "39/2022/NĐ-CP",
        "39/2024/NĐ-CP",
        "193/2025/QH15",
        "623/TTg-KSTT",
        "623/QĐ-UBND",
        "296-QĐ/TW",
        "03/NQ-CP",
        "41/2019/QĐ-UBND",
    ];
    let offered = ["number_incomplete", "number_offered"];
    among("Quy chế số 08", &known, &["08-QC/TW"], None, &offered);
    among("Nghị định 335", &known, &["335/2025/NĐ-CP"], None, &offered);
    among("Nghị định 39", &known, &["39/2022/NĐ-CP", "39/2024/NĐ-CP"], None, &offered);
    among("Nghị định 39/2024", &known, &["39/2024/NĐ-CP"], None, &offered);
    among("NQ 71", &known, &["71/NQ-CP", "71-NQ/TW"], None, &offered);
    among("Nghị quyết 193", &known, &["193/2025/QH15"], None, &offered);
    among("Công văn 623", &known, &["623/TTg-KSTT"], None, &offered);
    among("Quy định 296", &known, &["296-QĐ/TW"], None, &offered);
    among("57/TW", &known, &["57-NQ/TW"], None, &offered);
    among("Nghị định 336", &known, &[], None, &["number_incomplete"]);
    let year_missing = ["number_year_missing", "number_offered"];
    among("39/NĐ-CP", &known, &["39/NĐ-CP", "39/2022/NĐ-CP", "39/2024/NĐ-CP"], None, &year_missing);
    among("41/QĐ-UBND", &known, &["41/QĐ-UBND", "41/2019/QĐ-UBND"], None, &year_missing);
    // A slip that collides with a real number: both are offered, as written first. The slip has one direction.
    among("71-NQ/TW", &known, &["71-NQ/TW", "71/NQ-CP"], None, &["number_mistaken"]);
    among("71/NQ-CP", &known, &["71/NQ-CP"], Some("71/NQ-CP"), &[]);
    among("57-NQ/TW", &known, &["57-NQ/TW"], Some("57-NQ/TW"), &[]);
    among("3/NQ-CP", &known, &["03/NQ-CP"], Some("03/NQ-CP"), &["number_zeros"]);
    among("9/NQ-CP", &known, &["9/NQ-CP"], Some("9/NQ-CP"), &[]);
    among("họp", &known, &[], None, &["number_unread"]);
}

#[test]
fn parts_of_a_number() {
    let n = number("30c/NQ-CP");
    assert_eq!(
        (n.serial(), n.suffix(), n.year(), n.style()),
        (30, Some('c'), None, NumberStyle::State)
    );
    assert_eq!((n.kind(), n.issuer()), (Some(&DocumentKind::Resolution), "CP"));
    let n = number("83/BKHCN-BTTTT-VP");
    assert_eq!((n.kind(), n.issuer()), (None, "BKHCN-BTTTT-VP"));
    let n = number("01/HNVB-VPCP");
    assert_eq!(n.kind(), Some(&DocumentKind::Unknown("HNVB".to_owned())));
    assert!(number("9/NQ-CP") < number("10/NQ-CP"));
}

#[test]
fn identity_is_blind_to_zeros_case_and_accents_only() {
    let same = |a: &str, b: &str| number(a).same_as(&number(b));
    assert!(same("002-KH/BCĐTW", "2-KH/BCĐTW"));
    assert!(same("30c/NQ-CP", "30C/NQ-CP"));
    assert!(same("12/XĐ-VPCP", "12/XD-VPCP"));
    assert!(!same("30c/NQ-CP", "30/NQ-CP"));
    assert!(!same("138/2016/NĐ-CP", "138/NĐ-CP"));
    assert!(!same("12/KH-BCĐ", "12-KH/BCĐ"));
    assert!(!same("1780/KH-UBND", "1780/BC-UBND"));
}

#[test]
fn json_is_the_canonical_form_and_nothing_else() {
    let n = number("335/2025/NĐ-CP");
    assert_eq!(serde_json::to_value(&n).expect("JSON"), json!("335/2025/NĐ-CP"));
    for wrong in
        ["335/2025/ND-CP", "57NQ/TW", " 71/NQ-CP", "71/NQ-CP ngày", "HOP-1", "", "57/2024-NQ/TW"]
    {
        assert!(serde_json::from_value::<DocumentNumber>(json!(wrong)).is_err(), "{wrong}");
    }
}

/// Time grows with the length only: a quadratic reader would not come back from these.
#[test]
fn long_texts_are_read() {
    for unit in ["7", " ", "-", "A", "Số ", "7/", "7 NQ ", "NQ-", "\u{301}", "71/NQ-CP "] {
        let text = unit.repeat(2_000_000 / unit.len());
        let reading = DocumentNumber::read(&text);
        assert!(!reading.findings.is_empty());
    }
}

/// Canonical texts of numbers whose style agrees with the side of their issuer.
fn canonical() -> impl Strategy<Value = String> {
    let serial = "[0-9]{0,3}[1-9][a-e]?";
    let kind = || {
        proptest::sample::select(vec![
            "NQ", "KH", "QĐ", "KL", "CT", "TB", "QC", "BC", "CTr", "TTr", "HD", "VBHN",
        ])
    };
    let party = proptest::sample::select(vec![
        "TW", "BCĐTW", "TU", "ĐU", "VPTW", "BTCTU", "CQTTBCĐ", "VPĐU", "XYZK",
    ]);
    let state = || {
        proptest::sample::select(vec![
            "CP", "TTg", "UBND", "VPCP", "BCA", "SNV", "BCĐCP", "HĐND", "BNN&MT", "XYZK",
        ])
    };
    let unit = || proptest::option::of("[A-CE-Z]{2,5}|[A-CE-Z]{2}[0-9]{2}");
    let year = || 1945u16..=2199;
    let tail = |unit: Option<String>| unit.map(|u| format!("-{u}")).unwrap_or_default();
    prop_oneof![
        (serial, kind(), party, unit())
            .prop_map(move |(s, k, i, u)| format!("{s}-{k}/{i}{}", tail(u))),
        (serial, kind(), state(), unit())
            .prop_map(move |(s, k, i, u)| format!("{s}/{k}-{i}{}", tail(u))),
        (serial, year(), kind(), state()).prop_map(|(s, y, k, i)| format!("{s}/{y}/{k}-{i}")),
        (serial, year(), "(QH|UBTVQH)[0-9]{1,2}").prop_map(|(s, y, i)| format!("{s}/{y}/{i}")),
        (serial, year(), "NĐ-CP|TT-NHNN").prop_map(|(s, y, rest)| format!("{s}/{y}/{rest}")),
        (serial, "(TTg|VPCP|BKHCN-BTTTT)-[A-CE-Z]{4}").prop_map(|(s, i)| format!("{s}/{i}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        laws(&text)?;
    }

    #[test]
    fn text_of_the_grammars_letters_is_read(
        text in "(Số |Nghị quyết |NQ|[a-zĐ]{0,3}[ -]?)[0-9]{1,10}[a-cĐ]?([/ -–_.]{0,2}([A-ZĐ&]{1,5}|nq|TW|CP|QĐ|20[0-9]{2}|QĐUBND|QH15|DU|BCD|VP|\u{301})){0,5}[ ,.a-z]{0,4}"
    ) {
        laws(&text)?;
    }

    #[test]
    fn a_number_with_any_change_is_read(text in canonical(), at in 0usize..20, change in "[ -/a-cA-D0-9Đ]{0,2}") {
        let mut changed: Vec<char> = text.chars().collect();
        let at = at.min(changed.len());
        changed.splice(at..(at + 1).min(changed.len()), change.chars());
        laws(&changed.into_iter().collect::<String>())?;
    }

    #[test]
    fn canonical_form_is_read_as_itself(text in canonical()) {
        let number: DocumentNumber = number(&text);
        prop_assert_eq!(number.to_string(), &*text);
        let reading = DocumentNumber::read(&text);
        prop_assert_eq!(&reading.readings, &[number]);
        prop_assert_eq!(reading.canonical(), Some(text));
        prop_assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    }

    #[test]
    fn noise_does_not_change_the_number(text in canonical(), dash in "[–—−‐_]") {
        let want = Some(text.clone());
        let dashed: String = text.replace('Đ', "D").replace('-', &format!(" {dash} "));
        for noisy in [format!("Số: {text}"), format!("{text} ngày 01/4/2025"), format!("«{text}»"), dashed] {
            let reading = DocumentNumber::read(&noisy);
            prop_assert_eq!(reading.canonical().or(reading.readings.first().map(ToString::to_string)), want.clone(), "{}", noisy);
            prop_assert!(noisy == text || !reading.findings.is_empty());
        }
    }
}

/// What holds for every text: each reading is canonical, none comes twice, and only the canonical form is silent.
fn laws(text: &str) -> Result<(), TestCaseError> {
    let known = [number("71/NQ-CP"), number("08-QC/TW"), number("335/2025/NĐ-CP")];
    for reading in [DocumentNumber::read(text), DocumentNumber::read_among(text, &known)] {
        prop_assert_eq!(&reading.text, text);
        for (at, one) in reading.readings.iter().enumerate() {
            let again = one.to_string().parse::<DocumentNumber>();
            prop_assert_eq!(again.as_ref(), Ok(one));
            prop_assert!(!reading.readings[..at].contains(one));
        }
        let silent = reading.findings.is_empty();
        prop_assert!(!silent || reading.canonical().as_deref() == Some(text), "{:?}", reading);
        let same = reading.canonical().as_deref() == Some(text);
        prop_assert!(!same || reading.readings.len() == 1);
    }
    Ok(())
}
