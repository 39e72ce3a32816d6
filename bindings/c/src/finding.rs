//! Findings.

use std::ffi::CString;
use std::mem::MaybeUninit;

use model::{Finding, Lang, Scope};

use crate::boundary::{at, call, free, handle, put};
use crate::code::{Outcome, tiendo_code};
use crate::text::{c_text, maybe_c_text, tiendo_str};
use crate::word::{in_lang, tiendo_severity, word};

/// What is worth knowing about data: codes with sentences. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_findings {
    pub(crate) findings: Vec<Finding>,
    pub(crate) scope: Option<Scope>,
    texts: Vec<FindingTexts>,
}

#[derive(Debug)]
struct FindingTexts {
    id: CString,
    field: CString,
    file: CString,
    column: CString,
    message: [CString; 2],
    line: [CString; 2],
}

impl tiendo_findings {
    pub(crate) fn new(findings: Vec<Finding>, scope: Option<Scope>) -> Box<Self> {
        let texts = findings.iter().map(FindingTexts::of).collect();
        Box::new(tiendo_findings { findings, scope, texts })
    }

    fn texts(findings: Option<&Self>, index: usize) -> Outcome<&FindingTexts> {
        at(&handle(findings, "findings")?.texts, index, "index")
    }

    fn finding(findings: Option<&Self>, index: usize) -> Outcome<&Finding> {
        at(&handle(findings, "findings")?.findings, index, "index")
    }
}

impl FindingTexts {
    fn of(finding: &Finding) -> Self {
        let place = finding.place.as_ref();
        FindingTexts {
            id: maybe_c_text(finding.id.as_deref()),
            field: maybe_c_text(finding.field.as_deref()),
            file: maybe_c_text(place.map(|p| p.file.as_str())),
            column: maybe_c_text(place.map(|p| p.column.as_str())),
            message: [Lang::Vi, Lang::En].map(|lang| c_text(&finding.message(lang))),
            line: [Lang::Vi, Lang::En].map(|lang| c_text(&finding.line(lang))),
        }
    }
}

/// Frees findings. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_free(findings: Option<Box<tiendo_findings>>) {
    free(findings);
}

/// Number of findings; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_len(findings: Option<&tiendo_findings>) -> usize {
    findings.map_or(0, |f| f.findings.len())
}

/// How much a finding matters.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_get_severity(
    findings: Option<&tiendo_findings>,
    index: usize,
    severity_out: Option<&mut MaybeUninit<tiendo_severity>>,
) -> tiendo_code {
    call(|| {
        let finding = tiendo_findings::finding(findings, index)?;
        put(severity_out, "severity_out", finding.severity.into())
    })
}

/// The code of a finding: `dangling_reference`. Valid for ever.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_get_code(
    findings: Option<&tiendo_findings>,
    index: usize,
    code_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let finding = tiendo_findings::finding(findings, index)?;
        put(code_out, "code_out", word("finding_code", finding.code.as_str()))
    })
}

/// The kind of the record that a finding is about: `task`; empty where it is about none. Valid for ever.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_get_kind(
    findings: Option<&tiendo_findings>,
    index: usize,
    kind_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let kind = tiendo_findings::finding(findings, index)?.kind;
        let kind = kind.map_or(tiendo_str::EMPTY, |kind| word("record_kind", kind.as_str()));
        put(kind_out, "kind_out", kind)
    })
}

/// The id of the record that a finding is about; empty where it is about none. Valid until the findings are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_get_id(
    findings: Option<&tiendo_findings>,
    index: usize,
    id_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let texts = tiendo_findings::texts(findings, index)?;
        put(id_out, "id_out", texts.id.as_c_str().into())
    })
}

/// The field of that record; empty where it is the record as a whole. Valid until the findings are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_get_field(
    findings: Option<&tiendo_findings>,
    index: usize,
    field_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let texts = tiendo_findings::texts(findings, index)?;
        put(field_out, "field_out", texts.field.as_c_str().into())
    })
}

/// The file in which it stood; empty where it came from none. Valid until the findings are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_get_file(
    findings: Option<&tiendo_findings>,
    index: usize,
    file_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let texts = tiendo_findings::texts(findings, index)?;
        put(file_out, "file_out", texts.file.as_c_str().into())
    })
}

/// The column of that file; empty where it is the row as a whole. Valid until the findings are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_get_column(
    findings: Option<&tiendo_findings>,
    index: usize,
    column_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let texts = tiendo_findings::texts(findings, index)?;
        put(column_out, "column_out", texts.column.as_c_str().into())
    })
}

/// The row of that file, the header being row 1; 0 for the file as a whole or none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_get_row(
    findings: Option<&tiendo_findings>,
    index: usize,
    row_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let finding = tiendo_findings::finding(findings, index)?;
        put(row_out, "row_out", finding.place.as_ref().map_or(0, |place| place.row))
    })
}

/// The sentence of a finding, without the record and place; `lang` is a `tiendo_lang`. Valid until the findings are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_get_message(
    findings: Option<&tiendo_findings>,
    index: usize,
    lang: i32,
    message_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let texts = tiendo_findings::texts(findings, index)?;
        put(message_out, "message_out", in_lang(&texts.message, lang)?.as_c_str().into())
    })
}

/// The sentence with the place and the record before it, as a log shows it; `lang` is a `tiendo_lang`. Valid until the findings are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_findings_get_line(
    findings: Option<&tiendo_findings>,
    index: usize,
    lang: i32,
    line_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let texts = tiendo_findings::texts(findings, index)?;
        put(line_out, "line_out", in_lang(&texts.line, lang)?.as_c_str().into())
    })
}
