//! Where a row stands after its reports: taken one by one, settled at the end.
//!
//! Two callers run this code. `judge` reads reports of any kind from anywhere, asks the screen about each and notes what
//! stands beside the status; `plain` has only the events of a row of which it is known that every one counts. What either
//! gives is a [`Step`], and what follows from the steps is written here once.

use super::row::{More, RowFlags};
use crate::columns::{NO_DAY, NO_INDEX};
use crate::deadline::{BeforeReading, DeadlineClass};
use crate::policy::{DeadlineBasis, ExtensionCounts, Policy};
use crate::registry::reports::Kind;
use crate::registry::tasks::TaskFacts;
use crate::registry::tasks::TaskFlags;
use crate::status::Status;

/// A report that counts, as the rule takes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) report: u32,
    pub(crate) kind: Kind,
    pub(crate) on: i32,
    /// The day on which it was recorded.
    pub(crate) recorded_on: i32,
    /// The last day that an extension grants.
    pub(crate) new_deadline: i32,
}

/// An extension: the report, [`NO_INDEX`] for none, and the day it grants.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extension {
    pub(crate) report: u32,
    pub(crate) last_day: i32,
}

impl Extension {
    pub(crate) const NONE: Extension = Extension { report: NO_INDEX, last_day: NO_DAY };

    fn is_some(self) -> bool {
        self.report != NO_INDEX
    }
}

/// Hears what changes no status but stands beside it, and what most rows never ask again.
pub(crate) trait Beside {
    fn take(&mut self, step: &Step, flags: &mut RowFlags);
    /// An extension, where the last one may not be the one that counts.
    fn grant(&mut self, extension: Extension);
    /// The last extension that counts before the closing report, where extensions count as recorded.
    fn last_grant(&self, closing: Option<u32>) -> Extension;
    /// Whether an obstacle that is not resolved was raised by a day.
    fn is_raised_by(&self, last_day: i32) -> bool;
}

/// Nothing stands beside the row.
#[derive(Clone, Copy)]
pub(crate) struct Nothing;

impl Beside for Nothing {
    #[inline]
    fn take(&mut self, _: &Step, _: &mut RowFlags) {}
    #[inline]
    fn grant(&mut self, _: Extension) {}
    #[inline]
    fn last_grant(&self, _: Option<u32>) -> Extension {
        Extension::NONE
    }
    #[inline]
    fn is_raised_by(&self, _: i32) -> bool {
        false
    }
}

/// What the definition of a task says of its last day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// The task's own last days, strict and lenient.
    pub(crate) own: (i32, i32),
    /// Those that the first version set.
    pub(crate) original: (i32, i32),
    pub(crate) is_regular: bool,
    pub(crate) is_indicative: bool,
    /// For a product that must be in force: the day from which its document is.
    pub(crate) in_force_on: i32,
}

impl Terms {
    /// Of the version of a task, beside what its versions and documents say.
    #[inline]
    pub(crate) fn of(facts: &TaskFacts, original: (i32, i32), in_force_on: i32) -> Self {
        Terms {
            own: (facts.last_day, facts.last_day_lenient),
            original,
            is_regular: facts.class == DeadlineClass::Regular,
            is_indicative: facts.flags.has(TaskFlags::INDICATIVE),
            in_force_on,
        }
    }
}

/// The day and the policy, which are the same for all rows.
#[derive(Clone, Copy)]
pub(crate) struct Rule<'a> {
    /// D as columns count it.
    pub(crate) d: i32,
    pub(crate) policy: &'a Policy,
}

impl Rule<'_> {
    /// Of two last days, strict and lenient, the one that the policy's reading of 'before' takes.
    #[inline]
    pub(crate) fn read(&self, (strict, lenient): (i32, i32)) -> i32 {
        match self.policy.before {
            BeforeReading::Strict => strict,
            BeforeReading::Lenient => lenient,
        }
    }

    /// Status of what is neither closed, suspended nor submitted.
    #[inline]
    pub(crate) fn open_status(
        &self,
        is_indicative: bool,
        percent: u8,
        (judged, lenient): (i32, i32),
        flags: &mut RowFlags,
    ) -> Status {
        let d = self.d;
        if judged == NO_DAY {
            return Status::OpenEnded;
        }
        if d > judged && !is_indicative {
            flags.set(RowFlags::LATE_ONLY_IF_STRICT, d <= lenient);
            return Status::Overdue;
        }
        if judged - d <= i32::from(self.policy.due_soon_days) {
            Status::DueSoon
        } else if percent == 0 {
            Status::NotStarted
        } else {
            Status::InProgress
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    Open,
    Complete,
    Cancel,
    Suspend,
}

/// What stands after the reports taken so far.
#[derive(Clone, Copy)]
pub(crate) struct State<B> {
    closing: Closing,
    /// The report that closed or suspended the row, and its day.
    closed_by: u32,
    closed_on: i32,
    is_accepted: bool,
    pub(crate) percent: u8,
    /// The last extension taken, and the last one before the closing report.
    extension: Extension,
    counted_extension: Extension,
    extensions: u32,
    pub(crate) flags: RowFlags,
    pub(crate) beside: B,
}

/// What is found for a row, but for what stands beside it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settled {
    pub(crate) status: Status,
    pub(crate) percent: u8,
    pub(crate) deadline: i32,
    pub(crate) original: i32,
    pub(crate) closed_on: i32,
    pub(crate) extensions: u32,
    pub(crate) flags: RowFlags,
    pub(crate) submitted_on: i32,
    pub(crate) in_force_on: i32,
    pub(crate) decided_by: u32,
    pub(crate) extended_by: u32,
}

impl<B: Beside> State<B> {
    #[inline]
    pub(crate) fn new(beside: B) -> Self {
        State {
            closing: Closing::Open,
            closed_by: NO_INDEX,
            closed_on: NO_DAY,
            is_accepted: false,
            percent: 0,
            extension: Extension::NONE,
            counted_extension: Extension::NONE,
            extensions: 0,
            flags: RowFlags::default(),
            beside,
        }
    }

    /// The same with something else beside it.
    pub(crate) fn with<C: Beside>(&self, beside: C) -> State<C> {
        State {
            closing: self.closing,
            closed_by: self.closed_by,
            closed_on: self.closed_on,
            is_accepted: self.is_accepted,
            percent: self.percent,
            extension: self.extension,
            counted_extension: self.counted_extension,
            extensions: self.extensions,
            flags: self.flags,
            beside,
        }
    }

    /// Takes a report; `own` is the task's own last day, as the policy reads it.
    #[inline]
    pub(crate) fn take(&mut self, step: &Step, own: i32) {
        match step.kind {
            Kind::Complete => {
                self.close(Closing::Complete, step);
                self.counted_extension = self.extension;
                self.is_accepted = false;
            }
            Kind::Cancel => {
                self.close(Closing::Cancel, step);
                self.counted_extension = self.extension;
            }
            Kind::Suspend => self.close(Closing::Suspend, step),
            Kind::Return | Kind::Resume | Kind::Reopen => self.closing = Closing::Open,
            Kind::Accept => self.is_accepted = self.closing == Closing::Complete,
            Kind::Extend => {
                let before = if self.extension.is_some() { self.extension.last_day } else { own };
                note_extension(step, before, &mut self.flags);
                self.extension = Extension { report: step.report, last_day: step.new_deadline };
                self.beside.grant(self.extension);
                self.extensions += 1;
            }
            Kind::Progress | Kind::Other => {}
            Kind::ConfirmCause | Kind::Obstacle | Kind::ObstacleResolved | Kind::Urge => {
                self.beside.take(step, &mut self.flags);
            }
        }
    }

    #[inline]
    fn close(&mut self, closing: Closing, step: &Step) {
        (self.closing, self.closed_by, self.closed_on) = (closing, step.report, step.on);
    }

    /// The status that follows from what the reports left behind.
    #[inline]
    pub(crate) fn settle(mut self, rule: Rule<'_>, terms: &Terms) -> (Settled, B) {
        let policy = rule.policy;
        let is_closed = matches!(self.closing, Closing::Complete | Closing::Cancel);
        let extension = match policy.extension_counts {
            ExtensionCounts::Dated if is_closed => self.counted_extension,
            ExtensionCounts::Dated => self.extension,
            ExtensionCounts::Recorded => {
                self.beside.last_grant(is_closed.then_some(self.closed_by))
            }
        };
        let original = rule.read(terms.original);
        // The wording that judges, if a wording does: an extension names a day, and nothing of it is read.
        let (judged, lenient) = match policy.deadline {
            DeadlineBasis::Original => (original, terms.original.1.max(original)),
            DeadlineBasis::Effective if extension.is_some() => {
                (extension.last_day, extension.last_day)
            }
            DeadlineBasis::Effective => {
                let own = rule.read(terms.own);
                (own, terms.own.1.max(own))
            }
        };
        let (mut closed_on, mut submitted_on, mut in_force_on) = (NO_DAY, NO_DAY, NO_DAY);
        let status = match self.closing {
            Closing::Cancel => {
                closed_on = self.closed_on;
                Status::Cancelled
            }
            Closing::Suspend => Status::Suspended,
            Closing::Complete if policy.requires_acceptance && !self.is_accepted => {
                submitted_on = self.closed_on;
                let late = judged != NO_DAY && submitted_on > judged && !terms.is_indicative;
                self.flags.set(RowFlags::SUBMITTED_LATE, late);
                self.flags.set(RowFlags::LATE_ONLY_IF_STRICT, late && submitted_on <= lenient);
                Status::Submitted
            }
            Closing::Complete => {
                closed_on = self.closed_on;
                in_force_on = terms.in_force_on;
                let judged_on = if in_force_on == NO_DAY { closed_on } else { in_force_on };
                if judged == NO_DAY || judged_on <= judged || terms.is_indicative {
                    Status::DoneOnTime
                } else {
                    self.flags.set(RowFlags::LATE_ONLY_IF_STRICT, judged_on <= lenient);
                    Status::DoneLate
                }
            }
            Closing::Open => rule.open_status(
                terms.is_indicative,
                self.percent,
                (judged, lenient),
                &mut self.flags,
            ),
        };
        let mut percent = self.percent;
        if status.is_done() {
            percent = 100;
        } else if status != Status::Cancelled {
            let is_full = percent == 100 && status != Status::Submitted;
            self.flags.set(RowFlags::HUNDRED_PERCENT_OPEN, is_full);
            if let Some(cap) = policy.cap_open_percent {
                percent = percent.min(cap);
            }
        }
        self.flags.set(RowFlags::REGULAR, terms.is_regular && judged == NO_DAY);
        if judged != NO_DAY && status == Status::Overdue {
            self.flags.set(RowFlags::OBSTACLE_IN_TERM, self.beside.is_raised_by(judged));
        }
        if !matches!(status, Status::Overdue | Status::DoneLate) {
            self.flags.clear(RowFlags::EXCUSED);
        }
        let decided_by = if self.closing == Closing::Open { NO_INDEX } else { self.closed_by };
        let settled = Settled {
            status,
            percent,
            deadline: judged,
            original,
            closed_on,
            extensions: self.extensions,
            flags: self.flags,
            submitted_on,
            in_force_on,
            decided_by,
            extended_by: extension.report,
        };
        (settled, self.beside)
    }
}

/// Marks an extension that was recorded, or granted, only after the deadline it moves.
#[inline]
pub(crate) fn note_extension(step: &Step, before: i32, flags: &mut RowFlags) {
    if before == NO_DAY {
        return;
    }
    flags.set(RowFlags::EXTENDED_LATE, step.on > before);
    let is_backdated = step.on <= before && step.recorded_on > before;
    flags.set(RowFlags::EXTENSION_BACKDATED, is_backdated);
}

impl Settled {
    /// The day on which it was done or cancelled, or on which it was submitted.
    #[inline]
    pub(crate) fn ended_on(&self) -> i32 {
        if self.status == Status::Submitted { self.submitted_on } else { self.closed_on }
    }

    /// Together with what stands beside it.
    pub(crate) fn with(self, mut more: More) -> super::row::RowFacts {
        more.submitted_on = self.submitted_on;
        more.in_force_on = self.in_force_on;
        more.decided_by = self.decided_by;
        more.extended_by = self.extended_by;
        super::row::RowFacts {
            status: self.status,
            percent: self.percent,
            deadline: self.deadline,
            original: self.original,
            closed_on: self.closed_on,
            extensions: self.extensions,
            flags: self.flags,
            more,
            occurrence: None,
        }
    }
}
