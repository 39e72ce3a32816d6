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
    println!(
        "formats | ics | {} tasks written and read back | 1 | {:?} | this reader",
        evaluation.task_sums().total(),
        codes(&findings)
    );
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
        let same = again.rows_of(row.task_id()).next().expect(row.task_id());
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

#[test]
fn days_of_others() {
    let cases: [(&[&str], Option<&str>, &[&str]); 13] = [
        (&["DUE;VALUE=DATE:20250630"], Some("2025-06-30"), &[]),
        (&["DUE:20250630T165959Z"], Some("2025-06-30"), &[]),
        (&["DUE:20250630T180000Z"], Some("2025-07-01"), &["time_dropped"]),
        (&["DUE;TZID=Asia/Ho_Chi_Minh:20250630T170000"], Some("2025-06-30"), &["time_dropped"]),
        (&["DUE:20250701T000000"], Some("2025-06-30"), &["due_at_midnight"]),
        (&["DUE;TZID=Nowhere:20250630T235959"], Some("2025-06-30"), &["zone_unknown"]),
        (&["DTSTART;VALUE=DATE:20250601", "DURATION:P2W"], Some("2025-06-15"), &[]),
        (&["DTSTART:20250601T020000Z", "DURATION:P1DT14H59M59S"], Some("2025-06-02"), &[]),
        (&["DURATION:P1D"], None, &["property_invalid"]),
        (&["DTSTART;VALUE=DATE:20250601", "DURATION:-P1D"], None, &["property_invalid"]),
        (&["DUE:soon"], None, &["property_invalid"]),
        (
            &["DUE;VALUE=DATE:20250630", "DUE;VALUE=DATE:20250701"],
            Some("2025-06-30"),
            &["value_repeated"],
        ),
        (
            &["DUE;VALUE=DATE:20250630", "RRULE:FREQ=YEARLY"],
            Some("2025-06-30"),
            &["column_not_kept"],
        ),
    ];
    for (lines, expected, more) in cases {
        let (records, findings) = read(&todo(lines));
        assert_eq!(last_day(&records).as_deref(), expected, "{lines:?}");
        let mut found: Vec<&str> = codes(&findings).into_keys().collect();
        found.retain(|code| *code != "value_unstated");
        assert_eq!(found, more, "{lines:?} {findings:?}");
    }
    // A zone that the file brings along and that never changes is known.
    let zone = [
        "BEGIN:VTIMEZONE",
        "TZID:Mine",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0500",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VTODO",
        "UID:u",
        "SUMMARY:S",
        "DUE;TZID=Mine:20250630T115959",
        "END:VTODO",
    ];
    let (records, findings) = read(&calendar(&zone));
    assert_eq!(last_day(&records).as_deref(), Some("2025-06-30"));
    assert_eq!(codes(&findings), BTreeMap::from([("value_unstated", 1)]));
}

#[test]
fn states_of_others() {
    type Case<'c> = (&'c [&'c str], Option<(ReportKind, &'c str, Option<u8>)>);
    let cases: [Case<'_>; 9] = [
        (
            &["STATUS:COMPLETED", "COMPLETED:20250702T180000Z", "PERCENT-COMPLETE:100"],
            Some((ReportKind::Complete, "2025-07-03", None)),
        ),
        (&["COMPLETED:20250702T180000Z"], Some((ReportKind::Complete, "2025-07-03", None))),
        (
            &["STATUS:COMPLETED", "LAST-MODIFIED:20250620T000000Z"],
            Some((ReportKind::Complete, "2025-06-20", None)),
        ),
        (&["STATUS:CANCELLED"], Some((ReportKind::Cancel, "2025-06-01", None))),
        (
            &["STATUS:IN-PROCESS", "PERCENT-COMPLETE:30"],
            Some((ReportKind::Progress, "2025-06-01", Some(30))),
        ),
        (&["STATUS:NEEDS-ACTION", "PERCENT-COMPLETE:0"], None),
        (&["PERCENT-COMPLETE:101"], None),
        (&["STATUS:NEEDS-ACTION", "COMPLETED:20250702T180000Z"], None),
        (&["STATUS:DONE"], None),
    ];
    for (lines, expected) in cases {
        let (records, _) = read(&todo(lines));
        let report =
            records.reports.first().map(|r| (r.kind.clone(), r.reported_on.to_string(), r.percent));
        assert_eq!(
            report,
            expected.map(|(kind, on, percent)| (kind, on.to_owned(), percent)),
            "{lines:?}"
        );
    }
    let file = todo(&["DUE;VALUE=DATE:20250703", "STATUS:COMPLETED", "COMPLETED:20250702T180000Z"]);
    let evaluation = evaluated(read(&file).0, "2025-12-31");
    assert_eq!(evaluation.row(0).unwrap().status(), Status::DoneOnTime);
}

#[test]
fn people_of_others_are_sought_in_the_register() {
    let known = registry(register());
    let file = todo(&[
        "ORGANIZER;CN=Van phong Chinh phu:mailto:vpcp@example.vn",
        "ATTENDEE;CN=\"bộ tài chính\":mailto:btc@example.vn",
        "ATTENDEE;ROLE=OPT-PARTICIPANT;CN=BCA:mailto:bca@example.vn",
        "ATTENDEE;CN=Ông A:mailto:a@example.vn",
    ]);
    let options = ReadOptions { registry: Some(&known), ..ReadOptions::default() };
    let (records, findings) = ics::read("t.ics", file.as_bytes(), &options).unwrap();
    let task = &records.tasks[0];
    let ids = |ids: &[AgencyId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(task.assigner.as_ref().map(AgencyId::as_str), Some("VPCP"));
    assert_eq!(
        (ids(&task.addressees), ids(&task.coordinating)),
        (vec!["BTC".to_owned()], vec!["BCA".to_owned()])
    );
    assert_eq!(codes(&findings), BTreeMap::from([("agency_unknown", 1), ("value_unstated", 1)]));
    let (records, findings) = read(&file);
    assert!(records.tasks[0].addressees.is_empty() && records.agencies.is_empty());
    assert_eq!(codes(&findings)["column_not_kept"], 2, "{findings:?}");
}

#[test]
fn broken_files_are_told_and_never_read_by_half() {
    let cases: [(&str, usize, &[&str]); 12] = [
        ("", 0, &["file_empty"]),
        ("hello\r\n", 0, &["calendar_line_invalid"]),
        ("BEGIN:VTODO\r\nUID:1\r\nSUMMARY:A\r\n", 0, &["calendar_missing", "component_unclosed"]),
        (
            "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1\r\nSUMMARY:A\r\nEND:VCALENDAR\r\n",
            0,
            &["component_unclosed"],
        ),
        (
            "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1\r\nSUMMARY:A\r\nEND:VTODO\r\n",
            1,
            &["calendar_unclosed", "value_unstated"],
        ),
        ("END:VTODO\r\n", 0, &["calendar_misplaced"]),
        (
            "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
            0,
            &["field_missing"],
        ),
        (
            "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:A\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
            0,
            &["field_missing"],
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nSUMMARY:A\nEND:VTODO\nEND:VCALENDAR\n",
            1,
            &["calendar_line_breaks", "value_unstated"],
        ),
        (
            "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1\r\nSUMMARY:A\r\nBEGIN:VALARM\r\nUID:9\r\nEND:VALARM\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
            1,
            &["component_passed_over", "value_unstated"],
        ),
        (
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nBEGIN:VJOURNAL\r\nEND:VJOURNAL\r\nEND:VCALENDAR\r\n",
            0,
            &["component_passed_over"],
        ),
        (
            "\u{feff}BEGIN:VCALENDAR\r\nbegin:vtodo\r\nuid:1\r\nsummary:A\r\nend:vtodo\r\nEND:VCALENDAR",
            1,
            &["value_unstated"],
        ),
    ];
    for (file, tasks, expected) in cases {
        let (records, findings) = read(file);
        assert_eq!(records.tasks.len(), tasks, "{file}");
        assert_eq!(
            codes(&findings).into_keys().collect::<Vec<_>>(),
            expected,
            "{file} {findings:?}"
        );
    }
    // Twice the same UID, and a changed occurrence of it.
    let twice = ["BEGIN:VTODO", "UID:u", "SUMMARY:A", "END:VTODO"];
    let changed =
        ["BEGIN:VTODO", "UID:u", "RECURRENCE-ID:20250101T000000Z", "SUMMARY:A", "END:VTODO"];
    let (records, findings) = read(&calendar(&[&twice[..], &twice, &changed].concat()));
    assert_eq!(records.tasks.len(), 1);
    let told = codes(&findings);
    assert_eq!((told["duplicate_id"], told["todo_occurrence"]), (1, 1));
    // A line that is not UTF-8 spoils its task, and no other.
    let mut file = todo(&[]).into_bytes();
    let at = file.windows(9).position(|nine| nine == b"SUMMARY:S").unwrap();
    file[at + 8] = 0xff;
    file.extend_from_slice(calendar(&twice).as_bytes());
    let (records, findings) = ics::read("t.ics", &file[..], &ReadOptions::default()).unwrap();
    assert_eq!(records.tasks.len(), 1);
    assert_eq!(codes(&findings)["todo_unread"], 1);
    // Folded within a character, as some programs do.
    let folded = b"BEGIN:VTODO\r\nUID:1\r\nSUMMARY:N\xc3\r\n \xa2ng\r\nEND:VTODO\r\n";
    let (records, _) = ics::read("t.ics", &folded[..], &ReadOptions::default()).unwrap();
    assert_eq!(records.tasks[0].title.as_str(), "Nâng");
}

#[test]
fn bombs_end_quickly() {
    let long = format!("BEGIN:VTODO\r\nSUMMARY:{}", "x".repeat(2 << 20));
    let folds = format!("BEGIN:VTODO\r\nSUMMARY:x{}", "\r\n xxxxxxxxxxxxxxxx".repeat(100_000));
    let deep = "BEGIN:VTODO\r\n".repeat(100_000);
    let many = format!("BEGIN:VTODO\r\n{}", "X-A:1\r\n".repeat(100_000));
    let todos = "BEGIN:VTODO\r\nEND:VTODO\r\n".repeat(1001);
    let file = "BEGIN:VEVENT\r\nEND:VEVENT\r\n".repeat(100_000);
    let few = ReadOptions { max_tasks: 1000, max_file_bytes: 2 << 20, ..ReadOptions::default() };
    let wide = ReadOptions::default();
    for (file, options, limit) in [
        (&long, &wide, "bytes of a line"),
        (&folds, &wide, "bytes of a line"),
        (&deep, &wide, "components within each other"),
        (&many, &wide, "properties of a task"),
        (&todos, &few, "tasks"),
        (&file, &few, "bytes of the file"),
    ] {
        let start = Instant::now();
        let error = ics::read("b.ics", file.as_bytes(), options).unwrap_err();
        assert_eq!(error.code(), Code::LimitExceeded);
        assert!(error.to_string().contains(limit), "{error}");
        assert!(start.elapsed() < Duration::from_secs(2), "{limit}: {:?}", start.elapsed());
    }
    // As many findings as there are lines are counted, not kept.
    let junk = "junk\r\n".repeat(50_000);
    let (_, findings) = read(&junk);
    assert_eq!(findings.len(), 10_001);
}

#[test]
fn lines_of_nothing_take_no_memory_without_end() {
    // Two letters a line, or a parameter, take thirty times their bytes.
    for lines in ["A:\r\n".repeat(9_000), format!("A{}:\r\n", ";B".repeat(18_000))] {
        let todo = format!("BEGIN:VTODO\r\nUID:a\r\nSUMMARY:a\r\n{lines}END:VTODO\r\n");
        let file = format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", todo.repeat(80));
        let options = ReadOptions { max_file_bytes: 4 << 20, ..ReadOptions::default() };
        let error = ics::read("a.ics", file.as_bytes(), &options).unwrap_err();
        assert_eq!(error.code(), Code::LimitExceeded);
        assert!(error.to_string().contains("in memory"), "{error}");
    }
}

#[test]
fn nothing_is_injected() {
    let attack = "a\r\nEND:VTODO\r\nBEGIN:VEVENT\r\nATTACH:file:///etc/passwd\nX:;,\"^n\u{2028}END:VCALENDAR\u{0085}\u{1b}";
    let mut records = register();
    let first = &mut records.tasks[0];
    first.title = text(attack);
    first.clause = Some(text(attack));
    first.responsible_person = Some(text(attack));
    first.title_en = Some(text(attack));
    for agency in &mut records.agencies {
        agency.name = text(attack);
    }
    let evaluation = evaluated(records, "2025-08-01");
    let options = WriteOptions { remind_working_days: Some(1), domain: attack, ..everything() };
    let (file, findings) = written(&evaluation, &options);
    let lines = unfolded(&file);
    let begun = |name: &str| lines.iter().filter(|line| *line == &format!("BEGIN:{name}")).count();
    assert_eq!(
        (begun("VTODO"), begun("VEVENT"), begun("VALARM"), begun("VCALENDAR")),
        (3, 0, 2, 1)
    );
    assert!(!lines.iter().any(|line| line.starts_with("ATTACH")));
    assert!(!file.contains(['\u{2028}', '\u{85}', '\u{1b}']));
    assert!(findings.iter().any(|finding| finding.code == FindingCode::ControlsRemoved));
    let (back, _) = read(&file);
    assert_eq!(back.tasks.len(), 3);
    assert_eq!(back.tasks[0].title.as_str(), as_written(attack));
    let named = back.agencies.iter().find(|agency| agency.id.as_str() == "BCA").unwrap();
    assert_eq!(named.name.as_str(), as_written(attack));
}

#[test]
fn what_may_not_be_shown_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tasks.ics");
    let evaluation = evaluated(register(), "2025-08-01");
    let refused = ics::write_file(&evaluation, &path, &WriteOptions::default()).unwrap_err();
    assert_eq!(refused.code(), Code::NotPublic);
    let internal = WriteOptions { disclosure: Disclosure::Internal, ..WriteOptions::default() };
    let nameless = WriteOptions { domain: "", ..internal };
    assert_eq!(ics::write_file(&evaluation, &path, &nameless).unwrap_err().code(), Code::Core);
    ics::write_file(&evaluation, &path, &internal).unwrap();
    assert_eq!(ics::write_file(&evaluation, &path, &internal).unwrap_err().code(), Code::Exists);
    let over = WriteOptions { overwrite: Overwrite::Allow, ..internal };
    ics::write_file(&evaluation, &path, &over).unwrap();
    assert_eq!(ics::read_file(&path, &ReadOptions::default()).unwrap().0.tasks.len(), 3);
    // A link to a task that is not in the file is not even named by its id.
    let mut records = register();
    records.tasks[0].assigned_on = day::parse("2026-01-01").ok();
    let (file, findings) = written(&evaluated(records, "2025-08-01"), &WriteOptions::default());
    assert!(!file.contains("RELATED-TO"));
    let lost = findings.iter().find(|finding| finding.code == FindingCode::LinkNotWritten).unwrap();
    assert_eq!(lost.args["count"], "7");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn whoever_listens_may_stop() {
    let file: String = (0..3000)
        .map(|i| format!("BEGIN:VTODO\r\nUID:{i}\r\nSUMMARY:A\r\nEND:VTODO\r\n"))
        .collect();
    let heard = Cell::new(0);
    let stop = |_: &str, done: u64| {
        heard.set(done);
        if done >= 2048 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ReadOptions { progress: Some(&stop), ..ReadOptions::default() };
    let error = ics::read("t.ics", calendar(&[file.trim_end()]).as_bytes(), &options).unwrap_err();
    assert_eq!((error.code(), heard.get()), (Code::Cancelled, 2048));
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
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        println!(
            "formats | ics | {name}: {} tasks | 0 | {:?} | icalendar",
            records.tasks.len(),
            codes(&findings)
        );
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
