//! Lists of records as snapshots: what they hold, and their texts laid out for C.

use model::Text;

use crate::boundary::at;
use crate::code::Outcome;
use crate::packed::Grid;
use crate::text::tiendo_str;
use crate::word::in_lang;

/// Records of one kind, with `WIDTH` texts of each.
#[derive(Debug)]
pub(crate) struct List<T, const WIDTH: usize> {
    records: Vec<T>,
    texts: Grid<WIDTH>,
}

impl<T: Clone, const WIDTH: usize> List<T, WIDTH> {
    /// Copies of records, so that the list outlives where they are from.
    pub(crate) fn new<'a>(records: &'a [T], texts: impl Fn(&'a T) -> [&'a str; WIDTH]) -> Self {
        List { texts: Grid::pack(records.iter().map(texts)), records: records.to_vec() }
    }
}

impl<T, const WIDTH: usize> List<T, WIDTH> {
    /// Records whose texts are not theirs alone.
    pub(crate) fn of(texts: Grid<WIDTH>, records: Vec<T>) -> Self {
        List { records, texts }
    }

    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    pub(crate) fn record(&self, index: usize) -> Outcome<&T> {
        at(&self.records, index, "index")
    }

    /// A text of a record, valid as long as the list.
    pub(crate) fn text(&self, index: usize, field: usize) -> Outcome<tiendo_str> {
        self.texts.get(index, field, "index")
    }

    /// The one of two texts of a record, Vietnamese and English, that `lang` names.
    pub(crate) fn text_in(
        &self,
        index: usize,
        fields: [usize; 2],
        lang: i32,
    ) -> Outcome<tiendo_str> {
        self.text(index, *in_lang(&fields, lang)?)
    }
}

/// A text that may be absent, as it goes out.
pub(crate) fn shown(text: Option<&Text>) -> &str {
    text.map_or("", Text::as_str)
}
