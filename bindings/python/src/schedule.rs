//! The schedule and the forecast of an evaluation, as dictionaries in the form of the query door.

use chrono::NaiveDate;
use pyo3::prelude::*;
use tiendo::AsOf;
use tiendo::schedule::{Change, ForecastOptions, LinkUse};

use crate::evaluation::Evaluation;
use crate::registry::Registry;
use crate::{convert, error};

#[pymethods]
impl Registry {
    /// The plan of all tasks as defined on a day: planned durations, links and deadlines in working days; reports play no part.
    ///
    /// A dictionary as the request `schedule` answers with the ground `plan`: `scope` counts what the schedule covers and
    /// leaves out, `driving_path` names what drives the last day, `tasks` has a dictionary for each, which
    /// `pandas.DataFrame` takes.
    ///
    /// Raises:
    ///     CycleError: where dependencies form a loop, naming it.
    ///
    /// >>> import datetime, tiendo
    /// >>> schedule = tiendo.plan02.registry().schedule(datetime.date(2025, 7, 1))
    /// >>> schedule["scope"]["with_duration_count"]  # the register states no durations: a list of milestones
    /// 0
    #[pyo3(signature = (day, *, known = None))]
    fn schedule<'py>(
        &self,
        py: Python<'py>,
        day: NaiveDate,
        known: Option<NaiveDate>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut as_of = AsOf::new(day).map_err(error::core)?;
        if let Some(known) = known {
            as_of = as_of.known_on(known).map_err(error::core)?;
        }
        let schedule = py.detach(|| self.core().schedule(as_of)).map_err(error::core)?;
        convert::plain(py, &schedule)
    }
}

#[pymethods]
impl Evaluation {
    /// What is left of the plan on D: what is done is fixed on its day, what is open goes on after D with what its percent
    /// leaves of its duration.
    ///
    /// A dictionary as `Registry.schedule` gives it.
    ///
    /// Raises:
    ///     CycleError: where dependencies form a loop, naming it.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 7, 1))
    /// >>> sorted(evaluation.schedule()["tasks"][0])[:4]
    /// ['agencies', 'basis', 'critical', 'deadline']
    fn schedule<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let schedule = py.detach(|| self.0.core.schedule()).map_err(error::core)?;
        convert::plain(py, &schedule)
    }

    /// Whom an agency waits for, who waits for it, and what its delays endanger; the agency by id, code or name.
    ///
    /// A dictionary with the lists `waits`, `keeps_waiting`, `late` (each with what stands behind it) and `endangered` (each
    /// with the chain from the late task to it).
    ///
    /// Raises:
    ///     NotFoundError: for an agency that is not there.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 7, 1))
    /// >>> evaluation.blocks("Bộ Tài chính")["late"]  # nobody reported: silence is no lateness
    /// []
    fn blocks<'py>(&self, py: Python<'py>, agency: &str) -> PyResult<Bound<'py, PyAny>> {
        let schedule = py.detach(|| self.0.core.schedule()).map_err(error::core)?;
        let blocks = py.detach(|| schedule.blocks(agency)).map_err(error::core)?;
        convert::plain(py, &blocks)
    }

    /// What changes would do: what moves, who becomes late, and the chain from cause to effect. The evaluation stays as it is.
    ///
    /// Each change is a dictionary with `task` and `delay_days`, `not_before` or `duration_days`.
    ///
    /// Raises:
    ///     NotFoundError: for a task that has no place in the schedule.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 7, 1))
    /// >>> what_if = evaluation.what_if([{"task": "T0158", "delay_days": 10}])
    /// >>> what_if["moved_count"], what_if["finish_delay_days"]
    /// (1, 10)
    fn what_if<'py>(
        &self,
        py: Python<'py>,
        changes: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let changes: Vec<Change> = convert::value_of("changes", changes)?;
        let schedule = py.detach(|| self.0.core.schedule()).map_err(error::core)?;
        let what_if = py.detach(|| schedule.what_if(&changes)).map_err(error::core)?;
        convert::plain(py, &what_if)
    }

    /// When open tasks will be done, and how likely by their last days, from what the register's own tasks took.
    ///
    /// A dictionary with `tasks`, `phases`, `groups`, `agencies` and `all`; the same seed gives the same numbers on every
    /// machine. `links` says whether work waits for its predecessors: `as_kept` (where the register shows that links are kept),
    /// `followed` or `ignored`.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 7, 1))
    /// >>> forecast = evaluation.forecast(runs=10)
    /// >>> forecast["closed_count"], forecast["all"]["on_time"]  # nobody reported: not enough data
    /// (0, None)
    #[pyo3(signature = (*, runs = 1000, seed = 57, links = "as_kept"))]
    fn forecast<'py>(
        &self,
        py: Python<'py>,
        runs: u32,
        seed: u64,
        links: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let all = LinkUse::ALL.iter().map(|l| l.as_str());
        let links = convert::word("links", links, LinkUse::parse, all)?;
        let options = ForecastOptions { runs, seed, links };
        let forecast = py.detach(|| self.0.core.forecast(&options)).map_err(error::core)?;
        convert::plain(py, &forecast)
    }
}
