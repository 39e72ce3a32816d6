//! `freeze`: names a (D, K), or lists what is named.

use std::io::Write;

use serde_json::json;
use tiendo::Lang;
use tiendo_ledger::{Access, Freeze, Ledger};

use super::{actor, open};
use crate::Outcome;
use crate::args::{Format, FreezeArgs};
use crate::clock;
use crate::failure::Failure;
use crate::session::Session;
use crate::table::{Column, Table, Tone};
use crate::width;

pub(crate) fn run(
    session: &Session,
    args: &FreezeArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let Some(name) = &args.name else {
        let ledger = open(session, Access::ReadOnly)?;
        return list_freezes(session, &ledger, out);
    };
    let ledger = open(session, Access::ReadWrite)?;
    let now = clock::now();
    let mut as_of = session.as_of()?;
    if as_of.known.is_none() {
        as_of = as_of.known_on(now.date())?;
    }
    let freeze = Freeze::new(name, as_of, session.policy.clone())?;
    ledger.freeze(&freeze, now, &actor(session))?;
    let (day, known) = (freeze.day, freeze.known);
    if session.format == Format::Json {
        writeln!(out, "{}", json!({ "name": name, "day": day, "known": known }))?;
        return Ok(Outcome::Fine);
    }
    let text = match session.lang {
        Lang::Vi => format!("Đã chốt '{name}': đến ngày {day}, như đã biết ngày {known}."),
        Lang::En => format!("Frozen as '{name}': as of {day}, as known on {known}."),
    };
    session.page.paragraph(out, &width::safe(&text), Tone::Plain)?;
    Ok(Outcome::Fine)
}

fn list_freezes(
    session: &Session,
    ledger: &Ledger,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let freezes = ledger.freezes()?;
    if session.format == Format::Json {
        let list = serde_json::to_value(&freezes).map_err(std::io::Error::from)?;
        writeln!(out, "{}", json!({ "freezes": list }))?;
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new(vec![
        Column::cut(session.say("Bản chốt", "Freeze"), 16),
        Column::whole(session.say("Đến ngày", "As of")),
        Column::whole(session.say("Như đã biết ngày", "As known on")),
        Column::whole(session.say("Quy tắc", "Policy")),
    ]);
    for freeze in &freezes {
        table.push(vec![
            freeze.name.as_str().into(),
            freeze.day.to_string().into(),
            freeze.known.to_string().into(),
            freeze.policy.name.as_str().into(),
        ]);
    }
    table.write(out, session.page)?;
    Ok(Outcome::Fine)
}
