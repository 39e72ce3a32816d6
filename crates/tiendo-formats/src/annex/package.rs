//! Zip packages of office programs, looked at before anything in them is read: sizes declared and real, ratios, and
//! the tokens of the XML, so that no part can ask for more memory or time than allowed.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::Limits;
use super::grid::Region;
use super::value;
use crate::error::Error;

/// Bytes inflated at once.
const CHUNK: usize = 64 * 1024;
/// A part below this size may have any ratio: small sheets of empty rows compress a thousandfold.
const RATIO_FREE_BYTES: u64 = 8 << 20;
/// Longest run of bytes without a `<`; no cell may be longer than 1 MiB.
const MAX_TOKEN_BYTES: usize = 4 << 20;

/// A package whose parts keep the limits.
pub(crate) struct Package<'a> {
    file: &'a str,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
}

/// What a look at one part told.
#[derive(Debug, Default)]
pub(crate) struct Look {
    /// Merged regions of a worksheet.
    pub(crate) merges: Vec<Region>,
}

impl<'a> Package<'a> {
    /// Opens a package by its directory; no part is inflated yet.
    pub(crate) fn open(file: &'a str, bytes: &'a [u8], limits: &Limits) -> Result<Self, Error> {
        let broken = |error: zip::result::ZipError| malformed(file, &error.to_string());
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        exceed(file, "parts", archive.len() as u64, limits.max_parts)?;
        let mut names = Vec::with_capacity(archive.len());
        let mut total = 0_u64;
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(broken)?;
            let name = part.name().map_err(broken)?.into_owned();
            let (size, packed) = (part.size(), part.compressed_size());
            let encrypted = part.encrypted();
            drop(part);
            if encrypted {
                return Err(malformed(file, &format!("{name} is encrypted")));
            }
            if is_xml(&name) {
                total = total.saturating_add(size);
                let place = format!("{file}/{name}");
                exceed(&place, "bytes inflated", size, limits.max_part_bytes)?;
                if size > RATIO_FREE_BYTES {
                    let ratio = size / packed.max(1);
                    exceed(&place, "zip ratio", ratio, limits.max_ratio)?;
                }
            }
            names.push(name);
        }
        exceed(file, "bytes inflated", total, limits.max_total_bytes)?;
        Ok(Package { file, archive, names })
    }

    /// True where the package has this part.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|part| part.eq_ignore_ascii_case(name))
    }

    /// Inflates every XML part once and throws it away, so that what reads it later meets nothing larger than declared.
    ///
    /// Returned are the merged regions of each worksheet by the name of its part.
    pub(crate) fn inspect(&mut self, limits: &Limits) -> Result<Vec<(String, Look)>, Error> {
        let mut looks = Vec::new();
        let mut total = 0_u64;
        for index in 0..self.names.len() {
            let name = self.names[index].clone();
            if !is_xml(&name) {
                continue;
            }
            let (size, look) = self.look(index, &name, limits)?;
            total = total.saturating_add(size);
            exceed(self.file, "bytes inflated", total, limits.max_total_bytes)?;
            looks.push((name, look));
        }
        Ok(looks)
    }

    fn look(&mut self, index: usize, name: &str, limits: &Limits) -> Result<(u64, Look), Error> {
        let place = format!("{}/{name}", self.file);
        let file = self.file;
        let broken = |reason: &str| malformed(file, &format!("{name}: {reason}"));
        let mut part = self.archive.by_index(index).map_err(|e| broken(&e.to_string()))?;
        let packed = part.compressed_size().max(1);
        let lower = name.to_ascii_lowercase();
        let is_sheet = lower.contains("worksheets/");
        let is_strings = lower.ends_with("sharedstrings.xml");
        let (mut size, mut since_tag, mut strings) = (0_u64, 0_usize, 0_u64);
        let mut chunk = vec![0_u8; CHUNK];
        // What is searched for may stand across two chunks.
        let mut seam: Vec<u8> = Vec::new();
        let (mut tail, mut closed): (Option<Vec<u8>>, bool) = (None, false);
        let mut head: Vec<u8> = Vec::new();
        loop {
            let n = part.read(&mut chunk).map_err(|error| broken(&error.to_string()))?;
            if n == 0 {
                break;
            }
            let bytes = chunk.get(..n).unwrap_or(&[]);
            size += n as u64;
            exceed(&place, "bytes inflated", size, limits.max_part_bytes)?;
            if size > RATIO_FREE_BYTES {
                exceed(&place, "zip ratio", size / packed, limits.max_ratio)?;
            }
            if let (Some(first), Some(last)) =
                (memchr::memchr(b'<', bytes), memchr::memrchr(b'<', bytes))
            {
                exceed(
                    &place,
                    "bytes of a cell",
                    (since_tag + first) as u64,
                    MAX_TOKEN_BYTES as u64,
                )?;
                since_tag = n - last;
            } else {
                since_tag += n;
            }
            exceed(&place, "bytes of a cell", since_tag as u64, MAX_TOKEN_BYTES as u64)?;
            if is_strings {
                if head.len() < 4096 {
                    head.extend_from_slice(bytes.get(..n.min(4096)).unwrap_or(&[]));
                }
                seam.extend_from_slice(bytes);
                strings += count(&seam, b"si>") + count(&seam, b"si ");
                exceed(&place, "shared strings", strings / 2, limits.max_strings)?;
                seam.drain(..seam.len().saturating_sub(2));
            }
            if is_sheet {
                if let Some(tail) = &mut tail {
                    if !closed {
                        let from = tail.len().saturating_sub(MAX_TAG_BYTES);
                        tail.extend_from_slice(bytes);
                        closed = close_merges(tail, from);
                        let at = (tail.len() / 24) as u64;
                        exceed(&place, "merged cells", at, limits.max_merges)?;
                    }
                } else {
                    seam.extend_from_slice(bytes);
                    if let Some(at) = merges_tag(&seam, 0, false) {
                        let mut list = seam.split_off(at);
                        closed = close_merges(&mut list, 0);
                        exceed(
                            &place,
                            "merged cells",
                            (list.len() / 24) as u64,
                            limits.max_merges,
                        )?;
                        tail = Some(list);
                    } else {
                        seam.drain(..seam.len().saturating_sub(MAX_TAG_BYTES));
                    }
                }
            }
        }
        if is_strings {
            declared_strings(&place, &head, limits)?;
        }
        let merges = match tail {
            Some(tail) => regions(&place, &tail, limits)?,
            None => Vec::new(),
        };
        Ok((size, Look { merges }))
    }

    /// The content of one part, for a reader that streams it.
    pub(crate) fn part(&mut self, name: &str) -> Result<impl Read + '_, Error> {
        let index = self.names.iter().position(|part| part.eq_ignore_ascii_case(name));
        let file = self.file;
        let missing = || malformed(file, &format!("{name} is missing"));
        let index = index.ok_or_else(missing)?;
        self.archive.by_index(index).map_err(|error| malformed(file, &error.to_string()))
    }
}

/// The number of strings that the table claims is what a reader makes room for.
fn declared_strings(place: &str, head: &[u8], limits: &Limits) -> Result<(), Error> {
    let text = String::from_utf8_lossy(head);
    for name in ["uniqueCount", "count"] {
        for quote in ['"', '\''] {
            let Some((_, rest)) = text.split_once(&format!("{name}={quote}")) else { continue };
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let claimed = digits.parse::<u64>().unwrap_or(u64::MAX);
            // `count` is the number of uses, which costs nothing.
            if name == "uniqueCount" {
                exceed(place, "shared strings", claimed, limits.max_strings)?;
            }
        }
    }
    Ok(())
}

/// Longest tag of a list of merged cells up to its name, prefix included.
const MAX_TAG_BYTES: usize = 80;

/// Where the tag `<mergeCells`, or the one that closes it, begins; the name may have a prefix.
fn merges_tag(bytes: &[u8], from: usize, closing: bool) -> Option<usize> {
    let name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let searched = bytes.get(from..)?;
    memchr::memmem::find_iter(searched, b"mergeCells").find_map(|at| {
        let before = bytes.get(..from + at)?;
        let before = match before.strip_suffix(b":") {
            Some(prefixed) => {
                let length = prefixed.iter().rev().take(MAX_TAG_BYTES).take_while(|b| name(b));
                prefixed.get(..prefixed.len() - length.count())?
            }
            None => before,
        };
        let mark: &[u8] = if closing { b"</" } else { b"<" };
        before.ends_with(mark).then(|| before.len() - mark.len())
    })
}

/// Cuts the list at its end, where it has come; what follows in the sheet is none of it.
fn close_merges(list: &mut Vec<u8>, from: usize) -> bool {
    let empty = memchr::memchr(b'>', list).filter(|at| list[..*at].ends_with(b"/"));
    let end = empty.map(|at| at + 1).or_else(|| merges_tag(list, from, true));
    if let Some(end) = end {
        list.truncate(end);
    }
    end.is_some()
}

/// Reads `ref` of the elements `mergeCell` in the end of a worksheet.
fn regions(place: &str, tail: &[u8], limits: &Limits) -> Result<Vec<Region>, Error> {
    let mut reader = Reader::from_reader(tail);
    reader.config_mut().check_end_names = false;
    let mut regions = Vec::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        match event {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == "mergeCell" => {
                let reference = e.try_get_attribute("ref").ok().flatten();
                if let Some(region) = reference.and_then(|a| region(a.value.as_ref())) {
                    regions.push(region);
                    let found = regions.len() as u64;
                    exceed(place, "merged cells", found, limits.max_merges)?;
                }
            }
            // The list ends before other parts of the sheet; what is broken behind it is the cells' reader's to tell.
            Ok(Event::End(e)) if e.local_name().as_ref() == "mergeCells" => break,
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    Ok(regions)
}

/// The region of a reference such as `A1:C2`.
fn region(reference: &str) -> Option<Region> {
    let (first, last) = reference.split_once(':')?;
    let cell = |text: &str| {
        let text = text.trim().replace('$', "");
        let at = text.find(|c: char| c.is_ascii_digit())?;
        let (letters, digits) = text.split_at(at);
        let row = digits.parse::<u64>().ok().filter(|row| (1..=1_048_576).contains(row))?;
        Some((value::column(letters)?, row))
    };
    let ((left, top), (right, bottom)) = (cell(first)?, cell(last)?);
    (left <= right && top <= bottom).then_some(Region { top, left, bottom, right })
}

/// True for the parts that a reader of office files reads.
fn is_xml(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".xml", ".rels"].iter().any(|end| name.ends_with(end))
}

fn count(bytes: &[u8], needle: &[u8]) -> u64 {
    memchr::memmem::find_iter(bytes, needle).count() as u64
}

/// The error of a file that breaks its format.
pub(crate) fn malformed(file: &str, reason: &str) -> Error {
    let reason: String = reason.chars().filter(|c| !c.is_control()).take(200).collect();
    Error::Malformed { path: file.to_owned(), reason }
}

/// An error where `value` is beyond `allowed`.
pub(crate) fn exceed(
    place: &str,
    limit: &'static str,
    value: u64,
    allowed: u64,
) -> Result<(), Error> {
    if value > allowed {
        return Err(Error::LimitExceeded { place: place.to_owned(), limit, value, allowed });
    }
    Ok(())
}
