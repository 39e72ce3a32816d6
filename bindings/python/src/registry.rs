//! Registries, their tasks, and their builder.

mod builder;
mod files;
mod parts;
mod tasks;
mod words;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::{NaiveDate, NaiveDateTime};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};
use tiendo::{SearchOptions, SearchOrder};

pub(crate) use builder::RegistryBuilder;
pub(crate) use parts::{Parts, Source, plan02_registry};
pub(crate) use tasks::Tasks;
pub(crate) use words::{DISCLOSURES, one_of};

use words::RECORD_BYTES;

use crate::calendar::Calendar;
use crate::columns::{self, Shape};
use crate::evaluation::{self, Evaluation};
use crate::finding::Findings;
use crate::search::SearchHits;
use crate::{arrow, convert, error, policy, watch};

/// All records, checked against each other and immutable; cheap to share between threads.
///
/// Made by `read_csv`, `from_json`, `from_records`, `from_arrow`, a `RegistryBuilder`, or `tiendo.plan02.registry()`.
/// Records are in id order, whatever order they were added in.
///
/// >>> import datetime, tiendo
/// >>> registry = tiendo.plan02.registry()
/// >>> registry.task_count, registry.report_count
/// (192, 0)
/// >>> registry.evaluate(datetime.date(2025, 12, 31), policy="vpcp-2017").policy.rate
/// 'done_over_due'
#[pyclass(frozen, module = "tiendo")]
pub(crate) struct Registry(pub(crate) Arc<Source>);

impl Registry {
    pub(crate) fn core(&self) -> &tiendo::Registry {
        &self.0.registry
    }

    /// A registry that was built elsewhere, such as a ledger's.
    pub(crate) fn of_core(registry: tiendo::Registry) -> Self {
        let calendar = Calendar::of_core(registry.calendar());
        Registry(Arc::new(Source::of(registry, calendar)))
    }
}

#[pymethods]
impl Registry {
    /// The registry of the JSON form of its records.
    ///
    /// `imported_at` is the instant that reports without `recorded_at` get; without it the start of the day they speak of.
    ///
    /// Ctrl-C stops the building, and `progress` hears of it, as of `evaluate`.
    ///
    /// Raises:
    ///     InvalidRecordError: for text that is not the JSON form, naming the place; an unknown field is such.
    ///
    /// >>> import tiendo
    /// >>> registry = tiendo.Registry.from_json('{"documents":[{"id":"57-NQ/TW","title":"Nghị quyết 57"}]}')
    /// >>> registry.document_count
    /// 1
    #[classmethod]
    #[pyo3(signature = (text, *, calendar = None, imported_at = None, progress = None))]
    fn from_json(
        class: &Bound<'_, PyType>,
        text: &str,
        calendar: Option<&Bound<'_, Calendar>>,
        imported_at: Option<NaiveDateTime>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let calendar = calendar.map(Bound::get);
        watch::watched(class.py(), text.len() / RECORD_BYTES, progress, |watch| {
            let records = serde_json::from_str(text).map_err(|e| error::record("records", e))?;
            Parts::new(records, calendar, imported_at).build(watch)
        })
    }

    /// The registry of lists of records by their names: `documents`, `agencies`, `tasks`, `reports` and so on.
    ///
    /// Records are dictionaries in their JSON form, or objects of `tiendo.records`.
    ///
    /// Raises:
    ///     InvalidRecordError: for a record or list that does not exist in that form, naming it.
    ///
    /// >>> import tiendo
    /// >>> task = tiendo.Task(id="T1", document="57-NQ/TW", title="Bố trí kinh phí")
    /// >>> tiendo.Registry.from_records({"tasks": [task]}).task_count
    /// 1
    #[classmethod]
    #[pyo3(signature = (records, *, calendar = None, imported_at = None, progress = None))]
    fn from_records(
        class: &Bound<'_, PyType>,
        records: &Bound<'_, PyAny>,
        calendar: Option<&Bound<'_, Calendar>>,
        imported_at: Option<NaiveDateTime>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Registry::from_json(class, &convert::dumps(records)?, calendar, imported_at, progress)
    }

    /// The registry of Arrow tables: objects with `__arrow_c_stream__`, such as data frames of polars and pandas.
    ///
    /// Columns are the fields of the records by their JSON names; days may be dates or text; of a task the wording stands in
    /// `deadline_text`, or a last day or wording in `deadline`. With `base` the tables are added to its records. `progress`
    /// hears of rows read, then of records built, as of `read_csv`; Ctrl-C stops it.
    ///
    /// Raises:
    ///     InvalidRecordError: for a column that does not exist or holds another type, naming it, and for the first row
    ///         that is no record.
    ///     TypeError: for an object without `__arrow_c_stream__`.
    ///
    /// >>> import tiendo
    /// >>> registry = tiendo.plan02.registry()
    /// >>> tiendo.Registry.from_arrow(tasks=registry.tasks()).task_count
    /// 192
    #[classmethod]
    #[pyo3(signature = (
        *, tasks = None, reports = None, documents = None, agencies = None, base = None, calendar = None,
        imported_at = None, progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn from_arrow(
        class: &Bound<'_, PyType>,
        tasks: Option<&Bound<'_, PyAny>>,
        reports: Option<&Bound<'_, PyAny>>,
        documents: Option<&Bound<'_, PyAny>>,
        agencies: Option<&Bound<'_, PyAny>>,
        base: Option<&Bound<'_, Registry>>,
        calendar: Option<&Bound<'_, Calendar>>,
        imported_at: Option<NaiveDateTime>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let reader = |shape: &Shape, object: Option<&Bound<'_, PyAny>>| {
            object.map(|object| arrow::reader(shape.name, object)).transpose()
        };
        let documents = reader(&columns::DOCUMENTS, documents)?;
        let agencies = reader(&columns::AGENCIES, agencies)?;
        let tasks = reader(&columns::TASKS, tasks)?;
        let reports = reader(&columns::REPORTS, reports)?;
        let base = base.map(Bound::get);
        let calendar = calendar.map(Bound::get).or_else(|| base.map(|b| &b.0.calendar));
        // How many rows a stream brings is not known before it ends.
        watch::watched(class.py(), usize::MAX, progress, |watch| {
            let records = base.map_or_else(Default::default, |b| b.core().to_records());
            Parts::new(records, calendar, imported_at).build_with(watch, |builder| {
                columns::add::<tiendo::Document>(&columns::DOCUMENTS, documents, builder, watch)?;
                columns::add::<tiendo::Agency>(&columns::AGENCIES, agencies, builder, watch)?;
                columns::add::<tiendo::Task>(&columns::TASKS, tasks, builder, watch)?;
                columns::add::<tiendo::Report>(&columns::REPORTS, reports, builder, watch)
            })
        })
    }

    /// Evaluates every task as of `day`: what was true then, as known at the end of `known` (absent: as known now).
    ///
    /// `policy` is a name, a `Policy` or a dictionary. Runs without the interpreter's lock; Ctrl-C stops it; `progress` is
    /// called with tasks done and all tasks, or updated if it is a bar as of tqdm.
    ///
    /// Raises:
    ///     InvalidDateError: for a day outside 1900 to 2199.
    ///     NotFoundError: for a policy that does not exist.
    ///     InvalidValueError: for a policy that cannot be applied.
    #[pyo3(signature = (day, *, known = None, policy = None, progress = None))]
    fn evaluate(
        &self,
        py: Python<'_>,
        day: NaiveDate,
        known: Option<NaiveDate>,
        policy: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Evaluation> {
        evaluation::evaluate(py, &self.0, day, known, policy::argument(policy)?, progress)
    }

    /// Answers a JSON request: a dictionary with a dictionary, a text with the text of the reply.
    ///
    /// Never fails for what is asked: anything wrong is a reply `{"error": {"code": …, "message": …}}`.
    ///
    /// >>> import tiendo
    /// >>> tiendo.plan02.registry().query({"query": "deadline", "text": "trước ngày 15/8/2025"})["last_day"]
    /// '2025-08-14'
    fn query<'py>(&self, request: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = request.py();
        let ask = |text: String| py.detach(|| tiendo::query(self.core(), &text));
        match request.cast::<PyString>() {
            Ok(text) => Ok(PyString::new(py, &ask(text.to_string())).into_any()),
            Err(_) => convert::loads(py, &ask(convert::dumps(request)?)),
        }
    }

    /// The JSON form of all records and their versions; building them again gives the same registry.
    ///
    /// Without the fields of files that this version does not know, which `from_json` refuses; `write_json` puts them back.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| convert::json_text(&self.core().to_records()))
    }

    /// All records and their versions as dictionaries in their JSON form, by the names of their lists.
    fn to_records<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        Ok(convert::loads(py, &self.to_json(py)?)?.cast_into::<PyDict>()?)
    }

    /// Number of documents.
    #[getter]
    fn document_count(&self) -> usize {
        self.core().document_count()
    }

    /// Number of agencies and groups.
    #[getter]
    fn agency_count(&self) -> usize {
        self.core().agency_count()
    }

    /// Number of tasks.
    #[getter]
    fn task_count(&self) -> usize {
        self.core().task_count()
    }

    /// Number of reports on tasks of the registry.
    #[getter]
    fn report_count(&self) -> usize {
        self.core().report_count()
    }

    /// `simulated` as soon as one report is, else `stated`.
    #[getter]
    fn provenance(&self) -> &'static str {
        self.core().provenance().as_str()
    }

    /// The days that decide what is a working day.
    #[getter]
    fn calendar(&self) -> Calendar {
        self.0.calendar.share()
    }

    /// What reading and building found out about the records.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::new(self.core().findings().to_vec())
    }

    /// The tasks, in id order, the newest version of each: a sequence, and a table for any reader of Arrow.
    fn tasks(&self) -> Tasks {
        Tasks(Arc::clone(&self.0))
    }

    /// The task with this id, its newest version.
    ///
    /// Raises:
    ///     NotFoundError: when there is none.
    fn task<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Bound<'py, PyAny>> {
        let task = self.core().task(id).ok_or_else(|| error::not_found("task", id))?;
        convert::record(py, "Task", &task)
    }

    /// The document with this id.
    ///
    /// Raises:
    ///     NotFoundError: when there is none.
    fn document<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Bound<'py, PyAny>> {
        let document = self.core().document(id).ok_or_else(|| error::not_found("document", id))?;
        convert::record(py, "Document", document)
    }

    /// The agency or group with this id, its newest version.
    ///
    /// Raises:
    ///     NotFoundError: when there is none.
    fn agency<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Bound<'py, PyAny>> {
        let agency = self.core().agency(id).ok_or_else(|| error::not_found("agency", id))?;
        convert::record(py, "Agency", agency)
    }

    /// The agency meant by an id, a code, or a name with or without accents.
    ///
    /// Raises:
    ///     NotFoundError: when nothing fits.
    ///     AmbiguousError: when several fit; `candidates` are their ids.
    ///
    /// >>> import tiendo
    /// >>> tiendo.plan02.registry().find_agency("lam dong").level
    /// 'province'
    fn find_agency<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
        convert::record(py, "Agency", self.core().find_agency(text).map_err(error::core)?)
    }

    /// Finds tasks by the words of their titles and products, typed with or without accents.
    ///
    /// All words must be found; `cong ngh*` finds beginnings of words, `"du lieu dat dai"` in quotation marks a phrase.
    /// `order` is `match` (the best match first, then by id) or `id`; at most `limit` tasks are listed (`None`: all) after
    /// `offset`. The first search makes the index, a second or two for a million tasks; see `prepare_search`.
    ///
    /// Raises:
    ///     InvalidValueError: for a text that asks for nothing or cannot be read, naming the character, and for an order
    ///         that is none of these.
    ///
    /// >>> import tiendo
    /// >>> hits = tiendo.plan02.registry().search("du lieu*")
    /// >>> hits.total, hits[0].task_id in hits
    /// (39, True)
    #[pyo3(signature = (text, *, order = "match", limit = 20, offset = 0))]
    fn search(
        &self,
        py: Python<'_>,
        text: &str,
        order: &str,
        limit: Option<usize>,
        offset: usize,
    ) -> PyResult<SearchHits> {
        let words = SearchOrder::ALL.iter().map(|order| order.as_str());
        let order = convert::word("order", order, SearchOrder::parse, words)?;
        let options = SearchOptions { order, limit: limit.unwrap_or(usize::MAX), offset };
        self.prepare_search(py, None, None)?;
        py.detach(|| {
            let hits = self.core().search_with(text, &options).map_err(error::core)?;
            Ok(SearchHits::new(&hits, order))
        })
    }

    /// Makes the index before the first search; does nothing where there is one.
    ///
    /// With the `earlier` state of the register its index is taken over where all its tasks stand first in this one
    /// unchanged, and only what was added is read. `progress` hears of tasks read, as of `evaluate`; Ctrl-C stops it.
    #[pyo3(signature = (earlier = None, *, progress = None))]
    fn prepare_search(
        &self,
        py: Python<'_>,
        earlier: Option<&Bound<'_, Registry>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let indexed = &self.0.is_indexed;
        let size = if indexed.load(Ordering::Relaxed) { 0 } else { self.core().task_count() };
        let earlier = earlier.map(|earlier| &earlier.get().0.registry);
        watch::watched(py, size, progress, |watch| {
            self.core().prepare_search(earlier, watch).map_err(error::core)
        })?;
        indexed.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// The reports on a task, in the order that decides: day, instant of recording, id.
    fn reports_of<'py>(&self, py: Python<'py>, task: &str) -> PyResult<Vec<Bound<'py, PyAny>>> {
        convert::records(py, "Report", &self.core().reports_of(task))
    }

    /// The documents, in id order.
    fn documents<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        convert::records(py, "Document", self.core().documents())
    }

    /// The agencies and groups, in id order, the newest version of each.
    fn agencies<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        convert::records(py, "Agency", self.core().agencies())
    }

    /// The plans, in id order.
    fn plans<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        convert::records(py, "Plan", self.core().plans())
    }

    /// The last day of the phase with this id, its deadline read strictly and from the day of its plan's document; `None` where
    /// it has no day.
    ///
    /// >>> import tiendo
    /// >>> registry = tiendo.plan02.registry()
    /// >>> registry.phase_last_day(registry.plans()[0].phases[0].id)
    /// datetime.date(2025, 6, 30)
    fn phase_last_day(&self, id: &str) -> Option<NaiveDate> {
        self.core().phase_last_day(id)
    }

    /// The KPIs, in id order.
    fn kpis<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        convert::records(py, "Kpi", self.core().kpis())
    }

    /// Which agency followed which, by day.
    fn successions<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        convert::records(py, "Succession", self.core().successions())
    }

    /// Tasks handed over, by task and day.
    fn transfers<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        convert::records(py, "Transfer", self.core().transfers())
    }

    /// Money for tasks, by task and day.
    fn allocations<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        convert::records(py, "Allocation", self.core().allocations())
    }

    fn __eq__(&self, py: Python<'_>, other: &Registry) -> bool {
        let (a, b) = (&self.0, &other.0);
        py.detach(|| a.same_as(b))
    }

    fn __hash__(&self) -> u64 {
        let r = self.core();
        convert::hash_of((r.task_count(), r.report_count(), r.agency_count(), r.document_count()))
    }

    fn __repr__(&self) -> String {
        let r = self.core();
        let simulated = if self.provenance() == "simulated" { "SIMULATED, " } else { "" };
        format!(
            "<Registry {simulated}{} documents, {} agencies, {} tasks, {} reports>",
            r.document_count(),
            r.agency_count(),
            r.task_count(),
            r.report_count()
        )
    }

    /// Pickles as its records with unknown fields, its findings, its calendar, and what was corrected in a ledger.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, ([String; 4],))> {
        let restore = py.get_type::<Registry>().getattr("_restore")?;
        Ok((restore, (py.detach(|| parts::texts(&self.0))?,)))
    }

    /// The registry that `__reduce__` wrote.
    #[staticmethod]
    fn _restore(py: Python<'_>, state: [String; 4]) -> PyResult<Self> {
        watch::watched(py, state[0].len() / RECORD_BYTES, None, |watch| {
            Parts::of_texts(&state)?.build(watch)
        })
    }
}
