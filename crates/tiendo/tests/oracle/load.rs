//! Loading the workload's tables as records.

use std::path::Path;

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use tiendo::{
    Agency, AgencyId, Calendar, CalendarEntry, Deadline, Dependency, DependencyKind, Direction,
    Document, DocumentId, Finding, FindingCode, GroupId, Kpi, KpiId, KpiPoint, Level, Measurement,
    Phase, PhaseId, Plan, PlanId, Records, Registry, RegistryBuilder, Report, ReportId, ReportKind,
    Severity, Task, TaskGroup, TaskId, Text, agency::ROOT, day,
};

/// Phases in the order of their codes.
pub(crate) const PHASES: [&str; 3] = ["urgent", "breakthrough", "later"];
/// Groups are numbered from 1.
pub(crate) const GROUPS: u8 = 8;

/// Agencies, documents, one plan over all documents, tasks, reports and KPIs.
pub(crate) fn records(data: &Path) -> Records {
    let documents = documents(&data.join("document.csv"));
    Records {
        plans: vec![plan(&documents)],
        documents,
        agencies: agencies(&data.join("agency.csv")),
        tasks: tasks(&data.join("task.csv")),
        reports: reports(&data.join("report.csv")),
        kpis: kpis(data),
        ..Records::default()
    }
}

/// A registry of these records; nothing may have been left out or refer to nothing.
pub(crate) fn build(records: Records) -> Registry {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let registry = builder.finish();
    let wrong =
        |f: &&Finding| f.severity == Severity::Error || f.code == FindingCode::DanglingReference;
    assert_eq!(registry.findings().iter().find(wrong), None);
    registry
}

fn agencies(path: &Path) -> Vec<Agency> {
    rows(path, |row| {
        let id = agency(row.field("agency_id"));
        let mut agency = Agency::new(id, text(row.field("name")), Level::parse(row.field("level")));
        assert!(!agency.level.is_unknown());
        agency.code = Some(text(row.field("code")));
        agency.parent = row.optional("parent_id").map(self::agency);
        agency
    })
}

/// The nation is agency 0 there and the root here.
fn agency(id: &str) -> AgencyId {
    AgencyId::new(if id == "0" { ROOT } else { id }).expect("an id")
}

fn documents(path: &Path) -> Vec<Document> {
    rows(path, |row| {
        let mut document = Document::new(
            DocumentId::new(row.field("document_id")).expect("an id"),
            text(row.field("title")),
        );
        document.number = Some(text(row.field("code")));
        document
    })
}

/// The workload's phases and groups are not of one document, so every document belongs to the plan.
fn plan(documents: &[Document]) -> Plan {
    let all: Vec<DocumentId> = documents.iter().map(|d| d.id.clone()).collect();
    Plan {
        id: PlanId::new("workload").expect("an id"),
        document: all.first().expect("a document").clone(),
        documents: all,
        name: text("workload"),
        name_en: None,
        phases: PHASES
            .iter()
            .map(|phase| Phase {
                id: PhaseId::new(phase).expect("an id"),
                name: text(phase),
                name_en: None,
                starts_on: None,
                deadline: Deadline::unspecified(),
            })
            .collect(),
        groups: (1..=GROUPS)
            .map(|group| TaskGroup {
                id: GroupId::new(&group.to_string()).expect("an id"),
                name: text(&group.to_string()),
                name_en: None,
            })
            .collect(),
    }
}

fn tasks(path: &Path) -> Vec<Task> {
    rows(path, |row| {
        let mut task = Task::new(
            TaskId::new(row.field("task_id")).expect("an id"),
            DocumentId::new(row.field("document_id")).expect("an id"),
            text(row.field("title")),
        );
        task.addressees = vec![agency(row.field("lead_agency"))];
        task.phase = Some(PhaseId::new(row.field("phase")).expect("an id"));
        task.group = Some(GroupId::new(row.field("grp")).expect("an id"));
        task.assigned_on = Some(date(row.field("assigned")));
        if let Some(last_day) = row.optional("deadline") {
            task.deadline = Deadline::by(date(last_day));
        }
        task.weight = row.field("weight").parse().expect("1 to 100");
        task.parent = row.optional("parent_id").map(|id| TaskId::new(id).expect("an id"));
        task.duration_days = Some(row.field("duration_wd").parse().expect("days"));
        task
    })
}

/// The reports of one of the tables that hold them.
pub(crate) fn reports(path: &Path) -> Vec<Report> {
    rows(path, |row| {
        let kind = match row.field("kind") {
            "report" => ReportKind::Progress,
            word => ReportKind::parse(word),
        };
        assert!(!kind.is_unknown());
        let mut report = Report::new(
            ReportId::new(row.field("report_id")).expect("an id"),
            TaskId::new(row.field("task_id")).expect("an id"),
            kind,
            date(row.field("reported_on")),
        );
        report.recorded_at = Some(instant(row.field("recorded_at")));
        report.percent = row.optional("percent").map(|p| p.parse().expect("0 to 100"));
        report.new_deadline = row.optional("new_deadline").map(date);
        report
    })
}

/// One KPI for each series, with the direction, weight and band of its indicator.
fn kpis(data: &Path) -> Vec<Kpi> {
    let indicators: BTreeMap<String, (Direction, u8, f64)> =
        rows(&data.join("indicator.csv"), |row| {
            let direction = match row.field("direction") {
                "up" => Direction::Increase,
                "down" => Direction::Decrease,
                word => Direction::parse(word),
            };
            assert!(!direction.is_unknown());
            let weight = row.field("weight").parse().expect("1 to 100");
            (row.field("indicator_id").to_owned(), (direction, weight, number(row.field("band"))))
        })
        .into_iter()
        .collect();
    let mut kpis: BTreeMap<String, Kpi> = rows(&data.join("kpi_series.csv"), |row| {
        let id = row.field("series_id").to_owned();
        let (direction, weight, band) = &indicators[row.field("indicator_id")];
        let name = text(row.field("indicator_id"));
        let mut kpi = Kpi::new(KpiId::new(&id).expect("an id"), name, direction.clone());
        (kpi.weight, kpi.band) = (*weight, Some(*band));
        kpi.owner = Some(agency(row.field("agency_id")));
        kpi.baseline = Some(point(row.field("baseline_on"), row.field("baseline")));
        (id, kpi)
    })
    .into_iter()
    .collect();
    let targets = rows(&data.join("kpi_target.csv"), |row| {
        (row.field("series_id").to_owned(), point(row.field("target_on"), row.field("target")))
    });
    for (series, target) in targets {
        kpis.get_mut(&series).expect("a series").targets.push(target);
    }
    let actuals = rows(&data.join("kpi_actual.csv"), |row| {
        let value = number(row.field("value"));
        let measured = Measurement {
            id: Some(text(row.field("actual_id"))),
            recorded_at: Some(instant(row.field("recorded_at"))),
            ..Measurement::new(date(row.field("period_end")), value)
        };
        (row.field("series_id").to_owned(), measured)
    });
    for (series, measured) in actuals {
        kpis.get_mut(&series).expect("a series").measurements.push(measured);
    }
    kpis.into_values().collect()
}

fn point(day: &str, value: &str) -> KpiPoint {
    KpiPoint { day: date(day), value: number(value) }
}

fn number(text: &str) -> f64 {
    text.parse().expect("a number")
}

/// Adds the links of the workload to tasks, which are in the order of their ids from 1.
#[allow(dead_code, reason = "the test of the schedule alone asks for it")]
pub(crate) fn link(tasks: &mut [Task], path: &Path) {
    let links = rows(path, |row| {
        let number = |name| row.field(name).parse::<usize>().expect("a number");
        (number("pred_id"), number("succ_id"), row.field("lag_wd").parse().expect("days"))
    });
    for (before, after, lag_days) in links {
        let task = tasks[before - 1].id.clone();
        let kind = DependencyKind::FinishToStart;
        tasks[after - 1].dependencies.push(Dependency { task, kind, lag_days });
    }
}

/// The calendar of the workload: Monday 2 December 2024 to the end of 2060.
#[allow(dead_code, reason = "the test of the schedule alone asks for it")]
pub(crate) fn calendar(path: &Path) -> Calendar {
    let days = rows(path, |row| CalendarEntry {
        day: date(row.field("day")),
        working: row.field("working") == "1",
        name: text("ngày của dữ liệu thử"),
        name_en: text("a day of the workload"),
        source: text("gen.py"),
        provisional: false,
    });
    let weekdays = Calendar::weekdays(date("2024-12-02"), date("2060-12-31")).expect("in order");
    weekdays.with_days(days, "workload").expect("days within")
}

fn text(text: &str) -> Text {
    Text::new(text).expect("text without NUL")
}

fn date(text: &str) -> NaiveDate {
    day::parse(text).expect("a day")
}

fn instant(text: &str) -> NaiveDateTime {
    day::parse_instant(text).expect("an instant")
}

/// A row of a table, its fields by name.
struct Row<'a> {
    names: &'a csv::StringRecord,
    fields: csv::StringRecord,
}

impl Row<'_> {
    fn field(&self, name: &str) -> &str {
        let at = self.names.iter().position(|n| n == name).expect("a column");
        self.fields.get(at).expect("a field")
    }

    /// Null is an empty field.
    fn optional(&self, name: &str) -> Option<&str> {
        Some(self.field(name)).filter(|f| !f.is_empty())
    }
}

fn rows<T>(path: &Path, read: impl Fn(&Row<'_>) -> T) -> Vec<T> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let names = reader.headers().expect("column names").clone();
    let records = reader.into_records();
    records.map(|r| read(&Row { names: &names, fields: r.expect("a row") })).collect()
}
