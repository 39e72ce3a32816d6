//! KPIs: what is measured, from which baseline towards which targets, and where each stands.
//!
//! The records are here; `kpi/judge` is the rule for one series, [`KpiStanding`] what it says of one KPI,
//! [`KpiScore`] of an agency, [`KpiRollup`] of a KPI measured at many agencies. `SCORING.md` has the formulas.

use chrono::{NaiveDate, NaiveDateTime};

use crate::id::{AgencyId, DocumentId, KpiId};
use crate::text::Text;
use crate::vocabulary::open_vocabulary;

mod check;
mod columns;
mod judge;
mod people;
mod rollup;
mod score;
mod standing;

pub(crate) use columns::KpiColumns;
pub use rollup::{KpiRollup, KpiRollupRow};
pub use score::KpiScore;
pub use standing::{KpiDay, KpiStanding, KpiState};

open_vocabulary! {
    /// Which way a KPI should go.
    ///
    /// ```
    /// assert_eq!(tiendo::Direction::parse("decrease"), tiendo::Direction::Decrease);
    /// ```
    Direction {
        Increase = "increase", "tăng", "increase";
        Decrease = "decrease", "giảm", "decrease";
        Maintain = "maintain", "duy trì", "maintain";
        Reach = "reach", "đạt", "reach";
    }
}

open_vocabulary! {
    /// How a KPI's values add up over agencies.
    ///
    /// ```
    /// assert_eq!(tiendo::Aggregation::parse("sum"), tiendo::Aggregation::Sum);
    /// ```
    Aggregation {
        Sum = "sum", "cộng", "sum";
        Mean = "mean", "trung bình", "mean";
        Ratio = "ratio", "tử số trên mẫu số", "numerator over denominator";
        Latest = "latest", "mới nhất", "latest";
        None = "none", "không cộng", "not added up";
    }
}

/// A value on a day.
///
/// ```
/// use tiendo::{day, KpiPoint};
/// let target = KpiPoint { day: day::parse("2030-12-31")?, value: 30.0 };
/// assert!(target.value > 0.0);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct KpiPoint {
    /// The day.
    pub day: NaiveDate,
    /// The value, in the KPI's unit.
    pub value: f64,
}

/// A measured value of a KPI.
///
/// ```
/// use tiendo::{day, Measurement};
/// let measured = Measurement::new(day::parse("2025-12-31")?, 18.72);
/// assert!(measured.recorded_at.is_none());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Measurement {
    /// Id of the measurement, for its order among equals.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub id: Option<Text>,
    /// Last day of the period measured.
    pub period_end: NaiveDate,
    /// When the register learned of it; absent for always known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub recorded_at: Option<NaiveDateTime>,
    /// The value, in the KPI's unit.
    pub value: f64,
    /// What the value counts, where it is a rate: files handled online.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub numerator: Option<f64>,
    /// Of how many, where it is a rate: all files.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub denominator: Option<f64>,
}

impl Measurement {
    /// A value at the end of a period, without an id, always known.
    pub fn new(period_end: NaiveDate, value: f64) -> Self {
        Measurement {
            id: None,
            period_end,
            recorded_at: None,
            value,
            numerator: None,
            denominator: None,
        }
    }
}

/// For a KPI asked of people (satisfaction, trust): how many and when.
///
/// ```
/// use tiendo::{PeopleAsked, Text};
/// let survey = PeopleAsked { survey_size: 30_000, period: Text::new("2025")? };
/// assert!(survey.survey_size > 0);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PeopleAsked {
    /// Number of people asked.
    pub survey_size: u32,
    /// Period of the survey, as a period code or in words.
    pub period: Text,
}

/// Something measured against targets.
///
/// ```
/// use tiendo::{Direction, Kpi, KpiId, Text};
/// let kpi = Kpi::new(KpiId::new("K001")?, Text::new("Kinh tế số trên GDP")?, Direction::Increase);
/// assert!(kpi.baseline.is_none());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Kpi {
    /// Id, unique among KPIs.
    pub id: KpiId,
    /// The document that sets it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub document: Option<DocumentId>,
    /// Name in Vietnamese.
    pub name: Text,
    /// Name in English.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name_en: Option<Text>,
    /// Unit, in words.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unit: Option<Text>,
    /// Which way it should go.
    pub direction: Direction,
    /// Half width of the band that `maintain` allows, in the KPI's unit.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub band: Option<f64>,
    /// Weight in scores, 1 to 100.
    #[cfg_attr(feature = "serde", serde(default = "one"))]
    pub weight: u8,
    /// How values add up over agencies.
    #[cfg_attr(feature = "serde", serde(default = "aggregation_none"))]
    pub aggregation: Aggregation,
    /// The agency it measures.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub owner: Option<AgencyId>,
    /// The KPI that this one is one agency's part of; that one's `aggregation` adds the parts up.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub part_of: Option<KpiId>,
    /// Where it started; without it a KPI is attained or not and has no ratio.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub baseline: Option<KpiPoint>,
    /// Targets, by day.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub targets: Vec<KpiPoint>,
    /// What was measured.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub measurements: Vec<Measurement>,
    /// For satisfaction and trust: the survey.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub of_people: Option<PeopleAsked>,
    /// What must be known to read the figures.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub note: Option<Text>,
    /// Where this was read.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub source: Option<Text>,
}

#[cfg(feature = "serde")]
fn one() -> u8 {
    1
}

#[cfg(feature = "serde")]
fn aggregation_none() -> Aggregation {
    Aggregation::None
}

impl Kpi {
    /// A KPI with what is required; weight 1, not added up, all else absent.
    pub fn new(id: KpiId, name: Text, direction: Direction) -> Self {
        Kpi {
            id,
            document: None,
            name,
            name_en: None,
            unit: None,
            direction,
            band: None,
            weight: 1,
            aggregation: Aggregation::None,
            owner: None,
            part_of: None,
            baseline: None,
            targets: Vec::new(),
            measurements: Vec::new(),
            of_people: None,
            note: None,
            source: None,
        }
    }
}
