//! MS Project XML: other people's files, what was written read back, what must not get in.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use tiendo::{
    Agency, AgencyId, AsOf, Calendar, Classification, Deadline, Dependency, DependencyKind,
    Document, DocumentId, Evaluation, Finding, GroupId, Lang, Level, Policy, Product, Provenance,
    Records, RegistryBuilder, Report, ReportId, ReportKind, Status, Task, TaskId, Text, day,
};
use tiendo_formats::mspdi::{self, ReadOptions, WriteOptions};
use tiendo_formats::{Code, Disclosure, Overwrite};

#[path = "mspdi/strange.rs"]
mod strange;

/// Files that MS Project and others wrote.
fn others() -> Option<PathBuf> {
    let folder =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance/mspdi");
    if !folder.is_dir() {
        eprintln!("SKIPPED: {} is absent", folder.display());
        return None;
    }
    Some(folder)
}

fn counted(findings: &[Finding]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        let count = finding.args.get("count").and_then(|count| count.parse().ok()).unwrap_or(1);
        *counts.entry(finding.code.as_str().to_owned()).or_default() += count;
    }
    counts
}

fn said(findings: &[Finding]) -> String {
    let all = counted(findings).into_iter().map(|(code, count)| format!("{code} {count}"));
    all.collect::<Vec<_>>().join(", ")
}

fn evaluated(records: Records, on: &str) -> Evaluation {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let as_of = AsOf::new(day::parse(on).unwrap()).unwrap();
    builder.finish().evaluate(as_of, &Policy::default()).unwrap()
}

fn written(evaluation: &Evaluation) -> (Vec<u8>, Vec<Finding>) {
    let options = WriteOptions { disclosure: Disclosure::Everything, ..WriteOptions::default() };
    let mut file = Vec::new();
    let findings = mspdi::write(evaluation, &mut file, &options).unwrap();
    (file, findings)
}

fn read(file: &[u8]) -> (Records, Vec<Finding>) {
    mspdi::read("a.xml", file, &ReadOptions::default()).unwrap()
}

#[test]
fn every_row_of_other_peoples_files_is_accounted_for() {
    let Some(folder) = others() else { return };
    // Tasks, links, agencies, addressees, deadlines, blank rows, of the files as they are.
    for (name, expect) in [
        ("legacy-sample1-deadlines.xml", (22, 6, 2, 4, 22, 0)),
        ("mspdinulltasks.xml", (5, 0, 0, 0, 0, 3)),
        ("mspdirelations.xml", (5, 4, 0, 0, 0, 0)),
        ("mspextattr.xml", (1, 0, 1, 0, 0, 0)),
        ("task-baselines-project2007-mspdi.xml", (55, 0, 0, 0, 0, 0)),
    ] {
        let path = folder.join(name);
        let (records, findings) = mspdi::read_file(&path, &ReadOptions::default()).unwrap();
        let links: usize = records.tasks.iter().map(|task| task.dependencies.len()).sum();
        let who: usize = records.tasks.iter().map(|task| task.addressees.len()).sum();
        let dated = records.tasks.iter().filter(|t| t.deadline != Deadline::unspecified()).count();
        let blank = findings
            .iter()
            .filter(|f| f.code.as_str() == "rows_empty" && f.place.as_ref().unwrap().row > 0);
        let text = std::fs::read_to_string(&path).unwrap();
        let elements = |name: &str| text.matches(&format!("<{name}>")).count();
        let counts = counted(&findings);
        let resources_blank = elements("Resource") - records.agencies.len();
        let blank = blank.map(|f| f.args["count"].parse::<usize>().unwrap()).sum::<usize>()
            - resources_blank;
        assert_eq!(
            (records.tasks.len(), links, records.agencies.len(), who, dated, blank),
            expect,
            "{name}: {findings:#?}"
        );
        // Every row is a task, the project, blank, or has an error of its own.
        let errors = findings.iter().filter(|f| f.severity == tiendo::Severity::Error).count();
        let project = counts.get("row_of_project").copied().unwrap_or(0) as usize;
        assert_eq!(records.tasks.len() + blank + project + errors, elements("Task"), "{name}");
        assert!(
            findings.iter().all(|f| !f.line(Lang::Vi).is_empty() && !f.line(Lang::En).is_empty())
        );
        println!("formats | mspdi | 1 | 0 | {} | own count of elements", said(&findings));
        // What was read is a register, and is written and read back.
        let evaluation = evaluated(records, "2016-01-01");
        let (file, _) = written(&evaluation);
        let (back, _) = read(&file);
        assert_eq!(back.tasks.len(), evaluation.registry().task_count(), "{name}");
    }
}

#[test]
fn links_durations_and_outline_of_ms_project() {
    let Some(folder) = others() else { return };
    let (records, _) =
        mspdi::read_file(folder.join("mspdirelations.xml"), &ReadOptions::default()).unwrap();
    let link = |at: usize| {
        let link = &records.tasks[at].dependencies[0];
        (link.task.as_str().to_owned(), link.kind, link.lag_days)
    };
    assert_eq!(link(1), ("MSP-1".into(), DependencyKind::FinishToStart, 0));
    assert_eq!(link(2), ("MSP-2".into(), DependencyKind::StartToStart, 1));
    assert_eq!(link(3).1, DependencyKind::FinishToFinish);
    assert_eq!(link(4).1, DependencyKind::StartToFinish);
    assert!(records.tasks.iter().all(|task| task.duration_days == Some(1)));
    let (records, _) =
        mspdi::read_file(folder.join("legacy-sample1-deadlines.xml"), &ReadOptions::default())
            .unwrap();
    let parents: Vec<Option<&str>> =
        records.tasks.iter().take(4).map(|task| task.parent.as_ref().map(TaskId::as_str)).collect();
    assert_eq!(parents, [None, Some("MSP-1"), Some("MSP-1"), None]);
    assert_eq!(records.tasks[0].deadline, Deadline::by(day::parse("2003-03-18").unwrap()));
}

/// A file without what depends on when and how often something was reported: the count of reports, and the schedule of
/// work that goes on.
fn carried(file: &[u8]) -> Vec<String> {
    let computed = [
        "Subject",
        "Start",
        "Finish",
        "Early",
        "Late",
        "Critical",
        "FreeSlack",
        "TotalSlack",
        "ActualStart",
        "ConstraintDate",
    ];
    let is_computed =
        |line: &str| computed.iter().any(|name| line.trim_start().starts_with(&format!("<{name}")));
    let mut in_baseline = false;
    let lines = String::from_utf8(file.to_vec()).unwrap();
    let lines = lines.lines().filter(|line| {
        in_baseline = (in_baseline || line.contains("<Baseline>")) && !line.contains("</Baseline>");
        in_baseline || !is_computed(line)
    });
    lines.map(str::to_owned).collect()
}

/// A register that fills every place of the format.
fn register() -> Records {
    let text = |text: &str| Text::new(text).unwrap();
    let mut records = Records::default();
    let plan = tiendo::plan::plan02().unwrap();
    records
        .documents
        .push(Document::new(DocumentId::new("02-KH/BCĐTW").unwrap(), text("02-KH/BCĐTW")));
    for (id, name) in [("X1", "Sở A (ví dụ)"), ("X2", "Sở B <&> \"ví dụ\""), ("X3", "Sở C")]
    {
        records.agencies.push(Agency::new(
            AgencyId::new(id).unwrap(),
            text(name),
            Level::Department,
        ));
    }
    let agency = |id: &str| AgencyId::new(id).unwrap();
    for n in 1..=8_u16 {
        let mut task = Task::new(
            TaskId::new(&format!("T{n}")).unwrap(),
            plan.document.clone(),
            text(&format!("Nhiệm vụ {n} </Name> ]]> &amp; '\"")),
        );
        task.addressees.push(agency("X1"));
        task.assigned_on = day::parse("2025-06-20").ok();
        task.group = Some(plan.groups[usize::from(n) % 3].id.clone());
        task.phase = Some(plan.phases[1].id.clone());
        task.deadline = Deadline::before(day::parse("2025-12-01").unwrap());
        task.duration_days = (n % 2 == 0).then_some(n * 5);
        records.tasks.push(task);
    }
    records.tasks[0].coordinating.push(agency("X2"));
    records.tasks[0].authority = Some(text("Quyết định của Bộ trưởng"));
    records.tasks[0].product = Some(Product {
        text: text("Nghị định"),
        kind: Some(tiendo::ProductKind::Issued),
        document: None,
    });
    records.tasks[0].responsible_person = Some(text("Vụ trưởng"));
    records.tasks[0].weight = 7;
    records.tasks[0].clause = Some(text("mục II.3"));
    records.tasks[1].parent = Some(TaskId::new("T1").unwrap());
    records.tasks[2].addressees = vec![agency("X1"), agency("X2"), agency("X3")];
    records.tasks[2].mode = Some(tiendo::AddresseeMode::Each);
    records.tasks[3].deadline = Deadline::read("quý IV/2025", None).deadline;
    records.tasks[4].indicative = true;
    records.tasks[5].deadline = Deadline::ongoing();
    for (n, kind) in [
        DependencyKind::FinishToStart,
        DependencyKind::StartToStart,
        DependencyKind::FinishToFinish,
        DependencyKind::StartToFinish,
    ]
    .into_iter()
    .enumerate()
    {
        let before = TaskId::new("T2").unwrap();
        let lag_days = n as i16 * 2 - 3;
        records.tasks[3 + n].dependencies.push(Dependency { task: before, kind, lag_days });
    }
    records.plans.push(plan);
    for (n, (task, kind, on)) in [
        ("T1", ReportKind::Progress, "2025-07-01"),
        ("T2", ReportKind::Complete, "2025-08-01"),
        ("T4", ReportKind::Extend, "2025-09-01"),
        ("T5", ReportKind::Cancel, "2025-09-01"),
        ("T7", ReportKind::Suspend, "2025-09-01"),
        ("T3", ReportKind::Progress, "2025-09-01"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut report = Report::new(
            ReportId::new(&format!("R{n}")).unwrap(),
            TaskId::new(task).unwrap(),
            kind.clone(),
            day::parse(on).unwrap(),
        );
        report.percent = (kind == ReportKind::Progress).then_some(40);
        report.new_deadline =
            (kind == ReportKind::Extend).then(|| day::parse("2026-03-31").unwrap());
        report.addressee = (task == "T3").then(|| agency("X2"));
        report.provenance = Provenance::Simulated;
        records.reports.push(report);
    }
    records
}

/// All that a file carries of a row.
fn rows(evaluation: &Evaluation) -> Vec<String> {
    let row = |row: tiendo::Row<'_>| {
        let task = row.task();
        // A submission is not done yet, and the file does not say that it was made.
        let status = match row.status() {
            Status::Submitted => Status::InProgress,
            status => status,
        };
        format!(
            "{} {status:?} {} {:?} {:?} {:?} | {} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {} {:?}",
            row.id(),
            row.percent(),
            row.deadline(),
            row.original_deadline(),
            row.closed_on(),
            task.title,
            task.addressees,
            task.coordinating,
            task.dependencies,
            task.duration_days,
            task.group,
            task.phase,
            task.parent,
            task.authority,
            task.product,
            task.responsible_person,
            task.weight,
            task.indicative,
            task.classification,
        )
    };
    evaluation.rows().map(row).collect()
}

#[test]
fn what_is_written_reads_back_to_the_same_evaluation() {
    let before = evaluated(register(), "2025-10-15");
    let (file, findings) = written(&before);
    let (records, told) = read(&file);
    assert!(told.is_empty(), "{told:#?}");
    let after = evaluated(records.clone(), "2025-10-15");
    assert_eq!(rows(&after), rows(&before));
    assert_eq!(after.scope().provenance, Provenance::Simulated);
    assert_eq!(records.plans[0].groups.len(), 3);
    assert_eq!(
        records.plans[0].phases,
        register().plans[0]
            .phases
            .iter()
            .map(|p| tiendo::Phase { name_en: None, ..p.clone() })
            .collect::<Vec<_>>()
    );
    let agencies: Vec<(&str, &str, &Level)> =
        records.agencies.iter().map(|a| (a.id.as_str(), a.name.as_str(), &a.level)).collect();
    assert_eq!(agencies[1], ("X2", "Sở B <&> \"ví dụ\"", &Level::Department));
    // What is written of it again is the same.
    assert_eq!(carried(&written(&after).0), carried(&file));
    // The same evaluation gives the same bytes.
    assert_eq!(written(&before).0, file);
    if let Ok(folder) = std::env::var("TIENDO_WRITTEN") {
        std::fs::write(PathBuf::from(folder).join("mspdi.xml"), &file).unwrap();
    }
    println!("formats | mspdi | 1 | 1 | {} | own reader", said(&findings));
}

#[test]
fn the_calendar_reads_back() {
    let evaluation = evaluated(register(), "2025-10-15");
    let (file, _) = written(&evaluation);
    let range = (day::parse("2025-01-01").unwrap(), day::parse("2026-12-31").unwrap());
    let (calendar, findings) =
        mspdi::read_calendar("a.xml", &file[..], range, &ReadOptions::default()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    let mut on = Some(range.0);
    while let Some(day) = on.filter(|day| *day <= range.1) {
        assert_eq!(calendar.is_working_day(day), Calendar::viet_nam().is_working_day(day), "{day}");
        on = day::plus(day, 1);
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<",
        ">",
        "&",
        "&amp;",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?xml?>",
        "</Name>",
        "\"",
        "'",
        "\n",
        "\r\n",
        "\t",
        " ",
        "a",
        "Đ",
        "e\u{301}",
        "𝕏",
        "\u{a0}",
        "&#0;",
        "%x;",
        "tiendo:id",
    ]);
    vec(pieces, 1..6).prop_map(|pieces| pieces.concat())
}

fn random() -> impl Strategy<Value = Records> {
    let days = -60_i64..200;
    let task = (
        hostile(),
        option::of(0..30_u16),
        option::of(days.clone()),
        option::of(hostile()),
        0..6_usize,
    );
    let link = (0..12_usize, 0..12_usize, 0..4_usize, -40..40_i16);
    let report = (0..12_usize, 0..5_usize, -60..60_i64, 0..=100_u8);
    (vec(task, 1..12), vec(link, 0..12), vec(report, 0..16)).prop_map(|(tasks, links, reports)| {
        let day_of = |n: i64| day::plus(day::parse("2025-06-30").unwrap(), n).unwrap();
        let mut records = register();
        records.tasks.clear();
        records.reports.clear();
        let plan = records.plans[0].clone();
        for (n, (title, duration, deadline, product, group)) in tasks.iter().enumerate() {
            let clean = title.replace(char::is_control, "x");
            let id = TaskId::new(&format!("{clean}{n}")).unwrap();
            let mut task = Task::new(id, plan.document.clone(), Text::new(title).unwrap());
            task.duration_days = duration.filter(|days| *days > 0);
            if let Some(days) = deadline {
                task.deadline = Deadline::by(day_of(*days));
            }
            task.assigned_on = day::parse("2025-03-01").ok();
            task.product = product.as_ref().map(|text| Product {
                text: Text::new(text).unwrap(),
                kind: None,
                document: None,
            });
            task.group = plan
                .groups
                .get(*group)
                .map(|group: &tiendo::TaskGroup| GroupId::new(group.id.as_str()).unwrap());
            task.parent = records.tasks.get(group * 2).map(|above| above.id.clone());
            task.addressees =
                records.agencies.iter().take(group % 3).map(|agency| agency.id.clone()).collect();
            task.mode = (group % 3 == 2).then_some(tiendo::AddresseeMode::Each);
            records.tasks.push(task);
        }
        let count = records.tasks.len();
        for (a, b, kind, lag_days) in links {
            let (a, b) = (a % count, b % count);
            if a < b {
                let before = records.tasks[a].id.clone();
                let kind = DependencyKind::ALL[kind];
                records.tasks[b].dependencies.push(Dependency { task: before, kind, lag_days });
            }
        }
        for (n, (task, kind, on, percent)) in reports.into_iter().enumerate() {
            let kinds = [
                ReportKind::Progress,
                ReportKind::Progress,
                ReportKind::Complete,
                ReportKind::Extend,
                ReportKind::Cancel,
            ];
            let task = &records.tasks[task % count];
            let mut report = Report::new(
                ReportId::new(&format!("R{n}")).unwrap(),
                task.id.clone(),
                kinds[kind].clone(),
                day_of(on),
            );
            report.percent = (kind < 2).then_some(percent);
            report.new_deadline = (kind == 3).then(|| day_of(on + 30));
            if task.mode.is_some() {
                report.addressee = Some(task.addressees[n % 2].clone());
            }
            records.reports.push(report);
        }
        records
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_register_reads_back(records in random()) {
        let before = evaluated(records, "2025-08-31");
        let (file, _) = written(&before);
        let (back, told) = read(&file);
        prop_assert!(told.is_empty(), "{:?}", told);
        let after = evaluated(back, "2025-08-31");
        prop_assert_eq!(rows(&after), rows(&before));
        prop_assert_eq!(carried(&written(&after).0), carried(&file));
    }

    #[test]
    fn no_bytes_break_the_reader(file in vec(prop::sample::select(b"<>/&;=' ProjectTaskUID1xmlns![]-?\xff\0".to_vec()), 0..200)) {
        let _ = mspdi::read("a.xml", &file[..], &ReadOptions::default());
    }
}
