//! Files of JSON and JSON Lines.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::Registry;
use tiendo_formats::json::{ReadOptions, WriteOptions, read_file, write_file};
use tiendo_formats::{Disclosure, Overwrite};

use crate::boundary::{call, handle, maybe_day, maybe_writable, put, text, wanted};
use crate::calendar::flag;
use crate::code::{Outcome, tiendo_code};
use crate::finding::tiendo_findings;
use crate::ledger::tiendo_ledger;
use crate::registry::{heard, read_in, tiendo_registry};
use crate::watch::tiendo_watch;
use crate::word::of_code;

/// Which tasks are written.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_disclosure {
    /// Public tasks and those without a class.
    Public = 0,
    /// Public and internal tasks.
    Internal = 1,
    /// All tasks, also secret ones and those of an unknown class.
    Everything = 2,
}

const DISCLOSURES: [(tiendo_disclosure, Disclosure); 3] = [
    (tiendo_disclosure::Public, Disclosure::Public),
    (tiendo_disclosure::Internal, Disclosure::Internal),
    (tiendo_disclosure::Everything, Disclosure::Everything),
];

/// The disclosure of a number.
pub(crate) fn disclosure_of(disclosure: i32) -> Outcome<Disclosure> {
    of_code(&DISCLOSURES, disclosure, "disclosure").map(|(_, disclosure)| disclosure)
}

/// Reads a file of JSON (`.json`) or JSON Lines (`.jsonl`, `.ndjson`) and builds a registry of it; the caller frees it.
///
/// Tolerant: a record that cannot be read is in `tiendo_registry_findings` with its line and field. Fields that are not
/// known are kept, and `tiendo_registry_write_json` puts them back. `path` is UTF-8. `watch` `NULL` is none; it counts
/// records as they are read, then as they are built. `TIENDO_CODE_INVALID_VALUE` for another name, and for a `.json` file
/// that is no JSON, with the line and column; `TIENDO_CODE_FILE` for what the system refuses to read.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_read_json(
    path: *const c_char,
    path_len: usize,
    watch: Option<NonNull<tiendo_watch>>,
    registry_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    call(|| {
        let path = text(path, path_len, "path")?;
        wanted(registry_out.as_deref(), "registry_out")?;
        let watch = maybe_writable(watch);
        let progress = |_: &str, records: u64| heard(watch, records);
        let options = ReadOptions { progress: Some(&progress), ..ReadOptions::default() };
        let (records, findings) = read_file(path, &options)?;
        put(registry_out, "registry_out", read_in(records, findings, watch)?)
    })
}

/// Writes all records to a file of JSON (`.json`) or JSON Lines (`.jsonl`, `.ndjson`) that reads back the same; what was
/// left out is in the findings, which the caller frees.
///
/// `disclosure` is a `tiendo_disclosure`. With `overwrite` 1 a file that is there is replaced, with 0 it is
/// `TIENDO_CODE_FILE`. The file appears whole or not at all. `path` is UTF-8. `watch` `NULL` is none; it counts records.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_write_json(
    registry: Option<&tiendo_registry>,
    path: *const c_char,
    path_len: usize,
    disclosure: i32,
    overwrite: i32,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        let path = text(path, path_len, "path")?;
        wanted(findings_out.as_deref(), "findings_out")?;
        let left_out = write(registry, path, (disclosure, overwrite), watch)?;
        put(findings_out, "findings_out", left_out)
    })
}

/// Writes the register of a ledger as it was known at the end of the day `known` (`yyyymmdd`; 0: everything recorded), as
/// `tiendo_registry_write_json` writes a registry's; the caller frees the findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ledger_export(
    ledger: Option<&tiendo_ledger>,
    known: i32,
    path: *const c_char,
    path_len: usize,
    disclosure: i32,
    overwrite: i32,
    watch: Option<NonNull<tiendo_watch>>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let ledger = handle(ledger, "ledger")?.ledger();
        let known = maybe_day(known, "known")?;
        let path = text(path, path_len, "path")?;
        wanted(findings_out.as_deref(), "findings_out")?;
        let left_out = write(&ledger.registry(known)?, path, (disclosure, overwrite), watch)?;
        put(findings_out, "findings_out", left_out)
    })
}

/// Writes a file; what was left out.
fn write(
    registry: &Registry,
    path: &str,
    (disclosure, overwrite): (i32, i32),
    watch: Option<NonNull<tiendo_watch>>,
) -> Outcome<Box<tiendo_findings>> {
    let disclosure = disclosure_of(disclosure)?;
    let overwrite =
        if flag(overwrite, "overwrite")? { Overwrite::Allow } else { Overwrite::Refuse };
    let watch = maybe_writable(watch);
    let progress = |_: &str, records: u64| heard(watch, records);
    let options = WriteOptions { disclosure, overwrite, progress: Some(&progress) };
    Ok(tiendo_findings::new(write_file(&registry.to_records(), path, &options)?, None))
}

#[cfg(test)]
mod tests {
    use super::DISCLOSURES;

    #[test]
    fn the_numbers_are_the_places() {
        assert!(DISCLOSURES.iter().enumerate().all(|(at, (number, _))| *number as usize == at));
    }
}
