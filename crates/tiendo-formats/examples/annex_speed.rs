//! Times the reading of a workbook beside calamine's bare cells: `annex_speed FILE`.

use std::time::Instant;

use calamine::{Reader, Xlsx};
use tiendo::RegistryBuilder;
use tiendo_formats::annex::{self, ReadOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: annex_speed FILE")?;
    let mut builder = RegistryBuilder::new();
    builder.add(tiendo_plan02::records()?);
    let base = builder.finish();
    for _ in 0..3 {
        let start = Instant::now();
        let mut workbook: Xlsx<_> = calamine::open_workbook(&path)?;
        let mut cells = 0_u64;
        for name in workbook.sheet_names() {
            let mut reader = workbook.worksheet_cells_reader(&name)?;
            while reader.next_cell()?.is_some() {
                cells += 1;
            }
        }
        let bare = start.elapsed();
        let start = Instant::now();
        let options = ReadOptions { base: Some(&base), ..ReadOptions::default() };
        let import = annex::read_file(&path, &options)?;
        let ours = start.elapsed();
        let loaded: u64 = import.sheets.iter().map(|sheet| sheet.counts.loaded).sum();
        let ratio = ours.as_secs_f64() / bare.as_secs_f64();
        eprintln!(
            "{cells} cells: bare {bare:?}; {loaded} rows understood {ours:?} ({ratio:.2} times)"
        );
    }
    Ok(())
}
