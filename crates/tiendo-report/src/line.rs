//! One line of a list of tasks: where a task or a row stands, in the words of the page.

use std::borrow::Cow;
use std::collections::BTreeMap;

use askama::Template;
use chrono::NaiveDate;
use tiendo::{Fact, FactCode, OfficialClass, Row, Status};

use crate::escape::{address, anchor, fragment};
use crate::figure::sentence;
use crate::view::View;
use crate::words::fill;

/// Most agencies of one task that are named.
const NAMED: usize = 20;

/// A line, for its template.
#[derive(Template)]
#[template(path = "line.html")]
pub(crate) struct Line<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) anchor: Cow<'a, str>,
    pub(crate) id: String,
    pub(crate) title: &'a str,
    pub(crate) agency: Cow<'a, str>,
    /// Id of the one agency, or nothing.
    pub(crate) agency_id: &'a str,
    /// Ids of several agencies, with a blank between them; nothing where there is one, or where `agencies_of` leads to them.
    pub(crate) agencies: String,
    /// Where the same agencies stand already: the anchor of an earlier line.
    pub(crate) agencies_of: String,
    pub(crate) phase: String,
    pub(crate) group: String,
    pub(crate) deadline: Option<NaiveDate>,
    pub(crate) class: OfficialClass,
    pub(crate) words: &'static str,
    /// Days past the last day, or before it as a negative number.
    pub(crate) days: Option<i64>,
    pub(crate) percent: u8,
    pub(crate) why: Vec<String>,
    pub(crate) product: String,
    pub(crate) document: String,
    pub(crate) sources: Vec<Source>,
}

/// Where a record was read: an address, or words.
pub(crate) struct Source {
    pub(crate) text: String,
    pub(crate) is_link: bool,
}

impl<'a> Line<'a> {
    /// The line of a task as a whole: these are its rows.
    pub(crate) fn of_task(view: &'a View<'a>, rows: &[Row<'a>]) -> Option<Self> {
        let evaluation = view.evaluation;
        let first = *rows.first()?;
        if rows.len() == 1 {
            return Some(
                Line { id: first.task_id().to_owned(), ..Line::of_row(view, first) }
                    .at(first.task_id()),
            );
        }
        let status = evaluation.task_status(first.task_id())?;
        // The task is told of as its decisive rows are, and those that were reported on before the others.
        let decisive = rows.iter().filter(|row| row.status() == status);
        let row =
            *decisive.min_by_key(|row| (!row.is_reported(), row.deadline())).unwrap_or(&first);
        let (done, of) = row.task_rows();
        let agencies = fill(view.w.several_agencies, &[("count", &view.count(of.into()))]);
        let mut why = vec![fill(
            view.w.done_of,
            &[("done", &view.count(done.into())), ("of", &view.count(of.into()))],
        )];
        for class in [OfficialClass::Overdue, OfficialClass::NoData] {
            why.extend(named(view, rows, class));
        }
        let line = Line::of_row(view, row);
        let percent = if of == 0 { 0 } else { (100 * u64::from(done) / u64::from(of)) as u8 };
        let line = Line {
            id: row.task_id().to_owned(),
            agency: agencies.into(),
            agency_id: "",
            percent,
            why,
            ..line
        };
        Some(line.at(row.task_id()))
    }

    /// The line of one row.
    pub(crate) fn of_row(view: &'a View<'a>, row: Row<'a>) -> Self {
        let (evaluation, task, id) = (view.evaluation, row.task(), row.id());
        let class = row.class();
        let document = evaluation.registry().document(task.document.as_str());
        let number = document.and_then(|document| document.number.as_ref());
        Line {
            view,
            anchor: anchor(&id).into_owned().into(),
            title: row.title_in(view.lang),
            agency: row.agency_name(view.lang).unwrap_or(view.w.nobody).into(),
            agency_id: row.agency_id().unwrap_or_default(),
            agencies: String::new(),
            agencies_of: String::new(),
            phase: task.phase.as_ref().map_or_else(String::new, ToString::to_string),
            group: task.group.as_ref().map_or_else(String::new, ToString::to_string),
            deadline: row.deadline(),
            class,
            words: view.row_words(&row),
            days: days(view, &row, class),
            percent: row.percent(),
            why: why(view, &row, &id),
            product: task
                .product
                .as_ref()
                .map_or_else(String::new, |product| product.text.to_string()),
            document: number.map_or_else(|| task.document.to_string(), ToString::to_string),
            sources: task.source.as_ref().map_or_else(Vec::new, |source| sources(source.as_str())),
            id,
        }
    }

    /// The same under the anchor of an id.
    fn at(self, id: &'a str) -> Self {
        Line { anchor: anchor(id), ..self }
    }

    /// The words for the days.
    pub(crate) fn days_text(&self) -> String {
        match self.days {
            Some(late @ 1..) => {
                fill(self.view.w.days_late, &[("days", &self.view.count(late.unsigned_abs()))])
            }
            Some(0) => self.view.w.today.to_owned(),
            Some(left) => {
                fill(self.view.w.days_left, &[("days", &self.view.count(left.unsigned_abs()))])
            }
            None => String::new(),
        }
    }

    pub(crate) fn deadline_text(&self) -> String {
        self.deadline.map_or_else(|| "–".to_owned(), |day| self.view.day(day))
    }
}

/// The sets of agencies that a page has told, and on which line: one addressed to every commune is long, and seldom alone.
#[derive(Default)]
pub(crate) struct Told(BTreeMap<String, String>);

impl Told {
    /// Tells the agencies of these rows on the line of their task, where they are several and no line before has told them.
    pub(crate) fn tell(&mut self, rows: &[Row<'_>], line: &mut Line<'_>) {
        if rows.len() < 2 {
            return;
        }
        // An id may hold a blank; encoded it does not.
        let mut ids: Vec<String> = rows.iter().filter_map(Row::agency_id).map(fragment).collect();
        ids.sort_unstable();
        ids.dedup();
        let ids = ids.join(" ");
        if let Some(before) = self.0.get(&ids) {
            line.agencies_of.clone_from(before);
        } else {
            self.0.insert(ids.clone(), line.anchor.clone().into_owned());
            line.agencies = ids;
        }
    }
}

/// Days late, or left; none where nothing is owed any more, none where nobody reported, as silence is not lateness, and never
/// late what is only foreseen or waits for others.
fn days(view: &View<'_>, row: &Row<'_>, class: OfficialClass) -> Option<i64> {
    let past = row.deadline().map(|last| (view.scope.day - last).num_days());
    match class {
        OfficialClass::Overdue | OfficialClass::DoneLate | OfficialClass::SubmittedLate => row
            .late_days()
            .map(i64::from)
            .filter(|days| *days > 0)
            .or(past.filter(|_| class == OfficialClass::Overdue)),
        OfficialClass::InTerm if row.status() != Status::Submitted => {
            past.filter(|days| *days <= 0)
        }
        _ => None,
    }
}

/// Rows of one task beyond which they are not explained one by one: to explain one is to judge all of them.
const EXPLAINED: u32 = 64;

/// The facts that decided, in words; the reports behind them are counted and not told one by one.
fn why(view: &View<'_>, row: &Row<'_>, id: &str) -> Vec<String> {
    if row.task_rows().1 > EXPLAINED {
        return in_short(view, row);
    }
    let Ok(explanation) = view.evaluation.explain(id) else { return Vec::new() };
    let considered =
        explanation.facts.iter().filter(|fact| fact.code == FactCode::Considered).count();
    let is_told = |fact: &&Fact| {
        !matches!(
            fact.code,
            FactCode::Considered | FactCode::SetAside | FactCode::Counted | FactCode::Simulated
        )
    };
    let mut told: Vec<String> =
        explanation.facts.iter().filter(is_told).map(|fact| sentence(fact, view.lang)).collect();
    if considered > 0 {
        told.push(fill(view.w.considered, &[("count", &view.count(considered as u64))]));
    }
    told
}

/// What the row itself says of why it stands so.
fn in_short(view: &View<'_>, row: &Row<'_>) -> Vec<String> {
    let mut rule = Fact::new(FactCode::Rule)
        .arg("status", row.status().as_str())
        .arg("percent", row.percent());
    if !row.is_reported() {
        rule = rule.arg("unreported", true);
    }
    let mut facts = vec![rule];
    facts.extend(
        row.late_days()
            .filter(|days| *days > 0)
            .map(|days| Fact::new(FactCode::Late).arg("days", days)),
    );
    if !row.is_reported() {
        facts.push(Fact::new(FactCode::Unreported));
    }
    facts.iter().map(|fact| sentence(fact, view.lang)).collect()
}

/// The agencies at which a task stands so, where there are any.
fn named(view: &View<'_>, rows: &[Row<'_>], class: OfficialClass) -> Option<String> {
    let of_class = rows.iter().filter(|row| row.class() == class);
    let mut names: Vec<&str> = of_class
        .clone()
        .take(NAMED)
        .map(|row| row.agency_name(view.lang).unwrap_or(view.w.nobody))
        .collect();
    let more = of_class.count().saturating_sub(names.len());
    let rest = fill(view.w.and_more, &[("count", &view.count(more as u64))]);
    if more > 0 {
        names.push(&rest);
    }
    (!names.is_empty()).then(|| format!("{}: {}", view.class(class), names.join("; ")))
}

/// The parts of a source: addresses stand apart by blanks; words between them stay together.
fn sources(text: &str) -> Vec<Source> {
    let mut parts: Vec<Source> = Vec::new();
    for part in text.split_whitespace() {
        let is_link = address(part).is_some();
        match parts.last_mut().filter(|last| !last.is_link && !is_link) {
            Some(last) => {
                last.text.push(' ');
                last.text.push_str(part);
            }
            None => parts.push(Source { text: part.to_owned(), is_link }),
        }
    }
    parts
}
