//! The checksums of `OPERATIONS.md`, sections 2, 3, 4, 6, 7 and 10, over what we answer.

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value, json};
use tiendo::{
    AsOf, Axis, Evaluation, History, HistoryAxis, Level, LiveEvaluation, Ranking, Registry, Rollup,
    RollupRow, SearchOptions, SearchOrder, Status, Sums, agency::ROOT,
};

use crate::load::{GROUPS, PHASES};

/// The workload's statuses are the first eight of ours, in the same order.
const STATUSES: usize = 8;

/// W1: every task in force.
pub(crate) fn w1(evaluation: &Evaluation) -> Value {
    let mut counts = [0_u64; STATUSES];
    let (mut s_status, mut s_percent) = (0_u64, 0_u64);
    let (mut s_deadline, mut s_closed, mut s_next) = (0_i64, 0_i64, 0_u64);
    for row in evaluation.rows() {
        let task: u64 = row.task_id().parse().expect("a decimal id");
        counts[row.status().index()] += 1;
        s_status += task * (row.status().index() as u64 + 1);
        s_percent += task * u64::from(row.percent());
        s_deadline += row.deadline().map_or(0, number_of_day);
        s_closed += row.closed_on().map_or(0, number_of_day);
        s_next += u64::from(row.extension_count());
    }
    json!({
        "n": evaluation.len(),
        "counts": counts,
        "s_status": s_status,
        "s_percent": s_percent,
        "s_deadline": s_deadline,
        "s_closed": s_closed,
        "s_next": s_next,
    })
}

fn number_of_day(day: NaiveDate) -> i64 {
    i64::from(day.to_epoch_days())
}

/// W2: the sums along agencies, phases, groups and documents, and the ranking of every level.
pub(crate) fn w2(evaluation: &Evaluation) -> Value {
    let sums = Answers {
        registry: evaluation.registry(),
        roll_up: &|axis| evaluation.roll_up(axis),
        rank: &|level| evaluation.rank(level),
    };
    sums.w2()
}

/// W6: W1 and W2 of what was kept up to date, from the sums that it holds.
pub(crate) fn w6(live: &LiveEvaluation) -> Value {
    let sums = Answers {
        registry: live.evaluation().registry(),
        roll_up: &|axis| live.roll_up(axis).clone(),
        rank: &|level| live.rank(level),
    };
    json!({"w1": w1(live.evaluation()), "w2": sums.w2()})
}

/// Sums and rankings, wherever they come from.
struct Answers<'a> {
    registry: &'a Registry,
    roll_up: &'a dyn Fn(Axis) -> Rollup,
    rank: &'a dyn Fn(&Level) -> Ranking,
}

impl Answers<'_> {
    fn w2(&self) -> Value {
        let agencies = (self.roll_up)(Axis::Agency);
        assert_eq!(agencies.unassigned.total(), 0);
        let nation = agencies.rows.iter().find(|r| r.key == ROOT).map(|r| r.inclusive);
        let registry = self.registry;
        let is_province =
            |id: &str| registry.agency(id).is_some_and(|a| a.level == Level::Province);
        let provinces: Map<String, Value> = registry
            .agencies()
            .iter()
            .map(|a| a.id.as_str())
            .filter(|id| is_province(id))
            .map(|id| {
                let sums = agencies.rows.iter().find(|r| r.key == id).map(|r| r.inclusive);
                (id.to_owned(), full(&sums.unwrap_or_default()))
            })
            .collect();
        let documents = (self.roll_up)(Axis::Document);

        let mut out = Map::new();
        out.insert("nation".into(), full(&nation.unwrap_or_default()));
        out.insert("phase".into(), self.along(Axis::Phase, &PHASES.map(str::to_owned)));
        let groups: Vec<String> = (1..=GROUPS).map(|g| g.to_string()).collect();
        out.insert("grp".into(), self.along(Axis::Group, &groups));
        out.insert("provinces".into(), Value::Object(provinces));
        weigh(&mut out, "a", &agencies.rows, |r| (agency_number(&r.key) + 1, r.inclusive));
        weigh(&mut out, "o", &agencies.rows, |r| (agency_number(&r.key) + 1, r.own));
        weigh(&mut out, "d", &documents.rows, |r| (r.key.parse().expect("a decimal id"), r.own));
        out.insert("a_rank".into(), self.ranks().into());
        Value::Object(out)
    }

    /// The rows of an axis, which must be exactly these, in full.
    fn along(&self, axis: Axis, keys: &[String]) -> Value {
        let rollup = (self.roll_up)(axis);
        assert_eq!(rollup.unassigned.total(), 0);
        assert!(rollup.rows.iter().map(|r| &r.key).eq(keys));
        rollup.rows.iter().map(|r| full(&r.own)).collect()
    }

    /// Sum of (agency + 1) · rank over all levels; what has no rank counts as 0.
    fn ranks(&self) -> u64 {
        let rows = Level::KNOWN.iter().flat_map(|level| (self.rank)(level).rows);
        rows.map(|row| (agency_number(&row.agency) + 1) * row.rank.map_or(0, u64::from)).sum()
    }
}

/// The workload counts the nation as agency 0.
fn agency_number(key: &str) -> u64 {
    if key == ROOT { 0 } else { key.parse().expect("a decimal id") }
}

/// A row in full: counts, numerator, denominator.
fn full(sums: &Sums) -> Value {
    json!([counts(sums), sums.weighted_percent, sums.weight])
}

fn counts(sums: &Sums) -> &[u64] {
    let (counts, others) = sums.counts.split_at(STATUSES);
    assert_eq!(others, [0, 0], "{:?} do not occur", &Status::ALL[STATUSES..]);
    counts
}

/// Sums over all rows of an axis, each with its factor.
fn weigh(
    out: &mut Map<String, Value>,
    prefix: &str,
    rows: &[RollupRow],
    factor_and_sums: impl Fn(&RollupRow) -> (u64, Sums),
) {
    let (mut all, mut num, mut den) = (0_u64, 0_u64, 0_u64);
    for row in rows {
        let (factor, sums) = factor_and_sums(row);
        let by_status = counts(&sums).iter().zip(1_u64..).map(|(n, code)| code * n);
        all += factor * by_status.sum::<u64>();
        num += factor * sums.weighted_percent;
        den += factor * sums.weight;
    }
    out.insert(format!("{prefix}_counts"), all.into());
    out.insert(format!("{prefix}_num"), num.into());
    out.insert(format!("{prefix}_den"), den.into());
}

/// W3: how many KPIs there are, have data and are attained, and the scores of all agencies.
pub(crate) fn w3(registry: &Registry, as_of: AsOf) -> Value {
    let (mut counts, mut weighed) = ([0_u64; 3], [0_u64; 3]);
    let (mut score, mut a_score) = (0.0, 0.0);
    for row in registry.kpi_scores(as_of) {
        let factor = agency_number(&row.agency) + 1;
        let of_row = [row.kpi_count, row.data_count, row.attained_count].map(u64::from);
        for (i, count) in of_row.into_iter().enumerate() {
            counts[i] += count;
            weighed[i] += factor * count;
        }
        if let Some(ratio) = row.score_ratio {
            score += ratio;
            #[allow(clippy::cast_precision_loss)] // agencies are thousands
            let factor = factor as f64;
            a_score += factor * ratio;
        }
    }
    json!({
        "n_series": counts[0],
        "n_data": counts[1],
        "n_attained": counts[2],
        "a_series": weighed[0],
        "a_data": weighed[1],
        "a_attained": weighed[2],
        "score": score,
        "a_score": a_score,
    })
}

/// Whether two numbers are one: of doubles, within the tolerance that the workload allows.
pub(crate) fn near(ours: &Value, oracles: &Value) -> bool {
    let doubles = ours.is_f64() || oracles.is_f64();
    let both = ours.as_f64().zip(oracles.as_f64()).filter(|_| doubles);
    both.is_some_and(|(a, b)| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()))
}

/// W9: how many tasks match, the first of them by id, and the sum of their ids.
pub(crate) fn w9(registry: &Registry, text: &str) -> Value {
    let number = |id: &str| id.parse::<u64>().expect("a decimal id");
    let ids: Vec<u64> = registry.search_ids(text).expect("a search").map(number).collect();
    let options = SearchOptions { order: SearchOrder::Id, ..SearchOptions::default() };
    let hits = registry.search_with(text, &options).expect("a search");
    assert_eq!(hits.total, ids.len());
    let first: Vec<u64> = hits.rows.iter().map(|hit| number(hit.task)).collect();
    assert!(ids.starts_with(&first));
    json!({"n": hits.total, "first": first, "s_ids": ids.iter().sum::<u64>()})
}

/// W5: every day of 2025 along agencies, phases and groups.
pub(crate) fn w5(history: &History) -> Value {
    let along = |axis| history.along(axis).expect("an axis that was asked for");
    let agencies = along(HistoryAxis::Agency);
    let nation = agencies.keys().iter().position(|key| key.key == ROOT).expect("the nation");
    let mut month_ends = Map::new();
    for day in history.days() {
        assert_eq!(agencies.unassigned(day).map(|s| s.total()), Some(0));
        if day.succ_opt().is_some_and(|next| next.day() == 1) {
            let sums = agencies.inclusive(day, nation).expect("a day of the range");
            month_ends.insert(day.to_string(), full(&sums));
        }
    }
    let (mut all, mut num, mut den) = (0_u64, 0_u64, 0_u64);
    for row in agencies.rows() {
        let factor = u64::from(row.day.ordinal()) * (agency_number(&row.key.key) + 1);
        all = all.wrapping_add(factor * weighed(&row.inclusive));
        num = num.wrapping_add(factor * row.inclusive.weighted_percent);
        den = den.wrapping_add(factor * row.inclusive.weight);
    }
    let modulo = |sum: u64| sum & (u64::MAX >> 1);
    let parts = |axis: HistoryAxis| {
        let series = along(axis);
        let days = history.days().flat_map(|day| (0..series.keys().len()).map(move |i| (day, i)));
        let all = days.map(|(day, i)| {
            let sums = series.own(day, i).expect("a day of the range");
            u64::from(day.ordinal()) * (i as u64 + 1) * weighed(&sums)
        });
        all.fold(0, u64::wrapping_add)
    };
    json!({
        "month_ends": month_ends,
        "a_counts": modulo(all),
        "a_num": modulo(num),
        "a_den": modulo(den),
        "phase_counts": modulo(parts(HistoryAxis::Phase)),
        "grp_counts": modulo(parts(HistoryAxis::Group)),
    })
}

/// Sum of (status + 1) · count.
fn weighed(sums: &Sums) -> u64 {
    counts(sums).iter().zip(1_u64..).map(|(count, code)| code * count).sum()
}
