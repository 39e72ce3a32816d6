//! Locks on ledgers that nothing else in the process can drop.
//!
//! POSIX's record locks belong to the process: whoever opens and closes the same file, a second copy of SQLite such as
//! Python's or a plain `open`, takes them from us, and two processes then write at once. Linux has locks that belong to the
//! open file (OFD). SQLite asks the system through a table of calls that can be changed; its `fcntl` is changed here so
//! that locks on open ledgers are of that kind, and `open` so that the file of shared memory beside a ledger is known to
//! belong to it. Every other file is passed on as it was.
//!
//! Such locks are shared with forked children. Therefore each handle knows its process, and does nothing in another.
//!
//! Elsewhere than on Linux nothing is changed, and a host must not open a ledger by another way while it is open here.

#[cfg(target_os = "linux")]
pub(crate) use linux::{Kept, is_in_use, keep};

#[cfg(target_os = "linux")]
#[allow(
    unsafe_code,
    reason = "SQLite's table of system calls and the system's locks have no safe door"
)]
mod linux {
    use std::collections::BTreeMap;
    use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
    use std::os::fd::AsRawFd;
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;
    use std::sync::{Mutex, MutexGuard, Once, PoisonError};

    use rusqlite::ffi;

    use crate::file::Identity;

    /// The byte of the shared memory's file that every user of it holds a lock on: after the 22 words of the index's two
    /// heads and 8 of the checkpoint, and the 8 locks of readers and writers.
    const USED_BYTE: i64 = (22 + 8) * 4 + 8;

    /// Open ledgers and the shared memory of each, with how many handles there are.
    static OPEN: Mutex<BTreeMap<Identity, Open>> = Mutex::new(BTreeMap::new());

    #[derive(Default)]
    struct Open {
        handles: usize,
        shared: Option<Identity>,
    }

    fn open_ledgers() -> MutexGuard<'static, BTreeMap<Identity, Open>> {
        OPEN.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// While it lives, the locks of a file are of the kind that nobody takes away.
    #[derive(Debug)]
    pub(crate) struct Kept(Identity);

    impl Drop for Kept {
        fn drop(&mut self) {
            let mut open = open_ledgers();
            if let Some(ledger) = open.get_mut(&self.0) {
                ledger.handles -= 1;
                if ledger.handles == 0 {
                    open.remove(&self.0);
                }
            }
        }
    }

    /// Keeps the locks of a file, from before it is opened until after it is closed.
    pub(crate) fn keep(ledger: Identity) -> Kept {
        static CHANGED: Once = Once::new();
        CHANGED.call_once(change_calls);
        open_ledgers().entry(ledger).or_default().handles += 1;
        Kept(ledger)
    }

    /// Whether anybody has the shared memory of a ledger in use, this process included.
    pub(crate) fn is_in_use(shared: &Path) -> bool {
        let Ok(file) = std::fs::File::open(shared) else { return false };
        let mut lock = libc::flock {
            l_type: libc::F_WRLCK as _,
            l_whence: libc::SEEK_SET as _,
            l_start: USED_BYTE,
            l_len: 1,
            l_pid: 0,
        };
        // SAFETY: the descriptor is open, and the structure is of the kind that this command takes.
        let asked = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_OFD_GETLK, &raw mut lock) };
        asked == 0 && lock.l_type != libc::F_UNLCK as libc::c_short
    }

    /// Puts ours in the place of two calls of SQLite's table. Where that cannot be done SQLite works as it always did.
    fn change_calls() {
        type Call = unsafe extern "C" fn();
        // SAFETY: the file system that SQLite uses by default lives as long as the process; it is asked for its version
        // before a field that later versions have. SQLite calls what stands under these two names with the arguments that
        // ours take: of the variable ones a pointer or an integer comes in the place where a pointer is expected.
        unsafe {
            let system = ffi::sqlite3_vfs_find(std::ptr::null());
            if system.is_null() || (*system).iVersion < 3 {
                return;
            }
            let Some(set) = (*system).xSetSystemCall else { return };
            let open: Call = std::mem::transmute(open as *const ());
            let fcntl: Call = std::mem::transmute(fcntl as *const ());
            if set(system, c"open".as_ptr(), Some(open)) == ffi::SQLITE_OK {
                set(system, c"fcntl".as_ptr(), Some(fcntl));
            }
        }
    }

    /// Opens as the system does, and notes the shared memory of a ledger.
    unsafe extern "C" fn open(path: *const c_char, flags: c_int, mode: c_int) -> c_int {
        // SAFETY: the caller's arguments, passed on.
        let opened = unsafe { libc::open(path, flags, mode) };
        if opened >= 0 && !path.is_null() {
            // SAFETY: SQLite gives a text that ends in a zero byte and lives during the call.
            let path = unsafe { CStr::from_ptr(path) };
            if let Some(ledger) = path.to_bytes().strip_suffix(b"-shm") {
                note_shared(Path::new(OsStr::from_bytes(ledger)), opened);
            }
        }
        opened
    }

    fn note_shared(ledger: &Path, shared: c_int) {
        let Ok(ledger) = std::fs::metadata(ledger) else { return };
        let ledger = Identity::of(&ledger);
        let mut open = open_ledgers();
        if let Some(open) = open.get_mut(&ledger) {
            open.shared = identity(shared);
        }
    }

    /// Locks as the system does, but open ledgers by the open file and not by the process.
    unsafe extern "C" fn fcntl(file: c_int, command: c_int, argument: *mut c_void) -> c_int {
        let by_open_file = match command {
            libc::F_SETLK => libc::F_OFD_SETLK,
            libc::F_SETLKW => libc::F_OFD_SETLKW,
            libc::F_GETLK => libc::F_OFD_GETLK,
            // SAFETY: the caller's arguments, passed on.
            _ => return unsafe { libc::fcntl(file, command, argument) },
        };
        if argument.is_null() || !is_of_a_ledger(file) {
            // SAFETY: the caller's arguments, passed on.
            return unsafe { libc::fcntl(file, command, argument) };
        }
        // SAFETY: these commands come with this structure, which is the caller's and lives during the call.
        unsafe {
            // The system asks for this.
            (*argument.cast::<libc::flock>()).l_pid = 0;
            libc::fcntl(file, by_open_file, argument)
        }
    }

    fn is_of_a_ledger(file: c_int) -> bool {
        let Some(identity) = identity(file) else { return false };
        let open = open_ledgers();
        open.contains_key(&identity) || open.values().any(|l| l.shared == Some(identity))
    }

    fn identity(file: c_int) -> Option<Identity> {
        // SAFETY: all bytes of this structure may be zero, and the system fills it.
        unsafe {
            let mut found: libc::stat = std::mem::zeroed();
            let is_found = libc::fstat(file, &raw mut found) == 0;
            is_found.then_some(Identity { device: found.st_dev, inode: found.st_ino })
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) use elsewhere::{Kept, is_in_use, keep};

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use std::path::Path;

    use crate::file::Identity;

    #[derive(Debug)]
    pub(crate) struct Kept;

    pub(crate) fn keep(_: Identity) -> Kept {
        Kept
    }

    /// Nobody can be asked: a journal that holds work is checked whoever may be at it.
    pub(crate) fn is_in_use(_: &Path) -> bool {
        false
    }
}
