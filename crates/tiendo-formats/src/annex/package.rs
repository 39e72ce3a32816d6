//! Zip packages of office programs: sizes declared and real, ratios, and the longest piece of XML are within limits
//! before anything is read, so that no part can ask for more memory or time than allowed.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::Limits;
#[cfg(feature = "xlsx")]
use super::grid::Region;
#[cfg(feature = "xlsx")]
use super::value;
use crate::error::Error;

/// Bytes inflated at once.
const CHUNK: usize = 64 * 1024;
/// A part below this size may have any ratio: small sheets of empty rows compress a thousandfold.
const RATIO_FREE_BYTES: u64 = 8 << 20;
/// Longest run of bytes without a `<`; no cell may be longer than 1 MiB.
const MAX_TOKEN_BYTES: usize = 4 << 20;

/// A package whose parts keep the limits.
#[derive(Clone)]
pub(crate) struct Package<'a> {
    file: &'a str,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    limits: Limits,
    /// Bytes inflated so far.
    total: u64,
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
                return Err(Error::Protected { path: file.to_owned() });
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
        Ok(Package { file, archive, names, limits: *limits, total: 0 })
    }

    /// True where the package has this part.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    fn index(&self, name: &str) -> Option<usize> {
        let same = |part: &String| {
            let pairs = part.bytes().zip(name.bytes());
            let mut pairs = pairs.map(|(a, b)| (if a == b'\\' { b'/' } else { a }, b));
            part.len() == name.len() && pairs.all(|(a, b)| a.eq_ignore_ascii_case(&b))
        };
        self.names.iter().position(same)
    }

    /// Counts what a copy of this package has inflated meanwhile.
    #[cfg(feature = "xlsx")]
    pub(crate) fn count(&mut self, copy: &Self) -> Result<(), Error> {
        self.total = self.total.saturating_add(copy.total);
        exceed(self.file, "bytes inflated", self.total, self.limits.max_total_bytes)
    }

    /// A part as text, inflated at once and within the limits, whatever the directory says of it; none where it is absent.
    #[cfg(feature = "xlsx")]
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let (file, limits) = (self.file, &self.limits);
        let broken = |reason: &str| malformed(file, &format!("{name}: {reason}"));
        let mut part = self.archive.by_index(index).map_err(|e| broken(&e.to_string()))?;
        let (declared, packed) = (part.size(), part.compressed_size().max(1));
        let by_ratio = packed.saturating_mul(limits.max_ratio.saturating_add(1));
        let most = limits.max_part_bytes.min(by_ratio.max(RATIO_FREE_BYTES));
        let mut bytes = Vec::with_capacity(declared.min(most) as usize);
        let read = (&mut part).take(most.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| broken(&error.to_string()))?;
        let (size, place) = (bytes.len() as u64, format!("{file}/{name}"));
        exceed(&place, "bytes inflated", size, limits.max_part_bytes)?;
        if size > RATIO_FREE_BYTES {
            exceed(&place, "zip ratio", size / packed, limits.max_ratio)?;
        }
        self.total = self.total.saturating_add(size);
        exceed(file, "bytes inflated", self.total, limits.max_total_bytes)?;
        String::from_utf8(bytes).map(Some).map_err(|_| broken("not UTF-8"))
    }

    /// Inflates every XML part once and throws it away, so that what streams it later meets nothing larger than declared.
    pub(crate) fn inspect(&mut self) -> Result<(), Error> {
        for index in 0..self.names.len() {
            if is_xml(&self.names[index]) {
                let size = self.look(index)?;
                self.total = self.total.saturating_add(size);
                exceed(self.file, "bytes inflated", self.total, self.limits.max_total_bytes)?;
            }
        }
        Ok(())
    }

    fn look(&mut self, index: usize) -> Result<u64, Error> {
        let (file, name, limits) = (self.file, &self.names[index], &self.limits);
        let place = format!("{file}/{name}");
        let broken = |reason: &str| malformed(file, &format!("{name}: {reason}"));
        let mut part = self.archive.by_index(index).map_err(|e| broken(&e.to_string()))?;
        let packed = part.compressed_size().max(1);
        let (mut size, mut since_tag) = (0_u64, 0_usize);
        let mut chunk = vec![0_u8; CHUNK];
        loop {
            let n = part.read(&mut chunk).map_err(|error| broken(&error.to_string()))?;
            if n == 0 {
                return Ok(size);
            }
            let bytes = chunk.get(..n).unwrap_or(&[]);
            size += n as u64;
            exceed(&place, "bytes inflated", size, limits.max_part_bytes)?;
            if size > RATIO_FREE_BYTES {
                exceed(&place, "zip ratio", size / packed, limits.max_ratio)?;
            }
            let mut longest = 0;
            if let (Some(first), Some(last)) =
                (memchr::memchr(b'<', bytes), memchr::memrchr(b'<', bytes))
            {
                longest = since_tag + first;
                since_tag = n - last;
            } else {
                since_tag += n;
            }
            let longest = longest.max(since_tag) as u64;
            exceed(&place, "bytes of a cell", longest, MAX_TOKEN_BYTES as u64)?;
        }
    }

    /// The content of one part, for a reader that streams it.
    pub(crate) fn part(&mut self, name: &str) -> Result<impl Read + '_, Error> {
        let index = self.index(name);
        let file = self.file;
        let missing = || malformed(file, &format!("{name} is missing"));
        let index = index.ok_or_else(missing)?;
        self.archive.by_index(index).map_err(|error| malformed(file, &error.to_string()))
    }
}

/// The region of a reference such as `A1:C2`.
#[cfg(feature = "xlsx")]
pub(crate) fn region(reference: &str) -> Option<Region> {
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
