//! Ids that many records name: each kept once, and known by a number.

use std::collections::HashMap;

use crate::columns::NO_INDEX;
use crate::id::{AgencyId, DocumentId, GroupId, PhaseId};

/// An id that is made of its text.
pub(crate) trait Id {
    /// Of a text that was validated before.
    fn of_valid(text: &str) -> Self;
}

macro_rules! ids {
    ($($name:ident)+) => {$(
        impl Id for $name {
            fn of_valid(text: &str) -> Self {
                $name::from_valid(text)
            }
        }
    )+};
}

ids! { AgencyId DocumentId GroupId PhaseId }

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
    /// The number of a valid id; [`NO_INDEX`] for none.
    pub(crate) fn number(&mut self, id: Option<&str>) -> u32 {
        let Some(id) = id else { return NO_INDEX };
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = self.ids.len() as u32;
        self.ids.push(T::of_valid(id));
        self.numbers.insert(id.into(), number);
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
