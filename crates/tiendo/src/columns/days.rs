//! Days and instants in the bytes that registers of our time need; the others stand apart.

use std::ops::Range;

use super::{NO_DAY, Sparse};
use crate::day::SECONDS_PER_DAY;

/// An absent day of a [`DayColumn`].
pub(crate) const NO_NEAR: u16 = u16::MAX;
/// A day that two bytes do not hold: it stands apart.
pub(crate) const FAR: u16 = u16::MAX - 1;
/// The last day that two bytes hold, from 1 January 1970 on: 4 June 2149.
pub(crate) const LAST_NEAR: i32 = FAR as i32 - 1;

/// A day in two bytes; `FAR` where they do not hold it.
#[inline]
pub(crate) fn near(day: i32) -> u16 {
    match day {
        0..=LAST_NEAR => day as u16,
        NO_DAY => NO_NEAR,
        _ => FAR,
    }
}

/// The day that two bytes hold; [`NO_DAY`] where they hold none.
#[inline]
pub(crate) fn day_of(near: u16) -> i32 {
    if near == NO_NEAR { NO_DAY } else { i32::from(near) }
}

/// Days, absent ones among them: two bytes each from 1970 to 2149, and ten for each beyond.
#[derive(Debug, Clone, Default)]
pub(crate) struct DayColumn {
    near: Vec<u16>,
    far: Sparse<i32>,
}

impl DayColumn {
    /// Appends the packed numbers of a piece, each a day that `day` lets pass, or where `day` has one for it absent, to a
    /// column with room for so many.
    #[cfg(feature = "serde")]
    pub(crate) fn unpack(
        &mut self,
        bytes: &[u8],
        room: usize,
        day: impl Fn(Option<i64>) -> Option<i32>,
    ) -> Option<()> {
        let packed = super::pack::Packed::of(bytes)?;
        if packed.count > room.checked_sub(self.len())? {
            return None;
        }
        if self.near.is_empty() {
            self.near.try_reserve_exact(room).ok()?;
        }
        packed.each(day, |day| {
            self.push(day);
            Some(())
        })
    }

    /// True where two bytes do not hold one of the days.
    pub(crate) fn has_far(&self) -> bool {
        !self.far.is_empty()
    }

    pub(crate) fn push(&mut self, day: i32) {
        let near = near(day);
        if near == FAR {
            self.far.push(self.near.len() as u32, day);
        }
        self.near.push(near);
    }

    #[inline]
    pub(crate) fn get(&self, index: usize) -> i32 {
        match self.near[index] {
            FAR => self.far.get(index).copied().unwrap_or(NO_DAY),
            near => day_of(near),
        }
    }

    /// The two bytes of each; what is `FAR` must be asked for by its position.
    #[inline]
    pub(crate) fn near(&self) -> &[u16] {
        &self.near
    }

    /// Appends a part of another column.
    pub(crate) fn append_part(&mut self, other: &Self, part: Range<usize>) {
        self.far.append_part(&other.far, part.clone(), self.near.len());
        self.near.extend_from_slice(&other.near[part]);
    }

    #[cfg(feature = "serde")]
    pub(crate) fn len(&self) -> usize {
        self.near.len()
    }

    pub(crate) fn reserve(&mut self, days: usize) {
        self.near.reserve_exact(days);
    }
}

/// An instant as columns hold it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instant {
    pub(crate) day: i32,
    half: u16,
    pub(crate) is_odd: bool,
}

impl Instant {
    /// Of seconds since 1 January 1970.
    #[inline]
    pub(crate) fn of(at: i64) -> Self {
        let second = at.rem_euclid(SECONDS_PER_DAY);
        let day = at.div_euclid(SECONDS_PER_DAY) as i32;
        Instant { day, half: (second / 2) as u16, is_odd: second % 2 == 1 }
    }
}

/// Instants to the second: two bytes for the day, two for half the second of the day. The odd second is kept by who has a
/// bit left, and given to [`get`](InstantColumn::get).
#[derive(Debug, Clone, Default)]
pub(crate) struct InstantColumn {
    days: DayColumn,
    halves: Vec<u16>,
}

impl InstantColumn {
    /// Appends an instant, in seconds since 1 January 1970; true where its second is odd.
    pub(crate) fn push(&mut self, at: i64) -> bool {
        let at = Instant::of(at);
        self.push_split(at);
        at.is_odd
    }

    /// Appends an instant whose odd second is kept.
    #[inline]
    pub(crate) fn push_split(&mut self, at: Instant) {
        self.days.push(at.day);
        self.halves.push(at.half);
    }

    #[cfg(feature = "serde")]
    pub(crate) fn len(&self) -> usize {
        self.halves.len()
    }

    #[inline]
    pub(crate) fn get(&self, index: usize, is_odd: bool) -> i64 {
        let second = i64::from(self.halves[index]) * 2 + i64::from(is_odd);
        i64::from(self.days.get(index)) * SECONDS_PER_DAY + second
    }

    /// The days alone.
    #[inline]
    pub(crate) fn days(&self) -> &DayColumn {
        &self.days
    }

    /// Appends a part of another column; its odd seconds are kept by who keeps those of this one.
    pub(crate) fn append_part(&mut self, other: &Self, part: Range<usize>) {
        self.days.append_part(&other.days, part.clone());
        self.halves.extend_from_slice(&other.halves[part]);
    }

    pub(crate) fn reserve(&mut self, instants: usize) {
        self.days.reserve(instants);
        self.halves.reserve_exact(instants);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;

    #[test]
    fn every_day_of_the_model_comes_back() {
        let days = [day::FIRST, day::LAST].map(day::to_number);
        let all = [days[0], -1, 0, 20_000, LAST_NEAR, LAST_NEAR + 1, days[1], NO_DAY];
        let (mut column, mut instants) = (DayColumn::default(), InstantColumn::default());
        let mut odd = Vec::new();
        for day in all {
            column.push(day);
            let second = i64::from(day.unsigned_abs() % 86_400);
            odd.push((instants.push(i64::from(day) * SECONDS_PER_DAY + second), second));
        }
        for (i, day) in all.into_iter().enumerate() {
            assert_eq!(column.get(i), day);
            let (is_odd, second) = odd[i];
            if day != NO_DAY {
                assert_eq!(instants.get(i, is_odd), i64::from(day) * SECONDS_PER_DAY + second);
            }
        }
        assert_eq!(column.near()[2..5], [0, 20_000, 65_533]);
    }
}
