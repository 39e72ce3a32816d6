//! Which task a row without an id speaks of: rows with the same words are told apart by who owes them.

use std::rc::Rc;

use tiendo::{AgencyId, AgencyKind, DocumentId, FindingCode, RecordKind, Task, TaskId};

use super::field::Field;
use super::grid::GridRow;
use super::key::{self, Hash};
use super::walk::{Walk, Worded};

/// How who owes a row fits who owes a task with the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// The very same.
    Same,
    /// The row names some of those who owe the task.
    Among,
    /// One of the two does not say.
    Open,
    /// Others owe it.
    Other,
}

impl Walk<'_, '_> {
    /// The id of the task with the words and the addressees of a row: one that is known, else one that is made.
    ///
    /// `None` where another row has taken that task already, which is a finding.
    pub(super) fn worded_id(
        &mut self,
        row: &GridRow,
        document: &DocumentId,
        words: &str,
    ) -> Option<(TaskId, bool)> {
        let written = self.text(row, Field::Addressees).map(|(_, text)| text).unwrap_or_default();
        let written = self.all.agencies.read(&written);
        let (lead, named) = (&written.ids, &written.key);
        // Of the words alone, with who owes it, and with the section it stands in.
        let mut hash = Hash::default();
        let own = key::words(words);
        let mut longer = [&own, &written.words, &self.section_words].into_iter();
        let mut made_next = || {
            longer.next().map(|text| {
                hash.add(text);
                hash.key(document.as_str())
            })
        };
        let mut made: Vec<String> = made_next().into_iter().collect();
        let worded = made.first().cloned().unwrap_or_default();
        // Where no task has a longer key, none needs to be looked for.
        if self.all.has_longer_keys {
            made.extend(std::iter::from_fn(&mut made_next));
        }
        let known = self.all.worded(&worded, &made);
        let is_fresh = known.is_empty();
        let in_file = |id: &str| self.all.task_at.contains_key(id);
        // A list names a task once; of a task in work every row says more.
        let free = |task: &Task| self.means.reports || !in_file(task.id.as_str());
        let fits: Vec<(Fit, &Task)> =
            known.iter().map(|task| (self.fit(task, lead, named), task.as_ref())).collect();
        let first = |fit: Fit| fits.iter().find(|(f, task)| *f == fit && free(task)).map(|f| f.1);

        let before = fits.iter().find(|(_, task)| {
            let owed = self.all.owed.get(task.id.as_str());
            owed.is_some_and(|owed| is_same(owed, lead))
        });
        if let Some((_, task)) = before {
            let id = task.id.clone();
            let stood = self.all.task_at.get(id.as_str()).map_or(0, |(_, stood)| stood.row);
            let finding = self.at_row(FindingCode::RowTwice, row.number);
            let finding = finding.about(RecordKind::Task, id.as_str()).arg("id", &id);
            self.log.push(finding.arg("row", stood));
            return None;
        }
        let open = |task: &&Task| fits.len() == 1 || made.iter().any(|id| id == task.id.as_str());
        let among = || first(Fit::Among).filter(|_| self.means.reports);
        let found = first(Fit::Same).or_else(among).or_else(|| first(Fit::Open).filter(open));
        let mut owed = None;
        let chosen = match (found, fits.as_slice()) {
            (Some(task), _) => task.id.clone(),
            // Who owes the one task of these words has changed since.
            (None, [(fit, task)]) if !in_file(task.id.as_str()) => {
                owed = (*fit == Fit::Other).then(|| task.addressees.clone());
                task.id.clone()
            }
            _ => {
                while made.iter().all(|id| in_file(id))
                    && let Some(longer) = made_next()
                {
                    made.push(longer);
                }
                let unused = made.iter().find(|id| !in_file(id));
                TaskId::new(unused.unwrap_or(&worded)).ok()?
            }
        };
        if let Some(owed) = owed {
            self.all.owed.insert(chosen.as_str().to_owned(), owed);
        }
        self.is_fresh = is_fresh;
        self.all.has_longer_keys |= made.iter().skip(1).any(|id| id == chosen.as_str());
        self.all.led.entry(chosen.as_str().to_owned()).or_insert_with(|| Rc::clone(named));
        self.worded =
            Some(Worded { document: document.clone(), words: words.to_owned(), key: worded });
        let is_made = made.iter().any(|id| id == chosen.as_str());
        Some((chosen, is_made))
    }

    fn fit(&self, task: &Task, lead: &[AgencyId], named: &str) -> Fit {
        let before = self.all.led.get(task.id.as_str()).map(AsRef::as_ref);
        let is_group = |id: &AgencyId| {
            let agency = self.all.options.base.and_then(|base| base.agency(id.as_str()));
            agency.is_some_and(|agency| agency.kind == AgencyKind::Group)
        };
        if before == Some(named) || is_same(&task.addressees, lead) {
            return Fit::Same;
        }
        let is_among = lead.iter().all(|id| task.addressees.contains(id));
        if !lead.is_empty() && (is_among || task.addressees.iter().any(is_group)) {
            return Fit::Among;
        }
        // Names that are not known still tell two rows apart.
        let says_other = before.is_some_and(|before| !before.is_empty() && !named.is_empty());
        if !says_other && (lead.is_empty() || task.addressees.is_empty()) {
            return Fit::Open;
        }
        Fit::Other
    }
}

/// True where the same agencies owe it, in whatever order.
fn is_same(some: &[AgencyId], others: &[AgencyId]) -> bool {
    !others.is_empty() && some.len() == others.len() && others.iter().all(|id| some.contains(id))
}
