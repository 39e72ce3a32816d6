//! The report as a workbook: the classes with charts, the agencies, the annex, the scope.

use std::io::{Seek, Write};
use std::path::Path;
use std::sync::mpsc;

use rust_xlsxwriter::{
    Chart, ChartLegendPosition, ChartType, Color, ConditionalFormatFormula, Format, Formula,
    Workbook,
};
use tiendo::{Evaluation, Finding, Lang, OfficialClass, Status};

use super::annex::{HEADERS, Line};
use super::classes::{self, Section};
use super::people;
use super::plain::Notes;
use super::sheet::{Looks, MAX_ROWS, Sheet, failure, height, scope_sheet, workbook};
use super::{ReportOptions, scope};
use crate::atomic::write_atomically;
use crate::error::Error;

/// Row of the annex's header.
const HEADER: u32 = 3;
/// Widths of the columns of a table of classes: names, figures.
const NAME: f64 = 44.0;
const FIGURE: f64 = 11.0;
/// Widths of the annex's columns.
const WIDTHS: [f64; 14] =
    [5.0, 11.0, 40.0, 20.0, 20.0, 16.0, 11.0, 18.0, 15.0, 8.0, 8.0, 22.0, 24.0, 22.0];
/// Columns of the annex: status, and what is coloured beside it.
const STATUS: u16 = 8;
const PERCENT: u16 = 10;
/// Columns of figures and days.
const NUMBER: u16 = 0;
const LAST_DAY: u16 = 6;
const LATE: u16 = 9;

/// Writes the report of an evaluation as a workbook, whole or not at all.
///
/// Sheets: the official classes with charts, the classes by agency, one row for each row of the evaluation, the scope.
/// Returned is what had to be left out of cells.
///
/// # Errors
/// - [`Error::Exists`] for a file that [`ReportOptions::overwrite`] keeps.
/// - [`Error::NotPublic`] for tasks that [`ReportOptions::disclosure`] hides.
/// - [`Error::TooManyRows`] where a sheet does not hold them.
/// - [`Error::Io`] where the file cannot be written; [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// use tiendo_formats::report::{self, ReportOptions};
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let findings = report::write_xlsx("report.xlsx", &evaluation, &ReportOptions::default())?;
/// assert!(findings.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_xlsx(
    path: impl AsRef<Path>,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let path = path.as_ref();
    let file = path.display().to_string();
    write_atomically(path, options.overwrite, |draft| write(draft, &file, evaluation, options))
}

/// The workbook of [`write_xlsx`] in memory.
///
/// # Errors
/// - As [`write_xlsx`], but for those of files.
///
/// # Example
/// ```
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// use tiendo_formats::report::{self, ReportOptions};
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let (bytes, findings) = report::xlsx(&evaluation, &ReportOptions::default())?;
/// assert!(bytes.starts_with(b"PK") && findings.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn xlsx(
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> Result<(Vec<u8>, Vec<Finding>), Error> {
    let mut output = std::io::Cursor::new(Vec::new());
    let findings = write(&mut output, "report.xlsx", evaluation, options)?;
    Ok((output.into_inner(), findings))
}

fn write(
    output: &mut (impl Write + Seek + Send),
    file: &str,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let (rows, limit) = (evaluation.len() as u64, MAX_ROWS - u64::from(HEADER) - 1);
    if rows > limit {
        return Err(Error::TooManyRows { path: file.to_owned(), rows, limit });
    }
    options.may_show_all(file, evaluation)?;
    let scope = evaluation.scope();
    let title = format!("Tình hình thực hiện nhiệm vụ đến ngày {}", super::figure::day(scope.day));
    let mut workbook = workbook(&scope::title(&title, &scope), scope.day, file)?;
    let (looks, mut notes) = (Looks::new(), Notes::default());

    let agencies = classes::of_agencies(evaluation);
    let mut sheet = Sheet {
        page: workbook.add_worksheet().set_name("Tổng hợp").map_err(failure(file))?,
        looks: &looks,
        notes: &mut notes,
        file,
    };
    summary(&mut sheet, &title, evaluation)?;
    let mut sheet = Sheet {
        page: workbook.add_worksheet().set_name("Theo cơ quan").map_err(failure(file))?,
        looks: &looks,
        notes: &mut notes,
        file,
    };
    by_agency(&mut sheet, &title, evaluation, &agencies)?;
    let mut sheet = Sheet {
        page: streaming(&mut workbook, file)?.set_name("Phụ lục").map_err(failure(file))?,
        looks: &looks,
        notes: &mut notes,
        file,
    };
    annex(&mut sheet, evaluation, options)?;
    let mut sheet = Sheet {
        page: workbook.add_worksheet().set_name("Phạm vi").map_err(failure(file))?,
        looks: &looks,
        notes: &mut notes,
        file,
    };
    scope_sheet(&mut sheet, evaluation)?;
    workbook.save_to_writer(output).map_err(failure(file))?;
    Ok(notes.finish())
}

/// A sheet whose rows do not stay in memory. Texts do: in their cells the library would not escape `_x0041_`.
fn streaming<'w>(
    workbook: &'w mut Workbook,
    file: &str,
) -> Result<&'w mut rust_xlsxwriter::Worksheet, Error> {
    workbook.add_worksheet_with_low_memory().map_err(failure(file))
}

/// The columns of a table of classes behind its first.
fn class_header(sheet: &mut Sheet<'_>, row: u32, first: &str) -> Result<u16, Error> {
    let looks = sheet.looks;
    sheet.label((row, 0), first, &looks.header)?;
    let mut column = 1;
    for header in classes::headers() {
        sheet.label((row, column), &header, &looks.header)?;
        column += 1;
    }
    sheet.label((row, column), "Tỷ lệ", &looks.header)?;
    let headers = classes::headers();
    let texts: Vec<(&str, f64)> = headers.iter().map(|text| (text.as_str(), FIGURE)).collect();
    sheet.fit_height(row, &texts)?;
    Ok(column)
}

fn class_line(
    sheet: &mut Sheet<'_>,
    row: u32,
    line: &classes::Line,
    evaluation: &Evaluation,
) -> Result<(), Error> {
    let looks = sheet.looks;
    sheet.text((row, 0), &line.name, ("", "name"), &looks.text)?;
    sheet.fit_height(row, &[(&line.name, NAME)])?;
    let mut column = 1;
    for figure in classes::figures(&line.sums) {
        let look = if column == 1 { &looks.strong_number } else { &looks.number };
        #[allow(clippy::cast_precision_loss)] // a sheet holds no more rows than a float counts
        sheet.number((row, column), figure as f64, look)?;
        column += 1;
    }
    let rate = line.sums.rate(evaluation.policy());
    match rate.value_ratio().filter(|_| evaluation.scope().report_count > 0) {
        Some(value) => sheet.number((row, column), value, &looks.rate),
        None => sheet.label((row, column), "–", &looks.centred),
    }
}

fn class_widths(sheet: &mut Sheet<'_>) -> Result<(), Error> {
    sheet.page.set_column_width(0, NAME).map_err(failure(sheet.file))?;
    let last = OfficialClass::ALL.len() as u16 + 2;
    sheet.page.set_column_range_width(1, last, FIGURE).map_err(failure(sheet.file))?;
    Ok(())
}

fn summary(sheet: &mut Sheet<'_>, title: &str, evaluation: &Evaluation) -> Result<(), Error> {
    let looks = sheet.looks;
    class_widths(sheet)?;
    sheet.head(title, evaluation)?;
    let sections = classes::of_tasks(evaluation);
    let (mut row, mut places) = (3, Vec::new());
    for section in &sections {
        class_header(sheet, row, section.title)?;
        let first = row + 1;
        for (i, line) in section.lines.iter().enumerate() {
            class_line(sheet, first + i as u32, line, evaluation)?;
        }
        let last = row + section.lines.len() as u32;
        places.push((row, first, last));
        row = last + 2;
    }
    let formula = evaluation.policy().rate.label(Lang::Vi);
    let legend = format!(
        "Tỷ lệ: {formula}. Các loại không trùng nhau và cộng lại bằng tổng số. \"Quá hạn, chưa có báo cáo\" là thiếu số \
         liệu, không phải kết luận về cơ quan."
    );
    sheet.label((row, 0), &legend, &looks.faint)?;
    let row = people_table(sheet, row + 2, evaluation)?;
    charts(sheet, row, &sections, &places)?;
    sheet.print(evaluation, None)
}

/// Satisfaction and trust below the classes, where anybody was asked; returns the row after it.
fn people_table(sheet: &mut Sheet<'_>, row: u32, evaluation: &Evaluation) -> Result<u32, Error> {
    let standings = people::standings(evaluation);
    if standings.is_empty() {
        return Ok(row);
    }
    let looks = sheet.looks;
    sheet.label((row, 0), people::TITLE, &looks.header)?;
    for (column, header) in (1..).zip(people::HEADERS) {
        sheet.label((row, column), header, &looks.header)?;
    }
    sheet.fit_height(row, &people::HEADERS.map(|header| (header, FIGURE)))?;
    let mut at = row + 1;
    for kpi in &standings {
        sheet.text((at, 0), &kpi.name, (&kpi.kpi, "name"), &looks.text)?;
        let numbers = [None, kpi.actual, kpi.before, kpi.target, None, None];
        for ((column, (text, field)), number) in (1..).zip(people::texts(kpi)).zip(numbers) {
            match number {
                // As a number, so that a reader can go on with it.
                Some(number) => sheet.number((at, column), number, &looks.value)?,
                None => sheet.text((at, column), &text, (&kpi.kpi, field), &looks.centred)?,
            }
        }
        sheet.fit_height(at, &[(&kpi.name, NAME)])?;
        at += 1;
    }
    sheet.label((at, 0), people::NOTE, &looks.faint)?;
    Ok(at + 2)
}

/// Colours of the classes, each dark enough to be told from its neighbour in grey.
const COLOURS: [u32; 10] = [
    0x002E_7D32,
    0x00F9_A825,
    0x0042_A5F5,
    0x00C6_2828,
    0x00BD_BDBD,
    0x0080_DEEA,
    0x00B0_BEC5,
    0x00FF_8A65,
    0x00CE_93D8,
    0x0078_909C,
];

/// All classes as columns, and the groups as bars of classes.
fn charts(
    sheet: &mut Sheet<'_>,
    row: u32,
    sections: &[Section],
    places: &[(u32, u32, u32)],
) -> Result<(), Error> {
    let name = "Tổng hợp";
    let classes = OfficialClass::ALL.len() as u16;
    let (header, first, _) = places[0];
    let mut all = Chart::new(ChartType::Column);
    all.add_series()
        .set_categories((name, header, 2, header, classes + 1))
        .set_values((name, first, 2, first, classes + 1))
        .set_name("Số nhiệm vụ")
        .set_data_label(rust_xlsxwriter::ChartDataLabel::new().show_value());
    all.title().set_name("Toàn bộ nhiệm vụ theo loại");
    all.legend().set_hidden();
    all.set_width(620).set_height(340);
    sheet.page.insert_chart(row, 0, &all).map_err(failure(sheet.file))?;
    // Named lines only: what belongs to none would dwarf them.
    let named = |i: &usize| sections[*i].lines.len() - usize::from(sections[*i].has_rest);
    let Some(at) = (1..sections.len()).filter(|i| named(i) > 0).max_by_key(named) else {
        return Ok(());
    };
    let (header, first, _) = places[at];
    let last = first + named(&at) as u32 - 1;
    let mut bars = Chart::new(ChartType::BarStacked);
    for (i, colour) in COLOURS.iter().enumerate().take(usize::from(classes)) {
        let column = i as u16 + 2;
        bars.add_series()
            .set_name((name, header, column))
            .set_categories((name, first, 0, last, 0))
            .set_values((name, first, column, last, column))
            .set_format(rust_xlsxwriter::ChartFormat::new().set_solid_fill(
                rust_xlsxwriter::ChartSolidFill::new().set_color(Color::RGB(*colour)),
            ));
    }
    bars.title().set_name(sections[at].title);
    bars.legend().set_position(ChartLegendPosition::Bottom);
    // The first line of the table stands on top.
    bars.y_axis().set_reverse();
    bars.set_width(860).set_height(160 + 34 * named(&at) as u32);
    sheet.page.insert_chart(row, 5, &bars).map_err(failure(sheet.file))?;
    Ok(())
}

fn by_agency(
    sheet: &mut Sheet<'_>,
    title: &str,
    evaluation: &Evaluation,
    agencies: &Section,
) -> Result<(), Error> {
    class_widths(sheet)?;
    sheet.head(title, evaluation)?;
    let last_column = class_header(sheet, HEADER, agencies.title)?;
    for (i, line) in agencies.lines.iter().enumerate() {
        class_line(sheet, HEADER + 1 + i as u32, line, evaluation)?;
    }
    let last = HEADER + agencies.lines.len() as u32;
    sheet.page.autofilter(HEADER, 0, last, last_column).map_err(failure(sheet.file))?;
    sheet.page.set_freeze_panes(HEADER + 1, 1).map_err(failure(sheet.file))?;
    sheet.print(evaluation, Some(HEADER))
}

/// The words of a status and the colour of its rows: lateness red, missing data grey.
fn rules() -> [(&'static str, u32, u32); 5] {
    [
        (Status::Overdue.words(true, Lang::Vi), 0x00FF_C7CE, 0x009C_0006),
        (Status::Overdue.words(false, Lang::Vi), 0x00E0_E0E0, 0x0040_4040),
        (Status::DueSoon.label(Lang::Vi), 0x00FF_EB9C, 0x007F_6000),
        (Status::DoneLate.label(Lang::Vi), 0x00FC_E4D6, 0x0083_3C0B),
        (Status::DoneOnTime.label(Lang::Vi), 0x00C6_EFCE, 0x0000_6100),
    ]
}

/// Lines that are made at a time.
const BATCH: usize = 512;

/// Hands on every line of the annex with the height of its row, in order.
///
/// Words are found by one thread and written by another: each takes about half of the time.
fn each_line<'a>(
    evaluation: &'a Evaluation,
    mut each: impl FnMut(&Line<'a>, Option<f64>) -> Result<(), Error>,
) -> Result<(), Error> {
    let said = evaluation.said();
    let batch = |first: usize| -> Vec<(Line<'a>, Option<f64>)> {
        let rows = (first..evaluation.len()).take(BATCH).filter_map(|i| evaluation.row(i));
        rows.map(|row| {
            let line = Line::of(evaluation, &said, &row);
            let widths = texts(&line).map(|(column, text, _)| (text, WIDTHS[usize::from(column)]));
            let height = height(&widths);
            (line, height)
        })
        .collect()
    };
    let batch = &batch;
    let mut take = |lines: Vec<(Line<'a>, Option<f64>)>| {
        lines.iter().try_for_each(|(line, height)| each(line, *height))
    };
    let firsts = || (0..evaluation.len()).step_by(BATCH);
    if evaluation.len() <= BATCH {
        return firsts().try_for_each(|first| take(batch(first)));
    }
    std::thread::scope(|scope| {
        let (made, wanted) = mpsc::sync_channel(4);
        let work = move || {
            // Where nobody takes the lines any more, the writer has failed and says so itself.
            let _ = firsts().try_for_each(|first| made.send(batch(first)));
        };
        match std::thread::Builder::new().spawn_scoped(scope, work) {
            Ok(_) => wanted.into_iter().try_for_each(take),
            // A host without threads.
            Err(_) => firsts().try_for_each(|first| take(batch(first))),
        }
    })
}

/// The texts of a line with their columns and fields, in the order of the columns.
fn texts<'l>(line: &'l Line<'_>) -> [(u16, &'l str, &'static str); 10] {
    [
        (1, &line.id, "id"),
        (2, line.title, "title"),
        (3, &line.lead, "lead"),
        (4, &line.coordinating, "coordinating"),
        (5, &line.wording, "deadline"),
        (7, &line.product, "product"),
        (STATUS, line.status, "status"),
        (11, &line.latest, "latest"),
        (12, &line.reason, "reason"),
        (13, &line.note, "note"),
    ]
}

fn annex_line(sheet: &mut Sheet<'_>, at: u32, ordinal: u32, line: &Line<'_>) -> Result<(), Error> {
    let (looks, file, id) = (sheet.looks, sheet.file, line.id.as_str());
    let number = |sheet: &mut Sheet<'_>, column, number: u32| {
        sheet.page.write_number(at, column, number).map(drop).map_err(failure(file))
    };
    number(sheet, NUMBER, ordinal)?;
    for (column, text, field) in texts(line) {
        // In the order of the columns: a row is written as it comes.
        match (column, line.last_day, line.late_days) {
            (7, Some(day), _) => sheet.day((at, LAST_DAY), day, &looks.column_day)?,
            (11, _, late) => {
                if let Some(days) = late {
                    number(sheet, LATE, days)?;
                }
                number(sheet, PERCENT, line.percent.into())?;
            }
            _ => {}
        }
        sheet.plain((at, column), text, (id, field))?;
    }
    Ok(())
}

fn annex(
    sheet: &mut Sheet<'_>,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> Result<(), Error> {
    let (looks, file) = (sheet.looks, sheet.file);
    for (column, width) in WIDTHS.iter().enumerate() {
        let format = match column as u16 {
            NUMBER | LATE | PERCENT => &looks.column_number,
            LAST_DAY => &looks.column_day,
            _ => &looks.column,
        };
        let column = column as u16;
        sheet.page.set_column_width(column, *width).map_err(failure(file))?;
        sheet.page.set_column_format(column, format).map_err(failure(file))?;
    }
    // The cells have no frames of their own.
    sheet.page.set_print_gridlines(true);
    let day = super::figure::day(evaluation.scope().day);
    sheet.head(&format!("Phụ lục: từng nhiệm vụ đến ngày {day}"), evaluation)?;
    for (column, header) in HEADERS.iter().enumerate() {
        sheet.label((HEADER, column as u16), header, &looks.header)?;
    }
    let header: Vec<(&str, f64)> = HEADERS.iter().copied().zip(WIDTHS).collect();
    sheet.fit_height(HEADER, &header)?;
    let mut done = 0_u32;
    each_line(evaluation, |line, height| {
        let at = HEADER + 1 + done;
        done += 1;
        sheet.set_height(at, height)?;
        annex_line(sheet, at, done, line)?;
        options.heard(file, done.into())
    })?;
    let last = HEADER + evaluation.len() as u32;
    for (words, fill, ink) in rules() {
        let format =
            Format::new().set_background_color(Color::RGB(fill)).set_font_color(Color::RGB(ink));
        let rule = format!("=$I{}=\"{words}\"", HEADER + 2);
        let rule = ConditionalFormatFormula::new().set_rule(Formula::new(rule)).set_format(format);
        let to = last.max(HEADER + 1);
        let added = sheet.page.add_conditional_format(HEADER + 1, STATUS, to, PERCENT, &rule);
        added.map_err(failure(file))?;
    }
    let last_column = HEADERS.len() as u16 - 1;
    sheet.page.autofilter(HEADER, 0, last, last_column).map_err(failure(file))?;
    sheet.page.set_freeze_panes(HEADER + 1, 3).map_err(failure(file))?;
    sheet.print(evaluation, Some(HEADER))
}
