//! The log of a task: what was recorded about it, by whom and when.

use std::mem::MaybeUninit;

use history::{LogLine, RecordId};
use model::day;

use crate::boundary::{call, free, handle, put, wanted};
use crate::code::{Outcome, tiendo_code};
use crate::list::List;
use crate::packed::Grid;
use crate::text::tiendo_str;

/// What was recorded about a task, in the order of recording. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_log(List<Line, 4>);

/// The names of a line's record and of those it hangs together with.
#[derive(Debug)]
struct Line {
    id: RecordId,
    corrects: Option<RecordId>,
    corrected_by: Option<RecordId>,
}

const RECORDED_AT: usize = 0;
const ACTOR: usize = 1;
const KIND: usize = 2;
const JSON: usize = 3;

impl tiendo_log {
    pub(crate) fn new(lines: Vec<LogLine>) -> Self {
        let texts = Grid::pack(lines.iter().map(|line| {
            [
                day::instant_to_string(line.recorded_at),
                line.actor.clone(),
                line.record.kind().to_owned(),
                line.record.to_json().to_string(),
            ]
        }));
        let names = lines.into_iter().map(|line| {
            let LogLine { id, corrects, corrected_by, .. } = line;
            Line { id, corrects, corrected_by }
        });
        tiendo_log(List::of(texts, names.collect()))
    }
}

/// Puts the name of a record; 0 and 0 for none, because entries are numbered from 1.
fn put_id(
    id: Option<RecordId>,
    seq_out: Option<&mut MaybeUninit<u64>>,
    position_out: Option<&mut MaybeUninit<u64>>,
) -> Outcome {
    let (seq, position) = id.map_or((0, 0), |id| (id.seq, id.position));
    wanted(position_out.as_deref(), "position_out")?;
    put(seq_out, "seq_out", seq)?;
    put(position_out, "position_out", position)
}

/// Frees a log. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_log_free(log: Option<Box<tiendo_log>>) {
    free(log);
}

/// Number of lines; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_log_len(log: Option<&tiendo_log>) -> usize {
    log.map_or(0, |log| log.0.len())
}

/// The number of the record's entry, and its position in it from 0: what names it for a correction.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_log_get_record(
    log: Option<&tiendo_log>,
    index: usize,
    seq_out: Option<&mut MaybeUninit<u64>>,
    position_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| put_id(Some(handle(log, "log")?.0.record(index)?.id), seq_out, position_out))
}

/// The record that it corrects; 0 and 0 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_log_get_corrects(
    log: Option<&tiendo_log>,
    index: usize,
    seq_out: Option<&mut MaybeUninit<u64>>,
    position_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| put_id(handle(log, "log")?.0.record(index)?.corrects, seq_out, position_out))
}

/// The record by which it was corrected or withdrawn; 0 and 0 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_log_get_corrected_by(
    log: Option<&tiendo_log>,
    index: usize,
    seq_out: Option<&mut MaybeUninit<u64>>,
    position_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| put_id(handle(log, "log")?.0.record(index)?.corrected_by, seq_out, position_out))
}

/// When it was recorded, `yyyy-mm-ddThh:mm:ss`. Valid until the log is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_log_get_recorded_at(
    log: Option<&tiendo_log>,
    index: usize,
    recorded_at_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let text = handle(log, "log")?.0.text(index, RECORDED_AT)?;
        put(recorded_at_out, "recorded_at_out", text)
    })
}

/// Who recorded it. Valid until the log is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_log_get_actor(
    log: Option<&tiendo_log>,
    index: usize,
    actor_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(actor_out, "actor_out", handle(log, "log")?.0.text(index, ACTOR)?))
}

/// The kind of the record: `task`, `report`, `transfer`, `allocation` or `withdrawal`. Valid until the log is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_log_get_kind(
    log: Option<&tiendo_log>,
    index: usize,
    kind_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(kind_out, "kind_out", handle(log, "log")?.0.text(index, KIND)?))
}

/// The record in its JSON form, without what is kept apart. Valid until the log is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_log_get_json(
    log: Option<&tiendo_log>,
    index: usize,
    json_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(json_out, "json_out", handle(log, "log")?.0.text(index, JSON)?))
}
