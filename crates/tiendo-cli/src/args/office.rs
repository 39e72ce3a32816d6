//! What reports, letters and forms are told.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use tiendo_formats::Disclosure;

use super::day;

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// The workbook that is written
    #[arg(long, value_name = "FILE", required_unless_present_any = ["docx", "html", "html_dir"])]
    pub(crate) xlsx: Option<PathBuf>,
    /// The document that is written
    #[arg(long, value_name = "FILE")]
    pub(crate) docx: Option<PathBuf>,
    /// The page for everybody that is written, of public tasks alone
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// The folder that an index and a page for each agency are written to, of public tasks alone
    #[arg(long, value_name = "DIR")]
    pub(crate) html_dir: Option<PathBuf>,
    /// The day of the report before, with which pages compare (default: 30 days before)
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) since: Option<NaiveDate>,
    #[command(flatten)]
    pub(crate) office: OfficeArgs,
    #[command(flatten)]
    pub(crate) letterhead: LetterheadArgs,
}

#[derive(Debug, Args)]
pub(crate) struct LettersArgs {
    /// The folder that the letters are written to
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Only the letter to this agency, by id, code or name without accents
    #[arg(long, value_name = "TEXT")]
    pub(crate) agency: Option<String>,
    /// How many days before its last day a task is due soon (default: as the policy says)
    #[arg(long, value_name = "N")]
    pub(crate) due_soon_days: Option<u16>,
    #[command(flatten)]
    pub(crate) office: OfficeArgs,
    #[command(flatten)]
    pub(crate) letterhead: LetterheadArgs,
}

#[derive(Debug, Args)]
pub(crate) struct FormArgs {
    /// The agency, by id, code or name without accents
    #[arg(long, value_name = "TEXT")]
    pub(crate) agency: String,
    /// The workbook that is written
    #[arg(long, value_name = "FILE")]
    pub(crate) xlsx: PathBuf,
    #[command(flatten)]
    pub(crate) office: OfficeArgs,
}

/// What all office files take.
#[derive(Debug, Args)]
pub(crate) struct OfficeArgs {
    /// Replace files that are there already
    #[arg(long)]
    pub(crate) force: bool,
    /// Show tasks up to this class of information; without it a file with others is refused
    #[arg(long, value_name = "CLASS", default_value = "public")]
    pub(crate) disclose: DisclosureArg,
}

/// A class of information as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DisclosureArg {
    Public,
    Internal,
    Everything,
}

impl DisclosureArg {
    pub(crate) fn disclosure(self) -> Disclosure {
        match self {
            DisclosureArg::Public => Disclosure::Public,
            DisclosureArg::Internal => Disclosure::Internal,
            DisclosureArg::Everything => Disclosure::Everything,
        }
    }
}

/// The head and foot of a document; what is not given is left as dots.
#[derive(Debug, Args)]
pub(crate) struct LetterheadArgs {
    /// The agency above the one that writes
    #[arg(long, value_name = "TEXT")]
    pub(crate) superior: Option<String>,
    /// The agency that writes
    #[arg(long, value_name = "TEXT")]
    pub(crate) sender: Option<String>,
    /// Number and notation
    #[arg(long, value_name = "TEXT")]
    pub(crate) number: Option<String>,
    /// Place
    #[arg(long, value_name = "TEXT")]
    pub(crate) place: Option<String>,
    /// Day of the document (default: left open)
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) dated: Option<NaiveDate>,
    /// Post of who signs
    #[arg(long, value_name = "TEXT")]
    pub(crate) signatory_post: Option<String>,
    /// Name of who signs
    #[arg(long, value_name = "TEXT")]
    pub(crate) signatory_name: Option<String>,
}
