//! What a path leads to and what lies beside it, looked at before SQLite does: SQLite takes some names for other things, and
//! plays a journal back into a file before anything of the file can be checked.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::file::{self, Access};
use crate::locks::Kept;

/// Bytes of a header: of the file, and of a rollback journal as far as it means anything.
const HEADER: usize = 100;
const JOURNAL_HEADER: usize = 28;
const JOURNAL_MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
/// Sectors and pages.
const SIZES: std::ops::RangeInclusive<usize> = 32..=65_536;

/// The path from the root on: relative, `file:x` would be a URI to SQLite and `:memory:` no file, and all would change with
/// the folder that the process works in.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, Error> {
    std::path::absolute(path).map_err(|error| file::io(path, &error))
}

/// The file that a path leads to. Journal and anchor lie beside it, not beside a link that names it.
pub(crate) fn real(path: &Path) -> Result<PathBuf, Error> {
    let found = std::fs::symlink_metadata(path).map_err(|error| file::io(path, &error))?;
    if found.is_symlink() {
        return std::fs::canonicalize(path).map_err(|error| file::io(path, &error));
    }
    absolute(path)
}

/// Whether a file, and what lies beside it, is of the kind that a ledger has.
pub(crate) fn check(path: &Path, access: Access) -> Result<(), Error> {
    let not_ours = |reason| Error::NotALedger { path: path.display().to_string(), reason };
    let found = std::fs::metadata(path).map_err(|error| file::io(path, &error))?;
    if !found.is_file() {
        return Err(file::not_regular(path));
    }
    // Opening it, SQLite would remove a journal that lies beside it.
    if found.len() == 0 {
        return Err(not_ours("it is empty"));
    }
    // Where nobody writes there is no journal that could lie beside the other name.
    if access != Access::Immutable && names(&found) > 1 {
        return Err(not_ours(
            "it has a second name (hard link), and its journal may lie beside that",
        ));
    }
    for (suffix, part) in [
        ("-wal", "the journal beside it"),
        ("-shm", "the shared memory beside it"),
        ("-journal", "the rollback journal beside it"),
    ] {
        let beside = file::beside(path, suffix);
        match std::fs::symlink_metadata(&beside) {
            Ok(found) if found.is_file() => {}
            Ok(_) => return Err(Error::Corrupt { part, entry: None }),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(file::io(&beside, &error)),
        }
    }
    Ok(())
}

#[cfg(unix)]
fn names(found: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(found)
}

/// Elsewhere there is no telling.
#[cfg(not(unix))]
fn names(_: &std::fs::Metadata) -> u64 {
    1
}

/// True where a journal holds work and nobody is at it: whoever wrote it was killed, lost power, or put it there.
pub(crate) fn is_left_behind(path: &Path, kept: &Kept) -> bool {
    let holds_work = std::fs::metadata(file::beside(path, "-wal")).is_ok_and(|f| f.len() > 0);
    holds_work && !kept.is_in_use(&file::beside(path, "-shm"))
}

/// Refuses a rollback journal that is not the file's own.
///
/// SQLite plays back whatever has the form of a journal. A ledger that is in use has none, but for the moment in which it is
/// opened for the first time after a backup, and its first page comes to say that it has another journal from now on. In a
/// copy that was not opened yet, whatever was interrupted there is taken back, unless something contradicts it.
pub(crate) fn check_rollback(path: &Path, kept: &Kept) -> Result<(), Error> {
    let journal = file::beside(path, "-journal");
    let journal = match std::fs::read(&journal) {
        Ok(journal) => journal,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(file::io(&journal, &error)),
    };
    // One that begins so was brought to an end, and SQLite leaves it alone.
    if journal.first().is_none_or(|first| *first == 0) {
        return Ok(());
    }
    let begin = kept.read_beginning(HEADER).map_err(|error| file::io(path, &error))?;
    let page = page_size(&begin).unwrap_or(0);
    let first = kept.read_beginning(page).map_err(|error| file::io(path, &error))?;
    // As its header says, it was not opened yet.
    let is_copy = begin.get(18..20) == Some(&[1, 1]);
    if is_own(&journal, &first) || (is_copy && fits(&journal, &first)) {
        return Ok(());
    }
    Err(Error::Corrupt { part: "the rollback journal beside it", entry: None })
}

/// The size of pages that the header of a file tells.
fn page_size(header: &[u8]) -> Option<usize> {
    match u16::from_be_bytes(header.get(16..18)?.try_into().ok()?) {
        1 => Some(65_536),
        size => Some(usize::from(size)).filter(|size| SIZES.contains(size)),
    }
}

/// Whether a journal may be of a file: of its size of pages, with nothing that names further files to SQLite, and with a first
/// page, if it holds one, whose header is the file's in what never changes.
fn fits(journal: &[u8], first_page: &[u8]) -> bool {
    let number = |at: usize| {
        let bytes = journal.get(at..at + 4)?;
        usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok()
    };
    if journal.len() > JOURNAL_HEADER && journal.ends_with(&JOURNAL_MAGIC) {
        return false;
    }
    let (Some(sector), Some(page)) = (number(20), number(24)) else { return false };
    let is_header = journal.len() >= JOURNAL_HEADER && (is_begun(journal));
    if !is_header || !SIZES.contains(&sector) || page != first_page.len() || page < HEADER {
        return false;
    }
    let records = journal.get(sector..).unwrap_or_default().chunks_exact(page + 8);
    let first = records.filter(|record| record[..4] == [0, 0, 0, 1]);
    let fixed = [0..18, 20..24, 44..60, 64..92];
    first.map(|record| &record[4..4 + page]).all(|was| {
        fixed.iter().all(|range| was.get(range.clone()) == first_page.get(range.clone()))
    })
}

/// Whether a journal bears its mark, or a beginning of it: that is written last, and until it is whole SQLite plays nothing back.
fn is_begun(journal: &[u8]) -> bool {
    let marked = journal.iter().zip(&JOURNAL_MAGIC).take_while(|(byte, mark)| byte == mark).count();
    let rest = journal.get(marked..JOURNAL_MAGIC.len());
    marked > 0 && rest.is_some_and(|rest| rest.iter().all(|byte| *byte == 0))
}

/// Whether a journal holds nothing, or nothing but the first page of the file as it is but for the kind of its journal and
/// the counters that go with it.
fn is_own(journal: &[u8], first_page: &[u8]) -> bool {
    let number = |at: usize| {
        let bytes = journal.get(at..at + 4)?;
        usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok()
    };
    let (Some(pages), Some(sector), Some(page)) = (number(16), number(20), number(24)) else {
        return false;
    };
    let is_header = journal.len() >= JOURNAL_HEADER && journal[..8] == JOURNAL_MAGIC;
    if !is_header || !SIZES.contains(&sector) || page != first_page.len() || page < HEADER {
        return false;
    }
    let counted = first_page[28..32].try_into().map(u32::from_be_bytes);
    if counted.ok().and_then(|count| usize::try_from(count).ok()) != Some(pages) {
        return false;
    }
    let Some(record) = journal.get(sector..) else { return journal.len() < sector };
    if record.is_empty() {
        return true;
    }
    // Its number, the page as it was, and a sum.
    let Some(was) = record.get(4..4 + page) else { return false };
    let may_differ = |at: usize| matches!(at, 18 | 19 | 24..28 | 92..HEADER);
    record.len() == page + 8
        && record[..4] == [0, 0, 0, 1]
        && was.iter().zip(first_page).enumerate().all(|(at, (a, b))| a == b || may_differ(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: usize = 512;
    const SECTOR: usize = 512;

    fn first_page() -> Vec<u8> {
        let mut page: Vec<u8> = (0..PAGE).map(|at| (at % 251) as u8).collect();
        page[16..18].copy_from_slice(&(PAGE as u16).to_be_bytes());
        page[28..32].copy_from_slice(&7_u32.to_be_bytes());
        page
    }

    fn journal(number: u32, page: &[u8], pages: u32) -> Vec<u8> {
        let mut journal = JOURNAL_MAGIC.to_vec();
        for field in [1, 0, pages, SECTOR as u32, PAGE as u32] {
            journal.extend_from_slice(&u32::to_be_bytes(field));
        }
        journal.resize(SECTOR, 0);
        journal.extend_from_slice(&number.to_be_bytes());
        journal.extend_from_slice(page);
        journal.extend_from_slice(&[0; 4]);
        journal
    }

    #[test]
    fn only_the_first_page_as_it_is_makes_a_journal_of_ours() {
        let page = first_page();
        let mut before = page.clone();
        (before[18], before[19], before[27], before[99]) = (1, 1, 0, 0);
        assert!(is_own(&journal(1, &before, 7), &page));
        assert!(is_own(&journal(1, &before, 7)[..SECTOR], &page), "nothing in it");
        assert!(!is_own(&journal(2, &before, 7), &page), "another page");
        assert!(!is_own(&journal(1, &before, 6), &page), "it would cut the file");
        for at in [0, 16, 20, 28, 60, 68, 100, PAGE - 1] {
            let mut other = before.clone();
            other[at] ^= 1;
            assert!(!is_own(&journal(1, &other, 7), &page), "{at}");
        }
        let mut longer = journal(1, &before, 7);
        longer.extend_from_slice(b"super-journal");
        assert!(!is_own(&longer, &page));
        for end in 1..JOURNAL_HEADER {
            assert!(!is_own(&longer[..end], &page) && !fits(&longer[..end], &page), "{end}");
        }
        assert!(fits(&journal(1, &before, 6), &page) && fits(&journal(9, &before, 6), &page));
        let mut marked = before.clone();
        marked[68] ^= 1;
        assert!(!fits(&journal(1, &marked, 7), &page), "of another kind of file");
        let mut naming = journal(1, &before, 7);
        naming.extend_from_slice(&JOURNAL_MAGIC);
        assert!(!fits(&naming, &page), "it names further files");
        let mut begun = journal(9, &before, 7);
        begun[6..8].fill(0);
        assert!(fits(&begun, &page), "its mark was being written");
        begun[7] = 1;
        assert!(!fits(&begun, &page), "another mark");
    }
}
