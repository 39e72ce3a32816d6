//! How fast reports and letters are written: `cargo xtask bench office` runs it and compares with openpyxl.
//!
//! `office_bench WORK FOLDER COUNT`: WORK is `xlsx` (COUNT rows), `letters` (COUNT letters), or `no-xlsx`, `no-letters`,
//! which end where these begin. Prints the seconds.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use tiendo::{
    Agency, AgencyId, AsOf, Deadline, DocumentId, Evaluation, Level, Policy, Records,
    RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text, day,
};
use tiendo_formats::Overwrite;
use tiendo_formats::letters;
use tiendo_formats::report::{self, ReportOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [work, folder, count] = args.as_slice() else {
        return Err("usage: office_bench xlsx|letters FOLDER COUNT".into());
    };
    let (folder, count) = (Path::new(folder), count.parse::<usize>()?);
    let evaluation = evaluation(
        if work.ends_with("letters") { 40 * count } else { count },
        if work.ends_with("letters") { count } else { 500 },
    )?;
    let start = Instant::now();
    let options = ReportOptions { overwrite: Overwrite::Allow, ..ReportOptions::default() };
    match work.as_str() {
        "xlsx" => {
            report::write_xlsx(folder.join("report.xlsx"), &evaluation, &options)?;
        }
        // What the register alone takes.
        "no-xlsx" | "no-letters" => {}
        "letters" => {
            let (letters, _) = letters::write_all(folder.join("letters"), &evaluation, &options)?;
            if letters.len() != count {
                return Err(format!("{} letters, not {count}", letters.len()).into());
            }
        }
        other => return Err(format!("no work '{other}'").into()),
    }
    println!("{:.3}", start.elapsed().as_secs_f64());
    Ok(())
}

/// Tasks dealt out to agencies, half of them reported on, due around the day that is judged.
fn evaluation(tasks: usize, agencies: usize) -> Result<Evaluation, Box<dyn Error>> {
    let mut records = Records::default();
    let assigned = day::parse("2025-01-10")?;
    for i in 0..agencies {
        let name = Text::new(&format!("Ủy ban nhân dân xã số {i}"))?;
        records.agencies.push(Agency::new(AgencyId::new(&format!("A{i}"))?, name, Level::Commune));
    }
    for i in 0..tasks {
        let title = format!(
            "Nhiệm vụ thứ {i}: rà soát, hoàn thiện thể chế và bố trí nguồn lực cho chuyển đổi số"
        );
        let id = TaskId::new(&format!("T{i:06}"))?;
        let mut task = Task::new(id.clone(), DocumentId::new("02-KH/BCĐTW")?, Text::new(&title)?);
        task.addressees.push(AgencyId::new(&format!("A{}", i % agencies))?);
        task.coordinating.push(AgencyId::new(&format!("A{}", (i + 1) % agencies))?);
        task.assigned_on = Some(assigned);
        let last = day::plus(day::parse("2025-08-15")?, ((i + i / agencies) % 40) as i64 - 20);
        task.deadline = Deadline::by(last.unwrap_or(assigned));
        records.tasks.push(task);
        if i % 2 == 0 {
            let mut report = Report::new(
                ReportId::new(&format!("R{i:06}"))?,
                id,
                ReportKind::Progress,
                day::parse("2025-07-01")?,
            );
            report.percent = Some((i % 100) as u8);
            report.reason = Some(Text::new("Chờ ý kiến thẩm định của các bộ, ngành")?);
            records.reports.push(report);
        }
    }
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let as_of = AsOf::new(day::parse("2025-08-15")?)?;
    Ok(builder.finish().evaluate(as_of, &Policy::default())?)
}
