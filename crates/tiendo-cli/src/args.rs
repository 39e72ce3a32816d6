//! The arguments. The texts here are the English help; `help` holds the Vietnamese.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use tiendo::schedule::LinkUse;
use tiendo::{Axis, Classified, Counting, HistoryAxis, Level, SearchOrder, Status, Within};
use tiendo_formats::Encoding;

mod export;
mod lang;
mod ledger;
mod monday;
mod office;

pub(crate) use export::ExportArgs;
pub(crate) use lang::LangArg;
pub(crate) use monday::{ChangesArgs, WarnArgs};

pub(crate) use ledger::{
    AcceptRollbackArgs, BackupArgs, CheckpointArgs, FreezeArgs, HeadArg, InitArgs, LogArgs,
    PersonArgs, RecordArgs, SalvageArgs, SnapshotArgs, VerifyArgs, WatchArgs,
};

pub(crate) use office::{
    DisclosureArg, FormArgs, LetterheadArgs, LettersArgs, OfficeArgs, ReportArgs,
};

/// What was promised, who owes it and whether it is on time: Resolution 57-NQ/TW and Plan 02-KH/BCĐTW.
#[derive(Debug, Parser)]
#[command(name = "tiendo", version, propagate_version = true, max_term_width = 100)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) shared: Shared,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Shared {
    /// Lay the CSV files of this folder, or a file of another format, over the built-in register
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) data: Option<PathBuf>,
    /// Read the register from this ledger and from nothing else; `import` and the like write to it
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) ledger: Option<PathBuf>,
    /// Who records, as the ledger will name it (default: the user)
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) actor: Option<String>,
    /// Believe the instants that the ledger's records claim, not those at which it learned of them
    #[arg(long, global = true, requires = "ledger")]
    pub(crate) trust_claimed: bool,
    /// Encoding of the folder's files, for those from before Unicode
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        value_parser = encodings(),
        ignore_case = true,
        default_value = Encoding::Utf8.as_str(),
        hide_default_value = true,
    )]
    pub(crate) encoding: String,
    /// Names under which packets are read and written: a .toml file (default: neutral ones)
    #[arg(long, global = true, value_name = "TOML")]
    pub(crate) profile: Option<PathBuf>,
    /// Leave the built-in register out and use these files alone
    #[arg(long, global = true)]
    pub(crate) no_base: bool,
    /// Add invented reports, marked SIMULATED; a number gives other ones
    #[arg(
        long,
        global = true,
        value_name = "SEED",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = crate::load::SEED_TEXT,
        conflicts_with = "no_base",
    )]
    pub(crate) simulated: Option<u64>,
    /// The day that is judged (default: today in Viet Nam)
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<NaiveDate>,
    /// Only what had been recorded by the end of this day (default: everything)
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub(crate) known: Option<NaiveDate>,
    /// Rules of counting: default, vpcp-2017, vpcp-2025, original-deadline, thanh-hoa, or a .json file
    #[arg(long, global = true, value_name = "NAME", default_value = "default")]
    pub(crate) policy: String,
    /// Language of what is printed (default: that of LANG, else Vietnamese)
    #[arg(long, global = true, value_name = "LANG")]
    pub(crate) lang: Option<LangArg>,
    /// Form of the answer
    #[arg(long, global = true, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: Format,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
    Csv,
}

/// The commands, in the order of the help.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the register with simulated reports, as of 31 December 2025
    Demo(DemoArgs),
    /// Count what is done, in term and late: in all, by phase, group and level
    Status(StatusArgs),
    /// List what is owed, most urgent first
    Tasks(TasksArgs),
    /// Say why a task stands where it does
    Explain(ExplainArgs),
    /// Rank the agencies of a level
    Rank(RankArgs),
    /// Show where the KPIs stand, or one KPI at its agencies
    Kpis(KpisArgs),
    /// Score the agencies of a level by a scheme
    Score(ScoreArgs),
    /// Sum the money of tasks by source, beside their progress
    Resources(ResourcesArgs),
    /// List what must be acted on this week, by whom, and what waits behind it
    Warn(WarnArgs),
    /// Show what changed in a reporting period, since a day, or since frozen figures
    Changes(ChangesArgs),
    /// Show dates in working days, slack and what drives the last day
    Schedule(ScheduleArgs),
    /// Show who waits for whom around an agency, and what its delays endanger
    Blocks(BlocksArgs),
    /// Show what a delay would move, and whom it would make late
    WhatIf(WhatIfArgs),
    /// Foretell when open tasks will be done, from what the register's own tasks took
    Forecast(ForecastArgs),
    /// Check the data; exit code 1 where it finds errors
    Check(CheckArgs),
    /// Count what falls due in a reporting period
    Period(PeriodArgs),
    /// Show the sums of every day of a range
    History(HistoryArgs),
    /// Find an agency by id, code or name without accents
    Agency(AgencyArgs),
    /// Find tasks by the words of their titles and products, without accents
    Search(SearchArgs),
    /// Read the official wording of a deadline
    Deadline(DeadlineArgs),
    /// Read a document number as people write it
    Number(NumberArgs),
    /// Show days off and days worked in exchange
    Calendar(CalendarArgs),
    /// Answer a JSON request from standard input
    Query,
    /// Write the register as CSV, JSON, MS Project, iCalendar, StratML, Parquet, packets or weekly texts
    Export(ExportArgs),
    /// Write the report: classes with charts, agencies, every task
    Report(ReportArgs),
    /// Write one letter of urging per agency with overdue, due-soon or unreported tasks
    Letters(LettersArgs),
    /// Write the empty reporting form of one agency
    Form(FormArgs),
    /// Make a folder of empty CSV files, each column explained
    InitFolder(InitFolderArgs),
    /// Read an annex in Excel or Word, or a file of another tool, into a folder of CSV files; or all of the register into a ledger
    Import(ImportArgs),
    /// Make an empty ledger: the history of a register in one file
    Init(InitArgs),
    /// Record a report in the ledger
    Record(RecordArgs),
    /// List what was recorded about a task, by whom and when
    Log(LogArgs),
    /// Show where the tasks stand, and again whenever anybody records in the ledger
    Watch(WatchArgs),
    /// Check every hash and every table of the ledger; exit code 1 where anything is wrong
    Verify(VerifyArgs),
    /// Copy the ledger while others go on writing
    Backup(BackupArgs),
    /// Write a copy of the ledger for others: one file that any SQLite reads
    Snapshot(SnapshotArgs),
    /// Bring the file of the ledger to the format of this version, after a copy beside it
    Upgrade,
    /// Read all that can be read of a damaged ledger into a new one; exit code 1 where anything is missing
    Salvage(SalvageArgs),
    /// Keep the newest register beside the entries of the ledger, so that it opens faster
    Checkpoint(CheckpointArgs),
    /// Name the figures of a day so that they can be had again, or list the names
    Freeze(FreezeArgs),
    /// List the records of the ledger that name a person, or erase the person from them for good
    Person(PersonArgs),
    /// Go on from an older copy of the ledger that was lawfully restored, and record that and why
    AcceptRollback(AcceptRollbackArgs),
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// How many of the most pressing tasks are shown
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,
    /// Write the report as a page instead, marked SIMULATED
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Replace the page that is there already
    #[arg(long, requires = "html")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    /// Sum along one axis only
    #[arg(long, value_name = "AXIS", value_parser = axis())]
    pub(crate) by: Option<String>,
    /// Which tasks are counted along the axis
    #[arg(long, value_name = "WORD", requires = "by", value_parser = counting())]
    pub(crate) counting: Option<String>,
    /// Which tasks a phase or group sums
    #[arg(long, value_name = "WORD", requires = "by", value_parser = classified())]
    pub(crate) classified: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TasksArgs {
    /// The agency, by id, code or name without accents
    #[arg(long, value_name = "TEXT")]
    pub(crate) agency: Option<String>,
    /// How far around the agency to look
    #[arg(long, value_name = "WORD", requires = "agency", value_parser = within())]
    pub(crate) within: Option<String>,
    /// Only tasks of this phase
    #[arg(long, value_name = "ID")]
    pub(crate) phase: Option<String>,
    /// Only tasks of this task group
    #[arg(long, value_name = "ID")]
    pub(crate) group: Option<String>,
    /// Only tasks of this document
    #[arg(long, value_name = "ID")]
    pub(crate) document: Option<String>,
    /// Only tasks that stand so
    #[arg(long, value_name = "WORD", value_parser = status())]
    pub(crate) status: Option<String>,
    /// Only what falls due before this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) due_before: Option<NaiveDate>,
    /// At most so many rows; 0 for all (default: 100 in a table, all in JSON and CSV)
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Id of the task, or of its row for one agency (T0097/68-UBND)
    #[arg(value_name = "TASK")]
    pub(crate) task: String,
    /// The agency, where the task is addressed to each of several
    #[arg(long, value_name = "TEXT")]
    pub(crate) agency: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RankArgs {
    /// The level that is ranked
    #[arg(long, value_name = "LEVEL", default_value = "province", value_parser = level())]
    pub(crate) level: String,
    /// Say what moved each agency, and why some have no rank
    #[arg(long)]
    pub(crate) why: bool,
    /// The day that --why compares with (default: a month before)
    #[arg(long, value_name = "DATE", value_parser = day, requires = "why")]
    pub(crate) since: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub(crate) struct KpisArgs {
    /// Id of a KPI, to see it at its agencies
    #[arg(value_name = "KPI")]
    pub(crate) kpi: Option<String>,
    /// Only this agency and all below it, by id, code or name without accents
    #[arg(long, value_name = "TEXT", conflicts_with = "kpi")]
    pub(crate) agency: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ScoreArgs {
    /// The scheme: qd-766, nd-335, plan02-light, province-example, or a .toml or .json file
    #[arg(long, value_name = "NAME", default_value = "plan02-light")]
    pub(crate) scheme: String,
    /// The level whose agencies are scored
    #[arg(long, value_name = "LEVEL", default_value = "province", value_parser = level())]
    pub(crate) level: String,
    /// A .json file of what is handed in, a list with one object for each subject
    #[arg(long, value_name = "FILE")]
    pub(crate) given: Option<PathBuf>,
    /// Score only what is handed in, whoever the subjects are
    #[arg(long, requires = "given")]
    pub(crate) given_only: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ResourcesArgs {
    /// Only this agency and all below it, by id, code or name without accents
    #[arg(long, value_name = "TEXT")]
    pub(crate) agency: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ScheduleArgs {
    /// The plan as it was set; reports play no part
    #[arg(long)]
    pub(crate) plan: bool,
    /// Only tasks of this agency, by id, code or name without accents
    #[arg(long, value_name = "TEXT")]
    pub(crate) agency: Option<String>,
    /// Only tasks without slack
    #[arg(long)]
    pub(crate) critical: bool,
    /// Only tasks that finish after their last day
    #[arg(long)]
    pub(crate) late: bool,
    /// At most so many rows; 0 for all (default: 50 in a table, all in JSON and CSV)
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct BlocksArgs {
    /// The agency, by id, code or name without accents
    #[arg(value_name = "AGENCY")]
    pub(crate) agency: String,
}

#[derive(Debug, Args)]
pub(crate) struct WhatIfArgs {
    /// A task and the working days of its delay: T0001+10; several hold together
    #[arg(value_name = "TASK+DAYS", required = true)]
    pub(crate) changes: Vec<String>,
    /// From the plan as it was set; reports play no part
    #[arg(long)]
    pub(crate) plan: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ForecastArgs {
    /// Show the tasks of this agency, by id, code or name without accents
    #[arg(long, value_name = "TEXT")]
    pub(crate) agency: Option<String>,
    /// Simulated runs
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) runs: u32,
    /// The seed; the same one gives the same forecast
    #[arg(long, value_name = "SEED", default_value_t = 57)]
    pub(crate) seed: u64,
    /// Whether work waits for its predecessors
    #[arg(long, value_name = "WORD", default_value = "as_kept", value_parser = links())]
    pub(crate) links: String,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {}

#[derive(Debug, Args)]
pub(crate) struct PeriodArgs {
    /// The period: 2025-11, 2025-Q4, 2025-H2, 2025, 2025-T40
    #[arg(value_name = "PERIOD", value_parser = period)]
    pub(crate) period: tiendo::Period,
    /// Sum along this axis
    #[arg(long, value_name = "AXIS", default_value = "level", value_parser = axis())]
    pub(crate) by: String,
}

#[derive(Debug, Args)]
pub(crate) struct HistoryArgs {
    /// The first day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) from: NaiveDate,
    /// The last day (default: the day that is evaluated)
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) to: Option<NaiveDate>,
    /// Sum along this axis
    #[arg(long, value_name = "AXIS", default_value = "whole", value_parser = history_axis())]
    pub(crate) by: String,
}

#[derive(Debug, Args)]
pub(crate) struct AgencyArgs {
    /// Id, code or name, with or without accents
    #[arg(value_name = "TEXT")]
    pub(crate) text: String,
}

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// Words, `beginnings*`, or "phrases" in quotation marks; all must be found
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) text: String,
    /// Best match first, or by id
    #[arg(long, value_name = "WORD", value_parser = order())]
    pub(crate) order: Option<String>,
    /// At most so many tasks; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
}

#[derive(Debug, Args)]
pub(crate) struct DeadlineArgs {
    /// The wording; `-` reads one per line from standard input
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) text: String,
    /// The day of the document, which dates what the wording leaves open
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) on: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub(crate) struct NumberArgs {
    /// The number as written; `-` reads one per line from standard input
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) text: String,
}

#[derive(Debug, Args)]
pub(crate) struct CalendarArgs {
    /// The period: 2025, 2025-Q2, 2025-04 (default: this year)
    #[arg(value_name = "PERIOD", value_parser = period, conflicts_with_all = ["from", "to"])]
    pub(crate) period: Option<tiendo::Period>,
    /// First day
    #[arg(long, value_name = "DATE", value_parser = day, requires = "to")]
    pub(crate) from: Option<NaiveDate>,
    /// Last day
    #[arg(long, value_name = "DATE", value_parser = day, requires = "from")]
    pub(crate) to: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub(crate) struct InitFolderArgs {
    /// The folder; nothing in it is overwritten
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The workbook (.xlsx, .xls, .ods), document (.docx) or file of another tool (.xml, .ics, .parquet, packet); with --ledger, none for the register and --data
    #[arg(value_name = "FILE", required_unless_present = "ledger")]
    pub(crate) file: Option<PathBuf>,
    /// Show how each sheet, column and row is understood, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Read the file as this mapping says
    #[arg(long, value_name = "TOML")]
    pub(crate) map: Option<PathBuf>,
    /// Write the mapping that reads the file as it was understood, for correction
    #[arg(long, value_name = "TOML")]
    pub(crate) suggest_map: Option<PathBuf>,
    /// Id of the document that sets the tasks, where the file does not say it
    #[arg(long, value_name = "ID")]
    pub(crate) document: Option<String>,
    /// The day that the reports speak of, where no column says it
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) reported_on: Option<NaiveDate>,
    /// The folder that the records are laid into (default: that of --data)
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Leave out what the ledger refuses, and record the rest
    #[arg(long, requires = "ledger")]
    pub(crate) skip_refused: bool,
    /// Records of one entry of the ledger
    #[arg(long, value_name = "N", requires = "ledger", default_value_t = 10_000)]
    pub(crate) batch: usize,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    tiendo::day::parse(text).map_err(|error| error.to_string())
}

fn period(text: &str) -> Result<tiendo::Period, String> {
    tiendo::Period::parse(text).map_err(|error| error.to_string())
}

/// Words of a vocabulary as the values an argument takes.
macro_rules! words {
    ($($name:ident = $all:expr;)+) => {$(
        fn $name() -> clap::builder::PossibleValuesParser {
            $all.iter().map(|value| value.as_str()).collect::<Vec<_>>().into()
        }
    )+};
}

words! {
    axis = Axis::ALL;
    history_axis = HistoryAxis::ALL;
    counting = Counting::ALL;
    classified = Classified::ALL;
    within = Within::ALL;
    status = Status::ALL;
    level = Level::KNOWN;
    order = SearchOrder::ALL;
    links = LinkUse::ALL;
    encodings = Encoding::ALL;
}
