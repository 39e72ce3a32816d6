//! The workload's Parquet tables, batch by batch, columns by name.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use arrow_array::types::{ArrowPrimitiveType, Int8Type};
use arrow_array::{Array, DictionaryArray, PrimitiveArray, RecordBatch, StringArray};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::error::Error;

/// Rows that are decoded at once: enough to be fast, few enough to be nothing beside what is loaded.
const BATCH_ROWS: usize = 16_384;

/// Batches that are decoded ahead.
const AHEAD: usize = 4;

/// Some rows of a table.
pub(crate) struct Batch {
    path: PathBuf,
    columns: RecordBatch,
}

/// Hands over a table batch by batch, of the named columns only.
pub(crate) fn each_batch(
    path: &Path,
    columns: &[&str],
    mut take: impl FnMut(&Batch) -> Result<(), Error>,
) -> Result<(), Error> {
    let file = File::open(path).map_err(Error::file(path))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(Error::table(path))?;
    let wanted = ProjectionMask::columns(reader.parquet_schema(), columns.iter().copied());
    let reader = reader.with_projection(wanted).with_batch_size(BATCH_ROWS).build();
    let reader = reader.map_err(Error::table(path))?;
    // Another thread decodes what comes next while this one takes what came.
    thread::scope(|scope| {
        let (sender, batches) = mpsc::sync_channel(AHEAD);
        scope.spawn(move || {
            for batch in reader {
                if sender.send(batch).is_err() {
                    // Nobody takes any more.
                    break;
                }
            }
        });
        for batch in batches {
            let columns = batch.map_err(Error::table(path))?;
            take(&Batch { path: path.to_owned(), columns })?;
        }
        Ok(())
    })
}

impl Batch {
    /// The positions of the rows.
    pub(crate) fn rows(&self) -> std::ops::Range<usize> {
        0..self.columns.num_rows()
    }

    fn column<T: Array + 'static>(&self, name: &str) -> Result<&T, Error> {
        let column = self.columns.column_by_name(name);
        let typed = column.and_then(|c| c.as_any().downcast_ref());
        typed.ok_or_else(|| {
            let found = column.map_or_else(|| "absent".into(), |c| c.data_type().to_string());
            self.wrong(&format!("column {name} is {found}"))
        })
    }

    /// Numbers, days or instants; for a column that may hold nulls ask [`at`].
    pub(crate) fn numbers<T: ArrowPrimitiveType>(
        &self,
        name: &str,
    ) -> Result<&PrimitiveArray<T>, Error> {
        self.column(name)
    }

    /// Texts.
    pub(crate) fn texts(&self, name: &str) -> Result<&StringArray, Error> {
        self.column(name)
    }

    /// Words of which there are few: what each means, and the meanings' positions by row.
    pub(crate) fn words<T>(
        &self,
        name: &str,
        meaning: impl Fn(&str) -> Option<T>,
    ) -> Result<(Vec<T>, &[i8]), Error> {
        let column: &DictionaryArray<Int8Type> = self.column(name)?;
        let words = column.values().as_any().downcast_ref::<StringArray>();
        let words = words.ok_or_else(|| self.wrong(&format!("column {name} holds no words")))?;
        let meanings = words.iter().map(|word| {
            let known = word.and_then(&meaning);
            known.ok_or_else(|| self.wrong(&format!("column {name} holds {word:?}")))
        });
        Ok((meanings.collect::<Result<_, _>>()?, column.keys().values()))
    }

    fn wrong(&self, reason: &str) -> Error {
        Error::Table { path: self.path.clone(), reason: reason.to_owned() }
    }

    pub(crate) fn day(&self, number: i32) -> Result<NaiveDate, Error> {
        NaiveDate::from_epoch_days(number).ok_or_else(|| self.wrong(&format!("day {number}")))
    }

    pub(crate) fn instant(&self, millis: i64) -> Result<NaiveDateTime, Error> {
        let instant = DateTime::from_timestamp_millis(millis).map(|at| at.naive_utc());
        instant.ok_or_else(|| self.wrong(&format!("instant {millis}")))
    }
}

/// The value of a row, where it is not null.
pub(crate) fn at<T: ArrowPrimitiveType>(
    column: &PrimitiveArray<T>,
    row: usize,
) -> Option<T::Native> {
    column.is_valid(row).then(|| column.value(row))
}
