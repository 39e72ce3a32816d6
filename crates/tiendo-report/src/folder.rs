//! The report of a nation: an index, and pages of each agency with its tasks, in parts where they would grow too large.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

use askama::Template;
use tiendo::{Axis, Evaluation, Sums};
use tiendo_formats::atomic::{Draft, FileNames, Sealed, io_error, within_folder};
use tiendo_formats::{Error, Overwrite};

use crate::line::Line;
use crate::options::ReportOptions;
use crate::page::{Frame, SECTIONS, put_foot, put_head};
use crate::section::lists::{self, List, Most, Targets};
use crate::section::tasks::Offered;
use crate::section::{
    agencies, changes, critical, groups, kpis, phases, quality, ranking, scope, summary, tasks,
};
use crate::sink::Sink;
use crate::view::{Shown, View};
use crate::words::fill;

/// No page of an agency grows beyond this, unless by a line that is longer by itself and has a page of its own.
const MOST_BYTES: usize = 2_000_000;
/// Where its lists end, so that something is left for what comes behind them.
const LISTS_END: [usize; 2] = [600_000, 900_000];
/// What must be left of it for the head of the tasks, where the filters are, and for the end of a page.
const END: usize = 64 * 1024;
/// No more bytes stand around a block of lines.
const BLOCK_AROUND: usize = 1600;
/// Rows of the lists that are shown in a page of a folder.
const LISTED: usize = 100;
/// Rows with which an agency has one page for certain, in which its lists may lead to its lines.
const ONE_PAGE: usize = 300;
/// Rows beyond which the data are not checked one by one: findings take some hundred bytes each.
const CHECKED: usize = 200_000;
/// The name of the first page.
const INDEX: &str = "index.html";
/// The parts of a page of an agency.
const AGENCY_SECTIONS: [&str; 5] = ["summary", "overdue", "due-soon", "tasks", "scope"];

/// What was written.
///
/// ```
/// assert!(tiendo_report::Folder::default().files.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folder {
    /// The pages, agencies in id order, the index last, behind its further parts.
    pub files: Vec<PageFile>,
    /// Pages of an earlier report that this one does not have and no page of it leads to, by name. They are not removed.
    pub left_over: Vec<String>,
}

/// One page of a folder.
///
/// ```
/// let page = tiendo_report::PageFile { file: "index.html".into(), agency: None, rows: 0, bytes: 1 };
/// assert_eq!(page.agency, None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFile {
    /// Name of the file.
    pub file: String,
    /// Id of the agency; none for the pages of the index and for tasks without a known lead.
    pub agency: Option<String>,
    /// How many rows of the agency stand in it; of the index all, and of its further parts none.
    pub rows: usize,
    /// Its size.
    pub bytes: u64,
}

/// Writes the report as a folder, all pages or none: an index and, for each agency with tasks, its pages.
///
/// Made of the public tasks alone. One page after another is made and written, on [`ReportOptions::threads`]. The pages take
/// their names together when the last one is written, the index last. A page of an earlier report that has no successor stays,
/// and is told of.
///
/// A page of an agency has at most 2,000,000 bytes, unless one task alone is longer. In the index the two lists and the agencies
/// keep to that, the agencies by further parts; only titles of thousands of letters in its other tables make it longer.
///
/// # Errors
/// - [`Error::Exists`] for a page that [`ReportOptions::overwrite`] keeps.
/// - [`Error::Io`] where a file cannot be written.
/// - [`Error::Core`] where the public tasks cannot be evaluated.
/// - [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// use tiendo_report::ReportOptions;
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let folder = tiendo_report::write_folder(&evaluation, "report", &ReportOptions::default())?;
/// assert_eq!(folder.files.last().unwrap().file, "index.html");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_folder(
    evaluation: &Evaluation,
    folder: impl AsRef<Path>,
    options: &ReportOptions<'_>,
) -> Result<Folder, Error> {
    let folder = folder.as_ref();
    within_folder(folder, || write(evaluation, folder, options))
}

fn write(
    evaluation: &Evaluation,
    folder: &Path,
    options: &ReportOptions<'_>,
) -> Result<Folder, Error> {
    if options.overwrite == Overwrite::Refuse {
        let index = folder.join(INDEX);
        if index.symlink_metadata().is_ok() {
            return Err(Error::Exists { path: index.display().to_string() });
        }
    }
    let shown = Shown::of(evaluation, options, &folder.display().to_string())?;
    let view = shown.view(options, false);
    let pages = pages(&view);
    let (mut files, mut sealed) = (Vec::new(), Vec::new());
    for made in each_page(&view, folder, &pages, options)? {
        for (file, draft) in made {
            files.push(file);
            sealed.push(draft);
        }
    }
    for (file, draft) in index(&view, folder, &pages, options)? {
        files.push(file);
        sealed.push(draft);
    }
    Sealed::publish_all(sealed, options.overwrite)?;
    let left_over = left_over(folder, &files)?;
    Ok(Folder { files, left_over })
}

/// The pages of an agency, to be made.
pub(crate) struct AgencyPages<'a> {
    /// Id of the agency; none where no lead is known.
    pub(crate) agency: Option<&'a str>,
    pub(crate) name: &'a str,
    /// Name of the files without what tells the part.
    stem: String,
    pub(crate) sums: Sums,
    /// Positions of its rows.
    rows: Vec<u32>,
}

impl AgencyPages<'_> {
    /// Name of the file of a part, counted from 1.
    pub(crate) fn file(&self, part: usize) -> String {
        if part == 1 { format!("{}.html", self.stem) } else { format!("{}.{part}.html", self.stem) }
    }
}

/// What pages there will be: agencies in id order, what is nobody's last.
fn pages<'a>(view: &View<'a>) -> Vec<AgencyPages<'a>> {
    let mut rows: BTreeMap<Option<&str>, Vec<u32>> = BTreeMap::new();
    for row in view.evaluation.rows() {
        rows.entry(row.agency_id()).or_default().push(row.index() as u32);
    }
    let rollup = view.evaluation.roll_up(Axis::Agency);
    let places: BTreeMap<&str, usize> =
        rollup.rows.iter().enumerate().map(|(place, row)| (row.key.as_str(), place)).collect();
    let place = |agency: Option<&str>| agency.and_then(|id| places.get(id)).copied();
    let mut rows: Vec<(Option<&str>, Vec<u32>)> = rows.into_iter().collect();
    rows.sort_by_key(|(agency, _)| place(*agency).unwrap_or(usize::MAX));
    let mut names = FileNames::default();
    let pages = rows.into_iter().map(|(agency, rows)| {
        let stem =
            agency.map_or_else(|| "unassigned".to_owned(), |id| names.name("agency-", id, ""));
        let name = agency.and_then(|id| view.evaluation.agency_name(id, view.lang));
        let name = name.or(agency).unwrap_or(view.w.nobody);
        let sums = place(agency).map_or(rollup.unassigned, |place| rollup.rows[place].own);
        AgencyPages { agency, name, stem, sums, rows }
    });
    pages.collect()
}

/// A page that is written and has not its name yet.
type Made = (PageFile, Sealed);

/// Makes all pages of the agencies, each agency's by one thread, in their order.
fn each_page(
    view: &View<'_>,
    folder: &Path,
    pages: &[AgencyPages<'_>],
    options: &ReportOptions<'_>,
) -> Result<Vec<Vec<Made>>, Error> {
    let overwrite = options.overwrite;
    if options.threads <= 1 {
        let mut all = Vec::with_capacity(pages.len());
        for (done, agency) in pages.iter().enumerate() {
            all.push(parts(view, folder, agency, overwrite)?);
            options.heard(&agency.file(1), done as u64 + 1)?;
        }
        return Ok(all);
    }
    let (next, is_stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (made, wanted) = mpsc::channel();
    let work = |made: mpsc::Sender<(usize, Result<Vec<Made>, Error>)>| {
        while !is_stopped.load(Ordering::Relaxed) {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(agency) = pages.get(place) else { break };
            // Where nobody takes it any more, the report has failed already.
            if made.send((place, parts(view, folder, agency, overwrite))).is_err() {
                break;
            }
        }
    };
    let work = &work;
    let mut all: Vec<Option<Vec<Made>>> = pages.iter().map(|_| None).collect();
    let mut ended = Ok(());
    std::thread::scope(|threads| {
        let mut started = 0;
        for _ in 0..options.threads.min(pages.len()) {
            let made = made.clone();
            let thread = std::thread::Builder::new().spawn_scoped(threads, move || work(made));
            started += usize::from(thread.is_ok());
        }
        if started == 0 {
            // A host without threads; what is made waits in the channel.
            work(made.clone());
        }
        drop(made);
        for (done, (place, result)) in (1..).zip(wanted) {
            // The first to fail is told; the others end before that.
            let result = result.and_then(|made| {
                all[place] = Some(made);
                options.heard(&pages[place].file(1), done)
            });
            if ended.is_ok() && result.is_err() {
                is_stopped.store(true, Ordering::Relaxed);
                ended = result;
            }
        }
    });
    ended?;
    Ok(all.into_iter().flatten().collect())
}

#[derive(Template)]
#[template(path = "parts.html")]
struct Parts<'a> {
    view: &'a View<'a>,
    before: Option<String>,
    next: Option<String>,
}

/// Makes the pages of an agency, one after another.
fn parts(
    view: &View<'_>,
    folder: &Path,
    agency: &AgencyPages<'_>,
    overwrite: Overwrite,
) -> Result<Vec<Made>, Error> {
    let total = agency.rows.len();
    let rows = || agency.rows.iter().filter_map(|row| view.evaluation.row(*row as usize));
    let mut all: Vec<Made> = Vec::new();
    let mut place = 0;
    // An agency has at least one row, and every page takes one.
    while place < total {
        let part = all.len() + 1;
        let file = agency.file(part);
        let path = folder.join(&file);
        if overwrite == Overwrite::Refuse && path.symlink_metadata().is_ok() {
            return Err(Error::Exists { path: path.display().to_string() });
        }
        let mut draft = Draft::create(&path)?;
        let mut sink = Sink::new(&mut draft, &file);
        open(view, &mut sink, agency, part, &file)?;
        if part == 1 {
            for (list, bytes) in List::ALL.into_iter().zip(LISTS_END) {
                let listed = lists::sorted(rows().filter(|row| list.takes(row)).collect());
                let targets = if total <= ONE_PAGE { Targets::Rows } else { Targets::None };
                let most = Most { rows: LISTED, bytes };
                lists::put(view, &mut sink, list, &listed, (most, targets))?;
            }
        }
        let first = place;
        let lines = lines(view, &sink, &agency.rows[first..])?;
        place += lines.len();
        tasks::put_head(view, &mut sink, lines.len(), Offered::usual(view))?;
        tasks::put_lines(view, &mut sink, &lines, (first, total))?;
        scope::put(view, &mut sink)?;
        let before = (part > 1).then(|| agency.file(part - 1));
        let next = (place < total).then(|| agency.file(part + 1));
        sink.put(&Parts { view, before, next })?;
        put_foot(view, &mut sink)?;
        let bytes = sink.finish()?;
        let agency = agency.agency.map(str::to_owned);
        all.push((PageFile { file, agency, rows: place - first, bytes }, draft.seal()?));
    }
    Ok(all)
}

/// The lines that there is room for in a page, one at least.
fn lines(view: &View<'_>, sink: &Sink<'_>, rows: &[u32]) -> Result<Vec<String>, Error> {
    let (mut lines, mut len) = (Vec::new(), sink.len() + END);
    for row in rows.iter().filter_map(|row| view.evaluation.row(*row as usize)) {
        let line = sink.rendered(&Line::of_row(view, row))?;
        len += line.len() + BLOCK_AROUND / tasks::BLOCK;
        if len > MOST_BYTES && !lines.is_empty() {
            break;
        }
        lines.push(line);
    }
    Ok(lines)
}

/// Puts the beginning of a page of an agency.
fn open(
    view: &View<'_>,
    sink: &mut Sink<'_>,
    agency: &AgencyPages<'_>,
    part: usize,
    file: &str,
) -> Result<(), Error> {
    let title = fill(view.w.title_of, &[("name", agency.name), ("day", &view.day(view.scope.day))]);
    let part_n = fill(view.w.part_n, &[("n", &view.count(part as u64))]);
    let pages =
        vec![(INDEX.to_owned(), view.w.index.to_owned(), false), (file.to_owned(), part_n, true)];
    let sections: &[&str] = if part == 1 { &AGENCY_SECTIONS } else { &AGENCY_SECTIONS[3..] };
    put_head(view, sink, &Frame { title, sections, pages })?;
    if part == 1 { summary::put_agency(view, sink, agency.name, &agency.sums) } else { Ok(()) }
}

/// Makes the index, its first page last.
fn index(
    view: &View<'_>,
    folder: &Path,
    pages: &[AgencyPages<'_>],
    options: &ReportOptions<'_>,
) -> Result<Vec<Made>, Error> {
    let path = folder.join(INDEX);
    let mut draft = Draft::create(&path)?;
    let mut sink = Sink::new(&mut draft, INDEX);
    put_head(view, &mut sink, &Frame::report(view, &SECTIONS))?;
    summary::put(view, &mut sink)?;
    phases::put(view, &mut sink)?;
    groups::put(view, &mut sink)?;
    ranking::put(view, &mut sink)?;
    for (list, bytes) in List::ALL.into_iter().zip(LISTS_END) {
        let most = Most { rows: LISTED, bytes };
        lists::put(view, &mut sink, list, &list.of(view.evaluation), (most, Targets::None))?;
    }
    options.heard(INDEX, pages.len() as u64)?;
    changes::put(view, &mut sink)?;
    critical::put(view, &mut sink)?;
    kpis::put(view, &mut sink)?;
    quality::put(view, &mut sink, view.evaluation.len() <= CHECKED)?;
    let mut next = agencies::put(view, &mut sink, (pages, 0), MOST_BYTES - END)?;
    let is_whole = next == pages.len();
    scope::put(view, &mut sink)?;
    if !is_whole {
        sink.put(&Parts { view, before: None, next: Some(index_part(2)) })?;
    }
    put_foot(view, &mut sink)?;
    let bytes = sink.finish()?;
    let rows = view.evaluation.len();
    let first = (PageFile { file: INDEX.to_owned(), agency: None, rows, bytes }, draft.seal()?);
    let mut made = Vec::new();
    while next < pages.len() {
        let (page, after) = more_agencies(view, folder, (pages, next), made.len() + 2, options)?;
        made.push(page);
        next = after;
    }
    made.push(first);
    Ok(made)
}

/// Name of the file of a part of the index, counted from 1.
fn index_part(part: usize) -> String {
    if part == 1 { INDEX.to_owned() } else { format!("index.{part}{PAGE}") }
}

/// Makes a further part of the index, of the agencies from `first` on; returned is also where the next ones begin.
fn more_agencies(
    view: &View<'_>,
    folder: &Path,
    (pages, first): (&[AgencyPages<'_>], usize),
    part: usize,
    options: &ReportOptions<'_>,
) -> Result<(Made, usize), Error> {
    let file = index_part(part);
    let path = folder.join(&file);
    if options.overwrite == Overwrite::Refuse && path.symlink_metadata().is_ok() {
        return Err(Error::Exists { path: path.display().to_string() });
    }
    let mut draft = Draft::create(&path)?;
    let mut sink = Sink::new(&mut draft, &file);
    let part_n = fill(view.w.part_n, &[("n", &view.count(part as u64))]);
    let pages_of =
        vec![(INDEX.to_owned(), view.w.index.to_owned(), false), (file.clone(), part_n, true)];
    let sections = &AGENCY_SECTIONS[3..];
    put_head(view, &mut sink, &Frame { pages: pages_of, ..Frame::report(view, sections) })?;
    let next = agencies::put(view, &mut sink, (pages, first), MOST_BYTES - END)?;
    scope::put(view, &mut sink)?;
    let before = Some(index_part(part - 1));
    let after = (next < pages.len()).then(|| index_part(part + 1));
    sink.put(&Parts { view, before, next: after })?;
    put_foot(view, &mut sink)?;
    let bytes = sink.finish()?;
    Ok(((PageFile { file, agency: None, rows: 0, bytes }, draft.seal()?), next))
}

/// How the name of every page ends, in these letters.
const PAGE: &str = ".html";

/// True for the names that pages have, the first of an index apart: others in the folder are not of a report.
fn is_page(name: &str) -> bool {
    let Some(name) = name.strip_suffix(PAGE) else { return false };
    let (stem, part) = name.split_once('.').map_or((name, None), |(stem, part)| (stem, Some(part)));
    // The first part has no number, and numbers are written in one way.
    let is_part =
        part.is_none_or(|part| part.parse::<u32>().is_ok_and(|n| n > 1 && n.to_string() == part));
    let is_stem = match stem.strip_prefix("agency-") {
        Some(id) => {
            !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        }
        None => stem == "unassigned" || (stem == "index" && part.is_some()),
    };
    is_stem && is_part
}

/// Pages that were there before and are not of this report.
fn left_over(folder: &Path, files: &[PageFile]) -> Result<Vec<String>, Error> {
    let ours: std::collections::BTreeSet<&str> =
        files.iter().map(|file| file.file.as_str()).collect();
    let mut left = Vec::new();
    for entry in fs::read_dir(folder).map_err(io_error(folder))? {
        let name = entry.map_err(io_error(folder))?.file_name().to_string_lossy().into_owned();
        if is_page(&name) && !ours.contains(name.as_str()) {
            left.push(name);
        }
    }
    left.sort();
    Ok(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_a_report_gives_are_left_of_one() {
        for name in
            ["agency-68_UBND.html", "agency-A-2.13.html", "unassigned.2.html", "index.2.html"]
        {
            assert!(is_page(name), "{name}");
        }
        for name in [
            "index.html",
            "agency-.html",
            "agency-A.01.html",
            "agency-A.1.html",
            "agency-A b.html",
            "unassigned-new.html",
            "unassigned.htm",
            "agency-A.b.html",
            "agency-A.2.3.html",
            "my-agency-A.html",
        ] {
            assert!(!is_page(name), "{name}");
        }
    }
}
