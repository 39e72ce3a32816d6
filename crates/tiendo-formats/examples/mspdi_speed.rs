//! Reads an MS Project XML file and prints how long it took; `cargo run --release --example mspdi_speed --features mspdi -- FILE`.
//!
//! Without a file it makes one of 10,000 tasks, with the elements that MS Project itself writes for each, and prints its path.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a measurement is printed")]

use std::fmt::Write;
use std::fs;
use std::time::Instant;

use tiendo_formats::mspdi::{self, ReadOptions};

/// Elements of a task that MS Project computes, and that readers pass over.
const COMPUTED: [&str; 30] = [
    "Work",
    "ResumeValid",
    "EffortDriven",
    "Recurring",
    "OverAllocated",
    "Estimated",
    "IsSubproject",
    "IsSubprojectReadOnly",
    "ExternalTask",
    "StartVariance",
    "FinishVariance",
    "WorkVariance",
    "FreeSlack",
    "TotalSlack",
    "FixedCost",
    "FixedCostAccrual",
    "PercentWorkComplete",
    "Cost",
    "OvertimeCost",
    "ActualCost",
    "RemainingCost",
    "ACWP",
    "CV",
    "LevelAssignments",
    "LevelingCanSplit",
    "LevelingDelay",
    "LevelingDelayFormat",
    "IgnoreResourceCalendar",
    "HideBar",
    "Rollup",
];

fn main() {
    let path = std::env::args().nth(1).unwrap_or_else(|| {
        let path = std::env::temp_dir().join("mspdi_speed.xml").display().to_string();
        fs::write(&path, made(10_000)).expect("a file is written");
        path
    });
    let bytes = fs::metadata(&path).expect("a file").len();
    let mut best = f64::MAX;
    let mut read = None;
    for _ in 0..5 {
        let start = Instant::now();
        let all = mspdi::read_file(&path, &ReadOptions::default()).expect("a file of MS Project");
        best = best.min(start.elapsed().as_secs_f64());
        read = Some(all);
    }
    let (records, findings) = read.expect("a run");
    println!(
        "{path}: {bytes} bytes, {} tasks, {} findings, {best:.3} s",
        records.tasks.len(),
        findings.len()
    );
}

fn made(count: usize) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Project xmlns=\"http://schemas.microsoft.com/project\">\n<Name>p</Name><CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay>\n<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar></Calendar></Calendars>\n<Tasks>\n",
    );
    for n in 1..=count {
        write!(
            out,
            "<Task>\n<UID>{n}</UID>\n<ID>{n}</ID>\n<Name>Nhiệm vụ số {n}</Name>\n<Type>1</Type>\n<IsNull>0</IsNull>\n\
             <CreateDate>2025-06-20T08:00:00</CreateDate>\n<WBS>{n}</WBS>\n<OutlineNumber>{n}</OutlineNumber>\n\
             <OutlineLevel>1</OutlineLevel>\n<Priority>500</Priority>\n<Start>2025-07-01T08:00:00</Start>\n\
             <Finish>2025-07-07T17:00:00</Finish>\n<Duration>PT40H0M0S</Duration>\n<DurationFormat>7</DurationFormat>\n"
        )
        .expect("a string");
        for name in COMPUTED {
            writeln!(out, "<{name}>0</{name}>").expect("a string");
        }
        writeln!(
            out,
            "<PercentComplete>0</PercentComplete>\n<Deadline>2025-12-31T17:00:00</Deadline>"
        )
        .expect("a string");
        if n > 1 {
            writeln!(out, "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type><CrossProject>0</CrossProject><LinkLag>0</LinkLag><LagFormat>7</LagFormat></PredecessorLink>", n / 2).expect("a string");
        }
        out.push_str("</Task>\n");
    }
    out + "</Tasks>\n</Project>\n"
}
