//! How a file is written: byte order mark, separator, and what tells them apart.

use super::rows::{Cells, Rows, Wanted};
use crate::encoding::Encoding;
use crate::table::Table;

/// How files are written.
///
/// ```
/// use tiendo_formats::csv::{Dialect, WriteOptions};
/// assert_eq!(WriteOptions::default().dialect, Dialect::Plain);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// RFC 4180 with `,` and LF, no byte order mark: for programs.
    #[default]
    Plain,
    /// What Excel opens right under Vietnamese settings: `;`, CRLF, a byte order mark, decimal commas.
    ///
    /// Vietnamese settings have a decimal comma, and Excel then splits a CSV file at the semicolon. Texts that Excel
    /// would turn into numbers or days (`00070`, `2025-11`) get an apostrophe, which the reader takes away. Days stay
    /// `yyyy-mm-dd`, the one form that Excel reads the same under all settings.
    Excel,
    /// The same for English settings: `,` and decimal points.
    ExcelEnglish,
}

impl Dialect {
    /// The byte between cells.
    pub(super) fn delimiter(self) -> u8 {
        if self == Dialect::Excel { b';' } else { b',' }
    }

    /// True for the dialects that Excel opens.
    pub(super) fn spreadsheet(self) -> bool {
        self != Dialect::Plain
    }
}

/// The UTF-8 byte order mark.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// Separators that are told apart on the header.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Most columns that a header may have.
pub(super) const MAX_COLUMNS: usize = 1024;

/// Longest header in bytes.
pub(super) const MAX_HEADER_BYTES: usize = 1024;

/// What the beginning of a file says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// Nothing but blanks.
    Empty,
    /// Another encoding, by name.
    Encoding(&'static str),
    /// Text.
    Text {
        /// Bytes before the header: byte order mark, `sep=` line.
        skip: usize,
        /// The separator.
        delimiter: u8,
    },
}

/// The encoding of a file: what its byte order mark says, or else what the caller does.
pub(super) fn encoding(head: &[u8], said: Encoding) -> Encoding {
    if head.starts_with(BOM) { Encoding::Utf8 } else { said }
}

/// Reads the beginning of a file of `table`.
pub(super) fn open(head: &[u8], table: Table, encoding: Encoding) -> Opening {
    match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Opening::Encoding("UTF-16"),
        [b'P', b'K', 3, 4, ..] => return Opening::Encoding("XLSX, ODS"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Opening::Encoding("XLS"),
        _ => {}
    }
    let mark = if head.starts_with(BOM) { BOM.len() } else { 0 };
    let text = head.get(mark..).unwrap_or(&[]);
    if text.iter().all(u8::is_ascii_whitespace) {
        return Opening::Empty;
    }
    if let Some((delimiter, length)) = declared(text) {
        return Opening::Text { skip: mark + length, delimiter };
    }
    // The separator under which most columns are known; a separator that splits more breaks a tie.
    let score = |delimiter: &u8| {
        let cells = header(text, *delimiter, encoding);
        let known = cells.iter().filter(|cell| table.position(cell).is_some()).count();
        (known, cells.len())
    };
    let best = DELIMITERS.iter().rev().max_by_key(|delimiter| score(delimiter));
    Opening::Text { skip: mark, delimiter: best.copied().unwrap_or(b',') }
}

/// The separator of a first line `sep=;`, as spreadsheets write it, and the length of that line.
fn declared(text: &[u8]) -> Option<(u8, usize)> {
    let rest = text.strip_prefix(b"\"").unwrap_or(text);
    let rest =
        rest.get(..4).filter(|start| start.eq_ignore_ascii_case(b"sep=")).and(rest.get(4..))?;
    let (&delimiter, rest) = rest.split_first()?;
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
    // Rewriting the file under another separator may leave empty cells behind.
    let cells = rest.iter().take_while(|b| matches!(b, b',' | b';' | b'\t')).count();
    let rest = rest.get(cells..)?;
    let line =
        rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).or(rest.strip_prefix(b"\r"))?;
    let usual = DELIMITERS.contains(&delimiter) || delimiter == b'|';
    usual.then_some((delimiter, text.len() - line.len()))
}

/// The cells of the first row.
fn header(text: &[u8], delimiter: u8, encoding: Encoding) -> Vec<String> {
    let mut cells = Cells::default();
    let wanted = Wanted { keep: &[true; MAX_COLUMNS], max_cell_bytes: MAX_HEADER_BYTES };
    // A slice gives no error, and what is behind its end counts as cut off.
    let _ = Rows::new(text, delimiter, u64::MAX).next(&wanted, &mut cells);
    cells.decode(encoding);
    let text = |at| cells.get(at).map(|cell| String::from_utf8_lossy(cell.bytes).into_owned());
    (0..cells.len()).filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings() {
        let text = |skip, delimiter| Opening::Text { skip, delimiter };
        let cases: [(&[u8], Opening); 12] = [
            (b"", Opening::Empty),
            (b"\xef\xbb\xbf \r\n", Opening::Empty),
            (b"\xff\xfei\0d\0", Opening::Encoding("UTF-16")),
            (b"id,title", text(0, b',')),
            (b"id;title\r\n", text(0, b';')),
            (b"\xef\xbb\xbfid\ttitle\n", text(3, b'\t')),
            (b"\"id\";\"a,b,c,d\";title\n", text(0, b';')),
            (b"id\n", text(0, b',')),
            (b"sep=;\r\nid;title\n", text(7, b';')),
            (b"\xef\xbb\xbfsep=,\nid,title\n", text(9, b',')),
            (b"\"sep=;\"\nid;title\n", text(8, b';')),
            (b"\nid;title\n", text(0, b';')),
        ];
        for (head, expect) in cases {
            assert_eq!(
                open(head, Table::Tasks, Encoding::Utf8),
                expect,
                "{}",
                String::from_utf8_lossy(head)
            );
        }
    }
}
