//! `import`: an annex of an agency or a file of another tool, shown as it is understood or laid into a folder of CSV files.

use std::fmt::Write as _;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use tiendo::{Lang, Records};
use tiendo_formats::annex::{
    self, Changes, Fate, Import, Mapping, ReadOptions, SheetKind, Understanding,
};
use tiendo_formats::csv::{self, WriteOptions};
use tiendo_formats::{Disclosure, Encoding, Overwrite};
use tiendo_ledger::ImportOptions;

use crate::Outcome;
use crate::args::{Format, ImportArgs};
use crate::clock;
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::foreign;
use crate::load;
use crate::progress;
use crate::session::Session;
use crate::table::{Cell, Column, Table, Tone};
use crate::width;

mod other;

/// Longest mapping that is read.
const MAX_MAPPING_BYTES: u64 = 4 << 20;

pub(crate) fn run(
    session: &Session,
    args: &ImportArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let Some(file) = &args.file else {
        return crate::ledger::import_run(session, args.skip_refused, args.batch, out);
    };
    if let Some(kind) = foreign::kind(session, file)? {
        return other::run(session, args, file, kind, out);
    }
    if session.shared.ledger.is_some() {
        return into_ledger(session, args, file, out);
    }
    let folder = folder(session, args)?;
    let mapping = args.map.as_deref().map(read_mapping).transpose()?.unwrap_or_default();
    let (registry, mut own) = load::receiving(session, folder)?;
    let label = session.say("đang đọc phụ lục", "reading the annex");
    let mut import = progress::watched(label, |watch| {
        let heard = |_: &str, _: u64| {
            if watch.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = ReadOptions {
            base: Some(&registry),
            document: args.document.clone(),
            reported_on: args.reported_on,
            mapping,
            progress: Some(&heard),
            ..ReadOptions::default()
        };
        let import = annex::read_file(file, &options)?;
        if let Some(path) = &args.suggest_map {
            import.suggested_mapping(&options).write_file(path, Overwrite::Refuse)?;
        }
        Ok::<_, Failure>(import)
    })?;
    let writes = !args.dry_run && args.suggest_map.is_none();
    if writes
        && !import.changes.is_nothing()
        && let Some(folder) = folder
    {
        lay_into(session, folder, &mut own, &mut import.records)?;
    }
    match session.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &import).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        Format::Csv => rows_sheet(&import).write(out)?,
        Format::Table => {
            if args.dry_run {
                for sheet in &import.sheets {
                    write_sheet(session, sheet, out)?;
                }
            }
            write_summary(session, &import, out)?;
            crate::check::write_lines(session, &import.findings, out)?;
            write_end(session, args, folder.filter(|_| writes), &import, out)?;
        }
    }
    Ok(Outcome::Fine)
}

/// The folder that records go into, unless they are only looked at.
fn folder<'a>(session: &'a Session, args: &'a ImportArgs) -> Result<Option<&'a Path>, Failure> {
    // A file is compared with; what is written is a folder.
    let data = session.shared.data.as_deref().filter(|data| !data.is_file());
    let folder = args.out.as_deref().or(data);
    if folder.is_none() && !args.dry_run && args.suggest_map.is_none() {
        let text = session.say(
            "cần --out (thư mục nhận bản ghi) hoặc --dry-run (chỉ xem)",
            "name a folder with --out, or look first with --dry-run",
        );
        return Err(Failure::Input(text.to_owned()));
    }
    Ok(folder)
}

/// Lays records over those of a folder and writes all of them.
fn lay_into(
    session: &Session,
    folder: &Path,
    own: &mut Records,
    records: &mut Records,
) -> Result<(), Failure> {
    // The register learns of the reports now, whatever day they speak of.
    for report in &mut records.reports {
        report.recorded_at = report.recorded_at.or(Some(clock::now()));
    }
    annex::merge(own, records.clone());
    // The folder is the register's own: nothing of it may get lost.
    let options = WriteOptions {
        disclosure: Disclosure::Everything,
        overwrite: Overwrite::Allow,
        // The files are UTF-8 from now on, whatever they were; the mark says so to who still asks for the old one.
        byte_order_mark: load::encoding(session) != Encoding::Utf8,
        ..WriteOptions::default()
    };
    csv::write_folder(own, folder, &options)?;
    Ok(())
}

/// Records what an annex says and the ledger does not have.
fn into_ledger(
    session: &Session,
    args: &ImportArgs,
    file: &Path,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let mapping = args.map.as_deref().map(read_mapping).transpose()?.unwrap_or_default();
    let registry = load::registry(session)?;
    let label = session.say("đang đọc phụ lục", "reading the annex");
    let import = progress::watched(label, |watch| {
        let heard = |_: &str, _: u64| {
            if watch.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = ReadOptions {
            base: Some(&registry),
            document: args.document.clone(),
            reported_on: args.reported_on,
            mapping,
            progress: Some(&heard),
            ..ReadOptions::default()
        };
        annex::read_file(file, &options)
    })?;
    if session.format == Format::Table {
        write_summary(session, &import, out)?;
        crate::check::write_lines(session, &import.findings, out)?;
    }
    if args.dry_run {
        return Ok(Outcome::Fine);
    }
    let options = ImportOptions { batch: args.batch, skip_refused: args.skip_refused };
    crate::ledger::import(session, &import.records, options, out)
}

fn read_mapping(path: &Path) -> Result<Mapping, Failure> {
    use std::io::Read;
    let wrong = |reason: String| Failure::Input(format!("{}: {reason}", path.display()));
    let file = std::fs::File::open(path).map_err(|error| wrong(error.to_string()))?;
    let mut text = String::new();
    let read = file.take(MAX_MAPPING_BYTES).read_to_string(&mut text);
    read.map_err(|error| wrong(error.to_string()))?;
    Mapping::from_toml(&text).map_err(|error| wrong(Failure::Files(error).message(Lang::En)))
}

/// A sheet with its columns and rows.
fn write_sheet(
    session: &Session,
    sheet: &Understanding,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let page = session.page;
    let kind = match sheet.kind {
        SheetKind::Tasks => session.say("nhiệm vụ", "tasks"),
        SheetKind::Reports => session.say("báo cáo", "reports"),
        SheetKind::Both => session.say("nhiệm vụ và báo cáo", "tasks and reports"),
        SheetKind::Ignore => session.say("không đọc", "not read"),
        SheetKind::Auto => session.say("không có bảng", "no table"),
    };
    let mut title = format!("{} '{}': {kind}", session.say("Trang", "Sheet"), sheet.sheet);
    if let Some([first, last]) = sheet.header_rows {
        let label = session.say("tiêu đề dòng", "header rows");
        let _ = write!(title, ", {label} {first}–{last}");
    }
    for (label, value) in [
        (session.say("văn bản", "document"), sheet.document.as_deref()),
        (session.say("ngày báo cáo", "reported on"), sheet.reported_on.as_deref()),
    ] {
        if let Some(value) = value {
            let _ = write!(title, ", {label} {value}");
        }
    }
    page.paragraph(out, &title, Tone::Strong)?;
    if !sheet.columns.is_empty() {
        let mut table = Table::new(vec![
            Column::whole(session.say("Cột", "Column")),
            Column::cut(session.say("Tiêu đề", "Header"), 12),
            Column::whole(session.say("Trường", "Field")),
            Column::figure(session.say("Điểm", "Score")),
            Column::cut(session.say("Vì", "Because of"), 8).spare(1),
        ]);
        for column in &sheet.columns {
            let known = !column.field.is_empty();
            let tone = if known { Tone::Plain } else { Tone::Faint };
            let field = if known { column.field.as_str() } else { "–" };
            let score = if known { format!("{:.2}", column.score) } else { String::new() };
            table.push(vec![
                column.column.as_str().into(),
                column.header.as_str().into(),
                Cell::toned(field, tone),
                score.into(),
                column.why.as_str().into(),
            ]);
        }
        table.write(out, page)?;
    }
    if !sheet.rows.is_empty() {
        let mut table = Table::new(vec![
            Column::figure(session.say("Dòng", "Row")),
            Column::whole(session.say("Được hiểu là", "Taken as")),
            Column::whole(session.say("Mã", "Id")),
            Column::cut(session.say("Nội dung", "Words"), 16),
        ]);
        for row in &sheet.rows {
            let tone = if row.fate == Fate::Finding { Tone::Caution } else { Tone::Plain };
            let mark = if row.made { session.say(" (mã đặt)", " (made)") } else { "" };
            table.push(vec![
                row.row.to_string().into(),
                Cell::toned(fate(session, row.fate), tone),
                format!("{}{mark}", row.id).into(),
                row.words.as_str().into(),
            ]);
        }
        table.write(out, page)?;
    }
    writeln!(out)?;
    Ok(())
}

fn fate(session: &Session, fate: Fate) -> &'static str {
    let (vi, en) = match fate {
        Fate::Loaded => ("nạp", "loaded"),
        Fate::Section => ("mục", "section"),
        Fate::Title => ("đầu đề", "title"),
        Fate::Header => ("tiêu đề", "header"),
        Fate::RepeatedHeader => ("tiêu đề lặp", "repeated header"),
        Fate::Continued => ("nối dòng trên", "goes on"),
        Fate::Finding => ("không đọc", "not read"),
        Fate::Ignored => ("bỏ qua", "ignored"),
    };
    if session.lang == Lang::Vi { vi } else { en }
}

/// Every sheet with its rows by what became of them.
fn write_summary(session: &Session, import: &Import, out: &mut dyn Write) -> Result<(), Failure> {
    let mut table = Table::new(vec![
        Column::cut(session.say("Trang", "Sheet"), 12),
        Column::figure(session.say("Dòng", "Rows")),
        Column::figure(session.say("Nạp", "Loaded")),
        Column::figure(session.say("Mục", "Sections")),
        Column::figure(session.say("Đầu đề", "Titles")),
        Column::figure(session.say("Tiêu đề", "Headers")),
        Column::figure(session.say("Nối", "Go on")),
        Column::figure(session.say("Trống", "Blank")),
        Column::figure(session.say("Không đọc", "Not read")),
    ]);
    for sheet in &import.sheets {
        let counts = sheet.counts;
        let figures = [
            counts.rows,
            counts.loaded,
            counts.sections,
            counts.titles,
            counts.headers,
            counts.continued,
            counts.blank,
            counts.findings + counts.ignored,
        ];
        let mut row: Vec<Cell> = vec![sheet.sheet.as_str().into()];
        row.extend(figures.iter().map(|n| figure::count(*n, session.lang).into()));
        table.push(row);
    }
    table.write(out, session.page)?;
    writeln!(out)?;
    Ok(())
}

/// How many records are new, and where they went.
fn changes_text(session: &Session, changes: Changes, folder: Option<&Path>) -> String {
    let count = |n| figure::count(n, session.lang);
    let (added, changed, same) =
        (count(changes.added), count(changes.changed), count(changes.unchanged));
    let mut text = match (changes.is_nothing(), session.lang) {
        (true, Lang::Vi) => format!("Không có gì thay đổi: {same} bản ghi đã có như vậy."),
        (true, Lang::En) => format!("Nothing changed: {same} records are as they were."),
        (false, Lang::Vi) => format!("{added} bản ghi mới, {changed} thay đổi, {same} như cũ."),
        (false, Lang::En) => {
            format!("{added} records are new, {changed} changed, {same} as they were.")
        }
    };
    match folder {
        Some(folder) if !changes.is_nothing() => {
            let said = session.say("Đã ghi vào", "Written to");
            let _ = write!(text, " {said} {}.", folder.display());
        }
        Some(_) => {}
        None => text.push_str(session.say(" Chưa ghi gì.", " Nothing was written.")),
    }
    text
}

/// What became of the records.
fn write_end(
    session: &Session,
    args: &ImportArgs,
    folder: Option<&Path>,
    import: &Import,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut text = changes_text(session, import.changes, folder);
    if let Some(path) = &args.suggest_map {
        let said = session.say("Ánh xạ ở", "The mapping is in");
        let _ = write!(text, " {said} {}.", path.display());
    }
    writeln!(out)?;
    session.page.paragraph(out, &text, Tone::Strong)?;
    let keys = import.keys().count() as u64;
    if keys > 0 && !args.dry_run {
        let keys = figure::count(keys, session.lang);
        let text = match session.lang {
            Lang::Vi => format!(
                "{keys} dòng không có mã; mã đặt theo văn bản và nội dung, xem bằng --dry-run."
            ),
            Lang::En => format!(
                "{keys} rows have no id; theirs are made of document and words, shown by --dry-run."
            ),
        };
        session.page.paragraph(out, &width::safe(&text), Tone::Plain)?;
    }
    Ok(())
}

/// Every row of every sheet, for a script.
fn rows_sheet(import: &Import) -> CsvSheet {
    let mut sheet = CsvSheet::new(&["sheet", "row", "fate", "id", "made", "words"]);
    for read in &import.sheets {
        for row in &read.rows {
            sheet.push(vec![
                read.sheet.clone(),
                row.row.to_string(),
                row.fate.as_str().to_owned(),
                row.id.clone(),
                row.made.to_string(),
                row.words.clone(),
            ]);
        }
    }
    sheet
}
