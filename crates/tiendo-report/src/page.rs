//! The report in one file, and the frame that every page has.

use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};
use tiendo::Evaluation;
use tiendo_formats::{Error, atomic};

use crate::figure;
use crate::options::ReportOptions;
use crate::section::lists::{List, Most, Targets};
use crate::section::{
    changes, critical, groups, kpis, lists, phases, quality, ranking, scope, summary, tasks,
};
use crate::sink::Sink;
use crate::view::{Shown, View};
use crate::words::fill;

/// The one style of every page, and the one script.
const STYLE: &str = include_str!("../assets/style.css");
const SCRIPT: &str = include_str!("../assets/script.js");

/// What a page may do: nothing but show this style and run this script.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |text: &str| BASE64.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
});

/// The report of an evaluation as one page that needs nothing beside it.
///
/// Made of the public tasks alone. The same evaluation and options give the same bytes.
///
/// # Errors
/// - [`Error::Core`] where the public tasks cannot be evaluated.
/// - [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// use tiendo_report::ReportOptions;
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// let page = tiendo_report::html(&evaluation, &ReportOptions::default())?;
/// assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"vi\">"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn html(evaluation: &Evaluation, options: &ReportOptions<'_>) -> Result<String, Error> {
    let mut bytes = Vec::new();
    write(&mut bytes, "report.html", evaluation, options)?;
    // What templates write is text.
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// Writes the page of [`html`] to a file, whole or not at all, without holding all of it.
///
/// # Errors
/// - [`Error::Exists`] for a file that [`ReportOptions::overwrite`] keeps.
/// - [`Error::Io`] where the file cannot be written.
/// - those of [`html`].
///
/// # Example
/// ```no_run
/// use tiendo::{day, AsOf, Policy, RegistryBuilder};
/// use tiendo_report::ReportOptions;
/// let registry = RegistryBuilder::new().finish();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// tiendo_report::write_html(&evaluation, "report.html", &ReportOptions::default())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_html(
    evaluation: &Evaluation,
    path: impl AsRef<Path>,
    options: &ReportOptions<'_>,
) -> Result<(), Error> {
    let path = path.as_ref();
    let file = path.display().to_string();
    atomic::write_atomically(path, options.overwrite, |draft| {
        write(draft, &file, evaluation, options)
    })
}

fn write(
    output: &mut dyn Write,
    file: &str,
    evaluation: &Evaluation,
    options: &ReportOptions<'_>,
) -> Result<(), Error> {
    let shown = Shown::of(evaluation, options, file)?;
    let view = shown.view(options, true);
    let mut sink = Sink::new(output, file);
    options.heard(file, 0)?;
    put_head(&view, &mut sink, &Frame::report(&view, &SECTIONS))?;
    summary::put(&view, &mut sink)?;
    phases::put(&view, &mut sink)?;
    groups::put(&view, &mut sink)?;
    ranking::put(&view, &mut sink)?;
    for list in List::ALL {
        let rows = list.of(view.evaluation);
        lists::put(&view, &mut sink, list, &rows, (Most::ALL, Targets::Tasks))?;
    }
    changes::put(&view, &mut sink)?;
    critical::put(&view, &mut sink)?;
    kpis::put(&view, &mut sink)?;
    quality::put(&view, &mut sink, true)?;
    tasks::put(&view, &mut sink, options, file)?;
    scope::put(&view, &mut sink)?;
    put_foot(&view, &mut sink)?;
    sink.finish().map(drop)
}

/// The parts of the whole report, in order.
pub(crate) const SECTIONS: [&str; 12] = [
    "summary", "phases", "groups", "ranking", "overdue", "due-soon", "changes", "critical", "kpis",
    "quality", "tasks", "scope",
];

/// What stands around the parts of a page.
pub(crate) struct Frame<'a> {
    /// The heading.
    pub(crate) title: String,
    /// The parts, by id.
    pub(crate) sections: &'a [&'static str],
    /// Other pages: file, words, and whether it is this one.
    pub(crate) pages: Vec<(String, String, bool)>,
}

impl<'a> Frame<'a> {
    /// The frame of the whole report.
    pub(crate) fn report(view: &View<'_>, sections: &'a [&'static str]) -> Self {
        let title = fill(view.w.title, &[("day", &view.day(view.scope.day))]);
        Frame { title, sections, pages: Vec::new() }
    }
}

#[derive(Template)]
#[template(path = "head.html")]
struct Head<'a> {
    view: &'a View<'a>,
    lang: &'static str,
    csp: &'static str,
    style: &'static str,
    title: &'a str,
    parts: Vec<(&'static str, &'static str)>,
    pages: &'a [(String, String, bool)],
    known: String,
}

#[derive(Template)]
#[template(path = "foot.html")]
struct Foot<'a> {
    view: &'a View<'a>,
    script: &'static str,
}

/// Puts all that comes before the first part.
pub(crate) fn put_head(
    view: &View<'_>,
    sink: &mut Sink<'_>,
    frame: &Frame<'_>,
) -> Result<(), Error> {
    let known = view.scope.known.map_or_else(
        || view.w.everything_recorded.to_owned(),
        |known| fill(view.w.recorded_by, &[("day", &view.day(known))]),
    );
    sink.put(&Head {
        view,
        lang: view.say("vi", "en"),
        csp: &POLICY,
        style: STYLE,
        title: &frame.title,
        parts: frame.sections.iter().map(|id| (*id, heading(view, id))).collect(),
        pages: &frame.pages,
        known: figure::capitalised(&known),
    })
}

/// Puts all that comes behind the last part.
pub(crate) fn put_foot(view: &View<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
    sink.put(&Foot { view, script: SCRIPT })
}

/// The heading of a part.
fn heading(view: &View<'_>, id: &str) -> &'static str {
    let w = view.w;
    match id {
        "summary" => w.summary,
        "phases" => w.phases,
        "groups" => w.groups,
        "ranking" => w.ranking,
        "overdue" => w.overdue,
        "due-soon" => w.due_soon,
        "changes" => w.changes,
        "critical" => w.critical,
        "kpis" => w.kpis,
        "quality" => w.quality,
        "tasks" => w.tasks,
        _ => w.scope,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_and_script_cannot_end_their_elements() {
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
    }
}
