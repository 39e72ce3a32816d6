//! The header of a file, and the cells of its rows by the columns of the table.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tiendo::FindingCode;

use super::dialect::MAX_COLUMNS;
use super::guard;
use super::rows::{Cells, Ending};
use crate::encoding::Encoding;
use crate::table::{Log, Table, is_blank};

/// Bytes that a finding quotes of a cell that is not text.
const QUOTED_BYTES: usize = 200;

/// The columns of a file: which of the table's stands where.
pub(super) struct Header {
    encoding: Encoding,
    /// The columns of the table that the file has, in order, with their positions in it.
    positions: Vec<(usize, usize)>,
    /// Header of each column of the table as the file writes it.
    pub(super) names: Vec<String>,
    /// Whether the column at each position of the file is one of the table's.
    pub(super) keep: Vec<bool>,
}

/// The columns of a file that are none of the table's.
pub(super) struct Unknown {
    row: u64,
    /// Header and number of values, by position.
    columns: BTreeMap<usize, (String, u64)>,
}

impl Unknown {
    /// Counts the values of a row.
    pub(super) fn count(&mut self, cells: &Cells) {
        for (at, (_, count)) in &mut self.columns {
            *count += u64::from(cells.get(*at).is_some_and(|cell| cell.filled));
        }
    }

    /// Reports the columns.
    pub(super) fn finish(self, log: &mut Log) {
        for (at, (name, count)) in self.columns {
            if name.is_empty() && count == 0 {
                continue;
            }
            let name = if name.is_empty() { format!("#{}", at + 1) } else { name };
            let finding = log.at(FindingCode::ColumnUnknown, self.row, &name);
            log.push(finding.arg("column", &name).arg("count", count));
        }
    }
}

impl Header {
    /// Reads the header; `None` where the file cannot be read under it, which is then a finding.
    pub(super) fn read(
        table: Table,
        cells: &Cells,
        encoding: Encoding,
        log: &mut Log,
    ) -> Option<(Header, Unknown)> {
        let row = cells.number;
        if cells.width > MAX_COLUMNS as u64 {
            log.push(log.at(FindingCode::ColumnsTooMany, row, "").arg("limit", MAX_COLUMNS));
            return None;
        }
        let mut unknown = Unknown { row, columns: BTreeMap::new() };
        let mut header = Header {
            encoding,
            positions: Vec::new(),
            names: table.columns().iter().map(|column| column.name.to_owned()).collect(),
            keep: vec![false; cells.len()],
        };
        let mut positions: Vec<Option<usize>> = vec![None; table.columns().len()];
        let mut exact = vec![false; table.columns().len()];
        for at in 0..cells.len() {
            let Some(cell) = cells.get(at) else { continue };
            let text = match (cell.wrong, std::str::from_utf8(cell.bytes)) {
                (None, Ok(text)) => text,
                (None, Err(_)) => {
                    log.push(log.at(FindingCode::FileNotUtf8, row, &quoted(cell.bytes)));
                    return None;
                }
                // Bytes of another encoding may be UTF-8 by chance.
                (Some(wrong), _) => {
                    let column = quoted(cell.bytes);
                    let finding = log.at(FindingCode::FileUndefinedByte, row, &column);
                    log.push(wrong.told(finding, encoding));
                    return None;
                }
            };
            // A header that is too long was not kept: its place names it.
            let place = cell.long.then(|| format!("#{}", at + 1));
            let text =
                place.unwrap_or_else(|| text.trim_matches(is_blank).replace(char::is_control, " "));
            let known = table.position(&text).filter(|_| !cell.long);
            let Some((column, by_name)) = known else {
                unknown.columns.insert(at, (text, 0));
                continue;
            };
            let (earlier, earlier_exact) = (positions[column], exact[column]);
            match earlier {
                // A column under its very name goes before one under another header.
                Some(_) if earlier_exact && !by_name => {
                    unknown.columns.insert(at, (text, 0));
                    continue;
                }
                Some(_) if earlier_exact == by_name => {
                    let name = table.columns()[column].name;
                    let finding = log.at(FindingCode::ColumnDuplicate, row, &text).field(name);
                    let finding = finding.arg("column", name).arg("first", &header.names[column]);
                    log.push(finding.arg("second", &text));
                    return None;
                }
                Some(before) => {
                    header.keep[before] = false;
                    unknown.columns.insert(before, (header.names[column].clone(), 0));
                }
                None => {}
            }
            (positions[column], exact[column]) = (Some(at), by_name);
            header.names[column] = text;
            header.keep[at] = true;
        }
        let mut complete = true;
        for (column, position) in table.columns().iter().zip(&positions) {
            if column.required && position.is_none() {
                let finding =
                    log.at(FindingCode::ColumnMissing, row, column.name).field(column.name);
                log.push(finding.arg("column", column.name));
                complete = false;
            }
        }
        let there = positions.into_iter().enumerate();
        header.positions = there.filter_map(|(column, at)| Some((column, at?))).collect();
        complete.then_some((header, unknown))
    }

    pub(super) fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    /// The cells of a row by column of the table; false for a row that is blank or cannot be read.
    pub(super) fn values<'c>(
        &self,
        cells: &'c Cells,
        limit: usize,
        values: &mut Vec<Option<&'c str>>,
        log: &mut Log,
    ) -> bool {
        let row = cells.number;
        let filled = |at| cells.get(at).is_some_and(|cell| cell.filled);
        if !cells.surplus && !(0..cells.len()).any(filled) {
            log.habit(
                "",
                |log| log.at(FindingCode::RowsEmpty, row, ""),
                FindingCode::RowsEmpty,
                "",
            );
            return false;
        }
        if cells.surplus {
            let finding = log.at(FindingCode::RowTooLong, row, "").arg("cells", cells.width);
            log.push(finding.arg("columns", self.keep.len()));
            return false;
        }
        let short = cells.width < self.keep.len() as u64;
        let mut swallowed = false;
        match cells.ending() {
            Ending::OpenQuote => {
                let last = cells.len().checked_sub(1).and_then(|last| cells.get(last));
                let text = last.as_ref().map_or(&b""[..], |cell| cell.bytes).trim_ascii_end();
                swallowed = true;
                // A cell that is not kept is known by its line breaks only.
                let inside = text.contains(&b'\n') || (text.is_empty() && cells.breaks > 0);
                if short || inside || last.is_some_and(|cell| cell.long) {
                    let finding = log.at(FindingCode::QuoteUnclosed, row, "");
                    log.push(finding.arg("lines", cells.lines()));
                    return false;
                }
                log.push(log.at(FindingCode::QuoteClosed, row, ""));
            }
            Ending::File if short => {
                log.push(log.at(FindingCode::RowCut, row, ""));
                return false;
            }
            Ending::Line if short => {
                log.habit(
                    "",
                    |log| log.at(FindingCode::RowShort, row, ""),
                    FindingCode::RowShort,
                    "",
                );
            }
            Ending::File | Ending::Line => {}
        }
        // Looked at once for the row where there is nothing to tell.
        let whole = cells.text();
        let may_hold_nul = whole.is_none_or(|text| text.contains('\0'));
        let mut sound = true;
        values.clear();
        values.resize(self.names.len(), None);
        for &(column, position) in &self.positions {
            let Some(cell) = cells.get(position) else { continue };
            let last = swallowed && position + 1 == cells.len();
            let bytes = if last { cell.bytes.trim_ascii_end() } else { cell.bytes };
            let text = match whole {
                Some(text) => text.get(cell.range.start..cell.range.start + bytes.len()),
                None => std::str::from_utf8(bytes).ok(),
            };
            let at = |code| log.at(code, row, self.name(column));
            let problem = match (cell.wrong, text) {
                _ if cell.long => Some(at(FindingCode::CellTooLong).arg("limit", limit)),
                (Some(wrong), _) => {
                    let finding = at(FindingCode::CellUndefinedByte).arg("value", quoted(bytes));
                    Some(wrong.told(finding, self.encoding))
                }
                (None, None) => Some(at(FindingCode::CellNotUtf8).arg("value", quoted(bytes))),
                (None, Some(text)) if may_hold_nul && text.contains('\0') => {
                    let shown: String = text.chars().take(QUOTED_BYTES).collect();
                    let shown = shown.replace('\0', "\u{fffd}");
                    Some(at(FindingCode::CellNul).arg("value", shown))
                }
                (None, Some(text)) => {
                    let value = guard::restore(text);
                    let lost = |value: &str| {
                        let ascii = text.trim_ascii();
                        value.len() < ascii.len() && !ascii.starts_with('\'')
                    };
                    if value.is_some_and(|value| value.len() < text.len() && lost(value)) {
                        let code = FindingCode::SpacesTrimmed;
                        let name = self.name(column);
                        log.habit("", |log| log.at(code, row, name), code, name);
                    }
                    values[column] = value;
                    None
                }
            };
            if let Some(finding) = problem {
                log.push(finding);
                sound = false;
            }
        }
        sound
    }
}

/// The beginning of a cell that is not text.
fn quoted(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.get(..QUOTED_BYTES).unwrap_or(bytes))
}
