//! Parquet: what is written reads back, what others write is read, what is hostile is refused.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tiendo::{
    AsOf, Classification, DocumentId, Evaluation, Finding, Form, HistoryAxis, HistoryOptions, Lang,
    PhaseId, Policy, Records, Registry, RegistryBuilder, Report, Task, TaskId, Text, day,
};
use tiendo_formats::parquet::{self, Compression, Contents, Partition, ReadOptions, WriteOptions};
use tiendo_formats::{Code, Disclosure, Overwrite, Table};

#[path = "random/records.rs"]
mod random;

const ALL: WriteOptions<'static> = WriteOptions {
    overwrite: Overwrite::Refuse,
    disclosure: Disclosure::Everything,
    compression: Compression::Zstd,
    row_group_rows: 7,
    progress: None,
};

fn evaluated(records: Records) -> Evaluation {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let as_of = AsOf::new(day::parse("2025-12-31").unwrap()).unwrap();
    builder.finish().evaluate(as_of, &Policy::default()).unwrap()
}

fn plan02() -> Evaluation {
    evaluated(tiendo_plan02::records().expect("the register as data"))
}

/// The newest version of everything that the files carry.
fn newest(registry: &Registry) -> Records {
    let tasks: Vec<_> = registry.tasks().collect();
    let reports: Vec<Report> =
        tasks.iter().flat_map(|task| registry.reports_of(task.id.as_str())).collect();
    Records {
        documents: registry.documents().to_vec(),
        agencies: registry.agencies().to_vec(),
        successions: registry.successions().to_vec(),
        plans: registry.plans().to_vec(),
        transfers: registry.transfers().to_vec(),
        allocations: registry.allocations().to_vec(),
        kpis: registry.kpis().to_vec(),
        tasks,
        reports,
        ..Records::default()
    }
}

fn rebuilt(mut records: Records) -> Records {
    // The wording of a phase is read by whoever asks for its last day.
    for phase in records.plans.iter_mut().flat_map(|plan| &mut plan.phases) {
        phase.deadline.form = Form::Unread;
    }
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    newest(&builder.finish())
}

fn codes(findings: &[Finding]) -> BTreeMap<&'static str, u64> {
    let mut codes = BTreeMap::new();
    for finding in findings {
        *codes.entry(finding.code.as_str()).or_default() += 1;
    }
    codes
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_under(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

#[test]
fn the_public_register_comes_back() {
    let (evaluation, folder) = (plan02(), folder());
    let path = folder.path().join("register");
    let lost = parquet::write_folder(&evaluation, &path, &ALL).unwrap();
    assert!(lost.is_empty());
    let (records, findings) = parquet::read_folder(&path, &ReadOptions::default()).unwrap();
    let expected = ["table_derived", "file_no_rows"];
    let unexpected: Vec<String> = findings
        .iter()
        .filter(|f| !expected.contains(&f.code.as_str()))
        .map(|f| f.line(Lang::En))
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    assert_eq!(rebuilt(records), rebuilt(newest(evaluation.registry())));
    println!(
        "formats | parquet | {0} | {0} | {1:?} | own reader",
        files_under(&path).len(),
        codes(&findings)
    );
    // For readers of others, by hand.
    if let Some(kept) = std::env::var_os("TIENDO_PARQUET_KEPT") {
        parquet::write_folder(&evaluation, Path::new(&kept).join("register"), &ALL).unwrap();
        let by = Path::new(&kept).join("by");
        parquet::write_partitioned(&evaluation, Partition::Territory, by, &ALL).unwrap();
    }
    // The same evaluation gives the same bytes.
    let again = folder.path().join("again");
    parquet::write_folder(&evaluation, &again, &ALL).unwrap();
    for (one, other) in files_under(&path).iter().zip(files_under(&again)) {
        assert_eq!(std::fs::read(one).unwrap(), std::fs::read(other).unwrap(), "{}", one.display());
    }
    // Nothing is replaced unasked, and nothing half written stays behind.
    let error = parquet::write_folder(&evaluation, &path, &ALL).unwrap_err();
    assert_eq!(error.code(), Code::Exists);
    let allowed = WriteOptions { overwrite: Overwrite::Allow, ..ALL };
    parquet::write_folder(&evaluation, &path, &allowed).unwrap();
    assert_eq!(files_under(&path).len(), 13);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn records_read_back(records in random::records(), compression in prop::sample::select(vec![
        Compression::None, Compression::Snappy, Compression::Zstd,
    ])) {
        // A column of whole numbers holds half of those of 64 bits without a sign.
        let sums = records.allocations.iter().flat_map(|a| [a.planned_vnd, a.allocated_vnd, a.disbursed_vnd]);
        prop_assume!(sums.into_iter().all(|sum| i64::try_from(sum).is_ok()));
        let evaluation = evaluated(records);
        let expected = newest(evaluation.registry());
        let options = WriteOptions { compression, ..ALL };
        let folder = folder();
        let path = folder.path().join("register");
        parquet::write_folder(&evaluation, &path, &options).unwrap();
        let (back, findings) = parquet::read_folder(&path, &ReadOptions::default()).unwrap();
        let expected_codes = ["word_unknown", "file_no_rows", "table_derived"];
        for finding in findings {
            prop_assert!(expected_codes.contains(&finding.code.as_str()), "{}", finding.line(Lang::En));
        }
        prop_assert_eq!(rebuilt(back), rebuilt(expected));
    }

    #[test]
    fn no_bytes_do_harm(place in 0_usize..20_000, bytes in prop::collection::vec(any::<u8>(), 1..8)) {
        static FILE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
        let file = FILE.get_or_init(|| {
            let mut file = Vec::new();
            let options = WriteOptions { row_group_rows: 50, ..ALL };
            parquet::write(Contents::Records(&plan02(), Table::Tasks), &mut file, &options).unwrap();
            file
        });
        let mut file = file.clone();
        // Half of the changes hit the footer, which decides most.
        let place = if place % 2 == 0 { place % file.len() } else { file.len() - 1 - place % (file.len() / 4) };
        for (at, byte) in file[place..].iter_mut().zip(&bytes) {
            *at = *byte;
        }
        match parquet::read("tasks.parquet", &file[..], &ReadOptions::default()) {
            Ok((records, _)) => prop_assert!(records.tasks.len() <= 1_000),
            Err(error) => prop_assert!(
                matches!(error.code(), Code::Malformed | Code::LimitExceeded | Code::Protected | Code::NotATable),
                "{}", error
            ),
        }
    }
}

#[test]
fn fields_of_another_kind_are_refused() {
    // The number of rows as a truth value, which takes no byte; for a reader that does not look at kinds its number
    // follows, and then a list of two thousand million truth values.
    let footer = [0x31, 0x20, 0x79, 0xf1, 0xff, 0xff, 0xff, 0xff, 0x07, 0];
    let mut file = b"PAR1".to_vec();
    file.extend(footer);
    file.extend((footer.len() as u32).to_le_bytes());
    file.extend(b"PAR1");
    let error = parquet::read("x.parquet", &file[..], &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), Code::Malformed);
    assert!(error.to_string().contains("is not of the kind"), "{error}");
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parquet").join(name)
}

fn read(name: &str) -> (Records, Vec<Finding>) {
    let result = parquet::read_file(fixture(name), &ReadOptions::default());
    let (records, findings) = result.unwrap_or_else(|error| panic!("{name}: {error}"));
    println!(
        "formats | parquet | 1 | 0 | {:?} | files of {}",
        codes(&findings),
        name.split('_').next().unwrap_or_default(),
    );
    (records, findings)
}

#[test]
fn others_files_are_read() {
    let (records, findings) = read("pyarrow_plain.parquet");
    let task = &records.tasks[0];
    assert_eq!(task.deadline.stated_last_day, day::parse("2025-08-14").ok());
    assert_eq!(task.addressees.len(), 2);
    assert_eq!((records.tasks[1].weight, records.tasks[2].weight), (5, 1));
    assert_eq!(task.duration_days, Some(30));
    assert_eq!(task.recorded_at, day::parse_instant("2025-07-01T17:00:00").ok());
    assert_eq!(codes(&findings), BTreeMap::from([("column_converted", 1), ("column_unknown", 1)]));
    let line =
        findings.iter().find(|f| f.code.as_str() == "column_unknown").unwrap().line(Lang::En);
    assert!(line.contains("'colour'") && line.contains("3 values"), "{line}");

    let (records, findings) = read("pyarrow_zones.parquet");
    let task = &records.tasks[0];
    assert_eq!(task.id.as_str(), "1");
    assert_eq!(task.assigned_on, day::parse("2025-07-01").ok());
    assert_eq!(task.recorded_at, day::parse_instant("2025-07-01T17:00:00").ok());
    assert!(task.indicative && !records.tasks[1].indicative);
    assert_eq!(codes(&findings).keys().copied().collect::<Vec<_>>(), ["column_converted"]);

    let (records, _) = read("pyarrow_legacy.parquet");
    assert_eq!(records.tasks[2].recorded_at, day::parse_instant("2025-07-01T17:00:00").ok());
    let (records, _) = read("pyarrow_delta.parquet");
    assert_eq!(records.tasks[1].title.as_str(), "Xây dựng kho dùng chung");

    let (records, findings) = read("pyarrow_reports.parquet");
    assert_eq!(records.reports.len(), 2);
    assert_eq!(records.reports[1].kind.as_str(), "complete");
    let found = codes(&findings);
    assert_eq!((found["time_dropped"], found["fraction_dropped"]), (1, 1));

    for name in ["pandas_tasks.parquet", "polars_tasks.parquet", "duckdb_tasks.parquet"] {
        let (records, findings) = read(name);
        assert_eq!(records.tasks.len(), 3, "{name}");
        assert_eq!(records.tasks[2].title.as_str(), "Đào tạo cán bộ");
        let day = day::parse("2025-08-14").ok();
        assert_eq!(records.tasks[0].deadline.stated_last_day, day, "{name}");
        assert!(findings.iter().all(|f| f.code.as_str() == "column_converted"), "{findings:?}");
    }
}

#[test]
fn folders_of_others_are_read_with_the_columns_that_they_stand_for() {
    let (records, findings) =
        parquet::read_folder(fixture("hive"), &ReadOptions::default()).unwrap();
    let phases: BTreeMap<&str, Option<&str>> = records
        .tasks
        .iter()
        .map(|t| (t.id.as_str(), t.phase.as_ref().map(PhaseId::as_str)))
        .collect();
    let urgent = Some("urgent");
    assert_eq!(phases, BTreeMap::from([("T1", urgent), ("T2", None), ("T3", urgent)]));
    println!("formats | parquet | 2 | 0 | {:?} | files of duckdb", codes(&findings));
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let (records, findings) = read("pyarrow_refused.parquet");
    assert_eq!(records.tasks.len(), 1);
    let lines: Vec<String> = findings.iter().map(|f| f.line(Lang::En)).collect();
    let has = |part: &str| lines.iter().any(|line| line.contains(part));
    assert!(has("row 1") && has("'T1'"), "{lines:#?}");
    let places: Vec<(u64, &str, &str)> = findings
        .iter()
        .filter_map(|f| {
            Some((f.place.as_ref()?.row, f.place.as_ref()?.column.as_str(), f.code.as_str()))
        })
        .collect();
    assert!(places.contains(&(2, "id", "duplicate_id")), "{places:?}");
    assert!(places.contains(&(3, "title", "cell_not_utf8")), "{places:?}");
    assert!(places.contains(&(4, "id", "cell_missing")), "{places:?}");
    assert!(places.contains(&(4, "weight", "number_outside")), "{places:?}");
}

#[test]
fn folders_by_a_column_hold_every_row_once() {
    let (evaluation, folder) = (plan02(), folder());
    for partition in [Partition::Territory, Partition::Group, Partition::Status] {
        let path = folder.path().join(partition.name());
        parquet::write_partitioned(&evaluation, partition, &path, &ALL).unwrap();
        let files = files_under(&path);
        assert!(files.iter().all(|file| file.ends_with("part-0.parquet")), "{files:?}");
        let error = parquet::write_partitioned(&evaluation, partition, &path, &ALL).unwrap_err();
        assert_eq!(error.code(), Code::Exists);
        let allowed = WriteOptions { overwrite: Overwrite::Allow, ..ALL };
        parquet::write_partitioned(&evaluation, partition, &path, &allowed).unwrap();
        assert_eq!(files_under(&path), files);
        // A folder with anything of somebody else's in it stays.
        std::fs::write(path.join("notes.txt"), "x").unwrap();
        let error =
            parquet::write_partitioned(&evaluation, partition, &path, &allowed).unwrap_err();
        assert_eq!(error.code(), Code::Exists);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn secret_tasks_are_not_written_unasked() {
    let mut records = tiendo_plan02::records().unwrap();
    let id = records.tasks[3].id.to_string();
    records.tasks[3].classification = Some(Classification::Secret);
    let (evaluation, folder) = (evaluated(records), folder());
    let public = WriteOptions { disclosure: Disclosure::Public, ..ALL };
    let path = folder.path().join("x.parquet");
    for contents in [
        Contents::Evaluation(&evaluation),
        Contents::Records(&evaluation, Table::Tasks),
        Contents::Records(&evaluation, Table::Reports),
    ] {
        let error = parquet::write_file(contents, &path, &public).unwrap_err();
        assert_eq!(error.code(), Code::NotPublic);
        assert!(error.to_string().contains(&id), "{error}");
    }
    let error = parquet::write_folder(&evaluation, folder.path(), &public).unwrap_err();
    assert_eq!(error.code(), Code::NotPublic);
    let by = Partition::Territory;
    let error = parquet::write_partitioned(&evaluation, by, folder.path().join("by"), &public);
    assert_eq!(error.unwrap_err().code(), Code::NotPublic);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    parquet::write_file(Contents::Evaluation(&evaluation), &path, &ALL).unwrap();
}

#[test]
fn an_older_secret_version_keeps_a_task_from_being_written() {
    let day = |text| day::parse(text).unwrap();
    let (id, document) = (TaskId::new("T1").unwrap(), DocumentId::new("D").unwrap());
    let mut task = Task::new(id, document, Text::new("Nâng cấp cổng").unwrap());
    task.valid_from = Some(day("2030-01-01"));
    task.classification = Some(Classification::Secret);
    let mut newer = task.clone();
    newer.valid_from = Some(day("2031-01-01"));
    newer.classification = None;
    // Neither is in force yet, so that no row speaks for them.
    let evaluation = evaluated(Records { tasks: vec![task, newer], ..Records::default() });
    assert!(evaluation.is_empty());
    let public = WriteOptions { disclosure: Disclosure::Public, ..ALL };
    for table in [Table::Tasks, Table::Reports] {
        let error = parquet::write(Contents::Records(&evaluation, table), Vec::new(), &public);
        assert_eq!(error.unwrap_err().code(), Code::NotPublic);
    }
}

/// A file of two tasks: one coordinated by many agencies of one long name, one by agencies of which one is no text.
fn file_of_lists(items: usize, length: usize) -> Vec<u8> {
    use std::sync::Arc;

    use ::parquet::arrow::ArrowWriter;
    use ::parquet::file::properties::WriterProperties;
    use arrow_array::builder::{BinaryDictionaryBuilder, ListBuilder};
    use arrow_array::types::Int32Type;
    use arrow_array::{ArrayRef, RecordBatch, StringArray};

    let text = |values: [&str; 2]| Arc::new(StringArray::from(values.to_vec())) as ArrayRef;
    let mut lists = ListBuilder::new(BinaryDictionaryBuilder::<Int32Type>::new());
    let long = "A".repeat(length);
    for _ in 0..items {
        lists.values().append_value(&long);
    }
    lists.append(true);
    lists.values().append_value(b"\xff");
    lists.values().append_value("B");
    lists.append(true);
    let batch = RecordBatch::try_from_iter([
        ("id", text(["T1", "T2"])),
        ("document", text(["D", "D"])),
        ("title", text(["a", "b"])),
        ("coordinating", Arc::new(lists.finish()) as ArrayRef),
    ]);
    let batch = batch.unwrap();
    let properties = WriterProperties::builder().set_dictionary_page_size_limit(4 << 20).build();
    let mut file = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    file
}

#[test]
fn a_dictionary_makes_no_endless_list() {
    let file = file_of_lists(500, 300 << 10);
    assert!(file.len() < 1 << 20, "{}", file.len());
    // Put together they are 150 MB, which is not allowed: that it is told of a row says that it was not done.
    let options = ReadOptions { max_decoded_bytes: 16 << 20, ..ReadOptions::default() };
    let (records, findings) = parquet::read("tasks.parquet", &file[..], &options).unwrap();
    assert!(records.tasks.is_empty());
    let codes = codes(&findings);
    // An item that is no text is told too, whatever stands behind it.
    assert_eq!((codes["cell_too_long"], codes["cell_not_utf8"]), (1, 1), "{codes:?}");
    let options = ReadOptions { max_cell_bytes: 1 << 30, ..options };
    let error = parquet::read("tasks.parquet", &file[..], &options).unwrap_err();
    assert!(error.to_string().contains("all lists"), "{error}");
}

#[test]
fn results_are_written_and_not_read() {
    let evaluation = plan02();
    let (from, to) = (day::parse("2025-12-01").unwrap(), day::parse("2025-12-31").unwrap());
    let options = HistoryOptions::along(HistoryAxis::Phase, from, to);
    let history = evaluation.registry().history(&options, &Policy::default()).unwrap();
    let contents = Contents::History(&history, HistoryAxis::Phase);
    for contents in [Contents::Evaluation(&evaluation), contents] {
        let mut file = Vec::new();
        parquet::write(contents, &mut file, &ALL).unwrap();
        let error = parquet::read("x.parquet", &file[..], &ReadOptions::default()).unwrap_err();
        assert_eq!(error.code(), Code::NotATable);
    }
}

#[test]
fn limits_are_kept() {
    let mut file = Vec::new();
    parquet::write(Contents::Records(&plan02(), Table::Tasks), &mut file, &ALL).unwrap();
    let refused = |options: ReadOptions<'_>| {
        let error = parquet::read("tasks.parquet", &file[..], &options).unwrap_err();
        assert_eq!(error.code(), Code::LimitExceeded, "{error}");
        error.to_string()
    };
    let usual = ReadOptions::default();
    assert!(refused(ReadOptions { max_rows: 10, ..usual }).contains("rows"));
    assert!(refused(ReadOptions { max_row_groups: 2, ..usual }).contains("row groups"));
    assert!(refused(ReadOptions { max_columns: 5, ..usual }).contains("columns"));
    assert!(refused(ReadOptions { max_file_bytes: 100, ..usual }).contains("file"));
    assert!(refused(ReadOptions { max_page_bytes: 10, ..usual }).contains("page"));
    assert!(refused(ReadOptions { max_decoded_bytes: 1_000, ..usual }).contains("all pages"));
    let (records, findings) =
        parquet::read("tasks.parquet", &file[..], &ReadOptions { max_cell_bytes: 10, ..usual })
            .unwrap();
    assert!(records.tasks.is_empty() && codes(&findings).contains_key("cell_too_long"));
    for short in [0, 4, 8, 11, 12, file.len() - 1] {
        let error = parquet::read("tasks.parquet", &file[..short], &usual).unwrap_err();
        assert_eq!(error.code(), Code::Malformed, "{short}: {error}");
    }
    let mut encrypted = file.clone();
    let end = encrypted.len();
    encrypted[end - 4..].copy_from_slice(b"PARE");
    let error = parquet::read("tasks.parquet", &encrypted[..], &usual).unwrap_err();
    assert_eq!(error.code(), Code::Protected);
}
