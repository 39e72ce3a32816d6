//! Rows of a table as a format hands them over, and the same rows with merged cells filled in.

use super::value::Value;
use crate::error::Error;

/// One row as it stands in the file.
#[derive(Debug, Default, Clone)]
pub(crate) struct RawRow<'x> {
    /// Row number as the program shows it, from 1.
    pub(crate) number: u64,
    /// The cells by column; absent ones are `None`.
    pub(crate) cells: Vec<Option<Value<'x>>>,
}

impl<'x> RawRow<'x> {
    /// Empties it for the next row.
    pub(crate) fn clear(&mut self, number: u64) {
        self.number = number;
        self.cells.clear();
    }

    /// Puts a value into a column.
    pub(crate) fn set(&mut self, column: usize, value: Value<'x>) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, None);
        }
        self.cells[column] = Some(value);
    }
}

/// Rows of one table, in order.
pub(crate) trait Rows<'x> {
    /// Reads the next row that holds anything into `row`; false at the end.
    fn next(&mut self, row: &mut RawRow<'x>) -> Result<bool, Error>;
}

/// What is done with each table of a file.
pub(crate) type Visit<'v> = dyn FnMut(Sheet, &mut dyn Rows<'_>) -> Result<(), Error> + 'v;

/// Most cells of tables that are read whole; a document of a thousand pages has fewer.
pub(crate) const MAX_HELD_CELLS: u64 = 500_000;

/// Rows of a table that was read whole: a document holds few.
pub(crate) struct Held {
    pub(crate) rows: std::vec::IntoIter<RawRow<'static>>,
}

impl Rows<'static> for Held {
    fn next(&mut self, row: &mut RawRow<'static>) -> Result<bool, Error> {
        match self.rows.next() {
            Some(next) => {
                *row = next;
                Ok(true)
            }
            None => Ok(false),
        }
    }
}

/// A region of merged cells; rows count from 1, columns from 0, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Region {
    pub(crate) top: u64,
    pub(crate) left: usize,
    pub(crate) bottom: u64,
    pub(crate) right: usize,
}

/// One table of a file: a worksheet, or a table of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// The name as the file has it.
    pub(crate) name: String,
    /// True where the program does not show it.
    pub(crate) hidden: bool,
    /// Merged cells.
    pub(crate) merges: Vec<Region>,
    /// Lines before the table, in a document.
    pub(crate) before: Vec<String>,
}

/// Whose value a cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Its own.
    Own,
    /// That of the merged cell above it.
    Above,
    /// That of the merged cell to its left.
    Left,
}

/// One cell with what it shows.
#[derive(Debug, Clone)]
pub(crate) struct Slot<'x> {
    pub(crate) value: Value<'x>,
    pub(crate) origin: Origin,
    /// Columns that the cell spans, itself included.
    pub(crate) width: usize,
    /// Rows that the cell spans, counted from this one.
    pub(crate) height: u64,
}

/// One row with merged cells filled in.
#[derive(Debug, Clone, Default)]
pub(crate) struct GridRow<'x> {
    pub(crate) number: u64,
    pub(crate) cells: Vec<Option<Slot<'x>>>,
}

impl<'x> GridRow<'x> {
    /// The cell of a column, where it shows anything.
    pub(crate) fn slot(&self, column: usize) -> Option<&Slot<'x>> {
        self.cells.get(column).and_then(Option::as_ref)
    }

    /// The cell of a column with a value of its own or from above; a value from the left belongs to that column.
    pub(crate) fn value(&self, column: usize) -> Option<&Value<'x>> {
        self.slot(column).filter(|slot| slot.origin != Origin::Left).map(|slot| &slot.value)
    }

    /// The cells that stand in this very row, by column.
    pub(crate) fn own(&self) -> impl Iterator<Item = (usize, &Slot<'x>)> {
        let slots = self.cells.iter().enumerate();
        slots
            .filter_map(|(at, slot)| slot.as_ref().map(|slot| (at, slot)))
            .filter(|(_, slot)| slot.origin == Origin::Own)
    }

    /// The texts of the cells that stand in this very row, with blanks between them.
    pub(crate) fn line(&self) -> String {
        let texts: Vec<_> = self.own().map(|(_, slot)| slot.value.text()).collect();
        texts.join(" ")
    }

    /// True where no cell of this very row shows anything.
    pub(crate) fn is_blank(&self) -> bool {
        self.own().next().is_none()
    }
}

/// Fills in merged cells while rows pass by.
pub(crate) struct Filler<'x> {
    regions: Vec<Region>,
    next: usize,
    active: Vec<(Region, Option<Value<'x>>)>,
}

impl<'x> Filler<'x> {
    /// A filler for the regions of one table.
    pub(crate) fn new(mut regions: Vec<Region>) -> Self {
        regions.sort_unstable();
        Filler { regions, next: 0, active: Vec::new() }
    }

    /// The row with its merged cells filled in; rows must come in order.
    ///
    /// The values are taken out of `raw`.
    pub(crate) fn fill(&mut self, raw: &mut RawRow<'x>) -> GridRow<'x> {
        let slot = |value| Slot { value, origin: Origin::Own, width: 1, height: 1 };
        let cells = raw.cells.drain(..);
        let mut row = GridRow {
            number: raw.number,
            cells: cells.map(|cell| cell.filter(|value| !value.is_blank()).map(slot)).collect(),
        };
        self.active.retain(|(region, _)| region.bottom >= raw.number);
        while let Some(region) = self.regions.get(self.next).filter(|r| r.top <= raw.number) {
            if region.bottom >= raw.number {
                let starts_here = region.top == raw.number;
                let value = row.slot(region.left).filter(|_| starts_here).map(|s| s.value.clone());
                self.active.push((*region, value));
            }
            self.next += 1;
        }
        for (region, value) in &self.active {
            let Some(value) = value else { continue };
            // A region far wider than the table would only make empty cells.
            let right = region.right.min(row.cells.len().max(region.left + 1) + MAX_SPREAD);
            if row.cells.len() <= right {
                row.cells.resize(right + 1, None);
            }
            for column in region.left..=right {
                let origin = match (region.top == raw.number, column == region.left) {
                    (true, true) => Origin::Own,
                    (_, false) => Origin::Left,
                    (false, true) => Origin::Above,
                };
                row.cells[column] = Some(Slot {
                    value: value.clone(),
                    origin,
                    width: region.right - region.left + 1,
                    height: region.bottom - raw.number + 1,
                });
            }
        }
        row
    }
}

/// Columns that a merged cell fills beyond the cells that its row has.
const MAX_SPREAD: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_fill_their_region_and_say_from_where() {
        let region = |top, left, bottom, right| Region { top, left, bottom, right };
        let mut filler = Filler::new(vec![region(1, 1, 2, 2), region(2, 0, 3, 0)]);
        let mut raw = RawRow::default();
        raw.clear(1);
        raw.set(1, Value::Text("Cơ quan".into()));
        let row = filler.fill(&mut raw);
        assert!(row.slot(0).is_none());
        assert_eq!(row.slot(2).map(|s| s.origin), Some(Origin::Left));
        raw.clear(2);
        raw.set(0, Value::Text("a".into()));
        let row = filler.fill(&mut raw);
        assert_eq!(row.slot(1).map(|s| s.origin), Some(Origin::Above));
        assert_eq!(row.value(2), None);
        raw.clear(3);
        raw.set(3, Value::Bool(true));
        let row = filler.fill(&mut raw);
        assert_eq!(row.value(0), Some(&Value::Text("a".into())));
        assert_eq!(row.own().count(), 1);
    }
}
