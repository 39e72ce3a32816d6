//! The groups of tasks of the plans.

use askama::Template;
use tiendo::Axis;
use tiendo_formats::Error;

use super::sums::SumsTable;
use crate::sink::Sink;
use crate::view::View;

#[derive(Template)]
#[template(path = "groups.html")]
struct Groups<'a> {
    view: &'a View<'a>,
    table: SumsTable<'a>,
}

pub(crate) fn put(view: &View<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
    let lines = SumsTable::lines_of(view, &view.evaluation.roll_up(Axis::Group));
    let caption = view.w.groups_caption.to_owned();
    sink.put(&Groups {
        view,
        table: SumsTable::new(view, "t-groups", (caption, view.w.group), lines),
    })
}
