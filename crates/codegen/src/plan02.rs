//! The public register of Resolution 57 and Plan 02, made from `../shared/data` into
//! `crates/tiendo-plan02/data`.
//!
//! What the collector wrote is taken over; what this program adds (short names, the map of 63
//! provinces, addressee modes) stands in tables of its own, each with a reason or a source.

mod agencies;
mod communes;
mod documents;
mod former;
mod kpis;
mod plans;
mod source;
mod table;
mod tasks;

use std::path::Path;

use crate::error::Error;
use crate::output::{Mode, lines, settle};
use crate::plan02::table::Table;

/// Makes the register, or checks that the one in the repository is what would be made.
pub(crate) fn run(mode: Mode) -> Result<(), Error> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let data = root.join("../shared/data");
    if mode == Mode::Check && !data.is_dir() {
        // A clone without the collector's data can still build and test what is checked in.
        eprintln!("SKIPPED: ../shared/data is absent, so the register was NOT compared with it");
        return Ok(());
    }
    let read = |name: &str| Table::read(&data, name);

    let (communes_csv, tasks_csv) = (read("communes.csv")?, read("tasks.csv")?);
    let mut agencies = agencies::make(&read("agencies.csv")?)?;
    let (former, successions) = former::make(&agencies)?;
    agencies.extend(former);
    let communes = communes::make(&communes_csv, &agencies)?;
    let documents = documents::make(
        &read("documents.csv")?,
        &read("document_relations.csv")?,
        agencies.iter().chain(&communes),
    )?;
    let plans = plans::make(&read("phases.csv")?, &read("groups.csv")?)?;
    let tasks = tasks::make(&tasks_csv, &documents, &agencies, &communes)?;
    let last_days = tasks::last_days(&tasks_csv)?;
    let kpis = kpis::make(&read("kpis.csv")?)?;

    let files = [
        ("documents.json", lines(&documents)?),
        ("agencies.json", lines(&agencies)?),
        ("communes.json", lines(&communes)?),
        ("successions.json", lines(&successions)?),
        ("plans.json", lines(&plans)?),
        ("tasks.json", lines(&tasks)?),
        ("last_days.json", lines(&last_days)?),
        ("kpis.json", lines(&kpis)?),
    ];
    settle(mode, &root.join("crates/tiendo-plan02/data"), &files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_in_the_repository_is_fresh() {
        // Where ../shared is absent this says so and passes.
        run(Mode::Check).expect("fresh");
    }
}
