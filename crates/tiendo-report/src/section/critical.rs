//! The critical chain: which tasks drive the last day, and where one agency waits for another.

use askama::Template;
use tiendo::schedule::{Schedule, ScheduledTask};
use tiendo_formats::Error;

use crate::escape::{anchor, fragment};
use crate::sink::Sink;
use crate::view::View;
use crate::words::fill;

/// Most tasks of the chain that are shown, and most agencies named of one.
const SHOWN: usize = 200;
const NAMED: usize = 3;

#[derive(Template)]
#[template(path = "critical.html")]
struct Critical<'a> {
    view: &'a View<'a>,
    /// Why there is no chain.
    none: Option<String>,
    lead: String,
    links: Vec<Link>,
    more: Option<String>,
}

/// One task of the chain.
struct Link {
    id: String,
    target: Option<String>,
    title: String,
    agencies: String,
    /// Whether the task before is another agency's.
    is_handed_on: bool,
    start: String,
    finish: String,
    last_day: String,
    slack: String,
    /// Nobody reported on it: its dates are assumed.
    is_silent: bool,
}

pub(crate) fn put(view: &View<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
    let mut part =
        Critical { view, none: None, lead: String::new(), links: Vec::new(), more: None };
    match view.evaluation.schedule() {
        Err(error) => part.none = Some(fill(view.w.no_schedule, &[("why", &error.to_string())])),
        Ok(schedule) if schedule.scope().link_count == 0 => {
            part.none = Some(view.w.no_links.to_owned());
        }
        Ok(schedule) => tell(view, &schedule, &mut part),
    }
    sink.put(&part)
}

fn tell(view: &View<'_>, schedule: &Schedule, part: &mut Critical<'_>) {
    let (scope, chain) = (schedule.scope(), schedule.driving_path());
    part.lead = fill(
        view.w.critical_lead,
        &[
            ("tasks", &view.count(scope.task_count)),
            ("links", &view.count(scope.link_count)),
            ("critical", &view.count(scope.critical_count)),
            ("late", &view.count(scope.late_count)),
            ("finish", &scope.finish.map_or_else(|| "–".to_owned(), |day| view.day(day))),
        ],
    );
    let more = chain.len().saturating_sub(SHOWN);
    part.more = (more > 0).then(|| fill(view.w.more_rows, &[("count", &view.count(more as u64))]));
    let mut before: Option<Vec<&str>> = None;
    for task in chain.iter().take(SHOWN) {
        let agencies = task.agencies();
        let is_handed_on = before.as_ref().is_some_and(|before| *before != agencies);
        part.links.push(link(view, *task, &agencies, is_handed_on));
        before = Some(agencies);
    }
}

fn link(view: &View<'_>, task: ScheduledTask<'_>, agencies: &[&str], is_handed_on: bool) -> Link {
    let day =
        |day: Option<chrono::NaiveDate>| day.map_or_else(|| "–".to_owned(), |day| view.day(day));
    let mut names: Vec<String> =
        agencies.iter().take(NAMED).map(|id| view.agency(id).to_owned()).collect();
    let more = agencies.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(fill(view.w.and_more, &[("count", &view.count(more as u64))]));
    }
    if names.is_empty() {
        names.push(view.w.nobody.to_owned());
    }
    let english = view.evaluation.rows_of(task.id()).next().map(|row| row.title_in(view.lang));
    Link {
        id: task.id().to_owned(),
        target: view.has_tasks.then(|| fragment(&anchor(task.id()))),
        title: english.unwrap_or(task.title()).to_owned(),
        agencies: names.join("; "),
        is_handed_on,
        start: day(task.start()),
        finish: day(task.finish()),
        last_day: day(task.deadline()),
        is_silent: !view.evaluation.rows_of(task.id()).any(|row| row.is_reported()),
        slack: task.total_slack_days().map_or_else(|| "–".to_owned(), |days| days.to_string()),
    }
}
