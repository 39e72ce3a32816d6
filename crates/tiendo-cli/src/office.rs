//! `report`, `letters` and `form`: what leaves the desk, as workbooks and documents.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use tiendo::{Evaluation, Finding, Policy};
use tiendo_formats::report::{self, Letterhead, ReportOptions};
use tiendo_formats::{Disclosure, Overwrite};

use crate::args::{DisclosureArg, LetterheadArgs, OfficeArgs, ReportArgs};
use crate::failure::Failure;
use crate::heading;
use crate::session::Session;
use crate::table::Tone;
use crate::{Outcome, check, load, progress, status, width};

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
        let found = written(label, &options, |options| {
            report::write_xlsx(path, &evaluation, options)
        })?;
        tell(session, &evaluation, path, &found, out)?;
    }
    Ok(Outcome::Fine)
}

/// The options that the arguments ask for.
fn options(office: &OfficeArgs, head: Option<&LetterheadArgs>) -> ReportOptions<'static> {
    ReportOptions {
        overwrite: if office.force { Overwrite::Allow } else { Overwrite::Refuse },
        disclosure: match office.disclose {
            DisclosureArg::Public => Disclosure::Public,
            DisclosureArg::Internal => Disclosure::Internal,
            DisclosureArg::Everything => Disclosure::Everything,
        },
        letterhead: head.map_or_else(Letterhead::default, |head| Letterhead {
            superior: head.superior.clone(),
            agency: head.sender.clone(),
            number: head.number.clone(),
            place: head.place.clone(),
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
fn tell(
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

fn tell_findings(
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
