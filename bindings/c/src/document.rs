//! Documents under construction.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{AgencyId, Document, DocumentId, DocumentKind, Text};

use crate::boundary::{call, free, maybe_day, maybe_text, put, text};
use crate::code::{Outcome, tiendo_code};
use crate::field::{self, Draft, instant, maybe_id, model_text, set};

/// A document under construction.
///
/// Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
#[derive(Debug)]
pub struct tiendo_document(pub(crate) Draft<Document>);

impl tiendo_document {
    fn set(document: Option<NonNull<Self>>, body: impl FnOnce(&mut Document)) -> Outcome {
        set(document, "document", |document| &document.0, body)
    }
}

/// A document with an id and a title; all else absent. The caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_new(
    id: *const c_char,
    id_len: usize,
    title: *const c_char,
    title_len: usize,
    document_out: Option<&mut MaybeUninit<Box<tiendo_document>>>,
) -> tiendo_code {
    call(|| {
        let id = field::id(id, id_len, "id", DocumentId::new)?;
        let document = Document::new(id, Text::new(text(title, title_len, "title")?)?);
        put(document_out, "document_out", Box::new(tiendo_document(Draft::new(document))))
    })
}

/// Frees a document. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_free(document: Option<Box<tiendo_document>>) {
    free(document);
}

/// Its number as printed. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_set_number(
    document: Option<NonNull<tiendo_document>>,
    number: *const c_char,
    number_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(number, number_len, "number")?;
        tiendo_document::set(document, |document| document.number = value)
    })
}

/// Its kind, a word of the vocabulary `document_kind`. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_set_kind(
    document: Option<NonNull<tiendo_document>>,
    kind: *const c_char,
    kind_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_text(kind, kind_len, "kind")?.map(DocumentKind::parse);
        tiendo_document::set(document, |document| document.kind = value)
    })
}

/// Id of the agency that issued it. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_set_issuer(
    document: Option<NonNull<tiendo_document>>,
    issuer: *const c_char,
    issuer_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(issuer, issuer_len, "issuer", AgencyId::new)?;
        tiendo_document::set(document, |document| document.issuer = value)
    })
}

/// The issuer in words. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_set_issuer_name(
    document: Option<NonNull<tiendo_document>>,
    issuer_name: *const c_char,
    issuer_name_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(issuer_name, issuer_name_len, "issuer_name")?;
        tiendo_document::set(document, |document| document.issuer_name = value)
    })
}

/// The day it was issued, `yyyymmdd`; 0 for unknown.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_set_issued_on(
    document: Option<NonNull<tiendo_document>>,
    issued_on: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(issued_on, "issued_on")?;
        tiendo_document::set(document, |document| document.issued_on = value)
    })
}

/// The day from which it holds, `yyyymmdd`; 0 for unknown.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_set_effective_on(
    document: Option<NonNull<tiendo_document>>,
    effective_on: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(effective_on, "effective_on")?;
        tiendo_document::set(document, |document| document.effective_on = value)
    })
}

/// The day until which it holds, `yyyymmdd`; 0 for no end.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_set_expires_on(
    document: Option<NonNull<tiendo_document>>,
    expires_on: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(expires_on, "expires_on")?;
        tiendo_document::set(document, |document| document.expires_on = value)
    })
}

/// The title in English. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_set_title_en(
    document: Option<NonNull<tiendo_document>>,
    title_en: *const c_char,
    title_en_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(title_en, title_en_len, "title_en")?;
        tiendo_document::set(document, |document| document.title_en = value)
    })
}

/// Adds another spelling that people use.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_add_alias(
    document: Option<NonNull<tiendo_document>>,
    alias: *const c_char,
    alias_len: usize,
) -> tiendo_code {
    call(|| {
        let value = Text::new(text(alias, alias_len, "alias")?)?;
        tiendo_document::set(document, |document| document.aliases.push(value))
    })
}

/// Where this was read. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_set_source(
    document: Option<NonNull<tiendo_document>>,
    source: *const c_char,
    source_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(source, source_len, "source")?;
        tiendo_document::set(document, |document| document.source = value)
    })
}

/// From which day this version of the definition holds, `yyyymmdd`; 0 for always.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_set_valid_from(
    document: Option<NonNull<tiendo_document>>,
    valid_from: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(valid_from, "valid_from")?;
        tiendo_document::set(document, |document| document.valid_from = value)
    })
}

/// When this version was recorded, `yyyy-mm-ddThh:mm:ss`. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_document_set_recorded_at(
    document: Option<NonNull<tiendo_document>>,
    recorded_at: *const c_char,
    recorded_at_len: usize,
) -> tiendo_code {
    call(|| {
        let value = instant(recorded_at, recorded_at_len, "recorded_at")?;
        tiendo_document::set(document, |document| document.recorded_at = value)
    })
}
