//! `upgrade`, `snapshot` and `salvage`.

use std::io::Write;
use std::path::Path;

use serde_json::json;
use tiendo::Lang;
use tiendo_ledger::{Access, Ledger, LossReason, OpenOptions, Salvaged, Upgrade};

use super::{actor, open};
use crate::Outcome;
use crate::args::{Format, SalvageArgs, SnapshotArgs};
use crate::clock;
use crate::failure::Failure;
use crate::figure;
use crate::progress;
use crate::session::Session;
use crate::table::Tone;
use crate::width;

/// The file of `--ledger`, which is not opened as a ledger here.
fn path(session: &Session) -> Result<&Path, Failure> {
    let missing = || {
        let text = session.say("cần --ledger TỆP", "name the ledger with --ledger FILE");
        Failure::Input(text.to_owned())
    };
    session.shared.ledger.as_deref().ok_or_else(missing)
}

pub(crate) fn upgrade(session: &Session, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let path = path(session)?;
    let label = session.say("đang sao lưu", "copying");
    let options = OpenOptions::default();
    let done = progress::watched(label, |watch| Ledger::upgrade(path, &options, watch))?;
    if session.format == Format::Json {
        let reply = match &done {
            Upgrade::Current { format } => json!({ "from": format, "to": format, "backup": null }),
            Upgrade::Done { from, to, backup } => {
                json!({ "from": from, "to": to, "backup": backup.display().to_string() })
            }
        };
        writeln!(out, "{reply}")?;
        return Ok(Outcome::Fine);
    }
    let text = match (&done, session.lang) {
        (Upgrade::Current { format }, Lang::Vi) => {
            format!("Sổ cái đã có định dạng {format}; không đổi gì.")
        }
        (Upgrade::Current { format }, Lang::En) => {
            format!("The ledger has format {format} already; nothing was changed.")
        }
        (Upgrade::Done { from, to, backup }, Lang::Vi) => {
            format!("Đã nâng định dạng {from} lên {to}; tệp cũ ở {}.", backup.display())
        }
        (Upgrade::Done { from, to, backup }, Lang::En) => {
            format!("Upgraded format {from} to {to}; the file as it was is {}.", backup.display())
        }
    };
    session.page.paragraph(out, &width::safe(&text), Tone::Strong)?;
    Ok(Outcome::Fine)
}

pub(crate) fn snapshot(
    session: &Session,
    args: &SnapshotArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let ledger = open(session, Access::ReadOnly)?;
    let label = session.say("đang ghi bản chụp", "writing the copy");
    let head = progress::watched(label, |watch| ledger.snapshot(&args.file, watch))?;
    if session.format == Format::Json {
        writeln!(out, "{}", json!({ "seq": head.seq, "hash": head.hash.to_string() }))?;
        return Ok(Outcome::Fine);
    }
    let (file, seq, hash) = (args.file.display(), head.seq, head.hash);
    let text = match session.lang {
        Lang::Vi => format!("Đã ghi bản chụp đến mục {seq} vào {file}, mã băm {hash}."),
        Lang::En => format!("Wrote a copy for others up to entry {seq} to {file}, hash {hash}."),
    };
    session.page.paragraph(out, &width::safe(&text), Tone::Plain)?;
    Ok(Outcome::Fine)
}

/// Exit code 1 where anything is missing or in doubt.
pub(crate) fn salvage(
    session: &Session,
    args: &SalvageArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let path = path(session)?;
    let label = session.say("đang cứu dữ liệu", "salvaging");
    let (now, actor) = (clock::now(), actor(session));
    let salvaged =
        progress::watched(label, |watch| Ledger::salvage(path, &args.file, now, &actor, watch))?;
    let outcome = if salvaged.is_complete() { Outcome::Fine } else { Outcome::Errors };
    if session.format == Format::Json {
        writeln!(out, "{}", reply(&salvaged))?;
        return Ok(outcome);
    }
    let count = |n| figure::count(n, session.lang);
    let entries = count(salvaged.entries);
    let text = match (salvaged.is_complete(), session.lang) {
        (true, Lang::Vi) => format!("Đã cứu được tất cả {entries} mục."),
        (true, Lang::En) => format!("Salvaged all {entries} entries."),
        (false, Lang::Vi) => format!("Đã cứu được {entries} mục; KHÔNG đầy đủ."),
        (false, Lang::En) => format!("Salvaged {entries} entries; this is NOT all."),
    };
    let tone = if salvaged.is_complete() { Tone::Strong } else { Tone::Alarm };
    session.page.paragraph(out, &text, tone)?;
    for line in lines(session, &salvaged) {
        session.page.paragraph(out, &line, Tone::Alarm)?;
    }
    Ok(outcome)
}

fn reply(salvaged: &Salvaged) -> serde_json::Value {
    json!({
        "complete": salvaged.is_complete(), "entries": salvaged.entries,
        "seq": salvaged.head.seq, "hash": salvaged.head.hash.to_string(),
        "lost": salvaged.lost, "unproved": salvaged.unproved,
        "apart": salvaged.apart.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "end_anchored": salvaged.is_end_anchored,
    })
}

/// What is missing or in doubt, line by line.
fn lines(session: &Session, salvaged: &Salvaged) -> Vec<String> {
    let say = |vi: &'static str, en: &'static str| session.say(vi, en);
    let mut lines = Vec::new();
    for loss in &salvaged.lost {
        let why = match loss.reason {
            LossReason::NotFound => say("không tìm thấy", "not found"),
            LossReason::Hash => say("không khớp mã băm", "not what its hash was made of"),
            LossReason::Records => say("không đọc được bản ghi", "its records cannot be read"),
            LossReason::Corrects => say("sửa sai chỗ", "corrects what it cannot correct"),
            LossReason::Instant => say("sai thời điểm", "its instant does not fit"),
            other => other.as_str(),
        };
        lines.push(format!("{} {}: {why}", say("mất mục", "missing: entry"), loss.entries));
    }
    for span in &salvaged.unproved {
        let text = say("không chứng minh được mục", "cannot be proved: entry");
        lines.push(format!("{text} {span}"));
    }
    for record in &salvaged.apart {
        let text = say("mất phần để riêng của bản ghi", "kept apart and missing: record");
        lines.push(format!("{text} {record}"));
    }
    if !salvaged.is_end_anchored {
        let text = say(
            "không có mốc neo: có thể còn thiếu các mục sau cùng",
            "there was no anchor: entries may be missing at the end",
        );
        lines.push(text.to_owned());
    }
    lines
}
