//! Scores of agencies on what the register knows of them.

use std::collections::BTreeMap;

use super::{Scores, SubjectInputs};
use crate::agency::Level;
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::id::compare;
use crate::scheme::{Counted, Measure, Scheme};
use crate::sums::Sums;
use crate::threads::Threads;
use crate::watch::Watch;

impl Evaluation {
    /// Scores the agencies of a level by a scheme, and ranks them.
    ///
    /// Rates, counts and KPIs are the register's, inclusive of all below an agency; what is handed in for an agency goes before
    /// them, and adds what no register knows. An agency with nothing in force, no KPI and nothing handed in is not listed.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for a scheme that [`Scheme::validate`] refuses.
    /// - [`Error::NotFound`] where something is handed in for what is no agency of the level.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Level, Policy, RegistryBuilder, Scheme, SubjectInputs};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// let light = Scheme::named("plan02-light")?;
    /// assert!(evaluation.score(&light, &Level::Province, &[])?.rows.is_empty());
    /// assert!(evaluation.score(&light, &Level::Province, &[SubjectInputs::of("nobody")]).is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn score(
        &self,
        scheme: &Scheme,
        level: &Level,
        given: &[SubjectInputs],
    ) -> Result<Scores, Error> {
        scheme.validate()?;
        let agencies = &self.registry.0.agencies;
        let mut given_for: BTreeMap<u32, &SubjectInputs> = BTreeMap::new();
        for inputs in given {
            let index = self.registry.agency_index(&crate::text::nfc(&inputs.subject));
            let index = index.filter(|i| agencies.at(*i, self.as_of).level == *level);
            let index = index.ok_or_else(|| Error::NotFound {
                kind: "agency of the level",
                id: inputs.subject.chars().take(80).collect(),
            })?;
            given_for.insert(index, inputs);
        }
        let sums = self.all_sums(Threads::one(), &Watch::new());
        let mut subjects = Vec::new();
        for (sums, agency) in sums.inclusive.iter().zip(0..) {
            if agencies.at(agency, self.as_of).level != *level {
                continue;
            }
            let given = given_for.get(&agency).copied();
            let inputs = self.inputs(scheme, agency, sums, given);
            let says_nothing =
                sums.total() == 0 && inputs.kpis.is_empty() && inputs.kpi_score.is_none();
            if given.is_some() || !says_nothing {
                subjects.push(inputs);
            }
        }
        subjects.sort_by(|a, b| compare(&a.subject, &b.subject));
        let rows = subjects.iter().map(|inputs| scheme.scored(inputs)).collect();
        Ok(scheme.ranked(Some(self.scope()), rows))
    }

    /// What the register knows of an agency that the scheme asks for, under what was handed in.
    fn inputs(
        &self,
        scheme: &Scheme,
        agency: u32,
        sums: &Sums,
        given: Option<&SubjectInputs>,
    ) -> SubjectInputs {
        let id = self.registry.0.agencies.records[agency as usize].id.as_str();
        let mut inputs = given.cloned().unwrap_or_default();
        id.clone_into(&mut inputs.subject);
        for measure in scheme.components.iter().flat_map(|c| &c.parts).map(|p| &p.measure) {
            match measure {
                Measure::Rate(rate) => {
                    let known = || sums.rate_of(*rate, &self.policy);
                    inputs.rates.entry(rate.as_str().to_owned()).or_insert_with(known);
                }
                Measure::Kpi(kpi) => {
                    let ratio = self.registry.kpi_ratio_of(kpi, agency, self.as_of);
                    if let (Some(ratio), false) = (ratio, inputs.kpis.contains_key(kpi)) {
                        inputs.kpis.insert(kpi.clone(), ratio);
                    }
                }
                Measure::KpiScore => {
                    let known = self.registry.kpi_score_of(agency, self.as_of);
                    let known = known.and_then(|score| score.score_ratio);
                    inputs.kpi_score = inputs.kpi_score.or(known);
                }
                Measure::Given | Measure::Products(_) => {}
            }
        }
        let late = sums.done_late_unexcused();
        let overdue = sums.overdue(&self.policy).saturating_sub(sums.excused_overdue);
        let counts = [
            (Counted::LateOrOverdue, late + overdue),
            (Counted::DoneLate, late),
            (Counted::Overdue, overdue),
            (Counted::FallenDue, sums.fallen_due(&self.policy)),
            (Counted::Unreported, sums.unreported.iter().sum()),
        ];
        for (counted, count) in counts {
            inputs.counts.entry(counted.as_str().to_owned()).or_insert(count);
        }
        inputs
    }
}

impl Sums {
    /// Done late, without what a confirmed objective cause excuses.
    fn done_late_unexcused(&self) -> u64 {
        self.count(crate::status::Status::DoneLate).saturating_sub(self.excused_done)
    }
}
