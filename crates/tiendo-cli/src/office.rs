//! `report`, `letters` and `form`: what leaves the desk, as workbooks, documents and pages.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use chrono::NaiveDate;
use tiendo::{AsOf, Evaluation, Finding, Lang, day};
use tiendo_formats::letters::{self, Letter};
use tiendo_formats::report::{self, Letterhead, ReportOptions};
use tiendo_formats::{Disclosure, Overwrite, form};
use tiendo_report::Attachment;

use crate::args::{FormArgs, LetterheadArgs, LettersArgs, OfficeArgs, ReportArgs};
use crate::failure::Failure;
use crate::session::Session;
use crate::table::Tone;
use crate::{Outcome, agency, check, figure, heading, load, progress, status, threads, width};

pub(crate) fn report(
    session: &Session,
    args: &ReportArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let options = options(&args.office, Some(&args.letterhead));
    if let Some(path) = &args.xlsx {
        let label = session.say("đang ghi bảng tính", "writing the workbook");
        let found =
            written(label, &options, |options| report::write_xlsx(path, &evaluation, options))?;
        tell(session, &evaluation, path, &found, out)?;
    }
    if let Some(path) = &args.docx {
        let label = session.say("đang ghi văn bản", "writing the document");
        let found =
            written(label, &options, |options| report::write_docx(path, &evaluation, options))?;
        tell(session, &evaluation, path, &found, out)?;
    }
    let page = Page {
        file: args.html.as_deref(),
        folder: args.html_dir.as_deref(),
        since: args.since,
        is_replaced: args.office.force,
    };
    page.write(session, &evaluation, &|folder| attachments(session, args, folder), out)
}

/// The files of the same command that lie in the folder of the pages, which then link them. Not those that may hold more than
/// everybody may see.
fn attachments(session: &Session, args: &ReportArgs, folder: &Path) -> Vec<Attachment> {
    if args.office.disclose.disclosure() != Disclosure::Public {
        return Vec::new();
    }
    // `r.xlsx` and `./r.xlsx` lie in the same folder.
    let in_full = |path: &Path| std::path::absolute(path).ok();
    let folder = in_full(folder);
    let words = [
        (&args.xlsx, session.say("Bảng tính (Excel)", "Workbook (Excel)")),
        (&args.docx, session.say("Văn bản (Word)", "Document (Word)")),
    ];
    let linked = words.into_iter().filter_map(|(path, label)| {
        let path = in_full(path.as_deref()?).filter(|path| path.parent() == folder.as_deref())?;
        let file = path.file_name()?.to_string_lossy().into_owned();
        Some(Attachment { label: label.to_owned(), file })
    });
    linked.collect()
}

/// A page, or a folder of them, for everybody.
pub(crate) struct Page<'a> {
    pub(crate) file: Option<&'a Path>,
    pub(crate) folder: Option<&'a Path>,
    /// The day of the report before; 30 days before where none is named.
    pub(crate) since: Option<NaiveDate>,
    pub(crate) is_replaced: bool,
}

/// Days between two reports where nobody says otherwise.
const BETWEEN: i64 = 30;

impl Page<'_> {
    /// Writes what is asked for, and says so.
    pub(crate) fn write(
        &self,
        session: &Session,
        evaluation: &Evaluation,
        attachments: &dyn Fn(&Path) -> Vec<Attachment>,
        out: &mut dyn Write,
    ) -> Result<Outcome, Failure> {
        if self.file.is_none() && self.folder.is_none() {
            return Ok(Outcome::Fine);
        }
        let as_of = evaluation.as_of();
        // Reports that do not say when they were recorded count as recorded today, so K is another one only where it is asked for.
        let before = |day| match as_of.known {
            Some(known) => AsOf::new(day)?.known_on(known.min(day)),
            None => AsOf::new(day),
        };
        let day = self.since.or_else(|| day::plus(as_of.day, -BETWEEN));
        let previous = day
            .map(|day| status::evaluate(session, evaluation.registry(), before(day)?))
            .transpose()?;
        let options = tiendo_report::ReportOptions {
            lang: session.lang,
            overwrite: if self.is_replaced { Overwrite::Allow } else { Overwrite::Refuse },
            previous: previous.as_ref(),
            attachments: Vec::new(),
            progress: None,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
        };
        let label = session.say("đang ghi trang", "writing pages");
        if let Some(path) = self.file {
            let folder = path.parent().unwrap_or(Path::new(""));
            let options = tiendo_report::ReportOptions {
                attachments: attachments(folder),
                ..options.clone()
            };
            paged(label, &options, |options| tiendo_report::write_html(evaluation, path, options))?;
            tell(session, evaluation, path, &[], out)?;
        }
        if let Some(path) = self.folder {
            let options =
                tiendo_report::ReportOptions { attachments: attachments(path), ..options.clone() };
            let folder = paged(label, &options, |options| {
                tiendo_report::write_folder(evaluation, path, options)
            })?;
            tell_folder(session, evaluation, path, &folder, out)?;
        }
        Ok(Outcome::Fine)
    }
}

/// Runs a writer of pages, which may be stopped.
fn paged<T>(
    label: &str,
    options: &tiendo_report::ReportOptions<'_>,
    write: impl FnOnce(&tiendo_report::ReportOptions<'_>) -> Result<T, tiendo_report::Error>,
) -> Result<T, tiendo_report::Error> {
    progress::watched(label, |watch| {
        let heard = |_: &str, _: u64| {
            if watch.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        write(&tiendo_report::ReportOptions { progress: Some(&heard), ..options.clone() })
    })
}

/// Says what stands in the folder, and what of an earlier report still does.
fn tell_folder(
    session: &Session,
    evaluation: &Evaluation,
    path: &Path,
    folder: &tiendo_report::Folder,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (count, path) = (figure::count(folder.files.len() as u64, session.lang), path.display());
    let text = match session.lang {
        Lang::Vi => format!("Đã ghi {count} trang vào {path}."),
        Lang::En => format!("Wrote {count} pages to {path}."),
    };
    let text = heading::title(session, &width::safe(&text), &evaluation.scope());
    session.page.paragraph(out, &text, Tone::Plain)?;
    if folder.left_over.is_empty() {
        return Ok(());
    }
    let names = folder.left_over.join(", ");
    let text = match session.lang {
        Lang::Vi => format!("Còn trang của báo cáo cũ, không trang nào dẫn tới: {names}"),
        Lang::En => format!("Pages of an earlier report are left, to which no page leads: {names}"),
    };
    session.page.paragraph(out, &width::safe(&text), Tone::Caution)
}

pub(crate) fn letters(
    session: &Session,
    args: &LettersArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let mut policy = session.policy.clone();
    if let Some(days) = args.due_soon_days.filter(|days| *days != policy.due_soon_days) {
        policy.due_soon_days = days;
        // Other rules bear another name, which stands in every letter.
        policy.name = format!("{}, due soon {days}", policy.name);
    }
    let label = session.say("đang đánh giá", "evaluating");
    let as_of = session.as_of()?;
    let evaluation = progress::watched(label, |watch| {
        threads::on(|threads| registry.evaluate_on(as_of, &policy, threads, watch))
    })?;
    let options = options(&args.office, Some(&args.letterhead));
    let label = session.say("đang ghi công văn", "writing letters");
    let (letters, found) = match &args.agency {
        None => {
            written(label, &options, |options| letters::write_all(&args.out, &evaluation, options))?
        }
        Some(text) => {
            let agency = agency::find(session, &registry, text)?;
            let (letter, found) = written(label, &options, |options| {
                letters::write_one(&args.out, agency.id.as_str(), &evaluation, options)
            })?;
            (letter.into_iter().collect(), found)
        }
    };
    let sum = |count: fn(&Letter) -> usize| {
        figure::count(letters.iter().map(count).sum::<usize>() as u64, session.lang)
    };
    let (count, folder) = (figure::count(letters.len() as u64, session.lang), args.out.display());
    let (overdue, soon, silent) = (sum(|l| l.overdue), sum(|l| l.due_soon), sum(|l| l.no_data));
    let text = match session.lang {
        Lang::Vi => format!(
            "Đã ghi {count} công văn vào {folder}: {overdue} nhiệm vụ quá hạn, {soon} sắp đến hạn, {silent} chưa có dữ \
             liệu báo cáo."
        ),
        Lang::En => format!(
            "Wrote {count} letters to {folder}: {overdue} tasks overdue, {soon} due soon, {silent} without report data."
        ),
    };
    let text = heading::title(session, &width::safe(&text), &evaluation.scope());
    session.page.paragraph(out, &text, Tone::Plain)?;
    tell_findings(session, &found, out)?;
    Ok(Outcome::Fine)
}

pub(crate) fn form(
    session: &Session,
    args: &FormArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let agency = agency::find(session, &registry, &args.agency)?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let options = options(&args.office, None);
    let label = session.say("đang ghi mẫu báo cáo", "writing the form");
    let found = written(label, &options, |options| {
        form::write_xlsx(&args.xlsx, &evaluation, agency.id.as_str(), options)
    })?;
    tell(session, &evaluation, &args.xlsx, &found, out)?;
    Ok(Outcome::Fine)
}

/// The options that the arguments ask for.
fn options(office: &OfficeArgs, head: Option<&LetterheadArgs>) -> ReportOptions<'static> {
    ReportOptions {
        overwrite: if office.force { Overwrite::Allow } else { Overwrite::Refuse },
        disclosure: office.disclose.disclosure(),
        letterhead: head.map_or_else(Letterhead::default, |head| Letterhead {
            superior: head.superior.clone(),
            agency: head.sender.clone(),
            number: head.number.clone(),
            place: head.place.clone(),
            dated: head.dated,
            signatory_post: head.signatory_post.clone(),
            signatory_name: head.signatory_name.clone(),
        }),
        progress: None,
    }
}

/// Runs a writer that tells how far it is.
fn written<T>(
    label: &str,
    options: &ReportOptions<'_>,
    write: impl FnOnce(&ReportOptions<'_>) -> Result<T, tiendo_formats::Error>,
) -> Result<T, tiendo_formats::Error> {
    progress::watched(label, |watch| {
        let heard = |_: &str, _: u64| {
            if watch.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        write(&ReportOptions { progress: Some(&heard), ..options.clone() })
    })
}

/// Says which file was written, and what had to be left out of it.
pub(crate) fn tell(
    session: &Session,
    evaluation: &Evaluation,
    path: &Path,
    findings: &[Finding],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let file = width::safe(&path.display().to_string());
    let text = format!("{} {file}.", session.say("Đã ghi", "Wrote"));
    let text = heading::title(session, &text, &evaluation.scope());
    session.page.paragraph(out, &text, Tone::Plain)?;
    tell_findings(session, findings, out)
}

pub(crate) fn tell_findings(
    session: &Session,
    findings: &[Finding],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    for finding in findings {
        let line = width::safe(&finding.line(session.lang));
        session.page.paragraph(out, &line, check::tone_of(finding.severity))?;
    }
    Ok(())
}
