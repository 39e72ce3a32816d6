//! How fast an annex is read: `cargo xtask bench office` runs it and compares with openpyxl and calamine.
//!
//! `annex_speed WORK FILE`: WORK is `read` (the annex understood), `bare` (calamine's cells, nothing made of them),
//! `no-read`, `no-bare` (what stands before both) or `titles` (the tasks of the annex, a line each). Prints the seconds.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use calamine::{Reader, Xlsx};
use tiendo::{Registry, RegistryBuilder};
use tiendo_formats::annex::{self, Import, ReadOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [work, path] = args.as_slice() else {
        return Err("usage: annex_speed read|bare|no-read|no-bare|titles FILE".into());
    };
    let mut builder = RegistryBuilder::new();
    builder.add(tiendo_plan02::records()?);
    let base = builder.finish();
    let start = Instant::now();
    match work.as_str() {
        "read" => {
            let import = read(path, &base)?;
            println!("{:.3}", start.elapsed().as_secs_f64());
            drop(black_box(import));
            return Ok(());
        }
        "bare" => {
            black_box(bare(path)?);
        }
        "no-read" | "no-bare" => {}
        "titles" => {
            for task in read(path, &base)?.records.tasks {
                println!("{}", task.title);
            }
            return Ok(());
        }
        other => return Err(format!("no work '{other}'").into()),
    }
    println!("{:.3}", start.elapsed().as_secs_f64());
    Ok(())
}

fn read(path: &str, base: &Registry) -> Result<Import, Box<dyn Error>> {
    Ok(annex::read_file(path, &ReadOptions { base: Some(base), ..ReadOptions::default() })?)
}

/// The cells of all sheets, one after the other as they are read.
fn bare(path: &str) -> Result<u64, Box<dyn Error>> {
    let mut workbook: Xlsx<_> = calamine::open_workbook(path)?;
    let mut cells = 0;
    for name in workbook.sheet_names() {
        let mut reader = workbook.worksheet_cells_reader(&name)?;
        while let Some(cell) = reader.next_cell()? {
            black_box(cell);
            cells += 1;
        }
    }
    Ok(cells)
}
