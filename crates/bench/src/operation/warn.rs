//! The Monday list of the nation, of an evaluation at hand; its check is a plain count over rows and reports.

use std::collections::BTreeSet;

use tiendo::{
    AsOf, Evaluation, ReportKind, Status, Threads, WarnOptions, WarningKind, Warnings, day,
};

use super::Resident;
use super::points::{Question, TIMED};
use crate::error::Error;
use crate::stopwatch::Stopwatch;

/// Of so many tasks the reports of one are gone through by the check.
const SAMPLED: usize = 97;

/// Every point, against two whole evaluations and the reports of every so many tasks.
pub(super) fn check(resident: &Resident) -> Result<Vec<String>, Error> {
    let points = resident.queries["points"].as_object();
    let points = points.ok_or_else(|| Error::Wrong("queries.json has no points".to_owned()))?;
    let mut wrong = Vec::new();
    for (name, point) in points {
        let evaluation = Question::at(point)?.ask_of(&resident.registry, Threads::one())?;
        let list = evaluation.warn(&WarnOptions::default())?;
        let newly =
            differ(&ids(&list, WarningKind::NewlyOverdue), &newly_overdue(&evaluation, &list)?);
        let soon = differ(&ids(&list, WarningKind::DueSoon), &due_soon(&evaluation, &list));
        let silent = silent(&evaluation, &list);
        for (what, count) in [("newly overdue", newly), ("due soon", soon), ("silent", silent)] {
            if count > 0 {
                wrong.push(format!("{name}: {count} rows that are {what} differ"));
            }
        }
    }
    Ok(wrong)
}

pub(super) fn measure(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let evaluation = Question::at(&resident.queries["points"][TIMED])?
        .ask_of(&resident.registry, Threads::one())?;
    let options = WarnOptions::default();
    watch.run("warn", || evaluation.warn(&options))?;
    Ok(())
}

fn ids(list: &Warnings<'_>, kind: WarningKind) -> BTreeSet<String> {
    list.items.iter().filter(|item| item.kind == kind).map(|item| item.row.id()).collect()
}

fn differ(ours: &BTreeSet<String>, plain: &BTreeSet<String>) -> usize {
    ours.symmetric_difference(plain).count()
}

/// What is in the list of what is overdue on D, and was not on the day before.
fn newly_overdue(evaluation: &Evaluation, list: &Warnings<'_>) -> Result<BTreeSet<String>, Error> {
    let before = AsOf { day: list.since, ..evaluation.as_of() };
    let before = evaluation.registry().evaluate(before, evaluation.policy())?;
    let overdue =
        |e: &Evaluation| -> BTreeSet<String> { e.overdue().iter().map(tiendo::Row::id).collect() };
    Ok(overdue(evaluation).difference(&overdue(&before)).cloned().collect())
}

/// What is in term and falls due up to the last day.
fn due_soon(evaluation: &Evaluation, list: &Warnings<'_>) -> BTreeSet<String> {
    let day = evaluation.as_of().day;
    let is_open = |status: Status| {
        matches!(status, Status::NotStarted | Status::InProgress | Status::DueSoon)
    };
    let due = |row: &tiendo::Row<'_>| {
        is_open(row.status())
            && row.deadline().is_some_and(|last| (day..=list.due_until).contains(&last))
    };
    evaluation.rows().filter(due).map(|row| row.id()).collect()
}

/// Of every so many tasks, how many are silent otherwise than their reports say.
fn silent(evaluation: &Evaluation, list: &Warnings<'_>) -> usize {
    let quiet = [WarningKind::Silent, WarningKind::NoData].map(|kind| ids(list, kind));
    let as_of = evaluation.as_of();
    let days = i64::from(list.thresholds.silent_days);
    let until = day::plus(as_of.day, -days).unwrap_or(day::FIRST);
    let rows = evaluation.rows().step_by(SAMPLED);
    let differs = rows.filter(|row| {
        let is_listed = quiet.iter().any(|ids| ids.contains(&row.id()));
        let is_open = row.status().is_open() && row.status() != Status::Suspended;
        let reports = evaluation.registry().reports_of(row.task_id());
        let known = |at: chrono::NaiveDateTime| as_of.known.is_none_or(|k| at.date() <= k);
        let spoke = reports.iter().filter(|report| {
            report.reported_on <= as_of.day
                && report.recorded_at.is_none_or(known)
                && matches!(report.kind, ReportKind::Progress | ReportKind::Complete)
        });
        let last = spoke.map(|report| report.reported_on).max().or(row.task().assigned_on);
        (is_open && last.is_some_and(|last| last <= until)) != is_listed
    });
    differs.count()
}
