//! What is owed: the rows of an agency, a territory, a phase or a group, most urgent first.

use chrono::NaiveDate;

use crate::columns::NO_INDEX;
use crate::day;
use crate::error::Error;
use crate::evaluation::{Evaluation, Row};
use crate::registry::tasks::TaskFlags;
use crate::status::Status;
use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// How far around an agency to look.
    ///
    /// ```
    /// assert_eq!(tiendo::Within::parse("subtree"), Some(tiendo::Within::Subtree));
    /// ```
    Within {
        Agency = "agency", "riêng cơ quan", "the agency alone";
        Subtree = "subtree", "cả đơn vị trực thuộc", "with all below it";
        Territory = "territory", "cả địa bàn cấp tỉnh", "everything in its territory";
    }
}

closed_vocabulary! {
    /// As what an agency owes a row.
    ///
    /// ```
    /// assert_eq!(tiendo::Role::CoLead.as_str(), "co_lead");
    /// ```
    Role {
        Lead = "lead", "chủ trì", "lead";
        CoLead = "co_lead", "đồng chủ trì", "co-lead";
    }
}

/// Which rows are asked for; what is absent is not asked.
///
/// ```
/// use tiendo::{OwedFilter, Status};
/// let filter = OwedFilter { status: Some(Status::Overdue), ..OwedFilter::default() };
/// assert!(filter.agency.is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwedFilter {
    /// The agency, by id, code or name without accents.
    pub agency: Option<String>,
    /// How far around it; absent: the agency alone.
    pub within: Option<Within>,
    /// Id of the phase.
    pub phase: Option<String>,
    /// Id of the task group.
    pub group: Option<String>,
    /// Id of the document.
    pub document: Option<String>,
    /// Where it stands.
    pub status: Option<Status>,
    /// Falling due before this day.
    pub due_before: Option<NaiveDate>,
}

/// A row and as what it is owed.
#[derive(Debug, Clone, Copy)]
pub struct Owed<'a> {
    /// The row.
    pub row: Row<'a>,
    /// Lead or co-lead.
    pub role: Role,
}

impl Evaluation {
    /// The rows that a filter asks for, most urgent first.
    ///
    /// Order: overdue, the longest first; overdue without data; due soon; in progress; not started; submitted;
    /// suspended; without a fixed term; done; cancelled. Within each by last day, then row.
    ///
    /// # Errors
    /// - [`Error::NotFound`] or [`Error::Ambiguous`] for the agency.
    /// - [`Error::NotFound`] for a phase, group or document that the registry does not have.
    ///
    /// # Example
    /// ```
    /// use tiendo::{day, AsOf, OwedFilter, Policy, RegistryBuilder};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
    /// assert!(evaluation.owed(&OwedFilter::default())?.is_empty());
    /// let nobody = OwedFilter { agency: Some("Atlantis".into()), ..OwedFilter::default() };
    /// assert!(evaluation.owed(&nobody).is_err());
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn owed(&self, filter: &OwedFilter) -> Result<Vec<Owed<'_>>, Error> {
        let inner = &self.registry.0;
        let position = |kind: &'static str,
                        id: &Option<String>,
                        found: &dyn Fn(&str) -> Option<u32>| match id {
            None => Ok(None),
            Some(id) => found(id).map(Some).ok_or_else(|| Error::NotFound { kind, id: id.clone() }),
        };
        let phase =
            position("phase", &filter.phase, &|id| inner.plans.phase_by_id.get(id).copied())?;
        let group =
            position("group", &filter.group, &|id| inner.plans.group_by_id.get(id).copied())?;
        let document =
            position("document", &filter.document, &|id| self.registry.document_index(id))?;
        let agencies = match &filter.agency {
            Some(text) => Some(self.around(text, filter.within.unwrap_or(Within::Agency))?),
            None => None,
        };
        let due_before = filter.due_before.map(day::to_number);
        let mut owed: Vec<Owed<'_>> = self
            .rows()
            .filter_map(|row| {
                let facts = inner.tasks.at(row.task_index(), self.as_of)?.facts;
                let wanted = phase.is_none_or(|p| facts.phase == p)
                    && group.is_none_or(|g| facts.group == g)
                    && document.is_none_or(|d| facts.document == d)
                    && filter.status.is_none_or(|s| row.status() == s)
                    && due_before
                        .is_none_or(|d| row.deadline().is_some_and(|x| day::to_number(x) < d));
                let role = match &agencies {
                    _ if !wanted => return None,
                    None => Role::Lead,
                    Some(agencies) => self.role(&row, agencies)?,
                };
                Some(Owed { row, role })
            })
            .collect();
        owed.sort_by_key(|o| (urgency(&o.row), o.row.deadline().unwrap_or(day::LAST), o.row.index));
        Ok(owed)
    }

    /// True by agency index for those around an agency.
    pub(crate) fn around(&self, text: &str, within: Within) -> Result<Vec<bool>, Error> {
        let id = self.registry.find_agency(text)?.id.clone();
        let all = &self.registry.0.agencies.records;
        let centre = self.registry.agency_index(id.as_str()).unwrap_or(NO_INDEX);
        let mut around = vec![false; all.len()];
        around[centre as usize] = true;
        if within == Within::Territory {
            let provinces = self.provinces();
            if let Some(code) = provinces[centre as usize] {
                for (around, province) in around.iter_mut().zip(&provinces) {
                    *around |= *province == Some(code);
                }
            }
        }
        if within != Within::Agency {
            let tree = self.tree();
            // Parents come after their children, so walking back meets every parent first.
            for &child in tree.upwards.iter().rev() {
                let parent = tree.parent[child as usize];
                around[child as usize] |= parent != NO_INDEX && around[parent as usize];
            }
        }
        Ok(around)
    }

    fn role(&self, row: &Row<'_>, agencies: &[bool]) -> Option<Role> {
        let has = |index: u32| agencies.get(index as usize).copied().unwrap_or(false);
        if has(self.agency(row.index)) {
            return Some(Role::Lead);
        }
        let at = self.registry.0.tasks.at(row.task_index(), self.as_of)?;
        let record = at.record.filter(|_| at.facts.flags.has(TaskFlags::JOINT))?;
        // The principal is not its own co-lead, and who followed a co-lead stands in its place.
        let own = self.addressee(row.index);
        let others =
            record.addressees.iter().filter_map(|a| self.registry.agency_index(a.as_str()));
        let all = &self.registry.0.agencies;
        let co_lead = others.filter(|a| *a != own).any(|a| has(all.successor(a, self.as_of.day).0));
        co_lead.then_some(Role::CoLead)
    }
}

fn urgency(row: &Row<'_>) -> u8 {
    match row.status() {
        Status::Overdue if row.is_reported() => 0,
        Status::Overdue => 1,
        Status::DueSoon => 2,
        Status::InProgress => 3,
        Status::NotStarted => 4,
        Status::Submitted => 5,
        Status::Suspended => 6,
        Status::OpenEnded => 7,
        Status::DoneLate => 8,
        Status::DoneOnTime => 9,
        Status::Cancelled => 10,
    }
}
