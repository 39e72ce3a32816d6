//! What the numbers are made of, and how to read them.

use askama::Template;
use tiendo_formats::Error;

use crate::sink::Sink;
use crate::view::View;
use crate::words::fill;

#[derive(Template)]
#[template(path = "scope.html")]
struct ScopePart<'a> {
    view: &'a View<'a>,
    parts: Vec<(&'static str, String)>,
}

pub(crate) fn put(view: &View<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
    let (w, scope, policy) = (view.w, &view.scope, view.evaluation.policy());
    let known = scope.known.map_or_else(
        || w.everything_recorded.to_owned(),
        |known| fill(w.recorded_by, &[("day", &view.day(known))]),
    );
    let parts = vec![
        (w.day_judged, view.day(scope.day)),
        (w.day_known, known),
        (w.hidden, view.count(scope.hidden_report_count)),
        (
            w.policy,
            fill(
                w.policy_is,
                &[("name", &scope.policy), ("version", &scope.policy_version.to_string())],
            ),
        ),
        (w.calendar, scope.calendar.clone()),
        (
            w.due_soon,
            fill(w.due_soon_within, &[("days", &view.count(policy.due_soon_days.into()))]),
        ),
        (w.rate, policy.rate.label(view.lang).to_owned()),
        (w.silence, policy.silence.label(view.lang).to_owned()),
        (w.provenance, scope.provenance.label(view.lang).to_owned()),
        (w.tasks_in_force, view.count(scope.task_count)),
        (w.documents_counted, view.count(scope.document_count)),
        (w.reports_seen, view.count(scope.report_count)),
        (w.rows, view.count(view.evaluation.len() as u64)),
        (w.disclosure, w.disclosure_is.to_owned()),
        (w.data_version, view.version.clone()),
    ];
    sink.put(&ScopePart { view, parts })
}
