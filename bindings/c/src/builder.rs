//! Collecting records and building a registry of them.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::{Mutex, PoisonError};

use model::{Records, RegistryBuilder};
use serde::de::DeserializeOwned;

use crate::agency::tiendo_agency;
use crate::allocation::tiendo_allocation;
use crate::boundary::{call, free, handle, long_text, put, text, wanted, writable};
use crate::calendar::tiendo_calendar;
use crate::code::{Failure, Outcome, tiendo_code};
use crate::document::tiendo_document;
use crate::field::instant;
use crate::kpi::tiendo_kpi;
use crate::plan::tiendo_plan;
use crate::registry::{records_of, tiendo_registry};
use crate::report::tiendo_report;
use crate::succession::tiendo_succession;
use crate::task::tiendo_task;
use crate::transfer::tiendo_transfer;
use crate::word::shown;

/// Takes records in any order; `tiendo_builder_finish` checks them against each other.
///
/// Adding a record again updates it. Records may be added from any thread.
#[derive(Debug)]
pub struct tiendo_builder(Mutex<RegistryBuilder>);

fn change(
    builder: Option<NonNull<tiendo_builder>>,
    body: impl FnOnce(&mut RegistryBuilder) -> Outcome,
) -> Outcome {
    let builder = writable(builder, "builder")?;
    body(&mut builder.0.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Makes a builder without records, on the calendar of Viet Nam; the caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_new(
    builder_out: Option<&mut MaybeUninit<Box<tiendo_builder>>>,
) -> tiendo_code {
    call(|| put(builder_out, "builder_out", Box::new(tiendo_builder(Mutex::default()))))
}

/// Frees a builder. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_free(builder: Option<Box<tiendo_builder>>) {
    free(builder);
}

/// Uses another calendar, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_set_calendar(
    builder: Option<NonNull<tiendo_builder>>,
    calendar: Option<&tiendo_calendar>,
) -> tiendo_code {
    call(|| {
        let calendar = handle(calendar, "calendar")?.calendar().clone();
        change(builder, |builder| {
            builder.calendar(calendar);
            Ok(())
        })
    })
}

/// The instant, `yyyy-mm-ddThh:mm:ss`, that reports without `recorded_at` get; without it they get the start of their day.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_set_imported_at(
    builder: Option<NonNull<tiendo_builder>>,
    imported_at: *const c_char,
    imported_at_len: usize,
) -> tiendo_code {
    call(|| {
        let at = instant(imported_at, imported_at_len, "imported_at")?;
        let null = || Failure::new(tiendo_code::NullArgument, "imported_at must not be NULL");
        let at = at.ok_or_else(null)?;
        change(builder, |builder| {
            builder.imported_at(at);
            Ok(())
        })
    })
}

/// Adds all records of a registry's JSON form, `{"documents":[…],"tasks":[…]}`; none where it cannot be read.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_add_records(
    builder: Option<NonNull<tiendo_builder>>,
    json: *const c_char,
    json_len: usize,
) -> tiendo_code {
    call(|| {
        let records = records_of(long_text(json, json_len, "json")?)?;
        change(builder, |builder| {
            builder.add(records);
            Ok(())
        })
    })
}

/// Adds one record from its JSON form. `kind`: `document`, `agency`, `succession`, `plan`, `task`, `transfer`, `report`,
/// `allocation` or `kpi`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_add_json(
    builder: Option<NonNull<tiendo_builder>>,
    kind: *const c_char,
    kind_len: usize,
    json: *const c_char,
    json_len: usize,
) -> tiendo_code {
    call(|| {
        let kind = text(kind, kind_len, "kind")?;
        let json = long_text(json, json_len, "json")?;
        let mut records = Records::default();
        match kind {
            "document" => records.documents.push(record(kind, json)?),
            "agency" => records.agencies.push(record(kind, json)?),
            "succession" => records.successions.push(record(kind, json)?),
            "plan" => records.plans.push(record(kind, json)?),
            "task" => records.tasks.push(record(kind, json)?),
            "transfer" => records.transfers.push(record(kind, json)?),
            "report" => records.reports.push(record(kind, json)?),
            "allocation" => records.allocations.push(record(kind, json)?),
            "kpi" => records.kpis.push(record(kind, json)?),
            _ => {
                let message = format!("kind must be a kind of record, not '{}'", shown(kind));
                return Err(Failure::new(tiendo_code::InvalidValue, message));
            }
        }
        change(builder, |builder| {
            builder.add(records);
            Ok(())
        })
    })
}

fn record<T: DeserializeOwned>(kind: &str, json: &str) -> Outcome<T> {
    serde_json::from_str(json)
        .map_err(|error| Failure::new(tiendo_code::InvalidRequest, format!("{kind}: {error}")))
}

/// Adds or updates a document, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_add_document(
    builder: Option<NonNull<tiendo_builder>>,
    document: Option<&tiendo_document>,
) -> tiendo_code {
    call(|| {
        let document = handle(document, "document")?.0.copy();
        change(builder, |builder| {
            builder.add_document(document);
            Ok(())
        })
    })
}

/// Adds or updates an agency, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_add_agency(
    builder: Option<NonNull<tiendo_builder>>,
    agency: Option<&tiendo_agency>,
) -> tiendo_code {
    call(|| {
        let agency = handle(agency, "agency")?.0.copy();
        change(builder, |builder| {
            builder.add_agency(agency);
            Ok(())
        })
    })
}

/// Adds or updates a task, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_add_task(
    builder: Option<NonNull<tiendo_builder>>,
    task: Option<&tiendo_task>,
) -> tiendo_code {
    call(|| {
        let task = handle(task, "task")?.0.copy();
        change(builder, |builder| {
            builder.add_task(task);
            Ok(())
        })
    })
}

/// Adds or updates a report, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_add_report(
    builder: Option<NonNull<tiendo_builder>>,
    report: Option<&tiendo_report>,
) -> tiendo_code {
    call(|| {
        let report = handle(report, "report")?.0.copy();
        change(builder, |builder| {
            builder.add_report(report);
            Ok(())
        })
    })
}

/// Adds or updates a succession, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_add_succession(
    builder: Option<NonNull<tiendo_builder>>,
    succession: Option<&tiendo_succession>,
) -> tiendo_code {
    call(|| {
        let succession = handle(succession, "succession")?.0.copy();
        change(builder, |builder| {
            builder.add_succession(succession);
            Ok(())
        })
    })
}

/// Adds or updates a plan, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_add_plan(
    builder: Option<NonNull<tiendo_builder>>,
    plan: Option<&tiendo_plan>,
) -> tiendo_code {
    call(|| {
        let plan = handle(plan, "plan")?.0.copy();
        change(builder, |builder| {
            builder.add_plan(plan);
            Ok(())
        })
    })
}

/// Adds or updates a transfer, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_add_transfer(
    builder: Option<NonNull<tiendo_builder>>,
    transfer: Option<&tiendo_transfer>,
) -> tiendo_code {
    call(|| {
        let transfer = handle(transfer, "transfer")?.0.copy();
        change(builder, |builder| {
            builder.add_transfer(transfer);
            Ok(())
        })
    })
}

/// Adds or updates an allocation, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_add_allocation(
    builder: Option<NonNull<tiendo_builder>>,
    allocation: Option<&tiendo_allocation>,
) -> tiendo_code {
    call(|| {
        let allocation = handle(allocation, "allocation")?.0.copy();
        change(builder, |builder| {
            builder.add_allocation(allocation);
            Ok(())
        })
    })
}

/// Adds or updates a KPI, of which it keeps a copy.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_add_kpi(
    builder: Option<NonNull<tiendo_builder>>,
    kpi: Option<&tiendo_kpi>,
) -> tiendo_code {
    call(|| {
        let kpi = handle(kpi, "kpi")?.0.copy();
        change(builder, |builder| {
            builder.add_kpi(kpi);
            Ok(())
        })
    })
}

/// Checks all records against each other and builds the registry; the builder is empty afterwards. The caller frees both.
///
/// What is wrong with the records is no failure: it is in `tiendo_registry_findings`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_builder_finish(
    builder: Option<NonNull<tiendo_builder>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    call(|| {
        wanted(registry_out.as_deref(), "registry_out")?;
        let mut taken = RegistryBuilder::new();
        change(builder, |builder| {
            taken = std::mem::take(builder);
            Ok(())
        })?;
        put(registry_out, "registry_out", Box::new(tiendo_registry::new(taken.finish())))
    })
}
