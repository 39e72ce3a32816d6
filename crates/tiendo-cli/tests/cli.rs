//! The command as people and scripts call it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// A command without anything of the caller's environment that changes what is printed.
fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
    command.args(args);
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "COLUMNS", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
}

fn run(args: &[&str]) -> Output {
    command(args).stdin(Stdio::null()).output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Standard output of a command that ends with exit code 0.
fn fine(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// Standard error of a command that ends with exit code 2 and prints nothing else.
fn refused(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    assert_eq!(text(&output.stdout), "", "{args:?}");
    text(&output.stderr)
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&fine(args)).expect("JSON")
}

fn csv(args: &[&str]) -> Vec<Vec<String>> {
    let text = fine(args);
    assert!(text.ends_with("\r\n"), "{args:?}");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    // The reader refuses rows of unequal length, as RFC 4180 does.
    let rows = reader.records().map(|row| row.expect("RFC 4180"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

fn with_input(args: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut child = command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    child.stdin.take().expect("a pipe").write_all(input.as_ref()).expect("input is taken");
    child.wait_with_output().expect("the command ends")
}

/// A folder of this test's own, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tiendo-cli-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).expect("a file");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const END: &str = "2025-12-31";

#[test]
fn demo_shows_phases_groups_levels_and_tasks() {
    let shown = fine(&["demo"]);
    let parts = ["đến ngày 31/12/2025", "Giai đoạn cấp bách", "Hạ tầng số", "Trung ương", "Cấp xã"];
    for part in parts.iter().chain(&["Nhiệm vụ cấp bách nhất", " trên ", "Tỷ lệ (hoàn thành ÷"])
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert_eq!(shown, fine(&["demo"]), "the same bytes again");
    assert_ne!(shown, fine(&["demo", "--simulated=58"]));
    assert_eq!(fine(&["demo", "--top", "3"]).matches("T0").count(), 3);
}

#[test]
fn simulated_is_said_in_every_form() {
    let commands: [&[&str]; 7] = [
        &["demo"],
        &["status"],
        &["status", "--by", "territory"],
        &["tasks", "--limit", "5"],
        &["rank"],
        &["period", "2025-11"],
        &["explain", "T0097/68-UBND"],
    ];
    for command in commands {
        let with = |more: &[&'static str]| -> Vec<&str> {
            let shared = ["--simulated", "--as-of", END];
            command.iter().copied().chain(shared).chain(more.iter().copied()).collect()
        };
        for lang in ["vi", "en"] {
            let table = fine(&with(&["--lang", lang]));
            let head: Vec<&str> = table.lines().take(2).collect();
            assert!(head.concat().contains("SIMULATED"), "{command:?}: {table}");
        }
        let reply = json(&with(&["--format", "json"]));
        let title = reply.get("heading").unwrap_or(&reply["title"]);
        assert!(title.as_str().unwrap().contains("SIMULATED"), "{command:?}");
        let scope = reply.get("scope").unwrap_or(&reply);
        assert_eq!(scope["provenance"], "simulated", "{command:?}");
        let rows = csv(&with(&["--format", "csv"]));
        assert_eq!(rows[0].last().map(String::as_str), Some("provenance"));
        assert!(rows.len() > 1, "{command:?}");
        let marked = rows[1..].iter().all(|row| row.last().is_some_and(|p| p == "SIMULATED"));
        assert!(marked, "{command:?}");
    }
}

#[test]
fn without_reports_nobody_is_called_late() {
    for day in ["2025-07-01", END] {
        let status = fine(&["status", "--as-of", day]);
        assert!(status.lines().next().unwrap().contains("không có dữ liệu báo cáo"), "{status}");
        assert!(status.contains("chưa có báo cáo"), "unreported stands apart: {status}");
        let rank = fine(&["rank", "--as-of", day]);
        assert!(!rank.contains("UBND"), "no agency is listed: {rank}");
        let tasks = fine(&["tasks", "--agency", "Lam Dong", "--as-of", day]);
        for shown in [&status, &tasks, &rank] {
            assert!(shown.contains("không có dữ liệu báo cáo"), "{shown}");
            let late = shown.to_lowercase();
            // 'Xong quá hạn' is a column of its own, of noughts.
            assert!(!late.contains("chưa hoàn thành, quá hạn"), "{shown}");
            assert!(!late.contains("quá hạn, chưa"), "{shown}");
        }
        let rows = csv(&["status", "--as-of", day, "--format", "csv"]);
        let rate = rows[0].iter().position(|name| name == "rate_percent").unwrap();
        assert!(rows[1..].iter().all(|row| row[rate].is_empty()), "no rate of nothing");
        let tasks = csv(&["tasks", "--as-of", day, "--format", "csv"]);
        let late = tasks[0].iter().position(|name| name == "late_days").unwrap();
        assert!(tasks[1..].iter().all(|row| row[late].is_empty()));
    }
    let en = fine(&["status", "--as-of", END, "--lang", "en"]);
    assert!(en.contains("no report data (không có dữ liệu báo cáo)"), "{en}");
}

#[test]
fn a_provinces_tasks_are_rows_of_their_own() {
    for name in ["Lam Dong", "lâm đồng", "68", "68-UBND"] {
        let tasks = fine(&["tasks", "--agency", name, "--as-of", END]);
        assert!(tasks.contains("T0097/68-UBND"), "{name}: {tasks}");
        assert!(tasks.contains("UBND tỉnh Lâm Đồng"), "{name}");
    }
    let ask = ["tasks", "--agency", "Lam Dong", "--as-of", END, "--format", "json"];
    let own = json(&ask);
    let territory = json(&[&ask[..], &["--within", "territory"]].concat());
    assert!(territory["total"].as_u64() > own["total"].as_u64());
    let urgent = json(&[&ask[..], &["--phase", "urgent"]].concat());
    assert!(urgent["total"].as_u64() < own["total"].as_u64());
    let early = json(&[&ask[..], &["--due-before", "2025-07-01", "--group", "1"]].concat());
    let days = early["rows"].as_array().unwrap().iter();
    assert!(days.map(|row| row["deadline"].as_str().unwrap()).all(|day| day < "2025-07-01"));
    let limited = fine(&["tasks", "--limit", "2", "--as-of", END]);
    assert!(limited.contains("--limit 0"), "{limited}");
    let all = csv(&["tasks", "--as-of", END, "--format", "csv"]);
    assert!(all.len() > 1000, "CSV holds every row");
}

#[test]
fn every_answer_states_its_scope() {
    let ask = ["--simulated", "--as-of", END, "--known", "2025-10-15", "--policy", "vpcp-2017"];
    let status = fine(&[&["status"], &ask[..]].concat());
    for part in ["D = 31/12/2025", "hết 15/10/2025", "vpcp-2017 bản 1", "lịch vn-2026.1"] {
        assert!(status.contains(part), "{part}: {status}");
    }
    assert!(!status.contains("(0 báo cáo không xét"), "K hides reports: {status}");
    let reply = json(&[&["status", "--format", "json"], &ask[..]].concat());
    assert_eq!(reply["scope"]["known"], "2025-10-15");
    assert_eq!(reply["tasks"]["rate"]["rate"], "done_over_due");
    let rows = csv(&[&["status", "--format", "csv"], &ask[..]].concat());
    let known = rows[0].iter().position(|name| name == "known").unwrap();
    assert!(rows[1..].iter().all(|row| row[known] == "2025-10-15"));
}

#[test]
fn the_day_is_today_in_viet_nam_unless_told() {
    let before = chrono::Utc::now() + chrono::TimeDelta::hours(7);
    let reply = json(&["status", "--format", "json"]);
    let after = chrono::Utc::now() + chrono::TimeDelta::hours(7);
    let days = [before.date_naive().to_string(), after.date_naive().to_string()];
    let day = reply["scope"]["day"].as_str().unwrap().to_owned();
    assert!(days.contains(&day), "{day}");
}

#[test]
fn json_is_that_of_the_library() {
    let asked = with_input(&["query"], r#"{"query":"status","as_of":"2025-12-31"}"#);
    assert_eq!(asked.status.code(), Some(0));
    let library = text(&asked.stdout);
    let shown = fine(&["status", "--as-of", END, "--format", "json"]);
    let behind_title = shown.split_once("\"scope\":").expect("a scope").1;
    assert_eq!(library.split_once("\"scope\":").expect("a scope").1, behind_title);
    let wrong = with_input(&["query"], r#"{"query":"nothing"}"#);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stdout).starts_with(r#"{"error":{"code":"invalid_request""#));
}

#[test]
fn a_request_that_is_not_utf8_is_an_invalid_one() {
    // Within a string, where a replaced byte would be another name; and behind a whole request.
    for request in
        [&b"{\"query\":\"agency\",\"text\":\"68\xff\"}"[..], b"{\"query\":\"policies\"}\xc3"]
    {
        let output = with_input(&["query", "--lang", "en"], request);
        assert_eq!(output.status.code(), Some(2));
        let reply: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(reply["error"]["code"], "invalid_request", "{reply}");
        assert!(text(&output.stderr).contains("not UTF-8 from byte"), "{}", text(&output.stderr));
    }
}

#[test]
fn single_texts_are_answered_by_the_librarys_own_door() {
    for (args, request) in [
        (&["number", "71-NQ/TW"][..], r#"{"query":"number","text":"71-NQ/TW"}"#),
        (
            &["deadline", "trước ngày 15/8", "--on", "2025-06-19"],
            r#"{"query":"deadline","text":"trước ngày 15/8","on":"2025-06-19"}"#,
        ),
    ] {
        let library = text(&with_input(&["query"], request).stdout);
        assert_eq!(fine(&[args, &["--format", "json"]].concat()), library);
        let mut by_line = args.to_vec();
        let line = std::mem::replace(&mut by_line[1], "-");
        let lines = with_input(&[&by_line[..], &["--format", "json"]].concat(), line);
        assert_eq!(text(&lines.stdout), library);
    }
}

#[test]
fn ambiguous_and_unknown_agencies() {
    let several = refused(&["tasks", "--agency", "Binh", "--as-of", END]);
    assert!(several.contains("có thể là:") && several.contains("01237-UBND  UBND xã Quang Bình"));
    let several = refused(&["agency", "binh", "--lang", "en"]);
    assert!(several.contains("may be:"), "{several}");
    assert!(refused(&["agency", "Atlantis"]).contains("không có cơ quan 'Atlantis'"));
    let reply = run(&["agency", "binh", "--format", "json"]);
    assert_eq!(reply.status.code(), Some(2));
    assert!(text(&reply.stdout).starts_with(r#"{"error":{"code":"ambiguous""#));
    let card = fine(&["agency", "lam dong"]);
    assert!(card.contains("68-UBND") && card.contains("60-UBND"), "successions too: {card}");
    assert_eq!(json(&["agency", "68", "--format", "json"])["id"], "68-UBND");
    assert_eq!(csv(&["agency", "68", "--format", "csv"])[1][0], "68-UBND");
}

#[test]
fn explain_gives_the_facts_and_lists_rows() {
    let ask = ["--simulated", "--as-of", END];
    let one = fine(&[&["explain", "T0097/68-UBND"], &ask[..]].concat());
    assert!(one.contains("trước ngày 01/7/2025") && one.contains("kết luận:"), "{one}");
    let named = fine(&[&["explain", "T0097", "--agency", "lam dong"], &ask[..]].concat());
    assert_eq!(one, named);
    let en = fine(&[&["explain", "T0097/68-UBND", "--lang", "en"], &ask[..]].concat());
    assert!(en.contains("therefore:"), "{en}");
    let rows = refused(&["explain", "T0097", "--as-of", END]);
    assert!(rows.contains("--agency") && rows.contains("T0097/01-UBND"), "{rows}");
    assert!(refused(&["explain", "T9999"]).contains("T9999"));
    let ask = ["explain", "T0097", "--as-of", END, "--lang", "en", "--agency"];
    let none = refused(&[&ask[..], &["01237-UBND"]].concat());
    assert!(none.contains("task 'T0097' has no row of"), "{none}");
    let unknown = refused(&["explain", "T9999", "--agency", "68-UBND", "--lang", "en"]);
    assert!(unknown.contains("no task 'T9999'"), "{unknown}");
}

#[test]
fn rank_orders_by_the_rate_and_says_which() {
    let ranked = csv(&["rank", "--simulated", "--as-of", END, "--format", "csv"]);
    let ranks: Vec<u32> = ranked[1..].iter().filter_map(|row| row[0].parse().ok()).collect();
    assert!(ranks.len() >= 30 && ranks.is_sorted() && ranks[0] == 1, "{ranks:?}");
    let shown = fine(&["rank", "--simulated", "--as-of", END]);
    assert!(shown.contains("Xếp theo: đúng hạn ÷ (hoàn thành + quá hạn)"), "{shown}");
    assert!(refused(&["rank", "--level", "canton"]).contains("canton"));
}

#[test]
fn deadline_answers_in_the_agreed_json() {
    let reply = fine(&["deadline", "trước ngày 15/8", "--on", "2025-06-19", "--format", "json"]);
    let expect =
        r#"{"text":"trước ngày 15/8","form":"before","last_day":"2025-08-14","findings":[]}"#;
    assert_eq!(reply.trim_end(), expect);
    let open = json(&["deadline", "hằng tháng", "--format", "json"]);
    assert_eq!(open["last_day"], Value::Null);
    let shown = fine(&["deadline", "đến 31/12/2025"]);
    assert!(shown.contains("31/12/2025, thứ Tư"), "{shown}");
    assert!(fine(&["deadline", "-x"]).contains("cảnh báo"), "a text may begin with a dash");
    assert!(refused(&["deadline", "x", "--on", "31/12/2025"]).contains("yyyy-mm-dd"));
}

#[test]
fn number_reads_among_the_registers() {
    let reply = json(&["number", "03-NQ/CP", "--format", "json"]);
    assert_eq!(reply["canonical"], "03/NQ-CP");
    assert_eq!(reply["text"], "03-NQ/CP");
    let both = json(&["number", "71-NQ/TW", "--format", "json"]);
    assert_eq!(both["readings"], serde_json::json!(["71-NQ/TW", "71/NQ-CP"]));
    let shown = fine(&["number", "57-nq/tw"]);
    assert!(shown.contains("57-NQ/TW"), "{shown}");
}

#[test]
fn texts_come_line_by_line_from_standard_input() {
    let lines = "quý IV/2025\r\n\nxyz 99\n";
    let output = with_input(&["deadline", "-", "--format", "json"], lines);
    assert_eq!(output.status.code(), Some(0));
    let shown = text(&output.stdout);
    let replies: Vec<Value> = shown.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(replies.len(), 3, "one object per line, an empty line included");
    assert_eq!(replies[0]["text"], "quý IV/2025");
    assert_eq!(replies[0]["last_day"], "2025-12-31");
    assert_eq!(replies[2]["form"], "unread");
    let output = with_input(&["number", "-", "--format", "json"], "57-NQ/TW\n02-KH/BCĐTW");
    assert_eq!(text(&output.stdout).lines().count(), 2, "the last line needs no end");
    let table = text(&with_input(&["number", "-"], "57-NQ/TW\n").stdout);
    assert!(table.contains("57-NQ/TW"), "{table}");
    let rows = text(&with_input(&["deadline", "-", "--format", "csv"], "tháng 7/2025\n").stdout);
    assert!(rows.contains("tháng 7/2025,period,2025-07-31,firm,,"), "{rows}");
}

#[test]
fn calendar_counts_working_days() {
    let reply = json(&["calendar", "2025-04", "--format", "json"]);
    assert_eq!(reply["days"].as_array().unwrap().len(), 3);
    let shown = fine(&["calendar", "--from", "2025-04-20", "--to", "2025-05-10"]);
    assert!(shown.contains("vn-2026.1") && shown.contains("làm bù"), "{shown}");
    assert!(fine(&["calendar", "2027"]).contains("tạm tính"));
    assert_eq!(csv(&["calendar", "2025-04", "--format", "csv"]).len(), 4);
    assert!(refused(&["calendar", "2060"]).contains("2050-12-31"));
    assert!(refused(&["calendar", "--from", "2025-01-01"]).contains("--to"));
}

#[test]
fn period_follows_the_policys_reporting_month() {
    let ask = ["period", "2025-11", "--as-of", END, "--format", "json"];
    assert_eq!(json(&ask)["from"], "2025-11-01");
    let folder = Folder::new("policy");
    folder.write("mid.json", r#"{"name":"mid","version":3,"reporting_month":"mid_month"}"#);
    let path = folder.0.join("mid.json");
    let reply = json(&[&ask[..], &["--policy", path.to_str().unwrap()]].concat());
    assert_eq!((&reply["from"], &reply["to"]), (&"2025-10-15".into(), &"2025-11-14".into()));
    assert_eq!(reply["scope"]["policy"], "mid");
    assert_eq!(reply["scope"]["policy_version"], 3);
    let shown = fine(&["period", "2025-11", "--as-of", END, "--by", "phase"]);
    assert!(shown.contains("01/11/2025 – 30/11/2025"), "{shown}");
}

#[test]
fn check_tells_errors_by_its_exit_code() {
    let real = run(&["check", "--as-of", END]);
    assert_eq!(real.status.code(), Some(0), "the built-in register has no error");
    assert_eq!(text(&real.stderr), "");
    let folder = Folder::new("check");
    folder.write("tasks.csv", "id,document,title,assigned_on\nT1,57-NQ/TW,Báo cáo,31-31-2025\n");
    let ask = ["--data", folder.path(), "--as-of", END];
    let found = run(&[&["check"], &ask[..]].concat());
    assert_eq!(found.status.code(), Some(1));
    assert!(text(&found.stdout).contains("tasks.csv:2:assigned_on"), "{}", text(&found.stdout));
    assert_eq!(text(&found.stderr), "", "check prints findings itself");
    let found = run(&[&["check", "--format", "json"], &ask[..]].concat());
    assert_eq!(found.status.code(), Some(1));
    assert_eq!(serde_json::from_slice::<Value>(&found.stdout).unwrap()["errors"], 1);
    let status = run(&[&["status"], &ask[..]].concat());
    assert_eq!(status.status.code(), Some(0));
    assert!(text(&status.stderr).contains("tasks.csv:2:assigned_on"), "others tell them aside");
}

#[test]
fn many_findings_of_reading_are_counted() {
    let folder = Folder::new("many");
    let rows = (0..30).map(|i| format!("T{i},57-NQ/TW,Báo cáo,hôm nào\n"));
    folder.write(
        "tasks.csv",
        &rows.fold("id,document,title,assigned_on\n".to_owned(), |a, b| a + &b),
    );
    let told = text(&run(&["status", "--data", folder.path()]).stderr);
    assert_eq!(told.lines().count(), 21, "{told}");
    assert!(told.contains("… 10 "), "{told}");
}

#[test]
fn a_folder_is_laid_over_the_register_or_stands_alone() {
    let folder = Folder::new("data");
    folder.write("documents.csv", "id,title,issued_on\n99/QĐ-X,Quyết định,2025-07-01\n");
    folder.write("agencies.csv", "id,name,level\nX,Sở X,department\n");
    folder.write(
        "tasks.csv",
        "id,document,title,addressees,assigned_on,deadline\nT1,99/QĐ-X,Báo cáo,X,2025-07-01,đến ngày 31/10/2025\n",
    );
    folder.write(
        "reports.csv",
        "id,task,kind,reported_on,by,percent\nR1,T1,progress,2025-09-01,X,40\n",
    );
    let ask = ["--data", folder.path(), "--as-of", END];
    let alone = json(&[&["status", "--no-base", "--format", "json"], &ask[..]].concat());
    assert_eq!(alone["tasks"]["total"], 1);
    assert!(!alone["title"].as_str().unwrap().contains("SIMULATED"));
    let over = json(&[&["status", "--format", "json"], &ask[..]].concat());
    assert!(over["tasks"]["total"].as_u64() > Some(100));
    // A reported lateness is told as one: 61 days from 31 October.
    let tasks = fine(&[&["tasks", "--no-base"], &ask[..]].concat());
    assert!(tasks.contains("chưa hoàn thành, quá hạn") && tasks.contains("quá 61"), "{tasks}");
    assert!(refused(&["status", "--no-base"]).contains("--data"));
    assert!(refused(&["status", "--data", "/nonexistent/folder"]).contains("/nonexistent/folder"));
}

#[test]
fn titles_and_names_are_those_of_the_day_and_silence_is_not_completion() {
    let folder = Folder::new("versions");
    folder.write("documents.csv", "id,title,issued_on\n99/QĐ-X,Quyết định,2025-07-01\n");
    folder.write(
        "agencies.csv",
        "id,name,name_en,level,version_from\nX,Sở Cũ,Old Department,department,\nX,Sở Mới,New Department,department,2025-10-01\n",
    );
    folder.write(
        "tasks.csv",
        "id,document,title,title_en,addressees,deadline,valid_from\n\
         T1,99/QĐ-X,Báo cáo cũ,Old report,X,đến ngày 31/12/2025,2025-07-01\n\
         T1,99/QĐ-X,Báo cáo mới,New report,X,đến ngày 31/12/2025,2025-10-01\n",
    );
    let ask = |args: &[&str], day: &str, lang: &str| {
        let shared = ["--data", folder.path(), "--no-base", "--as-of", day, "--lang", lang];
        fine(&[args, &shared[..]].concat())
    };
    for (day, lang, title, name) in [
        ("2025-08-01", "vi", "Báo cáo cũ", "Sở Cũ"),
        ("2025-08-01", "en", "Old report", "Old Department"),
        ("2025-11-01", "vi", "Báo cáo mới", "Sở Mới"),
        ("2025-11-01", "en", "New report", "New Department"),
    ] {
        for args in [&["tasks"][..], &["tasks", "--format", "csv"], &["explain", "T1"]] {
            let shown = ask(args, day, lang);
            assert!(shown.contains(title) && shown.contains(name), "{args:?} {day}: {shown}");
        }
    }
    let own = ["demo", "--data", folder.path(), "--as-of", "2025-06-05", "--lang", "en"];
    let silent = fine(&own);
    assert!(silent.contains("No open task has a report."), "{silent}");
    assert!(!silent.contains("No task is open."), "{silent}");
}

#[test]
fn export_reads_back_and_keeps_the_mark() {
    let folder = Folder::new("export");
    let out = folder.0.join("out");
    let out = out.to_str().unwrap();
    let said = fine(&["export", "--csv", out, "--simulated"]);
    assert!(said.contains("SIMULATED"), "{said}");
    let reports = std::fs::read_to_string(folder.0.join("out/reports.csv")).unwrap();
    assert!(reports.lines().skip(1).all(|line| line.contains("simulated")));
    let counts = |args: &[&str]| {
        json(&[args, &["--as-of", END, "--format", "json"]].concat())["tasks"].clone()
    };
    let back = counts(&["status", "--data", out, "--no-base"]);
    assert_eq!(back, counts(&["status", "--simulated"]));
    // A folder that somebody works in is not written over unless that is asked for.
    assert!(refused(&["export", "--csv", out]).contains("không ghi đè"));
    assert_eq!(std::fs::read_to_string(folder.0.join("out/reports.csv")).unwrap(), reports);
    fine(&["export", "--csv", out, "--overwrite"]);
    let replaced = std::fs::read_to_string(folder.0.join("out/reports.csv")).unwrap();
    assert_eq!(replaced.lines().count(), 1, "{replaced}");
}

#[test]
fn init_folder_explains_and_overwrites_nothing() {
    let folder = Folder::new("init");
    let new = folder.0.join("new");
    let new = new.to_str().unwrap();
    fine(&["init-folder", new]);
    assert!(refused(&["init-folder", new]).contains("không ghi đè"));
    let checked = run(&["check", "--data", new, "--no-base"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
}

#[test]
fn tables_fit_the_terminal() {
    for columns in [40_usize, 60, 80, 120] {
        for args in [
            &["demo"][..],
            &["demo", "--lang", "en"],
            &["status", "--simulated", "--as-of", END, "--by", "territory"],
            &["tasks", "--simulated", "--as-of", END],
            &["rank", "--simulated", "--as-of", END],
            &["check", "--as-of", END],
            &["number", "71-NQ/TW"],
            &["deadline", "đến 31/12/2025"],
            &["agency", "lam dong"],
            &["calendar", "2025"],
        ] {
            let output = command(args).env("COLUMNS", columns.to_string()).output().unwrap();
            let shown = text(&output.stdout);
            let widest = shown.lines().max_by_key(|line| line.width()).unwrap();
            assert!(widest.width() <= columns, "{args:?} {columns}: {} {widest}", widest.width());
        }
    }
    // Whatever table it is, it names the columns that are not there.
    for args in [&["tasks", "--simulated", "--as-of", END][..], &["rank", "--simulated"], &["demo"]]
    {
        let output = command(args).env("COLUMNS", "40").output().unwrap();
        assert!(text(&output.stdout).contains("Cột bị ẩn:"), "{args:?}");
    }
    let narrow = command(&["demo"]).env("COLUMNS", "72").output().unwrap();
    assert!(text(&narrow.stdout).contains('…'), "names are cut");
    assert!(!text(&narrow.stdout).contains('\u{1b}'), "no colour into a pipe");
}

#[test]
fn the_language_comes_from_the_locale_or_the_option() {
    let shown = |lang: &str| {
        text(&command(&["status", "--as-of", END]).env("LANG", lang).output().unwrap().stdout)
    };
    assert!(shown("en_US.UTF-8").starts_with("Where the tasks stand, as of 2025-12-31"));
    assert!(shown("C.UTF-8").starts_with("Tình hình thực hiện nhiệm vụ"));
    let en = fine(&["demo", "--lang", "en"]);
    assert!(en.contains("Urgent phase") && en.contains("Most pressing tasks"), "{en}");
    for word in ["Giai đoạn", "Tổng", "Nhiệm vụ"] {
        assert!(!en.contains(word), "{word}: {en}");
    }
    assert!(fine(&["--help"]).contains("Cách dùng: tiendo"));
    assert!(fine(&["tasks", "--help", "--lang", "en"]).contains("most urgent first"));
    assert!(fine(&["--help", "--lang=en"]).contains("Examples:"));
}

#[test]
fn wrong_arguments_end_with_two() {
    for args in [
        &[][..],
        &["nothing"],
        &["status", "--as-of", "2025-02-30"],
        &["status", "--policy", "unheard-of"],
        &["status", "--policy", "/nonexistent.json"],
        &["tasks", "--status", "late"],
        &["tasks", "--phase", "third"],
        &["tasks", "--within", "subtree"],
        &["status", "--no-base", "--simulated", "--data", "."],
        &["demo", "--no-base", "--data", "."],
    ] {
        assert_ne!(refused(args), "", "{args:?}");
    }
    assert_eq!(run(&["--version"]).status.code(), Some(0));
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    for args in [&["tasks", "--simulated", "--as-of", END, "--format", "csv"][..], &["check"]] {
        let mut child = command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        let mut first = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut first).expect("a line");
        drop(out);
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).expect("text");
        assert_eq!(err, "", "{args:?}");
        assert_eq!(child.wait().expect("an end").code(), Some(0), "{args:?}");
    }
}
