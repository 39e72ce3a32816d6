//! W7 and W8: a ledger of the workload, appended to and opened.
//!
//! The ledger is made once for each size, below `target/bench/ledger`: definitions at the beginning of 2024, reports in the
//! order and on the days on which they were recorded, so that as known on any day it answers as the oracle does.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use serde_json::Value;
use tiendo::{Agency, Document, LeanReport, LeanTask, Level, Plan, Report, Threads, Watch, day};
use tiendo_ledger::{Batch, Ledger, NewLedger, Record, RegistryOptions};

use super::{Resident, points};
use crate::error::Error;
use crate::figure::{Figure, resident_mb};
use crate::load::{self, Sink};
use crate::program;
use crate::stopwatch::Stopwatch;
use crate::workload::json;

/// Who records here.
const ACTOR: &str = "bench";
/// Before the first report.
const DEFINED_AT: &str = "2024-01-01T00:00:00";
/// Records of one entry of the ledger that is opened.
const ENTRY: usize = 10_000;
/// Sizes of a commit, and how many commits of it are made at most.
const COMMITS: [(usize, usize); 3] = [(1, 2_000), (100, 500), (10_000, 10)];
/// Reports that the workload says were recorded after all others.
const INGESTED: &str = "ingest_report.parquet";

/// Opens a ledger and prints its first scorecard.
#[derive(Debug, clap::Args)]
pub(crate) struct Open {
    ledger: PathBuf,
    queries: PathBuf,
    /// Reads the entries, as if there were no checkpoint
    #[arg(long)]
    entries: bool,
}

/// Makes the ledger of a workload, and tells what it took.
#[derive(Debug, clap::Args)]
pub(crate) struct Make {
    data: PathBuf,
    ledger: PathBuf,
}

/// Records what the tables hold.
struct Recorder<'a> {
    ledger: &'a Ledger,
    batch: Batch,
    at: NaiveDateTime,
}

impl Recorder<'_> {
    fn add(&mut self, record: impl Into<Record>) -> Result<(), Error> {
        self.batch.add(record);
        if self.batch.len() == ENTRY { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Error> {
        let batch = std::mem::take(&mut self.batch);
        self.ledger.append(&batch, self.at, ACTOR)?;
        Ok(())
    }
}

impl Sink for Recorder<'_> {
    fn document(&mut self, document: Document) -> Result<(), Error> {
        self.add(document)
    }

    fn agency(&mut self, agency: Agency) -> Result<(), Error> {
        self.add(agency)
    }

    fn plan(&mut self, plan: Plan) -> Result<(), Error> {
        self.add(plan)
    }

    fn task(&mut self, task: &LeanTask<'_>) -> Result<(), Error> {
        self.add(task.record()?)
    }

    /// An entry holds reports of one day, so that K sees all of them or none.
    fn report(&mut self, report: &LeanReport<'_>) -> Result<(), Error> {
        let mut report = report.record()?;
        let at = report.recorded_at.take().unwrap_or(self.at);
        if at.date() != self.at.date() {
            self.flush()?;
        }
        self.at = self.at.max(at);
        self.add(report)
    }
}

/// The ledger of a workload, made where it is not there yet.
fn ledger_of(data: &Path) -> Result<PathBuf, Error> {
    let size = data.file_name().unwrap_or(data.as_os_str());
    let folder = program::target().join("ledger");
    fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let path = folder.join(size).with_extension("tiendo");
    if path.exists() {
        return Ok(path);
    }
    eprintln!("making the ledger {}", path.display());
    let partial = path.with_extension("partial");
    for suffix in ["", "-wal", "-shm", ".head"] {
        let mut name = partial.clone().into_os_string();
        name.push(suffix);
        let _ = fs::remove_file(name);
    }
    // In a process of its own, whose memory tells what recording takes.
    program::output(program::this()?.arg("make-ledger").arg(data).arg(&partial))?;
    // Without its anchor, as the copies are that operations write to.
    fs::rename(&partial, &path).map_err(Error::file(&partial))?;
    let _ = fs::remove_file(partial.with_extension("partial.head"));
    Ok(path)
}

/// What a process does that makes a ledger: all records in the order of their recording, then the checkpoint.
pub(crate) fn make(options: &Make) -> Result<(), Error> {
    let Make { data, ledger: partial } = options;
    let start = Instant::now();
    let at = day::parse_instant(DEFINED_AT)?;
    let ledger = Ledger::create(partial, &NewLedger::new("bench", at, ACTOR))?;
    let bulk = ledger.bulk()?;
    let mut recorder = Recorder { ledger: &ledger, batch: Batch::new(), at };
    load::each(data, &mut recorder)?;
    recorder.flush()?;
    bulk.finish()?;
    let recorded = start.elapsed();
    let peak = resident_mb("VmHWM:");
    let bare = fs::metadata(partial).map_err(Error::file(partial))?.len();
    ledger.checkpoint()?;
    let kept = start.elapsed().saturating_sub(recorded);
    drop(ledger);
    let whole = fs::metadata(partial).map_err(Error::file(partial))?.len();
    eprintln!("recorded in {recorded:?}, {bare} bytes, at most {peak:?} MB in memory");
    eprintln!("checkpoint in {kept:?}, {whole} bytes with it");
    Ok(())
}

/// A copy that may be written to.
fn copy_of(ledger: &Path) -> Result<PathBuf, Error> {
    let copy = ledger.with_extension("copy");
    for suffix in ["-wal", "-shm", ".head"] {
        let mut name = copy.clone().into_os_string();
        name.push(suffix);
        let _ = fs::remove_file(name);
    }
    fs::copy(ledger, &copy).map_err(Error::file(&copy))?;
    Ok(copy)
}

fn ingested(data: &Path) -> Result<Vec<Report>, Error> {
    let mut kept = Vec::new();
    load::reports(&data.join(INGESTED), |report| {
        kept.push(LeanReport { recorded_at: None, ..*report }.record()?);
        Ok(())
    })?;
    Ok(kept)
}

/// After appending, every report is there, and the chain holds.
pub(super) fn check_append(resident: &Resident) -> Result<Vec<String>, Error> {
    let copy = copy_of(&ledger_of(&resident.data)?)?;
    let ledger = Ledger::open(&copy)?;
    let at = ledger.head()?.recorded_at;
    let reports = ingested(&resident.data)?;
    let before = ledger.refresh()?.report_count();
    let mut batch = Batch::new();
    batch.extend(reports.iter().take(1_000).cloned().map(Record::from));
    ledger.append(&batch, at, ACTOR)?;
    let after = ledger.refresh()?.report_count();
    let mut wrong = Vec::new();
    if after != before + batch.len() {
        wrong.push(format!("{before} reports and {} more are {after}", batch.len()));
    }
    wrong.extend(ledger.verify(&Watch::new())?.faults.iter().map(ToString::to_string));
    Ok(wrong)
}

/// Commits of each size, beside the bare write and sync of the same disk in the same run.
pub(super) fn measure_append(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let source = ledger_of(&resident.data)?;
    let reports = ingested(&resident.data)?;
    for (size, most) in COMMITS {
        let copy = copy_of(&source)?;
        let ledger = Ledger::open(&copy)?;
        let at = ledger.head()?.recorded_at;
        // Who appends for the first time learns what is there.
        ledger.append(&Batch::new(), at, ACTOR)?;
        let mut times = Vec::new();
        for chunk in reports.chunks(size).take(most) {
            let mut batch = Batch::new();
            batch.extend(chunk.iter().cloned().map(Record::from));
            let start = Instant::now();
            ledger.append(&batch, at, ACTOR)?;
            times.push(start.elapsed());
        }
        let all: Duration = times.iter().sum();
        let mut figure = Figure::of(&format!("w7/{size}"), &times);
        let per_second = |n: usize| f64::from(n as u32) / all.as_secs_f64();
        let rows = per_second(times.len() * size);
        let commits = per_second(times.len());
        figure.more.insert("rows_per_s".into(), rows.round().into());
        figure.more.insert("commits_per_s".into(), commits.round().into());
        watch.figures.push(figure);
        drop(ledger);
        let _ = fs::remove_file(&copy);
    }
    for (name, grows) in [("w7/fdatasync in place", false), ("w7/fdatasync growing", true)] {
        let times = bare(&source.with_extension("sync"), grows)?;
        watch.figures.push(Figure::of(name, &times));
    }
    Ok(())
}

/// A page written and synced, as often as commits of one report are made.
fn bare(path: &Path, grows: bool) -> Result<Vec<Duration>, Error> {
    let page = [0x5a_u8; 4096];
    let mut file = File::create(path).map_err(Error::file(path))?;
    let mut timed = || -> std::io::Result<Vec<Duration>> {
        if !grows {
            for _ in 0..COMMITS[0].1 {
                file.write_all(&page)?;
            }
            file.sync_all()?;
            file.seek(SeekFrom::Start(0))?;
        }
        let mut times = Vec::new();
        for _ in 0..COMMITS[0].1 {
            let start = Instant::now();
            file.write_all(&page)?;
            file.sync_data()?;
            times.push(start.elapsed());
        }
        Ok(times)
    };
    let times = timed().map_err(Error::file(path));
    let _ = fs::remove_file(path);
    times
}

/// From the checkpoint and from the entries alone, every answer is the oracle's.
pub(super) fn check_open(resident: &Resident) -> Result<Vec<String>, Error> {
    let path = ledger_of(&resident.data)?;
    let ledger = Ledger::open(&path)?;
    let whole = ledger.registry_with(&RegistryOptions::default())?;
    let mut wrong = Vec::new();
    for (from, registry) in [("checkpoint", ledger.refresh()?), ("entries", whole)] {
        let (queries, answers) = (resident.queries.clone(), resident.answers.clone());
        let pool = rayon::ThreadPoolBuilder::new().build();
        let pool = pool.map_err(|e| Error::Absent(format!("no pool of threads: {e}")))?;
        let read = Resident { data: resident.data.clone(), registry, queries, answers, pool };
        let found = points::check_status(&read)?.into_iter().chain(points::check_sums(&read)?);
        wrong.extend(found.map(|difference| format!("from the {from}: {difference}")));
    }
    Ok(wrong)
}

/// A process for each run: cold, warm, and from the entries alone; then what another process appended.
pub(super) fn measure_open(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let path = ledger_of(&resident.data)?;
    let queries = resident.data.join("queries.json");
    let opened = |more: &[&str]| {
        let mut command = program::this()?;
        program::output(command.arg("open").arg(&path).arg(&queries).args(more))
    };
    let peak = peak_of(&watch.run("w8-warm", || opened(&[]))?);
    if let Some(figure) = watch.figures.last_mut() {
        figure.rss_mb = peak;
    }
    cold(watch, "w8-cold", &path, || opened(&[]))?;
    cold(watch, "w8-cold entries alone", &path, || opened(&["--entries"]))?;

    // What comes from a ledger says when it was recorded, which must not slow what is asked of it.
    let question = points::Question::at(&resident.queries["points"][points::TIMED])?;
    let registry = Ledger::open(&path)?.refresh()?;
    for (name, registry) in
        [("w8-w1 of tables", &resident.registry), ("w8-w1 of a ledger", &registry)]
    {
        watch.run(name, || question.ask_of(registry, Threads::one()))?;
    }
    drop(registry);

    let copy = copy_of(&path)?;
    let (reader, writer) = (Ledger::open(&copy)?, Ledger::open(&copy)?);
    reader.refresh()?;
    let at = writer.head()?.recorded_at;
    let mut times = Vec::new();
    for chunk in ingested(&resident.data)?.chunks(1_000).take(20) {
        let mut batch = Batch::new();
        batch.extend(chunk.iter().cloned().map(Record::from));
        writer.append(&batch, at, ACTOR)?;
        let start = Instant::now();
        reader.refresh()?;
        times.push(start.elapsed());
    }
    watch.figures.push(Figure::of("w8-refresh 1000 reports", &times));
    drop((reader, writer));
    let _ = fs::remove_file(&copy);
    Ok(())
}

/// Runs with the file's pages dropped from the system's memory before each.
fn cold(
    watch: &mut Stopwatch,
    name: &str,
    path: &Path,
    opened: impl Fn() -> Result<Output, Error>,
) -> Result<(), Error> {
    let (mut times, mut peak) = (Vec::new(), None);
    for _ in 0..5 {
        let mut drop_pages = Command::new("dd");
        drop_pages.arg(format!("if={}", path.display())).args(["iflag=nocache", "count=0"]);
        program::output(&mut drop_pages)?;
        let start = Instant::now();
        let output = opened()?;
        times.push(start.elapsed());
        peak = peak_of(&output).map(|mb| mb.max(peak.unwrap_or(0.0))).or(peak);
    }
    let mut figure = Figure::of(name, &times);
    figure.rss_mb = peak;
    watch.figures.push(figure);
    Ok(())
}

/// The most memory that a process of W8 says it took.
fn peak_of(output: &Output) -> Option<f64> {
    let said = String::from_utf8_lossy(&output.stdout);
    said.lines().find_map(|line| line.strip_prefix(PEAK)?.parse().ok())
}

/// What stands before the most memory that was taken, in MB.
const PEAK: &str = "peak ";

/// What a process of W8 does: the nation's row and the ten best provinces, and what memory it took.
pub(crate) fn open(options: &Open) -> Result<(), Error> {
    let queries: Value = json(&options.queries)?;
    let question = points::Question::at(&queries["points"][points::TIMED])?;
    let start = Instant::now();
    let ledger = Ledger::open(&options.ledger)?;
    let registry = if options.entries {
        ledger.registry_with(&RegistryOptions::default())?
    } else {
        ledger.refresh()?
    };
    let read = start.elapsed();
    let pool = rayon::ThreadPoolBuilder::new().build();
    let pool = pool.map_err(|e| Error::Absent(format!("no pool of threads: {e}")))?;
    let evaluation = question.ask_of(&registry, Threads::of(&pool))?;
    let evaluated = start.elapsed();
    let (rollups, _) = points::sums(&evaluation, Threads::of(&pool))?;
    let nation = rollups[0].rows.iter().find(|row| row.key == tiendo::agency::ROOT);
    let ranking = evaluation.rank(&Level::Province);
    println!("{:?}", nation.map(|row| &row.inclusive));
    for row in ranking.rows.iter().take(10) {
        println!("{} {:?}", row.agency, row.rank);
    }
    let summed = start.elapsed();
    let memory = resident_mb("VmHWM:");
    if let Some(memory) = memory {
        println!("{PEAK}{memory}");
    }
    eprintln!("read {read:?}, evaluated {evaluated:?}, summed {summed:?}, {memory:?} MB");
    Ok(())
}
