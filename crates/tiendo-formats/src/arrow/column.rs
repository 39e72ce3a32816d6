//! Columns with their fields, in order, and the batch they make.

use std::sync::Arc;

use arrow_array::builder::{LargeStringBuilder, ListBuilder, StringDictionaryBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Int8Array, Int16Array, Int32Array, Int64Array,
    LargeStringArray, RecordBatch, RecordBatchOptions, TimestampSecondArray,
};
use arrow_schema::{ArrowError, Field, Schema};
use chrono::{NaiveDate, NaiveDateTime};

use super::scope::Stated;

/// Columns under construction; all must get the same number of values.
#[derive(Debug)]
pub(crate) struct Columns {
    row_count: usize,
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Columns {
    pub(crate) fn new(row_count: usize) -> Self {
        Columns { row_count, fields: Vec::new(), arrays: Vec::new() }
    }

    fn push(&mut self, name: &str, nullable: bool, array: impl Array + 'static) {
        self.fields.push(Field::new(name, array.data_type().clone(), nullable));
        self.arrays.push(Arc::new(array));
    }

    /// Texts that are all there.
    pub(crate) fn text<S: AsRef<str>>(&mut self, name: &str, values: impl Iterator<Item = S>) {
        self.push(name, false, LargeStringArray::from_iter_values(values));
    }

    /// Texts that may be absent.
    pub(crate) fn maybe_text<S: AsRef<str>>(
        &mut self,
        name: &str,
        values: impl Iterator<Item = Option<S>>,
    ) {
        self.push(name, true, values.collect::<LargeStringArray>());
    }

    /// Words or ids of which there are few.
    pub(crate) fn word<'a>(
        &mut self,
        name: &str,
        values: impl Iterator<Item = &'a str>,
    ) -> Result<(), ArrowError> {
        self.words(name, false, values.map(Some))
    }

    /// Words or ids of which there are few, and which may be absent.
    pub(crate) fn maybe_word<'a>(
        &mut self,
        name: &str,
        values: impl Iterator<Item = Option<&'a str>>,
    ) -> Result<(), ArrowError> {
        self.words(name, true, values)
    }

    fn words<'a>(
        &mut self,
        name: &str,
        nullable: bool,
        values: impl Iterator<Item = Option<&'a str>>,
    ) -> Result<(), ArrowError> {
        let mut builder = StringDictionaryBuilder::<Int32Type>::new();
        for value in values {
            match value {
                Some(word) => {
                    builder.append(word)?;
                }
                None => builder.append_null(),
            }
        }
        self.push(name, nullable, builder.finish());
        Ok(())
    }

    /// Lists of texts; an empty list where there is nothing.
    pub(crate) fn texts<S: AsRef<str>>(
        &mut self,
        name: &str,
        values: impl Iterator<Item = impl IntoIterator<Item = S>>,
    ) {
        let item = Field::new_list_field(arrow_schema::DataType::LargeUtf8, false);
        let mut builder = ListBuilder::new(LargeStringBuilder::new()).with_field(item);
        for list in values {
            for value in list {
                builder.values().append_value(value);
            }
            builder.append(true);
        }
        self.push(name, false, builder.finish());
    }

    pub(crate) fn day(&mut self, name: &str, values: impl Iterator<Item = Option<NaiveDate>>) {
        let days = values.map(|day| day.map(|d| d.to_epoch_days()));
        self.push(name, true, days.collect::<Date32Array>());
    }

    pub(crate) fn instant(
        &mut self,
        name: &str,
        values: impl Iterator<Item = Option<NaiveDateTime>>,
    ) {
        let seconds = values.map(|at| at.map(|at| at.and_utc().timestamp()));
        self.push(name, true, seconds.collect::<TimestampSecondArray>());
    }

    pub(crate) fn flag(&mut self, name: &str, values: impl Iterator<Item = bool>) {
        self.push(name, false, BooleanArray::from(values.collect::<Vec<_>>()));
    }

    pub(crate) fn code(&mut self, name: &str, values: impl Iterator<Item = usize>) {
        let codes = values.map(|code| i8::try_from(code).unwrap_or(-1));
        self.push(name, false, Int8Array::from_iter_values(codes));
    }

    pub(crate) fn small(&mut self, name: &str, values: impl Iterator<Item = u8>) {
        self.push(name, false, Int16Array::from_iter_values(values.map(i16::from)));
    }

    /// Days or counts of one row, which stay far below 2^31.
    pub(crate) fn number(&mut self, name: &str, values: impl Iterator<Item = u32>) {
        self.push(name, false, Int32Array::from_iter_values(values.map(clamped)));
    }

    pub(crate) fn maybe_number(&mut self, name: &str, values: impl Iterator<Item = Option<u32>>) {
        self.push(name, true, values.map(|v| v.map(clamped)).collect::<Int32Array>());
    }

    /// Days that may lie on either side, and be unknown.
    pub(crate) fn maybe_signed(&mut self, name: &str, values: impl Iterator<Item = Option<i32>>) {
        self.push(name, true, values.collect::<Int32Array>());
    }

    /// Sums over many rows.
    pub(crate) fn sum(&mut self, name: &str, values: impl Iterator<Item = u64>) {
        let sums = values.map(|v| i64::try_from(v).unwrap_or(i64::MAX));
        self.push(name, false, Int64Array::from_iter_values(sums));
    }

    /// What is put together in another way than by a method of this type.
    #[cfg(feature = "parquet")]
    pub(crate) fn array(&mut self, name: &str, nullable: bool, array: impl Array + 'static) {
        self.push(name, nullable, array);
    }

    pub(crate) fn finish(self, stated: &Stated<'_>) -> Result<RecordBatch, ArrowError> {
        let schema = Schema::new_with_metadata(self.fields, stated.metadata()?);
        let options = RecordBatchOptions::new().with_row_count(Some(self.row_count));
        RecordBatch::try_new_with_options(Arc::new(schema), self.arrays, &options)
    }
}

fn clamped(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}
