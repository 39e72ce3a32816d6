//! Changes: what differs between two evaluations, in counts, rates and rows; a reporting period beside the one before it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::as_of::AsOf;
use crate::columns::NO_INDEX;
use crate::error::Error;
use crate::evaluation::row::RowFlags;
use crate::evaluation::{Evaluation, Row};
use crate::id::Key;
use crate::period::Period;
use crate::policy::{Policy, Silence};
use crate::ranking::Shift;
use crate::registry::Registry;
use crate::rollup::{Axis, Rollup, RollupOptions, RollupRow, Scope};
use crate::status::Status;
use crate::sums::{Ratio, Sums};

/// The sums of something now and before, and how many rows turned in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SumsChange {
    /// The sums now.
    pub now: Sums,
    /// The sums before.
    pub before: Sums,
    /// Rows that are done now and were not.
    pub newly_done_count: u64,
    /// Rows that are in the lists of what is overdue now and were not.
    pub newly_overdue_count: u64,
    /// Rows that were done and are not.
    pub reopened_count: u64,
    /// Rows that were in the lists of what is overdue and are no more.
    pub no_longer_overdue_count: u64,
}

impl SumsChange {
    /// By how many percentage points a rate rose, with two decimals and its sign, rounded half away from zero; none where
    /// either rate is undefined.
    ///
    /// ```
    /// use tiendo::{SumsChange, Ratio};
    /// let (before, now) = (Ratio { num: 2, den: 3 }, Ratio { num: 3, den: 4 });
    /// assert_eq!(SumsChange::points_between(before, now).as_deref(), Some("+8.33"));
    /// assert_eq!(SumsChange::points_between(now, before).as_deref(), Some("-8.33"));
    /// assert_eq!(SumsChange::points_between(now, Ratio::default()), None);
    /// ```
    pub fn points_between(before: Ratio, now: Ratio) -> Option<String> {
        if before.den == 0 || now.den == 0 {
            return None;
        }
        // Of counts of rows and their weights these are far from what the numbers hold; a ratio may be made of others.
        let product = |a: u64, b: u64| i128::from(a).checked_mul(i128::from(b));
        let rise = product(now.num, before.den)?.checked_sub(product(before.num, now.den)?)?;
        let whole = product(now.den, before.den)?;
        let hundredths =
            rise.abs().checked_mul(20_000)?.checked_add(whole)? / whole.checked_mul(2)?;
        let sign = match (hundredths, rise.is_negative()) {
            (0, _) => "",
            (_, true) => "-",
            (_, false) => "+",
        };
        Some(format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100))
    }

    /// By how many percentage points the policy's rate rose, as [`SumsChange::points_between`] says it.
    pub fn points(&self, policy: &Policy) -> Option<String> {
        SumsChange::points_between(self.before.rate(policy), self.now.rate(policy))
    }

    fn count(&mut self, turn: Turn) {
        match turn.done {
            Move::Came => self.newly_done_count += 1,
            Move::Left => self.reopened_count += 1,
            Move::Stayed => {}
        }
        match turn.overdue {
            Move::Came => self.newly_overdue_count += 1,
            Move::Left => self.no_longer_overdue_count += 1,
            Move::Stayed => {}
        }
    }
}

/// What changed at one agency and all below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyChange {
    /// Id of the agency.
    pub agency: String,
    /// Name in Vietnamese.
    pub name: String,
    /// Name in English; the Vietnamese one where there is none.
    pub name_en: String,
    /// The change.
    pub change: SumsChange,
}

/// A row that turned.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowChange {
    /// Id of the row.
    pub row: String,
    /// Id of the task.
    pub task: String,
    /// Title of the task in Vietnamese.
    pub title: String,
    /// Id of the agency that it counts for at the later day; absent where it counts for nobody.
    pub agency: Option<String>,
    /// Where it stands now; of what is out of force, where it stood.
    pub status: Status,
    /// Where it stood; absent where it was not in force.
    pub status_before: Option<Status>,
    /// What happened to it.
    pub shift: Shift,
    /// The last day that judges it now.
    pub deadline: Option<NaiveDate>,
    /// The day on which it was closed.
    pub closed_on: Option<NaiveDate>,
}

/// What differs between two evaluations under one policy.
///
/// Shape: agencies in id order, each with all below it, where anything is in force for them now or was before; rows in row
/// order. A row that nobody reported on is not in the lists of what is overdue, unless the policy counts silence.
///
/// ```
/// use tiendo::{
///     day, AsOf, DocumentId, Policy, RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text,
/// };
/// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?);
/// task.assigned_on = Some(day::parse("2025-06-23")?);
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(task);
/// builder.add_report(Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Complete, day::parse("2025-11-12")?));
/// let registry = builder.finish();
/// let on = |text: &str| registry.evaluate(AsOf::new(day::parse(text)?)?, &Policy::default());
/// let changes = on("2025-11-30")?.changes_since(&on("2025-10-31")?, None)?;
/// assert_eq!((changes.total.newly_done_count, changes.newly_done[0].row.as_str()), (1, "T1"));
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// What the numbers are made of now.
    pub scope: Scope,
    /// What they were made of before.
    pub scope_before: Scope,
    /// The period, where two are compared.
    pub period: Option<Period>,
    /// Only what falls due from the first to the last of these days is in the sums now; absent: everything.
    pub due: Option<(NaiveDate, NaiveDate)>,
    /// The same before.
    pub due_before: Option<(NaiveDate, NaiveDate)>,
    /// All rows, those that count for nobody among them.
    pub total: SumsChange,
    /// By agency.
    pub rows: Vec<AgencyChange>,
    /// Rows that are done now and were not; whenever they fall due.
    pub newly_done: Vec<RowChange>,
    /// Rows that are in the lists of what is overdue now and were not; whenever they fell due.
    pub newly_overdue: Vec<RowChange>,
    /// Rows that were done and are not.
    pub reopened: Vec<RowChange>,
    /// Rows that were in the lists of what is overdue and are no more.
    pub no_longer_overdue: Vec<RowChange>,
    policy: Policy,
}

impl Changes {
    /// The policy of both evaluations, by which rates are made of the sums.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }
}

/// Whether a row came into a list between two evaluations, left it, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Came,
    Left,
    Stayed,
}

impl Move {
    fn of(is_in: bool, was_in: bool) -> Self {
        match (is_in, was_in) {
            (true, false) => Move::Came,
            (false, true) => Move::Left,
            _ => Move::Stayed,
        }
    }
}

/// How a row turned between two evaluations: among what is done, and in the list of what is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Turn {
    done: Move,
    overdue: Move,
}

impl Registry {
    /// A reporting period beside the one before it: what falls due in each, as it stood on the last day of each.
    ///
    /// D is the last day of the period, or `as_of` where the period still runs; before, it is the last day of the previous
    /// period. Both are judged by what is known on K, so that they can be compared; what was printed at the time is had again
    /// from a frozen evaluation by [`Evaluation::changes_since`]. The days of a period are [`Policy::reporting_days`].
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] for a policy that cannot be applied, a period that begins after D, and one that none
    ///   precedes.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Period, Policy, RegistryBuilder};
    /// let registry = RegistryBuilder::new().finish();
    /// let as_of = AsOf::new(day::parse("2025-12-15")?)?;
    /// let changes = registry.period_changes(Period::parse("2025-11")?, as_of, &Policy::default())?;
    /// assert_eq!(changes.scope.day, day::parse("2025-11-30")?);
    /// assert_eq!(changes.scope_before.day, day::parse("2025-10-31")?);
    /// assert!(registry.period_changes(Period::parse("2026")?, as_of, &Policy::default()).is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn period_changes(
        &self,
        period: Period,
        as_of: AsOf,
        policy: &Policy,
    ) -> Result<Changes, Error> {
        let wrong = |expected: String| Error::InvalidValue {
            field: "period",
            value: period.code(),
            expected,
        };
        let due = policy.reporting_days(period);
        if due.0 > as_of.day {
            return Err(wrong(format!("one that begins on {} or earlier", as_of.day)));
        }
        let previous =
            period.previous().ok_or_else(|| wrong("one with a period before".to_owned()))?;
        let due_before = policy.reporting_days(previous);
        let at = |day: NaiveDate| self.evaluate(AsOf { day, ..as_of }, policy);
        let (now, before) = (at(due.1.min(as_of.day))?, at(due_before.1)?);
        let mut changes = now.changes(&before, Some(due), Some(due_before))?;
        changes.period = Some(period);
        Ok(changes)
    }
}

impl Evaluation {
    /// What changed since another evaluation, of this registry or of another state of the same register.
    ///
    /// `due`: only what falls due from the first to the last of these days is in the sums, now and before. Rows of different
    /// registries are told by their ids, so that a frozen evaluation of a ledger can be compared with what is known today.
    ///
    /// # Errors
    /// - [`Error::InvalidValue`] where the other evaluation is under another policy, for its numbers mean something else; where it
    ///   is of a later day; where the last day of `due` comes before the first.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, Policy, RegistryBuilder};
    /// let registry = RegistryBuilder::new().finish();
    /// let as_of = AsOf::new(day::parse("2025-12-31")?)?;
    /// let now = registry.evaluate(as_of, &Policy::default())?;
    /// assert!(now.changes_since(&now, None)?.rows.is_empty());
    /// let other = registry.evaluate(as_of, &Policy::named("vpcp-2017")?)?;
    /// assert!(now.changes_since(&other, None).is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn changes_since(
        &self,
        before: &Evaluation,
        due: Option<(NaiveDate, NaiveDate)>,
    ) -> Result<Changes, Error> {
        self.changes(before, due, due)
    }

    fn changes(
        &self,
        before: &Evaluation,
        due: Option<(NaiveDate, NaiveDate)>,
        due_before: Option<(NaiveDate, NaiveDate)>,
    ) -> Result<Changes, Error> {
        if self.policy != before.policy {
            return Err(Error::InvalidValue {
                field: "before",
                value: before.policy.name.clone(),
                expected: format!("an evaluation under the policy {}", self.policy.name),
            });
        }
        if before.as_of.day > self.as_of.day {
            return Err(Error::InvalidValue {
                field: "before",
                value: before.as_of.day.to_string(),
                expected: format!("an evaluation of {} or earlier", self.as_of.day),
            });
        }
        if let Some((from, to)) = due.filter(|(from, to)| from > to) {
            return Err(Error::InvalidValue {
                field: "due",
                value: format!("{from} to {to}"),
                expected: "a first day and no earlier last one".to_owned(),
            });
        }
        let along = |evaluation: &Evaluation, period| {
            evaluation.roll_up_with(&RollupOptions { period, ..RollupOptions::along(Axis::Agency) })
        };
        let (now, then) = (along(self, due), along(before, due_before));
        let total = SumsChange { now: whole(&now), before: whole(&then), ..SumsChange::default() };
        let mut changes = Changes {
            scope: self.scope(),
            scope_before: before.scope(),
            period: None,
            due,
            due_before,
            total,
            rows: Vec::new(),
            newly_done: Vec::new(),
            newly_overdue: Vec::new(),
            reopened: Vec::new(),
            no_longer_overdue: Vec::new(),
            policy: self.policy.clone(),
        };
        // By agency of this evaluation's tree, how the rows below it turned.
        let mut turns: BTreeMap<u32, SumsChange> = BTreeMap::new();
        self.beside(before, |at, was| {
            let turn = self.turn(at, before, was);
            let row = at.map(|index| Row { evaluation: self, index });
            let row = row.or(was.map(|index| Row { evaluation: before, index }));
            let Some(row) = row.filter(|_| turn != Turn::NONE) else { return };
            changes.total.count(turn);
            let of = row.agency_id().and_then(|id| self.registry.agency_index(id));
            let mut agency = of.unwrap_or(NO_INDEX);
            while agency != NO_INDEX {
                turns.entry(agency).or_default().count(turn);
                agency = self.tree().parent[agency as usize];
            }
            let shift = match (at, was) {
                (Some(at), Some(was)) => self.shift(at, before, was),
                (Some(_), None) => Shift::Assigned,
                (None, _) => Shift::OutOfForce,
            };
            let told = RowChange {
                row: row.id(),
                task: row.task_id().to_owned(),
                title: row.title().to_owned(),
                agency: row.agency_id().map(str::to_owned),
                status: row.status(),
                status_before: was.map(|was| before.columns.status(was)),
                shift,
                deadline: row.deadline(),
                closed_on: row.closed_on(),
            };
            match turn.done {
                Move::Came => changes.newly_done.push(told.clone()),
                Move::Left => changes.reopened.push(told.clone()),
                Move::Stayed => {}
            }
            match turn.overdue {
                Move::Came => changes.newly_overdue.push(told),
                Move::Left => changes.no_longer_overdue.push(told),
                Move::Stayed => {}
            }
        });
        changes.rows = self.side_by_side(&now, &then, &turns);
        Ok(changes)
    }

    /// The sums of two roll-ups side by side, with how rows turned.
    fn side_by_side(
        &self,
        now: &Rollup,
        then: &Rollup,
        turns: &BTreeMap<u32, SumsChange>,
    ) -> Vec<AgencyChange> {
        let mut rows: BTreeMap<Key<'_>, (Option<&RollupRow>, Option<&RollupRow>)> = BTreeMap::new();
        for row in &now.rows {
            rows.entry(Key::of(&row.key)).or_default().0 = Some(row);
        }
        for row in &then.rows {
            rows.entry(Key::of(&row.key)).or_default().1 = Some(row);
        }
        // An agency may have no row in the sums of a period and yet have rows that turned.
        let agencies = &self.registry.0.agencies.records;
        for agency in turns.keys() {
            rows.entry(Key::of(agencies[*agency as usize].id.as_str())).or_default();
        }
        let of = |(key, (now, then)): (Key<'_>, (Option<&RollupRow>, Option<&RollupRow>))| {
            let named = now.or(then);
            let id = named.map_or_else(|| id_of(key), |row| row.key.clone());
            let index = self.registry.agency_index(&id);
            let name = |lang| self.agency_name(&id, lang).unwrap_or(&id).to_owned();
            let (name, name_en) = named.map_or_else(
                || (name(crate::Lang::Vi), name(crate::Lang::En)),
                |row| (row.name.clone(), row.name_en.clone()),
            );
            let turned = index.and_then(|index| turns.get(&index)).copied().unwrap_or_default();
            let sums =
                |row: Option<&RollupRow>| row.map_or_else(Sums::default, |row| row.inclusive);
            let change = SumsChange { now: sums(now), before: sums(then), ..turned };
            AgencyChange { agency: id, name, name_en, change }
        };
        rows.into_iter().map(of).collect()
    }

    /// Goes through the rows of two evaluations side by side, in row order.
    fn beside(&self, before: &Evaluation, mut each: impl FnMut(Option<usize>, Option<usize>)) {
        let is_same = Arc::ptr_eq(&self.registry.0, &before.registry.0);
        let order = |at: usize, was: usize| {
            if is_same {
                let key = |e: &Evaluation, row: usize| (e.columns.task(row), e.addressee(row));
                return key(self, at).cmp(&key(before, was));
            }
            let row = |evaluation, index| Row { evaluation, index };
            let (now, then) = (row(self, at), row(before, was));
            let task = Key::of(now.task_id()).cmp(&Key::of(then.task_id()));
            task.then_with(|| addressee(now).cmp(&addressee(then)))
        };
        let (mut at, mut was) = (0, 0);
        while at < self.len() || was < before.len() {
            let side = match (at < self.len(), was < before.len()) {
                (true, true) => order(at, was),
                (true, false) => Ordering::Less,
                (false, _) => Ordering::Greater,
            };
            each(side.is_le().then_some(at), side.is_ge().then_some(was));
            at += usize::from(side.is_le());
            was += usize::from(side.is_ge());
        }
    }

    fn turn(&self, at: Option<usize>, before: &Evaluation, was: Option<usize>) -> Turn {
        let done = |e: &Evaluation, row: usize| e.columns.status(row).is_done();
        let overdue = |e: &Evaluation, row: usize| {
            let counts = e.policy.silence == Silence::Counted
                || e.columns.flags(row).has(RowFlags::REPORTED);
            e.columns.status(row) == Status::Overdue && counts
        };
        let is = |of: &dyn Fn(&Evaluation, usize) -> bool| at.is_some_and(|at| of(self, at));
        let was = |of: &dyn Fn(&Evaluation, usize) -> bool| was.is_some_and(|was| of(before, was));
        let done = match Move::of(is(&done), was(&done)) {
            // What is no longer in force was not opened again.
            Move::Left if at.is_none() => Move::Stayed,
            done => done,
        };
        Turn { done, overdue: Move::of(is(&overdue), was(&overdue)) }
    }
}

impl Turn {
    const NONE: Turn = Turn { done: Move::Stayed, overdue: Move::Stayed };
}

/// All rows of a roll-up by agency, each of which counts for one agency or for nobody.
fn whole(rollup: &Rollup) -> Sums {
    let mut sums = rollup.unassigned;
    for row in &rollup.rows {
        sums.merge(&row.own);
    }
    sums
}

/// Whom a row is addressed to, in the order of rows: what is addressed to nobody stands last, as its index does.
fn addressee(row: Row<'_>) -> (bool, Option<Key<'_>>) {
    let id = row.addressee_id();
    (id.is_none(), id.map(Key::of))
}

fn id_of(key: Key<'_>) -> String {
    match key {
        Key::Decimal(number) => number.to_string(),
        Key::Text(text) => text.to_owned(),
    }
}
