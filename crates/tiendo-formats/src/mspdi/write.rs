//! An evaluation as MS Project XML, in the order of elements that the schema asks for.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use chrono::{Datelike, NaiveDate};
use tiendo::schedule::Schedule;
use tiendo::{Agency, Evaluation, Finding, FindingCode, Lang, Provenance, RecordKind, Row, day};

use super::field::{Field, Kind};
use super::length::{EVENING, FORMAT_DAYS, MINUTES_PER_DAY, MORNING, TENTHS, at, link_code};
use super::outline::{Line, OneTask, Outline, Stands};
use super::state::{Days, Planned, State, by, days, of_row, of_rows, task_fields};
use super::{NAMESPACE, WriteOptions, calendar, heard, lost};
use crate::atomic::write_atomically;
use crate::error::Error;
use crate::xml::{Output, unfitting};

/// Longest name of a task or resource, in characters.
///
/// Source: the element `Name` of Microsoft's description of the schema.
const MAX_NAME: usize = 512;

/// Writes an evaluation as an MS Project XML file, whole or not at all.
///
/// Returned is what the format cannot carry.
///
/// # Errors
/// - [`Error::Exists`] for a file that [`WriteOptions::overwrite`] keeps.
/// - [`Error::NotPublic`] for tasks that [`WriteOptions::disclosure`] hides.
/// - [`Error::Core`] where the links form a loop, which MS Project does not open.
/// - [`Error::Io`] where the file cannot be written; [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// use tiendo::{AsOf, Policy, RegistryBuilder, day};
/// use tiendo_formats::mspdi::{self, WriteOptions};
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let findings = mspdi::write_file(&evaluation, "register.xml", &WriteOptions::default())?;
/// assert!(findings.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_file(
    evaluation: &Evaluation,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let path = path.as_ref();
    let file = path.display().to_string();
    write_atomically(path, options.overwrite, |draft| write_to(evaluation, &file, draft, options))
}

/// Writes an evaluation as MS Project XML to anything.
///
/// # Errors
/// - As [`write_file`], but for those of files.
///
/// # Example
/// ```
/// use tiendo::{AsOf, Policy, RegistryBuilder, day};
/// use tiendo_formats::mspdi::{self, WriteOptions};
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let mut file = Vec::new();
/// mspdi::write(&evaluation, &mut file, &WriteOptions::default())?;
/// assert!(String::from_utf8(file)?.contains("<StatusDate>2025-12-31T17:00:00</StatusDate>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(
    evaluation: &Evaluation,
    out: impl Write,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    write_to(evaluation, "project.xml", out, options)
}

fn write_to(
    evaluation: &Evaluation,
    file: &str,
    out: impl Write,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    options.disclosure.refuse(file, evaluation.rows())?;
    let core = |source| Error::Core { path: file.to_owned(), source };
    let schedule = evaluation.schedule().map_err(core)?;
    let outline = Outline::new(evaluation);
    let agencies = agencies(evaluation, &outline);
    let io = |source| Error::Io { path: file.to_owned(), source };
    let mut writer = Writer {
        out: Output::indented(out).map_err(io)?,
        evaluation,
        schedule,
        outline: &outline,
        agencies,
        options,
        lost: BTreeMap::new(),
        changed: Vec::new(),
    };
    writer.lose("parent", outline.parents_lost);
    writer.begin().map_err(io)?;
    for (done, line) in outline.lines.iter().enumerate() {
        heard(options.progress, file, done as u64)?;
        writer.line(done + 1, line).map_err(io)?;
    }
    writer.end().map_err(io)?;
    let mut out = writer.out.finish();
    out.write_all(b"\n").and_then(|()| out.flush()).map_err(io)?;
    let lost = writer.lost.into_iter().filter(|(_, count)| *count > 0).map(|(field, count)| {
        Finding::new(FindingCode::FieldNotCarried).field(field).arg("count", count)
    });
    Ok(writer.changed.into_iter().chain(lost).collect())
}

/// The agencies that tasks name, by id, with the number of their resource.
fn agencies<'e>(
    evaluation: &'e Evaluation,
    outline: &Outline<'_>,
) -> BTreeMap<String, (usize, Option<&'e Agency>)> {
    let mut all = BTreeMap::new();
    for one in &outline.tasks {
        for id in one.task.addressees.iter().chain(&one.task.coordinating) {
            all.insert(id.as_str().to_owned(), (0, evaluation.registry().agency(id.as_str())));
        }
        if one.rows.len() > 1 {
            for id in one.rows.clone().filter_map(|at| evaluation.row(at)?.addressee_id()) {
                all.insert(id.to_owned(), (0, evaluation.registry().agency(id)));
            }
        }
    }
    for (uid, agency) in all.values_mut().enumerate() {
        agency.0 = uid + 1;
    }
    all
}

struct Writer<'e, W> {
    out: Output<W>,
    evaluation: &'e Evaluation,
    schedule: Schedule,
    outline: &'e Outline<'e>,
    agencies: BTreeMap<String, (usize, Option<&'e Agency>)>,
    options: &'e WriteOptions<'e>,
    /// What the format has no place for: the field, and how many records have it.
    lost: BTreeMap<&'static str, u64>,
    /// Texts that had to be changed.
    changed: Vec<Finding>,
}

impl<W: Write> Writer<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        let scope = self.evaluation.scope();
        let made = at(scope.known.unwrap_or(scope.day), EVENING);
        let lang = self.options.lang;
        let title = match lang {
            Lang::Vi => format!("Nhiệm vụ và tiến độ đến ngày {}", scope.day.format("%d/%m/%Y")),
            Lang::En => format!("Tasks and progress as of {}", scope.day),
        };
        let mark = match scope.provenance {
            Provenance::Simulated => " [SIMULATED]",
            Provenance::Stated => "",
        };
        let (first, last) = self.range();
        let out = &mut self.out;
        out.open("Project", &[("xmlns", NAMESPACE)])?;
        out.leaf("SaveVersion", "14")?;
        out.leaf("Name", "tiendo")?;
        out.leaf("Title", &format!("{title}{mark}"))?;
        let known = scope.known.map_or_else(|| "*".to_owned(), |known| known.to_string());
        out.leaf(
            "Subject",
            &format!(
                "D={}; K={known}; policy={} {}; calendar={}; reports={}; hidden={}; provenance={}",
                scope.day,
                scope.policy,
                scope.policy_version,
                scope.calendar,
                scope.report_count,
                scope.hidden_report_count,
                scope.provenance.as_str(),
            ),
        )?;
        out.leaf("Category", scope.provenance.as_str())?;
        // No clock: the file is as old as what it knows.
        out.leaf("CreationDate", &made)?;
        out.leaf("LastSaved", &made)?;
        out.leaf("ScheduleFromStart", "1")?;
        out.leaf("StartDate", &at(first, MORNING))?;
        out.leaf("FinishDate", &at(last, EVENING))?;
        out.leaf("CalendarUID", "1")?;
        out.leaf("DefaultStartTime", MORNING)?;
        out.leaf("DefaultFinishTime", EVENING)?;
        out.leaf("MinutesPerDay", &MINUTES_PER_DAY.to_string())?;
        out.leaf("MinutesPerWeek", &(5 * MINUTES_PER_DAY).to_string())?;
        out.leaf("DaysPerMonth", "20")?;
        out.leaf("StatusDate", &at(scope.day, EVENING))?;
        out.empty("OutlineCodes", &[])?;
        out.open("ExtendedAttributes", &[])?;
        for field in Field::ALL {
            let (number, name) = field.slot();
            out.open("ExtendedAttribute", &[])?;
            out.leaf("FieldID", &number.to_string())?;
            out.leaf("FieldName", name)?;
            out.leaf("Alias", &field.alias())?;
            out.close("ExtendedAttribute")?;
        }
        out.close("ExtendedAttributes")?;
        let year = |day: NaiveDate, month, of| day::from_ymd(day.year(), month, of).unwrap_or(day);
        let (first, last) = (year(first, 1, 1), year(last, 12, 31));
        calendar::write(out, self.evaluation.registry().calendar(), first, last)?;
        out.open("Tasks", &[])
    }

    /// The first and the last day of all that is written; D where nothing has a day.
    fn range(&self) -> (NaiveDate, NaiveDate) {
        let scheduled = self.schedule.tasks().flat_map(|task| [task.start(), task.finish()]);
        let rows = self.evaluation.rows();
        let rows = rows.flat_map(|row| [row.deadline(), row.original_deadline(), row.closed_on()]);
        let assigned = self.outline.tasks.iter().map(|one| one.task.assigned_on);
        let all = || scheduled.chain(rows).chain(assigned).flatten();
        let days: Vec<NaiveDate> = all().collect();
        let day = self.evaluation.as_of().day;
        let first = days.iter().min().copied().unwrap_or(day);
        (first, days.iter().max().copied().unwrap_or(day))
    }

    fn line(&mut self, uid: usize, line: &Line<'_>) -> io::Result<()> {
        let lang = self.options.lang;
        let in_lang = |name: &tiendo::Text, english: &Option<tiendo::Text>| {
            let english = english.as_ref().filter(|_| lang == Lang::En);
            english.unwrap_or(name).as_str().to_owned()
        };
        let mut fields: Vec<(Field, Cow<'_, str>)> = Vec::new();
        let mut state = State::default();
        match line.stands {
            Stands::Plan(plan) => {
                fields.push((Field::Id, plan.id.as_str().into()));
                fields.push((Field::Kind, Kind::Plan.as_str().into()));
                fields.push((Field::Document, plan.document.as_str().into()));
                let name = in_lang(&plan.name, &plan.name_en);
                self.lose("plan.documents", u64::from(!plan.documents.is_empty()));
                self.element(uid, line, &name, None, &Days::default(), &state, fields)
            }
            Stands::Phase(phase) => {
                fields.push((Field::Id, phase.id.as_str().into()));
                fields.push((Field::Kind, Kind::Phase.as_str().into()));
                fields.push((Field::Deadline, phase.deadline.text.as_str().into()));
                let end = self.evaluation.registry().phase_last_day(phase.id.as_str());
                (state.deadline, state.original) = (end, end);
                let finish = end.map(|end| at(end, EVENING));
                let start = phase.starts_on.map(|start| at(start, MORNING));
                let days = Days { start: start.or_else(|| finish.clone()), finish };
                let name = in_lang(&phase.name, &phase.name_en);
                self.element(uid, line, &name, None, &days, &state, fields)
            }
            Stands::Group(group) => {
                fields.push((Field::Id, group.id.as_str().into()));
                fields.push((Field::Kind, Kind::Group.as_str().into()));
                let name = in_lang(&group.name, &group.name_en);
                self.element(uid, line, &name, None, &Days::default(), &state, fields)
            }
            Stands::Task(index) => {
                let Some(one) = self.outline.tasks.get(index) else { return Ok(()) };
                let registry = self.evaluation.registry();
                for field in lost::of_task(&one.task, registry, lang) {
                    self.lose(field, 1);
                }
                let rows = one.rows.clone().filter_map(|at| self.evaluation.row(at));
                let rows: Vec<Row<'_>> = rows.collect();
                let Some(first) = rows.first() else { return Ok(()) };
                let name = first.title_in(lang).to_owned();
                let state = if rows.len() == 1 { of_row(first) } else { of_rows(&rows) };
                let planned = self.schedule.task(one.task.id.as_str());
                let days = planned.map_or_else(|| by(&state), |planned| days(&planned));
                let kind = if rows.len() == 1 { Kind::Task } else { Kind::Each };
                let fields = task_fields(one, kind, &state);
                self.element(uid, line, &name, Some(one), &days, &state, fields)
            }
            Stands::Row(row) => {
                fields.push((Field::Kind, Kind::Row.as_str().into()));
                fields.push((Field::Addressee, row.addressee_id().unwrap_or("").into()));
                let state = of_row(&row);
                if let Some(status) = state.status {
                    fields.push((Field::Status, status.as_str().into()));
                }
                let agency = row.agency_name(lang).unwrap_or("").to_owned();
                self.element(uid, line, &agency, None, &by(&state), &state, fields)
            }
        }
    }

    /// One row: its elements in the order of the schema.
    #[allow(clippy::too_many_arguments)] // what a row consists of, each from another source
    fn element(
        &mut self,
        uid: usize,
        line: &Line<'_>,
        name: &str,
        one: Option<&OneTask<'_>>,
        days: &Days,
        state: &State,
        fields: Vec<(Field, Cow<'_, str>)>,
    ) -> io::Result<()> {
        let id = one.map_or("", |one| one.task.id.as_str());
        let (short, is_cut) = cut(name);
        let flag = |is: bool| if is { "1" } else { "0" };
        let duration = one.and_then(|one| one.task.duration_days);
        let planned = one.and_then(|one| {
            let planned = self.schedule.task(one.task.id.as_str())?;
            Some(Planned::of(&planned))
        });
        self.clean(name, id);
        for (_, value) in &fields {
            self.clean(value, id);
        }
        let is_summary = self.outline.is_summary(line);
        let is_milestone = duration.is_none_or(|days| days == 0) && !is_summary;
        let out = &mut self.out;
        out.open("Task", &[])?;
        out.leaf("UID", &uid.to_string())?;
        out.leaf("ID", &uid.to_string())?;
        out.leaf("Name", &short)?;
        out.leaf("Type", "1")?;
        out.leaf("IsNull", "0")?;
        if let Some(day) = one.and_then(|one| one.task.assigned_on) {
            out.leaf("CreateDate", &at(day, MORNING))?;
        }
        if let Some(person) = one.and_then(|one| one.task.responsible_person.as_ref()) {
            out.leaf("Contact", person.as_str())?;
        }
        out.leaf("WBS", &line.number)?;
        out.leaf("OutlineNumber", &line.number)?;
        out.leaf("OutlineLevel", &line.level.to_string())?;
        out.leaf("Priority", "500")?;
        if let Some(start) = &days.start {
            out.leaf("Start", start)?;
        }
        if let Some(finish) = &days.finish {
            out.leaf("Finish", finish)?;
        }
        out.leaf("Duration", &format!("PT{}H0M0S", u32::from(duration.unwrap_or(0)) * 8))?;
        out.leaf("DurationFormat", FORMAT_DAYS)?;
        if let Some(day) = state.stopped {
            out.leaf("Stop", &at(day, EVENING))?;
        }
        out.leaf("EffortDriven", "0")?;
        out.leaf("Estimated", "0")?;
        out.leaf("Milestone", flag(is_milestone))?;
        out.leaf("Summary", flag(is_summary))?;
        if let Some(planned) = &planned {
            out.leaf("Critical", flag(planned.is_critical))?;
            for (name, value) in &planned.days {
                out.leaf(name, value)?;
            }
            for (name, slack) in [("FreeSlack", planned.free), ("TotalSlack", planned.total)] {
                if let Some(slack) = slack {
                    out.leaf(name, &tenths(i64::from(slack)).to_string())?;
                }
            }
        }
        out.leaf("PercentComplete", &state.percent.to_string())?;
        if state.is_reported {
            // Work that was reported began by then, whatever was planned.
            let latest = at(state.finished.unwrap_or(self.evaluation.as_of().day), EVENING);
            let start = days.start.clone().filter(|start| *start < latest);
            out.leaf("ActualStart", &start.unwrap_or(latest))?;
        }
        if let Some(day) = state.finished {
            out.leaf("ActualFinish", &at(day, EVENING))?;
        }
        // No sooner than planned: without this MS Project moves what nothing precedes to the start of the project.
        let constrained = days.start.as_ref().filter(|_| !is_summary);
        out.leaf("ConstraintType", if constrained.is_some() { "4" } else { "0" })?;
        out.leaf("CalendarUID", "-1")?;
        if let Some(start) = constrained {
            out.leaf("ConstraintDate", start)?;
        }
        if let Some(day) = state.deadline {
            out.leaf("Deadline", &at(day, EVENING))?;
        }
        if is_cut {
            out.leaf("Notes", name)?;
        }
        if let Some(one) = one {
            self.links(one)?;
        }
        let out = &mut self.out;
        for (field, value) in fields {
            out.open("ExtendedAttribute", &[])?;
            out.leaf("FieldID", &field.slot().0.to_string())?;
            out.leaf("Value", &value)?;
            out.close("ExtendedAttribute")?;
        }
        if let Some(day) = state.original {
            out.open("Baseline", &[])?;
            out.leaf("Number", "0")?;
            out.leaf("Finish", &at(day, EVENING))?;
            out.close("Baseline")?;
        }
        out.close("Task")
    }

    fn links(&mut self, one: &OneTask<'_>) -> io::Result<()> {
        let mut lost = 0;
        for link in &one.task.dependencies {
            let Some(before) = self.outline.find(link.task.as_str()) else {
                lost += 1;
                continue;
            };
            let out = &mut self.out;
            out.open("PredecessorLink", &[])?;
            out.leaf("PredecessorUID", &before.uid.to_string())?;
            out.leaf("Type", link_code(link.kind))?;
            out.leaf("CrossProject", "0")?;
            out.leaf("LinkLag", &tenths(i64::from(link.lag_days)).to_string())?;
            out.leaf("LagFormat", FORMAT_DAYS)?;
            out.close("PredecessorLink")?;
        }
        self.lose("dependencies", lost);
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.close("Tasks")?;
        self.out.open("Resources", &[])?;
        let agencies = std::mem::take(&mut self.agencies);
        for (id, (uid, agency)) in &agencies {
            let name = self.evaluation.agency_name(id, self.options.lang).unwrap_or(id).to_owned();
            self.clean(&name, id);
            if let Some(agency) = agency {
                for field in lost::of_agency(agency) {
                    self.lose(field, 1);
                }
            }
            let out = &mut self.out;
            out.open("Resource", &[])?;
            out.leaf("UID", &uid.to_string())?;
            out.leaf("ID", &uid.to_string())?;
            out.leaf("Name", &cut(&name).0)?;
            out.leaf("Type", "1")?;
            out.leaf("IsNull", "0")?;
            out.leaf("Code", id)?;
            if let Some(agency) = agency {
                out.leaf("Group", agency.level.as_str())?;
            }
            out.close("Resource")?;
        }
        self.out.close("Resources")?;
        self.out.open("Assignments", &[])?;
        let mut uid = 0;
        for (at, line) in self.outline.lines.iter().enumerate() {
            let mut who: Vec<(&str, &str)> = Vec::new();
            match line.stands {
                Stands::Task(index) => {
                    let Some(one) = self.outline.tasks.get(index) else { continue };
                    who.extend(one.task.addressees.iter().map(|id| (id.as_str(), "1")));
                    // Who coordinates has no share of the work.
                    who.extend(one.task.coordinating.iter().map(|id| (id.as_str(), "0")));
                }
                Stands::Row(row) => who.extend(row.addressee_id().map(|id| (id, "1"))),
                _ => {}
            }
            for (id, units) in who {
                let Some((resource, _)) = agencies.get(id) else { continue };
                uid += 1;
                let out = &mut self.out;
                out.open("Assignment", &[])?;
                out.leaf("UID", &uid.to_string())?;
                out.leaf("TaskUID", &(at + 1).to_string())?;
                out.leaf("ResourceUID", &resource.to_string())?;
                out.leaf("Units", units)?;
                out.close("Assignment")?;
            }
        }
        self.out.close("Assignments")?;
        self.out.close("Project")
    }

    fn lose(&mut self, field: &'static str, count: u64) {
        *self.lost.entry(field).or_default() += count;
    }

    /// Tells of characters that XML cannot hold.
    fn clean(&mut self, text: &str, id: &str) {
        let count = unfitting(text);
        if count > 0 {
            let finding = Finding::new(FindingCode::ControlsRemoved).arg("count", count);
            let about = if id.is_empty() { finding } else { finding.about(RecordKind::Task, id) };
            self.changed.push(about);
        }
    }
}

/// Working days in tenths of a minute.
fn tenths(days: i64) -> i64 {
    days * MINUTES_PER_DAY * TENTHS
}

/// A name that fits, and whether it was cut.
fn cut(name: &str) -> (Cow<'_, str>, bool) {
    match name.char_indices().nth(MAX_NAME) {
        None => (Cow::Borrowed(name), false),
        Some((end, _)) => (Cow::Borrowed(name.get(..end).unwrap_or(name)), true),
    }
}
