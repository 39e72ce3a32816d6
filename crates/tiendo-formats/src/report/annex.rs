//! The annex: what one row of an evaluation says, in the words of an official table.

use std::borrow::Cow;
use std::fmt::Write;

use chrono::NaiveDate;
use tiendo::{Evaluation, Lang, Report, Row, Said, Task};

use super::figure::{count, day};

/// Headers, as the reader of annexes knows them.
pub(crate) const HEADERS: [&str; 14] = [
    "STT",
    "Mã nhiệm vụ",
    "Nhiệm vụ",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời hạn",
    "Ngày cuối",
    "Sản phẩm",
    "Trạng thái",
    "Số ngày quá hạn",
    "Tiến độ (%)",
    "Báo cáo gần nhất",
    "Lý do, vướng mắc",
    "Ghi chú",
];

/// One row in words; what is absent is empty.
pub(crate) struct Line<'a> {
    /// Id of the row.
    pub(crate) id: String,
    pub(crate) title: &'a str,
    pub(crate) lead: Cow<'a, str>,
    pub(crate) coordinating: String,
    /// The deadline as the document words it.
    pub(crate) wording: String,
    pub(crate) last_day: Option<NaiveDate>,
    pub(crate) product: String,
    pub(crate) status: &'static str,
    /// Days late; none where it is not late, or nobody reported.
    pub(crate) late_days: Option<u32>,
    pub(crate) percent: u8,
    pub(crate) latest: String,
    pub(crate) reason: String,
    pub(crate) note: String,
}

impl<'a> Line<'a> {
    /// What a row says.
    pub(crate) fn of(evaluation: &'a Evaluation, said: &Said<'_>, row: &Row<'a>) -> Self {
        let task = row.task();
        let id = row.id();
        let coordinating = task.coordinating.iter();
        let coordinating = coordinating.map(|a| name(evaluation, a.as_str())).collect::<Vec<_>>();
        Line {
            title: row.title(),
            lead: row.agency_name(Lang::Vi).map_or(Cow::Borrowed(""), Cow::Borrowed),
            coordinating: coordinating.join("; "),
            wording: task.deadline.text.to_string(),
            last_day: row.deadline(),
            product: task.product.as_ref().map_or_else(String::new, |p| p.text.to_string()),
            status: row.words(Lang::Vi),
            late_days: row.late_days().filter(|days| *days > 0),
            percent: row.percent(),
            latest: said.latest(row).map_or_else(String::new, |r| latest(evaluation, &r)),
            reason: reason(evaluation, said, row),
            note: note(evaluation, row, &task, &id),
            id,
        }
    }
}

/// The name of an agency; its id where the register has none.
fn name<'a>(evaluation: &'a Evaluation, id: &'a str) -> &'a str {
    evaluation.agency_name(id, Lang::Vi).unwrap_or(id)
}

fn latest(evaluation: &Evaluation, report: &Report) -> String {
    let mut text = format!("{}: {}", day(report.reported_on), report.kind.label(Lang::Vi));
    if let Some(percent) = report.percent {
        let _ = write!(text, ", {percent} %");
    }
    if let Some(by) = &report.by {
        let _ = write!(text, " ({})", name(evaluation, by.as_str()));
    }
    if let Some(evidence) = &report.evidence {
        let _ = write!(text, "; minh chứng: {evidence}");
    }
    text
}

/// The reason that was given last, then what blocks the work.
fn reason(evaluation: &Evaluation, said: &Said<'_>, row: &Row<'_>) -> String {
    let given = said.reason(row);
    let mut parts: Vec<String> = given.iter().map(ToString::to_string).collect();
    for obstacle in row.obstacles() {
        let mut text = format!("Vướng mắc từ {}", day(obstacle.reported_on));
        if let Some(category) = &obstacle.category {
            let _ = write!(text, " ({category})");
        }
        if let Some(whom) = &obstacle.addressed_to {
            let _ = write!(text, ", chờ {}", name(evaluation, whom.as_str()));
        }
        if let Some(reason) = obstacle.reason.filter(|reason| given.as_ref() != Some(reason)) {
            let _ = write!(text, ": {reason}");
        }
        parts.push(text);
    }
    parts.join("; ")
}

/// What else a reader of the row must know.
fn note(evaluation: &Evaluation, row: &Row<'_>, task: &Task, id: &str) -> String {
    let mut parts = Vec::new();
    let mut say = |holds: bool, text: &dyn Fn() -> String| {
        if holds {
            parts.push(text());
        }
    };
    let others = task.addressees.iter().filter(|a| row.addressee_id() != Some(a.as_str()));
    let joint = id == row.task_id() && task.addressees.len() > 1;
    say(joint, &|| {
        let names: Vec<&str> = others.clone().map(|a| name(evaluation, a.as_str())).collect();
        format!("cùng chủ trì: {}", names.join(", "))
    });
    let (done, of) = row.task_rows();
    say(of > 1, &|| format!("{} trên {} cơ quan đã xong", count(done.into()), count(of.into())));
    if let Some(occurrences) = row.occurrences() {
        say(true, &|| {
            format!(
                "kỳ {}: {} kỳ đã qua, {} đúng hạn, {} quá hạn, {} chưa làm, {} chưa có báo cáo",
                occurrences.judged.code(),
                occurrences.elapsed_count,
                occurrences.done_on_time_count,
                occurrences.done_late_count,
                occurrences.missed_count,
                occurrences.unreported_count
            )
        });
    }
    if let Some(on) = row.closed_on() {
        say(row.status().is_done(), &|| format!("hoàn thành ngày {}", day(on)));
    }
    if let Some(on) = row.submitted_on() {
        say(true, &|| format!("trình ngày {}", day(on)));
    }
    say(row.extension_count() > 0, &|| {
        let first = row
            .original_deadline()
            .map_or_else(String::new, |on| format!(" (hạn ban đầu {})", day(on)));
        format!("đã gia hạn {} lần{first}", row.extension_count())
    });
    say(task.indicative, &|| "thời hạn dự kiến".to_owned());
    say(row.is_late_only_if_strict(), &|| {
        "chỉ quá hạn nếu hiểu 'trước' theo nghĩa chặt".to_owned()
    });
    say(row.is_inherited(), &|| "đã quá hạn trước khi chuyển giao".to_owned());
    say(row.is_excused(), &|| "nguyên nhân khách quan đã được xác nhận".to_owned());
    say(row.urged_count() > 0, &|| format!("đã đôn đốc {} lần", row.urged_count()));
    say(row.set_aside_count() > 0, &|| {
        format!("{} báo cáo không được tính", row.set_aside_count())
    });
    parts.join("; ")
}
