//! The report as a document: the official classes, then the annex by agency.

use std::collections::BTreeMap;
use std::io::{self, Seek, Write};
use std::path::Path;

use tiendo::{Axis, Evaluation, Finding, Lang, OfficialClass, Row, Said};

use super::annex::Line;
use super::figure::{capitalised, count, day, percent};
use super::plain::Notes;
use super::{ReportOptions, classes, letterhead, people, scope};
use crate::atomic::write_atomically;
use crate::docx::{self, Align, Cell, Layout, Look, Orientation};
use crate::error::Error;

/// Writes the report of an evaluation as a document, whole or not at all.
///
/// In the layout of Decree 30/2020/NĐ-CP: heading block, the table of official classes, signature block; then, across
/// the page, the classes by phase, group and agency, and every row of each agency. Returned is what had to be left out.
///
/// # Errors
/// - [`Error::Exists`] for a file that [`ReportOptions::overwrite`] keeps.
/// - [`Error::NotPublic`] for tasks that [`ReportOptions::disclosure`] hides.
/// - [`Error::Io`] where the file cannot be written; [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// use tiendo_formats::report::{self, ReportOptions};
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// report::write_docx("report.docx", &evaluation, &ReportOptions::default())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_docx(
    path: impl AsRef<Path>,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let path = path.as_ref();
    let file = path.display().to_string();
    write_atomically(path, options.overwrite, |draft| write(draft, &file, evaluation, options))
}

/// The document of [`write_docx`] in memory.
///
/// # Errors
/// - As [`write_docx`], but for those of files.
///
/// # Example
/// ```
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// use tiendo_formats::report::{self, ReportOptions};
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let (bytes, findings) = report::docx(&evaluation, &ReportOptions::default())?;
/// assert!(bytes.starts_with(b"PK") && findings.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn docx(
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> Result<(Vec<u8>, Vec<Finding>), Error> {
    let mut output = io::Cursor::new(Vec::new());
    let findings = write(&mut output, "report.docx", evaluation, options)?;
    Ok((output.into_inner(), findings))
}

fn write(
    output: &mut (impl Write + Seek),
    file: &str,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    options.may_show_all(file, evaluation)?;
    let io = |source| Error::Io { path: file.to_owned(), source };
    let scope = evaluation.scope();
    let mut notes = Notes::default();
    let title = format!("Tình hình thực hiện nhiệm vụ đến ngày {}", day(scope.day));
    let mut layout = Layout::new(scope::mark(&scope)).map_err(io)?;
    first_page(&mut layout, &mut notes, &title, evaluation, options).map_err(io)?;
    layout.end_section(Orientation::Portrait).map_err(io)?;
    class_tables(&mut layout, &mut notes, evaluation).map_err(io)?;
    annex(&mut layout, &mut notes, file, evaluation, options)?;
    layout.close(Orientation::Landscape).map_err(io)?;
    docx::write(output, layout, &scope::title(&title, &scope), scope.day).map_err(io)?;
    Ok(notes.finish())
}

fn first_page(
    layout: &mut Layout,
    notes: &mut Notes,
    title: &str,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> io::Result<()> {
    let (scope, policy) = (evaluation.scope(), evaluation.policy());
    letterhead::head(layout, notes, &options.letterhead, None)?;
    let centred = Look { size: 28, bold: true, align: Align::Centre, ..Look::default() };
    layout.paragraph("BÁO CÁO", centred)?;
    layout.paragraph(title, centred)?;
    if let Some(mark) = scope::mark(&scope) {
        layout.paragraph(mark, centred)?;
    }
    let sums = evaluation.task_sums();
    layout.paragraph(
        &format!(
            "Đến ngày {} có {} nhiệm vụ đang có hiệu lực, do {} văn bản giao; {} báo cáo được xét.",
            day(scope.day),
            count(sums.total()),
            count(scope.document_count),
            count(scope.report_count)
        ),
        Look::BODY,
    )?;
    layout.paragraph("Kết quả chung (đếm nhiệm vụ)", Look::HEADING)?;
    let width = Orientation::Portrait.width();
    let widths = [width - 2400 - 700, 700, 2400];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (i, class) in OfficialClass::ALL.iter().enumerate() {
        rows.push(vec![
            vec![(capitalised(class.label(Lang::Vi)), Look::CELL)],
            vec![((i + 1).to_string(), Look::FIGURE)],
            vec![(count(sums.of_class(*class)), Look::FIGURE)],
        ]);
    }
    rows.push(vec![
        vec![("Tổng số".to_owned(), Look { bold: true, ..Look::CELL })],
        Vec::new(),
        vec![(count(sums.total()), Look { bold: true, ..Look::FIGURE })],
    ]);
    for row in &mut rows {
        row.swap(0, 1);
    }
    let widths = [widths[1], widths[0], widths[2]];
    layout.table(&widths, &["TT", "Loại", "Số nhiệm vụ"], rows)?;
    let rate = match scope.report_count {
        0 => "không tính, vì chưa có báo cáo nào".to_owned(),
        _ => percent(sums.rate(policy)),
    };
    let rate = format!("Tỷ lệ ({}): {rate}.", policy.rate.label(Lang::Vi));
    layout.paragraph(&rate, Look::BODY)?;
    layout.paragraph(
        "Nhiệm vụ quá hạn mà chưa có báo cáo là thiếu số liệu, được đếm riêng, không phải kết luận về cơ quan.",
        Look::BODY,
    )?;
    people_table(layout, notes, evaluation)?;
    layout.paragraph("Phạm vi số liệu", Look::HEADING)?;
    for (name, value) in scope::parts(evaluation) {
        let line = format!("- {name}: {}", notes.clean(&value, "", "scope"));
        layout.paragraph(&line, Look { align: Align::Left, ..Look::BODY })?;
    }
    letterhead::foot(layout, notes, &options.letterhead, &["……………"])
}

/// Satisfaction and trust beside the classes, where anybody was asked.
fn people_table(layout: &mut Layout, notes: &mut Notes, evaluation: &Evaluation) -> io::Result<()> {
    let standings = people::standings(evaluation);
    if standings.is_empty() {
        return Ok(());
    }
    layout.paragraph(people::TITLE, Look::HEADING)?;
    let width = Orientation::Portrait.width();
    let figure = 1050;
    let columns = people::HEADERS.len() as u32;
    let mut widths = vec![width - figure * columns];
    widths.extend((0..columns).map(|_| figure));
    let mut header = vec!["Chỉ tiêu"];
    header.extend(people::HEADERS);
    let lines = standings.iter().map(|kpi| {
        let mut clean = |text: &str, field| notes.clean(text, &kpi.kpi, field).into_owned();
        let mut row: Vec<Cell> = vec![vec![(clean(&kpi.name, "name"), Look::CELL)]];
        let texts = people::texts(kpi).map(|(text, field)| clean(&text, field));
        row.extend(texts.map(|text| vec![(text, Look::FIGURE)]));
        row
    });
    let lines: Vec<Vec<Cell>> = lines.collect();
    layout.table(&widths, &header, lines)?;
    layout.paragraph(people::NOTE, Look::BODY)
}

/// The classes by phase, group and agency.
fn class_tables(layout: &mut Layout, notes: &mut Notes, evaluation: &Evaluation) -> io::Result<()> {
    let policy = evaluation.policy();
    let any_report = evaluation.scope().report_count > 0;
    let mut sections = classes::of_tasks(evaluation);
    sections.push(classes::of_agencies(evaluation));
    let headers = classes::headers();
    let figures = headers.len() as u32 + 1;
    let width = Orientation::Landscape.width();
    let figure = 860;
    let widths: Vec<u32> =
        std::iter::once(width - figure * figures).chain((0..figures).map(|_| figure)).collect();
    layout.paragraph(
        "Phụ lục I. Số nhiệm vụ theo loại",
        Look { align: Align::Centre, ..Look::HEADING },
    )?;
    // The first section is the table of the first page.
    for section in sections.iter().skip(1) {
        let mut header = vec![section.title];
        header.extend(headers.iter().map(String::as_str));
        header.push("Tỷ lệ");
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for line in &section.lines {
            let mut row: Vec<Cell> =
                vec![vec![(notes.clean(&line.name, "", "name").into_owned(), Look::CELL)]];
            let figures = classes::figures(&line.sums).into_iter();
            row.extend(figures.map(|n| vec![(count(n), Look::FIGURE)]));
            let rate = if any_report { percent(line.sums.rate(policy)) } else { "–".to_owned() };
            row.push(vec![(rate, Look::FIGURE)]);
            rows.push(row);
        }
        layout.table(&widths, &header, rows)?;
    }
    Ok(())
}

/// Every row, by agency in the order of the roll-up; what counts for nobody last.
fn annex(
    layout: &mut Layout,
    notes: &mut Notes,
    file: &str,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> Result<(), Error> {
    let io = |source| Error::Io { path: file.to_owned(), source };
    let centred = Look { align: Align::Centre, ..Look::HEADING };
    layout.paragraph("Phụ lục II. Từng nhiệm vụ theo cơ quan", centred).map_err(io)?;
    let mut rows_of: BTreeMap<Option<&str>, Vec<Row<'_>>> = BTreeMap::new();
    for row in evaluation.rows() {
        rows_of.entry(row.agency_id()).or_default().push(row);
    }
    let said = evaluation.said();
    let agencies = evaluation.roll_up(Axis::Agency).rows;
    let keys = agencies.iter().map(|row| Some(row.key.as_str())).chain([None]);
    let mut done = 0_u64;
    for key in keys {
        let Some(rows) = rows_of.get(&key) else { continue };
        let name = key.and_then(|id| evaluation.agency_name(id, Lang::Vi));
        let name = notes.clean(name.unwrap_or("(không rõ cơ quan chủ trì)"), "", "name");
        layout
            .paragraph(&format!("{name} ({})", count(rows.len() as u64)), Look::HEADING)
            .map_err(io)?;
        let mut lines = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter().enumerate() {
            lines.push(cells(notes, evaluation, &said, row, i + 1));
            done += 1;
            options.heard(file, done)?;
        }
        let header = [
            "TT",
            "Nhiệm vụ",
            "Thời hạn",
            "Ngày cuối",
            "Trạng thái",
            "Số ngày quá hạn",
            "Tiến độ (%)",
            "Lý do, vướng mắc",
            "Ghi chú",
        ];
        let widths = [600, 4400, 1700, 1250, 1500, 850, 850, 1900, 1520];
        layout.table(&widths, &header, lines).map_err(io)?;
    }
    Ok(())
}

fn cells(
    notes: &mut Notes,
    evaluation: &Evaluation,
    said: &Said<'_>,
    row: &Row<'_>,
    number: usize,
) -> Vec<Cell> {
    let line = Line::of(evaluation, said, row);
    let id = line.id.as_str();
    let mut text =
        |text: &str, field| vec![(notes.clean(text, id, field).into_owned(), Look::CELL)];
    let title = text(&format!("{} [{id}]", line.title), "title");
    let (wording, reason) = (text(&line.wording, "deadline"), text(&line.reason, "reason"));
    let note = text(&line.note, "note");
    let figure = |text: String| vec![(text, Look::FIGURE)];
    vec![
        figure(number.to_string()),
        title,
        wording,
        figure(line.last_day.map_or_else(String::new, day)),
        figure(capitalised(line.status)),
        figure(line.late_days.map_or_else(String::new, |days| count(days.into()))),
        figure(line.percent.to_string()),
        reason,
        note,
    ]
}
