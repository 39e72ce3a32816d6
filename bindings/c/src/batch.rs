//! What is appended to a ledger at once, all of it or nothing.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::{Mutex, MutexGuard, PoisonError};

use history::{Batch, KpiMeasurement, Record, RecordId};
use model::Records;
use serde::de::DeserializeOwned;

use crate::agency::tiendo_agency;
use crate::allocation::tiendo_allocation;
use crate::annex::tiendo_annex;
use crate::boundary::{call, free, handle, long_text, out_of_range, put, text, writable};
use crate::calendar::tiendo_calendar;
use crate::code::{Failure, Outcome, tiendo_code};
use crate::document::tiendo_document;
use crate::field::model_text;
use crate::kpi::tiendo_kpi;
use crate::plan::tiendo_plan;
use crate::policy::tiendo_policy;
use crate::registry::{records_of, tiendo_registry};
use crate::report::tiendo_report;
use crate::succession::tiendo_succession;
use crate::task::tiendo_task;
use crate::transfer::tiendo_transfer;
use crate::word::shown;

/// Records that are appended to a ledger together, in their order. Records may be added from any thread.
///
/// Definitions come before what refers to them or with it; a further version of a definition is a record of its own.
#[derive(Debug, Default)]
pub struct tiendo_batch(Mutex<Vec<Item>>);

/// A record, and what it takes the place of or takes back.
#[derive(Debug, Clone)]
enum Item {
    Record(Record, Option<RecordId>),
    Withdrawal(RecordId, Option<model::Text>),
}

impl tiendo_batch {
    fn items(&self) -> MutexGuard<'_, Vec<Item>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The batch as the ledger takes it.
    pub(crate) fn batch(&self) -> Batch {
        let mut batch = Batch::new();
        for item in self.items().iter().cloned() {
            match item {
                Item::Record(record, None) => batch.add(record),
                Item::Record(record, Some(corrects)) => batch.correct(corrects, record),
                Item::Withdrawal(withdraws, reason) => batch.withdraw(withdraws, reason),
            };
        }
        batch
    }
}

fn add(batch: Option<NonNull<tiendo_batch>>, record: impl Into<Record>) -> Outcome {
    writable(batch, "batch")?.items().push(Item::Record(record.into(), None));
    Ok(())
}

/// A record of its JSON form.
pub(crate) fn record_of(kind: &str, json: &str) -> Outcome<Record> {
    fn read<T: DeserializeOwned + Into<Record>>(kind: &str, json: &str) -> Outcome<Record> {
        let read: Result<T, _> = serde_json::from_str(json);
        read.map(Into::into)
            .map_err(|error| Failure::new(tiendo_code::InvalidRequest, format!("{kind}: {error}")))
    }
    match kind {
        "document" => read::<model::Document>(kind, json),
        "agency" => read::<model::Agency>(kind, json),
        "succession" => read::<model::Succession>(kind, json),
        "plan" => read::<model::Plan>(kind, json),
        "task" => read::<model::Task>(kind, json),
        "transfer" => read::<model::Transfer>(kind, json),
        "report" => read::<model::Report>(kind, json),
        "allocation" => read::<model::Allocation>(kind, json),
        "kpi" => read::<model::Kpi>(kind, json),
        "measurement" => read::<KpiMeasurement>(kind, json),
        "policy" => read::<model::Policy>(kind, json),
        "calendar" => read::<model::Calendar>(kind, json),
        _ => {
            let message = format!("kind must be a kind of record, not '{}'", shown(kind));
            Err(Failure::new(tiendo_code::InvalidValue, message))
        }
    }
}

/// Makes a batch without records; the caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_new(
    batch_out: Option<&mut MaybeUninit<Box<tiendo_batch>>>,
) -> tiendo_code {
    call(|| put(batch_out, "batch_out", Box::default()))
}

/// Frees a batch. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_free(batch: Option<Box<tiendo_batch>>) {
    free(batch);
}

/// Number of records; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_len(batch: Option<&tiendo_batch>) -> usize {
    batch.map_or(0, |batch| batch.items().len())
}

/// Adds one record from its JSON form. `kind`: `document`, `agency`, `succession`, `plan`, `task`, `transfer`, `report`,
/// `allocation`, `kpi`, `policy`, `calendar` or `measurement` (`{"kpi":"K1","measurement":{…}}`).
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_json(
    batch: Option<NonNull<tiendo_batch>>,
    kind: *const c_char,
    kind_len: usize,
    json: *const c_char,
    json_len: usize,
) -> tiendo_code {
    call(|| {
        let kind = text(kind, kind_len, "kind")?;
        add(batch, record_of(kind, long_text(json, json_len, "json")?)?)
    })
}

fn add_lists(batch: Option<NonNull<tiendo_batch>>, records: &Records) -> Outcome {
    let mut items: Vec<Item> =
        Record::all_of(records).map(|record| Item::Record(record, None)).collect();
    writable(batch, "batch")?.items().append(&mut items);
    Ok(())
}

/// Adds all records of a registry's JSON form, `{"documents":[…],"tasks":[…]}`, definitions before what refers to them;
/// none where it cannot be read.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_records(
    batch: Option<NonNull<tiendo_batch>>,
    json: *const c_char,
    json_len: usize,
) -> tiendo_code {
    call(|| add_lists(batch, &records_of(long_text(json, json_len, "json")?)?))
}

/// Adds all records of a registry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_registry(
    batch: Option<NonNull<tiendo_batch>>,
    registry: Option<&tiendo_registry>,
) -> tiendo_code {
    call(|| add_lists(batch, &handle(registry, "registry")?.registry().to_records()))
}

/// Adds the records of an annex: those that its base does not have, or has otherwise.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_annex(
    batch: Option<NonNull<tiendo_batch>>,
    annex: Option<&tiendo_annex>,
) -> tiendo_code {
    call(|| add_lists(batch, &handle(annex, "annex")?.import().records))
}

/// Adds a document, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_document(
    batch: Option<NonNull<tiendo_batch>>,
    document: Option<&tiendo_document>,
) -> tiendo_code {
    call(|| add(batch, handle(document, "document")?.0.copy()))
}

/// Adds an agency, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_agency(
    batch: Option<NonNull<tiendo_batch>>,
    agency: Option<&tiendo_agency>,
) -> tiendo_code {
    call(|| add(batch, handle(agency, "agency")?.0.copy()))
}

/// Adds a task, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_task(
    batch: Option<NonNull<tiendo_batch>>,
    task: Option<&tiendo_task>,
) -> tiendo_code {
    call(|| add(batch, handle(task, "task")?.0.copy()))
}

/// Adds a report, of which it keeps a copy. Its own `recorded_at` is kept as claimed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_report(
    batch: Option<NonNull<tiendo_batch>>,
    report: Option<&tiendo_report>,
) -> tiendo_code {
    call(|| add(batch, handle(report, "report")?.0.copy()))
}

/// Adds a succession, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_succession(
    batch: Option<NonNull<tiendo_batch>>,
    succession: Option<&tiendo_succession>,
) -> tiendo_code {
    call(|| add(batch, handle(succession, "succession")?.0.copy()))
}

/// Adds a plan, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_plan(
    batch: Option<NonNull<tiendo_batch>>,
    plan: Option<&tiendo_plan>,
) -> tiendo_code {
    call(|| add(batch, handle(plan, "plan")?.0.copy()))
}

/// Adds a transfer, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_transfer(
    batch: Option<NonNull<tiendo_batch>>,
    transfer: Option<&tiendo_transfer>,
) -> tiendo_code {
    call(|| add(batch, handle(transfer, "transfer")?.0.copy()))
}

/// Adds an allocation, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_allocation(
    batch: Option<NonNull<tiendo_batch>>,
    allocation: Option<&tiendo_allocation>,
) -> tiendo_code {
    call(|| add(batch, handle(allocation, "allocation")?.0.copy()))
}

/// Adds a KPI, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_kpi(
    batch: Option<NonNull<tiendo_batch>>,
    kpi: Option<&tiendo_kpi>,
) -> tiendo_code {
    call(|| add(batch, handle(kpi, "kpi")?.0.copy()))
}

/// Adds a policy, of which it keeps a copy; `tiendo_ledger_policy` finds it by its name.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_policy(
    batch: Option<NonNull<tiendo_batch>>,
    policy: Option<&tiendo_policy>,
) -> tiendo_code {
    call(|| add(batch, handle(policy, "policy")?.copy()))
}

/// Adds a calendar, of which it keeps a copy; it holds from the entry on.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_add_calendar(
    batch: Option<NonNull<tiendo_batch>>,
    calendar: Option<&tiendo_calendar>,
) -> tiendo_code {
    call(|| add(batch, handle(calendar, "calendar")?.calendar().clone()))
}

/// Says that the record at an index of the batch takes the place of one of the same kind and id that the ledger has: that
/// at `position` (from 0) of the entry `seq`, as `tiendo_log_get_record` names it.
///
/// What was known before stays known as known then. `TIENDO_CODE_INVALID_VALUE` for a withdrawal.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_set_corrects(
    batch: Option<NonNull<tiendo_batch>>,
    index: usize,
    seq: u64,
    position: u64,
) -> tiendo_code {
    call(|| {
        let mut items = writable(batch, "batch")?.items();
        let len = items.len();
        match items.get_mut(index).ok_or_else(|| out_of_range(index, len, "index"))? {
            Item::Record(_, corrects) => *corrects = Some(RecordId { seq, position }),
            Item::Withdrawal(..) => {
                let message = format!("index is {index}, which is a withdrawal");
                return Err(Failure::new(tiendo_code::InvalidValue, message));
            }
        }
        Ok(())
    })
}

/// Adds that a record of the ledger is no longer to be read from this entry's instant on: that at `position` (from 0) of the
/// entry `seq`. `reason` `NULL` is none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_batch_withdraw(
    batch: Option<NonNull<tiendo_batch>>,
    seq: u64,
    position: u64,
    reason: *const c_char,
    reason_len: usize,
) -> tiendo_code {
    call(|| {
        let reason = model_text(reason, reason_len, "reason")?;
        let withdrawal = Item::Withdrawal(RecordId { seq, position }, reason);
        writable(batch, "batch")?.items().push(withdrawal);
        Ok(())
    })
}
