//! Loading the workload's Parquet files into a registry, in one pass through its builder.

use std::path::Path;

use arrow_array::types::{
    Date32Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMillisecondType,
};
use tiendo::{
    Agency, AgencyId, Deadline, Document, DocumentId, FindingCode, GroupId, LeanId, LeanReport,
    LeanTask, Level, Phase, PhaseId, Plan, PlanId, Registry, RegistryBuilder, ReportKind, Severity,
    TaskGroup, Text, agency::ROOT,
};

use crate::error::Error;
use crate::parquet_table::{at, each_batch};

/// Phases in the order of their codes.
pub(crate) const PHASES: [&str; 3] = ["urgent", "breakthrough", "later"];
/// Groups are numbered from 1.
pub(crate) const GROUPS: u8 = 8;

mod kpis;

pub(crate) use kpis::load_kpis;

/// What takes the records of the workload, in the order of its tables.
pub(crate) trait Sink {
    fn document(&mut self, document: Document) -> Result<(), Error>;
    fn agency(&mut self, agency: Agency) -> Result<(), Error>;
    fn plan(&mut self, plan: Plan) -> Result<(), Error>;
    fn task(&mut self, task: &LeanTask<'_>) -> Result<(), Error>;
    fn report(&mut self, report: &LeanReport<'_>) -> Result<(), Error>;
}

impl Sink for RegistryBuilder {
    fn document(&mut self, document: Document) -> Result<(), Error> {
        self.add_document(document);
        Ok(())
    }

    fn agency(&mut self, agency: Agency) -> Result<(), Error> {
        self.add_agency(agency);
        Ok(())
    }

    fn plan(&mut self, plan: Plan) -> Result<(), Error> {
        self.add_plan(plan);
        Ok(())
    }

    fn task(&mut self, task: &LeanTask<'_>) -> Result<(), Error> {
        self.add_lean_task(task)?;
        Ok(())
    }

    fn report(&mut self, report: &LeanReport<'_>) -> Result<(), Error> {
        self.add_lean_report(report)?;
        Ok(())
    }
}

/// Hands on all records of the workload.
pub(crate) fn each(data: &Path, sink: &mut impl Sink) -> Result<(), Error> {
    agencies(&data.join("agency.parquet"), sink)?;
    documents(&data.join("document.parquet"), sink)?;
    tasks(&data.join("task.parquet"), sink)?;
    reports(&data.join("report.parquet"), |report| sink.report(report))
}

/// Everything that the questions about tasks read: agencies, documents, one plan over all documents, tasks, reports.
pub(crate) fn load(data: &Path) -> Result<Registry, Error> {
    let mut builder = RegistryBuilder::new();
    each(data, &mut builder)?;
    let registry = builder.finish();
    // What was left out, or refers to nothing, would be a fault of this loader.
    let wrong = registry
        .findings()
        .iter()
        .find(|f| f.severity == Severity::Error || f.code == FindingCode::DanglingReference);
    match wrong {
        Some(finding) => Err(Error::Wrong(format!("{}: {finding:?}", data.display()))),
        None => Ok(registry),
    }
}

fn agencies(path: &Path, sink: &mut impl Sink) -> Result<(), Error> {
    let columns = ["agency_id", "parent_id", "level", "code", "name"];
    each_batch(path, &columns, |batch| {
        let (ids, parents) =
            (batch.numbers::<Int32Type>("agency_id")?, batch.numbers::<Int32Type>("parent_id")?);
        let (levels, level) =
            batch.words("level", |w| Some(Level::parse(w)).filter(|l| !l.is_unknown()))?;
        let (codes, names) = (batch.texts("code")?, batch.texts("name")?);
        for row in batch.rows() {
            let name = Text::new(names.value(row))?;
            let level = levels[level[row] as usize].clone();
            let mut agency = Agency::new(agency(ids.value(row))?, name, level);
            agency.code = Some(Text::new(codes.value(row))?);
            agency.parent = at(parents, row).map(self::agency).transpose()?;
            sink.agency(agency)?;
        }
        Ok(())
    })
}

/// The nation is agency 0 there and the root here.
fn agency(number: i32) -> Result<AgencyId, tiendo::Error> {
    if number == 0 { AgencyId::new(ROOT) } else { AgencyId::new(&number.to_string()) }
}

fn documents(path: &Path, sink: &mut impl Sink) -> Result<(), Error> {
    let mut ids = Vec::new();
    each_batch(path, &["document_id", "code", "title"], |batch| {
        let numbers = batch.numbers::<Int32Type>("document_id")?;
        let (codes, titles) = (batch.texts("code")?, batch.texts("title")?);
        for row in batch.rows() {
            let id = DocumentId::new(&numbers.value(row).to_string())?;
            ids.push(id.clone());
            let mut document = Document::new(id, Text::new(titles.value(row))?);
            document.number = Some(Text::new(codes.value(row))?);
            sink.document(document)?;
        }
        Ok(())
    })?;
    sink.plan(plan(path, ids)?)
}

/// The workload's phases and groups are not of one document, so every document belongs to the plan.
fn plan(path: &Path, documents: Vec<DocumentId>) -> Result<Plan, Error> {
    let phase = |phase: &str| -> Result<Phase, tiendo::Error> {
        Ok(Phase {
            id: PhaseId::new(phase)?,
            name: Text::new(phase)?,
            name_en: None,
            starts_on: None,
            deadline: Deadline::unspecified(),
        })
    };
    let group = |group: u8| -> Result<TaskGroup, tiendo::Error> {
        let group = group.to_string();
        Ok(TaskGroup { id: GroupId::new(&group)?, name: Text::new(&group)?, name_en: None })
    };
    let first = documents.first().ok_or_else(|| Error::table(path)("no document"))?;
    Ok(Plan {
        id: PlanId::new("workload")?,
        document: first.clone(),
        documents,
        name: Text::new("workload")?,
        name_en: None,
        phases: PHASES.into_iter().map(phase).collect::<Result<_, _>>()?,
        groups: (1..=GROUPS).map(group).collect::<Result<_, _>>()?,
    })
}

fn tasks(path: &Path, sink: &mut impl Sink) -> Result<(), Error> {
    let columns = [
        "task_id",
        "title",
        "document_id",
        "phase",
        "grp",
        "lead_agency",
        "assigned",
        "deadline",
        "weight",
        "parent_id",
        "duration_wd",
    ];
    let names: Vec<String> = (1..=GROUPS).map(|group| group.to_string()).collect();
    each_batch(path, &columns, |batch| {
        let ids = batch.numbers::<Int32Type>("task_id")?;
        let titles = batch.texts("title")?;
        let documents = batch.numbers::<Int32Type>("document_id")?;
        let (phases, phase) = batch.words("phase", |word| PhaseId::new(word).ok())?;
        let groups = batch.numbers::<Int8Type>("grp")?;
        let leads = batch.numbers::<Int32Type>("lead_agency")?;
        let assigned = batch.numbers::<Date32Type>("assigned")?;
        let deadlines = batch.numbers::<Date32Type>("deadline")?;
        let weights = batch.numbers::<Int16Type>("weight")?;
        let parents = batch.numbers::<Int32Type>("parent_id")?;
        let durations = batch.numbers::<Int16Type>("duration_wd")?;
        for row in batch.rows() {
            let id = |number: i32| LeanId::Number(number as u64);
            let lead = leads.value(row);
            let group = usize::try_from(groups.value(row) - 1).ok().and_then(|g| names.get(g));
            let task = LeanTask {
                id: id(ids.value(row)),
                document: id(documents.value(row)),
                title: titles.value(row),
                addressee: Some(if lead == 0 { LeanId::Text(ROOT) } else { id(lead) }),
                assigned_on: Some(assigned.value(row)),
                last_day: at(deadlines, row),
                weight: weights.value(row) as u8,
                group: group.map(String::as_str),
                phase: Some(phases[phase[row] as usize].as_str()),
                parent: at(parents, row).map(id),
                duration_days: Some(durations.value(row) as u16),
                wording: None,
                recorded_at: None,
            };
            sink.task(&task)?;
        }
        Ok(())
    })
}

/// Hands over the reports of one of the tables that hold them.
pub(crate) fn reports(
    path: &Path,
    mut take: impl FnMut(&LeanReport<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let columns =
        ["report_id", "task_id", "reported_on", "recorded_at", "kind", "percent", "new_deadline"];
    each_batch(path, &columns, |batch| {
        let ids = batch.numbers::<Int64Type>("report_id")?;
        let tasks = batch.numbers::<Int32Type>("task_id")?;
        let days = batch.numbers::<Date32Type>("reported_on")?;
        let instants = batch.numbers::<TimestampMillisecondType>("recorded_at")?;
        let (kinds, kind) = batch.words("kind", kind)?;
        let percents = batch.numbers::<Int8Type>("percent")?;
        let extensions = batch.numbers::<Date32Type>("new_deadline")?;
        for row in batch.rows() {
            let report = LeanReport {
                id: LeanId::Number(ids.value(row) as u64),
                task: LeanId::Number(tasks.value(row) as u64),
                kind: &kinds[kind[row] as usize],
                reported_on: days.value(row),
                recorded_at: Some(instants.value(row).div_euclid(1000)),
                percent: at(percents, row).map(|percent| percent as u8),
                new_deadline: at(extensions, row),
                by: None,
                addressee: None,
            };
            take(&report)?;
        }
        Ok(())
    })
}

fn kind(word: &str) -> Option<ReportKind> {
    let kind = if word == "report" { ReportKind::Progress } else { ReportKind::parse(word) };
    Some(kind).filter(|k| !k.is_unknown())
}
