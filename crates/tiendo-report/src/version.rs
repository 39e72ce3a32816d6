//! The version of the data behind a page: a digest of what pages are made of.

use std::fmt::{self, Debug, Write};

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};
use tiendo::{Evaluation, Lang, Row};

/// The first 16 digits of a digest over where every row stands and what its task says, and over the agencies, documents, plans
/// and KPIs with their values.
///
/// Two pages of one day, policy and language with the same version say the same of where every task and KPI stands; which
/// reports said so is not in it.
pub(crate) fn of(evaluation: &Evaluation) -> String {
    let mut hash = Hash(Sha256::new());
    let mut before = None;
    for row in evaluation.rows() {
        if before != Some(row.task_id()) {
            before = Some(row.task_id());
            put_task(&mut hash, &row);
        }
        put_row(&mut hash, &row);
    }
    let registry = evaluation.registry();
    hash.records(registry.agencies());
    hash.records(registry.documents());
    hash.records(registry.plans());
    hash.records(registry.kpis());
    let digest = hash.0.finalize();
    let first = digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
    format!("{first:016x}")
}

/// What is the same of all rows of a task.
fn put_task(hash: &mut Hash, row: &Row<'_>) {
    let task = row.task();
    hash.text(row.task_id());
    hash.text(row.title());
    hash.text(row.title_in(Lang::En));
    hash.text(task.document.as_str());
    hash.text(task.phase.as_ref().map_or("", |phase| phase.as_str()));
    hash.text(task.group.as_ref().map_or("", |group| group.as_str()));
    hash.text(task.product.as_ref().map_or("", |product| product.text.as_str()));
    hash.text(task.source.as_ref().map_or("", |source| source.as_str()));
    hash.number(row.weight().into());
    hash.number(task.dependencies.len() as u32);
    for link in &task.dependencies {
        hash.text(link.task.as_str());
        hash.text(link.kind.as_str());
        hash.number(link.lag_days.cast_unsigned().into());
    }
}

/// Where a row stands.
fn put_row(hash: &mut Hash, row: &Row<'_>) {
    hash.text(row.addressee_id().unwrap_or_default());
    hash.text(row.agency_id().unwrap_or_default());
    hash.text(row.class().as_str());
    hash.text(row.status().as_str());
    for day in [row.deadline(), row.original_deadline(), row.closed_on(), row.submitted_on()] {
        hash.day(day);
    }
    let flags = [
        row.is_reported(),
        row.is_late_only_if_strict(),
        row.is_inherited(),
        row.is_excused(),
        row.is_blocked_in_term(),
    ];
    hash.number(flags.iter().fold(0, |bits, flag| bits << 1 | u32::from(*flag)));
    hash.number(row.percent().into());
    hash.number(row.late_days().map_or(0, |days| days + 1));
}

/// The digest on its way: every value tells its length or has a fixed one, so that none runs into the next.
struct Hash(Sha256);

impl Hash {
    fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.update(text.as_bytes());
    }

    fn number(&mut self, number: u32) {
        self.0.update(number.to_le_bytes());
    }

    fn day(&mut self, day: Option<NaiveDate>) {
        self.0.update(day.map_or(0, |day| day.num_days_from_ce()).to_le_bytes());
    }

    /// Records with all that they have: there are few beside the tasks.
    fn records<T: Debug>(&mut self, records: &[T]) {
        self.number(records.len() as u32);
        for record in records {
            // A digest takes any text.
            let _ = write!(self, "{record:?}");
        }
    }
}

impl Write for Hash {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
