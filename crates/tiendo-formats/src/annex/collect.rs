//! What the sheets of one file give, put together: records by id, compared with the register's.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use chrono::NaiveDate;
use tiendo::{
    AgencyId, Deadline, Document, DocumentId, DocumentNumber, Finding, FindingCode, Form, Plan,
    Report, Task, TaskId, Text, text,
};

use super::agencies::Agencies;
use super::grid::{Rows, Sheet};
use super::key::key;
use super::merge::Change;
use super::understanding::Understanding;
use super::walk::Walk;
use super::{Import, ReadOptions};
use crate::error::Error;

/// Wordings of deadlines that are remembered; annexes repeat few.
const REMEMBERED: usize = 10_000;

/// Tasks with the same words that are told apart by who owes them; a report to all provinces gives fewer than a hundred.
const SAME_WORDS: usize = 1000;

/// The wording of a deadline, understood.
type Worded = Rc<(Deadline, Vec<Finding>)>;

/// Where a row stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stood {
    pub(crate) sheet: usize,
    pub(crate) row: u64,
}

/// Records of a file being read.
pub(crate) struct Collector<'a> {
    pub(crate) file: &'a str,
    pub(crate) options: &'a ReadOptions<'a>,
    pub(crate) agencies: Agencies,
    pub(crate) tasks: Vec<Task>,
    // Looked up for every row and never listed, so their order cannot reach what is told.
    pub(crate) task_at: HashMap<String, (usize, Stood)>,
    pub(crate) reports: Vec<Report>,
    pub(crate) report_at: HashMap<String, (usize, Stood)>,
    documents: Vec<Document>,
    pub(crate) plans: Vec<Plan>,
    titles: HashMap<String, Vec<TaskId>>,
    /// True where a task may have a key over more than its words.
    pub(crate) has_longer_keys: bool,
    /// Who owes a task, in the words of the row that gave it.
    pub(crate) led: HashMap<String, Rc<str>>,
    /// Who owed a task of the register before a row of this file named another.
    pub(crate) owed: HashMap<String, Vec<AgencyId>>,
    /// Wordings by the day of the document that they count from.
    deadlines: HashMap<Option<NaiveDate>, HashMap<String, Worded>>,
    remembered: usize,
    pub(crate) text_bytes: u64,
    pub(crate) findings: Vec<Finding>,
    pub(crate) sheets: Vec<Understanding>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(file: &'a str, options: &'a ReadOptions<'a>) -> Self {
        let mut titles: HashMap<String, Vec<TaskId>> = HashMap::new();
        let mut has_longer_keys = false;
        if let Some(base) = options.base {
            for task in base.tasks() {
                let made = key(task.document.as_str(), &[task.title.as_str()]);
                has_longer_keys |= task.id.as_str() != made && task.id.as_str().contains('#');
                let ids = titles.entry(made).or_default();
                if !ids.contains(&task.id) {
                    ids.push(task.id.clone());
                }
            }
        }
        Collector {
            file,
            options,
            agencies: Agencies::new(options.base, &options.mapping.agencies),
            tasks: Vec::new(),
            task_at: HashMap::new(),
            reports: Vec::new(),
            report_at: HashMap::new(),
            documents: Vec::new(),
            plans: Vec::new(),
            titles,
            has_longer_keys,
            led: HashMap::new(),
            owed: HashMap::new(),
            deadlines: HashMap::new(),
            remembered: 0,
            text_bytes: 0,
            findings: Vec::new(),
            sheets: Vec::new(),
        }
    }

    /// Reads one sheet.
    pub(crate) fn sheet(&mut self, sheet: Sheet, rows: &mut dyn Rows<'_>) -> Result<(), Error> {
        Walk::new(self, sheet).run(rows)
    }

    /// The task with this id: of this file, else of the register.
    pub(crate) fn task(&self, id: &str) -> Option<Task> {
        if let Some(task) = self.task_at.get(id).and_then(|(at, _)| self.tasks.get(*at)) {
            return Some(task.clone());
        }
        self.options.base.and_then(|base| base.task(id))
    }

    /// The task with this id without a copy: of this file, else the newest version of the register.
    fn task_ref(&self, id: &str) -> Option<std::borrow::Cow<'_, Task>> {
        use std::borrow::Cow;
        match self.task_at.get(id).and_then(|(at, _)| self.tasks.get(*at)) {
            Some(task) => Some(Cow::Borrowed(task)),
            None => self.options.base.and_then(|base| base.task(id)).map(Cow::Owned),
        }
    }

    /// The tasks of this file and of the register whose document and words make this key; those with one of the
    /// made ids stand first, in their order.
    pub(crate) fn worded(&self, worded: &str, made: &[String]) -> Vec<std::borrow::Cow<'_, Task>> {
        let others = self.titles.get(worded).into_iter().flatten().map(TaskId::as_str);
        let others = others.filter(|id| !made.iter().any(|made| made == id));
        made.iter().map(String::as_str).chain(others).filter_map(|id| self.task_ref(id)).collect()
    }

    /// Remembers the words of a task of this file by their key.
    pub(crate) fn word(&mut self, key: String, task: &Task) {
        // A task whose id is that key is found by it.
        if task.id.as_str() == key {
            return;
        }
        let ids = self.titles.entry(key).or_default();
        if ids.len() < SAME_WORDS && !ids.contains(&task.id) {
            ids.push(task.id.clone());
        }
    }

    /// The document that a number stands for: one of the register, else the number in its usual form.
    pub(crate) fn document_id(&self, written: &str) -> Option<DocumentId> {
        let written = written.trim();
        let known = |id: &str| {
            let base = self.options.base?;
            let same = |document: &&Document| {
                document.number.as_ref().is_some_and(|number| number.as_str() == id)
            };
            base.document(id)
                .or_else(|| base.documents().iter().find(same))
                .map(|document| document.id.clone())
        };
        let canonical = || DocumentNumber::read(written).canonical();
        known(written)
            .or_else(|| canonical().and_then(|number| known(&number)))
            .or_else(|| canonical().and_then(|number| DocumentId::new(&number).ok()))
            .or_else(|| DocumentId::new(&text::nfc(written)).ok())
    }

    /// The day of a document, where the register or this file knows it.
    pub(crate) fn document_day(&self, id: &DocumentId) -> Option<NaiveDate> {
        let own = self.documents.iter().find(|document| document.id == *id);
        let base = || self.options.base.and_then(|base| base.document(id.as_str()));
        own.or_else(base).and_then(|document| document.issued_on)
    }

    /// Makes a document that neither the register nor this file has.
    pub(crate) fn need_document(&mut self, id: &DocumentId, title: &str, day: Option<NaiveDate>) {
        let known = self.options.base.is_some_and(|base| base.document(id.as_str()).is_some());
        if known || self.documents.iter().any(|document| document.id == *id) {
            return;
        }
        let title = if title.is_empty() { id.as_str() } else { title };
        let Ok(title) = Text::new(&title.replace('\0', " ")) else { return };
        let mut document = Document::new(id.clone(), title);
        document.number = Text::new(id.as_str()).ok();
        document.issued_on = day;
        self.documents.push(document);
    }

    /// Reads the wording of a deadline, which annexes repeat many times.
    pub(crate) fn deadline(&mut self, wording: &str, on: Option<NaiveDate>) -> Worded {
        let of_day = self.deadlines.entry(on).or_default();
        if let Some(known) = of_day.get(wording) {
            return Rc::clone(known);
        }
        let reading = Deadline::read(wording, on);
        let unread = reading.deadline.form == Form::Unread;
        let mut findings = reading.findings;
        findings.retain(|finding| unread || finding.code == FindingCode::DeadlineNoYear);
        let read = Rc::new((reading.deadline, findings));
        if self.remembered < REMEMBERED {
            self.remembered += 1;
            of_day.insert(wording.to_owned(), Rc::clone(&read));
        }
        read
    }

    /// What was read, without what the register has already.
    pub(crate) fn finish(mut self) -> Import {
        for sheet in &self.options.mapping.sheet {
            if !self.sheets.iter().any(|read| read.sheet == sheet.name) {
                let finding = Finding::new(FindingCode::SheetMapped).at(self.file, 0, "");
                self.findings.push(finding.arg("sheet", &sheet.name));
            }
        }
        let mut import =
            Import { findings: self.findings, sheets: self.sheets, ..Import::default() };
        let base = self.options.base;
        for document in self.documents {
            import.changes.count(Change::Added);
            import.records.documents.push(document);
        }
        for plan in self.plans {
            let known = base.and_then(|base| base.plans().iter().find(|p| p.id == plan.id));
            let change = Change::of(known, &plan);
            import.changes.count(change);
            if change != Change::Unchanged {
                import.records.plans.push(plan);
            }
        }
        // In place, for there may be many and they are large.
        self.tasks.retain(|task| {
            let known = base.and_then(|base| base.task(task.id.as_str()));
            let change = Change::of(known.as_ref(), task);
            import.changes.count(change);
            change != Change::Unchanged
        });
        import.records.tasks = self.tasks;
        let known: BTreeMap<String, Report> = match base {
            Some(base) if !self.reports.is_empty() => {
                let wanted = &self.report_at;
                let mut all = base.to_records().reports;
                all.retain(|report| wanted.contains_key(report.id.as_str()));
                // The newest version of each is what the register holds for true.
                all.sort_by_key(|report| report.recorded_at);
                all.into_iter().map(|report| (report.id.to_string(), report)).collect()
            }
            _ => BTreeMap::new(),
        };
        for report in self.reports {
            let change = match known.get(report.id.as_str()) {
                // When the register learned of it is the register's own.
                Some(old) => {
                    let old = Report { recorded_at: report.recorded_at, ..old.clone() };
                    Change::of(Some(&old), &report)
                }
                None => Change::Added,
            };
            import.changes.count(change);
            if change != Change::Unchanged {
                import.records.reports.push(report);
            }
        }
        import
    }
}
