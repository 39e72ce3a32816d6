//! JSON at its edges: the longest record, fields beside the records, and names that look like something else.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used)]

use tiendo::{Document, DocumentId, Finding, Lang, RecordKind, Records, Text};
use tiendo_formats::json::{self, ReadOptions, WriteOptions};
use tiendo_formats::{Code, Disclosure, Overwrite};

const EVERYTHING: WriteOptions<'static> = WriteOptions {
    disclosure: Disclosure::Everything,
    overwrite: Overwrite::Refuse,
    progress: None,
};

fn told(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| finding.line(Lang::En)).collect()
}

#[test]
fn the_longest_record_that_is_written_is_read() {
    let record = |length: usize| {
        let mut records = Records::default();
        let title = Text::new(&"x".repeat(length)).unwrap();
        records.documents.push(Document::new(DocumentId::new("D").unwrap(), title));
        records
    };
    let around = r#"{"id":"D","title":""}"#.len();
    let longest = (16 << 20) - 64 - around;
    let (records, options) = (record(longest), ReadOptions::default());
    let (mut object, mut lines) = (Vec::new(), Vec::new());
    json::write(&records, &mut object, &EVERYTHING).unwrap();
    json::write_lines(&records, &mut lines, &EVERYTHING).unwrap();
    for read in [
        json::read("r.json", &object[..], &options),
        json::read_lines("r.jsonl", &lines[..], &options),
    ] {
        let (back, findings) = read.unwrap();
        assert!(findings.is_empty(), "{:?}", told(&findings));
        assert_eq!(back.documents.len(), 1);
    }
    let error = json::write_lines(&record(longest + 1), Vec::new(), &EVERYTHING).unwrap_err();
    assert_eq!(error.code(), Code::Unwritable);
}

#[test]
fn what_stands_beside_the_records_is_kept_or_told() {
    let options = ReadOptions::default();
    for (file, expect, kept) in [
        ("{\"file\":5}", "1: the record is no JSON object ('5') and is not read", 0),
        (
            "{\"file\":{\"a\":1,\"\\u0061\":2}}",
            "1: the field 'a' stands twice and the record is not read",
            0,
        ),
        (
            "{\"file\":{\"$schema\":1}}\n{\"file\":{\"$schema\":2}}",
            "2: the field '$schema' stands twice and the record is not read",
            1,
        ),
    ] {
        let (records, findings) = json::read_lines("r.jsonl", file.as_bytes(), &options).unwrap();
        assert_eq!(told(&findings), [format!("r.jsonl:{expect}")], "{file}");
        assert_eq!(records.unknown.len(), kept, "{file}");
        let first = records.unknown.of(RecordKind::File, "").next();
        assert!(first.is_none_or(|field| field == ("/$schema", "1")), "{first:?}");
    }

    // Where the lists are members too, a field of that name would be a second one.
    let file = "{\"file\":{\"tasks\":[1]}}\n{\"task\":{\"id\":\"T1\",\"document\":\"D\",\"title\":\"x\"}}\n";
    let (records, _) = json::read_lines("r.jsonl", file.as_bytes(), &options).unwrap();
    let error = json::write(&records, Vec::new(), &EVERYTHING).unwrap_err();
    assert_eq!(
        error.to_string(),
        "JSON: tasks of 'file' cannot be written (a list has this name): '[1]'"
    );
    let mut copy = Vec::new();
    json::write_lines(&records, &mut copy, &EVERYTHING).unwrap();
    assert_eq!(json::read_lines("r.jsonl", &copy[..], &options).unwrap().0, records);
}

#[test]
fn fields_that_are_not_known_are_told_by_their_own_names() {
    let task = r#"{"id":"T1","document":"D","title":"x","2025":1,"a/b":2,
        "relations":[{"kind":"restates","task":"T2","0":3},{"kind":"restates","task":"T3","0":4}]}"#;
    let file = format!("{{\"tasks\":[{task}]}}");
    let (_, findings) = json::read("r.json", file.as_bytes(), &ReadOptions::default()).unwrap();
    let names: Vec<&str> = findings.iter().filter_map(|f| f.field.as_deref()).collect();
    assert_eq!(names, ["2025", "a/b", "relations.0"]);
}
