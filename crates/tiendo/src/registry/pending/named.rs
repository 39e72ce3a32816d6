//! Ids that many records name: each kept once, and known by a number.

use std::collections::HashMap;

use crate::columns::NO_INDEX;
use crate::error::Error;
use crate::id::Id;

/// Ids in the order in which they were first named.
#[derive(Debug)]
pub(crate) struct Named<T> {
    ids: Vec<T>,
    /// Asked for one id at a time, and never gone through.
    numbers: HashMap<Box<str>, u32>,
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named { ids: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Id> Named<T> {
    /// The number of an id, which is validated where it is not known; [`NO_INDEX`] for none.
    pub(crate) fn number(&mut self, id: Option<&str>) -> Result<u32, Error> {
        let Some(text) = id else { return Ok(NO_INDEX) };
        if let Some(number) = self.numbers.get(text) {
            return Ok(*number);
        }
        let id = T::valid(text)?;
        // Normalised, it may be known.
        if let Some(number) = self.numbers.get(id.text()) {
            return Ok(*number);
        }
        let number = self.ids.len() as u32;
        self.numbers.insert(id.text().into(), number);
        self.ids.push(id);
        Ok(number)
    }

    #[inline]
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.ids.get(number as usize)
    }

    pub(crate) fn ids(&self) -> &[T] {
        &self.ids
    }
}
