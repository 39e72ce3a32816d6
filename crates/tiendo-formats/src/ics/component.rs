//! Components: which lines belong to which task, and what stands around the tasks.

use std::collections::BTreeMap;

use tiendo::{Finding, FindingCode, RecordKind};

use super::ReadOptions;
use super::property::Property;
use super::value::{self, Zones};
use crate::error::Error;
use crate::table::Log;

/// A VTODO as it was read.
#[derive(Debug, Default)]
pub(super) struct Todo {
    pub(super) line: u64,
    pub(super) properties: Vec<Property>,
    /// Holds a line that cannot be read, and is not read itself.
    pub(super) is_broken: bool,
}

/// A VCALENDAR, or what stands outside of any.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    /// Written here.
    pub(super) is_own: bool,
    /// Its reports were invented.
    pub(super) is_simulated: bool,
    pub(super) zones: Zones,
    pub(super) todos: Vec<Todo>,
    /// Components that are no tasks: where the first stood, and how many.
    pub(super) passed: BTreeMap<String, (u64, u64)>,
}

/// A component that has begun.
struct Open {
    name: String,
    line: u64,
}

/// The components that are open, and what was read of them.
pub(super) struct Stack<'o> {
    file: &'o str,
    options: &'o ReadOptions<'o>,
    open: Vec<Open>,
    calendar: Calendar,
    /// The task that is open, and how deep it lies.
    todo: Option<(usize, Todo)>,
    /// The zone that is open: its name, and the offsets of its observances.
    zone: Option<(usize, String, Vec<Option<i32>>)>,
    tasks: usize,
    /// Bytes that the calendar takes in memory, about: its zones may stand behind its tasks, so that all of it is kept.
    held: usize,
}

/// A real calendar takes about five times its bytes, one of empty lines thirty times.
const HELD_PER_BYTE: u64 = 8;
/// What any calendar may take.
const HELD_AT_LEAST: u64 = 64 << 20;

impl<'o> Stack<'o> {
    pub(super) fn new(file: &'o str, options: &'o ReadOptions<'o>) -> Self {
        Stack {
            file,
            options,
            open: Vec::new(),
            calendar: Calendar::default(),
            todo: None,
            zone: None,
            tasks: 0,
            held: 0,
        }
    }

    /// A line that is not UTF-8: of the task that is open nothing is taken.
    pub(super) fn broken(&mut self) {
        if let Some((_, todo)) = &mut self.todo {
            todo.is_broken = true;
        }
    }

    /// Takes a line; a calendar once it is whole.
    pub(super) fn take(
        &mut self,
        property: Property,
        log: &mut Log,
    ) -> Result<Option<Calendar>, Error> {
        match property.name.as_str() {
            "BEGIN" => self.begin(&property, log),
            "END" => Ok(self.end(&property, log)),
            _ => self.property(property).map(|()| None),
        }
    }

    /// What is left at the end of the file.
    pub(super) fn finish(mut self, log: &mut Log) -> Calendar {
        self.close(0, log);
        self.calendar
    }

    fn begin(&mut self, property: &Property, log: &mut Log) -> Result<Option<Calendar>, Error> {
        let name = property.value.trim().to_ascii_uppercase();
        let (mut depth, line) = (self.open.len(), property.line);
        let mut whole = None;
        if name == "VCALENDAR" && depth > 0 {
            // Two calendars without an end between them are two calendars, each with its own maker and zones.
            self.close(0, log);
            whole = Some(self.whole());
            depth = 0;
        }
        self.within("components within each other", depth + 1, self.options.max_depth, line)?;
        match name.as_str() {
            "VTODO" if self.todo.is_none() => {
                self.tasks += 1;
                self.within("tasks", self.tasks, self.options.max_tasks, line)?;
                if depth == 0 {
                    let finding = log.at(FindingCode::CalendarMissing, line, "VTODO");
                    log.push(finding);
                }
                self.todo = Some((depth + 1, Todo { line, ..Todo::default() }));
            }
            "VTIMEZONE" if self.zone.is_none() => {
                self.zone = Some((depth + 1, String::new(), Vec::new()));
            }
            "VCALENDAR" => {}
            // What stands within a component that is passed over is passed over with it.
            _ if depth <= 1 || self.todo.as_ref().is_some_and(|(at, _)| *at == depth) => {
                let mut bytes = 0;
                let (_, count) = self.calendar.passed.entry(name.clone()).or_insert_with(|| {
                    bytes = 2 * size_of::<String>() + 2 * name.len();
                    (line, 0)
                });
                *count += 1;
                self.hold(bytes, line)?;
            }
            _ => {}
        }
        self.open.push(Open { name, line });
        Ok(whole)
    }

    /// The calendar that is over, for which nothing more is kept.
    fn whole(&mut self) -> Calendar {
        self.held = 0;
        std::mem::take(&mut self.calendar)
    }

    fn end(&mut self, property: &Property, log: &mut Log) -> Option<Calendar> {
        let name = property.value.trim().to_ascii_uppercase();
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            let finding = log.at(FindingCode::CalendarMisplaced, property.line, &name);
            log.push(finding.arg("name", &name));
            return None;
        };
        self.close(at + 1, log);
        self.leave();
        self.open.is_empty().then(|| self.whole())
    }

    /// Ends the components that nobody ended, down to a depth.
    fn close(&mut self, depth: usize, log: &mut Log) {
        while self.open.len() > depth {
            let Some(open) = self.open.last() else { break };
            let (name, line) = (open.name.clone(), open.line);
            let is_calendar = name == "VCALENDAR";
            let code = if is_calendar {
                FindingCode::CalendarUnclosed
            } else {
                FindingCode::ComponentUnclosed
            };
            log.push(log.at(code, line, &name).arg("name", &name));
            if self.todo.as_ref().is_some_and(|(at, _)| *at == self.open.len()) {
                self.todo = None;
            }
            // Nor is a zone of which any part has no end: the offsets that are missing may be others.
            if self.zone.as_ref().is_some_and(|(at, ..)| *at <= self.open.len()) {
                self.zone = None;
            }
            self.leave();
        }
    }

    /// Ends the innermost component, and keeps what it was read for.
    fn leave(&mut self) {
        let depth = self.open.len();
        if let Some((_, todo)) = self.todo.take_if(|(at, _)| *at == depth) {
            self.calendar.todos.push(todo);
        }
        if let Some((_, id, offsets)) = self.zone.take_if(|(at, ..)| *at == depth) {
            self.calendar.zones.add(id, &offsets);
        }
        self.open.pop();
    }

    fn property(&mut self, property: Property) -> Result<(), Error> {
        let depth = self.open.len();
        if let Some((at, todo)) = &mut self.todo {
            if *at == depth {
                let (count, line) = (todo.properties.len() + 1, property.line);
                let bytes = property.bytes();
                todo.properties.push(property);
                self.hold(bytes, line)?;
                let most = self.options.max_properties;
                return self.within("properties of a task", count, most, line);
            }
            return Ok(());
        }
        if let Some((at, id, offsets)) = &mut self.zone {
            match property.name.as_str() {
                "TZID" if *at == depth => property.value.trim().clone_into(id),
                // More observances than any zone ever had tell nothing more.
                "TZOFFSETTO" if offsets.len() < 1000 => {
                    offsets.push(value::offset(&property.value));
                }
                _ => {}
            }
            return Ok(());
        }
        if depth == 1 {
            match property.name.as_str() {
                "PRODID" => self.calendar.is_own = property.value.starts_with("-//tiendo//"),
                "X-TIENDO-PROVENANCE" => {
                    self.calendar.is_simulated = property.value == "simulated";
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Counts what is kept of a calendar.
    fn hold(&mut self, bytes: usize, line: u64) -> Result<(), Error> {
        self.held = self.held.saturating_add(bytes);
        let allowed = self.options.max_file_bytes.saturating_mul(HELD_PER_BYTE);
        let allowed = usize::try_from(allowed.max(HELD_AT_LEAST)).unwrap_or(usize::MAX);
        self.within("bytes of a calendar in memory", self.held, allowed, line)
    }

    fn within(
        &self,
        limit: &'static str,
        value: usize,
        allowed: usize,
        line: u64,
    ) -> Result<(), Error> {
        if value <= allowed {
            return Ok(());
        }
        let place = format!("{}:{line}", self.file);
        Err(Error::LimitExceeded { place, limit, value: value as u64, allowed: allowed as u64 })
    }
}

/// The properties of a task by name, in the order in which they stand; those that were asked for are gone.
pub(super) struct Fields<'p>(BTreeMap<&'p str, Vec<&'p Property>>);

impl<'p> Fields<'p> {
    pub(super) fn of(properties: &'p [Property]) -> Self {
        let mut fields: BTreeMap<&str, Vec<&Property>> = BTreeMap::new();
        for property in properties {
            fields.entry(&property.name).or_default().push(property);
        }
        Fields(fields)
    }

    /// All properties of this name.
    pub(super) fn all(&mut self, name: &str) -> Vec<&'p Property> {
        self.0.remove(name).unwrap_or_default()
    }

    /// The first property of this name that holds anything; more of them are told.
    pub(super) fn one(&mut self, name: &str, id: &str, log: &mut Log) -> Option<&'p Property> {
        let all = self.all(name);
        if let Some(second) = all.get(1) {
            let finding = log.at(FindingCode::ValueRepeated, second.line, name);
            log.push(about(finding, id).arg("name", name).arg("count", all.len() - 1));
        }
        let filled = all.iter().find(|property| !property.value.trim().is_empty());
        filled.or(all.first()).copied()
    }

    /// What nobody asked for.
    pub(super) fn rest(self) -> impl Iterator<Item = &'p Property> {
        self.0.into_values().flatten()
    }
}

/// Names the task that a finding is about.
pub(super) fn about(finding: Finding, id: &str) -> Finding {
    if id.is_empty() { finding } else { finding.about(RecordKind::Task, id) }
}
