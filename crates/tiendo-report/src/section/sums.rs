//! A table of sums: a line for each key, with its classes as figures and as a bar.

use askama::Template;
use tiendo::{Rollup, Sums};

use crate::chart::{Bar, Bucket};
use crate::figure;
use crate::view::View;

/// One line.
pub(crate) struct SumsLine {
    pub(crate) name: String,
    pub(crate) total: u64,
    pub(crate) figures: Vec<u64>,
    pub(crate) rate: String,
    pub(crate) bar: Bar,
}

impl SumsLine {
    pub(crate) fn of(view: &View<'_>, name: String, sums: &Sums) -> Self {
        SumsLine {
            name,
            total: sums.total(),
            figures: Bucket::ALL.iter().map(|bucket| bucket.count(sums)).collect(),
            rate: view.rate(sums),
            bar: Bar::of(sums),
        }
    }
}

/// The table.
#[derive(Template)]
#[template(path = "sums.html")]
pub(crate) struct SumsTable<'a> {
    view: &'a View<'a>,
    id: &'static str,
    caption: String,
    what: &'static str,
    lines: Vec<SumsLine>,
    buckets: Vec<(&'static str, String)>,
}

impl<'a> SumsTable<'a> {
    /// A table with these lines.
    pub(crate) fn new(
        view: &'a View<'a>,
        id: &'static str,
        (caption, what): (String, &'static str),
        lines: Vec<SumsLine>,
    ) -> Self {
        let buckets = Bucket::ALL.iter().map(|bucket| (bucket.key(), bucket.name(view))).collect();
        SumsTable { view, id, caption, what, lines, buckets }
    }

    /// The own sums of each key that has any; what belongs to none stands last.
    pub(crate) fn lines_of(view: &View<'_>, rollup: &Rollup) -> Vec<SumsLine> {
        let with_any = rollup.rows.iter().filter(|row| row.own.total() > 0);
        let name = |row: &tiendo::RollupRow| {
            figure::capitalised(view.say(&row.name, &row.name_en)).clone()
        };
        let mut lines: Vec<SumsLine> =
            with_any.map(|row| SumsLine::of(view, name(row), &row.own)).collect();
        if rollup.unassigned.total() > 0 && !lines.is_empty() {
            lines.push(SumsLine::of(view, view.w.other_documents.to_owned(), &rollup.unassigned));
        }
        lines
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}
