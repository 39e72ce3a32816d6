//! How long a report takes, and how large it grows: `report_speed TASKS [DIR]` for invented tasks; with DIR as a folder.
//!
//! Run it under `/usr/bin/time -v` for its memory.
#![allow(clippy::print_stdout)] // a program of figures

use std::error::Error;
use std::time::Instant;

use tiendo::{
    Agency, AgencyId, AsOf, Document, DocumentId, LeanId, LeanReport, LeanTask, Level, Policy,
    RegistryBuilder, ReportKind, Text, day,
};
use tiendo_report::{Overwrite, ReportOptions, html, write_folder};

/// Agencies for a million tasks, and the least of them.
const AGENCIES: usize = 3_700;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let tasks: usize = arguments.next().unwrap_or_else(|| "10000".to_owned()).parse()?;
    let folder = arguments.next();
    let agencies = (AGENCIES * tasks / 1_000_000).clamp(40, AGENCIES);
    let mut builder = RegistryBuilder::new();
    builder.add_document(Document::new(DocumentId::new("1")?, Text::new("Kế hoạch mẫu")?));
    for id in 0..agencies {
        let level = if id < 40 { Level::Province } else { Level::Commune };
        builder.add_agency(Agency::new(
            AgencyId::new(&id.to_string())?,
            Text::new(&format!("Cơ quan mẫu {id}"))?,
            level,
        ));
    }
    // 20 000 is 4 October 2024.
    for id in 0..tasks as u64 {
        let title = format!(
            "Nhiệm vụ mẫu số {id}: hoàn thiện cơ sở dữ liệu và kết nối với cổng dịch vụ công"
        );
        builder.add_lean_task(&LeanTask {
            id: LeanId::Number(id),
            document: LeanId::Number(1),
            title: &title,
            addressee: Some(LeanId::Number(id % agencies as u64)),
            assigned_on: Some(20_000 + (id % 200) as i32),
            last_day: Some(20_100 + (id % 400) as i32),
            weight: 1,
            group: None,
            phase: None,
            parent: None,
            duration_days: None,
            wording: None,
            recorded_at: None,
        })?;
        if id % 5 > 0 {
            let kind = if id % 5 < 4 { ReportKind::Complete } else { ReportKind::Progress };
            builder.add_lean_report(&LeanReport {
                id: LeanId::Number(id),
                task: LeanId::Number(id),
                kind: &kind,
                reported_on: 20_100 + (id % 380) as i32,
                recorded_at: None,
                percent: Some((id % 100) as u8),
                new_deadline: None,
                by: None,
                addressee: None,
            })?;
        }
    }
    let registry = builder.finish();
    let evaluation =
        registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    let start = Instant::now();
    if let Some(folder) = folder {
        let options =
            ReportOptions { overwrite: Overwrite::Allow, threads: 2, ..ReportOptions::default() };
        let written = write_folder(&evaluation, &folder, &options)?;
        let bytes: u64 = written.files.iter().map(|file| file.bytes).sum();
        let largest = written.files.iter().map(|file| file.bytes).max().unwrap_or(0);
        println!(
            "{tasks} tasks: {} pages, {bytes} bytes, the largest {largest}, {:?}",
            written.files.len(),
            start.elapsed()
        );
    } else {
        let page = html(&evaluation, &ReportOptions::default())?;
        println!("{tasks} tasks: {} bytes, {:?}", page.len(), start.elapsed());
    }
    Ok(())
}
