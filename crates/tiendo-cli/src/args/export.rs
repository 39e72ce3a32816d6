//! The arguments of `export`.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use tiendo_formats::Overwrite;
use tiendo_formats::packet::PacketKind;
use tiendo_formats::parquet::Partition;

use super::DisclosureArg;

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("target").required(true).multiple(true)))]
pub(crate) struct ExportArgs {
    /// The folder that CSV files are written to
    #[arg(long, value_name = "DIR", group = "target")]
    pub(crate) csv: Option<PathBuf>,
    /// Write for a Vietnamese Excel: semicolons, byte order mark, Vietnamese headers
    #[arg(long, requires = "csv")]
    pub(crate) excel: bool,
    /// The .json or .jsonl file that is written
    #[arg(long, value_name = "FILE", group = "target", conflicts_with_all = ["csv", "excel"])]
    pub(crate) json: Option<PathBuf>,
    /// The MS Project file (.xml) that is written: the plan as it stands on the day that is judged
    #[arg(long, value_name = "FILE", group = "target")]
    pub(crate) mspdi: Option<PathBuf>,
    /// The iCalendar file (.ics) that is written: a to-do per task
    #[arg(long, value_name = "FILE", group = "target")]
    pub(crate) ics: Option<PathBuf>,
    /// Write last days without a time of day
    #[arg(long, requires = "ics")]
    pub(crate) date_only: bool,
    /// Remind so many working days before the last day
    #[arg(long, value_name = "N", requires = "ics")]
    pub(crate) alarm_days: Option<u16>,
    /// The StratML file (.xml) that is written: a performance plan or report
    #[arg(long, value_name = "FILE", group = "target")]
    pub(crate) stratml: Option<PathBuf>,
    /// The folder that Parquet files are written to: the evaluation and every table of records
    #[arg(long, value_name = "DIR", group = "target")]
    pub(crate) parquet: Option<PathBuf>,
    /// Write the evaluation alone, in folders by this column
    #[arg(long, value_name = "COLUMN", requires = "parquet", value_parser = partitions())]
    pub(crate) by: Option<String>,
    /// The packet between report systems (.xml or .json) that is written; see --profile
    #[arg(long, value_name = "FILE", group = "target")]
    pub(crate) packet: Option<PathBuf>,
    /// What the packet holds
    #[arg(
        long,
        value_name = "WORD",
        requires = "packet",
        default_value = PacketKind::Reports.as_str(),
        value_parser = packets(),
    )]
    pub(crate) kind: String,
    /// Who sends the packet, as it will say
    #[arg(long, value_name = "TEXT", requires = "packet")]
    pub(crate) sender: Option<String>,
    /// The folder that the weekly texts are written to, one per agency that has anything to tell
    #[arg(long, value_name = "DIR", group = "target")]
    pub(crate) weekly: Option<PathBuf>,
    /// Replace the files that are there already
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// Show tasks up to this class of information; CSV and JSON leave others out, other formats are refused
    #[arg(long, value_name = "CLASS", default_value = "public")]
    pub(crate) disclose: DisclosureArg,
}

impl ExportArgs {
    pub(crate) fn overwrite(&self) -> Overwrite {
        if self.overwrite { Overwrite::Allow } else { Overwrite::Refuse }
    }

    /// Whether a format is asked for that tells what holds on a day.
    pub(crate) fn is_evaluated(&self) -> bool {
        let all =
            [&self.mspdi, &self.ics, &self.stratml, &self.parquet, &self.packet, &self.weekly];
        all.iter().any(|path| path.is_some())
    }
}

fn partitions() -> clap::builder::PossibleValuesParser {
    Partition::ALL.iter().map(|partition| partition.name()).collect::<Vec<_>>().into()
}

fn packets() -> clap::builder::PossibleValuesParser {
    PacketKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().into()
}
