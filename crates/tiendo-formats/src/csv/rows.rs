//! Rows of a file as bytes, in memory bounded by the limits whatever the file holds.
//!
//! The state machine is that of the `csv` crate (`csv-core`). It is driven here, because `csv::Reader` holds a whole
//! record however long it is, and does not tell a closed quote from the end of the file.

use std::io::{self, ErrorKind, Read};
use std::ops::Range;

use csv_core::ReadRecordResult;

use crate::encoding::{Encoding, WrongByte, decoded};

/// Bytes asked of the input at once.
const CHUNK: usize = 64 * 1024;

/// Cells that the state machine tells at once.
const CELLS: usize = 256;

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
    /// Line breaks within its last cell, where that does not end with the row: they tell how much an open quote swallowed.
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

/// A cell whose end is not read yet.
#[derive(Default)]
struct Open {
    long: bool,
    filled: bool,
    /// Line breaks that came while the row went on behind them.
    breaks: u64,
    after_break: bool,
}

/// One cell.
#[derive(Clone)]
pub(super) struct View<'a> {
    /// Its bytes; none where they were not wanted.
    pub(super) bytes: &'a [u8],
    /// Where they lie in the row.
    pub(super) range: Range<usize>,
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
        let range = start..cell.end;
        let bytes = self.text.get(range.clone())?;
        Some(View { bytes, range, long: cell.long, filled: cell.filled, wrong: cell.wrong })
    }

    /// All its cells one behind the other, where they are UTF-8 together. A cell whose bounds are not those of characters is
    /// none.
    pub(super) fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.text).ok()
    }

    /// Bytes of its cells.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
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

    /// Takes bytes of the cell that is read, which is not at its end.
    fn grow(&mut self, wanted: &Wanted<'_>, open: &mut Open, text: &[u8]) {
        self.take(wanted, open, text);
        for byte in text {
            open.after_break = *byte == b'\n';
            open.breaks += u64::from(open.after_break);
        }
    }

    /// Takes the last bytes of a cell.
    fn close(&mut self, wanted: &Wanted<'_>, open: &mut Open, text: &[u8]) {
        self.take(wanted, open, text);
        if (self.width as usize) < wanted.keep.len() {
            let Open { long, filled, .. } = *open;
            self.ends.push(Cell { end: self.text.len(), long, filled, wrong: None });
        } else {
            self.surplus = self.surplus || open.filled;
        }
        self.width += 1;
        (self.breaks, self.after_break) = (open.breaks, open.after_break);
        *open = Open::default();
    }

    fn take(&mut self, wanted: &Wanted<'_>, open: &mut Open, text: &[u8]) {
        open.filled = open.filled || text.iter().any(|byte| !byte.is_ascii_whitespace());
        let start = self.ends.last().map_or(0, |cell| cell.end);
        open.long = open.long || self.text.len() - start + text.len() > wanted.max_cell_bytes;
        if open.long {
            self.text.truncate(start);
        } else if wanted.keep.get(self.width as usize).copied().unwrap_or(false) {
            self.text.extend_from_slice(text);
        }
    }

    fn clear(&mut self) {
        // What one long row took is not kept for those that come into its place.
        self.text.clear();
        self.text.shrink_to(CHUNK);
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
    ends: [usize; CELLS],
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
            ends: [0; CELLS],
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
        let (result, ..) = self.core.read_record(b"\n", &mut self.out, &mut self.ends);
        if result == ReadRecordResult::Record {
            return Ending::File;
        }
        let _ = self.core.read_record(b"", &mut self.out, &mut self.ends);
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
        // Bytes of the row that came before, and what is known of the cell that is not at its end.
        let (mut before, mut open) = (0, Open::default());
        loop {
            if self.at >= self.filled && !self.fill()? {
                cells.ending = Some(self.end_of_file());
                cells.close(wanted, &mut open, b"");
                return Ok(true);
            }
            let input = self.chunk.get(self.at..self.filled).unwrap_or(&[]);
            let (result, read, written, ended) =
                self.core.read_record(input, &mut self.out, &mut self.ends);
            self.after_return =
                read.checked_sub(1).and_then(|last| input.get(last)) == Some(&b'\r');
            self.at += read;
            let mut start = 0;
            for end in self.ends.get(..ended).unwrap_or(&[]) {
                let end = end - before;
                cells.close(wanted, &mut open, self.out.get(start..end).unwrap_or(&[]));
                start = end;
            }
            if result == ReadRecordResult::Record {
                return Ok(true);
            }
            cells.grow(wanted, &mut open, self.out.get(start..written).unwrap_or(&[]));
            before += written;
        }
    }
}

enum ReadStop {
    TooLong,
    Io(io::Error),
}
