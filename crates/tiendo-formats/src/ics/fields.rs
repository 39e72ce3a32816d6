//! The properties of one VTODO, read into the fields of a task.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveTime};
use tiendo::{
    AddresseeMode, Agency, AgencyId, AgencyKind, BeforeReading, Calendar, Classification, Deadline,
    DependencyKind, DocumentId, Error, Finding, FindingCode, Form, GroupId, Level, PhaseId,
    Product, Provenance, Report, ReportId, ReportKind, Stage, Task, TaskId, TaskRelationKind, Text,
    day,
};

use super::component::{Fields, Todo, about};
use super::property::Property;
use super::value::{self, Time, Zones};
use super::{OWN, ReadOptions, text};
use crate::table::Log;

/// A link to another VTODO, which may stand anywhere in the file.
pub(super) struct Link {
    /// Position of the task that names the other.
    pub(super) task: usize,
    pub(super) line: u64,
    pub(super) uid: String,
    pub(super) kind: LinkKind,
}

pub(super) enum LinkKind {
    Parent,
    PilotOf,
    Relation(TaskRelationKind),
    Follows(DependencyKind, i16),
}

/// An agency that a file names, and the group that it was addressed with.
pub(super) struct Named {
    pub(super) agency: Agency,
    pub(super) group: Option<AgencyId>,
}

/// Properties that say nothing about a task: when the component was made and changed.
const SILENT: [&str; 3] = ["CREATED", "DTSTAMP", "SEQUENCE"];

/// Properties that repeat, in files of our own, what others of them say.
const REPEATED: [&str; 2] = ["CATEGORIES", "DESCRIPTION"];

/// A minute before the end of a day, from which on the hour of a deadline tells nothing more.
const LAST_MINUTE: Option<NaiveTime> = NaiveTime::from_hms_opt(23, 59, 0);

/// The one that reads the properties of one VTODO.
pub(super) struct Reader<'a, 'p> {
    pub(super) log: &'a mut Log,
    fields: Fields<'p>,
    zones: &'a Zones,
    id: String,
    /// Bears our own id: written here, whatever program has kept it since.
    is_own: bool,
}

impl<'a, 'p> Reader<'a, 'p> {
    pub(super) fn new(log: &'a mut Log, todo: &'p Todo, zones: &'a Zones) -> Self {
        Reader {
            log,
            fields: Fields::of(&todo.properties),
            zones,
            id: String::new(),
            is_own: false,
        }
    }

    pub(super) fn has(&mut self, name: &str) -> bool {
        !self.fields.all(name).is_empty()
    }

    /// A required property that is missing.
    pub(super) fn missing(&self, line: u64, name: &str) -> Finding {
        about(self.log.at(FindingCode::FieldMissing, line, name), &self.id).arg("name", name)
    }

    /// UID, and the id of the task: our own, else the UID.
    pub(super) fn identity(&mut self, line: u64) -> Result<(String, TaskId), Box<Finding>> {
        let uid = self.one("UID").map(|p| p.text().trim().to_owned()).unwrap_or_default();
        if uid.is_empty() {
            return Err(Box::new(self.missing(line, "UID")));
        }
        let own = self.one(&format!("{OWN}ID")).map(|p| p.text().into_owned());
        self.is_own = own.is_some();
        let id = own.unwrap_or_else(|| uid.clone());
        let Ok(id) = TaskId::new(&id) else {
            let finding = self.log.at(FindingCode::IdInvalid, line, "UID");
            return Err(Box::new(finding.arg("value", id)));
        };
        id.as_str().clone_into(&mut self.id);
        Ok((uid, id))
    }

    /// The title, and the other language's where the file has both.
    pub(super) fn titles(&mut self, line: u64) -> Result<(Text, Option<Text>), Box<Finding>> {
        let summary = self.one("SUMMARY");
        let in_english = summary.and_then(|p| p.param("LANGUAGE")).is_some_and(|lang| lang == "en");
        let other = self.own_text("TITLE");
        // What a register calls nothing is still a task of it.
        let is_own = self.is_own;
        let title = summary.and_then(|p| self.text_of(p));
        let title = title.filter(|title| is_own || !title.as_str().trim().is_empty());
        let some = |title: Text| Some(title).filter(|title| !title.is_empty());
        match (title, other) {
            (Some(title), Some(other)) if in_english => Ok((other, some(title))),
            (Some(title), other) => Ok((title, other.and_then(some))),
            (None, _) => Err(Box::new(self.missing(line, "SUMMARY"))),
        }
    }

    /// The document that REFID names.
    pub(super) fn document(&mut self) -> Option<DocumentId> {
        let property = self.one("REFID")?;
        let id = DocumentId::new(&property.text()).ok();
        if id.is_none() {
            self.invalid(property);
        }
        id
    }

    /// The day of DTSTART, and the last day: that of DUE, or of DTSTART and DURATION.
    pub(super) fn days(&mut self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let own = self.own_day("ASSIGNED");
        let start = self.one("DTSTART").and_then(|p| self.time_of(p));
        let assigned_on = own.or(start.map(Time::day));
        let last_day = match (self.one("DUE"), self.one("DURATION")) {
            (Some(due), length) => {
                if let Some(length) = length {
                    self.not_kept(length, "DURATION");
                }
                self.time_of(due).map(|time| (due, time))
            }
            (None, Some(length)) => {
                let lasts =
                    value::duration(&length.value).filter(|d| d.days >= 0 && d.seconds >= 0);
                let end = start.and_then(|start| start.after(lasts?));
                if end.is_none() {
                    self.invalid(length);
                }
                end.map(|time| (length, time))
            }
            (None, None) => None,
        };
        (assigned_on, last_day.and_then(|(property, time)| self.last_day(property, time)))
    }

    /// The last day up to an instant; that the hour is not kept is told.
    fn last_day(&mut self, property: &Property, time: Time) -> Option<NaiveDate> {
        let Time::At(at) = time else { return Some(time.day()) };
        if at.time() == NaiveTime::MIN {
            let before = day::plus(at.date(), -1)?;
            let code = FindingCode::DueAtMidnight;
            let first = |log: &Log| {
                log.at(code, property.line, &property.name)
                    .arg("value", &property.value)
                    .arg("day", before)
            };
            self.log.habit("", first, code, &property.name);
            return Some(before);
        }
        if LAST_MINUTE.is_some_and(|last| at.time() < last) {
            let code = FindingCode::TimeDropped;
            let first = |log: &Log| {
                log.at(code, property.line, &property.name).arg("value", &property.value)
            };
            self.log.habit("", first, code, &property.name);
        }
        Some(at.date())
    }

    /// The deadline: the wording of our own files, else a day; where both say a last day, the day wins.
    pub(super) fn deadline(
        &mut self,
        assigned_on: Option<NaiveDate>,
        last_day: Option<NaiveDate>,
        calendar: &Calendar,
    ) -> Deadline {
        let Some(wording) = self.own_text("DEADLINE").filter(|wording| !wording.is_empty()) else {
            return last_day.map_or_else(Deadline::unspecified, Deadline::by);
        };
        let read = Deadline::read(wording.as_str(), assigned_on).deadline;
        match last_day {
            Some(_) if matches!(read.form, Form::Recurring { .. }) => read,
            Some(day) if read.last_day(BeforeReading::Strict, calendar) != Ok(Some(day)) => {
                read.with_last_day(day)
            }
            _ => read,
        }
    }

    /// CLASS, CONTACT and the fields that only properties of our own carry.
    pub(super) fn fields_of(&mut self, task: &mut Task) {
        task.responsible_person = self.one("CONTACT").and_then(|p| self.text_of(p));
        task.clause = self.own_text("CLAUSE");
        task.authority = self.own_text("AUTHORITY");
        task.supervising_leader = self.own_text("LEADER");
        task.source = self.own_text("SOURCE");
        let product = self.own_text("PRODUCT");
        task.product = product.map(|text| Product { text, kind: None, document: None });
        task.group = self.own("GROUP", |value| GroupId::new(value).ok());
        task.phase = self.own("PHASE", |value| PhaseId::new(value).ok());
        task.stage = self.own("STAGE", |value| Some(Stage::parse(value)));
        task.mode = self.own("MODE", AddresseeMode::parse);
        let weight =
            self.own("WEIGHT", |value| value.parse().ok().filter(|w| (1..=100).contains(w)));
        task.weight = weight.unwrap_or(1);
        task.duration_days = self.own("DURATION-DAYS", |value| value.parse().ok());
        task.indicative = self.own("INDICATIVE", |value| value.parse().ok()).unwrap_or(false);
        let own = self.own("CLASS", |value| Some(Classification::parse(value)));
        let class = self.one("CLASS").map(|property| {
            let word = property.text().trim().to_ascii_uppercase();
            match word.as_str() {
                "PUBLIC" => Classification::Public,
                "PRIVATE" => Classification::Internal,
                "CONFIDENTIAL" => Classification::Secret,
                // Not public, whatever it says.
                _ => Classification::Unknown(word),
            }
        });
        task.classification = own.or(class);
    }

    /// The agencies of ORGANIZER and ATTENDEE, by role; those that the file names itself are given back.
    pub(super) fn agencies(&mut self, task: &mut Task, options: &ReadOptions<'_>) -> Vec<Named> {
        let (mut named, mut listed) = (Vec::new(), HashSet::new());
        let organizer = self.one("ORGANIZER");
        if let Some((id, new)) = organizer.and_then(|p| self.agency(p, options)) {
            task.assigner = Some(id);
            named.extend(new.map(|agency| Named { agency, group: None }));
        }
        for property in self.fields.all("ATTENDEE") {
            let Some((id, new)) = self.agency(property, options) else { continue };
            let role = property.param("ROLE").unwrap_or("REQ-PARTICIPANT").to_ascii_uppercase();
            let group = property.param("MEMBER").and_then(text::agency);
            let group = group.and_then(|id| AgencyId::new(&id).ok());
            let helps = role == "OPT-PARTICIPANT";
            let list = match role.as_str() {
                "OPT-PARTICIPANT" => &mut task.coordinating,
                "NON-PARTICIPANT" if task.supervisor.is_none() => {
                    task.supervisor = Some(id);
                    named.extend(new.map(|agency| Named { agency, group: None }));
                    continue;
                }
                "NON-PARTICIPANT" => {
                    self.not_kept(property, "ATTENDEE;ROLE=NON-PARTICIPANT");
                    continue;
                }
                _ => &mut task.addressees,
            };
            // The members of a group stand for it: it is the group that was addressed.
            let owes = group.clone().unwrap_or_else(|| id.clone());
            if listed.insert((helps, owes.clone())) {
                list.push(owes);
            }
            if let Some(group) = &group {
                let mut agency = unknown(group.clone(), group.as_str());
                agency.kind = AgencyKind::Group;
                named.push(Named { agency, group: None });
            }
            named.extend(new.map(|agency| Named { agency, group }));
        }
        named
    }

    /// The agency of an address: of our own by its id, of others by its name in the register.
    fn agency(
        &mut self,
        property: &Property,
        options: &ReadOptions<'_>,
    ) -> Option<(AgencyId, Option<Agency>)> {
        let name = property.param("CN");
        if let Some(id) = text::agency(property.value.trim()) {
            let Ok(id) = AgencyId::new(&id) else {
                self.invalid(property);
                return None;
            };
            let mut agency = unknown(id.clone(), name.unwrap_or(id.as_str()));
            if property.param("CUTYPE") == Some("GROUP") {
                agency.kind = AgencyKind::Group;
            }
            return Some((id, Some(agency)));
        }
        let Some(registry) = options.registry else {
            self.not_kept(property, &property.name);
            return None;
        };
        let value = name.unwrap_or(&property.value);
        let (code, candidates) = match registry.find_agency(value) {
            Ok(agency) => return Some((agency.id.clone(), None)),
            Err(Error::Ambiguous { candidates, .. }) => {
                (FindingCode::AgencyAmbiguous, candidates.join(", "))
            }
            Err(_) => (FindingCode::AgencyUnknown, "-".to_owned()),
        };
        let finding = self.at(code, property);
        self.log.push(finding.arg("value", value).arg("candidates", candidates));
        None
    }

    /// RELATED-TO by its kinds, which stands on the task that waits (RFC 9253, 9.1).
    pub(super) fn links(&mut self, task: usize) -> Vec<Link> {
        let mut links = Vec::new();
        for property in self.fields.all("RELATED-TO") {
            let reltype = property.param("RELTYPE").unwrap_or("PARENT").to_ascii_uppercase();
            let is_address = property.param("VALUE").is_some_and(|v| v.eq_ignore_ascii_case("URI"));
            let kind = match reltype.as_str() {
                _ if is_address => None,
                "PARENT" => Some(LinkKind::Parent),
                "FINISHTOSTART" => Some(self.follows(property, DependencyKind::FinishToStart)),
                "STARTTOSTART" => Some(self.follows(property, DependencyKind::StartToStart)),
                "FINISHTOFINISH" => Some(self.follows(property, DependencyKind::FinishToFinish)),
                "STARTTOFINISH" => Some(self.follows(property, DependencyKind::StartToFinish)),
                own => own.strip_prefix(OWN).and_then(|word| {
                    let kind =
                        TaskRelationKind::parse(&word.to_ascii_lowercase().replace('-', "_"));
                    match word {
                        "PILOT-OF" => Some(LinkKind::PilotOf),
                        _ if kind.is_unknown() => None,
                        _ => Some(LinkKind::Relation(kind)),
                    }
                }),
            };
            let Some(kind) = kind else {
                let what =
                    if is_address { "VALUE=URI".to_owned() } else { format!("RELTYPE={reltype}") };
                self.not_kept(property, &format!("RELATED-TO;{what}"));
                continue;
            };
            let uid = property.text().trim().to_owned();
            links.push(Link { task, line: property.line, uid, kind });
        }
        links
    }

    /// A link between two tasks, its GAP in working days.
    fn follows(&mut self, property: &Property, kind: DependencyKind) -> LinkKind {
        let Some(gap) = property.param("GAP") else { return LinkKind::Follows(kind, 0) };
        let Some((lag_days, exact)) = value::duration(gap).and_then(value::working_days) else {
            let finding = self.at(FindingCode::PropertyInvalid, property);
            self.log.push(finding.arg("name", "GAP").arg("value", gap));
            return LinkKind::Follows(kind, 0);
        };
        if !exact {
            let finding = self.at(FindingCode::LengthRounded, property);
            self.log.push(finding.arg("value", gap).arg("days", lag_days));
        }
        LinkKind::Follows(kind, lag_days)
    }

    /// The reports that STATUS, COMPLETED and PERCENT-COMPLETE stand for.
    pub(super) fn reports(&mut self, task: &TaskId, is_simulated: bool) -> Vec<Report> {
        let status = self.one("STATUS");
        let word = status.map(|p| p.text().trim().to_ascii_uppercase());
        let completed = self.one("COMPLETED").and_then(|p| self.time_of(p)).map(Time::day);
        let percent = self.one("PERCENT-COMPLETE").and_then(|property| {
            let percent = property.value.trim().parse().ok().filter(|percent: &u8| *percent <= 100);
            if percent.is_none() {
                self.invalid(property);
            }
            percent
        });
        let own = self.own_text("STATUS");
        let reported = self.own_day("REPORTED");
        let changed = self.one("LAST-MODIFIED").and_then(|p| self.time_of(p));
        let stamped = self.one("DTSTAMP").and_then(|p| self.time_of(p));
        let on = reported.or(changed.or(stamped).map(Time::day));
        let provenance = self.own("PROVENANCE", Provenance::parse);
        let provenance = provenance.filter(|_| !is_simulated).unwrap_or(if is_simulated {
            Provenance::Simulated
        } else {
            Provenance::Stated
        });
        let kind = match (word.as_deref(), own.as_ref().map(Text::as_str)) {
            (_, Some("suspended")) => Some(ReportKind::Suspend),
            (_, Some("submitted")) | (Some("COMPLETED"), _) => Some(ReportKind::Complete),
            (Some("CANCELLED"), _) => Some(ReportKind::Cancel),
            (Some("IN-PROCESS"), _) => Some(ReportKind::Progress),
            (None, _) if completed.is_some() => Some(ReportKind::Complete),
            (None | Some("NEEDS-ACTION"), _) => {
                // Many programs write a zero that nobody reported.
                let is_told = percent.is_some_and(|percent| percent > 0) || reported.is_some();
                is_told.then_some(ReportKind::Progress)
            }
            (Some(other), _) => {
                if let Some(property) = status {
                    let finding = self.at(FindingCode::StatusUnknown, property);
                    self.log.push(finding.arg("value", other));
                }
                None
            }
        };
        let Some(kind) = kind else { return Vec::new() };
        let on = match (&kind, completed, on) {
            (ReportKind::Complete, Some(day), _) => Some(day),
            (ReportKind::Complete, None, Some(day)) => {
                if reported.is_none() {
                    let (code, line) =
                        (FindingCode::CompletionDayUnstated, status.map_or(0, |p| p.line));
                    let value = word.as_deref().unwrap_or_default();
                    let first = |log: &Log| {
                        log.at(code, line, "STATUS").arg("value", value).arg("day", day)
                    };
                    self.log.habit(&day.to_string(), first, code, "STATUS");
                }
                Some(day)
            }
            (_, _, on) => on,
        };
        let Some(on) = on else {
            let line = status.map_or(0, |p| p.line);
            let finding = about(self.log.at(FindingCode::SheetNoReportingDay, line, ""), &self.id);
            self.log.push(finding.arg("count", 1));
            return Vec::new();
        };
        let report = |kind: ReportKind, percent: Option<u8>| {
            let shown = percent.map_or_else(String::new, |percent| percent.to_string());
            let id = text::report_id(&[task.as_str(), kind.as_str(), &on.to_string(), &shown]);
            let mut report = Report::new(ReportId::new(&id).ok()?, task.clone(), kind, on);
            report.percent = percent;
            report.provenance = provenance;
            Some(report)
        };
        match kind {
            ReportKind::Progress => report(kind, percent).into_iter().collect(),
            // What was done before the work was suspended.
            ReportKind::Suspend => {
                let before = percent.filter(|percent| *percent > 0);
                let before = before.and_then(|percent| report(ReportKind::Progress, Some(percent)));
                before.into_iter().chain(report(kind, None)).collect()
            }
            _ => report(kind, None).into_iter().collect(),
        }
    }

    /// Tells of the properties that have no place.
    pub(super) fn leave(mut self, is_own: bool) {
        let fields = std::mem::replace(&mut self.fields, Fields::of(&[]));
        for property in fields.rest() {
            let name = property.name.as_str();
            let is_silent = SILENT.contains(&name) || (is_own && REPEATED.contains(&name));
            if !is_silent {
                self.not_kept(property, name);
            }
        }
    }

    fn one(&mut self, name: &str) -> Option<&'p Property> {
        self.fields.one(name, &self.id, self.log)
    }

    fn at(&self, code: FindingCode, property: &Property) -> Finding {
        about(self.log.at(code, property.line, &property.name), &self.id)
    }

    /// Tells of a value that is not taken.
    fn invalid(&mut self, property: &Property) {
        let finding = self.at(FindingCode::PropertyInvalid, property);
        self.log.push(finding.arg("name", &property.name).arg("value", &property.value));
    }

    /// Counts one more value that has no place.
    fn not_kept(&mut self, property: &Property, what: &str) {
        let code = FindingCode::ColumnNotKept;
        let id = self.id.clone();
        let first =
            |log: &Log| about(log.at(code, property.line, &property.name), &id).arg("column", what);
        self.log.habit(what, first, code, "");
    }

    /// The text of a property; one that holds a NUL is told and not taken.
    fn text_of(&mut self, property: &Property) -> Option<Text> {
        let value = property.text();
        if let Ok(text) = Text::new(&value) {
            if text.as_str() != value {
                let code = FindingCode::TextNormalised;
                self.log.habit(
                    "",
                    |log| log.at(code, property.line, &property.name),
                    code,
                    &property.name,
                );
            }
            return Some(text);
        }
        self.invalid(property);
        None
    }

    fn own_text(&mut self, name: &str) -> Option<Text> {
        let property = self.one(&format!("{OWN}{name}"))?;
        self.text_of(property)
    }

    /// A property of our own that is read by a function; what it does not understand is told.
    fn own<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let property = self.one(&format!("{OWN}{name}"))?;
        let value = read(&property.text());
        if value.is_none() {
            self.invalid(property);
        }
        value
    }

    fn own_day(&mut self, name: &str) -> Option<NaiveDate> {
        let property = self.one(&format!("{OWN}{name}"))?;
        self.time_of(property).map(Time::day)
    }

    /// A day or instant; an unknown zone is told.
    fn time_of(&mut self, property: &Property) -> Option<Time> {
        let Some(stated) = value::time(property, self.zones) else {
            self.invalid(property);
            return None;
        };
        if let Some(zone) = stated.unknown_zone {
            let code = FindingCode::ZoneUnknown;
            let first = |log: &Log| log.at(code, property.line, &property.name).arg("zone", &zone);
            self.log.habit(&zone, first, code, "");
        }
        Some(stated.time)
    }
}

/// An agency of which a file tells no more than the name.
fn unknown(id: AgencyId, name: &str) -> Agency {
    let name = Text::new(&text::clean(name).0).unwrap_or_default();
    Agency::new(id, name, Level::parse("unknown"))
}
