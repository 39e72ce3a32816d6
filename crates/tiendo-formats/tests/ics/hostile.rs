//! Files that are broken or meant to harm, and what may not be shown.

use super::*;

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

#[test]
fn a_calendar_without_an_end_is_over_where_the_next_begins() {
    let own = "BEGIN:VTODO\r\nUID:a\r\nSUMMARY:A\r\nDESCRIPTION:D\r\nEND:VTODO\r\n";
    let file = format!(
        "BEGIN:VCALENDAR\r\nPRODID:-//o//o//EN\r\n{own}BEGIN:VCALENDAR\r\nPRODID:-//tiendo//tiendo 1//VI\r\n\
         X-TIENDO-PROVENANCE:simulated\r\n{}STATUS:IN-PROCESS\r\nDTSTAMP:20250601T000000Z\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
        own.replace("UID:a", "UID:b").replace("END:VTODO\r\n", ""),
    );
    let (records, findings) = read(&file);
    assert_eq!(records.tasks.len(), 2);
    // The second one is of our own making, so that its DESCRIPTION repeats what others of its properties say.
    let told = codes(&findings);
    assert_eq!((told["calendar_unclosed"], told["column_not_kept"]), (1, 1), "{findings:?}");
    assert_eq!(records.reports[0].provenance, Provenance::Simulated);
    // An end too many is told.
    let (_, findings) = read(&format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", calendar(&[])));
    let told: Vec<&str> = codes(&findings).into_keys().collect();
    assert_eq!(told, ["calendar_misplaced", "calendar_unclosed"]);
}

#[test]
fn a_zone_without_an_end_is_not_read() {
    let zone = |ends: &[&str]| {
        let mut lines = vec!["BEGIN:VTIMEZONE", "TZID:Mine", "BEGIN:STANDARD", "TZOFFSETTO:-0500"];
        lines.extend(ends);
        let due = "DUE;TZID=Mine:20250630T115959";
        lines.extend(["BEGIN:VTODO", "UID:u", "SUMMARY:S", due, "END:VTODO"]);
        read(&calendar(&lines))
    };
    let (records, findings) = zone(&["END:STANDARD", "END:VTIMEZONE"]);
    assert_eq!(last_day(&records).as_deref(), Some("2025-06-30"));
    assert_eq!(codes(&findings).into_keys().collect::<Vec<_>>(), ["value_unstated"]);
    for ends in [&["END:STANDARD"][..], &["END:VTIMEZONE"], &[]] {
        let (records, findings) = zone(ends);
        assert_eq!(records.tasks.len(), 1);
        let told = codes(&findings);
        assert_eq!(told.get("zone_unknown"), Some(&1), "{ends:?} {findings:?}");
        assert!(told["component_unclosed"] >= 1, "{findings:?}");
    }
}

#[test]
fn what_is_not_carried_names_its_field_once() {
    let mut records = register();
    let (task, day) = (records.tasks[0].id.clone(), day::parse("2025-06-02").unwrap());
    let mut hidden = self::task("S9", "Bí mật");
    hidden.classification = Some(Classification::Secret);
    hidden.assigned_on = day::parse("2199-01-01").ok();
    let transfer = |task: &TaskId| tiendo::Transfer {
        task: task.clone(),
        from: AgencyId::new("BTC").unwrap(),
        to: AgencyId::new("BCA").unwrap(),
        day,
        basis: None,
        source: None,
    };
    records.transfers = vec![transfer(&task), transfer(&hidden.id)];
    for task in &mut records.tasks {
        task.classification = None;
    }
    records.tasks.push(hidden);
    let evaluation = evaluated(records, "2025-12-31");
    let count = |disclosure| {
        let (_, findings) = written(&evaluation, &WriteOptions { disclosure, ..everything() });
        let lost = findings.iter().filter(|f| f.code == FindingCode::FieldNotCarried);
        let lost: Vec<_> = lost.collect();
        assert!(lost.iter().all(|f| f.field.is_some() && !f.args.contains_key("field")));
        let moved = lost.iter().find(|f| f.field.as_deref() == Some("transfers")).unwrap();
        moved.args["count"].clone()
    };
    assert_eq!(
        (count(Disclosure::Everything), count(Disclosure::Public)),
        ("2".into(), "1".into())
    );
}
