//! The rows of a file in the order of their outline: plans, their phases and groups, tasks below their parents, and what
//! each agency owes below a task of several.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use tiendo::{Evaluation, GroupId, Phase, Plan, Row, Task, TaskGroup};

/// Deepest level of the outline. Tasks further down stand on it, one behind the other.
const MAX_LEVEL: usize = 64;

/// A task in force.
pub(super) struct OneTask<'e> {
    pub(super) task: Cow<'e, Task>,
    /// Its rows in the evaluation.
    pub(super) rows: Range<usize>,
    /// The number of its row in the file, from 1.
    pub(super) uid: usize,
    /// True where a task of the file lies below it.
    is_parent: bool,
}

/// What a row of the file stands for.
#[derive(Clone, Copy)]
pub(super) enum Stands<'e> {
    Plan(&'e Plan),
    Phase(&'e Phase),
    Group(&'e TaskGroup),
    /// A task, by its place among the tasks.
    Task(usize),
    /// One row of a task of several.
    Row(Row<'e>),
}

/// A row of the file.
pub(super) struct Line<'e> {
    pub(super) stands: Stands<'e>,
    pub(super) level: usize,
    /// The outline number, such as `1.2.3`.
    pub(super) number: String,
}

/// All rows of a file; the place of a line, from 1, is its number in the file.
pub(super) struct Outline<'e> {
    pub(super) tasks: Vec<OneTask<'e>>,
    pub(super) lines: Vec<Line<'e>>,
    by_id: HashMap<&'e str, usize>,
    /// Tasks whose parent is not in the file, or too far up.
    pub(super) parents_lost: u64,
}

impl<'e> Outline<'e> {
    pub(super) fn new(evaluation: &'e Evaluation) -> Self {
        let mut outline = Outline {
            tasks: Vec::new(),
            lines: Vec::with_capacity(evaluation.len()),
            by_id: HashMap::new(),
            parents_lost: 0,
        };
        for (at, row) in evaluation.rows().enumerate() {
            let next = outline.tasks.len();
            // Rows of one task lie together.
            if let Some(task) = outline.by_id.get(row.task_id()) {
                outline.tasks[*task].rows.end = at + 1;
                continue;
            }
            outline.by_id.insert(row.task_id(), next);
            let one = OneTask { task: row.task(), rows: at..at + 1, uid: 0, is_parent: false };
            outline.tasks.push(one);
        }
        outline.lay(evaluation);
        outline
    }

    /// The task of an id, where it is in the file.
    pub(super) fn find(&self, id: &str) -> Option<&OneTask<'e>> {
        self.tasks.get(*self.by_id.get(id)?)
    }

    /// True for a line with lines below it.
    pub(super) fn is_summary(&self, line: &Line<'_>) -> bool {
        match line.stands {
            Stands::Plan(_) | Stands::Group(_) => true,
            Stands::Phase(_) | Stands::Row(_) => false,
            Stands::Task(at) => {
                self.tasks.get(at).is_some_and(|one| one.is_parent || one.rows.len() > 1)
            }
        }
    }

    fn lay(&mut self, evaluation: &'e Evaluation) {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.tasks.len()];
        let mut roots = Vec::new();
        for at in 0..self.tasks.len() {
            let parent = self.tasks[at].task.parent.as_ref();
            let found = parent.and_then(|parent| self.by_id.get(parent.as_str()).copied());
            if let Some(parent) = found.filter(|parent| *parent != at) {
                children[parent].push(at);
            } else {
                self.parents_lost += u64::from(parent.is_some());
                roots.push(at);
            }
        }
        let mut numbers = Numbers::default();
        let mut laid = vec![false; self.tasks.len()];
        let mut of_group: HashMap<GroupId, Vec<usize>> = HashMap::new();
        for root in &roots {
            if let Some(group) = &self.tasks[*root].task.group {
                of_group.entry(group.clone()).or_default().push(*root);
            }
        }
        for plan in evaluation.registry().plans() {
            // A group takes its tasks out, so that each is laid once.
            let below: Vec<(&TaskGroup, Vec<usize>)> = plan
                .groups
                .iter()
                .filter_map(|group| Some((group, of_group.remove(&group.id)?)))
                .collect();
            if below.is_empty() {
                continue;
            }
            self.push(&mut numbers, Stands::Plan(plan), 1);
            for phase in &plan.phases {
                self.push(&mut numbers, Stands::Phase(phase), 2);
            }
            for (group, tasks) in below {
                self.push(&mut numbers, Stands::Group(group), 2);
                for task in tasks {
                    self.descend(evaluation, &children, &mut numbers, &mut laid, (task, 3));
                }
            }
        }
        // Tasks of no group, and those that are their own parents by a detour.
        for at in roots.into_iter().chain(0..self.tasks.len()) {
            self.descend(evaluation, &children, &mut numbers, &mut laid, (at, 1));
        }
    }

    /// Lays a task and all below it.
    fn descend(
        &mut self,
        evaluation: &'e Evaluation,
        children: &[Vec<usize>],
        numbers: &mut Numbers,
        laid: &mut [bool],
        from: (usize, usize),
    ) {
        let mut waiting = vec![from];
        while let Some((at, level)) = waiting.pop() {
            if std::mem::replace(&mut laid[at], true) {
                continue;
            }
            self.parents_lost += u64::from(level > MAX_LEVEL);
            let level = level.min(MAX_LEVEL);
            self.push(numbers, Stands::Task(at), level);
            self.tasks[at].uid = self.lines.len();
            let below = children[at].iter().rev().filter(|child| !laid[**child]);
            let before = waiting.len();
            waiting.extend(below.map(|child| (*child, level + 1)));
            self.tasks[at].is_parent = waiting.len() > before;
            let rows = self.tasks[at].rows.clone();
            if rows.len() > 1 {
                for row in rows.filter_map(|row| evaluation.row(row)) {
                    self.push(numbers, Stands::Row(row), level + 1);
                }
            }
        }
    }

    fn push(&mut self, numbers: &mut Numbers, stands: Stands<'e>, level: usize) {
        self.lines.push(Line { stands, level, number: numbers.next(level) });
    }
}

/// How many lines stand on each level of the part that is open.
#[derive(Default)]
struct Numbers(Vec<usize>);

impl Numbers {
    fn next(&mut self, level: usize) -> String {
        self.0.resize(level.max(1), 0);
        if let Some(last) = self.0.last_mut() {
            *last += 1;
        }
        let parts: Vec<String> = self.0.iter().map(usize::to_string).collect();
        parts.join(".")
    }
}
