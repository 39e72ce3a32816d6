//! What the register's own tasks tell of finishing: how much of its term a task takes, by agency.

use std::collections::BTreeMap;

/// Steps of the grid in one term: half a percent of the time from assignment to the first deadline.
pub(super) const STEPS: i64 = 200;
/// Steps of the grid in all: three terms. What takes longer has not been seen to end.
const GRID: usize = 600;
/// Fewest closed rows from which anything is said.
pub(super) const LEAST_CLOSED: u32 = 30;
/// Closed rows of the whole register that count as much as one agency's own.
const PRIOR_ROWS: f64 = 100.0;

/// One row as it was seen: where on the grid it ended, and whether with completion or only with the observation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) agency: u32,
    /// Days from assignment to completion, or to the last day it was seen open.
    pub(super) days: i64,
    /// Days from assignment to the deadline that was set first.
    pub(super) term: i64,
    pub(super) is_closed: bool,
}

/// Share of rows still open after each step of the grid.
#[derive(Debug, Clone)]
pub(super) struct Curve {
    open: Vec<f64>,
    pub(super) closed_count: u32,
}

/// Ends and rows under observation, by step of the grid.
#[derive(Debug, Clone)]
struct Counts {
    closed: Vec<u32>,
    ended: Vec<u32>,
}

impl Counts {
    fn new() -> Self {
        Counts { closed: vec![0; GRID], ended: vec![0; GRID] }
    }

    fn add(&mut self, seen: &Seen) {
        let step = step(seen.days, seen.term);
        // Beyond the grid it was still open at its end.
        let at = step.min(GRID - 1);
        self.ended[at] += 1;
        self.closed[at] += u32::from(seen.is_closed && step < GRID);
    }

    fn closed_count(&self) -> u32 {
        self.closed.iter().sum()
    }

    /// Closed rows and rows at risk at each step.
    fn at_risk(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let mut left: u32 = self.ended.iter().sum();
        self.closed.iter().zip(&self.ended).map(move |(closed, ended)| {
            let at_risk = left;
            left -= ended;
            (f64::from(*closed), f64::from(at_risk))
        })
    }
}

/// The step of the grid on which a day lies.
fn step(days: i64, term: i64) -> usize {
    usize::try_from(days.max(0) * STEPS / term.max(1)).unwrap_or(usize::MAX)
}

/// The curves of a register: one of all rows, and those of agencies that closed enough of their own.
#[derive(Debug, Clone, Default)]
pub(super) struct Slippage {
    /// The curve of the register first; none where too little was closed.
    pub(super) curves: Vec<Curve>,
    pub(super) of_agency: BTreeMap<u32, u32>,
    pub(super) closed_count: u32,
}

impl Slippage {
    /// Learns from rows. Those that are still open count for as long as they were seen.
    ///
    /// Source: Kaplan and Meier 1958, product of the shares that stay open at each step. An agency's own steps are drawn
    /// towards the register's as by a hundred rows more, so that few rows of an agency do not pass for much knowledge.
    pub(super) fn of(rows: &[Seen]) -> Self {
        let mut all = Counts::new();
        let mut closed_by: BTreeMap<u32, u32> = BTreeMap::new();
        for seen in rows {
            all.add(seen);
            *closed_by.entry(seen.agency).or_default() += u32::from(seen.is_closed);
        }
        let closed_count = all.closed_count();
        if closed_count < LEAST_CLOSED {
            return Slippage { closed_count, ..Slippage::default() };
        }
        let rates: Vec<f64> = all
            .at_risk()
            .map(|(closed, at_risk)| if closed > 0.0 { closed / at_risk } else { 0.0 })
            .collect();
        let mut slippage = Slippage {
            curves: vec![Curve::of(rates.iter().copied(), closed_count)],
            closed_count,
            of_agency: BTreeMap::new(),
        };
        let mut own: BTreeMap<u32, Counts> = closed_by
            .into_iter()
            .filter(|(_, closed)| *closed >= LEAST_CLOSED)
            .map(|(agency, _)| (agency, Counts::new()))
            .collect();
        for seen in rows {
            if let Some(counts) = own.get_mut(&seen.agency) {
                counts.add(seen);
            }
        }
        for (agency, counts) in own {
            let drawn = counts.at_risk().zip(&rates).map(|((closed, at_risk), rate)| {
                (closed + PRIOR_ROWS * rate) / (at_risk + PRIOR_ROWS)
            });
            slippage.of_agency.insert(agency, slippage.curves.len() as u32);
            slippage.curves.push(Curve::of(drawn, counts.closed_count()));
        }
        slippage
    }

    /// The curve of an agency, and whether it is its own; none where too little was closed.
    pub(super) fn curve(&self, agency: u32) -> Option<(u32, bool)> {
        let own = self.of_agency.get(&agency).map(|curve| (*curve, true));
        own.or((!self.curves.is_empty()).then_some((0, false)))
    }
}

impl Curve {
    fn of(rates: impl Iterator<Item = f64>, closed_count: u32) -> Self {
        let mut open = 1.0;
        let open = rates.map(|rate| {
            open *= 1.0 - rate;
            open
        });
        Curve { open: open.collect(), closed_count }
    }

    /// Share of rows still open after the step on which `days` lie; none where no row was ever seen open so long.
    pub(super) fn open_after(&self, days: i64, term: i64) -> Option<(usize, f64)> {
        let at = step(days, term);
        self.open.get(at).copied().filter(|open| *open > 0.0).map(|open| (at, open))
    }

    /// Days from assignment to completion for a row that was open after step `from`, when a share of `left` of such rows
    /// is still open; none where they are not seen to end.
    pub(super) fn days_at(&self, from: usize, left: f64, term: i64) -> Option<i64> {
        let after = &self.open[from..];
        let at = after.partition_point(|open| *open > left);
        let (open, before) = (*after.get(at)?, after.get(at.checked_sub(1)?)?);
        // Within a step completions are spread evenly.
        let part = if *before > open { (*before - left) / (*before - open) } else { 1.0 };
        // Steps and days are small numbers, which a double holds exactly.
        #[allow(clippy::cast_precision_loss)]
        let days = ((from + at) as f64 + part.clamp(0.0, 1.0)) * term as f64 / STEPS as f64;
        Some(days as i64)
    }

    /// Days from assignment to the last completion that was ever seen on this grid.
    pub(super) fn longest(&self, from: usize, term: i64) -> i64 {
        let last = self.open.last().copied().unwrap_or(0.0);
        let at = self.open.partition_point(|open| *open > last);
        (at.max(from) as i64 + 1) * term / STEPS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(days: i64, is_closed: bool) -> Seen {
        Seen { agency: 1, days, term: 100, is_closed }
    }

    #[test]
    fn rows_still_open_count_for_as_long_as_they_were_seen() {
        // Thirty closed at half the term, ten seen open only until a quarter, ten open beyond the term.
        let mut rows = vec![seen(50, true); 30];
        rows.extend([seen(25, false); 10]);
        rows.extend([seen(120, false); 10]);
        let slippage = Slippage::of(&rows);
        let curve = &slippage.curves[0];
        assert_eq!(slippage.curve(7), Some((0, false)));
        assert_eq!(slippage.curve(1), Some((1, true)));
        assert_eq!(curve.open_after(49, 100), Some((98, 1.0)));
        // Of forty still under observation at half the term thirty closed.
        assert_eq!(curve.open_after(50, 100), Some((100, 0.25)));
        assert_eq!(curve.days_at(98, 0.625, 100), Some(50));
        assert_eq!(curve.days_at(98, 0.1, 100), None);
    }

    #[test]
    fn too_few_closed_rows_say_nothing() {
        let slippage = Slippage::of(&[seen(50, true); 29]);
        assert_eq!((slippage.curve(1), slippage.closed_count), (None, 29));
    }
}
