//! Scores: what a scheme gives to a subject, every step shown.
//!
//! A component's points are its maximum × the exact weighted mean of its parts, rounded half up to hundredths of a point;
//! from there on all is exact, so that a total is the sum of the parts that are printed. A component without data is
//! absent and never zero, and a total that lacks one is in no band and has no rank.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::finding::{Finding, FindingCode, RecordKind};
use crate::rollup::Scope;
use crate::scheme::{
    Adjustment, Band, Component, Counted, Label, Measure, Part, Points, ProductMeasure, Scheme,
};
use crate::sums::Ratio;

mod fraction;
mod of_registry;

use fraction::Fraction;

/// A product of a subject, as assessments of civil servants count them.
///
/// ```
/// use tiendo::ScoredProduct;
/// let product = ScoredProduct { delays: 1, ..ScoredProduct::done("report") };
/// assert_eq!(product.quantity, 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ScoredProduct {
    /// What it is.
    pub id: String,
    /// Converted products assigned.
    #[cfg_attr(feature = "serde", serde(default = "one"))]
    pub quantity: u32,
    /// Converted products done; absent: all of them.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub done: Option<u32>,
    /// Assessments that it failed for a major fault.
    #[cfg_attr(feature = "serde", serde(default))]
    pub faults: u32,
    /// Times that it was late.
    #[cfg_attr(feature = "serde", serde(default))]
    pub delays: u32,
    /// Whether an objective cause of them is confirmed, which takes nothing off.
    #[cfg_attr(feature = "serde", serde(default))]
    pub objective: bool,
}

#[cfg(feature = "serde")]
fn one() -> u32 {
    1
}

impl ScoredProduct {
    /// One product, done without fault or delay.
    pub fn done(id: &str) -> Self {
        ScoredProduct {
            id: id.to_owned(),
            quantity: 1,
            done: None,
            faults: 0,
            delays: 0,
            objective: false,
        }
    }
}

/// What is known of a subject: an agency or a person.
///
/// ```
/// use tiendo::{Points, Scheme, SubjectInputs};
/// let mut inputs = SubjectInputs::of("a province");
/// inputs.points.insert("openness".into(), Points::parse("15.82")?);
/// let score = Scheme::named("qd-766")?.score(&inputs)?;
/// // Five components have no data, so the total is of the one only and is in no band.
/// assert_eq!((score.total.to_string().as_str(), score.of.to_string().as_str()), ("15.82", "18.00"));
/// assert!(!score.is_complete);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct SubjectInputs {
    /// Id of the agency, or a name.
    pub subject: String,
    /// Points by the key of the component that they are for.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub points: BTreeMap<String, Points>,
    /// Rates by their word.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub rates: BTreeMap<String, Ratio>,
    /// Ratios of KPIs by id.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub kpis: BTreeMap<String, f64>,
    /// The weighted KPI score.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub kpi_score: Option<f64>,
    /// What adjustments count: by the word of what is counted, for `given` by the adjustment's key; absent: 0.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub counts: BTreeMap<String, u64>,
    /// Its products.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub products: Vec<ScoredProduct>,
    /// A total that was printed, to be compared.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub printed: Option<Points>,
}

impl SubjectInputs {
    /// A subject of which nothing is known yet.
    pub fn of(subject: &str) -> Self {
        SubjectInputs { subject: subject.to_owned(), ..SubjectInputs::default() }
    }
}

/// What a component gives.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScoreComponent {
    /// Its key.
    pub key: String,
    /// Its points; absent without data.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub points: Option<Points>,
    /// The most that it can give.
    pub most: Points,
    /// The weighted mean of its parts in percent with two decimals, for reading: the points are made of the exact mean.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub mean_percent: Option<String>,
}

/// What an adjustment takes off or adds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScoreAdjustment {
    /// Its key.
    pub key: String,
    /// How many were counted.
    pub count: u64,
    /// Its points, negative where it takes off.
    pub points: Points,
}

/// What a scheme gives to one subject.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Score {
    /// Id of the agency, or a name.
    pub subject: String,
    /// 1 + the number of subjects with a strictly greater total; absent where it is not judged.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub rank: Option<u32>,
    /// The points of the components with data, adjusted; never below 0.
    pub total: Points,
    /// The most that these components can give.
    pub of: Points,
    /// Whether every component has data.
    pub is_complete: bool,
    /// Whether it is complete and enough has fallen due.
    pub is_judged: bool,
    /// Its band, or what the scheme calls what cannot be judged.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub band: Option<Label>,
    /// The components, in the order of the scheme.
    pub components: Vec<ScoreComponent>,
    /// The adjustments, in the order of the scheme.
    pub adjustments: Vec<ScoreAdjustment>,
    /// The printed total that it was compared with.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub printed: Option<Points>,
    /// What is wrong with what was handed in.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub findings: Vec<Finding>,
}

/// Scores of many subjects, the best first; those that cannot be judged after them, in the order of their ids.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scores {
    /// What the numbers are made of; absent where nothing but what was handed in counts.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub scope: Option<Scope>,
    /// Name of the scheme.
    pub scheme: String,
    /// Its version.
    pub scheme_version: u32,
    /// What its components can give together.
    pub maximum: Points,
    /// One row per subject.
    pub rows: Vec<Score>,
}

impl Scheme {
    /// Scores one subject on what is handed in.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for a scheme that [`Scheme::validate`] refuses.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Points, Scheme, ScoredProduct, SubjectInputs};
    /// let mut inputs = SubjectInputs::of("a civil servant");
    /// inputs.points.insert("common".into(), Points::whole(28));
    /// // Two products of four were late, one of these for a confirmed objective cause.
    /// inputs.products = vec![
    ///     ScoredProduct::done("p1"),
    ///     ScoredProduct::done("p2"),
    ///     ScoredProduct { delays: 1, ..ScoredProduct::done("p3") },
    ///     ScoredProduct { delays: 1, objective: true, ..ScoredProduct::done("p4") },
    /// ];
    /// let score = Scheme::named("nd-335")?.score(&inputs)?;
    /// // 28 + 70 × (100 % + 100 % + 93.75 %) ÷ 3 = 28 + 68.54
    /// assert_eq!(score.total.to_string(), "96.54");
    /// assert_eq!(score.band.unwrap().key, "excellent");
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn score(&self, inputs: &SubjectInputs) -> Result<Score, Error> {
        self.validate()?;
        Ok(self.scored(inputs))
    }

    /// Scores many subjects on what is handed in, and ranks them.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for a scheme that [`Scheme::validate`] refuses.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Scheme, SubjectInputs};
    /// let scores = Scheme::named("qd-766")?.score_all(&[SubjectInputs::of("A")])?;
    /// assert_eq!(scores.rows[0].rank, None); // nothing is known of it
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn score_all(&self, subjects: &[SubjectInputs]) -> Result<Scores, Error> {
        self.validate()?;
        Ok(self.ranked(None, subjects.iter().map(|inputs| self.scored(inputs)).collect()))
    }

    /// Orders and ranks scores.
    fn ranked(&self, scope: Option<Scope>, mut rows: Vec<Score>) -> Scores {
        rows.sort_by(|a, b| {
            (b.is_judged, if b.is_judged { b.total } else { Points::ZERO })
                .cmp(&(a.is_judged, if a.is_judged { a.total } else { Points::ZERO }))
                .then_with(|| crate::id::compare(&a.subject, &b.subject))
        });
        let mut last: Option<(Points, u32)> = None;
        for (row, place) in rows.iter_mut().zip(1..).filter(|(row, _)| row.is_judged) {
            let rank =
                last.filter(|(total, _)| *total == row.total).map_or(place, |(_, rank)| rank);
            (row.rank, last) = (Some(rank), Some((row.total, rank)));
        }
        Scores {
            scope,
            scheme: self.name.clone(),
            scheme_version: self.version,
            maximum: self.maximum(),
            rows,
        }
    }

    fn scored(&self, inputs: &SubjectInputs) -> Score {
        let mut findings = Vec::new();
        let known = |key: &String| self.components.iter().any(|c| c.key == *key && is_given(c));
        for key in inputs.points.keys().filter(|key| !known(key)) {
            let finding = found(FindingCode::ScoreUnknownValue, inputs);
            findings.push(finding.arg("component", key));
        }
        let components: Vec<ScoreComponent> =
            self.components.iter().map(|c| scored(c, inputs, &mut findings)).collect();
        let adjustments: Vec<ScoreAdjustment> =
            self.adjustments.iter().map(|a| adjusted(a, inputs)).collect();

        let is_complete = components.iter().all(|c| c.points.is_some());
        let due = inputs.counts.get(Counted::FallenDue.as_str()).copied().unwrap_or(0);
        let is_judged = is_complete && due >= u64::from(self.minimum_due);
        let points = components.iter().filter_map(|c| c.points).sum::<Points>()
            + adjustments.iter().map(|a| a.points).sum();
        let total = points.max(Points::ZERO).min(self.cap.unwrap_or(points.max(Points::ZERO)));
        if let Some(printed) = inputs.printed.filter(|printed| is_complete && *printed != total) {
            let finding = found(FindingCode::ScorePrintedDiffers, inputs);
            findings.push(finding.arg("printed", printed).arg("total", total));
        }
        let band =
            if is_judged { self.band(total).map(Band::label) } else { self.unjudged.clone() };
        Score {
            subject: inputs.subject.clone(),
            rank: None,
            total,
            of: components.iter().filter(|c| c.points.is_some()).map(|c| c.most).sum(),
            is_complete,
            is_judged,
            band,
            components,
            adjustments,
            printed: inputs.printed,
            findings,
        }
    }
}

fn found(code: FindingCode, inputs: &SubjectInputs) -> Finding {
    Finding::new(code).about(RecordKind::Agency, &inputs.subject).arg("subject", &inputs.subject)
}

/// Whether points for the component are handed in.
fn is_given(component: &Component) -> bool {
    component.parts.is_empty() || component.parts.iter().any(|p| p.measure == Measure::Given)
}

fn scored(
    component: &Component,
    inputs: &SubjectInputs,
    findings: &mut Vec<Finding>,
) -> ScoreComponent {
    let given = [Part::of(Measure::Given)];
    let parts = if component.parts.is_empty() { &given[..] } else { &component.parts };
    let (mut sum, mut weights) = (Some(Fraction::ZERO), 0);
    for part in parts {
        let value = value_of(component, part, inputs);
        sum = sum.zip(value).map(|(sum, value)| sum.plus(value.times(part.weight.into())));
        weights += i128::from(part.weight);
    }
    let mean = sum.map(|sum| sum.over(weights));
    let most = component.most();
    let points = mean.map(|mean| {
        let points = mean.of_points(component.maximum);
        if points > most && is_given(component) {
            let finding = found(FindingCode::ScoreOverMaximum, inputs);
            let finding = finding.arg("component", &component.key).arg("points", points);
            findings.push(finding.arg("maximum", most));
        }
        points.max(Points::ZERO).min(most)
    });
    let mean_percent = mean.map(|mean| mean.of_points(Points::whole(100)).to_string());
    ScoreComponent { key: component.key.clone(), points, most, mean_percent }
}

/// The value of a part, 1 being all; none without data.
fn value_of(component: &Component, part: &Part, inputs: &SubjectInputs) -> Option<Fraction> {
    match &part.measure {
        Measure::Given => {
            let points = inputs.points.get(&component.key)?;
            Fraction::of(points.hundredths().into(), component.maximum.hundredths().into())
        }
        Measure::Rate(rate) => {
            let rate = inputs.rates.get(rate.as_str())?;
            Fraction::of(rate.num.into(), rate.den.into())
        }
        Measure::Kpi(id) => Fraction::of_double(*inputs.kpis.get(id)?),
        Measure::KpiScore => Fraction::of_double(inputs.kpi_score?),
        Measure::Products(of) => {
            let step = i128::from(part.step_percent.unwrap_or(0));
            let (mut reached, mut assigned) = (0, 0);
            for product in &inputs.products {
                let done = i128::from(product.done.unwrap_or(product.quantity));
                let failures = match of {
                    _ if product.objective => 0,
                    ProductMeasure::Quantity => 0,
                    ProductMeasure::Quality => product.faults,
                    ProductMeasure::Progress => product.delays,
                };
                reached += done * (100 - step * i128::from(failures)).max(0);
                assigned += 100 * i128::from(product.quantity);
            }
            Fraction::of(reached, assigned)
        }
    }
}

fn adjusted(adjustment: &Adjustment, inputs: &SubjectInputs) -> ScoreAdjustment {
    let key = match adjustment.counted {
        Counted::Given => adjustment.key.as_str(),
        counted => counted.as_str(),
    };
    let count = inputs.counts.get(key).copied().unwrap_or(0);
    let times = i64::try_from(count.saturating_sub(adjustment.beyond.into())).unwrap_or(i64::MAX);
    let points = adjustment.points.hundredths().saturating_mul(times);
    let limit = adjustment.limit.map_or(i64::MAX, Points::hundredths);
    let points = Points::from_hundredths(points.clamp(-limit, limit));
    ScoreAdjustment { key: adjustment.key.clone(), count, points }
}
