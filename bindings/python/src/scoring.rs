//! KPIs, scores, resources and what moved a ranking: what the core says, as objects.

use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::types::PyString;
use tiendo::{AsOf, Level, SubjectInputs};
use tiendo_formats::scheme as toml;

use crate::evaluation::Evaluation;
use crate::registry::Registry;
use crate::{convert, error};

/// D and K.
fn moment(day: NaiveDate, known: Option<NaiveDate>) -> PyResult<AsOf> {
    let as_of = AsOf::new(day).map_err(error::core)?;
    known.map_or(Ok(as_of), |known| as_of.known_on(known).map_err(error::core))
}

/// A scheme given by its name, as a `Scheme` or as a dictionary.
fn argument(scheme: &Bound<'_, PyAny>) -> PyResult<tiendo::Scheme> {
    match scheme.cast::<PyString>() {
        Ok(name) => tiendo::Scheme::named(&name.to_string()).map_err(error::core),
        Err(_) => convert::value_of("scheme", scheme),
    }
}

fn inputs(given: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<SubjectInputs>> {
    given.map_or_else(|| Ok(Vec::new()), |given| convert::value_of("given", given))
}

#[pymethods]
impl Registry {
    /// Where every KPI stands on `day` as known on `known`, in id order; of one agency and all below it, where one is named.
    ///
    /// The target of a day lies on the straight line through baseline and targets; `state` says `no_data` and `not_yet_due`,
    /// which are never zero.
    ///
    /// Raises:
    ///     NotFoundError, AmbiguousError: for the agency.
    ///
    /// >>> import datetime, tiendo
    /// >>> standings = tiendo.plan02.registry().kpi_standings(datetime.date(2025, 12, 31))
    /// >>> {s.kpi: (s.state, s.actual) for s in standings}["K016"]
    /// ('behind', 51.0)
    #[pyo3(signature = (day, *, known = None, agency = None))]
    fn kpi_standings<'py>(
        &self,
        py: Python<'py>,
        day: NaiveDate,
        known: Option<NaiveDate>,
        agency: Option<&str>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let as_of = moment(day, known)?;
        let standings = py.detach(|| self.core().kpi_standings(as_of, agency));
        convert::records(py, "KpiStanding", &standings.map_err(error::core)?)
    }

    /// Where one KPI stands.
    ///
    /// Raises:
    ///     NotFoundError: where no KPI has this id.
    ///
    /// >>> import datetime, tiendo
    /// >>> tiendo.plan02.registry().kpi_standing("K032", datetime.date(2025, 11, 30)).ratio  # 61 of 49.7 million
    /// 1.2
    #[pyo3(signature = (kpi, day, *, known = None))]
    fn kpi_standing<'py>(
        &self,
        py: Python<'py>,
        kpi: &str,
        day: NaiveDate,
        known: Option<NaiveDate>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let standing = self.core().kpi_standing(kpi, moment(day, known)?).map_err(error::core)?;
        convert::record(py, "KpiStanding", &standing)
    }

    /// The weighted KPI score of every agency that is measured, in id order; `score_ratio` is `None` without data.
    ///
    /// >>> import datetime, tiendo
    /// >>> scores = tiendo.plan02.registry().kpi_scores(datetime.date(2025, 12, 31))
    /// >>> all(score.kpi_count >= score.data_count for score in scores)
    /// True
    #[pyo3(signature = (day, *, known = None))]
    fn kpi_scores<'py>(
        &self,
        py: Python<'py>,
        day: NaiveDate,
        known: Option<NaiveDate>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let as_of = moment(day, known)?;
        convert::records(py, "KpiScore", &py.detach(|| self.core().kpi_scores(as_of)))
    }

    /// A KPI day by day, from the first to the last day, each as known on that day.
    ///
    /// Raises:
    ///     NotFoundError: where no KPI has this id.
    ///     InvalidValueError: for days in the wrong order, or more than ten years of them.
    ///
    /// >>> import datetime, tiendo
    /// >>> registry = tiendo.plan02.registry()
    /// >>> days = registry.kpi_history("K016", datetime.date(2025, 12, 30), datetime.date(2025, 12, 31))
    /// >>> [(day.state, day.actual) for day in days]
    /// [('behind', 39.51), ('behind', 51.0)]
    fn kpi_history<'py>(
        &self,
        py: Python<'py>,
        kpi: &str,
        first: NaiveDate,
        last: NaiveDate,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let days = py.detach(|| self.core().kpi_history(kpi, first, last));
        convert::records(py, "KpiDay", &days.map_err(error::core)?)
    }

    /// What the parts of a KPI come to at every agency and all below it, by the KPI's own rule; percentages are never averaged.
    ///
    /// Raises:
    ///     NotFoundError: where no KPI has this id.
    ///
    /// >>> import datetime, tiendo
    /// >>> rolled_up = tiendo.plan02.registry().kpi_roll_up("K016", datetime.date(2025, 12, 31))
    /// >>> rolled_up.aggregation, len(rolled_up.rows)
    /// ('none', 0)
    #[pyo3(signature = (kpi, day, *, known = None))]
    fn kpi_roll_up<'py>(
        &self,
        py: Python<'py>,
        kpi: &str,
        day: NaiveDate,
        known: Option<NaiveDate>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let as_of = moment(day, known)?;
        let rolled_up = py.detach(|| self.core().kpi_roll_up(kpi, as_of)).map_err(error::core)?;
        convert::record(py, "KpiRollup", &rolled_up)
    }

    /// Where satisfaction and trust stand: the KPIs with a survey, each with the value before the last.
    ///
    /// They belong beside every completion: what is reported as done is not yet what people notice.
    ///
    /// >>> import datetime, tiendo
    /// >>> tiendo.plan02.registry().kpis_of_people(datetime.date(2025, 12, 31))  # nobody was asked yet
    /// []
    #[pyo3(signature = (day, *, known = None))]
    fn kpis_of_people<'py>(
        &self,
        py: Python<'py>,
        day: NaiveDate,
        known: Option<NaiveDate>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        convert::records(py, "KpiStanding", &self.core().kpis_of_people(moment(day, known)?))
    }
}

#[pymethods]
impl Evaluation {
    /// Scores the agencies of a level by a scheme, and ranks them; `given` adds what no register knows, by agency.
    ///
    /// Rates, counts and KPIs are the register's, inclusive of all below an agency. A component without data is absent and never
    /// zero, and a total that lacks one has neither band nor rank.
    ///
    /// Raises:
    ///     NotFoundError: for a scheme, or where something is given for what is no agency of the level.
    ///     InvalidValueError: for a scheme that cannot be applied.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> {row.band.key for row in evaluation.score("plan02-light", "province").rows}  # nobody reported
    /// {'grey'}
    #[pyo3(signature = (scheme, level, given = None))]
    fn score<'py>(
        &self,
        py: Python<'py>,
        scheme: &Bound<'py, PyAny>,
        level: &str,
        given: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (scheme, given, level) = (argument(scheme)?, inputs(given)?, Level::parse(level));
        let scores = py.detach(|| self.core().score(&scheme, &level, &given));
        convert::record(py, "Scores", &scores.map_err(error::core)?)
    }

    /// Ranks the agencies of a level and says what moved each of them since another evaluation of the same registry.
    ///
    /// Raises:
    ///     InvalidValueError: where the other evaluation is of another registry or policy.
    ///
    /// >>> import datetime, tiendo
    /// >>> registry = tiendo.plan02.registry(simulated=57)
    /// >>> november, december = (registry.evaluate(datetime.date(2025, m, 30)) for m in (11, 12))
    /// >>> changes = december.rank_why("province", november)
    /// >>> all(row.rank_before - row.rank == row.by_itself + row.by_others for row in changes.rows if row.by_itself is not None)
    /// True
    fn rank_why<'py>(
        &self,
        py: Python<'py>,
        level: &str,
        before: &Evaluation,
    ) -> PyResult<Bound<'py, PyAny>> {
        let level = Level::parse(level);
        let changes = py.detach(|| self.core().rank_why(&level, before.core()));
        convert::record(py, "RankChanges", &changes.map_err(error::core)?)
    }

    /// The money of all tasks in force by source; of those of an agency and all below it, where one is named.
    ///
    /// Raises:
    ///     NotFoundError, AmbiguousError: for the agency.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> resources = evaluation.resources()
    /// >>> resources.total.planned_vnd, resources.without_count == len(resources.without)
    /// (0, True)
    #[pyo3(signature = (agency = None))]
    fn resources<'py>(&self, py: Python<'py>, agency: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        let resources = py.detach(|| self.core().resources(agency)).map_err(error::core)?;
        convert::record(py, "Resources", &resources)
    }
}

/// A scoring scheme: one of `scheme_names()`.
///
/// Raises:
///     NotFoundError: for any other name.
///
/// >>> import tiendo
/// >>> [component.maximum for component in tiendo.scheme("qd-766").components]
/// [18, 20, 12, 10, 18, 22]
#[pyfunction]
pub(crate) fn scheme<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    let scheme = tiendo::Scheme::named(name).map_err(error::core)?;
    convert::record(py, "Scheme", &scheme)
}

/// The names of the schemes built in.
///
/// >>> import tiendo
/// >>> tiendo.scheme_names()[0]
/// 'qd-766'
#[pyfunction]
pub(crate) fn scheme_names() -> Vec<&'static str> {
    tiendo::scheme::BUILT_IN.to_vec()
}

/// Reads a scheme from TOML and checks it.
///
/// Raises:
///     InvalidRequestError: for text that is no TOML, a key that is not known, or rules that cannot be applied.
///
/// >>> import tiendo
/// >>> light = tiendo.scheme("plan02-light")
/// >>> tiendo.scheme_from_toml(tiendo.scheme_to_toml(light)) == light
/// True
#[pyfunction]
pub(crate) fn scheme_from_toml<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    convert::record(py, "Scheme", &toml::from_toml(text).map_err(error::formats)?)
}

/// A scheme as TOML that `scheme_from_toml` reads.
///
/// >>> import tiendo
/// >>> tiendo.scheme_to_toml("plan02-light").splitlines()[0]
/// 'name = "plan02-light"'
#[pyfunction]
pub(crate) fn scheme_to_toml(scheme: &Bound<'_, PyAny>) -> PyResult<String> {
    toml::to_toml(&argument(scheme)?).map_err(error::formats)
}

/// Scores subjects on what is handed in, and ranks them.
///
/// Raises:
///     NotFoundError: for a scheme that is not known.
///     InvalidValueError: for a scheme that cannot be applied.
///
/// >>> import tiendo
/// >>> points = {"openness": 15.82, "progress": 19.45, "online_services": 8.53}
/// >>> points |= {"online_payment": 10, "satisfaction": 17.86, "digitisation": 21.17}
/// >>> tiendo.score("qd-766", [tiendo.SubjectInputs(subject="Bắc Ninh", points=points)]).rows[0].total
/// 92.83
#[pyfunction]
pub(crate) fn score<'py>(
    py: Python<'py>,
    scheme: &Bound<'py, PyAny>,
    given: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let scores = argument(scheme)?.score_all(&inputs(Some(given))?).map_err(error::core)?;
    convert::record(py, "Scores", &scores)
}

/// Ids of the agencies of a level whose rate falls from each evaluation to the next; four evaluations, at the ends of four
/// periods, tell who fell three periods running.
///
/// >>> import datetime, tiendo
/// >>> registry = tiendo.plan02.registry()
/// >>> days = [datetime.date(2025, 10, 31), datetime.date(2025, 11, 30), datetime.date(2025, 12, 31)]
/// >>> tiendo.falling([registry.evaluate(day, known=day) for day in days], "province")  # nobody reported
/// []
#[pyfunction]
pub(crate) fn falling(
    py: Python<'_>,
    evaluations: Vec<PyRef<'_, Evaluation>>,
    level: &str,
) -> Vec<String> {
    let level = Level::parse(level);
    let all: Vec<tiendo::Evaluation> = evaluations.iter().map(|e| e.core().clone()).collect();
    py.detach(|| tiendo::ranking::falling(&all, &level))
}
