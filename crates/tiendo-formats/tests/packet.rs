//! Packets and weekly texts: what is written reads back by the same profile, missing data stays missing.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tiendo::{
    Classification, DocumentId, Evaluation, Finding, Policy, Provenance, Records, RegistryBuilder,
    ReportKind, Task, TaskId, Text, WarnOptions, day,
};
use tiendo_formats::packet::{self, Form, Packet, PacketKind, Profile, ReadOptions, WriteOptions};
use tiendo_formats::weekly::{self, WeeklyOptions};
use tiendo_formats::{Code, Disclosure, Overwrite};

#[path = "random/records.rs"]
#[allow(dead_code)] // shared with other tests, which use all of it
mod random;

const FORMS: [Form; 2] = [Form::Xml, Form::Json];

/// A profile that looks as little like ours as can be.
const OTHER: &str = r#"
name = "other"
form = "json"
days = "dd/mm/yyyy"
decimal = ","
namespace = "urn:example:baocao?a=1&b=2"

[lists.status]
done_on_time = "01"
done_late = "02"
in_progress = "03"
no_data = "04"

[reports]
root = "GoiTin"
head = "ThongTinChung"
entry = "NhiemVu"
breakdown = { name = "PhanTo", item = "Muc", dimension = "chieu" }
head_fields = [
    { field = "constant", name = "PhienBan", value = "1.0" },
    { field = "day", name = "NgayBaoCao", attribute = true },
    { field = "provenance", name = "Nguon" },
]
fields = [
    { field = "organisation", name = "MaDonVi", attribute = true, written = "always" },
    { field = "status", name = "TrangThai" },
    { field = "code", name = "Ma" },
    { field = "value", name = "GiaTri", written = "always" },
    { field = "day", name = "Ngay" },
]

[figures]
root = "SoLieu"
head = "ThongTinChung"
entries = "DanhSach"
entry = "Dong"
head_fields = [{ field = "day", name = "NgayBaoCao" }]
fields = [
    { field = "code", name = "Ma" },
    { field = "value", name = "GiaTri" },
    { field = "organisation", name = "MaDonVi" },
]

[kpis]
root = "ChiTieu"
head = "ThongTinChung"
entries = "DanhSach"
entry = "Dong"
head_fields = [{ field = "day", name = "NgayBaoCao" }]
fields = [
    { field = "code", name = "Ma" },
    { field = "value", name = "GiaTri" },
    { field = "target", name = "MucTieu" },
    { field = "organisation", name = "MaDonVi" },
    { field = "day", name = "Ngay" },
]
"#;

fn demo(on: &str) -> Evaluation {
    let mut records = tiendo_plan02::records().unwrap();
    records.reports = tiendo_plan02::simulated_reports(&records, 57);
    evaluated(records, on)
}

fn evaluated(records: Records, on: &str) -> Evaluation {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let as_of = tiendo::AsOf::new(day::parse(on).unwrap()).unwrap();
    builder.finish().evaluate(as_of, &Policy::default()).unwrap()
}

fn codes(findings: &[Finding]) -> BTreeMap<&'static str, u64> {
    let mut codes = BTreeMap::new();
    for finding in findings {
        let count = finding.args.get("count").and_then(|count| count.parse().ok()).unwrap_or(1);
        *codes.entry(finding.code.as_str()).or_default() += count;
    }
    codes
}

/// A file that readers of others look at, below the target folder.
fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
fn the_register_comes_back_by_the_neutral_profile() {
    let evaluation = demo("2025-12-31");
    for kind in PacketKind::ALL {
        for form in FORMS {
            let name = format!(
                "packet-{}.{}",
                kind.as_str(),
                if form == Form::Xml { "xml" } else { "json" }
            );
            let options = WriteOptions {
                kind,
                form: Some(form),
                overwrite: Overwrite::Allow,
                sender: Some("Văn phòng <thử> & \"kiểm\"".to_owned()),
                ..WriteOptions::default()
            };
            let lost = packet::write_file(&evaluation, kept(&name), &options).unwrap();
            assert_eq!(lost, []);
            let file = std::fs::File::open(kept(&name)).unwrap();
            let (read, findings) = packet::parse(&name, file, &ReadOptions::default()).unwrap();
            let mut expected = Packet::of(&evaluation, kind, Disclosure::Public, "packet").unwrap();
            expected.head.sender = options.sender.unwrap();
            assert_eq!((read, findings), (expected.clone(), vec![]));
            assert!(expected.entries.len() > 60, "{kind:?}");
            let (records, findings) =
                packet::read_file(kept(&name), &ReadOptions::default()).unwrap();
            let reported = evaluation.rows().filter(tiendo::Row::is_reported).count();
            match kind {
                PacketKind::Reports => {
                    assert_eq!(records.reports.len(), reported);
                    assert!(reported < expected.entries.len(), "silence stays silence");
                    assert!(records.reports.iter().all(|r| r.provenance == Provenance::Simulated));
                    let done = records.reports.iter().filter(|r| r.kind == ReportKind::Complete);
                    let rows = evaluation.rows().filter(|row| row.status().is_done());
                    assert_eq!(done.count(), rows.count());
                }
                PacketKind::Kpis => {
                    assert_eq!(records.kpis.len(), evaluation.registry().kpis().len());
                }
                PacketKind::Figures => assert!(records.is_empty()),
            }
            println!("formats | packet | 1 | 1 | {:?} | own reader", codes(&findings));
        }
    }
}

#[test]
fn another_profile_has_its_own_names_and_codes() {
    let profile = Profile::from_toml(OTHER).unwrap();
    let evaluation = demo("2025-12-31");
    let reading = ReadOptions { profile: Some(&profile), ..ReadOptions::default() };
    for form in FORMS {
        let options =
            WriteOptions { profile: Some(&profile), form: Some(form), ..WriteOptions::default() };
        let mut file = Vec::new();
        let lost = packet::write(&evaluation, &mut file, &options).unwrap();
        let fields: Vec<&str> = lost.iter().filter_map(|f| f.field.as_deref()).collect();
        assert_eq!(
            fields,
            ["policy", "policy_version", "calendar", "name", "period", "unit", "deadline"]
        );
        let text = String::from_utf8(file.clone()).unwrap();
        let parts: &[&str] = match form {
            Form::Xml => &[
                "<GoiTin xmlns=\"urn:example:baocao?a=1&amp;b=2\">",
                "<ThongTinChung NgayBaoCao=\"31/12/2025\">",
                "<PhienBan>1.0</PhienBan>",
                "<TrangThai>01</TrangThai>",
                "<GiaTri></GiaTri>",
            ],
            Form::Json => &[
                "{\"GoiTin\":{\"ThongTinChung\":{\"PhienBan\":\"1.0\",\"NgayBaoCao\":\"31/12/2025\"",
            ],
        };
        for part in parts {
            assert!(text.contains(part), "{part}\n{}", &text[..600]);
        }
        let (read, findings) = packet::parse("p", &file[..], &reading).unwrap();
        assert_eq!(findings, []);
        let packet = Packet::of(&evaluation, PacketKind::Reports, Disclosure::Public, "p").unwrap();
        for (read, whole) in read.entries.iter().zip(&packet.entries) {
            assert_eq!(
                (&read.code, &read.status, read.value, read.day, &read.breakdown),
                (&whole.code, &whole.status, whole.value, whole.day, &whole.breakdown)
            );
        }
        assert_eq!(read.entries.len(), packet.entries.len());
        // Names of another profile are no packet of this one.
        let error = packet::parse("p", &file[..], &ReadOptions::default()).unwrap_err();
        assert_eq!(error.code(), Code::Malformed);
    }
}

#[test]
fn what_is_wrong_in_a_packet_has_its_place() {
    let file = "<reports>\n<head><day>2025-07-31</day><colour>red</colour></head><entries>\n\
        <entry><code>T1</code><value>40</value><day>2025-07-20</day></entry>\n\
        <entry><name>without a code</name></entry>\n\
        <entry><code>T2</code><value>4e1</value></entry>\n\
        <entry><code>T3</code><value>140</value></entry>\n\
        <entry><code>T4</code><value>40</value><day>20/07/2025</day></entry>\n\
        <row/></entries></reports>";
    let (records, findings) =
        packet::read("p.xml", file.as_bytes(), &ReadOptions::default()).unwrap();
    let told: Vec<String> = findings
        .iter()
        .map(|f| (f, f.place.as_ref().unwrap()))
        .map(|(f, place)| format!("{}:{}:{}", place.row, place.column, f.code.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            "2:colour:column_unknown",
            "4:code:cell_missing",
            "5:value:cell_unread",
            "6:value:number_outside",
            "7:day:cell_unread",
            "8:row:column_unknown",
        ]
    );
    let ids: Vec<&str> = records.reports.iter().map(|r| r.task.as_str()).collect();
    // A day that is not understood leaves that of the head.
    assert_eq!(ids, ["T1", "T4"]);
    let few = ReadOptions { max_entries: 2, ..ReadOptions::default() };
    assert_eq!(
        packet::read("p.xml", file.as_bytes(), &few).unwrap_err().code(),
        Code::LimitExceeded
    );
    let short = ReadOptions { max_file_bytes: 100, ..ReadOptions::default() };
    assert_eq!(
        packet::read("p.xml", file.as_bytes(), &short).unwrap_err().code(),
        Code::LimitExceeded
    );
    for (other, code) in [
        ("<!DOCTYPE reports [<!ENTITY a 'b'>]><reports/>", Code::Malformed),
        ("<reports><head>", Code::Malformed),
        ("<other/>", Code::Malformed),
        ("{\"reports\":", Code::InvalidJson),
        ("{\"other\":{}}", Code::Malformed),
        ("", Code::Malformed),
    ] {
        let error = packet::read("p", other.as_bytes(), &ReadOptions::default()).unwrap_err();
        assert_eq!(error.code(), code, "{other}: {error}");
    }
    let deep = format!("{{\"reports\":{{\"x\":{}", "[".repeat(100_000));
    let error = packet::read("p", deep.as_bytes(), &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), Code::InvalidJson);
}

#[test]
fn what_stands_twice_is_never_one_of_both() {
    let read = |file: &str| packet::read("p", file.as_bytes(), &ReadOptions::default());
    let rows = |file: &str| {
        let (records, findings) = read(file).unwrap();
        let ids: Vec<String> = records.reports.iter().map(|r| r.task.to_string()).collect();
        (ids, codes(&findings))
    };
    let of_json = |entry: &str| {
        rows(&format!(
            "{{\"reports\":{{\"entries\":[{entry},{{\"code\":\"T2\",\"value\":1,\"day\":\"2025-07-20\"}}]}}}}"
        ))
    };
    let of_xml = |entry: &str| {
        rows(&format!(
            "<reports><entries><entry>{entry}</entry><entry><code>T2</code><value>1</value><day>2025-07-20</day></entry>\
             </entries></reports>"
        ))
    };
    for told in [
        of_json(r#"{"code":"T1","value":1,"value":2,"day":"2025-07-20"}"#),
        of_json(r#"{"code":"T1","value":1,"day":"2025-07-20","breakdown":{"a":"1","a":"2"}}"#),
        of_xml("<code>T1</code><value>1</value><value>2</value><day>2025-07-20</day>"),
        of_xml("<code>T1</code><value>1</value><day>2025-07-20</day><breakdown/><breakdown/>"),
    ] {
        assert_eq!((told.0, told.1.get("field_twice")), (vec!["T2".to_owned()], Some(&1)));
    }
    let again = r#"{"code":"T2","value":9,"day":"2025-07-20"}"#;
    let (ids, told) = of_json(again);
    assert_eq!((ids.len(), told["duplicate_id"]), (1, 1));
    for twice in [
        r#"{"reports":{},"reports":{}}"#,
        r#"{"reports":{},"kpis":{}}"#,
        r#"{"reports":{"head":{},"head":{}}}"#,
        r#"{"reports":{"head":{"day":"2025-07-31","day":"2025-08-31"}}}"#,
        "<reports><head/><head/></reports>",
    ] {
        let error = read(twice).unwrap_err();
        let said = error.to_string();
        assert_eq!(error.code(), Code::Malformed, "{said}");
        assert!(said.contains("twice") || said.contains("second packet"), "{said}");
    }
}

#[test]
fn what_is_done_needs_no_percent() {
    let file = r#"{"extra":1,"reports":{"head":{"day":"2025-07-31"},"entries":[
        {"code":"T1","status":"done_late","day":"2025-07-20"},{"code":"T2","status":"overdue"}]}}"#;
    let (records, findings) = packet::read("p", file.as_bytes(), &ReadOptions::default()).unwrap();
    let reports: Vec<_> = records.reports.iter().map(|r| (r.task.as_str(), &r.kind)).collect();
    assert_eq!(reports, [("T1", &tiendo::ReportKind::Complete)]);
    // What stands beside the packet is told.
    assert_eq!(codes(&findings)["column_unknown"], 1);
}

#[test]
fn an_entry_of_many_parts_ends_in_an_error() {
    let parts: Vec<String> = (0..20_000).map(|n| format!("\"{n}\":1")).collect();
    let file = format!("{{\"reports\":{{\"entries\":[{{{}}}]}}}}", parts.join(","));
    let error = packet::read("p", file.as_bytes(), &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), Code::LimitExceeded);
}

#[test]
fn a_profile_that_was_not_read_from_a_text_is_checked() {
    let mut profile = packet::Profile::neutral();
    profile.reports.root = "a><b".to_owned();
    let options = packet::WriteOptions { profile: Some(&profile), ..Default::default() };
    let error = packet::write(&demo("2025-08-01"), Vec::new(), &options).unwrap_err();
    assert_eq!(error.code(), Code::Mapping);
}

fn secret(title: &str) -> Task {
    let (id, document) = (TaskId::new("T1").unwrap(), DocumentId::new("D").unwrap());
    let mut task = Task::new(id, document, Text::new(title).unwrap());
    task.assigned_on = day::parse("2025-01-01").ok();
    task.addressees = vec![tiendo::AgencyId::new("A").unwrap()];
    task.deadline = tiendo::Deadline::by(day::parse("2025-08-05").unwrap());
    task.classification = Some(Classification::Secret);
    task
}

fn with_secret() -> Evaluation {
    let agency = tiendo::Agency::new(
        tiendo::AgencyId::new("A").unwrap(),
        Text::new("Đơn vị\nA").unwrap(),
        tiendo::Level::Central,
    );
    let records = Records {
        tasks: vec![secret("Bí mật\n\u{202e}nhà nước")],
        agencies: vec![agency],
        ..Records::default()
    };
    evaluated(records, "2025-08-01")
}

#[test]
fn what_may_not_be_shown_is_refused_or_named_by_its_id() {
    let evaluation = with_secret();
    for kind in [PacketKind::Reports, PacketKind::Figures] {
        let options = WriteOptions { kind, ..WriteOptions::default() };
        let error = packet::write(&evaluation, Vec::new(), &options).unwrap_err();
        assert_eq!(error.code(), Code::NotPublic);
    }
    let list = evaluation.warn(&WarnOptions::default()).unwrap();
    let text = weekly::weekly(&evaluation, &list, Some("A"), &WeeklyOptions::default());
    assert!(
        text.contains("1. T1: (nhiệm vụ không công khai)") && !text.contains("Bí mật"),
        "{text}"
    );
    let shown = WeeklyOptions { disclosure: Disclosure::Everything, ..WeeklyOptions::default() };
    let text = weekly::weekly(&evaluation, &list, Some("A"), &shown);
    // A title stays on its line, whatever it holds.
    assert!(text.contains("1. T1: Bí mật nhà nước\n"), "{text}");
    assert!(text.contains("Đơn vị: Đơn vị A\n"), "{text}");
}

#[test]
fn weekly_texts_tell_gaps_apart() {
    let evaluation = demo("2025-11-10");
    let list = evaluation.warn(&WarnOptions::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let options = WeeklyOptions::default();
    let (texts, _) = weekly::write_all(folder.path(), &evaluation, &list, &options).unwrap();
    assert!(texts.len() > 10);
    let mut named = 0;
    for weekly in &texts {
        let text = std::fs::read_to_string(folder.path().join(&weekly.file)).unwrap();
        assert_eq!(text, weekly::weekly(&evaluation, &list, Some(&weekly.agency), &options));
        assert!(
            text.contains("SIMULATED")
                && text.contains("Tuần từ ngày 04/11/2025 đến ngày 10/11/2025")
        );
        // Gaps are behind their heading, and what is late is not.
        let (before, gaps) = text.split_once("IV. SỐ LIỆU CÒN THIẾU").unwrap_or((&text, ""));
        assert_eq!(gaps.is_empty(), weekly.no_data == 0);
        assert!(!gaps.contains("Quá hạn") && !before.contains("chưa có báo cáo nào từ ngày giao"));
        named += before.matches("Quá hạn ").count();
        let silent = |row: &tiendo::Row<'_>| {
            row.agency_id() == Some(&weekly.agency)
                && row.is_reported()
                && row.status() == tiendo::Status::Overdue
        };
        assert_eq!(before.matches("   Quá hạn ").count(), evaluation.rows().filter(silent).count());
    }
    assert!(named > 0, "the register has something overdue");
    let again = weekly::write_all(folder.path(), &evaluation, &list, &options).unwrap_err();
    assert_eq!(again.code(), Code::Exists);
    println!("formats | weekly | 0 | {} | - | own comparison with the evaluation", texts.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_register_comes_back(records in random::records()) {
        let evaluation = evaluated(records, "2199-12-31");
        for kind in PacketKind::ALL {
            let whole = Packet::of(&evaluation, kind, Disclosure::Everything, "p").unwrap();
            for form in FORMS {
                let options = WriteOptions {
                    kind,
                    form: Some(form),
                    disclosure: Disclosure::Everything,
                    ..WriteOptions::default()
                };
                let mut file = Vec::new();
                let lost = packet::write(&evaluation, &mut file, &options).unwrap();
                let (read, findings) = packet::parse("p", &file[..], &ReadOptions::default()).unwrap();
                prop_assert_eq!(&findings, &vec![]);
                if lost.is_empty() {
                    prop_assert_eq!(&read, &whole);
                } else {
                    prop_assert_eq!(codes(&lost).keys().copied().collect::<Vec<_>>(), ["controls_removed"]);
                    prop_assert_eq!(read.entries.len(), whole.entries.len());
                }
            }
        }
    }

    #[test]
    fn nothing_makes_the_reader_fail_other_than_clearly(text in "[{}\\[\\]<>/a-z\":,0-9 ]{0,200}") {
        for file in [text.clone(), format!("<reports>{text}</reports>"), format!("{{\"reports\":{{{text}}}}}")] {
            if let Err(error) = packet::read("p", file.as_bytes(), &ReadOptions::default()) {
                prop_assert!(matches!(error.code(), Code::Malformed | Code::InvalidJson));
            }
        }
    }
}
