//! A VFS between SQLite and the system: it records what is written, and fails where it is told to.
//!
//! Only files in a folder that is watched are its business; all else is handed on. It speaks SQLite's C interface, so that it
//! is unsafe throughout: SQLite promises that the pointers it passes are those that `open` was given.
#![allow(unsafe_code, reason = "a VFS is a table of C functions over C pointers")]

use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError, Weak};

use rusqlite::ffi::{self, sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs};

/// What happened to the files of a folder, in order.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    Write {
        file: Arc<str>,
        at: u64,
        bytes: Arc<[u8]>,
    },
    Truncate {
        file: Arc<str>,
        size: u64,
    },
    Sync {
        file: Arc<str>,
    },
    Rename {
        from: Arc<str>,
        to: Arc<str>,
    },
    Delete {
        file: Arc<str>,
    },
    /// Names that were made, changed and removed so far are on the medium.
    SyncFolder,
    Mark(Mark),
}

/// What the ledger's caller was told.
#[derive(Debug, Clone)]
pub(crate) enum Mark {
    /// Everything up to this entry survives a loss of power.
    Durable(u64),
    /// The copy in this file, up to this entry, does as well.
    Copied(Arc<str>, u64),
    /// The person's name is gone.
    Erased,
}

/// What a fault says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// EIO: any call may.
    Io,
    /// ENOSPC: only calls that may need space do; a write has written its first half.
    Full,
}

/// Which call fails: the one of this number among those that can fail so, or from then on all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fault {
    pub(crate) at: u64,
    pub(crate) kind: Kind,
    pub(crate) is_sticky: bool,
}

/// A folder whose files are watched for as long as this lives.
#[derive(Debug)]
pub(crate) struct Disk {
    folder: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    ops: Vec<Op>,
    is_recording: bool,
    fault: Option<Fault>,
    calls: u64,
    fired: u64,
}

static DISKS: Mutex<Vec<Weak<Disk>>> = Mutex::new(Vec::new());
/// How many were ever watched: nothing is looked up before there is one.
static WATCHED: AtomicUsize = AtomicUsize::new(0);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Disk {
    /// Watches the files of a folder that are opened from now on.
    pub(crate) fn watch(folder: &Path) -> Arc<Disk> {
        install();
        let folder = folder.canonicalize().unwrap();
        let disk = Arc::new(Disk { folder, state: Mutex::default() });
        let mut disks = lock(&DISKS);
        disks.retain(|disk| disk.strong_count() > 0);
        disks.push(Arc::downgrade(&disk));
        WATCHED.fetch_add(1, Ordering::Relaxed);
        disk
    }

    /// The disk that a path lies on, and the name of its file there; no name for the folder itself.
    pub(crate) fn of(path: &Path) -> Option<(Arc<Disk>, Arc<str>)> {
        if WATCHED.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let disks = lock(&DISKS);
        let mut living = disks.iter().filter_map(Weak::upgrade);
        living.find_map(|disk| {
            let name = path.strip_prefix(&disk.folder).ok()?.to_str()?.into();
            Some((disk, name))
        })
    }

    pub(crate) fn record(&self) {
        lock(&self.state).is_recording = true;
    }

    pub(crate) fn push(&self, op: Op) {
        let mut state = lock(&self.state);
        if state.is_recording {
            state.ops.push(op);
        }
    }

    pub(crate) fn recorded(&self) -> Vec<Op> {
        std::mem::take(&mut lock(&self.state).ops)
    }

    /// Fails calls from now on.
    pub(crate) fn arm(&self, fault: Fault) {
        let mut state = lock(&self.state);
        (state.fault, state.calls, state.fired) = (Some(fault), 0, 0);
    }

    /// Fails no call any more; how many did.
    pub(crate) fn clear(&self) -> u64 {
        let mut state = lock(&self.state);
        state.fault = None;
        state.fired
    }

    /// Whether the call that is being made fails, and how.
    pub(crate) fn fails(&self, needs_space: bool) -> Option<Kind> {
        let mut state = lock(&self.state);
        let fault = state.fault?;
        if fault.kind == Kind::Full && !needs_space {
            return None;
        }
        state.calls += 1;
        let is_due = state.calls == fault.at || (fault.is_sticky && state.calls > fault.at);
        state.fired += u64::from(is_due);
        is_due.then_some(fault.kind)
    }
}

/// A file of ours; the system's own follows it in the same memory.
#[repr(C)]
struct Shim {
    base: sqlite3_file,
    /// None for what is not watched.
    watched: *mut Watched,
}

struct Watched {
    disk: Arc<Disk>,
    name: Arc<str>,
    /// The first sync of a journal that is new syncs its name as well.
    is_new_journal: bool,
}

static BASE: AtomicUsize = AtomicUsize::new(0);
static INSTALL: Once = Once::new();

fn base() -> *mut sqlite3_vfs {
    BASE.load(Ordering::Acquire) as *mut sqlite3_vfs
}

/// Makes this the VFS that connections use.
fn install() {
    INSTALL.call_once(|| {
        // SAFETY: the VFS found lives as long as the process, as does ours, which is leaked. What is copied from the
        // system's VFS either does not look at the VFS it is passed, or is passed the system's.
        unsafe {
            assert_eq!(ffi::sqlite3_initialize(), ffi::SQLITE_OK);
            let found = ffi::sqlite3_vfs_find(std::ptr::null());
            BASE.store(found as usize, Ordering::Release);
            let mut vfs = *found;
            vfs.pNext = std::ptr::null_mut();
            vfs.zName = c"fire".as_ptr();
            vfs.szOsFile += size_of::<Shim>() as c_int;
            vfs.xOpen = Some(open);
            vfs.xDelete = Some(delete);
            vfs.xAccess = Some(access);
            let vfs = Box::leak(Box::new(vfs));
            assert_eq!(ffi::sqlite3_vfs_register(vfs, 1), ffi::SQLITE_OK);
        }
    });
}

unsafe fn of_name(name: *const c_char) -> Option<(Arc<Disk>, Arc<str>)> {
    if name.is_null() {
        return None;
    }
    // SAFETY: SQLite ends names by a zero.
    let name = unsafe { CStr::from_ptr(name) };
    Disk::of(Path::new(OsStr::from_bytes(name.to_bytes())))
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: `file` has the size that `install` asked for: ours, and after it the system's.
    unsafe {
        (*file).pMethods = std::ptr::null();
        let found = of_name(name);
        if let Some((disk, _)) = &found
            && disk.fails(flags & ffi::SQLITE_OPEN_CREATE != 0).is_some()
        {
            return ffi::SQLITE_CANTOPEN;
        }
        let journals =
            ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL | ffi::SQLITE_OPEN_WAL;
        let is_new_journal = flags & journals != 0
            && found.as_ref().is_some_and(|(disk, name)| !disk.folder.join(&**name).exists());
        let system = file.cast::<Shim>().add(1).cast::<sqlite3_file>();
        let Some(open) = (*base()).xOpen else { return ffi::SQLITE_CANTOPEN };
        let said = open(base(), name, system, flags, out);
        if said != ffi::SQLITE_OK {
            return said;
        }
        let watched = found.map_or(std::ptr::null_mut(), |(disk, name)| {
            Box::into_raw(Box::new(Watched { disk, name, is_new_journal }))
        });
        let base = sqlite3_file { pMethods: &raw const METHODS };
        file.cast::<Shim>().write(Shim { base, watched });
        ffi::SQLITE_OK
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: the name is SQLite's, and is handed on.
    unsafe {
        let found = of_name(name);
        if let Some((disk, _)) = &found
            && disk.fails(false).is_some()
        {
            return ffi::SQLITE_IOERR_DELETE;
        }
        let Some(delete) = (*base()).xDelete else { return ffi::SQLITE_ERROR };
        let said = delete(base(), name, sync);
        if let (Some((disk, file)), ffi::SQLITE_OK) = (found, said) {
            disk.push(Op::Delete { file });
            if sync != 0 {
                disk.push(Op::SyncFolder);
            }
        }
        said
    }
}

unsafe extern "C" fn access(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: the name is SQLite's, and is handed on.
    unsafe {
        if of_name(name).is_some_and(|(disk, _)| disk.fails(false).is_some()) {
            return ffi::SQLITE_IOERR_ACCESS;
        }
        let Some(access) = (*base()).xAccess else { return ffi::SQLITE_ERROR };
        access(base(), name, flags, out)
    }
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 3,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(file_lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: Some(fetch),
    xUnfetch: Some(unfetch),
};

unsafe fn watched<'a>(file: *mut sqlite3_file) -> Option<&'a mut Watched> {
    // SAFETY: `open` wrote it, and SQLite uses a file from one thread at a time.
    unsafe { (*file.cast::<Shim>()).watched.as_mut() }
}

unsafe fn fails(file: *mut sqlite3_file, needs_space: bool) -> Option<Kind> {
    // SAFETY: as in `watched`.
    unsafe { watched(file) }?.disk.fails(needs_space)
}

/// Calls the system's method, which is there: all files of the system's VFS have those of version 3.
macro_rules! system {
    ($file:ident, $method:ident $(, $arg:expr)*) => {{
        let system = $file.cast::<Shim>().add(1).cast::<sqlite3_file>();
        match (*(*system).pMethods).$method {
            Some(method) => method(system $(, $arg)*),
            None => ffi::SQLITE_ERROR,
        }
    }};
}

/// Methods that are handed on, and fail in one way where they are told to.
macro_rules! handed_on {
    ($($name:ident = $method:ident($($arg:ident: $type:ty),*) $(or $error:ident where $space:expr)?;)+) => {
        $(unsafe extern "C" fn $name(file: *mut sqlite3_file $(, $arg: $type)*) -> c_int {
            // SAFETY: arguments are handed on as they came.
            unsafe {
                $(if fails(file, $space).is_some() {
                    return ffi::$error;
                })?
                system!(file, $method $(, $arg)*)
            }
        })+
    };
}

handed_on! {
    read = xRead(to: *mut c_void, count: c_int, at: sqlite3_int64) or SQLITE_IOERR_READ where false;
    file_size = xFileSize(size: *mut sqlite3_int64) or SQLITE_IOERR_FSTAT where false;
    file_lock = xLock(level: c_int) or SQLITE_IOERR_LOCK where false;
    // The system does not fail to unlock a file that is on a disk.
    unlock = xUnlock(level: c_int);
    check_reserved_lock = xCheckReservedLock(out: *mut c_int) or SQLITE_IOERR_CHECKRESERVEDLOCK where false;
    file_control = xFileControl(op: c_int, arg: *mut c_void);
    sector_size = xSectorSize();
    device_characteristics = xDeviceCharacteristics();
    shm_unmap = xShmUnmap(delete: c_int);
    fetch = xFetch(at: sqlite3_int64, count: c_int, to: *mut *mut c_void);
    unfetch = xUnfetch(at: sqlite3_int64, from: *mut c_void);
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: `open` made the box; SQLite closes once.
    unsafe {
        let said = system!(file, xClose);
        let watched = (*file.cast::<Shim>()).watched;
        if !watched.is_null() {
            drop(Box::from_raw(watched));
        }
        (*file).pMethods = std::ptr::null();
        said
    }
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    count: c_int,
    at: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite passes `count` bytes.
    unsafe {
        if let Some(kind) = fails(file, true) {
            if kind == Kind::Io {
                return ffi::SQLITE_IOERR_WRITE;
            }
            let _ = system!(file, xWrite, from, count / 2, at);
            return ffi::SQLITE_FULL;
        }
        let said = system!(file, xWrite, from, count, at);
        if let (Some(Watched { disk, name, .. }), ffi::SQLITE_OK) = (watched(file), said) {
            let bytes = std::slice::from_raw_parts(from.cast::<u8>(), count as usize);
            let (file, at) = (name.clone(), at.unsigned_abs());
            disk.push(Op::Write { file, at, bytes: bytes.into() });
        }
        said
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: arguments are handed on as they came.
    unsafe {
        if fails(file, true).is_some() {
            return ffi::SQLITE_IOERR_TRUNCATE;
        }
        let said = system!(file, xTruncate, size);
        if let (Some(Watched { disk, name, .. }), ffi::SQLITE_OK) = (watched(file), said) {
            disk.push(Op::Truncate { file: name.clone(), size: size.unsigned_abs() });
        }
        said
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: arguments are handed on as they came.
    unsafe {
        match fails(file, true) {
            Some(Kind::Io) => return ffi::SQLITE_IOERR_FSYNC,
            Some(Kind::Full) => return ffi::SQLITE_FULL,
            None => {}
        }
        let said = system!(file, xSync, flags);
        if let (Some(watched), ffi::SQLITE_OK) = (watched(file), said) {
            watched.disk.push(Op::Sync { file: watched.name.clone() });
            if std::mem::take(&mut watched.is_new_journal) {
                watched.disk.push(Op::SyncFolder);
            }
        }
        said
    }
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    to: *mut *mut c_void,
) -> c_int {
    // SAFETY: arguments are handed on as they came.
    unsafe {
        if fails(file, extend != 0).is_some() {
            *to = std::ptr::null_mut();
            return ffi::SQLITE_IOERR_SHMMAP;
        }
        system!(file, xShmMap, page, size, extend, to)
    }
}

unsafe extern "C" fn shm_lock(
    file: *mut sqlite3_file,
    at: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    // SAFETY: arguments are handed on as they came.
    unsafe {
        // As for files: locking may fail, unlocking does not.
        if flags & ffi::SQLITE_SHM_LOCK != 0 && fails(file, false).is_some() {
            return ffi::SQLITE_IOERR_SHMLOCK;
        }
        system!(file, xShmLock, at, count, flags)
    }
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    // SAFETY: as for the other methods.
    unsafe {
        let system = file.cast::<Shim>().add(1).cast::<sqlite3_file>();
        if let Some(barrier) = (*(*system).pMethods).xShmBarrier {
            barrier(system);
        }
    }
}
