//! A packet laid over a register: what is reported of its tasks, and what was measured of its KPIs.

use std::collections::BTreeMap;

use tiendo::Records;

/// Lays the records of a packet over those of a register.
///
/// A report takes the place of one with its id and instant, or is added. The measurements of a KPI that the register has
/// are added to it, unless they are there, and its definition stays; a KPI that it does not have is added whole.
///
/// ```
/// use tiendo::{Direction, Kpi, KpiId, Measurement, Records, Text, day};
/// let kpi = |measured: &[(&str, f64)]| -> Result<Records, tiendo::Error> {
///     let mut kpi = Kpi::new(KpiId::new("K1")?, Text::new("Vùng phủ 5G")?, Direction::Increase);
///     for (day, value) in measured {
///         kpi.measurements.push(Measurement::new(day::parse(day)?, *value));
///     }
///     Ok(Records { kpis: vec![kpi], ..Records::default() })
/// };
/// let mut register = kpi(&[("2025-06-30", 61.5)])?;
/// tiendo_formats::packet::lay_over(&mut register, kpi(&[("2025-06-30", 61.5), ("2025-07-31", 63.0)])?);
/// assert_eq!(register.kpis[0].measurements.len(), 2);
/// # Ok::<(), tiendo::Error>(())
/// ```
pub fn lay_over(into: &mut Records, packet: Records) {
    let mut reports = BTreeMap::new();
    for (at, report) in into.reports.iter().enumerate() {
        reports.insert((report.id.to_string(), report.recorded_at), at);
    }
    for report in packet.reports {
        let at = reports.get(&(report.id.to_string(), report.recorded_at));
        match at.and_then(|at| into.reports.get_mut(*at)) {
            Some(known) => *known = report,
            None => into.reports.push(report),
        }
    }
    let mut kpis = BTreeMap::new();
    for (at, kpi) in into.kpis.iter().enumerate() {
        kpis.insert(kpi.id.to_string(), at);
    }
    for kpi in packet.kpis {
        let Some(known) = kpis.get(kpi.id.as_str()).and_then(|at| into.kpis.get_mut(*at)) else {
            into.kpis.push(kpi);
            continue;
        };
        for measurement in kpi.measurements {
            if !known.measurements.contains(&measurement) {
                known.measurements.push(measurement);
            }
        }
    }
    let Records { documents, agencies, successions, plans, tasks, transfers, allocations, .. } =
        packet;
    into.append(Records {
        documents,
        agencies,
        successions,
        plans,
        tasks,
        transfers,
        allocations,
        ..Records::default()
    });
}
