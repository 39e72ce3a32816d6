//! Arrow: evaluations, roll-ups, findings and tasks as record batches, for any reader of Arrow.
//!
//! One batch per question, built once, column by column; handed to another runtime through the Arrow C Data Interface
//! it is never copied. What the columns hold:
//! - ids, titles and sentences are `large_utf8`; words of a vocabulary and ids that repeat are `dictionary<int32, utf8>`;
//! - days are `date32`, instants `timestamp[s]` without a zone (the local wall clock of Viet Nam);
//! - numbers are signed, because Java and Spark know no others; a status also has its code, [`tiendo::Status::index`];
//! - null is what is not known or does not apply, never 0 or an empty text.
//!
//! No number without its scope: the schema's metadata has one key, [`METADATA_KEY`], whose value is a JSON object with
//! the name of the table, the version of this library and the scope (day, knowledge day, hidden reports, policy,
//! calendar, provenance). It is one key, so that the bytes of a schema are the same every time.

mod column;
mod evaluation;
mod finding;
mod history;
mod rollup;
mod schedule;
mod scope;
mod task;

#[cfg(feature = "parquet")]
pub(crate) use column::Columns;
#[cfg(feature = "parquet")]
pub(crate) use evaluation::some_columns;
pub use evaluation::{evaluation_batch, evaluation_batch_of, evaluation_columns};
pub use finding::findings_batch;
pub use history::history_batch;
pub use rollup::{ranking_batch, rollup_batch};
pub use schedule::schedule_batch;
pub use scope::METADATA_KEY;
#[cfg(feature = "parquet")]
pub(crate) use scope::Stated;
#[cfg(feature = "parquet")]
pub(crate) use task::task_columns;
pub use task::tasks_batch;
