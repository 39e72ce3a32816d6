//! The empty reporting form of one agency: a workbook with its open tasks, to be filled in and read back.
//!
//! What identifies a row is locked, and partly hidden; what the agency fills in is open, with drop-downs and checks. The
//! headers are words that the reader of annexes knows, so a filled form comes back as reports.

use std::io::{Seek, Write};
use std::path::Path;

use chrono::NaiveDate;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format,
    ProtectionOptions,
};
use tiendo::{Evaluation, Finding, Lang, Row};

use crate::atomic::write_atomically;
use crate::error::Error;
use crate::report::annex::Line;
use crate::report::plain::Notes;
use crate::report::sheet::{Looks, MAX_CELL, MAX_ROWS, Sheet, failure, scope_sheet, workbook};
use crate::report::{ReportOptions, agency_id, figure, scope};
use crate::shown::shown;

/// Headers of the form, in order.
pub const HEADERS: [&str; 11] = [
    "Mã nhiệm vụ",
    "Cơ quan chủ trì",
    "Nhiệm vụ",
    "Thời hạn",
    "Trạng thái",
    "Tiến độ (%)",
    "Kết quả thực hiện",
    "Văn bản minh chứng",
    "Lý do chậm",
    "Khó khăn, vướng mắc",
    "Ngày báo cáo",
];

/// What the column `Trạng thái` offers: two words for progress, one for completion.
pub const STATUS_WORDS: [&str; 3] = ["chưa thực hiện", "đang thực hiện", "đã hoàn thành"];

/// Hidden columns: ids of the task, and of the agency that it was addressed to.
const HIDDEN: u16 = 2;
/// The first column that is filled in, the percent and the day among them.
const OPEN: u16 = 4;
const PERCENT: u16 = 5;
const DAY: u16 = 10;
/// Row of the header.
const HEADER: u32 = 4;
const WIDTHS: [f64; 11] = [12.0, 12.0, 48.0, 20.0, 16.0, 10.0, 32.0, 24.0, 30.0, 30.0, 13.0];

/// Writes the empty form of an agency, whole or not at all: one row for each row that counts for it and is open.
///
/// The agency is named by id, code or name without accents. Returned is what had to be left out of cells.
///
/// # Errors
/// - [`Error::Core`] for an agency that is not found, or one of several, or a group.
/// - [`Error::Exists`], [`Error::NotPublic`], [`Error::TooManyRows`], [`Error::Io`] and [`Error::Cancelled`] as for a
///   report.
///
/// # Example
/// ```no_run
/// # fn run(evaluation: &tiendo::Evaluation) -> Result<(), tiendo_formats::Error> {
/// use tiendo_formats::{form, report::ReportOptions};
/// form::write_xlsx("form.xlsx", evaluation, "Bo Cong an", &ReportOptions::default())?;
/// # Ok(()) }
/// ```
pub fn write_xlsx(
    path: impl AsRef<Path>,
    evaluation: &Evaluation,
    agency: &str,
    options: &ReportOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let path = path.as_ref();
    let file = path.display().to_string();
    let agency = agency_id(evaluation, agency, &file)?;
    write_atomically(path, options.overwrite, |draft| {
        write(draft, &file, evaluation, &agency, options)
    })
}

/// The form of [`write_xlsx`] in memory.
///
/// # Errors
/// - As [`write_xlsx`], but for those of files.
///
/// # Example
/// ```
/// use tiendo::{day, Agency, AgencyId, AsOf, Level, Policy, RegistryBuilder, Text};
/// use tiendo_formats::{form, report::ReportOptions};
/// let mut builder = RegistryBuilder::new();
/// builder.add_agency(Agency::new(AgencyId::new("BCA")?, Text::new("Bộ Công an")?, Level::Central));
/// let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let (bytes, _) = form::xlsx(&evaluation, "bo cong an", &ReportOptions::default())?;
/// assert!(bytes.starts_with(b"PK"));
/// assert!(form::xlsx(&evaluation, "Atlantis", &ReportOptions::default()).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn xlsx(
    evaluation: &Evaluation,
    agency: &str,
    options: &ReportOptions<'_>,
) -> Result<(Vec<u8>, Vec<Finding>), Error> {
    let file = "form.xlsx";
    let agency = agency_id(evaluation, agency, file)?;
    let mut output = std::io::Cursor::new(Vec::new());
    let findings = write(&mut output, file, evaluation, &agency, options)?;
    Ok((output.into_inner(), findings))
}

fn write(
    output: &mut (impl Write + Seek + Send),
    file: &str,
    evaluation: &Evaluation,
    agency: &str,
    options: &ReportOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let owed = |row: &Row<'_>| row.agency_id() == Some(agency) && row.status().is_open();
    let rows: Vec<Row<'_>> = evaluation.rows().filter(owed).collect();
    let (count, limit) = (rows.len() as u64, MAX_ROWS - u64::from(HEADER) - 1);
    if count > limit {
        return Err(Error::TooManyRows { path: file.to_owned(), rows: count, limit });
    }
    options.may_show(file, rows.iter().copied())?;
    let core = |source| Error::Core { path: file.to_owned(), source };
    // The head counts what other agencies owe too.
    let counted = shown(evaluation, options.disclosure).map_err(core)?;
    let scope = counted.scope();
    let name = evaluation.agency_name(agency, Lang::Vi).unwrap_or(agency);
    let title = format!("Mẫu báo cáo tiến độ: {name}");
    let (looks, mut notes) = (Looks::new(), Notes::default());
    let safe = notes.clean(&title, "", "title").into_owned();
    let mut workbook = workbook(&scope::title(&safe, &scope), scope.day, file)?;
    let mut sheet = Sheet {
        page: workbook.add_worksheet().set_name("Báo cáo").map_err(failure(file))?,
        looks: &looks,
        notes: &mut notes,
        file,
    };
    table(&mut sheet, &safe, (evaluation, &counted), agency, &rows, options)?;
    let mut sheet = Sheet {
        page: workbook.add_worksheet().set_name("Phạm vi").map_err(failure(file))?,
        looks: &looks,
        notes: &mut notes,
        file,
    };
    scope_sheet(&mut sheet, &counted)?;
    workbook.save_to_writer(output).map_err(failure(file))?;
    Ok(notes.finish())
}

fn table(
    sheet: &mut Sheet<'_>,
    title: &str,
    (evaluation, counted): (&Evaluation, &Evaluation),
    agency: &str,
    rows: &[Row<'_>],
    options: &ReportOptions<'_>,
) -> Result<(), Error> {
    let (looks, file) = (sheet.looks, sheet.file);
    for (column, width) in WIDTHS.iter().enumerate() {
        sheet.page.set_column_width(column as u16, *width).map_err(failure(file))?;
    }
    for column in 0..HIDDEN {
        sheet.page.set_column_hidden(column).map_err(failure(file))?;
    }
    // The first columns are hidden, so the head begins behind them.
    let (whole, line) = (scope::title(title, &counted.scope()), scope::line(counted));
    sheet.text((0, HIDDEN), &whole, ("", "title"), &looks.title)?;
    sheet.text((1, HIDDEN), &line, ("", "scope"), &looks.faint)?;
    let guide =
        "Chỉ điền các cột từ \"Trạng thái\" đến \"Ngày báo cáo\"; dòng để trống là chưa báo cáo.";
    sheet.label((2, HIDDEN), guide, &looks.faint)?;
    for (column, header) in HEADERS.iter().enumerate() {
        sheet.label((HEADER, column as u16), header, &looks.header)?;
    }
    let open = looks.text.clone().set_unlocked();
    let open_number = looks.number.clone().set_num_format("0").set_unlocked();
    let open_day = looks.day.clone().set_unlocked();
    let said = evaluation.said();
    for (i, row) in rows.iter().enumerate() {
        let (line, at) = (Line::of(evaluation, &said, row), HEADER + 1 + i as u32);
        let id = line.id.as_str();
        // The task and its addressee say which row is meant, whoever followed that addressee since.
        let addressee = row.addressee_id().unwrap_or(agency);
        sheet.text((at, 0), row.task_id(), (id, "id"), &looks.text)?;
        sheet.text((at, 1), addressee, (id, "addressee"), &looks.text)?;
        sheet.text((at, 2), line.title, (id, "title"), &looks.text)?;
        let wording = match (line.wording.is_empty(), line.last_day) {
            (true, Some(day)) => figure::day(day),
            _ => line.wording.clone(),
        };
        sheet.text((at, 3), &wording, (id, "deadline"), &looks.text)?;
        sheet.fit_height(at, &[(line.title, WIDTHS[2]), (&wording, WIDTHS[3])])?;
        for column in OPEN..HEADERS.len() as u16 {
            let format: &Format = match column {
                PERCENT => &open_number,
                DAY => &open_day,
                _ => &open,
            };
            sheet.page.write_blank(at, column, format).map_err(failure(file))?;
        }
        options.heard(file, i as u64 + 1)?;
    }
    if !rows.is_empty() {
        checks(sheet, HEADER + 1, HEADER + rows.len() as u32)?;
    }
    sheet.page.set_freeze_panes(HEADER + 1, OPEN - 1).map_err(failure(file))?;
    let allowed = ProtectionOptions { format_rows: true, ..ProtectionOptions::new() };
    sheet.page.protect_with_options(&allowed);
    sheet.print(counted, Some(HEADER))
}

/// What may be filled in: a word of the list, a percent, a day, texts that a cell holds.
fn checks(sheet: &mut Sheet<'_>, first: u32, last: u32) -> Result<(), Error> {
    let file = sheet.file;
    let told = |check: DataValidation, text: &str| -> Result<DataValidation, Error> {
        let check = check.set_error_style(DataValidationErrorStyle::Stop);
        let check = check.set_error_title("Chưa đúng").map_err(failure(file))?;
        check.set_error_message(text).map_err(failure(file))
    };
    let words = DataValidation::new().allow_list_strings(&STATUS_WORDS).map_err(failure(file))?;
    let words = told(words, "Chọn một từ trong danh sách.")?;
    let percent = DataValidation::new().allow_whole_number(DataValidationRule::Between(0, 100));
    let percent = told(percent, "Nhập số nguyên từ 0 đến 100.")?;
    let (from, to) = (excel_day(2000, file)?, excel_day(2199, file)?);
    let day = DataValidation::new().allow_date(DataValidationRule::Between(from, to));
    let day = told(day, "Nhập ngày theo dạng ngày/tháng/năm.")?;
    let length = DataValidation::new()
        .allow_text_length(DataValidationRule::LessThanOrEqualTo(MAX_CELL as u32));
    let length = told(length, "Nội dung quá dài cho một ô.")?;
    for (from, to, check) in [
        (OPEN, OPEN, &words),
        (PERCENT, PERCENT, &percent),
        (PERCENT + 1, DAY - 1, &length),
        (DAY, DAY, &day),
    ] {
        let added = sheet.page.add_data_validation(first, from, last, to, check);
        added.map_err(failure(file))?;
    }
    Ok(())
}

/// The first day of a year, for the check of days.
fn excel_day(year: i32, file: &str) -> Result<ExcelDateTime, Error> {
    let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    ExcelDateTime::parse_from_str(&day.to_string()).map_err(failure(file))
}
