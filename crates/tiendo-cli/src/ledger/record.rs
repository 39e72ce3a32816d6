//! `record`: one report, or one withdrawal, as one entry.

use std::io::Write;

use serde_json::json;
use tiendo::Lang;
use tiendo_ledger::{Access, Batch};

use super::{actor, open, tell_problems};
use crate::Outcome;
use crate::args::{Format, RecordArgs};
use crate::clock;
use crate::failure::Failure;
use crate::session::Session;
use crate::table::Tone;

pub(crate) fn run(
    session: &Session,
    args: &RecordArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let ledger = open(session, Access::ReadWrite)?;
    let mut batch = Batch::new();
    if let Some(withdraws) = args.withdraw {
        let reason = args.reason.as_deref().map(tiendo::Text::new).transpose()?;
        batch.withdraw(withdraws, reason);
    } else {
        let report = report(session, args)?;
        match args.corrects {
            Some(corrects) => batch.correct(corrects, report),
            None => batch.add(report),
        };
    }
    let appended = match ledger.append(&batch, clock::now(), &actor(session)) {
        Err(tiendo_ledger::Error::Refused { problems, total }) => {
            tell_problems(session, &problems, total);
            return Err(Failure::Ledger(tiendo_ledger::Error::Refused { problems, total }));
        }
        appended => appended?,
    };
    let (seq, hash) = (appended.head.seq, appended.head.hash);
    if session.format == Format::Json {
        let reply = json!({
            "recorded": appended.recorded, "unchanged": appended.unchanged,
            "seq": seq, "hash": hash.to_string(),
        });
        writeln!(out, "{reply}")?;
        return Ok(Outcome::Fine);
    }
    let text = match (appended.recorded, session.lang) {
        (0, Lang::Vi) => "Không có gì thay đổi: sổ cái đã có bản ghi này.".to_owned(),
        (0, Lang::En) => "Nothing changed: the ledger has this record already.".to_owned(),
        (_, Lang::Vi) => format!("Đã ghi vào mục {seq}, mã băm {hash}."),
        (_, Lang::En) => format!("Recorded in entry {seq}, hash {hash}."),
    };
    session.page.paragraph(out, &text, Tone::Plain)?;
    Ok(Outcome::Fine)
}

/// The report that the arguments describe.
fn report(session: &Session, args: &RecordArgs) -> Result<tiendo::Report, Failure> {
    use tiendo::{AgencyId, ReportId, ReportKind, TaskId};
    let missing = |vi: &str, en: &str| Failure::Input(session.say(vi, en).to_owned());
    let task = args.task.as_deref();
    let task = task.ok_or_else(|| missing("cần mã nhiệm vụ", "name the task"))?;
    let on = session.shared.as_of.unwrap_or_else(clock::today);
    let id = match &args.id {
        Some(id) => ReportId::new(id)?,
        // Of one task, day, kind and agency there is one report, unless it is given an id.
        None => ReportId::new(&format!(
            "{task}/{on}/{}/{}",
            args.kind,
            args.by.as_deref().unwrap_or("-")
        ))?,
    };
    let mut report = tiendo::Report::new(id, TaskId::new(task)?, ReportKind::parse(&args.kind), on);
    report.percent = args.percent;
    report.new_deadline = args.new_deadline;
    report.by = args.by.as_deref().map(AgencyId::new).transpose()?;
    report.addressee = args.addressee.as_deref().map(AgencyId::new).transpose()?;
    report.reason = args.reason.as_deref().map(tiendo::Text::new).transpose()?;
    report.evidence = args.evidence.as_deref().map(tiendo::Text::new).transpose()?;
    Ok(report)
}
