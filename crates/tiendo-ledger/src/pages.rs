//! The pages of a file, checked by SQLite; what could not be read is told apart from what is damaged.

use rusqlite::Connection;
use rusqlite::ffi;

use crate::error::Error;

/// True where a check of SQLite, `quick_check` or `integrity_check`, finds nothing wrong with the pages.
///
/// SQLite tells a page that the system does not give as if it were damaged; a disk that fails for a moment must not make
/// anybody restore an older copy.
pub(crate) fn are_sound(connection: &Connection, check: &str) -> Result<bool, Error> {
    let sql = format!("PRAGMA {check}(1)");
    let said: String = connection.query_row(&sql, [], |row| row.get(0))?;
    match unread(&said) {
        Some(code) => Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None).into()),
        None => Ok(said == "ok"),
    }
}

/// The error that kept a page from being read, in SQLite's words about it.
fn unread(said: &str) -> Option<i32> {
    let digits = |text: &str| -> Option<i32> {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        text[..end].parse().ok()
    };
    let told = said.split_once("unable to get the page. error code=");
    // The lower byte is the kind of error; what SQLite finds damaged itself has another.
    let is_ours = |code: &i32| ![ffi::SQLITE_CORRUPT, ffi::SQLITE_NOTADB].contains(&(code & 0xff));
    if let Some(code) = told.and_then(|(_, rest)| digits(rest)) {
        return Some(code).filter(is_ours);
    }
    said.contains("failed to get page").then_some(ffi::SQLITE_IOERR_READ)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_read_is_not_damaged() {
        let said =
            "*** in database main ***\nTree 5 page 5: unable to get the page. error code=266";
        assert_eq!(unread(said), Some(ffi::SQLITE_IOERR_READ));
        assert_eq!(unread("Tree 5 page 5: unable to get the page. error code=11"), None);
        assert_eq!(unread("Freelist: failed to get page 7"), Some(ffi::SQLITE_IOERR_READ));
        assert_eq!(unread("Tree 5 page 5: btreeInitPage() returns error code 11"), None);
        assert_eq!(unread("ok"), None);
    }
}
