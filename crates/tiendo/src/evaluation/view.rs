//! A row as callers see it.

use chrono::NaiveDate;

use super::Evaluation;
use super::row::RowFlags;
use crate::columns::NO_INDEX;
use crate::period::Period;
use crate::registry::tasks::TaskFlags;
use crate::status::Status;
use crate::task::Task;
use crate::text::Text;
use crate::vocabulary::Lang;

/// One row of an evaluation: a task, or a task as one of its addressees owes it.
///
/// Borrowed from the evaluation. Equality is position in the same evaluation.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub(crate) evaluation: &'a Evaluation,
    pub(crate) index: usize,
}

/// How the occurrences of a recurring task went up to D.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OccurrenceCounts {
    /// The occurrence that judges.
    pub judged: Period,
    /// Occurrences whose last day has passed.
    pub elapsed_count: u32,
    /// Served on time.
    pub done_on_time_count: u32,
    /// Served late, and cured.
    pub done_late_count: u32,
    /// Elapsed and not served, where somebody reported on the row.
    pub missed_count: u32,
    /// Elapsed, and nobody reported anything: missing data, not missed work.
    pub unreported_count: u32,
}

impl<'a> Row<'a> {
    /// Position in the evaluation.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Id of the row: the task's, or `task/agency` for a task addressed to each.
    pub fn id(&self) -> String {
        let each = self.evaluation.registry.0.tasks.at(self.task_index(), self.evaluation.as_of);
        match self.addressee_id() {
            Some(agency) if each.is_some_and(|at| at.facts.flags.has(TaskFlags::EACH)) => {
                format!("{}/{agency}", self.task_id())
            }
            _ => self.task_id().to_owned(),
        }
    }

    /// Id of the task.
    pub fn task_id(&self) -> &'a str {
        self.evaluation.registry.0.tasks.ids.get(self.task_index())
    }

    /// Title of the task in Vietnamese, as the version that is evaluated has it.
    pub fn title(&self) -> &'a str {
        self.evaluation.registry.0.tasks.title_at(self.task_index(), self.evaluation.as_of)
    }

    /// Title of the task in a language, as the version that is evaluated has it; the Vietnamese one where there is no
    /// other.
    pub fn title_in(&self, lang: Lang) -> &'a str {
        let tasks = &self.evaluation.registry.0.tasks;
        let english = match lang {
            Lang::Vi => None,
            Lang::En => tasks
                .at(self.task_index(), self.evaluation.as_of)
                .and_then(|at| at.record?.title_en.as_ref()),
        };
        english.map_or_else(|| self.title(), Text::as_str)
    }

    /// Id of the agency it was addressed to; none where nobody was.
    pub fn addressee_id(&self) -> Option<&'a str> {
        self.agency_at(self.evaluation.addressee(self.index))
    }

    /// Id of the agency it counts for: the addressee, or who followed it.
    pub fn agency_id(&self) -> Option<&'a str> {
        self.agency_at(self.evaluation.agency(self.index))
    }

    /// Name of the agency it counts for in a language, as the version visible at D and K has it; the Vietnamese name where
    /// there is no other, none where it counts for nobody.
    pub fn agency_name(&self, lang: Lang) -> Option<&'a str> {
        let index = self.evaluation.agency(self.index);
        if index == NO_INDEX {
            return None;
        }
        let agency = self.evaluation.registry.0.agencies.at(index, self.evaluation.as_of);
        let english = agency.name_en.as_ref().filter(|_| lang == Lang::En);
        Some(english.unwrap_or(&agency.name).as_str())
    }

    /// Where it stands.
    pub fn status(&self) -> Status {
        self.evaluation.columns.status(self.index)
    }

    /// Where it stands, in words; overdue without a report is worded as missing data.
    pub fn words(&self, lang: Lang) -> &'static str {
        if self.status() == Status::OpenEnded && self.flag(RowFlags::REGULAR) {
            return match lang {
                Lang::Vi => "nhiệm vụ thường xuyên",
                Lang::En => "regular",
            };
        }
        self.status().words(self.is_reported(), lang)
    }

    /// Work done, 0 to 100.
    pub fn percent(&self) -> u8 {
        self.evaluation.columns.percent(self.index)
    }

    /// Weight in sums.
    pub fn weight(&self) -> u8 {
        self.evaluation.weight(self.task_index())
    }

    /// The last day that judges it; none for what has no fixed term.
    pub fn deadline(&self) -> Option<NaiveDate> {
        Evaluation::day_of(self.evaluation.columns.deadline(self.index))
    }

    /// The last day as first set, before any extension or redefinition.
    pub fn original_deadline(&self) -> Option<NaiveDate> {
        Evaluation::day_of(self.evaluation.original(self.index))
    }

    /// The day on which it was done or cancelled.
    pub fn closed_on(&self) -> Option<NaiveDate> {
        Evaluation::day_of(self.evaluation.columns.closed_on(self.index))
    }

    /// The day on which a completion that waits for acceptance was submitted.
    pub fn submitted_on(&self) -> Option<NaiveDate> {
        Evaluation::day_of(self.evaluation.columns.submitted_on(self.index))
    }

    /// Days past the last day, counted in calendar days: to D while open; once done to the closing day, or to the day on
    /// which a product that must be in force is. 0 in term.
    pub fn late_days(&self) -> Option<u32> {
        if !self.is_reported() {
            return None;
        }
        let more = self.evaluation.columns.more(self.index);
        let in_force_on = more.and_then(|m| Evaluation::day_of(m.in_force_on));
        let end = in_force_on.or(self.closed_on()).unwrap_or(self.evaluation.as_of.day);
        Some(match (self.status(), self.deadline()) {
            (Status::Overdue | Status::DoneLate, Some(last)) => {
                (end - last).num_days().max(0) as u32
            }
            _ => 0,
        })
    }

    /// How many rows of the task are done, and how many it has: 'n of m', the task being done with its last row.
    pub fn task_rows(&self) -> (u32, u32) {
        let task = self.evaluation.state(self.task_index());
        (task.done_count, task.row_count)
    }

    /// Number of visible extensions.
    pub fn extension_count(&self) -> u32 {
        self.evaluation.columns.extensions(self.index)
    }

    /// Whether anything was reported that counts.
    pub fn is_reported(&self) -> bool {
        self.flag(RowFlags::REPORTED)
    }

    /// Late only because 'before' is read strictly.
    pub fn is_late_only_if_strict(&self) -> bool {
        self.flag(RowFlags::LATE_ONLY_IF_STRICT)
    }

    /// Overdue from before it was handed over, and still counted for the predecessor.
    pub fn is_inherited(&self) -> bool {
        self.flag(RowFlags::INHERITED)
    }

    /// Late with a confirmed objective cause, under a policy that excuses it.
    pub fn is_excused(&self) -> bool {
        self.flag(RowFlags::EXCUSED)
    }

    /// A regular task (thường xuyên), a class of its own among those without a fixed term.
    pub fn is_regular(&self) -> bool {
        self.flag(RowFlags::REGULAR)
    }

    /// Submitted after its last day.
    pub fn is_submitted_late(&self) -> bool {
        self.flag(RowFlags::SUBMITTED_LATE)
    }

    /// Overdue with an obstacle that was raised in term and is not resolved.
    pub fn is_blocked_in_term(&self) -> bool {
        self.flag(RowFlags::OBSTACLE_IN_TERM)
    }

    /// Agencies that unresolved obstacles wait for, in id order.
    pub fn blocked_by(&self) -> Vec<&'a str> {
        let more = self.evaluation.columns.more(self.index);
        let mut all: Vec<u32> =
            more.into_iter().flat_map(|m| &m.obstacles).map(|(_, whom, _)| *whom).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().filter_map(|a| self.agency_at(a)).collect()
    }

    /// Calendar days since the oldest unresolved obstacle was raised; none where nothing blocks.
    pub fn blocked_days(&self) -> Option<u32> {
        let more = self.evaluation.columns.more(self.index)?;
        let since = more.obstacles.iter().map(|(on, ..)| *on).min()?;
        Some((self.evaluation.as_of.d() - since).max(0) as u32)
    }

    /// How often it was urged (đôn đốc).
    pub fn urged_count(&self) -> u32 {
        self.evaluation.columns.more(self.index).map_or(0, |m| m.urged_count)
    }

    /// Visible reports that do not count; `explain` says which and why.
    pub fn set_aside_count(&self) -> u32 {
        self.evaluation.columns.more(self.index).map_or(0, |m| m.set_aside_count)
    }

    /// For a recurring task: the judged occurrence, and how all of them went.
    pub fn occurrences(&self) -> Option<OccurrenceCounts> {
        let facts = self.evaluation.columns.occurrence(self.index)?;
        Some(OccurrenceCounts {
            judged: facts.period,
            elapsed_count: facts.elapsed_count,
            done_on_time_count: facts.done_on_time_count,
            done_late_count: facts.done_late_count,
            missed_count: facts.missed_count,
            unreported_count: facts.unreported_count,
        })
    }

    pub(crate) fn task_index(&self) -> usize {
        self.evaluation.columns.task(self.index)
    }

    /// The visible version of its task as a whole, where columns do not hold all of it.
    pub(crate) fn definition(&self) -> Option<&'a Task> {
        self.evaluation.registry.0.tasks.at(self.task_index(), self.evaluation.as_of)?.record
    }

    pub(crate) fn flag(&self, flag: RowFlags) -> bool {
        self.evaluation.columns.flags(self.index).has(flag)
    }

    fn agency_at(&self, index: u32) -> Option<&'a str> {
        let all = &self.evaluation.registry.0.agencies.records;
        (index != NO_INDEX).then(|| all[index as usize].id.as_str())
    }
}

impl PartialEq for Row<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.evaluation, other.evaluation) && self.index == other.index
    }
}
