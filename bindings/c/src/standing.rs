//! Where KPIs stand, and the weighted KPI scores of agencies.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use model::{AsOf, KpiScore, KpiStanding};

use crate::boundary::{
    call, day_number, day_of, free, handle, int, maybe_day, maybe_text, put, wanted,
};
use crate::code::{Outcome, tiendo_code};
use crate::list::List;
use crate::packed::Grid;
use crate::registry::tiendo_registry;
use crate::text::tiendo_str;

/// Where KPIs stand. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_kpi_standings(List<KpiStanding, 6>);

const KPI: usize = 0;
const NAME: usize = 1;
const NAME_EN: usize = 2;
const OWNER: usize = 3;
const UNIT: usize = 4;
const STATE: usize = 5;

fn moment(day: i32, known: i32) -> Outcome<AsOf> {
    let as_of = AsOf::new(day_of(day, "day")?)?;
    Ok(match maybe_day(known, "known")? {
        Some(known) => as_of.known_on(known)?,
        None => as_of,
    })
}

fn listed(standings: Vec<KpiStanding>) -> tiendo_kpi_standings {
    let texts = Grid::pack(standings.iter().map(|kpi| {
        [
            kpi.kpi.as_str(),
            kpi.name.as_str(),
            kpi.name_en.as_str(),
            kpi.owner.as_deref().unwrap_or_default(),
            kpi.unit.as_deref().unwrap_or_default(),
            kpi.state.as_str(),
        ]
    }));
    tiendo_kpi_standings(List::of(texts, standings))
}

/// Where every KPI stands on `day` as known on `known` (0: everything recorded), in id order; of an agency and all below it, by
/// id, code or name, where `agency` is not `NULL`. The caller frees the list, which outlives the registry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_kpi_standings(
    registry: Option<&tiendo_registry>,
    day: i32,
    known: i32,
    agency: *const c_char,
    agency_len: usize,
    standings_out: Option<&mut MaybeUninit<Box<tiendo_kpi_standings>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        let agency = maybe_text(agency, agency_len, "agency")?;
        wanted(standings_out.as_deref(), "standings_out")?;
        let standings = registry.kpi_standings(moment(day, known)?, agency)?;
        put(standings_out, "standings_out", Box::new(listed(standings)))
    })
}

/// Where satisfaction and trust stand: the KPIs with a survey, which belong beside every completion. The caller frees the list.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_kpis_of_people(
    registry: Option<&tiendo_registry>,
    day: i32,
    known: i32,
    standings_out: Option<&mut MaybeUninit<Box<tiendo_kpi_standings>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(standings_out.as_deref(), "standings_out")?;
        let standings = registry.kpis_of_people(moment(day, known)?);
        put(standings_out, "standings_out", Box::new(listed(standings)))
    })
}

/// Frees a list of standings. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_standings_free(standings: Option<Box<tiendo_kpi_standings>>) {
    free(standings);
}

/// Number of KPIs; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_standings_len(standings: Option<&tiendo_kpi_standings>) -> usize {
    standings.map_or(0, |standings| standings.0.len())
}

/// Id of the KPI. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_standings_get_kpi(
    standings: Option<&tiendo_kpi_standings>,
    index: usize,
    kpi_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(kpi_out, "kpi_out", handle(standings, "standings")?.0.text(index, KPI)?))
}

/// Its name; `lang` is a `tiendo_lang`, the Vietnamese name where there is no other. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_standings_get_name(
    standings: Option<&tiendo_kpi_standings>,
    index: usize,
    lang: i32,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let standings = &handle(standings, "standings")?.0;
        put(name_out, "name_out", standings.text_in(index, [NAME, NAME_EN], lang)?)
    })
}

/// Id of the agency that it measures; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_standings_get_owner(
    standings: Option<&tiendo_kpi_standings>,
    index: usize,
    owner_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(owner_out, "owner_out", handle(standings, "standings")?.0.text(index, OWNER)?))
}

/// Its unit, in words; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_standings_get_unit(
    standings: Option<&tiendo_kpi_standings>,
    index: usize,
    unit_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(unit_out, "unit_out", handle(standings, "standings")?.0.text(index, UNIT)?))
}

/// Where it stands: a word of the vocabulary `kpi_state`. `no_data` and `not_yet_due` are no zeros. Valid until the list is
/// freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_standings_get_state(
    standings: Option<&tiendo_kpi_standings>,
    index: usize,
    state_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(state_out, "state_out", handle(standings, "standings")?.0.text(index, STATE)?))
}

/// The target of the day, the actual value, how far along the way from baseline to target (0 to 1.2), and for satisfaction the
/// value before the last; NaN for each that there is not.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_standings_get_values(
    standings: Option<&tiendo_kpi_standings>,
    index: usize,
    target_out: Option<&mut MaybeUninit<f64>>,
    actual_out: Option<&mut MaybeUninit<f64>>,
    ratio_out: Option<&mut MaybeUninit<f64>>,
    before_out: Option<&mut MaybeUninit<f64>>,
) -> tiendo_code {
    call(|| {
        let standing = handle(standings, "standings")?.0.record(index)?;
        wanted(actual_out.as_deref(), "actual_out")?;
        wanted(ratio_out.as_deref(), "ratio_out")?;
        wanted(before_out.as_deref(), "before_out")?;
        let value = |value: Option<f64>| value.unwrap_or(f64::NAN);
        put(target_out, "target_out", value(standing.target))?;
        put(actual_out, "actual_out", value(standing.actual))?;
        put(ratio_out, "ratio_out", value(standing.ratio))?;
        put(before_out, "before_out", value(standing.before))
    })
}

/// Last day of the period measured, `yyyymmdd`; 0 where nothing was.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_standings_get_period_end(
    standings: Option<&tiendo_kpi_standings>,
    index: usize,
    period_end_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let standing = handle(standings, "standings")?.0.record(index)?;
        put(period_end_out, "period_end_out", day_number(standing.period_end))
    })
}

/// 1 where it is where it should be, 0 where it is not, -1 where that is no question.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_standings_get_is_attained(
    standings: Option<&tiendo_kpi_standings>,
    index: usize,
    is_attained_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let standing = handle(standings, "standings")?.0.record(index)?;
        put(is_attained_out, "is_attained_out", standing.attained.map_or(-1, i32::from))
    })
}

/// The weighted KPI scores of agencies. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_kpi_scores(List<KpiScore, 1>);

/// The weighted KPI score of every agency that is measured, in id order; the caller frees the list.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_kpi_scores(
    registry: Option<&tiendo_registry>,
    day: i32,
    known: i32,
    scores_out: Option<&mut MaybeUninit<Box<tiendo_kpi_scores>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(scores_out.as_deref(), "scores_out")?;
        let scores = registry.kpi_scores(moment(day, known)?);
        let texts = Grid::pack(scores.iter().map(|score| [score.agency.as_str()]));
        put(scores_out, "scores_out", Box::new(tiendo_kpi_scores(List::of(texts, scores))))
    })
}

/// Frees a list of KPI scores. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_scores_free(scores: Option<Box<tiendo_kpi_scores>>) {
    free(scores);
}

/// Number of agencies; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_scores_len(scores: Option<&tiendo_kpi_scores>) -> usize {
    scores.map_or(0, |scores| scores.0.len())
}

/// Id of the agency. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_scores_get_agency(
    scores: Option<&tiendo_kpi_scores>,
    index: usize,
    agency_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(agency_out, "agency_out", handle(scores, "scores")?.0.text(index, 0)?))
}

/// KPIs that measure it, of these those with a measurement, and of these those that are where they should be.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_scores_get_counts(
    scores: Option<&tiendo_kpi_scores>,
    index: usize,
    kpi_count_out: Option<&mut MaybeUninit<i32>>,
    data_count_out: Option<&mut MaybeUninit<i32>>,
    attained_count_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let score = handle(scores, "scores")?.0.record(index)?;
        wanted(data_count_out.as_deref(), "data_count_out")?;
        wanted(attained_count_out.as_deref(), "attained_count_out")?;
        put(kpi_count_out, "kpi_count_out", int(score.kpi_count))?;
        put(data_count_out, "data_count_out", int(score.data_count))?;
        put(attained_count_out, "attained_count_out", int(score.attained_count))
    })
}

/// The weighted mean of its KPIs' ratios, 0 to 1.2; NaN where none has one, which is not zero.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_scores_get_score_ratio(
    scores: Option<&tiendo_kpi_scores>,
    index: usize,
    score_ratio_out: Option<&mut MaybeUninit<f64>>,
) -> tiendo_code {
    call(|| {
        let score = handle(scores, "scores")?.0.record(index)?;
        put(score_ratio_out, "score_ratio_out", score.score_ratio.unwrap_or(f64::NAN))
    })
}
