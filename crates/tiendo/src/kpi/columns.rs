//! The KPIs of a registry in columns: targets by day, measurements in the order that decides.

use std::collections::BTreeMap;

use super::{Direction, Kpi};
use crate::columns::NO_INDEX;
use crate::day;
use crate::id::Key;
use crate::registry::lookup::position;
use crate::registry::{Inner, Registry};

/// Which way a series should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
    Maintain,
    /// A word that is not known: nothing can be said of the series.
    Unknown,
}

/// A point of a target path.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    pub(super) day: i32,
    pub(super) value: f64,
}

/// A measurement as it decides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    pub(super) value: f64,
    pub(super) recorded_at: i64,
    pub(super) period_end: i32,
    /// Position in the KPI's own list.
    pub(super) measurement: u32,
}

/// What is known of a series besides its path and measurements.
#[derive(Debug, Clone, Copy)]
pub(super) struct SeriesFacts {
    pub(super) way: Way,
    /// Whether the path begins at a baseline; without one there is no ratio.
    pub(super) has_baseline: bool,
    pub(super) weight: u8,
    pub(super) band: f64,
    /// Where its path and its measurements end; they begin where those of the series before end.
    path_end: u32,
    measured_end: u32,
}

/// One series for each KPI, ordered by the agency measured and then by the KPI, so that an agency is one slice.
#[derive(Debug, Default)]
pub(crate) struct KpiColumns {
    /// Index of the agency measured; `NO_INDEX` for none, which stand last.
    pub(super) owner: Vec<u32>,
    /// Index of the KPI.
    pub(super) kpi: Vec<u32>,
    pub(super) facts: Vec<SeriesFacts>,
    path: Vec<Point>,
    /// Side by side, for all of one is read together.
    measured: Vec<Measured>,
    /// Where the series of a KPI stands.
    position_of: Vec<u32>,
    /// The KPIs that are parts of another, in id order.
    parts_of: BTreeMap<u32, Vec<u32>>,
}

/// A series as it lies in the columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Series<'a> {
    pub(super) facts: &'a SeriesFacts,
    /// The baseline, where there is one, and the targets after it, by day.
    pub(super) path: &'a [Point],
    /// In the order that decides: period end, instant, id.
    pub(super) measured: &'a [Measured],
}

impl Registry {
    /// The KPIs in columns, made when they are first asked for.
    pub(super) fn kpi_series(&self) -> &KpiColumns {
        self.0.kpi_series.get_or_init(|| KpiColumns::of(&self.0))
    }

    /// Position of a KPI by id.
    pub(super) fn kpi_index(&self, id: &str) -> Option<u32> {
        position(&self.0.kpis, id, |k| k.id.as_str())
    }
}

impl KpiColumns {
    fn of(inner: &Inner) -> Self {
        let kpis = &inner.kpis;
        let agency = |kpi: &Kpi| {
            let owner = kpi.owner.as_ref()?;
            position(&inner.agencies.records, owner.as_str(), |a| a.id.as_str())
        };
        let mut order: Vec<(u32, u32)> =
            kpis.iter().zip(0..).map(|(k, i)| (agency(k).unwrap_or(NO_INDEX), i)).collect();
        order.sort_unstable();
        let measured = kpis.iter().map(|k| k.measurements.len()).sum();
        let mut columns = KpiColumns {
            owner: Vec::with_capacity(kpis.len()),
            kpi: Vec::with_capacity(kpis.len()),
            facts: Vec::with_capacity(kpis.len()),
            path: Vec::with_capacity(kpis.iter().map(|k| k.targets.len() + 1).sum()),
            measured: Vec::with_capacity(measured),
            position_of: vec![NO_INDEX; kpis.len()],
            parts_of: BTreeMap::new(),
        };
        for (owner, index) in order {
            columns.position_of[index as usize] = columns.kpi.len() as u32;
            columns.owner.push(owner);
            columns.kpi.push(index);
            columns.push(&kpis[index as usize]);
        }
        for (kpi, index) in kpis.iter().zip(0..) {
            let whole =
                kpi.part_of.as_ref().and_then(|p| position(kpis, p.as_str(), |k| k.id.as_str()));
            // What is part of itself adds up to nothing.
            if let Some(whole) = whole.filter(|whole| *whole != index) {
                columns.parts_of.entry(whole).or_default().push(index);
            }
        }
        columns
    }

    /// Appends the path and the measurements of a KPI.
    fn push(&mut self, kpi: &Kpi) {
        let point = |p: &super::KpiPoint| Point { day: day::to_number(p.day), value: p.value };
        let baseline = kpi.baseline.as_ref().map(point);
        let start = self.path.len();
        self.path.extend(baseline);
        // A target that is not after the baseline lies on no path; `check` tells of it.
        let after = |p: &Point| baseline.is_none_or(|b| p.day > b.day);
        self.path.extend(kpi.targets.iter().map(point).filter(after));
        let path = &mut self.path[start..];
        path.sort_by_key(|p| p.day);
        let (first, last) = (path.first().map(|p| p.value), path.last().map(|p| p.value));

        let start = self.measured.len();
        self.measured.extend(kpi.measurements.iter().zip(0..).map(|(m, measurement)| Measured {
            value: m.value,
            // What has no instant was always known, so it stands before what was recorded.
            recorded_at: m.recorded_at.map_or(i64::MIN, |at| at.and_utc().timestamp()),
            period_end: day::to_number(m.period_end),
            measurement,
        }));
        let id = |m: &Measured| {
            let id = kpi.measurements[m.measurement as usize].id.as_ref();
            id.map(|id| Key::of(id.as_str()))
        };
        // Stable, so that measurements without any difference keep the order of the record.
        self.measured[start..].sort_by(|a, b| {
            let by_time = (a.period_end, a.recorded_at).cmp(&(b.period_end, b.recorded_at));
            by_time.then_with(|| id(a).cmp(&id(b)))
        });
        self.facts.push(SeriesFacts {
            way: match kpi.direction {
                Direction::Maintain => Way::Maintain,
                Direction::Decrease => Way::Down,
                // To be reached from above where the last target lies below the baseline.
                Direction::Reach if baseline.is_some() && last < first => Way::Down,
                Direction::Increase | Direction::Reach => Way::Up,
                Direction::Unknown(_) => Way::Unknown,
            },
            has_baseline: baseline.is_some(),
            weight: kpi.weight,
            band: kpi.band.unwrap_or(0.0),
            path_end: self.path.len() as u32,
            measured_end: self.measured.len() as u32,
        });
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.facts.len()
    }

    #[inline]
    pub(super) fn series(&self, position: usize) -> Series<'_> {
        let facts = &self.facts[position];
        let before = position.checked_sub(1).map(|p| &self.facts[p]);
        let path = before.map_or(0, |b| b.path_end as usize)..facts.path_end as usize;
        let measured = before.map_or(0, |b| b.measured_end as usize)..facts.measured_end as usize;
        Series { facts, path: &self.path[path], measured: &self.measured[measured] }
    }

    /// The series of a KPI.
    pub(super) fn series_of(&self, kpi: u32) -> Series<'_> {
        self.series(self.position_of[kpi as usize] as usize)
    }

    /// Index of the agency that a KPI measures; `NO_INDEX` for none.
    pub(super) fn owner_of(&self, kpi: u32) -> u32 {
        self.owner[self.position_of[kpi as usize] as usize]
    }

    /// The KPIs that are parts of this one, in id order.
    pub(super) fn parts_of(&self, kpi: u32) -> &[u32] {
        self.parts_of.get(&kpi).map_or(&[], Vec::as_slice)
    }

    /// Whether any KPI is made up of parts.
    pub(super) fn has_parts(&self) -> bool {
        !self.parts_of.is_empty()
    }
}
