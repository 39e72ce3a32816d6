//! The frames of a journal (`-wal`): <https://www.sqlite.org/fileformat2.html>, section 4.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use super::View;
use super::page::be32;
use crate::error::Error;
use crate::file;

/// Bytes before the first frame.
const HEAD: usize = 32;
/// Bytes before the page of a frame.
const FRAME: usize = 24;
/// What a journal begins with; the last bit says in which order its sums take bytes.
const MAGIC: u32 = 0x377f_0682;

/// Which frame holds which page.
#[derive(Debug, Default)]
pub(super) struct Journal {
    file: Option<File>,
    bytes: u64,
    page: usize,
    /// By what is proved to have been committed: where the page of a frame begins.
    whole: BTreeMap<u32, u64>,
    /// By what stands behind a damage.
    behind: BTreeMap<u32, u64>,
}

impl Journal {
    /// The journal of a file; an empty one where there is none, or where it is none.
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let io = |error| file::io(path, &error);
        match std::fs::metadata(path) {
            Ok(found) if found.is_file() => {}
            Ok(_) => return Ok(Journal::default()),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Journal::default()),
            Err(error) => return Err(io(error)),
        }
        let file = File::open(path).map_err(io)?;
        let bytes = file.metadata().map_err(io)?.len();
        let mut journal = Journal { bytes, file: Some(file), ..Journal::default() };
        // What cannot be read of it is as good as not there.
        let _ = journal.frames();
        Ok(journal)
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Bytes of a page; 0 where the journal says nothing.
    pub(super) fn page(&self) -> usize {
        self.page
    }

    /// The pages that a view has of the journal alone.
    pub(super) fn pages(&self, view: View) -> Vec<u32> {
        let of = |frames: &BTreeMap<u32, u64>| frames.keys().copied().collect();
        match view {
            View::Whole => of(&self.whole),
            View::Behind => of(&self.behind),
            View::Plain => Vec::new(),
        }
    }

    /// Where the page of a frame begins.
    pub(super) fn frame(&self, view: View, page: u32) -> Option<u64> {
        match view {
            View::Whole => self.whole.get(&page).copied(),
            View::Behind => self.behind.get(&page).or_else(|| self.whole.get(&page)).copied(),
            View::Plain => None,
        }
    }

    /// Reads the page of a frame, or as much of it as fits.
    pub(super) fn page_into(&mut self, frame: u64, into: &mut [u8]) -> std::io::Result<bool> {
        let Some(file) = &mut self.file else { return Ok(false) };
        file.seek(SeekFrom::Start(frame))?;
        file.read_exact(into).map(|()| true)
    }

    /// Follows the frames: up to the first that does not fit its sum what was committed is proved, behind it none is.
    fn frames(&mut self) -> std::io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut head = [0; HEAD];
        file.read_exact(&mut head)?;
        let word = |bytes: &[u8], at| be32(bytes, at).unwrap_or(0);
        let magic = word(&head, 0);
        let page = word(&head, 8) as usize;
        if !(512..=65536).contains(&page) || !page.is_power_of_two() {
            return Ok(());
        }
        let is_big = magic & 1 == 1;
        let sums = sum(is_big, (0, 0), &head[..24]);
        let mut is_proved = magic & !1 == MAGIC && sums == (word(&head, 24), word(&head, 28));
        let (mut sums, mut salt) = (sums, [word(&head, 16), word(&head, 20)]);
        self.page = page;
        let mut frame = vec![0; FRAME + page];
        let mut pending: BTreeMap<u32, u64> = BTreeMap::new();
        let mut at = HEAD as u64;
        while at + frame.len() as u64 <= self.bytes {
            file.read_exact(&mut frame)?;
            let its_salt = [word(&frame, 8), word(&frame, 12)];
            if !is_proved && at == HEAD as u64 {
                // The head itself is damaged: the first frame says which ones belong together.
                salt = its_salt;
            }
            let (start, is_of_it) = (at + FRAME as u64, its_salt == salt);
            at += frame.len() as u64;
            if is_proved {
                let next = sum(is_big, sum(is_big, sums, &frame[..8]), &frame[FRAME..]);
                is_proved = is_of_it && next == (word(&frame, 16), word(&frame, 20));
                sums = next;
            }
            // Frames of the journal's last round but one lie behind those of the last.
            if !is_of_it {
                continue;
            }
            pending.insert(word(&frame, 0), start);
            if word(&frame, 4) > 0 {
                let committed = if is_proved { &mut self.whole } else { &mut self.behind };
                committed.append(&mut pending);
            }
        }
        Ok(())
    }
}

/// The sums of a journal, taken further over bytes whose number is a multiple of eight.
fn sum(is_big: bool, (mut first, mut second): (u32, u32), bytes: &[u8]) -> (u32, u32) {
    let word = |four: &[u8]| {
        let four = four.try_into().unwrap_or([0; 4]);
        if is_big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
    };
    for eight in bytes.chunks_exact(8) {
        first = first.wrapping_add(word(&eight[..4])).wrapping_add(second);
        second = second.wrapping_add(word(&eight[4..])).wrapping_add(first);
    }
    (first, second)
}
