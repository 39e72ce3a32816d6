//! A row of a table as a task: new, or the register's with what the row says of it.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;
use tiendo::{
    AgencyId, Classification, ClassificationBasis, DocumentId, FindingCode, GroupId, Plan, PlanId,
    Product, RecordKind, Task, TaskGroup, TaskId, Text, text,
};

use super::agencies::Named;
use super::collect::Stood;
use super::field::Field;
use super::grid::{GridRow, Origin};
use super::key::key;
use super::ordinal::Ordinal;
use super::understanding::Fate;
use super::value::{Value, serial_day};
use super::walk::{Walk, is_outside};
use crate::table::{DayForm, header_key, read_day};

/// What became of a row, the id of its task, and whether that id was made.
pub(super) type Read = (Fate, String, bool);

impl Walk<'_, '_> {
    /// Reads a row that is no section.
    pub(super) fn task_row(
        &mut self,
        row: &GridRow,
        number: Option<Ordinal>,
        followed: bool,
    ) -> Read {
        let nothing = |fate| (fate, String::new(), false);
        self.cell_errors(row);
        let title = self.text(row, Field::Title);
        let id = self.text(row, Field::Id);
        if self.continues(row) {
            return self.continued(row);
        }
        let Some(words) = title.as_ref().or(id.as_ref()).map(|(_, text)| text.clone()) else {
            let (line, short) = (row.line(), row.own().nth(1).is_none());
            if is_outside(&line) || (short && !followed) {
                return nothing(self.outside(row));
            }
            let finding = self.at_row(FindingCode::RowNoTitle, row.number).arg("value", line);
            self.log.push(finding);
            return nothing(Fate::Finding);
        };
        // Below the last row stand notes and signatures.
        let own = row.own().count();
        if (own <= 1 && !followed) || (number.is_none() && is_outside(&words)) {
            return nothing(self.outside(row));
        }
        let document = self.row_document(row);
        let known = id.as_ref().and_then(|(_, id)| self.all.task(id));
        let Some(document) = document.or_else(|| known.as_ref().map(|task| task.document.clone()))
        else {
            let column = title.or(id).map_or(0, |(at, _)| at);
            let finding = self.at(FindingCode::SheetNoDocument, row.number, column);
            self.log.push(finding.arg("value", &words));
            return nothing(Fate::Finding);
        };
        let Some((id, made)) = self.task_id(row, &document, &words, id) else {
            return nothing(Fate::Finding);
        };
        let old = if self.is_fresh { None } else { self.all.task(id.as_str()) };
        if old.is_none() && !self.means.creates {
            let finding = self.at_row(FindingCode::TaskUnmatched, row.number);
            self.log.push(finding.about(RecordKind::Task, id.as_str()).arg("value", &words));
            return nothing(Fate::Finding);
        }
        let stood = || self.all.task_at.get(id.as_str()).map(|(_, stood)| stood.clone());
        let before = if self.is_fresh { None } else { stood() };
        if let Some(before) = &before
            && !self.means.reports
        {
            let finding = self.at_row(FindingCode::RowTwice, row.number);
            let finding = finding.about(RecordKind::Task, id.as_str()).arg("id", &id);
            self.log.push(finding.arg("row", before.row));
            return (Fate::Finding, id.to_string(), made);
        }
        let is_new = old.is_none();
        let task = match old {
            Some(old) if !self.means.overwrites => old,
            Some(old) => self.fill(row, old, number.as_ref()),
            None => {
                let Some((_, title)) = &title else {
                    let finding = self.at_row(FindingCode::RowNoTitle, row.number);
                    self.log.push(finding.arg("value", &words));
                    return (Fate::Finding, id.to_string(), made);
                };
                let Some(title) = self.make_text(row, Field::Title, title) else {
                    return (Fate::Finding, id.to_string(), made);
                };
                self.fill(row, Task::new(id.clone(), document.clone(), title), number.as_ref())
            }
        };
        let is_bullet = number == Some(Ordinal::Bullet);
        if let Some(Ordinal::Number(parts)) = number {
            self.numbered.retain(|(up, _)| up.len() < parts.len() && parts.starts_with(up));
            self.numbered.push((parts, id.clone()));
        }
        if !is_bullet {
            self.above = Some(id.clone());
        }
        self.last_task = Some((id.clone(), row.number));
        if self.means.reports {
            self.report_row(row, &task);
        }
        if is_new || self.means.overwrites || before.is_none() {
            self.keep(task, row.number);
        }
        (Fate::Loaded, id.as_str().to_owned(), made)
    }

    fn keep(&mut self, task: Task, row: u64) {
        let stood = Stood { sheet: self.sheet_index(), row };
        let at = self.all.tasks.len();
        let place = self.all.task_at.entry(task.id.as_str().to_owned());
        let known = match &place {
            Entry::Occupied(known) => self.all.tasks.get_mut(known.get().0),
            Entry::Vacant(_) => None,
        };
        if let Some(old) = known {
            *old = task;
        } else {
            place.insert_entry((at, stood));
            let words = (task.document.as_str(), task.title.as_str());
            // Nearly always it is the row's own words that the task is called by.
            let key = match self.worded.take() {
                Some(made) if (made.document.as_str(), &*made.words) == words => made.key,
                _ => key(words.0, &[words.1]),
            };
            // A key of another row that was written out by hand.
            self.all.has_longer_keys |= task.id.as_str() != key && task.id.as_str().contains('#');
            self.all.word(key, &task);
            self.all.tasks.push(task);
        }
    }

    /// Reports errors that cells of known columns hold.
    fn cell_errors(&mut self, row: &GridRow) {
        let known = self.header.columns.iter().filter(|c| c.field.is_some_and(Field::is_kept));
        let found: Vec<(usize, String)> = known
            .filter_map(|column| match row.slot(column.at) {
                Some(slot) if slot.origin == Origin::Own => match &slot.value {
                    Value::Error(error) => Some((column.at, error.clone())),
                    _ => None,
                },
                _ => None,
            })
            .collect();
        for (at, error) in found {
            let finding = self.at(FindingCode::CellError, row.number, at);
            self.log.push(finding.arg("value", error));
        }
    }

    /// True for a further row of a merged cell that holds the task.
    fn continues(&self, row: &GridRow) -> bool {
        let column = self.header.column(Field::Title).or_else(|| self.header.column(Field::Id));
        let above = column.and_then(|column| row.slot(column.at)).map(|slot| slot.origin);
        above == Some(Origin::Above) && self.last_task.is_some()
    }

    /// Adds to the task above what a further row of its merged cell says.
    fn continued(&mut self, row: &GridRow) -> Read {
        let Some((id, first)) = self.last_task.clone() else {
            return (Fate::Finding, String::new(), false);
        };
        let position = self.all.task_at.get(id.as_str()).map(|(at, _)| *at);
        let task = position.and_then(|at| self.all.tasks.get(at)).cloned();
        let Some(mut task) = task.filter(|_| self.means.creates) else {
            return (Fate::Continued, id.to_string(), false);
        };
        for (at, slot) in row.own() {
            let said = slot.value.text();
            let field = self.header.columns.iter().find(|c| c.at == at).and_then(|c| c.field);
            match field {
                Some(Field::Addressees) => {
                    let more = self.agencies(row, Field::Addressees);
                    extend(&mut task.addressees, more);
                }
                Some(Field::Coordinating) => {
                    let more = self.agencies(row, Field::Coordinating);
                    extend(&mut task.coordinating, more);
                }
                Some(field) if field.is_kept() && field != Field::Ordinal => {
                    let finding = self.at(FindingCode::RowContinued, row.number, at);
                    self.log.push(finding.arg("row", first).arg("value", said));
                }
                _ => {}
            }
        }
        self.keep(task, row.number);
        (Fate::Continued, id.to_string(), false)
    }

    fn row_document(&mut self, row: &GridRow) -> Option<DocumentId> {
        let Some((_, written)) = self.text(row, Field::Document) else {
            return self.document.clone();
        };
        let id = self.all.document_id(&written).or_else(|| self.document.clone())?;
        self.all.need_document(&id, "", None);
        Some(id)
    }

    /// The id of a row's task: its own, that of a task of the register with the same words, or one that is made.
    fn task_id(
        &mut self,
        row: &GridRow,
        document: &DocumentId,
        words: &str,
        id: Option<(usize, Cow<'_, str>)>,
    ) -> Option<(TaskId, bool)> {
        (self.worded, self.is_fresh) = (None, false);
        if let Some((at, written)) = id {
            let read = TaskId::new(&written).ok();
            if read.is_none() {
                let finding = self.at(FindingCode::IdInvalid, row.number, at);
                self.log.push(finding.arg("value", written));
            }
            return read.map(|id| (id, false));
        }
        self.worded_id(row, document, words)
    }

    /// The task with what the row says; a cell that is empty or unread leaves it as it was.
    fn fill(&mut self, row: &GridRow, mut task: Task, number: Option<&Ordinal>) -> Task {
        if let Some((_, title)) = self.text(row, Field::Title)
            && let Some(title) = self.make_text(row, Field::Title, &title)
        {
            task.title = title;
        }
        self.deadline(row, &mut task);
        let lead = self.agencies(row, Field::Addressees);
        if !lead.is_empty() {
            task.addressees = lead;
        }
        let coordinating = self.agencies(row, Field::Coordinating);
        if !coordinating.is_empty() {
            task.coordinating = coordinating;
        }
        if let Some(assigner) = self.agencies(row, Field::Assigner).into_iter().next() {
            task.assigner = Some(assigner);
        }
        if let Some(supervisor) = self.agencies(row, Field::Supervisor).into_iter().next() {
            task.supervisor = Some(supervisor);
        }
        let texts = [
            (Field::ResponsiblePerson, &mut task.responsible_person),
            (Field::SupervisingLeader, &mut task.supervising_leader),
            (Field::Authority, &mut task.authority),
            (Field::Clause, &mut task.clause),
        ];
        for (field, place) in texts {
            if let Some((_, text)) = self.text(row, field)
                && let Some(text) = self.make_text(row, field, &text)
            {
                *place = Some(text);
            }
        }
        if let Some((_, text)) = self.text(row, Field::Product)
            && let Some(text) = self.make_text(row, Field::Product, &text)
        {
            let (kind, document) = task
                .product
                .take()
                .map_or((None, None), |product| (product.kind, product.document));
            task.product = Some(Product { text, kind, document });
        }
        if let Some(day) = self.day_of(row, Field::AssignedOn) {
            task.assigned_on = Some(day);
        }
        if let Some((_, word)) = self.text(row, Field::Classification) {
            task.classification = Some(classification(&word));
        }
        let group = self.row_group(row, &task.document);
        if let Some(group) = group {
            task.group = Some(group);
            task.classified_by = task.classified_by.or(Some(ClassificationBasis::Source));
        }
        let parent = match number {
            Some(Ordinal::Number(parts)) => {
                let is_above = |(up, _): &&(Vec<String>, TaskId)| {
                    up.len() < parts.len() && parts.starts_with(up)
                };
                self.numbered.iter().rev().find(is_above).map(|(_, id)| id)
            }
            Some(Ordinal::Bullet) => self.above.as_ref(),
            _ => None,
        };
        if let Some(parent) = parent.filter(|parent| **parent != task.id) {
            task.parent = Some(parent.clone());
        }
        task
    }

    /// Text of a cell in NFC; a NUL, which no cell of a spreadsheet can hold, makes it no text.
    pub(super) fn make_text(&mut self, row: &GridRow, field: Field, text: &str) -> Option<Text> {
        let at = self.header.column(field).map_or(0, |column| column.at);
        let Ok(made) = Text::new(text) else {
            let finding = self.at(FindingCode::CellNul, row.number, at);
            self.log.push(finding.arg("value", text.replace('\0', "\u{fffd}")));
            return None;
        };
        if made.as_str() != text {
            self.habit(FindingCode::TextNormalised, row.number, at, "", &[]);
        }
        Some(made)
    }

    /// The deadline: a date, a serial number of one, or the official wording.
    fn deadline(&mut self, row: &GridRow, task: &mut Task) {
        let on = self.all.document_day(&task.document);
        let Some((at, text)) = self.text(row, Field::Deadline) else { return };
        let value = self.value(row, Field::Deadline).map(|(_, value)| value);
        let day = match value {
            Some(Value::Day(moment)) => Some(moment.date()),
            Some(Value::Number(number, _)) => self.serial(row, at, *number),
            _ => None,
        };
        let wording = day.map_or(text, |day| Cow::Owned(day.format("%d/%m/%Y").to_string()));
        if wording.chars().all(|c| matches!(c, '-' | '–' | '/' | '.' | ' ')) {
            return;
        }
        let read = self.all.deadline(&wording, on);
        let mut deadline = read.0.clone();
        deadline.stated_last_day = day;
        for mut finding in read.1.iter().cloned() {
            finding.place = self.at(finding.code, row.number, at).place;
            self.log.push(finding.about(RecordKind::Task, task.id.as_str()).field("deadline"));
        }
        // The register's reading of the same words may know more, such as the day of an event.
        let same = task.deadline.text == deadline.text
            && (task.deadline.stated_last_day == deadline.stated_last_day || day.is_none());
        if !same {
            task.deadline = deadline;
        }
    }

    /// A serial number as a day, which is worth a note.
    fn serial(&mut self, row: &GridRow, at: usize, number: f64) -> Option<NaiveDate> {
        let day = serial_day(number)?;
        let (value, shown) = (number.to_string(), day.to_string());
        self.habit(
            FindingCode::SerialDay,
            row.number,
            at,
            "",
            &[("value", &value), ("day", &shown)],
        );
        Some(day)
    }

    /// The day in a cell; what is no day is a finding.
    pub(super) fn day_of(&mut self, row: &GridRow, field: Field) -> Option<NaiveDate> {
        let (at, value) = self.value(row, field)?;
        let text = value.text();
        let day = match value {
            Value::Day(moment) => Some(moment.date()),
            Value::Number(number, _) => self.serial(row, at, *number),
            Value::Error(_) => return None,
            _ => match read_day(&text) {
                Ok((day, form)) => {
                    if form == DayForm::Loose {
                        self.habit(FindingCode::DayForm, row.number, at, "", &[("value", &text)]);
                    }
                    Some(day)
                }
                Err(_) => None,
            },
        };
        if day.is_none() && !text.trim_matches(['-', '–', ' ']).is_empty() {
            let finding = self.at(FindingCode::CellUnread, row.number, at).field(field.as_str());
            self.log.push(finding.arg("value", text));
        }
        day
    }

    /// The agencies in a cell; one that is unknown or ambiguous is a finding and is left out.
    pub(super) fn agencies(&mut self, row: &GridRow, field: Field) -> Vec<AgencyId> {
        let Some((at, cell)) = self.text(row, field) else { return Vec::new() };
        let written = self.all.agencies.read(&cell);
        for (name, named) in &written.names {
            match named {
                Named::One(id, score) if *score < 0.9 => {
                    let (shown, score) = (id.to_string(), format!("{score:.2}"));
                    let args = [("value", name.as_str()), ("id", &shown), ("score", &score)];
                    self.habit(FindingCode::AgencyByPart, row.number, at, name, &args);
                }
                Named::One(..) => {}
                Named::Several(candidates) => {
                    let finding = self.at(FindingCode::AgencyAmbiguous, row.number, at);
                    let finding = finding.field(field.as_str()).arg("value", name);
                    self.log.push(finding.arg("candidates", candidates.join(", ")));
                }
                Named::Unknown(nearest) => {
                    let finding = self.at(FindingCode::AgencyUnknown, row.number, at);
                    let nearest =
                        if nearest.is_empty() { "–".to_owned() } else { nearest.join(", ") };
                    let finding = finding.field(field.as_str()).arg("value", name);
                    self.log.push(finding.arg("candidates", nearest));
                }
                Named::Generic => {
                    let args = [("value", name.as_str())];
                    self.habit(FindingCode::AgencyGeneric, row.number, at, name, &args);
                }
            }
        }
        written.ids.clone()
    }

    /// The group that a row names in a column of its own, else that of the section it stands in.
    fn row_group(&mut self, row: &GridRow, document: &DocumentId) -> Option<GroupId> {
        if let Some((_, name)) = self.text(row, Field::Group) {
            let plans = self.all.options.base.map(tiendo::Registry::plans).unwrap_or_default();
            let of =
                plans.iter().filter(|p| p.document == *document || p.documents.contains(document));
            let mut groups = of.flat_map(|plan| &plan.groups);
            let wanted = header_key(&name);
            if let Some(group) =
                groups.find(|g| g.id.as_str() == name || header_key(g.name.as_str()) == wanted)
            {
                return Some(group.id.clone());
            }
        }
        self.sections.iter().rev().find_map(|section| section.group.clone())
    }

    /// Makes the newest section a task group: one of the register's plan, or of a plan made for the document.
    pub(super) fn group_of_section(&mut self, row: &GridRow) {
        let Some(document) = self.document.clone() else { return };
        if !self.means.creates {
            return;
        }
        let Some(section) = self.sections.last().cloned() else { return };
        let plans = self.all.options.base.map(tiendo::Registry::plans).unwrap_or_default();
        let own = |plan: &&Plan| plan.document == document || plan.documents.contains(&document);
        let made_here = plan_id(&document);
        let group = match plans.iter().find(own).filter(|plan| Some(&plan.id) != made_here.as_ref())
        {
            Some(plan) => {
                let wanted = header_key(&section.name);
                let same = |group: &&TaskGroup| {
                    let name = header_key(group.name.as_str());
                    name == wanted || wanted.contains(&name) || name.contains(&wanted)
                };
                let found = plan.groups.iter().find(same).map(|group| group.id.clone());
                if found.is_none() {
                    let finding = self.at_row(FindingCode::SectionNoGroup, row.number);
                    let finding = finding.arg("value", &section.name);
                    self.log.push(finding.arg("plan", &plan.id));
                }
                found
            }
            None => self.made_group(&document, &section.name),
        };
        if let Some(section) = self.sections.last_mut() {
            section.group = group;
        }
    }

    /// A group of the plan that is made for a document without one.
    fn made_group(&mut self, document: &DocumentId, name: &str) -> Option<GroupId> {
        let id = plan_id(document)?;
        let path: Vec<&str> = self
            .sections
            .iter()
            .map(|s| if s.ordinal.is_empty() { s.name.as_str() } else { s.ordinal.as_str() })
            .collect();
        let written = format!("{document}:{}", path.join("."));
        let group = GroupId::new(&written)
            .ok()
            .or_else(|| GroupId::new(&key(document.as_str(), &path)).ok())?;
        let known = self.all.plans.iter().position(|plan| plan.id == id);
        if known.is_none() {
            let title = self.titles.iter().find(|line| line.chars().count() > 8);
            let title = title.map_or(document.as_str(), String::as_str);
            let title: String = title.chars().take(300).collect();
            let known = self
                .all
                .options
                .base
                .and_then(|base| base.plans().iter().find(|plan| plan.id == id).cloned());
            self.all.plans.push(known.unwrap_or(Plan {
                id,
                document: document.clone(),
                documents: Vec::new(),
                name: Text::new(&title.replace('\0', " ")).ok()?,
                name_en: None,
                phases: Vec::new(),
                groups: Vec::new(),
            }));
        }
        let at = known.unwrap_or(self.all.plans.len() - 1);
        let plan = self.all.plans.get_mut(at)?;
        if !plan.groups.iter().any(|known| known.id == group) {
            let name = Text::new(&name.replace('\0', " ")).ok()?;
            plan.groups.push(TaskGroup { id: group.clone(), name, name_en: None });
        }
        Some(group)
    }
}

/// Id of the plan that is made for a document.
fn plan_id(document: &DocumentId) -> Option<PlanId> {
    PlanId::new(document.as_str()).ok()
}

fn extend(ids: &mut Vec<AgencyId>, more: Vec<AgencyId>) {
    for id in more {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
}

/// The class that a cell names, in Vietnamese or as the register writes it; any other word is kept as unknown.
fn classification(word: &str) -> Classification {
    match header_key(word).as_str() {
        "cong khai" | "public" | "khong" | "khong mat" | "thuong" => Classification::Public,
        "noi bo" | "internal" => Classification::Internal,
        "mat" | "toi mat" | "tuyet mat" | "secret" => Classification::Secret,
        _ => Classification::parse(&text::nfc(word)),
    }
}
