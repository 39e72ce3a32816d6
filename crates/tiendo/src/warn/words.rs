//! The Monday list in words: one sentence for each warning, and the text that is sent to whoever must act.

use std::fmt::Write;

use chrono::NaiveDate;

use super::{WarnBy, WarnGroup, Warning, WarningKind, Warnings};
use crate::evaluation::row::RowFlags;
use crate::report::{Provenance, Report};
use crate::rollup::Scope;
use crate::task::Classification;
use crate::vocabulary::Lang;

/// A day as letters write it: `31/12/2025` in Vietnamese, `2025-12-31` in English.
fn day(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Vi => day.format("%d/%m/%Y").to_string(),
        Lang::En => day.to_string(),
    }
}

/// A number of things, in English with its plural.
fn number(n: u32, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// One line, whatever a title holds: without control characters and breaks of lines, and without what makes a text show other
/// than it is.
fn line(text: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.chars().filter(|c| !turns(c)).map(|c| if breaks(c) { ' ' } else { c }).collect()
}

impl Warning<'_> {
    /// What is the matter, in one sentence without the task's name, and how much waits behind it.
    ///
    /// What nobody reported on is worded as missing data, never as lateness.
    pub fn sentence(&self, lang: Lang) -> String {
        let mut text = match lang {
            Lang::Vi => self.vietnamese(),
            Lang::En => self.english(),
        };
        // Writing into a text cannot fail.
        let _ = match (self.downstream_count, lang) {
            (0, _) => Ok(()),
            (Warnings::MOST_DOWNSTREAM, Lang::Vi) => {
                write!(text, "; ít nhất {} nhiệm vụ khác chờ việc này", Warnings::MOST_DOWNSTREAM)
            }
            (Warnings::MOST_DOWNSTREAM, Lang::En) => {
                write!(text, "; at least {} tasks wait for it", Warnings::MOST_DOWNSTREAM)
            }
            (n, Lang::Vi) => write!(text, "; {n} nhiệm vụ khác chờ việc này"),
            (1, Lang::En) => write!(text, "; 1 task waits for it"),
            (n, Lang::En) => write!(text, "; {n} tasks wait for it"),
        };
        text
    }

    fn vietnamese(&self) -> String {
        let (since, days) = (day(self.since(), Lang::Vi), self.days.unsigned_abs());
        let report = self.report();
        match self.kind {
            WarningKind::NewlyOverdue => format!("quá hạn {days} ngày (ngày cuối {since})"),
            WarningKind::DueSoon if days == 0 => format!("đến hạn hôm nay ({since})"),
            WarningKind::DueSoon => format!("đến hạn ngày {since}, còn {days} ngày"),
            WarningKind::ObstacleUnanswered => {
                let needed = needed_by(report.as_ref(), Lang::Vi);
                let needed = needed
                    .map_or_else(String::new, |d| format!(", cần trả lời chậm nhất ngày {d}"));
                format!("vướng mắc nêu ngày {since}{needed}, {days} ngày chưa được trả lời")
            }
            WarningKind::ExtensionPending => {
                let until = asked(report.as_ref(), Lang::Vi);
                let until = until.map_or_else(String::new, |d| format!(" đến ngày {d}"));
                format!("đề nghị ngày {since} xin gia hạn{until}, {days} ngày chưa có quyết định")
            }
            WarningKind::Silent => {
                format!("{days} ngày chưa có báo cáo mới, báo cáo gần nhất ngày {since}")
            }
            WarningKind::NoData => format!(
                "chưa có báo cáo nào từ ngày giao {since} ({days} ngày); đây là thiếu số liệu, không phải kết luận về tiến độ"
            ),
            WarningKind::ExtendedOften => {
                let times = self.row.extension_count();
                format!("đã gia hạn {times} lần, lần gần nhất ngày {since}")
            }
            WarningKind::ExtensionBackdated if self.is_backdated() => {
                format!(
                    "có lần gia hạn được ghi nhận sau thời hạn mà nó dời, lần gia hạn gần nhất ngày {since}"
                )
            }
            WarningKind::ExtensionBackdated => {
                format!(
                    "có lần gia hạn được cho sau khi thời hạn đã qua, lần gia hạn gần nhất ngày {since}"
                )
            }
            WarningKind::AwaitingSuperior => {
                format!("đã trình ngày {since}, {days} ngày chờ cấp trên")
            }
        }
    }

    fn english(&self) -> String {
        let (since, days) = (day(self.since(), Lang::En), number(self.days.unsigned_abs(), "day"));
        let report = self.report();
        match self.kind {
            WarningKind::NewlyOverdue => format!("overdue by {days} (last day {since})"),
            WarningKind::DueSoon if self.days == 0 => format!("due today ({since})"),
            WarningKind::DueSoon => format!("due on {since}, {days} left"),
            WarningKind::ObstacleUnanswered => {
                let needed = needed_by(report.as_ref(), Lang::En);
                let needed = needed.map_or_else(String::new, |d| format!(", answer needed by {d}"));
                format!("obstacle raised on {since}{needed}, unanswered for {days}")
            }
            WarningKind::ExtensionPending => {
                let until = asked(report.as_ref(), Lang::En);
                let until = until.map_or_else(String::new, |d| format!(" until {d}"));
                format!("extension{until} requested on {since}, undecided for {days}")
            }
            WarningKind::Silent => format!("no new report for {days}, the last one on {since}"),
            WarningKind::NoData => format!(
                "no report since its assignment on {since} ({days}); this is missing data, no verdict on progress"
            ),
            WarningKind::ExtendedOften => {
                let times = number(self.row.extension_count(), "time");
                format!("extended {times}, the last time on {since}")
            }
            WarningKind::ExtensionBackdated if self.is_backdated() => {
                format!(
                    "an extension was recorded after the deadline it moves; the last extension on {since}"
                )
            }
            WarningKind::ExtensionBackdated => {
                format!(
                    "an extension was granted after the deadline had passed; the last one on {since}"
                )
            }
            WarningKind::AwaitingSuperior => {
                format!("submitted on {since}, waiting for the superior for {days}")
            }
        }
    }

    fn is_backdated(&self) -> bool {
        self.row.flag(RowFlags::EXTENSION_BACKDATED)
    }

    /// The task as it is named to whoever receives the list: what is not public goes by its id alone.
    fn named(&self, lang: Lang) -> String {
        let title = match (self.row.classification(), lang) {
            (Classification::Public, _) => self.row.title_in(lang),
            (_, Lang::Vi) => "(nhiệm vụ không công khai)",
            (_, Lang::En) => "(not a public task)",
        };
        line(&format!("{}: {title}", self.row.id()))
    }
}

fn needed_by(report: Option<&Report>, lang: Lang) -> Option<String> {
    Some(day(report?.needed_by?, lang))
}

fn asked(report: Option<&Report>, lang: Lang) -> Option<String> {
    Some(day(report?.new_deadline?, lang))
}

impl<'a> Warnings<'a> {
    /// The whole list as text to send, with who must act on each.
    ///
    /// Says D and K, and loudly that reports are simulated where they are. What is not public goes by its id alone.
    ///
    /// ```
    /// use tiendo::{day, AsOf, Lang, Policy, RegistryBuilder, WarnOptions};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-11-10")?)?, &Policy::default())?;
    /// let text = evaluation.warn(&WarnOptions::default())?.text(Lang::Vi);
    /// assert!(text.starts_with("VIỆC CẦN XỬ LÝ, đến ngày 10/11/2025\n"));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn text(&self, lang: Lang) -> String {
        self.written(None, &self.items, lang)
    }

    /// The list of one receiver as text to send.
    ///
    /// ```
    /// use tiendo::{day, AsOf, Lang, Policy, RegistryBuilder, WarnBy, WarnOptions};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-11-10")?)?, &Policy::default())?;
    /// let list = evaluation.warn(&WarnOptions::default())?;
    /// for group in list.grouped(WarnBy::Agency) {
    ///     assert!(list.text_to(&group, WarnBy::Agency, Lang::En).starts_with("TO ACT ON"));
    /// }
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn text_to(&self, group: &WarnGroup<'a>, by: WarnBy, lang: Lang) -> String {
        self.written(Some((by, group.key)), &group.items, lang)
    }

    fn written(
        &self,
        to: Option<(WarnBy, Option<&str>)>,
        items: &[Warning<'a>],
        lang: Lang,
    ) -> String {
        let mut lines = vec![head(&self.scope, lang)];
        lines.extend(mark(&self.scope, lang).map(str::to_owned));
        lines.extend(to.map(|(by, key)| receiver(by, key, items, lang)));
        if items.is_empty() {
            let nothing = match lang {
                Lang::Vi => "Không có việc nào cần xử lý.",
                Lang::En => "Nothing to act on.",
            };
            lines.push(nothing.to_owned());
        }
        for (i, item) in items.iter().enumerate() {
            lines.push(format!("{}. {}", i + 1, item.named(lang)));
            let mut what = format!("   {}: {}.", item.kind.label(lang), item.sentence(lang));
            let is_named = to.is_some_and(|(by, _)| by == WarnBy::Agency);
            let who = item.actor_name(lang).filter(|_| !is_named).map(line);
            let words = match lang {
                Lang::Vi => [
                    ("Xử lý", who),
                    ("Chịu trách nhiệm", item.post().map(line)),
                    ("Lãnh đạo phụ trách", item.leader().map(line)),
                ],
                Lang::En => [
                    ("To act", who),
                    ("Answers for it", item.post().map(line)),
                    ("Leader in charge", item.leader().map(line)),
                ],
            };
            for (word, name) in words {
                if let Some(name) = name {
                    // Writing into a text cannot fail.
                    let _ = write!(what, " {word}: {name}.");
                }
            }
            lines.push(what);
        }
        lines.push(foot(&self.scope, lang));
        lines.push(String::new());
        lines.join("\n")
    }
}

fn head(scope: &Scope, lang: Lang) -> String {
    let until = day(scope.day, lang);
    let known = scope.known.map(|known| day(known, lang));
    match (lang, known) {
        (Lang::Vi, None) => format!("VIỆC CẦN XỬ LÝ, đến ngày {until}"),
        (Lang::Vi, Some(known)) => {
            format!("VIỆC CẦN XỬ LÝ, đến ngày {until}, theo báo cáo ghi nhận đến hết ngày {known}")
        }
        (Lang::En, None) => format!("TO ACT ON, as of {until}"),
        (Lang::En, Some(known)) => {
            format!("TO ACT ON, as of {until}, as recorded by the end of {known}")
        }
    }
}

/// What must not be overlooked: invented reports.
fn mark(scope: &Scope, lang: Lang) -> Option<&'static str> {
    (scope.provenance == Provenance::Simulated).then(|| scope.provenance.label(lang))
}

fn receiver(by: WarnBy, key: Option<&str>, items: &[Warning<'_>], lang: Lang) -> String {
    let agency = |key: &str| {
        let evaluation = items.first().map(|item| item.row.evaluation);
        evaluation.and_then(|e| e.agency_name(key, lang)).unwrap_or(key).to_owned()
    };
    let name = match (by, key) {
        (WarnBy::Leader, Some(post)) => Some(post.to_owned()),
        (WarnBy::Agency | WarnBy::Assigner, Some(key)) => Some(agency(key)),
        (_, None) => None,
    };
    match (name, lang) {
        (Some(name), Lang::Vi) => format!("Kính gửi: {}", line(&name)),
        (Some(name), Lang::En) => format!("To: {}", line(&name)),
        (None, Lang::Vi) => format!("Chưa rõ {}", by.label(lang)),
        (None, Lang::En) => format!("No {} is known", by.label(lang)),
    }
}

fn foot(scope: &Scope, lang: Lang) -> String {
    let Scope { policy, policy_version, calendar, hidden_report_count: hidden, .. } = scope;
    match lang {
        Lang::Vi => format!(
            "Quy tắc {policy} bản {policy_version}, lịch {calendar}, {hidden} báo cáo không xét."
        ),
        Lang::En => format!(
            "Policy {policy} version {policy_version}, calendar {calendar}, {hidden} reports hidden."
        ),
    }
}
