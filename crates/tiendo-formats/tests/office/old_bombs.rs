//! Hostile workbooks of Excel 97, by what they do.

use tiendo_formats::Code;

use crate::compound_file::compound;
use crate::{Case, MILLION};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// A workbook of Excel 97: records of the whole, and those of its sheets, which each begin behind them.
fn book(whole: &[u8], sheets: usize, rows: &[u8]) -> Vec<u8> {
    let begin = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0]);
    let sheet =
        |at: usize| record(0x0085, &[&(at as u32).to_le_bytes()[..], b"\0\0\x01\0A"].concat());
    let at = begin(5).len() + sheets * sheet(0).len() + whole.len() + 4;
    let end = record(10, &[]);
    let head = [begin(5), sheet(at).repeat(sheets), whole.to_vec(), end.clone()].concat();
    let stream = [head, begin(16), rows.to_vec(), end].concat();
    compound(&[("Workbook", &stream)])
}

/// Texts of a table in as many records as they need, each of them `text` as it stands in one.
fn texts(text: &[u8], count: usize) -> Vec<u8> {
    let piece = text.repeat(8_000 / text.len());
    let mut out = record(0x00FC, &[0; 8]);
    out.extend(record(0x003C, &piece).repeat(count / (8_000 / text.len())));
    out
}

/// What old workbooks do: they are no packages, so that nothing in them inflates, but they name what they hold by numbers.
pub(crate) fn workbooks() -> Vec<Case> {
    vec![
        (
            "old: 16 million empty cells",
            Code::LimitExceeded,
            Box::new(|| book(&[], 1, &record(0x00BE, &[0; 4096]).repeat(8_000))),
        ),
        (
            "old: four million cells",
            Code::LimitExceeded,
            Box::new(|| book(&[], 1, &record(0x027E, &[0; 10]).repeat(4 * MILLION))),
        ),
        (
            "old: a cell in the last column of all",
            Code::LimitExceeded,
            Box::new(|| book(&[], 1, &record(0x027E, &[0, 0, 255, 255, 0, 0, 0, 0, 0, 0]))),
        ),
        (
            "old: ten million shared strings",
            Code::LimitExceeded,
            Box::new(|| book(&texts(&[0; 3], 10 * MILLION), 1, &[])),
        ),
        (
            "old: shared strings of 100 MB",
            Code::LimitExceeded,
            Box::new(|| {
                let text = [&[60, 15, 1][..], &[0xC7, 0x1E].repeat(3900)].concat();
                book(&texts(&text, 6_500), 1, &[])
            }),
        ),
        (
            "old: one string of 32,000 letters in a hundred thousand cells",
            Code::LimitExceeded,
            Box::new(|| {
                let text = [&[0, 125, 0][..], &[b'a'; 32_000]].concat();
                let table = record(0x00FC, &[&[0; 8][..], &text].concat());
                let cell = |n: u32| {
                    let row = ((n / 2) as u16).to_le_bytes();
                    record(0x00FD, &[row[0], row[1], n as u8 & 1, 0, 0, 0, 0, 0, 0, 0])
                };
                book(&table, 1, &(0..100_000).flat_map(cell).collect::<Vec<u8>>())
            }),
        ),
        (
            "old: sheets that are one and the same",
            Code::Malformed,
            Box::new(|| book(&[], 256, &record(0x0208, &[]).repeat(4 * MILLION))),
        ),
        ("old: a million sheets", Code::LimitExceeded, Box::new(|| book(&[], MILLION, &[]))),
        (
            "old: merged cells without end",
            Code::LimitExceeded,
            Box::new(|| {
                let all = [&[0, 4][..], &[0, 0, 1, 0, 0, 0, 1, 0].repeat(1024)].concat();
                book(&[], 1, &record(0x00E5, &all).repeat(1000))
            }),
        ),
        (
            "old: many styles of many formats",
            Code::Malformed,
            Box::new(|| {
                let format = |n: u32| record(0x041E, &[n as u8, (n >> 8) as u8, 1, 0, 0, b'd']);
                let mut whole: Vec<u8> = (0..300_000_u32).flat_map(format).collect();
                whole.extend(record(0x00E0, &[0, 0, 255, 255]).repeat(300_000));
                whole.extend([1, 2, 255, 255]);
                book(&whole, 1, &[])
            }),
        ),
        (
            "old: a table of sectors that names itself",
            Code::Malformed,
            Box::new(|| {
                let mut file = book(&[], 1, &record(0x0208, &[]).repeat(6 * MILLION));
                // Behind the first list of the table's sectors comes the first list.
                let list = u32::from_le_bytes([file[68], file[69], file[70], file[71]]);
                let at = (list as usize + 1) * 512;
                file[at + 508..at + 512].copy_from_slice(&list.to_le_bytes());
                file
            }),
        ),
        (
            "old: a file that is cut",
            Code::Malformed,
            Box::new(|| {
                let mut file = book(&[], 1, &record(0x027E, &[0; 10]).repeat(100_000));
                file.truncate(file.len() / 2);
                file
            }),
        ),
        ("old: a password", Code::Protected, Box::new(|| book(&record(0x002F, &[1, 0]), 1, &[]))),
    ]
}
