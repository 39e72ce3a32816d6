//! The tolerant reader: one element after the other to records, and everything that is not one to findings.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tiendo::{
    Agency, Document, DocumentId, Finding, FindingCode, GroupId, Level, Plan, PlanId, Provenance,
    RecordKind, Records, Task, TaskGroup, TaskId, Text, day,
};

use super::identifier::{Of, decoded, is_xsd_id};
use super::{NAMESPACE, PROGRESS_OBJECTIVES, ReadOptions, own, schema};
use crate::error::Error;
use crate::table::Log;
use crate::xml::{Document as Xml, Element, Limits};

/// Most bytes of one text: the JSON of a whole register stands in one.
const MAX_TEXT_BYTES: u64 = 64 << 20;

pub(super) fn read(
    file: &str,
    input: impl Read,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let limits = Limits {
        file_bytes: options.max_file_bytes,
        elements: options.max_elements,
        piece_bytes: MAX_TEXT_BYTES.min(options.max_file_bytes),
        // The file is one tree. A file of tags without text takes many times its bytes, a real one two or three times.
        subtree_bytes: options.max_file_bytes.saturating_mul(4).max(MAX_TEXT_BYTES),
        ..Limits::default()
    };
    let mut xml = Xml::open(file, input, limits)?;
    let name = xml.root()?.name().to_owned();
    if !matches!(name.as_str(), "PerformancePlanOrReport" | "StrategicPlan") {
        let reason = format!("'{name}' is not the root of StratML");
        return Err(Error::Malformed { path: file.to_owned(), reason });
    }
    let mut intake = Intake {
        options,
        file: file.to_owned(),
        log: Log::new(file, options.max_findings),
        records: Records::default(),
        is_own: false,
        provenance: Provenance::Stated,
        seen: HashMap::new(),
        agencies: BTreeMap::new(),
        starts_on: None,
        plans: HashMap::new(),
        done: 0,
    };
    intake.root(xml.subtree()?)?;
    xml.finish()?;
    intake.finish()
}

/// What has been read of one file.
pub(super) struct Intake<'o> {
    options: &'o ReadOptions<'o>,
    file: String,
    pub(super) log: Log,
    pub(super) records: Records,
    /// Whether our writer made the file.
    pub(super) is_own: bool,
    /// What the scope of such a file says of its reports.
    pub(super) provenance: Provenance,
    /// Ids that are taken, by what they are of, and the lines that took them.
    seen: HashMap<(&'static str, String), u64>,
    /// Ids of agencies by their folded names.
    pub(super) agencies: BTreeMap<String, tiendo::AgencyId>,
    /// First day of the plan, on which tasks of others are assigned.
    starts_on: Option<NaiveDate>,
    /// Places of the plans of a file of ours, by their ids.
    plans: HashMap<String, usize>,
    done: u64,
}

impl Intake<'_> {
    fn finish(self) -> Result<(Records, Vec<Finding>), Error> {
        if let Some(progress) = self.options.progress
            && progress(&self.file, self.done).is_break()
        {
            return Err(Error::Cancelled);
        }
        let mut findings = Vec::new();
        self.log.finish(&mut findings);
        Ok((self.records, findings))
    }

    /// The text of an element: as it stands in a file of ours, else without the breaks that set it out.
    pub(super) fn text(&self, element: Element<'_>) -> String {
        let text = element.text();
        if self.is_own {
            return text.into_owned();
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text of a child; of one that stands twice, that of the first that holds anything.
    pub(super) fn value(&self, element: Element<'_>, name: &str) -> Option<String> {
        let named = || element.children().filter(|child| child.name() == name);
        let mut texts = named().map(|child| self.text(child));
        texts.find(|text| !text.is_empty())
    }

    /// A valid text; XML holds no NUL, so that any is.
    pub(super) fn valid(text: &str) -> Text {
        Text::new(text).unwrap_or_default()
    }

    /// What our writer put beside an element.
    pub(super) fn own(&self, element: Element<'_>) -> Option<(String, Map<String, Value>)> {
        let beside = element.child("OtherInformation").filter(|_| self.is_own)?;
        own::parse(&beside.text())
    }

    /// Counts a value that the register has no place for.
    pub(super) fn lost(&mut self, line: u64, column: &str) {
        let code = FindingCode::ColumnNotKept;
        let finding = |log: &Log| log.at(code, line, column).arg("column", column);
        self.log.habit("", finding, code, column);
    }

    /// Counts a child that holds a text, for which the register has no place.
    pub(super) fn lost_child(&mut self, element: Element<'_>, name: &str, column: &str) {
        for child in element.children().filter(|child| child.name() == name) {
            if !self.text(child).is_empty() {
                self.lost(child.line(), column);
            }
        }
    }

    /// Counts an element that holds nothing.
    pub(super) fn empty(&mut self, element: Element<'_>) {
        let (name, line) = (element.name(), element.line());
        let code = FindingCode::RowsEmpty;
        self.log.habit("", |log| log.at(code, line, name), code, name);
    }

    /// Counts a value that the file does not state.
    pub(super) fn unstated(&mut self, line: u64, kind: RecordKind, field: &str, value: &str) {
        let code = FindingCode::ValueUnstated;
        let finding = |log: &Log| {
            let finding = log.at(code, line, field).field(field).arg("value", value);
            Finding { kind: Some(kind), ..finding }
        };
        self.log.habit(kind.as_str(), finding, code, field);
    }

    pub(super) fn unread(&mut self, line: u64, name: &str, value: &str) {
        let finding = self.log.at(FindingCode::CellUnread, line, name).field(name);
        self.log.push(finding.arg("value", value));
    }

    pub(super) fn unfit(&mut self, line: u64, reason: &str) {
        let finding = self.log.at(FindingCode::OwnDataUnfit, line, "OtherInformation");
        self.log.push(finding.arg("reason", reason));
    }

    /// A record from its JSON; what does not fit is told.
    pub(super) fn record<T: DeserializeOwned>(
        &mut self,
        line: u64,
        object: Map<String, Value>,
    ) -> Option<T> {
        match serde_json::from_value(Value::Object(object)) {
            Ok(record) => Some(record),
            Err(error) => {
                self.unfit(line, &error.to_string());
                None
            }
        }
    }

    /// A day; an hour or zone behind it is dropped.
    pub(super) fn day(&mut self, element: Element<'_>, name: &str) -> Option<NaiveDate> {
        let text = self.value(element, name)?;
        let (head, tail) = text.trim().split_at_checked(10).unwrap_or((text.trim(), ""));
        let line = element.line();
        let is_tail = tail.is_empty() || tail.starts_with(['T', 'Z', '+', '-']);
        let Some(day) = day::parse(head).ok().filter(|_| is_tail) else {
            self.unread(line, name, &text);
            return None;
        };
        if !tail.is_empty() {
            let code = FindingCode::TimeDropped;
            self.log.habit("", |log| log.at(code, line, name).arg("value", &text), code, name);
        }
        Some(day)
    }

    /// An id that nothing of its kind has yet: the file's own, or one made of `fallback`.
    pub(super) fn id<I: for<'t> TryFrom<&'t str> + ToString>(
        &mut self,
        element: Element<'_>,
        of: Of,
        kind: &'static str,
        fallback: &str,
    ) -> Option<I> {
        let line = element.line();
        let stated = self.value(element, "Identifier").unwrap_or_default();
        let text = if self.is_own { decoded(of, &stated).unwrap_or(stated) } else { stated };
        if !text.is_empty() {
            if !self.is_own && !is_xsd_id(&text) {
                let code = FindingCode::IdentifierForm;
                let finding = |log: &Log| log.at(code, line, "Identifier").arg("value", &text);
                self.log.habit("", finding, code, "Identifier");
            }
            match I::try_from(&text) {
                Ok(id) => match self.take(kind, id.to_string(), line) {
                    None => return Some(id),
                    Some(first) => {
                        let finding = self.log.at(FindingCode::DuplicateId, line, "Identifier");
                        self.log.push(finding.arg("id", &text).arg("row", first));
                    }
                },
                Err(_) => self.unread(line, "Identifier", &text),
            }
        }
        self.made(line, kind, fallback)
    }

    /// Takes an id, or says which line has it already.
    fn take(&mut self, kind: &'static str, id: String, line: u64) -> Option<u64> {
        match self.seen.entry((kind, id)) {
            Entry::Occupied(taken) => Some(*taken.get()),
            Entry::Vacant(free) => {
                free.insert(line);
                None
            }
        }
    }

    /// An id of our making.
    pub(super) fn made<I: for<'t> TryFrom<&'t str> + ToString>(
        &mut self,
        line: u64,
        kind: &'static str,
        fallback: &str,
    ) -> Option<I> {
        for again in 1..=u32::MAX {
            let text = if again == 1 { fallback.to_owned() } else { format!("{fallback}-{again}") };
            let id = I::try_from(&text).ok()?;
            if self.take(kind, id.to_string(), line).is_none() {
                let finding = self.log.at(FindingCode::IdentifierMade, line, "Identifier");
                self.log.push(finding.arg("id", &text));
                return Some(id);
            }
        }
        None
    }

    fn root(&mut self, root: Element<'_>) -> Result<(), Error> {
        self.namespace(root);
        schema::check(root, &mut self.log);
        let beside = root.child("OtherInformation").and_then(|child| own::parse(&child.text()));
        let cores: Vec<Element<'_>> =
            root.children().filter(|child| child.name() == "StrategicPlanCore").collect();
        let organisations = cores.iter().flat_map(|core| core.children());
        let organisations: Vec<Element<'_>> =
            organisations.filter(|child| child.name() == "Organization").collect();
        match beside {
            Some((of, register)) if of == "register" => {
                self.is_own = true;
                self.register(root, &organisations, register);
            }
            _ => self.plan_of_others(root, &organisations),
        }
        for core in &cores {
            for name in ["Vision", "Mission", "Value"] {
                for child in core.children().filter(|child| child.name() == name) {
                    for part in ["Name", "Description"] {
                        self.lost_child(child, part, name);
                    }
                }
            }
        }
        let goals = cores.iter().flat_map(|core| core.children());
        for (goal, at) in goals.filter(|child| child.name() == "Goal").zip(1..) {
            self.goal(goal, at)?;
        }
        Ok(())
    }

    fn namespace(&mut self, root: Element<'_>) {
        let all = root.attributes().filter(|(name, _)| name.starts_with("xmlns"));
        let all: Vec<&str> = all.map(|(_, value)| value).collect();
        if all.contains(&NAMESPACE) {
            return;
        }
        let value = all.into_iter().find(|value| !value.contains("XMLSchema")).unwrap_or_default();
        let finding = self.log.at(FindingCode::NamespaceOther, root.line(), "xmlns");
        self.log.push(finding.arg("value", value).arg("expected", NAMESPACE));
    }

    /// What our writer put at the head of a file.
    fn register(
        &mut self,
        root: Element<'_>,
        organisations: &[Element<'_>],
        mut register: Map<String, Value>,
    ) {
        let line = root.line();
        let scope = register.get("scope").and_then(|scope| scope.get("provenance"));
        let provenance = scope.and_then(Value::as_str).and_then(Provenance::parse);
        self.provenance = provenance.unwrap_or(Provenance::Stated);
        if let Some(Value::Array(plans)) = register.get_mut("plans") {
            for plan in plans.iter_mut().filter_map(Value::as_object_mut) {
                // Goals are the groups.
                plan.insert("groups".to_owned(), Value::Array(Vec::new()));
            }
        }
        let beside = match register.remove("agencies") {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        };
        let mut told = Vec::new();
        let mut take = |unfit: Vec<String>| told.extend(unfit);
        let (documents, unfit) = own::records(&mut register, "documents");
        take(unfit);
        let (plans, unfit) = own::records(&mut register, "plans");
        take(unfit);
        let (successions, unfit) = own::records(&mut register, "successions");
        take(unfit);
        let (transfers, unfit) = own::records(&mut register, "transfers");
        take(unfit);
        let (allocations, unfit) = own::records(&mut register, "allocations");
        take(unfit);
        let records =
            Records { documents, plans, successions, transfers, allocations, ..Records::default() };
        self.records.append(records);
        for (at, plan) in self.records.plans.iter().enumerate() {
            self.plans.entry(plan.id.as_str().to_owned()).or_insert(at);
        }
        for reason in told {
            self.unfit(line, &reason);
        }
        let mut beside = beside.into_iter();
        for (element, at) in organisations.iter().zip(1..) {
            let object = match beside.next() {
                Some(Value::Object(object)) => object,
                _ => Map::new(),
            };
            self.own_agency(*element, object, at);
        }
    }

    fn own_agency(&mut self, element: Element<'_>, mut object: Map<String, Value>, at: usize) {
        let fallback = format!("organization-{at}");
        let id: Option<tiendo::AgencyId> = self.id(element, Of::Agency, "agency", &fallback);
        let Some(id) = id else { return };
        let name = element.child("Name").map_or_else(String::new, |child| self.text(child));
        let code = element.child("Acronym").map(|child| self.text(child));
        object.insert("id".to_owned(), id.as_str().into());
        object.insert("name".to_owned(), name.clone().into());
        if let Some(code) = code {
            object.insert("code".to_owned(), code.into());
        }
        let agency = self
            .record(element.line(), object)
            .unwrap_or_else(|| Agency::new(id, Self::valid(&name), Level::parse("unstated")));
        self.agencies.insert(tiendo::text::fold(agency.name.as_str()), agency.id.clone());
        self.records.agencies.push(agency);
    }

    /// The document and the plan that a file of others is, and its agencies.
    fn plan_of_others(&mut self, root: Element<'_>, organisations: &[Element<'_>]) {
        for (element, at) in organisations.iter().zip(1..) {
            self.organisation(*element, at);
        }
        let about = root.child("AdministrativeInformation");
        let element = about.unwrap_or(root);
        let stem = self.file.rsplit_once('.').map_or(self.file.as_str(), |(stem, _)| stem);
        let fallback = if stem.is_empty() { "stratml".to_owned() } else { stem.to_owned() };
        let id = self.id::<DocumentId>(element, Of::Completion, "document", &fallback);
        let id = id.or_else(|| DocumentId::new("stratml").ok());
        let Some(id) = id else { return };
        let name = self.value(root, "Name").unwrap_or_else(|| fallback.clone());
        let mut document = Document::new(id.clone(), Self::valid(&name));
        if let Some(about) = about {
            document.issued_on = self.day(about, "PublicationDate");
            document.effective_on = self.day(about, "StartDate");
            document.expires_on = self.day(about, "EndDate");
            document.source = self.value(about, "Source").map(|text| Self::valid(&text));
            self.starts_on = document.effective_on;
            self.submitter(about);
        }
        self.submitter(root);
        document.issuer = self.records.agencies.first().map(|agency| agency.id.clone());
        for name in ["Description", "OtherInformation"] {
            self.lost_child(root, name, name);
        }
        if let Ok(plan) = PlanId::new(id.as_str()) {
            self.records.plans.push(Plan {
                id: plan,
                document: id,
                documents: Vec::new(),
                name: Self::valid(&name),
                name_en: None,
                phases: Vec::new(),
                groups: Vec::new(),
            });
        }
        self.records.documents.push(document);
    }

    /// Who sent the file in is a person, and no part of a register.
    fn submitter(&mut self, element: Element<'_>) {
        for child in element.children().filter(|child| child.name() == "Submitter") {
            if child.children().any(|part| !part.text().trim().is_empty()) {
                self.lost(child.line(), "Submitter");
            }
        }
    }

    fn goal(&mut self, goal: Element<'_>, at: usize) -> Result<(), Error> {
        let group = match self.own(goal) {
            Some((of, _)) if of == "kpis" || of == "ungrouped" => None,
            Some((of, mut object)) if of == "group" => {
                let plan = object.remove("plan");
                let plan = plan.as_ref().and_then(Value::as_str);
                let plan = plan.and_then(|plan| self.plans.get(plan).copied());
                self.group(goal, at, object, plan)
            }
            _ => {
                for name in ["Description", "OtherInformation"] {
                    let is_name = name == "Description" && self.value(goal, "Name").is_none();
                    if !is_name {
                        self.lost_child(goal, name, &format!("Goal/{name}"));
                    }
                }
                self.stakeholders_lost(goal, "Goal/Stakeholder");
                self.group(goal, at, Map::new(), None)
            }
        };
        let objectives = goal.children().filter(|child| child.name() == "Objective");
        for (objective, number) in objectives.zip(1..) {
            self.done += 1;
            if let Some(progress) = self.options.progress
                && self.done.is_multiple_of(PROGRESS_OBJECTIVES)
                && progress(&self.file, self.done).is_break()
            {
                return Err(Error::Cancelled);
            }
            self.objective(objective, group.as_ref(), &format!("{at}.{number}"));
        }
        Ok(())
    }

    /// A goal as a group of a plan, by default the first.
    fn group(
        &mut self,
        goal: Element<'_>,
        at: usize,
        mut object: Map<String, Value>,
        plan: Option<usize>,
    ) -> Option<GroupId> {
        let id: GroupId = self.id(goal, Of::Group, "group", &format!("goal-{at}"))?;
        let named = |intake: &Self| intake.value(goal, "Name");
        let name = if self.is_own {
            goal.child("Name").map_or_else(String::new, |child| self.text(child))
        } else {
            let name = named(self).or_else(|| self.value(goal, "Description"));
            name.unwrap_or_else(|| id.to_string())
        };
        object.insert("id".to_owned(), id.as_str().into());
        object.insert("name".to_owned(), name.clone().into());
        let group = self.record(goal.line(), object).unwrap_or_else(|| TaskGroup {
            id: id.clone(),
            name: Self::valid(&name),
            name_en: None,
        });
        self.records.plans.get_mut(plan.unwrap_or(0))?.groups.push(group);
        Some(id)
    }

    fn objective(&mut self, element: Element<'_>, group: Option<&GroupId>, at: &str) {
        let own = self.own(element);
        let is_task = own.as_ref().is_none_or(|(of, _)| of != "kpis");
        let mut task = if is_task { self.task(element, group, at, own) } else { None };
        let owner = task.as_ref().filter(|_| !self.is_own);
        let owner = owner.and_then(|task| task.addressees.first().cloned());
        let indicators = element.children().filter(|c| c.name() == "PerformanceIndicator");
        for (indicator, number) in indicators.zip(1..) {
            self.indicator(indicator, task.as_mut(), owner.as_ref(), &format!("{at}.{number}"));
        }
        self.records.tasks.extend(task);
    }

    fn task(
        &mut self,
        element: Element<'_>,
        group: Option<&GroupId>,
        at: &str,
        own: Option<(String, Map<String, Value>)>,
    ) -> Option<Task> {
        let line = element.line();
        let exact = |name: &str| element.child(name).map(|child| self.text(child));
        let title =
            if self.is_own { exact("Name").unwrap_or_default() } else { self.title(element) };
        if title.is_empty() && !self.is_own {
            let finding = self.log.at(FindingCode::RowNoTitle, line, "Name");
            self.log.push(finding.arg("value", at));
            return None;
        }
        let clause = if self.is_own {
            exact("SequenceIndicator")
        } else {
            self.value(element, "SequenceIndicator")
        };
        let id: TaskId = self.id(element, Of::Task, "task", &format!("objective-{at}"))?;
        let from_own = match own {
            Some((of, mut object)) if of == "task" => {
                object.insert("id".to_owned(), id.as_str().into());
                object.insert("title".to_owned(), title.clone().into());
                if let Some(group) = group {
                    object.insert("group".to_owned(), group.as_str().into());
                }
                self.record::<Task>(line, object)
            }
            _ => None,
        };
        let is_known = from_own.is_some();
        let mut task = if let Some(task) = from_own {
            task
        } else {
            let document = self.records.documents.first().map(|document| document.id.clone());
            let document = document.or_else(|| DocumentId::new("stratml").ok())?;
            let mut task = Task::new(id, document, Self::valid(&title));
            task.group = group.cloned();
            task.assigned_on = self.starts_on;
            task
        };
        task.clause = clause.map(|text| Self::valid(&text));
        self.stakeholders(element, &mut task);
        if !is_known && !self.is_own {
            self.lost_child(element, "OtherInformation", "Objective/OtherInformation");
        }
        Some(task)
    }

    /// Name and description together: real files put the substance into either.
    fn title(&self, element: Element<'_>) -> String {
        let (name, about) = (self.value(element, "Name"), self.value(element, "Description"));
        match (name, about) {
            (Some(name), Some(about)) if name != about => format!("{name}: {about}"),
            (Some(name), _) => name,
            (None, about) => about.unwrap_or_default(),
        }
    }
}
