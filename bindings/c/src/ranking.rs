//! Rankings: agencies of one level by a rate.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use model::{Lang, Level, Policy, Ranking, Sums};

use crate::boundary::{at, call, free, handle, int, put, text, wanted};
use crate::code::{Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::sums::{count_of, sum_of};
use crate::text::{c_text, tiendo_str};
use crate::word::{tiendo_lang, tiendo_rate, tiendo_status};

/// Agencies of one level, best first. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_ranking {
    pub(crate) ranking: Ranking,
    pub(crate) policy: Policy,
    texts: Vec<[CString; 3]>,
}

impl tiendo_ranking {
    fn sums(&self, row: usize) -> Outcome<&Sums> {
        at(&self.ranking.rows, row, "row").map(|found| &found.sums)
    }

    fn texts(&self, row: usize) -> Outcome<&[CString; 3]> {
        at(&self.texts, row, "row")
    }
}

/// Ranks the agencies of a level (`province`, `commune` …) by the policy's rate; the caller frees the ranking.
///
/// The sums are inclusive of all below an agency. Ties share a rank. A ranking of simulated reports says nothing about
/// anybody: see `tiendo_evaluation_get_scope_provenance`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_rank(
    evaluation: Option<&tiendo_evaluation>,
    level: *const c_char,
    level_len: usize,
    ranking_out: Option<&mut MaybeUninit<Box<tiendo_ranking>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let level = Level::parse(text(level, level_len, "level")?);
        wanted(ranking_out.as_deref(), "ranking_out")?;
        let ranking = evaluation.rank(&level);
        let rows = ranking.rows.iter();
        let texts = rows.map(|r| [&r.agency, &r.name, &r.name_en].map(|text| c_text(text)));
        let texts = texts.collect();
        let ranking = tiendo_ranking { ranking, policy: evaluation.policy().clone(), texts };
        put(ranking_out, "ranking_out", Box::new(ranking))
    })
}

/// Frees a ranking. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_free(ranking: Option<Box<tiendo_ranking>>) {
    free(ranking);
}

/// Number of agencies, the unranked included; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_len(ranking: Option<&tiendo_ranking>) -> usize {
    ranking.map_or(0, |r| r.ranking.rows.len())
}

/// The rank, 1 for the best; 0 for an agency with too little fallen due, or nothing to divide by.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_get_rank(
    ranking: Option<&tiendo_ranking>,
    row: usize,
    rank_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let row = at(&handle(ranking, "ranking")?.ranking.rows, row, "row")?;
        put(rank_out, "rank_out", row.rank.map_or(0, int))
    })
}

/// Id of the agency. Valid until the ranking is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_get_agency(
    ranking: Option<&tiendo_ranking>,
    row: usize,
    agency_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let [agency, ..] = handle(ranking, "ranking")?.texts(row)?;
        put(agency_out, "agency_out", agency.as_c_str().into())
    })
}

/// The name of a row; `lang` is a `tiendo_lang`. Valid until the ranking is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_get_name(
    ranking: Option<&tiendo_ranking>,
    row: usize,
    lang: i32,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let [_, vi, en] = handle(ranking, "ranking")?.texts(row)?;
        let name = match tiendo_lang::of(lang, "lang")? {
            Lang::Vi => vi,
            Lang::En => en,
        };
        put(name_out, "name_out", name.as_c_str().into())
    })
}

/// One number of a row's sums: `sum` is a `tiendo_sum`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_get_sum(
    ranking: Option<&tiendo_ranking>,
    row: usize,
    sum: i32,
    value_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let ranking = handle(ranking, "ranking")?;
        let value = sum_of(ranking.sums(row)?, sum, &ranking.policy)?;
        put(value_out, "value_out", value)
    })
}

/// How many of a row have a status (a `tiendo_status`), and of these how many nobody reported on.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_get_count(
    ranking: Option<&tiendo_ranking>,
    row: usize,
    status: i32,
    count_out: Option<&mut MaybeUninit<u64>>,
    unreported_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let status = tiendo_status::of(status, "status")?;
        let (count, unreported) = count_of(handle(ranking, "ranking")?.sums(row)?, status);
        wanted(unreported_out.as_deref(), "unreported_out")?;
        put(count_out, "count_out", count)?;
        put(unreported_out, "unreported_out", unreported)
    })
}

/// A rate (a `tiendo_rate`) of a row, exact: `num` ÷ `den`, 0 ÷ 0 where there is nothing to divide by.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_get_rate(
    ranking: Option<&tiendo_ranking>,
    row: usize,
    rate: i32,
    num_out: Option<&mut MaybeUninit<u64>>,
    den_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| {
        let ranking = handle(ranking, "ranking")?;
        let rate = tiendo_rate::of(rate, "rate")?;
        let ratio = ranking.sums(row)?.rate_of(rate, &ranking.policy);
        wanted(den_out.as_deref(), "den_out")?;
        put(num_out, "num_out", ratio.num)?;
        put(den_out, "den_out", ratio.den)
    })
}
