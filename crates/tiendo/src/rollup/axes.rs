//! The keys of each axis: which row or task counts where, and under which name.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Classified, Counted, RollupOptions, RollupRow};
use crate::agency::Level;
use crate::columns::NO_INDEX;
use crate::evaluation::Evaluation;
use crate::sums::Sums;
use crate::watch::Watch;

impl Evaluation {
    pub(super) fn by_agency(&self, counted: &Counted, watch: &Watch) -> (Vec<RollupRow>, Sums) {
        let sums = if counted.is_all() {
            self.agency_sums(watch)
        } else {
            Arc::new(self.sum_agencies(counted, watch))
        };
        let all = sums.own.iter().zip(&sums.inclusive).zip(0..);
        // Rows are large: allocated once, they need not be moved as their list grows.
        let mut rows = Vec::with_capacity(sums.own.len());
        rows.extend(all.filter(|((_, inclusive), _)| inclusive.total() > 0).map(
            |((own, inclusive), agency)| {
                let (key, (name, name_en)) = self.agency_names(agency);
                RollupRow { key, name, name_en, own: *own, inclusive: *inclusive }
            },
        ));
        (rows, sums.unassigned)
    }

    fn agency_names(&self, agency: u32) -> (String, (String, String)) {
        let agency = self.registry.0.agencies.at(agency, self.as_of);
        let name_en = agency.name_en.as_ref().unwrap_or(&agency.name);
        (agency.id.to_string(), labels(&agency.name, name_en))
    }

    pub(super) fn by_territory(&self, counted: &Counted, watch: &Watch) -> (Vec<RollupRow>, Sums) {
        let inner = &self.registry.0;
        let (mut sums, mut unassigned) = (BTreeMap::<String, Sums>::new(), Sums::default());
        let provinces = self.provinces();
        for row in watch.steps(0..self.len()).filter(|r| counted.has_row(*r)) {
            match provinces.get(self.columns.agency[row] as usize).copied().flatten() {
                Some(code) => self.add_row(sums.entry(code.to_owned()).or_default(), row),
                None => self.add_row(&mut unassigned, row),
            }
        }
        let named = |code: &str| {
            let of = |a: &&crate::Agency| {
                a.level == Level::Province
                    && a.branch == crate::Branch::Government
                    && a.territory.as_ref().is_some_and(|t| t.as_str() == code)
            };
            let agency =
                (0..provinces.len()).map(|a| inner.agencies.at(a as u32, self.as_of)).find(of);
            agency.map_or_else(
                || labels(&code, &code),
                |a| labels(&a.name, a.name_en.as_ref().unwrap_or(&a.name)),
            )
        };
        let rows = sums.into_iter().map(|(key, own)| {
            let (name, name_en) = named(&key);
            RollupRow { key, name, name_en, own, inclusive: own }
        });
        (rows.collect(), unassigned)
    }

    /// By agency index: the two-digit code of the province that it lies in, its own or the nearest above it.
    pub(crate) fn provinces(&self) -> Vec<Option<&str>> {
        let (agencies, tree) = (&self.registry.0.agencies, self.tree());
        let own = |agency: u32| {
            // A commune's own code is longer; its province's is found above it.
            let code = agencies.at(agency, self.as_of).territory.as_ref()?;
            (code.as_str().len() == 2).then_some(code.as_str())
        };
        let mut codes = vec![None; tree.parent.len()];
        // Walked backwards, the order meets every parent before its children.
        for &agency in tree.upwards.iter().rev() {
            let above = codes.get(tree.parent[agency as usize] as usize).copied().flatten();
            codes[agency as usize] = own(agency).or(above);
        }
        codes
    }

    pub(super) fn by_word(
        &self,
        counted: &Counted,
        watch: &Watch,
        word: impl Fn(u32) -> String,
        label: impl Fn(&str) -> (String, String),
    ) -> (Vec<RollupRow>, Sums) {
        let (mut sums, mut unassigned) = (BTreeMap::<String, Sums>::new(), Sums::default());
        for row in watch.steps(0..self.len()).filter(|r| counted.has_row(*r)) {
            match self.columns.agency[row] {
                NO_INDEX => self.add_row(&mut unassigned, row),
                agency => self.add_row(sums.entry(word(agency)).or_default(), row),
            }
        }
        let order = |key: &str| {
            let levels = Level::KNOWN.iter().position(|l| l.as_str() == key);
            let branches = crate::Branch::KNOWN.iter().position(|b| b.as_str() == key);
            levels.or(branches).unwrap_or(usize::MAX)
        };
        let mut rows: Vec<RollupRow> = sums
            .into_iter()
            .map(|(key, own)| {
                let (name, name_en) = label(&key);
                RollupRow { key, name, name_en, own, inclusive: own }
            })
            .collect();
        rows.sort_by_key(|r| order(&r.key));
        (rows, unassigned)
    }

    pub(super) fn by_assigner(&self, counted: &Counted, watch: &Watch) -> (Vec<RollupRow>, Sums) {
        let (mut sums, mut unassigned) = (BTreeMap::<u32, Sums>::new(), Sums::default());
        let tasks = &self.registry.0.tasks;
        for task in self.counted_tasks(counted, watch) {
            match tasks.index_at(task, self.as_of, &tasks.assigner, |facts| facts.assigner) {
                NO_INDEX => self.add_task(&mut unassigned, task),
                assigner => self.add_task(sums.entry(assigner).or_default(), task),
            }
        }
        let rows = sums.into_iter().map(|(agency, own)| {
            let (key, (name, name_en)) = self.agency_names(agency);
            RollupRow { key, name, name_en, own, inclusive: own }
        });
        (rows.collect(), unassigned)
    }

    /// Whether a phase or group of a plan sums a task in force.
    pub(crate) fn belongs(&self, task: usize, plan: u32, options: &RollupOptions) -> bool {
        let inner = &self.registry.0;
        if options.classified == Classified::All {
            return true;
        }
        let tasks = &inner.tasks;
        let document = tasks.index_at(task, self.as_of, &tasks.document, |facts| facts.document);
        inner.plans.is_own(plan, document, tasks.flags_at(task, self.as_of))
    }

    pub(super) fn by_phase(
        &self,
        counted: &Counted,
        options: &RollupOptions,
        watch: &Watch,
    ) -> (Vec<RollupRow>, Sums) {
        let (plans, tasks) = (&self.registry.0.plans, &self.registry.0.tasks);
        let names: Vec<(String, (String, String))> = plans
            .phases
            .iter()
            .map(|p| (p.id.to_string(), labels(&p.name, p.name_en.as_ref().unwrap_or(&p.name))))
            .collect();
        self.by_part(counted, options, watch, &names, &plans.phase_plan, |task| {
            tasks.index_at(task, self.as_of, &tasks.phase, |facts| facts.phase)
        })
    }

    pub(super) fn by_group(
        &self,
        counted: &Counted,
        options: &RollupOptions,
        watch: &Watch,
    ) -> (Vec<RollupRow>, Sums) {
        let (plans, tasks) = (&self.registry.0.plans, &self.registry.0.tasks);
        let names: Vec<(String, (String, String))> = plans
            .groups
            .iter()
            .map(|g| (g.id.to_string(), labels(&g.name, g.name_en.as_ref().unwrap_or(&g.name))))
            .collect();
        self.by_part(counted, options, watch, &names, &plans.group_plan, |task| {
            tasks.index_at(task, self.as_of, &tasks.group, |facts| facts.group)
        })
    }

    pub(super) fn by_part(
        &self,
        counted: &Counted,
        options: &RollupOptions,
        watch: &Watch,
        names: &[(String, (String, String))],
        plan: &[u32],
        part: impl Fn(usize) -> u32,
    ) -> (Vec<RollupRow>, Sums) {
        let (mut sums, mut unassigned) = (vec![Sums::default(); names.len()], Sums::default());
        for task in self.counted_tasks(counted, watch) {
            let p = part(task) as usize;
            if p < names.len() && self.belongs(task, plan[p], options) {
                self.add_task(&mut sums[p], task);
            } else {
                self.add_task(&mut unassigned, task);
            }
        }
        let rows = names.iter().zip(sums).map(|((key, (name, name_en)), own)| RollupRow {
            key: key.clone(),
            name: name.clone(),
            name_en: name_en.clone(),
            own,
            inclusive: own,
        });
        (rows.collect(), unassigned)
    }

    pub(super) fn by_document(&self, counted: &Counted, watch: &Watch) -> (Vec<RollupRow>, Sums) {
        let (documents, tasks) = (&self.registry.0.documents, &self.registry.0.tasks);
        let mut own = vec![Sums::default(); documents.records.len()];
        let mut unassigned = Sums::default();
        for task in self.counted_tasks(counted, watch) {
            match tasks.index_at(task, self.as_of, &tasks.document, |facts| facts.document) {
                NO_INDEX => self.add_task(&mut unassigned, task),
                document => self.add_task(&mut own[document as usize], task),
            }
        }
        // A document may concretise several, so each one's tasks go once to every document above it.
        let mut inclusive = own.clone();
        for document in (0..own.len()).filter(|d| own[*d].total() > 0) {
            let (mut open, mut seen) = (vec![document as u32], vec![document as u32]);
            while let Some(at) = open.pop() {
                for &above in &documents.concretises[at as usize] {
                    if !seen.contains(&above) {
                        seen.push(above);
                        open.push(above);
                        inclusive[above as usize].merge(&own[document]);
                    }
                }
            }
        }
        let rows = (0..own.len()).filter(|d| inclusive[*d].total() > 0).map(|d| {
            let document = documents.at(d as u32, self.as_of);
            let (name, name_en) =
                labels(&document.title, document.title_en.as_ref().unwrap_or(&document.title));
            RollupRow {
                key: document.id.to_string(),
                name,
                name_en,
                own: own[d],
                inclusive: inclusive[d],
            }
        });
        (rows.collect(), unassigned)
    }

    pub(super) fn by_post(&self, counted: &Counted, watch: &Watch) -> (Vec<RollupRow>, Sums) {
        let (mut sums, mut unassigned) = (BTreeMap::<String, Sums>::new(), Sums::default());
        for task in self.counted_tasks(counted, watch) {
            let at = self.registry.0.tasks.at(task, self.as_of);
            let post = at.and_then(|at| at.record).and_then(|t| t.responsible_person.as_ref());
            match post {
                Some(post) => self.add_task(sums.entry(post.to_string()).or_default(), task),
                None => self.add_task(&mut unassigned, task),
            }
        }
        let rows = sums.into_iter().map(|(key, own)| RollupRow {
            name: key.clone(),
            name_en: key.clone(),
            key,
            own,
            inclusive: own,
        });
        (rows.collect(), unassigned)
    }
}

/// Two names as owned text.
pub(super) fn labels(vi: &impl ToString, en: &impl ToString) -> (String, String) {
    (vi.to_string(), en.to_string())
}
