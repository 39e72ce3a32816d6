//! Our cells beside calamine's: on every old workbook of the tests, and on sheets made of random records.

use std::io::Cursor;

use calamine::{Data, Reader, SheetType, SheetVisible, Xls};
use chrono::NaiveDate;
use proptest::prelude::*;
use tiendo::day;

use super::super::grid::{RawRow, Rows, Sheet};
use super::super::value::Value;
use super::*;
use compound_file::compound;

#[path = "../../../tests/office/compound.rs"]
mod compound_file;

/// A cell by its place: sheet, row, column, value.
type Placed = (String, u64, usize, Value<'static>);
/// A sheet: name, whether it is hidden, merged regions from row and column to row and column.
type Known = (String, bool, Vec<(u64, usize, u64, usize)>);

fn ours(bytes: &[u8]) -> Result<(Vec<Known>, Vec<Placed>), Error> {
    let (mut sheets, mut found) = (Vec::new(), Vec::new());
    let limits = Limits::default();
    each_sheet("a.xls", bytes, &limits, &mut |sheet: Sheet, rows: &mut dyn Rows<'_>| {
        let regions = sheet.merges.iter().map(|r| (r.top, r.left, r.bottom, r.right)).collect();
        sheets.push((sheet.name.clone(), sheet.hidden, regions));
        let (mut row, mut last) = (RawRow::default(), 0);
        while rows.next(&mut row)? {
            assert!(row.number > last, "rows come in order");
            last = row.number;
            for (column, value) in row.cells.iter().enumerate() {
                if let Some(value) = value.as_ref().and_then(seen) {
                    found.push((sheet.name.clone(), row.number, column, value));
                }
            }
        }
        Ok(())
    })?;
    Ok((sheets, found))
}

/// A value without what calamine does not tell: whether a number is shown as a percentage, and an empty text.
fn seen(value: &Value<'_>) -> Option<Value<'static>> {
    match value {
        Value::Text(text) if text.is_empty() => None,
        Value::Text(text) => Some(Value::Text(text.clone().into_owned().into())),
        Value::Number(number, _) => Some(Value::Number(*number, false)),
        Value::Day(at) => Some(Value::Day(*at)),
        Value::Bool(flag) => Some(Value::Bool(*flag)),
        Value::Error(error) => Some(Value::Error(error.clone())),
    }
}

fn theirs(bytes: &[u8]) -> Option<(Vec<Known>, Vec<Placed>)> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).ok()?;
    let (mut sheets, mut found) = (Vec::new(), Vec::new());
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let regions = workbook.merge_cells_by_sheet_name(&sheet.name).ok()?;
        let regions = regions.iter().map(|d| {
            let (from, to) = (d.start, d.end);
            (u64::from(from.0) + 1, from.1 as usize, u64::from(to.0) + 1, to.1 as usize)
        });
        sheets.push((
            sheet.name.clone(),
            sheet.visible != SheetVisible::Visible,
            regions.collect(),
        ));
        let range = workbook.worksheet_range(&sheet.name).ok()?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let value = match value {
                Data::Empty => continue,
                Data::String(text) if text.is_empty() => continue,
                Data::String(text) => Value::Text(text.clone().into()),
                #[allow(clippy::cast_precision_loss)] // the file holds them as 30 bits
                Data::Int(number) => Value::Number(*number as f64, false),
                Data::Float(number) => Value::Number(*number, false),
                Data::Bool(flag) => Value::Bool(*flag),
                Data::Error(error) => Value::Error(error.to_string()),
                Data::DateTime(at) if at.is_duration() => Value::Number(at.as_f64(), false),
                Data::DateTime(at) => {
                    let (y, m, d, hour, minute, second, _) = at.to_ymd_hms_milli();
                    let day = NaiveDate::from_ymd_opt(y.into(), m.into(), d.into());
                    let at_time =
                        |d: NaiveDate| d.and_hms_opt(hour.into(), minute.into(), second.into());
                    match day.and_then(day::check).and_then(at_time) {
                        Some(moment) if at.as_f64() >= 1.0 => Value::Day(moment),
                        _ => Value::Error(format!("{}", at.as_f64())),
                    }
                }
                other => panic!("{other:?}"),
            };
            let row = u64::from(top) + row as u64 + 1;
            found.push((sheet.name.clone(), row, left as usize + column, value));
        }
    }
    Some((sheets, found))
}

#[test]
fn every_old_workbook_of_the_tests_holds_the_same_cells() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/annex");
    let mut compared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "xls") {
            let bytes = std::fs::read(&path).unwrap();
            let found = ours(&bytes).unwrap();
            assert_eq!(Some(&found), theirs(&bytes).as_ref(), "{}", path.display());
            compared += found.1.len();
        }
    }
    assert!(compared > 500, "{compared}");
}

fn record(kind: u16, parts: &[&[u8]]) -> Vec<u8> {
    let data = parts.concat();
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), &data].concat()
}

/// A text behind its length: two bytes a unit, or one where that holds it and `narrow` says so.
fn text(text: &str, length_bytes: usize, narrow: bool) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let narrow = narrow && units.iter().all(|unit| *unit < 256);
    let mut out = units.len().to_le_bytes()[..length_bytes].to_vec();
    out.push(u8::from(!narrow));
    out.extend(
        units.iter().flat_map(|u| u.to_le_bytes().into_iter().take(if narrow { 1 } else { 2 })),
    );
    out
}

/// The table of texts, cut into records wherever `cuts` says, where a text may be cut.
fn table(texts: &[String], cuts: &[usize]) -> Vec<u8> {
    let count = (texts.len() as u32).to_le_bytes();
    let mut records = Vec::new();
    let mut data = [count, count].concat();
    let mut kind = TEXTS;
    let mut cuts = cuts.iter().cycle();
    for text in texts {
        let units: Vec<u16> = text.encode_utf16().collect();
        data.extend((units.len() as u16).to_le_bytes());
        let mut wide = true;
        data.push(1);
        let cut = cuts.next().copied().unwrap_or(0);
        for (at, unit) in units.iter().enumerate() {
            // calamine makes nothing of a pair that is cut in two; a test of ours does.
            if at > 0 && at == cut && !(0xD800..0xDC00).contains(&units[at - 1]) {
                records.extend(record(kind, &[&data]));
                kind = biff::CONTINUE;
                wide = units[at..].iter().any(|unit| *unit > 255);
                data = vec![u8::from(wide)];
            }
            data.extend(unit.to_le_bytes().into_iter().take(if wide { 2 } else { 1 }));
        }
        // A record may also end behind a whole text.
        if cut == 5 {
            records.extend(record(kind, &[&data]));
            (kind, data) = (biff::CONTINUE, Vec::new());
        }
    }
    if !data.is_empty() {
        records.extend(record(kind, &[&data]));
    }
    records
}

/// A workbook of two sheets with these rows, and its table of texts.
fn workbook(rows: &[Vec<u8>], texts: &[u8], from_1904: bool) -> Vec<u8> {
    let begin = |kind: u8| record(BEGIN, &[&[0, 6, kind, 0, 0, 0, 0xCD, 7], &[0; 8]]);
    let mut head = begin(5);
    head.extend(record(0x0042, &[&1200_u16.to_le_bytes()]));
    head.extend(record(DAYS, &[&[u8::from(from_1904), 0]]));
    for (id, code) in [(164_u16, "dd/mm/yyyy"), (165, "0.0%"), (166, "[h]:mm"), (167, "\"ngày\" 0")]
    {
        head.extend(record(FORMAT, &[&id.to_le_bytes(), &text(code, 2, true)]));
    }
    for id in [0_u16, 14, 30, 47, 164, 165, 166, 167, 58, 49] {
        head.extend(record(STYLE, &[&[0, 0], &id.to_le_bytes(), &[0; 16]]));
    }
    let names = [text("Phụ lục", 1, false), text("A", 1, true)];
    let (first, end) = (
        head.len() + names.iter().map(|n| 10 + n.len()).sum::<usize>() + texts.len() + 4,
        record(END, &[]),
    );
    let mut sheets = begin(16);
    let middle = rows.len() / 2;
    sheets.extend(rows[..middle].concat());
    // A chart within the sheet, whose numbers are none of its own.
    sheets.extend([begin(32), record(0x0203, &[&[0; 14]]), end.clone()].concat());
    sheets.extend(record(0x00E5, &[&[1, 0, 0, 0, 3, 0, 1, 0, 2, 0]]));
    sheets.extend_from_slice(&end);
    let second = first + sheets.len();
    sheets.extend([begin(16), rows[middle..].concat(), end.clone()].concat());
    for ((name, at), hidden) in names.iter().zip([first, second]).zip([0, 1]) {
        head.extend(record(SHEET, &[&(at as u32).to_le_bytes(), &[hidden, 0], name]));
    }
    let stream = [head, texts.to_vec(), end, sheets].concat();
    compound(&[("Other", &[1; 5000]), ("Workbook", &stream)])
}

/// What a cell holds behind its row and column; a kind of record and its data.
fn cell() -> impl Strategy<Value = (u16, Vec<u8>)> {
    let style = 0..12_u16;
    let number = prop::sample::select(vec![
        0.0, 1.0, 59.0, 60.0, 61.0, 45_839.0, 45_839.5, 0.4, -3.0, 1e10, 366.0,
    ]);
    let words = prop::sample::select(vec!["", "Bộ Công an", "caf\u{e9}", "a\nb", "😀", "x"]);
    prop_oneof![
        (style.clone(), number.clone()).prop_map(|(s, n): (u16, f64)| {
            (0x0203, [&s.to_le_bytes()[..], &n.to_le_bytes()].concat())
        }),
        (style.clone(), any::<i16>(), 0..4_u32).prop_map(|(s, n, flags)| {
            let four =
                if flags & 2 == 0 { 0x40E6_5E00 } else { (i32::from(n) << 2) as u32 } | flags;
            (0x027E, [&s.to_le_bytes()[..], &four.to_le_bytes()].concat())
        }),
        (style.clone(), prop::collection::vec(any::<i16>(), 2..4)).prop_map(|(s, all)| {
            let mut data = Vec::new();
            for number in all {
                data.extend(s.to_le_bytes());
                data.extend(((i32::from(number) << 2) as u32 | 2).to_le_bytes());
            }
            // The last column is known where the first one is.
            (0x00BD, data)
        }),
        (style.clone(), 0..3_u32)
            .prop_map(|(s, n)| { (0x00FD, [&s.to_le_bytes()[..], &n.to_le_bytes()].concat()) }),
        (style.clone(), words.clone(), any::<bool>()).prop_map(|(s, words, narrow)| {
            (0x0204, [&s.to_le_bytes()[..], &text(words, 2, narrow)].concat())
        }),
        (style.clone(), any::<bool>()).prop_map(|(s, flag)| {
            (0x0205, [&s.to_le_bytes()[..], &[u8::from(flag), 0]].concat())
        }),
        (style.clone(), prop::sample::select(vec![0_u8, 7, 0x0F, 0x17, 0x1D, 0x24, 0x2A]))
            .prop_map(|(s, code)| (0x0205, [&s.to_le_bytes()[..], &[code, 1]].concat())),
        (style.clone(), number).prop_map(|(s, n)| {
            (0x0006, [&s.to_le_bytes()[..], &n.to_le_bytes(), &[0; 8]].concat())
        }),
        (style.clone(), prop::sample::select(vec![[0, 0, 0], [1, 0, 1], [2, 0, 0x17], [3, 0, 0]]))
            .prop_map(|(s, three)| {
                (0x0006, [&s.to_le_bytes()[..], &three, &[0; 3], &[0xFF; 2], &[0; 8]].concat())
            }),
        style.prop_map(|s| (0x0201, s.to_le_bytes().to_vec())),
    ]
}

proptest! {
    #[test]
    fn random_sheets_hold_the_same_cells(
        rows in prop::collection::vec(prop::collection::vec(cell(), 0..6), 0..8),
        texts in prop::collection::vec(
            prop::sample::select(vec!["", "Bộ", "Sở Nội vụ tỉnh", "caf\u{e9} 12345", "a😀b", "xyz"]).prop_map(str::to_owned),
            3,
        ),
        cuts in prop::collection::vec(0..7_usize, 1..4),
        backwards in any::<bool>(),
        from_1904 in any::<bool>(),
    ) {
        let mut records: Vec<Vec<u8>> = Vec::new();
        for (row, cells) in rows.iter().enumerate() {
            let mut all = Vec::new();
            for (at, (kind, data)) in cells.iter().enumerate() {
                let place = [(row as u16 * 3).to_le_bytes(), (at as u16 * 4).to_le_bytes()].concat();
                let last = (at * 4 + data.len() / 6).wrapping_sub(1) as u16;
                let behind = if *kind == 0x00BD { &last.to_le_bytes()[..] } else { &[] };
                all.extend(record(*kind, &[&place, data, behind]));
                // The text of a formula stands behind it, and behind what it shares with others.
                if *kind == 0x0006 && data[2] == 0 && data[8..10] == [0xFF, 0xFF] {
                    all.extend(record(0x04BC, &[&[0; 10]]));
                    all.extend(record(0x0207, &[&text("chưa xong", 2, false)]));
                }
            }
            records.push(all);
        }
        if backwards {
            records.reverse();
        }
        let bytes = workbook(&records, &table(&texts, &cuts), from_1904);
        prop_assert_eq!(ours(&bytes).ok(), theirs(&bytes));
    }
}

/// The old workbooks of the tests, which other programs wrote.
fn seeds() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/annex");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let old = entries.filter(|path| path.extension().is_some_and(|kind| kind == "xls"));
    old.map(|path| std::fs::read(path).unwrap()).collect()
}

proptest! {
    /// Whatever is changed in a file, it is read or refused; what is refused is broken, old, protected or too large.
    #[test]
    fn changed_workbooks_are_read_or_refused(
        seed in prop::sample::select(seeds()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<bool>()), 1..12),
        cut in prop::option::weighted(0.1, any::<prop::sample::Index>()),
    ) {
        let mut bytes = seed;
        for (at, byte, flips) in changes {
            let place = at.get_mut(&mut bytes[8..]);
            *place = if flips { *place ^ (1 << (byte % 8)) } else { byte };
        }
        if let Some(cut) = cut {
            bytes.truncate(8 + cut.index(bytes.len() - 8));
        }
        if let Err(error) = ours(&bytes) {
            let expected = matches!(
                error,
                Error::Malformed { .. } | Error::UnknownFormat { .. } | Error::Protected { .. } | Error::LimitExceeded { .. }
            );
            prop_assert!(expected, "{}", error);
        }
    }
}

#[test]
fn streams_lie_anywhere_in_a_compound_file() {
    // Long enough for a table of sectors that the header does not list whole.
    let long: Vec<u8> = (0..9_000_000_u32).map(|at| (at % 251) as u8).collect();
    let bytes = compound(&[("First", b"1"), ("Workbook", &long), ("Last", &[7; 5000])]);
    let file = Compound::open(&bytes).unwrap();
    assert_eq!(file.stream("workBOOK").unwrap().unwrap(), long);
    assert_eq!(file.stream("Last").unwrap().unwrap(), [7; 5000]);
    assert_eq!(file.stream("None"), Ok(None));
    assert!(file.has("First") && !file.has("Root Entry"));
    // Whatever is cut off, it ends in an error or in what there is.
    for length in (0..bytes.len()).step_by(100_003) {
        if let Ok(file) = Compound::open(&bytes[..length]) {
            assert!(file.stream("Workbook").is_err() || file.stream("Workbook") == Ok(None));
        }
    }
}

#[test]
fn older_workbooks_and_those_with_a_password_are_told() {
    let refused =
        |name: &str, stream: &[u8]| ours(&compound(&[(name, stream)])).map(|_| ()).unwrap_err();
    let begin = |version: u8| record(BEGIN, &[&[0, version, 5, 0, 0, 0, 0, 0]]);
    let error = refused("Workbook", &[begin(6), record(PASSWORD, &[&[1, 0, 1, 0]])].concat());
    assert!(matches!(error, Error::Protected { .. }), "{error}");
    let error = refused("EncryptedPackage", b"");
    assert!(matches!(error, Error::Protected { .. }), "{error}");
    for (name, stream) in [("Book", begin(5)), ("Workbook", begin(5))] {
        let error = refused(name, &stream);
        assert!(error.to_string().contains("Excel 97"), "{error}");
    }
    let error = refused("WordDocument", b"");
    assert!(matches!(error, Error::UnknownFormat { expected: EXPECTED, .. }), "{error}");
    for stream in [&b""[..], b"abc", &begin(6)] {
        assert!(matches!(refused("Workbook", stream), Error::Malformed { .. }));
    }
}
