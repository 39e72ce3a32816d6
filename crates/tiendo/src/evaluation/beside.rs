//! What stands beside the status of a row: obstacles, urging, confirmed causes, and every extension where it is asked for.

use super::judge::Case;
use super::row::{More, RowFlags};
use super::state::{Beside, Extension, Step};
use crate::columns::NO_INDEX;
use crate::policy::ExtensionCounts;
use crate::registry::lookup::position;
use crate::registry::reports::Kind;
use crate::report::Cause;

/// Notes all of it.
pub(crate) struct Noted<'a> {
    case: &'a Case<'a>,
    pub(crate) more: More,
    /// All extensions, kept only where the last one may not be the one that counts.
    granted: Vec<Extension>,
}

impl<'a> Noted<'a> {
    pub(crate) fn new(case: &'a Case<'a>) -> Self {
        Noted { case, more: More::default(), granted: Vec::new() }
    }

    /// The same for another day.
    pub(crate) fn on<'b>(&self, case: &'b Case<'b>) -> Noted<'b> {
        Noted { case, more: self.more.clone(), granted: self.granted.clone() }
    }
}

impl Beside for Noted<'_> {
    fn take(&mut self, step: &Step, flags: &mut RowFlags) {
        let reports = self.case.reports;
        let said = |report: usize| reports.rest(report);
        match step.kind {
            Kind::Obstacle => {
                let whom = said(step.report as usize).and_then(|r| r.addressed_to.as_ref());
                let whom = whom.and_then(|a| {
                    position(&self.case.inner.agencies.records, a.as_str(), |r| r.id.as_str())
                });
                let report = step.report as usize;
                self.more.obstacles.push((step.on, whom.unwrap_or(NO_INDEX), report));
            }
            Kind::ObstacleResolved => {
                let category = |i: usize| said(i).and_then(|r| r.category.as_ref());
                let resolved = category(step.report as usize);
                // Without a category every obstacle so far is resolved.
                self.more
                    .obstacles
                    .retain(|(_, _, raised)| resolved.is_some() && category(*raised) != resolved);
            }
            Kind::Urge => self.more.urged_count += 1,
            Kind::ConfirmCause if self.case.policy.excuse_objective_cause => {
                // The latest confirmation stands, whatever was confirmed before.
                let confirmed = said(step.report as usize).and_then(|r| r.cause.as_ref());
                flags.clear(RowFlags::EXCUSED);
                flags.set(RowFlags::EXCUSED, confirmed == Some(&Cause::Objective));
            }
            _ => {}
        }
    }

    fn grant(&mut self, extension: Extension) {
        if self.case.policy.extension_counts == ExtensionCounts::Recorded {
            self.granted.push(extension);
        }
    }

    fn last_grant(&self, closing: Option<u32>) -> Extension {
        let closing = closing.map(|report| report as usize);
        let counts = |e: &&Extension| self.case.extends(e.report as usize, closing);
        self.granted.iter().rev().find(counts).copied().unwrap_or(Extension::NONE)
    }

    fn is_raised_by(&self, last_day: i32) -> bool {
        self.more.obstacles.iter().any(|(on, ..)| *on <= last_day)
    }
}
