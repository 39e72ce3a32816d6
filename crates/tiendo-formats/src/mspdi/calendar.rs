//! The working calendar, out and in: the days of the week, and the days that are other than their week says.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::Path;

use chrono::{Datelike, NaiveDate};
use tiendo::{Calendar, CalendarEntry, Finding, FindingCode, Text, day};

use super::length::{self, at};
use super::{NAMESPACE, ReadOptions};
use crate::error::Error;
use crate::opened::opened;
use crate::table::Log;
use crate::xml::{Document, Element, Limits, Output};

/// The hours of a worked day.
const HOURS: [(&str, &str); 2] = [("08:00:00", "12:00:00"), ("13:00:00", "17:00:00")];
/// Most days that the exceptions of one calendar may name.
const MAX_DAYS: usize = 100_000;

/// Writes the calendar with the special days from `first` to `last`.
pub(super) fn write(
    out: &mut Output<impl Write>,
    calendar: &Calendar,
    first: NaiveDate,
    last: NaiveDate,
) -> io::Result<()> {
    out.open("Calendars", &[])?;
    out.open("Calendar", &[])?;
    out.leaf("UID", "1")?;
    out.leaf("Name", calendar.version())?;
    out.leaf("IsBaseCalendar", "1")?;
    out.leaf("BaseCalendarUID", "-1")?;
    out.open("WeekDays", &[])?;
    // From Sunday, 1, to Saturday, 7.
    for code in 1..=7 {
        out.open("WeekDay", &[])?;
        out.leaf("DayType", &code.to_string())?;
        working(out, (2..=6).contains(&code))?;
        out.close("WeekDay")?;
    }
    out.close("WeekDays")?;
    out.open("Exceptions", &[])?;
    for entry in calendar.special_days(first, last) {
        out.open("Exception", &[])?;
        out.leaf("EnteredByOccurrences", "0")?;
        out.open("TimePeriod", &[])?;
        out.leaf("FromDate", &at(entry.day, "00:00:00"))?;
        out.leaf("ToDate", &at(entry.day, "23:59:00"))?;
        out.close("TimePeriod")?;
        out.leaf("Occurrences", "1")?;
        out.leaf("Name", entry.name.as_str())?;
        out.leaf("Type", "1")?;
        working(out, entry.working)?;
        out.close("Exception")?;
    }
    out.close("Exceptions")?;
    out.close("Calendar")?;
    out.close("Calendars")
}

fn working(out: &mut Output<impl Write>, is_working: bool) -> io::Result<()> {
    out.leaf("DayWorking", if is_working { "1" } else { "0" })?;
    if !is_working {
        return Ok(());
    }
    out.open("WorkingTimes", &[])?;
    for (from, to) in HOURS {
        out.open("WorkingTime", &[])?;
        out.leaf("FromTime", from)?;
        out.leaf("ToTime", to)?;
        out.close("WorkingTime")?;
    }
    out.close("WorkingTimes")
}

/// The calendar of a file, as [`read_calendar`] reads it.
///
/// # Errors
/// - [`Error::Io`] where the file cannot be read; as [`read_calendar`].
///
/// # Example
/// ```no_run
/// use tiendo::day;
/// use tiendo_formats::mspdi::{self, ReadOptions};
/// let range = (day::parse("2025-01-01")?, day::parse("2025-12-31")?);
/// let (calendar, findings) = mspdi::read_calendar_file("project.xml", range, &ReadOptions::default())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_calendar_file(
    path: impl AsRef<Path>,
    range: (NaiveDate, NaiveDate),
    options: &ReadOptions<'_>,
) -> Result<(Calendar, Vec<Finding>), Error> {
    let (name, input) = opened(path.as_ref())?;
    read_calendar(&name, input, range, options)
}

/// The calendar of a file: Monday to Friday from `first` to `last`, with the days that the file's own calendar excepts.
///
/// Days beyond `first` and `last`, days of which two exceptions speak, and weekdays that are worked otherwise than Monday to
/// Friday are told by findings. A day has a name or the calendar's; its source is the file.
///
/// # Errors
/// - [`Error::Malformed`] for what is not MS Project XML; [`Error::LimitExceeded`] beyond [`ReadOptions`].
/// - [`Error::Core`] for a range of days that is none.
/// - [`Error::Io`] where the input cannot be read.
///
/// # Example
/// ```
/// use tiendo::day;
/// use tiendo_formats::mspdi::{self, ReadOptions};
/// let file = "<Project xmlns='http://schemas.microsoft.com/project'><CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Exceptions><Exception><TimePeriod>\
///     <FromDate>2025-09-01T00:00:00</FromDate><ToDate>2025-09-02T23:59:00</ToDate></TimePeriod>\
///     <DayWorking>0</DayWorking></Exception></Exceptions></Calendar></Calendars></Project>";
/// let range = (day::parse("2025-01-01")?, day::parse("2025-12-31")?);
/// let (calendar, findings) = mspdi::read_calendar("a.xml", file.as_bytes(), range, &ReadOptions::default())?;
/// assert!(!calendar.is_working_day(day::parse("2025-09-02")?)? && findings.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_calendar(
    file: &str,
    input: impl Read,
    range: (NaiveDate, NaiveDate),
    options: &ReadOptions<'_>,
) -> Result<(Calendar, Vec<Finding>), Error> {
    let limits = Limits { file_bytes: options.max_file_bytes, ..Limits::default() };
    let mut document = Document::open(file, input, limits)?;
    let mut log = Log::new(file, options.max_findings);
    project_root(&mut document, file, &mut log)?;
    let mut wanted = None;
    let mut found: Option<Found> = None;
    while let Some(child) = document.child()? {
        match child.name() {
            "CalendarUID" => wanted = Some(document.subtree()?.text().trim().to_owned()),
            "Calendars" => {
                while document.child()?.is_some() {
                    let element = document.subtree()?;
                    let is_wanted = element.value("UID").as_deref() == wanted.as_deref();
                    if element.name() == "Calendar" && (is_wanted || found.is_none()) {
                        found = Some(Found::read(element, &mut log, file)?);
                    }
                }
            }
            _ => document.skip()?,
        }
    }
    document.finish()?;
    let core = |source| Error::Core { path: file.to_owned(), source };
    let week = Calendar::weekdays(range.0, range.1).map_err(core)?;
    let Some(found) = found else { return Ok((week, finished(log))) };
    let source = Text::new(file).map_err(core)?;
    let inside = found.days.into_iter().filter(|(day, _)| (range.0..=range.1).contains(day));
    let entries = inside.map(|(day, (working, name))| CalendarEntry {
        day,
        working,
        name: if name.is_empty() { source.clone() } else { name },
        name_en: Text::default(),
        source: source.clone(),
        provisional: false,
    });
    let calendar = week.with_days(entries, "").map_err(core)?;
    Ok((calendar, finished(log)))
}

/// What a calendar of a file says: the days that are other than their week says.
struct Found {
    days: BTreeMap<NaiveDate, (bool, Text)>,
}

impl Found {
    fn read(calendar: Element<'_>, log: &mut Log, file: &str) -> Result<Self, Error> {
        for week_day in calendar.child("WeekDays").into_iter().flat_map(Element::children) {
            let kind = week_day.value("DayType");
            let is_week = matches!(kind.as_deref(), Some("2" | "3" | "4" | "5" | "6"));
            let is_worked = week_day.value("DayWorking").as_deref() == Some("1");
            // Type 0 is an exception of the schema before 2007.
            if kind.as_deref() != Some("0") && is_week != is_worked {
                let finding = log.at(FindingCode::CellUnread, week_day.line(), "WeekDay");
                log.push(finding.arg("value", kind.unwrap_or_default()));
            }
        }
        let old = calendar.child("WeekDays").into_iter().flat_map(Element::children);
        let old = old.filter(|day| day.value("DayType").as_deref() == Some("0"));
        let new = calendar.child("Exceptions").into_iter().flat_map(Element::children);
        let mut days = BTreeMap::new();
        for exception in old.chain(new) {
            let period = exception.child("TimePeriod");
            let of = |name: &str| length::instant(&period?.value(name)?).map(|at| at.date());
            let (Some(from), Some(to)) = (of("FromDate"), of("ToDate")) else {
                let finding = log.at(FindingCode::CellUnread, exception.line(), "TimePeriod");
                log.push(finding.arg("value", exception.value("Name").unwrap_or_default()));
                continue;
            };
            let working = exception.value("DayWorking").as_deref() == Some("1");
            let name = Text::new(&exception.value("Name").unwrap_or_default()).unwrap_or_default();
            let mut next = Some(from);
            while let Some(on) = next.filter(|on| *on <= to) {
                // A Saturday off and a Monday worked say nothing that the week does not.
                let is_special = working != (on.weekday().number_from_monday() <= 5);
                if is_special {
                    days.insert(on, (working, name.clone()));
                }
                if days.len() > MAX_DAYS {
                    return Err(Error::LimitExceeded {
                        place: file.to_owned(),
                        limit: "days of exceptions",
                        value: days.len() as u64,
                        allowed: MAX_DAYS as u64,
                    });
                }
                next = day::plus(on, 1);
            }
        }
        Ok(Found { days })
    }
}

/// The outermost element, which must be a project.
pub(super) fn project_root(
    document: &mut Document<impl Read>,
    file: &str,
    log: &mut Log,
) -> Result<(), Error> {
    let root = document.root()?;
    if root.name() != "Project" {
        let reason = format!("the outermost element is '{}' and not 'Project'", root.name());
        return Err(Error::Malformed { path: file.to_owned(), reason });
    }
    // A file without a namespace, or of another year's, is read all the same.
    let namespace = root.attribute("xmlns").unwrap_or("");
    if namespace != NAMESPACE {
        let finding = log.at(FindingCode::NamespaceOther, root.line(), "Project");
        log.push(finding.arg("value", namespace).arg("expected", NAMESPACE));
    }
    Ok(())
}

pub(super) fn finished(log: Log) -> Vec<Finding> {
    let mut findings = Vec::new();
    log.finish(&mut findings);
    findings
}
