//! What the register's own tasks tell of finishing: how much of its term a task takes, by agency.

use std::collections::BTreeMap;

/// Steps of the grid in one term: half a percent of the time from assignment to the first deadline.
pub(super) const STEPS: i64 = 200;
/// Steps of the grid in all: three terms. What takes longer has not been seen to end.
const GRID: usize = 600;
/// Fewest closed rows from which anything is said.
pub(super) const LEAST_CLOSED: u32 = 30;
/// Closed rows that the register counts for beside an agency's own, at the most: where agencies are all alike.
const MOST_PRIOR: f64 = 10_000.0;

/// Rounds by which the time of rows that had to wait is estimated; the steps settle long before.
const ROUNDS: usize = 60;

/// How what was seen of a row ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// It is open, or was cancelled: it would have taken longer.
    Open,
    /// It was closed, which is what it took.
    Closed,
    /// It was closed on the first day that its links let it be: by itself it would have taken no longer, and perhaps less.
    Waited,
}

/// One row as it was seen: where on the grid it ended, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) agency: u32,
    /// Days from assignment to completion, or to the last day it was seen open.
    pub(super) days: i64,
    /// Days from assignment to the deadline that was set first.
    pub(super) term: i64,
    pub(super) ending: Ending,
}

/// Share of rows still open after each step of the grid.
#[derive(Debug, Clone)]
pub(super) struct Curve {
    open: Vec<f64>,
    pub(super) closed_count: u32,
}

/// Rows by the step of the grid on which they ended.
#[derive(Debug, Clone)]
struct Counts {
    closed: Vec<u32>,
    waited: Vec<u32>,
    open: Vec<u32>,
    /// Those that ended closed, beyond the grid too.
    closed_count: u32,
}

impl Counts {
    fn new() -> Self {
        let none = || vec![0; GRID];
        Counts { closed: none(), waited: none(), open: none(), closed_count: 0 }
    }

    fn add(&mut self, seen: &Seen) {
        let step = step(seen.days, seen.term);
        // Beyond the grid it was still open at its end.
        let (at, is_within) = (step.min(GRID - 1), step < GRID);
        let of = match seen.ending {
            Ending::Closed if is_within => &mut self.closed,
            Ending::Waited if is_within => &mut self.waited,
            _ => &mut self.open,
        };
        of[at] += 1;
        self.closed_count += u32::from(seen.ending != Ending::Open);
    }

    /// Closed rows and rows at risk at each step.
    ///
    /// A row that had to wait would have been closed by itself on that step or an earlier one, nobody knows which: it is dealt
    /// out to them as the steps found so far close rows, again and again until that is the same.
    /// Source: Turnbull, "Nonparametric estimation of a survivorship function with doubly censored data", 1974; without such
    /// rows it is Kaplan and Meier's estimate.
    fn at_risk(&self) -> Vec<(f64, f64)> {
        let sum = |all: &[u32]| f64::from(all.iter().sum::<u32>());
        let total = sum(&self.closed) + sum(&self.waited) + sum(&self.open);
        let waited: Vec<f64> = self.waited.iter().map(|n| f64::from(*n)).collect();
        let mut dealt = waited.clone();
        let mut steps = self.steps(&dealt, total);
        if self.waited.iter().all(|n| *n == 0) {
            return steps;
        }
        for _ in 0..ROUNDS {
            // The share that each step closes, and the share closed by its end.
            let (mut open, mut shares) = (1.0, Vec::with_capacity(GRID));
            for (closed, at_risk) in &steps {
                let ends = if *at_risk > 0.0 { open * closed / at_risk } else { 0.0 };
                open -= ends;
                shares.push((ends, 1.0 - open));
            }
            let mut later = 0.0;
            for ((dealt, waited), (ends, by_then)) in
                dealt.iter_mut().zip(&waited).zip(&shares).rev()
            {
                if *by_then > 0.0 {
                    later += waited / by_then;
                }
                *dealt = ends * later;
            }
            steps = self.steps(&dealt, total);
        }
        steps
    }

    /// The same where so many rows that had to wait are counted on each step.
    fn steps(&self, dealt: &[f64], total: f64) -> Vec<(f64, f64)> {
        let mut left = total;
        let steps = self.closed.iter().zip(&self.open).zip(dealt);
        let steps = steps.map(|((closed, open), dealt)| {
            let (at_risk, closed) = (left.max(0.0), f64::from(*closed) + dealt);
            left -= closed + f64::from(*open);
            (closed.min(at_risk), at_risk)
        });
        steps.collect()
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
    /// towards the register's, so that few rows of an agency do not pass for much knowledge: the more, the less agencies differ
    /// from each other beyond chance ([`prior`]).
    pub(super) fn of(rows: &[Seen]) -> Self {
        let mut all = Counts::new();
        let mut closed_by: BTreeMap<u32, u32> = BTreeMap::new();
        for seen in rows {
            all.add(seen);
            *closed_by.entry(seen.agency).or_default() += u32::from(seen.ending != Ending::Open);
        }
        let closed_count = all.closed_count;
        if closed_count < LEAST_CLOSED {
            return Slippage { closed_count, ..Slippage::default() };
        }
        let rates: Vec<f64> = all
            .at_risk()
            .into_iter()
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
        let own: Vec<Own> = own
            .into_iter()
            .map(|(agency, counts)| Own {
                agency,
                closed_count: counts.closed_count,
                steps: counts.at_risk(),
            })
            .collect();
        let prior = prior(&own, &rates);
        for own in own {
            // So many rows at every step as expect `prior` closed rows in all.
            let rows = prior / own.expected(&rates, |_| 1.0).max(1e-9);
            let drawn = own.steps.iter().zip(&rates);
            let drawn = drawn.map(|((closed, at_risk), rate)| {
                let all = at_risk + rows;
                if all > 0.0 { (closed + rows * rate) / all } else { *rate }
            });
            slippage.of_agency.insert(own.agency, slippage.curves.len() as u32);
            slippage.curves.push(Curve::of(drawn, own.closed_count));
        }
        slippage
    }

    /// The curve of an agency, and whether it is its own; none where too little was closed.
    pub(super) fn curve(&self, agency: u32) -> Option<(u32, bool)> {
        let own = self.of_agency.get(&agency).map(|curve| (*curve, true));
        own.or((!self.curves.is_empty()).then_some((0, false)))
    }
}

/// An agency with rows enough of its own.
struct Own {
    agency: u32,
    closed_count: u32,
    /// Closed rows and rows at risk at each step.
    steps: Vec<(f64, f64)>,
}

impl Own {
    /// Closed rows that the register's rates expect of so many rows at risk at each step that was observed.
    fn expected(&self, rates: &[f64], rows: impl Fn(f64) -> f64) -> f64 {
        let observed = self.steps.iter().zip(rates).filter(|((_, at_risk), _)| *at_risk > 0.0);
        observed.map(|((_, at_risk), rate)| rows(*at_risk) * rate).sum()
    }
}

/// Closed rows that the register counts for beside an agency's own: the inverse of how far agencies differ beyond chance in
/// closed rows ÷ those expected at the register's rates.
///
/// Source: Marshall, "Mapping disease and mortality rates using empirical Bayes estimators", Applied Statistics 40, 1991: the
/// weighted variance of the quotients less what chance makes of it, one ÷ the mean expected.
fn prior(own: &[Own], rates: &[f64]) -> f64 {
    let (mut all, mut apart, mut count) = (0.0, 0.0, 0.0);
    for own in own {
        let expected = own.expected(rates, |at_risk| at_risk);
        let closed: f64 = own.steps.iter().map(|(closed, _)| closed).sum();
        if expected > 0.0 {
            let quotient = closed / expected - 1.0;
            all += expected;
            apart += expected * quotient * quotient;
            count += 1.0;
        }
    }
    if all <= 0.0 {
        return MOST_PRIOR;
    }
    let variance = apart / all - count / all;
    if variance > 1.0 / MOST_PRIOR { 1.0 / variance } else { MOST_PRIOR }
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

    fn seen(days: i64, ending: Ending) -> Seen {
        Seen { agency: 1, days, term: 100, ending }
    }

    #[test]
    fn rows_still_open_count_for_as_long_as_they_were_seen() {
        // Thirty closed at half the term, ten seen open only until a quarter, ten open beyond the term.
        let mut rows = vec![seen(50, Ending::Closed); 30];
        rows.extend([seen(25, Ending::Open); 10]);
        rows.extend([seen(120, Ending::Open); 10]);
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
        let slippage = Slippage::of(&[seen(50, Ending::Closed); 29]);
        assert_eq!((slippage.curve(1), slippage.closed_count), (None, 29));
    }

    #[test]
    fn rows_that_had_to_wait_took_no_longer_than_that() {
        // Half of all rows take a quarter of the term and half take the whole of it, but a third had to wait until half of it.
        let mut rows = vec![seen(25, Ending::Closed); 60];
        rows.extend([seen(100, Ending::Closed); 60]);
        rows.extend([seen(50, Ending::Waited); 30]);
        let slippage = Slippage::of(&rows);
        let (_, open) = slippage.curves[0].open_after(25, 100).unwrap();
        // Whoever waited until half of the term had taken a quarter, for nobody takes anything between.
        assert!((open - 0.4).abs() < 1e-9, "{open}");
        let (_, later) = slippage.curves[0].open_after(60, 100).unwrap();
        assert!((later - 0.4).abs() < 1e-9, "{later}");
    }
}
