//! Sheets of a workbook: texts as texts, one look for all tables, the scope on every page.

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};
use tiendo::Evaluation;

use super::plain::Notes;
use super::scope;
use crate::error::Error;

/// Rows of a sheet.
pub(crate) const MAX_ROWS: u64 = 1_048_576;
/// Longest text of a cell, in UTF-16 units.
pub(crate) const MAX_CELL: usize = 32_767;
/// A4.
const PAPER: u8 = 9;
/// Pages that a sheet may take on paper: as many as the format can say. Where it is left open, LibreOffice counts pages by
/// a scale that it then changes, and prints a blank page for about every sixty.
const MAX_PAGES: u16 = 32_767;
/// Greatest height of a row, and of one line of text in it, in points.
const MAX_HEIGHT: f64 = 409.0;
const LINE: f64 = 15.0;
/// Fast, at the cost of a tenth of the size.
const COMPRESSION: u8 = 2;

/// Formats that all sheets share.
pub(crate) struct Looks {
    pub(crate) title: Format,
    pub(crate) faint: Format,
    pub(crate) header: Format,
    pub(crate) text: Format,
    /// A text that a spreadsheet would take for a formula if somebody typed it again.
    pub(crate) quoted: Format,
    pub(crate) strong: Format,
    pub(crate) centred: Format,
    pub(crate) number: Format,
    pub(crate) strong_number: Format,
    pub(crate) value: Format,
    pub(crate) day: Format,
    pub(crate) rate: Format,
    /// For whole columns of a long table, whose cells have no format of their own and no frame.
    pub(crate) column: Format,
    pub(crate) column_number: Format,
    pub(crate) column_day: Format,
}

impl Looks {
    pub(crate) fn new() -> Self {
        let base = Format::new().set_font_name("Times New Roman").set_font_size(11);
        let cell = base
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00A6_A6A6))
            .set_align(FormatAlign::Top);
        let wrapped = cell.clone().set_text_wrap();
        let number = cell.clone().set_num_format("#,##0");
        let column = base.clone().set_align(FormatAlign::Top);
        Looks {
            column: column.clone().set_text_wrap(),
            column_number: column.clone().set_num_format("#,##0"),
            column_day: column.set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center),
            title: base.clone().set_font_size(14).set_bold(),
            faint: base
                .clone()
                .set_font_size(10)
                .set_italic()
                .set_font_color(Color::RGB(0x0040_4040)),
            header: wrapped
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00D9_E2F3)),
            quoted: wrapped.clone().set_quote_prefix(),
            strong: wrapped.clone().set_bold(),
            centred: cell.clone().set_align(FormatAlign::Center),
            strong_number: number.clone().set_bold(),
            value: number.clone().set_num_format("#,##0.##"),
            number,
            day: cell.clone().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center),
            rate: cell.set_num_format("0.0%"),
            text: wrapped,
        }
    }
}

/// A sheet being written, and the file that it is for.
pub(crate) struct Sheet<'s> {
    pub(crate) page: &'s mut Worksheet,
    pub(crate) looks: &'s Looks,
    pub(crate) notes: &'s mut Notes,
    pub(crate) file: &'s str,
}

impl Sheet<'_> {
    /// A text, whatever it looks like; nothing for an empty one. `record` and `field` name it in findings.
    pub(crate) fn text(
        &mut self,
        (row, column): (u32, u16),
        text: &str,
        (record, field): (&str, &str),
        format: &Format,
    ) -> Result<(), Error> {
        let text = self.notes.clean(text, record, field);
        let text = self.notes.fit(text, MAX_CELL, record, field);
        if text.is_empty() {
            let done = self.page.write_blank(row, column, format);
            return done.map(drop).map_err(failure(self.file));
        }
        let format = if is_formula(&text) { &self.looks.quoted } else { format };
        let done = match text {
            Cow::Borrowed(text) => self.page.write_string_with_format(row, column, text, format),
            Cow::Owned(text) => self.page.write_string_with_format(row, column, text, format),
        };
        done.map(drop).map_err(failure(self.file))
    }

    /// A text in the format of its column; nothing for an empty one.
    pub(crate) fn plain(
        &mut self,
        (row, column): (u32, u16),
        text: &str,
        (record, field): (&str, &str),
    ) -> Result<(), Error> {
        let text = self.notes.clean(text, record, field);
        let text = self.notes.fit(text, MAX_CELL, record, field);
        if text.is_empty() {
            return Ok(());
        }
        let done = if is_formula(&text) {
            self.page.write_string_with_format(row, column, &*text, &self.looks.quoted)
        } else {
            self.page.write_string(row, column, &*text)
        };
        done.map(drop).map_err(failure(self.file))
    }

    /// Makes a row as high as its texts need, each in a column of a width in characters.
    pub(crate) fn fit_height(&mut self, row: u32, texts: &[(&str, f64)]) -> Result<(), Error> {
        self.set_height(row, height(texts))
    }

    /// Makes a row so high, where it needs more than one line.
    pub(crate) fn set_height(&mut self, row: u32, height: Option<f64>) -> Result<(), Error> {
        let Some(height) = height else { return Ok(()) };
        self.page.set_row_height(row, height).map(drop).map_err(failure(self.file))
    }

    /// A text of our own.
    pub(crate) fn label(
        &mut self,
        at: (u32, u16),
        text: &str,
        format: &Format,
    ) -> Result<(), Error> {
        let done = self.page.write_string_with_format(at.0, at.1, text, format);
        done.map(drop).map_err(failure(self.file))
    }

    pub(crate) fn number(
        &mut self,
        at: (u32, u16),
        number: impl Into<f64>,
        format: &Format,
    ) -> Result<(), Error> {
        let done = self.page.write_number_with_format(at.0, at.1, number.into(), format);
        done.map(drop).map_err(failure(self.file))
    }

    /// A day; one before Excel's calendar begins is written as a text.
    pub(crate) fn day(
        &mut self,
        at: (u32, u16),
        day: NaiveDate,
        format: &Format,
    ) -> Result<(), Error> {
        // Its calendar begins in 1900 with a day that never was: before March the count is one off.
        if day < NaiveDate::from_ymd_opt(1900, 3, 1).unwrap_or_default() {
            return self.label(at, &super::figure::day(day), format);
        }
        let done = self.page.write_datetime_with_format(at.0, at.1, day, format);
        done.map(drop).map_err(failure(self.file))
    }

    /// The title with its mark, and the scope below it.
    pub(crate) fn head(&mut self, title: &str, evaluation: &Evaluation) -> Result<(), Error> {
        let (looks, title) = (self.looks, scope::title(title, &evaluation.scope()));
        self.text((0, 0), &title, ("", "title"), &looks.title)?;
        self.text((1, 0), &scope::line(evaluation), ("", "scope"), &looks.faint)
    }

    /// A4 across, as wide as the page, the rows of the header on every page, and the scope in the margins.
    pub(crate) fn print(
        &mut self,
        evaluation: &Evaluation,
        header: Option<u32>,
    ) -> Result<(), Error> {
        let scope = evaluation.scope();
        // An ampersand begins a code there.
        let safe = |text: &str| text.replace('&', "&&");
        self.page
            .set_paper_size(PAPER)
            .set_landscape()
            .set_print_fit_to_pages(1, MAX_PAGES)
            .set_margins(0.5, 0.4, 0.6, 0.6, 0.3, 0.3)
            .set_footer(format!(
                "&L&8D = {}, {}&R&8Trang &P/&N",
                super::figure::day(scope.day),
                safe(&scope.policy.chars().take(80).collect::<String>())
            ));
        if let Some(mark) = scope::mark(&scope) {
            self.page.set_header(format!("&C&8{}", safe(mark)));
        }
        if let Some(row) = header {
            self.page.set_repeat_rows(row, row).map_err(failure(self.file))?;
        }
        Ok(())
    }
}

/// The sheet that says what the numbers are made of.
pub(crate) fn scope_sheet(sheet: &mut Sheet<'_>, evaluation: &Evaluation) -> Result<(), Error> {
    let looks = sheet.looks;
    let file = sheet.file;
    sheet.page.set_column_width(0, 36).map_err(failure(file))?;
    sheet.page.set_column_width(1, 90).map_err(failure(file))?;
    sheet.head("Phạm vi số liệu", evaluation)?;
    for (row, (name, value)) in (3..).zip(scope::parts(evaluation)) {
        sheet.label((row, 0), name, &looks.strong)?;
        sheet.text((row, 1), &value, ("", "scope"), &looks.text)?;
    }
    sheet.print(evaluation, None)
}

/// The height that texts need, each in a column of a width in figures; none for one line.
///
/// Excel would find it itself on opening, other programs do not.
pub(crate) fn height(texts: &[(&str, f64)]) -> Option<f64> {
    let lines = |text: &str, width: f64| -> u32 {
        // Letters are narrower than figures, but words do not break.
        let per_line = ((width * 1.1) as u32).max(1);
        let lines = text.split('\n').map(|line| line.chars().count() as u32);
        lines.map(|length| length.div_ceil(per_line).max(1)).sum()
    };
    let most = texts.iter().map(|(text, width)| lines(text, *width)).max()?;
    (most > 1).then(|| (f64::from(most) * LINE).min(MAX_HEIGHT))
}

/// True for a text that a spreadsheet would take for a formula if somebody typed it again.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\''])
}

/// A workbook dated D: the clock has no part in it.
pub(crate) fn workbook(title: &str, day: NaiveDate, file: &str) -> Result<Workbook, Error> {
    let mut workbook = Workbook::new();
    let (year, month, day) = {
        use chrono::Datelike;
        (day.year(), day.month(), day.day())
    };
    // Files of that kind know no day before 1900, and no year after 9999.
    let year = u16::try_from(year).unwrap_or(1900);
    let made = ExcelDateTime::from_ymd(year, month as u8, day as u8).map_err(failure(file))?;
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&made);
    workbook.set_properties(&properties).set_zip_compression_level(COMPRESSION);
    Ok(workbook)
}

/// What the library could not do, for a file.
pub(crate) fn failure(file: &str) -> impl FnOnce(XlsxError) -> Error {
    let path = file.to_owned();
    move |error| match error {
        XlsxError::IoError(source) => Error::Io { path, source },
        other => Error::Io { path, source: std::io::Error::other(other) },
    }
}
