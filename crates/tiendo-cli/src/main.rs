//! The `tiendo` command: what was promised, who owes it and whether it is on time, in a terminal.
//!
//! It is the library's first user: it reads arguments, asks `tiendo`, and sets the answers in tables, JSON or CSV.
//! No rule of counting lives here.

use std::io::{self, Write};
use std::process::ExitCode;

mod agency;
mod args;
mod ascii;
mod bar;
mod calendar;
mod changes;
mod check;
mod clock;
mod csv_sheet;
mod deadline;
mod demo;
mod explain;
mod export;
mod failure;
mod figure;
mod forecast;
mod foreign;
mod heading;
mod help;
mod history;
mod import;
mod input;
mod kpis;
mod ledger;
mod load;
mod number;
mod office;
mod people;
mod period;
mod progress;
mod query;
mod rank;
mod reply;
mod resources;
mod schedule;
mod score;
mod search;
mod session;
mod status;
mod sums_table;
mod table;
mod tasks;
mod threads;
mod warn;
mod why;
mod width;

use args::Command;
use failure::Failure;
use session::Session;

/// What a command found, as the exit code says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing that should stop a script.
    Fine,
    /// `check`, `verify` or an import found errors.
    Errors,
    /// The answer is an error, and was printed as one.
    Refused,
}

fn main() -> ExitCode {
    let cli = match help::parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(stop) => {
            // A reader that has gone away wants no help text either.
            let _ = if session::is_ascii() {
                let text = ascii::of(&stop.render().to_string());
                if stop.use_stderr() {
                    io::stderr().write_all(text.as_bytes())
                } else {
                    io::stdout().write_all(text.as_bytes())
                }
            } else {
                stop.print()
            };
            return ExitCode::from(if stop.use_stderr() { 2 } else { 0 });
        }
    };
    let lang = session::lang_of(&cli.shared);
    let (is_ascii, buffer) = (session::is_ascii(), io::BufWriter::new(io::stdout().lock()));
    // What programs read is in UTF-8 on a terminal too.
    let mut out: Box<dyn Write> = if is_ascii && cli.shared.format == args::Format::Table {
        Box::new(ascii::AsciiWriter(buffer))
    } else {
        Box::new(buffer)
    };
    let ended = Session::new(cli.shared)
        .and_then(|session| run(&session, cli.command, &mut out))
        .and_then(|outcome| out.flush().map(|()| outcome).map_err(Failure::Output));
    match ended {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Errors) => ExitCode::from(1),
        Ok(Outcome::Refused) => ExitCode::from(2),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            let message = failure.message(lang);
            let message = if is_ascii { ascii::of(&message) } else { message };
            let _ = writeln!(io::stderr(), "tiendo: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(session: &Session, command: Command, out: &mut dyn Write) -> Result<Outcome, Failure> {
    match command {
        Command::Demo(args) => demo::run(session, &args, out),
        Command::Status(args) => status::run(session, &args, out),
        Command::Tasks(args) => tasks::run(session, &args, out),
        Command::Explain(args) => explain::run(session, &args, out),
        Command::Rank(args) => rank::run(session, &args, out),
        Command::Kpis(args) => kpis::run(session, &args, out),
        Command::Score(args) => score::run(session, &args, out),
        Command::Resources(args) => resources::run(session, &args, out),
        Command::Warn(args) => warn::run(session, &args, out),
        Command::Changes(args) => changes::run(session, &args, out),
        Command::Check(args) => check::run(session, &args, out),
        Command::Calendar(args) => calendar::run(session, &args, out),
        Command::Deadline(args) => deadline::run(session, &args, out),
        Command::Number(args) => number::run(session, &args, out),
        Command::Agency(args) => agency::run(session, &args, out),
        Command::Period(args) => period::run(session, &args, out),
        Command::History(args) => history::run(session, &args, out),
        Command::Schedule(args) => schedule::run(session, &args, out),
        Command::Blocks(args) => schedule::blocks(session, &args, out),
        Command::WhatIf(args) => schedule::what_if(session, &args, out),
        Command::Forecast(args) => forecast::run(session, &args, out),
        Command::Search(args) => search::run(session, &args, out),
        Command::Query => query::run(session, out),
        Command::Export(args) => export::run(session, &args, out),
        Command::Report(args) => office::report(session, &args, out),
        Command::Letters(args) => office::letters(session, &args, out),
        Command::Form(args) => office::form(session, &args, out),
        Command::InitFolder(args) => export::init(session, &args, out),
        Command::Import(args) => import::run(session, &args, out),
        Command::Init(args) => ledger::init(session, &args, out),
        Command::Record(args) => ledger::record::run(session, &args, out),
        Command::Log(args) => ledger::log::run(session, &args, out),
        Command::Watch(args) => ledger::watch::run(session, &args, out),
        Command::Verify(args) => ledger::verify::run(session, &args, out),
        Command::Backup(args) => ledger::backup(session, &args, out),
        Command::Snapshot(args) => ledger::life::snapshot(session, &args, out),
        Command::Upgrade => ledger::life::upgrade(session, out),
        Command::Salvage(args) => ledger::life::salvage(session, &args, out),
        Command::Checkpoint(args) => ledger::checkpoint(session, &args, out),
        Command::Freeze(args) => ledger::freeze::run(session, &args, out),
        Command::Person(args) => ledger::care::person(session, &args, out),
        Command::AcceptRollback(args) => ledger::care::accept_rollback(session, &args, out),
    }
}
