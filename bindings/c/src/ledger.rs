//! The ledger: the history of a register in one SQLite file.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::time::Duration;

use chrono::NaiveDateTime;
use history::{
    Access, Appended, Batch, Head, Ledger, NewLedger, OpenOptions, RegistryOptions, Trust,
};
use model::{TaskId, Watch, day};

use crate::batch::{record_of, tiendo_batch};
use crate::boundary::{
    call, free, handle, long_text, maybe_day, maybe_writable, put, text, wanted, writable,
};
use crate::calendar::tiendo_calendar;
use crate::code::{Failure, Outcome, tiendo_code};
use crate::field::{id, instant};
use crate::ledger_log::tiendo_log;
use crate::registry::tiendo_registry;
use crate::text::{c_text, tiendo_str};
use crate::watch::tiendo_watch;
use crate::word::of_code;

/// A ledger: entries that are only ever appended, each chained to the one before by its hash.
///
/// Any number of threads may use it at a time; one appends while others read. Any number of processes may have the same
/// file open. It does not survive a fork: in the child every call is `TIENDO_CODE_FORKED`, freeing it closes nothing, and the
/// child opens its own. While it is open, its process must not open the file by another copy of SQLite, whose closing would
/// take our locks away (POSIX).
#[derive(Debug)]
pub struct tiendo_ledger {
    ledger: Ledger,
    path: CString,
    node: CString,
    origin: CString,
}

impl tiendo_ledger {
    pub(crate) fn new(ledger: Ledger) -> Box<Self> {
        let path = ledger.path().map(|path| path.to_string_lossy().into_owned());
        Box::new(tiendo_ledger {
            path: c_text(&path.unwrap_or_default()),
            node: c_text(&ledger.feed().node),
            origin: c_text(&ledger.feed().origin),
            ledger,
        })
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The ledger of a handle that is written.
    pub(crate) fn written<'a>(ledger: Option<NonNull<Self>>) -> Outcome<&'a Ledger> {
        Ok(&writable(ledger, "ledger")?.ledger)
    }

    /// Does something to a ledger that leaves it with a last entry, and gives that.
    pub(crate) fn head_after(
        ledger: Option<NonNull<Self>>,
        head_out: Option<&mut MaybeUninit<tiendo_head>>,
        step: impl FnOnce(&Ledger) -> Result<Head, history::Error>,
    ) -> Outcome<()> {
        let ledger = Self::written(ledger)?;
        wanted(head_out.as_deref(), "head_out")?;
        put(head_out, "head_out", step(ledger)?.into())
    }
}

/// How a ledger is opened.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_access {
    /// For reading and appending.
    ReadWrite = 0,
    /// For reading, beside others that write.
    ReadOnly = 1,
    /// For reading a file that nobody writes, on a medium that cannot be written.
    Immutable = 2,
}

/// Which instant the knowledge day counts.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_trust {
    /// That of the entry: when this ledger learned of it.
    Recorded = 0,
    /// What a record itself claims, where it claims anything.
    Claimed = 1,
}

/// The last entry of a ledger. Whoever keeps it elsewhere can tell later whether the ledger was shortened or rewritten.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct tiendo_head {
    /// Its number, from 1 without a gap.
    pub seq: u64,
    /// Its SHA-256 in 64 hexadecimal digits, and a NUL.
    pub hash: [c_char; 65],
    /// When it was recorded, `yyyy-mm-ddThh:mm:ss`, and a NUL.
    pub recorded_at: [c_char; 20],
}

impl From<Head> for tiendo_head {
    fn from(head: Head) -> Self {
        tiendo_head {
            seq: head.seq,
            hash: fixed(&head.hash.to_string()),
            recorded_at: fixed(&day::instant_to_string(head.recorded_at)),
        }
    }
}

/// A text of ASCII in a field of fixed size, with a NUL behind it.
fn fixed<const SIZE: usize>(text: &str) -> [c_char; SIZE] {
    let mut out = [0; SIZE];
    for (to, byte) in out.iter_mut().take(SIZE - 1).zip(text.bytes()) {
        *to = byte as c_char;
    }
    out
}

/// What became of records that were appended.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct tiendo_appended {
    /// The last entry now; the one before where nothing was new.
    pub head: tiendo_head,
    /// Records that were recorded.
    pub recorded: u64,
    /// Records that the ledger had already.
    pub unchanged: u64,
}

impl From<Appended> for tiendo_appended {
    fn from(appended: Appended) -> Self {
        let Appended { head, recorded, unchanged } = appended;
        tiendo_appended { head: head.into(), recorded, unchanged }
    }
}

/// An instant that must be there.
pub(crate) fn recorded_at(at: *const c_char, len: usize) -> Outcome<NaiveDateTime> {
    let null = || Failure::new(tiendo_code::NullArgument, "recorded_at must not be NULL");
    instant(at, len, "recorded_at")?.ok_or_else(null)
}

/// The watch of a call, or one that nobody looks at.
pub(crate) fn watched<T>(
    watch: Option<NonNull<tiendo_watch>>,
    work: impl FnOnce(&Watch) -> Result<T, history::Error>,
) -> Outcome<T> {
    let done = match maybe_writable(watch) {
        Some(watch) => work(&watch.0),
        None => work(&Watch::new()),
    };
    Ok(done?)
}

fn founded(
    (node, node_len): (*const c_char, usize),
    (at, at_len): (*const c_char, usize),
    (actor, actor_len): (*const c_char, usize),
    calendar: Option<&tiendo_calendar>,
) -> Outcome<NewLedger> {
    let node = text(node, node_len, "node")?;
    let at = recorded_at(at, at_len)?;
    let calendar = calendar.map(|calendar| calendar.calendar().clone());
    Ok(NewLedger { calendar, ..NewLedger::new(node, at, text(actor, actor_len, "actor")?) })
}

/// Makes a ledger in a file that is not there yet; the caller frees it.
///
/// `node` is the name of who alone will write it, `recorded_at` (`yyyy-mm-ddThh:mm:ss`) the instant of the first entry and
/// `actor` who makes it: names of 1 to 256 bytes without control characters. `calendar` holds at first; `NULL` is that of
/// Viet Nam. `TIENDO_CODE_EXISTS` where there is a file, or a journal of one; what was begun is removed on failure.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_create(
    path: *const c_char,
    path_len: usize,
    node: *const c_char,
    node_len: usize,
    recorded_at: *const c_char,
    recorded_at_len: usize,
    actor: *const c_char,
    actor_len: usize,
    calendar: Option<&tiendo_calendar>,
    ledger_out: Option<&mut MaybeUninit<Box<tiendo_ledger>>>,
) -> tiendo_code {
    call(|| {
        let path = text(path, path_len, "path")?;
        let (at, actor) = ((recorded_at, recorded_at_len), (actor, actor_len));
        let new = founded((node, node_len), at, actor, calendar)?;
        wanted(ledger_out.as_deref(), "ledger_out")?;
        put(ledger_out, "ledger_out", tiendo_ledger::new(Ledger::create(path, &new)?))
    })
}

/// Makes a ledger in memory, gone with the handle; the caller frees it. Arguments as of `tiendo_ledger_create`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_memory(
    node: *const c_char,
    node_len: usize,
    recorded_at: *const c_char,
    recorded_at_len: usize,
    actor: *const c_char,
    actor_len: usize,
    calendar: Option<&tiendo_calendar>,
    ledger_out: Option<&mut MaybeUninit<Box<tiendo_ledger>>>,
) -> tiendo_code {
    call(|| {
        let (at, actor) = ((recorded_at, recorded_at_len), (actor, actor_len));
        let new = founded((node, node_len), at, actor, calendar)?;
        wanted(ledger_out.as_deref(), "ledger_out")?;
        put(ledger_out, "ledger_out", tiendo_ledger::new(Ledger::memory(&new)?))
    })
}

/// Opens a ledger; the caller frees it. A file that is refused is left as it is.
///
/// `access` is a `tiendo_access`. A writer waits up to `busy_timeout_ms` milliseconds (0 to 86,400,000) for another before
/// it is told `TIENDO_CODE_BUSY`; 10,000 is a good choice.
/// `TIENDO_CODE_FILE` for what the system refuses, `TIENDO_CODE_NOT_A_LEDGER`, `TIENDO_CODE_NEWER_FORMAT`,
/// `TIENDO_CODE_CORRUPT`; `TIENDO_CODE_ROLLED_BACK` where the file does not hold the entry that its anchor names;
/// `TIENDO_CODE_UNFINISHED_WORK` for `TIENDO_ACCESS_IMMUTABLE` with a journal beside the file.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_open(
    path: *const c_char,
    path_len: usize,
    access: i32,
    busy_timeout_ms: u32,
    ledger_out: Option<&mut MaybeUninit<Box<tiendo_ledger>>>,
) -> tiendo_code {
    /// A day, in milliseconds.
    const LONGEST: u32 = 86_400_000;
    call(|| {
        let path = text(path, path_len, "path")?;
        let all = [Access::ReadWrite, Access::ReadOnly, Access::Immutable];
        let access = of_code(&all, access, "access")?;
        if busy_timeout_ms > LONGEST {
            let message = format!("busy_timeout_ms must be 0 to {LONGEST}, not {busy_timeout_ms}");
            return Err(Failure::new(tiendo_code::InvalidValue, message));
        }
        wanted(ledger_out.as_deref(), "ledger_out")?;
        let busy_timeout = Duration::from_millis(u64::from(busy_timeout_ms));
        let ledger = Ledger::open_with(path, &OpenOptions { access, busy_timeout })?;
        put(ledger_out, "ledger_out", tiendo_ledger::new(ledger))
    })
}

/// Closes a ledger and frees it. `NULL` is fine; registries and lists made from it stay valid.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_free(ledger: Option<Box<tiendo_ledger>>) {
    free(ledger);
}

/// Where the file is; empty for a ledger in memory. Valid until the ledger is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_get_path(
    ledger: Option<&tiendo_ledger>,
    path_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(path_out, "path_out", handle(ledger, "ledger")?.path.as_c_str().into()))
}

/// The name of the node that alone writes it. Valid until the ledger is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_get_node(
    ledger: Option<&tiendo_ledger>,
    node_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(node_out, "node_out", handle(ledger, "ledger")?.node.as_c_str().into()))
}

/// 32 hexadecimal digits that were drawn when it was made, so that no two ledgers of one node are taken for each other.
/// Valid until the ledger is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_get_origin(
    ledger: Option<&tiendo_ledger>,
    origin_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(origin_out, "origin_out", handle(ledger, "ledger")?.origin.as_c_str().into()))
}

/// The last entry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_get_head(
    ledger: Option<&tiendo_ledger>,
    head_out: Option<&mut MaybeUninit<tiendo_head>>,
) -> tiendo_code {
    call(|| put(head_out, "head_out", handle(ledger, "ledger")?.ledger.head()?.into()))
}

/// Records a batch as one entry: all of it or nothing. What the ledger has already is left out, and where nothing is new no
/// entry is made. The batch stays as it is.
///
/// On success the entry survives a loss of power (but for a bulk that goes on). `recorded_at` (`yyyy-mm-ddThh:mm:ss`) is the
/// instant that the knowledge day counts, `actor` who records it.
/// `TIENDO_CODE_CLOCK_BACKWARDS` for an instant before the last entry's, `TIENDO_CODE_REFUSED` for records that cannot be
/// taken, `TIENDO_CODE_BUSY` where another process wrote for too long: to be tried again; `TIENDO_CODE_MOVED` where the path
/// no longer names the file, so that the entry is not acknowledged.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_append(
    ledger: Option<NonNull<tiendo_ledger>>,
    batch: Option<&tiendo_batch>,
    recorded_at: *const c_char,
    recorded_at_len: usize,
    actor: *const c_char,
    actor_len: usize,
    appended_out: Option<&mut MaybeUninit<tiendo_appended>>,
) -> tiendo_code {
    call(|| {
        let ledger = tiendo_ledger::written(ledger)?;
        let batch = handle(batch, "batch")?.batch();
        let at = self::recorded_at(recorded_at, recorded_at_len)?;
        let actor = text(actor, actor_len, "actor")?;
        wanted(appended_out.as_deref(), "appended_out")?;
        put(appended_out, "appended_out", ledger.append(&batch, at, actor)?.into())
    })
}

/// Records one record from its JSON form, as an entry of its own. `kind` as of `tiendo_batch_add_json`, all else as of
/// `tiendo_ledger_append`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_record(
    ledger: Option<NonNull<tiendo_ledger>>,
    kind: *const c_char,
    kind_len: usize,
    json: *const c_char,
    json_len: usize,
    recorded_at: *const c_char,
    recorded_at_len: usize,
    actor: *const c_char,
    actor_len: usize,
    appended_out: Option<&mut MaybeUninit<tiendo_appended>>,
) -> tiendo_code {
    call(|| {
        let ledger = tiendo_ledger::written(ledger)?;
        let kind = text(kind, kind_len, "kind")?;
        let record = record_of(kind, long_text(json, json_len, "json")?)?;
        let at = self::recorded_at(recorded_at, recorded_at_len)?;
        let actor = text(actor, actor_len, "actor")?;
        wanted(appended_out.as_deref(), "appended_out")?;
        let mut batch = Batch::new();
        batch.add(record);
        put(appended_out, "appended_out", ledger.append(&batch, at, actor)?.into())
    })
}

/// The registry as it was known at the end of the day `known` (`yyyymmdd`; 0: everything recorded); the caller frees it.
///
/// `trust` is a `tiendo_trust`: which instant `known` counts. Evaluated at any day it answers as the newest registry does
/// at that day and `known`, and it alone tells which plans, KPIs, successions, transfers, allocations and which calendar
/// were known then.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_registry(
    ledger: Option<&tiendo_ledger>,
    known: i32,
    trust: i32,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    call(|| {
        let ledger = &handle(ledger, "ledger")?.ledger;
        let known = maybe_day(known, "known")?;
        let trust = of_code(&[Trust::Recorded, Trust::Claimed], trust, "trust")?;
        wanted(registry_out.as_deref(), "registry_out")?;
        let registry = match (known, trust) {
            (None, Trust::Recorded) => ledger.refresh()?,
            (known, trust) => ledger.registry_with(&RegistryOptions { known, trust })?,
        };
        put(registry_out, "registry_out", Box::new(tiendo_registry::new(registry)))
    })
}

/// The registry of everything recorded, by whatever process; only what is new since the last call is read. The caller frees
/// it.
///
/// The registry that is returned never changes; earlier ones stay as they are. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_refresh(
    ledger: Option<&tiendo_ledger>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    call(|| {
        let ledger = &handle(ledger, "ledger")?.ledger;
        wanted(registry_out.as_deref(), "registry_out")?;
        put(registry_out, "registry_out", Box::new(tiendo_registry::new(ledger.refresh()?)))
    })
}

/// All that was recorded about a task, in the order of recording: its versions, reports, transfers and money, and what
/// corrects them; the caller frees the log.
///
/// `TIENDO_CODE_NOT_FOUND` where nothing was.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_log(
    ledger: Option<&tiendo_ledger>,
    task: *const c_char,
    task_len: usize,
    log_out: Option<&mut MaybeUninit<Box<tiendo_log>>>,
) -> tiendo_code {
    call(|| {
        let ledger = &handle(ledger, "ledger")?.ledger;
        let task = id(task, task_len, "task", TaskId::new)?;
        wanted(log_out.as_deref(), "log_out")?;
        put(log_out, "log_out", Box::new(tiendo_log::new(ledger.log(&task)?)))
    })
}

/// Copies the ledger, while others go on writing, into a file that is not there yet; gives the last entry of the copy.
///
/// `watch` `NULL` is none; it counts pages. `TIENDO_CODE_EXISTS` where there is a file; none is left on failure.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_backup(
    ledger: Option<&tiendo_ledger>,
    path: *const c_char,
    path_len: usize,
    watch: Option<NonNull<tiendo_watch>>,
    head_out: Option<&mut MaybeUninit<tiendo_head>>,
) -> tiendo_code {
    call(|| {
        let ledger = &handle(ledger, "ledger")?.ledger;
        let path = text(path, path_len, "path")?;
        wanted(head_out.as_deref(), "head_out")?;
        let head = watched(watch, |watch| ledger.backup(path, watch))?;
        put(head_out, "head_out", head.into())
    })
}

/// Makes the tables that people query again from the entries; gives the number of records in them.
///
/// `watch` `NULL` is none; it counts entries. A stopped call changes nothing.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_rebuild(
    ledger: Option<NonNull<tiendo_ledger>>,
    watch: Option<NonNull<tiendo_watch>>,
    records_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let ledger = tiendo_ledger::written(ledger)?;
        wanted(records_out.as_deref(), "records_out")?;
        put(records_out, "records_out", watched(watch, |watch| ledger.rebuild(watch))?)
    })
}

/// Keeps the newest registry in the file in columns, so that opening reads it and only the entries after it; gives the entry
/// that it reaches to. The entries stay the truth, and a checkpoint that does not fit them is not used.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_checkpoint(
    ledger: Option<NonNull<tiendo_ledger>>,
    head_out: Option<&mut MaybeUninit<tiendo_head>>,
) -> tiendo_code {
    call(|| tiendo_ledger::head_after(ledger, head_out, Ledger::checkpoint))
}

/// Removes the checkpoint; nothing is lost but time.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_drop_checkpoint(
    ledger: Option<NonNull<tiendo_ledger>>,
) -> tiendo_code {
    call(|| Ok(tiendo_ledger::written(ledger)?.drop_checkpoint()?))
}

/// The number of the entry that the checkpoint reaches to; 0 where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_get_checkpointed(
    ledger: Option<&tiendo_ledger>,
    seq_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let seq = handle(ledger, "ledger")?.ledger.checkpointed()?;
        put(seq_out, "seq_out", seq.unwrap_or(0))
    })
}

/// Begins a bulk: until `tiendo_ledger_end_bulk` a commit is not synced, so that a loss of power may take back whole entries
/// from the end that were acknowledged; never a part of one, and never anything from before the bulk.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_begin_bulk(ledger: Option<NonNull<tiendo_ledger>>) -> tiendo_code {
    call(|| {
        // It goes on beyond this call, and the call that ends it has one of its own.
        std::mem::forget(tiendo_ledger::written(ledger)?.bulk()?);
        Ok(())
    })
}

/// Ends a bulk; when this succeeds, all that was appended survives a loss of power. Gives the last entry.
///
/// Without a bulk it syncs all the same. `TIENDO_CODE_BUSY` where others kept the journal in use for too long: what was
/// appended is there, and is synced by the next commit.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_end_bulk(
    ledger: Option<NonNull<tiendo_ledger>>,
    head_out: Option<&mut MaybeUninit<tiendo_head>>,
) -> tiendo_code {
    call(|| tiendo_ledger::head_after(ledger, head_out, |ledger| ledger.bulk()?.finish()))
}
