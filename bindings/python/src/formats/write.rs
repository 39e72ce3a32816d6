//! What holds on D as known on K, out: files that other tools read.

use std::path::PathBuf;

use chrono::{NaiveDate, NaiveDateTime};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use tiendo::Lang;
use tiendo_formats::packet::{Form, PacketKind};
use tiendo_formats::stratml::Reports;
use tiendo_formats::{Disclosure, Error, Overwrite, ics, mspdi, packet, stratml, weekly};

use super::{Heard, profile_of};
use crate::evaluation::Evaluation;
use crate::finding::Findings;
use crate::monday;
use crate::office::in_memory;
use crate::registry::{DISCLOSURES, one_of};
use crate::{convert, error, watch};

const FORMS: [(&str, Form); 2] = [("xml", Form::Xml), ("json", Form::Json)];

const REPORTS: [(&str, Reports); 2] = [("all", Reports::All), ("state", Reports::State)];

/// What all writers take.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) overwrite: Overwrite,
    pub(super) disclosure: Disclosure,
}

impl Asked {
    pub(super) fn new(overwrite: bool, disclosure: &str) -> PyResult<Self> {
        Ok(Asked {
            overwrite: if overwrite { Overwrite::Allow } else { Overwrite::Refuse },
            disclosure: one_of("disclosure", disclosure, &DISCLOSURES)?,
        })
    }

    fn mspdi(self, lang: Lang, heard: Heard<'_>) -> mspdi::WriteOptions<'_> {
        let Asked { overwrite, disclosure } = self;
        mspdi::WriteOptions { overwrite, disclosure, lang, progress: Some(heard) }
    }
}

/// What a calendar says beside the tasks.
struct Todos {
    lang: Lang,
    date_only: bool,
    remind_working_days: Option<u16>,
    stamp: Option<NaiveDateTime>,
    domain: String,
}

impl Todos {
    fn options<'a>(&'a self, asked: Asked, heard: Heard<'a>) -> ics::WriteOptions<'a> {
        ics::WriteOptions {
            overwrite: asked.overwrite,
            disclosure: asked.disclosure,
            lang: self.lang,
            due: if self.date_only { ics::DueForm::Day } else { ics::DueForm::EndOfDay },
            remind_working_days: self.remind_working_days,
            stamp: self.stamp,
            domain: &self.domain,
            progress: Some(heard),
        }
    }
}

/// What a plan in StratML says beside the tasks.
struct Plan {
    lang: Lang,
    reports: Reports,
    name: Option<String>,
}

impl Plan {
    fn options(self, asked: Asked, heard: Heard<'_>) -> stratml::WriteOptions<'_> {
        stratml::WriteOptions {
            overwrite: asked.overwrite,
            disclosure: asked.disclosure,
            lang: self.lang,
            reports: self.reports,
            name: self.name,
            progress: Some(heard),
        }
    }
}

/// What a packet holds and how it is written.
struct Names {
    kind: PacketKind,
    profile: packet::Profile,
    form: Option<Form>,
    sender: Option<String>,
    lang: Lang,
}

impl Names {
    fn new(
        kind: &str,
        profile: Option<&str>,
        form: Option<&str>,
        sender: Option<String>,
        lang: &str,
    ) -> PyResult<Self> {
        let kinds = PacketKind::ALL.iter().map(|kind| kind.as_str());
        Ok(Names {
            kind: convert::word("kind", kind, PacketKind::parse, kinds)?,
            profile: profile_of(profile)?,
            form: form.map(|form| one_of("form", form, &FORMS)).transpose()?,
            sender,
            lang: convert::lang(lang)?,
        })
    }

    fn options<'a>(&'a self, asked: Asked, heard: Heard<'a>) -> packet::WriteOptions<'a> {
        packet::WriteOptions {
            kind: self.kind,
            profile: Some(&self.profile),
            form: self.form,
            sender: self.sender.clone(),
            overwrite: asked.overwrite,
            disclosure: asked.disclosure,
            lang: self.lang,
            progress: Some(heard),
        }
    }
}

impl Evaluation {
    /// Runs a writer, detached from the interpreter.
    pub(super) fn written<T: Send>(
        &self,
        py: Python<'_>,
        progress: Option<&Bound<'_, PyAny>>,
        write: impl FnOnce(&tiendo::Evaluation, Heard<'_>) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let core = self.core();
        watch::watched(py, usize::MAX, progress, |watch| {
            let heard = |_: &str, done: u64| watch::heard(watch, done);
            write(core, &heard).map_err(error::formats)
        })
    }

    /// Runs a writer into memory.
    pub(super) fn in_memory<'py>(
        &self,
        py: Python<'py>,
        progress: Option<&Bound<'_, PyAny>>,
        write: impl FnOnce(
            &tiendo::Evaluation,
            &mut Vec<u8>,
            Heard<'_>,
        ) -> Result<Vec<tiendo::Finding>, Error>
        + Send,
    ) -> PyResult<(Bound<'py, PyBytes>, Findings)> {
        let made = self.written(py, progress, |core, heard| {
            let mut bytes = Vec::new();
            let findings = write(core, &mut bytes, heard)?;
            Ok((bytes, findings))
        })?;
        Ok(in_memory(py, made))
    }
}

#[pymethods]
impl Evaluation {
    /// Writes the plan as it stands on D as a project in MS Project XML, whole or not at all; gives what the format has no place
    /// for.
    ///
    /// Tasks with outline, links, last days, progress, agencies as resources, and the working calendar. `lang` is the language of
    /// titles and names where the register has it. A file that is there stays, unless `overwrite`. `disclosure` is which tasks may
    /// be shown: `public`, `internal` or `everything`; a file of others is refused. Ctrl-C stops it, and `progress` hears of rows, as
    /// of `evaluate`.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for tasks that may not be shown.
    ///
    /// >>> import datetime, pathlib, tempfile, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     lost = evaluation.write_mspdi(pathlib.Path(folder, "plan.xml"))
    /// ...     tiendo.read_mspdi(pathlib.Path(folder, "plan.xml"))[0].task_count == evaluation.scope.task_count
    /// True
    #[pyo3(signature = (path, *, overwrite = false, disclosure = "public", lang = "vi", progress = None))]
    fn write_mspdi(
        &self,
        py: Python<'_>,
        path: PathBuf,
        overwrite: bool,
        disclosure: &str,
        lang: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let (asked, lang) = (Asked::new(overwrite, disclosure)?, convert::lang(lang)?);
        self.written(py, progress, |core, heard| {
            mspdi::write_file(core, &path, &asked.mspdi(lang, heard))
        })
        .map(Findings::new)
    }

    /// The file of `write_mspdi` in memory, and what the format has no place for.
    ///
    /// Raises:
    ///     UnwritableError: as `write_mspdi`.
    #[pyo3(signature = (*, disclosure = "public", lang = "vi", progress = None))]
    fn mspdi<'py>(
        &self,
        py: Python<'py>,
        disclosure: &str,
        lang: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Bound<'py, PyBytes>, Findings)> {
        let (asked, lang) = (Asked::new(false, disclosure)?, convert::lang(lang)?);
        self.in_memory(py, progress, |core, out, heard| {
            mspdi::write(core, out, &asked.mspdi(lang, heard))
        })
    }

    /// Writes the tasks as to-dos in an iCalendar file (`.ics`), whole or not at all; gives what the format has no place for.
    ///
    /// A to-do is due at the end of its last day in Viet Nam, or with `date_only` on the day. With `remind_working_days` it
    /// reminds so many working days before. `stamp` is the instant of writing in Viet Nam; without it the end of K, or of D.
    /// `domain` tells the tasks of one register from those of another. Otherwise as `write_mspdi`.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten.
    ///     InvalidValueError: for a domain that cannot stand in a UID.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for tasks that may not be shown.
    ///
    /// >>> import datetime, pathlib, tempfile, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     lost = evaluation.write_ics(pathlib.Path(folder, "tasks.ics"), remind_working_days=5)
    /// ...     tiendo.read_ics(pathlib.Path(folder, "tasks.ics"))[0].task_count > 100
    /// True
    #[pyo3(signature = (
        path, *, date_only = false, remind_working_days = None, stamp = None, domain = "tiendo", overwrite = false,
        disclosure = "public", lang = "vi", progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn write_ics(
        &self,
        py: Python<'_>,
        path: PathBuf,
        date_only: bool,
        remind_working_days: Option<u16>,
        stamp: Option<NaiveDateTime>,
        domain: &str,
        overwrite: bool,
        disclosure: &str,
        lang: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let (asked, lang) = (Asked::new(overwrite, disclosure)?, convert::lang(lang)?);
        let todos =
            Todos { lang, date_only, remind_working_days, stamp, domain: domain.to_owned() };
        self.written(py, progress, |core, heard| {
            ics::write_file(core, &path, &todos.options(asked, heard))
        })
        .map(Findings::new)
    }

    /// The file of `write_ics` in memory, and what the format has no place for.
    ///
    /// Raises:
    ///     InvalidValueError, UnwritableError: as `write_ics`.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> evaluation.ics(date_only=True)[0].startswith(b"BEGIN:VCALENDAR")
    /// True
    #[pyo3(signature = (
        *, date_only = false, remind_working_days = None, stamp = None, domain = "tiendo", disclosure = "public",
        lang = "vi", progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn ics<'py>(
        &self,
        py: Python<'py>,
        date_only: bool,
        remind_working_days: Option<u16>,
        stamp: Option<NaiveDateTime>,
        domain: &str,
        disclosure: &str,
        lang: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Bound<'py, PyBytes>, Findings)> {
        let (asked, lang) = (Asked::new(false, disclosure)?, convert::lang(lang)?);
        let todos =
            Todos { lang, date_only, remind_working_days, stamp, domain: domain.to_owned() };
        self.in_memory(py, progress, |core, out, heard| {
            ics::write(core, out, &todos.options(asked, heard))
        })
    }

    /// Writes a performance plan or report in StratML Part 2, whole or not at all; gives what the format has no place for.
    ///
    /// Task groups are goals, tasks objectives, KPIs performance indicators. `name` is that of the plan; without it the one of
    /// the register's one plan. `reports` is `all`, or `state` for the percent or the day of completion of each task alone.
    /// Otherwise as `write_mspdi`.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for tasks that may not be shown.
    ///
    /// >>> import datetime, pathlib, tempfile, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     lost = evaluation.write_stratml(pathlib.Path(folder, "plan.xml"), name="Plan 02")
    /// ...     tiendo.read_stratml(pathlib.Path(folder, "plan.xml"))[0].task_count == evaluation.scope.task_count
    /// True
    #[pyo3(signature = (
        path, *, name = None, reports = "all", overwrite = false, disclosure = "public", lang = "vi", progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn write_stratml(
        &self,
        py: Python<'_>,
        path: PathBuf,
        name: Option<String>,
        reports: &str,
        overwrite: bool,
        disclosure: &str,
        lang: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let (asked, lang) = (Asked::new(overwrite, disclosure)?, convert::lang(lang)?);
        let plan = Plan { lang, reports: one_of("reports", reports, &REPORTS)?, name };
        self.written(py, progress, |core, heard| {
            stratml::write_file(core, &path, &plan.options(asked, heard))
        })
        .map(Findings::new)
    }

    /// The file of `write_stratml` in memory, and what the format has no place for.
    ///
    /// Raises:
    ///     UnwritableError: as `write_stratml`.
    #[pyo3(signature = (*, name = None, reports = "all", disclosure = "public", lang = "vi", progress = None))]
    fn stratml<'py>(
        &self,
        py: Python<'py>,
        name: Option<String>,
        reports: &str,
        disclosure: &str,
        lang: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Bound<'py, PyBytes>, Findings)> {
        let (asked, lang) = (Asked::new(false, disclosure)?, convert::lang(lang)?);
        let plan = Plan { lang, reports: one_of("reports", reports, &REPORTS)?, name };
        self.in_memory(py, progress, |core, out, heard| {
            stratml::write(core, out, &plan.options(asked, heard))
        })
    }

    /// Writes a packet between report systems, whole or not at all; gives what the names of the profile leave out.
    ///
    /// `kind` is `reports` (the tasks of each agency), `figures` (rows in each official class) or `kpis` (KPI values by agency).
    /// `profile` is the text of a profile in TOML, as `tiendo.packet_profile()` gives the neutral one; `form` is `xml` or `json`,
    /// without it as the profile says; `sender` who sends it. This is no official format: the profile's names make it one.
    /// Otherwise as `write_mspdi`.
    ///
    /// Raises:
    ///     ExistsError: when a file would be overwritten.
    ///     InvalidRequestError: for a profile that cannot be used.
    ///     InvalidValueError: for a kind or form that is none of these.
    ///     StorageError: when the system refuses to write.
    ///     UnwritableError: for tasks that may not be shown.
    ///
    /// >>> import datetime, pathlib, tempfile, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    /// >>> profile = tiendo.packet_profile().replace('name = "organisation"', 'name = "MaDonVi"')
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     path = pathlib.Path(folder, "reports.xml")
    /// ...     lost = evaluation.write_packet(path, profile=profile)
    /// ...     read, _ = tiendo.read_packet(path, profile=profile, base=tiendo.plan02.registry())
    /// ...     "<MaDonVi>" in path.read_text("utf-8"), read.provenance
    /// (True, 'simulated')
    #[pyo3(signature = (
        path, *, kind = "reports", profile = None, form = None, sender = None, overwrite = false, disclosure = "public",
        lang = "vi", progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn write_packet(
        &self,
        py: Python<'_>,
        path: PathBuf,
        kind: &str,
        profile: Option<&str>,
        form: Option<&str>,
        sender: Option<String>,
        overwrite: bool,
        disclosure: &str,
        lang: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Findings> {
        let asked = Asked::new(overwrite, disclosure)?;
        let names = Names::new(kind, profile, form, sender, lang)?;
        self.written(py, progress, |core, heard| {
            packet::write_file(core, &path, &names.options(asked, heard))
        })
        .map(Findings::new)
    }

    /// The packet of `write_packet` in memory, and what the names of the profile leave out.
    ///
    /// Raises:
    ///     InvalidRequestError, InvalidValueError, UnwritableError: as `write_packet`.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    /// >>> evaluation.packet(kind="figures", form="json")[0].startswith(b'{"figures":{"head":{')
    /// True
    #[pyo3(signature = (
        *, kind = "reports", profile = None, form = None, sender = None, disclosure = "public", lang = "vi",
        progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn packet<'py>(
        &self,
        py: Python<'py>,
        kind: &str,
        profile: Option<&str>,
        form: Option<&str>,
        sender: Option<String>,
        disclosure: &str,
        lang: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Bound<'py, PyBytes>, Findings)> {
        let asked = Asked::new(false, disclosure)?;
        let names = Names::new(kind, profile, form, sender, lang)?;
        self.in_memory(py, progress, |core, out, heard| {
            packet::write(core, out, &names.options(asked, heard))
        })
    }

    /// Writes the weekly text of every agency that has anything to tell into a folder, all of them or none; gives for each its
    /// `agency`, `name`, `file` and counts, and what is addressed to nobody.
    ///
    /// Results of the week, difficulties, the next week, and missing data apart, in Vietnamese. The week begins after `since`, a
    /// week before D; `thresholds` are those of `warn`. `title` is the first line. Tasks that `disclosure` hides go by their ids.
    /// The folder is made where it is absent. `progress` hears of texts.
    ///
    /// Raises:
    ///     ExistsError: when a text would be overwritten.
    ///     InvalidValueError, OutsideCalendarError: as `warn`.
    ///     StorageError: when the system refuses to write.
    ///
    /// >>> import datetime, tempfile, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 11, 10))
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     texts, findings = evaluation.write_weekly(folder)
    /// >>> sorted(texts[0])
    /// ['agency', 'difficulties', 'file', 'name', 'next', 'no_data', 'results']
    #[pyo3(signature = (
        folder, *, since = None, thresholds = None, title = None, overwrite = false, disclosure = "public", progress = None
    ))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn write_weekly<'py>(
        &self,
        py: Python<'py>,
        folder: PathBuf,
        since: Option<NaiveDate>,
        thresholds: Option<&Bound<'py, PyAny>>,
        title: Option<String>,
        overwrite: bool,
        disclosure: &str,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Bound<'py, PyAny>, Findings)> {
        let Asked { overwrite, disclosure } = Asked::new(overwrite, disclosure)?;
        let asked = monday::options(since, None, None, thresholds)?;
        let (texts, findings) = self.written(py, progress, |core, heard| {
            let list = core.warn(&asked);
            let path = folder.display().to_string();
            let list = list.map_err(|source| Error::Core { path, source })?;
            let options =
                weekly::WeeklyOptions { overwrite, disclosure, title, progress: Some(heard) };
            weekly::write_all(&folder, core, &list, &options)
        })?;
        let texts: Vec<_> = texts
            .iter()
            .map(|text| {
                serde_json::json!({
                    "agency": text.agency, "name": text.name, "file": text.file, "results": text.results,
                    "difficulties": text.difficulties, "next": text.next, "no_data": text.no_data,
                })
            })
            .collect();
        Ok((convert::plain(py, &texts)?, Findings::new(findings)))
    }

    /// The weekly text of one agency, an id, code or name without accents; without one, of what is addressed to nobody.
    /// Arguments as of `write_weekly`.
    ///
    /// Raises:
    ///     AmbiguousError: for a name that several agencies have.
    ///     InvalidValueError, OutsideCalendarError: as `warn`.
    ///     NotFoundError: for an agency that the registry does not have.
    ///
    /// >>> import datetime, tiendo
    /// >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 11, 10))
    /// >>> "I. KẾT QUẢ TRONG TUẦN" in evaluation.weekly("Bo Noi vu")
    /// True
    #[pyo3(signature = (agency = None, *, since = None, thresholds = None, title = None, disclosure = "public"))]
    #[allow(clippy::too_many_arguments)] // keyword arguments of one call
    fn weekly(
        &self,
        py: Python<'_>,
        agency: Option<&str>,
        since: Option<NaiveDate>,
        thresholds: Option<&Bound<'_, PyAny>>,
        title: Option<String>,
        disclosure: &str,
    ) -> PyResult<String> {
        let Asked { disclosure, .. } = Asked::new(false, disclosure)?;
        let asked = monday::options(since, None, None, thresholds)?;
        py.detach(|| {
            let core = self.core();
            let agency = agency.map(|agency| core.registry().find_agency(agency)).transpose();
            let agency = agency.map_err(error::core)?.map(|agency| agency.id.as_str());
            let list = core.warn(&asked).map_err(error::core)?;
            let options =
                weekly::WeeklyOptions { disclosure, title, ..weekly::WeeklyOptions::default() };
            Ok(weekly::weekly(core, &list, agency, &options))
        })
    }
}
