//! What changed since the last report.

use askama::Template;
use tiendo::{Changes, OfficialClass, RowChange};
use tiendo_formats::Error;

use crate::escape::{anchor, fragment};
use crate::sink::Sink;
use crate::view::View;
use crate::words::fill;

/// Most rows of one kind of change that are named.
const NAMED: usize = 100;

/// One class, now and before.
struct ClassChange {
    name: String,
    now: String,
    before: String,
    change: String,
}

/// Rows that changed alike.
struct Turned {
    title: String,
    rows: Vec<TurnedRow>,
    more: Option<String>,
}

struct TurnedRow {
    id: String,
    /// Where its task stands in this page, where it does.
    target: Option<String>,
    title: String,
    agency: String,
}

#[derive(Template)]
#[template(path = "changes.html")]
struct Changed<'a> {
    view: &'a View<'a>,
    /// Why nothing is compared.
    none: Option<String>,
    since: String,
    classes: Vec<ClassChange>,
    turned: Vec<Turned>,
}

pub(crate) fn put(view: &View<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
    let mut part =
        Changed { view, none: None, since: String::new(), classes: Vec::new(), turned: Vec::new() };
    match view.previous.map(|previous| view.evaluation.changes_since(previous, None)) {
        None => part.none = Some(view.w.no_previous.to_owned()),
        // Another policy, or a later day: the two cannot be compared, and the page says so.
        Some(Err(_)) => part.none = Some(view.w.not_comparable.to_owned()),
        Some(Ok(changes)) => tell(view, &changes, &mut part),
    }
    sink.put(&part)
}

fn tell(view: &View<'_>, changes: &Changes, part: &mut Changed<'_>) {
    let before = &changes.scope_before;
    part.since = fill(
        view.w.since,
        &[("day", &view.day(before.day)), ("reports", &view.count(before.report_count))],
    );
    let (now, then) = (&changes.total.now, &changes.total.before);
    let line = |name: String, now: u64, before: u64| {
        let change = i128::from(now) - i128::from(before);
        let sign = match change {
            1.. => "+",
            0 => "",
            _ => "−",
        };
        let change = format!("{sign}{}", view.count(now.abs_diff(before)));
        ClassChange { name, now: view.count(now), before: view.count(before), change }
    };
    let classes = OfficialClass::ALL
        .iter()
        .map(|class| (view.class(*class), now.of_class(*class), then.of_class(*class)));
    let classes = classes.filter(|(_, now, before)| *now > 0 || *before > 0);
    part.classes = classes.map(|(name, now, before)| line(name, now, before)).collect();
    part.classes.push(line(view.w.total.to_owned(), now.total(), then.total()));
    part.turned = [
        (view.w.newly_done, changes.total.newly_done_count, &changes.newly_done),
        (view.w.newly_overdue, changes.total.newly_overdue_count, &changes.newly_overdue),
        (view.w.reopened, changes.total.reopened_count, &changes.reopened),
        (
            view.w.no_longer_overdue,
            changes.total.no_longer_overdue_count,
            &changes.no_longer_overdue,
        ),
    ]
    .into_iter()
    .map(|(title, count, rows)| turned(view, fill(title, &[("count", &view.count(count))]), rows))
    .collect();
}

fn turned(view: &View<'_>, title: String, rows: &[RowChange]) -> Turned {
    // What an older register shows and this one does not may be guarded by now.
    let shown = || rows.iter().filter(|row| view.evaluation.registry().task(&row.task).is_some());
    let more = rows.len() - shown().take(NAMED).count();
    let row = |change: &RowChange| TurnedRow {
        id: change.row.clone(),
        target: view.has_tasks.then(|| fragment(&anchor(&change.task))),
        title: view
            .evaluation
            .find(&change.row)
            .map_or_else(|| change.title.clone(), |row| row.title_in(view.lang).to_owned()),
        agency: change.agency.as_deref().map_or(view.w.nobody, |id| view.agency(id)).to_owned(),
    };
    Turned {
        title,
        rows: shown().take(NAMED).map(row).collect(),
        more: (more > 0).then(|| fill(view.w.more_rows, &[("count", &view.count(more as u64))])),
    }
}
