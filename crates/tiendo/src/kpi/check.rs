//! What a KPI's own figures cannot be, and what its parts cannot be added up from.

use super::standing::is_percentage;
use super::{Aggregation, Kpi};
use crate::evaluation::Evaluation;
use crate::finding::{Finding, FindingCode, RecordKind};
use crate::registry::Registry;
use crate::text::fold;

/// Numerator and denominator may differ from the value by so much of a percent: printed values are rounded.
const ROUNDED: f64 = 0.05;

impl Evaluation {
    /// Findings on the KPIs.
    pub(crate) fn check_kpis(&self, findings: &mut Vec<Finding>) {
        for kpi in self.registry.kpis() {
            self.registry.check_kpi(kpi, findings);
        }
        self.check_people(findings);
    }
}

impl Registry {
    fn check_kpi(&self, kpi: &Kpi, findings: &mut Vec<Finding>) {
        let about = |code: FindingCode| Finding::new(code).about(RecordKind::Kpi, kpi.id.as_str());
        let bounds = Bounds::of(kpi.unit.as_ref().map_or("", |u| u.as_str()));
        let unit = kpi.unit.as_ref().map(ToString::to_string).unwrap_or_default();
        let points = kpi.baseline.iter().chain(&kpi.targets).map(|p| ("targets", p.day, p.value));
        let measured = kpi.measurements.iter().map(|m| ("measurements", m.period_end, m.value));
        for (field, day, value) in points.chain(measured).filter(|(_, _, v)| !bounds.hold(*v)) {
            let finding = about(FindingCode::KpiImpossible).field(field);
            findings.push(finding.arg("day", day).arg("value", value).arg("unit", &unit));
        }
        for target in &kpi.targets {
            if let Some(baseline) = kpi.baseline.filter(|b| target.day <= b.day) {
                let finding = about(FindingCode::KpiTargetBeforeBaseline).field("targets");
                findings.push(finding.arg("day", target.day).arg("baseline", baseline.day));
            }
        }
        for m in &kpi.measurements {
            let (Some(numerator), Some(denominator)) = (m.numerator, m.denominator) else {
                continue;
            };
            let rate = if bounds.percent { 100.0 } else { 1.0 } * numerator / denominator;
            if denominator <= 0.0 || (rate - m.value).abs() > ROUNDED {
                let finding = about(FindingCode::KpiRateDiffers).field("measurements");
                let finding = finding.arg("day", m.period_end).arg("value", m.value);
                findings.push(finding.arg("num", numerator).arg("den", denominator));
            }
        }
        let parts = self.kpi_index(kpi.id.as_str()).map(|i| self.kpi_series().parts_of(i));
        let parts = parts.unwrap_or_default().iter().map(|i| &self.0.kpis[*i as usize]);
        check_parts(kpi, parts, findings);
    }
}

/// What the parts of a KPI cannot be added up from.
fn check_parts<'a>(kpi: &Kpi, parts: impl Iterator<Item = &'a Kpi>, findings: &mut Vec<Finding>) {
    let about =
        |code: FindingCode, of: &Kpi| Finding::new(code).about(RecordKind::Kpi, of.id.as_str());
    let mut any = false;
    for part in parts {
        any = true;
        if part.unit != kpi.unit {
            let shown = |k: &Kpi| k.unit.as_ref().map(ToString::to_string).unwrap_or_default();
            let finding = about(FindingCode::KpiUnitsDiffer, part).field("unit");
            let finding = finding.arg("unit", shown(part)).arg("whole", &kpi.id);
            findings.push(finding.arg("other", shown(kpi)));
        }
        let without = |m: &&super::Measurement| m.numerator.is_none() || m.denominator.is_none();
        let count = part.measurements.iter().filter(without).count();
        if kpi.aggregation == Aggregation::Ratio && count > 0 {
            let finding = about(FindingCode::KpiRateWithoutParts, part).field("measurements");
            findings.push(finding.arg("count", count).arg("whole", &kpi.id));
        }
    }
    let adds = matches!(kpi.aggregation, Aggregation::Sum | Aggregation::Mean);
    if any && adds && is_percentage(kpi) {
        let finding = about(FindingCode::KpiPercentAveraged, kpi).field("aggregation");
        findings.push(finding.arg("rule", kpi.aggregation.as_str()));
    }
}

/// Between what the unit lets a value be.
struct Bounds {
    percent: bool,
    least: f64,
    most: f64,
    whole: bool,
}

impl Bounds {
    /// Reads a unit: `%`, `rank`, `count`, and what is counted of so many (`points of 100`, `count of 34`).
    fn of(unit: &str) -> Self {
        let folded = fold(unit);
        let mut words = folded.split_whitespace();
        let first = words.next().unwrap_or_default();
        let percent = first.starts_with('%');
        let rank = matches!(first, "rank" | "hang");
        let last = folded.rsplit(' ').next().and_then(|n| n.parse::<f64>().ok());
        let of = folded.contains(" of ") || folded.contains(" tren ");
        let counted = matches!(first, "count" | "records");
        Bounds {
            percent,
            least: if rank {
                1.0
            } else if percent || of || counted {
                0.0
            } else {
                f64::MIN
            },
            most: if percent { 100.0 } else { last.filter(|_| of).unwrap_or(f64::MAX) },
            whole: rank || counted,
        }
    }

    fn hold(&self, value: f64) -> bool {
        (self.least..=self.most).contains(&value) && (!self.whole || value.fract() == 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_bound_their_values() {
        let check = |unit: &str, fits: &[f64], not: &[f64]| {
            let bounds = Bounds::of(unit);
            assert!(fits.iter().all(|v| bounds.hold(*v)), "{unit}");
            assert!(!not.iter().any(|v| bounds.hold(*v)), "{unit}");
        };
        check("% GDP", &[0.0, 18.72, 100.0], &[-0.1, 100.1]);
        check("rank", &[1.0, 71.0], &[0.0, 1.5]);
        check("count of 34", &[0.0, 34.0], &[35.0, -1.0, 1.5]);
        check("points of 100", &[92.83], &[100.5]);
        check("điểm trên 100", &[92.83], &[100.5]);
        check("billion USD", &[-1.5, 198.0], &[]);
    }
}
