//! The ranking of each level, with what it is made of on demand.

use std::collections::BTreeMap;

use askama::Template;
use tiendo::{Evaluation, Exclusion, Level, OfficialClass, RankChange, RankingRow};
use tiendo_formats::Error;

use crate::chart::{Bar, Bucket};
use crate::figure;
use crate::sink::Sink;
use crate::view::View;
use crate::words::fill;

/// A level with more agencies than this is shown folded.
const UNFOLDED: usize = 100;

#[derive(Template)]
#[template(path = "ranking_head.html")]
struct Head<'a> {
    view: &'a View<'a>,
    rule: String,
    is_empty: bool,
    buckets: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "ranking_level.html")]
struct LevelHead<'a> {
    view: &'a View<'a>,
    key: &'a str,
    name: String,
    count: usize,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "ranking_row.html")]
struct Line<'a> {
    view: &'a View<'a>,
    rank: String,
    sort: u32,
    before: String,
    name: &'a str,
    rate: String,
    fallen_due: u64,
    overdue: u64,
    no_data: u64,
    bar: Bar,
    why: Vec<String>,
}

#[derive(Template)]
#[template(source = "</tbody></table></div></details>", ext = "html")]
struct LevelFoot;

#[derive(Template)]
#[template(source = "</section>", ext = "html")]
struct Foot;

pub(crate) fn put(view: &View<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
    let evaluation = view.evaluation;
    let rankings: Vec<_> = Level::KNOWN
        .iter()
        .filter(|level| **level != Level::Nation)
        .map(|level| evaluation.rank(level))
        .filter(|ranking| !ranking.rows.is_empty())
        .collect();
    let policy = evaluation.policy();
    let rule = fill(
        view.w.rank_rule,
        &[
            ("formula", policy.ranking.label(view.lang)),
            ("least", &view.count(policy.ranking_minimum_due.into())),
        ],
    );
    let buckets = Bucket::ALL.iter().map(|bucket| (bucket.key(), bucket.name(view))).collect();
    sink.put(&Head { view, rule, is_empty: rankings.is_empty(), buckets })?;
    for ranking in &rankings {
        let before = Before::of(view, &ranking.level);
        sink.put(&LevelHead {
            view,
            key: ranking.level.as_str(),
            name: figure::capitalised(ranking.level.label(view.lang)),
            count: ranking.rows.len(),
            is_open: ranking.rows.len() <= UNFOLDED,
        })?;
        for (place, row) in ranking.rows.iter().enumerate() {
            sink.put(&line(view, row, place as u32, &before))?;
        }
        sink.put(&LevelFoot)?;
    }
    sink.put(&Foot)
}

/// How a level ranked before, and what moved it.
#[derive(Default)]
struct Before {
    ranks: BTreeMap<String, Option<u32>>,
    changes: BTreeMap<String, RankChange>,
}

impl Before {
    fn of(view: &View<'_>, level: &Level) -> Self {
        let Some(previous) = view.previous else { return Before::default() };
        let ranks =
            previous.rank(level).rows.into_iter().map(|row| (row.agency, row.rank)).collect();
        // What moved a rank can be told of two days of one register only.
        let changes = view.evaluation.rank_why(level, previous);
        let changes = changes.map(|changes| changes.rows).unwrap_or_default();
        Before {
            ranks,
            changes: changes.into_iter().map(|row| (row.agency.clone(), row)).collect(),
        }
    }
}

fn line<'a>(view: &'a View<'a>, row: &'a RankingRow, place: u32, before: &Before) -> Line<'a> {
    let policy = view.evaluation.policy();
    let rank = row.rank.map_or_else(|| "–".to_owned(), |rank| view.count(rank.into()));
    let was = before.ranks.get(&row.agency).copied().flatten();
    Line {
        view,
        rank,
        sort: place + 1,
        before: was.map_or_else(|| "–".to_owned(), |rank| view.count(rank.into())),
        name: view.say(&row.name, &row.name_en),
        rate: if view.scope.report_count == 0 {
            "–".to_owned()
        } else {
            figure::percent(row.rate, view.lang)
        },
        fallen_due: row.fallen_due,
        overdue: row.sums.overdue(policy),
        no_data: row.sums.overdue_unreported(),
        bar: Bar::of(&row.sums),
        why: why(view, row, before.changes.get(&row.agency)),
    }
}

/// What a place is made of: the classes behind the rate, why there is none, what moved it.
fn why(view: &View<'_>, row: &RankingRow, change: Option<&RankChange>) -> Vec<String> {
    let mut told = Vec::new();
    if row.rate.den > 0 && view.scope.report_count > 0 {
        told.push(fill(
            view.w.rate_of,
            &[("num", &view.count(row.rate.num)), ("den", &view.count(row.rate.den))],
        ));
    }
    if row.rank.is_none() {
        told.push(fill(
            view.w.no_rank,
            &[("why", exclusion(view.evaluation, row).label(view.lang))],
        ));
    }
    let classes = OfficialClass::ALL.iter().filter(|class| row.sums.of_class(**class) > 0);
    let classes = classes
        .map(|class| format!("{}: {}", view.class(*class), view.count(row.sums.of_class(*class))));
    told.push(classes.collect::<Vec<_>>().join("; "));
    if row.sums.inherited > 0 {
        told.push(fill(view.w.inherited, &[("count", &view.count(row.sums.inherited))]));
    }
    for cause in change.into_iter().flat_map(|change| &change.causes) {
        told.push(fill(
            view.w.rank_cause,
            &[
                ("what", &figure::capitalised(cause.shift.label(view.lang))),
                ("count", &view.count(cause.row_count)),
            ],
        ));
    }
    told
}

/// Why an agency has no rank.
fn exclusion(evaluation: &Evaluation, row: &RankingRow) -> Exclusion {
    let is_apart = evaluation.policy().silence == tiendo::Silence::Apart;
    match () {
        () if is_apart && row.sums.reported() == 0 => Exclusion::NothingReported,
        () if row.rate.den == 0 => Exclusion::NothingToDivide,
        () => Exclusion::TooFewDue,
    }
}
