//! Handles are counted, so that a forked child opens no ledger while its parent has one; locks are left as they are.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Error, Identity, file};

/// The process, its open handles, and whether one was open when it was forked.
static OPEN: Mutex<(u32, usize, bool)> = Mutex::new((0, 0, false));

fn open() -> MutexGuard<'static, (u32, usize, bool)> {
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if open.0 != process {
        *open = (process, 0, open.2 || open.1 > 0);
    }
    open
}

/// An open handle.
#[derive(Debug)]
pub(crate) struct Kept(Identity, PathBuf);

impl Kept {
    pub(super) fn new(path: &Path) -> Result<Self, Error> {
        let found = std::fs::metadata(path).map_err(|error| file::io(path, &error))?;
        if !found.is_file() {
            return Err(file::not_regular(path));
        }
        let mut open = open();
        if open.2 {
            return Err(Error::Forked);
        }
        open.1 += 1;
        Ok(Kept(Identity::of(&found), path.to_owned()))
    }

    pub(crate) fn identity(&self) -> Identity {
        self.0
    }

    pub(crate) fn read_beginning(&self, length: usize) -> std::io::Result<Vec<u8>> {
        if open().1 > 1 {
            // Closing what is opened here would drop the locks of the other handles.
            return Err(std::io::ErrorKind::WouldBlock.into());
        }
        let mut bytes = Vec::new();
        std::fs::File::open(&self.1)?.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Nobody can be asked: a journal that holds work is checked whoever may be at it.
    #[expect(clippy::unused_self, reason = "it is asked of the file that is kept")]
    pub(crate) fn is_in_use(&self, _: &Path) -> bool {
        false
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let mut open = open();
        open.1 = open.1.saturating_sub(1);
    }
}
