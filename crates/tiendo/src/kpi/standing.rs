//! Where one KPI stands, on a day and day by day.

use chrono::NaiveDate;

use super::columns::Measured;
use super::judge::Judged;
use super::{Aggregation, Direction, Kpi, PeopleAsked};
use crate::as_of::AsOf;
use crate::columns::NO_INDEX;
use crate::day;
use crate::error::Error;
use crate::registry::Registry;
use crate::vocabulary::closed_vocabulary;

/// Most days of one history.
const MAX_DAYS: i32 = 3_660;

closed_vocabulary! {
    /// Where a KPI stands on a day. 'No data' and 'not yet due' are states and never zero.
    ///
    /// ```
    /// assert_eq!(tiendo::KpiState::parse("no_data"), Some(tiendo::KpiState::NoData));
    /// ```
    KpiState {
        Attained = "attained", "đạt mục tiêu", "attained";
        Behind = "behind", "chưa đạt mục tiêu", "behind";
        NotYetDue = "not_yet_due", "chưa đến hạn", "not yet due";
        NoData = "no_data", "chưa có số liệu", "no data";
        NotJudged = "not_judged", "chưa đặt mục tiêu", "no target to judge by";
    }
}

/// Where a KPI stands on D as known on K.
///
/// The target of a day lies on the straight line through baseline and targets, flat after the last one. The actual value is
/// the one with the greatest (period end, recorded, id) that is visible; a KPI that nobody measured as a whole has the
/// value of its parts, by its own rule of aggregation.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KpiStanding {
    /// Id of the KPI.
    pub kpi: String,
    /// Name in Vietnamese.
    pub name: String,
    /// Name in English; the Vietnamese one where there is none.
    pub name_en: String,
    /// Id of the agency that it measures.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub owner: Option<String>,
    /// Unit, in words.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unit: Option<String>,
    /// Which way it should go.
    pub direction: Direction,
    /// Weight in scores.
    pub weight: u8,
    /// Where it stands.
    pub state: KpiState,
    /// The target on the day; absent where none is set for it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub target: Option<f64>,
    /// What was measured last.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub actual: Option<f64>,
    /// Last day of the period measured.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub period_end: Option<NaiveDate>,
    /// Whether the actual value is worked out from the parts.
    pub from_parts: bool,
    /// Whether it is where it should be; absent where that is no question.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub attained: Option<bool>,
    /// How far along the way from baseline to target, 0 to 1.2; absent without a baseline.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub ratio: Option<f64>,
    /// For satisfaction and trust: the survey.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub of_people: Option<PeopleAsked>,
    /// For satisfaction and trust: the value measured before the last one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub before: Option<f64>,
}

/// A day in the history of a KPI, D = K = the day.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KpiDay {
    /// The day.
    pub day: NaiveDate,
    /// Where the KPI stood.
    pub state: KpiState,
    /// The target on the day.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub target: Option<f64>,
    /// What had been measured last.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub actual: Option<f64>,
    /// How far along the way, 0 to 1.2.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub ratio: Option<f64>,
}

impl Registry {
    /// Where every KPI stands, in id order; of one agency and all below it, where one is named by id, code or name.
    ///
    /// # Errors
    /// - [`Error::NotFound`] and [`Error::Ambiguous`] for the agency.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Direction, Kpi, KpiId, KpiState, RegistryBuilder, Text};
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_kpi(Kpi::new(KpiId::new("K1")?, Text::new("Vùng phủ 5G")?, Direction::Increase));
    /// let registry = builder.finish();
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// assert_eq!(registry.kpi_standings(as_of, None)?[0].state, KpiState::NoData);
    /// assert!(registry.kpi_standings(as_of, Some("nobody")).is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn kpi_standings(
        &self,
        as_of: AsOf,
        agency: Option<&str>,
    ) -> Result<Vec<KpiStanding>, Error> {
        let columns = self.kpi_series();
        let wanted = agency.map(|text| self.below(text, as_of)).transpose()?;
        let has = |kpi: u32| match (&wanted, columns.owner_of(kpi)) {
            (None, _) => true,
            (Some(_), NO_INDEX) => false,
            (Some(wanted), owner) => wanted[owner as usize],
        };
        let all = 0..self.0.kpis.len() as u32;
        Ok(all.filter(|k| has(*k)).map(|k| self.standing_of(k, as_of)).collect())
    }

    /// Where one KPI stands.
    ///
    /// # Errors
    /// - [`Error::NotFound`] where no KPI has this id.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Direction, Kpi, KpiId, KpiPoint, KpiState, Measurement, RegistryBuilder, Text};
    /// // 100 % by the end of the year: without a baseline it is attained or not, and before that day not yet due.
    /// let mut kpi = Kpi::new(KpiId::new("K1")?, Text::new("Hồ sơ trực tuyến")?, Direction::Reach);
    /// kpi.targets = vec![KpiPoint { day: day::parse("2025-12-31")?, value: 100.0 }];
    /// kpi.measurements = vec![Measurement::new(day::parse("2025-06-30")?, 80.0)];
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_kpi(kpi);
    /// let registry = builder.finish();
    /// let state = |on: &str| -> Result<_, tiendo::Error> {
    ///     Ok(registry.kpi_standing("K1", AsOf::new(day::parse(on)?)?)?.state)
    /// };
    /// assert_eq!(state("2025-12-30")?, KpiState::NotYetDue);
    /// assert_eq!(state("2025-12-31")?, KpiState::Behind);
    /// assert!(registry.kpi_standing("K2", AsOf::new(day::parse("2025-12-31")?)?).is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn kpi_standing(&self, kpi: &str, as_of: AsOf) -> Result<KpiStanding, Error> {
        Ok(self.standing_of(self.known_kpi(kpi)?, as_of))
    }

    /// A KPI day by day, from the first to the last day, each as known on that day.
    ///
    /// # Errors
    /// - [`Error::NotFound`] where no KPI has this id.
    /// - [`Error::InvalidValue`] for days in the wrong order, or more than ten years of them.
    /// - [`Error::InvalidDate`] for a day outside 1900 to 2199.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, Direction, Kpi, KpiId, KpiPoint, RegistryBuilder, Text};
    /// let mut kpi = Kpi::new(KpiId::new("K1")?, Text::new("Hồ sơ trực tuyến")?, Direction::Increase);
    /// kpi.baseline = Some(KpiPoint { day: day::parse("2025-01-01")?, value: 0.0 });
    /// kpi.targets = vec![KpiPoint { day: day::parse("2025-01-05")?, value: 8.0 }];
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_kpi(kpi);
    /// let (from, to) = (day::parse("2025-01-02")?, day::parse("2025-01-06")?);
    /// let days = builder.finish().kpi_history("K1", from, to)?;
    /// let targets: Vec<_> = days.iter().filter_map(|d| d.target).collect();
    /// assert_eq!(targets, [2.0, 4.0, 6.0, 8.0, 8.0]);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn kpi_history(
        &self,
        kpi: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<KpiDay>, Error> {
        let index = self.known_kpi(kpi)?;
        let (first, last) = (AsOf::new(from)?.d(), AsOf::new(to)?.d());
        if last < first || last - first >= MAX_DAYS {
            return Err(Error::InvalidValue {
                field: "to",
                value: to.to_string(),
                expected: format!("{from} or later, within {MAX_DAYS} days"),
            });
        }
        let days = (first..=last).filter_map(day::from_number);
        days.map(|day| {
            let as_of = AsOf::new(day)?.known_on(day)?;
            let Judged { state, target, actual, ratio, .. } = self.judged(index, as_of).0;
            Ok(KpiDay { day, state, target, actual, ratio })
        })
        .collect()
    }

    pub(super) fn known_kpi(&self, id: &str) -> Result<u32, Error> {
        let found = self.kpi_index(&crate::text::nfc(id));
        found.ok_or_else(|| Error::NotFound { kind: "kpi", id: id.chars().take(80).collect() })
    }

    /// By agency index: whether it is the one named, or below it.
    fn below(&self, agency: &str, as_of: AsOf) -> Result<Vec<bool>, Error> {
        let top = self.find_agency(agency)?;
        let top = self.agency_index(top.id.as_str()).unwrap_or(NO_INDEX);
        let tree = self.tree(as_of);
        let mut below = vec![false; tree.parent.len()];
        // Walked backwards, the order meets every parent before its children.
        for &agency in tree.upwards.iter().rev() {
            let above = below.get(tree.parent[agency as usize] as usize).copied();
            below[agency as usize] = agency == top || above.unwrap_or(false);
        }
        Ok(below)
    }

    /// The judgement of a KPI, its own measurement that decided, and the last day of what was measured.
    pub(super) fn judged(
        &self,
        kpi: u32,
        as_of: AsOf,
    ) -> (Judged, Option<Measured>, Option<NaiveDate>) {
        let series = self.kpi_series().series_of(kpi);
        let latest = series.latest(as_of.d(), as_of.known_until()).copied();
        let own = latest.map(|m| (m.value, m.period_end));
        let parts = || self.kpi_of_parts(kpi, as_of).map(|sum| (sum.value, sum.period_end));
        let found = own.or_else(parts);
        let judged = series.judge(as_of.d(), found.map(|(value, _)| value));
        (judged, latest, found.and_then(|(_, end)| day::from_number(end)))
    }

    fn standing_of(&self, index: u32, as_of: AsOf) -> KpiStanding {
        let kpi: &Kpi = &self.0.kpis[index as usize];
        let (judged, latest, period_end) = self.judged(index, as_of);
        let before = latest.and_then(|at| self.measured_before(index, at, as_of));
        KpiStanding {
            kpi: kpi.id.to_string(),
            name: kpi.name.to_string(),
            name_en: kpi.name_en.as_ref().unwrap_or(&kpi.name).to_string(),
            owner: kpi.owner.as_ref().map(ToString::to_string),
            unit: kpi.unit.as_ref().map(ToString::to_string),
            direction: kpi.direction.clone(),
            weight: kpi.weight,
            state: judged.state,
            target: judged.target,
            actual: judged.actual,
            period_end,
            from_parts: latest.is_none() && judged.actual.is_some(),
            attained: judged.attained,
            ratio: judged.ratio,
            before: before.filter(|_| kpi.of_people.is_some()),
            of_people: kpi.of_people.clone(),
        }
    }

    /// The visible value of the period before the one measured last.
    pub(super) fn measured_before(&self, kpi: u32, latest: Measured, as_of: AsOf) -> Option<f64> {
        let series = self.kpi_series().series_of(kpi);
        let before = latest.period_end.checked_sub(1)?;
        series.latest(before, as_of.known_until()).map(|m| m.value)
    }
}

/// Whether values of this unit are rates, which are never averaged.
pub(super) fn is_percentage(kpi: &Kpi) -> bool {
    kpi.unit.as_ref().is_some_and(|u| u.as_str().trim_start().starts_with('%'))
        || kpi.aggregation == Aggregation::Ratio
}
