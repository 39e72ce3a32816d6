//! How fast tables are read and written: `cargo xtask bench formats` runs it beside the peers.
//!
//! `formats_bench WORK FILE COUNT`: WORK is `csv-make` (a file of COUNT tasks), `csv` (reads it as records), `csv-bare` (the
//! `csv` crate goes through its cells) or `parquet` (a register of COUNT reports is built, evaluated, and its reports
//! written to FILE). Prints the seconds; for `parquet` also the bytes of memory before and, at most, while writing.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::Instant;

use peak_alloc::PeakAlloc;
use tiendo::{
    Agency, AgencyId, AsOf, Document, DocumentId, Evaluation, LeanId, LeanReport, LeanTask, Level,
    Policy, RegistryBuilder, ReportKind, Text, day,
};
use tiendo_formats::csv::{self, ReadOptions};
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
    let [work, file, count] = args.as_slice() else {
        return Err("usage: formats_bench csv-make|csv|csv-bare|parquet FILE COUNT".into());
    };
    let count = count.parse::<u64>()?;
    match work.as_str() {
        "csv-make" => return make(file, count),
        "csv" => {
            let options = ReadOptions { max_file_bytes: u64::MAX, ..ReadOptions::default() };
            let start = Instant::now();
            let (records, findings) = csv::read_file("tasks.csv", File::open(file)?, &options)?;
            println!("{:.3}", start.elapsed().as_secs_f64());
            let (read, unread) = (records.tasks.len() as u64, findings.len());
            if read != count || unread > 0 {
                return Err(format!("{read} tasks and {unread} findings").into());
            }
        }
        "csv-bare" => {
            let start = Instant::now();
            let mut reader = ::csv::Reader::from_path(file)?;
            let (mut row, mut rows) = (::csv::StringRecord::new(), 0_u64);
            while reader.read_record(&mut row)? {
                rows += 1;
            }
            println!("{:.3}", start.elapsed().as_secs_f64());
            if rows != count {
                return Err(format!("{rows} rows").into());
            }
        }
        "parquet" => {
            let evaluation = evaluation(count)?;
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            let options = WriteOptions { overwrite: Overwrite::Allow, ..WriteOptions::default() };
            let start = Instant::now();
            parquet::write_file(
                parquet::Contents::Records(&evaluation, Table::Reports),
                file,
                &options,
            )?;
            let seconds = start.elapsed().as_secs_f64();
            println!("{seconds:.3} {before} {}", MEMORY.peak_usage().saturating_sub(before));
        }
        other => return Err(format!("no work '{other}'").into()),
    }
    Ok(())
}

/// Tasks as an agency exports them, with the columns that are usual.
fn make(file: &str, count: u64) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(file)?);
    writeln!(
        out,
        "id,document,title,addressees,coordinating,assigned_on,deadline,last_day,group,phase,weight,duration_days"
    )?;
    let first = day::parse("2025-01-01")?;
    for i in 0..count {
        let assigned = day::plus(first, (i % 150) as i64).unwrap_or(first);
        let last = day::plus(assigned, 30 + (i % 300) as i64).unwrap_or(first);
        writeln!(
            out,
            "T{i:07},02-KH/BCĐTW,\"Nhiệm vụ số {i}: rà soát, hoàn thiện thể chế và kết nối dữ liệu\",A{};A{},B{},{assigned},\
             đến ngày {},{last},{},{},{},{}",
            i % 3_321,
            (i + 7) % 3_321,
            i % 63,
            last.format("%-d/%-m/%Y"),
            1 + i % 8,
            if i % 3 == 0 { "urgent" } else { "breakthrough" },
            1 + i % 100,
            i % 60,
        )?;
    }
    Ok(out.flush()?)
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
