//! Locks of the open file, on one descriptor for each ledger and process.

use std::cell::RefCell;
use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::io::Read;
use std::os::fd::IntoRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rusqlite::ffi;

use super::{Error, Identity, file};

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
    /// Descriptors whose closing would have dropped locks of another copy of SQLite; used again for the same file.
    parked: Vec<Parked>,
}

struct Parked {
    identity: Identity,
    descriptor: c_int,
    /// For reading, writing or both.
    access: c_int,
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
        let (identity, descriptor) = match registry.unpark(identity, libc::O_RDWR) {
            Some(descriptor) => (identity, descriptor),
            None => open_to_lock(path)?,
        };
        let main = Locked { identity, descriptor, held: Vec::new() };
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
        let mut lock = flock(libc::F_WRLCK, USED_BYTE, 1);
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
fn open_to_lock(path: &Path) -> Result<(Identity, c_int), Error> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    let opened = options.clone().write(true).open(path).or_else(|_| options.open(path));
    let found = opened.and_then(|file| Ok((file.metadata()?, file)));
    let (found, opened) = found.map_err(|error| file::io(path, &error))?;
    if !found.is_file() {
        return Err(file::not_regular(path));
    }
    Ok((Identity::of(&found), opened.into_raw_fd()))
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
        for Parked { identity, descriptor, .. } in std::mem::take(&mut self.parked) {
            self.put_away(identity, descriptor);
        }
    }

    /// Closes a descriptor, unless that would take locks from another copy of SQLite in this process: POSIX drops all
    /// locks of a process on a file when any descriptor of it is closed.
    fn put_away(&mut self, identity: Identity, descriptor: c_int) {
        if !has_posix_locks(identity) {
            close_before(descriptor);
            return;
        }
        // What its closing would have given up.
        let mut all = flock(libc::F_UNLCK, 0, 0);
        // SAFETY: the descriptor is open, and the structure is of the kind that the command takes.
        let access = unsafe {
            libc::fcntl(descriptor, libc::F_OFD_SETLK, &raw mut all);
            libc::fcntl(descriptor, libc::F_GETFL) & libc::O_ACCMODE
        };
        self.parked.push(Parked { identity, descriptor, access });
    }

    /// A descriptor of a file that was not closed, so that there are never more than were needed at a time.
    fn unpark(&mut self, identity: Identity, access: c_int) -> Option<c_int> {
        let is_it = |parked: &Parked| (parked.identity, parked.access) == (identity, access);
        let at = self.parked.iter().position(is_it)?;
        Some(self.parked.swap_remove(at).descriptor)
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
        for Parked { descriptor, .. } in &parked {
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

fn flock(kind: c_int, start: i64, length: i64) -> libc::flock {
    libc::flock {
        l_type: kind as _,
        l_whence: libc::SEEK_SET as _,
        l_start: start,
        l_len: length,
        l_pid: 0,
    }
}

/// How often a list is looked through that the system gives in parts, between which it may change.
const LOOKS: usize = 3;

/// Whether this process holds locks of POSIX on a file, which only another copy of SQLite can have taken. Of two files of
/// the same number on different devices, one is taken for the other: a descriptor then stays open for longer.
pub(super) fn has_posix_locks(identity: Identity) -> bool {
    let (process, inode) = (std::process::id().to_string(), identity.inode().to_string());
    for _ in 0..LOOKS {
        let Some((locks, is_whole)) = all_locks() else { return false };
        let is_there = locks.lines().any(|line| {
            // `1: POSIX  ADVISORY  READ 1234 08:01:5678 124 124`
            let mut words = line.split_whitespace().skip(1);
            let is_posix = words.next() == Some("POSIX");
            let is_ours = words.nth(2) == Some(process.as_str());
            let file = words.next().and_then(|at| at.rsplit(':').next());
            is_posix && is_ours && file == Some(inode.as_str())
        });
        if is_there || is_whole {
            return is_there;
        }
    }
    false
}

/// The system's list of all locks, and whether it was given at once.
fn all_locks() -> Option<(String, bool)> {
    let mut file = std::fs::File::open("/proc/locks").ok()?;
    let (mut all, mut parts) = (Vec::new(), 0);
    // As much at a time as the system gives.
    let mut part = vec![0; 64 << 10];
    loop {
        match file.read(&mut part) {
            Ok(0) => return Some((String::from_utf8(all).ok()?, parts <= 1)),
            Ok(length) => all.extend_from_slice(&part[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) => return None,
        }
        parts += 1;
    }
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
        let (Some(get), Some(set)) = ((*system).xGetSystemCall, (*system).xSetSystemCall) else {
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
    if path.is_null() || COUNT.load(Ordering::Acquire) == 0 {
        // SAFETY: the caller's arguments, passed on.
        return unsafe { (before.open)(path, flags, mode) };
    }
    // SAFETY: SQLite gives a text that ends in a zero byte and lives during the call.
    let name = unsafe { CStr::from_ptr(path) }.to_bytes();
    let file = Path::new(OsStr::from_bytes(name));
    let opened = match opened_before(file, flags) {
        Some(opened) => opened,
        // SAFETY: the caller's arguments, passed on.
        None => unsafe { (before.open)(path, flags, mode) },
    };
    let Some(ledger) = name.strip_suffix(b"-shm").filter(|_| opened >= 0) else {
        return opened;
    };
    let ledger = Path::new(OsStr::from_bytes(ledger));
    if note_shared(ledger, file, flags, opened).is_none() {
        close_before(opened);
        set_errno(libc::EIO);
        return -1;
    }
    opened
}

/// A descriptor of a file that was not closed.
fn opened_before(path: &Path, flags: c_int) -> Option<c_int> {
    let mut registry = registry();
    if registry.parked.is_empty() || flags & (libc::O_EXCL | libc::O_TRUNC) != 0 {
        return None;
    }
    // Of a link this is its own number, which no file has that is parked.
    let found = std::fs::symlink_metadata(path).ok()?;
    registry.unpark(Identity::of(&found), flags & libc::O_ACCMODE)
}

/// None where the file is of an open ledger and cannot be locked as such.
fn note_shared(ledger: &Path, shared: &Path, flags: c_int, opened: c_int) -> Option<()> {
    let Ok(ledger) = file::identity(ledger) else { return Some(()) };
    let mut registry = registry();
    if registry.find(ledger).is_none() {
        return Some(());
    }
    let (identity, access) = (identity(opened)?, flags & libc::O_ACCMODE);
    let descriptor = match registry.unpark(identity, access) {
        Some(descriptor) => descriptor,
        None => open_shared(shared, access, identity)?,
    };
    let file = Locked { identity, descriptor, held: Vec::new() };
    let open = registry.find(ledger)?;
    if let Some(old) = open.shared.replace(Shared { file, opened }) {
        registry.put_away(old.file.identity, old.file.descriptor);
    }
    Some(())
}

fn open_shared(path: &Path, access: c_int, identity: Identity) -> Option<c_int> {
    let file = std::fs::OpenOptions::new()
        .read(true)
        .write(access == libc::O_RDWR)
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK)
        .open(path)
        .ok()?;
    // Somebody may have put another file there just now.
    let is_it = Identity::of(&file.metadata().ok()?) == identity;
    is_it.then(|| file.into_raw_fd())
}

/// Closes as before. With the shared memory of a ledger its locks end, as SQLite expects of them.
unsafe extern "C" fn close(file: c_int) -> c_int {
    if COUNT.load(Ordering::Acquire) > 0
        && let Some(identity) = identity(file)
    {
        let mut registry = registry();
        if registry.locked(identity).is_some() {
            let is_this =
                |open: &&mut Open| open.shared.as_ref().is_some_and(|shared| shared.opened == file);
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
fn lock_by_open_file(identity: Identity, command: c_int, lock: &mut libc::flock) -> Option<c_int> {
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
