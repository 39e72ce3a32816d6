//! Rankings: agencies of one level by a rate.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{Level, Policy, Ranking};

use crate::boundary::{at, call, free, handle, int, maybe_writable, put, text, wanted};
use crate::code::{Outcome, tiendo_code};
use crate::evaluation::tiendo_evaluation;
use crate::sums::{Counted, Keys, keys, name_of};
use crate::text::tiendo_str;
use crate::watch::tiendo_watch;
use crate::word::tiendo_rate;

/// Agencies of one level, best first. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_ranking {
    pub(crate) ranking: Ranking,
    pub(crate) policy: Policy,
    keys: Keys,
}

impl tiendo_ranking {
    /// A ranking that was made by a policy.
    pub(crate) fn of(ranking: Ranking, policy: &Policy) -> Box<Self> {
        let keys = keys(ranking.rows.iter().map(|row| [&row.agency, &row.name, &row.name_en]));
        Box::new(tiendo_ranking { ranking, policy: policy.clone(), keys })
    }

    pub(crate) fn counted(ranking: Option<&Self>, row: usize) -> Outcome<Counted<'_>> {
        let tiendo_ranking { ranking, policy, .. } = handle(ranking, "ranking")?;
        Ok(Counted { sums: &at(&ranking.rows, row, "row")?.sums, policy })
    }
}

/// Ranks the agencies of a level (`province`, `commune` …) by the policy's rate; the caller frees the ranking.
///
/// The sums are inclusive of all below an agency. Ties share a rank. A ranking of simulated reports says nothing about
/// anybody: see `tiendo_evaluation_get_scope_provenance`. `watch` `NULL` is none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_rank(
    evaluation: Option<&tiendo_evaluation>,
    level: *const c_char,
    level_len: usize,
    watch: Option<NonNull<tiendo_watch>>,
    ranking_out: Option<&mut MaybeUninit<Box<tiendo_ranking>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        let level = Level::parse(text(level, level_len, "level")?);
        wanted(ranking_out.as_deref(), "ranking_out")?;
        let ranking = match maybe_writable(watch) {
            Some(watch) => evaluation.rank_watched(&level, &watch.0)?,
            None => evaluation.rank(&level),
        };
        put(ranking_out, "ranking_out", tiendo_ranking::of(ranking, evaluation.policy()))
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
    call(|| put(agency_out, "agency_out", handle(ranking, "ranking")?.keys.get(row, 0, "row")?))
}

/// The name of a row; `lang` is a `tiendo_lang`. Valid until the ranking is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_get_name(
    ranking: Option<&tiendo_ranking>,
    row: usize,
    lang: i32,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(name_out, "name_out", name_of(&handle(ranking, "ranking")?.keys, row, lang)?))
}

/// One number of a row's sums: `sum` is a `tiendo_sum`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_get_sum(
    ranking: Option<&tiendo_ranking>,
    row: usize,
    sum: i32,
    value_out: Option<&mut MaybeUninit<u64>>,
) -> tiendo_code {
    call(|| tiendo_ranking::counted(ranking, row)?.put_sum(sum, value_out))
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
    call(|| tiendo_ranking::counted(ranking, row)?.put_count(status, count_out, unreported_out))
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
    call(|| tiendo_ranking::counted(ranking, row)?.put_rate(rate, num_out, den_out))
}

/// The rate that ranks, as the policy has it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_ranking_get_ranking_rate(
    ranking: Option<&tiendo_ranking>,
    rate_out: Option<&mut MaybeUninit<tiendo_rate>>,
) -> tiendo_code {
    call(|| put(rate_out, "rate_out", handle(ranking, "ranking")?.ranking.rate.into()))
}
