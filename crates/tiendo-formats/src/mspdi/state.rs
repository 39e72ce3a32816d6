//! What is said of a row: how far the work is, when it is planned, what the custom fields carry.

use std::borrow::Cow;

use chrono::NaiveDate;
use tiendo::schedule::ScheduledTask;
use tiendo::{Row, Status};

use super::field::{Field, Kind};
use super::length::{EVENING, MORNING, at};
use super::outline::OneTask;

/// What is said of the work of a row.
#[derive(Default)]
pub(super) struct State {
    pub(super) percent: u8,
    pub(super) is_reported: bool,
    pub(super) finished: Option<NaiveDate>,
    /// When it was cancelled.
    pub(super) stopped: Option<NaiveDate>,
    pub(super) deadline: Option<NaiveDate>,
    pub(super) original: Option<NaiveDate>,
    pub(super) status: Option<Status>,
}

/// When a row begins and ends, with the hours.
#[derive(Default)]
pub(super) struct Days {
    pub(super) start: Option<String>,
    pub(super) finish: Option<String>,
}

/// What the schedule says of a task.
pub(super) struct Planned {
    pub(super) is_critical: bool,
    pub(super) days: Vec<(&'static str, String)>,
    pub(super) free: Option<i32>,
    pub(super) total: Option<i32>,
}

impl Planned {
    pub(super) fn of(planned: &ScheduledTask<'_>) -> Self {
        let begin = if planned.duration_days() == 0 { EVENING } else { MORNING };
        let days = [
            ("EarlyStart", planned.start(), begin),
            ("EarlyFinish", planned.finish(), EVENING),
            ("LateStart", planned.late_start(), begin),
            ("LateFinish", planned.late_finish(), EVENING),
        ];
        Planned {
            is_critical: planned.is_critical(),
            days: days
                .into_iter()
                .filter_map(|(name, day, hour)| Some((name, at(day?, hour))))
                .collect(),
            free: planned.free_slack_days(),
            total: planned.total_slack_days(),
        }
    }
}

pub(super) fn days(planned: &ScheduledTask<'_>) -> Days {
    let hour = if planned.duration_days() == 0 { EVENING } else { MORNING };
    Days {
        start: planned.start().map(|day| at(day, hour)),
        finish: planned.finish().map(|day| at(day, EVENING)),
    }
}

/// Where nothing is planned, a row stands on its last day.
pub(super) fn by(state: &State) -> Days {
    let finish = state.finished.or(state.deadline).map(|day| at(day, EVENING));
    Days { start: finish.clone(), finish }
}

pub(super) fn of_row(row: &Row<'_>) -> State {
    State {
        percent: row.percent(),
        is_reported: row.is_reported(),
        finished: row.closed_on().filter(|_| row.status().is_done()),
        stopped: row.closed_on().filter(|_| row.status() == Status::Cancelled),
        deadline: row.deadline(),
        original: row.original_deadline(),
        status: Some(row.status()),
    }
}

/// A task of several rows: as far as they are on the whole, done when the last of them is.
pub(super) fn of_rows(rows: &[Row<'_>]) -> State {
    let sum: usize = rows.iter().map(|row| usize::from(row.percent())).sum();
    let all: Vec<State> = rows.iter().map(of_row).collect();
    let is_done = all.iter().all(|state| state.finished.is_some());
    State {
        percent: u8::try_from(sum / rows.len().max(1)).unwrap_or(100),
        is_reported: all.iter().any(|state| state.is_reported),
        finished: all.iter().filter_map(|state| state.finished).max().filter(|_| is_done),
        deadline: all.iter().filter_map(|state| state.deadline).max(),
        original: all.iter().filter_map(|state| state.original).max(),
        stopped: None,
        status: None,
    }
}

pub(super) fn task_fields<'t>(
    one: &'t OneTask<'_>,
    kind: Kind,
    state: &State,
) -> Vec<(Field, Cow<'t, str>)> {
    let task = &*one.task;
    let text = |text: &'t Option<tiendo::Text>| text.as_ref().map(tiendo::Text::as_str);
    let product = task.product.as_ref();
    let values: [(Field, Option<Cow<'t, str>>); 14] = [
        (Field::Id, Some(task.id.as_str().into())),
        (Field::Kind, Some(kind.as_str().into())),
        (Field::Document, Some(task.document.as_str().into())),
        (Field::Clause, text(&task.clause).map(Into::into)),
        (Field::Group, task.group.as_ref().map(|group| group.as_str().into())),
        (Field::Phase, task.phase.as_ref().map(|phase| phase.as_str().into())),
        (Field::Authority, text(&task.authority).map(Into::into)),
        (Field::Product, product.map(|product| product.text.as_str().into())),
        (
            Field::ProductKind,
            product
                .and_then(|product| product.kind.as_ref())
                .map(|kind| kind.as_str().to_owned().into()),
        ),
        (
            Field::Deadline,
            Some(task.deadline.text.as_str().into()).filter(|text: &Cow<'_, str>| !text.is_empty()),
        ),
        (Field::Status, state.status.map(|status| status.as_str().into())),
        (
            Field::Classification,
            task.classification.as_ref().map(|class| class.as_str().to_owned().into()),
        ),
        (Field::Mode, task.mode.map(|mode| mode.as_str().into())),
        (Field::Weight, Some(task.weight.to_string().into()).filter(|_| task.weight != 1)),
    ];
    let mut fields: Vec<_> =
        values.into_iter().filter_map(|(field, value)| Some((field, value?))).collect();
    if task.indicative {
        fields.push((Field::Indicative, "1".into()));
    }
    fields
}
