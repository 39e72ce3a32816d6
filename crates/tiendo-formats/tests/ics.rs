//! iCalendar: what is written reads back, other people's files are accounted for line by line, nothing gets out of its line.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::format_collect)]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use tiendo::{
    AddresseeMode, Agency, AgencyId, AgencyKind, AsOf, Classification, Deadline, Dependency,
    DependencyKind, Document, DocumentId, Evaluation, Finding, FindingCode, Lang, Level, Policy,
    Provenance, Records, Registry, RegistryBuilder, Report, ReportId, ReportKind, Status, Task,
    TaskId, Text, day,
};
use tiendo_formats::ics::{self, DueForm, ReadOptions, WriteOptions};
use tiendo_formats::{Code, Disclosure, Overwrite};

#[path = "ics/hostile.rs"]
mod hostile;
#[path = "ics/others.rs"]
mod others;
#[path = "random/records.rs"]
mod random;

fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}

fn task(id: &str, title: &str) -> Task {
    Task::new(TaskId::new(id).unwrap(), DocumentId::new("71/NQ-CP").unwrap(), text(title))
}

fn registry(records: Records) -> Registry {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    builder.finish()
}

fn evaluated(records: Records, on: &str) -> Evaluation {
    let as_of = AsOf::new(day::parse(on).unwrap()).unwrap();
    registry(records).evaluate(as_of, &Policy::default()).unwrap()
}

fn everything() -> WriteOptions<'static> {
    WriteOptions { disclosure: Disclosure::Everything, ..WriteOptions::default() }
}

fn written(evaluation: &Evaluation, options: &WriteOptions<'_>) -> (String, Vec<Finding>) {
    let mut file = Vec::new();
    let findings = ics::write(evaluation, &mut file, options).expect("an evaluation is written");
    (String::from_utf8(file).expect("UTF-8"), findings)
}

fn read(file: &str) -> (Records, Vec<Finding>) {
    ics::read("t.ics", file.as_bytes(), &ReadOptions::default()).expect("a file within limits")
}

/// The lines with their folds undone.
fn unfolded(file: &str) -> Vec<String> {
    file.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

fn line<'l>(lines: &'l [String], begins: &str) -> &'l str {
    lines.iter().find(|line| line.starts_with(begins)).map_or("", String::as_str)
}

fn codes(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    for finding in findings {
        *codes.entry(finding.code.as_str()).or_default() += 1;
    }
    codes
}

/// A VCALENDAR of others around these lines.
fn calendar(lines: &[&str]) -> String {
    let body: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//o//o//EN\r\n{body}END:VCALENDAR\r\n")
}

fn todo(lines: &[&str]) -> String {
    let mut all = vec!["BEGIN:VTODO", "UID:u", "SUMMARY:S", "DTSTAMP:20250601T000000Z"];
    all.extend_from_slice(lines);
    all.push("END:VTODO");
    calendar(&all)
}

fn last_day(records: &Records) -> Option<String> {
    let task = records.tasks.first()?;
    let day = task.deadline.last_day(tiendo::BeforeReading::Strict, tiendo::Calendar::viet_nam());
    day.unwrap().map(|day| day.to_string())
}

/// What a text is once it was written: one kind of line break, and no controls.
fn as_written(text: &str) -> String {
    let breaks = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let text = text.replace("\r\n", "\n").replace(breaks, "\n");
    let is_control = |c: &char| match *c {
        '\n' | '\t' => false,
        // What turns the writing direction.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => true,
        other => other.is_control(),
    };
    tiendo::text::nfc(&text.chars().filter(|c| !is_control(c)).collect::<String>())
}

/// A register in which each field that is carried stands somewhere.
fn register() -> Records {
    let agency =
        |id: &str, name: &str| Agency::new(AgencyId::new(id).unwrap(), text(name), Level::Central);
    let id = |id: &str| AgencyId::new(id).unwrap();
    let on = |text: &str| day::parse(text).ok();
    let mut members = [agency("01 HN", "Hà Nội"), agency("79", "Thành phố Hồ Chí Minh")];
    for member in &mut members {
        member.member_of = vec![id("34")];
    }
    let mut group = agency("34", "Các tỉnh, thành phố");
    group.kind = AgencyKind::Group;

    let mut first = task("T1", "Nâng cấp cổng; \"một cửa\", \\ và\nhơn thế");
    first.title_en = Some(text("Upgrade the portal"));
    first.clause = Some(text("III.2"));
    first.addressees = vec![id("BCA")];
    first.coordinating = vec![id("BTC")];
    first.assigner = Some(id("VPCP"));
    first.supervisor = Some(id("BTC"));
    first.responsible_person = Some(text("Thứ trưởng"));
    first.supervising_leader = Some(text("Phó Thủ tướng"));
    first.authority = Some(text("Điều 5"));
    first.source = Some(text("https://example.com/a;b"));
    first.product =
        Some(tiendo::Product { text: text("Cổng mới"), kind: None, document: None });
    first.assigned_on = on("2025-06-01");
    first.deadline = Deadline::read("trước ngày 15/8/2025", None).deadline;
    first.weight = 7;
    first.duration_days = Some(40);
    first.stage = Some(tiendo::Stage::Pilot);
    first.classification = Some(Classification::Internal);

    let mut second = task("T2/x ;:", "Triển khai");
    second.addressees = vec![id("34")];
    second.mode = Some(AddresseeMode::Each);
    second.assigned_on = on("2025-06-02");
    second.deadline = Deadline::by(day::parse("2025-12-31").unwrap());
    second.parent = Some(TaskId::new("T1").unwrap());
    second.indicative = true;
    second.dependencies = [
        (DependencyKind::FinishToStart, 6),
        (DependencyKind::StartToStart, -3),
        (DependencyKind::FinishToFinish, 0),
        (DependencyKind::StartToFinish, 10),
    ]
    .into_iter()
    .map(|(kind, lag_days)| Dependency { task: TaskId::new("T1").unwrap(), kind, lag_days })
    .collect();
    second.relations = vec![tiendo::TaskRelation {
        kind: tiendo::TaskRelationKind::PartOf,
        task: TaskId::new("T1").unwrap(),
    }];
    second.pilot_of = Some(TaskId::new("T1").unwrap());

    let mut third = task("T3", "Thường xuyên");
    third.addressees = vec![id("BTC"), id("BCA")];
    third.mode = Some(AddresseeMode::Joint);
    third.assigned_on = on("2025-06-03");
    third.deadline = Deadline::ongoing();

    let progress = |id: &str, task: &str, kind: ReportKind, on: &str| {
        let (id, task) = (ReportId::new(id).unwrap(), TaskId::new(task).unwrap());
        Report::new(id, task, kind, day::parse(on).unwrap())
    };
    let mut half = progress("R1", "T1", ReportKind::Progress, "2025-07-01");
    half.percent = Some(50);
    let done = progress("R2", "T3", ReportKind::Complete, "2025-07-02");
    let mut document = Document::new(DocumentId::new("71/NQ-CP").unwrap(), text("Nghị quyết 71"));
    document.issued_on = on("2025-04-01");
    let mut agencies = vec![
        agency("BCA", "Bộ Công an \"^;,:"),
        agency("BTC", "Bộ Tài chính"),
        agency("VPCP", "Văn phòng Chính phủ"),
        group,
    ];
    agencies.extend(members);
    Records {
        documents: vec![document],
        agencies,
        tasks: vec![first, second, third],
        reports: vec![half, done],
        ..Records::default()
    }
}

#[test]
fn what_is_carried_comes_back() {
    for lang in [Lang::Vi, Lang::En] {
        for due in [DueForm::EndOfDay, DueForm::Day] {
            let evaluation = evaluated(register(), "2025-08-01");
            let options = WriteOptions { lang, due, ..everything() };
            let (file, lost) = written(&evaluation, &options);
            assert_eq!(codes(&lost), BTreeMap::from([("field_not_carried", 1)]), "{lost:?}");
            let (records, findings) = read(&file);
            assert!(findings.is_empty(), "{findings:?}");
            let expected: Vec<Task> = evaluation.registry().tasks().collect();
            assert_eq!(records.tasks, expected);
            let shown = |report: &Report| {
                (
                    report.task.to_string(),
                    report.kind.clone(),
                    report.reported_on.to_string(),
                    report.percent,
                )
            };
            let reports: Vec<_> = records.reports.iter().map(shown).collect();
            let expected = [
                ("T1".to_owned(), ReportKind::Progress, "2025-07-01".to_owned(), Some(50)),
                ("T3".to_owned(), ReportKind::Complete, "2025-07-02".to_owned(), None),
            ];
            assert_eq!(reports, expected);
            // In a register that has them, agencies and documents are not made anew.
            let known =
                ReadOptions { registry: Some(evaluation.registry()), ..ReadOptions::default() };
            let (again, _) = ics::read("t.ics", file.as_bytes(), &known).unwrap();
            assert_eq!((again.agencies.len(), again.documents.len()), (0, 0));
            assert_eq!(again.tasks, records.tasks);
        }
    }
}

#[test]
fn a_task_in_its_properties() {
    let mut records = register();
    records.tasks[0].classification = Some(Classification::Unknown("X".to_owned()));
    let options = WriteOptions { remind_working_days: Some(5), ..everything() };
    let (file, _) = written(&evaluated(records, "2025-08-01"), &options);
    let lines = unfolded(&file);
    for expected in [
        "DTSTAMP:20250801T165959Z",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20250601T000000",
        "DUE;TZID=Asia/Ho_Chi_Minh:20250814T235959",
        "STATUS:IN-PROCESS",
        "PERCENT-COMPLETE:50",
        "COMPLETED:20250702T050000Z",
        "CLASS:CONFIDENTIAL",
        "X-TIENDO-CLASS:X",
        // Thursday 7 August is five working days before Thursday 14 August; offices open at eight, one o'clock in UTC.
        "TRIGGER;VALUE=DATE-TIME:20250807T010000Z",
        "ATTENDEE;CN=\"Bộ Công an ^'^^;,:\";SCHEDULE-AGENT=NONE;CUTYPE=UNKNOWN;ROLE=REQ-PARTICIPANT;PARTSTAT=IN-PROCESS:urn:x-tiendo:agency:BCA",
        "ATTENDEE;CN=\"Hà Nội\";SCHEDULE-AGENT=NONE;CUTYPE=UNKNOWN;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;MEMBER=\"urn:x-tiendo:agency:34\":urn:x-tiendo:agency:01%20HN",
    ] {
        assert!(lines.iter().any(|line| line == expected), "{expected}\n{file}");
    }
    let uids: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("UID:")).collect();
    assert_eq!(uids.len(), 3);
    for (reltype, gap) in [
        ("FINISHTOSTART", ";GAP=P8D"),
        ("STARTTOSTART", ";GAP=-P3D"),
        ("FINISHTOFINISH", ""),
        ("STARTTOFINISH", ";GAP=P14D"),
        ("PARENT", ""),
        ("X-TIENDO-PART-OF", ""),
    ] {
        let expected = format!("RELATED-TO;RELTYPE={reltype}{gap}:{}", uids[0]);
        assert!(lines.contains(&expected), "{expected}\n{file}");
    }
    // The third task is done: one reminder for each of the two others.
    assert_eq!(file.matches("BEGIN:VALARM").count(), 2);
    assert_eq!(
        read(&file).0.tasks[0].classification,
        Some(Classification::Unknown("X".to_owned()))
    );
}

#[test]
fn exports_agree() {
    let evaluation = evaluated(register(), "2025-08-01");
    let (one, _) = written(&evaluation, &everything());
    assert_eq!(one, written(&evaluation, &everything()).0);
    // The same tasks, amended and a month later, have their UIDs and a higher SEQUENCE.
    let mut records = register();
    let mut amended = records.tasks[0].clone();
    amended.valid_from = day::parse("2025-08-10").ok();
    amended.deadline = Deadline::by(day::parse("2025-10-01").unwrap());
    records.tasks.push(amended);
    let at = day::parse_instant("2025-09-02T10:00:00").ok();
    let (two, _) =
        written(&evaluated(records, "2025-09-01"), &WriteOptions { stamp: at, ..everything() });
    let (one, two) = (unfolded(&one), unfolded(&two));
    assert_eq!(line(&one, "UID:"), line(&two, "UID:"));
    assert_eq!((line(&one, "SEQUENCE:"), line(&two, "SEQUENCE:")), ("SEQUENCE:0", "SEQUENCE:1"));
    assert_eq!(line(&two, "DTSTAMP:"), "DTSTAMP:20250902T030000Z");
    // Another register's tasks of the same ids are others.
    let (three, _) = written(&evaluation, &WriteOptions { domain: "example", ..everything() });
    assert_ne!(line(&unfolded(&three), "UID:"), line(&one, "UID:"));
}

#[test]
fn invented_reports_are_never_taken_for_others() {
    let mut records = tiendo_plan02::records().unwrap();
    records.reports = tiendo_plan02::simulated_reports(&records, 57);
    let evaluation = evaluated(records, "2025-12-31");
    let (file, findings) = written(&evaluation, &WriteOptions::default());
    println!("formats | ics | 1 | 1 | {:?} | own reader", codes(&findings));
    let lines = unfolded(&file);
    assert_eq!(line(&lines, "NAME:"), "NAME:Nhiệm vụ ngày 2025-12-31 [SIMULATED]");
    let todos = file.matches("BEGIN:VTODO").count();
    assert_eq!(lines.iter().filter(|l| *l == "X-TIENDO-PROVENANCE:simulated").count(), todos + 1);
    assert_eq!(
        lines.iter().filter(|l| l.starts_with("DESCRIPTION:SỐ LIỆU MÔ PHỎNG")).count(),
        todos
    );
    // One task alone, as a program would keep it, says it too.
    let begin = file.find("BEGIN:VTODO").unwrap();
    let (records, _) = read(&file[begin..]);
    assert_eq!(records.tasks.len(), todos);
    assert!(records.reports.iter().all(|report| report.provenance == Provenance::Simulated));
    assert!(!records.reports.is_empty());
}

#[test]
fn the_register_comes_back() {
    let mut records = tiendo_plan02::records().unwrap();
    records.reports = tiendo_plan02::simulated_reports(&records, 57);
    let evaluation = evaluated(records, "2025-12-31");
    let (file, _) = written(&evaluation, &WriteOptions::default());
    assert!(file.split("\r\n").all(|line| line.len() <= 75));
    let (back, findings) = read(&file);
    assert!(findings.is_empty(), "{findings:?}");
    let again = evaluated(back, "2025-12-31");
    // Tasks with a row for each addressee say together only how far they are.
    let mut compared = 0;
    for row in evaluation.rows().filter(|row| row.task_rows().1 == 1) {
        let same =
            again.rows_of(row.task_id()).next().unwrap_or_else(|| panic!("{}", row.task_id()));
        if row.occurrences().is_some() {
            continue;
        }
        let what =
            |row: &tiendo::Row<'_>| (row.status(), row.percent(), row.deadline(), row.closed_on());
        assert_eq!(what(&same), what(&row), "{}", row.task_id());
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
    assert_eq!(again.task_sums().total(), evaluation.task_sums().total());
}

const PIECES: [&str; 40] = [
    "BEGIN:VCALENDAR\r\n",
    "END:VCALENDAR\r\n",
    "BEGIN:VTODO\r\n",
    "BEGIN:VTODO\n",
    "END:VTODO\r\n",
    "BEGIN:VTODO\r\nSUMMARY:A\r\n",
    "UID:1\r\n",
    "UID:2\r\n",
    "SUMMARY:Nâng\r\n",
    "SUM\r\n MARY:x\r\n",
    "BEGIN:VALARM\r\n",
    "END:VALARM\r\n",
    "BEGIN:VTIMEZONE\r\n",
    "TZID:X\r\n",
    "TZOFFSETTO:+0100\r\n",
    "END:VTIMEZONE\r\n",
    "BEGIN:VEVENT\r\n",
    "END:VEVENT\r\n",
    "DUE;TZID=X:20250101T000000\r\n",
    "DUE:20250230\r\n",
    "DUE;VALUE=DATE:20251231\r\n",
    "DTSTART:20250101T010203Z\r\n",
    "DURATION:P1W\r\n",
    "STATUS:COMPLETED\r\n",
    "STATUS:?\r\n",
    "COMPLETED:20250101T000000Z\r\n",
    "PERCENT-COMPLETE:101\r\n",
    "PERCENT-COMPLETE:50\r\n",
    "RELATED-TO:1\r\n",
    "RELATED-TO;RELTYPE=FINISHTOSTART;GAP=P1W:2\r\n",
    "ATTENDEE;CN=\"x\":mailto:a@b\r\n",
    "ATTENDEE:urn:x-tiendo:agency:A%20B\r\n",
    "RRULE:FREQ=DAILY\r\n",
    " fold",
    "\r\n",
    ":\r\n",
    ";;;\r\n",
    "X-TIENDO-ID:T\r\n",
    "X-TIENDO-DEADLINE:quý III\r\n",
    "DTSTAMP:20250101T000000Z\r\n",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_register_comes_back(records in random::records(), lang in prop::sample::select(vec![Lang::Vi, Lang::En])) {
        let evaluation = evaluated(records, "2026-06-30");
        let options = WriteOptions { lang, remind_working_days: Some(3), ..everything() };
        let mut file = Vec::new();
        match ics::write(&evaluation, &mut file, &options) {
            Ok(_) => {}
            Err(error) => {
                // An id with a line separator, which would come back as another.
                prop_assert_eq!(error.code(), Code::Unwritable);
                return Ok(());
            }
        }
        let file = String::from_utf8(file).unwrap();
        prop_assert!(file.ends_with("END:VCALENDAR\r\n"));
        let physical: Vec<&str> = file.split("\r\n").collect();
        prop_assert!(physical.iter().all(|line| line.len() <= 75));
        let is_control = |c: char| c.is_control() && c != '\t';
        prop_assert!(!physical.iter().any(|line| line.contains(is_control)));
        let tasks: std::collections::BTreeSet<&str> = evaluation.rows().map(|row| row.task_id()).collect();
        let begun = unfolded(&file).iter().filter(|line| *line == "BEGIN:VTODO").count();
        prop_assert_eq!(begun, tasks.len());

        let (one, _) = read(&file);
        prop_assert_eq!(one.tasks.len(), tasks.len());
        for task in &one.tasks {
            let row = evaluation.rows_of(task.id.as_str()).next().unwrap();
            let from = row.task();
            let texts = |task: &Task| {
                let optional = |text: &Option<Text>| text.as_ref().map(|text| as_written(text.as_str()));
                (
                    as_written(task.title.as_str()),
                    optional(&task.clause),
                    optional(&task.authority),
                    optional(&task.responsible_person),
                    optional(&task.source),
                    as_written(task.document.as_str()),
                    task.group.clone(),
                    task.phase.clone(),
                    (task.weight, task.duration_days, task.indicative, task.assigned_on),
                )
            };
            prop_assert_eq!(texts(task), texts(&from));
        }
        // What was read is written and read the same.
        let (again, _) = written(&evaluated(one.clone(), "2026-06-30"), &options);
        let (two, _) = read(&again);
        // Without the documents' days some tasks may not be in force yet.
        prop_assume!(two.tasks.len() == one.tasks.len());
        prop_assert_eq!(&two.tasks, &one.tasks);
        prop_assert_eq!(&two.agencies, &one.agencies);
    }

    #[test]
    fn no_file_breaks_the_reader(lines in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..60)) {
        let file = lines.concat();
        let (records, findings) = read(&file);
        for finding in &findings {
            let lines = [finding.line(Lang::Vi), finding.line(Lang::En)];
            let is_sentence = |line: &String| !line.is_empty() && !line.contains('{');
            prop_assert_eq!(lines.iter().filter(|line| is_sentence(line)).count(), 2);
        }
        let evaluation = evaluated(records, "2025-12-31");
        let (file, _) = written(&evaluation, &everything());
        prop_assert_eq!(read(&file).0.tasks.len(), evaluation.rows().map(|r| r.task_id().to_owned()).collect::<std::collections::BTreeSet<_>>().len());
    }
}

/// Each file of others, with what is expected of it: tasks, and components that are passed over.
#[test]
fn other_peoples_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance/ics");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("SKIPPED: {} is absent", folder.display());
        return;
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut tasks = 0;
    for path in &paths {
        let bytes = fs::read(path).unwrap();
        let file = String::from_utf8_lossy(&bytes);
        let (records, findings) = ics::read_file(path, &ReadOptions::default()).unwrap();
        let stand = file.matches("BEGIN:VTODO").count();
        let unread =
            ["field_missing", "id_invalid", "duplicate_id", "todo_occurrence", "todo_unread"];
        let told = findings.iter().filter(|f| unread.contains(&f.code.as_str())).count();
        assert_eq!(records.tasks.len() + told, stand, "{}", path.display());
        let passed = findings.iter().filter(|f| f.code == FindingCode::ComponentPassedOver);
        let passed: usize = passed.map(|f| f.args["count"].parse::<usize>().unwrap()).sum();
        assert_eq!(passed, file.matches("BEGIN:VEVENT").count(), "{}", path.display());
        tasks += records.tasks.len();
        println!("formats | ics | 1 | 0 | {:?} | own count of components", codes(&findings));
    }
    assert!(paths.len() >= 4 && tasks >= 1);
    let (records, _) = ics::read_file(folder.join("example.ics"), &ReadOptions::default()).unwrap();
    let task = &records.tasks[0];
    assert_eq!(task.title.as_str(), "Submit Quebec Income Tax Return for 2006");
    assert_eq!(last_day(&records).as_deref(), Some("2007-05-01"));
    assert_eq!(task.classification, Some(Classification::Secret));
    // The example of GAP, with its events as tasks.
    let gap =
        fs::read_to_string(folder.join("rfc_9253_gap.ics")).unwrap().replace("VEVENT", "VTODO");
    let (records, _) = read(&gap);
    let expected = Dependency {
        task: TaskId::new("1").unwrap(),
        kind: DependencyKind::StartToStart,
        lag_days: 5,
    };
    assert_eq!(records.tasks[1].dependencies, [expected]);
}

/// Writes the files that `tests/python/test_formats_ics.py` reads where the Python door is not there to write them.
#[test]
fn files_for_other_readers() {
    let Some(folder) = std::env::var_os("TIENDO_ICS_FOLDER") else { return };
    let folder = Path::new(&folder);
    let mut records = tiendo_plan02::records().unwrap();
    records.reports = tiendo_plan02::simulated_reports(&records, 57);
    let options =
        WriteOptions { overwrite: Overwrite::Allow, remind_working_days: Some(5), ..everything() };
    for (name, due) in [("time", DueForm::EndOfDay), ("day", DueForm::Day)] {
        let options = WriteOptions { due, ..options };
        for (records, what, on) in
            [(records.clone(), "plan02", "2025-12-31"), (register(), "small", "2025-08-01")]
        {
            let path = folder.join(format!("{what}_{name}.ics"));
            ics::write_file(&evaluated(records, on), path, &options).unwrap();
        }
    }
}
