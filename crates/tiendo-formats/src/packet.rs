//! Packets between report systems: tasks, figures and KPI values by agency, under names that a profile says.
//!
//! The mandatory format between the report systems of Vietnamese agencies is that of QCVN 125:2021/BTTTT (Circular
//! 02/2021/TT-BTTTT). **Its field tables were not at hand when this was written, and nothing here claims to be that
//! format.** What is here is a neutral packet of what such systems exchange, a code, a period, a unit, a value, a
//! breakdown, an organisation and a status, as XML or JSON, and a [`Profile`]: a TOML text that says under which names,
//! in which order, with which code lists and forms of days and numbers it is written. Whoever holds the field tables
//! fills in the names. [`Profile::neutral`] is the profile to begin with.
//!
//! A packet is made of an evaluation, says D, K, the policy and whether its reports are simulated, and is read back with
//! the same profile. Where nobody reported there is no value: missing data is never a zero.
//!
//! ```
//! use tiendo::{day, AsOf, Direction, Kpi, KpiId, Measurement, Policy, RegistryBuilder, Text};
//! use tiendo_formats::packet::{self, PacketKind, ReadOptions, WriteOptions};
//! let mut kpi = Kpi::new(KpiId::new("K1")?, Text::new("Vùng phủ 5G")?, Direction::Increase);
//! kpi.measurements = vec![Measurement::new(day::parse("2025-06-30")?, 61.5)];
//! let mut builder = RegistryBuilder::new();
//! builder.add_kpi(kpi);
//! let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-07-31")?)?, &Policy::default())?;
//! let options = WriteOptions { kind: PacketKind::Kpis, ..WriteOptions::default() };
//! let mut file = Vec::new();
//! packet::write(&evaluation, &mut file, &options)?;
//! let (records, _) = packet::read("kpis.xml", &file[..], &ReadOptions::default())?;
//! assert_eq!(records.kpis[0].measurements[0].value, 61.5);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;

use chrono::NaiveDate;
use tiendo::{Evaluation, Finding, FindingCode, Lang, Provenance, Records};

use crate::atomic::{Overwrite, write_atomically};
use crate::csv::Progress;
use crate::error::Error;
use crate::opened::opened;
use crate::table::{Disclosure, Log};

mod field;
mod json;
mod lay;
mod make;
mod profile;
mod records;
mod xml;

pub use field::Field;
pub use lay::lay_over;
pub use profile::{Breakdown, FieldName, Form, Layout, Profile};

/// Entries between two calls of [`Progress`].
const PROGRESS_ENTRIES: u64 = 1024;

/// What a packet holds.
///
/// ```
/// use tiendo_formats::packet::PacketKind;
/// assert_eq!(PacketKind::parse("kpis"), Some(PacketKind::Kpis));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum PacketKind {
    /// The tasks of each agency: one entry a row.
    #[default]
    Reports,
    /// The number of rows in each official class, by agency.
    Figures,
    /// KPI values by agency.
    Kpis,
}

impl PacketKind {
    /// Every kind.
    pub const ALL: [PacketKind; 3] = [PacketKind::Reports, PacketKind::Figures, PacketKind::Kpis];

    /// The word in profiles.
    pub fn as_str(self) -> &'static str {
        match self {
            PacketKind::Reports => "reports",
            PacketKind::Figures => "figures",
            PacketKind::Kpis => "kpis",
        }
    }

    /// The kind with this word.
    pub fn parse(text: &str) -> Option<Self> {
        PacketKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A packet, whatever names it is written under.
///
/// ```
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// use tiendo_formats::{Disclosure, packet::{Packet, PacketKind}};
/// let as_of = AsOf::new(day::parse("2025-07-31")?)?;
/// let evaluation = RegistryBuilder::new().finish().evaluate(as_of, &Policy::default())?;
/// let packet = Packet::of(&evaluation, PacketKind::Reports, Disclosure::Public, "packet")?;
/// assert!(packet.entries.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Packet {
    /// What it holds.
    pub kind: PacketKind,
    /// What its numbers are made of.
    pub head: Head,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// What the numbers of a packet are made of.
///
/// ```
/// use tiendo_formats::packet::Head;
/// assert!(Head::default().day.is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Head {
    /// Who sends it, as the caller says.
    pub sender: String,
    /// The day D.
    pub day: Option<NaiveDate>,
    /// The knowledge day K; absent for everything recorded.
    pub known: Option<NaiveDate>,
    /// Name of the policy.
    pub policy: String,
    /// Version of the policy.
    pub policy_version: String,
    /// Version of the calendar.
    pub calendar: String,
    /// Whether the reports were really made: `stated` or `simulated`.
    pub provenance: String,
}

/// One value of a packet.
///
/// ```
/// use tiendo_formats::packet::Entry;
/// assert!(Entry::default().value.is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// What it speaks of: id of the task or KPI, word of the official class.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Code of the period: the month of the deadline, of D, or of the day measured.
    pub period: String,
    /// Unit of the value, in words.
    pub unit: String,
    /// The value; absent where there is no data.
    pub value: Option<f64>,
    /// The target on D, of a KPI.
    pub target: Option<f64>,
    /// What sets it apart from others of its code: dimension and item.
    pub breakdown: BTreeMap<String, String>,
    /// Id of the agency that it counts for; empty where nobody is known.
    pub organisation: String,
    /// Status of the task, or state of the KPI.
    pub status: String,
    /// Which way a KPI should go.
    pub direction: String,
    /// Last day of the task.
    pub deadline: Option<NaiveDate>,
    /// Day of completion or of the last report; last day of the period measured.
    pub day: Option<NaiveDate>,
}

/// Limits of reading, and the profile to read by.
///
/// ```
/// use tiendo_formats::packet::ReadOptions;
/// assert_eq!(ReadOptions::default().max_entries, 1_000_000);
/// ```
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// The names; absent: [`Profile::neutral`].
    pub profile: Option<&'a Profile>,
    /// Longest file in bytes; 256 MiB by default.
    pub max_file_bytes: u64,
    /// Most findings of one code that are listed; 10,000 by default. The rest is counted.
    pub max_findings: u64,
    /// Most entries; a million by default.
    pub max_entries: u64,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        ReadOptions {
            profile: None,
            max_file_bytes: 256 << 20,
            max_findings: 10_000,
            max_entries: 1_000_000,
            progress: None,
        }
    }
}

/// How packets are written.
///
/// ```
/// use tiendo_formats::packet::{PacketKind, WriteOptions};
/// assert_eq!(WriteOptions::default().kind, PacketKind::Reports);
/// ```
#[derive(Clone, Default)]
pub struct WriteOptions<'a> {
    /// What is written.
    pub kind: PacketKind,
    /// The names; absent: [`Profile::neutral`].
    pub profile: Option<&'a Profile>,
    /// XML or JSON; absent: as the profile says.
    pub form: Option<Form>,
    /// Who sends it; nothing is made up where it is absent.
    pub sender: Option<String>,
    /// What becomes of a file that is there already.
    pub overwrite: Overwrite,
    /// Which tasks may be shown; a packet of others is refused.
    pub disclosure: Disclosure,
    /// Language of names and units.
    pub lang: Lang,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

/// Reads a packet's reports and KPI values as records.
///
/// # Errors
/// - [`Error::Io`] where it cannot be read; as [`parse`].
///
/// # Example
/// ```no_run
/// use tiendo_formats::packet::{self, ReadOptions};
/// let (records, findings) = packet::read_file("reports.xml", &ReadOptions::default())?;
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read_file(
    path: impl AsRef<Path>,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let (name, input) = opened(path.as_ref())?;
    read(&name, input, options)
}

/// Reads a packet's reports and KPI values as records; `file` is the name that findings say.
///
/// A completed task gives a completion on its day, another that somebody reported on its percent; a KPI gives its value
/// and the target of D. A task itself is not made of a report: whoever reads has it already. Figures become no records.
///
/// # Errors
/// - As [`parse`].
///
/// # Example
/// ```
/// use tiendo_formats::packet::{self, ReadOptions};
/// let file = r#"{"reports":{"head":{"day":"2025-07-31"},"entries":[
///     {"code":"T1","value":40,"status":"in_progress","day":"2025-07-20","organisation":"BCA"}]}}"#;
/// let (records, _) = packet::read("r.json", file.as_bytes(), &ReadOptions::default())?;
/// assert_eq!(records.reports[0].percent, Some(40));
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn read(
    file: &str,
    input: impl Read,
    options: &ReadOptions<'_>,
) -> Result<(Records, Vec<Finding>), Error> {
    let mut log = Log::new(file, options.max_findings);
    let (packet, lines) = parsed(file, input, options, &mut log)?;
    let records = records::of(&packet, &lines, &mut log);
    let mut findings = Vec::new();
    log.finish(&mut findings);
    Ok((records, findings))
}

/// Reads a packet as it stands; `file` is the name that findings say.
///
/// What the profile does not name is told and left out; an entry without a code is not read.
///
/// # Errors
/// - [`Error::Malformed`] for what is neither XML nor JSON, or not a packet of this profile.
/// - [`Error::LimitExceeded`] for a file that is too long, too deep or has too many entries.
/// - [`Error::Io`] where the input cannot be read; [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```
/// use tiendo_formats::packet::{self, PacketKind, ReadOptions};
/// let file = r#"<kpis><head><day>2025-07-31</day></head><entries>
///     <entry><code>K1</code><value>61.5</value></entry></entries></kpis>"#;
/// let (packet, _) = packet::parse("kpis.xml", file.as_bytes(), &ReadOptions::default())?;
/// assert_eq!((packet.kind, packet.entries[0].value), (PacketKind::Kpis, Some(61.5)));
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn parse(
    file: &str,
    input: impl Read,
    options: &ReadOptions<'_>,
) -> Result<(Packet, Vec<Finding>), Error> {
    let mut log = Log::new(file, options.max_findings);
    let (packet, _) = parsed(file, input, options, &mut log)?;
    let mut findings = Vec::new();
    log.finish(&mut findings);
    Ok((packet, findings))
}

/// The packet, and the line or number of each entry.
fn parsed(
    file: &str,
    input: impl Read,
    options: &ReadOptions<'_>,
    log: &mut Log,
) -> Result<(Packet, Vec<u64>), Error> {
    let mut bytes = Vec::new();
    let mut input = input.take(options.max_file_bytes.saturating_add(1));
    input.read_to_end(&mut bytes).map_err(|source| Error::Io { path: file.to_owned(), source })?;
    if bytes.len() as u64 > options.max_file_bytes {
        return Err(Error::LimitExceeded {
            place: file.to_owned(),
            limit: "bytes of the file",
            value: bytes.len() as u64,
            allowed: options.max_file_bytes,
        });
    }
    let neutral = Profile::neutral();
    let profile = options.profile.unwrap_or(&neutral);
    profile.check()?;
    let marked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let first = marked.iter().find(|byte| !byte.is_ascii_whitespace());
    let read = if first == Some(&b'{') {
        json::read(file, marked, profile, options, log)?
    } else {
        xml::read(file, &bytes, profile, options, log)?
    };
    if let Some(progress) = options.progress
        && progress(file, read.0.entries.len() as u64).is_break()
    {
        return Err(Error::Cancelled);
    }
    Ok(read)
}

/// Writes a packet, whole or not at all. Returned is what the names of the profile leave out.
///
/// # Errors
/// - [`Error::Exists`] for a file that is there already, unless [`WriteOptions::overwrite`] allows it.
/// - [`Error::NotPublic`] for tasks that [`WriteOptions::disclosure`] hides.
/// - [`Error::Io`] where it cannot be written; [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// # fn run(evaluation: &tiendo::Evaluation) -> Result<(), tiendo_formats::Error> {
/// use tiendo_formats::packet::{self, Profile, WriteOptions};
/// let profile = Profile::from_toml(include_str!("../profiles/neutral.toml"))?;
/// let options = WriteOptions { profile: Some(&profile), ..WriteOptions::default() };
/// packet::write_file(evaluation, "reports.xml", &options)?;
/// # Ok(()) }
/// ```
pub fn write_file(
    evaluation: &Evaluation,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let path = path.as_ref();
    let file = path.display().to_string();
    write_atomically(path, options.overwrite, |draft| composed(evaluation, draft, &file, options))
}

/// The packet of [`write_file`] into `out`.
///
/// # Errors
/// - As [`write_file`], but for those of files.
///
/// # Example
/// ```
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// use tiendo_formats::packet::{self, Form, WriteOptions};
/// let as_of = AsOf::new(day::parse("2025-07-31")?)?;
/// let evaluation = RegistryBuilder::new().finish().evaluate(as_of, &Policy::default())?;
/// let mut file = Vec::new();
/// packet::write(&evaluation, &mut file, &WriteOptions { form: Some(Form::Json), ..WriteOptions::default() })?;
/// assert!(file.starts_with(b"{\"reports\":{\"head\":{\"day\":\"2025-07-31\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(
    evaluation: &Evaluation,
    mut out: impl Write,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    composed(evaluation, &mut out, "packet", options)
}

fn composed(
    evaluation: &Evaluation,
    out: &mut impl Write,
    file: &str,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let mut packet =
        make::packet(evaluation, options.kind, options.disclosure, options.lang, file)?;
    packet.head.sender = options.sender.clone().unwrap_or_default();
    let neutral = Profile::neutral();
    let profile = options.profile.unwrap_or(&neutral);
    profile.check()?;
    let mut findings = left_out(&packet, profile);
    let heard = |done: u64| match options.progress {
        Some(progress)
            if done.is_multiple_of(PROGRESS_ENTRIES) && progress(file, done).is_break() =>
        {
            Err(Error::Cancelled)
        }
        _ => Ok(()),
    };
    match options.form.unwrap_or(profile.form) {
        Form::Xml => xml::write(&packet, profile, file, &heard, out, &mut findings)?,
        Form::Json => json::write(&packet, profile, file, &heard, out)?,
    }
    out.flush().map_err(|source| Error::Io { path: file.to_owned(), source })?;
    Ok(findings)
}

/// What the profile has no name for, counted by field.
fn left_out(packet: &Packet, profile: &Profile) -> Vec<Finding> {
    let layout = profile.layout(packet.kind);
    let mut findings = Vec::new();
    let mut tell = |field: &str, count: usize| {
        if count > 0 {
            let finding = Finding::new(FindingCode::FieldNotCarried).field(field);
            findings.push(finding.arg("count", count));
        }
    };
    for field in Field::HEAD {
        let named = layout.head_fields.iter().any(|name| name.field == *field);
        tell(field.as_str(), usize::from(!named && !field.of_head(&packet.head).is_empty()));
    }
    for field in Field::ENTRY {
        if !layout.fields.iter().any(|name| name.field == *field) {
            let stated = packet.entries.iter().filter(|e| !field.of_entry(e).is_empty());
            tell(field.as_str(), stated.count());
        }
    }
    if layout.breakdown.is_none() {
        tell("breakdown", packet.entries.iter().filter(|e| !e.breakdown.is_empty()).count());
    }
    findings
}

impl Packet {
    /// The packet of an evaluation, its names in Vietnamese; `file` is what an error names.
    ///
    /// # Errors
    /// - [`Error::NotPublic`] for tasks that `disclosure` hides.
    pub fn of(
        evaluation: &Evaluation,
        kind: PacketKind,
        disclosure: Disclosure,
        file: &str,
    ) -> Result<Packet, Error> {
        make::packet(evaluation, kind, disclosure, Lang::Vi, file)
    }
}

impl Head {
    /// Whether the reports were really made; what is not known counts as stated.
    pub(crate) fn is_simulated(&self) -> bool {
        self.provenance == Provenance::Simulated.as_str()
    }
}
