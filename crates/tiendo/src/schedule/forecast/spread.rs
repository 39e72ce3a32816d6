//! Counts of simulated days in a fixed number of bins, so that memory does not grow with the number of runs.

/// Bins of one spread.
const BINS: usize = 64;

/// Simulated days of one task or group.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    base: i32,
    width: i32,
    bins: [u32; BINS],
}

impl Spread {
    /// For days from `first` to `last`; what lies outside is counted at its ends.
    pub(super) fn between(first: i32, last: i32) -> Self {
        let range = i64::from(last.max(first)) - i64::from(first) + 1;
        let width = (range + BINS as i64 - 1) / BINS as i64;
        Spread { base: first, width: width as i32, bins: [0; BINS] }
    }

    #[inline]
    pub(super) fn add(&mut self, day: i32) {
        let bin = day.saturating_sub(self.base) / self.width;
        self.bins[bin.clamp(0, BINS as i32 - 1) as usize] += 1;
    }

    /// The day by which at least so many of the runs are counted, rounded up to the end of its bin; none where fewer are
    /// counted at all.
    pub(super) fn by(&self, count: u32) -> Option<i32> {
        let mut sum = 0;
        let reached = |n: &u32| {
            sum += n;
            sum >= count
        };
        let bin = self.bins.iter().position(reached)?;
        Some(self.base.saturating_add((bin as i32 + 1) * self.width - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_spreads_are_exact_and_wide_ones_round_up() {
        let mut spread = Spread::between(10, 70);
        (10..=70).for_each(|day| spread.add(day));
        assert_eq!(
            (spread.by(1), spread.by(31), spread.by(61), spread.by(62)),
            (Some(10), Some(40), Some(70), None)
        );
        let mut wide = Spread::between(0, 127);
        wide.add(4);
        assert_eq!(wide.by(1), Some(5));
    }
}
