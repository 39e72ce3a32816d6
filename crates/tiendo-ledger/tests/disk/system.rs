//! The system calls by which the anchor is written, seen on their way from the standard library.
//!
//! A program's own definition of a symbol comes before the C library's, so that these four are called in its place; they do
//! what it does, by the system call itself. Only anchors, and syncs, of a watched folder are looked at.
#![allow(
    unsafe_code,
    reason = "functions of the C library are defined, and called, by their symbols"
)]

use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

use crate::shim::{Disk, Kind, Op};

/// Where a descriptor leads to.
fn named(descriptor: c_int) -> Option<(Arc<Disk>, Arc<str>)> {
    Disk::of(&std::fs::read_link(format!("/proc/self/fd/{descriptor}")).ok()?)
}

/// The anchor, or the file that becomes it.
fn is_anchor(name: &str) -> bool {
    name.contains(".head")
}

unsafe fn of_path(path: *const c_char) -> Option<(Arc<Disk>, Arc<str>)> {
    // SAFETY: the caller passes a text that ends by a zero.
    let path = unsafe { CStr::from_ptr(path) };
    Disk::of(Path::new(OsStr::from_bytes(path.to_bytes())))
}

fn refused(kind: Kind) -> c_int {
    let number = match kind {
        Kind::Io => libc::EIO,
        Kind::Full => libc::ENOSPC,
    };
    // SAFETY: the place of this thread's error number is always there.
    unsafe { *libc::__errno_location() = number };
    -1
}

#[unsafe(no_mangle)]
unsafe extern "C" fn write(descriptor: c_int, from: *const c_void, count: usize) -> isize {
    // SAFETY: what the caller passed is handed on; it passed `count` bytes.
    unsafe {
        let found = if descriptor > 2 { named(descriptor) } else { None };
        let found = found.filter(|(_, name)| is_anchor(name));
        if let Some((disk, _)) = &found
            && let Some(kind) = disk.fails(true)
        {
            return refused(kind) as isize;
        }
        let written = libc::syscall(libc::SYS_write, descriptor, from, count) as isize;
        if let (Some((disk, file)), Ok(done)) = (found, usize::try_from(written)) {
            let end = libc::lseek64(descriptor, 0, libc::SEEK_CUR).unsigned_abs();
            let bytes = std::slice::from_raw_parts(from.cast::<u8>(), done);
            disk.push(Op::Write { file, at: end - done as u64, bytes: bytes.into() });
        }
        written
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn fsync(descriptor: c_int) -> c_int {
    let found = named(descriptor);
    if let Some((disk, _)) = &found
        && let Some(kind) = disk.fails(true)
    {
        return refused(kind);
    }
    // SAFETY: what the caller passed is handed on.
    let said = unsafe { libc::syscall(libc::SYS_fsync, descriptor) } as c_int;
    if let (Some((disk, file)), 0) = (found, said) {
        disk.push(if file.is_empty() { Op::SyncFolder } else { Op::Sync { file } });
    }
    said
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    // SAFETY: what the caller passed is handed on.
    unsafe {
        let found = of_path(from).zip(of_path(to)).filter(|((_, from), _)| is_anchor(from));
        if let Some(((disk, _), _)) = &found
            && let Some(kind) = disk.fails(true)
        {
            return refused(kind);
        }
        let here = libc::AT_FDCWD;
        let said = libc::syscall(libc::SYS_renameat2, here, from, here, to, 0) as c_int;
        if let (Some(((disk, from), (_, to))), 0) = (found, said) {
            disk.push(Op::Rename { from, to });
        }
        said
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    // SAFETY: what the caller passed is handed on.
    unsafe {
        // What SQLite removes is told by its VFS.
        let found = of_path(path).filter(|(_, name)| is_anchor(name));
        let said = libc::syscall(libc::SYS_unlinkat, libc::AT_FDCWD, path, 0) as c_int;
        if let (Some((disk, file)), 0) = (found, said) {
            disk.push(Op::Delete { file });
        }
        said
    }
}
