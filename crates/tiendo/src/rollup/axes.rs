//! The keys of each axis: which row or task counts where, and under which name.

use std::collections::BTreeMap;

use super::tables::Keyed;
use super::{AllSums, Axis, Counted, RollupRow};
use crate::agency::{Agency, Branch, Level};
use crate::columns::NO_INDEX;
use crate::evaluation::Evaluation;
use crate::sums::Sums;
use crate::text::Text;
use crate::vocabulary::Lang;
use crate::watch::Watch;

impl Evaluation {
    /// The rows of an axis whose sums are made, and what belongs to none of them.
    pub(super) fn by_index(&self, axis: Axis, sums: &AllSums) -> (Vec<RollupRow>, Sums) {
        let (agencies, plans) = (&sums.tables.agency, &self.registry.0.plans);
        match axis {
            Axis::Territory => self.by_territory(agencies),
            Axis::Level => self.by_word(
                agencies,
                |agency| agency.level.as_str().to_owned(),
                |word| {
                    let level = Level::parse(word);
                    labels(&level.label(Lang::Vi), &level.label(Lang::En))
                },
            ),
            Axis::Branch => self.by_word(
                agencies,
                |agency| agency.branch.as_str().to_owned(),
                |word| {
                    let branch = Branch::parse(word);
                    labels(&branch.label(Lang::Vi), &branch.label(Lang::En))
                },
            ),
            Axis::Phase => {
                let phases =
                    plans.phases.iter().map(|p| named(p.id.as_str(), &p.name, p.name_en.as_ref()));
                by_part(&sums.tables.phase, phases)
            }
            Axis::Group => {
                let groups =
                    plans.groups.iter().map(|g| named(g.id.as_str(), &g.name, g.name_en.as_ref()));
                by_part(&sums.tables.group, groups)
            }
            Axis::Document => self.by_document(&sums.tables.document),
            _ => self.by_agency(sums),
        }
    }

    fn by_agency(&self, sums: &AllSums) -> (Vec<RollupRow>, Sums) {
        let agencies = &sums.tables.agency;
        let all = agencies.sums.iter().zip(&sums.inclusive).zip(0..);
        // Rows are large: allocated once, they need not be moved as their list grows.
        let mut rows = Vec::with_capacity(agencies.sums.len());
        rows.extend(all.filter(|((_, inclusive), _)| inclusive.total() > 0).map(
            |((own, inclusive), agency)| {
                let (key, (name, name_en)) = self.agency_names(agency);
                RollupRow { key, name, name_en, own: *own, inclusive: *inclusive }
            },
        ));
        (rows, agencies.unassigned)
    }

    fn agency_names(&self, agency: u32) -> (String, (String, String)) {
        let agency = self.registry.0.agencies.at(agency, self.as_of);
        let name_en = agency.name_en.as_ref().unwrap_or(&agency.name);
        (agency.id.as_str().to_owned(), labels(&agency.name, name_en))
    }

    fn by_territory(&self, agencies: &Keyed) -> (Vec<RollupRow>, Sums) {
        let inner = &self.registry.0;
        let (mut sums, mut unassigned) = (BTreeMap::<String, Sums>::new(), agencies.unassigned);
        let provinces = self.provinces();
        for (own, province) in agencies.sums.iter().zip(&provinces).filter(|(s, _)| s.total() > 0) {
            match province {
                Some(code) => sums.entry((*code).to_owned()).or_default().merge(own),
                None => unassigned.merge(own),
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
                || labels(code, code),
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

    fn by_word(
        &self,
        agencies: &Keyed,
        word: impl Fn(&Agency) -> String,
        label: impl Fn(&str) -> (String, String),
    ) -> (Vec<RollupRow>, Sums) {
        let mut sums = BTreeMap::<String, Sums>::new();
        for (own, agency) in agencies.sums.iter().zip(0..).filter(|(s, _)| s.total() > 0) {
            let agency = self.registry.0.agencies.at(agency, self.as_of);
            sums.entry(word(agency)).or_default().merge(own);
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
        (rows, agencies.unassigned)
    }

    pub(super) fn by_assigner(&self, counted: &Counted, watch: &Watch) -> (Vec<RollupRow>, Sums) {
        let agencies = self.registry.agency_count();
        let (mut sums, mut unassigned) = (vec![Sums::default(); agencies], Sums::default());
        let tasks = &self.registry.0.tasks;
        for task in self.counted_tasks(counted, watch) {
            match tasks.index_at(task, self.as_of, &tasks.assigner, |facts| facts.assigner) {
                NO_INDEX => self.add_task(&mut unassigned, task),
                assigner => self.add_task(&mut sums[assigner as usize], task),
            }
        }
        let in_force = sums.into_iter().zip(0..).filter(|(sums, _)| sums.total() > 0);
        let rows = in_force.map(|(own, agency)| {
            let (key, (name, name_en)) = self.agency_names(agency);
            RollupRow { key, name, name_en, own, inclusive: own }
        });
        (rows.collect(), unassigned)
    }

    fn by_document(&self, keyed: &Keyed) -> (Vec<RollupRow>, Sums) {
        let documents = &self.registry.0.documents;
        let own = &keyed.sums;
        // A document may concretise several, so each one's tasks go once to every document above it.
        let mut inclusive = own.clone();
        let concretises = |d: &usize| !documents.concretises[*d].is_empty();
        for document in (0..own.len()).filter(|d| concretises(d) && own[*d].total() > 0) {
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
                key: document.id.as_str().to_owned(),
                name,
                name_en,
                own: own[d],
                inclusive: inclusive[d],
            }
        });
        (rows.collect(), keyed.unassigned)
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
fn labels(vi: &(impl AsRef<str> + ?Sized), en: &(impl AsRef<str> + ?Sized)) -> (String, String) {
    // There are thousands of them: copied as they are, which writing them out takes four times as long as.
    (vi.as_ref().to_owned(), en.as_ref().to_owned())
}

/// The id and names of a part of a plan.
fn named(id: &str, name: &Text, name_en: Option<&Text>) -> (String, (String, String)) {
    (id.to_owned(), labels(name, name_en.unwrap_or(name)))
}

/// The rows of the parts of plans, in their order.
fn by_part(
    keyed: &Keyed,
    parts: impl Iterator<Item = (String, (String, String))>,
) -> (Vec<RollupRow>, Sums) {
    let rows = parts.zip(&keyed.sums).map(|((key, (name, name_en)), own)| RollupRow {
        key,
        name,
        name_en,
        own: *own,
        inclusive: *own,
    });
    (rows.collect(), keyed.unassigned)
}
