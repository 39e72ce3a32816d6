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

/// What is said of a path that is not a regular file.
fn not_regular(path: &Path) -> Error {
    let reason = "it is no regular file";
    Error::NotALedger { path: path.display().to_string(), reason }
}

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
#[allow(
    unsafe_code,
    reason = "SQLite's table of system calls, the system's locks and what is done at a fork have no safe door"
)]
mod linux {
    use std::cell::RefCell;
    use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
    use std::os::fd::IntoRawFd;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::OpenOptionsExt;
    use std::path::Path;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

    use rusqlite::ffi;

    use super::{Error, Identity, file, not_regular};

    /// The byte of the shared memory's file that every user of it holds a lock on: after the 22 words of the index's two
    /// heads and 8 of the checkpoint, and the 8 locks of readers and writers.
    const USED_BYTE: i64 = (22 + 8) * 4 + 8;

    static REGISTRY: Mutex<Registry> = Mutex::new(Registry::new());
    /// How many ledgers the registry has, so that calls about other files cost nothing where there is none.
    static COUNT: AtomicUsize = AtomicUsize::new(0);

    fn registry() -> MutexGuard<'static, Registry> {
        REGISTRY.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The ledgers that are open in this process. It is locked for moments only, and never while SQLite is called.
    struct Registry {
        process: u32,
        /// A ledger was open when this process was forked: SQLite believes to hold locks that are the parent's.
        is_inherited: bool,
        open: Vec<Open>,
        /// Descriptors whose closing would have dropped locks of another copy of SQLite.
        parked: Vec<(Identity, c_int)>,
    }

    struct Open {
        handles: usize,
        main: Locked,
        shared: Option<Shared>,
    }

    /// The shared memory of a ledger, as long as SQLite has it open.
    struct Shared {
        file: Locked,
        /// SQLite's own descriptor.
        opened: c_int,
    }

    /// A file with the descriptor that all locks of this process on it are taken on.
    struct Locked {
        identity: Identity,
        descriptor: c_int,
        /// What SQLite holds, or is asking for: first byte, and the one after the last.
        held: Vec<(i64, i64)>,
    }

    /// While it lives, the locks of a ledger are of the kind that nobody takes away.
    #[derive(Debug)]
    pub(crate) struct Kept(Identity);

    impl Kept {
        pub(super) fn new(path: &Path) -> Result<Self, Error> {
            static CHANGED: OnceLock<bool> = OnceLock::new();
            if !*CHANGED.get_or_init(change_calls) {
                let reason = "SQLite's calls of the system cannot be changed".to_owned();
                return Err(Error::Io { path: path.display().to_string(), reason });
            }
            let mut registry = registry();
            if registry.is_forked() {
                return Err(Error::Forked);
            }
            // Looked at first: who opens and closes a file takes locks away from others in the process.
            let identity = file::identity(path)?;
            if let Some(open) = registry.find(identity) {
                open.handles += 1;
                return Ok(Kept(identity));
            }
            let opened = open_to_lock(path).map_err(|error| file::io(path, &error))?;
            let found = opened.metadata().map_err(|error| file::io(path, &error))?;
            if !found.is_file() {
                return Err(not_regular(path));
            }
            let identity = Identity::of(&found);
            let main = Locked { identity, descriptor: opened.into_raw_fd(), held: Vec::new() };
            // Should the path have come to name another open ledger meanwhile, both descriptors serve: the first is found.
            registry.open.push(Open { handles: 1, main, shared: None });
            registry.count();
            Ok(Kept(identity))
        }

        /// The file that is kept, whatever its path names now.
        pub(crate) fn identity(&self) -> Identity {
            self.0
        }

        /// The beginning of the file as it stands there, without its journal.
        pub(crate) fn read_beginning(&self, length: usize) -> std::io::Result<Vec<u8>> {
            let mut registry = registry();
            let open = registry.find(self.0).ok_or(std::io::ErrorKind::NotFound)?;
            let mut bytes = vec![0; length];
            let mut read = 0;
            while read < length {
                let rest = &mut bytes[read..];
                // SAFETY: the descriptor is open for as long as the registry is locked, and the place is as long as said.
                let more = unsafe {
                    libc::pread(
                        open.main.descriptor,
                        rest.as_mut_ptr().cast(),
                        rest.len(),
                        read as libc::off_t,
                    )
                };
                match usize::try_from(more) {
                    Ok(0) => break,
                    Ok(more) => read += more,
                    Err(_) => return Err(std::io::Error::last_os_error()),
                }
            }
            bytes.truncate(read);
            Ok(bytes)
        }

        /// Whether anybody has the shared memory of the ledger in use, this process included.
        pub(crate) fn is_in_use(&self, shared: &Path) -> bool {
            let mut registry = registry();
            if registry.find(self.0).is_some_and(|open| open.shared.is_some()) {
                return true;
            }
            let Ok(file) = std::fs::OpenOptions::new()
                .read(true)
                .custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW)
                .open(shared)
            else {
                return false;
            };
            let Ok(found) = file.metadata() else { return false };
            let descriptor = file.into_raw_fd();
            let mut lock = libc::flock {
                l_type: libc::F_WRLCK as _,
                l_whence: libc::SEEK_SET as _,
                l_start: USED_BYTE,
                l_len: 1,
                l_pid: 0,
            };
            // SAFETY: the descriptor is open, and the structure is of the kind that this command takes.
            let asked = unsafe { libc::fcntl(descriptor, libc::F_OFD_GETLK, &raw mut lock) };
            registry.put_away(Identity::of(&found), descriptor);
            asked == 0 && lock.l_type != libc::F_UNLCK as libc::c_short
        }
    }

    impl Drop for Kept {
        fn drop(&mut self) {
            let mut registry = registry();
            if registry.is_forked() {
                return;
            }
            if let Some(open) = registry.find(self.0) {
                open.handles = open.handles.saturating_sub(1);
            }
            registry.let_go();
        }
    }

    /// For writing where that is allowed, because a lock to write needs it; nothing is ever written by it.
    fn open_to_lock(path: &Path) -> std::io::Result<std::fs::File> {
        let mut options = std::fs::OpenOptions::new();
        options.read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
        options.clone().write(true).open(path).or_else(|_| options.open(path))
    }

    impl Registry {
        const fn new() -> Self {
            Registry { process: 0, is_inherited: false, open: Vec::new(), parked: Vec::new() }
        }

        /// Whether a ledger was open when this process was forked. A fork that went past the system's library is found by
        /// its number.
        fn is_forked(&mut self) -> bool {
            let process = std::process::id();
            if self.process != process {
                if self.process != 0 && !self.open.is_empty() {
                    self.leave_to_parent();
                }
                self.process = process;
            }
            self.is_inherited
        }

        fn count(&self) {
            COUNT.store(self.open.len(), Ordering::Release);
        }

        fn find(&mut self, identity: Identity) -> Option<&mut Open> {
            self.open.iter_mut().find(|open| open.main.identity == identity)
        }

        /// The descriptor for the locks of a file, if it is of an open ledger.
        fn locked(&mut self, identity: Identity) -> Option<&mut Locked> {
            self.open.iter_mut().find_map(|open| match &mut open.shared {
                _ if open.main.identity == identity => Some(&mut open.main),
                Some(shared) if shared.file.identity == identity => Some(&mut shared.file),
                _ => None,
            })
        }

        /// Closes what belongs to ledgers that nobody has open any more, our handles or other connections by the same SQLite.
        fn let_go(&mut self) {
            let is_done = |open: &mut Open| {
                open.handles == 0 && open.main.held.is_empty() && open.shared.is_none()
            };
            let done: Vec<Open> = self.open.extract_if(.., is_done).collect();
            self.count();
            for open in done {
                self.put_away(open.main.identity, open.main.descriptor);
            }
            for (identity, descriptor) in std::mem::take(&mut self.parked) {
                self.put_away(identity, descriptor);
            }
        }

        /// Closes a descriptor, unless that would take locks from another copy of SQLite in this process: POSIX drops all
        /// locks of a process on a file when any descriptor of it is closed.
        fn put_away(&mut self, identity: Identity, descriptor: c_int) {
            if has_posix_locks(identity) {
                self.parked.push((identity, descriptor));
            } else {
                close_before(descriptor);
            }
        }

        /// In a forked child: without its copies of the descriptors, no lock of the parent outlives the parent.
        ///
        /// Nothing is freed or allocated: this runs before the child can be sure of anything but itself.
        fn leave_to_parent(&mut self) {
            let mut inherited = std::mem::take(&mut self.open);
            self.is_inherited |= !inherited.is_empty();
            for open in &mut inherited {
                close_before(open.main.descriptor);
                if let Some(shared) = &open.shared {
                    close_before(shared.file.descriptor);
                }
            }
            std::mem::forget(inherited);
            let parked = std::mem::take(&mut self.parked);
            for (_, descriptor) in &parked {
                close_before(*descriptor);
            }
            std::mem::forget(parked);
            self.process = std::process::id();
            self.count();
        }
    }

    impl Locked {
        fn forget(&mut self, range: (i64, i64)) {
            self.held.retain(|held| held.0 < range.0 || range.1 < held.1);
        }
    }

    /// Whether this process holds locks of POSIX on a file, which only another copy of SQLite can have taken. Of two files of
    /// the same number on different devices, one is taken for the other: a descriptor then stays open for longer.
    fn has_posix_locks(identity: Identity) -> bool {
        let Ok(locks) = std::fs::read_to_string("/proc/locks") else { return false };
        let (process, inode) = (std::process::id().to_string(), identity.inode().to_string());
        locks.lines().any(|line| {
            // `1: POSIX  ADVISORY  READ 1234 08:01:5678 124 124`
            let mut words = line.split_whitespace().skip(1);
            let is_posix = words.next() == Some("POSIX");
            let is_ours = words.nth(2) == Some(process.as_str());
            let is_of_it =
                words.next().and_then(|at| at.rsplit(':').next()) == Some(inode.as_str());
            is_posix && is_ours && is_of_it
        })
    }

    type Call = unsafe extern "C" fn();
    type Opens = unsafe extern "C" fn(*const c_char, c_int, c_int) -> c_int;
    type Closes = unsafe extern "C" fn(c_int) -> c_int;
    type Controls = unsafe extern "C" fn(c_int, c_int, ...) -> c_int;

    /// What stood in SQLite's table before, the system's calls or a host's own.
    struct Before {
        open: Opens,
        close: Closes,
        fcntl: Controls,
    }

    static BEFORE: OnceLock<Before> = OnceLock::new();

    fn close_before(file: c_int) -> c_int {
        match BEFORE.get() {
            // SAFETY: the caller's descriptor, which it does not use any more.
            Some(before) => unsafe { (before.close)(file) },
            // SAFETY: the same.
            None => unsafe { libc::close(file) },
        }
    }

    /// Puts ours in the place of three calls of SQLite's table, and has forks told of; false where that cannot be done.
    fn change_calls() -> bool {
        // SAFETY: this file system lives as long as the process; it is asked for its version before fields that later
        // versions have. What stands under these three names takes and gives what the types say. SQLite calls what is put
        // there in the same way: of the variable arguments of `fcntl`, a pointer or an integer comes in the place where a
        // pointer is expected.
        unsafe {
            let system = ffi::sqlite3_vfs_find(c"unix".as_ptr());
            if system.is_null() || (*system).iVersion < 3 {
                return false;
            }
            let (Some(get), Some(set)) = ((*system).xGetSystemCall, (*system).xSetSystemCall)
            else {
                return false;
            };
            let found = |name: &CStr| get(system, name.as_ptr());
            let (Some(opens), Some(closes), Some(controls)) =
                (found(c"open"), found(c"close"), found(c"fcntl"))
            else {
                return false;
            };
            let before = Before {
                open: std::mem::transmute::<Call, Opens>(opens),
                close: std::mem::transmute::<Call, Closes>(closes),
                fcntl: std::mem::transmute::<Call, Controls>(controls),
            };
            if BEFORE.set(before).is_err() {
                return false;
            }
            let at_fork = libc::pthread_atfork(Some(before_fork), Some(in_parent), Some(in_child));
            let put = |name: &CStr, call: *const ()| {
                let call = std::mem::transmute::<*const (), Call>(call);
                set(system, name.as_ptr(), Some(call)) == ffi::SQLITE_OK
            };
            at_fork == 0
                && put(c"close", close as *const ())
                && put(c"open", open as *const ())
                && put(c"fcntl", fcntl as *const ())
        }
    }

    thread_local! {
        /// Held over a fork, so that the child finds the registry as it should be and not locked by a thread it lacks.
        static FORKING: RefCell<Option<MutexGuard<'static, Registry>>> = const { RefCell::new(None) };
    }

    extern "C" fn before_fork() {
        let _ = FORKING.try_with(|forking| *forking.borrow_mut() = Some(registry()));
    }

    extern "C" fn in_parent() {
        let _ = FORKING.try_with(RefCell::take);
    }

    extern "C" fn in_child() {
        if let Ok(Some(mut registry)) = FORKING.try_with(RefCell::take) {
            registry.leave_to_parent();
        }
    }

    /// Opens as before, and notes the shared memory of a ledger.
    unsafe extern "C" fn open(path: *const c_char, flags: c_int, mode: c_int) -> c_int {
        let Some(before) = BEFORE.get() else { return -1 };
        // SAFETY: the caller's arguments, passed on.
        let opened = unsafe { (before.open)(path, flags, mode) };
        if opened < 0 || path.is_null() || COUNT.load(Ordering::Acquire) == 0 {
            return opened;
        }
        // SAFETY: SQLite gives a text that ends in a zero byte and lives during the call.
        let path = unsafe { CStr::from_ptr(path) };
        let Some(ledger) = path.to_bytes().strip_suffix(b"-shm") else { return opened };
        let (ledger, shared) = (OsStr::from_bytes(ledger), OsStr::from_bytes(path.to_bytes()));
        if note_shared(ledger.as_ref(), shared.as_ref(), flags, opened).is_none() {
            close_before(opened);
            set_errno(libc::EIO);
            return -1;
        }
        opened
    }

    /// None where the file is of an open ledger and cannot be locked as such.
    fn note_shared(ledger: &Path, shared: &Path, flags: c_int, opened: c_int) -> Option<()> {
        let Ok(ledger) = file::identity(ledger) else { return Some(()) };
        let mut registry = registry();
        let Some(open) = registry.find(ledger) else { return Some(()) };
        let identity = identity(opened)?;
        let file = std::fs::OpenOptions::new()
            .read(true)
            .write(flags & libc::O_ACCMODE == libc::O_RDWR)
            .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK)
            .open(shared)
            .ok()?;
        // Somebody may have put another file there just now.
        if Identity::of(&file.metadata().ok()?) != identity {
            return None;
        }
        let file = Locked { identity, descriptor: file.into_raw_fd(), held: Vec::new() };
        if let Some(old) = open.shared.replace(Shared { file, opened }) {
            registry.put_away(old.file.identity, old.file.descriptor);
        }
        Some(())
    }

    /// Closes as before. With the shared memory of a ledger its locks end, as SQLite expects of them.
    unsafe extern "C" fn close(file: c_int) -> c_int {
        if COUNT.load(Ordering::Acquire) > 0
            && let Some(identity) = identity(file)
        {
            let mut registry = registry();
            if registry.locked(identity).is_some() {
                let is_this = |open: &&mut Open| {
                    open.shared.as_ref().is_some_and(|shared| shared.opened == file)
                };
                if let Some(shared) =
                    registry.open.iter_mut().find(is_this).and_then(|open| open.shared.take())
                {
                    registry.put_away(shared.file.identity, shared.file.descriptor);
                    registry.let_go();
                }
                registry.put_away(identity, file);
                return 0;
            }
        }
        close_before(file)
    }

    /// Locks as before, but open ledgers by our own descriptor and by the open file, not by the process.
    unsafe extern "C" fn fcntl(file: c_int, command: c_int, argument: *mut c_void) -> c_int {
        let Some(before) = BEFORE.get() else { return -1 };
        let by_open_file = match command {
            libc::F_SETLK => libc::F_OFD_SETLK,
            libc::F_SETLKW => libc::F_OFD_SETLKW,
            libc::F_GETLK => libc::F_OFD_GETLK,
            // SAFETY: the caller's arguments, passed on.
            _ => return unsafe { (before.fcntl)(file, command, argument) },
        };
        if !argument.is_null()
            && COUNT.load(Ordering::Acquire) > 0
            && let Some(identity) = identity(file)
        {
            // SAFETY: these commands come with this structure, which is the caller's and lives during the call.
            let lock = unsafe { &mut *argument.cast::<libc::flock>() };
            if let Some(done) = lock_by_open_file(identity, by_open_file, lock) {
                return done;
            }
        }
        // SAFETY: the caller's arguments, passed on.
        unsafe { (before.fcntl)(file, command, argument) }
    }

    /// None where the file is of no open ledger.
    fn lock_by_open_file(
        identity: Identity,
        command: c_int,
        lock: &mut libc::flock,
    ) -> Option<c_int> {
        let range = match lock.l_len {
            0 => (lock.l_start, i64::MAX),
            length => (lock.l_start, lock.l_start.saturating_add(length)),
        };
        let is_unlock = lock.l_type == libc::F_UNLCK as libc::c_short;
        let is_set = command != libc::F_OFD_GETLK;
        let mut registry = registry();
        let file = registry.locked(identity)?;
        if is_set && is_unlock && file.held.is_empty() {
            // A connection of the host's had locked it before it was opened as a ledger.
            return None;
        }
        // Noted first: what SQLite holds or asks for is not closed meanwhile.
        let is_new = is_set && !is_unlock && !file.held.contains(&range);
        if is_new {
            file.held.push(range);
        }
        let descriptor = file.descriptor;
        // The system asks for this.
        lock.l_pid = 0;
        let mut ask = || {
            // SAFETY: the descriptor is open, and the structure is of the kind that these commands take.
            let done = unsafe { libc::fcntl(descriptor, command, &raw mut *lock) };
            (done, std::io::Error::last_os_error().raw_os_error())
        };
        let (done, said);
        if command == libc::F_OFD_SETLKW {
            drop(registry);
            (done, said) = ask();
            registry = self::registry();
        } else {
            (done, said) = ask();
        }
        if let Some(file) = registry.locked(identity) {
            match (done == 0, is_set && is_unlock) {
                (true, true) => file.forget(range),
                (false, _) if is_new => file.held.retain(|held| *held != range),
                _ => {}
            }
        }
        // Only where the host's own connections outlived our handles.
        if is_unlock && registry.open.iter().any(|open| open.handles == 0) {
            registry.let_go();
        }
        drop(registry);
        if let (true, Some(said)) = (done != 0, said) {
            set_errno(said);
        }
        Some(done)
    }

    fn identity(file: c_int) -> Option<Identity> {
        // SAFETY: all bytes of this structure may be zero, and the system fills it.
        unsafe {
            let mut found: libc::stat = std::mem::zeroed();
            let is_found = libc::fstat(file, &raw mut found) == 0;
            is_found.then(|| Identity::new(found.st_dev, found.st_ino))
        }
    }

    fn set_errno(said: c_int) {
        // SAFETY: the place is this thread's own.
        unsafe { *libc::__errno_location() = said }
    }
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
mod elsewhere {
    use std::io::Read;
    use std::path::{Path, PathBuf};
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use super::{Error, Identity, file, not_regular};

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
                return Err(not_regular(path));
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
            let mut bytes = Vec::new();
            std::fs::File::open(&self.1)?.take(length as u64).read_to_end(&mut bytes)?;
            Ok(bytes)
        }

        /// Nobody can be asked: a journal that holds work is checked whoever may be at it.
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
}
