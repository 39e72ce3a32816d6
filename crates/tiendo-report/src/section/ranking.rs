//! The ranking of each level, with what it is made of on demand.

use std::collections::BTreeMap;
use std::ops::Range;

use askama::Template;
use tiendo::{Evaluation, Exclusion, Level, OfficialClass, RankChange, Ranking, RankingRow};
use tiendo_formats::Error;

use crate::chart::{Bar, Bucket};
use crate::escape::fragment;
use crate::figure;
use crate::sink::Sink;
use crate::view::View;
use crate::words::fill;

/// A level of more agencies is shown by its ends.
const WHOLE: usize = 40;
/// Agencies of each end.
const END: usize = 15;

#[derive(Template)]
#[template(path = "ranking_head.html")]
struct Head<'a> {
    view: &'a View<'a>,
    rule: String,
    /// What is told where a level is shown by its ends.
    ends: Option<String>,
    is_empty: bool,
    buckets: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "ranking_level.html")]
struct LevelHead<'a> {
    view: &'a View<'a>,
    key: String,
    name: String,
    count: usize,
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

/// What stands in place of agencies that are not shown.
#[derive(Template)]
#[template(path = "ranking_gap.html")]
struct Gap {
    columns: usize,
    says: String,
    is_last: bool,
}

#[derive(Template)]
#[template(source = "</tbody></table></div></details>", ext = "html")]
struct LevelFoot;

#[derive(Template)]
#[template(source = "</section>", ext = "html")]
struct Foot;

pub(crate) fn put(view: &View<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
    let evaluation = view.evaluation;
    let rankings: Vec<_> = levels(view)
        .iter()
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
    let shortened = rankings.iter().any(|ranking| ranking.rows.len() > WHOLE);
    let ends = shortened.then(|| {
        let (most, ends) = (view.count(WHOLE as u64), view.count(END as u64));
        fill(view.w.rank_ends, &[("most", &most), ("ends", &ends)])
    });
    let buckets = Bucket::ALL.iter().map(|bucket| (bucket.key(), bucket.name(view))).collect();
    sink.put(&Head { view, rule, ends, is_empty: rankings.is_empty(), buckets })?;
    for ranking in &rankings {
        put_level(view, sink, ranking)?;
    }
    sink.put(&Foot)
}

/// The levels below the nation, and behind them those that the register alone knows, by their words.
fn levels(view: &View<'_>) -> Vec<Level> {
    let agencies = view.evaluation.registry().agencies().iter();
    let others: BTreeMap<&str, &Level> = agencies
        .filter(|agency| agency.level.is_unknown())
        .map(|agency| (agency.level.as_str(), &agency.level))
        .collect();
    let known = Level::KNOWN.iter().filter(|level| **level != Level::Nation);
    known.chain(others.into_values()).cloned().collect()
}

/// Puts a level: whole where it is short, else its ends, and how many stand between and have no rank.
///
/// Who is shown follows from the ranking alone. The last ones are the last of those with a rank: who reported nothing, or has
/// too little fallen due, is at no end of it.
fn put_level(view: &View<'_>, sink: &mut Sink<'_>, ranking: &Ranking) -> Result<(), Error> {
    let before = Before::of(view, &ranking.level);
    let rows = &ranking.rows;
    sink.put(&LevelHead {
        view,
        key: fragment(ranking.level.as_str()),
        name: figure::capitalised(ranking.level.label(view.lang)),
        count: rows.len(),
    })?;
    let put = |sink: &mut Sink<'_>, places: Range<usize>| {
        let lines = rows[places.clone()].iter().zip(places);
        let mut lines = lines.map(|(row, place)| line(view, row, place as u32, &before));
        lines.try_for_each(|line| sink.put(&line))
    };
    let ranked = rows.iter().take_while(|row| row.rank.is_some()).count();
    if rows.len() <= WHOLE {
        put(sink, 0..rows.len())?;
    } else if ranked <= WHOLE {
        put(sink, 0..ranked)?;
    } else {
        put(sink, 0..END)?;
        sink.put(&gap(view, between(view, &rows[END..ranked - END]), false))?;
        put(sink, ranked - END..ranked)?;
    }
    if rows.len() > WHOLE && ranked < rows.len() {
        sink.put(&gap(view, without_rank(view, &rows[ranked..]), true))?;
    }
    sink.put(&LevelFoot)
}

fn gap(view: &View<'_>, says: String, is_last: bool) -> Gap {
    Gap { columns: if view.previous.is_some() { 8 } else { 7 }, says, is_last }
}

/// How many agencies stand between the ends, and from which rank to which.
fn between(view: &View<'_>, rows: &[RankingRow]) -> String {
    let rank =
        |row: Option<&RankingRow>| view.count(row.and_then(|row| row.rank).unwrap_or(0).into());
    fill(
        view.w.rank_between,
        &[
            ("count", &view.count(rows.len() as u64)),
            ("from", &rank(rows.first())),
            ("to", &rank(rows.last())),
        ],
    )
}

/// How many agencies have no rank, and why.
fn without_rank(view: &View<'_>, rows: &[RankingRow]) -> String {
    let mut reasons: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows {
        *reasons.entry(exclusion(view.evaluation, row).label(view.lang)).or_default() += 1;
    }
    let reasons: Vec<String> =
        reasons.iter().map(|(why, count)| format!("{why}: {}", view.count(*count))).collect();
    let count = view.count(rows.len() as u64);
    fill(view.w.rank_without, &[("count", &count), ("why", &reasons.join("; "))])
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
