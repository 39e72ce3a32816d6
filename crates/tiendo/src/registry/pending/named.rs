//! Ids that many records name: each kept once, and known by a number.

use std::collections::HashMap;

use crate::columns::NO_INDEX;
use crate::error::Error;
use crate::id::Id;
use crate::registry::lean::LeanId;

/// Ids in the order in which they were first named.
#[derive(Debug)]
pub(crate) struct Named<T> {
    ids: Vec<T>,
    /// Asked for one id at a time, and never gone through.
    numbers: HashMap<Box<str>, u32>,
    /// By a small number that is an id, the number of that id, or [`NO_INDEX`].
    by_decimal: Vec<u32>,
}

/// Decimals below this are looked up by themselves.
const SMALL: usize = 1 << 16;

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named { ids: Vec::new(), numbers: HashMap::new(), by_decimal: Vec::new() }
    }
}

impl<T: Id> Named<T> {
    /// The number of an id as a table has it, which is validated where it is not known; [`NO_INDEX`] for none.
    #[inline]
    pub(crate) fn number(&mut self, id: Option<LeanId<'_>>) -> Result<u32, Error> {
        match id {
            None => Ok(NO_INDEX),
            Some(LeanId::Number(decimal)) => self.number_of_decimal(decimal),
            Some(LeanId::Text(text)) => self.number_of_text(text),
        }
    }

    fn number_of_decimal(&mut self, decimal: u64) -> Result<u32, Error> {
        let place = usize::try_from(decimal).unwrap_or(usize::MAX);
        let known = self.by_decimal.get(place).copied().filter(|number| *number != NO_INDEX);
        if let Some(number) = known {
            return Ok(number);
        }
        let number = self.number_of_text(&decimal.to_string())?;
        if place < SMALL {
            self.by_decimal.resize((place + 1).max(self.by_decimal.len()), NO_INDEX);
            self.by_decimal[place] = number;
        }
        Ok(number)
    }

    fn number_of_text(&mut self, text: &str) -> Result<u32, Error> {
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
