//! One row of the tasks of a file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use tiendo::{
    AddresseeMode, AgencyId, BeforeReading, Calendar, Classification, Deadline, DeadlineClass,
    DocumentId, FindingCode, GroupId, Phase, PhaseId, Plan, PlanId, Product, ProductKind, Report,
    ReportId, ReportKind, Status, Task, TaskGroup, TaskId, Text, day,
};

use super::field::{Field, Kind};
use super::length::{self, TENTHS, Unit};
use super::read::{Above, Carried, Link, Pending, Place, Reading, own_document};
use crate::xml::Element;

/// Elements that hold what people entered, and that the register has no place for; the many others are computed by MS
/// Project or say how it shows them.
const NOT_KEPT: [&str; 5] = ["Cost", "Work", "Notes", "HyperlinkAddress", "SubprojectName"];

impl Reading<'_> {
    /// Reads a row: a task, a heading of ours, or nothing and a finding.
    pub(super) fn task(&mut self, element: Element<'_>) {
        let row = Row::of(element);
        let level = row.get("OutlineLevel").and_then(|level| level.parse::<i64>().ok());
        let uid = row.get("UID").and_then(|uid| uid.parse::<i64>().ok());
        if row.is("IsNull") {
            self.blank(element);
            if let Some(uid) = uid {
                self.rows.entry(uid).or_insert(Place::Nothing);
            }
            return;
        }
        // What stands deeper than this row is over, whether or not it is read.
        let level = level.unwrap_or(1);
        while self.above.last().is_some_and(|above| above.level >= level) {
            self.above.pop();
        }
        let Some(uid) = uid.filter(|uid| !self.rows.contains_key(uid)) else {
            match uid {
                Some(uid) => self.twice(element.line(), "UID", uid),
                None => self.unread(element, "UID", row.get("UID").unwrap_or_default()),
            }
            self.open(level, Place::Nothing);
            return;
        };
        let fields = self.fields_of(element);
        let kind = fields.get(&Field::Kind).and_then(|word| Kind::parse(word));
        self.days_unread(&row, kind);
        let place = match kind {
            _ if level == 0 => {
                let finding = self.log.at(FindingCode::RowOfProject, element.line(), "Task");
                self.log.push(finding);
                Place::Nothing
            }
            Some(Kind::Plan) => self.plan(&row, &fields),
            Some(Kind::Phase) => self.phase(&row, &fields),
            Some(Kind::Group) => self.group(&row, &fields),
            Some(Kind::Row) => self.row_of_agency(&row, &fields),
            _ => self.own_task(uid, &row, &fields, kind),
        };
        self.rows.insert(uid, place);
        self.open(level, place);
    }

    /// Opens a row; what lies below one that became nothing lies below what it lies in.
    fn open(&mut self, level: i64, place: Place) {
        let last = self.above.last().copied().unwrap_or_default();
        let (task, plan) = match place {
            Place::Task(at) => (Some(at), last.plan),
            Place::Plan(at) => (last.task, Some(at)),
            Place::Row(_) | Place::Nothing => (last.task, last.plan),
        };
        self.above.push(Above { level, task, plan });
    }

    /// Tells of the days that are looked at and are none.
    fn days_unread(&mut self, row: &Row<'_>, kind: Option<Kind>) {
        let names: &[&str] = match kind {
            Some(_) => &["ActualFinish", "CreateDate", "Deadline", "Start", "Stop"],
            None if self.options.finish_as_deadline => &["ActualFinish", "Finish"],
            None => &["ActualFinish"],
        };
        for name in names {
            if let Some(value) = row.get(name).filter(|_| row.day(name).is_none()) {
                self.unread(row.element, name, value);
            }
        }
        // Baselines of others are passed over.
        let baseline = row.baseline_finish().filter(|_| kind.is_some());
        if let Some(value) = baseline.filter(|value| length::instant(value).is_none()) {
            self.unread(row.element, "Baseline/Finish", &value);
        }
    }

    /// The values of our custom fields; those of others are counted.
    fn fields_of(&mut self, element: Element<'_>) -> BTreeMap<Field, String> {
        let mut fields = BTreeMap::new();
        for child in element.children().filter(|child| child.name() == "ExtendedAttribute") {
            let Some(number) = child.value("FieldID") else { continue };
            let value = child.child("Value").map(Element::text).unwrap_or_default();
            match self.fields.get(number.as_ref()) {
                Some(Carried::Ours(field)) => {
                    fields.insert(*field, value.into_owned());
                }
                Some(Carried::Other(alias)) => {
                    let alias = alias.clone();
                    self.not_kept(child, &alias);
                }
                None => self.not_kept(child, &number),
            }
        }
        fields
    }

    fn plan(&mut self, row: &Row<'_>, fields: &BTreeMap<Field, String>) -> Place {
        let id = fields.get(&Field::Id).and_then(|id| PlanId::new(id).ok());
        let document = fields.get(&Field::Document).and_then(|id| DocumentId::new(id).ok());
        let (Some(id), Some(document), Some(name)) = (id, document, row.text("Name")) else {
            return self.heading_unread(row);
        };
        self.papers.insert(document.as_str().to_owned(), document.clone());
        let plan = Plan {
            id,
            document,
            documents: Vec::new(),
            name,
            name_en: None,
            phases: Vec::new(),
            groups: Vec::new(),
        };
        self.records.plans.push(plan);
        Place::Plan(self.records.plans.len() - 1)
    }

    fn phase(&mut self, row: &Row<'_>, fields: &BTreeMap<Field, String>) -> Place {
        let id = fields.get(&Field::Id).and_then(|id| PhaseId::new(id).ok());
        let start = row.day("Start");
        let last = row.day("Deadline");
        let wording = fields.get(&Field::Deadline).map_or("", String::as_str);
        let deadline = deadline(wording, last);
        let (Some(id), Some(name), Some(plan)) = (id, row.text("Name"), self.plan_above()) else {
            return self.heading_unread(row);
        };
        // A phase without a first day stands on its last one.
        let starts_on = start.filter(|_| row.get("Start") != row.get("Finish"));
        plan.phases.push(Phase { id, name, name_en: None, starts_on, deadline });
        Place::Nothing
    }

    fn group(&mut self, row: &Row<'_>, fields: &BTreeMap<Field, String>) -> Place {
        let id = fields.get(&Field::Id).and_then(|id| GroupId::new(id).ok());
        let (Some(id), Some(name), Some(plan)) = (id, row.text("Name"), self.plan_above()) else {
            return self.heading_unread(row);
        };
        plan.groups.push(TaskGroup { id, name, name_en: None });
        Place::Nothing
    }

    fn plan_above(&mut self) -> Option<&mut Plan> {
        let found = self.above.last().and_then(|above| above.plan);
        self.records.plans.get_mut(found?)
    }

    fn heading_unread(&mut self, row: &Row<'_>) -> Place {
        self.unread(row.element, "Task", row.get("Name").unwrap_or_default());
        Place::Nothing
    }

    /// What one agency owes of the task above.
    fn row_of_agency(&mut self, row: &Row<'_>, fields: &BTreeMap<Field, String>) -> Place {
        let agency = fields.get(&Field::Addressee).and_then(|id| AgencyId::new(id).ok());
        let above = self.above.last().and_then(|above| above.task);
        let (Some(at), Some(agency)) = (above, agency) else { return self.heading_unread(row) };
        let Some(task) = self.records.tasks.get(at) else { return self.heading_unread(row) };
        let (id, class) = (task.id.clone(), task.deadline.class());
        self.reports_of(row, &id, Some(agency), fields, class);
        Place::Row(at)
    }

    fn own_task(
        &mut self,
        uid: i64,
        row: &Row<'_>,
        fields: &BTreeMap<Field, String>,
        kind: Option<Kind>,
    ) -> Place {
        let line = row.element.line();
        let is_ours = kind.is_some();
        let own = fields.get(&Field::Id).filter(|_| is_ours);
        let id = own.map_or_else(|| format!("{}{uid}", self.options.id_prefix), String::clone);
        let Ok(id) = TaskId::new(&id) else {
            let finding = self.log.at(FindingCode::IdInvalid, line, "Task");
            self.log.push(finding.arg("value", id));
            return Place::Nothing;
        };
        // A row that was copied bears the id of the first.
        if let Some(first) = self.ids.get(id.as_str()) {
            let finding = self.log.at(FindingCode::DuplicateId, line, "Task").arg("row", first);
            self.log.push(finding.arg("id", &id));
            return Place::Nothing;
        }
        // A long title of ours stands whole in the notes.
        let title = row.text("Notes").filter(|_| is_ours).or_else(|| row.text("Name"));
        let Some(title) = title.filter(|title| is_ours || !title.as_str().trim().is_empty()) else {
            let finding = self.log.at(FindingCode::RowNoTitle, line, "Name");
            self.log.push(finding.arg("value", uid));
            return Place::Nothing;
        };
        let paper = fields.get(&Field::Document).and_then(|id| DocumentId::new(id).ok());
        let document = match paper {
            Some(paper) => {
                self.papers.insert(paper.as_str().to_owned(), paper.clone());
                paper
            }
            None => match DocumentId::new(own_document()) {
                Ok(document) => document,
                Err(_) => return self.heading_unread(row),
            },
        };
        self.ids.insert(id.as_str().to_owned(), line);
        let mut task = Task::new(id, document, title);
        let above = self.above.last().and_then(|above| self.records.tasks.get(above.task?));
        task.parent = above.map(|above| above.id.clone());
        task.responsible_person = row.text("Contact").filter(|text| !text.is_empty());
        task.duration_days = self.duration(row, &task);
        if is_ours {
            task.assigned_on = row.day("CreateDate");
            Self::own_fields(row, &mut task, fields);
        } else {
            task.deadline = self.foreign_deadline(row);
            for child in row.element.children().filter(|child| NOT_KEPT.contains(&child.name())) {
                if !is_nothing(&child.text()) {
                    self.not_kept(child, child.name());
                }
            }
        }
        self.links_of(row, &task);
        let class = task.deadline.class();
        match kind {
            // Its rows say it, each for its agency.
            Some(Kind::Each) => {}
            // MS Project sums a summary up from what lies below it.
            None if row.is("Summary") => {
                if row.get("PercentComplete").is_some_and(|percent| percent != "0") {
                    self.not_kept(row.element, "PercentComplete (Summary)");
                }
            }
            _ => self.reports_of(row, &task.id.clone(), None, fields, class),
        }
        self.records.tasks.push(task);
        Place::Task(self.records.tasks.len() - 1)
    }

    /// What our custom fields say.
    fn own_fields(row: &Row<'_>, task: &mut Task, fields: &BTreeMap<Field, String>) {
        let text = |field: Field| fields.get(&field).and_then(|text| Text::new(text).ok());
        let word = |field: Field| fields.get(&field).map(String::as_str);
        task.clause = text(Field::Clause);
        task.authority = text(Field::Authority);
        task.product = text(Field::Product).map(|text| Product {
            text,
            kind: word(Field::ProductKind).map(ProductKind::parse),
            document: None,
        });
        task.group = word(Field::Group).and_then(|id| GroupId::new(id).ok());
        task.phase = word(Field::Phase).and_then(|id| PhaseId::new(id).ok());
        task.classification = word(Field::Classification).map(Classification::parse);
        task.mode = word(Field::Mode).and_then(AddresseeMode::parse);
        task.indicative = word(Field::Indicative) == Some("1");
        // MS Project writes numbers with decimals.
        let weight = word(Field::Weight)
            .map(|weight| weight.split_once('.').map_or(weight, |(whole, _)| whole));
        task.weight = weight.and_then(|weight| weight.parse().ok()).unwrap_or(1);
        // A last day without a baseline was granted where there was none.
        let original = row.baseline();
        task.deadline = deadline(word(Field::Deadline).unwrap_or(""), original);
    }

    fn foreign_deadline(&mut self, row: &Row<'_>) -> Deadline {
        if let Some(value) = row.get("Deadline") {
            match length::instant(value) {
                Some(at) => return Deadline::by(at.date()),
                None => self.unread(row.element, "Deadline", value),
            }
        }
        match row.day("Finish").filter(|_| self.options.finish_as_deadline && !row.is("Summary")) {
            Some(day) => Deadline::by(day),
            None => Deadline::unspecified(),
        }
    }

    /// The planned duration in working days; a milestone and an empty estimate have none.
    fn duration(&mut self, row: &Row<'_>, task: &Task) -> Option<u16> {
        let value = row.get("Duration")?;
        let (id, line) = (task.id.as_str(), row.element.line());
        let code = row.get("DurationFormat").and_then(|code| code.parse().ok()).unwrap_or(7);
        let Some(seconds) = length::seconds(value) else {
            self.unread(row.element, "Duration", value);
            return None;
        };
        if seconds == 0 {
            return None;
        }
        if length::unit(code) != Unit::Working {
            let finding = self.about(FindingCode::LengthUnread, line, "Duration", id);
            self.log.push(finding.arg("value", value));
            return None;
        }
        let (days, is_whole) = length::whole_days(seconds, self.minutes_per_day * 60);
        let Ok(days) = u16::try_from(days) else {
            self.unread(row.element, "Duration", value);
            return None;
        };
        if !is_whole {
            let finding = self.about(FindingCode::LengthRounded, line, "Duration", id);
            self.log.push(finding.arg("value", value).arg("days", days));
        }
        Some(days)
    }

    fn links_of(&mut self, row: &Row<'_>, task: &Task) {
        let at = self.records.tasks.len();
        for link in row.element.children().filter(|child| child.name() == "PredecessorLink") {
            let line = link.line();
            let number = |name: &str| link.value(name).and_then(|text| text.parse::<i64>().ok());
            let before = number("PredecessorUID");
            let kind =
                link.value("Type").map_or(Some(tiendo::DependencyKind::FinishToStart), |code| {
                    length::link_kind(&code)
                });
            let (Some(before), Some(kind)) = (before, kind) else {
                self.unread(link, "PredecessorLink", &link.value("Type").unwrap_or_default());
                continue;
            };
            if link.value("CrossProject").as_deref() == Some("1") {
                let path = link.value("CrossProjectName").unwrap_or_default();
                let finding = self.about(
                    FindingCode::DanglingReference,
                    line,
                    "PredecessorLink",
                    task.id.as_str(),
                );
                self.log.push(finding.field("CrossProject").arg("value", path));
                continue;
            }
            let lag_days = self.lag(link, task);
            self.links.push(Link { task: at, before, kind, lag_days, line });
        }
    }

    /// The lag of a link in working days.
    fn lag(&mut self, link: Element<'_>, task: &Task) -> i16 {
        let (id, line) = (task.id.as_str(), link.line());
        let Some(value) = link.value("LinkLag") else { return 0 };
        let Ok(tenths) = value.parse::<i64>() else {
            self.unread(link, "LinkLag", &value);
            return 0;
        };
        let code = link.value("LagFormat").and_then(|code| code.parse().ok()).unwrap_or(7);
        if tenths == 0 {
            return 0;
        }
        if length::unit(code) != Unit::Working {
            let finding = self.about(FindingCode::LengthUnread, line, "LinkLag", id);
            self.log.push(finding.arg("value", value));
            return 0;
        }
        let (days, is_whole) = length::whole_days(tenths, self.minutes_per_day * TENTHS);
        let Ok(days) = i16::try_from(days) else {
            self.unread(link, "LinkLag", &value);
            return 0;
        };
        if !is_whole {
            let finding = self.about(FindingCode::LengthRounded, line, "LinkLag", id);
            self.log.push(finding.arg("value", value).arg("days", days));
        }
        days
    }

    /// What the row says of the work: its end, or how far it is; in files of ours also an extension and other standing.
    fn reports_of(
        &mut self,
        row: &Row<'_>,
        task: &TaskId,
        addressee: Option<AgencyId>,
        fields: &BTreeMap<Field, String>,
        class: DeadlineClass,
    ) {
        let stated = row.get("PercentComplete");
        let percent = stated.map_or(Some(0), |text| text.parse().ok().filter(|p| *p <= 100_u8));
        if percent.is_none() {
            self.unread(row.element, "PercentComplete", stated.unwrap_or_default());
        }
        let percent = percent.unwrap_or(0);
        let finished = row.day("ActualFinish");
        let status = fields.get(&Field::Status).and_then(|word| Status::parse(word));
        let is_ours = fields.contains_key(&Field::Kind);
        let is_started = percent > 0 || row.get("ActualStart").is_some();
        let report = |kind: ReportKind, on: Option<NaiveDate>| {
            let part = addressee.as_ref().map_or("", AgencyId::as_str);
            let id = format!("{task}/{part}#{}", kind.as_str());
            // An id that would be too long is told apart by the row.
            let id = ReportId::new(&id)
                .or_else(|_| ReportId::new(&format!("#{}-{}", row.element.line(), kind.as_str())));
            let mut report = Report::new(id.ok()?, task.clone(), kind, on.unwrap_or(day::LAST));
            report.addressee.clone_from(&addressee);
            Some(Pending { report, is_undated: on.is_none() })
        };
        let mut said = Vec::new();
        let has_own = matches!(class, DeadlineClass::Recurring | DeadlineClass::Regular);
        if is_ours && !has_own {
            let (now, original) = (row.day("Deadline"), row.baseline());
            if let Some(now) = now.filter(|now| Some(*now) != original) {
                // The day on which it was granted is not in the file: the last one on which it was in time, and before
                // the end of the work, after which nothing is extended.
                let stopped = row.day("Stop").filter(|_| status == Some(Status::Cancelled));
                let before_end = finished.or(stopped).and_then(|end| day::plus(end, -1));
                let granted = original.into_iter().chain(before_end).min();
                if let Some(mut pending) = report(ReportKind::Extend, granted) {
                    pending.report.new_deadline = Some(now);
                    pending.is_undated = true;
                    said.push(pending);
                }
            }
        }
        match (finished, percent, status) {
            (Some(on), ..) => said.extend(report(ReportKind::Complete, Some(on))),
            (None, 100, _) if !is_ours => {
                let line = row.element.line();
                let finding = |log: &crate::table::Log| {
                    log.at(FindingCode::CompletionDayUnstated, line, "ActualFinish")
                        .arg("value", "100")
                        .arg("day", "StatusDate")
                };
                self.log.habit("", finding, FindingCode::CompletionDayUnstated, "ActualFinish");
                said.extend(report(ReportKind::Complete, None));
            }
            _ if is_started => {
                said.extend(report(ReportKind::Progress, None).map(|mut pending| {
                    pending.report.percent = Some(percent);
                    pending
                }));
            }
            _ => {}
        }
        match status {
            Some(Status::Cancelled) => said.extend(report(ReportKind::Cancel, row.day("Stop"))),
            Some(Status::Suspended) => said.extend(report(ReportKind::Suspend, None)),
            _ => {}
        }
        self.undated += said.iter().filter(|pending| pending.is_undated).count() as u64;
        self.pending.extend(said);
    }
}

/// The values of a row by their names, found in one pass: a row of MS Project has a hundred of them.
struct Row<'t> {
    element: Element<'t>,
    /// In the order of [`READ`].
    values: [Option<Cow<'t, str>>; READ.len()],
}

/// The elements of a row that are looked at.
const READ: [&str; 17] = [
    "ActualFinish",
    "ActualStart",
    "Contact",
    "CreateDate",
    "Deadline",
    "Duration",
    "DurationFormat",
    "Finish",
    "IsNull",
    "Name",
    "Notes",
    "OutlineLevel",
    "PercentComplete",
    "Start",
    "Stop",
    "Summary",
    "UID",
];

impl<'t> Row<'t> {
    fn of(element: Element<'t>) -> Self {
        let mut row = Row { element, values: [const { None }; READ.len()] };
        for child in element.children() {
            // Nearly all names differ in their lengths already.
            let name = child.name();
            if let Some(at) = READ.iter().position(|read| *read == name) {
                row.values[at] = Some(child.text());
            }
        }
        row
    }

    fn whole(&self, name: &str) -> Option<&str> {
        self.values.get(READ.binary_search(&name).ok()?)?.as_deref()
    }

    /// A value without spaces at its ends; none where it is empty.
    fn get(&self, name: &str) -> Option<&str> {
        self.whole(name).map(str::trim).filter(|text| !text.is_empty())
    }

    /// A text as it stands.
    fn text(&self, name: &str) -> Option<Text> {
        self.whole(name).and_then(|text| Text::new(text).ok())
    }

    fn is(&self, name: &str) -> bool {
        self.get(name) == Some("1")
    }

    fn day(&self, name: &str) -> Option<NaiveDate> {
        length::instant(self.get(name)?).map(|at| at.date())
    }

    /// The finish of the first baseline.
    fn baseline(&self) -> Option<NaiveDate> {
        length::instant(&self.baseline_finish()?).map(|at| at.date())
    }

    /// The same as it stands; none where it is empty.
    fn baseline_finish(&self) -> Option<Cow<'t, str>> {
        let mut all = self.element.children().filter(|child| child.name() == "Baseline");
        let first = all.find(|baseline| baseline.value("Number").as_deref() == Some("0"))?;
        first.value("Finish").filter(|finish| !finish.trim().is_empty())
    }
}

/// The deadline of a wording, which is read again; `last` wins where no reading of it ends there.
fn deadline(wording: &str, last: Option<NaiveDate>) -> Deadline {
    let read = Deadline::read(wording, None).deadline;
    let Some(last) = last else { return read };
    let readings = [BeforeReading::Strict, BeforeReading::Lenient];
    let calendar = Calendar::viet_nam();
    let agrees = |before: &BeforeReading| read.last_day(*before, calendar) == Ok(Some(last));
    let has_own = matches!(read.class(), DeadlineClass::Recurring | DeadlineClass::Regular);
    if has_own || readings.iter().any(agrees) {
        return read;
    }
    if wording.is_empty() { Deadline::by(last) } else { read.with_last_day(last) }
}

/// True for what MS Project writes where nothing was entered.
fn is_nothing(text: &str) -> bool {
    matches!(text.trim(), "" | "0" | "0.00" | "PT0H0M0S")
}
