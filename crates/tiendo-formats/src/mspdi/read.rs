//! MS Project XML as records: the sections of a file one after the other, then what joins them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use chrono::NaiveDate;
use tiendo::{
    Agency, AgencyId, Dependency, DependencyKind, Document as Paper, DocumentId, Finding,
    FindingCode, Level, Provenance, RecordKind, Records, Report, Text,
};

use super::calendar::{finished, project_root};
use super::field::Field;
use super::length::{self, MINUTES_PER_DAY};
use super::{ReadOptions, heard};
use crate::atomic::io_error;
use crate::error::Error;
use crate::table::Log;
use crate::xml::{Document, Element, Limits};

/// Reads an MS Project XML file.
///
/// Every row of tasks becomes a task, or is told: blank rows are counted, the row of the project as a whole is none, and a
/// row that cannot be read has a finding with its line. What is read and has no place in the register is counted by name.
///
/// # Errors
/// - [`Error::Malformed`] for what is not XML, not of MS Project, or holds a document type.
/// - [`Error::LimitExceeded`] beyond the limits of [`ReadOptions`].
/// - [`Error::Io`] where the file cannot be read; [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// use tiendo_formats::mspdi::{self, ReadOptions};
/// let (records, findings) = mspdi::read_file("project.xml", &ReadOptions::default())?;
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_file(
    path: impl AsRef<Path>,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let path = path.as_ref();
    let input = File::open(path).map_err(io_error(path))?;
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    read(&name, input, options)
}

/// Reads MS Project XML from anything; `file` is the name that findings say.
///
/// # Errors
/// - As [`read_file`].
///
/// # Example
/// ```
/// use tiendo_formats::mspdi::{self, ReadOptions};
/// let file = "<Project xmlns='http://schemas.microsoft.com/project'><Name>Kế hoạch</Name><Tasks><Task><UID>1</UID>\
///     <Name>Nâng cấp cổng</Name><Deadline>2025-06-30T17:00:00</Deadline></Task></Tasks></Project>";
/// let (records, findings) = mspdi::read("a.xml", file.as_bytes(), &ReadOptions::default())?;
/// assert_eq!(records.tasks[0].id.as_str(), "MSP-1");
/// assert_eq!(records.tasks[0].deadline.text.as_str(), "đến ngày 30/6/2025");
/// assert!(findings.is_empty());
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read(
    file: &str,
    input: impl Read,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let limits = Limits { file_bytes: options.max_file_bytes, ..Limits::default() };
    let mut document = Document::open(file, input, limits)?;
    let mut reading = Reading::new(file, options);
    project_root(&mut document, file, &mut reading.log)?;
    while let Some(child) = document.child()? {
        match child.name() {
            "Tasks" => reading.section(&mut document, "Task", Reading::task)?,
            "Resources" => reading.section(&mut document, "Resource", Reading::resource)?,
            "Assignments" => reading.section(&mut document, "Assignment", Reading::assignment)?,
            "ExtendedAttributes" => {
                reading.section(&mut document, "ExtendedAttribute", Reading::attribute)?;
            }
            "Calendars" => reading.section(&mut document, "Calendar", Reading::calendar)?,
            _ => reading.header(document.subtree()?),
        }
    }
    document.finish()?;
    reading.finish()
}

/// The part of a file that was read.
pub(super) struct Reading<'o> {
    pub(super) file: String,
    pub(super) options: &'o ReadOptions<'o>,
    pub(super) log: Log,
    pub(super) records: Records,
    /// Title or name of the project.
    name: Option<String>,
    title: Option<String>,
    /// The days that the file names for itself: of its status, else when it was current, saved or made.
    days: [Option<NaiveDate>; 4],
    pub(super) minutes_per_day: i64,
    pub(super) is_simulated: bool,
    /// What the custom fields carry, by number.
    pub(super) fields: BTreeMap<String, Carried>,
    /// What the rows are, by number.
    pub(super) rows: HashMap<i64, Place>,
    /// The lines of tasks by their ids.
    pub(super) ids: HashMap<String, u64>,
    resources: HashMap<i64, Option<AgencyId>>,
    /// Which resource is assigned to which task already.
    assigned: HashSet<(usize, i64)>,
    /// True for a file that was written here.
    pub(super) is_ours: bool,
    pub(super) links: Vec<Link>,
    /// The rows that are open, each deeper than the one before.
    pub(super) above: Vec<Above>,
    /// Rows of one agency, which name it by their assignment too.
    pub(super) pending: Vec<Pending>,
    /// Documents that tasks of our own files name.
    pub(super) papers: BTreeMap<String, DocumentId>,
    /// Percentages and completions without a day of their own.
    pub(super) undated: u64,
}

/// What a custom field carries.
pub(super) enum Carried {
    Ours(Field),
    Other(String),
}

/// What a row became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Task(usize),
    /// A row of an agency, below the task.
    Row(usize),
    Plan(usize),
    /// A heading, or a row that was not read.
    Nothing,
}

/// A row that is open, and what it lies in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Above {
    pub(super) level: i64,
    /// The nearest task, itself if it is one.
    pub(super) task: Option<usize>,
    /// The nearest plan.
    pub(super) plan: Option<usize>,
}

/// A link, before the rows are all known.
pub(super) struct Link {
    pub(super) task: usize,
    pub(super) before: i64,
    pub(super) kind: DependencyKind,
    pub(super) lag_days: i16,
    pub(super) line: u64,
}

/// Reports whose day depends on the file's own, which may follow the tasks.
pub(super) struct Pending {
    pub(super) report: Report,
    /// True where the file's own day is to be taken.
    pub(super) is_undated: bool,
}

impl<'o> Reading<'o> {
    fn new(file: &str, options: &'o ReadOptions<'o>) -> Self {
        Reading {
            file: file.to_owned(),
            options,
            log: Log::new(file, options.max_findings),
            records: Records::default(),
            name: None,
            title: None,
            days: [None; 4],
            minutes_per_day: MINUTES_PER_DAY,
            is_simulated: false,
            fields: BTreeMap::new(),
            rows: HashMap::new(),
            ids: HashMap::new(),
            resources: HashMap::new(),
            assigned: HashSet::new(),
            is_ours: false,
            links: Vec::new(),
            above: Vec::new(),
            pending: Vec::new(),
            papers: BTreeMap::new(),
            undated: 0,
        }
    }

    /// Hands the elements of a section one by one to `each`.
    fn section<R: Read>(
        &mut self,
        document: &mut Document<R>,
        name: &str,
        each: fn(&mut Self, Element<'_>),
    ) -> Result<(), Error> {
        let mut count = 0;
        while let Some(child) = document.child()? {
            if child.name() != name {
                document.skip()?;
                continue;
            }
            heard(self.options.progress, &self.file, count)?;
            count += 1;
            if count > self.options.max_rows {
                return Err(Error::LimitExceeded {
                    place: format!("{}:{}", self.file, document.line()),
                    limit: "count of rows",
                    value: count,
                    allowed: self.options.max_rows,
                });
            }
            each(self, document.subtree()?);
        }
        Ok(())
    }

    /// What stands beside the sections.
    fn header(&mut self, element: Element<'_>) {
        let text = element.text();
        let text = text.trim();
        let day = |place: usize, days: &mut [Option<NaiveDate>; 4]| {
            days[place] = length::instant(text).map(|at| at.date());
        };
        match element.name() {
            "Name" => self.name = Some(text.to_owned()),
            "Title" => self.title = Some(text.to_owned()),
            // In files written here: whether the reports were really made.
            "Category" => self.is_simulated = text == Provenance::Simulated.as_str(),
            "StatusDate" => day(0, &mut self.days),
            "CurrentDate" => day(1, &mut self.days),
            "LastSaved" => day(2, &mut self.days),
            "CreationDate" => day(3, &mut self.days),
            "MinutesPerDay" => {
                let minutes = text.parse().ok().filter(|minutes| (1..=1440).contains(minutes));
                match minutes {
                    Some(minutes) => self.minutes_per_day = minutes,
                    None => self.unread(element, "MinutesPerDay", text),
                }
            }
            _ => {}
        }
    }

    /// The definition of a custom field.
    fn attribute(&mut self, element: Element<'_>) {
        let Some(number) = element.value("FieldID") else { return };
        let alias = element.value("Alias").or_else(|| element.value("FieldName"));
        let alias = alias.unwrap_or_else(|| number.clone()).into_owned();
        let carried = Field::parse(&alias).map_or(Carried::Other(alias), Carried::Ours);
        self.is_ours |= matches!(carried, Carried::Ours(Field::Kind));
        self.fields.insert(number.into_owned(), carried);
    }

    /// Calendars are read by [`super::read_calendar`]; here they are counted.
    fn calendar(&mut self, element: Element<'_>) {
        // Those written here are the register's own.
        if !self.is_ours {
            self.not_kept(element, "Calendar");
        }
    }

    fn resource(&mut self, element: Element<'_>) {
        let line = element.line();
        let uid = element.value("UID");
        let Some(uid) = uid.as_deref().and_then(|uid| uid.parse::<i64>().ok()) else {
            self.unread(element, "Resource/UID", uid.as_deref().unwrap_or_default());
            return;
        };
        let name = element.value("Name");
        let is_blank = element.value("IsNull").as_deref() == Some("1");
        let Some(name) = name.filter(|_| !is_blank) else {
            // Number 0 stands for nobody, and has no name.
            self.resources.entry(uid).or_insert(None);
            self.blank(element);
            return;
        };
        let code = element.value("Code").filter(|_| self.is_ours);
        let id = code.map_or_else(
            || format!("{}{uid}", self.options.id_prefix),
            std::borrow::Cow::into_owned,
        );
        let (Ok(id), Ok(text)) = (AgencyId::new(&id), Text::new(&name)) else {
            let finding = self.log.at(FindingCode::IdInvalid, line, "Resource");
            self.log.push(finding.arg("value", id));
            return;
        };
        if self.resources.contains_key(&uid) {
            self.twice(line, "Resource", uid);
            return;
        }
        self.resources.insert(uid, Some(id.clone()));
        let group = element.value("Group");
        // A file of others groups its resources as it likes, or not at all.
        let level = Level::parse(group.as_deref().unwrap_or("unstated"));
        self.records.agencies.push(Agency::new(id, text, level));
    }

    fn assignment(&mut self, element: Element<'_>) {
        let number = |name: &str| element.value(name).and_then(|text| text.parse::<i64>().ok());
        let (Some(task), Some(resource)) = (number("TaskUID"), number("ResourceUID")) else {
            self.unread(element, "Assignment", &element.value("UID").unwrap_or_default());
            return;
        };
        let place = self.rows.get(&task).copied();
        let agency = self.resources.get(&resource).cloned();
        match (place, agency) {
            // A number below zero is nobody: the assignment that every task without one has.
            (_, _) if resource < 0 => {}
            (Some(Place::Task(at)), Some(Some(agency))) => {
                let units = element.value("Units").and_then(|units| units.parse::<f64>().ok());
                let Some(task) = self.records.tasks.get_mut(at) else { return };
                let list =
                    if units == Some(0.0) { &mut task.coordinating } else { &mut task.addressees };
                if self.assigned.insert((at, resource)) {
                    list.push(agency);
                    return;
                }
                let id = task.id.to_string();
                let code = FindingCode::ValueRepeated;
                let finding = self.about(code, element.line(), "Assignment", &id);
                let finding = finding.arg("name", "Assignment").arg("value", agency);
                self.log.push(finding.arg("count", 1));
            }
            // Nobody again; and what a row of an agency is about, it says itself.
            (_, Some(None)) | (Some(Place::Row(_)), Some(_)) => {}
            (Some(_), Some(_)) => self.not_kept(element, "Assignment"),
            (None, _) => self.dangling(element.line(), "TaskUID", task),
            (_, None) => self.dangling(element.line(), "ResourceUID", resource),
        }
    }

    fn finish(mut self) -> Result<(Records, Vec<Finding>), Error> {
        for link in std::mem::take(&mut self.links) {
            let Some(Place::Task(before)) = self.rows.get(&link.before).copied() else {
                self.dangling(link.line, "PredecessorUID", link.before);
                continue;
            };
            let before = self.records.tasks.get(before).map(|task| task.id.clone());
            let task = self.records.tasks.get_mut(link.task);
            if let (Some(before), Some(task)) = (before, task) {
                let Link { kind, lag_days, .. } = link;
                task.dependencies.push(Dependency { task: before, kind, lag_days });
            }
        }
        self.documents()?;
        self.reports();
        Ok((self.records, finished(self.log)))
    }

    /// The documents that set the tasks, which a file of others does not name.
    fn documents(&mut self) -> Result<(), Error> {
        let core = |source| Error::Core { path: self.file.clone(), source };
        let own = own_document();
        let title =
            self.title.take().or_else(|| self.name.take()).filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| self.file.clone());
        let is_unnamed = self.records.tasks.iter().any(|task| task.document.as_str() == own);
        if is_unnamed {
            let id = match self.options.document {
                Some(id) => DocumentId::new(id).map_err(core)?,
                // A title that is no id is cut or leaves the name of the file.
                None => DocumentId::new(&clipped(&title))
                    .or_else(|_| DocumentId::new(&clipped(&self.file)))
                    .map_err(core)?,
            };
            for task in &mut self.records.tasks {
                if task.document.as_str() == own {
                    task.document = id.clone();
                }
            }
            let text = Text::new(&title).map_err(core)?;
            self.records.documents.push(Paper::new(id, text));
        }
        for (_, id) in std::mem::take(&mut self.papers) {
            let text = Text::new(id.as_str()).map_err(core)?;
            self.records.documents.push(Paper::new(id, text));
        }
        Ok(())
    }

    /// Dates what the tasks say of the work by the day of the file.
    fn reports(&mut self) {
        let names = ["StatusDate", "CurrentDate", "LastSaved", "CreationDate"];
        let stated = self.days.into_iter().zip(names).find_map(|(day, name)| Some((day?, name)));
        let day = self.options.reported_on.or(stated.map(|(day, _)| day));
        if self.undated > 0 && self.options.reported_on.is_none() {
            let finding = match stated {
                Some((_, "StatusDate")) => None,
                Some((day, name)) => {
                    let finding = self.log.at(FindingCode::ReportingDayRead, 0, name);
                    Some(finding.arg("day", day).arg("value", name))
                }
                None => {
                    let finding = self.log.at(FindingCode::SheetNoReportingDay, 0, "StatusDate");
                    Some(finding.arg("count", self.undated))
                }
            };
            if let Some(finding) = finding {
                self.log.push(finding);
            }
        }
        for pending in std::mem::take(&mut self.pending) {
            let mut report = pending.report;
            if pending.is_undated {
                let Some(day) = day else { continue };
                // An extension of a file of ours is no later than the days that it follows.
                report.reported_on = report.reported_on.min(day);
            }
            if self.is_simulated && self.is_ours {
                report.provenance = Provenance::Simulated;
            }
            self.records.reports.push(report);
        }
    }

    pub(super) fn blank(&mut self, element: Element<'_>) {
        let line = element.line();
        let finding = |log: &Log| log.at(FindingCode::RowsEmpty, line, "");
        self.log.habit(element.name(), finding, FindingCode::RowsEmpty, "");
    }

    /// Counts what is understood and has no place in the register.
    pub(super) fn not_kept(&mut self, element: Element<'_>, name: &str) {
        let line = element.line();
        let finding =
            |log: &Log| log.at(FindingCode::ColumnNotKept, line, name).arg("column", name);
        self.log.habit("", finding, FindingCode::ColumnNotKept, name);
    }

    pub(super) fn unread(&mut self, element: Element<'_>, name: &str, value: &str) {
        let finding = self.log.at(FindingCode::CellUnread, element.line(), name);
        self.log.push(finding.arg("value", value));
    }

    pub(super) fn twice(&mut self, line: u64, name: &str, uid: i64) {
        let finding = self.log.at(FindingCode::RowTwice, line, name);
        self.log.push(finding.arg("id", uid).arg("row", line));
    }

    pub(super) fn dangling(&mut self, line: u64, name: &str, uid: i64) {
        let finding = self.log.at(FindingCode::DanglingReference, line, name);
        self.log.push(finding.field(name).arg("value", uid));
    }

    pub(super) fn about(&self, code: FindingCode, line: u64, name: &str, id: &str) -> Finding {
        self.log.at(code, line, name).about(RecordKind::Task, id)
    }
}

/// Stands for the document of the file until its title is known; no id may be longer than 128 bytes, and none is this.
pub(super) fn own_document() -> &'static str {
    "\u{fffc}mspdi"
}

/// The beginning of a text that is short enough for an id.
fn clipped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_control()) {
        if out.len() + c.len_utf8() > 128 {
            break;
        }
        out.push(c);
    }
    out.trim().to_owned()
}
