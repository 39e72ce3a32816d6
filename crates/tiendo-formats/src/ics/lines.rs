//! The lines of a file with their folds undone, within limits, as bytes: some programs fold within a character.

use std::io::{BufRead, BufReader, Read};

use super::ReadOptions;
use crate::error::Error;

/// Bytes asked of the input at once.
const CHUNK: usize = 64 * 1024;

/// Reads a file line by line.
pub(super) struct Unfolded<'o, R> {
    input: BufReader<R>,
    file: &'o str,
    options: &'o ReadOptions<'o>,
    left: u64,
    number: u64,
    /// The line behind the one that was read last, which may be a fold of it.
    next: Option<Vec<u8>>,
    /// Lines that end in a line feed alone: the first, and how many.
    pub(super) bare: Option<(u64, u64)>,
}

impl<'o, R: Read> Unfolded<'o, R> {
    pub(super) fn new(file: &'o str, input: R, options: &'o ReadOptions<'o>) -> Self {
        let input = BufReader::with_capacity(CHUNK, input);
        Unfolded {
            input,
            file,
            options,
            left: options.max_file_bytes,
            number: 0,
            next: None,
            bare: None,
        }
    }

    /// The next line without its break, and where it begins; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Vec<u8>)>, Error> {
        let Some(mut line) = (match self.next.take() {
            Some(line) => Some(line),
            None => self.physical()?,
        }) else {
            return Ok(None);
        };
        let number = self.number;
        if number == 1 && line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        while let Some(next) = self.physical()? {
            let [b' ' | b'\t', fold @ ..] = next.as_slice() else {
                self.next = Some(next);
                break;
            };
            line.extend_from_slice(fold);
            self.allow(line.len())?;
        }
        Ok(Some((number, line)))
    }

    /// A line as it stands in the file.
    fn physical(&mut self) -> Result<Option<Vec<u8>>, Error> {
        // A break, and one byte more than allowed to tell that there is more.
        let wanted = (self.options.max_line_bytes as u64).saturating_add(3);
        let mut line = Vec::new();
        let mut input = self.input.by_ref().take(wanted.min(self.left.saturating_add(1)));
        let read = input
            .read_until(b'\n', &mut line)
            .map_err(|source| Error::Io { path: self.file.to_owned(), source })?;
        if read == 0 {
            return Ok(None);
        }
        let Some(left) = self.left.checked_sub(read as u64) else {
            let allowed = self.options.max_file_bytes;
            return Err(self.beyond("bytes of the file", allowed.saturating_add(1), allowed));
        };
        self.left = left;
        self.number += 1;
        if line.last() == Some(&b'\n') {
            line.pop();
            if line.last() == Some(&b'\r') {
                line.pop();
            } else {
                let (_, count) = self.bare.get_or_insert((self.number, 0));
                *count += 1;
            }
        }
        self.allow(line.len())?;
        Ok(Some(line))
    }

    fn allow(&self, bytes: usize) -> Result<(), Error> {
        let allowed = self.options.max_line_bytes;
        if bytes <= allowed {
            return Ok(());
        }
        Err(self.beyond("bytes of a line", bytes as u64, allowed as u64))
    }

    fn beyond(&self, limit: &'static str, value: u64, allowed: u64) -> Error {
        let place = format!("{}:{}", self.file, self.number.max(1));
        Error::LimitExceeded { place, limit, value, allowed }
    }
}
