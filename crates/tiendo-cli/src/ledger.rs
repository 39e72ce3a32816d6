//! The ledger that commands read from and record in; `init`, `backup`, and the import into it.

pub(crate) mod care;
pub(crate) mod freeze;
pub(crate) mod life;
pub(crate) mod log;
pub(crate) mod record;
pub(crate) mod verify;
pub(crate) mod watch;

use std::io::Write;
use std::path::Path;

use serde_json::json;
use tiendo::{Classification, Lang, Records};
use tiendo_ledger::{Access, ImportOptions, Imported, Ledger, NewLedger, OpenOptions};

use crate::Outcome;
use crate::args::{BackupArgs, CheckpointArgs, Format, InitArgs};
use crate::clock;
use crate::failure::Failure;
use crate::figure;
use crate::load;
use crate::progress;
use crate::session::Session;
use crate::table::Tone;
use crate::width;

/// The ledger of `--ledger`, which the command cannot do without.
pub(crate) fn open(session: &Session, access: Access) -> Result<Ledger, Failure> {
    open_at(path(session)?, access)
}

/// Where the ledger of `--ledger` is.
fn path(session: &Session) -> Result<&Path, Failure> {
    session.shared.ledger.as_deref().ok_or_else(|| {
        let text = session.say("cần --ledger TỆP", "name the ledger with --ledger FILE");
        Failure::Input(text.to_owned())
    })
}

/// A ledger by its path; one that nobody may write is read as it lies there.
pub(crate) fn open_at(path: &Path, access: Access) -> Result<Ledger, Failure> {
    let with = |access| Ledger::open_with(path, &OpenOptions { access, ..OpenOptions::default() });
    match with(access) {
        Err(tiendo_ledger::Error::ReadOnly | tiendo_ledger::Error::Io { .. })
            if access == Access::ReadOnly && path.is_file() =>
        {
            Ok(with(Access::Immutable)?)
        }
        opened => Ok(opened?),
    }
}

/// Who records: as asked for, else the user of the system.
pub(super) fn actor(session: &Session) -> String {
    let asked = session.shared.actor.clone();
    let named = || ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|n| std::env::var(n).ok());
    asked.or_else(named).filter(|name| !name.is_empty()).unwrap_or_else(|| "tiendo".to_owned())
}

pub(crate) fn init(
    session: &Session,
    args: &InitArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let mut new = NewLedger::new(&args.node, clock::now(), &actor(session));
    new.classification = Classification::parse(&args.classification);
    let ledger = Ledger::create(&args.file, &new)?;
    let head = ledger.head()?;
    if session.format == Format::Json {
        let feed = ledger.feed();
        let reply = json!({
            "ledger": args.file.display().to_string(), "node": feed.node, "origin": feed.origin,
            "seq": head.seq, "hash": head.hash.to_string(),
        });
        writeln!(out, "{reply}")?;
        return Ok(Outcome::Fine);
    }
    let file = args.file.display();
    let text = match session.lang {
        Lang::Vi => format!("Đã tạo sổ cái {file}. Đưa dữ liệu vào: tiendo import --ledger {file}"),
        Lang::En => format!("Made the ledger {file}. To fill it: tiendo import --ledger {file}"),
    };
    session.page.paragraph(out, &width::safe(&text), Tone::Plain)?;
    Ok(Outcome::Fine)
}

/// Records all that the arguments name and the ledger does not have.
pub(crate) fn import(
    session: &Session,
    records: &Records,
    options: ImportOptions,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let ledger = open(session, Access::ReadWrite)?;
    let label = session.say("đang ghi vào sổ cái", "recording");
    let (now, actor) = (clock::now(), actor(session));
    let done =
        progress::watched(label, |watch| ledger.import(records, now, &actor, &options, watch));
    let done = match done {
        Err(tiendo_ledger::Error::Refused { problems, total }) => {
            tell_problems(session, &problems, total);
            return Err(Failure::Ledger(tiendo_ledger::Error::Refused { problems, total }));
        }
        done => done?,
    };
    tell_problems(session, &done.problems, done.refused);
    write_imported(session, &done, out)?;
    Ok(if done.refused > 0 { Outcome::Errors } else { Outcome::Fine })
}

/// The first records that were refused, on standard error.
fn tell_problems(session: &Session, problems: &[tiendo_ledger::Problem], total: u64) {
    const TOLD: usize = 20;
    let mut err = std::io::stderr().lock();
    for problem in problems.iter().take(TOLD) {
        let line = width::safe(&problem.to_string());
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(err, "{}: {line}", session.say("không ghi được", "refused"));
    }
    let more = total.saturating_sub(problems.len().min(TOLD) as u64);
    if more > 0 {
        let more = figure::count(more, session.lang);
        let _ = writeln!(err, "… {more} {}", session.say("bản ghi khác", "more"));
    }
}

fn write_imported(session: &Session, done: &Imported, out: &mut dyn Write) -> Result<(), Failure> {
    if session.format == Format::Json {
        let reply = json!({
            "recorded": done.recorded, "unchanged": done.unchanged, "refused": done.refused,
            "entries": done.entries, "seq": done.head.seq, "hash": done.head.hash.to_string(),
        });
        writeln!(out, "{reply}")?;
        return Ok(());
    }
    let count = |n| figure::count(n, session.lang);
    let (new, same, entries) = (count(done.recorded), count(done.unchanged), count(done.entries));
    let text = match (done.recorded, session.lang) {
        (0, Lang::Vi) => format!("Không có gì thay đổi: {same} bản ghi đã có trong sổ cái."),
        (0, Lang::En) => format!("Nothing changed: {same} records are in the ledger already."),
        (_, Lang::Vi) => {
            format!("Đã ghi {new} bản ghi trong {entries} mục; {same} bản ghi đã có trước.")
        }
        (_, Lang::En) => {
            format!("Recorded {new} records in {entries} entries; {same} were there already.")
        }
    };
    session.page.paragraph(out, &text, Tone::Strong)?;
    Ok(())
}

pub(crate) fn backup(
    session: &Session,
    args: &BackupArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let ledger = open(session, Access::ReadOnly)?;
    let label = session.say("đang sao lưu", "copying");
    let head = progress::watched(label, |watch| ledger.backup(&args.file, watch))?;
    if session.format == Format::Json {
        writeln!(out, "{}", json!({ "seq": head.seq, "hash": head.hash.to_string() }))?;
        return Ok(Outcome::Fine);
    }
    let (file, seq, hash) = (args.file.display(), head.seq, head.hash);
    let text = match session.lang {
        Lang::Vi => format!("Đã sao lưu đến mục {seq} vào {file}, mã băm {hash}."),
        Lang::En => format!("Copied up to entry {seq} to {file}, hash {hash}."),
    };
    session.page.paragraph(out, &width::safe(&text), Tone::Plain)?;
    Ok(Outcome::Fine)
}

/// Makes the checkpoint anew, or removes it.
pub(crate) fn checkpoint(
    session: &Session,
    args: &CheckpointArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let ledger = open(session, Access::ReadWrite)?;
    let label = session.say("đang giữ trạng thái", "keeping the register");
    let head = progress::watched(label, |_| {
        if args.drop {
            ledger.drop_checkpoint().map(|()| None)
        } else {
            ledger.checkpoint().map(Some)
        }
    })?;
    if session.format == Format::Json {
        let reply = json!({
            "seq": head.map(|head| head.seq), "hash": head.map(|head| head.hash.to_string()),
        });
        writeln!(out, "{reply}")?;
        return Ok(Outcome::Fine);
    }
    let text = match (head.map(|head| head.seq), session.lang) {
        (Some(seq), Lang::Vi) => format!("Đã giữ trạng thái đến mục {seq}."),
        (Some(seq), Lang::En) => format!("Kept the register up to entry {seq}."),
        (None, Lang::Vi) => "Đã bỏ trạng thái giữ sẵn.".to_owned(),
        (None, Lang::En) => "Removed the checkpoint.".to_owned(),
    };
    session.page.paragraph(out, &text, Tone::Plain)?;
    Ok(Outcome::Fine)
}

/// The register of `--ledger`, as known on the day that is asked for.
pub(crate) fn registry(session: &Session, path: &Path) -> Result<tiendo::Registry, Failure> {
    let ledger = open_at(path, Access::ReadOnly)?;
    let label = session.say("đang đọc sổ cái", "reading the ledger");
    progress::watched(label, |_| registry_of(session, &ledger))
}

/// The register of an open ledger, as known on the day that is asked for.
fn registry_of(session: &Session, ledger: &Ledger) -> Result<tiendo::Registry, Failure> {
    let trust = if session.shared.trust_claimed {
        tiendo_ledger::Trust::Claimed
    } else {
        tiendo_ledger::Trust::Recorded
    };
    let options = tiendo_ledger::RegistryOptions { known: session.shared.known, trust };
    let is_newest = options == tiendo_ledger::RegistryOptions::default();
    // The newest one may lie there as a checkpoint.
    Ok(if is_newest { ledger.refresh()? } else { ledger.registry_with(&options)? })
}

/// What `import` records: the built-in register and the files, as the reading commands would show them.
pub(crate) fn import_run(
    session: &Session,
    skip_refused: bool,
    batch: usize,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let records = load::records(session)?;
    import(session, &records, ImportOptions { batch, skip_refused }, out)
}
