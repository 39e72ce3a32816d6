//! The agencies with pages of their own, in the index of a folder.

use askama::Template;
use tiendo_formats::Error;

use crate::folder::AgencyPages;
use crate::sink::Sink;
use crate::view::View;

struct AgencyLine<'a> {
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
    lines: Vec<AgencyLine<'a>>,
    total: usize,
}

pub(crate) fn put(
    view: &View<'_>,
    sink: &mut Sink<'_>,
    pages: &[AgencyPages<'_>],
) -> Result<(), Error> {
    let lines: Vec<AgencyLine<'_>> = pages.iter().map(|page| line(view, page)).collect();
    sink.put(&Agencies { view, total: lines.len(), lines })
}

fn line<'p>(view: &View<'_>, page: &'p AgencyPages<'_>) -> AgencyLine<'p> {
    let (sums, policy) = (&page.sums, view.evaluation.policy());
    AgencyLine {
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
