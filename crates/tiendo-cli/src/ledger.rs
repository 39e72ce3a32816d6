//! `init`, `record`, `log`, `verify`, `backup` and `freeze`: the ledger itself; reading commands take it with `--ledger`.

use std::io::Write;
use std::path::Path;

use serde_json::json;
use tiendo::{Lang, Records};
use tiendo_ledger::{Access, Batch, Freeze, ImportOptions, Imported, Ledger, NewLedger, OpenOptions};

use crate::Outcome;
use crate::args::{BackupArgs, Format, FreezeArgs, InitArgs, LogArgs, RecordArgs, VerifyArgs};
use crate::clock;
use crate::failure::Failure;
use crate::figure;
use crate::load;
use crate::progress;
use crate::session::Session;
use crate::table::{Cell, Column, Table, Tone};
use crate::width;

/// The ledger of `--ledger`, which the command cannot do without.
pub(crate) fn open(session: &Session, access: Access) -> Result<Ledger, Failure> {
    let Some(path) = &session.shared.ledger else {
        let text = session.say("cần --ledger TỆP", "name the ledger with --ledger FILE");
        return Err(Failure::Input(text.to_owned()));
    };
    open_at(path, access)
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
fn actor(session: &Session) -> String {
    let asked = session.shared.actor.clone();
    let named = || ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|n| std::env::var(n).ok());
    asked.or_else(named).filter(|name| !name.is_empty()).unwrap_or_else(|| "tiendo".to_owned())
}

pub(crate) fn init(
    session: &Session,
    args: &InitArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let new = NewLedger::new(&args.node, clock::now(), &actor(session));
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

/// `record`: a report, or a file of records, as one entry.
pub(crate) fn record(
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
    let mut report =
        tiendo::Report::new(id, TaskId::new(task)?, ReportKind::parse(&args.kind), on);
    report.percent = args.percent;
    report.new_deadline = args.new_deadline;
    report.by = args.by.as_deref().map(AgencyId::new).transpose()?;
    report.addressee = args.addressee.as_deref().map(AgencyId::new).transpose()?;
    report.reason = args.reason.as_deref().map(tiendo::Text::new).transpose()?;
    report.evidence = args.evidence.as_deref().map(tiendo::Text::new).transpose()?;
    Ok(report)
}

/// `log`: what was recorded about a task.
pub(crate) fn log(
    session: &Session,
    args: &LogArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let ledger = open(session, Access::ReadOnly)?;
    let lines = ledger.log(&tiendo::TaskId::new(&args.task)?)?;
    if session.format == Format::Json {
        let lines: Vec<_> = lines
            .iter()
            .map(|line| {
                json!({
                    "record": line.id.to_string(),
                    "recorded_at": tiendo::day::instant_to_string(line.recorded_at),
                    "actor": line.actor,
                    "kind": line.record.kind(),
                    "body": line.record.to_json(),
                    "corrects": line.corrects.map(|id| id.to_string()),
                    "corrected_by": line.corrected_by.map(|id| id.to_string()),
                })
            })
            .collect();
        serde_json::to_writer_pretty(&mut *out, &json!({ "task": args.task, "log": lines }))
            .map_err(std::io::Error::from)?;
        writeln!(out)?;
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new(vec![
        Column::whole(session.say("Bản ghi", "Record")),
        Column::whole(session.say("Ghi lúc", "Recorded")),
        Column::cut(session.say("Người ghi", "By"), 8),
        Column::whole(session.say("Loại", "Kind")),
        Column::cut(session.say("Nội dung", "Says"), 20),
    ]);
    for line in &lines {
        let tone = if line.corrected_by.is_some() { Tone::Faint } else { Tone::Plain };
        let mut says = line.record.to_json().to_string();
        if let Some(id) = line.corrects {
            says = format!("{} {id}: {says}", session.say("sửa", "corrects"));
        }
        if let Some(id) = line.corrected_by {
            says = format!("({} {id}) {says}", session.say("đã sửa bởi", "corrected by"));
        }
        table.push(vec![
            line.id.to_string().into(),
            tiendo::day::instant_to_string(line.recorded_at).into(),
            line.actor.as_str().into(),
            line.record.kind().into(),
            Cell::toned(says.as_str(), tone),
        ]);
    }
    table.write(out, session.page)?;
    Ok(Outcome::Fine)
}

/// `verify`: exit code 1 where anything is wrong.
pub(crate) fn verify(
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
    let outcome =
        if found.is_sound() && expected { Outcome::Fine } else { Outcome::Errors };
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
        let text = session.say("Không có mục của --head: thiếu phần cuối hoặc đã bị viết lại.", "The entry of --head is not there: the end is missing, or the ledger was rewritten.");
        session.page.paragraph(out, text, Tone::Alarm)?;
    }
    for fault in &found.faults {
        session.page.paragraph(out, &fault.to_string(), Tone::Alarm)?;
    }
    Ok(outcome)
}

/// Whether the ledger has the very entry of a head.
fn holds(ledger: &Ledger, head: &crate::args::HeadArg) -> Result<bool, Failure> {
    let Some(before) = head.seq.checked_sub(1) else { return Ok(false) };
    let entries = ledger.entries(before, 1)?;
    Ok(entries.first().is_some_and(|entry| entry.seq == head.seq && entry.hash == head.hash))
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

/// `freeze`: names a (D, K), or lists what is named.
pub(crate) fn freeze(
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

/// The register of `--ledger`, as known on the day that is asked for.
pub(crate) fn registry(session: &Session, path: &Path) -> Result<tiendo::Registry, Failure> {
    let ledger = open_at(path, Access::ReadOnly)?;
    let label = session.say("đang đọc sổ cái", "reading the ledger");
    let trust = if session.shared.trust_claimed {
        tiendo_ledger::Trust::Claimed
    } else {
        tiendo_ledger::Trust::Recorded
    };
    let options = tiendo_ledger::RegistryOptions { known: session.shared.known, trust };
    Ok(progress::watched(label, |_| ledger.registry_with(&options))?)
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
