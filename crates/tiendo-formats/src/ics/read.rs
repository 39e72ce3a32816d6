//! The tolerant reader: a file to records and findings.

use std::io::Read;
use std::path::Path;

use tiendo::{Finding, FindingCode, Records};

use super::ReadOptions;
use super::component::{Calendar, Stack};
use super::lines::Unfolded;
use super::property::Property;
use super::todo::Intake;
use crate::error::Error;
use crate::opened::opened;
use crate::table::Log;

/// Reads a file.
///
/// # Errors
/// - As [`read`].
///
/// # Example
/// ```no_run
/// use tiendo_formats::ics::{self, ReadOptions};
/// let (records, findings) = ics::read_file("tasks.ics", &ReadOptions::default())?;
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_file(
    path: impl AsRef<Path>,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let (name, input) = opened(path.as_ref())?;
    read(&name, input, options)
}

/// Reads calendars, one behind the other, and tasks outside of any; `file` is the name that findings say.
///
/// Each VTODO gives one task, or a finding that says why it is not read. Its STATUS and PERCENT-COMPLETE give a report,
/// dated by COMPLETED, else by the last change of the VTODO.
///
/// # Errors
/// - [`Error::LimitExceeded`] where the file holds more of something than the options allow.
/// - [`Error::Io`] where the input cannot be read.
/// - [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```
/// use tiendo_formats::ics::{self, ReadOptions};
/// let file = "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:a\r\nSUMMARY:A\r\nSTATUS:COMPLETED\r\n\
///             COMPLETED:20250701T180000Z\r\nEND:VTODO\r\nBEGIN:VTODO\r\nUID:b\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
/// let (records, findings) = ics::read("a.ics", file.as_bytes(), &ReadOptions::default())?;
/// assert_eq!(records.reports[0].reported_on.to_string(), "2025-07-02");
/// // The second one has no SUMMARY.
/// assert!(findings.iter().any(|finding| finding.place.as_ref().is_some_and(|place| place.row == 8)));
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read(
    file: &str,
    input: impl Read,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let mut intake = Intake::new(file, options);
    let mut lines = Unfolded::new(file, input, options);
    let mut stack = Stack::new(file, options);
    let mut is_empty = true;
    while let Some((number, line)) = lines.next()? {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        is_empty = false;
        let Ok(content) = std::str::from_utf8(&line) else {
            let value = String::from_utf8_lossy(&line);
            let finding = intake.log.at(FindingCode::CalendarNotUtf8, number, "");
            intake.log.push(finding.arg("value", value));
            stack.broken();
            continue;
        };
        let Some(property) = Property::read(number, content) else {
            let finding = intake.log.at(FindingCode::CalendarLineInvalid, number, "");
            intake.log.push(finding.arg("value", content));
            continue;
        };
        if let Some(calendar) = stack.take(property, &mut intake.log)? {
            take(calendar, &mut intake)?;
        }
    }
    if is_empty {
        intake.log.push(intake.log.at(FindingCode::FileEmpty, 0, ""));
    }
    if let Some((first, count)) = lines.bare {
        let finding = intake.log.at(FindingCode::CalendarLineBreaks, first, "");
        intake.log.push(finding.arg("count", count));
    }
    let last = stack.finish(&mut intake.log);
    take(last, &mut intake)?;
    intake.finish()
}

fn take(calendar: Calendar, intake: &mut Intake<'_>) -> Result<(), Error> {
    for todo in &calendar.todos {
        intake.todo(todo, &calendar)?;
    }
    for (name, (line, count)) in &calendar.passed {
        // Our own reminders say nothing that the last day does not.
        if calendar.is_own && name == "VALARM" {
            continue;
        }
        passed(&mut intake.log, name, *line, *count);
    }
    Ok(())
}

fn passed(log: &mut Log, name: &str, line: u64, count: u64) {
    let finding = log.at(FindingCode::ComponentPassedOver, line, name);
    log.push(finding.arg("name", name).arg("count", count));
}
