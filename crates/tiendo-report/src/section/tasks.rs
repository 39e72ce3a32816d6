//! Every task with where it stands and why, in blocks; and what finds, filters and sorts them.

use std::collections::BTreeMap;

use askama::Template;
use tiendo::{OfficialClass, Row};
use tiendo_formats::Error;

use crate::figure;
use crate::line::{Line, Told};
use crate::options::ReportOptions;
use crate::sink::Sink;
use crate::view::View;
use crate::words::fill;

/// Tasks of one block: what is not on the screen is not laid out, block by block.
pub(crate) const BLOCK: usize = 100;
/// Tasks between two calls of the progress callback.
const PROGRESS: u64 = 1024;

/// What a filter offers: the value and its words.
type Choices = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "tasks_head.html")]
struct Head<'a> {
    view: &'a View<'a>,
    total: usize,
    count: String,
    classes: Choices,
    phases: Choices,
    groups: Choices,
    agencies: Choices,
    sorts: Vec<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "tasks_block.html")]
struct Block<'a> {
    view: &'a View<'a>,
    caption: String,
    is_first: bool,
}

#[derive(Template)]
#[template(source = "</tbody></table></div>", ext = "html")]
struct BlockFoot;

#[derive(Template)]
#[template(source = "</div></div></section>", ext = "html")]
struct Foot;

/// Puts the part with all its lines; each is made, put and forgotten.
pub(crate) fn put<'a>(
    view: &'a View<'a>,
    sink: &mut Sink<'_>,
    options: &ReportOptions<'_>,
    file: &str,
) -> Result<(), Error> {
    let (total, offered) = offered(view);
    put_head(view, sink, total, offered)?;
    let (mut done, mut told) = (0_usize, Told::default());
    let mut rows: Vec<Row<'a>> = Vec::new();
    let mut of_task = |rows: &[Row<'a>], sink: &mut Sink<'_>| {
        let Some(mut line) = Line::of_task(view, rows) else { return Ok(()) };
        told.tell(rows, &mut line);
        if done.is_multiple_of(BLOCK) {
            if done > 0 {
                sink.put(&BlockFoot)?;
            }
            put_block(view, sink, (done, (done + BLOCK).min(total), total), done == 0)?;
        }
        sink.put(&line)?;
        done += 1;
        if (done as u64).is_multiple_of(PROGRESS) {
            options.heard(file, done as u64)
        } else {
            Ok(())
        }
    };
    for row in view.evaluation.rows() {
        if rows.first().is_some_and(|first| first.task_id() != row.task_id()) {
            of_task(&rows, sink)?;
            rows.clear();
        }
        rows.push(row);
    }
    of_task(&rows, sink)?;
    put_foot(sink, total)
}

/// Puts what comes before so many lines.
pub(crate) fn put_head(
    view: &View<'_>,
    sink: &mut Sink<'_>,
    total: usize,
    offered: Offered,
) -> Result<(), Error> {
    let w = view.w;
    let sorts = vec![
        ("id", w.id),
        ("title", w.task),
        ("agency", w.agency),
        ("deadline", w.last_day),
        ("status", w.status),
        ("days", w.days),
    ];
    let Offered { classes, phases, groups, agencies } = offered;
    let count = fill(view.w.tasks_n, &[("count", &view.count(total as u64))]);
    sink.put(&Head { view, total, count, classes, phases, groups, agencies, sorts })
}

/// Puts these lines in blocks: they are those from `first` on, of so many.
pub(crate) fn put_lines(
    view: &View<'_>,
    sink: &mut Sink<'_>,
    lines: &[String],
    (first, total): (usize, usize),
) -> Result<(), Error> {
    for (place, block) in lines.chunks(BLOCK).enumerate() {
        let from = first + place * BLOCK;
        if place > 0 {
            sink.put(&BlockFoot)?;
        }
        put_block(view, sink, (from, from + block.len(), total), place == 0)?;
        for line in block {
            sink.put_text(line)?;
        }
    }
    put_foot(sink, lines.len())
}

/// Puts the head of a block: its lines are those behind `from` up to `to`, of so many.
fn put_block(
    view: &View<'_>,
    sink: &mut Sink<'_>,
    (from, to, total): (usize, usize, usize),
    is_first: bool,
) -> Result<(), Error> {
    let count = |n: usize| view.count(n as u64);
    let values = [("from", &*count(from + 1)), ("to", &count(to)), ("of", &count(total))];
    sink.put(&Block { view, caption: fill(view.w.block, &values), is_first })
}

/// Puts what comes behind the lines.
fn put_foot(sink: &mut Sink<'_>, total: usize) -> Result<(), Error> {
    if total > 0 {
        sink.put(&BlockFoot)?;
    }
    sink.put(&Foot)
}

/// What the filters offer.
#[derive(Default)]
pub(crate) struct Offered {
    classes: Choices,
    phases: Choices,
    groups: Choices,
    agencies: Choices,
}

impl Offered {
    /// The classes, phases and groups of any register, and no agencies.
    pub(crate) fn usual(view: &View<'_>) -> Self {
        let classes =
            OfficialClass::ALL.iter().map(|class| (class.as_str().to_owned(), view.class(*class)));
        let plans = view.evaluation.registry().plans();
        let named = |id: String, name: &tiendo::Text, name_en: Option<&tiendo::Text>| {
            let name = view.say(name.as_str(), name_en.unwrap_or(name).as_str());
            (id, figure::capitalised(name))
        };
        let phases = plans.iter().flat_map(|plan| &plan.phases);
        let groups = plans.iter().flat_map(|plan| &plan.groups);
        Offered {
            classes: classes.collect(),
            phases: phases.map(|p| named(p.id.to_string(), &p.name, p.name_en.as_ref())).collect(),
            groups: groups.map(|g| named(g.id.to_string(), &g.name, g.name_en.as_ref())).collect(),
            agencies: Vec::new(),
        }
    }
}

/// How many tasks there are, and what the filters offer: every agency of any, and by it the script knows their names.
fn offered(view: &View<'_>) -> (usize, Offered) {
    let mut total = 0;
    let mut agencies: BTreeMap<&str, &str> = BTreeMap::new();
    let mut before = None;
    for row in view.evaluation.rows() {
        total += usize::from(before != Some(row.task_id()));
        before = Some(row.task_id());
        if let Some(id) = row.agency_id() {
            agencies.entry(id).or_insert_with(|| view.agency(id));
        }
    }
    let mut agencies: Choices =
        agencies.into_iter().map(|(id, name)| (id.to_owned(), name.to_owned())).collect();
    agencies.sort_by_cached_key(|(_, name)| tiendo::text::sort_key(name));
    (total, Offered { agencies, ..Offered::usual(view) })
}
