//! `report`, `letters` and `form`: what leaves the desk, as workbooks and documents.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use tiendo::{Evaluation, Finding, Lang};
use tiendo_formats::letters::{self, Letter};
use tiendo_formats::report::{self, Letterhead, ReportOptions};
use tiendo_formats::{Overwrite, form};

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
    Ok(Outcome::Fine)
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
