//! The KPIs of a registry, with their targets and measurements.

use std::mem::MaybeUninit;

use model::{Kpi, KpiPoint, Measurement, day};

use crate::boundary::{at, call, day_number, free, handle, put, wanted};
use crate::code::{Outcome, tiendo_code};
use crate::list::{List, shown};
use crate::packed::Grid;
use crate::registry::tiendo_registry;
use crate::text::tiendo_str;

/// The KPIs of a registry. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_kpis(List<Kpi, 12>);

/// The measurements of the KPIs of a registry. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_measurements(List<Measurement, 3>);

const ID: usize = 0;
const NAME: usize = 1;
const NAME_EN: usize = 2;
const DOCUMENT: usize = 3;
const UNIT: usize = 4;
const DIRECTION: usize = 5;
const AGGREGATION: usize = 6;
const OWNER: usize = 7;
const SURVEY_PERIOD: usize = 8;
const NOTE: usize = 9;
const SOURCE: usize = 10;
const PART_OF: usize = 11;
/// In measurements.
const KPI: usize = 1;
const RECORDED_AT: usize = 2;

/// The KPIs of a registry, in id order; the caller frees the list, which outlives the registry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_kpis(
    registry: Option<&tiendo_registry>,
    kpis_out: Option<&mut MaybeUninit<Box<tiendo_kpis>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(kpis_out.as_deref(), "kpis_out")?;
        let kpis = tiendo_kpis(List::new(registry.kpis(), |kpi| {
            [
                kpi.id.as_str(),
                kpi.name.as_str(),
                shown(kpi.name_en.as_ref()),
                kpi.document.as_ref().map_or("", |id| id.as_str()),
                shown(kpi.unit.as_ref()),
                kpi.direction.as_str(),
                kpi.aggregation.as_str(),
                kpi.owner.as_ref().map_or("", |id| id.as_str()),
                shown(kpi.of_people.as_ref().map(|survey| &survey.period)),
                shown(kpi.note.as_ref()),
                shown(kpi.source.as_ref()),
                kpi.part_of.as_ref().map_or("", |id| id.as_str()),
            ]
        }));
        put(kpis_out, "kpis_out", Box::new(kpis))
    })
}

/// Frees a list of KPIs. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_free(kpis: Option<Box<tiendo_kpis>>) {
    free(kpis);
}

/// Number of kpis; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_len(kpis: Option<&tiendo_kpis>) -> usize {
    kpis.map_or(0, |kpis| kpis.0.len())
}

/// Id of a KPI. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_id(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    id_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(id_out, "id_out", handle(kpis, "kpis")?.0.text(index, ID)?))
}

/// Its name; `lang` is a `tiendo_lang`, the English name empty where there is none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_name(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    lang: i32,
    name_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let kpis = &handle(kpis, "kpis")?.0;
        put(name_out, "name_out", kpis.text_in(index, [NAME, NAME_EN], lang)?)
    })
}

/// Id of the document that sets it; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_document(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    document_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(document_out, "document_out", handle(kpis, "kpis")?.0.text(index, DOCUMENT)?))
}

/// Its unit, in words; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_unit(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    unit_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(unit_out, "unit_out", handle(kpis, "kpis")?.0.text(index, UNIT)?))
}

/// Which way it should go: a word of the vocabulary `direction`. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_direction(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    direction_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(direction_out, "direction_out", handle(kpis, "kpis")?.0.text(index, DIRECTION)?))
}

/// Half width of the band that `maintain` allows, in its unit; -1 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_band(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    band_out: Option<&mut MaybeUninit<f64>>,
) -> tiendo_code {
    call(|| {
        let record = handle(kpis, "kpis")?.0.record(index)?;
        put(band_out, "band_out", record.band.unwrap_or(-1.0))
    })
}

/// Weight in scores.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_weight(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    weight_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let record = handle(kpis, "kpis")?.0.record(index)?;
        put(weight_out, "weight_out", i32::from(record.weight))
    })
}

/// How values add up over agencies: a word of the vocabulary `aggregation`. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_aggregation(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    aggregation_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        put(aggregation_out, "aggregation_out", handle(kpis, "kpis")?.0.text(index, AGGREGATION)?)
    })
}

/// Id of the agency it measures; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_owner(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    owner_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(owner_out, "owner_out", handle(kpis, "kpis")?.0.text(index, OWNER)?))
}

/// Where it started: the day, `yyyymmdd`, and the value on it; 0 and 0 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_baseline(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    day_out: Option<&mut MaybeUninit<i32>>,
    value_out: Option<&mut MaybeUninit<f64>>,
) -> tiendo_code {
    call(|| put_point(handle(kpis, "kpis")?.0.record(index)?.baseline, day_out, value_out))
}

/// Number of targets.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_target_count(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    target_count_out: Option<&mut MaybeUninit<usize>>,
) -> tiendo_code {
    call(|| {
        let record = handle(kpis, "kpis")?.0.record(index)?;
        put(target_count_out, "target_count_out", record.targets.len())
    })
}

/// A target: the day, `yyyymmdd`, and the value to reach by it; `target` is below their count.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_target(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    target: usize,
    day_out: Option<&mut MaybeUninit<i32>>,
    value_out: Option<&mut MaybeUninit<f64>>,
) -> tiendo_code {
    call(|| {
        let targets = &handle(kpis, "kpis")?.0.record(index)?.targets;
        put_point(Some(*at(targets, target, "target")?), day_out, value_out)
    })
}

/// For satisfaction and trust: how many people were asked; 0 where there was no survey.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_survey_size(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    survey_size_out: Option<&mut MaybeUninit<u32>>,
) -> tiendo_code {
    call(|| {
        let record = handle(kpis, "kpis")?.0.record(index)?;
        put(
            survey_size_out,
            "survey_size_out",
            record.of_people.as_ref().map_or(0, |survey| survey.survey_size),
        )
    })
}

/// The period of that survey; empty where there was none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_survey_period(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    survey_period_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        put(
            survey_period_out,
            "survey_period_out",
            handle(kpis, "kpis")?.0.text(index, SURVEY_PERIOD)?,
        )
    })
}

/// What must be known to read the figures; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_note(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    note_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(note_out, "note_out", handle(kpis, "kpis")?.0.text(index, NOTE)?))
}

/// Where this was read; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_source(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    source_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(source_out, "source_out", handle(kpis, "kpis")?.0.text(index, SOURCE)?))
}

/// Id of the KPI that it is one agency's part of; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpis_get_part_of(
    kpis: Option<&tiendo_kpis>,
    index: usize,
    part_of_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(part_of_out, "part_of_out", handle(kpis, "kpis")?.0.text(index, PART_OF)?))
}

/// The measurements of all KPIs of a registry, KPI by KPI in id order; the caller frees the list, which outlives the registry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_measurements(
    registry: Option<&tiendo_registry>,
    measurements_out: Option<&mut MaybeUninit<Box<tiendo_measurements>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(measurements_out.as_deref(), "measurements_out")?;
        let measured =
            || registry.kpis().iter().flat_map(|k| k.measurements.iter().map(move |m| (k, m)));
        let texts = measured().map(|(kpi, measurement)| {
            let recorded_at = measurement.recorded_at.map(day::instant_to_string);
            let id = shown(measurement.id.as_ref()).to_owned();
            [id, kpi.id.to_string(), recorded_at.unwrap_or_default()]
        });
        let records = measured().map(|(_, measurement)| measurement.clone()).collect();
        let measurements = tiendo_measurements(List::of(Grid::pack(texts), records));
        put(measurements_out, "measurements_out", Box::new(measurements))
    })
}

/// Frees a list of measurements. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_measurements_free(measurements: Option<Box<tiendo_measurements>>) {
    free(measurements);
}

/// Number of measurements; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_measurements_len(measurements: Option<&tiendo_measurements>) -> usize {
    measurements.map_or(0, |measurements| measurements.0.len())
}

/// Id of the KPI that was measured. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_measurements_get_kpi(
    measurements: Option<&tiendo_measurements>,
    index: usize,
    kpi_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(kpi_out, "kpi_out", handle(measurements, "measurements")?.0.text(index, KPI)?))
}

/// Id of the measurement, for its order among equals; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_measurements_get_id(
    measurements: Option<&tiendo_measurements>,
    index: usize,
    id_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(id_out, "id_out", handle(measurements, "measurements")?.0.text(index, ID)?))
}

/// Last day of the period measured, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_measurements_get_period_end(
    measurements: Option<&tiendo_measurements>,
    index: usize,
    period_end_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let record = handle(measurements, "measurements")?.0.record(index)?;
        put(period_end_out, "period_end_out", day_number(Some(record.period_end)))
    })
}

/// When the register learned of it, `yyyy-mm-ddThh:mm:ss`; empty for always known. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_measurements_get_recorded_at(
    measurements: Option<&tiendo_measurements>,
    index: usize,
    recorded_at_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        put(
            recorded_at_out,
            "recorded_at_out",
            handle(measurements, "measurements")?.0.text(index, RECORDED_AT)?,
        )
    })
}

/// The value, in the KPI's unit.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_measurements_get_value(
    measurements: Option<&tiendo_measurements>,
    index: usize,
    value_out: Option<&mut MaybeUninit<f64>>,
) -> tiendo_code {
    call(|| {
        let record = handle(measurements, "measurements")?.0.record(index)?;
        put(value_out, "value_out", record.value)
    })
}

/// What the value is the rate of: numerator and denominator; NaN for one that is not known.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_measurements_get_rate(
    measurements: Option<&tiendo_measurements>,
    index: usize,
    numerator_out: Option<&mut MaybeUninit<f64>>,
    denominator_out: Option<&mut MaybeUninit<f64>>,
) -> tiendo_code {
    call(|| {
        let record = handle(measurements, "measurements")?.0.record(index)?;
        wanted(denominator_out.as_deref(), "denominator_out")?;
        put(numerator_out, "numerator_out", record.numerator.unwrap_or(f64::NAN))?;
        put(denominator_out, "denominator_out", record.denominator.unwrap_or(f64::NAN))
    })
}

/// Writes a value on a day.
fn put_point(
    point: Option<KpiPoint>,
    day_out: Option<&mut MaybeUninit<i32>>,
    value_out: Option<&mut MaybeUninit<f64>>,
) -> Outcome {
    wanted(value_out.as_deref(), "value_out")?;
    put(day_out, "day_out", day_number(point.map(|point| point.day)))?;
    put(value_out, "value_out", point.map_or(0.0, |point| point.value))
}
