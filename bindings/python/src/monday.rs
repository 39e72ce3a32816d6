//! The Monday list, and what changed, as dictionaries in the form of the query door.

use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict};
use tiendo::{AsOf, Period, WarnBy, WarnForm, WarnOptions, WarningKind};

use crate::evaluation::Evaluation;
use crate::policy;
use crate::registry::Registry;
use crate::{convert, error};

/// Texts in the order of their receivers, which a dictionary keeps.
type TextsByReceiver<'py> = Bound<'py, PyDict>;

/// The options of a list; what is not given is as usual.
pub(crate) fn options(
    since: Option<NaiveDate>,
    agency: Option<&str>,
    kinds: Option<Vec<String>>,
    thresholds: Option<&Bound<'_, PyAny>>,
) -> PyResult<WarnOptions> {
    let words = || WarningKind::ALL.iter().map(|kind| kind.as_str());
    let kind = |word: &String| convert::word("kinds", word, WarningKind::parse, words());
    let thresholds = thresholds.map(|given| convert::value_of("thresholds", given)).transpose()?;
    Ok(WarnOptions {
        thresholds: thresholds.unwrap_or_default(),
        since,
        agency: agency.map(str::to_owned),
        kinds: kinds.unwrap_or_default().iter().map(kind).collect::<PyResult<_>>()?,
    })
}

fn receiver(by: &str) -> PyResult<WarnBy> {
    convert::word("by", by, WarnBy::parse, WarnBy::ALL.iter().map(|by| by.as_str()))
}

#[pymethods]
impl Evaluation {
    /// The Monday list: what must be acted on, by whom, since when, and how many open tasks wait behind it.
    ///
    /// A dictionary as the request `warn` answers: `warnings`, or with `by` (`agency`, `leader`, `assigner`) one list for each
    /// receiver in `groups`; what waits longest behind it first. Newly overdue is what was not yet overdue on `since` (a week
    /// before D). `thresholds` is a dictionary with any of `newly_days`, `due_working_days`, `obstacle_days`, `silent_days`
    /// and `extension_count`. What nobody reported on is missing data (`no_data`), never lateness.
    ///
    /// Raises:
    ///     NotFoundError, AmbiguousError: for the agency.
    ///     InvalidValueError: for a word that is not known, or a day after D.
    ///     OutsideCalendarError: where D is beyond the calendar.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 11, 10))
    /// >>> list(evaluation.warn(by="agency", kinds=["silent"])["counts"])
    /// ['silent']
    /// >>> evaluation.warn(thresholds={"silent_days": 60}, limit=1)["thresholds"]["silent_days"]
    /// 60
    #[pyo3(signature = (*, since = None, agency = None, kinds = None, thresholds = None, by = None, limit = None, lang = "vi"))]
    #[allow(clippy::too_many_arguments)] // keywords in Python
    fn warn<'py>(
        &self,
        py: Python<'py>,
        since: Option<NaiveDate>,
        agency: Option<&str>,
        kinds: Option<Vec<String>>,
        thresholds: Option<&Bound<'py, PyAny>>,
        by: Option<&str>,
        limit: Option<usize>,
        lang: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(since, agency, kinds, thresholds)?;
        let by = by.map(receiver).transpose()?;
        let form = WarnForm { by, limit, has_text: false, lang: convert::lang(lang)? };
        let list = py.detach(|| self.core().warn(&options)).map_err(error::core)?;
        convert::plain(py, &list.reply(form))
    }

    /// The Monday list as texts to send: by the id of the agency or assigner or the post of the leader, `None` for what has no
    /// receiver. Arguments as for `warn`.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 11, 10))
    /// >>> texts = evaluation.warn_texts(lang="en")
    /// >>> all("SIMULATED" in text.splitlines()[1] for text in texts.values())
    /// True
    #[pyo3(signature = (by = "agency", *, since = None, agency = None, kinds = None, thresholds = None, lang = "vi"))]
    #[allow(clippy::too_many_arguments)] // keywords in Python
    fn warn_texts<'py>(
        &self,
        py: Python<'py>,
        by: &str,
        since: Option<NaiveDate>,
        agency: Option<&str>,
        kinds: Option<Vec<String>>,
        thresholds: Option<&Bound<'py, PyAny>>,
        lang: &str,
    ) -> PyResult<TextsByReceiver<'py>> {
        let options = options(since, agency, kinds, thresholds)?;
        let (by, lang) = (receiver(by)?, convert::lang(lang)?);
        let texts = py.detach(|| {
            let list = self.core().warn(&options)?;
            let groups = list.grouped(by);
            let text =
                |g: &tiendo::WarnGroup<'_>| (g.key.map(str::to_owned), list.text_to(g, by, lang));
            Ok(groups.iter().map(text).collect())
        });
        let texts: Vec<(Option<String>, String)> = texts.map_err(error::core)?;
        texts.into_py_dict(py)
    }

    /// What changed since another evaluation under the same policy: counts, rates, and the rows that turned, by agency.
    ///
    /// A dictionary as the request `changes` answers. The other evaluation may be of another state of the same register, such as
    /// `Ledger.evaluate_frozen` gives it. `due` keeps to what falls due from its first to its second day.
    ///
    /// Raises:
    ///     InvalidValueError: where the other evaluation is under another policy.
    ///
    /// >>> import datetime, tiendo
    /// >>> registry = tiendo.plan02.registry(simulated=57)
    /// >>> october, november = (registry.evaluate(datetime.date(2025, m, 30)) for m in (10, 11))
    /// >>> changes = november.changes_since(october)
    /// >>> changes["total"]["newly_done"] == len(changes["newly_done"])
    /// True
    #[pyo3(signature = (before, *, due = None))]
    fn changes_since<'py>(
        &self,
        py: Python<'py>,
        before: &Evaluation,
        due: Option<(NaiveDate, NaiveDate)>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let changes = py.detach(|| self.core().changes_since(before.core(), due));
        convert::plain(py, &changes.map_err(error::core)?)
    }
}

#[pymethods]
impl Registry {
    /// A reporting period beside the one before it: what falls due in each, as it stood on the last day of each.
    ///
    /// A dictionary as the request `changes` answers. `period` is a code such as `2025-11` or `2025-Q4`; a policy with
    /// `reporting_month="mid_month"` counts from the 15th to the 14th. A period that still runs is judged on `day`.
    ///
    /// Raises:
    ///     InvalidValueError: for what is no period, and one that begins after `day`.
    ///
    /// >>> import datetime, tiendo
    /// >>> registry = tiendo.plan02.registry(simulated=57)
    /// >>> changes = registry.period_changes("2025-11", datetime.date(2025, 12, 31))
    /// >>> changes["period_before"], changes["scope_before"]["day"]
    /// ('2025-10', '2025-10-31')
    #[pyo3(signature = (period, day, *, known = None, policy = None))]
    fn period_changes<'py>(
        &self,
        py: Python<'py>,
        period: &str,
        day: NaiveDate,
        known: Option<NaiveDate>,
        policy: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let period = Period::parse(period).map_err(error::core)?;
        let mut as_of = AsOf::new(day).map_err(error::core)?;
        if let Some(known) = known {
            as_of = as_of.known_on(known).map_err(error::core)?;
        }
        let policy = policy::argument(policy)?;
        let changes = py.detach(|| self.core().period_changes(period, as_of, &policy));
        convert::plain(py, &changes.map_err(error::core)?)
    }
}
