//! `tiendo kpis`, `score`, `resources` and `rank --why`, as people and scripts call them. Agencies are invented.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.env("COLUMNS", "160").args(args).stdin(Stdio::null());
    command.output().expect("the command runs")
}

fn fine(args: &[&str]) -> String {
    let output = run(args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&fine(&[args, &["--format", "json"]].concat())).expect("JSON")
}

/// A file of this test with this content.
fn file(name: &str, content: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("scoring");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, content).expect("a file");
    path
}

/// A register of two invented provinces with a KPI in parts and money.
fn register() -> String {
    let task = |id: &str, agency: &str| {
        format!(
            r#"{{"id":"{id}","document":"D","title":"Việc {id}","addressees":["{agency}"],
            "assigned_on":"2025-01-10","deadline":{{"text":"đến 30/6/2025","form":"by","day":"2025-06-30"}}}}"#
        )
    };
    let done = |id: &str, agency: &str| {
        format!(
            r#"{{"id":"R{id}","task":"{id}","kind":"complete","reported_on":"2025-06-20",
            "recorded_at":"2025-06-20T09:00:00","by":"{agency}"}}"#
        )
    };
    let ids: Vec<String> = (1..=5).map(|i| format!("T{i}")).collect();
    let tasks: Vec<String> = ids.iter().map(|id| task(id, "A")).collect();
    let reports: Vec<String> = ids.iter().map(|id| done(id, "A")).collect();
    let (tasks, reports) = (tasks.join(","), reports.join(","));
    let part = |id: &str, owner: &str, num: u32, den: u32| {
        let value = f64::from(100 * num) / f64::from(den);
        format!(
            r#"{{"id":"{id}","name":"Hồ sơ trực tuyến","unit":"%","direction":"increase","part_of":"K","owner":"{owner}",
            "baseline":{{"day":"2025-01-01","value":0}},"targets":[{{"day":"2025-12-31","value":80}}],
            "measurements":[{{"period_end":"2025-12-31","value":{value},"numerator":{num},"denominator":{den}}}]}}"#
        )
    };
    let (of_a, of_b) = (part("KA", "A", 90, 100), part("KB", "B", 40, 400));
    let text = format!(
        r#"{{"documents":[{{"id":"D","title":"Kế hoạch","issued_on":"2025-01-05"}}],
        "agencies":[{{"id":"A","name":"UBND tỉnh A","name_en":"Province A","level":"province"}},
                    {{"id":"B","name":"UBND tỉnh B","level":"province"}}],
        "tasks":[{tasks},{}],"reports":[{reports}],
        "allocations":[{{"task":"T1","from":"budget","day":"2025-03-01","planned_vnd":5000000000,
                         "allocated_vnd":4000000000,"disbursed_vnd":1000000000}}],
        "kpis":[{{"id":"K","name":"Hồ sơ trực tuyến","unit":"%","direction":"increase","aggregation":"ratio"}},{of_a},{of_b}]}}"#,
        task("T6", "B")
    );
    file("register.json", &text).display().to_string()
}

fn asked<'a>(data: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [more, &["--no-base", "--data", data, "--as-of", "2025-12-31"]].concat()
}

#[test]
fn kpis_stand_alone_and_at_their_agencies() {
    let data = register();
    let reply = json(&asked(&data, &["kpis"]));
    let states: Vec<&str> =
        reply["kpis"].as_array().unwrap().iter().map(|k| k["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["not_judged", "attained", "behind"]);
    assert_eq!(reply["kpis"][0]["actual"], 26.0, "130 of 500, and not the mean of 90 and 10");

    let table = fine(&asked(&data, &["kpis"]));
    assert!(table.contains("đạt mục tiêu") && table.contains("112,5 %"), "{table}");
    let table = fine(&asked(&data, &["kpis", "K", "--lang", "en"]));
    assert!(
        table.contains("Province A") && table.contains("numerator over denominator"),
        "{table}"
    );
    let csv = fine(&asked(&data, &["kpis", "K", "--format", "csv"]));
    assert!(csv.contains("K,ratio,A,UBND tỉnh A,1,1,1,90,90,100,"), "{csv}");
    let csv = fine(&asked(&data, &["kpis", "--agency", "tinh b", "--format", "csv"]));
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert_eq!(run(&asked(&data, &["kpis", "K9"])).status.code(), Some(2));
}

#[test]
fn agencies_are_scored_by_built_in_schemes_and_own_ones() {
    let data = register();
    let table = fine(&asked(&data, &["score"]));
    assert!(table.contains("xanh") && table.contains("xám") && table.contains("100,00"), "{table}");
    let scheme = file(
        "scheme.toml",
        "name='own'\ntitle='Riêng'\n[[components]]\nkey='k'\nname='k'\nmaximum=50\nparts=[{measure='kpi_score'}]\n\
         [[components]]\nkey='q'\nname='q'\nmaximum=50\n",
    );
    let given = file("given.json", r#"[{"subject":"A","points":{"q":41.25}}]"#);
    let (scheme, given) = (scheme.display().to_string(), given.display().to_string());
    let own = ["score", "--scheme", &scheme, "--given", &given];
    let reply = json(&asked(&data, &own));
    // The KPI counts up to the maximum, though it is over-fulfilled.
    assert_eq!(reply["rows"][0]["total"], 91.25, "{reply}");
    assert_eq!(reply["rows"][1]["is_complete"], false);
    let csv = fine(&asked(&data, &[&own[..], &["--format", "csv"]].concat()));
    assert!(csv.contains("own,1,A,1,91.25,100.00,true,,component,q,41.25,50.00,"), "{csv}");

    let printed = file(
        "printed.json",
        r#"[{"subject":"Bắc Ninh","printed":92.83,"points":{"openness":15.82,"progress":19.45,"online_services":8.53,
            "online_payment":10,"satisfaction":17.86,"digitisation":21.17}}]"#,
    );
    let printed = printed.display().to_string();
    let only = ["score", "--scheme", "qd-766", "--given", &printed, "--given-only"];
    assert!(fine(&only).contains("92,83"), "{}", fine(&only));
    let wrong = file("wrong.toml", "name='x'\ntitle='x'\ncomponents=[]").display().to_string();
    for scheme in ["unheard-of", &wrong] {
        assert_eq!(run(&asked(&data, &["score", "--scheme", scheme])).status.code(), Some(2));
    }
}

#[test]
fn money_stands_beside_progress() {
    let data = register();
    let reply = json(&asked(&data, &["resources"]));
    assert_eq!(reply["total"]["planned_vnd"], 5_000_000_000_u64);
    assert_eq!(reply["without_count"], 5);
    let table = fine(&asked(&data, &["resources"]));
    for text in ["ngân sách nhà nước", "4.000.000.000", "25,00 %", "100 %"] {
        assert!(table.contains(text), "{text}: {table}");
    }
    let csv = fine(&asked(&data, &["resources", "--agency", "A", "--format", "csv"]));
    assert!(
        csv.contains("T1,Việc T1,done_on_time,true,100,budget,5000000000,4000000000,1000000000,"),
        "{csv}"
    );
}

#[test]
fn a_ranking_says_why() {
    let data = register();
    let why = ["rank", "--why", "--since", "2025-06-15"];
    let reply = json(&asked(&data, &why));
    assert_eq!(reply["rows"][0]["agency"], "A");
    assert_eq!(reply["rows"][0]["causes"][0]["shift"], "done_on_time");
    assert_eq!(reply["rows"][1]["exclusion"], "nothing_reported");
    let table = fine(&asked(&data, &why));
    assert!(table.contains("hoàn thành đúng hạn 5 (+5/+5)"), "{table}");
    assert!(table.contains("chưa có báo cáo nào"), "{table}");
    let csv = fine(&asked(&data, &[&why[..], &["--format", "csv"]].concat()));
    assert!(csv.contains(",done_on_time,5,5,5,"), "{csv}");
    // Simulated reports say so here as everywhere.
    let demo = fine(&["rank", "--why", "--simulated", "--as-of", "2025-12-31"]);
    assert!(demo.contains("SIMULATED"), "{demo}");
}
