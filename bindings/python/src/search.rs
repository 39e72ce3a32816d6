//! What a search finds.

use pyo3::prelude::*;
use tiendo::{Match, SearchOrder};

use crate::evaluation::Key;
use crate::shape::{Keyed, Pickled, keyed_methods, pickle_methods};
use crate::table::Table;

/// Tasks that a search found: some of them, in the order asked for.
///
/// A sequence of hits; `hits["T0001"]` finds one by its task.
///
/// >>> import tiendo
/// >>> hits = tiendo.plan02.registry().search("co so du lieu", limit=3)
/// >>> len(hits), hits.total > 3, hits[0].found
/// (3, True, 'together')
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(PartialEq)]
pub(crate) struct SearchHits {
    order: SearchOrder,
    total: usize,
    rows: Vec<SearchHit>,
}

impl SearchHits {
    pub(crate) fn new(hits: &tiendo::SearchHits<'_>, order: SearchOrder) -> Self {
        let rows = hits.rows.iter().map(SearchHit::new).collect();
        SearchHits { order, total: hits.total, rows }
    }
}

impl Keyed for SearchHits {
    type Row = SearchHit;
    const KEY: &'static str = "task";

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn find(&self, key: &str) -> Option<usize> {
        self.rows.iter().position(|hit| hit.task == key)
    }

    fn row(&self, index: usize) -> SearchHit {
        self.rows[index].clone()
    }

    fn table(&self) -> Table {
        let rows = self.rows.iter().map(|hit| {
            let product = hit.product.clone().unwrap_or_default();
            vec![hit.task.clone(), hit.title.clone(), product, hit.found.as_str().to_owned()]
        });
        let title = format!("{} of {} tasks found", self.rows.len(), self.total);
        Table::new(title, &["task", "title", "product", "match"], self.rows.len(), rows)
    }
}

impl Pickled for SearchHits {
    type State = (SearchOrder, usize, Vec<<SearchHit as Pickled>::State>);

    fn state(&self) -> Self::State {
        (self.order, self.total, self.rows.iter().map(SearchHit::state).collect())
    }

    fn of_state((order, total, rows): Self::State) -> Self {
        SearchHits { order, total, rows: rows.into_iter().map(SearchHit::of_state).collect() }
    }
}

keyed_methods!(SearchHits, SearchHit);
pickle_methods!(SearchHits);

#[pymethods]
impl SearchHits {
    /// Number of tasks found, before `limit` and `offset`.
    #[getter]
    fn total(&self) -> usize {
        self.total
    }

    /// The order, as a word.
    #[getter]
    fn order(&self) -> &'static str {
        self.order.as_str()
    }

    fn __repr__(&self) -> String {
        format!("<SearchHits {} of {}, by {}>", self.rows.len(), self.total, self.order.as_str())
    }
}

/// A task that a search found.
#[pyclass(frozen, eq, module = "tiendo")]
#[derive(Clone, PartialEq)]
pub(crate) struct SearchHit {
    task: String,
    title: String,
    title_en: Option<String>,
    product: Option<String>,
    found: Match,
}

impl SearchHit {
    fn new(hit: &tiendo::SearchHit<'_>) -> Self {
        SearchHit {
            task: hit.task.to_owned(),
            title: hit.title.to_owned(),
            title_en: hit.title_en.map(str::to_owned),
            product: hit.product.map(str::to_owned),
            found: hit.found,
        }
    }
}

impl Pickled for SearchHit {
    type State = ([String; 2], [Option<String>; 2], Match);

    fn state(&self) -> Self::State {
        let SearchHit { task, title, title_en, product, found } = self.clone();
        ([task, title], [title_en, product], found)
    }

    fn of_state(([task, title], [title_en, product], found): Self::State) -> Self {
        SearchHit { task, title, title_en, product, found }
    }
}

pickle_methods!(SearchHit);

#[pymethods]
impl SearchHit {
    /// Id of the task.
    #[getter]
    fn task_id(&self) -> &str {
        &self.task
    }

    /// Title in Vietnamese.
    #[getter]
    fn title(&self) -> &str {
        &self.title
    }

    /// Title in English; `None` where there is none.
    #[getter]
    fn title_en(&self) -> Option<&str> {
        self.title_en.as_deref()
    }

    /// Product; `None` where none is stated.
    #[getter]
    fn product(&self) -> Option<&str> {
        self.product.as_deref()
    }

    /// Where the search matches: `together` (one behind the other in a title), `title`, or `product` (not without it).
    #[getter]
    fn found(&self) -> &'static str {
        self.found.as_str()
    }

    fn __repr__(&self) -> String {
        format!("<SearchHit {} {}: {}>", self.task, self.found.as_str(), self.title)
    }
}
