//! JSON and JSON Lines: what is written reads back the same, what cannot be read is told, nothing unknown is lost.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::format_collect)]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::ControlFlow;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use tiendo::{
    Allocation, Classification, Document, DocumentId, Finding, Kpi, KpiId, Lang, RecordKind,
    Records, RegistryBuilder, Report, Task, TaskId, TaskRelation, TaskRelationKind, Text, day,
};
use tiendo_formats::json::{self, ReadOptions, WriteOptions};
use tiendo_formats::{Code, Disclosure, Error, Overwrite};

#[path = "random/records.rs"]
mod random;

const EVERYTHING: WriteOptions<'static> = WriteOptions {
    disclosure: Disclosure::Everything,
    overwrite: Overwrite::Refuse,
    progress: None,
};

/// The two forms of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Object,
    Lines,
}

const FORMS: [Form; 2] = [Form::Object, Form::Lines];

fn written(records: &Records, form: Form, options: &WriteOptions<'_>) -> (Vec<u8>, Vec<Finding>) {
    let mut file = Vec::new();
    let findings = match form {
        Form::Object => json::write(records, &mut file, options),
        Form::Lines => json::write_lines(records, &mut file, options),
    };
    (file, findings.expect("valid records"))
}

fn read(
    form: Form,
    file: &[u8],
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    match form {
        Form::Object => json::read("r.json", file, options),
        Form::Lines => json::read_lines("r.jsonl", file, options),
    }
}

fn told(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| finding.line(Lang::En)).collect()
}

/// Values of any shape, as JSON.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|b| b.to_string()),
        any::<i64>().prop_map(|n| n.to_string()),
        // Written as no float type would write them.
        prop::sample::select(vec![
            "1.10",
            "1e400",
            "0.1234567890123456789012",
            "-0",
            "\"\\u0111\\/\""
        ])
        .prop_map(str::to_owned),
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(","))),
            btree_map("[a-c~/\"]{0,3}", inner, 0..3).prop_map(|fields| {
                let field = |(name, value): (&String, &String)| {
                    format!("{}:{value}", serde_json::to_string(name).unwrap())
                };
                format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

/// Names that no record knows.
fn unknown() -> impl Strategy<Value = BTreeMap<String, String>> {
    btree_map("x[a-c~/\" đ]{0,3}", value(), 0..3)
}

fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn records_read_back(
        records in random::records(),
        form in prop::sample::select(FORMS.to_vec()),
        beside in unknown(),
        of_records in unknown(),
    ) {
        let mut records = records;
        for allocation in &mut records.allocations {
            for sum in [&mut allocation.planned_vnd, &mut allocation.allocated_vnd, &mut allocation.disbursed_vnd] {
                *sum >>= 1;
            }
        }
        for (name, json) in &beside {
            records.unknown.insert(RecordKind::File, "", &pointer(name), json);
        }
        for (name, json) in &of_records {
            let pointer = pointer(name);
            for report in &records.reports {
                records.unknown.insert(RecordKind::Report, report.id.as_str(), &pointer, json);
            }
            for transfer in &records.transfers {
                let key = serde_json::to_string(transfer).unwrap();
                records.unknown.insert(RecordKind::Transfer, &key, &pointer, json);
            }
        }
        let (file, findings) = written(&records, form, &EVERYTHING);
        prop_assert!(findings.is_empty(), "{:?}", told(&findings));
        if file.is_empty() {
            return Ok(());
        }
        let (back, findings) = read(form, &file, &ReadOptions::default()).unwrap();
        prop_assert_eq!(&back, &records);
        let unexpected: Vec<_> = findings.iter().filter(|f| f.code.as_str() != "field_unknown").collect();
        prop_assert!(unexpected.is_empty(), "{:?}", unexpected);
        // The same records give the same bytes, and both forms hold the same.
        prop_assert_eq!(&written(&back, form, &EVERYTHING).0, &file);
        for other in FORMS {
            let (file, _) = written(&back, other, &EVERYTHING);
            prop_assert_eq!(&read(other, &file, &ReadOptions::default()).unwrap().0, &records);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(
        bytes in vec(any::<u8>(), 0..200),
        cut in any::<prop::sample::Index>(),
        records in random::records(),
    ) {
        for form in FORMS {
            let _ = read(form, &bytes, &ReadOptions::default());
            let (mut file, _) = written(&Records { allocations: Vec::new(), ..records.clone() }, form, &EVERYTHING);
            if let Some(byte) = bytes.first() && !file.is_empty() {
                let at = cut.index(file.len());
                file[at] = *byte;
                let _ = read(form, &file, &ReadOptions::default());
                file.truncate(at);
                let _ = read(form, &file, &ReadOptions::default());
            }
        }
    }
}

/// Both forms of a file with one task record, which stands on line 2.
fn of_task(record: &str) -> [(Form, String); 2] {
    let good = r#"{"id":"T9","document":"D","title":"x"}"#;
    [
        (Form::Object, format!("{{\"tasks\":[\n{record},\n{good}]}}")),
        (Form::Lines, format!("{{\"task\":{good}}}\n{{\"task\":{record}}}\n")),
    ]
}

#[test]
fn a_bad_record_is_told_and_loses_no_other() {
    let long = format!(r#"{{"id":"T1","document":"D","title":"x","weight":{}}}"#, "9".repeat(30));
    let deep = format!(
        r#"{{"id":"T1","document":"D","title":"x","colour":{}{}}}"#,
        "[".repeat(5000),
        "]".repeat(5000)
    );
    for (record, expect) in [
        (
            r#"{"id":"T1","document":"D","title":"x","weight":300}"#,
            "2:weight: task T1: '300' is not valid (invalid value: integer `300`, expected u8) and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":5}"#,
            "2:title: task T1: '5' is not valid (invalid type: integer `5`, expected a string) and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D"}"#,
            "2:title: task T1: the required field 'title' is missing and the record is not read",
        ),
        (
            r#"{"id":"T1","title":"x"}"#,
            "2:document: task T1: the required field 'document' is missing and the record is not read",
        ),
        (
            r#"{"id":"","document":"D","title":"x"}"#,
            "2:id: task : '\"\"' is not valid (not an id (1 to 128 bytes, no control characters): '') and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":"a\u0000b"}"#,
            "2:title: task T1: '\"a\\u0000b\"' is not valid (text holds a NUL at byte 1: 'a\u{fffd}b') and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":"x","assigned_on":"31/12/2025"}"#,
            "2:assigned_on: task T1: '\"31/12/2025\"' is not valid (input contains invalid characters) and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":"x","mode":"both"}"#,
            "2:mode: task T1: '\"both\"' is not valid (AddresseeMode must be one of each, joint, not 'both') and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":"x","deadline":{"text":"","form":"by"}}"#,
            "2:deadline: task T1: '{\"text\":\"\",\"form\":\"by\"}' is not valid (day must be given for this form, not 'nothing') and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":"x","addressees":["A",7]}"#,
            "2:addressees[1]: task T1: '7' is not valid (invalid type: integer `7`, expected a string) and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":"x","relations":[{"kind":"restates"}]}"#,
            "2:relations[0].task: task T1: the required field 'relations[0].task' is missing and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":"x","title":"y"}"#,
            "2: task T1: the field 'title' stands twice and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":"x","t\u0069tle":"y"}"#,
            "2: task T1: the field 'title' stands twice and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":"x","product":{"text":"a","text":"b"}}"#,
            "2:product: task T1: the field 'text' stands twice and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":"x","external_ids":{"s":"1","s":"2"}}"#,
            "2:external_ids: task T1: the field 's' stands twice and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":"x","colour":[{"a":1,"a":1}]}"#,
            "2:colour: task T1: the field 'a' stands twice and the record is not read",
        ),
        (
            &long,
            "2:weight: task T1: the integer '999999999999999999999999999999' is beyond signed 64 bits and the record is not read",
        ),
        (
            r#"{"id":"T1","document":"D","title":"x","colour":[9223372036854775808]}"#,
            "2:colour: task T1: the integer '9223372036854775808' is beyond signed 64 bits and the record is not read",
        ),
        (
            &deep,
            "2:colour: task T1: the value is nested deeper than 32 levels and the record is not read",
        ),
        ("17", "2: the record is no JSON object ('17') and is not read"),
        ("null", "2: the record is no JSON object ('null') and is not read"),
    ] {
        for (form, file) in of_task(record) {
            let (records, findings) = read(form, file.as_bytes(), &ReadOptions::default()).unwrap();
            let name = if form == Form::Object { "r.json" } else { "r.jsonl" };
            assert_eq!(told(&findings), [format!("{name}:{expect}")], "{record}");
            assert_eq!(records.tasks.len(), 1, "{record}");
            assert!(records.unknown.is_empty(), "{record}");
        }
    }
}

#[test]
fn a_record_given_twice_is_told() {
    let task = r#"{"id":"T9","document":"D","title":"again"}"#;
    let [_, (form, file)] = of_task(task);
    let (records, findings) = read(form, file.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(records.tasks[0].title.as_str(), "x");
    assert_eq!(findings[0].code.as_str(), "duplicate_id");
    // Another version is another record.
    let task = r#"{"id":"T9","document":"D","title":"again","valid_from":"2025-01-01"}"#;
    let [_, (form, file)] = of_task(task);
    assert_eq!(read(form, file.as_bytes(), &ReadOptions::default()).unwrap().0.tasks.len(), 2);
}

#[test]
fn what_is_no_json_is_an_error_with_its_place() {
    let mut wrong = Vec::new();
    for (file, expect) in [
        ("{", "r.json:1:1: not JSON: EOF while parsing an object"),
        (
            "[]",
            "r.json:1:1: not JSON: invalid type: sequence, expected an object of the lists documents, agencies, successions, plans, tasks, transfers, reports, allocations, kpis",
        ),
        (
            "{\"tasks\":{}}",
            "r.json:1:10: not JSON: invalid type: map, expected a list of records of the kind task",
        ),
        ("{\n\"tasks\":[\n{\"id\":}]}", "r.json:3:7: not JSON: expected value"),
        ("{\"tasks\":[NaN]}", "r.json:1:11: not JSON: expected value"),
        ("{\"tasks\":[],\n\"tasks\":[]}", "r.json:2:8: not JSON: the key 'tasks' stands twice"),
        ("{} {}", "r.json:1:4: not JSON: trailing characters"),
        ("{\"tasks\":[{\"id\":\"\\ud800\"}", "r.json:1:25: not JSON: EOF while parsing a list"),
    ] {
        let error = json::read("r.json", file.as_bytes(), &ReadOptions::default()).unwrap_err();
        assert_eq!(error.code(), Code::InvalidJson);
        if error.to_string() != expect {
            wrong.push(format!("{file}: {error}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let file = b"{\"tasks\":[{\"id\":\"\xff\"}]}";
    let error = json::read("r.json", &file[..], &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), Code::InvalidJson);
}

#[test]
fn a_bad_line_loses_itself_only() {
    let file: &[u8] = b"\xef\xbb\xbf{\"task\":{\"id\":\"T1\",\"document\":\"D\",\"title\":\"x\"}}\r\n\n\
        {\"task\":\n{\"tasks\":[]}\n{\"task\":{},\"report\":{}}\n\"\xff\"\n{\"meeting\":{}}\n{} {}\n\
        {\"task\":{\"id\":\"T2\",\"document\":\"D\",\"title\":\"x\"}}";
    let (records, findings) = json::read_lines("r.jsonl", file, &ReadOptions::default()).unwrap();
    assert_eq!(records.tasks.len(), 2);
    let kinds = "document, agency, succession, plan, task, transfer, report, allocation, kpi";
    assert_eq!(
        told(&findings),
        [
            "r.jsonl:3: no JSON at column 8 (EOF while parsing a value); the line is not read"
                .to_owned(),
            format!("r.jsonl:4: 'tasks' is none of the kinds of records {kinds} and is not read"),
            format!(
                "r.jsonl:5: '{{\"task\":{{}},\"report\":{{}}}}' is none of the kinds of records {kinds} and is not read"
            ),
            "r.jsonl:6: no JSON at column 2 (not UTF-8); the line is not read".to_owned(),
            format!("r.jsonl:7: 'meeting' is none of the kinds of records {kinds} and is not read"),
            "r.jsonl:8: no JSON at column 4 (trailing characters); the line is not read".to_owned(),
        ]
    );
}

#[test]
fn empty_files_and_other_encodings_are_told() {
    for form in FORMS {
        for (file, code) in [
            (&b""[..], "file_empty"),
            (b"\xff\xfe{\0", "file_encoding"),
            (b"{\0}\0", "file_encoding"),
        ] {
            let (records, findings) = read(form, file, &ReadOptions::default()).unwrap();
            assert!(records.is_empty());
            assert_eq!(findings[0].code.as_str(), code);
        }
    }
}

#[test]
fn limits_are_kept_and_told() {
    let task =
        |i: usize, title: &str| format!(r#"{{"id":"T{i}","document":"D","title":"{title}"}}"#);
    let tasks = [task(1, "a"), task(2, &"b".repeat(5000)), task(3, "c")];
    let object = format!("{{\"tasks\":[\n{}]}}", tasks.join(",\n"));
    let lines: String = tasks.iter().map(|task| format!("{{\"task\":{task}}}\n")).collect();
    let options = ReadOptions { max_record_bytes: 1000, ..ReadOptions::default() };
    let (records, findings) = json::read("r.json", object.as_bytes(), &options).unwrap();
    assert_eq!(records.tasks.len(), 1);
    assert_eq!(
        told(&findings),
        [
            "r.json:3: the record is longer than 1000 bytes and is not read",
            "r.json:3: the file is not read from this line on",
        ]
    );
    let (records, findings) = json::read_lines("r.jsonl", lines.as_bytes(), &options).unwrap();
    assert_eq!(records.tasks.len(), 2);
    assert_eq!(
        told(&findings),
        ["r.jsonl:2: the record is longer than 1000 bytes and is not read"]
    );

    let options = ReadOptions { max_file_bytes: 1000, ..ReadOptions::default() };
    for (form, file) in [(Form::Object, &object), (Form::Lines, &lines)] {
        let (records, findings) = read(form, file.as_bytes(), &options).unwrap();
        assert_eq!(records.tasks.len(), 1);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code.as_str(), "file_too_long");
    }
    let exact = ReadOptions { max_file_bytes: lines.len() as u64, ..ReadOptions::default() };
    assert!(json::read_lines("r.jsonl", lines.as_bytes(), &exact).unwrap().1.is_empty());
    let exact = ReadOptions { max_file_bytes: object.len() as u64, ..ReadOptions::default() };
    assert!(json::read("r.json", object.as_bytes(), &exact).unwrap().1.is_empty());

    let bad: String = (0..50).map(|_| "{}\n").collect();
    let options = ReadOptions { max_findings: 10, ..ReadOptions::default() };
    let (_, findings) = json::read_lines("r.jsonl", bad.as_bytes(), &options).unwrap();
    assert_eq!(findings.len(), 11);
    assert_eq!(findings[10].args["count"], "40");
}

#[test]
fn the_caller_hears_of_progress_and_may_stop() {
    let tasks: Vec<String> =
        (0..10_000).map(|i| format!(r#"{{"id":"T{i}","document":"D","title":"x"}}"#)).collect();
    let object = format!("{{\"tasks\":[{}]}}", tasks.join(","));
    let lines: String = tasks.iter().map(|task| format!("{{\"task\":{task}}}\n")).collect();
    for (form, file) in [(Form::Object, &object), (Form::Lines, &lines)] {
        let heard = Cell::new(0);
        let progress = |_: &str, records: u64| {
            heard.set(records);
            if records >= 5000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = ReadOptions { progress: Some(&progress), ..ReadOptions::default() };
        let stopped = read(form, file.as_bytes(), &options).unwrap_err();
        assert_eq!(stopped.code(), Code::Cancelled);
        assert!((5000..7000).contains(&heard.get()));
    }
}

#[test]
fn an_input_that_fails_is_an_error() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("unplugged"))
        }
    }
    let error = json::read("r.json", b"{\"tasks\":[".chain(Failing), &ReadOptions::default());
    assert_eq!(error.unwrap_err().to_string(), "cannot access 'r.json': unplugged");
    let error = json::read_lines("r.jsonl", b"{}\n".chain(Failing), &ReadOptions::default());
    assert_eq!(error.unwrap_err().to_string(), "cannot access 'r.jsonl': unplugged");
}

#[test]
fn unknown_fields_come_back_through_a_registry() {
    let file = concat!(
        r#"{"$schema":"records.schema.json","office":{"room":1.10},"tasks":[{"id":"T1","document":"D","title":"x","#,
        r#""colour":"red","relations":[{"kind":"restates","task":"T2","note":[1,{}]}],"#,
        r#""deadline":{"text":"","form":"ongoing","hint":null}},{"id":"T2","document":"D","title":"y"}],"#,
        r#""reports":[{"id":"R1","task":"T1","kind":"progress","reported_on":"2025-07-01","a/b~":"\u0111"}]}"#,
    );
    let (records, findings) =
        json::read("r.json", file.as_bytes(), &ReadOptions::default()).unwrap();
    let names: Vec<&str> = findings.iter().filter_map(|f| f.field.as_deref()).collect();
    assert_eq!(names, ["a/b~", "colour", "deadline.hint", "office", "relations.note"]);
    assert_eq!(records.unknown.len(), 6);

    let mut builder = RegistryBuilder::new();
    builder.add(records.clone()).imported_at(day::parse_instant("2025-08-01T00:00:00").unwrap());
    let registry = builder.finish();
    let (copy, findings) = written(&registry.to_records(), Form::Object, &EVERYTHING);
    assert!(findings.is_empty(), "{:?}", told(&findings));
    let copy = String::from_utf8(copy).unwrap();
    for kept in [
        r#""$schema":"records.schema.json""#,
        r#""office":{"room":1.10}"#,
        r#""colour":"red""#,
        r#"[{"kind":"restates","task":"T2","note":[1,{}]}]"#,
        r#""deadline":{"text":"","form":"ongoing","hint":null}"#,
        r#""a/b~":"\u0111""#,
    ] {
        assert!(copy.contains(kept), "{kept} is lost:\n{copy}");
    }

    // What stood within an item goes with the item.
    let mut fewer = records;
    fewer.tasks[0].relations.clear();
    let (copy, findings) = written(&fewer, Form::Lines, &EVERYTHING);
    assert!(!String::from_utf8(copy).unwrap().contains("note"));
    assert_eq!(findings[0].args["count"], "1");
}

#[test]
fn what_would_not_read_back_is_refused() {
    let refused = |records: &Records| {
        let error = json::write(records, Vec::new(), &EVERYTHING).unwrap_err();
        assert_eq!(error.code(), Code::Unwritable);
        error.to_string()
    };
    let mut records = Records::default();
    let task = TaskId::new("T1").unwrap();
    records.allocations.push(Allocation {
        task: task.clone(),
        from: tiendo::AllocationSource::Budget,
        day: day::parse("2025-01-01").unwrap(),
        planned_vnd: u64::MAX,
        allocated_vnd: 0,
        disbursed_vnd: 0,
        source: None,
    });
    assert_eq!(
        refused(&records),
        "JSON: planned_vnd of 'T1' cannot be written (no number that reads back): '18446744073709551615'"
    );
    let mut records = Records::default();
    let mut kpi =
        Kpi::new(KpiId::new("K1").unwrap(), Text::new("x").unwrap(), tiendo::Direction::Reach);
    kpi.band = Some(f64::NAN);
    records.kpis.push(kpi);
    assert!(refused(&records).contains("band of 'K1'"));
    let mut records = Records::default();
    let document = Document::new(DocumentId::new("D").unwrap(), Text::new("x").unwrap());
    records.documents.extend([document.clone(), document.clone()]);
    assert!(refused(&records).contains("another record has the same id and version"));
    let mut records = Records::default();
    records
        .documents
        .push(Document { title: Text::new(&"x".repeat(17 << 20)).unwrap(), ..document });
    assert!(refused(&records).contains("longer than 16 MiB"));
}

#[test]
fn what_is_not_public_stays_out_and_is_counted() {
    let id = |text: &str| TaskId::new(text).unwrap();
    let task =
        |name: &str| Task::new(id(name), DocumentId::new("D").unwrap(), Text::new("x").unwrap());
    let mut secret = task("T1");
    secret.classification = Some(Classification::Secret);
    let mut public = task("T2");
    public.relations.push(TaskRelation { kind: TaskRelationKind::Restates, task: id("T1") });
    let mut records = Records { tasks: vec![secret, public], ..Records::default() };
    records.reports.push(Report::new(
        tiendo::ReportId::new("R1").unwrap(),
        id("T1"),
        tiendo::ReportKind::Progress,
        day::parse("2025-07-01").unwrap(),
    ));
    let key = "T2\u{1f}\u{1f}";
    records.unknown.insert(RecordKind::Task, key, "/relations/0/note", "1");
    for form in FORMS {
        let (file, findings) = written(&records, form, &WriteOptions::default());
        let (back, _) = read(form, &file, &ReadOptions::default()).unwrap();
        assert_eq!((back.tasks.len(), back.reports.len()), (1, 0));
        assert!(back.tasks[0].relations.is_empty() && back.unknown.is_empty());
        let codes: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes, ["records_withheld", "field_unplaced"]);
    }
}

#[test]
fn files_appear_whole_and_replace_only_when_told() {
    let folder = std::env::temp_dir().join(format!("tiendo-json-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut records = Records::default();
    records.documents.push(Document::new(DocumentId::new("D").unwrap(), Text::new("x").unwrap()));
    for name in ["r.json", "r.jsonl", "R.NDJSON"] {
        let path = folder.join(name);
        assert!(json::write_file(&records, &path, &EVERYTHING).unwrap().is_empty());
        assert_eq!(json::read_file(&path, &ReadOptions::default()).unwrap().0, records);
        let again = json::write_file(&Records::default(), &path, &EVERYTHING).unwrap_err();
        assert_eq!(again.code(), Code::Exists);
        let allowed = WriteOptions { overwrite: Overwrite::Allow, ..EVERYTHING };
        // What is refused leaves the old file as it was.
        let mut twice = records.clone();
        twice.append(records.clone());
        assert!(json::write_file(&twice, &path, &allowed).is_err());
        assert_eq!(json::read_file(&path, &ReadOptions::default()).unwrap().0, records);
        json::write_file(&Records::default(), &path, &allowed).unwrap();
        assert!(json::read_file(&path, &ReadOptions::default()).unwrap().0.is_empty());
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3, "nothing else is left");
    let error = json::read_file(folder.join("r.csv"), &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), Code::NotATable);
    std::fs::remove_dir_all(&folder).unwrap();
}
