//! The rows of a ledger, read from the pages of a file that may be damaged anywhere.
//!
//! Nothing that connects pages is believed: neither the header nor the schema nor the trees of tables. Every page is looked at by
//! itself for rows of the forms that the tables of a log have, which no other table has. What is found so is a candidate
//! only; hashes decide. The file is read as bytes and never opened as a database, so that nothing is written.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::canonical::{Feed, HASH_BYTES, Hash};
use crate::error::Error;
use crate::file;
use crate::schema::{APPLICATION_ID, Format};

mod journal;
mod page;

use journal::Journal;
use page::{Cell, Form};

/// The size of the pages of files that this crate makes.
const USUAL_PAGE: usize = 4096;
/// The sizes that pages can have.
const PAGES: [usize; 8] = [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];
/// Bytes at the beginning of a file that are not a page of a tree.
const HEADER: usize = 100;
/// What a file of SQLite begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Which version of a page is meant, the most credible one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum View {
    /// The file with what of the journal can be proved to have been committed.
    Whole,
    /// And with what stands behind a damage in the journal.
    Behind,
    /// The file alone, as if the journal were another file's.
    Plain,
}

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    view: View,
    page: u32,
    at: u16,
    /// The kind of page that it was read as.
    kind: u8,
}

/// An entry that was found: its number, whether its row says another one, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FoundEntry {
    pub(crate) seq: u64,
    pub(crate) is_doubtful: bool,
    pub(crate) place: Place,
}

/// What was kept apart of a record, as it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FoundApart {
    pub(crate) entry: u64,
    pub(crate) position: u64,
    pub(crate) is_erased: bool,
    pub(crate) place: Place,
}

/// The rows of a log that a file holds, sorted.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) feeds: Vec<Feed>,
    pub(crate) entries: Vec<FoundEntry>,
    pub(crate) apart: Vec<FoundApart>,
}

/// An entry as its row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawEntry {
    pub(crate) recorded_at: String,
    pub(crate) actor: String,
    pub(crate) records: String,
    pub(crate) hash: Hash,
}

/// A file, read page by page.
#[derive(Debug)]
pub(crate) struct Image {
    file: File,
    bytes: u64,
    page: usize,
    journal: Journal,
    /// The page that was read last: rows of one page are asked for one after the other.
    last: Option<(View, u32, Vec<u8>)>,
}

impl Image {
    /// A file and its journal; refused where its header says that it is no ledger of a format that is known.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        file::check_regular(path)?;
        let io = |error| file::io(path, &error);
        let file = File::open(path).map_err(io)?;
        let bytes = file.metadata().map_err(io)?.len();
        let journal = Journal::read(&file::beside(path, "-wal"))?;
        let mut image = Image { file, bytes, page: USUAL_PAGE, journal, last: None };
        let mut header = [0; HEADER];
        let is_there = image.page_into(View::Whole, 1, &mut header).map_err(io)?;
        let header = if is_there { &header[..] } else { &[] };
        if header.starts_with(MAGIC) {
            let number = |at: usize| page::be32(header, at).map(u32::cast_signed);
            let (id, format) = (number(68), number(60).map(Format::of_number));
            if id == Some(APPLICATION_ID)
                && let Some(format) = format
                && format.is_newer()
                && format.is_plausible()
            {
                return Err(format.newer().at(path));
            }
            let size = page::be16(header, 16).map(|size| if size == 1 { 65536 } else { size });
            if let Some(size) = size.filter(|size| PAGES.contains(size)) {
                image.page = size;
            }
        }
        Ok(image)
    }

    /// Bytes of the file and its journal.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes + self.journal.bytes()
    }

    /// All rows that can be found. Where the size of pages is not that of the header, the one that gives most entries is taken.
    pub(crate) fn rows(
        &mut self,
        told: &mut dyn FnMut(u64, u64) -> Result<(), Error>,
    ) -> Result<Rows, Error> {
        let mut sizes = vec![self.page, self.journal.page(), USUAL_PAGE];
        let mut tried = Vec::new();
        let (mut best, mut found) = (self.page, Rows::default());
        while let Some(size) = (!sizes.is_empty()).then(|| sizes.remove(0)) {
            if size != 0 && !tried.contains(&size) {
                tried.push(size);
                self.set_page(size);
                let rows = self.scan(told)?;
                if rows.entries.len() > found.entries.len() || tried.len() == 1 {
                    (best, found) = (size, rows);
                }
            }
            if sizes.is_empty() && found.entries.is_empty() && tried.len() < PAGES.len() {
                sizes.extend(PAGES.into_iter().filter(|size| !tried.contains(size)));
            }
        }
        self.set_page(best);
        found.entries.sort_unstable();
        found.apart.sort_unstable();
        Ok(found)
    }

    fn set_page(&mut self, size: usize) {
        self.page = size;
        self.last = None;
    }

    /// Looks at every version of every page.
    fn scan(&mut self, told: &mut dyn FnMut(u64, u64) -> Result<(), Error>) -> Result<Rows, Error> {
        let mut rows = Rows::default();
        let all = u32::try_from(self.bytes.div_ceil(self.page as u64)).unwrap_or(u32::MAX);
        let is_ours = self.journal.page() == self.page;
        let journal = |pages: Vec<u32>| if is_ours { pages } else { Vec::new() };
        // Pages of the journal alone come after those that the file has.
        let whole = journal(self.journal.pages(View::Whole));
        let behind = journal(self.journal.pages(View::Behind));
        let added = whole.iter().filter(|page| **page > all).copied();
        let looks = (1..=all).chain(added).map(|page| (View::Whole, page));
        let looks = looks.chain(behind.iter().map(|page| (View::Behind, *page)));
        let plain = whole.iter().chain(&behind).filter(|page| **page <= all);
        let looks: Vec<(View, u32)> = looks.chain(plain.map(|page| (View::Plain, *page))).collect();
        let mut bytes = vec![0; self.page];
        for (count, (view, page)) in looks.iter().enumerate() {
            if count % 1024 == 0 {
                told(count as u64, looks.len() as u64)?;
            }
            // What cannot be read at all is as good as not there.
            if !self.page_into(*view, *page, &mut bytes).unwrap_or(false) {
                continue;
            }
            let start = if *page == 1 { HEADER } else { 0 };
            for (kind, at, cell) in page::cells(&bytes, start) {
                let place = Place { view: *view, page: *page, at, kind };
                self.row(&cell, &bytes, place, &mut rows);
            }
        }
        Ok(rows)
    }

    /// Takes a row in, where it is one of a log.
    fn row(&mut self, cell: &Cell, bytes: &[u8], place: Place, rows: &mut Rows) {
        match cell.form {
            Form::Entry { seq } => {
                let doubtful = seq != cell.row;
                for (number, is_doubtful) in [(seq, doubtful), (cell.row, doubtful)] {
                    let found = FoundEntry { seq: number, is_doubtful, place };
                    if rows.entries.last() != Some(&found) {
                        rows.entries.push(found);
                    }
                }
            }
            Form::Apart { entry, position, is_erased } => {
                rows.apart.push(FoundApart { entry, position, is_erased, place });
            }
            Form::Feed => {
                let columns = self.columns(place.view, cell, bytes, &[1, 2]);
                if let Some([node, origin]) = columns.and_then(|c| <[Vec<u8>; 2]>::try_from(c).ok())
                    && let (Ok(node), Ok(origin)) =
                        (String::from_utf8(node), String::from_utf8(origin))
                {
                    let feed = Feed { node, origin };
                    if !rows.feeds.contains(&feed) {
                        rows.feeds.push(feed);
                    }
                }
            }
        }
    }

    /// An entry; none where it cannot be read after all.
    pub(crate) fn entry(&mut self, found: &FoundEntry) -> Option<RawEntry> {
        let columns = self.read(found.place, &[3, 4, 5, 6])?;
        let [recorded_at, actor, records, hash] = <[Vec<u8>; 4]>::try_from(columns).ok()?;
        Some(RawEntry {
            recorded_at: String::from_utf8(recorded_at).ok()?,
            actor: String::from_utf8(actor).ok()?,
            records: String::from_utf8(records).ok()?,
            hash: Hash(<[u8; HASH_BYTES]>::try_from(hash).ok()?),
        })
    }

    /// Salt and text of what is kept apart.
    pub(crate) fn apart(&mut self, found: &FoundApart) -> Option<(Vec<u8>, String)> {
        let [salt, text] = <[Vec<u8>; 2]>::try_from(self.read(found.place, &[2, 3])?).ok()?;
        Some((salt, String::from_utf8(text).ok()?))
    }

    /// Columns of a row by its place.
    fn read(&mut self, place: Place, columns: &[usize]) -> Option<Vec<Vec<u8>>> {
        let page = match self.last.take() {
            Some((view, page, bytes)) if (view, page) == (place.view, place.page) => bytes,
            _ => {
                let mut bytes = vec![0; self.page];
                self.page_into(place.view, place.page, &mut bytes)
                    .ok()
                    .filter(|is_read| *is_read)?;
                bytes
            }
        };
        let cell = page::cell(place.kind, &page, usize::from(place.at));
        let read = cell.and_then(|cell| self.columns(place.view, &cell, &page, columns));
        self.last = Some((place.view, place.page, page));
        read
    }

    /// Columns of a cell, with what of it stands on other pages.
    fn columns(
        &mut self,
        view: View,
        cell: &Cell,
        page: &[u8],
        columns: &[usize],
    ) -> Option<Vec<Vec<u8>>> {
        let mut payload = page.get(cell.local.clone())?.to_vec();
        let mut next = cell.overflow;
        let mut bytes = vec![0; self.page];
        while payload.len() < cell.payload {
            if next == 0 || !self.page_into(view, next, &mut bytes).ok()? {
                return None;
            }
            next = page::be32(&bytes, 0)?;
            let more = (cell.payload - payload.len()).min(self.page - 4);
            payload.extend_from_slice(&bytes[4..4 + more]);
        }
        let spans = page::spans(&payload)?;
        columns
            .iter()
            .map(|column| Some(payload.get(spans.get(*column)?.clone())?.to_vec()))
            .collect()
    }

    /// Reads a page, or as much of it as fits; false where there is no such page.
    fn page_into(&mut self, view: View, page: u32, into: &mut [u8]) -> std::io::Result<bool> {
        if page == 0 {
            return Ok(false);
        }
        let is_ours = self.journal.page() == self.page || self.bytes == 0;
        if is_ours && let Some(frame) = self.journal.frame(view, page) {
            return self.journal.page_into(frame, into);
        }
        let at = u64::from(page - 1) * self.page as u64;
        if at >= self.bytes {
            return Ok(false);
        }
        self.file.seek(SeekFrom::Start(at))?;
        into.fill(0);
        let mut done = 0;
        // A file that was cut in the middle of a page has the rest as zeros.
        while done < into.len() {
            match self.file.read(&mut into[done..])? {
                0 => break,
                count => done += count,
            }
        }
        Ok(true)
    }
}
