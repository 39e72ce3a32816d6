//! How fast and in what memory Parquet is written: `cargo xtask bench formats` runs it.
//!
//! `parquet_speed FILE COUNT`: a register of COUNT reports is built, evaluated, and its reports written to FILE. Prints the
//! seconds, and the bytes of memory before and, at most, while writing. It counts every allocation, which costs time.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::error::Error;
use std::time::Instant;

use peak_alloc::PeakAlloc;
use tiendo::{
    Agency, AgencyId, AsOf, Document, DocumentId, Evaluation, LeanId, LeanReport, LeanTask, Level,
    Policy, RegistryBuilder, ReportKind, Text, day,
};
use tiendo_formats::parquet::{self, WriteOptions};
use tiendo_formats::{Overwrite, Table};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Reports on each task.
const REPORTS_OF_A_TASK: u64 = 10;

/// 1 January 2025, in days since 1970.
const NEW_YEAR: i32 = 20_089;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [file, count] = args.as_slice() else {
        return Err("usage: parquet_speed FILE COUNT".into());
    };
    let evaluation = evaluation(count.parse()?)?;
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let options = WriteOptions { overwrite: Overwrite::Allow, ..WriteOptions::default() };
    let start = Instant::now();
    let contents = parquet::Contents::Records(&evaluation, Table::Reports);
    parquet::write_file(contents, file, &options)?;
    let seconds = start.elapsed().as_secs_f64();
    println!("{seconds:.3} {before} {}", MEMORY.peak_usage().saturating_sub(before));
    Ok(())
}

/// A register of so many reports, ten on each task.
fn evaluation(reports: u64) -> Result<Evaluation, Box<dyn Error>> {
    let mut builder = RegistryBuilder::new();
    let document = DocumentId::new("02-KH/BCĐTW")?;
    builder.add_document(Document::new(document.clone(), Text::new("Kế hoạch")?));
    for i in 0..3_321_u64 {
        let name = Text::new(&format!("Ủy ban nhân dân xã số {i}"))?;
        builder.add_agency(Agency::new(AgencyId::new(&i.to_string())?, name, Level::Commune));
    }
    let kinds = [ReportKind::Progress, ReportKind::Complete];
    for i in 0..reports / REPORTS_OF_A_TASK {
        let title = format!("Nhiệm vụ số {i}: rà soát, hoàn thiện thể chế");
        let assigned = NEW_YEAR + (i % 150) as i32;
        builder.add_lean_task(&LeanTask {
            id: LeanId::Number(i),
            document: LeanId::Text(document.as_str()),
            title: &title,
            addressee: Some(LeanId::Number(i % 3_321)),
            assigned_on: Some(assigned),
            last_day: Some(assigned + 120),
            weight: 1,
            group: None,
            phase: None,
            parent: None,
            duration_days: Some(20),
            wording: None,
            recorded_at: None,
        })?;
        for n in 0..REPORTS_OF_A_TASK {
            let on = assigned + 10 * n as i32 + (i % 7) as i32;
            let second = i64::from(on) * 86_400 + ((i * 37 + n * 1_009) % 86_400) as i64;
            builder.add_lean_report(&LeanReport {
                id: LeanId::Number(i * REPORTS_OF_A_TASK + n),
                task: LeanId::Number(i),
                kind: &kinds[usize::from(n + 1 == REPORTS_OF_A_TASK && i % 2 == 0)],
                reported_on: on,
                recorded_at: Some(second),
                percent: Some((10 * (n + 1)) as u8),
                new_deadline: None,
                by: None,
                addressee: None,
            })?;
        }
    }
    let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    Ok(builder.finish().evaluate(as_of, &Policy::default())?)
}
