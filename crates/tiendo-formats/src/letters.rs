//! Letters of urging (công văn đôn đốc): one per agency, as documents in a folder.
//!
//! A letter names what is overdue, what is due soon, and, in a paragraph of its own and never as lateness, what nobody
//! has reported on. Which rows stand where is the core's to say: [`tiendo::Evaluation::urgings`]. An agency without any
//! of them gets no letter.

use std::io::{self, Cursor};
use std::path::Path;

use tiendo::{Evaluation, Finding, FindingCode, Lang, Row, Said, Urging};

use crate::atomic::{Draft, FileNames, Overwrite, Sealed, io_error, within_folder};
use crate::docx::{self, Align, Cell, Layout, Look, Orientation};
use crate::error::Error;
use crate::report::annex::Line;
use crate::report::figure::{count, day};
use crate::report::plain::Notes;
use crate::report::{ReportOptions, agency_id, letterhead, scope};
use crate::shown::shown;

/// A letter that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Id of the agency that it is for.
    pub agency: String,
    /// Name of the agency.
    pub name: String,
    /// Name of the file.
    pub file: String,
    /// How many tasks are overdue.
    pub overdue: usize,
    /// How many are due soon.
    pub due_soon: usize,
    /// On how many nobody has reported.
    pub no_data: usize,
}

/// A letter with its document in memory.
pub type Composed = (Letter, Vec<u8>);

/// Writes a letter to every agency that must be urged, all of them or none.
///
/// The folder is made where it is absent. Letters are written beside their places and renamed once the last one is
/// durable; where one cannot take its name, those that did are removed. Returned are the letters in id order of the
/// agencies, and what was left out or could not be addressed.
///
/// # Errors
/// - [`Error::Exists`] for a letter that is there already, unless [`ReportOptions::overwrite`] allows it.
/// - [`Error::NotPublic`] for tasks that [`ReportOptions::disclosure`] hides.
/// - [`Error::Io`] where a file cannot be written; [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// use tiendo_formats::{letters, report::ReportOptions};
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let (letters, findings) = letters::write_all("letters", &evaluation, &ReportOptions::default())?;
/// assert!(letters.is_empty() && findings.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_all(
    folder: impl AsRef<Path>,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> Result<(Vec<Letter>, Vec<Finding>), Error> {
    write(folder.as_ref(), evaluation, options, |_| true)
}

/// Writes the letter to one agency as [`write_all`] does; none where there is nothing to urge it on.
///
/// The agency is named by id, code or name without accents.
///
/// # Errors
/// - [`Error::Core`] for an agency that is not found, or one of several, or a group.
/// - As [`write_all`].
///
/// # Example
/// ```no_run
/// # fn run(evaluation: &tiendo::Evaluation) -> Result<(), tiendo_formats::Error> {
/// use tiendo_formats::{letters, report::ReportOptions};
/// let (letter, _) = letters::write_one("letters", "Bo Cong an", evaluation, &ReportOptions::default())?;
/// # Ok(()) }
/// ```
pub fn write_one(
    folder: impl AsRef<Path>,
    agency: &str,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> Result<(Option<Letter>, Vec<Finding>), Error> {
    let agency = agency_id(evaluation, agency, "letters")?;
    let its = |urging: &Urging<'_>| urging.agency == Some(agency.as_str());
    let (letters, findings) = write(folder.as_ref(), evaluation, options, its)?;
    Ok((letters.into_iter().next(), findings))
}

/// Hands every letter to `each` as a document in memory, in id order of the agencies; returns what was left out or could
/// not be addressed.
///
/// # Errors
/// - [`Error::NotPublic`] and [`Error::Cancelled`] as [`write_all`], and what `each` returns.
///
/// # Example
/// ```
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// use tiendo_formats::{letters, report::ReportOptions};
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let mut all = Vec::new();
/// letters::each(&evaluation, &ReportOptions::default(), |letter, bytes| {
///     all.push((letter, bytes));
///     Ok(())
/// })?;
/// assert!(all.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn each(
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
    each: impl FnMut(Letter, Vec<u8>) -> Result<(), Error>,
) -> Result<Vec<Finding>, Error> {
    each_where(evaluation, options, |_| true, each)
}

/// The letter of [`write_one`] in memory.
///
/// # Errors
/// - As [`write_one`], but for those of files.
///
/// # Example
/// ```
/// use tiendo::{day, Agency, AgencyId, AsOf, Level, Policy, RegistryBuilder, Text};
/// use tiendo_formats::{letters, report::ReportOptions};
/// let mut builder = RegistryBuilder::new();
/// builder.add_agency(Agency::new(AgencyId::new("BCA")?, Text::new("Bộ Công an")?, Level::Central));
/// let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let (letter, _) = letters::one("bo cong an", &evaluation, &ReportOptions::default())?;
/// assert!(letter.is_none(), "it has no tasks");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn one(
    agency: &str,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> Result<(Option<Composed>, Vec<Finding>), Error> {
    let agency = agency_id(evaluation, agency, "letters")?;
    let mut found = None;
    let its = |urging: &Urging<'_>| urging.agency == Some(agency.as_str());
    let findings = each_where(evaluation, options, its, |letter, bytes| {
        found = Some((letter, bytes));
        Ok(())
    })?;
    Ok((found, findings))
}

fn write(
    folder: &Path,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
    wanted: impl Fn(&Urging<'_>) -> bool,
) -> Result<(Vec<Letter>, Vec<Finding>), Error> {
    within_folder(folder, || written(folder, evaluation, options, wanted))
}

fn written(
    folder: &Path,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
    wanted: impl Fn(&Urging<'_>) -> bool,
) -> Result<(Vec<Letter>, Vec<Finding>), Error> {
    let (mut letters, mut drafts): (Vec<Letter>, Vec<Sealed>) = (Vec::new(), Vec::new());
    let findings = each_where(evaluation, options, wanted, |letter, bytes| {
        let path = folder.join(&letter.file);
        if options.overwrite == Overwrite::Refuse && path.symlink_metadata().is_ok() {
            return Err(Error::Exists { path: path.display().to_string() });
        }
        let mut draft = Draft::create(&path)?;
        io::Write::write_all(&mut draft, &bytes).map_err(io_error(&path))?;
        drafts.push(draft.seal()?);
        letters.push(letter);
        Ok(())
    })?;
    Sealed::publish_all(drafts, options.overwrite)?;
    Ok((letters, findings))
}

fn each_where(
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
    wanted: impl Fn(&Urging<'_>) -> bool,
    mut each: impl FnMut(Letter, Vec<u8>) -> Result<(), Error>,
) -> Result<Vec<Finding>, Error> {
    let urgings: Vec<Urging<'_>> = evaluation.urgings().into_iter().filter(wanted).collect();
    let rows = urgings.iter().flat_map(|u| u.overdue.iter().chain(&u.due_soon).chain(&u.no_data));
    options.may_show("letters", rows.copied())?;
    let core = |source| Error::Core { path: "letters".to_owned(), source };
    // The foot counts what other agencies owe too.
    let counted = shown(evaluation, options.disclosure).map_err(core)?;
    let source = Source { evaluation, said: evaluation.said(), counted: &counted };
    let (mut notes, mut names) = (Notes::default(), FileNames::default());
    for (i, urging) in urgings.iter().enumerate() {
        let Some(agency) = urging.agency else {
            notes.push(
                Finding::new(FindingCode::NobodyToUrge)
                    .arg("overdue", urging.overdue.len())
                    .arg("due_soon", urging.due_soon.len())
                    .arg("no_data", urging.no_data.len()),
            );
            continue;
        };
        let name = evaluation.agency_name(agency, Lang::Vi).unwrap_or(agency);
        let letter = Letter {
            agency: agency.to_owned(),
            name: name.to_owned(),
            file: names.name("don-doc-", agency, ".docx"),
            overdue: urging.overdue.len(),
            due_soon: urging.due_soon.len(),
            no_data: urging.no_data.len(),
        };
        let file = letter.file.clone();
        let failed = |source| Error::Io { path: format!("{file} ({agency})"), source };
        let mut output = Cursor::new(Vec::new());
        compose(&mut output, &mut notes, &source, urging, name, options).map_err(failed)?;
        each(letter, output.into_inner())?;
        // Letters take longer than rows, so every one is told.
        if let Some(progress) = options.progress
            && progress(&file, i as u64 + 1).is_break()
        {
            return Err(Error::Cancelled);
        }
    }
    Ok(notes.finish())
}

/// `2 nhiệm vụ quá hạn, 1 nhiệm vụ sắp đến hạn và 3 nhiệm vụ chưa có dữ liệu báo cáo`.
fn numbers(urging: &Urging<'_>) -> String {
    let parts = [
        (urging.overdue.len(), "nhiệm vụ chưa hoàn thành, quá hạn"),
        (urging.due_soon.len(), "nhiệm vụ sắp đến hạn"),
        (urging.no_data.len(), "nhiệm vụ chưa có dữ liệu báo cáo"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{} {what}", count(n as u64)))
        .collect();
    match parts.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} và {last}", rest.join(", ")),
        all => all.concat(),
    }
}

/// What all letters are made of.
struct Source<'e> {
    evaluation: &'e Evaluation,
    said: Said<'e>,
    /// What their scope counts.
    counted: &'e Evaluation,
}

fn compose(
    output: &mut Cursor<Vec<u8>>,
    notes: &mut Notes,
    source: &Source<'_>,
    urging: &Urging<'_>,
    name: &str,
    options: &ReportOptions<'_>,
) -> io::Result<()> {
    let Source { evaluation, said, counted } = source;
    let scope = counted.scope();
    let name = notes.clean(name, "", "name").into_owned();
    let mut layout = Layout::new(scope::mark(&scope))?;
    let subject = "V/v đôn đốc thực hiện nhiệm vụ được giao";
    letterhead::head(&mut layout, notes, &options.letterhead, Some(subject))?;
    let centred = Look { size: 28, align: Align::Centre, ..Look::default() };
    layout.paragraph(&format!("Kính gửi: {name}"), centred)?;
    if let Some(mark) = scope::mark(&scope) {
        layout.paragraph(mark, Look { bold: true, ..centred })?;
    }
    let known = scope.known.map_or_else(String::new, |known| {
        format!(", theo các báo cáo ghi nhận đến hết ngày {}", day(known))
    });
    layout.paragraph(
        &format!(
            "Qua theo dõi, đến ngày {}{known}, {name} có {}, cụ thể như sau:",
            day(scope.day),
            numbers(urging)
        ),
        Look::BODY,
    )?;
    let mut part = 0;
    let mut heading = |layout: &mut Layout, text: &str| {
        part += 1;
        layout.paragraph(&format!("{part}. {text}"), Look::HEADING)
    };
    if !urging.overdue.is_empty() {
        heading(&mut layout, "Nhiệm vụ chưa hoàn thành, quá hạn")?;
        let days = |row: &Row<'_>| row.late_days().map_or_else(String::new, |n| count(n.into()));
        table(&mut layout, notes, evaluation, said, &urging.overdue, "Số ngày quá hạn", &days)?;
    }
    if !urging.due_soon.is_empty() {
        let window = evaluation.policy().due_soon_days;
        heading(&mut layout, &format!("Nhiệm vụ sắp đến hạn (trong {window} ngày)"))?;
        let left = |row: &Row<'_>| {
            let left = row.deadline().map(|last| (last - scope.day).num_days().max(0));
            left.map_or_else(String::new, |days| count(days.unsigned_abs()))
        };
        table(&mut layout, notes, evaluation, said, &urging.due_soon, "Số ngày còn lại", &left)?;
    }
    if !urging.no_data.is_empty() {
        heading(&mut layout, "Nhiệm vụ chưa có dữ liệu báo cáo")?;
        layout.paragraph(
            "Các nhiệm vụ sau đã qua ngày cuối của thời hạn nhưng chưa có dữ liệu báo cáo. Đây là thiếu số liệu, không phải \
             kết luận về tiến độ; đề nghị cập nhật kết quả thực hiện.",
            Look::BODY,
        )?;
        silent_table(&mut layout, notes, evaluation, said, &urging.no_data)?;
    }
    let ask = match (urging.overdue.is_empty(), urging.due_soon.is_empty()) {
        (true, true) => format!(
            "Đề nghị {name} báo cáo kết quả thực hiện các nhiệm vụ nêu trên trước ngày ……………"
        ),
        _ => format!(
            "Đề nghị {name} chỉ đạo thực hiện các nhiệm vụ nêu trên bảo đảm thời hạn, chất lượng; báo cáo kết quả, nguyên \
             nhân và khó khăn, vướng mắc (nếu có) trước ngày ……………"
        ),
    };
    layout.paragraph(&ask, Look::BODY)?;
    let line = notes.clean(&scope::line(counted), "", "scope").into_owned();
    layout.paragraph(&format!("Phạm vi số liệu: {line}."), Look::FAINT)?;
    letterhead::foot(&mut layout, notes, &options.letterhead, &["Như trên"])?;
    layout.close(Orientation::Portrait)?;
    docx::write(output, layout, &scope::title(subject, &scope), scope.day)
}

/// The task with its id and the document that sets it.
fn what(notes: &mut Notes, row: &Row<'_>, line: &Line<'_>) -> Cell {
    let text = format!("{} [{}; {}]", line.title, line.id, row.task().document);
    vec![(notes.clean(&text, &line.id, "title").into_owned(), Look::CELL)]
}

/// The official wording, and the day that it means where it does not say so itself.
fn when(notes: &mut Notes, line: &Line<'_>) -> Cell {
    let wording = notes.clean(&line.wording, &line.id, "deadline").into_owned();
    let mut cell = vec![(wording, Look::CELL)];
    if let Some(last) = line.last_day
        && !line.wording.contains(&day(last))
    {
        cell.push((format!("(ngày cuối {})", day(last)), Look { italic: true, ..Look::CELL }));
    }
    cell
}

fn table(
    layout: &mut Layout,
    notes: &mut Notes,
    evaluation: &Evaluation,
    said: &Said<'_>,
    rows: &[Row<'_>],
    days: &str,
    days_of: &dyn Fn(&Row<'_>) -> String,
) -> io::Result<()> {
    let lines = rows.iter().enumerate().map(|(i, row)| {
        let line = Line::of(evaluation, said, row);
        let progress = if row.is_reported() {
            format!("{} %", line.percent)
        } else {
            "chưa có báo cáo".to_owned()
        };
        let reason = notes.clean(&line.reason, &line.id, "reason").into_owned();
        vec![
            vec![((i + 1).to_string(), Look::FIGURE)],
            what(notes, row, &line),
            when(notes, &line),
            vec![(days_of(row), Look::FIGURE)],
            vec![(progress, Look::FIGURE)],
            vec![(reason, Look::CELL)],
        ]
    });
    let lines: Vec<Vec<Cell>> = lines.collect();
    let header = ["TT", "Nhiệm vụ", "Thời hạn", days, "Tiến độ", "Lý do, vướng mắc"];
    layout.table(&[550, 3455, 1500, 850, 1000, 2000], &header, lines)
}

fn silent_table(
    layout: &mut Layout,
    notes: &mut Notes,
    evaluation: &Evaluation,
    said: &Said<'_>,
    rows: &[Row<'_>],
) -> io::Result<()> {
    let mut lines: Vec<Vec<Cell>> = Vec::with_capacity(rows.len());
    for (i, row) in rows.iter().enumerate() {
        let line = Line::of(evaluation, said, row);
        lines.push(vec![
            vec![((i + 1).to_string(), Look::FIGURE)],
            what(notes, row, &line),
            when(notes, &line),
        ]);
    }
    layout.table(&[550, 6305, 2500], &["TT", "Nhiệm vụ", "Thời hạn"], lines)
}
