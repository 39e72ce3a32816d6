//! How fast a table of tasks is read: `cargo xtask bench formats` runs it beside the peers.
//!
//! `csv_speed WORK FILE COUNT`: WORK is `make` (a file of COUNT tasks), `records` (reads it as records), `registry` (reads it
//! and builds a registry of it, beside a plan and the agencies that it names) or `bare` (the `csv` crate goes through its
//! cells). Prints the seconds.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::Instant;

use tiendo::{Agency, AgencyId, Finding, Level, Records, RegistryBuilder, Text, Threads, day};
use tiendo_formats::csv::{self, ReadOptions};

/// Agencies that owe tasks, and that coordinate.
const AGENCIES: [(char, u64); 2] = [('A', 3_321), ('B', 63)];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [work, file, count] = args.as_slice() else {
        return Err("usage: csv_speed make|records|registry|bare FILE COUNT".into());
    };
    let count = count.parse::<u64>()?;
    let start = Instant::now();
    let (rows, unread) = match work.as_str() {
        "make" => return make(file, count),
        "records" => {
            let (records, findings) = read(file)?;
            println!("{:.3}", start.elapsed().as_secs_f64());
            (records.tasks.len() as u64, findings.len())
        }
        "registry" => {
            let mut builder = around()?;
            let start = Instant::now();
            let (records, findings) = read(file)?;
            let registry = {
                builder.add_findings(findings).add(records);
                builder.finish()
            };
            println!("{:.3}", start.elapsed().as_secs_f64());
            (registry.task_count() as u64, 0)
        }
        "bare" => {
            let mut reader = ::csv::Reader::from_path(file)?;
            let (mut row, mut rows) = (::csv::StringRecord::new(), 0_u64);
            while reader.read_record(&mut row)? {
                rows += 1;
            }
            println!("{:.3}", start.elapsed().as_secs_f64());
            (rows, 0)
        }
        other => return Err(format!("no work '{other}'").into()),
    };
    if rows < count || unread > 0 {
        return Err(format!("{rows} tasks and {unread} findings").into());
    }
    Ok(())
}

fn read(file: &str) -> Result<(Records, Vec<Finding>), Box<dyn Error>> {
    // As the command does: a thread for each processor, or as many as RAYON_NUM_THREADS says.
    let pool = rayon::ThreadPoolBuilder::new().build()?;
    let threads = Threads::of(&pool);
    let options = ReadOptions { max_file_bytes: u64::MAX, threads, ..ReadOptions::default() };
    Ok(csv::read_file("tasks.csv", File::open(file)?, &options)?)
}

/// A builder with what the tasks name.
fn around() -> Result<RegistryBuilder, Box<dyn Error>> {
    let mut builder = RegistryBuilder::new();
    builder.add(tiendo_plan02::records()?);
    for (letter, count) in AGENCIES {
        for i in 0..count {
            let id = format!("{letter}{i}");
            let name = Text::new(&format!("Cơ quan số {id}"))?;
            builder.add_agency(Agency::new(AgencyId::new(&id)?, name, Level::Commune));
        }
    }
    Ok(builder)
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
