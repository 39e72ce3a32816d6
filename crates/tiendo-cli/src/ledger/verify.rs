//! `verify`: exit code 1 where anything is wrong.

use std::io::Write;

use serde_json::json;
use tiendo::Lang;
use tiendo_ledger::{Access, Ledger};

use super::open;
use crate::Outcome;
use crate::args::{Format, HeadArg, VerifyArgs};
use crate::failure::Failure;
use crate::figure;
use crate::progress;
use crate::session::Session;
use crate::table::Tone;

pub(crate) fn run(
    session: &Session,
    args: &VerifyArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let access = if args.rebuild { Access::ReadWrite } else { Access::ReadOnly };
    let ledger = open(session, access)?;
    if args.rebuild {
        let label = session.say("đang dựng lại bảng", "making the tables again");
        progress::watched(label, |watch| ledger.rebuild(watch))?;
    }
    let label = session.say("đang kiểm tra sổ cái", "verifying");
    let found = progress::watched(label, |watch| ledger.verify(watch))?;
    let head = found.head.map(|head| (head.seq, head.hash.to_string()));
    // A head that was kept elsewhere tells what the chain alone cannot: that its end is missing.
    let expected = args.head.map_or(Ok(true), |head| holds(&ledger, &head))?;
    let outcome = if found.is_sound() && expected { Outcome::Fine } else { Outcome::Errors };
    if session.format == Format::Json {
        let faults: Vec<_> =
            found.faults.iter().map(|f| json!({ "entry": f.entry, "part": f.part })).collect();
        let reply = json!({
            "sound": found.is_sound() && expected, "entries": found.entries,
            "records": found.records, "erased": found.erased,
            "seq": head.as_ref().map(|h| h.0), "hash": head.as_ref().map(|h| &h.1),
            "head_found": expected, "faults": faults,
        });
        writeln!(out, "{reply}")?;
        return Ok(outcome);
    }
    let count = |n| figure::count(n, session.lang);
    let (entries, records) = (count(found.entries), count(found.records));
    let text = match (found.is_sound(), session.lang) {
        (true, Lang::Vi) => format!("Sổ cái nguyên vẹn: {entries} mục, {records} bản ghi."),
        (true, Lang::En) => format!("The ledger is sound: {entries} entries, {records} records."),
        (false, Lang::Vi) => format!("Sổ cái SAI ở {} chỗ.", found.faults.len()),
        (false, Lang::En) => format!("The ledger is WRONG in {} places.", found.faults.len()),
    };
    let tone = if found.is_sound() { Tone::Strong } else { Tone::Alarm };
    session.page.paragraph(out, &text, tone)?;
    if let Some((seq, hash)) = head {
        let name = session.say("Mục cuối", "Last entry");
        session.page.paragraph(out, &format!("{name}: {seq}:{hash}"), Tone::Plain)?;
    }
    if !expected {
        let text = session.say(
            "Không có mục của --head: thiếu phần cuối hoặc đã bị viết lại.",
            "The entry of --head is not there: the end is missing, or the ledger was rewritten.",
        );
        session.page.paragraph(out, text, Tone::Alarm)?;
    }
    for fault in &found.faults {
        session.page.paragraph(out, &fault.to_string(), Tone::Alarm)?;
    }
    Ok(outcome)
}

/// Whether the ledger has the very entry of a head.
fn holds(ledger: &Ledger, head: &HeadArg) -> Result<bool, Failure> {
    let Some(before) = head.seq.checked_sub(1) else { return Ok(false) };
    let entries = ledger.entries(before, 1)?;
    Ok(entries.first().is_some_and(|entry| entry.seq == head.seq && entry.hash == head.hash))
}
