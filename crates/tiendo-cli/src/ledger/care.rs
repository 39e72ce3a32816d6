//! `person` and `accept-rollback`.

use std::io::Write;

use serde_json::json;
use tiendo::{Lang, Text};
use tiendo_ledger::{Access, Ledger, OpenOptions, PersonRecord};

use super::{actor, open};
use crate::Outcome;
use crate::args::{AcceptRollbackArgs, Format, PersonArgs};
use crate::clock;
use crate::failure::Failure;
use crate::figure;
use crate::session::Session;
use crate::table::Tone;
use crate::width;

pub(crate) fn person(
    session: &Session,
    args: &PersonArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let access = if args.erase { Access::ReadWrite } else { Access::ReadOnly };
    let ledger = open(session, access)?;
    let found = ledger.export_person(&args.name)?;
    let erased = if args.erase {
        let reason = args.reason.as_deref().map(Text::new).transpose()?;
        Some(ledger.erase_person(&args.name, reason.as_ref(), clock::now(), &actor(session))?)
    } else {
        None
    };
    if session.format == Format::Json {
        let one = |r: &PersonRecord| json!({ "record": r.record.to_string(), "kind": r.kind, "id": r.id, "fields": r.fields });
        let reply = json!({
            "records": found.iter().map(one).collect::<Vec<_>>(),
            "erased": erased.map(|erased| erased.records),
            "recorded_again": erased.map(|erased| erased.recorded_again),
        });
        writeln!(out, "{reply}")?;
        return Ok(Outcome::Fine);
    }
    for PersonRecord { record, kind, id, fields } in &found {
        let line = format!("{record}: {kind} {id}, {}", fields.join(", "));
        session.page.paragraph(out, &width::safe(&line), Tone::Plain)?;
    }
    let count = figure::count(found.len() as u64, session.lang);
    let text = match (erased.is_some(), session.lang) {
        (false, Lang::Vi) => format!("{count} bản ghi nêu tên người này."),
        (false, Lang::En) => format!("{count} records name this person."),
        (true, Lang::Vi) => format!("Đã xoá tên khỏi {count} bản ghi; các bản sao cũ vẫn còn tên."),
        (true, Lang::En) => format!("Erased from {count} records; older copies keep the name."),
    };
    session.page.paragraph(out, &text, Tone::Strong)?;
    Ok(Outcome::Fine)
}

pub(crate) fn accept_rollback(
    session: &Session,
    args: &AcceptRollbackArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let Some(path) = &session.shared.ledger else {
        let text = session.say("cần --ledger TỆP", "name the ledger with --ledger FILE");
        return Err(Failure::Input(text.to_owned()));
    };
    let reason = Text::new(&args.reason)?;
    let options = OpenOptions::default();
    let ledger = Ledger::accept_rollback(path, &options, &reason, clock::now(), &actor(session))?;
    let head = ledger.head()?;
    if session.format == Format::Json {
        writeln!(out, "{}", json!({ "seq": head.seq, "hash": head.hash.to_string() }))?;
        return Ok(Outcome::Fine);
    }
    let text = session.say("Đã ghi vào sổ cái; mục cuối", "Recorded; the last entry is");
    session.page.paragraph(out, &format!("{text}: {head}"), Tone::Strong)?;
    Ok(Outcome::Fine)
}
