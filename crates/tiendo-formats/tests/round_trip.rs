//! What is written reads back the same, whatever the texts hold.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use tiendo::{Lang, Records};
use tiendo_formats::csv::{self, Dialect, ReadOptions, Reader, WriteOptions};
use tiendo_formats::{Disclosure, Table};

#[path = "random/records.rs"]
mod random;

use random::records;

fn options(dialect: Dialect, headers: Lang) -> WriteOptions<'static> {
    WriteOptions { dialect, headers, disclosure: Disclosure::Everything, ..WriteOptions::default() }
}

fn files(records: &Records, options: &WriteOptions<'_>) -> Vec<(Table, Vec<u8>)> {
    let file = |table: &Table| {
        let mut file = Vec::new();
        let findings = csv::write_file(records, *table, &mut file, options).expect("valid records");
        assert!(findings.is_empty());
        (*table, file)
    };
    Table::ALL.iter().map(file).collect()
}

fn read(files: &[(Table, Vec<u8>)]) -> (Records, Vec<String>) {
    let mut reader = Reader::new(ReadOptions::default());
    for (table, file) in files {
        reader.read(*table, table.name(), &file[..]).expect("no input fails");
    }
    let (records, findings) = reader.finish();
    let expected = ["word_unknown", "file_no_rows"];
    let unexpected = findings.iter().filter(|f| !expected.contains(&f.code.as_str()));
    (records, unexpected.map(|f| f.line(Lang::En)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn records_read_back(
        records in records(),
        dialect in prop::sample::select(vec![Dialect::Plain, Dialect::Excel, Dialect::ExcelEnglish]),
        lang in prop::sample::select(vec![Lang::En, Lang::Vi]),
    ) {
        let options = options(dialect, lang);
        let written = files(&records, &options);
        let (back, findings) = read(&written);
        prop_assert_eq!(&back, &records);
        prop_assert!(findings.is_empty(), "{:?}", findings);
        // The same records give the same bytes.
        prop_assert_eq!(files(&back, &options), written);
    }

    #[test]
    fn no_cell_begins_a_formula(records in records()) {
        for (table, file) in files(&records, &options(Dialect::Plain, Lang::En)) {
            let mut rows = ::csv::ReaderBuilder::new().from_reader(&file[..]);
            for row in rows.records() {
                let row = row.expect("CSV");
                for (cell, column) in row.iter().zip(table.columns()) {
                    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
                    prop_assert!(!formula || !column.kind.is_text(), "{}: {:?}", column.name, cell);
                }
            }
        }
    }
}
