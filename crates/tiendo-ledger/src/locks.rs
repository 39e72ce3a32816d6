//! Locks on ledgers that nothing else in the process can drop, and that no forked child inherits.
//!
//! POSIX's record locks belong to the process: whoever in it opens and closes the same file, a second copy of SQLite such as
//! Python's or a plain `open`, takes them from us, and two processes then write at once. Linux has locks that belong to the
//! open file (OFD). SQLite shares what it knows of a file over all connections of a process, so that its locks must go on
//! belonging to the process: each open ledger has one descriptor of our own, and one more for the shared memory beside it,
//! and every lock that SQLite asks for on these files is taken on them, by whichever connection. SQLite asks the system
//! through a table of calls that can be changed; `fcntl` is changed here for this, `open` to note the shared memory of a
//! ledger, and `close` to let go of it. Every other file is passed on as it was.
//!
//! A forked child has copies of these descriptors, and what SQLite knew: it closes the copies at once, so that no lock
//! outlives the parent, and opens no ledger if one was open at the fork, because SQLite would believe to hold its locks.
//!
//! Elsewhere than on Linux the locks stay POSIX's: a host must not open a ledger by another way while it is open here.

use std::path::Path;

use crate::error::Error;
use crate::file::{self, Identity};

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
pub(crate) use elsewhere::Kept;
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
pub(crate) use linux::Kept;

#[cfg(all(test, target_os = "linux", target_pointer_width = "64"))]
#[allow(unsafe_code, reason = "only what forks can tell what a forked child does")]
mod tests;

/// Keeps the locks of a file, from before SQLite opens it until after it closed it.
///
/// Refused in a child that was forked while a ledger was open.
pub(crate) fn keep(path: &Path) -> Result<Kept, Error> {
    Kept::new(path)
}

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
#[allow(
    unsafe_code,
    reason = "SQLite's table of system calls, the system's locks and what is done at a fork have no safe door"
)]
mod linux;

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
mod elsewhere;
