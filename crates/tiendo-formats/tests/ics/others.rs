//! What other programs say in their words: days, states and people.

use super::*;

#[test]
fn days_of_others() {
    let cases: [(&[&str], Option<&str>, &[&str]); 18] = [
        (&["DUE;VALUE=DATE:20250630"], Some("2025-06-30"), &[]),
        (&["DUE:20250630T165959Z"], Some("2025-06-30"), &[]),
        (&["DUE:20250630T180000Z"], Some("2025-07-01"), &["time_dropped"]),
        (&["DUE;TZID=Asia/Ho_Chi_Minh:20250630T170000"], Some("2025-06-30"), &["time_dropped"]),
        (&["DUE:20250701T000000"], Some("2025-06-30"), &["due_at_midnight"]),
        (&["DUE;TZID=Nowhere:20250630T235959"], Some("2025-06-30"), &["zone_unknown"]),
        // A day begins at its midnight, and a duration ends before what follows it.
        (&["DTSTART;VALUE=DATE:20250601", "DURATION:P2W"], Some("2025-06-14"), &[]),
        (&["DTSTART;VALUE=DATE:20250601", "DURATION:P2D"], Some("2025-06-02"), &[]),
        (&["DTSTART;VALUE=DATE:20250601", "DURATION:P1D"], Some("2025-06-01"), &[]),
        (&["DTSTART;VALUE=DATE:20250601", "DURATION:P0D"], Some("2025-06-01"), &[]),
        (&["DTSTART;VALUE=DATE:20250601", "DURATION:PT36H"], Some("2025-06-02"), &["time_dropped"]),
        (&["DTSTART:20250601T000000", "DURATION:P2D"], Some("2025-06-02"), &["due_at_midnight"]),
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
