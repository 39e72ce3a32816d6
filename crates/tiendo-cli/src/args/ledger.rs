//! What the commands of a ledger are told.

use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;
use clap::Args;
use tiendo_ledger::{Hash, RecordId};

use super::day;

#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// The ledger; there must be no such file yet
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Name of the node that alone will write it, such as an agency's id
    #[arg(long, value_name = "NAME", default_value = "tiendo")]
    pub(crate) node: String,
    /// Most guarded class of information that it takes, for ever: public, internal, or secret for every class
    #[arg(long, value_name = "CLASS", default_value = "public")]
    #[arg(value_parser = ["public", "internal", "secret"])]
    pub(crate) classification: String,
}

#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    /// Id of the task
    #[arg(value_name = "TASK", required_unless_present = "withdraw")]
    pub(crate) task: Option<String>,
    /// What the report says: progress, complete, extend, …
    #[arg(long, value_name = "KIND", default_value = "progress")]
    pub(crate) kind: String,
    /// Id of the report (default: made of task, day, kind and agency)
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Work done, 0 to 100
    #[arg(long, value_name = "N")]
    pub(crate) percent: Option<u8>,
    /// The day that an extension grants
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) new_deadline: Option<NaiveDate>,
    /// Id of the agency that reports
    #[arg(long, value_name = "ID")]
    pub(crate) by: Option<String>,
    /// Id of the agency whose part of the task it is
    #[arg(long, value_name = "ID")]
    pub(crate) addressee: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// What proves it
    #[arg(long, value_name = "TEXT")]
    pub(crate) evidence: Option<String>,
    /// The record that this one corrects, as `log` names it
    #[arg(long, value_name = "RECORD")]
    pub(crate) corrects: Option<RecordId>,
    /// Withdraw this record, as `log` names it
    #[arg(long, value_name = "RECORD", conflicts_with_all = ["task", "corrects"])]
    pub(crate) withdraw: Option<RecordId>,
}

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// Id of the task
    #[arg(value_name = "TASK")]
    pub(crate) task: String,
}

#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    /// Seconds between two looks at the ledger, 0.1 to 3600
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = interval)]
    pub(crate) interval: Duration,
    /// Show it once and end, for scripts
    #[arg(long)]
    pub(crate) once: bool,
}

fn interval(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| (0.1..=3600.0).contains(seconds));
    let interval = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    interval.ok_or_else(|| "0.1 – 3600".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// A head that was kept elsewhere, as NUMBER:HASH; it must be among the entries
    #[arg(long, value_name = "HEAD", value_parser = head)]
    pub(crate) head: Option<HeadArg>,
    /// Make the tables again from the entries first
    #[arg(long)]
    pub(crate) rebuild: bool,
}

/// A head that was kept elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HeadArg {
    pub(crate) seq: u64,
    pub(crate) hash: Hash,
}

fn head(text: &str) -> Result<HeadArg, String> {
    let parsed = text
        .split_once(':')
        .and_then(|(seq, hash)| Some(HeadArg { seq: seq.parse().ok()?, hash: hash.parse().ok()? }));
    parsed.ok_or_else(|| "NUMBER:HASH, as verify prints it".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct PersonArgs {
    /// The name, whole
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// Erase the name from these records for good; copies made before keep it
    #[arg(long)]
    pub(crate) erase: bool,
    /// Why, for the entry that says so
    #[arg(long, value_name = "TEXT", requires = "erase")]
    pub(crate) reason: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct AcceptRollbackArgs {
    /// Why an older copy took the ledger's place, for the entry that says so
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The copy; there must be no such file yet
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct SnapshotArgs {
    /// The copy; there must be no such file yet
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct SalvageArgs {
    /// The new ledger; there must be no such file yet
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct CheckpointArgs {
    /// Remove it; nothing is lost but time
    #[arg(long)]
    pub(crate) drop: bool,
}

#[derive(Debug, Args)]
pub(crate) struct FreezeArgs {
    /// The name; without it the names are listed
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
}
