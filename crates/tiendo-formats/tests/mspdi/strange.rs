//! Files that are broken, strange or meant to harm, and what may not be shown.

use super::*;

#[test]
fn tasks_that_are_not_public_are_refused() {
    let mut records = register();
    records.tasks[4].classification = Some(Classification::Internal);
    let evaluation = evaluated(records, "2025-10-15");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xml");
    let error = mspdi::write_file(&evaluation, &path, &WriteOptions::default()).unwrap_err();
    assert_eq!(error.code(), Code::NotPublic);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let options = WriteOptions { disclosure: Disclosure::Internal, ..WriteOptions::default() };
    mspdi::write_file(&evaluation, &path, &options).unwrap();
    let error = mspdi::write_file(&evaluation, &path, &options).unwrap_err();
    assert_eq!(error.code(), Code::Exists);
    let options = WriteOptions { overwrite: Overwrite::Allow, ..options };
    mspdi::write_file(&evaluation, &path, &options).unwrap();
    assert_eq!(mspdi::read_file(&path, &ReadOptions::default()).unwrap().0.tasks.len(), 8);
}

#[test]
fn what_breaks_readers_ends_in_a_clear_error_quickly() {
    let deep = "<a>".repeat(100_000);
    let head = "<Project xmlns='http://schemas.microsoft.com/project'>";
    for (file, code) in [
        (
            "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Project>&x;</Project>"
                .to_owned(),
            Code::Malformed,
        ),
        ("<Project><Name>&lol9;</Name></Project>".to_owned(), Code::Malformed),
        (format!("{head}{deep}"), Code::LimitExceeded),
        (format!("{head}<Tasks><Task><Name>{}", "x".repeat(2 << 20)), Code::LimitExceeded),
        (format!("{head}<Tasks>{}", "<Task/>".repeat(1_100_000)), Code::LimitExceeded),
        (format!("{head}<Calendars>"), Code::Malformed),
        ("<html/>".to_owned(), Code::Malformed),
        (String::new(), Code::Malformed),
        ("PK\u{3}\u{4}".to_owned(), Code::Malformed),
    ] {
        let start = Instant::now();
        let error = mspdi::read("a.xml", file.as_bytes(), &ReadOptions::default()).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(start.elapsed() < Duration::from_secs(20), "{error}");
    }
    let exception = "<Exception><TimePeriod><FromDate>1900-01-01T00:00:00</FromDate><ToDate>2199-12-31T00:00:00</ToDate>\
        </TimePeriod><DayWorking>0</DayWorking></Exception>";
    let file = format!(
        "<Project><Calendars><Calendar><UID>1</UID><Exceptions>{}</Exceptions></Calendar></Calendars></Project>",
        exception.repeat(3)
    );
    let range = (day::parse("2025-01-01").unwrap(), day::parse("2025-12-31").unwrap());
    let read = mspdi::read_calendar("a.xml", file.as_bytes(), range, &ReadOptions::default());
    assert_eq!(read.unwrap().0.working_days_between(range.0, range.1), Ok(0));
}

#[test]
fn what_other_programs_do_is_told() {
    let file = "<Project><MinutesPerDay>420</MinutesPerDay><StatusDate>2025-06-30T17:00:00</StatusDate><Tasks>\
        <Task><UID>1</UID><Name>A</Name><Duration>PT7H0M0S</Duration><PercentComplete>30</PercentComplete></Task>\
        <Task><UID>2</UID><Name>B</Name><Duration>PT8H0M0S</Duration><PercentComplete>100</PercentComplete>\
        <PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>14400</LinkLag><LagFormat>8</LagFormat></PredecessorLink>\
        <PredecessorLink><PredecessorUID>1</PredecessorUID><Type>3</Type><LinkLag>50</LinkLag><LagFormat>19</LagFormat></PredecessorLink>\
        <PredecessorLink><PredecessorUID>9</PredecessorUID><Type>1</Type></PredecessorLink></Task>\
        <Task><UID>2</UID><Name>C</Name></Task><Task><UID>3</UID><Name> </Name></Task><Task><Name>D</Name></Task>\
        <Task><UID>4</UID><Name>E</Name><Deadline>soon</Deadline><PercentComplete>300</PercentComplete><ActualFinish>2025-06-20T17:00:00</ActualFinish></Task>\
        </Tasks><Assignments><Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>7</ResourceUID></Assignment></Assignments></Project>";
    let (records, findings) =
        mspdi::read("a.xml", file.as_bytes(), &ReadOptions::default()).unwrap();
    let counts = counted(&findings);
    for (code, count) in [
        ("namespace_other", 1),
        ("length_rounded", 1),
        ("length_unread", 2),
        ("dangling_reference", 2),
        ("row_twice", 1),
        ("row_no_title", 1),
        ("cell_unread", 3),
        ("completion_day_unstated", 1),
    ] {
        assert_eq!(counts.get(code), Some(&count), "{code}: {findings:#?}");
    }
    assert_eq!(records.tasks.len(), 3);
    assert_eq!(
        (records.tasks[0].duration_days, records.tasks[1].duration_days),
        (Some(1), Some(2))
    );
    assert_eq!(records.tasks[1].dependencies.len(), 2);
    let reports: Vec<_> = records
        .reports
        .iter()
        .map(|r| (r.kind.as_str(), r.reported_on.to_string(), r.percent))
        .collect();
    assert_eq!(
        reports,
        [
            ("progress", "2025-06-30".to_owned(), Some(30)),
            ("complete", "2025-06-30".to_owned(), None),
            ("complete", "2025-06-20".to_owned(), None),
        ]
    );
    let options = ReadOptions { max_rows: 2, ..ReadOptions::default() };
    assert_eq!(
        mspdi::read("a.xml", file.as_bytes(), &options).unwrap_err().code(),
        Code::LimitExceeded
    );
}

/// Texts out of the pieces that XML is broken with.
#[test]
fn rows_that_are_not_read_take_nothing_along() {
    let row = |uid: &str, level: u8, name: &str, more: &str| {
        format!(
            "<Task><UID>{uid}</UID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>{more}</Task>"
        )
    };
    let link =
        "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink>";
    let file = format!(
        "<Project xmlns='http://schemas.microsoft.com/project'><Tasks>{}{}{}{}{}{}</Tasks></Project>",
        row("1", 1, "A", ""),
        row("", 1, "no number", ""),
        row("2", 2, "below no number", link),
        row("1", 1, "number twice", ""),
        row("3", 2, "below number twice", "<ActualFinish>today</ActualFinish>"),
        "<Task><UID>1</UID><IsNull>1</IsNull></Task>",
    );
    let (records, findings) = read(file.as_bytes());
    let said = counted(&findings);
    assert_eq!((said["cell_unread"], said["row_twice"], said["rows_empty"]), (2, 1, 1), "{said:?}");
    let titles: Vec<_> = records.tasks.iter().map(|t| (t.title.as_str(), &t.parent)).collect();
    assert_eq!(titles, [("A", &None), ("below no number", &None), ("below number twice", &None)]);
    assert_eq!(records.tasks[1].dependencies[0].task.as_str(), "MSP-1");
}

#[test]
fn a_row_that_was_copied_is_told() {
    let (file, _) = written(&evaluated(register(), "2025-08-01"));
    let file = String::from_utf8(file).unwrap();
    let field = "<FieldID>188743734</FieldID>";
    let row = file.split("<Task>").find(|row| {
        row.split_once(field)
            .is_some_and(|(_, rest)| rest.trim_start().starts_with("<Value>task</Value>"))
    });
    let row = row.unwrap().split("</Task>").next().unwrap();
    let uid = row.split_once("</UID>").unwrap().0.rsplit_once('>').unwrap().1;
    let copy = row.replacen(&format!("<UID>{uid}</UID>"), "<UID>9999</UID>", 1);
    let copied = file.replace("</Tasks>", &format!("<Task>{copy}</Task></Tasks>"));
    let (before, _) = read(file.as_bytes());
    let (after, findings) = read(copied.as_bytes());
    assert_eq!(counted(&findings).get("duplicate_id"), Some(&1), "{findings:#?}");
    assert_eq!(after.tasks.len(), before.tasks.len());
}

#[test]
fn a_baseline_that_is_no_day_and_an_assignment_too_many_are_told() {
    let (file, _) = written(&evaluated(register(), "2025-08-01"));
    let file = String::from_utf8(file).unwrap();
    let (before, baseline) = file.split_once("<Baseline>").unwrap();
    let (number, finish) = baseline.split_once("<Finish>").unwrap();
    let broken = format!(
        "{before}<Baseline>{number}<Finish>one day{}",
        finish.trim_start_matches(|c| c != '<')
    );
    let (_, findings) = read(broken.as_bytes());
    let told: Vec<_> = findings.iter().filter(|f| f.code.as_str() == "cell_unread").collect();
    assert_eq!(told.len(), 1, "{findings:#?}");
    assert_eq!(told[0].args["value"], "one day");
    let place = told[0].place.as_ref().unwrap();
    assert_eq!((place.column.as_str(), place.row > 0), ("Baseline/Finish", true));

    let (_, rest) = file.split_once("<Assignment>").unwrap();
    let (assignment, _) = rest.split_once("</Assignment>").unwrap();
    let twice = file
        .replace("</Assignments>", &format!("<Assignment>{assignment}</Assignment></Assignments>"));
    let ((before, _), (after, findings)) = (read(file.as_bytes()), read(twice.as_bytes()));
    assert_eq!(before.tasks, after.tasks);
    assert_eq!(counted(&findings).get("value_repeated"), Some(&1), "{findings:#?}");
    let told = findings.iter().find(|f| f.code.as_str() == "value_repeated").unwrap();
    assert_eq!((told.args["value"].as_str(), told.id.as_deref()), ("X1", Some("T3")));
    assert!(told.place.as_ref().unwrap().row > 0);
}

/// The outline of a register of many groups; the time it takes, at best.
fn laid(groups: usize, plans: usize) -> Duration {
    let mut records = Records::default();
    let (document, text) = (DocumentId::new("D").unwrap(), |text: &str| Text::new(text).unwrap());
    let group = |n: usize| GroupId::new(&format!("G{n}")).unwrap();
    for n in 0..groups {
        let id = TaskId::new(&format!("T{n}")).unwrap();
        let mut task = Task::new(id, document.clone(), text("A"));
        task.assigned_on = day::parse("2025-06-20").ok();
        task.group = Some(group(n));
        records.tasks.push(task);
    }
    for plan in 0..plans {
        let of = (plan * groups / plans)..((plan + 1) * groups / plans);
        records.plans.push(tiendo::Plan {
            id: tiendo::PlanId::new(&format!("P{plan}")).unwrap(),
            document: document.clone(),
            documents: Vec::new(),
            name: text("P"),
            name_en: None,
            phases: Vec::new(),
            groups: of
                .map(|n| tiendo::TaskGroup { id: group(n), name: text("G"), name_en: None })
                .collect(),
        });
    }
    let evaluation = evaluated(records, "2025-07-01");
    let time = || {
        let start = Instant::now();
        let (file, _) = written(&evaluation);
        assert_eq!(String::from_utf8(file).unwrap().matches("<Task>").count(), 2 * groups + plans);
        start.elapsed()
    };
    (0..3).map(|_| time()).min().unwrap()
}

#[test]
fn the_outline_takes_as_long_as_it_is() {
    for plans_of in [|_| 1, |groups| groups] {
        let (few, many) = (laid(1_000, plans_of(1_000)), laid(8_000, plans_of(8_000)));
        // Of plans times tasks it would be sixty-four times.
        assert!(many < few * 24, "{few:?} {many:?}");
    }
}
