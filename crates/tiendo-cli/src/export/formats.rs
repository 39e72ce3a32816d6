//! What holds on a day, as files that other tools read.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use tiendo::{Evaluation, Finding, WarnOptions};
use tiendo_formats::packet::{Form, PacketKind};
use tiendo_formats::parquet::Partition;
use tiendo_formats::{Error, ics, mspdi, packet, parquet, stratml, weekly};

use crate::args::ExportArgs;
use crate::failure::Failure;
use crate::foreign;
use crate::office::{tell, tell_findings};
use crate::progress;
use crate::session::Session;
use crate::table::Tone;
use crate::{figure, heading, width};

/// Hears how far a writer is.
type Heard<'a> = &'a dyn Fn(&str, u64) -> ControlFlow<()>;

/// Writes every format that is asked for, one after the other.
pub(super) fn write(
    session: &Session,
    args: &ExportArgs,
    evaluation: &Evaluation,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (overwrite, disclosure) = (args.overwrite(), args.disclose.disclosure());
    let lang = session.lang;
    let mut told = |path: &Path, lost: &[Finding]| tell(session, evaluation, path, lost, out);
    if let Some(path) = &args.mspdi {
        let lost = watched(session, |progress| {
            let progress = Some(progress);
            let options = mspdi::WriteOptions { overwrite, disclosure, lang, progress };
            mspdi::write_file(evaluation, path, &options)
        })?;
        told(path, &lost)?;
    }
    if let Some(path) = &args.ics {
        let lost = watched(session, |progress| {
            let options = ics::WriteOptions {
                overwrite,
                disclosure,
                lang,
                due: if args.date_only { ics::DueForm::Day } else { ics::DueForm::EndOfDay },
                remind_working_days: args.alarm_days,
                progress: Some(progress),
                ..ics::WriteOptions::default()
            };
            ics::write_file(evaluation, path, &options)
        })?;
        told(path, &lost)?;
    }
    if let Some(path) = &args.stratml {
        let lost = watched(session, |progress| {
            let options = stratml::WriteOptions {
                overwrite,
                disclosure,
                lang,
                progress: Some(progress),
                ..stratml::WriteOptions::default()
            };
            stratml::write_file(evaluation, path, &options)
        })?;
        told(path, &lost)?;
    }
    if let Some(path) = &args.parquet {
        let by = args.by.as_deref().and_then(Partition::parse);
        let lost = watched(session, |progress| {
            let options = parquet::WriteOptions {
                overwrite,
                disclosure,
                progress: Some(progress),
                ..parquet::WriteOptions::default()
            };
            match by {
                None => parquet::write_folder(evaluation, path, &options),
                Some(by) => parquet::write_partitioned(evaluation, by, path, &options),
            }
        })?;
        told(path, &lost)?;
    }
    if let Some(path) = &args.packet {
        let profile = foreign::profile(session)?;
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let lost = watched(session, |progress| {
            let options = packet::WriteOptions {
                // The arguments take the words alone.
                kind: PacketKind::parse(&args.kind).unwrap_or_default(),
                profile: Some(&profile),
                form: Some(if is_json { Form::Json } else { Form::Xml }),
                sender: args.sender.clone(),
                overwrite,
                disclosure,
                lang,
                progress: Some(progress),
            };
            packet::write_file(evaluation, path, &options)
        })?;
        told(path, &lost)?;
    }
    if let Some(path) = &args.weekly {
        weekly_texts(session, args, path, evaluation, out)?;
    }
    Ok(())
}

fn weekly_texts(
    session: &Session,
    args: &ExportArgs,
    folder: &Path,
    evaluation: &Evaluation,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let list = evaluation.warn(&WarnOptions::default())?;
    let (texts, found) = watched(session, |progress| {
        let options = weekly::WeeklyOptions {
            overwrite: args.overwrite(),
            disclosure: args.disclose.disclosure(),
            title: None,
            progress: Some(progress),
        };
        weekly::write_all(folder, evaluation, &list, &options)
    })?;
    let (count, folder) = (figure::count(texts.len() as u64, session.lang), folder.display());
    let text = match session.lang {
        tiendo::Lang::Vi => format!("Đã ghi {count} báo cáo tuần vào {folder}."),
        tiendo::Lang::En => format!("Wrote {count} weekly texts to {folder}."),
    };
    let text = heading::title(session, &width::safe(&text), &evaluation.scope());
    session.page.paragraph(out, &text, Tone::Plain)?;
    tell_findings(session, &found, out)
}

/// Runs a writer that tells how far it is.
fn watched<T>(
    session: &Session,
    write: impl FnOnce(Heard<'_>) -> Result<T, Error>,
) -> Result<T, Failure> {
    let label = session.say("đang ghi tệp", "writing files");
    Ok(progress::watched(label, |watch| {
        let heard = |_: &str, _: u64| {
            if watch.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        write(&heard)
    })?)
}
