//! The strict writer: an evaluation to a calendar of tasks.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use chrono::{NaiveDate, NaiveTime};
use tiendo::{
    Classification, DependencyKind, Evaluation, Finding, FindingCode, GroupId, Lang, PhaseId,
    Provenance, RecordKind, Row, Said, Scope, Status, Task, TaskId, TaskRelationKind, Text,
};

use super::property::Lines;
use super::value::{calendar_days, day_text, local_text, utc_text};
use super::{DueForm, OWN, WriteOptions, ZONE, heard, text};
use crate::atomic::{io_error, write_atomically};
use crate::error::Error;

mod people;
mod whole;
mod words;

use people::people;
use whole::Whole;
use words::Words;

/// Most findings that are listed; what a format cannot carry is counted by field, and few more are expected.
const MAX_LISTED: usize = 1000;

/// Writes a file, whole or not at all: one VTODO for each task in force.
///
/// Returned is what the format cannot carry, and what had to be left out.
///
/// # Errors
/// - [`Error::NotPublic`] for tasks that may not be shown.
/// - [`Error::Exists`], [`Error::Io`] and [`Error::Cancelled`] as for any file.
/// - [`Error::Core`] for a domain that is empty or too long.
/// - [`Error::Unwritable`] for an id that would come back as another.
///
/// # Example
/// ```no_run
/// # fn run(evaluation: &tiendo::Evaluation) -> Result<(), tiendo_formats::Error> {
/// use tiendo_formats::ics::{self, WriteOptions};
/// let options = WriteOptions { remind_working_days: Some(5), ..WriteOptions::default() };
/// ics::write_file(evaluation, "tasks.ics", &options)?;
/// # Ok(()) }
/// ```
pub fn write_file(
    evaluation: &Evaluation,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let path = path.as_ref();
    let file = path.display().to_string();
    // Before anything is made, as nothing would come of it.
    check(evaluation, &file, options)?;
    write_atomically(path, options.overwrite, |draft| {
        let mut writer = Writer::new(evaluation, &file, draft, options);
        writer.all().map(|()| writer.finish())
    })
}

/// The file of [`write_file`], to anything that takes bytes.
///
/// # Errors
/// - As [`write_file`], but for those of files.
///
/// # Example
/// ```
/// use tiendo::{day, AsOf, Deadline, DocumentId, Policy, RegistryBuilder, Task, TaskId, Text};
/// use tiendo_formats::ics::{self, WriteOptions};
/// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("71/NQ-CP")?, Text::new("Nâng cấp cổng")?);
/// task.assigned_on = Some(day::parse("2025-04-01")?);
/// task.deadline = Deadline::before(day::parse("2025-07-01")?);
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(task);
/// let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-06-01")?)?, &Policy::default())?;
/// let mut file = Vec::new();
/// ics::write(&evaluation, &mut file, &WriteOptions::default())?;
/// let file = String::from_utf8(file)?;
/// assert!(file.contains("\r\nDUE;TZID=Asia/Ho_Chi_Minh:20250630T235959\r\n"));
/// assert!(file.contains("\r\nSUMMARY;LANGUAGE=vi:Nâng cấp cổng\r\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(
    evaluation: &Evaluation,
    out: impl Write,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let file = "tasks.ics";
    check(evaluation, file, options)?;
    let mut writer = Writer::new(evaluation, file, BufWriter::new(out), options);
    writer.all().map(|()| writer.finish())
}

/// Refuses what may not be shown, and a domain that would not keep registers apart.
fn check(evaluation: &Evaluation, file: &str, options: &WriteOptions<'_>) -> Result<(), Error> {
    if !(1..=255).contains(&options.domain.len()) {
        let (field, expected) = ("domain", "1 to 255 bytes".to_owned());
        let value = options.domain.chars().take(80).collect();
        let source = tiendo::Error::InvalidValue { field, value, expected };
        return Err(Error::Core { path: file.to_owned(), source });
    }
    options.disclosure.refuse(file, evaluation.rows())?;
    for row in evaluation.rows() {
        readable(file, &row.task())?;
    }
    Ok(())
}

/// Refuses ids that would come back as others: a content line holds no controls and one kind of line break.
fn readable(file: &str, task: &Task) -> Result<(), Error> {
    for (column, id) in [
        ("id", Some(task.id.as_str())),
        ("document", Some(task.document.as_str())),
        ("group", task.group.as_ref().map(GroupId::as_str)),
        ("phase", task.phase.as_ref().map(PhaseId::as_str)),
    ] {
        let Some(id) = id.filter(|id| text::clean(id).0 != *id) else { continue };
        return Err(Error::Unwritable {
            file: file.to_owned(),
            id: task.id.to_string(),
            column: column.to_owned(),
            value: id.to_owned(),
            reason: "characters that no content line holds",
        });
    }
    Ok(())
}

/// A calendar on its way out.
struct Writer<'e, W> {
    evaluation: &'e Evaluation,
    said: Said<'e>,
    scope: Scope,
    file: &'e str,
    options: &'e WriteOptions<'e>,
    words: Words,
    lines: Lines<W>,
    stamp: String,
    findings: Vec<Finding>,
    /// By field: tasks of which it is not written.
    lost: BTreeMap<&'static str, u64>,
    links_lost: u64,
}

impl<'e, W: Write> Writer<'e, W> {
    fn new(
        evaluation: &'e Evaluation,
        file: &'e str,
        out: W,
        options: &'e WriteOptions<'e>,
    ) -> Self {
        let scope = evaluation.scope();
        let last = scope.known.unwrap_or(scope.day).and_time(END_OF_DAY);
        Writer {
            evaluation,
            said: evaluation.said(),
            words: Words::of(evaluation, options.lang),
            scope,
            file,
            options,
            lines: Lines::new(out),
            stamp: utc_text(options.stamp.unwrap_or(last)),
            findings: Vec::new(),
            lost: BTreeMap::new(),
            links_lost: 0,
        }
    }

    fn all(&mut self) -> Result<(), Error> {
        self.head().map_err(self.failed())?;
        let rows: Vec<Row<'e>> = self.evaluation.rows().collect();
        // The rows of a task stand together.
        for (done, rows) in rows.chunk_by(|a, b| a.task_id() == b.task_id()).enumerate() {
            self.todo(rows).map_err(self.failed())?;
            heard(self.options.progress, self.file, done as u64 + 1)?;
        }
        self.lines.plain("END", &[], "VCALENDAR").map_err(self.failed())?;
        self.lines.flush().map_err(self.failed())
    }

    fn failed(&self) -> impl FnOnce(io::Error) -> Error + use<'e, W> {
        io_error(Path::new(self.file))
    }

    fn finish(mut self) -> Vec<Finding> {
        let registry = self.evaluation.registry();
        let shows = |task: &TaskId| {
            self.options.disclosure.allows(registry.classification(task.as_str()).as_ref())
        };
        let transfers = registry.transfers().iter().filter(|transfer| shows(&transfer.task));
        let allocations = registry.allocations().iter().filter(|money| shows(&money.task));
        for (field, count) in [
            ("reports", self.scope.report_count),
            ("transfers", transfers.count() as u64),
            ("successions", registry.successions().len() as u64),
            ("allocations", allocations.count() as u64),
            ("kpis", registry.kpis().len() as u64),
        ] {
            if count > 0 {
                self.lost.insert(field, count);
            }
        }
        for (field, count) in &self.lost {
            let finding = Finding::new(FindingCode::FieldNotCarried).field(field);
            self.findings.push(finding.arg("count", count));
        }
        if self.links_lost > 0 {
            let finding = Finding::new(FindingCode::LinkNotWritten);
            self.findings.push(finding.arg("count", self.links_lost));
        }
        self.findings
    }

    /// A finding about a task, as long as there is room for it.
    fn tell(&mut self, finding: Finding, task: &str) {
        if self.findings.len() < MAX_LISTED {
            self.findings.push(finding.about(RecordKind::Task, task));
        }
    }

    /// One more task that loses a field, where it has one.
    fn lose(&mut self, field: &'static str, has: bool) {
        if has {
            *self.lost.entry(field).or_default() += 1;
        }
    }

    /// The calendar's own properties, among them all of the scope, and the zone.
    fn head(&mut self) -> io::Result<()> {
        let (scope, lines) = (&self.scope, &mut self.lines);
        lines.plain("BEGIN", &[], "VCALENDAR")?;
        lines.plain("VERSION", &[], "2.0")?;
        let lang = if self.options.lang == Lang::Vi { "VI" } else { "EN" };
        lines.text(
            "PRODID",
            &[],
            &format!("-//tiendo//tiendo {}//{lang}", env!("CARGO_PKG_VERSION")),
        )?;
        lines.plain("CALSCALE", &[], "GREGORIAN")?;
        // RFC 7986 has NAME; most programs know the older name only.
        for name in ["NAME", "X-WR-CALNAME"] {
            lines.text(name, &[], &self.words.name)?;
        }
        lines.text("DESCRIPTION", &[], &self.words.scope)?;
        let own = |name: &str| format!("{OWN}{name}");
        let date = [("VALUE", "DATE")];
        lines.plain(&own("DAY"), &date, &day_text(scope.day))?;
        if let Some(known) = scope.known {
            lines.plain(&own("KNOWN"), &date, &day_text(known))?;
        }
        lines.text(&own("POLICY"), &[], &scope.policy)?;
        for (name, number) in [
            ("POLICY-VERSION", u64::from(scope.policy_version)),
            ("TASKS", scope.task_count),
            ("DOCUMENTS", scope.document_count),
            ("REPORTS", scope.report_count),
            ("HIDDEN-REPORTS", scope.hidden_report_count),
        ] {
            lines.plain(&own(name), &[], &number.to_string())?;
        }
        lines.text(&own("CALENDAR"), &[], &scope.calendar)?;
        lines.plain(&own("PROVENANCE"), &[], scope.provenance.as_str())?;
        for (name, value) in [
            ("BEGIN", "VTIMEZONE"),
            ("TZID", ZONE),
            ("BEGIN", "STANDARD"),
            ("DTSTART", "19700101T000000"),
            ("TZOFFSETFROM", "+0700"),
            ("TZOFFSETTO", "+0700"),
            ("TZNAME", "+07"),
            ("END", "STANDARD"),
            ("END", "VTIMEZONE"),
        ] {
            lines.plain(name, &[], value)?;
        }
        Ok(())
    }

    fn own_text(&mut self, name: &str, value: Option<&Text>) -> io::Result<()> {
        match value {
            Some(value) => self.lines.text(&format!("{OWN}{name}"), &[], value.as_str()),
            None => Ok(()),
        }
    }

    fn own(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.lines.text(&format!("{OWN}{name}"), &[], value)
    }

    /// A day in the form that was asked for, at this time of it.
    fn day(&mut self, name: &str, on: NaiveDate, at: NaiveTime) -> io::Result<()> {
        match self.options.due {
            DueForm::Day => self.lines.plain(name, &[("VALUE", "DATE")], &day_text(on)),
            DueForm::EndOfDay => {
                self.lines.plain(name, &[("TZID", ZONE)], &local_text(on.and_time(at)))
            }
        }
    }

    /// One task, with the agencies of all its rows.
    fn todo(&mut self, rows: &[Row<'e>]) -> io::Result<()> {
        let Some(first) = rows.first() else { return Ok(()) };
        let task = first.task();
        let whole = Whole::of(self.evaluation, &self.said, rows);
        self.lines.plain("BEGIN", &[], "VTODO")?;
        self.lines.plain("UID", &[], &text::uid(self.options.domain, first.task_id()))?;
        self.own("ID", first.task_id())?;
        self.lines.plain("DTSTAMP", &[], &self.stamp)?;
        if let Some(at) = whole.changed.max(task.recorded_at) {
            self.lines.plain("LAST-MODIFIED", &[], &utc_text(at))?;
        }
        // Amended definitions and extensions are what moves a task; both only become more with D and K.
        let sequence = first.version_count() - 1 + whole.extensions;
        self.lines.plain("SEQUENCE", &[], &sequence.to_string())?;
        self.titles(first, &task)?;
        let digest = self.words.digest(self.evaluation, &task, &whole, rows);
        self.lines.text("DESCRIPTION", &[], &digest)?;
        self.lines.text("REFID", &[], task.document.as_str())?;
        self.term(&task, &whole)?;
        self.status(&whole)?;
        self.classes(first, &task)?;
        people(&mut self.lines, self.evaluation, &task, rows, self.options.lang)?;
        self.links(&task)?;
        self.remind(first, &whole)?;
        self.lines.plain("END", &[], "VTODO")?;
        self.losses(first, &task, &whole);
        let removed = self.lines.take_removed();
        if removed > 0 {
            let finding = Finding::new(FindingCode::ControlsRemoved).arg("count", removed);
            self.tell(finding, first.task_id());
        }
        Ok(())
    }

    /// The title in the language asked for, and the other one where there are two.
    fn titles(&mut self, row: &Row<'_>, task: &Task) -> io::Result<()> {
        let english = task.title_en.as_ref().filter(|title| !title.is_empty());
        let (lang, other) = match (self.options.lang, english) {
            (Lang::En, Some(_)) => ("en", Some(("vi", task.title.as_str()))),
            (_, other) => ("vi", other.map(|title| ("en", title.as_str()))),
        };
        let title = if lang == "en" { row.title_in(Lang::En) } else { task.title.as_str() };
        self.lines.text("SUMMARY", &[("LANGUAGE", lang)], title)?;
        match other {
            Some((lang, title)) => {
                self.lines.text(&format!("{OWN}TITLE"), &[("LANGUAGE", lang)], title)
            }
            None => Ok(()),
        }
    }

    /// DTSTART and DUE, the former only where it comes before the latter, as RFC 5545 asks.
    fn term(&mut self, task: &Task, whole: &Whole) -> io::Result<()> {
        let due = whole.last_day;
        if let Some(on) = task.assigned_on {
            let fits = match self.options.due {
                DueForm::EndOfDay => due.is_none_or(|due| on <= due),
                DueForm::Day => due.is_none_or(|due| on < due),
            };
            if fits {
                self.day("DTSTART", on, NaiveTime::MIN)?;
            } else {
                let name = format!("{OWN}ASSIGNED");
                self.lines.plain(&name, &[("VALUE", "DATE")], &day_text(on))?;
            }
        }
        if let Some(due) = due {
            self.day("DUE", due, END_OF_DAY)?;
        }
        self.own_text("DEADLINE", Some(&task.deadline.text).filter(|text| !text.is_empty()))
    }

    fn status(&mut self, whole: &Whole) -> io::Result<()> {
        let word = match whole.status {
            Status::DoneOnTime | Status::DoneLate => "COMPLETED",
            Status::Cancelled => "CANCELLED",
            Status::Submitted => "IN-PROCESS",
            _ if whole.percent > 0 => "IN-PROCESS",
            _ => "NEEDS-ACTION",
        };
        self.lines.plain("STATUS", &[], word)?;
        if whole.status != Status::Cancelled {
            self.lines.plain("PERCENT-COMPLETE", &[], &whole.percent.to_string())?;
        }
        if let Some(on) = whole.done_on {
            // The hour is not known: at noon it is that day nearly everywhere.
            self.lines.plain("COMPLETED", &[], &utc_text(on.and_time(NOON)))?;
        }
        self.own("STATUS", whole.status.as_str())?;
        if let Some(on) = whole.reported_on {
            let name = format!("{OWN}REPORTED");
            self.lines.plain(&name, &[("VALUE", "DATE")], &day_text(on))?;
        }
        if self.scope.provenance == Provenance::Simulated {
            // Programs take calendars apart, so that each task says it.
            self.own("PROVENANCE", self.scope.provenance.as_str())?;
        }
        Ok(())
    }

    /// CLASS, CATEGORIES, CONTACT, and the fields that have properties of our own only.
    fn classes(&mut self, row: &Row<'_>, task: &Task) -> io::Result<()> {
        let class = row.classification();
        // Where no version says anything the default holds, which is public.
        if task.classification.is_some() || class != Classification::Public {
            let word = match &class {
                Classification::Public => "PUBLIC",
                Classification::Internal => "PRIVATE",
                Classification::Secret | Classification::Unknown(_) => "CONFIDENTIAL",
            };
            self.lines.plain("CLASS", &[], word)?;
            if let Classification::Unknown(word) = &class {
                self.own("CLASS", word)?;
            }
        }
        let categories = self.words.categories(task);
        if !categories.is_empty() {
            self.lines.list("CATEGORIES", &categories)?;
        }
        if let Some(person) = &task.responsible_person {
            self.lines.text("CONTACT", &[], person.as_str())?;
        }
        for (name, value) in [
            ("CLAUSE", &task.clause),
            ("AUTHORITY", &task.authority),
            ("LEADER", &task.supervising_leader),
            ("SOURCE", &task.source),
        ] {
            self.own_text(name, value.as_ref())?;
        }
        self.own_text("PRODUCT", task.product.as_ref().map(|product| &product.text))?;
        if let Some(group) = &task.group {
            self.own("GROUP", group.as_str())?;
        }
        if let Some(phase) = &task.phase {
            self.own("PHASE", phase.as_str())?;
        }
        if let Some(stage) = &task.stage {
            self.own("STAGE", stage.as_str())?;
        }
        if task.weight != 1 {
            self.own("WEIGHT", &task.weight.to_string())?;
        }
        if let Some(days) = task.duration_days {
            self.own("DURATION-DAYS", &days.to_string())?;
        }
        if task.indicative {
            self.own("INDICATIVE", "true")?;
        }
        Ok(())
    }

    /// RELATED-TO, to tasks of the same file only: others cannot be found by it, and may not be public.
    fn links(&mut self, task: &Task) -> io::Result<()> {
        let mut links: Vec<(String, Option<i16>, &str)> = Vec::new();
        if let Some(parent) = &task.parent {
            links.push(("PARENT".to_owned(), None, parent.as_str()));
        }
        for dependency in &task.dependencies {
            let word = match dependency.kind {
                DependencyKind::FinishToStart => "FINISHTOSTART",
                DependencyKind::StartToStart => "STARTTOSTART",
                DependencyKind::FinishToFinish => "FINISHTOFINISH",
                DependencyKind::StartToFinish => "STARTTOFINISH",
            };
            links.push((word.to_owned(), Some(dependency.lag_days), dependency.task.as_str()));
        }
        for relation in &task.relations {
            if let TaskRelationKind::Unknown(_) = relation.kind {
                self.lose("relations", true);
                continue;
            }
            let word = relation.kind.as_str().to_ascii_uppercase().replace('_', "-");
            links.push((format!("{OWN}{word}"), None, relation.task.as_str()));
        }
        if let Some(pilot) = &task.pilot_of {
            links.push((format!("{OWN}PILOT-OF"), None, pilot.as_str()));
        }
        for (reltype, lag_days, target) in links {
            if self.evaluation.rows_of(target).next().is_none() {
                self.links_lost += 1;
                continue;
            }
            let uid = text::uid(self.options.domain, target);
            let gap = lag_days.filter(|lag| *lag != 0).map(gap);
            let mut params = vec![("RELTYPE", reltype.as_str())];
            params.extend(gap.as_deref().map(|gap| ("GAP", gap)));
            self.lines.plain("RELATED-TO", &params, &uid)?;
        }
        Ok(())
    }

    /// A reminder by the working days of the register's calendar, unless its day is past or the work is done.
    fn remind(&mut self, row: &Row<'_>, whole: &Whole) -> io::Result<()> {
        let (Some(ahead), Some(last_day)) = (self.options.remind_working_days, whole.last_day)
        else {
            return Ok(());
        };
        if !whole.status.is_open() {
            return Ok(());
        }
        let calendar = self.evaluation.registry().calendar();
        let on = match calendar.subtract_working_days(last_day, u32::from(ahead)) {
            Ok(on) if on < self.scope.day => return Ok(()),
            Ok(on) => on,
            Err(error) => {
                let finding = Finding::new(FindingCode::DeadlineBeyondCalendar).arg("error", error);
                self.tell(finding, row.task_id());
                return Ok(());
            }
        };
        let words = self.words.reminder(row.title_in(self.options.lang), last_day);
        self.lines.plain("BEGIN", &[], "VALARM")?;
        self.lines.plain("ACTION", &[], "DISPLAY")?;
        let at = utc_text(on.and_time(MORNING));
        self.lines.plain("TRIGGER", &[("VALUE", "DATE-TIME")], &at)?;
        self.lines.text("DESCRIPTION", &[], &words)?;
        self.lines.plain("END", &[], "VALARM")
    }

    /// Counts what this task has and the file does not say.
    fn losses(&mut self, row: &Row<'_>, task: &Task, whole: &Whole) {
        let product = task.product.as_ref();
        self.lose("product.kind", product.is_some_and(|p| p.kind.is_some()));
        self.lose("product.document", product.is_some_and(|p| p.document.is_some()));
        self.lose("external_ids", !task.external_ids.is_empty());
        self.lose("delegates", !task.delegates.is_empty());
        self.lose("classified_by", task.classified_by.is_some());
        self.lose("versions", row.version_count() > 1);
        self.lose("extensions", whole.extensions > 0);
        self.lose("deadlines of addressees", whole.has_several_last_days);
        self.lose("completions of addressees", whole.is_partly_done);
        self.lose("occurrences", row.occurrences().is_some());
    }
}

/// Working days as a GAP, which counts by the calendar: weeks of five and of seven days.
fn gap(lag_days: i16) -> String {
    let days = calendar_days(lag_days);
    format!("{}P{}D", if days < 0 { "-" } else { "" }, days.unsigned_abs())
}

/// The last second of a day.
const END_OF_DAY: NaiveTime = at(23, 59, 59);
const NOON: NaiveTime = at(12, 0, 0);
/// When offices open.
const MORNING: NaiveTime = at(8, 0, 0);

const fn at(hour: u32, minute: u32, second: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, minute, second) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}
