//! Hostile workbooks and documents end in an error, soon and in little memory. One test alone in its process, since
//! the peak of memory is the process's.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use tiendo_formats::Code;
use tiendo_formats::annex::{self, ReadOptions};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[path = "office/compound.rs"]
mod compound_file;

#[path = "office/old_bombs.rs"]
mod old;

/// What a file may cost.
const TIME: Duration = Duration::from_secs(2);
const BYTES: u64 = 256 << 20;

/// A package of parts; a part is what stands first, a piece over and over, and what stands last.
fn package(parts: &[(&str, &str, &str, usize, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, first, piece, times, last) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(first.as_bytes()).unwrap();
        let batch = (65_536 / piece.len().max(1)).max(1);
        let block = piece.repeat(batch);
        for _ in 0..times / batch {
            zip.write_all(block.as_bytes()).unwrap();
        }
        zip.write_all(piece.repeat(times % batch).as_bytes()).unwrap();
        zip.write_all(last.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: (&str, &str, &str, usize, &str) = ("[Content_Types].xml", "<Types/>", "", 0, "");
const RELS: (&str, &str, &str, usize, &str) = (
    "_rels/.rels",
    r#"<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    "",
    0,
    "",
);
const BOOK: (&str, &str, &str, usize, &str) = (
    "xl/workbook.xml",
    r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    "",
    0,
    "",
);
const BOOK_RELS: (&str, &str, &str, usize, &str) = (
    "xl/_rels/workbook.xml.rels",
    r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    "",
    0,
    "",
);
const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const OPEN: &str = "<worksheet><sheetData>";
const CLOSE: &str = "</sheetData></worksheet>";

fn book(parts: &[(&str, &str, &str, usize, &str)]) -> Vec<u8> {
    let mut all = vec![TYPES, RELS, BOOK, BOOK_RELS];
    all.extend_from_slice(parts);
    package(&all)
}

fn document(first: &str, piece: &str, times: usize, last: &str) -> Vec<u8> {
    package(&[TYPES, ("word/document.xml", first, piece, times, last)])
}

/// A package whose directory says that its parts are small.
fn lying(mut bytes: Vec<u8>) -> Vec<u8> {
    let directory = [b'P', b'K', 1, 2];
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(4).position(|four| four == directory) {
        at += found + 4;
        bytes[at + 20..at + 24].copy_from_slice(&100_u32.to_le_bytes());
    }
    bytes
}

const MILLION: usize = 1_000_000;

type Make = Box<dyn Fn() -> Vec<u8>>;
type Case = (&'static str, Code, Make);

#[test]
fn bombs_end_in_an_error_in_two_seconds_and_256_mb() {
    let cases: Vec<(&str, Code, Make)> = vec![
        (
            "cells far apart",
            Code::LimitExceeded,
            Box::new(|| {
                book(&[(
                    SHEET,
                    OPEN,
                    "",
                    0,
                    r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"#,
                )])
            }),
        ),
        (
            "20 million cells",
            Code::LimitExceeded,
            Box::new(|| {
                book(&[(
                    SHEET,
                    &format!("{OPEN}<row>"),
                    "<c><v>1</v></c>",
                    20 * MILLION,
                    "</row></sheetData></worksheet>",
                )])
            }),
        ),
        (
            "20 million cells that share a row of random numbers",
            Code::LimitExceeded,
            Box::new(|| {
                // What does not compress well has a harmless ratio: only counting finds it.
                let mut piece = String::new();
                let mut seed = 57_u64;
                for _ in 0..500 {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    write!(piece, "<c><v>{}</v></c>", seed >> 40).unwrap();
                }
                let limits = format!("{OPEN}<row>");
                book(&[(
                    SHEET,
                    &limits,
                    &piece,
                    20 * MILLION / 500,
                    "</row></sheetData></worksheet>",
                )])
            }),
        ),
        (
            "a million columns",
            Code::LimitExceeded,
            Box::new(|| {
                book(&[(
                    SHEET,
                    &format!("{OPEN}<row r=\"1\">"),
                    "<c><v>1</v></c>",
                    MILLION,
                    "</row></sheetData></worksheet>",
                )])
            }),
        ),
        (
            "empty cells without end",
            Code::LimitExceeded,
            Box::new(|| {
                book(&[(
                    SHEET,
                    &format!("{OPEN}<row r=\"1\">"),
                    "<c></c>",
                    6 * MILLION,
                    "</row></sheetData></worksheet>",
                )])
            }),
        ),
        (
            "a table of strings that claims 10^15",
            Code::LimitExceeded,
            Box::new(|| {
                book(&[
                    (
                        STRINGS,
                        r#"<sst uniqueCount="1000000000000000">"#,
                        "<si><t>a</t></si>",
                        10,
                        "</sst>",
                    ),
                    (SHEET, OPEN, "", 0, CLOSE),
                ])
            }),
        ),
        (
            "ten million shared strings",
            Code::LimitExceeded,
            Box::new(|| {
                book(&[
                    (STRINGS, "<sst>", "<si><t/></si>", 10 * MILLION, "</sst>"),
                    (SHEET, OPEN, "", 0, CLOSE),
                ])
            }),
        ),
        (
            "one string of 30 MB in a hundred thousand cells",
            Code::LimitExceeded,
            Box::new(|| {
                book(&[
                    (STRINGS, "<sst><si><t>", "Nhiệm vụ ", 3 * MILLION, "</t></si></sst>"),
                    (
                        SHEET,
                        &format!("{OPEN}<row>"),
                        r#"<c t="s"><v>0</v></c>"#,
                        100_000,
                        "</row></sheetData></worksheet>",
                    ),
                ])
            }),
        ),
        (
            "one string of 1 MB in a thousand rows",
            Code::LimitExceeded,
            Box::new(|| {
                book(&[
                    (STRINGS, "<sst><si><t>", "Nhiem vu ", 110_000, "</t></si></sst>"),
                    (SHEET, OPEN, r#"<row><c t="s"><v>0</v></c></row>"#, 1000, CLOSE),
                ])
            }),
        ),
        (
            "a zip ratio of a thousand",
            Code::LimitExceeded,
            Box::new(|| book(&[(SHEET, OPEN, " ", 100 * MILLION, CLOSE)])),
        ),
        (
            "a ratio that the directory hides",
            Code::Malformed,
            Box::new(|| lying(book(&[(SHEET, OPEN, " ", 100 * MILLION, CLOSE)]))),
        ),
        (
            "a tag of 100 MB",
            Code::LimitExceeded,
            Box::new(|| {
                book(&[(
                    SHEET,
                    "<worksheet><sheetData a=\"",
                    "b",
                    100 * MILLION,
                    "\"></sheetData></worksheet>",
                )])
            }),
        ),
        (
            "a comment of 100 MB",
            Code::LimitExceeded,
            Box::new(|| book(&[(SHEET, "<worksheet><!--", "<", 100 * MILLION, "--></worksheet>")])),
        ),
        (
            "merged cells without end",
            Code::LimitExceeded,
            Box::new(|| {
                book(&[(
                    SHEET,
                    "<worksheet><sheetData/><mergeCells>",
                    r#"<mergeCell ref="A1:B2"/>"#,
                    MILLION,
                    "</mergeCells></worksheet>",
                )])
            }),
        ),
        (
            "a hundred thousand parts",
            Code::LimitExceeded,
            Box::new(|| {
                let names: Vec<String> = (0..20_000).map(|n| format!("xl/{n}.xml")).collect();
                let parts: Vec<_> =
                    names.iter().map(|name| (name.as_str(), "", "", 0, "")).collect();
                book(&parts)
            }),
        ),
        (
            "a zip in a zip",
            Code::UnknownFormat,
            Box::new(|| {
                let inner = book(&[(SHEET, OPEN, " ", MILLION, CLOSE)]);
                let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
                for n in 0..16 {
                    zip.start_file(format!("{n}.zip"), SimpleFileOptions::default()).unwrap();
                    zip.write_all(&inner).unwrap();
                }
                zip.finish().unwrap().into_inner()
            }),
        ),
        (
            "many sheets of many relations",
            Code::LimitExceeded,
            Box::new(|| {
                let sheet = "<sheet name=\"A\" r:id=\"z\"/>";
                let relation = "<Relationship Id=\"a\" Type=\"x\" Target=\"y\"/>";
                let last = "<Relationship Id=\"z\" Type=\"x\" Target=\"y\"/></Relationships>";
                package(&[
                    TYPES,
                    RELS,
                    (BOOK.0, "<workbook><sheets>", sheet, 150_000, "</sheets></workbook>"),
                    (BOOK_RELS.0, "<Relationships>", relation, 150_000, last),
                ])
            }),
        ),
        (
            "many styles of many formats",
            Code::Malformed,
            Box::new(|| {
                let format = "<numFmt numFmtId=\"9\" formatCode=\"d\"/>".repeat(100_000);
                let styles = format!("<styleSheet><numFmts>{format}</numFmts><cellXfs>");
                let style = "<xf numFmtId=\"1\"/>";
                let last = "</cellXfs></styleSheet>";
                book(&[("xl/styles.xml", &styles, style, 150_000, last), (SHEET, OPEN, "", 0, "")])
            }),
        ),
        (
            "rows that go backwards",
            Code::Malformed,
            Box::new(|| {
                book(&[(
                    SHEET,
                    OPEN,
                    r#"<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>"#,
                    2,
                    CLOSE,
                )])
            }),
        ),
        (
            "a sheet that is cut",
            Code::Malformed,
            Box::new(|| book(&[(SHEET, OPEN, "<row>", 1, "")])),
        ),
        (
            "a file that is cut",
            Code::Malformed,
            Box::new(|| {
                let mut whole = book(&[(SHEET, OPEN, "", 0, CLOSE)]);
                whole.truncate(whole.len() - 30);
                whole
            }),
        ),
        (
            "a document with a document type",
            Code::Malformed,
            Box::new(|| {
                document(
                    "<!DOCTYPE w [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><w:document>",
                    "",
                    0,
                    "</w:document>",
                )
            }),
        ),
        (
            "tables in tables",
            Code::LimitExceeded,
            Box::new(|| document("<w:document>", "<w:tbl><w:tr><w:tc>", 100_000, "</w:document>")),
        ),
        (
            "a span of a billion columns",
            Code::LimitExceeded,
            Box::new(|| {
                document(
                    "<w:document><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"1000000000\"/></w:tcPr></w:tc>",
                    "",
                    0,
                    "</w:tr></w:tbl></w:document>",
                )
            }),
        ),
        (
            "rows of a document without end",
            Code::LimitExceeded,
            Box::new(|| {
                document(
                    "<w:document><w:tbl>",
                    "<w:tr><w:tc></w:tc></w:tr>",
                    6 * MILLION,
                    "</w:tbl></w:document>",
                )
            }),
        ),
        (
            "a table that does not end",
            Code::Malformed,
            Box::new(|| document("<w:document><w:tbl><w:tr>", "", 0, "")),
        ),
        (
            "a paragraph of 100 MB",
            Code::LimitExceeded,
            Box::new(|| {
                document("<w:document><w:p><w:t>", "a", 100 * MILLION, "</w:t></w:p></w:document>")
            }),
        ),
    ];
    for (name, code, make) in cases.into_iter().chain(old::workbooks()) {
        let bytes = make();
        forget_peak();
        let before = peak_bytes();
        let start = Clock::start();
        let result = annex::read_bytes("bomb", &bytes, &ReadOptions::default());
        let (took, peak) = (start.took(), peak_bytes().saturating_sub(before));
        let error = result.map(|import| import.sheets.len()).expect_err(name);
        println!(
            "{name:<52} {:>9} bytes {:>5} ms {:>4} MiB  {error}",
            bytes.len(),
            took.as_millis(),
            peak >> 20
        );
        assert_eq!(error.code(), code, "{name}: {error}");
        assert!(took < TIME, "{name}: {took:?}");
        assert!(peak < BYTES, "{name}: {peak} bytes");
    }
    what_follows_the_merged_cells_is_none_of_them();
    words_in_every_cell_are_no_header_for_long();
}

/// Rows as wide as is allowed, every cell with other words, none of them a header's: the fuzzer's find.
fn words_in_every_cell_are_no_header_for_long() {
    let mut cells = String::new();
    for row in 1..=30 {
        let _ = write!(cells, "<row r=\"{row}\">");
        for column in 0..500 {
            let _ = write!(
                cells,
                "<c t=\"inlineStr\"><is><t>cơ quan {column} làm việc số {row} theo kế hoạch {column}</t></is></c>"
            );
        }
        cells.push_str("</row>");
    }
    let bytes = book(&[(SHEET, OPEN, &cells, 1, CLOSE)]);
    let start = Clock::start();
    let import = annex::read_bytes("a.xlsx", &bytes, &ReadOptions::default()).unwrap();
    let took = start.took();
    assert!(took < TIME, "{took:?}");
    assert_eq!(import.sheets[0].counts.findings, 30);
}

/// A sheet with little merged and much behind that is no bomb.
fn what_follows_the_merged_cells_is_none_of_them() {
    let rule = r#"<conditionalFormatting sqref="A1:A2"><cfRule type="expression" priority="1"><formula>A1</formula></cfRule></conditionalFormatting>"#;
    for (open, close) in [
        ("<mergeCells>", "</mergeCells>"),
        ("<x:mergeCells>", "</x:mergeCells>"),
        ("<mergeCells count=\"0\"/>", ""),
        ("", ""),
    ] {
        let merge = if close.is_empty() { "" } else { "<mergeCell ref=\"A1:B1\"/>" };
        let cell = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>mergeCells</t></is></c></row>"#;
        let first = format!("{OPEN}{cell}</sheetData>{open}{merge}{close}");
        let bytes = book(&[(SHEET, &first, rule, 30_000, "</worksheet>")]);
        let import = annex::read_bytes("a.xlsx", &bytes, &ReadOptions::default());
        assert_eq!(import.unwrap().sheets.len(), 1, "{open}");
    }
}

/// The time that this process computes, which other work on the machine does not lengthen; where it is not known, the time
/// that passes.
struct Clock {
    begun: Instant,
    computed: Option<Duration>,
}

impl Clock {
    fn start() -> Self {
        Clock { begun: Instant::now(), computed: Self::computed() }
    }

    fn took(&self) -> Duration {
        let computed = Self::computed().zip(self.computed);
        computed.map_or_else(|| self.begun.elapsed(), |(now, then)| now.saturating_sub(then))
    }

    /// Hundredths of a second in user and in system mode, of all threads.
    fn computed() -> Option<Duration> {
        let status = std::fs::read_to_string("/proc/self/stat").ok()?;
        let fields = status.rsplit_once(')')?.1.split_whitespace().skip(11).take(2);
        let ticks: u64 = fields.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
        Some(Duration::from_millis(ticks * 10))
    }
}

/// Makes the system count the peak anew, so that making a file does not hide what reading it costs.
fn forget_peak() {
    // Where that is not allowed the peak is that of the process, which only makes the test laxer.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Most memory that the process held since.
fn peak_bytes() -> u64 {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else {
        eprintln!("SKIPPED: the peak of memory is known on Linux only");
        return 0;
    };
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") * 1024
}
