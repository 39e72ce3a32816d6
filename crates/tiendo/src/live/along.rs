//! Sums along one axis that follow their rows and tasks.

use std::collections::BTreeMap;

use super::Shares;
use crate::columns::NO_INDEX;
use crate::evaluation::Evaluation;
use crate::rollup::{Axis, Classified, Rollup, Scope};
use crate::sums::Sums;

/// What belongs to no key of its axis.
const UNASSIGNED: u32 = u32::MAX - 1;

/// A roll-up that is kept up to date, and where in it each agency, document, phase or group counts.
#[derive(Debug, Clone)]
pub(super) struct Along {
    rollup: Rollup,
    /// By index of the agency or document: its row, `UNASSIGNED`, or `NO_INDEX` where it has none so far.
    places: Vec<u32>,
    /// By post.
    posts: BTreeMap<String, u32>,
}

impl Along {
    pub(super) fn of(evaluation: &Evaluation, axis: Axis) -> Self {
        let mut along =
            Along { rollup: evaluation.roll_up(axis), places: Vec::new(), posts: BTreeMap::new() };
        let rows: BTreeMap<&str, u32> =
            along.rollup.rows.iter().map(|r| r.key.as_str()).zip(0..).collect();
        let row = |key: &str| rows.get(key).copied().unwrap_or(NO_INDEX);
        let registry = &evaluation.registry;
        let agencies = || 0..registry.agency_count() as u32;
        let at = |agency: u32| registry.0.agencies.at(agency, evaluation.as_of);
        along.places = match axis {
            Axis::Agency | Axis::AssignedBy => agencies().map(|a| row(at(a).id.as_str())).collect(),
            Axis::Territory => {
                let provinces = evaluation.provinces();
                provinces.iter().map(|code| code.map_or(UNASSIGNED, row)).collect()
            }
            Axis::Level => agencies().map(|a| row(at(a).level.as_str())).collect(),
            Axis::Branch => agencies().map(|a| row(at(a).branch.as_str())).collect(),
            Axis::Document => registry.documents().iter().map(|d| row(d.id.as_str())).collect(),
            Axis::Phase | Axis::Group | Axis::Post => Vec::new(),
        };
        if axis == Axis::Post {
            along.posts = rows.iter().map(|(key, row)| ((*key).to_owned(), *row)).collect();
        }
        along
    }

    pub(super) fn rollup(&self) -> &Rollup {
        &self.rollup
    }

    /// Takes over the counts of the scope.
    pub(super) fn tell(&mut self, scope: &Scope) {
        self.rollup.scope.hidden_report_count = scope.hidden_report_count;
        self.rollup.scope.report_count = scope.report_count;
        self.rollup.scope.provenance = scope.provenance;
    }

    /// Follows a task that was judged again. What it adds to is known from the evaluation, which holds its new rows.
    pub(super) fn moved(
        &mut self,
        evaluation: &Evaluation,
        task: usize,
        before: &Shares,
        after: &Shares,
    ) {
        let axis = self.rollup.options.axis;
        if matches!(axis, Axis::Agency | Axis::Territory | Axis::Level | Axis::Branch) {
            let mut is_whole = true;
            for ((from, was), (to, is)) in before.rows.iter().zip(&after.rows) {
                if from == to {
                    is_whole &= self.shift_row(evaluation, *from, was, is);
                } else {
                    let none = Sums::default();
                    is_whole &= self.shift_row(evaluation, *from, was, &none);
                    is_whole &= self.shift_row(evaluation, *to, &none, is);
                }
            }
            if !is_whole {
                // A key came or went with a hand-over.
                *self = Along::of(evaluation, axis);
            }
            return;
        }
        if before.task == after.task {
            return;
        }
        match self.place_of_task(evaluation, task) {
            UNASSIGNED | NO_INDEX => {
                self.rollup.unassigned.shift(&before.task, &after.task);
            }
            place => {
                let row = &mut self.rollup.rows[place as usize];
                row.own.shift(&before.task, &after.task);
                row.inclusive.shift(&before.task, &after.task);
                if axis == Axis::Document {
                    self.shift_documents_above(evaluation, task, before, after);
                }
            }
        }
    }

    /// Moves the sums of an agency; false where its key is not there, or has nothing left.
    fn shift_row(&mut self, evaluation: &Evaluation, agency: u32, was: &Sums, is: &Sums) -> bool {
        if was == is {
            return true;
        }
        let place = if agency == NO_INDEX { UNASSIGNED } else { self.places[agency as usize] };
        if place == UNASSIGNED {
            self.rollup.unassigned.shift(was, is);
            return true;
        }
        let Some(row) = self.rollup.rows.get_mut(place as usize) else { return false };
        row.own.shift(was, is);
        row.inclusive.shift(was, is);
        let mut is_whole = row.inclusive.total() > 0;
        if self.rollup.options.axis == Axis::Agency {
            let parent = &evaluation.tree().parent;
            let mut above = parent[agency as usize];
            while above != NO_INDEX {
                let place = self.places[above as usize];
                let Some(row) = self.rollup.rows.get_mut(place as usize) else { return false };
                row.inclusive.shift(was, is);
                is_whole &= row.inclusive.total() > 0;
                above = parent[above as usize];
            }
        }
        is_whole
    }

    /// Where a task counts as a whole.
    fn place_of_task(&self, evaluation: &Evaluation, task: usize) -> u32 {
        let (tasks, as_of) = (&evaluation.registry.0.tasks, evaluation.as_of);
        let axis = self.rollup.options.axis;
        let part = |part: u32| if part == NO_INDEX { UNASSIGNED } else { part };
        let of = |index: u32| self.places.get(index as usize).copied().unwrap_or(UNASSIGNED);
        match axis {
            Axis::Phase => part(evaluation.keys(task, Classified::Own).phase),
            Axis::Group => part(evaluation.keys(task, Classified::Own).group),
            Axis::AssignedBy => {
                of(tasks.index_at(task, as_of, &tasks.assigner, |facts| facts.assigner))
            }
            Axis::Post => {
                let record = tasks.at(task, as_of).and_then(|at| at.record);
                let post = record.and_then(|t| t.responsible_person.as_ref());
                post.and_then(|post| self.posts.get(post.as_str()).copied()).unwrap_or(UNASSIGNED)
            }
            _ => of(tasks.index_at(task, as_of, &tasks.document, |facts| facts.document)),
        }
    }

    /// Moves the inclusive sums of the documents that a task's document concretises, directly or through others.
    fn shift_documents_above(
        &mut self,
        evaluation: &Evaluation,
        task: usize,
        before: &Shares,
        after: &Shares,
    ) {
        let inner = &*evaluation.registry.0;
        let tasks = &inner.tasks;
        let document =
            tasks.index_at(task, evaluation.as_of, &tasks.document, |facts| facts.document);
        let concretises = &inner.documents.concretises;
        if concretises[document as usize].is_empty() {
            return;
        }
        let (mut open, mut seen) = (vec![document], vec![document]);
        while let Some(at) = open.pop() {
            for &above in &concretises[at as usize] {
                if !seen.contains(&above) {
                    seen.push(above);
                    open.push(above);
                    let place = self.places[above as usize];
                    if let Some(row) = self.rollup.rows.get_mut(place as usize) {
                        row.inclusive.shift(&before.task, &after.task);
                    }
                }
            }
        }
    }
}
