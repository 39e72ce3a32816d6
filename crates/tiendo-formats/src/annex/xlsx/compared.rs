//! Our cells beside calamine's: on every workbook of the tests, and on sheets made of random pieces.

use std::io::{Cursor, Write};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use chrono::NaiveDate;
use proptest::prelude::*;
use tiendo::day;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::value::letters;
use super::*;

/// A cell by its place: sheet, row, column, value.
type Placed = (String, u64, usize, Value<'static>);

fn ours(bytes: &[u8]) -> Result<Vec<Placed>, Error> {
    let limits = Limits::default();
    let package = Package::open("a.xlsx", bytes, &limits)?;
    let mut found = Vec::new();
    each_sheet("a.xlsx", package, &limits, &mut |sheet: Sheet, rows: &mut dyn Rows<'_>| {
        let mut row = RawRow::default();
        while rows.next(&mut row)? {
            for (column, value) in row.cells.iter().enumerate() {
                if let Some(value) = value {
                    found.push((sheet.name.clone(), row.number, column, owned(value)));
                }
            }
        }
        Ok(())
    })?;
    Ok(found)
}

fn owned(value: &Value<'_>) -> Value<'static> {
    match value {
        Value::Text(text) => Value::Text(text.clone().into_owned().into()),
        Value::Number(number, percent) => Value::Number(*number, *percent),
        Value::Day(at) => Value::Day(*at),
        Value::Bool(flag) => Value::Bool(*flag),
        Value::Error(error) => Value::Error(error.clone()),
    }
}

fn theirs(bytes: &[u8]) -> Option<Vec<Placed>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    let mut found = Vec::new();
    for name in workbook.sheet_names() {
        let mut reader = workbook.worksheet_cells_reader(&name).ok()?;
        let styles = reader.styles().iter();
        let percent: Vec<bool> = styles
            .map(|style| style.number_format.as_ref().is_some_and(|f| f.format_code.contains('%')))
            .collect();
        while let Some((cell, style)) = reader.next_cell_with_style_id().ok()? {
            let (row, column) = cell.get_position();
            let value = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::SharedString(text) => Value::Text((*text).to_owned().into()),
                DataRef::String(text) | DataRef::DurationIso(text) => {
                    Value::Text(text.clone().into())
                }
                DataRef::DateTimeIso(text) => {
                    let zone = text.strip_suffix('Z').unwrap_or(text);
                    let at = zone.split('.').next().and_then(|at| day::parse_instant(at).ok());
                    at.map_or_else(|| Value::Text(text.clone().into()), Value::Day)
                }
                DataRef::Int(number) => Value::Text(number.to_string().into()),
                DataRef::Float(number) => {
                    Value::Number(*number, percent.get(style).copied().unwrap_or(false))
                }
                DataRef::Bool(flag) => Value::Bool(*flag),
                DataRef::Error(error) => Value::Error(error.to_string()),
                DataRef::DateTime(at) if at.is_duration() => Value::Number(at.as_f64(), false),
                DataRef::DateTime(at) => moment(at),
            };
            found.push((name.clone(), u64::from(row) + 1, column as usize, value));
        }
    }
    Some(found)
}

fn moment(at: &ExcelDateTime) -> Value<'static> {
    let (y, m, d, hour, minute, second, _) = at.to_ymd_hms_milli();
    let day = NaiveDate::from_ymd_opt(i32::from(y), u32::from(m), u32::from(d));
    let at_time = |day: NaiveDate| day.and_hms_opt(hour.into(), minute.into(), second.into());
    match day.and_then(day::check).and_then(at_time) {
        Some(moment) if at.as_f64() >= 1.0 => Value::Day(moment),
        _ => Value::Error(format!("{}", at.as_f64())),
    }
}

#[test]
fn every_workbook_of_the_tests_holds_the_same_cells() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/annex");
    let mut compared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "xlsx") {
            let bytes = std::fs::read(&path).unwrap();
            let found = ours(&bytes).unwrap();
            assert_eq!(Some(&found), theirs(&bytes).as_ref(), "{}", path.display());
            compared += found.len();
        }
    }
    assert!(compared > 1000, "{compared}");
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of one sheet; style 1 is a day, 2 a percentage, 3 a span, 4 a format of its own.
fn workbook(rows: &str, texts: &str, from_1904: bool) -> Vec<u8> {
    let flag = u8::from(from_1904);
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!(r#"<Relationships><Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ),
        (
            "xl/workbook.xml",
            format!(r#"<workbook xmlns:r="{RELATIONS}"><workbookPr date1904="{flag}"/><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(r#"<Relationships><Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ),
        (
            "xl/styles.xml",
            r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-42A]dd&quot;/&quot;mm"/></numFmts><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="46"/><xf numFmtId="164"/></cellXfs></styleSheet>"#.to_owned(),
        ),
        ("xl/sharedStrings.xml", format!("<sst>{texts}</sst>")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<?xml version=\"1.0\"?>\n<x:worksheet><dimension ref=\"A1\"/><sheetData>{rows}</sheetData></x:worksheet>"),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What stands in a text: letters, blanks, references, escapes.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Bộ",
        " ",
        "a",
        "&amp;",
        "&#7879;",
        "&#x1F600;",
        "_x000D_",
        "_xD83D__xDE00_",
        "_x",
        "\n",
        "\r\n",
        "1",
        "<![CDATA[<b> & c]]>",
        "<!-- no -->",
        "\u{a0}",
    ]);
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// A cell; what it says of its place is filled in.
fn cell() -> impl Strategy<Value = String> {
    let number = prop::sample::select(vec![
        "0",
        "1",
        "59",
        "60",
        "61",
        "45839",
        "45839.5",
        "45839.9999999",
        "0.4",
        "-3",
        "1e3",
        "2958465",
        "1E10",
        "366",
    ]);
    let style = || {
        prop::sample::select(vec![
            "", " s=\"0\"", " s='1'", " s=\"2\"", " s=\"3\"", " s=\"4\"", " s=\"9\"",
        ])
    };
    prop_oneof![
        (style(), number).prop_map(|(s, n)| format!("{s}><f>A1+1</f><v>{n}</v></c>")),
        (0..3_u8).prop_map(|n| format!(" t=\"s\"><v>{n}</v></c>")),
        (text(), any::<bool>()).prop_map(|(text, keeps)| {
            let space = if keeps { " xml:space=\"preserve\"" } else { "" };
            format!(" t=\"inlineStr\"><is><t{space}>{text}</t></is></c>")
        }),
        (text(), text()).prop_map(|(a, b)| {
            format!(" t=\"inlineStr\"><v>1</v><is><r><rPr/><t>{a}</t></r><rPh><t>x</t></rPh><r><t>{b}</t></r></is></c>")
        }),
        "[a-zđ ]{0,6}".prop_map(|text| format!(" t=\"str\"><v>{text}</v></c>")),
        prop::sample::select(vec![
            " t=\"b\"><v>1</v></c>",
            " t=\"b\"><v> false </v></c>",
            " t=\"e\"><v>#REF!</v></c>",
            " t=\"d\"><v>2025-07-01T08:30:00Z</v></c>",
            " t=\"d\"><v>tháng 7</v></c>",
            "><v>không</v></c>",
            "><v></v></c>",
            "><v/></c>",
            "/>",
            "></c>",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn random_sheets_hold_the_same_cells(
        rows in prop::collection::vec(
            (any::<bool>(), prop::collection::vec((any::<bool>(), cell()), 0..6), 1..4_u64),
            0..6,
        ),
        texts in prop::collection::vec(text(), 3),
        from_1904 in any::<bool>(),
    ) {
        let (mut sheet, mut next) = (String::new(), 0_u64);
        for (says, cells, step) in rows {
            // A row that does not say its number stands behind the one before.
            next += if says { step } else { 1 };
            let row = format!("<row r=\"{next}\" spans='1:9'>");
            sheet.push_str(if says { &row } else { "<row>\n" });
            for (at, (says, cell)) in cells.iter().enumerate() {
                let place = if *says { format!(" r=\"{}{next}\"", letters(at)) } else { String::new() };
                sheet.extend(["<c", &place, cell]);
            }
            sheet.push_str("</row>");
        }
        let texts: String = texts.iter().flat_map(|text| ["<si><t>", text, "</t></si>"]).collect();
        let bytes = workbook(&sheet, &texts, from_1904);
        let found = ours(&bytes);
        prop_assert_eq!(found.ok(), theirs(&bytes), "{}", sheet);
    }
}
