//! The weighted KPI score of every agency.

use super::columns::KpiColumns;
use crate::as_of::AsOf;
use crate::columns::NO_INDEX;
use crate::registry::Registry;

/// How the KPIs of one agency stand, and their weighted score.
///
/// ```
/// use tiendo::{day, AgencyId, AsOf, Direction, Kpi, KpiId, KpiPoint, Measurement, RegistryBuilder, Text};
/// let on = |text: &str| day::parse(text);
/// let mut kpi = Kpi::new(KpiId::new("K1")?, Text::new("Hồ sơ trực tuyến")?, Direction::Increase);
/// kpi.owner = Some(AgencyId::new("VN")?);
/// kpi.baseline = Some(KpiPoint { day: on("2025-01-01")?, value: 40.0 });
/// kpi.targets = vec![KpiPoint { day: on("2025-12-31")?, value: 80.0 }];
/// kpi.measurements = vec![Measurement::new(on("2025-12-31")?, 51.0)];
/// let mut builder = RegistryBuilder::new();
/// builder.add_kpi(kpi);
/// let scores = builder.finish().kpi_scores(AsOf::new(on("2025-12-31")?)?);
/// assert_eq!((scores[0].kpi_count, scores[0].attained_count), (1, 0));
/// assert_eq!(scores[0].score_ratio, Some(0.275));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KpiScore {
    /// Id of the agency.
    pub agency: String,
    /// KPIs that measure it.
    pub kpi_count: u32,
    /// Of these, KPIs with a visible measurement.
    pub data_count: u32,
    /// Of these, KPIs that are where they should be on the day.
    pub attained_count: u32,
    /// Σ weight · ratio ÷ Σ weight over its KPIs with a ratio, 0 to 1.2; absent where none has one, which is not zero.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub score_ratio: Option<f64>,
}

impl Registry {
    /// The KPI score of every agency that is measured, in id order, on D as known on K; nothing is rolled up.
    ///
    /// What has no data, is not yet due or has no baseline has no ratio and stays outside the score. The sums are made in
    /// double, KPI by KPI in id order, so that the same registry gives the same bits everywhere.
    ///
    /// Source: OPERATIONS.md §4 of the benchmark, rule 5.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, RegistryBuilder};
    /// let registry = RegistryBuilder::new().finish();
    /// assert!(registry.kpi_scores(AsOf::new(day::parse("2025-12-31")?)?).is_empty());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn kpi_scores(&self, as_of: AsOf) -> Vec<KpiScore> {
        let columns = self.kpi_series();
        let mut scores = Vec::new();
        let mut from = 0;
        while from < columns.len() && columns.owner[from] != NO_INDEX {
            let agency = columns.owner[from];
            let to = from + columns.owner[from..].iter().take_while(|a| **a == agency).count();
            scores.push(self.kpi_score(columns, agency, from..to, as_of));
            from = to;
        }
        scores
    }

    /// The score of one agency; none where no KPI measures it.
    pub(crate) fn kpi_score_of(&self, agency: u32, as_of: AsOf) -> Option<KpiScore> {
        let columns = self.kpi_series();
        let from = columns.owner.partition_point(|a| *a < agency);
        let to = columns.owner.partition_point(|a| *a <= agency);
        (from < to && agency != NO_INDEX).then(|| self.kpi_score(columns, agency, from..to, as_of))
    }

    /// The ratio of a KPI for an agency: its own where it measures the agency, else that of the agency's part of it.
    pub(crate) fn kpi_ratio_of(&self, kpi: &str, agency: u32, as_of: AsOf) -> Option<f64> {
        let (index, columns) = (self.kpi_index(&crate::text::nfc(kpi))?, self.kpi_series());
        let own = std::iter::once(index).chain(columns.parts_of(index).iter().copied());
        let mut own = own.filter(|k| columns.owner_of(*k) == agency);
        own.find_map(|k| self.judged(k, as_of).0.ratio)
    }

    fn kpi_score(
        &self,
        columns: &KpiColumns,
        agency: u32,
        range: std::ops::Range<usize>,
        as_of: AsOf,
    ) -> KpiScore {
        let (d, until) = (as_of.d(), as_of.known_until());
        let (mut data_count, mut attained_count, mut weighted, mut weights) = (0, 0, 0.0, 0.0);
        let kpi_count = range.len() as u32;
        for at in range {
            let series = columns.series(at);
            let mut actual = series.latest(d, until).map(|m| m.value);
            if actual.is_none() && columns.has_parts() {
                actual = self.kpi_of_parts(columns.kpi[at], as_of).map(|sum| sum.value);
            }
            let judged = series.judge(d, actual);
            data_count += u32::from(judged.actual.is_some());
            attained_count += u32::from(judged.attained == Some(true));
            if let Some(ratio) = judged.ratio {
                weighted += f64::from(series.facts.weight) * ratio;
                weights += f64::from(series.facts.weight);
            }
        }
        KpiScore {
            agency: self.0.agencies.records[agency as usize].id.to_string(),
            kpi_count,
            data_count,
            attained_count,
            score_ratio: (weights > 0.0).then(|| weighted / weights),
        }
    }
}
