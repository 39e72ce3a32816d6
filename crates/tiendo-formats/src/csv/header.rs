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
    row: u64,
    encoding: Encoding,
    /// Position in the file of each column of the table.
    positions: Vec<Option<usize>>,
    /// Header of each column of the table as the file writes it.
    pub(super) names: Vec<String>,
    /// Whether the column at each position of the file is one of the table's.
    pub(super) keep: Vec<bool>,
    /// Header and number of values of each column that is not.
    unknown: BTreeMap<usize, (String, u64)>,
}

impl Header {
    /// Reads the header; `None` where the file cannot be read under it, which is then a finding.
    pub(super) fn read(
        table: Table,
        cells: &Cells,
        encoding: Encoding,
        log: &mut Log,
    ) -> Option<Header> {
        let row = cells.number;
        if cells.width > MAX_COLUMNS as u64 {
            log.push(log.at(FindingCode::ColumnsTooMany, row, "").arg("limit", MAX_COLUMNS));
            return None;
        }
        let mut header = Header {
            row,
            encoding,
            positions: vec![None; table.columns().len()],
            names: table.columns().iter().map(|column| column.name.to_owned()).collect(),
            keep: vec![false; cells.len()],
            unknown: BTreeMap::new(),
        };
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
                header.unknown.insert(at, (text, 0));
                continue;
            };
            let (earlier, earlier_exact) = (header.positions[column], exact[column]);
            match earlier {
                // A column under its very name goes before one under another header.
                Some(_) if earlier_exact && !by_name => {
                    header.unknown.insert(at, (text, 0));
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
                    header.unknown.insert(before, (header.names[column].clone(), 0));
                }
                None => {}
            }
            (header.positions[column], exact[column]) = (Some(at), by_name);
            header.names[column] = text;
            header.keep[at] = true;
        }
        let mut complete = true;
        for (column, position) in table.columns().iter().zip(&header.positions) {
            if column.required && position.is_none() {
                let finding =
                    log.at(FindingCode::ColumnMissing, row, column.name).field(column.name);
                log.push(finding.arg("column", column.name));
                complete = false;
            }
        }
        complete.then_some(header)
    }

    pub(super) fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    /// The cells of a row by column of the table; `None` for a row that is blank or cannot be read.
    pub(super) fn values<'c>(
        &mut self,
        cells: &'c Cells,
        limit: usize,
        log: &mut Log,
    ) -> Option<Vec<Option<&'c str>>> {
        let row = cells.number;
        let filled = |at| cells.get(at).is_some_and(|cell| cell.filled);
        if !cells.surplus && !(0..cells.len()).any(filled) {
            log.habit(
                "",
                |log| log.at(FindingCode::RowsEmpty, row, ""),
                FindingCode::RowsEmpty,
                "",
            );
            return None;
        }
        for (at, (_, count)) in &mut self.unknown {
            *count += u64::from(filled(*at));
        }
        if cells.surplus {
            let finding = log.at(FindingCode::RowTooLong, row, "").arg("cells", cells.width);
            log.push(finding.arg("columns", self.keep.len()));
            return None;
        }
        let short = cells.width < self.keep.len() as u64;
        let mut swallowed = false;
        match cells.ending() {
            Ending::OpenQuote => {
                let last = cells.len().checked_sub(1).and_then(|last| cells.get(last));
                let text = last.map_or(&b""[..], |cell| cell.bytes).trim_ascii_end();
                swallowed = true;
                // A cell that is not kept is known by its line breaks only.
                let inside = text.contains(&b'\n') || (text.is_empty() && cells.breaks > 0);
                if short || inside || last.is_some_and(|cell| cell.long) {
                    let finding = log.at(FindingCode::QuoteUnclosed, row, "");
                    log.push(finding.arg("lines", cells.lines()));
                    return None;
                }
                log.push(log.at(FindingCode::QuoteClosed, row, ""));
            }
            Ending::File if short => {
                log.push(log.at(FindingCode::RowCut, row, ""));
                return None;
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
        let mut values = Vec::with_capacity(self.positions.len());
        let mut sound = true;
        for (column, position) in self.positions.iter().enumerate() {
            let Some(cell) = position.and_then(|at| cells.get(at)) else {
                values.push(None);
                continue;
            };
            let last = swallowed && position.is_some_and(|at| at + 1 == cells.len());
            let bytes = if last { cell.bytes.trim_ascii_end() } else { cell.bytes };
            let at = |code| log.at(code, row, self.name(column));
            let problem = match (cell.wrong, std::str::from_utf8(bytes)) {
                _ if cell.long => Some(at(FindingCode::CellTooLong).arg("limit", limit)),
                (Some(wrong), _) => {
                    let finding = at(FindingCode::CellUndefinedByte).arg("value", quoted(bytes));
                    Some(wrong.told(finding, self.encoding))
                }
                (None, Err(_)) => Some(at(FindingCode::CellNotUtf8).arg("value", quoted(bytes))),
                (None, Ok(text)) if text.contains('\0') => {
                    let shown: String = text.chars().take(QUOTED_BYTES).collect();
                    let shown = shown.replace('\0', "\u{fffd}");
                    Some(at(FindingCode::CellNul).arg("value", shown))
                }
                (None, Ok(text)) => {
                    let value = guard::restore(text);
                    let ascii = text.trim_ascii();
                    if value
                        .is_some_and(|value| value.len() < ascii.len() && !ascii.starts_with('\''))
                    {
                        let code = FindingCode::SpacesTrimmed;
                        let name = self.name(column);
                        log.habit("", |log| log.at(code, row, name), code, name);
                    }
                    values.push(value);
                    None
                }
            };
            if let Some(finding) = problem {
                log.push(finding);
                sound = false;
            }
        }
        sound.then_some(values)
    }

    /// Reports the columns that are not the table's.
    pub(super) fn finish(self, log: &mut Log) {
        for (at, (name, count)) in self.unknown {
            if name.is_empty() && count == 0 {
                continue;
            }
            let name = if name.is_empty() { format!("#{}", at + 1) } else { name };
            let finding = log.at(FindingCode::ColumnUnknown, self.row, &name);
            log.push(finding.arg("column", &name).arg("count", count));
        }
    }
}

/// The beginning of a cell that is not text.
fn quoted(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.get(..QUOTED_BYTES).unwrap_or(bytes))
}
