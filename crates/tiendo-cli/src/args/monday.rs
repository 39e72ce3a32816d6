//! The arguments of the Monday list and of the changes of a period.

use chrono::NaiveDate;
use clap::Args;
use tiendo::{WarnBy, WarningKind};

use super::{day, period};

#[derive(Debug, Args)]
pub(crate) struct WarnArgs {
    /// Only what this agency or one below it must act on, by id, code or name without accents
    #[arg(long, value_name = "TEXT")]
    pub(crate) agency: Option<String>,
    /// One list for each receiver
    #[arg(long, value_name = "WORD", value_parser = receivers())]
    pub(crate) by: Option<String>,
    /// Only these kinds, separated by commas
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kinds())]
    pub(crate) kinds: Vec<String>,
    /// Newly overdue is what was not yet overdue on this day (default: 7 days before)
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) since: Option<NaiveDate>,
    /// Due soon is within so many working days (default: 5)
    #[arg(long, value_name = "N")]
    pub(crate) due_working_days: Option<u16>,
    /// Obstacles unanswered for so many days (default: 7)
    #[arg(long, value_name = "N")]
    pub(crate) obstacle_days: Option<u16>,
    /// No new report for so many days (default: 31)
    #[arg(long, value_name = "N")]
    pub(crate) silent_days: Option<u16>,
    /// More extensions than so many are many (default: 2)
    #[arg(long, value_name = "N")]
    pub(crate) extensions: Option<u16>,
    /// Print the text to send
    #[arg(long)]
    pub(crate) text: bool,
    /// At most so many rows of each list; 0 for all (default: 50 in a table, all in JSON)
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct ChangesArgs {
    /// Compare this period with the one before it: 2025-11, 2025-Q4, 2025-H2, 2025
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    pub(crate) period: Option<tiendo::Period>,
    /// The day to compare with (default: 30 days before)
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with_all = ["period", "frozen"])]
    pub(crate) since: Option<NaiveDate>,
    /// Compare with these frozen figures of the ledger
    #[arg(long, value_name = "NAME", requires = "ledger")]
    pub(crate) frozen: Option<String>,
}

fn receivers() -> clap::builder::PossibleValuesParser {
    WarnBy::ALL.iter().map(|by| by.as_str()).collect::<Vec<_>>().into()
}

fn kinds() -> clap::builder::PossibleValuesParser {
    WarningKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().into()
}
