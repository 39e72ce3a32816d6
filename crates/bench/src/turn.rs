//! Our own turns, each in a process of its own: a check of every answer, or one operation measured.

use std::path::Path;

use crate::HEAP;
use crate::error::Error;
use crate::figure::{Figure, Line, lines, resident_mb};
use crate::load::load;
use crate::operation::{self, Operation, Resident};
use crate::program;
use crate::stopwatch::{Runs, Stopwatch};
use crate::workload::{Workload, json};

/// Has a process check the answers of operations; it prints what differs.
pub(crate) fn check_apart(workload: &Workload, operations: &[&Operation]) -> Result<(), Error> {
    let names: Vec<&str> = operations.iter().map(|o| o.name).collect();
    let mut command = program::this()?;
    command.arg("check").arg(&workload.data).arg(&workload.answers);
    let output = program::output(command.args(["--ops", &names.join(",")]))?;
    print!("{}", String::from_utf8_lossy(&output.stdout));
    Ok(())
}

/// Has a process measure an operation.
pub(crate) fn measure_apart(
    workload: &Workload,
    operation: &Operation,
    runs: usize,
) -> Result<Vec<Line>, Error> {
    let mut command = program::this()?;
    command.arg("measure").arg(&workload.data).arg(&workload.answers);
    command.args(["--ops", operation.name, "--runs", &runs.to_string()]);
    lines(&program::output(&mut command)?.stdout, operation.name)
}

/// Compares every answer of operations with the oracle's.
pub(crate) fn check(data: &Path, answers: &Path, names: &[String]) -> Result<(), Error> {
    let (resident, _) = resident(data, answers, &mut Stopwatch::new(Runs::Timed(1)))?;
    for operation in operation::named(names)? {
        let wrong = (operation.check)(&resident)?;
        if !wrong.is_empty() {
            let (count, all) = (wrong.len(), wrong.join("\n"));
            return Err(Error::Wrong(format!(
                "{}: {count} checksums differ:\n{all}",
                operation.name
            )));
        }
        println!("{}: every checksum is the oracle's", operation.name);
    }
    Ok(())
}

/// Loads, runs operations and prints a line for each of their parts.
pub(crate) fn measure(
    data: &Path,
    answers: &Path,
    names: &[String],
    runs: Runs,
) -> Result<(), Error> {
    let mut watch = Stopwatch::new(runs);
    let (resident, memory) = resident(data, answers, &mut watch)?;
    if let Some(load) = watch.figures.first_mut() {
        memory.tell(load);
    }
    for operation in operation::named(names)? {
        (operation.measure)(&resident, &mut watch)?;
    }
    for figure in &watch.figures {
        println!("{}", serde_json::to_string(figure).map_err(Error::json(&figure.op))?);
    }
    Ok(())
}

/// What stays in memory of a load.
struct Memory {
    resident_mb: Option<f64>,
    heap_bytes: usize,
    heap_peak_bytes: usize,
    tasks: usize,
    reports: usize,
}

impl Memory {
    fn tell(self, load: &mut Figure) {
        load.more.insert("rss_after".into(), self.resident_mb.into());
        load.more.insert("heap_bytes".into(), self.heap_bytes.into());
        load.more.insert("heap_peak_bytes".into(), self.heap_peak_bytes.into());
        load.more.insert("tasks".into(), self.tasks.into());
        load.more.insert("reports".into(), self.reports.into());
    }
}

fn resident(
    data: &Path,
    answers: &Path,
    watch: &mut Stopwatch,
) -> Result<(Resident, Memory), Error> {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let registry = watch.once("load", || load(data))?;
    let memory = Memory {
        resident_mb: resident_mb("VmRSS:"),
        heap_bytes: HEAP.current_usage().saturating_sub(before),
        heap_peak_bytes: HEAP.peak_usage().saturating_sub(before),
        tasks: registry.task_count(),
        reports: registry.report_count(),
    };
    let queries = json(&data.join("queries.json"))?;
    let data = data.to_owned();
    Ok((Resident { data, registry, queries, answers: json(answers)? }, memory))
}
