//! Ids that many records name: each kept once, and known by a number.

use std::collections::HashMap;
use std::hash::Hash;

use crate::columns::NO_INDEX;

/// Ids in the order in which they were first named.
#[derive(Debug)]
pub(crate) struct Named<T> {
    ids: Vec<T>,
    /// Asked for one id at a time, and never gone through.
    numbers: HashMap<T, u32>,
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named { ids: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Named<T> {
    /// The number of an id; [`NO_INDEX`] for none.
    pub(crate) fn number(&mut self, id: Option<&T>) -> u32 {
        let Some(id) = id else { return NO_INDEX };
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = self.ids.len() as u32;
        self.ids.push(id.clone());
        self.numbers.insert(id.clone(), number);
        number
    }

    #[inline]
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.ids.get(number as usize)
    }

    pub(crate) fn ids(&self) -> &[T] {
        &self.ids
    }
}
