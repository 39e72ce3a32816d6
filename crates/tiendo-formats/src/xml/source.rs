//! The bytes of a file as UTF-8, counted: lines, what is left of the file, what is left of one piece.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes that are read at once.
const CHUNK: usize = 64 << 10;

/// Why reading ends before the file does.
#[derive(Debug)]
pub(super) enum Stop {
    Io(io::Error),
    Broken(String),
    /// More bytes than a file may have.
    File(u64),
    /// More bytes than one piece may have.
    Piece(u64),
}

/// A file as UTF-8.
pub(super) struct Source<R> {
    input: R,
    /// Bytes as they were read, where they are of another encoding.
    raw: Vec<u8>,
    raw_at: usize,
    raw_end: usize,
    decoder: Option<Decoder>,
    text: Vec<u8>,
    at: usize,
    end: usize,
    line: u64,
    read: u64,
    file_bytes: u64,
    of_piece: u64,
    piece_bytes: u64,
    is_over: bool,
    stop: Option<Stop>,
}

impl<R: Read> Source<R> {
    /// Reads the beginning, which tells the encoding: by its mark, by the zeros of UTF-16, by its declaration.
    pub(super) fn open(input: R, file_bytes: u64, piece_bytes: u64) -> Result<Self, Stop> {
        let mut source = Source {
            input,
            raw: Vec::new(),
            raw_at: 0,
            raw_end: 0,
            decoder: None,
            text: vec![0; CHUNK],
            at: 0,
            end: 0,
            line: 1,
            read: 0,
            file_bytes,
            of_piece: 0,
            piece_bytes,
            is_over: false,
            stop: None,
        };
        let mut filled = 0;
        // A reader may hand out its first bytes one by one.
        while filled < CHUNK {
            match source.input.read(source.text.get_mut(filled..).unwrap_or_default()) {
                Ok(0) => {
                    source.is_over = true;
                    break;
                }
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Stop::Io(error)),
            }
        }
        source.read = filled as u64;
        if source.read > file_bytes {
            return Err(Stop::File(source.read));
        }
        let (encoding, mark) = detect(source.text.get(..filled).unwrap_or_default())?;
        if encoding == UTF_8 {
            (source.at, source.end) = (mark, filled);
        } else {
            source.raw = std::mem::replace(&mut source.text, vec![0; CHUNK]);
            (source.raw_at, source.raw_end) = (mark, filled);
            source.decoder = Some(encoding.new_decoder_without_bom_handling());
        }
        Ok(source)
    }

    fn fill(&mut self) -> Result<(), Stop> {
        let Some(mut decoder) = self.decoder.take() else {
            (self.at, self.end) = (0, self.read_into(Buffer::Text)?);
            return Ok(());
        };
        (self.at, self.end) = (0, 0);
        while self.end == 0 {
            if self.raw_at == self.raw_end && !self.is_over {
                (self.raw_at, self.raw_end) = (0, self.read_into(Buffer::Raw)?);
            }
            let raw = self.raw.get(self.raw_at..self.raw_end).unwrap_or_default();
            let (result, taken, written) =
                decoder.decode_to_utf8_without_replacement(raw, &mut self.text, self.is_over);
            self.raw_at += taken;
            self.end = written;
            match result {
                DecoderResult::Malformed(..) => {
                    let name = decoder.encoding().name();
                    return Err(Stop::Broken(format!("bytes that are not {name}")));
                }
                // A decoder that was told of the end takes nothing more.
                DecoderResult::InputEmpty if self.is_over => return Ok(()),
                DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
            }
        }
        self.decoder = Some(decoder);
        Ok(())
    }

    fn read_into(&mut self, buffer: Buffer) -> Result<usize, Stop> {
        if self.is_over {
            return Ok(0);
        }
        let buffer = match buffer {
            Buffer::Text => &mut self.text,
            Buffer::Raw => &mut self.raw,
        };
        let count = loop {
            match self.input.read(buffer) {
                Ok(count) => break count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Stop::Io(error)),
            }
        };
        self.is_over = count == 0;
        self.read += count as u64;
        if self.read > self.file_bytes { Err(Stop::File(self.read)) } else { Ok(count) }
    }
}

/// Where bytes are read to.
#[derive(Clone, Copy)]
enum Buffer {
    Text,
    Raw,
}

impl<R> Source<R> {
    /// The line of the next byte, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Begins a new tag, text or comment.
    pub(super) fn next_piece(&mut self) {
        self.of_piece = 0;
    }

    /// What is left of the bytes that were read at once.
    pub(super) fn at_hand(&self) -> &[u8] {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    /// Passes over some of the bytes at hand, with the line breaks in them.
    pub(super) fn pass(&mut self, count: usize, lines: u64) {
        self.at = (self.at + count).min(self.end);
        self.line += lines;
    }

    /// Why the reader above failed: what was met here, or what it says itself.
    pub(super) fn stopped(&mut self, reason: String) -> Stop {
        self.stop.take().unwrap_or(Stop::Broken(reason))
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let count = available.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let stop = if self.of_piece > self.piece_bytes {
            Some(Stop::Piece(self.of_piece))
        } else if self.at == self.end {
            self.fill().err()
        } else {
            None
        };
        if stop.is_some() {
            self.stop = stop;
            return Err(io::Error::other("reading was stopped"));
        }
        Ok(self.at_hand())
    }

    fn consume(&mut self, count: usize) {
        let end = (self.at + count).min(self.end);
        let taken = self.text.get(self.at..end).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', taken).count() as u64;
        self.of_piece += taken.len() as u64;
        self.at = end;
    }
}

/// The encoding of a file and how many bytes its mark takes.
///
/// Source: appendix F of XML 1.0. The names of encodings are those of the WHATWG Encoding Standard.
fn detect(head: &[u8]) -> Result<(&'static Encoding, usize), Stop> {
    match head {
        [0xef, 0xbb, 0xbf, ..] => return Ok((UTF_8, 3)),
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'<', ..] => {
            return Err(Stop::Broken("the encoding UTF-32 is not read".to_owned()));
        }
        [0xff, 0xfe, ..] => return Ok((UTF_16LE, 2)),
        [0xfe, 0xff, ..] => return Ok((UTF_16BE, 2)),
        [b'<', 0, ..] => return Ok((UTF_16LE, 0)),
        [0, b'<', ..] => return Ok((UTF_16BE, 0)),
        _ => {}
    }
    let Some(label) = declared(head) else { return Ok((UTF_8, 0)) };
    match Encoding::for_label(label) {
        // A text of UTF-16 that a program saved in another encoding, as its declaration was read by one byte a letter.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Ok((UTF_8, 0)),
        Some(encoding) => Ok((encoding, 0)),
        None => {
            let label: String = String::from_utf8_lossy(label).chars().take(40).collect();
            Err(Stop::Broken(format!("the encoding '{label}' is not known")))
        }
    }
}

/// The encoding that the declaration names.
fn declared(head: &[u8]) -> Option<&[u8]> {
    let rest = head.strip_prefix(b"<?xml")?;
    let end = rest.iter().position(|byte| *byte == b'>')?;
    let declaration = rest.get(..end)?;
    let at = declaration.windows(8).position(|window| window == b"encoding")?;
    let value =
        declaration.get(at + 8..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    let end = value.iter().position(|byte| byte == quote)?;
    value.get(..end)
}
