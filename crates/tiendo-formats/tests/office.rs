//! Reports, letters and forms, opened by other people's readers and compared with the evaluation.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tiendo::{
    Agency, AgencyId, AsOf, Axis, Classification, Deadline, DocumentId, Evaluation, Lang, Level,
    OfficialClass, Policy, Records, RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId,
    Text, day,
};
use tiendo_formats::report::{self, Letterhead, ReportOptions};
use tiendo_formats::{Code, Disclosure, Overwrite, form, letters};

#[path = "office/readers.rs"]
mod readers;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A folder of this test's own, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("tiendo-office-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn names(&self) -> Vec<String> {
        names(&self.0)
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The public register with invented reports.
fn simulated() -> Evaluation {
    let mut records = tiendo_plan02::records().unwrap();
    records.reports = tiendo_plan02::simulated_reports(&records, 57);
    evaluate(records, "2025-12-31")
}

fn evaluate(records: Records, on: &str) -> Evaluation {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let as_of = AsOf::new(day::parse(on).unwrap()).unwrap();
    builder.finish().evaluate(as_of, &Policy::default()).unwrap()
}

fn task(id: &str, title: &str, agency: &str, last: &str) -> Task {
    let document = DocumentId::new("02-KH/BCĐTW").unwrap();
    let mut task = Task::new(TaskId::new(id).unwrap(), document, Text::new(title).unwrap());
    task.addressees.push(AgencyId::new(agency).unwrap());
    task.assigned_on = Some(day::parse("2025-07-01").unwrap());
    task.deadline = Deadline::by(day::parse(last).unwrap());
    task
}

fn report_on(id: &str, task: &str, kind: ReportKind, percent: Option<u8>) -> Report {
    let on = day::parse("2025-08-01").unwrap();
    let mut report = Report::new(ReportId::new(id).unwrap(), TaskId::new(task).unwrap(), kind, on);
    report.percent = percent;
    report
}

/// Two agencies to be urged, one that is not.
fn small() -> Records {
    let mut records = Records::default();
    for (id, name) in [("A1", "Bộ Công an"), ("A/2", "Bộ Tài chính"), ("A3", "Bộ Y tế")]
    {
        let name = Text::new(name).unwrap();
        records.agencies.push(Agency::new(AgencyId::new(id).unwrap(), name, Level::Central));
    }
    records.tasks = vec![
        task("T1", "Quá hạn có báo cáo", "A1", "2025-08-10"),
        task("T2", "Quá hạn không ai báo cáo", "A1", "2025-08-10"),
        task("T3", "Sắp đến hạn", "A/2", "2025-08-22"),
        task("T4", "Đã xong", "A3", "2025-08-10"),
    ];
    let mut late = report_on("R1", "T1", ReportKind::Progress, Some(40));
    late.reason = Some(Text::new("Chờ thẩm định").unwrap());
    records.reports.push(late);
    let mut obstacle = report_on("R2", "T1", ReportKind::Obstacle, None);
    obstacle.addressed_to = Some(AgencyId::new("A/2").unwrap());
    obstacle.category = Some(Text::new("kinh phí").unwrap());
    records.reports.push(obstacle);
    records.reports.push(report_on("R3", "T4", ReportKind::Complete, None));
    records
}

fn rows<'v>(value: &'v Value, sheet: &str) -> &'v [Value] {
    value["sheets"][sheet]["rows"].as_array().unwrap()
}

fn numbers(row: &Value, columns: std::ops::Range<usize>) -> Vec<u64> {
    columns.map(|i| row[i].as_u64().unwrap()).collect()
}

#[test]
fn a_workbook_holds_every_row_and_class_of_the_evaluation() -> Outcome {
    let (folder, evaluation) = (Folder::new("workbook"), simulated());
    let path = folder.file("report.xlsx");
    assert!(report::write_xlsx(&path, &evaluation, &ReportOptions::default())?.is_empty());
    let Some(read) = readers::read(&[&path]) else { return Ok(()) };
    let book = &read[0];
    assert_eq!((book["formulas"].as_u64(), book["links"].as_u64()), (Some(0), Some(0)));
    for (name, sheet) in book["sheets"].as_object().unwrap() {
        assert!(sheet["rows"][0][0].as_str().unwrap().contains("SIMULATED"), "{name}");
        assert!(sheet["rows"][1][0].as_str().unwrap().contains("D: 31/12/2025"), "{name}");
        assert_eq!((&sheet["landscape"], &sheet["paper"]), (&true.into(), &9.into()), "{name}");
    }
    let annex = &book["sheets"]["Phụ lục"];
    assert_eq!((&annex["frozen"], &annex["repeated"]), (&"D5".into(), &"$4:$4".into()));
    assert_eq!(annex["filter"], format!("A4:N{}", evaluation.len() + 4));
    assert_eq!(annex["rules"], 1, "one range with several rules");

    let lines = &rows(book, "Phụ lục")[4..];
    assert_eq!(lines.len(), evaluation.len());
    for (line, row) in lines.iter().zip(evaluation.rows()) {
        assert_eq!(line[1], row.id());
        assert_eq!(line[2], row.title());
        assert_eq!(line[3].as_str(), row.agency_name(Lang::Vi));
        assert_eq!(line[6].as_str().map(str::to_owned), row.deadline().map(|d| d.to_string()));
        assert_eq!(line[8], row.words(Lang::Vi));
        let late = row.late_days().filter(|days| *days > 0).map(u64::from);
        assert_eq!(line[9].as_u64(), late, "{}", row.id());
        assert_eq!(line[10], row.percent());
    }

    // Every class by agency adds up to the rows of that class.
    let last = 2 + OfficialClass::ALL.len();
    let agencies = &rows(book, "Theo cơ quan")[4..];
    for (i, class) in OfficialClass::ALL.iter().enumerate() {
        let sum: u64 = agencies.iter().map(|line| line[2 + i].as_u64().unwrap()).sum();
        let count = evaluation.rows().filter(|row| row.class() == *class).count();
        assert_eq!(sum, count as u64, "{class:?}");
    }
    for line in agencies {
        let figures = numbers(line, 1..last);
        assert_eq!(figures[0], figures[1..].iter().sum::<u64>(), "{line}");
    }
    let sums = evaluation.task_sums();
    let all = numbers(&rows(book, "Tổng hợp")[4], 1..last);
    assert_eq!(all[0], sums.total());
    for (class, count) in OfficialClass::ALL.iter().zip(&all[1..]) {
        assert_eq!(sums.of_class(*class), *count, "{class:?}");
    }
    assert_eq!(book["sheets"]["Tổng hợp"]["charts"], 2);
    Ok(())
}

#[test]
fn a_document_holds_every_class_and_row() -> Outcome {
    let folder = Folder::new("document");
    let evaluation = evaluate(small(), "2025-08-20");
    let path = folder.file("report.docx");
    let letterhead = Letterhead {
        agency: Some("Văn phòng Chính phủ".into()),
        place: Some("Hà Nội".into()),
        dated: Some(day::parse("2025-08-20")?),
        ..Letterhead::default()
    };
    let options = ReportOptions { letterhead, ..ReportOptions::default() };
    assert!(report::write_docx(&path, &evaluation, &options)?.is_empty());
    let Some(read) = readers::read(&[&path]) else { return Ok(()) };
    let document = &read[0];
    assert_eq!(document["margins_mm"], serde_json::json!([20, 20, 30, 15]));
    assert_eq!(document["marks"], 0);
    let tables = document["tables"].as_array().unwrap();
    let head = tables[0][0].to_string();
    for part in [
        "VĂN PHÒNG CHÍNH PHỦ",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Nội, ngày 20 tháng 8 năm 2025",
        "Số: …",
    ] {
        assert!(head.contains(part), "{part}: {head}");
    }
    let classes = tables[1].as_array().unwrap();
    assert_eq!(classes.len(), OfficialClass::ALL.len() + 2);
    let sums = evaluation.task_sums();
    for (line, class) in classes[1..].iter().zip(OfficialClass::ALL) {
        assert_eq!(line[2], sums.of_class(*class).to_string(), "{class:?}");
    }
    // Behind the tables of classes, one table for each agency that has rows.
    let agencies = evaluation.roll_up(Axis::Agency).rows;
    let agencies = agencies.iter().filter(|agency| agency.own.total() > 0).count();
    let annex = &tables[tables.len() - agencies..];
    let lines: usize = annex.iter().map(|table| table.as_array().unwrap().len() - 1).sum();
    assert_eq!(lines, evaluation.len());
    Ok(())
}

#[test]
fn every_agency_to_be_urged_has_one_letter_with_its_rows_and_no_other() -> Outcome {
    let (folder, evaluation) = (Folder::new("letters"), simulated());
    let out = folder.file("out");
    let (written, findings) = letters::write_all(&out, &evaluation, &ReportOptions::default())?;
    let urgings = evaluation.urgings();
    let addressed: Vec<_> = urgings.iter().filter(|urging| urging.agency.is_some()).collect();
    assert!(addressed.len() > 10);
    assert_eq!(written.len(), addressed.len());
    // What counts for nobody is told, never dropped in silence.
    assert_eq!(findings.len(), urgings.len() - addressed.len());
    let mut files: Vec<&str> = written.iter().map(|letter| letter.file.as_str()).collect();
    files.sort_unstable();
    assert_eq!(names(&out), files, "nothing else is left in the folder");
    let paths: Vec<PathBuf> = written.iter().map(|letter| out.join(&letter.file)).collect();
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let Some(read) = readers::read(&paths) else { return Ok(()) };
    for ((letter, urging), document) in written.iter().zip(addressed).zip(&read) {
        let counts = (letter.overdue, letter.due_soon, letter.no_data);
        let lists = (urging.overdue.len(), urging.due_soon.len(), urging.no_data.len());
        assert_eq!((Some(letter.agency.as_str()), counts), (urging.agency, lists));
        let text = document["paragraphs"].to_string();
        assert!(text.contains(&format!("Kính gửi: {}", letter.name)), "{text}");
        assert!(text.contains("SIMULATED") && text.contains("Ngày đánh giá D: 31/12/2025"));
        assert!(document["first_header"].to_string().contains("SIMULATED"));
        // Heading block, one table per list that has rows, signature block.
        let mut tables = document["tables"].as_array().unwrap()[1..].iter();
        for (rows, days) in [
            (&urging.overdue, "Số ngày quá hạn"),
            (&urging.due_soon, "Số ngày còn lại"),
            (&urging.no_data, ""),
        ] {
            if rows.is_empty() {
                continue;
            }
            let table = tables.next().unwrap().as_array().unwrap();
            assert_eq!(table.len(), rows.len() + 1);
            // Missing data is no lateness: its table has no column of days at all.
            assert_eq!(table[0].as_array().unwrap().len(), if days.is_empty() { 3 } else { 6 });
            for (line, row) in table[1..].iter().zip(rows) {
                assert!(line[1].as_str().unwrap().contains(&format!("[{};", row.id())));
                if days == "Số ngày quá hạn" {
                    assert_eq!(line[3], row.late_days().unwrap().to_string());
                }
            }
        }
        assert!(tables.next().unwrap().to_string().contains("Nơi nhận:"));
    }
    Ok(())
}

#[test]
fn a_letter_names_reasons_and_obstacles() -> Outcome {
    let evaluation = evaluate(small(), "2025-08-20");
    let mut all = Vec::new();
    letters::each(&evaluation, &ReportOptions::default(), |letter, bytes| {
        all.push((letter, bytes));
        Ok(())
    })?;
    let agencies: Vec<&str> = all.iter().map(|(letter, _)| letter.agency.as_str()).collect();
    assert_eq!(agencies, ["A/2", "A1"], "who is done with everything gets no letter");
    assert_eq!(all[0].0.file, "don-doc-A_2.docx");
    let folder = Folder::new("reasons");
    let path = folder.file("letter.docx");
    std::fs::write(&path, &all[1].1)?;
    let Some(read) = readers::read(&[&path]) else { return Ok(()) };
    let overdue = &read[0]["tables"][1][1];
    assert_eq!(overdue[3], "10");
    assert_eq!(overdue[4], "40 %");
    let reason = "Chờ thẩm định; Vướng mắc từ 01/8/2025 (kinh phí), chờ Bộ Tài chính";
    assert_eq!(overdue[5], reason);
    let text = read[0]["paragraphs"].to_string();
    assert!(
        text.contains(
            "có 1 nhiệm vụ chưa hoàn thành, quá hạn và 1 nhiệm vụ chưa có dữ liệu báo cáo"
        ),
        "{text}"
    );
    Ok(())
}

#[test]
fn a_form_is_open_only_where_it_is_filled_in() -> Outcome {
    let folder = Folder::new("form");
    let evaluation = evaluate(small(), "2025-08-20");
    let path = folder.file("form.xlsx");
    form::write_xlsx(&path, &evaluation, "bo cong an", &ReportOptions::default())?;
    let unknown =
        form::write_xlsx(folder.file("x.xlsx"), &evaluation, "Atlantis", &ReportOptions::default());
    assert_eq!(unknown.unwrap_err().code(), Code::Core);
    assert_eq!(folder.names(), ["form.xlsx"]);
    let Some(read) = readers::read(&[&path]) else { return Ok(()) };
    let sheet = &read[0]["sheets"]["Báo cáo"];
    let lines = rows(&read[0], "Báo cáo");
    let headers: Vec<&str> =
        lines[4].as_array().unwrap().iter().map(|h| h.as_str().unwrap()).collect();
    assert_eq!(headers, form::HEADERS);
    let ids: Vec<&str> = lines[5..].iter().map(|line| line[0].as_str().unwrap()).collect();
    assert_eq!(ids, ["T1", "T2"]);
    assert_eq!(lines[5][1], "A1");
    assert_eq!(sheet["protected"], true);
    assert_eq!(sheet["hidden"], serde_json::json!(["A"]), "A to B as one range");
    assert_eq!(sheet["open"], serde_json::json!(["E", "F", "G", "H", "I", "J", "K"]));
    let checks = serde_json::json!({"E6:E7": "list", "F6:F7": "whole", "G6:J7": "textLength", "K6:K7": "date"});
    assert_eq!(sheet["checks"], checks);
    Ok(())
}

#[test]
fn hostile_texts_stay_texts_and_nothing_is_lost_in_silence() -> Outcome {
    let long = "dài ".repeat(10_000);
    let hostile = [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2",
        "@SUM(A1)",
        "'quoted",
        "http://example.com/x",
        "mailto:a@example.com",
        "_x0041_ _x000D_",
        "<w:fldSimple w:instr=\"DATE\"/> & ]]> {DATE}",
        "عربى 😀 e\u{301}",
        "dòng một\ndòng hai\tcột",
        "00123",
        "2025-08-01",
        "TRUE",
        "{=1+1}",
    ];
    let mut records = small();
    for (i, title) in hostile.iter().enumerate() {
        records.tasks.push(task(&format!("X{i:02}"), title, "A1", "2025-08-10"));
        records.reports.push(report_on(
            &format!("X{i:02}"),
            &format!("X{i:02}"),
            ReportKind::Progress,
            Some(1),
        ));
    }
    records.tasks.push(task("Y1", &long, "A1", "2025-08-10"));
    records.tasks.push(task("Y2", "a\u{1}b\u{202e}c\u{7f}", "A1", "2025-08-10"));
    let evaluation = evaluate(records, "2025-08-20");
    let folder = Folder::new("hostile");
    let (xlsx, docx) = (folder.file("r.xlsx"), folder.file("r.docx"));
    let options = ReportOptions::default();
    let told = |findings: &[tiendo::Finding]| -> Vec<String> {
        findings
            .iter()
            .map(|f| format!("{} {}", f.code.as_str(), f.id.as_deref().unwrap_or("")))
            .collect()
    };
    let found = report::write_xlsx(&xlsx, &evaluation, &options)?;
    assert_eq!(told(&found), ["cell_shortened Y1", "controls_removed Y2"]);
    assert_eq!(found[0].args["length"], "40000");
    let found = report::write_docx(&docx, &evaluation, &options)?;
    assert_eq!(told(&found), ["controls_removed Y2"], "a document holds any length");
    let (letters, _) = letters::write_all(folder.file("out"), &evaluation, &options)?;
    let letter = letters.iter().find(|letter| letter.agency == "A1").unwrap();
    let letter = folder.file("out").join(&letter.file);
    let Some(read) = readers::read(&[&xlsx, &docx, &letter]) else { return Ok(()) };
    assert_eq!((read[0]["formulas"].as_u64(), read[0]["links"].as_u64()), (Some(0), Some(0)));
    let lines = rows(&read[0], "Phụ lục");
    let titles: Vec<&str> = lines[4..].iter().filter_map(|line| line[2].as_str()).collect();
    for row in evaluation.rows().filter(|row| row.task_id() < "Y") {
        assert!(titles.contains(&row.title()), "{:?}", row.title());
    }
    assert!(titles.contains(&"abc"));
    assert!(titles.iter().any(|title| title.encode_utf16().count() == 32_767));
    for document in &read[1..] {
        assert_eq!(document["marks"], 0, "no field, no link");
        let tables = document["tables"].to_string();
        for row in evaluation.rows().filter(|row| row.task_id().starts_with(['X', 'Z'])) {
            let title = Value::from(row.title()).to_string();
            assert!(tables.contains(title.trim_matches('"')), "{title}");
        }
    }
    assert!(read[1]["tables"].to_string().contains(long.trim_end()));
    Ok(())
}

#[test]
fn the_same_evaluation_gives_the_same_bytes() -> Outcome {
    let evaluation = evaluate(small(), "2025-08-20");
    let options = ReportOptions::default();
    let letters = || {
        let mut all = Vec::new();
        letters::each(&evaluation, &options, |letter, bytes| {
            all.push((letter, bytes));
            Ok(())
        })
        .map(|_| all)
    };
    let xlsx = report::xlsx(&evaluation, &options)?.0;
    let form = form::xlsx(&evaluation, "A1", &options)?.0;
    let (docx, all) = (report::docx(&evaluation, &options)?.0, letters()?);
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(xlsx == report::xlsx(&evaluation, &options)?.0);
    assert!(form == form::xlsx(&evaluation, "A1", &options)?.0);
    assert!(docx == report::docx(&evaluation, &options)?.0);
    assert!(all == letters()?);
    Ok(())
}

#[test]
fn nothing_in_force_gives_files_that_say_so() -> Outcome {
    let evaluation = evaluate(Records::default(), "2025-08-20");
    let folder = Folder::new("empty");
    let (xlsx, docx) = (folder.file("r.xlsx"), folder.file("r.docx"));
    report::write_xlsx(&xlsx, &evaluation, &ReportOptions::default())?;
    report::write_docx(&docx, &evaluation, &ReportOptions::default())?;
    let (letters, _) =
        letters::write_all(folder.file("out"), &evaluation, &ReportOptions::default())?;
    assert!(letters.is_empty());
    let Some(read) = readers::read(&[&xlsx, &docx]) else { return Ok(()) };
    assert_eq!(rows(&read[0], "Phụ lục").len(), 4);
    let title = rows(&read[0], "Phụ lục")[0][0].as_str().unwrap();
    assert!(title.contains("không có dữ liệu báo cáo"), "{title}");
    Ok(())
}

#[test]
fn what_is_not_public_is_refused_unless_asked() -> Outcome {
    let mut records = small();
    records.tasks[0].classification = Some(Classification::Internal);
    let evaluation = evaluate(records, "2025-08-20");
    let folder = Folder::new("secret");
    let closed = ReportOptions::default();
    let refused = |error: tiendo_formats::Error| {
        assert_eq!(error.code(), Code::NotPublic, "{error}");
        assert!(error.to_string().contains("T1"), "{error}");
    };
    refused(report::write_xlsx(folder.file("r.xlsx"), &evaluation, &closed).unwrap_err());
    refused(report::write_docx(folder.file("r.docx"), &evaluation, &closed).unwrap_err());
    refused(letters::write_all(folder.file("out"), &evaluation, &closed).unwrap_err());
    refused(form::write_xlsx(folder.file("f.xlsx"), &evaluation, "A1", &closed).unwrap_err());
    assert!(folder.names().is_empty(), "{:?}", folder.names());
    // The letter to an agency without such tasks is no secret.
    assert!(letters::write_one(folder.file("out"), "A/2", &evaluation, &closed)?.0.is_some());
    let open = ReportOptions { disclosure: Disclosure::Internal, ..ReportOptions::default() };
    report::write_xlsx(folder.file("r.xlsx"), &evaluation, &open)?;
    assert_eq!(folder.names(), ["out", "r.xlsx"]);
    Ok(())
}

#[test]
fn files_stay_unless_told_and_letters_appear_all_or_none() -> Outcome {
    let evaluation = evaluate(small(), "2025-08-20");
    let (folder, options) = (Folder::new("atomic"), ReportOptions::default());
    let path = folder.file("r.xlsx");
    std::fs::write(&path, "mine")?;
    let error = report::write_xlsx(&path, &evaluation, &options).unwrap_err();
    assert_eq!(error.code(), Code::Exists);
    assert_eq!(std::fs::read(&path)?, b"mine");
    let force = ReportOptions { overwrite: Overwrite::Allow, ..ReportOptions::default() };
    report::write_xlsx(&path, &evaluation, &force)?;
    assert!(std::fs::read(&path)?.starts_with(b"PK"));

    // A letter that cannot take its name, because a folder has it, takes the others with it.
    let out = folder.file("out");
    std::fs::create_dir_all(out.join("don-doc-A1.docx"))?;
    for options in [&options, &force] {
        assert!(letters::write_all(&out, &evaluation, options).is_err());
        assert_eq!(names(&out), ["don-doc-A1.docx"]);
    }
    // So does the caller's stop, and a new folder goes too.
    let stop = |_: &str, done: u64| {
        if done > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let stopped = ReportOptions { progress: Some(&stop), ..ReportOptions::default() };
    let error = letters::write_all(folder.file("new"), &evaluation, &stopped).unwrap_err();
    assert_eq!(error.code(), Code::Cancelled);
    assert_eq!(folder.names(), ["out", "r.xlsx"]);
    Ok(())
}

#[test]
fn more_rows_than_a_sheet_holds_are_an_error_that_counts_them() {
    let mut records = Records::default();
    let agency =
        |id: &str| Agency::new(AgencyId::new(id).unwrap(), Text::new("x").unwrap(), Level::Commune);
    // 1,025 tasks, each for every one of 1,024 agencies.
    let group = Agency { kind: tiendo::AgencyKind::Group, ..agency("all") };
    for i in 0..1024 {
        let member_of = vec![group.id.clone()];
        records.agencies.push(Agency { member_of, ..agency(&format!("A{i}")) });
    }
    records.agencies.push(group);
    records.tasks.extend((0..1025).map(|i| task(&format!("T{i}"), "x", "all", "2025-08-10")));
    let evaluation = evaluate(records, "2025-08-20");
    let error = report::xlsx(&evaluation, &ReportOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "report.xlsx: 1049600 rows do not fit a sheet of 1048572");
}
