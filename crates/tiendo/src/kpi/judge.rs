//! The rule for one series: its target on a day, what was measured, whether that is enough.

use super::columns::{Measured, Point, Series, Way};
use super::standing::KpiState;

/// The most that over-fulfilment counts.
const MOST_RATIO: f64 = 1.2;

/// Where a series stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Judged {
    pub(super) state: KpiState,
    pub(super) target: Option<f64>,
    pub(super) actual: Option<f64>,
    pub(super) attained: Option<bool>,
    pub(super) ratio: Option<f64>,
}

impl Series<'_> {
    /// The target on a day: a straight line through the points, flat before a baseline and after the last target. None
    /// without points, and before the first target where there is no baseline.
    #[inline]
    pub(super) fn target_at(&self, d: i32) -> Option<f64> {
        let (first, last) = (self.path.first()?, self.path.last()?);
        if d >= last.day {
            return Some(last.value);
        }
        if d < first.day {
            return self.facts.has_baseline.then_some(first.value);
        }
        let next = self.path.iter().position(|p| d < p.day)?;
        let (Point { day: d0, value: v0 }, Point { day: d1, value: v1 }) =
            (*self.path.get(next.checked_sub(1)?)?, self.path[next]);
        // Evaluated in this order in double, so that every implementation gets the same bits.
        Some(v0 + (v1 - v0) * (f64::from(d - d0) / f64::from(d1 - d0)))
    }

    /// The measurement that counts: the last by (period end, recorded, id) of those visible.
    #[inline]
    pub(super) fn latest(&self, d: i32, known_until: i64) -> Option<&Measured> {
        // From the end, where the answer mostly is.
        self.measured.iter().rev().find(|m| m.period_end <= d && m.recorded_at < known_until)
    }

    /// Judges an actual value, or its absence.
    #[inline]
    pub(super) fn judge(&self, d: i32, actual: Option<f64>) -> Judged {
        let (target, facts) = (self.target_at(d), self.facts);
        let nothing_due =
            self.path.first().is_some_and(|p| d < p.day || (facts.has_baseline && d == p.day));
        let none = Judged { state: KpiState::NoData, target, actual, attained: None, ratio: None };
        let Some(value) = actual else {
            let state = if nothing_due { KpiState::NotYetDue } else { KpiState::NoData };
            return Judged { state, ..none };
        };
        if facts.way == Way::Unknown || self.path.is_empty() {
            return Judged { state: KpiState::NotJudged, ..none };
        }
        let Some(target) = target else {
            // Before its first target a KPI without a baseline owes nothing; it may be there already.
            let ahead = facts.way != Way::Maintain
                && self.path.first().is_some_and(|p| self.is_attained(value, p.value));
            return if ahead {
                Judged { state: KpiState::Attained, attained: Some(true), ..none }
            } else {
                Judged { state: KpiState::NotYetDue, ..none }
            };
        };
        let attained = self.is_attained(value, target);
        let ratio = facts.has_baseline.then(|| self.ratio(value, target, attained)).flatten();
        let state = if attained { KpiState::Attained } else { KpiState::Behind };
        Judged { state, attained: Some(attained), ratio, ..none }
    }

    #[inline]
    fn is_attained(&self, actual: f64, target: f64) -> bool {
        match self.facts.way {
            Way::Up => actual >= target,
            Way::Down => actual <= target,
            Way::Maintain => (actual - target).abs() <= self.facts.band,
            Way::Unknown => false,
        }
    }

    /// How far along the way from the baseline to the target, 0 to 1.2; none where the figures are beyond arithmetic.
    #[inline]
    #[allow(clippy::float_cmp)] // the rule asks whether the two are the same figure
    fn ratio(&self, actual: f64, target: f64, attained: bool) -> Option<f64> {
        let whole = if attained { 1.0 } else { 0.0 };
        let baseline = self.path.first()?.value;
        if self.facts.way == Way::Maintain || target == baseline {
            return Some(whole);
        }
        let ratio = (actual - baseline) / (target - baseline);
        (!ratio.is_nan()).then(|| ratio.clamp(0.0, MOST_RATIO))
    }
}
