//! The ways in which one table may be written all read the same.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use tiendo::{Deadline, DocumentId, Lang, Records, Task, TaskId, Text, day};
use tiendo_formats::csv::{self, Dialect, ReadOptions, WriteOptions};
use tiendo_formats::{Code, Table};

fn task() -> Task {
    let text = |text: &str| Text::new(text).unwrap();
    let id = TaskId::new("T1").unwrap();
    let mut task =
        Task::new(id, DocumentId::new("02-KH/BCĐTW").unwrap(), text("Nâng cấp cổng; \"một cửa\""));
    task.deadline = Deadline::wording("trước ngày 15/8/2025").unwrap();
    task.deadline.stated_last_day = Some(day::parse("2025-08-14").unwrap());
    task
}

#[track_caller]
fn check(name: &str, file: impl AsRef<[u8]>) {
    let (records, findings) =
        csv::read_file("tasks.csv", file.as_ref(), &ReadOptions::default()).unwrap();
    let lines: Vec<_> = findings.iter().map(|f| f.line(Lang::En)).collect();
    assert_eq!(lines, [""; 0], "{name}");
    assert_eq!(records.tasks, [task()], "{name}");
}

#[test]
fn separators_marks_and_line_breaks() {
    let header = ["id", "document", "title", "deadline", "last_day"];
    let row = [
        "T1",
        "02-KH/BCĐTW",
        "\"Nâng cấp cổng; \"\"một cửa\"\"\"",
        "trước ngày 15/8/2025",
        "14/08/2025",
    ];
    for separator in [",", ";", "\t"] {
        for end in ["\n", "\r\n", "\r"] {
            for mark in ["", "\u{feff}"] {
                for declared in [String::new(), format!("sep={separator}{end}")] {
                    for last in ["", end] {
                        let file = format!(
                            "{mark}{declared}{}{end}{}{last}",
                            header.join(separator),
                            row.join(separator)
                        );
                        check(&format!("{file:?}"), &file);
                    }
                }
            }
        }
    }
}

#[test]
fn vietnamese_headers_and_days() {
    check(
        "a tracker",
        "Mã;Căn cứ;Nhiệm vụ (rõ việc);Hạn (rõ thời gian);Ngày cuối\r\n\
         T1;02-KH/BCĐTW;\"Nâng cấp cổng; \"\"một cửa\"\"\";trước ngày 15/8/2025;14/08/2025\r\n",
    );
    check(
        "another order, capitals, no accents",
        "THOI HAN,NHIEM VU,MA,CAN CU,LAST DAY\n\
         trước ngày 15/8/2025,\"Nâng cấp cổng; \"\"một cửa\"\"\",T1,02-KH/BCĐTW,2025-08-14T00:00:00\n",
    );
}

#[test]
fn every_written_dialect_reads_back() {
    let records = Records { tasks: vec![task()], ..Records::default() };
    for dialect in [Dialect::Plain, Dialect::Excel, Dialect::ExcelEnglish] {
        for headers in [Lang::En, Lang::Vi] {
            let options = WriteOptions { dialect, headers, ..WriteOptions::default() };
            let mut file = Vec::new();
            csv::write_file(&records, Table::Tasks, &mut file, &options).unwrap();
            check(&format!("{dialect:?} {headers:?}"), &file);
        }
    }
}

#[test]
fn what_excel_needs() {
    let (mut records, _) = csv::read_file(
        "kpis.csv",
        "id,name,direction,band\n00070,=1+1,increase,-0.5\n".as_bytes(),
        &ReadOptions::default(),
    )
    .unwrap();
    records.kpis[0].note = Some(Text::new("2025-11").unwrap());
    let write = |dialect| {
        let options = WriteOptions { dialect, ..WriteOptions::default() };
        let mut file = Vec::new();
        csv::write_file(&records, Table::Kpis, &mut file, &options).unwrap();
        String::from_utf8(file).unwrap()
    };
    let rows = |file: &str| file.lines().nth(1).unwrap().to_owned();
    let plain = write(Dialect::Plain);
    assert_eq!(rows(&plain), "00070,,'=1+1,,,increase,-0.5,1,none,,,,,,,,2025-11,");
    assert!(!plain.contains('\r') && plain.starts_with("id,"));
    let excel = write(Dialect::Excel);
    assert!(excel.starts_with("\u{feff}id;") && excel.ends_with("\r\n"));
    assert_eq!(rows(&excel), "'00070;;'=1+1;;;increase;-0,5;1;none;;;;;;;;'2025-11;");
    assert_eq!(
        rows(&write(Dialect::ExcelEnglish)),
        "'00070,,'=1+1,,,increase,-0.5,1,none,,,,,,,,'2025-11,"
    );
}

#[test]
fn file_names() {
    for name in ["tasks", "tasks.csv", "TASKS.CSV", "Tasks.csv"] {
        assert!(
            csv::read_file(name, &b"id,document,title\n"[..], &ReadOptions::default()).is_ok(),
            "{name}"
        );
    }
    for name in ["", "task", "tasks.xlsx", "../tasks.csv", "tasks.csv.bak"] {
        let error = csv::read_file(name, &b"id\n"[..], &ReadOptions::default()).unwrap_err();
        assert_eq!(error.code(), Code::NotATable, "{name}");
    }
}
