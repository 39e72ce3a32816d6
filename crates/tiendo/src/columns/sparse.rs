//! What few records have, by the position of the record.

use std::ops::Range;

/// Values of some positions, in ascending order: four bytes and its size for each.
#[derive(Debug, Clone)]
pub(crate) struct Sparse<T> {
    at: Vec<u32>,
    values: Vec<T>,
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Sparse { at: Vec::new(), values: Vec::new() }
    }
}

impl<T> Sparse<T> {
    /// Appends the value of a position beyond those that are there.
    pub(crate) fn push(&mut self, at: u32, value: T) {
        self.at.push(at);
        self.values.push(value);
    }

    #[inline]
    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        if self.at.is_empty() {
            return None;
        }
        let wanted = u32::try_from(index).ok()?;
        // Where every position has a value, it stands at the position itself.
        let found = match self.at.get(index) {
            Some(at) if *at == wanted => index,
            _ => self.at.binary_search(&wanted).ok()?,
        };
        self.values.get(found)
    }

    pub(crate) fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        let found = self.at.binary_search(&u32::try_from(index).ok()?).ok()?;
        self.values.get_mut(found)
    }

    pub(crate) fn len(&self) -> usize {
        self.at.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    pub(crate) fn values(&self) -> &[T] {
        &self.values
    }

    /// The positions that have a value.
    pub(crate) fn positions(&self) -> impl Iterator<Item = usize> {
        self.at.iter().map(|at| *at as usize)
    }

    /// Appends the values of positions beyond those that are there.
    pub(crate) fn append(&mut self, other: Self) {
        self.at.extend(other.at);
        self.values.extend(other.values);
    }

    /// Puts a value in the place of what a position has, or takes it away. Costs as much as there are values behind it.
    pub(crate) fn replace(&mut self, at: u32, value: Option<T>) {
        match (self.at.binary_search(&at), value) {
            (Ok(found), Some(value)) => self.values[found] = value,
            (Ok(found), None) => {
                self.at.remove(found);
                self.values.remove(found);
            }
            (Err(place), Some(value)) => {
                self.at.insert(place, at);
                self.values.insert(place, value);
            }
            (Err(_), None) => {}
        }
    }

    /// Appends the values of a part of the positions of others, which stand here from `to` on.
    pub(crate) fn append_part(&mut self, other: &Self, part: Range<usize>, to: usize)
    where
        T: Clone,
    {
        let start = other.at.partition_point(|at| (*at as usize) < part.start);
        let end = other.at.partition_point(|at| (*at as usize) < part.end);
        let moved = |at: &u32| (*at as usize - part.start + to) as u32;
        self.at.extend(other.at[start..end].iter().map(moved));
        self.values.extend_from_slice(&other.values[start..end]);
    }

    /// Gives back what was allocated ahead.
    pub(crate) fn shrink(&mut self) {
        self.at.shrink_to_fit();
        self.values.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_position() {
        let mut some = Sparse::default();
        for at in [0, 1, 5] {
            some.push(at, at * 10);
        }
        assert_eq!(
            [0, 1, 2, 5, 9].map(|i| some.get(i).copied()),
            [Some(0), Some(10), None, Some(50), None]
        );
        let mut more = Sparse::default();
        more.push(12, 7);
        some.append(more);
        assert_eq!(some.get(12), Some(&7));
        for (at, value) in [(5, Some(6)), (1, None), (3, Some(4)), (4, None)] {
            some.replace(at, value);
        }
        assert_eq!(
            some.positions().zip(some.values().to_vec()).collect::<Vec<_>>(),
            [(0, 0), (3, 4), (5, 6), (12, 7)]
        );
    }
}
