//! The evaluation against an independent oracle: the benchmark's synthetic register and the answers that come with it.
//!
//! `../shared/bench` fixes the meaning of the workload (`OPERATIONS.md`), makes its data (`gen.py`) and holds the answers of
//! a slow and obvious implementation in Python (`expected/*.json`). The data is made anew and compared by digest first,
//! so that a difference is ours or the oracle's, and never the data's.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]
#![allow(clippy::disallowed_methods, reason = "the workload is made of files")]

use std::path::{Path, PathBuf};

use serde_json::Value;
use tiendo::{AsOf, HistoryAxis, HistoryOptions, Policy, Rate, Registry, Silence, day};

#[path = "oracle/answer.rs"]
mod answer;
#[path = "oracle/load.rs"]
mod load;
#[path = "oracle/workload.rs"]
mod workload;

/// The benchmark beside the repository; none, loudly, where it is absent.
fn bench() -> Option<PathBuf> {
    let bench = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/bench");
    if bench.join("gen.py").is_file() {
        return Some(bench);
    }
    eprintln!(
        "SKIPPED: the workload is not there; it lies in ../shared/bench beside the repository"
    );
    None
}

fn json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// W1 and W2 at a point of `queries.json`, in the form of the expected answers.
fn answer_at(registry: &Registry, point: &Value) -> Value {
    let (as_of, policy) = asked_at(point);
    let evaluation = registry.evaluate(as_of, &policy).expect("a valid policy");
    serde_json::json!({"w1": answer::w1(&evaluation), "w2": answer::w2(&evaluation)})
}

/// What a point of `queries.json` asks for.
fn asked_at(point: &Value) -> (AsOf, Policy) {
    let window = point["W"].as_u64().and_then(|w| u16::try_from(w).ok()).expect("days");
    let policy = Policy {
        name: "workload".into(),
        due_soon_days: window,
        ranking: Rate::Completion,
        // The workload ranks by completion whoever reported.
        silence: Silence::Counted,
        ..Policy::default()
    };
    (as_of(point), policy)
}

/// D and K of a point.
fn as_of(point: &Value) -> AsOf {
    let on = |name: &str| day::parse(point[name].as_str().expect("a day")).expect("a day");
    AsOf::new(on("D")).and_then(|d| d.known_on(on("K"))).expect("days in range")
}

/// Every checksum that differs, with both values.
fn differences(at: &str, ours: &Value, expected: &Value) -> Vec<String> {
    match (ours, expected) {
        (Value::Object(a), Value::Object(b)) => {
            let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            let pair = |n: &String| differences(&format!("{at}.{n}"), &ours[n], &expected[n]);
            names.into_iter().flat_map(pair).collect()
        }
        _ if ours == expected || answer::near(ours, expected) => Vec::new(),
        _ => vec![format!("{at}: ours {ours}, the oracle's {expected}")],
    }
}

#[test]
fn all_operations_agree_with_the_oracle() {
    let Some(bench) = bench() else { return };
    let Some(data) = workload::make(&bench, 10_000) else { return };
    let expected = json(&bench.join("expected/10k.json"));
    assert_eq!(json(&data.join("digest.json")), expected["digest"], "other data than expected");

    let mut records = load::records(&data);
    assert_eq!(records.tasks.len(), 10_000);
    let registry = load::build(records.clone());
    assert_eq!(registry.report_count(), records.reports.len());

    let queries = json(&data.join("queries.json"));
    let points = queries["points"].as_object().expect("points");
    let answered = expected["w1_w2"].as_object().expect("answers");
    assert!(answered.len() >= 7 && points.keys().eq(answered.keys()), "{points:?}");
    let mut wrong = Vec::new();
    for (name, point) in points {
        wrong.extend(differences(name, &answer_at(&registry, point), &answered[name]));
    }

    let scored = expected["w3"].as_object().expect("answers");
    assert!(scored.len() >= 7 && points.keys().eq(scored.keys()));
    for (name, point) in points {
        let ours = answer::w3(&registry, as_of(point));
        wrong.extend(differences(&format!("w3 {name}"), &ours, &scored[name]));
    }

    let searched = expected["w9"].as_object().expect("answers");
    assert!(searched.len() >= 8);
    for (text, expect) in searched {
        wrong.extend(differences(&format!("w9 {text}"), &answer::w9(&registry, text), expect));
    }

    // W6 says what p0 is once a thousand more reports are known: one by one, together, or from the beginning.
    let new = load::reports(&data.join("new_report.csv"));
    let (as_of, policy) = asked_at(&points["p0"]);
    let mut live = registry.evaluate_live(as_of, &policy).expect("a valid policy");
    let mut batch = live.clone();
    for report in new.clone() {
        assert_eq!(live.apply(report), []);
    }
    wrong.extend(differences("w6", &answer::w6(&live), &expected["w6"]));
    assert_eq!(batch.apply_all(new.clone()), []);
    wrong.extend(differences("w6 batch", &answer::w6(&batch), &expected["w6"]));
    records.reports.extend(new);
    let later = answer_at(&load::build(records), &points["p0"]);
    wrong.extend(differences("w6 anew", &later, &expected["w6"]));

    let on = |text| day::parse(text).expect("a day");
    let options = HistoryOptions {
        from: on("2025-01-01"),
        to: on("2025-12-31"),
        along: vec![HistoryAxis::Agency, HistoryAxis::Phase, HistoryAxis::Group],
    };
    let history = registry.history(&options, &policy).expect("a valid policy");
    wrong.extend(differences("w5", &answer::w5(&history), &expected["w5"]));
    assert!(wrong.is_empty(), "{} checksums differ:\n{}", wrong.len(), wrong.join("\n"));
}
