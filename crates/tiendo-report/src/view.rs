//! What all parts of a page look at: the evaluation of the public tasks, and the words of its language.

use chrono::NaiveDate;
use tiendo::{Evaluation, Lang, OfficialClass, Provenance, Row, Scope, Silence, Sums};
use tiendo_formats::Error;

use crate::figure;
use crate::options::{Attachment, ReportOptions};
use crate::version;
use crate::words::Words;

/// The evaluation behind a report, and how it is told.
pub(crate) struct View<'a> {
    pub(crate) evaluation: &'a Evaluation,
    pub(crate) previous: Option<&'a Evaluation>,
    pub(crate) attachments: &'a [Attachment],
    pub(crate) scope: Scope,
    pub(crate) lang: Lang,
    pub(crate) w: &'static Words,
    /// Whether the page holds the line of every task, so that others may lead there.
    pub(crate) has_tasks: bool,
    /// The version of the data, see [`version::of`].
    pub(crate) version: String,
}

/// An evaluation and the one before it, of public tasks alone.
pub(crate) struct Shown {
    evaluation: Evaluation,
    previous: Option<Evaluation>,
}

impl Shown {
    pub(crate) fn of(
        evaluation: &Evaluation,
        options: &ReportOptions<'_>,
        file: &str,
    ) -> Result<Self, Error> {
        let core = |source| Error::Core { path: file.to_owned(), source };
        let previous = options.previous.map(Evaluation::public).transpose().map_err(core)?;
        Ok(Shown { evaluation: evaluation.public().map_err(core)?, previous })
    }

    pub(crate) fn view<'a>(&'a self, options: &'a ReportOptions<'a>, has_tasks: bool) -> View<'a> {
        View {
            evaluation: &self.evaluation,
            previous: self.previous.as_ref(),
            attachments: &options.attachments,
            scope: self.evaluation.scope(),
            lang: options.lang,
            has_tasks,
            w: Words::of(options.lang),
            version: version::of(&self.evaluation),
        }
    }
}

impl View<'_> {
    /// The words in the language of the page.
    pub(crate) fn say<'t>(&self, vi: &'t str, en: &'t str) -> &'t str {
        if self.lang == Lang::Vi { vi } else { en }
    }

    pub(crate) fn count(&self, n: u64) -> String {
        figure::count(n, self.lang)
    }

    /// A count, as templates hand it over.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    pub(crate) fn shown(&self, n: &u64) -> String {
        self.count(*n)
    }

    /// A length, as templates hand it over.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    pub(crate) fn shown_len(&self, n: &usize) -> String {
        self.count(*n as u64)
    }

    pub(crate) fn day_judged(&self) -> String {
        self.day(self.scope.day)
    }

    pub(crate) fn day(&self, day: NaiveDate) -> String {
        figure::day(day, self.lang)
    }

    /// The rate of the policy; nothing where nobody reported at all.
    pub(crate) fn rate(&self, sums: &Sums) -> String {
        match self.scope.report_count {
            0 => "–".to_owned(),
            _ => figure::percent(sums.rate(self.evaluation.policy()), self.lang),
        }
    }

    /// What missing data is, by the policy.
    pub(crate) fn silence_note(&self) -> &'static str {
        match self.evaluation.policy().silence {
            Silence::Apart => self.w.silence_note,
            Silence::Counted => self.w.silence_counted,
        }
    }

    pub(crate) fn is_simulated(&self) -> bool {
        self.scope.provenance == Provenance::Simulated
    }

    /// What must not be overlooked: invented reports, or none at all.
    pub(crate) fn mark(&self) -> Option<&'static str> {
        match (self.is_simulated(), self.scope.report_count) {
            (true, _) => Some(self.w.simulated),
            (_, 0) => Some(self.w.no_reports),
            _ => None,
        }
    }

    /// The same in short, for the corner of every screen and every sheet: nothing is cut out or printed without it.
    pub(crate) fn stamp(&self) -> Option<&'static str> {
        match (self.is_simulated(), self.scope.report_count) {
            (true, _) => Some(self.w.stamp_simulated),
            (_, 0) => Some(self.w.stamp_no_reports),
            _ => None,
        }
    }

    /// The words of a class; where nobody reported at all, they do not name lateness.
    pub(crate) fn class(&self, class: OfficialClass) -> String {
        let words = match (class, self.scope.report_count) {
            (OfficialClass::NoData, 0) => self.w.past_without_data,
            _ => class.label(self.lang),
        };
        figure::capitalised(words)
    }

    /// The words of where a row stands; where nobody reported at all, they do not name lateness.
    pub(crate) fn row_words(&self, row: &Row<'_>) -> &'static str {
        match (row.class(), self.scope.report_count) {
            (OfficialClass::NoData, 0) => self.w.past_without_data,
            _ => row.words(self.lang),
        }
    }

    /// The head of the figures of what is past its last day without a report.
    pub(crate) fn no_data(&self) -> String {
        self.class(OfficialClass::NoData)
    }

    /// The name of an agency; its id where the register has none.
    pub(crate) fn agency<'t>(&'t self, id: &'t str) -> &'t str {
        self.evaluation.agency_name(id, self.lang).unwrap_or(id)
    }
}
