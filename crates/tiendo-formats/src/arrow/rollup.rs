//! Roll-ups and rankings as record batches.

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use tiendo::{Policy, Ranking, Rollup, Status, Sums};

use super::column::Columns;
use super::scope::Stated;

/// The sums of a roll-up, one row per key, in its order.
///
/// Shape: `key`, `name`, `name_en`, its own sums, then the sums of it and all below it as columns `inclusive_…`. A last
/// row with a null key holds what belongs to no key, where there is any. `policy` is the one evaluated under: what
/// is overdue and the rate are its. Rates are fractions, `rate_num` ÷ `rate_den`, 0 ÷ 0 where undefined.
///
/// # Errors
/// - [`ArrowError`] for what no machine holds in memory.
///
/// # Example
/// ```
/// use tiendo::{day, AsOf, Axis, Policy, RegistryBuilder};
/// let registry = RegistryBuilder::new().finish();
/// let policy = Policy::default();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &policy)?;
/// let batch = tiendo_formats::arrow::rollup_batch(&evaluation.roll_up(Axis::Phase), &policy)?;
/// assert_eq!(batch.num_rows(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rollup_batch(rollup: &Rollup, policy: &Policy) -> Result<RecordBatch, ArrowError> {
    let unassigned = (rollup.unassigned.total() > 0).then_some(&rollup.unassigned);
    let rows = || rollup.rows.iter();
    let mut columns = Columns::new(rollup.rows.len() + usize::from(unassigned.is_some()));
    let rest = || unassigned.map(|_| None);
    columns.maybe_text("key", rows().map(|r| Some(r.key.as_str())).chain(rest()));
    columns.maybe_text("name", rows().map(|r| Some(r.name.as_str())).chain(rest()));
    columns.maybe_text("name_en", rows().map(|r| Some(r.name_en.as_str())).chain(rest()));
    let own: Vec<&Sums> = rows().map(|r| &r.own).chain(unassigned).collect();
    let inclusive: Vec<&Sums> = rows().map(|r| &r.inclusive).chain(unassigned).collect();
    sums(&mut columns, "", &own, policy);
    sums(&mut columns, "inclusive_", &inclusive, policy);
    columns.finish(&Stated {
        axis: Some(rollup.options.axis.as_str()),
        counting: Some(rollup.options.counting.as_str()),
        classified: Some(rollup.options.classified.as_str()),
        rate: Some(policy.rate.as_str()),
        ..Stated::new("rollup", Some(&rollup.scope))
    })
}

/// A ranking, one row per agency, best first.
///
/// Shape: `rank` (null for the unranked), `agency`, `name`, `name_en`, the rate that ranks, `fallen_due`, then the
/// inclusive sums.
///
/// # Errors
/// - [`ArrowError`] for what no machine holds in memory.
///
/// # Example
/// ```
/// use tiendo::{day, AsOf, Level, Policy, RegistryBuilder};
/// let registry = RegistryBuilder::new().finish();
/// let policy = Policy::default();
/// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &policy)?;
/// let batch = tiendo_formats::arrow::ranking_batch(&evaluation.rank(&Level::Province), &policy)?;
/// assert_eq!(batch.schema().field(0).name(), "rank");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ranking_batch(ranking: &Ranking, policy: &Policy) -> Result<RecordBatch, ArrowError> {
    let rows = || ranking.rows.iter();
    let mut columns = Columns::new(ranking.rows.len());
    columns.maybe_number("rank", rows().map(|r| r.rank));
    columns.text("agency", rows().map(|r| r.agency.as_str()));
    columns.text("name", rows().map(|r| r.name.as_str()));
    columns.text("name_en", rows().map(|r| r.name_en.as_str()));
    columns.sum("ranking_rate_num", rows().map(|r| r.rate.num));
    columns.sum("ranking_rate_den", rows().map(|r| r.rate.den));
    columns.sum("fallen_due", rows().map(|r| r.fallen_due));
    sums(&mut columns, "", &rows().map(|r| &r.sums).collect::<Vec<_>>(), policy);
    columns.finish(&Stated {
        level: Some(ranking.level.as_str()),
        rate: Some(ranking.rate.as_str()),
        ..Stated::new("ranking", Some(&ranking.scope))
    })
}

pub(super) fn sums(columns: &mut Columns, prefix: &str, rows: &[&Sums], policy: &Policy) {
    let mut add = |name: &str, value: &dyn Fn(&Sums) -> u64| {
        columns.sum(&format!("{prefix}{name}"), rows.iter().map(|sums| value(sums)));
    };
    add("total", &|s| s.total());
    for status in Status::ALL {
        add(&format!("count_{}", status.as_str()), &|s| s.count(*status));
    }
    for status in Status::ALL {
        add(&format!("unreported_{}", status.as_str()), &|s| s.unreported[status.index()]);
    }
    add("done", &|s| s.done());
    add("in_term", &|s| s.in_term());
    add("overdue", &|s| s.overdue(policy));
    add("overdue_unreported", &|s| s.overdue_unreported());
    add("regular", &|s| s.regular);
    add("submitted_late", &|s| s.submitted_late);
    add("late_only_if_strict", &|s| s.late_only_if_strict);
    add("excused_done", &|s| s.excused_done);
    add("excused_overdue", &|s| s.excused_overdue);
    add("blocked_in_term", &|s| s.blocked_in_term);
    add("inherited", &|s| s.inherited);
    add("weighted_percent", &|s| s.weighted_percent);
    add("weight", &|s| s.weight);
    add("rate_num", &|s| s.rate(policy).num);
    add("rate_den", &|s| s.rate(policy).den);
    add("occurrences_elapsed", &|s| s.occurrences);
    add("occurrences_done_on_time", &|s| s.occurrences_done_on_time);
    add("occurrences_done_late", &|s| s.occurrences_done_late);
    add("occurrences_missed", &|s| s.occurrences_missed);
}
