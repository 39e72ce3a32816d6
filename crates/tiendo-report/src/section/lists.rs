//! What is overdue and what is due soon: row by row, with who is responsible and the days.

use askama::Template;
use tiendo::{Evaluation, Row, Status};
use tiendo_formats::Error;

use crate::escape::{anchor, fragment};
use crate::figure;
use crate::sink::Sink;
use crate::view::View;
use crate::words::fill;

/// One of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Overdue,
    DueSoon,
}

impl List {
    pub(crate) const ALL: [List; 2] = [List::Overdue, List::DueSoon];

    fn key(self) -> &'static str {
        if self == List::Overdue { "overdue" } else { "due-soon" }
    }

    /// The rows of an evaluation that stand in it, the most pressing first.
    pub(crate) fn of(self, evaluation: &Evaluation) -> Vec<Row<'_>> {
        let rows = evaluation.rows().filter(|row| self.takes(row));
        sorted(rows.collect())
    }

    /// True for a row that stands in it. What nobody reported on is not among the overdue, whatever the policy counts it as: missing
    /// data is no verdict.
    pub(crate) fn takes(self, row: &Row<'_>) -> bool {
        match self {
            List::Overdue => row.status() == Status::Overdue && row.is_reported(),
            List::DueSoon => row.status() == Status::DueSoon,
        }
    }
}

/// The most pressing first.
pub(crate) fn sorted(mut rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    rows.sort_by_key(|row| (row.deadline(), row.index()));
    rows
}

#[derive(Template)]
#[template(path = "list_head.html")]
struct Head<'a> {
    view: &'a View<'a>,
    key: &'static str,
    title: &'static str,
    note: String,
    is_empty: bool,
    none: &'static str,
}

#[derive(Template)]
#[template(path = "list_row.html")]
struct Line<'a> {
    view: &'a View<'a>,
    /// Where the task stands in this page, where it does.
    target: Option<String>,
    id: String,
    title: &'a str,
    agency: &'a str,
    deadline: String,
    deadline_sort: String,
    days: i64,
    days_text: String,
    percent: u8,
    notes: Vec<String>,
}

#[derive(Template)]
#[template(path = "list_foot.html")]
struct Foot {
    is_empty: bool,
    more: Option<String>,
}

/// How a list leads to its tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Targets {
    /// The lines of tasks stand in this page.
    Tasks,
    /// The lines of rows do.
    Rows,
    /// Neither.
    None,
}

/// How much of a list is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Most {
    /// So many rows.
    pub(crate) rows: usize,
    /// So many bytes of the page with all that stands before it.
    pub(crate) bytes: usize,
}

impl Most {
    /// All of it.
    pub(crate) const ALL: Most = Most { rows: usize::MAX, bytes: usize::MAX };
}

/// Puts a list of these rows, and how many of them are not shown.
pub(crate) fn put(
    view: &View<'_>,
    sink: &mut Sink<'_>,
    list: List,
    rows: &[Row<'_>],
    (most, targets): (Most, Targets),
) -> Result<(), Error> {
    let soon = view.count(view.evaluation.policy().due_soon_days.into());
    let (title, note, none) = match list {
        List::Overdue => (view.w.overdue, view.w.overdue_note.to_owned(), view.w.none_overdue),
        List::DueSoon => {
            (view.w.due_soon, fill(view.w.due_soon_note, &[("days", &soon)]), view.w.none_due_soon)
        }
    };
    sink.put(&Head { view, key: list.key(), title, note, is_empty: rows.is_empty(), none })?;
    let mut shown = 0;
    for row in rows.iter().take(most.rows) {
        let line = sink.rendered(&line(view, row, targets))?;
        if line.len() > most.bytes.saturating_sub(sink.len()) {
            break;
        }
        sink.put_text(&line)?;
        shown += 1;
    }
    let more = rows.len() - shown;
    let more = (more > 0).then(|| fill(view.w.more_rows, &[("count", &view.count(more as u64))]));
    sink.put(&Foot { is_empty: rows.is_empty(), more })
}

fn line<'a>(view: &'a View<'a>, row: &Row<'a>, targets: Targets) -> Line<'a> {
    let past = row.deadline().map_or(0, |last| (view.scope.day - last).num_days());
    let is_overdue = row.status() == Status::Overdue;
    let days = row.late_days().filter(|days| is_overdue && *days > 0).map_or(past, i64::from);
    let words = match days {
        0 => view.w.today.to_owned(),
        // What is only foreseen is never overdue.
        1.. if !is_overdue => view.w.only_foreseen.to_owned(),
        1.. => fill(view.w.days_late, &[("days", &view.count(days.unsigned_abs()))]),
        _ => fill(view.w.days_left, &[("days", &view.count(days.unsigned_abs()))]),
    };
    let mut notes = Vec::new();
    let mut note = |holds: bool, words: &'static str| {
        if holds {
            notes.push(figure::capitalised(words));
        }
    };
    note(!row.is_reported(), view.w.no_report_yet);
    note(row.is_blocked_in_term(), view.w.blocked_in_term);
    note(row.is_inherited(), view.w.inherited_row);
    note(row.is_late_only_if_strict(), view.w.only_if_strict);
    let id = row.id();
    let target = match targets {
        Targets::Tasks => Some(fragment(&anchor(row.task_id()))),
        Targets::Rows => Some(fragment(&anchor(&id))),
        Targets::None => None,
    };
    Line {
        view,
        target,
        title: row.title_in(view.lang),
        agency: row.agency_name(view.lang).unwrap_or(view.w.nobody),
        deadline: row.deadline().map_or_else(|| "–".to_owned(), |day| view.day(day)),
        deadline_sort: row.deadline().map_or_else(String::new, |day| day.to_string()),
        days,
        days_text: words,
        percent: row.percent(),
        notes,
        id,
    }
}
