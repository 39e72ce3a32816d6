//! Streams of a compound file, the small file system in which Excel 97 and its kin keep their parts.
//!
//! Sectors are looked up where they lie. The kept crate for these files reads every sector that a file of hostile
//! intent names as one of its table, however often it names it, and so takes fifty times the file in memory before it
//! looks whether that can be; here nothing is longer than the file, whatever it says of itself.

use super::super::tags::Broken;
use super::biff::{u16_at, u32_at};

/// The first bytes of such a file.
pub(crate) const MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// The mark behind the last sector of a chain.
const END: u32 = 0xFFFF_FFFE;
/// Where the header lists sectors of the table, and how many.
const LISTED_AT: usize = 76;
const LISTED: usize = 109;
/// Bytes of a directory entry, and of a sector of the small streams.
const ENTRY_BYTES: usize = 128;
const SMALL_BYTES: usize = 64;
/// Kinds of entries.
const STREAM: u8 = 2;
const ROOT: u8 = 5;

/// A compound file in memory.
pub(crate) struct Compound<'x> {
    bytes: &'x [u8],
    sector_bytes: usize,
    /// The sectors of the table that says which sector follows which.
    table: Vec<u32>,
    directory: Vec<u8>,
    /// Where the table of the small sectors begins, and below which size a stream lies in them.
    small_table: u32,
    small_below: u64,
}

/// A stream of the root folder.
#[derive(Clone, Copy)]
struct Entry {
    first: u32,
    size: u64,
}

impl<'x> Compound<'x> {
    /// Opens a file by its header; no stream is read yet.
    pub(crate) fn open(bytes: &'x [u8]) -> Result<Self, Broken> {
        let cut = "the header of a compound file that is cut";
        let word = |at| u16_at(bytes, at).ok_or(cut);
        let long = |at| u32_at(bytes, at).ok_or(cut);
        if !bytes.starts_with(&MAGIC) || word(28)? != 0xFFFE {
            return Err("not a compound file");
        }
        let sector_bytes = match (word(26)?, word(30)?) {
            (3, 9) => 512,
            (4, 12) => 4096,
            _ => return Err("a compound file of an unknown version"),
        };
        if word(32)? != 6 {
            return Err("a compound file with small sectors of another size");
        }
        let mut file = Compound {
            bytes,
            sector_bytes,
            table: Vec::new(),
            directory: Vec::new(),
            small_table: long(60)?,
            small_below: long(56)?.into(),
        };
        file.find_table(long(68)?)?;
        file.directory = file.chain(long(48)?, bytes.len())?;
        Ok(file)
    }

    /// Notes the sectors of the table: those that the header lists, then those of further lists.
    fn find_table(&mut self, mut list: u32) -> Result<(), Broken> {
        let sectors = self.bytes.len().div_ceil(self.sector_bytes);
        let per_sector = self.sector_bytes / 4;
        let wanted = sectors.div_ceil(per_sector);
        let listed = (0..LISTED.min(wanted)).map(|i| u32_at(self.bytes, LISTED_AT + 4 * i));
        self.table.extend(listed.map(|sector| sector.unwrap_or(END)));
        // Every list adds to the table until it is whole, so that none can lead around in a circle for long.
        while self.table.len() < wanted && list < END {
            let sector = self.sector(list).ok_or("a list of sectors that is not there")?;
            let entries = (0..per_sector - 1).map(|i| u32_at(sector, 4 * i).unwrap_or(END));
            self.table.extend(entries.take(wanted - self.table.len()));
            list = u32_at(sector, self.sector_bytes - 4).unwrap_or(END);
        }
        Ok(())
    }

    /// A sector; the last one of a file may be short.
    fn sector(&self, number: u32) -> Option<&'x [u8]> {
        let from = (number as usize).checked_add(1)?.checked_mul(self.sector_bytes)?;
        let to = from.checked_add(self.sector_bytes)?.min(self.bytes.len());
        self.bytes.get(from..to).filter(|sector| !sector.is_empty())
    }

    /// The sector that follows another.
    fn next(&self, number: u32) -> Option<u32> {
        let per_sector = self.sector_bytes / 4;
        let part = *self.table.get(number as usize / per_sector)?;
        u32_at(self.sector(part)?, number as usize % per_sector * 4)
    }

    /// The bytes of a chain of sectors, so many at most; fewer where it ends before.
    fn chain(&self, first: u32, most: usize) -> Result<Vec<u8>, Broken> {
        let mut bytes = Vec::new();
        let mut sector = first;
        while sector != END && bytes.len() < most {
            bytes.extend_from_slice(self.sector(sector).ok_or("a sector that is not there")?);
            if bytes.len() < most {
                sector = self.next(sector).ok_or("a sector without a successor")?;
            }
        }
        bytes.truncate(most);
        Ok(bytes)
    }

    fn entry(&self, number: usize) -> Option<&[u8]> {
        let from = number.checked_mul(ENTRY_BYTES)?;
        self.directory.get(from..from.checked_add(ENTRY_BYTES)?)
    }

    /// What an entry of the directory says of its stream.
    fn place(&self, entry: &[u8]) -> Option<Entry> {
        let high = if self.sector_bytes == 512 { 0 } else { u64::from(u32_at(entry, 124)?) };
        let size = high << 32 | u64::from(u32_at(entry, 120)?);
        Some(Entry { first: u32_at(entry, 116)?, size })
    }

    /// A stream of the root folder by its name, in small or capital letters.
    ///
    /// What lies in other folders belongs to objects that are embedded.
    fn find(&self, name: &str) -> Option<Entry> {
        let mut open = vec![u32_at(self.entry(0)?, 76)?];
        // Entries that are named by several others are looked at no more often than there are entries.
        for _ in 0..self.directory.len() / ENTRY_BYTES {
            let entry = loop {
                if let Some(entry) = self.entry(open.pop()? as usize) {
                    break entry;
                }
            };
            let length = usize::from(u16_at(entry, 64)?).saturating_sub(2).min(64);
            let units =
                entry.get(..length)?.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
            let same = units.map(|unit| u8::try_from(unit).unwrap_or(0).to_ascii_lowercase());
            if entry.get(66) == Some(&STREAM)
                && same.eq(name.bytes().map(|b| b.to_ascii_lowercase()))
            {
                return self.place(entry);
            }
            open.extend([u32_at(entry, 68)?, u32_at(entry, 72)?]);
        }
        None
    }

    /// True where the root folder has a stream of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bytes of a stream of the root folder; none where there is no such stream.
    pub(crate) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Broken> {
        let Some(entry) = self.find(name) else { return Ok(None) };
        let size = usize::try_from(entry.size).unwrap_or(usize::MAX);
        if size > self.bytes.len() {
            return Err("a stream longer than its file");
        }
        let bytes = if entry.size < self.small_below {
            self.small(entry.first, size)?
        } else {
            self.chain(entry.first, size)?
        };
        if bytes.len() < size { Err("a stream that is cut") } else { Ok(Some(bytes)) }
    }

    /// The bytes of a stream that lies in small sectors, which lie in the stream of the root.
    fn small(&self, first: u32, size: usize) -> Result<Vec<u8>, Broken> {
        let root = self.entry(0).filter(|entry| entry.get(66) == Some(&ROOT));
        let root = root.and_then(|root| self.place(root)).ok_or("a directory without a root")?;
        let room = usize::try_from(root.size).unwrap_or(usize::MAX).min(self.bytes.len());
        let sectors = self.chain(root.first, room)?;
        let table = self.chain(self.small_table, self.bytes.len())?;
        let (mut bytes, mut sector) = (Vec::new(), first);
        while sector != END && bytes.len() < size {
            let from = (sector as usize).saturating_mul(SMALL_BYTES);
            let to = from.saturating_add(SMALL_BYTES).min(sectors.len());
            let piece = sectors.get(from..to).filter(|piece| !piece.is_empty());
            bytes.extend_from_slice(piece.ok_or("a small sector that is not there")?);
            sector = u32_at(&table, sector as usize * 4).unwrap_or(END);
        }
        bytes.truncate(size);
        Ok(bytes)
    }
}
