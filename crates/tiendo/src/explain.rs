//! Explain: the facts that decided where a row stands, in order, as codes with arguments; sentences are made from them.

use std::collections::BTreeMap;

use crate::columns::{NO_DAY, NO_INDEX, NO_PERCENT};
use crate::day;
use crate::deadline::{BeforeReading, DeadlineClass};
use crate::error::Error;
use crate::evaluation::judge::Trace;
use crate::evaluation::row::{RowFacts, RowFlags};
use crate::evaluation::{Evaluation, Row, SetAside};
use crate::finding::fill;
use crate::policy::DeadlineBasis;
use crate::report::ReportKind;
use crate::rollup::Scope;
use crate::status::Status;
use crate::vocabulary::{Lang, closed_vocabulary};

closed_vocabulary! {
    /// What a fact says. The labels are the sentences with `{argument}` where a value stands.
    ///
    /// ```
    /// assert_eq!(tiendo::FactCode::DeadlineExtended.as_str(), "deadline_extended");
    /// ```
    #[non_exhaustive]
    FactCode {
        InForce = "in_force", "được giao từ ngày {assigned_on}", "in force since {assigned_on}";
        VersionOf = "version_of", "theo định nghĩa có hiệu lực tại thời điểm đánh giá (có {count} bản cũ hơn hoặc mới hơn)", "by the definition visible then (there are {count} other versions)";
        HiddenReports = "hidden_reports", "{count} báo cáo ghi nhận sau ngày {known} không được xét", "{count} reports recorded after {known} are not seen";
        Considered = "considered", "xét {kind} {report} ngày {reported_on}, ghi nhận {recorded_at}{percent}{new_deadline}", "{kind} {report} of {reported_on}, recorded {recorded_at}{percent}{new_deadline}";
        SetAside = "set_aside", "không tính {kind} {report} ngày {reported_on}: {reason}", "{kind} {report} of {reported_on} does not count: {reason}";
        NoReports = "no_reports", "chưa có báo cáo nào", "there is no report";
        DeadlineOwn = "deadline_own", "thời hạn '{text}': ngày cuối {last_day}", "deadline '{text}': last day {last_day}";
        DeadlineExtended = "deadline_extended", "gia hạn theo {report}: ngày cuối {last_day}", "extended by {report}: last day {last_day}";
        DeadlineOriginal = "deadline_original", "thời hạn ban đầu: ngày cuối {last_day}", "original deadline: last day {last_day}";
        DeadlineCounted = "deadline_counted", "theo quy tắc '{policy}', xét theo thời hạn ban đầu {last_day}", "policy '{policy}' judges by the original deadline {last_day}";
        NoDeadline = "no_deadline", "không có ngày cuối: {class}", "no last day: {class}";
        BeforeReading = "before_reading", "chữ 'trước' được hiểu: {before}", "'before' is read {before}";
        Occurrence = "occurrence", "kỳ được xét: {occurrence}, ngày cuối {last_day}; {elapsed} kỳ đã qua, {on_time} kỳ đúng hạn, {late} kỳ quá hạn, {missed} kỳ chưa làm, {unreported} kỳ chưa có báo cáo", "judged occurrence {occurrence}, last day {last_day}; {elapsed} elapsed, {on_time} on time, {late} late, {missed} missed, {unreported} without a report";
        Decided = "decided", "trạng thái đóng theo {kind} {report} ngày {reported_on}", "closed by {kind} {report} of {reported_on}";
        Rule = "rule", "kết luận: {status}, {percent} %", "therefore: {status}, {percent} %";
        Late = "late", "quá hạn {days} ngày", "late by {days} days";
        DaysLeft = "days_left", "còn {days} ngày (ngưỡng sắp đến hạn: {window} ngày)", "{days} days left (due soon within {window} days)";
        LateOnlyIfStrict = "late_only_if_strict", "chỉ quá hạn nếu hiểu 'trước' theo nghĩa chặt", "late only because 'before' is read strictly";
        Unreported = "unreported", "chưa có báo cáo: đây là thiếu số liệu, không phải kết luận về cơ quan", "nobody reported: this is missing data, not a verdict on the agency";
        Indicative = "indicative", "thời hạn dự kiến, không tính quá hạn", "the date is only foreseen and never overdue";
        Inherited = "inherited", "đã quá hạn trước khi chuyển giao, còn tính cho {agency}", "overdue before the hand-over, still counted for {agency}";
        HandedOver = "handed_over", "chuyển từ {from} sang {to}", "passed from {from} to {to}";
        Excused = "excused", "nguyên nhân khách quan đã được xác nhận", "an objective cause is confirmed";
        Blocked = "blocked", "vướng mắc chưa tháo gỡ {days} ngày{agency}", "blocked for {days} days{agency}";
        Urged = "urged", "đã đôn đốc {count} lần", "urged {count} times";
        Counted = "counted", "quy tắc '{policy}' phiên bản {version}, lịch {calendar}", "policy '{policy}' version {version}, calendar {calendar}";
        Simulated = "simulated", "SỐ LIỆU MÔ PHỎNG (SIMULATED), không phải của cơ quan nào", "SIMULATED data, not of any agency";
    }
}

/// One fact: a code and the values it names.
///
/// ```
/// use tiendo::{Fact, FactCode, Lang};
/// let fact = Fact::new(FactCode::Late).arg("days", 3);
/// assert_eq!(fact.sentence(Lang::En), "late by 3 days");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fact {
    /// What it says.
    pub code: FactCode,
    /// The values.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub args: BTreeMap<String, String>,
}

impl Fact {
    /// A fact without values.
    pub fn new(code: FactCode) -> Self {
        Fact { code, args: BTreeMap::new() }
    }

    /// Adds a value.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    /// The fact in words: vocabulary words become labels, optional values bring their own words.
    pub fn sentence(&self, lang: Lang) -> String {
        fill(self.code.label(lang), |name| {
            let value = self.args.get(name)?;
            Some(match (name, lang) {
                ("status", _) => {
                    let reported = !self.args.contains_key("unreported");
                    word(Status::parse(value).map(|s| s.words(reported, lang)), value)
                }
                ("kind", _) => ReportKind::parse(value).label(lang).to_owned(),
                ("reason", _) => word(SetAside::parse(value).map(|s| s.label(lang)), value),
                ("class", _) => word(DeadlineClass::parse(value).map(|c| c.label(lang)), value),
                ("before", _) => word(BeforeReading::parse(value).map(|b| b.label(lang)), value),
                ("percent", _) if self.code == FactCode::Considered => format!(", {value} %"),
                ("new_deadline", Lang::Vi) => format!(", hạn mới {value}"),
                ("new_deadline", Lang::En) => format!(", new deadline {value}"),
                ("agency", Lang::Vi) if self.code == FactCode::Blocked => format!(", chờ {value}"),
                ("agency", Lang::En) if self.code == FactCode::Blocked => {
                    format!(", waiting for {value}")
                }
                _ => value.clone(),
            })
        })
    }
}

fn word(label: Option<&str>, value: &str) -> String {
    label.unwrap_or(value).to_owned()
}

/// Why a row stands where it does: the facts that decided, in order.
///
/// ```
/// use tiendo::{day, AsOf, Deadline, DocumentId, Lang, Policy, RegistryBuilder, Task, TaskId, Text};
/// let mut task = Task::new(TaskId::new("T1")?, DocumentId::new("D")?, Text::new("Nâng cấp cổng")?);
/// task.assigned_on = Some(day::parse("2025-06-23")?);
/// task.deadline = Deadline::before(day::parse("2025-08-15")?);
/// let mut builder = RegistryBuilder::new();
/// builder.add_task(task);
/// let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-08-20")?)?, &Policy::default())?;
/// let explanation = evaluation.explain("T1")?;
/// assert!(explanation.sentences(Lang::En).contains(&"therefore: overdue, no data, 0 %".to_owned()));
/// assert!(evaluation.explain("T2").is_err());
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explanation {
    /// Id of the row.
    pub row: String,
    /// Id of the task.
    pub task: String,
    /// Title of the task in Vietnamese.
    pub title: String,
    /// The agency it counts for.
    pub agency: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// Whether anybody reported.
    pub reported: bool,
    /// Work done, 0 to 100.
    pub percent: u8,
    /// The last day that judges it.
    pub deadline: Option<chrono::NaiveDate>,
    /// The facts.
    pub facts: Vec<Fact>,
    /// What the numbers are made of.
    pub scope: Scope,
}

impl Explanation {
    /// The facts in words, one sentence each.
    pub fn sentences(&self, lang: Lang) -> Vec<String> {
        self.facts.iter().map(|f| f.sentence(lang)).collect()
    }
}

/// Most rows that an ambiguous task id lists.
const MAX_CANDIDATES: usize = 20;

impl Evaluation {
    /// Why a row stands where it does. A task's id will do where the task has one row.
    ///
    /// # Errors
    /// - [`Error::NotFound`] for an id without a row in force.
    /// - [`Error::Ambiguous`] for a task with several rows, naming the first of them.
    pub fn explain(&self, id: &str) -> Result<Explanation, Error> {
        let mut rows = self.rows_of(id);
        let row = match (self.find(id), rows.next(), rows.next()) {
            (Some(row), ..) | (None, Some(row), None) => row,
            (None, None, _) => return Err(Error::NotFound { kind: "row", id: id.to_owned() }),
            (None, Some(_), Some(_)) => {
                let candidates = self.rows_of(id).take(MAX_CANDIDATES).map(|r| r.id()).collect();
                return Err(Error::Ambiguous { text: id.to_owned(), candidates });
            }
        };
        let (mut found, mut heard) = (None, Vec::new());
        let task = row.task_index();
        let notes = || Notes { evaluation: self, task, facts: Vec::new() };
        self.listen(row.task_index(), notes, |at, facts, trace| {
            if at.index == row.index {
                (found, heard) = (Some(facts), trace.facts);
            }
        });
        let mut facts = self.opening(&row);
        if heard.is_empty() {
            facts.push(Fact::new(FactCode::NoReports));
        }
        facts.extend(heard);
        if let Some(found) = found {
            self.deciding(&row, &found, &mut facts);
        }
        facts.push(
            Fact::new(FactCode::Counted)
                .arg("policy", &self.policy.name)
                .arg("version", self.policy.version)
                .arg("calendar", self.registry.calendar().version()),
        );
        if self.scope.provenance == crate::Provenance::Simulated {
            facts.push(Fact::new(FactCode::Simulated));
        }
        Ok(Explanation {
            row: row.id(),
            task: row.task_id().to_owned(),
            title: row.title().to_owned(),
            agency: row.agency_id().map(str::to_owned),
            status: row.status(),
            reported: row.is_reported(),
            percent: row.percent(),
            deadline: row.deadline(),
            facts,
            scope: self.scope(),
        })
    }

    /// What holds before any report: assignment, version, what K hides.
    fn opening(&self, row: &Row<'_>) -> Vec<Fact> {
        let inner = &self.registry.0;
        let task = row.task_index();
        let mut facts = Vec::new();
        if let Some(at) = inner.tasks.at(task, self.as_of) {
            let assigned = day::from_number(at.facts.assigned).unwrap_or(day::FIRST);
            facts.push(Fact::new(FactCode::InForce).arg("assigned_on", assigned));
        }
        if let Some(older) = inner.tasks.versions.get(&(task as u32)) {
            facts.push(Fact::new(FactCode::VersionOf).arg("count", older.len()));
        }
        let until = self.as_of.known_until();
        let d = self.as_of.d();
        let reports = self.reports(task);
        let dated = reports.range(task).filter(|i| reports.reported_on(*i) <= d);
        let hidden = dated.filter(|i| reports.recorded_at(*i) >= until).count();
        if let (Some(known), true) = (self.as_of.known, hidden > 0) {
            facts.push(Fact::new(FactCode::HiddenReports).arg("count", hidden).arg("known", known));
        }
        facts
    }

    /// Which deadline judges, what closed the row, which rule fired.
    fn deciding(&self, row: &Row<'_>, found: &RowFacts, facts: &mut Vec<Fact>) {
        let day_text =
            |number: i32| Evaluation::day_of(number).map_or(String::new(), |d| d.to_string());
        if let Some(occurrence) = &found.occurrence {
            facts.push(
                Fact::new(FactCode::Occurrence)
                    .arg("occurrence", occurrence.period.code())
                    .arg("last_day", day_text(occurrence.last_day))
                    .arg("elapsed", occurrence.elapsed_count)
                    .arg("on_time", occurrence.done_on_time_count)
                    .arg("late", occurrence.done_late_count)
                    .arg("missed", occurrence.missed_count)
                    .arg("unreported", occurrence.unreported_count),
            );
        }
        self.deadline_facts(row, found, facts);
        if found.more.decided_by != NO_INDEX {
            let report = found.more.decided_by as usize;
            facts.push(self.about_report(FactCode::Decided, row.task_index(), report));
        }
        let silent = found.status == Status::Overdue && !found.flags.has(RowFlags::REPORTED);
        let rule = Fact::new(FactCode::Rule)
            .arg("status", found.status.as_str())
            .arg("percent", found.percent);
        facts.push(if silent { rule.arg("unreported", true) } else { rule });
        let d = self.as_of.d();
        match found.status {
            // Without a report nothing is said of lateness: it is not known.
            Status::Overdue if silent => facts.push(Fact::new(FactCode::Unreported)),
            Status::Overdue | Status::DoneLate => {
                facts.push(Fact::new(FactCode::Late).arg("days", row.late_days().unwrap_or(0)));
            }
            Status::DueSoon | Status::InProgress | Status::NotStarted if found.deadline >= d => {
                facts.push(
                    Fact::new(FactCode::DaysLeft)
                        .arg("days", found.deadline - d)
                        .arg("window", self.policy.due_soon_days),
                );
            }
            Status::DueSoon => facts.push(Fact::new(FactCode::Indicative)),
            _ => {}
        }
        let plain = [
            (RowFlags::LATE_ONLY_IF_STRICT, FactCode::LateOnlyIfStrict),
            (RowFlags::EXCUSED, FactCode::Excused),
        ];
        facts.extend(plain.iter().filter(|p| found.flags.has(p.0)).map(|p| Fact::new(p.1)));
        match (row.addressee_id(), row.agency_id()) {
            (_, Some(agency)) if row.is_inherited() => {
                facts.push(Fact::new(FactCode::Inherited).arg("agency", agency));
            }
            (Some(from), Some(to)) if from != to => {
                facts.push(Fact::new(FactCode::HandedOver).arg("from", from).arg("to", to));
            }
            _ => {}
        }
        if let Some(days) = row.blocked_days() {
            let mut fact = Fact::new(FactCode::Blocked).arg("days", days);
            let agencies = row.blocked_by().join(", ");
            if !agencies.is_empty() {
                fact = fact.arg("agency", agencies);
            }
            facts.push(fact);
        }
        if row.urged_count() > 0 {
            facts.push(Fact::new(FactCode::Urged).arg("count", row.urged_count()));
        }
    }

    fn deadline_facts(&self, row: &Row<'_>, found: &RowFacts, facts: &mut Vec<Fact>) {
        let inner = &self.registry.0;
        let Some(at) = inner.tasks.at(row.task_index(), self.as_of) else { return };
        let lenient = self.policy.before == BeforeReading::Lenient;
        let own = if lenient { at.facts.last_day_lenient } else { at.facts.last_day };
        let text = inner.tasks.deadline_text(row.task_index(), &at);
        let last = |code: FactCode, number: i32| {
            let day = Evaluation::day_of(number);
            Fact::new(code).arg("last_day", day.map_or_else(|| "—".to_owned(), |d| d.to_string()))
        };
        if own == NO_DAY {
            if found.occurrence.is_none() && found.deadline == NO_DAY {
                facts.push(Fact::new(FactCode::NoDeadline).arg("class", at.facts.class.as_str()));
            }
        } else {
            facts.push(last(FactCode::DeadlineOwn, own).arg("text", text));
            if at.facts.last_day_lenient != at.facts.last_day {
                facts.push(
                    Fact::new(FactCode::BeforeReading).arg("before", self.policy.before.as_str()),
                );
            }
        }
        if found.original != NO_DAY && found.original != own && found.occurrence.is_none() {
            facts.push(last(FactCode::DeadlineOriginal, found.original));
        }
        if found.more.extended_by != NO_INDEX {
            let (report, reports) =
                (found.more.extended_by as usize, self.reports(row.task_index()));
            facts.push(
                last(FactCode::DeadlineExtended, reports.new_deadline(report))
                    .arg("report", reports.ids.get(report)),
            );
        }
        if self.policy.deadline == DeadlineBasis::Original && found.deadline != NO_DAY {
            facts.push(
                last(FactCode::DeadlineCounted, found.deadline).arg("policy", &self.policy.name),
            );
        }
    }

    fn about_report(&self, code: FactCode, task: usize, i: usize) -> Fact {
        let reports = self.reports(task);
        let report = reports.record(i, &self.registry.0);
        let mut fact = Fact::new(code)
            .arg("report", &report.id)
            .arg("kind", report.kind.as_str())
            .arg("reported_on", report.reported_on);
        if code == FactCode::Considered {
            let recorded = chrono::DateTime::from_timestamp(reports.recorded_at(i), 0);
            let at = recorded.map_or_else(String::new, |t| day::instant_to_string(t.naive_utc()));
            fact = fact.arg("recorded_at", at);
            if reports.percent(i) != NO_PERCENT {
                fact = fact.arg("percent", reports.percent(i));
            }
            if let Some(day) = report.new_deadline {
                fact = fact.arg("new_deadline", day);
            }
        }
        fact
    }
}

/// Writes down what the rule does with each report.
struct Notes<'a> {
    evaluation: &'a Evaluation,
    task: usize,
    facts: Vec<Fact>,
}

impl Trace for Notes<'_> {
    fn considered(&mut self, report: usize, _: bool) {
        self.facts.push(self.evaluation.about_report(FactCode::Considered, self.task, report));
    }

    fn set_aside(&mut self, report: usize, why: SetAside) {
        let fact = self.evaluation.about_report(FactCode::SetAside, self.task, report);
        self.facts.push(fact.arg("reason", why.as_str()));
    }
}
