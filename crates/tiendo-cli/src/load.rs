//! The register that a command works on: the built-in one, a folder laid over it, invented reports.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use tiendo::{Finding, Lang, Records, Registry, RegistryBuilder};
use tiendo_formats::kind::Kind;
use tiendo_formats::{Encoding, csv, json, packet};

use crate::clock;
use crate::failure::Failure;
use crate::figure;
use crate::foreign;
use crate::ledger;
use crate::progress;
use crate::session::Session;
use crate::threads;
use crate::width;

/// What the invented reports are made from where no number is given.
pub(crate) const SEED: u64 = 57;
/// The same as the help prints it.
pub(crate) const SEED_TEXT: &str = "57";

/// Most findings of reading that are told on standard error.
const TOLD: usize = 20;

/// What becomes of findings of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Findings {
    /// The first go to standard error.
    Told,
    /// The command prints all findings itself.
    Kept,
}

/// Builds the register that the arguments ask for.
pub(crate) fn registry(session: &Session) -> Result<Registry, Failure> {
    registry_with(session, session.shared.simulated, Findings::Told)
}

/// The same with other invented reports, or with findings kept for the command.
pub(crate) fn registry_with(
    session: &Session,
    simulated: Option<u64>,
    findings: Findings,
) -> Result<Registry, Failure> {
    let shared = &session.shared;
    if let Some(path) = &shared.ledger {
        alone(session)?;
        return ledger::registry(session, path);
    }
    let (records, found) = records_and_findings(session, simulated)?;
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    if shared.data.is_some() {
        if findings == Findings::Told {
            tell(session, &found);
        }
        builder.add_findings(found).imported_at(clock::now());
    }
    let label = session.say("đang dựng dữ liệu", "building the register");
    Ok(progress::watched(label, |_| builder.finish()))
}

/// A ledger is the whole register: what else is asked for would be left out without a word.
pub(crate) fn alone(session: &Session) -> Result<(), Failure> {
    let shared = &session.shared;
    if shared.data.is_none() && shared.simulated.is_none() && !shared.no_base {
        return Ok(());
    }
    let text = session.say(
        "--ledger đã là toàn bộ dữ liệu: bỏ --data, --simulated, --no-base, hoặc đưa vào sổ cái bằng tiendo import",
        "--ledger is all of the register: leave out --data, --simulated and --no-base, or record them with tiendo import",
    );
    Err(Failure::Input(text.to_owned()))
}

/// The records of the built-in register and of the files, as an import records them; findings are told.
pub(crate) fn records(session: &Session) -> Result<Records, Failure> {
    let (records, found) = records_and_findings(session, session.shared.simulated)?;
    tell(session, &found);
    Ok(records)
}

fn records_and_findings(
    session: &Session,
    simulated: Option<u64>,
) -> Result<(Records, Vec<Finding>), Failure> {
    let shared = &session.shared;
    if shared.no_base && shared.data.is_none() {
        let text = session.say(
            "--no-base cần --data: không còn dữ liệu nào để đọc",
            "--no-base needs --data: nothing is left to read",
        );
        return Err(Failure::Input(text.to_owned()));
    }
    let mut records = if shared.no_base { Records::default() } else { base(simulated)? };
    let mut found = Vec::new();
    if let Some(path) = &shared.data {
        found = lay_over(session, path, &mut records)?;
    }
    Ok((records, found))
}

/// The register that an import is compared with, and the records of the folder that it is laid into.
pub(crate) fn receiving(
    session: &Session,
    folder: Option<&Path>,
) -> Result<(Registry, Records), Failure> {
    let shared = &session.shared;
    if let Some(path) = folder.filter(|path| path.exists() && !path.is_dir()) {
        let path = path.display();
        return Err(Failure::Input(match session.lang {
            Lang::Vi => format!("--out phải là thư mục, không phải tệp: {path}"),
            Lang::En => format!("--out must name a folder, not a file: {path}"),
        }));
    }
    let mut builder = RegistryBuilder::new();
    let mut records = if shared.no_base { Records::default() } else { base(shared.simulated)? };
    if let Some(data) = shared.data.as_deref().filter(|data| Some(*data) != folder) {
        let found = lay_over(session, data, &mut records)?;
        tell(session, &found);
    }
    builder.add(records);
    let mut own = Records::default();
    if let Some(folder) = folder.filter(|folder| folder.is_dir()) {
        match read_files(session, folder) {
            Ok((records, found)) => {
                tell(session, &found);
                // A row that is not read would be lost when the folder is written again.
                if found.iter().any(|finding| finding.severity == tiendo::Severity::Error) {
                    let text = session.say(
                        "thư mục có dòng không đọc được; hãy sửa trước khi nhập, xem: tiendo check",
                        "the folder has rows that are not read; mend them first, see: tiendo check",
                    );
                    return Err(Failure::Input(text.to_owned()));
                }
                own = records;
            }
            Err(Failure::Files(tiendo_formats::Error::NothingToRead { .. })) => {}
            Err(failure) => return Err(failure),
        }
        builder.add(own.clone());
    }
    builder.imported_at(clock::now());
    let label = session.say("đang dựng dữ liệu", "building the register");
    Ok((progress::watched(label, |_| builder.finish()), own))
}

fn base(simulated: Option<u64>) -> Result<Records, Failure> {
    let broken = |error: tiendo_plan02::Error| Failure::Input(error.to_string());
    let mut records = tiendo_plan02::records().map_err(broken)?;
    if let Some(seed) = simulated {
        records.reports = tiendo_plan02::simulated_reports(&records, seed);
    }
    Ok(records)
}

/// What files without a byte order mark are read as.
pub(crate) fn encoding(session: &Session) -> Encoding {
    // The arguments take the names alone.
    Encoding::parse(&session.shared.encoding).unwrap_or_default()
}

/// Lays files over records: a folder of CSV files, a file of JSON, or one of another tool. Returns what reading found out.
fn lay_over(
    session: &Session,
    path: &Path,
    records: &mut Records,
) -> Result<Vec<Finding>, Failure> {
    let unsaid = foreign::Unsaid::default();
    let (own, found) = match foreign::kind(session, path)? {
        None => read_files(session, path)?,
        Some(Kind::Packet) => {
            // It speaks of tasks and KPIs that the register has.
            let (own, found) = foreign::read(session, path, Kind::Packet, &unsaid)?;
            packet::lay_over(records, own);
            return Ok(found);
        }
        Some(Kind::Ics) => {
            // Agencies stand there by their names, which the register knows.
            let mut builder = RegistryBuilder::new();
            builder.add(records.clone());
            let base = builder.finish();
            let unsaid = foreign::Unsaid { base: Some(&base), ..unsaid };
            foreign::read(session, path, Kind::Ics, &unsaid)?
        }
        Some(kind) => foreign::read(session, path, kind, &unsaid)?,
    };
    records.append(own);
    Ok(found)
}

/// Reads a folder of CSV files, or a file of JSON.
fn read_files(session: &Session, path: &Path) -> Result<(Records, Vec<Finding>), Failure> {
    let label = session.say("đang đọc tệp", "reading files");
    let read = progress::watched(label, |watch| {
        let heard = |_: &str, _: u64| {
            if watch.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        if path.is_file() {
            let options = json::ReadOptions { progress: Some(&heard), ..Default::default() };
            json::read_file(path, &options)
        } else {
            let encoding = encoding(session);
            let progress: Option<csv::Progress<'_>> = Some(&heard);
            threads::on(|threads| {
                let options =
                    csv::ReadOptions { encoding, threads, progress, ..Default::default() };
                csv::read_folder(path, &options)
            })
        }
    });
    Ok(read?)
}

/// The first findings on standard error, then how many more there are.
fn tell(session: &Session, findings: &[Finding]) {
    let mut err = std::io::stderr().lock();
    // The gravest first, so that notes on empty files do not push an error out.
    let mut findings: Vec<&Finding> = findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in findings.iter().take(TOLD) {
        let severity = finding.severity.label(session.lang);
        let line = width::safe(&finding.line(session.lang));
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(err, "{severity}: {line}");
    }
    let more = findings.len().saturating_sub(TOLD);
    if more > 0 {
        let more = figure::count(more as u64, session.lang);
        let rest = session.say("điều cần biết khác; xem: tiendo check", "more; see: tiendo check");
        let _ = writeln!(err, "… {more} {rest}");
    }
}
