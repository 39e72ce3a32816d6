//! Bulk output by the Arrow C Data Interface: one call for a million rows.
//!
//! What goes out is made for the export and shared with no handle, so freeing order never matters.

use std::mem::MaybeUninit;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, to_ffi};
use arrow_array::{Array, RecordBatch, StructArray};
use tiendo_formats::arrow::{
    evaluation_batch, findings_batch, ranking_batch, rollup_batch, tasks_batch,
};

use crate::boundary::{call, handle, put, wanted};
use crate::code::{Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::finding::tiendo_findings;
use crate::ranking::tiendo_ranking;
use crate::registry::tiendo_registry;
use crate::rollup::tiendo_rollup;

/// Hands a table over: a struct array whose fields are the columns, and its schema.
fn export(
    table: impl FnOnce() -> Outcome<RecordBatch>,
    array_out: Option<&mut MaybeUninit<FFI_ArrowArray>>,
    schema_out: Option<&mut MaybeUninit<FFI_ArrowSchema>>,
) -> Outcome {
    wanted(array_out.as_deref(), "array_out")?;
    wanted(schema_out.as_deref(), "schema_out")?;
    let batch = table()?;
    // The schema of a batch has the metadata that the type of a struct array does not.
    let schema = FFI_ArrowSchema::try_from(batch.schema().as_ref())?;
    let (array, _) = to_ffi(&StructArray::from(batch).to_data())?;
    put(array_out, "array_out", array)?;
    put(schema_out, "schema_out", schema)
}

/// The rows of an evaluation as a table, a row per row in the same order.
///
/// A struct array with a field per column: row, task, title, addressee, agency, status, status_code, words, reported,
/// percent, weight, deadline, original_deadline, closed_on, submitted_on, late_days, extensions, a column per mark,
/// blocked_by, blocked_days, urged, set_aside, occurrence and its counts. The schema's metadata `tiendo` has the scope as
/// JSON. What is absent is null: `late_days` where nobody reported.
///
/// Both structures are overwritten, whatever they held, and owned by the caller from then on: each `release` is called once, by
/// the caller or by the reader they are handed to, on any thread. They hold copies, and outlive the evaluation. One may be released
/// without the other. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_to_arrow(
    evaluation: Option<&tiendo_evaluation>,
    array_out: Option<&mut MaybeUninit<FFI_ArrowArray>>,
    schema_out: Option<&mut MaybeUninit<FFI_ArrowSchema>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        export(|| Ok(evaluation_batch(evaluation)?), array_out, schema_out)
    })
}

/// The sums of a roll-up as a table, a row per key; a last row without key holds what belongs to none.
///
/// Both structures are overwritten, whatever they held, and owned by the caller from then on: each `release` is called once, by
/// the caller or by the reader they are handed to, on any thread. They hold copies, and outlive the roll-up. One may be released
/// without the other. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_rollup_to_arrow(
    rollup: Option<&tiendo_rollup>,
    array_out: Option<&mut MaybeUninit<FFI_ArrowArray>>,
    schema_out: Option<&mut MaybeUninit<FFI_ArrowSchema>>,
) -> tiendo_code {
    call(|| {
        let rollup = handle(rollup, "rollup")?;
        export(|| Ok(rollup_batch(&rollup.rollup, &rollup.policy)?), array_out, schema_out)
    })
}

/// A ranking as a table, a row per agency in its order; `rank` is null for those that are not ranked.
///
/// Both structures are overwritten, whatever they held, and owned by the caller from then on: each `release` is called once, by
/// the caller or by the reader they are handed to, on any thread. They hold copies, and outlive the ranking. One may be released
/// without the other. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_to_arrow(
    ranking: Option<&tiendo_ranking>,
    array_out: Option<&mut MaybeUninit<FFI_ArrowArray>>,
    schema_out: Option<&mut MaybeUninit<FFI_ArrowSchema>>,
) -> tiendo_code {
    call(|| {
        let ranking = handle(ranking, "ranking")?;
        export(|| Ok(ranking_batch(&ranking.ranking, &ranking.policy)?), array_out, schema_out)
    })
}

/// Findings as a table, a row per finding in their order, with the sentence in both languages.
///
/// Both structures are overwritten, whatever they held, and owned by the caller from then on: each `release` is called once, by
/// the caller or by the reader they are handed to, on any thread. They hold copies, and outlive the findings. One may be released
/// without the other. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_to_arrow(
    findings: Option<&tiendo_findings>,
    array_out: Option<&mut MaybeUninit<FFI_ArrowArray>>,
    schema_out: Option<&mut MaybeUninit<FFI_ArrowSchema>>,
) -> tiendo_code {
    call(|| {
        let findings = handle(findings, "findings")?;
        let table = || Ok(findings_batch(&findings.findings, findings.scope.as_ref())?);
        export(table, array_out, schema_out)
    })
}

/// The tasks of a registry as a table, in id order, the newest version of each.
///
/// Both structures are overwritten, whatever they held, and owned by the caller from then on: each `release` is called once, by
/// the caller or by the reader they are handed to, on any thread. They hold copies, and outlive the registry. One may be released
/// without the other. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_tasks_to_arrow(
    registry: Option<&tiendo_registry>,
    array_out: Option<&mut MaybeUninit<FFI_ArrowArray>>,
    schema_out: Option<&mut MaybeUninit<FFI_ArrowSchema>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        export(|| Ok(tasks_batch(registry)?), array_out, schema_out)
    })
}
