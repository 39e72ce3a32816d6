//! A KPI that is measured at many agencies: its parts added up along the tree, by its own rule.

use super::standing::is_percentage;
use super::{Aggregation, KpiState};
use crate::as_of::AsOf;
use crate::columns::NO_INDEX;
use crate::error::Error;
use crate::registry::Registry;

/// Values are added in whole millionths, so that the order of adding never shows.
const UNIT: f64 = 1e6;

/// What a KPI's parts come to, at each agency and all below it.
///
/// Shape: agencies with a part at or below them, in id order. The rule is the KPI's own: `sum` adds the values, `mean`
/// divides their sum by their number, `ratio` divides the sum of the numerators by that of the denominators (in percent where
/// the unit begins with `%`), `latest` takes the value measured last, `none` adds nothing up. A percentage is never averaged:
/// under `mean` it has no value. Values are rounded to six decimals before they are added, and the sums are exact.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KpiRollup {
    /// Id of the KPI.
    pub kpi: String,
    /// Its rule.
    pub aggregation: Aggregation,
    /// Its unit.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unit: Option<String>,
    /// One row per agency.
    pub rows: Vec<KpiRollupRow>,
}

/// What the parts of a KPI come to at one agency and all below it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KpiRollupRow {
    /// Id of the agency.
    pub agency: String,
    /// Name in Vietnamese.
    pub name: String,
    /// Name in English; the Vietnamese one where there is none.
    pub name_en: String,
    /// Parts at or below it.
    pub part_count: u32,
    /// Of these, parts whose value counts: measured and, for `ratio`, with numerator and denominator.
    pub data_count: u32,
    /// Of these, parts that are where they should be on the day.
    pub attained_count: u32,
    /// What they come to; absent without data, and where the rule gives nothing.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub value: Option<f64>,
    /// Sum of the numerators, for `ratio`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub numerator: Option<f64>,
    /// Sum of the denominators, for `ratio`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub denominator: Option<f64>,
}

/// The value of a KPI's parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfParts {
    pub(super) value: f64,
    /// Last day of the latest period measured.
    pub(super) period_end: i32,
}

/// Parts added up, in whole millionths.
#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    count: u32,
    data: u32,
    attained: u32,
    value: i128,
    numerator: i128,
    denominator: i128,
    /// The last by (period end, recorded), then by the order of ids; and its value.
    latest: Option<(i32, i64, u32)>,
    latest_value: f64,
}

impl Parts {
    fn merge(&mut self, other: &Parts) {
        self.count += other.count;
        self.data += other.data;
        self.attained += other.attained;
        self.value = self.value.saturating_add(other.value);
        self.numerator = self.numerator.saturating_add(other.numerator);
        self.denominator = self.denominator.saturating_add(other.denominator);
        if other.latest > self.latest {
            (self.latest, self.latest_value) = (other.latest, other.latest_value);
        }
    }

    /// What they come to under a rule.
    #[allow(clippy::cast_precision_loss)] // sums are far below 2^53 millionths where a decimal can tell the difference
    fn value(&self, rule: &Aggregation, percentage: bool) -> Option<f64> {
        if self.data == 0 {
            return None;
        }
        match rule {
            Aggregation::Sum => (!percentage).then_some(self.value as f64 / UNIT),
            Aggregation::Mean => {
                (!percentage).then(|| self.value as f64 / UNIT / f64::from(self.data))
            }
            Aggregation::Ratio => {
                (self.denominator != 0).then(|| self.numerator as f64 / self.denominator as f64)
            }
            Aggregation::Latest => Some(self.latest_value),
            Aggregation::None | Aggregation::Unknown(_) => None,
        }
    }
}

fn millionths(value: f64) -> i128 {
    // A cast of what is beyond the range stops at its end.
    (value * UNIT).round() as i128
}

impl Registry {
    /// What a KPI's parts come to at every agency, on D as known on K.
    ///
    /// # Errors
    /// - [`Error::NotFound`] where no KPI has this id.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AgencyId, Aggregation, AsOf, Direction, Kpi, KpiId, Measurement, RegistryBuilder, Text};
    /// let mut whole = Kpi::new(KpiId::new("K")?, Text::new("Hồ sơ trực tuyến")?, Direction::Increase);
    /// (whole.unit, whole.aggregation) = (Some(Text::new("%")?), Aggregation::Ratio);
    /// let mut part = Kpi::new(KpiId::new("K-VN")?, Text::new("Hồ sơ trực tuyến")?, Direction::Increase);
    /// (part.owner, part.part_of) = (Some(AgencyId::new("VN")?), Some(whole.id.clone()));
    /// let mut measured = Measurement::new(day::parse("2025-06-30")?, 25.0);
    /// (measured.numerator, measured.denominator) = (Some(50.0), Some(200.0));
    /// part.measurements = vec![measured];
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_kpi(whole).add_kpi(part);
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// assert_eq!(builder.finish().kpi_roll_up("K", as_of)?.rows[0].value, Some(25.0));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn kpi_roll_up(&self, kpi: &str, as_of: AsOf) -> Result<KpiRollup, Error> {
        let (index, columns) = (self.known_kpi(kpi)?, self.kpi_series());
        let whole = &self.0.kpis[index as usize];
        let tree = self.tree(as_of);
        let mut sums = vec![Parts::default(); tree.parent.len()];
        for &part in columns.parts_of(index) {
            if let Some(sum) = sums.get_mut(columns.owner_of(part) as usize) {
                sum.merge(&self.part(part, &whole.aggregation, as_of));
            }
        }
        for &child in &tree.upwards {
            let (parent, below) = (tree.parent[child as usize], sums[child as usize]);
            if parent != NO_INDEX && below.count > 0 {
                sums[parent as usize].merge(&below);
            }
        }
        let rule = &whole.aggregation;
        let row = |(sum, agency): (&Parts, u32)| {
            let agency = self.0.agencies.at(agency, as_of);
            let of_ratio = *rule == Aggregation::Ratio && sum.data > 0;
            #[allow(clippy::cast_precision_loss)]
            let shown = |n: i128| of_ratio.then_some(n as f64 / UNIT);
            KpiRollupRow {
                agency: agency.id.to_string(),
                name: agency.name.to_string(),
                name_en: agency.name_en.as_ref().unwrap_or(&agency.name).to_string(),
                part_count: sum.count,
                data_count: sum.data,
                attained_count: sum.attained,
                value: self.come_to(index, sum),
                numerator: shown(sum.numerator),
                denominator: shown(sum.denominator),
            }
        };
        Ok(KpiRollup {
            kpi: whole.id.to_string(),
            aggregation: rule.clone(),
            unit: whole.unit.as_ref().map(ToString::to_string),
            rows: sums.iter().zip(0..).filter(|(sum, _)| sum.count > 0).map(row).collect(),
        })
    }

    /// What all parts of a KPI come to; none without parts, without data, and where the rule gives nothing.
    pub(super) fn kpi_of_parts(&self, kpi: u32, as_of: AsOf) -> Option<OfParts> {
        let parts = self.kpi_series().parts_of(kpi);
        if parts.is_empty() {
            return None;
        }
        let mut all = Parts::default();
        for &part in parts {
            all.merge(&self.part(part, &self.0.kpis[kpi as usize].aggregation, as_of));
        }
        Some(OfParts { value: self.come_to(kpi, &all)?, period_end: all.latest?.0 })
    }

    fn come_to(&self, kpi: u32, parts: &Parts) -> Option<f64> {
        let kpi = &self.0.kpis[kpi as usize];
        let in_percent =
            kpi.unit.as_ref().is_some_and(|u| u.as_str().trim_start().starts_with('%'));
        let value = parts.value(&kpi.aggregation, is_percentage(kpi))?;
        Some(if kpi.aggregation == Aggregation::Ratio && in_percent {
            value * 100.0
        } else {
            value
        })
    }

    /// One part: its own visible measurement only, for a part of parts would count twice.
    fn part(&self, part: u32, rule: &Aggregation, as_of: AsOf) -> Parts {
        let series = self.kpi_series().series_of(part);
        let mut sum = Parts { count: 1, ..Parts::default() };
        let Some(at) = series.latest(as_of.d(), as_of.known_until()) else { return sum };
        let record = &self.0.kpis[part as usize].measurements[at.measurement as usize];
        if *rule == Aggregation::Ratio {
            let (Some(numerator), Some(denominator)) = (record.numerator, record.denominator)
            else {
                return sum;
            };
            (sum.numerator, sum.denominator) = (millionths(numerator), millionths(denominator));
        }
        let value = at.value;
        let attained = series.judge(as_of.d(), Some(value)).state == KpiState::Attained;
        sum.data = 1;
        sum.attained = u32::from(attained);
        sum.value = millionths(value);
        sum.latest = Some((at.period_end, at.recorded_at, part));
        sum.latest_value = value;
        sum
    }
}
