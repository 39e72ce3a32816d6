//! The public report: the page, and the folder of a nation, of an evaluation at hand. Its check counts lines and bytes.

use std::path::PathBuf;

use tiendo::{Evaluation, Threads};
use tiendo_report::{Folder, Overwrite, ReportOptions};

use super::Resident;
use super::points::{Question, TIMED};
use crate::HEAP;
use crate::error::Error;
use crate::program;
use crate::stopwatch::Stopwatch;

/// More tasks than anybody reads in one page: they are made a folder only.
const ONE_PAGE: usize = 100_000;
/// No page of a folder is larger.
const MOST_BYTES: u64 = 2_000_000;
/// What every line of a task begins with, behind its id.
const LINE: &str = " class=\"task\" ";

/// Every task has one line in the page, every row one in the folder, and no page of it is too large.
pub(super) fn check(resident: &Resident) -> Result<Vec<String>, Error> {
    let (evaluation, mut wrong) = (evaluation(resident)?, Vec::new());
    let tasks = evaluation.task_sums().total() as usize;
    if tasks <= ONE_PAGE {
        let lines = page(&evaluation)?.matches(LINE).count();
        if lines != tasks {
            wrong.push(format!("the page has {lines} lines of {tasks} tasks"));
        }
    }
    let folder = folder(resident, &evaluation)?;
    let is_page = |file: &&tiendo_report::PageFile| file.file != "index.html";
    let rows: usize = folder.files.iter().filter(is_page).map(|file| file.rows).sum();
    if rows != evaluation.len() {
        wrong.push(format!("the folder has {rows} lines of {} rows", evaluation.len()));
    }
    let large = folder.files.iter().filter(|file| file.bytes >= MOST_BYTES);
    wrong.extend(large.map(|file| format!("{} has {} bytes", file.file, file.bytes)));
    Ok(wrong)
}

/// Time, and what the heap held beside the register and its evaluation at most.
pub(super) fn measure(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let evaluation = evaluation(resident)?;
    let mut part = |name: &str, make: &dyn Fn() -> Result<(usize, u64), Error>| {
        let before = HEAP.current_usage();
        HEAP.reset_peak_usage();
        let (pages, bytes) = watch.run(name, make)?;
        if let Some(figure) = watch.figures.last_mut() {
            let heap = HEAP.peak_usage().saturating_sub(before);
            figure.more.insert("heap_peak_bytes".into(), heap.into());
            figure.more.insert("pages".into(), pages.into());
            figure.more.insert("bytes".into(), bytes.into());
        }
        Ok::<(), Error>(())
    };
    if evaluation.task_sums().total() as usize <= ONE_PAGE {
        part("report/page", &|| Ok((1, page(&evaluation)?.len() as u64)))?;
    }
    part("report/folder", &|| {
        let files = folder(resident, &evaluation)?.files;
        Ok((files.len(), files.iter().map(|file| file.bytes).sum()))
    })
}

fn evaluation(resident: &Resident) -> Result<Evaluation, Error> {
    Ok(Question::at(&resident.queries["points"][TIMED])?
        .ask_of(&resident.registry, Threads::one())?)
}

fn page(evaluation: &Evaluation) -> Result<String, Error> {
    Ok(tiendo_report::html(evaluation, &ReportOptions::default())?)
}

/// The folder on all threads, over that of the run before.
fn folder(resident: &Resident, evaluation: &Evaluation) -> Result<Folder, Error> {
    let size = resident.data.file_name().map(PathBuf::from).unwrap_or_default();
    let place = program::target().join("report").join(size);
    std::fs::create_dir_all(&place).map_err(Error::file(&place))?;
    let options = ReportOptions {
        overwrite: Overwrite::Allow,
        threads: resident.pool.current_num_threads(),
        ..ReportOptions::default()
    };
    Ok(tiendo_report::write_folder(evaluation, &place, &options)?)
}
