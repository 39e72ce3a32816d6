//! The weekly report of a unit (báo cáo tuần) as plain Vietnamese text: results, difficulties, the next week.
//!
//! The form is that of the weekly template of the Party's monitoring system: what was done in the week, what is
//! difficult, what comes next; one text for each unit. It is made of the Monday list ([`tiendo::Evaluation::warn`]) and
//! of what was reported in the same week. What nobody reported on stands in a paragraph of its own, as missing data and
//! never as lateness. A task that may not be shown goes by its id, without its title, and counts neither
//! among those that wait nor its reports among those hidden. The same evaluation gives the same text.
//!
//! Source of the form: public client scripts of that system; no specification of it was found.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use tiendo::{
    Evaluation, Finding, FindingCode, Lang, Provenance, Report, ReportKind, Row, Said, Warning,
    WarningKind, Warnings,
};

use crate::atomic::{Draft, FileNames, Overwrite, Sealed, io_error, within_folder};
use crate::csv::Progress;
use crate::error::Error;
use crate::shown::shown;
use crate::table::Disclosure;

mod waiting;

use waiting::Waiting;

/// How weekly texts are written.
///
/// ```
/// use tiendo_formats::weekly::WeeklyOptions;
/// let options = WeeklyOptions { title: Some("Báo cáo tình hình thực hiện Nghị quyết 57".into()), ..Default::default() };
/// assert!(options.progress.is_none());
/// ```
#[derive(Clone, Default)]
pub struct WeeklyOptions<'a> {
    /// What becomes of a file that is there already.
    pub overwrite: Overwrite,
    /// Which tasks are named by their titles; others go by their ids.
    pub disclosure: Disclosure,
    /// The first line; absent: `Báo cáo tuần tình hình thực hiện nhiệm vụ được giao`.
    pub title: Option<String>,
    /// Who hears how far it is.
    pub progress: Option<Progress<'a>>,
}

/// A weekly text that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekly {
    /// Id of the agency.
    pub agency: String,
    /// Name of the agency.
    pub name: String,
    /// Name of the file.
    pub file: String,
    /// How many results it names.
    pub results: usize,
    /// How many difficulties.
    pub difficulties: usize,
    /// How many tasks of the next week.
    pub next: usize,
    /// How many gaps in the data.
    pub no_data: usize,
}

/// What one unit's text is made of.
#[derive(Default)]
struct Parts<'a> {
    results: Vec<(Row<'a>, String)>,
    overdue: Vec<Row<'a>>,
    difficulties: Vec<Warning<'a>>,
    next: Vec<Warning<'a>>,
    asked: Vec<Warning<'a>>,
    gaps: Vec<Warning<'a>>,
}

impl Parts<'_> {
    fn is_empty(&self) -> bool {
        self.results.is_empty()
            && self.overdue.is_empty()
            && self.difficulties.is_empty()
            && self.next.is_empty()
            && self.asked.is_empty()
            && self.gaps.is_empty()
    }
}

/// The weekly text of one agency, named by its id; none: of what is addressed to nobody.
///
/// The week is that of the Monday list: the days after [`Warnings::since`] up to D. An agency that the evaluation does
/// not know gets the text of one that has nothing to report.
///
/// ```
/// use tiendo::{
///     day, Agency, AgencyId, AsOf, Deadline, DocumentId, Level, Policy, RegistryBuilder, Report, ReportId, ReportKind,
///     Task, TaskId, Text, WarnOptions,
/// };
/// use tiendo_formats::weekly::{weekly, WeeklyOptions};
/// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?);
/// task.addressees = vec![AgencyId::new("A")?];
/// task.assigned_on = Some(day::parse("2025-06-23")?);
/// task.deadline = Deadline::by(day::parse("2025-08-20")?);
/// let mut builder = RegistryBuilder::new();
/// builder.add_agency(Agency::new(AgencyId::new("A")?, Text::new("Đơn vị A")?, Level::Central));
/// builder.add_task(task);
/// let done = day::parse("2025-08-14")?;
/// builder.add_report(Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Complete, done));
/// let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-08-18")?)?, &Policy::default())?;
/// let list = evaluation.warn(&WarnOptions::default())?;
/// let text = weekly(&evaluation, &list, Some("A"), &WeeklyOptions::default());
/// assert!(text.contains("1. T1: Nâng cấp cổng\n   Hoàn thành đúng hạn ngày 14/08/2025."));
/// # Ok::<(), tiendo::Error>(())
/// ```
pub fn weekly(
    evaluation: &Evaluation,
    warnings: &Warnings<'_>,
    agency: Option<&str>,
    options: &WeeklyOptions<'_>,
) -> String {
    let mut parts = gathered(evaluation, warnings, options.disclosure);
    let parts = parts.remove(&agency).unwrap_or_default();
    let hidden = hidden_reports(evaluation, options.disclosure);
    compose((evaluation, hidden), warnings, agency, &parts, options)
}

/// Writes a weekly text for every agency that has anything to tell, all of them or none.
///
/// The folder is made where it is absent. Returned are the texts in id order of the agencies, and one finding on what
/// is addressed to nobody, which has no text.
///
/// # Errors
/// - [`Error::Exists`] for a text that is there already, unless [`WeeklyOptions::overwrite`] allows it.
/// - [`Error::Io`] where a file cannot be written; [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// use tiendo::{day, AsOf, Policy, RegistryBuilder, WarnOptions};
/// use tiendo_formats::weekly;
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-11-10")?)?, &Policy::default())?;
/// let list = evaluation.warn(&WarnOptions::default())?;
/// let (texts, _) = weekly::write_all("weekly", &evaluation, &list, &weekly::WeeklyOptions::default())?;
/// assert!(texts.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_all(
    folder: impl AsRef<Path>,
    evaluation: &Evaluation,
    warnings: &Warnings<'_>,
    options: &WeeklyOptions<'_>,
) -> Result<(Vec<Weekly>, Vec<Finding>), Error> {
    let folder = folder.as_ref();
    within_folder(folder, || written(folder, evaluation, warnings, options))
}

fn written(
    folder: &Path,
    evaluation: &Evaluation,
    warnings: &Warnings<'_>,
    options: &WeeklyOptions<'_>,
) -> Result<(Vec<Weekly>, Vec<Finding>), Error> {
    let (mut texts, mut drafts, mut findings) = (Vec::new(), Vec::<Sealed>::new(), Vec::new());
    let mut names = FileNames::default();
    let mut all: Vec<_> = gathered(evaluation, warnings, options.disclosure).into_iter().collect();
    let hidden = hidden_reports(evaluation, options.disclosure);
    all.retain(|(_, parts)| !parts.is_empty());
    all.sort_by(|(a, _), (b, _)| tiendo::id::compare(a.unwrap_or(""), b.unwrap_or("")));
    for (agency, parts) in all {
        let Some(id) = agency else {
            findings.push(
                Finding::new(FindingCode::NobodyToUrge)
                    .arg("overdue", parts.overdue.len())
                    .arg("due_soon", parts.next.len())
                    .arg("no_data", parts.gaps.len()),
            );
            continue;
        };
        let file = names.name("bao-cao-tuan-", id, ".txt");
        let path = folder.join(&file);
        if options.overwrite == Overwrite::Refuse && path.symlink_metadata().is_ok() {
            return Err(Error::Exists { path: path.display().to_string() });
        }
        let text = compose((evaluation, hidden), warnings, agency, &parts, options);
        let mut draft = Draft::create(&path)?;
        draft.write_all(text.as_bytes()).map_err(io_error(&path))?;
        drafts.push(draft.seal()?);
        texts.push(Weekly {
            agency: id.to_owned(),
            name: evaluation.agency_name(id, Lang::Vi).unwrap_or(id).to_owned(),
            file: file.clone(),
            results: parts.results.len(),
            difficulties: parts.overdue.len() + parts.difficulties.len(),
            next: parts.next.len() + parts.asked.len(),
            no_data: parts.gaps.len(),
        });
        if let Some(progress) = options.progress
            && progress(&file, texts.len() as u64).is_break()
        {
            return Err(Error::Cancelled);
        }
    }
    Sealed::publish_all(drafts, options.overwrite)?;
    Ok((texts, findings))
}

/// What each unit has to tell, by its id; the rows in their order, warnings in that of the Monday list.
fn gathered<'a>(
    evaluation: &'a Evaluation,
    warnings: &Warnings<'a>,
    disclosure: Disclosure,
) -> BTreeMap<Option<&'a str>, Parts<'a>> {
    let waiting = Waiting::of(evaluation, disclosure);
    let mut all: BTreeMap<Option<&str>, Parts<'_>> = BTreeMap::new();
    let said = evaluation.said();
    for row in evaluation.rows() {
        if let Some(result) = result(&row, &said, warnings) {
            all.entry(row.agency_id()).or_default().results.push((row, result));
        }
    }
    for urging in evaluation.urgings() {
        if !urging.overdue.is_empty() {
            all.entry(urging.agency).or_default().overdue = urging.overdue;
        }
    }
    for mut item in warnings.items.iter().copied() {
        if let Some(waiting) = &waiting {
            item.downstream_count = waiting.behind(item.row.task_id());
        }
        let owner = item.row.agency_id();
        let parts = all.entry(owner).or_default();
        match item.kind {
            // All that is overdue is listed already, what fell overdue this week among it.
            WarningKind::NewlyOverdue => {}
            WarningKind::DueSoon => parts.next.push(item),
            WarningKind::Silent | WarningKind::NoData => parts.gaps.push(item),
            WarningKind::ObstacleUnanswered
            | WarningKind::ExtensionPending
            | WarningKind::AwaitingSuperior
            | WarningKind::ExtendedOften
            | WarningKind::ExtensionBackdated => parts.difficulties.push(item),
        }
        let answers = matches!(
            item.kind,
            WarningKind::ObstacleUnanswered
                | WarningKind::ExtensionPending
                | WarningKind::AwaitingSuperior
        );
        if answers && item.actor_id().is_some() && item.actor_id() != owner {
            all.entry(item.actor_id()).or_default().asked.push(item);
        }
    }
    all
}

/// What was reported of a row within the week; none where nothing was.
fn result(row: &Row<'_>, said: &Said<'_>, warnings: &Warnings<'_>) -> Option<String> {
    let in_week = |on: NaiveDate| warnings.since < on && on <= warnings.scope.day;
    if let Some(on) = row.closed_on().filter(|on| row.status().is_done() && in_week(*on)) {
        return Some(format!("{} ngày {}", capitalised(row.words(Lang::Vi)), day(on)));
    }
    if let Some(on) = row.submitted_on().filter(|on| in_week(*on)) {
        return Some(format!("Đã trình ngày {}, chờ duyệt", day(on)));
    }
    let report = said.latest(row).filter(|report| in_week(report.reported_on))?;
    let counts = |kind: &ReportKind| matches!(kind, ReportKind::Progress | ReportKind::Complete);
    counts(&report.kind).then(|| progress(&report))
}

fn progress(report: &Report) -> String {
    let mut text = capitalised(report.kind.label(Lang::Vi));
    if let Some(occurrence) = &report.occurrence {
        // Writing into a text cannot fail.
        let _ = write!(text, " kỳ {}", one_line(occurrence.as_str()));
    }
    let _ = write!(text, " ngày {}", day(report.reported_on));
    if let Some(percent) = report.percent {
        let _ = write!(text, ": {percent} %");
    }
    text
}

/// How many reports K hides, of what may be shown; a policy that has judged can be applied again.
fn hidden_reports(evaluation: &Evaluation, disclosure: Disclosure) -> u64 {
    shown(evaluation, disclosure).map_or(0, |evaluation| evaluation.hidden_report_count())
}

fn compose(
    (evaluation, hidden_reports): (&Evaluation, u64),
    warnings: &Warnings<'_>,
    agency: Option<&str>,
    parts: &Parts<'_>,
    options: &WeeklyOptions<'_>,
) -> String {
    let scope = &warnings.scope;
    let title = options.title.as_deref();
    let title = title.unwrap_or("Báo cáo tuần tình hình thực hiện nhiệm vụ được giao");
    let mut lines = vec![one_line(title).to_uppercase()];
    if scope.provenance == Provenance::Simulated {
        lines.push(scope.provenance.label(Lang::Vi).to_owned());
    }
    let name = agency
        .map_or("(chưa rõ đơn vị)", |id| evaluation.agency_name(id, Lang::Vi).unwrap_or(id));
    lines.push(format!("Đơn vị: {}", one_line(name)));
    let from = warnings.since.succ_opt().unwrap_or(warnings.since).min(scope.day);
    lines.push(format!("Tuần từ ngày {} đến ngày {}", day(from), day(scope.day)));

    lines.push("\nI. KẾT QUẢ TRONG TUẦN".to_owned());
    let results = parts.results.iter().map(|(row, what)| (*row, what.clone()));
    list(&mut lines, results, options, "Chưa ghi nhận báo cáo kết quả nào trong tuần.");

    lines.push("\nII. KHÓ KHĂN, VƯỚNG MẮC".to_owned());
    let overdue = parts.overdue.iter().map(|row| {
        let late = row.late_days().unwrap_or_default();
        let last =
            row.deadline().map_or_else(String::new, |on| format!(" (ngày cuối {})", day(on)));
        (*row, format!("Quá hạn {late} ngày{last}, tiến độ {} %", row.percent()))
    });
    let difficulties = parts.difficulties.iter().map(told);
    list(&mut lines, overdue.chain(difficulties), options, "Không có.");

    lines.push("\nIII. NHIỆM VỤ TUẦN TỚI".to_owned());
    let asked = parts.asked.iter().map(|item| {
        let of = item.row.agency_name(Lang::Vi).unwrap_or("đơn vị khác");
        let (row, what) = told(item);
        (row, format!("Xem xét, trả lời {}: {what}", one_line(of)))
    });
    let next = parts.next.iter().map(told).chain(asked);
    let until =
        format!("Không có nhiệm vụ nào đến hạn từ nay đến ngày {}.", day(warnings.due_until));
    list(&mut lines, next, options, &until);

    if !parts.gaps.is_empty() {
        lines.push("\nIV. SỐ LIỆU CÒN THIẾU".to_owned());
        lines.push(
            "Các nhiệm vụ sau chưa có số liệu mới. Đây là thiếu số liệu, không phải kết luận về tiến độ; đề nghị cập nhật."
                .to_owned(),
        );
        list(&mut lines, parts.gaps.iter().map(told), options, "");
    }
    let known = scope.known.map_or_else(
        || "mọi báo cáo đã ghi nhận".to_owned(),
        |known| format!("báo cáo ghi nhận đến hết ngày {}", day(known)),
    );
    lines.push(format!(
        "\nPhạm vi số liệu: đến ngày {}, {known}; quy tắc {} bản {}, lịch {}, {hidden_reports} báo cáo không xét.\n",
        day(scope.day),
        scope.policy,
        scope.policy_version,
        scope.calendar,
    ));
    lines.join("\n")
}

/// What a warning says of its row.
fn told<'a>(item: &Warning<'a>) -> (Row<'a>, String) {
    (item.row, capitalised(&item.sentence(Lang::Vi)))
}

fn list<'a>(
    lines: &mut Vec<String>,
    items: impl Iterator<Item = (Row<'a>, String)>,
    options: &WeeklyOptions<'_>,
    none: &str,
) {
    let before = lines.len();
    for (row, what) in items {
        let title = if options.disclosure.allows(Some(&row.classification())) {
            row.title()
        } else {
            "(nhiệm vụ không công khai)"
        };
        let number = lines.len() - before + 1;
        lines
            .push(one_line(&format!("{number}. {}: {title}", row.id())) + &format!("\n   {what}."));
    }
    if lines.len() == before {
        lines.push(none.to_owned());
    }
}

fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// One line, whatever a title holds: without breaks of lines, and without what makes a text show other than it is.
fn one_line(text: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.chars().filter(|c| !turns(c)).map(|c| if breaks(c) { ' ' } else { c }).collect()
}
