//! What a registry is made of, and how it travels by pickle.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDateTime;
use pyo3::prelude::*;
use tiendo::{Severity, Watch};
use tiendo_formats::Disclosure;
use tiendo_formats::json::{self, ReadOptions, WriteOptions};

use super::Registry;
use crate::calendar::Calendar;
use crate::{convert, error};

/// A registry with the calendar it was built on, which pickle asks for.
pub(crate) struct Source {
    pub(crate) registry: tiendo::Registry,
    pub(super) calendar: Calendar,
    /// Whether the search index is known to be made, so that a search is brief.
    pub(super) is_indexed: AtomicBool,
}

impl Source {
    /// A registry that is built, on this calendar.
    pub(crate) fn of(registry: tiendo::Registry, calendar: Calendar) -> Self {
        Source { registry, calendar, is_indexed: AtomicBool::new(false) }
    }

    pub(crate) fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// True where all records, findings and the calendar are the same.
    pub(crate) fn same_as(&self, other: &Source) -> bool {
        if std::ptr::eq(self, other) {
            return true;
        }
        let (a, b) = (&self.registry, &other.registry);
        let counts = |r: &tiendo::Registry| (r.task_count(), r.report_count(), r.agency_count());
        counts(a) == counts(b)
            && a.calendar() == b.calendar()
            && a.findings() == b.findings()
            && a.superseded_reports() == b.superseded_reports()
            && a.to_records() == b.to_records()
    }
}

/// What a registry is built of.
pub(crate) struct Parts {
    pub(crate) records: tiendo::Records,
    pub(crate) findings: Vec<tiendo::Finding>,
    pub(crate) calendar: Calendar,
    pub(crate) imported_at: Option<NaiveDateTime>,
    /// Reports that count only as known before an instant.
    pub(crate) superseded: Vec<(tiendo::Report, NaiveDateTime)>,
}

impl Parts {
    pub(crate) fn new(
        records: tiendo::Records,
        calendar: Option<&Calendar>,
        imported_at: Option<NaiveDateTime>,
    ) -> Self {
        let calendar = calendar.map_or_else(Calendar::viet_nam, Calendar::share);
        Parts { records, findings: Vec::new(), calendar, imported_at, superseded: Vec::new() }
    }

    /// Builds the registry; called detached from the interpreter.
    pub(crate) fn build(self, watch: &Watch) -> PyResult<Registry> {
        self.build_with(watch, |_| Ok(()))
    }

    /// The same with what comes after the records, into the builder itself.
    pub(crate) fn build_with(
        self,
        watch: &Watch,
        more: impl FnOnce(&mut tiendo::RegistryBuilder) -> PyResult<()>,
    ) -> PyResult<Registry> {
        let mut builder = tiendo::RegistryBuilder::new();
        builder.add(self.records).add_findings(self.findings);
        builder.calendar(self.calendar.core().clone());
        if let Some(instant) = self.imported_at {
            builder.imported_at(instant);
        }
        for (report, until) in self.superseded {
            builder.add_superseded_report(report, until);
        }
        more(&mut builder)?;
        let registry = builder.finish_watched(watch).map_err(error::core)?;
        Ok(Registry(Arc::new(Source::of(registry, self.calendar))))
    }
}

/// The register of Resolution 57-NQ/TW and Plan 02-KH/BCĐTW; with `simulated` its invented reports of that seed.
#[pyfunction]
#[pyo3(signature = (simulated = None))]
pub(crate) fn plan02_registry(py: Python<'_>, simulated: Option<u64>) -> PyResult<Registry> {
    py.detach(|| {
        let mut records = tiendo_plan02::records().map_err(|e| error::record("register", e))?;
        if let Some(seed) = simulated {
            records.reports = tiendo_plan02::simulated_reports(&records, seed);
        }
        Parts::new(records, None, None).build(&Watch::new())
    })
}

/// What a registry pickles as: records with the fields that this version does not know, findings, how its calendar was
/// made, and the reports that were corrected.
pub(super) fn texts(source: &Source) -> PyResult<[String; 4]> {
    let registry = &source.registry;
    let mut text = Vec::new();
    let options = WriteOptions { disclosure: Disclosure::Everything, ..WriteOptions::default() };
    json::write(&registry.to_records(), &mut text, &options).map_err(error::formats)?;
    let records = String::from_utf8(text).map_err(|e| error::record("records", e))?;
    let findings = convert::json_text(&registry.findings())?;
    let superseded = convert::json_text(&registry.superseded_reports())?;
    Ok([records, findings, source.calendar.recipe_text()?, superseded])
}

impl Parts {
    /// Of what [`texts`] wrote.
    pub(super) fn of_texts(
        [records, findings, calendar, superseded]: &[String; 4],
    ) -> PyResult<Self> {
        let calendar = Calendar::of_recipe(calendar)?;
        let wrong = |e: serde_json::Error| error::record("registry", e);
        // Building finds the same again, and the same finding is held once.
        let findings = serde_json::from_str(findings).map_err(wrong)?;
        let superseded = serde_json::from_str(superseded).map_err(wrong)?;
        let options = ReadOptions { max_file_bytes: u64::MAX, ..ReadOptions::default() };
        let (records, read) =
            json::read("records", records.as_bytes(), &options).map_err(error::formats)?;
        if let Some(lost) = read.iter().find(|finding| finding.severity == Severity::Error) {
            return Err(error::record("records", lost.line(tiendo::Lang::En)));
        }
        Ok(Parts { findings, superseded, ..Parts::new(records, Some(&calendar), None) })
    }
}
