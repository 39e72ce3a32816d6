//! KPIs under construction.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{
    AgencyId, Aggregation, Direction, DocumentId, Kpi, KpiId, KpiPoint, Measurement, PeopleAsked,
    Text,
};

use crate::boundary::{call, day_of, free, put, text};
use crate::code::{Failure, Outcome, tiendo_code};
use crate::field::{self, Draft, instant, maybe_id, model_text, set};

/// A KPI under construction: something measured against targets.
///
/// Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
#[derive(Debug)]
pub struct tiendo_kpi(pub(crate) Draft<Kpi>);

impl tiendo_kpi {
    fn set(kpi: Option<NonNull<Self>>, body: impl FnOnce(&mut Kpi)) -> Outcome {
        set(kpi, "kpi", |kpi| &kpi.0, body)
    }
}

/// A KPI with an id, a name and which way it should go (a word of the vocabulary `direction`); weight 1, not added up, all
/// else absent. The caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_new(
    id: *const c_char,
    id_len: usize,
    name: *const c_char,
    name_len: usize,
    direction: *const c_char,
    direction_len: usize,
    kpi_out: Option<&mut MaybeUninit<Box<tiendo_kpi>>>,
) -> tiendo_code {
    call(|| {
        let id = field::id(id, id_len, "id", KpiId::new)?;
        let name = Text::new(text(name, name_len, "name")?)?;
        let direction = Direction::parse(text(direction, direction_len, "direction")?);
        let kpi = Kpi::new(id, name, direction);
        put(kpi_out, "kpi_out", Box::new(tiendo_kpi(Draft::new(kpi))))
    })
}

/// Frees a kpi. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_free(kpi: Option<Box<tiendo_kpi>>) {
    free(kpi);
}

/// Id of the document that sets it. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_document(
    kpi: Option<NonNull<tiendo_kpi>>,
    document: *const c_char,
    document_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(document, document_len, "document", DocumentId::new)?;
        tiendo_kpi::set(kpi, |kpi| kpi.document = value)
    })
}

/// Its name in English. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_name_en(
    kpi: Option<NonNull<tiendo_kpi>>,
    name_en: *const c_char,
    name_en_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(name_en, name_en_len, "name_en")?;
        tiendo_kpi::set(kpi, |kpi| kpi.name_en = value)
    })
}

/// Its unit, in words. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_unit(
    kpi: Option<NonNull<tiendo_kpi>>,
    unit: *const c_char,
    unit_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(unit, unit_len, "unit")?;
        tiendo_kpi::set(kpi, |kpi| kpi.unit = value)
    })
}

/// Half width of the band that `maintain` allows, in its unit; 0 or more.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_band(kpi: Option<NonNull<tiendo_kpi>>, band: f64) -> tiendo_code {
    call(|| {
        let value = number(band, "band")?;
        if value < 0.0 {
            let message = format!("band must be 0 or more, not {value}");
            return Err(Failure::new(tiendo_code::InvalidValue, message));
        }
        tiendo_kpi::set(kpi, |kpi| kpi.band = Some(value))
    })
}

/// Weight in scores, 1 to 100.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_weight(
    kpi: Option<NonNull<tiendo_kpi>>,
    weight: i32,
) -> tiendo_code {
    call(|| {
        let value = u8::try_from(weight).ok().filter(|weight| (1..=100).contains(weight));
        let value = value.ok_or_else(|| {
            let message = format!("weight must be 1 to 100, not {weight}");
            Failure::new(tiendo_code::InvalidValue, message)
        })?;
        tiendo_kpi::set(kpi, |kpi| kpi.weight = value)
    })
}

/// How values add up over agencies: a word of the vocabulary `aggregation`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_aggregation(
    kpi: Option<NonNull<tiendo_kpi>>,
    aggregation: *const c_char,
    aggregation_len: usize,
) -> tiendo_code {
    call(|| {
        let value = Aggregation::parse(text(aggregation, aggregation_len, "aggregation")?);
        tiendo_kpi::set(kpi, |kpi| kpi.aggregation = value)
    })
}

/// Id of the agency it measures. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_owner(
    kpi: Option<NonNull<tiendo_kpi>>,
    owner: *const c_char,
    owner_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(owner, owner_len, "owner", AgencyId::new)?;
        tiendo_kpi::set(kpi, |kpi| kpi.owner = value)
    })
}

/// Where it started: a day, `yyyymmdd`, and the value on it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_baseline(
    kpi: Option<NonNull<tiendo_kpi>>,
    day: i32,
    value: f64,
) -> tiendo_code {
    call(|| {
        let point = KpiPoint { day: day_of(day, "day")?, value: number(value, "value")? };
        tiendo_kpi::set(kpi, |kpi| kpi.baseline = Some(point))
    })
}

/// Adds a target: a day, `yyyymmdd`, and the value to reach by it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_add_target(
    kpi: Option<NonNull<tiendo_kpi>>,
    day: i32,
    value: f64,
) -> tiendo_code {
    call(|| {
        let point = KpiPoint { day: day_of(day, "day")?, value: number(value, "value")? };
        tiendo_kpi::set(kpi, |kpi| kpi.targets.push(point))
    })
}

/// Adds what was measured: the last day of its period, `yyyymmdd`, and the value.
///
/// `id` orders measurements that are equal otherwise, `NULL` for none; `recorded_at` is when the register learned of it,
/// `yyyy-mm-ddThh:mm:ss`, `NULL` for always known.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_add_measurement(
    kpi: Option<NonNull<tiendo_kpi>>,
    id: *const c_char,
    id_len: usize,
    period_end: i32,
    recorded_at: *const c_char,
    recorded_at_len: usize,
    value: f64,
) -> tiendo_code {
    call(|| {
        let measurement = Measurement {
            id: model_text(id, id_len, "id")?,
            recorded_at: instant(recorded_at, recorded_at_len, "recorded_at")?,
            ..Measurement::new(day_of(period_end, "period_end")?, number(value, "value")?)
        };
        tiendo_kpi::set(kpi, |kpi| kpi.measurements.push(measurement))
    })
}

/// Says of what the measurement added last is the rate: `numerator` of `denominator`, so that rates of several agencies can be
/// added up.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_rate(
    kpi: Option<NonNull<tiendo_kpi>>,
    numerator: f64,
    denominator: f64,
) -> tiendo_code {
    call(|| {
        let numerator = number(numerator, "numerator")?;
        let denominator = number(denominator, "denominator")?;
        let mut any = false;
        tiendo_kpi::set(kpi, |kpi| {
            if let Some(last) = kpi.measurements.last_mut() {
                (last.numerator, last.denominator) = (Some(numerator), Some(denominator));
                any = true;
            }
        })?;
        if any {
            Ok(())
        } else {
            Err(Failure::new(tiendo_code::OutOfRange, "nothing is measured yet"))
        }
    })
}

/// Sets the id of the KPI that this one is one agency's part of.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_part_of(
    kpi: Option<NonNull<tiendo_kpi>>,
    part_of: *const c_char,
    part_of_len: usize,
) -> tiendo_code {
    call(|| {
        let value = Some(field::id(part_of, part_of_len, "part_of", KpiId::new)?);
        tiendo_kpi::set(kpi, |kpi| kpi.part_of = value)
    })
}

/// For satisfaction and trust: how many people were asked, and the period of the survey in words.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_survey(
    kpi: Option<NonNull<tiendo_kpi>>,
    survey_size: u32,
    period: *const c_char,
    period_len: usize,
) -> tiendo_code {
    call(|| {
        let period = Text::new(text(period, period_len, "period")?)?;
        tiendo_kpi::set(kpi, |kpi| kpi.of_people = Some(PeopleAsked { survey_size, period }))
    })
}

/// What must be known to read the figures. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_note(
    kpi: Option<NonNull<tiendo_kpi>>,
    note: *const c_char,
    note_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(note, note_len, "note")?;
        tiendo_kpi::set(kpi, |kpi| kpi.note = value)
    })
}

/// Where this was read. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_kpi_set_source(
    kpi: Option<NonNull<tiendo_kpi>>,
    source: *const c_char,
    source_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(source, source_len, "source")?;
        tiendo_kpi::set(kpi, |kpi| kpi.source = value)
    })
}

/// A number that is one.
fn number(value: f64, name: &str) -> Outcome<f64> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(Failure::new(tiendo_code::InvalidValue, format!("{name} is not a number: {value}")))
}
