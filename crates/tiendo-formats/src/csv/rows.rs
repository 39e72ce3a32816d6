//! Rows of a file as bytes, in memory bounded by the limits whatever the file holds.
//!
//! The state machine is that of the `csv` crate (`csv-core`). It is driven cell by cell, because `csv::Reader` holds
//! a whole record however long it is, and does not tell a closed quote from the end of the file.

use std::io::{self, ErrorKind, Read};

use csv_core::ReadFieldResult;

use crate::encoding::{Encoding, WrongByte, decoded};

/// Bytes asked of the input at once.
const CHUNK: usize = 64 * 1024;

/// How a row ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With a line break.
    Line,
    /// With the file.
    File,
    /// With the file, inside a quote.
    OpenQuote,
}

/// The cells of a row that are wanted.
#[derive(Default)]
pub(super) struct Cells {
    text: Vec<u8>,
    ends: Vec<Cell>,
    /// Number of cells in the row.
    pub(super) width: u64,
    /// Row number as a spreadsheet shows it.
    pub(super) number: u64,
    /// Line breaks within its last cell.
    pub(super) breaks: u64,
    /// True where its last cell ends with one.
    after_break: bool,
    /// True where a cell behind the last wanted position holds something.
    pub(super) surplus: bool,
    ending: Option<Ending>,
}

#[derive(Clone, Copy)]
struct Cell {
    end: usize,
    long: bool,
    filled: bool,
    wrong: Option<WrongByte>,
}

/// One cell.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    /// Its bytes; none where they were not wanted.
    pub(super) bytes: &'a [u8],
    /// True where it was longer than allowed.
    pub(super) long: bool,
    /// True where it holds more than ASCII blanks.
    pub(super) filled: bool,
    /// A byte that its encoding does not define; the bytes are then those of the file.
    pub(super) wrong: Option<WrongByte>,
}

impl Cells {
    /// The cell at a position, where the row has it.
    pub(super) fn get(&self, at: usize) -> Option<View<'_>> {
        let cell = self.ends.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |c| c.end);
        let bytes = self.text.get(start..cell.end)?;
        Some(View { bytes, long: cell.long, filled: cell.filled, wrong: cell.wrong })
    }

    /// Number of cells kept.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How the row ended.
    pub(super) fn ending(&self) -> Ending {
        self.ending.unwrap_or(Ending::Line)
    }

    /// Number of lines that its last cell spans.
    pub(super) fn lines(&self) -> u64 {
        self.breaks + u64::from(!self.after_break)
    }

    /// Turns the cells into UTF-8.
    ///
    /// In every encoding that is read, a byte below 0x80 is that character of ASCII and no part of another, so that cells
    /// may be told apart before.
    pub(super) fn decode(&mut self, encoding: Encoding) {
        if encoding == Encoding::Utf8 || self.text.is_ascii() {
            return;
        }
        let (mut text, mut start) = (Vec::with_capacity(self.text.len() * 2), 0);
        for cell in &mut self.ends {
            let bytes = self.text.get(start..cell.end).unwrap_or(&[]);
            start = cell.end;
            match decoded(bytes, encoding) {
                Ok(cell) => text.extend_from_slice(cell.as_bytes()),
                Err(wrong) => {
                    cell.wrong = Some(wrong);
                    text.extend_from_slice(bytes);
                }
            }
            cell.end = text.len();
        }
        self.text = text;
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        (self.width, self.breaks, self.after_break) = (0, 0, false);
        (self.surplus, self.ending) = (false, None);
    }
}

/// What of a row is kept.
pub(super) struct Wanted<'a> {
    /// Whether the cell at each position is kept; cells behind are only counted.
    pub(super) keep: &'a [bool],
    /// Longest cell in bytes.
    pub(super) max_cell_bytes: usize,
}

/// Why there is no further row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The file has ended.
    End,
    /// The file is longer than allowed.
    TooLong,
}

/// Rows of one input.
pub(super) struct Rows<R> {
    input: R,
    core: csv_core::Reader,
    chunk: Vec<u8>,
    out: Vec<u8>,
    at: usize,
    filled: usize,
    left: u64,
    /// True once the chunk holds what the limit allows and the input goes on.
    cut: bool,
    row: u64,
    after_return: bool,
}

impl<R: Read> Rows<R> {
    /// Rows of `input`, of which at most `max_bytes` are read.
    pub(super) fn new(input: R, delimiter: u8, max_bytes: u64) -> Self {
        let core = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        Rows {
            input,
            core,
            chunk: vec![0; CHUNK],
            out: vec![0; CHUNK],
            at: 0,
            filled: 0,
            left: max_bytes,
            cut: false,
            row: 0,
            after_return: false,
        }
    }

    /// Reads on; false at the end of the input. Behind the limit nothing is handed on.
    fn fill(&mut self) -> Result<bool, ReadStop> {
        loop {
            if self.cut {
                return Err(ReadStop::TooLong);
            }
            match self.input.read(&mut self.chunk) {
                Ok(0) => return Ok(false),
                Ok(_) if self.left == 0 => return Err(ReadStop::TooLong),
                Ok(n) => {
                    let allowed = usize::try_from(self.left).map_or(n, |left| n.min(left));
                    self.left -= allowed as u64;
                    (self.at, self.filled) = (0, allowed);
                    self.cut = allowed < n;
                    return Ok(true);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(ReadStop::Io(error)),
            }
        }
    }

    /// Skips the rest of a line break and blank lines, which are rows without cells; false at the end.
    fn skip_blank_lines(&mut self) -> Result<bool, ReadStop> {
        loop {
            if self.at >= self.filled && !self.fill()? {
                return Ok(false);
            }
            match self.chunk.get(self.at) {
                Some(b'\n') if self.after_return => self.after_return = false,
                Some(b'\n') => self.row += 1,
                Some(b'\r') => {
                    self.row += 1;
                    self.after_return = true;
                }
                _ => {
                    self.after_return = false;
                    return Ok(true);
                }
            }
            self.at += 1;
        }
    }

    /// Ends the row that the file ends within. A line break ends it too, unless it falls inside a quote.
    fn end_of_file(&mut self) -> Ending {
        let (result, _, _) = self.core.read_field(b"\n", &mut self.out);
        if matches!(result, ReadFieldResult::Field { record_end: true }) {
            return Ending::File;
        }
        let _ = self.core.read_field(b"", &mut self.out);
        Ending::OpenQuote
    }

    /// Reads the next row into `cells`; the cells stay where the file stops within it, with the stop.
    pub(super) fn next(
        &mut self,
        wanted: &Wanted<'_>,
        cells: &mut Cells,
    ) -> io::Result<Option<Stop>> {
        cells.clear();
        match self.read_row(wanted, cells) {
            Ok(true) => Ok(None),
            Ok(false) => Ok(Some(Stop::End)),
            Err(ReadStop::TooLong) => {
                cells.number = self.row;
                Ok(Some(Stop::TooLong))
            }
            Err(ReadStop::Io(error)) => Err(error),
        }
    }

    fn read_row(&mut self, wanted: &Wanted<'_>, cells: &mut Cells) -> Result<bool, ReadStop> {
        let found = self.skip_blank_lines();
        self.row += 1;
        if !found? {
            return Ok(false);
        }
        cells.number = self.row;
        loop {
            let (mut long, mut filled) = (false, false);
            let start = cells.text.len();
            let position = cells.width as usize;
            let keep = wanted.keep.get(position).copied().unwrap_or(false);
            let within = position < wanted.keep.len();
            (cells.breaks, cells.after_break) = (0, false);
            let last = loop {
                if self.at >= self.filled && !self.fill()? {
                    cells.ending = Some(self.end_of_file());
                    break true;
                }
                let input = self.chunk.get(self.at..self.filled).unwrap_or(&[]);
                let (result, read, written) = self.core.read_field(input, &mut self.out);
                if let Some(b'\r') = read.checked_sub(1).and_then(|last| input.get(last)) {
                    self.after_return = true;
                } else if read > 0 {
                    self.after_return = false;
                }
                self.at += read;
                let text = self.out.get(..written).unwrap_or(&[]);
                filled = filled || text.iter().any(|b| !b.is_ascii_whitespace());
                for byte in text {
                    cells.after_break = *byte == b'\n';
                    cells.breaks += u64::from(cells.after_break);
                }
                long = long || cells.text.len() - start + text.len() > wanted.max_cell_bytes;
                if long {
                    cells.text.truncate(start);
                } else if keep {
                    cells.text.extend_from_slice(text);
                }
                match result {
                    ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                    ReadFieldResult::Field { record_end } => break record_end,
                    ReadFieldResult::End => break true,
                }
            };
            cells.width += 1;
            if within {
                cells.ends.push(Cell { end: cells.text.len(), long, filled, wrong: None });
            } else {
                cells.surplus = cells.surplus || filled;
            }
            if last {
                return Ok(true);
            }
        }
    }
}

enum ReadStop {
    TooLong,
    Io(io::Error),
}
