//! Progress and stop of long calls.

use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::Watch;

use crate::boundary::{call, free, handle, put, wanted, writable};
use crate::code::tiendo_code;

/// How far a long call is; read and stopped from any thread while another one is in the call.
///
/// One thread makes it, passes it to the call, and frees it when every call that got it has returned; until then any number of
/// threads may ask `tiendo_watch_progress` and call `tiendo_watch_stop`.
#[derive(Debug)]
pub struct tiendo_watch(pub(crate) Watch);

/// Makes a watch; the caller frees it with `tiendo_watch_free` after the calls that use it have returned.
///
/// A watch may serve one call after another, and not two at a time; once stopped it stays so.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_watch_new(
    watch_out: Option<&mut MaybeUninit<Box<tiendo_watch>>>,
) -> tiendo_code {
    call(|| put(watch_out, "watch_out", Box::new(tiendo_watch(Watch::new()))))
}

/// Frees a watch. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_watch_free(watch: Option<Box<tiendo_watch>>) {
    free(watch);
}

/// Asks the call that uses the watch to end as soon as it can, with `TIENDO_CODE_CANCELLED` and nothing written.
///
/// Returns at once, from any thread but not from a signal handler: like every call it sets the last error of its thread.
/// There is no way back: a call that gets a stopped watch ends at its first step.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_watch_stop(watch: Option<NonNull<tiendo_watch>>) -> tiendo_code {
    call(|| {
        writable(watch, "watch")?.0.stop();
        Ok(())
    })
}

/// Steps done and steps in all; the total is 0 until the call knows it. Any thread.
///
/// An evaluation counts its tasks. A folder counts rows file by file, beginning anew with each, and never knows the total.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_watch_progress(
    watch: Option<&tiendo_watch>,
    done_out: Option<&mut MaybeUninit<u64>>,
    total_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let (done, total) = handle(watch, "watch")?.0.progress();
        wanted(total_out.as_deref(), "total_out")?;
        put(done_out, "done_out", done)?;
        put(total_out, "total_out", total)
    })
}
