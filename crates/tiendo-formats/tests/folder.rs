//! Folders: what is read of one, what is written into one, and what stays out.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use tiendo::{
    Classification, Dependency, DependencyKind, DocumentId, Lang, Records, Report, ReportId,
    ReportKind, Severity, Task, TaskId, TaskRelation, TaskRelationKind, Text, day,
};
use tiendo_formats::csv::{self, Dialect, GUIDE_FILE, ReadOptions, WriteOptions};
use tiendo_formats::{Code, Disclosure, Overwrite, Table};

/// A folder of its own for a test, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("folder-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn put(&self, name: &str, text: &str) -> &Self {
        fs::write(self.0.join(name), text).unwrap();
        self
    }

    fn names(&self) -> Vec<String> {
        let names =
            fs::read_dir(&self.0).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    fn read(&self) -> (Records, Vec<String>) {
        let (records, findings) = csv::read_folder(&self.0, &ReadOptions::default()).unwrap();
        let found =
            findings.iter().filter(|f| f.code.as_str() != "file_no_rows").map(|f| f.line(Lang::En));
        (records, found.collect())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn task(id: &str, class: Option<Classification>) -> Task {
    let document = DocumentId::new("D").unwrap();
    let mut task = Task::new(TaskId::new(id).unwrap(), document, Text::new("x").unwrap());
    task.classification = class;
    task
}

fn report(id: &str, task: &str) -> Report {
    let (id, task) = (ReportId::new(id).unwrap(), TaskId::new(task).unwrap());
    Report::new(id, task, ReportKind::Progress, day::parse("2025-07-01").unwrap())
}

#[test]
fn files_of_a_folder() {
    let folder = Folder::new("files");
    folder
        .put("Plans.csv", "id,document,name\np,D,P\n")
        .put("groups.csv", "id,plan,name\n1,p,A\n2,q,B\n3,p,C\n")
        .put("kpis.csv", "id;name;direction;baseline;baseline_day\nK;a;tăng;18,3;2024-12-31\n")
        .put("kpi_measurements.csv", "kpi,period_end,value\nK,2025-12-31,18.72\n")
        .put("budget.csv", "id\n")
        .put("notes.txt", "")
        .put("README.md", "")
        .put(".~lock.tasks.csv#", "");
    fs::create_dir(folder.0.join("tasks.csv")).unwrap();
    let (records, found) = folder.read();
    assert_eq!(
        found,
        [
            "budget.csv: the file 'budget.csv' is none of the register's tables and is not read",
            "notes.txt: the file 'notes.txt' is none of the register's tables and is not read",
            "groups.csv:3:plan: task group 2: 'q' does not stand in plans and the row is not read",
        ]
    );
    let groups: Vec<_> = records.plans[0].groups.iter().map(|group| group.id.as_str()).collect();
    assert_eq!(groups, ["1", "3"]);
    assert_eq!(records.kpis[0].measurements[0].value.to_string(), "18.72");
    assert_eq!(records.kpis[0].baseline.unwrap().value.to_string(), "18.3");
}

#[test]
fn a_folder_without_tables_names_those_expected() {
    let folder = Folder::new("none");
    folder.put("budget.csv", "id\n");
    let error = csv::read_folder(&folder.0, &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), Code::NothingToRead);
    for table in Table::ALL {
        assert!(error.to_string().contains(&format!("{}.csv", table.name())), "{error}");
    }
    let error = csv::read_folder(folder.0.join("absent"), &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), Code::Io);
}

#[test]
fn an_empty_folder_to_begin_with() {
    for (lang, dialect) in [(Lang::En, Dialect::Plain), (Lang::Vi, Dialect::Excel)] {
        let folder = Folder::new("init");
        let options = WriteOptions { headers: lang, dialect, ..WriteOptions::default() };
        csv::init_folder(&folder.0, &options).unwrap();
        assert_eq!(folder.names().len(), Table::ALL.len() + 1);
        let (records, findings) = csv::read_folder(&folder.0, &ReadOptions::default()).unwrap();
        assert!(records.is_empty());
        assert!(
            findings
                .iter()
                .all(|f| f.severity == Severity::Note && f.code.as_str() == "file_no_rows")
        );
        let guide = fs::read_to_string(folder.0.join(GUIDE_FILE)).unwrap();
        for column in Table::ALL.iter().flat_map(|table| table.columns()) {
            assert!(
                guide.contains(&format!("`{}`", column.name)) && guide.contains(column.about(lang))
            );
        }
        // What someone has begun to fill is not written over.
        folder.put("tasks.csv", "id,document,title\nT1,D,x\n");
        assert_eq!(csv::init_folder(&folder.0, &options).unwrap_err().code(), Code::Exists);
        assert_eq!(folder.read().0.tasks.len(), 1);
    }
}

#[test]
fn a_folder_with_any_of_the_files_is_left_alone_unless_told() {
    let folder = Folder::new("exists");
    // The last file of the folder is enough, and a file of another name is not.
    folder.put("kpis.csv", "mine");
    folder.put("notes.txt", "mine");
    let records = Records { tasks: vec![task("T1", None)], ..Records::default() };
    let error = csv::write_folder(&records, &folder.0, &WriteOptions::default()).unwrap_err();
    assert_eq!(error.code(), Code::Exists);
    assert!(error.to_string().contains("kpis.csv"), "{error}");
    assert_eq!(folder.names(), ["kpis.csv", "notes.txt"]);
    let allowed = WriteOptions { overwrite: Overwrite::Allow, ..WriteOptions::default() };
    csv::write_folder(&records, &folder.0, &allowed).unwrap();
    assert_eq!(folder.read().0, records);
    // An empty folder to begin with takes nothing's place, whatever it is told.
    assert_eq!(csv::init_folder(&folder.0, &allowed).unwrap_err().code(), Code::Exists);
    assert_eq!(folder.read().0, records);
}

#[test]
fn writing_replaces_all_tables_or_none() {
    let folder = Folder::new("replace");
    let options = WriteOptions { overwrite: Overwrite::Allow, ..WriteOptions::default() };
    let mut records = Records { tasks: vec![task("T1", None)], ..Records::default() };
    records.reports.push(report("R1", "T1"));
    csv::write_folder(&records, &folder.0, &options).unwrap();
    assert_eq!(folder.read(), (records.clone(), Vec::new()));
    // A report of an earlier writing does not stay behind.
    records.reports.clear();
    csv::write_folder(&records, &folder.0, &options).unwrap();
    assert_eq!(folder.read(), (records.clone(), Vec::new()));
    // A record that is refused leaves the folder as it was, and no file beside.
    let mut refused = records.clone();
    refused.tasks[0].title = Text::new("other").unwrap();
    refused.reports.push(report("R1", "T1"));
    refused.reports[0].percent = Some(101);
    let error = csv::write_folder(&refused, &folder.0, &options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "reports.csv: percent of 'R1' cannot be written (a number outside its range): '101'"
    );
    assert_eq!(folder.read().0, records);
    assert_eq!(folder.names().len(), Table::ALL.len());
}

#[test]
fn what_would_not_read_back_is_refused() {
    type Spoil = fn(&mut Records);
    let cases: [(&str, Spoil); 9] = [
        ("id", |r| r.tasks.push(task("T1", None))),
        ("weight", |r| r.tasks[0].weight = 0),
        ("classification", |r| {
            r.tasks[0].classification = Some(Classification::Unknown("Public".to_owned()));
        }),
        ("classification", |r| {
            r.tasks[0].classification = Some(Classification::Unknown(String::new()));
        }),
        ("source", |r| r.tasks[0].source = Some(Text::new(&"x".repeat(1 << 21)).unwrap())),
        ("valid_from", |r| r.tasks[0].valid_from = Some(chrono::NaiveDate::MAX)),
        ("external_ids", |r| {
            r.tasks[0].external_ids.insert("a\0".to_owned(), String::new());
        }),
        ("recorded_at", |r| {
            r.tasks[0].recorded_at =
                day::parse("2025-01-01").unwrap().and_hms_milli_opt(0, 0, 0, 500);
        }),
        ("relations", |r| {
            let kind = TaskRelationKind::Unknown("PART OF".to_owned());
            r.tasks[0].relations.push(TaskRelation { kind, task: TaskId::new("T2").unwrap() });
        }),
    ];
    for (column, spoil) in cases {
        let mut records = Records { tasks: vec![task("T1", None)], ..Records::default() };
        spoil(&mut records);
        let options =
            WriteOptions { disclosure: Disclosure::Everything, ..WriteOptions::default() };
        match csv::write_file(&records, Table::Tasks, Vec::new(), &options) {
            Err(tiendo_formats::Error::Unwritable { column: found, id, .. }) => {
                assert_eq!((found.as_str(), id.as_str()), (column, "T1"));
            }
            other => panic!("{column}: {other:?}"),
        }
    }
}

#[test]
fn what_is_not_public_stays_out_and_is_counted() {
    let mut public = task("T1", Some(Classification::Public));
    public.parent = Some(TaskId::new("T3").unwrap());
    let relation = |id: &str| TaskRelation {
        kind: TaskRelationKind::Implements,
        task: TaskId::new(id).unwrap(),
    };
    public.relations = vec![relation("T2"), relation("T4")];
    let kind = DependencyKind::FinishToStart;
    public.dependencies = vec![Dependency { task: TaskId::new("T3").unwrap(), kind, lag_days: 0 }];
    let mut older = task("T3", None);
    older.valid_from = Some(day::parse("2025-01-01").unwrap());
    let records = Records {
        tasks: vec![
            public,
            task("T2", Some(Classification::Internal)),
            task("T3", Some(Classification::Secret)),
            older,
            task("T4", None),
            task("T5", Some(Classification::Unknown("eyes only".to_owned()))),
        ],
        reports: vec![
            report("R1", "T1"),
            report("R2", "T2"),
            report("R3", "T3"),
            report("R5", "T5"),
        ],
        ..Records::default()
    };
    let folder = Folder::new("secret");
    let write = |disclosure| {
        let options =
            WriteOptions { disclosure, overwrite: Overwrite::Allow, ..WriteOptions::default() };
        let findings = csv::write_folder(&records, &folder.0, &options).unwrap();
        let (read, _) = folder.read();
        let ids: Vec<_> = read.tasks.iter().map(|t| t.id.to_string()).collect();
        let reports: Vec<_> = read.reports.iter().map(|r| r.id.to_string()).collect();
        (ids.join(" "), reports.join(" "), findings, read)
    };
    let (tasks, reports, findings, read) = write(Disclosure::Public);
    assert_eq!((tasks.as_str(), reports.as_str()), ("T1 T4", "R1"));
    assert_eq!(
        findings[0].message(Lang::En),
        "3 tasks that are not public are left out, with 3 reports, 0 transfers and 0 allocations; 3 references to them are dropped"
    );
    assert!(read.tasks[0].parent.is_none() && read.tasks[0].dependencies.is_empty());
    assert_eq!(read.tasks[0].relations, [relation("T4")]);
    for name in folder.names() {
        let text = fs::read_to_string(folder.0.join(&name)).unwrap();
        assert!(!text.contains("T2") && !text.contains("T3") && !text.contains("T5"), "{name}");
    }
    let (tasks, reports, findings, _) = write(Disclosure::Internal);
    assert_eq!((tasks.as_str(), reports.as_str()), ("T1 T2 T4", "R1 R2"));
    assert_eq!(findings.len(), 1);
    let (_, _, findings, read) = write(Disclosure::Everything);
    assert!(findings.is_empty());
    assert_eq!(read, records);
}
