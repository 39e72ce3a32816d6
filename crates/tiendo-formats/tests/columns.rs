//! The columns: documented, told apart, and with examples that read.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

use tiendo::{Lang, Severity, text};
use tiendo_formats::Table;
use tiendo_formats::csv::{self, ReadOptions, Reader};

#[test]
fn csv_md_holds_every_column() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("CSV.md");
    let written = std::fs::read_to_string(&path).expect("CSV.md").replace("\r\n", "\n");
    let (prose, _) =
        written.split_once("# Columns of the register\n").expect("the part on columns");
    let expect = format!("{prose}{}", csv::guide(Lang::En));
    if written != expect && std::env::var_os("TIENDO_BLESS").is_some() {
        std::fs::write(&path, &expect).expect("CSV.md");
    }
    assert_eq!(
        written, expect,
        "write it anew with TIENDO_BLESS=1 cargo test -p tiendo-formats --test columns"
    );
}

#[test]
fn headers_of_a_table_are_told_apart() {
    for table in Table::ALL {
        let mut seen = BTreeSet::new();
        for column in table.columns() {
            let mut own = BTreeSet::new();
            for header in column.headers.iter().chain([&column.name]) {
                let key = text::fold(header).replace('_', " ");
                assert!(own.insert(key.clone()) && seen.insert(key), "{}: {header}", table.name());
                assert_eq!(table.column(header).map(|c| c.name), Some(column.name), "{header}");
            }
            let said = [column.about_vi, column.about_en, column.example];
            assert!(
                said.iter().all(|text| !text.is_empty() && !text.contains('|')),
                "{}",
                column.name
            );
        }
        assert_eq!(Table::parse(table.name()), Some(*table));
    }
}

#[test]
fn headers_of_real_trackers_are_known() {
    let cases = [
        ("Nhiệm vụ (rõ việc)", "title"),
        ("NHIỆM VỤ", "title"),
        ("Chủ trì (rõ người)", "addressees"),
        ("Cơ quan\u{a0}chủ trì ", "addressees"),
        ("co quan phoi hop", "coordinating"),
        ("Phối hợp", "coordinating"),
        ("Hạn (rõ thời gian)", "deadline"),
        ("Thời gian hoàn thành", "deadline"),
        ("Sản phẩm", "product"),
        ("Lãnh đạo phụ trách", "supervising_leader"),
        ("Thẩm quyền", "authority"),
        ("Căn cứ", "document"),
        ("Nhóm", "group"),
        ("Mã", "id"),
        ("Ngày giao", "assigned_on"),
        ("Last day", "last_day"),
    ];
    for (header, name) in cases {
        assert_eq!(Table::Tasks.column(header).map(|c| c.name), Some(name), "{header}");
    }
    assert_eq!(Table::Reports.column("Tiến độ (%)").map(|c| c.name), Some("percent"));
    assert!(Table::Tasks.column("").is_none());
    assert!(Table::Tasks.column("(rõ việc)").is_none());
}

#[test]
fn examples_read_without_a_finding() {
    for lang in [Lang::En, Lang::Vi] {
        let mut reader = Reader::new(ReadOptions::default());
        for table in Table::ALL {
            let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
            let header: Vec<String> =
                table.columns().iter().map(|c| quoted(c.header(lang))).collect();
            let row: Vec<String> = table.columns().iter().map(|c| quoted(c.example)).collect();
            let file = format!("{}\n{}\n", header.join(","), row.join(","));
            reader.read(*table, table.name(), file.as_bytes()).expect("no input fails");
        }
        let (records, findings) = reader.finish();
        let unread: Vec<_> = findings.iter().map(|f| f.line(Lang::En)).collect();
        // Kinds of documents are words of an open list; whether this one is known is that list's matter.
        assert!(findings.iter().all(|f| f.field.as_deref() == Some("kind")), "{unread:#?}");
        assert_eq!(records.len(), 9);
        assert_eq!(records.plans[0].phases.len() + records.plans[0].groups.len(), 2);
        assert_eq!(records.kpis[0].measurements.len(), 1);
    }
}

#[test]
fn the_public_register_reads_without_an_error() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    for (name, rows) in [("tasks.csv", 150), ("agencies.csv", 50)] {
        let Ok(file) = std::fs::File::open(shared.join(name)) else {
            eprintln!("SKIPPED: no {name} in ../shared/data");
            continue;
        };
        let (records, findings) =
            csv::read_file(name, file, &ReadOptions::default()).expect("a file");
        assert!(records.len() > rows, "{name}: {}", records.len());
        let errors = findings.iter().filter(|f| f.severity == Severity::Error);
        let errors: Vec<_> = errors.map(|f| f.line(Lang::En)).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}
