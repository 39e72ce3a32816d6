//! The agencies with pages of their own, in the index of a folder.

use askama::Template;
use tiendo_formats::Error;

use crate::folder::AgencyPages;
use crate::sink::Sink;
use crate::view::View;
use crate::words::fill;

#[derive(Template)]
#[template(path = "agency_line.html")]
struct AgencyLine<'a> {
    view: &'a View<'a>,
    id: &'a str,
    name: &'a str,
    file: String,
    total: u64,
    done: u64,
    overdue: u64,
    no_data: u64,
    rate: String,
}

#[derive(Template)]
#[template(path = "agencies.html")]
struct Agencies<'a> {
    view: &'a View<'a>,
    lines: Vec<String>,
    /// What stands around the table where not all agencies are in it: which ones are.
    part: Option<String>,
}

/// Puts the agencies from `first` on, as many as there is room for but one at least, and returns where the next would stand.
pub(crate) fn put(
    view: &View<'_>,
    sink: &mut Sink<'_>,
    (pages, first): (&[AgencyPages<'_>], usize),
    most_bytes: usize,
) -> Result<usize, Error> {
    let (mut lines, mut room) = (Vec::new(), most_bytes.saturating_sub(sink.len()));
    for page in &pages[first..] {
        let line = sink.rendered(&line(view, page))?;
        if line.len() > room && !lines.is_empty() {
            break;
        }
        room = room.saturating_sub(line.len());
        lines.push(line);
    }
    let next = first + lines.len();
    let part = (lines.len() < pages.len()).then(|| {
        let count = |n: usize| view.count(n as u64);
        let values =
            [("from", &*count(first + 1)), ("to", &count(next)), ("of", &count(pages.len()))];
        fill(view.w.agencies_part, &values)
    });
    sink.put(&Agencies { view, lines, part })?;
    Ok(next)
}

fn line<'p>(view: &'p View<'p>, page: &'p AgencyPages<'_>) -> AgencyLine<'p> {
    let (sums, policy) = (&page.sums, view.evaluation.policy());
    AgencyLine {
        view,
        id: page.agency.unwrap_or_default(),
        name: page.name,
        file: page.file(1),
        total: sums.total(),
        done: sums.done(),
        overdue: sums.overdue(policy),
        no_data: sums.overdue_unreported(),
        rate: view.rate(sums),
    }
}
