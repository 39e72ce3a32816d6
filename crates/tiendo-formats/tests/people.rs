//! What people say stands beside what is reported as done, in the workbook and in the document.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use tiendo::{
    AsOf, Direction, DocumentId, Evaluation, Kpi, KpiId, Measurement, PeopleAsked, Policy,
    RegistryBuilder, Task, TaskId, Text, day,
};
use tiendo_formats::report::{self, ReportOptions};

/// One task, and satisfaction that fell where `asked`.
fn evaluation(asked: bool) -> Evaluation {
    let text = |text: &str| Text::new(text).unwrap();
    let on = |text: &str| day::parse(text).unwrap();
    let mut builder = RegistryBuilder::new();
    let task = Task::new(TaskId::new("T1").unwrap(), DocumentId::new("D").unwrap(), text("Việc"));
    builder.add_task(task);
    if asked {
        let mut kpi =
            Kpi::new(KpiId::new("S").unwrap(), text("=Mức độ hài lòng"), Direction::Increase);
        kpi.unit = Some(text("%"));
        kpi.of_people = Some(PeopleAsked { survey_size: 1200, period: text("2025-H2") });
        kpi.measurements = vec![
            Measurement::new(on("2025-06-30"), 84.5),
            Measurement::new(on("2025-12-31"), 81.25),
        ];
        builder.add_kpi(kpi);
    }
    let as_of = AsOf::new(on("2025-12-31")).unwrap();
    builder.finish().evaluate(as_of, &Policy::default()).unwrap()
}

fn summary(asked: bool) -> Vec<Vec<Data>> {
    let (bytes, findings) = report::xlsx(&evaluation(asked), &ReportOptions::default()).unwrap();
    assert!(findings.is_empty());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("Tổng hợp").unwrap();
    sheet.rows().map(<[Data]>::to_vec).collect()
}

fn document(asked: bool) -> String {
    let (bytes, _) = report::docx(&evaluation(asked), &ReportOptions::default()).unwrap();
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    parts.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_survey_stands_below_the_classes() {
    let rows = summary(true);
    let at = rows.iter().position(|row| row[0] == "Người dân, doanh nghiệp đánh giá").unwrap();
    let headers: Vec<String> = rows[at][1..7].iter().map(ToString::to_string).collect();
    assert_eq!(headers[1..3], ["Giá trị", "Lần trước"]);
    let row = &rows[at + 1];
    // A text that begins like a formula is none.
    assert_eq!(row[0], "=Mức độ hài lòng");
    assert_eq!(
        (&row[1], &row[2], &row[3]),
        (&"%".to_owned().into(), &Data::Float(81.25), &Data::Float(84.5))
    );
    assert_eq!(
        (row[5].to_string(), row[6].to_string()),
        ("1.200".to_owned(), "2025-H2".to_owned())
    );
    let text = document(true);
    for part in [
        "Người dân, doanh nghiệp đánh giá",
        "=Mức độ hài lòng",
        "81,25",
        "84,5",
        "1.200",
        "chưa hẳn",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn where_nobody_was_asked_there_is_no_table() {
    assert!(!summary(false).iter().any(|row| row[0] == "Người dân, doanh nghiệp đánh giá"));
    assert!(!document(false).contains("Người dân, doanh nghiệp đánh giá"));
}
