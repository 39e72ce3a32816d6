//! One VTODO: to a task, to the reports that its status stands for, and to links that wait for the rest of the file.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;

use tiendo::{
    Agency, AgencyId, AgencyKind, Calendar as WorkingCalendar, Dependency, Document, DocumentId,
    Finding, FindingCode, Records, Task, TaskId, TaskRelation, Text,
};

use super::component::{Calendar, Todo, about};
use super::fields::{Link, LinkKind, Named, Reader};
use super::{ReadOptions, heard};
use crate::error::Error;
use crate::table::Log;

/// What was read of a file so far.
pub(super) struct Intake<'o> {
    options: &'o ReadOptions<'o>,
    file: &'o str,
    pub(super) log: Log,
    records: Records,
    /// By UID: the task, and where it began.
    by_uid: HashMap<String, (TaskId, u64)>,
    ids: HashMap<TaskId, u64>,
    links: Vec<Link>,
    documents: BTreeMap<DocumentId, Document>,
    agencies: BTreeMap<AgencyId, Agency>,
    /// Which agency is known to be in which group.
    members: HashSet<(AgencyId, AgencyId)>,
    /// The document that stands for tasks which name none.
    file_document: Option<DocumentId>,
    done: u64,
}

impl<'o> Intake<'o> {
    pub(super) fn new(file: &'o str, options: &'o ReadOptions<'o>) -> Self {
        Intake {
            options,
            file,
            log: Log::new(file, options.max_findings),
            records: Records::default(),
            by_uid: HashMap::new(),
            ids: HashMap::new(),
            links: Vec::new(),
            documents: BTreeMap::new(),
            agencies: BTreeMap::new(),
            members: HashSet::new(),
            file_document: None,
            done: 0,
        }
    }

    /// Takes a VTODO, or says why not.
    pub(super) fn todo(&mut self, todo: &Todo, calendar: &Calendar) -> Result<(), Error> {
        if todo.is_broken {
            self.log.push(self.log.at(FindingCode::TodoUnread, todo.line, "VTODO"));
        } else if let Err(finding) = self.take(todo, calendar) {
            self.log.push(*finding);
        }
        self.done += 1;
        heard(self.options.progress, self.file, self.done)
    }

    /// The records and findings, with the links led to their tasks.
    pub(super) fn finish(mut self) -> Result<(Records, Vec<Finding>), Error> {
        for link in std::mem::take(&mut self.links) {
            self.link(link);
        }
        self.records.documents = std::mem::take(&mut self.documents).into_values().collect();
        self.records.agencies = std::mem::take(&mut self.agencies).into_values().collect();
        if let Some(progress) = self.options.progress
            && progress(self.file, self.done) == ControlFlow::Break(())
        {
            return Err(Error::Cancelled);
        }
        let mut findings = Vec::new();
        self.log.finish(&mut findings);
        Ok((self.records, findings))
    }

    fn take(&mut self, todo: &Todo, calendar: &Calendar) -> Result<(), Box<Finding>> {
        let mut reader = Reader::new(&mut self.log, todo, &calendar.zones);
        let (uid, id) = reader.identity(todo.line)?;
        if let Some((_, first)) = self.by_uid.get(&uid) {
            // A VTODO that changes one occurrence of another bears its UID.
            let changes = reader.has("RECURRENCE-ID");
            let code = if changes { FindingCode::TodoOccurrence } else { FindingCode::DuplicateId };
            let finding = about(reader.log.at(code, todo.line, "UID"), &uid);
            return Err(Box::new(finding.arg("id", &uid).arg("row", first)));
        }
        if let Some(first) = self.ids.get(&id) {
            let finding =
                about(reader.log.at(FindingCode::DuplicateId, todo.line, "UID"), id.as_str());
            return Err(Box::new(finding.arg("id", &id).arg("row", first)));
        }
        let (title, title_en) = reader.titles(todo.line)?;
        let document = reader.document();
        let (assigned_on, last_day) = reader.days();
        let working = self.options.registry.map_or(WorkingCalendar::viet_nam(), |r| r.calendar());

        let document = match document.or_else(|| self.options.document.cloned()) {
            Some(document) => document,
            None => file_document(&mut self.file_document, self.file, reader.log, todo.line)
                .ok_or_else(|| Box::new(reader.missing(todo.line, "REFID")))?,
        };
        let mut task = Task::new(id.clone(), document.clone(), title);
        task.title_en = title_en;
        task.assigned_on = assigned_on;
        task.deadline = reader.deadline(assigned_on, last_day, working);
        reader.fields_of(&mut task);
        let agencies = reader.agencies(&mut task, self.options);
        let links = reader.links(self.records.tasks.len());
        let reports = reader.reports(&id, calendar.is_simulated);
        reader.leave(calendar.is_own);

        let known = self.options.registry;
        if known.is_none_or(|r| r.document(document.as_str()).is_none()) {
            let title = Text::new(document.as_str()).unwrap_or_default();
            self.documents
                .entry(document.clone())
                .or_insert_with(|| Document::new(document, title));
        }
        for Named { agency, group } in agencies {
            if known.is_some_and(|r| r.agency(agency.id.as_str()).is_some()) {
                continue;
            }
            let kind = agency.kind.clone();
            let own = self.agencies.entry(agency.id.clone()).or_insert(agency);
            if kind == AgencyKind::Group {
                // Named as an agency first, and then with its members.
                own.kind = kind;
            }
            if let Some(group) = group
                && self.members.insert((own.id.clone(), group.clone()))
            {
                own.member_of.push(group);
            }
        }
        self.links.extend(links);
        self.records.reports.extend(reports);
        self.ids.insert(id.clone(), todo.line);
        self.by_uid.insert(uid, (id, todo.line));
        self.records.tasks.push(task);
        Ok(())
    }

    fn link(&mut self, link: Link) {
        let Link { task, line, uid, kind } = link;
        let target = match self.by_uid.get(&uid) {
            Some((id, _)) => Ok(id.clone()),
            // A task of another file; the register says so where it has none of that id.
            None => TaskId::new(&uid),
        };
        let Some(task) = self.records.tasks.get_mut(task) else { return };
        let Ok(target) = target else {
            let finding = about(
                self.log.at(FindingCode::PropertyInvalid, line, "RELATED-TO"),
                task.id.as_str(),
            );
            self.log.push(finding.arg("name", "RELATED-TO").arg("value", uid));
            return;
        };
        match kind {
            LinkKind::Parent if task.parent.is_none() => task.parent = Some(target),
            LinkKind::PilotOf if task.pilot_of.is_none() => task.pilot_of = Some(target),
            LinkKind::Relation(kind) => task.relations.push(TaskRelation { kind, task: target }),
            LinkKind::Follows(kind, lag_days) => {
                task.dependencies.push(Dependency { task: target, kind, lag_days });
            }
            LinkKind::Parent | LinkKind::PilotOf => {
                let finding = self.log.at(FindingCode::ValueRepeated, line, "RELATED-TO");
                self.log.push(
                    about(finding, task.id.as_str()).arg("name", "RELATED-TO").arg("count", 1),
                );
            }
        }
    }
}

/// The document that the file itself stands for.
fn file_document(
    kept: &mut Option<DocumentId>,
    file: &str,
    log: &mut Log,
    line: u64,
) -> Option<DocumentId> {
    if kept.is_none() {
        let shown: String = file.chars().filter(|c| !c.is_control()).take(30).collect();
        *kept = DocumentId::new(&shown).or_else(|_| DocumentId::new("ics")).ok();
    }
    let id = kept.clone()?;
    let code = FindingCode::ValueUnstated;
    log.habit(
        "",
        |log| log.at(code, line, "document").field("document").arg("value", &id),
        code,
        "",
    );
    Some(id)
}
