//! KPIs asked of people, beside what is reported as done.

use super::KpiStanding;
use super::columns::Way;
use crate::agency::ROOT;
use crate::as_of::AsOf;
use crate::columns::NO_INDEX;
use crate::evaluation::Evaluation;
use crate::finding::{Finding, FindingCode, RecordKind};
use crate::policy::Rate;
use crate::registry::Registry;
use crate::sums::Ratio;
use crate::threads::Threads;
use crate::watch::Watch;

/// From this completion on, falling satisfaction is a finding. The threshold is ours.
const HIGH_COMPLETION: Ratio = Ratio { num: 80, den: 100 };

impl Registry {
    /// Where satisfaction and trust stand, in id order: the KPIs with a survey, each with the value before the last.
    ///
    /// They belong beside every completion: what is reported as done is not yet what people notice.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Direction, Kpi, KpiId, Measurement, PeopleAsked, RegistryBuilder, Text};
    /// let mut kpi = Kpi::new(KpiId::new("S")?, Text::new("Mức độ hài lòng")?, Direction::Increase);
    /// kpi.of_people = Some(PeopleAsked { survey_size: 1200, period: Text::new("2025-H2")? });
    /// kpi.measurements = vec![
    ///     Measurement::new(day::parse("2025-06-30")?, 84.0),
    ///     Measurement::new(day::parse("2025-12-31")?, 81.5),
    /// ];
    /// let mut builder = RegistryBuilder::new();
    /// builder.add_kpi(kpi);
    /// let asked = builder.finish().kpis_of_people(AsOf::new(day::parse("2025-12-31")?)?);
    /// assert_eq!((asked[0].before, asked[0].actual), (Some(84.0), Some(81.5)));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn kpis_of_people(&self, as_of: AsOf) -> Vec<KpiStanding> {
        let asked = self.0.kpis.iter().filter(|k| k.of_people.is_some());
        asked.filter_map(|k| self.kpi_standing(k.id.as_str(), as_of).ok()).collect()
    }
}

impl Evaluation {
    /// Satisfaction that falls where much is reported as done.
    pub(crate) fn check_people(&self, findings: &mut Vec<Finding>) {
        let registry = &self.registry;
        let asked = (0..registry.0.kpis.len() as u32)
            .filter(|k| registry.0.kpis[*k as usize].of_people.is_some());
        let mut sums = None;
        for index in asked {
            let (judged, latest, _) = registry.judged(index, self.as_of);
            let before = latest.and_then(|at| registry.measured_before(index, at, self.as_of));
            let (Some(actual), Some(before)) = (judged.actual, before) else { continue };
            let falls = match registry.kpi_series().series_of(index).facts.way {
                Way::Down => actual > before,
                Way::Up => actual < before,
                Way::Maintain | Way::Unknown => false,
            };
            if !falls {
                continue;
            }
            let kpi = &registry.0.kpis[index as usize];
            // Without an agency the survey speaks of the nation.
            let owner = kpi.owner.as_ref().map_or(ROOT, |owner| owner.as_str());
            let agency = registry.agency_index(owner).unwrap_or(NO_INDEX);
            let sums = sums.get_or_insert_with(|| self.all_sums(Threads::one(), &Watch::new()));
            let Some(done) = sums.inclusive.get(agency as usize) else { continue };
            let completion = done.rate_of(Rate::Completion, &self.policy);
            if completion.den == 0 || completion.compare(HIGH_COMPLETION).is_lt() {
                continue;
            }
            findings.push(
                Finding::new(FindingCode::SatisfactionFalls)
                    .about(RecordKind::Kpi, kpi.id.as_str())
                    .arg("agency", owner)
                    .arg("completion", completion.percent_text(2).unwrap_or_default())
                    .arg("before", before)
                    .arg("actual", actual),
            );
        }
    }
}
