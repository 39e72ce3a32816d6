//! Explanations: why a row stands where it does.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use model::{Explanation, Lang};

use crate::boundary::{at, call, free, handle, put, text, wanted};
use crate::code::tiendo_code;
use crate::evaluation::tiendo_evaluation;
use crate::text::{c_text, tiendo_str};
use crate::word::{in_lang, word};

/// The facts that decided where a row stands, in order. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_explanation {
    explanation: Explanation,
    row: CString,
    sentences: [Vec<CString>; 2],
}

/// Why a row stands where it does, by its id; a task's id will do where the task has one row. The caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_explain(
    evaluation: Option<&tiendo_evaluation>,
    id: *const c_char,
    id_len: usize,
    explanation_out: Option<&mut MaybeUninit<Box<tiendo_explanation>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let id = text(id, id_len, "id")?;
        wanted(explanation_out.as_deref(), "explanation_out")?;
        let explanation = evaluation.explain(id)?;
        let sentences = [Lang::Vi, Lang::En].map(|lang| {
            explanation.sentences(lang).iter().map(|sentence| c_text(sentence)).collect()
        });
        let row = c_text(&explanation.row);
        let explanation = tiendo_explanation { explanation, row, sentences };
        put(explanation_out, "explanation_out", Box::new(explanation))
    })
}

/// Frees an explanation. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_explanation_free(explanation: Option<Box<tiendo_explanation>>) {
    free(explanation);
}

/// Number of facts; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_explanation_len(explanation: Option<&tiendo_explanation>) -> usize {
    explanation.map_or(0, |e| e.explanation.facts.len())
}

/// Id of the row that is explained. Valid until the explanation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_explanation_get_row(
    explanation: Option<&tiendo_explanation>,
    row_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let row = handle(explanation, "explanation")?.row.as_c_str().into();
        put(row_out, "row_out", row)
    })
}

/// The code of a fact: `deadline_extended`. Valid for ever.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_explanation_get_code(
    explanation: Option<&tiendo_explanation>,
    index: usize,
    code_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let explanation = &handle(explanation, "explanation")?.explanation;
        let code = at(&explanation.facts, index, "index")?.code;
        put(code_out, "code_out", word("fact_code", code.as_str()))
    })
}

/// The sentence of a fact; `lang` is a `tiendo_lang`. Valid until the explanation is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_explanation_get_sentence(
    explanation: Option<&tiendo_explanation>,
    index: usize,
    lang: i32,
    sentence_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let sentences = in_lang(&handle(explanation, "explanation")?.sentences, lang)?;
        put(sentence_out, "sentence_out", at(sentences, index, "index")?.as_c_str().into())
    })
}
