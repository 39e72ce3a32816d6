//! The reader of document numbers.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use model::{DocumentNumber, NumberReading};

use crate::boundary::{at, call, free, handle, put, text, wanted};
use crate::code::tiendo_code;
use crate::finding::tiendo_findings;
use crate::registry::tiendo_registry;
use crate::text::{c_text, maybe_c_text, tiendo_str};

/// What reading a document number gave. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_number {
    reading: NumberReading,
    readings: Vec<CString>,
    canonical: CString,
}

/// Reads a document number as people write it, such as `Nghị quyết số 03-NQ/CP`; the caller frees the reading.
///
/// With a registry, its documents that fit are offered; `NULL` is none. Total: any text gives a reading, if an empty one.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_number_read(
    written: *const c_char,
    written_len: usize,
    registry: Option<&tiendo_registry>,
    number_out: Option<&mut MaybeUninit<Box<tiendo_number>>>,
) -> tiendo_code {
    call(|| {
        let written = text(written, written_len, "written")?;
        wanted(number_out.as_deref(), "number_out")?;
        let reading = match registry {
            None => DocumentNumber::read(written),
            Some(registry) => {
                let documents = registry.registry().documents().iter();
                let numbers = documents.filter_map(|d| d.number.as_ref());
                let known: Vec<DocumentNumber> =
                    numbers.filter_map(|n| n.as_str().parse().ok()).collect();
                DocumentNumber::read_among(written, &known)
            }
        };
        let readings = reading.readings.iter().map(|number| c_text(&number.to_string())).collect();
        let canonical = maybe_c_text(reading.canonical().as_deref());
        put(number_out, "number_out", Box::new(tiendo_number { reading, readings, canonical }))
    })
}

/// Frees a reading. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_number_free(number: Option<Box<tiendo_number>>) {
    free(number);
}

/// How many numbers it may be; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_number_len(number: Option<&tiendo_number>) -> usize {
    number.map_or(0, |n| n.readings.len())
}

/// One of the numbers it may be, in canonical form, as written first. Valid until the reading is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_number_get(
    number: Option<&tiendo_number>,
    index: usize,
    text_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let number = at(&handle(number, "number")?.readings, index, "index")?;
        put(text_out, "text_out", number.as_c_str().into())
    })
}

/// 1 where one of the numbers is of the same document as one of another reading, else 0: leading zeros, case and accents of
/// the abbreviations aside. A number with its year and one without are two.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_number_is_same_as(
    number: Option<&tiendo_number>,
    index: usize,
    other: Option<&tiendo_number>,
    other_index: usize,
    same_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let number = at(&handle(number, "number")?.reading.readings, index, "index")?;
        let other = at(&handle(other, "other")?.reading.readings, other_index, "other_index")?;
        put(same_out, "same_out", i32::from(number.same_as(other)))
    })
}

/// The canonical number, where the text holds one and no other is possible; else empty. Valid until the reading is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_number_get_canonical(
    number: Option<&tiendo_number>,
    canonical_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let canonical = handle(number, "number")?.canonical.as_c_str().into();
        put(canonical_out, "canonical_out", canonical)
    })
}

/// Every difference between the text and the canonical form; the caller frees the findings.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_number_findings(
    number: Option<&tiendo_number>,
    findings_out: Option<&mut MaybeUninit<Box<tiendo_findings>>>,
) -> tiendo_code {
    call(|| {
        let findings = handle(number, "number")?.reading.findings.clone();
        put(findings_out, "findings_out", tiendo_findings::new(findings, None))
    })
}
