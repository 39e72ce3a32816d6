//! What is asked of a ledger while its files fail, and what must hold of it afterwards.

use std::path::Path;

use chrono::NaiveDateTime;
use tiendo::{
    AsOf, Deadline, Document, DocumentId, Policy, Records, Report, ReportId, ReportKind, Task,
    TaskId, Text, Watch, day,
};
use tiendo_ledger::{
    Batch, Error, Freeze, Head, ImportOptions, Ledger, NewLedger, OpenOptions, Record, Upgrade,
};

/// Who is erased, and who stays.
pub(crate) const NAME: &str = "Nguyễn Thị Quên-Lãng";
pub(crate) const OTHER: &str = "Trần Văn Ở-Lại";

pub(crate) fn at() -> NaiveDateTime {
    day::parse_instant("2026-01-05T08:00:00").unwrap()
}

pub(crate) fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}

/// A ledger with a calendar of few days, so that its first entry is short.
pub(crate) fn new() -> NewLedger {
    let mut new = NewLedger::new("nút", at(), "test");
    let days = |text| day::parse(text).unwrap();
    new.calendar =
        Some(tiendo::Calendar::weekdays(days("2026-01-01"), days("2026-03-31")).unwrap());
    new
}

/// A document and two tasks, one of which names two persons.
pub(crate) fn definitions() -> Batch {
    let mut batch = Batch::new();
    batch.extend(definitions_naming(true));
    batch
}

/// The same, with or without the persons.
pub(crate) fn definitions_naming(is_naming: bool) -> Vec<Record> {
    let document = DocumentId::new("57-NQ/TW").unwrap();
    let task = |id: &str| {
        let mut task = Task::new(TaskId::new(id).unwrap(), document.clone(), text("Báo cáo"));
        task.assigned_on = day::parse("2026-01-02").ok();
        task.deadline = Deadline::by(day::parse("2026-06-30").unwrap());
        task
    };
    let mut named = task("T2");
    if is_naming {
        (named.responsible_person, named.supervising_leader) =
            (Some(text(NAME)), Some(text(OTHER)));
    }
    let document = Document::new(document.clone(), text("Nghị quyết 57"));
    vec![document.into(), task("T1").into(), named.into()]
}

fn report(number: u64, post: Option<&str>) -> Report {
    let (id, task) = (format!("R{number}"), TaskId::new("T1").unwrap());
    let on = day::parse("2026-02-01").unwrap();
    let mut report = Report::new(ReportId::new(&id).unwrap(), task, ReportKind::Progress, on);
    report.percent = Some((number % 101) as u8);
    report.by_post = post.filter(|_| number.is_multiple_of(5)).map(text);
    report
}

/// A call that may change the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    Append(u64),
    Import,
    Bulk,
    Freeze,
    Correct,
    Checkpoint,
    DropCheckpoint,
    Rebuild,
    Anchor,
    Backup,
    Erase,
    Refresh,
    Verify,
    Export,
    Snapshot,
    Salvage,
    /// Of a file of the first format, beside the ledger.
    Upgrade,
}

impl Call {
    /// Whether it makes a file beside the ledger.
    pub(crate) fn makes_a_file(self) -> bool {
        self == Call::Backup || MAKING.contains(&self)
    }
}

/// The calls that a ledger lives by.
pub(crate) const CALLS: [Call; 15] = [
    Call::Append(1),
    Call::Append(40),
    Call::Import,
    Call::Bulk,
    Call::Freeze,
    Call::Correct,
    Call::Checkpoint,
    Call::DropCheckpoint,
    Call::Rebuild,
    Call::Anchor,
    Call::Backup,
    Call::Erase,
    Call::Refresh,
    Call::Verify,
    Call::Export,
];

/// The calls of one's own choice that make a file beside the ledger, each from another one.
pub(crate) const MAKING: [Call; 3] = [Call::Snapshot, Call::Salvage, Call::Upgrade];

/// Numbers that make each record a new one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    pub(crate) report: u64,
    pub(crate) freeze: u64,
    pub(crate) copy: u64,
    /// Nobody reports in the name of who was erased.
    pub(crate) is_erased: bool,
    /// Nobody is named.
    pub(crate) is_nameless: bool,
}

impl Numbers {
    pub(crate) fn batch(&mut self, size: u64) -> Batch {
        let mut batch = Batch::new();
        for _ in 0..size {
            batch.add(self.next());
        }
        batch
    }

    fn next(&mut self) -> Report {
        self.report += 1;
        let post = if self.is_erased { OTHER } else { NAME };
        report(self.report, (!self.is_nameless).then_some(post))
    }

    pub(crate) fn copy(&self, folder: &Path) -> std::path::PathBuf {
        folder.join(format!("copy{}.tiendo", self.copy))
    }
}

/// Makes a call.
pub(crate) fn call(ledger: &Ledger, call: Call, numbers: &mut Numbers) -> Result<(), Error> {
    let watch = Watch::new();
    let copy = |numbers: &mut Numbers| {
        numbers.copy += 1;
        numbers.copy(ledger.path().and_then(Path::parent).unwrap())
    };
    match call {
        Call::Append(size) => ledger.append(&numbers.batch(size), at(), "test").map(|_| ()),
        Call::Import => {
            let reports = (0..25).map(|_| numbers.next()).collect();
            let records = Records { reports, ..Records::default() };
            let options = ImportOptions { batch: 10, ..ImportOptions::default() };
            ledger.import(&records, at(), "test", &options, &watch).map(|_| ())
        }
        Call::Bulk => {
            let bulk = ledger.bulk()?;
            for size in [1, 9, 1] {
                ledger.append(&numbers.batch(size), at(), "test")?;
            }
            bulk.finish().map(|_| ())
        }
        Call::Freeze => {
            numbers.freeze += 1;
            let on = |text| day::parse(text).unwrap();
            let as_of = AsOf::new(on("2025-12-31")).unwrap().known_on(on("2026-01-04")).unwrap();
            let name = format!("bản chốt {}", numbers.freeze);
            let freeze = Freeze::new(&name, as_of, Policy::default()).unwrap();
            ledger.freeze(&freeze, at(), "test").map(|_| ())
        }
        Call::Correct => {
            // The last report, whichever it is: of one of its own kind and id.
            let log = ledger.log(&TaskId::new("T1").unwrap())?;
            let mut standing = log.iter().rev().filter(|line| line.corrected_by.is_none());
            let found = standing.find_map(|line| match &line.record {
                Record::Report(report) => Some((line.id, (**report).clone())),
                _ => None,
            });
            let Some((id, mut report)) = found else { return Ok(()) };
            report.percent = Some(100);
            report.reason = Some(text("đính chính"));
            let mut batch = Batch::new();
            batch.correct(id, report);
            ledger.append(&batch, at(), "test").map(|_| ())
        }
        Call::Checkpoint => ledger.checkpoint().map(|_| ()),
        Call::DropCheckpoint => ledger.drop_checkpoint(),
        Call::Rebuild => ledger.rebuild(&watch).map(|_| ()),
        Call::Anchor => ledger.anchor().map(|_| ()),
        Call::Backup => ledger.backup(copy(numbers), &watch).map(|_| ()),
        Call::Erase => {
            numbers.is_erased = true;
            ledger.erase_person(NAME, Some(&text("theo đơn")), at(), "test").map(|_| ())
        }
        Call::Refresh => ledger.refresh().map(|_| ()),
        // Where it cannot be read, it must not be called damaged.
        Call::Verify => ledger.verify(&watch).map(|found| assert!(found.is_sound(), "{found:?}")),
        Call::Export => ledger.export_person(NAME).map(|_| ()),
        Call::Snapshot => ledger.snapshot(copy(numbers), &watch).map(|_| ()),
        Call::Salvage => {
            let salvaged =
                Ledger::salvage(ledger.path().unwrap(), copy(numbers), at(), "test", &watch)?;
            // Where it cannot be read, it must not be called lost.
            assert!(salvaged.lost.is_empty() && salvaged.unproved.is_empty(), "{salvaged:?}");
            Ok(())
        }
        Call::Upgrade => {
            let path = copy(numbers);
            std::fs::copy(first_format(), &path).unwrap();
            Ledger::upgrade(path, &OpenOptions::default(), &watch).map(|_| ())
        }
    }
}

fn first_format() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/ledger/format-1.0.tiendo")
}

/// What must hold of the file that a call made, or did not, once nothing befalls any more.
pub(crate) fn made_or_not(
    ledger: &Ledger,
    made: Call,
    is_made: bool,
    numbers: &mut Numbers,
) -> Result<(), String> {
    let folder = ledger.path().and_then(Path::parent).unwrap();
    let told = |what: &str, error: Error| format!("{what}: {error}");
    for left in std::fs::read_dir(folder).unwrap() {
        let name = left.unwrap().file_name().into_string().unwrap();
        if name.contains(".part-") || name.contains(".format-1.0-") {
            return Err(format!("{name} is left behind"));
        }
    }
    let path = numbers.copy(folder);
    match (made, is_made) {
        (_, true) => {}
        (Call::Upgrade, false) => {
            // Of the one format or of the other; the same call again finishes it.
            let before = Ledger::open(&path).and_then(|file| file.entries(0, usize::MAX));
            let upgrade = Ledger::upgrade(&path, &OpenOptions::default(), &Watch::new());
            let is_done = matches!(upgrade, Ok(Upgrade::Done { .. } | Upgrade::Current { .. }));
            let after = Ledger::open(&path).and_then(|file| file.entries(0, usize::MAX));
            if !is_done || before.is_err() || before != after {
                return Err(format!("{upgrade:?}: {after:?} after {before:?}"));
            }
        }
        (_, false) => {
            if path.exists() {
                return Err("half a copy is left behind".to_owned());
            }
            call(ledger, made, numbers).map_err(|e| told("again", e))?;
        }
    }
    let copy = Ledger::open(numbers.copy(folder)).map_err(|e| told("copy", e))?;
    let verified = copy.verify(&Watch::new()).map_err(|e| told("copy", e))?;
    if !verified.is_sound() {
        return Err(format!("copy: {:?}", verified.faults));
    }
    if made == Call::Upgrade {
        return Ok(());
    }
    is_sound(&copy, &mut numbers.clone()).map(|_| ())
}

/// Reports that hold as each entry was the last: by the number of the entry, from 0.
pub(crate) fn reports_by_entry(ledger: &Ledger) -> Vec<u64> {
    let mut counts = vec![0];
    for entry in ledger.entries(0, usize::MAX).unwrap() {
        let new = entry.records().unwrap();
        let is_new = |r: &&tiendo_ledger::Recorded| {
            matches!(r.record, Record::Report(_)) && r.corrects.is_none()
        };
        let count = new.iter().filter(is_new).count() as u64;
        counts.push(counts[counts.len() - 1] + count);
    }
    counts
}

/// What must hold of a ledger that nothing befalls any more: all that it says fits, and it takes the next report.
pub(crate) fn is_sound(ledger: &Ledger, numbers: &mut Numbers) -> Result<Head, String> {
    let told = |what: &str, error: Error| format!("{what}: {error}");
    let verified = ledger.verify(&Watch::new()).map_err(|e| told("verify", e))?;
    if !verified.is_sound() {
        return Err(format!("verify: {:?}", verified.faults));
    }
    let registry = ledger.refresh().map_err(|e| told("refresh", e))?;
    let counts = reports_by_entry(ledger);
    if Some(&(registry.report_count() as u64)) != counts.last() {
        return Err(format!("{} reports of {:?}", registry.report_count(), counts.last()));
    }
    let appended = ledger.append(&numbers.batch(1), at(), "test").map_err(|e| told("append", e))?;
    if appended.head.seq != verified.entries + 1 {
        return Err(format!("{} after {}", appended.head, verified.entries));
    }
    Ok(appended.head)
}

/// Opens a ledger again, which must be as its last handle left it.
pub(crate) fn opens_again(path: &Path, head: Head, numbers: &mut Numbers) -> Result<(), String> {
    let ledger = Ledger::open(path).map_err(|e| format!("opened again: {e}"))?;
    let found = ledger.head().map_err(|e| format!("head: {e}"))?;
    if found != head {
        return Err(format!("{found} opened again after {head}"));
    }
    is_sound(&ledger, numbers).map(|_| ())
}
