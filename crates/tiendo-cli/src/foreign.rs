//! Files of other tools, in: MS Project, iCalendar, StratML, Parquet and packets, told by their names and contents.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use tiendo::{DocumentId, Finding, Lang, Records, Registry};
use tiendo_formats::annex::Changes;
use tiendo_formats::kind::Kind;
use tiendo_formats::packet::Profile;
use tiendo_formats::{ics, mspdi, packet, parquet, stratml};

use crate::failure::Failure;
use crate::progress;
use crate::session::Session;

/// Longest profile that is read.
const MAX_PROFILE_BYTES: u64 = 4 << 20;

/// The profile that the arguments name, or the neutral one.
pub(crate) fn profile(session: &Session) -> Result<Profile, Failure> {
    let Some(path) = &session.shared.profile else { return Ok(Profile::neutral()) };
    let wrong = |reason: String| Failure::Input(format!("{}: {reason}", path.display()));
    let file = std::fs::File::open(path).map_err(|error| wrong(error.to_string()))?;
    let mut text = String::new();
    let read = file.take(MAX_PROFILE_BYTES).read_to_string(&mut text);
    read.map_err(|error| wrong(error.to_string()))?;
    Profile::from_toml(&text).map_err(|error| wrong(Failure::Files(error).message(session.lang)))
}

/// The format of a path; none for folders of CSV, registers in JSON and annexes.
pub(crate) fn kind(session: &Session, path: &Path) -> Result<Option<Kind>, Failure> {
    if path.is_dir() {
        return Ok(holds_parquet(path).then_some(Kind::Parquet));
    }
    Ok(Kind::of(path, &profile(session)?)?)
}

/// Whether a folder holds Parquet files, itself or in a folder by the values of a column.
fn holds_parquet(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let path = entry.path();
        let ending = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
        ending || (entry.file_name().to_string_lossy().contains('=') && path.is_dir())
    })
}

/// What a file does not say itself.
#[derive(Default)]
pub(crate) struct Unsaid<'a> {
    /// Id of the document that sets the tasks.
    pub(crate) document: Option<&'a str>,
    /// The day that reports speak of.
    pub(crate) reported_on: Option<chrono::NaiveDate>,
    /// The register in which agencies are looked up.
    pub(crate) base: Option<&'a Registry>,
}

/// Reads a file of another tool; a folder is one of Parquet.
pub(crate) fn read(
    session: &Session,
    path: &Path,
    kind: Kind,
    unsaid: &Unsaid<'_>,
) -> Result<(Records, Vec<Finding>), Failure> {
    let document = unsaid.document.map(DocumentId::new).transpose()?;
    let profile = profile(session)?;
    let label = session.say("đang đọc tệp", "reading files");
    let read = progress::watched(label, |watch| {
        let heard = |_: &str, _: u64| {
            if watch.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        match kind {
            Kind::Mspdi => {
                let options = mspdi::ReadOptions {
                    document: unsaid.document,
                    reported_on: unsaid.reported_on,
                    progress: Some(&heard),
                    ..Default::default()
                };
                mspdi::read_file(path, &options)
            }
            Kind::Ics => {
                let options = ics::ReadOptions {
                    document: document.as_ref(),
                    registry: unsaid.base,
                    progress: Some(&heard),
                    ..Default::default()
                };
                ics::read_file(path, &options)
            }
            Kind::Stratml => {
                let options = stratml::ReadOptions { progress: Some(&heard), ..Default::default() };
                stratml::read_file(path, &options)
            }
            Kind::Parquet => {
                let options = parquet::ReadOptions { progress: Some(&heard), ..Default::default() };
                if path.is_dir() {
                    parquet::read_folder(path, &options)
                } else {
                    parquet::read_file(path, &options)
                }
            }
            Kind::Packet => {
                let options = packet::ReadOptions {
                    profile: Some(&profile),
                    progress: Some(&heard),
                    ..Default::default()
                };
                packet::read_file(path, &options)
            }
        }
    });
    Ok(read?)
}

/// Counts records while those that the register has as they are fall out.
#[derive(Default)]
struct Sieve(Changes);

impl Sieve {
    /// Keeps what the register does not have as it is.
    fn keep<T: PartialEq>(&mut self, records: &mut Vec<T>, known: impl Fn(&T) -> Option<T>) {
        records.retain(|record| {
            let known = known(record);
            let counter = match &known {
                None => &mut self.0.added,
                Some(known) if known != record => &mut self.0.changed,
                Some(_) => &mut self.0.unchanged,
            };
            *counter += 1;
            known.as_ref() != Some(record)
        });
    }

    /// The same for records without an id, which are there or are not.
    fn keep_unlisted<T: std::fmt::Debug + Clone + PartialEq>(
        &mut self,
        records: &mut Vec<T>,
        all: &[T],
    ) {
        let told = |record: &T| format!("{record:?}");
        let known: BTreeSet<String> = all.iter().map(told).collect();
        self.keep(records, |record| known.contains(&told(record)).then(|| record.clone()));
    }
}

/// Records by their ids.
fn by<T>(records: &[T], id: fn(&T) -> &str) -> BTreeMap<&str, &T> {
    records.iter().map(|record| (id(record), record)).collect()
}

/// Leaves the records that a register does not have as they are.
pub(crate) fn only_new(records: &mut Records, base: &Registry) -> Changes {
    let mut sieve = Sieve::default();
    let plans = by(base.plans(), |plan| plan.id.as_str());
    let kpis = by(base.kpis(), |kpi| kpi.id.as_str());
    sieve.keep(&mut records.documents, |d| base.document(d.id.as_str()).cloned());
    sieve.keep(&mut records.agencies, |a| base.agency(a.id.as_str()).cloned());
    sieve.keep(&mut records.plans, |p| plans.get(p.id.as_str()).map(|p| (*p).clone()));
    sieve.keep(&mut records.tasks, |t| base.task(t.id.as_str()));
    sieve.keep(&mut records.kpis, |k| kpis.get(k.id.as_str()).map(|k| (*k).clone()));
    sieve.keep(&mut records.reports, |report| {
        // An instant that the register set itself is none that the file contradicts.
        let same = base.reports_of(report.task.as_str()).into_iter().find(|b| b.id == report.id);
        same.map(|same| match report.recorded_at {
            None => tiendo::Report { recorded_at: None, ..same },
            Some(_) => same,
        })
    });
    sieve.keep_unlisted(&mut records.successions, base.successions());
    sieve.keep_unlisted(&mut records.transfers, base.transfers());
    sieve.keep_unlisted(&mut records.allocations, base.allocations());
    sieve.0
}

/// What was read, as one sentence begins.
pub(crate) fn label(kind: Kind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (Kind::Mspdi, _) => "MS Project",
        (Kind::Ics, _) => "iCalendar",
        (Kind::Stratml, _) => "StratML",
        (Kind::Parquet, _) => "Parquet",
        (Kind::Packet, Lang::Vi) => "gói tin",
        (Kind::Packet, Lang::En) => "packet",
    }
}
