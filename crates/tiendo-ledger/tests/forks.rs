//! Processes that are forked, threads, and disks that are really full.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too, and says what it counted"
)]
#![allow(unsafe_code, reason = "processes are forked, and limited, by the C library")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tiendo::Watch;
use tiendo_ledger::{Error, Ledger, OpenOptions};

#[allow(dead_code, reason = "shared with the other harnesses")]
#[path = "disk/figures.rs"]
mod figures;
#[allow(dead_code, reason = "shared with the other harnesses")]
#[path = "disk/work.rs"]
mod work;

use figures::{Dice, counted, number};
use work::Numbers;

/// One test at a time: a child that is forked while another thread is within SQLite inherits its locks, and nobody who would
/// give them back.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs something in a child, which ends with what it returns, without what a program does at its end.
fn fork(child: impl FnOnce() -> i32) -> i32 {
    // SAFETY: the child goes on with this thread alone; it takes no lock that another thread may have held, but for those
    // of the allocator, which the C library keeps usable.
    let process = unsafe { libc::fork() };
    assert!(process >= 0, "{}", std::io::Error::last_os_error());
    if process == 0 {
        let code = std::panic::catch_unwind(std::panic::AssertUnwindSafe(child)).unwrap_or(99);
        // SAFETY: it does not return.
        unsafe { libc::_exit(code) }
    }
    process
}

/// What a child ended with; none where it was killed.
fn wait(process: i32) -> Option<i32> {
    let mut status = 0;
    // SAFETY: the process is a child of ours that nobody has waited for.
    let said = unsafe { libc::waitpid(process, &raw mut status, 0) };
    assert_eq!(said, process);
    libc::WIFEXITED(status).then(|| libc::WEXITSTATUS(status))
}

/// What a child ends with that may not open a ledger of its own either.
const REFUSED: i32 = 77;

fn made(path: &Path) -> Ledger {
    let ledger = Ledger::create(path, &work::new()).unwrap();
    ledger.append(&work::definitions(), work::at(), "test").unwrap();
    ledger
}

/// All that a child can do to what its parent opened; how many of the calls were not refused.
fn used_in_a_child(ledger: &mut Option<Ledger>, batch: &tiendo_ledger::Batch) -> i32 {
    let Some(opened) = ledger.as_ref() else { return 98 };
    let refused = [
        opened.append(batch, work::at(), "test").err(),
        opened.head().err(),
        opened.refresh().err(),
        opened.checkpoint().err(),
        opened.rebuild(&Watch::new()).err(),
        opened.anchor().err(),
        opened.bulk().err(),
        opened.erase_person(work::NAME, None, work::at(), "test").err(),
        opened.verify(&Watch::new()).err(),
        opened.backup(opened.path().unwrap().with_extension("never"), &Watch::new()).err(),
    ];
    let taken = refused.iter().filter(|error| **error != Some(Error::Forked)).count();
    *ledger = None;
    taken as i32
}

#[test]
fn children_leave_alone_what_their_parent_opened() {
    let _alone = alone();
    let forks = number("TIENDO_LEDGER_FORKS", 200);
    // On a disk, not in memory: locks are what this is about.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let stop = folder.path().join("stop");
    drop(made(&path));
    let mut numbers = Numbers::default();
    // A process of its own that writes all the while: a lock that is lost shows as a lost report.
    let writer = fork(|| {
        let own = Ledger::open(&path).unwrap();
        let mut numbers = Numbers { report: 1_000_000, ..Numbers::default() };
        let mut batches = 0_u64;
        while !stop.exists() {
            own.append(&numbers.batch(1 + batches % 3), work::at(), "writer").unwrap();
            batches += 1;
            std::thread::sleep(Duration::from_millis(1));
        }
        std::fs::write(folder.path().join("said"), (numbers.report - 1_000_000).to_string())
            .unwrap();
        0
    });
    let mut ledger = Some(Ledger::open(&path).unwrap());
    let mut children = Vec::new();
    let mut by_children = 0;
    let mut end = |children: &mut Vec<(u64, i32)>| {
        for (turn, child) in children.drain(..) {
            match wait(child) {
                Some(0) => by_children += u64::from(turn % 4 == 0),
                Some(REFUSED) => {}
                other => panic!("{other:?}: calls were taken in a child"),
            }
        }
    };
    for turn in 0..forks {
        ledger.as_ref().unwrap().append(&numbers.batch(1), work::at(), "test").unwrap();
        let batch = numbers.clone().batch(1);
        let child = fork(|| {
            let taken = used_in_a_child(&mut ledger, &batch);
            if taken == 0 && turn % 4 == 0 {
                // It opens its own, and is one writer more; or it is told that it cannot.
                let own = match Ledger::open(&path) {
                    Err(Error::Forked) => return REFUSED,
                    own => own.unwrap(),
                };
                let mut numbers = Numbers { report: 2_000_000 + turn, ..Numbers::default() };
                own.append(&numbers.batch(1), work::at(), "child").unwrap();
            }
            taken
        });
        children.push((turn, child));
        // Some live beside the calls that come after them.
        if turn % 8 == 7 {
            end(&mut children);
        }
    }
    end(&mut children);
    std::fs::write(&stop, "").unwrap();
    assert_eq!(wait(writer), Some(0));
    let said = std::fs::read_to_string(folder.path().join("said")).unwrap();
    let expected = numbers.report + by_children + said.parse::<u64>().unwrap();
    let ledger = ledger.unwrap();
    assert_eq!(ledger.refresh().unwrap().report_count() as u64, expected);
    let head = work::is_sound(&ledger, &mut numbers).unwrap();
    drop(ledger);
    work::opens_again(&path, head, &mut numbers).unwrap();
    eprintln!("{forks} forks beside a writer: {expected} reports, none lost");
    counted(forks, "forks");
}

#[test]
fn a_child_that_outlives_a_killed_parent_is_in_nobodys_way() {
    let _alone = alone();
    let mut dice = Dice::new(57);
    let rounds = number("TIENDO_LEDGER_ORPHANS", 4);
    for _ in 0..rounds {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.tiendo");
        let forked = folder.path().join("forked");
        drop(made(&path));
        let parent = fork(|| {
            let ledger = Ledger::open(&path).unwrap();
            let mut numbers = Numbers::default();
            loop {
                ledger.append(&numbers.batch(1), work::at(), "parent").unwrap();
                if numbers.report == 3 {
                    let child = fork(|| {
                        std::thread::sleep(Duration::from_secs(3));
                        0
                    });
                    std::fs::write(&forked, child.to_string()).unwrap();
                }
            }
        });
        while !std::fs::read_to_string(&forked).is_ok_and(|child| !child.is_empty()) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(dice.below(20)));
        // SAFETY: the process is a child of ours that nobody has waited for.
        unsafe { libc::kill(parent, libc::SIGKILL) };
        assert_eq!(wait(parent), None);
        let start = Instant::now();
        let soon = OpenOptions { busy_timeout: Duration::from_secs(1), ..OpenOptions::default() };
        let ledger = Ledger::open_with(&path, &soon).unwrap();
        let mut numbers = Numbers { report: 5_000, ..Numbers::default() };
        work::is_sound(&ledger, &mut numbers).unwrap();
        drop(ledger);
        assert!(start.elapsed() < Duration::from_secs(2), "it waited for the child");
    }
    counted(rounds, "kills");
}

#[test]
fn six_threads_lose_nothing() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tiendo");
    let shared = made(&path);
    let each = number("TIENDO_LEDGER_THREAD_COMMITS", 24);
    std::thread::scope(|scope| {
        for thread in 0..6 {
            let (path, shared) = (&path, &shared);
            scope.spawn(move || {
                // Half of them have a handle of their own, half share one.
                let own = (thread % 2 == 0).then(|| Ledger::open(path).unwrap());
                let ledger = own.as_ref().unwrap_or(shared);
                let mut numbers = Numbers { report: 10_000 * thread, ..Numbers::default() };
                for turn in 0..each {
                    ledger.append(&numbers.batch(1 + turn % 3), work::at(), "thread").unwrap();
                    if turn % 8 == thread % 8 {
                        assert!(ledger.refresh().unwrap().report_count() as u64 > turn);
                        ledger.checkpoint().unwrap();
                    }
                }
            });
        }
    });
    let expected = 6 * (0..each).map(|turn| 1 + turn % 3).sum::<u64>();
    assert_eq!(shared.refresh().unwrap().report_count() as u64, expected);
    let mut numbers = Numbers { report: 900_000, ..Numbers::default() };
    let head = work::is_sound(&shared, &mut numbers).unwrap();
    drop(shared);
    work::opens_again(&path, head, &mut numbers).unwrap();
}

/// A file system that is there for as long as this lives.
struct Mounted(PathBuf);

impl Mounted {
    fn new(at: PathBuf, arguments: &[&str]) -> Result<Self, String> {
        std::fs::create_dir_all(&at).unwrap();
        ran(Command::new("mount").args(arguments).arg(&at)).map(|()| Mounted(at))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // What is left of it is told by the folder, which cannot be removed.
        let _ = ran(Command::new("umount").arg(&self.0));
    }
}

/// What this thread mounts from now on nobody else sees, and it is gone with the thread, however that ends.
fn mounts_of_its_own() -> Result<(), String> {
    // SAFETY: it changes what this thread sees, and the programs that it starts.
    if unsafe { libc::unshare(libc::CLONE_NEWNS) } != 0 {
        return Err(std::io::Error::last_os_error().to_string());
    }
    ran(Command::new("mount").args(["--make-rprivate", "/"]))
}

fn ran(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if output.status.success() { Ok(()) } else { Err(said) }
}

/// Appends until there is no space, makes space, and goes on with the same handle. Without a way to make space, one that
/// the caller has.
fn fills(folder: &Path, make_space: &dyn Fn()) -> Result<(), String> {
    let path = folder.join("x.tiendo");
    let ledger = made(&path);
    let mut numbers = Numbers::default();
    let mut last = ledger.head().unwrap();
    let mut refused = 0;
    for turn in 0_u64..100_000 {
        match ledger.append(&numbers.batch(1 + turn % 60), work::at(), "test") {
            Ok(appended) => {
                last = appended.head;
                if ledger.head().as_ref() != Ok(&last) {
                    return Err(format!("{last} was acknowledged and is not there"));
                }
            }
            Err(Error::StorageFull | Error::Io { .. }) => {
                refused += 1;
                let found = ledger.head().map_err(|e| format!("full: {e}"))?;
                if found.seq < last.seq {
                    return Err(format!("{found} after {last}"));
                }
                // Smaller ones may still find their space.
                if refused == 20 {
                    break;
                }
            }
            Err(error) => return Err(format!("{error}")),
        }
    }
    if refused < 20 {
        return Err("the disk was never full".to_owned());
    }
    // Whatever the maintenance finds, it must leave the ledger as it was.
    let told = [
        ledger.checkpoint().err(),
        ledger.rebuild(&Watch::new()).err(),
        ledger.backup(folder.join("copy.tiendo"), &Watch::new()).err(),
        ledger.anchor().err(),
    ];
    for error in told.into_iter().flatten() {
        if !matches!(error, Error::StorageFull | Error::Io { .. }) {
            return Err(format!("{error}"));
        }
    }
    let _ = std::fs::remove_file(folder.join("copy.tiendo"));
    let _ = std::fs::remove_file(folder.join("copy.tiendo.head"));
    make_space();
    let kept = ledger.entries(last.seq - 1, 1).map_err(|e| format!("entries: {e}"))?;
    if kept.first().map(|entry| entry.hash) != Some(last.hash) {
        return Err(format!("{last} is not there"));
    }
    let head = work::is_sound(&ledger, &mut numbers).map_err(|e| format!("same handle: {e}"))?;
    drop(ledger);
    work::opens_again(&path, head, &mut numbers)
}

/// A file of many bytes that stands in the way, and is removed to make space.
fn ballast(folder: &Path, bytes: usize) -> PathBuf {
    let path = folder.join("ballast");
    std::fs::write(&path, vec![1; bytes]).unwrap();
    path
}

#[test]
fn a_disk_that_is_full_loses_nothing() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("image");
    let mut filled = 0;
    let disk = std::fs::File::create(&image).and_then(|file| file.set_len(8 << 20));
    disk.unwrap();
    let made = mounts_of_its_own()
        .and_then(|()| ran(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&image)));
    let image = image.to_str().unwrap();
    let disks: [(&str, &[&str], usize); 2] = [
        ("a disk of ext4", &["-o", "loop", image], 3 << 20),
        ("a disk in memory", &["-t", "tmpfs", "-o", "size=4m", "tmpfs"], 2 << 20),
    ];
    for (name, arguments, bytes) in disks {
        let at = folder.path().join(name.replace(' ', "-"));
        let mounted = match made.clone().and_then(|()| Mounted::new(at, arguments)) {
            Ok(mounted) => mounted,
            Err(why) => {
                println!("SKIPPED: {name} cannot be mounted here: {why}");
                continue;
            }
        };
        let ballast = ballast(&mounted.0, bytes);
        let make_space = || std::fs::remove_file(&ballast).unwrap();
        fills(&mounted.0, &make_space).map_err(|why| format!("{name}: {why}")).unwrap();
        filled += 1;
    }
    // No file larger than a limit, which is raised to make space; in a child, whose limits are its own.
    let folder = tempfile::tempdir().unwrap();
    let said = folder.path().join("said");
    let limited = fork(|| {
        let limit = |bytes| {
            let limits = libc::rlimit { rlim_cur: bytes, rlim_max: libc::RLIM_INFINITY };
            // SAFETY: both change this process only.
            unsafe {
                libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
                libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limits)
            };
        };
        limit(1 << 20);
        let make_space = || {
            limit(libc::RLIM_INFINITY);
        };
        match fills(folder.path(), &make_space) {
            Ok(()) => 0,
            Err(why) => {
                make_space();
                std::fs::write(&said, why).unwrap();
                1
            }
        }
    });
    let code = wait(limited);
    assert_eq!(code, Some(0), "{}", std::fs::read_to_string(&said).unwrap_or_default());
    counted(filled + 1, "full disks");
}
