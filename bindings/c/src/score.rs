//! Scoring schemes and what they give.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use model::{Lang, Level, Scheme, Score, Scores, SubjectInputs};
use tiendo_formats::scheme as toml;

use crate::boundary::{call, free, handle, int, long_text, put, text, wanted};
use crate::code::{Failure, Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::list::List;
use crate::packed::Grid;
use crate::query::tiendo_reply;
use crate::text::{c_text, tiendo_str};

/// A scoring scheme. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_scheme {
    scheme: Scheme,
    toml: CString,
}

impl tiendo_scheme {
    fn new(scheme: Scheme) -> Outcome<Box<Self>> {
        let toml = c_text(&toml::to_toml(&scheme)?);
        Ok(Box::new(tiendo_scheme { scheme, toml }))
    }
}

/// A scheme built in: `qd-766`, `nd-335`, `plan02-light` or `province-example`; the caller frees it. `TIENDO_CODE_NOT_FOUND` for
/// any other name.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scheme_named(
    name: *const c_char,
    name_len: usize,
    scheme_out: Option<&mut MaybeUninit<Box<tiendo_scheme>>>,
) -> tiendo_code {
    call(|| {
        let scheme = Scheme::named(text(name, name_len, "name")?)?;
        put(scheme_out, "scheme_out", tiendo_scheme::new(scheme)?)
    })
}

/// Reads a scheme of one's own from TOML and checks it; the caller frees it. An error for text that is no TOML, a key that is
/// not known, or rules that cannot be applied.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scheme_from_toml(
    toml: *const c_char,
    toml_len: usize,
    scheme_out: Option<&mut MaybeUninit<Box<tiendo_scheme>>>,
) -> tiendo_code {
    call(|| {
        let scheme = toml::from_toml(text(toml, toml_len, "toml")?)?;
        put(scheme_out, "scheme_out", tiendo_scheme::new(scheme)?)
    })
}

/// Frees a scheme. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scheme_free(scheme: Option<Box<tiendo_scheme>>) {
    free(scheme);
}

/// The scheme as TOML that `tiendo_scheme_from_toml` reads. Valid until the scheme is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scheme_get_toml(
    scheme: Option<&tiendo_scheme>,
    toml_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(toml_out, "toml_out", handle(scheme, "scheme")?.toml.as_c_str().into()))
}

/// The scheme as JSON, as requests take it; the caller frees it with `tiendo_reply_free`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scheme_get_json(
    scheme: Option<&tiendo_scheme>,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let scheme = handle(scheme, "scheme")?;
        wanted(reply_out.as_deref(), "reply_out")?;
        put(reply_out, "reply_out", tiendo_reply::json(&scheme.scheme)?)
    })
}

/// What a scheme gives to each of several subjects. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_scores {
    list: List<Score, 4>,
    /// Keys and means of all components, one behind the other.
    components: Grid<2>,
    /// Where the components of each subject begin.
    starts: Vec<usize>,
}

const SUBJECT: usize = 0;
const BAND: usize = 1;
const BAND_NAME: usize = 2;
const BAND_NAME_EN: usize = 3;

impl tiendo_scores {
    fn new(scores: Scores) -> Box<Self> {
        let texts = Grid::pack(scores.rows.iter().map(|score| {
            let band = |of: &dyn Fn(&model::Label) -> String| {
                score.band.as_ref().map_or_else(String::new, of)
            };
            [
                score.subject.clone(),
                band(&|label| label.key.clone()),
                band(&|label| label.in_language(Lang::Vi).to_owned()),
                band(&|label| label.in_language(Lang::En).to_owned()),
            ]
        }));
        let components =
            Grid::pack(scores.rows.iter().flat_map(|score| &score.components).map(|component| {
                let mean = component.mean_percent.as_deref().unwrap_or_default();
                [component.key.as_str(), mean]
            }));
        let counts = scores.rows.iter().map(|score| score.components.len());
        let starts = counts
            .scan(0, |next, count| {
                let start = *next;
                *next += count;
                Some(start)
            })
            .collect();
        Box::new(tiendo_scores { list: List::of(texts, scores.rows), components, starts })
    }

    fn component(&self, index: usize, component: usize) -> Outcome<usize> {
        let own = &self.list.record(index)?.components;
        crate::boundary::at(own, component, "component")?;
        Ok(self.starts.get(index).copied().unwrap_or_default() + component)
    }
}

/// Scores the agencies of a level (`province`, `commune` …), the best first, those that cannot be judged after them; the caller
/// frees the scores.
///
/// `given` is a JSON list of what no register knows, with one object for each agency, as the request `score` takes it; `NULL`:
/// nothing. A component without data is absent and never zero.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_score(
    evaluation: Option<&tiendo_evaluation>,
    scheme: Option<&tiendo_scheme>,
    level: *const c_char,
    level_len: usize,
    given: *const c_char,
    given_len: usize,
    scores_out: Option<&mut MaybeUninit<Box<tiendo_scores>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let scheme = &handle(scheme, "scheme")?.scheme;
        let level = Level::parse(text(level, level_len, "level")?);
        let given = inputs(given, given_len)?;
        wanted(scores_out.as_deref(), "scores_out")?;
        let scores = evaluation.score(scheme, &level, &given)?;
        put(scores_out, "scores_out", tiendo_scores::new(scores))
    })
}

/// Scores subjects on what is handed in alone, whoever they are; `given` as for `tiendo_evaluation_score`. The caller frees the
/// scores.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scheme_score(
    scheme: Option<&tiendo_scheme>,
    given: *const c_char,
    given_len: usize,
    scores_out: Option<&mut MaybeUninit<Box<tiendo_scores>>>,
) -> tiendo_code {
    call(|| {
        let scheme = &handle(scheme, "scheme")?.scheme;
        let given = inputs(given, given_len)?;
        wanted(scores_out.as_deref(), "scores_out")?;
        put(scores_out, "scores_out", tiendo_scores::new(scheme.score_all(&given)?))
    })
}

fn inputs(given: *const c_char, given_len: usize) -> Outcome<Vec<SubjectInputs>> {
    if given.is_null() {
        return Ok(Vec::new());
    }
    serde_json::from_str(long_text(given, given_len, "given")?)
        .map_err(|error| Failure::new(tiendo_code::InvalidRequest, format!("given: {error}")))
}

/// Frees scores. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_free(scores: Option<Box<tiendo_scores>>) {
    free(scores);
}

/// Number of subjects; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_len(scores: Option<&tiendo_scores>) -> usize {
    scores.map_or(0, |scores| scores.list.len())
}

/// Id of the agency, or the name of the subject. Valid until the scores are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_get_subject(
    scores: Option<&tiendo_scores>,
    index: usize,
    subject_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(subject_out, "subject_out", handle(scores, "scores")?.list.text(index, SUBJECT)?))
}

/// 1 + the number of subjects with a strictly greater total; 0 where it is not judged.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_get_rank(
    scores: Option<&tiendo_scores>,
    index: usize,
    rank_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let score = handle(scores, "scores")?.list.record(index)?;
        put(rank_out, "rank_out", score.rank.map_or(0, int))
    })
}

/// The points of the components with data, adjusted, and the most that these components can give: exact to hundredths, as the
/// nearest doubles.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_get_total(
    scores: Option<&tiendo_scores>,
    index: usize,
    total_out: Option<&mut MaybeUninit<f64>>,
    of_out: Option<&mut MaybeUninit<f64>>,
) -> tiendo_code {
    call(|| {
        let score = handle(scores, "scores")?.list.record(index)?;
        wanted(of_out.as_deref(), "of_out")?;
        put(total_out, "total_out", score.total.value())?;
        put(of_out, "of_out", score.of.value())
    })
}

/// 1 where every component has data and enough has fallen due, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_get_is_judged(
    scores: Option<&tiendo_scores>,
    index: usize,
    is_judged_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let score = handle(scores, "scores")?.list.record(index)?;
        put(is_judged_out, "is_judged_out", score.is_judged.into())
    })
}

/// The key of its band, or of what the scheme calls what cannot be judged; empty for none. Valid until the scores are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_get_band(
    scores: Option<&tiendo_scores>,
    index: usize,
    band_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(band_out, "band_out", handle(scores, "scores")?.list.text(index, BAND)?))
}

/// The name of that; `lang` is a `tiendo_lang`. Valid until the scores are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_get_band_name(
    scores: Option<&tiendo_scores>,
    index: usize,
    lang: i32,
    band_name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let scores = &handle(scores, "scores")?.list;
        put(band_name_out, "band_name_out", scores.text_in(index, [BAND_NAME, BAND_NAME_EN], lang)?)
    })
}

/// Number of components of a subject, which is that of the scheme.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_get_component_count(
    scores: Option<&tiendo_scores>,
    index: usize,
    component_count_out: Option<&mut MaybeUninit<usize>>,
) -> tiendo_code {
    call(|| {
        let score = handle(scores, "scores")?.list.record(index)?;
        put(component_count_out, "component_count_out", score.components.len())
    })
}

/// The key of a component. Valid until the scores are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_get_component_key(
    scores: Option<&tiendo_scores>,
    index: usize,
    component: usize,
    key_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let scores = handle(scores, "scores")?;
        let at = scores.component(index, component)?;
        put(key_out, "key_out", scores.components.get(at, 0, "component")?)
    })
}

/// The weighted mean of a component's parts in percent with two decimals, for reading; empty without data. Valid until the
/// scores are freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_get_component_mean(
    scores: Option<&tiendo_scores>,
    index: usize,
    component: usize,
    mean_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let scores = handle(scores, "scores")?;
        let at = scores.component(index, component)?;
        put(mean_out, "mean_out", scores.components.get(at, 1, "component")?)
    })
}

/// The points of a component, NaN without data, and the most that it can give.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_get_component_points(
    scores: Option<&tiendo_scores>,
    index: usize,
    component: usize,
    points_out: Option<&mut MaybeUninit<f64>>,
    most_out: Option<&mut MaybeUninit<f64>>,
) -> tiendo_code {
    call(|| {
        let score = handle(scores, "scores")?.list.record(index)?;
        let component = crate::boundary::at(&score.components, component, "component")?;
        wanted(most_out.as_deref(), "most_out")?;
        put(points_out, "points_out", component.points.map_or(f64::NAN, model::Points::value))?;
        put(most_out, "most_out", component.most.value())
    })
}

/// The whole score as JSON: components, adjustments, findings; the caller frees it with `tiendo_reply_free`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_scores_get_json(
    scores: Option<&tiendo_scores>,
    index: usize,
    reply_out: Option<&mut MaybeUninit<Box<tiendo_reply>>>,
) -> tiendo_code {
    call(|| {
        let score = handle(scores, "scores")?.list.record(index)?;
        wanted(reply_out.as_deref(), "reply_out")?;
        put(reply_out, "reply_out", tiendo_reply::json(score)?)
    })
}
