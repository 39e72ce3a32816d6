//! Charts as SVG of our own: few shapes, whole numbers as places, a pattern and a label beside every colour.

use std::fmt::Write as _;

use askama::Template;
use tiendo::{OfficialClass, Sums};

use crate::view::View;

/// What the classes are drawn as: those that matter to the eye by themselves, the others together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bucket {
    OnTime,
    Late,
    InTerm,
    Overdue,
    NoData,
    Other,
}

impl Bucket {
    /// In the order of a bar.
    pub(crate) const ALL: [Bucket; 6] = [
        Bucket::OnTime,
        Bucket::Late,
        Bucket::InTerm,
        Bucket::Overdue,
        Bucket::NoData,
        Bucket::Other,
    ];

    /// How style sheets name it.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Bucket::OnTime => "on",
            Bucket::Late => "late",
            Bucket::InTerm => "term",
            Bucket::Overdue => "over",
            Bucket::NoData => "none",
            Bucket::Other => "other",
        }
    }

    /// Its words.
    pub(crate) fn name(self, view: &View<'_>) -> String {
        match self {
            Bucket::OnTime => view.class(OfficialClass::DoneOnTime),
            Bucket::Late => view.class(OfficialClass::DoneLate),
            Bucket::InTerm => view.class(OfficialClass::InTerm),
            Bucket::Overdue => view.class(OfficialClass::Overdue),
            Bucket::NoData => view.class(OfficialClass::NoData),
            Bucket::Other => view.w.other_classes.to_owned(),
        }
    }

    /// Which of them a class belongs to.
    pub(crate) fn of(class: OfficialClass) -> Bucket {
        match class {
            OfficialClass::DoneOnTime => Bucket::OnTime,
            OfficialClass::DoneLate => Bucket::Late,
            OfficialClass::InTerm => Bucket::InTerm,
            OfficialClass::Overdue => Bucket::Overdue,
            OfficialClass::NoData => Bucket::NoData,
            _ => Bucket::Other,
        }
    }

    /// How many of the sums it is.
    pub(crate) fn count(self, sums: &Sums) -> u64 {
        let its = OfficialClass::ALL.iter().filter(|class| Bucket::of(**class) == self);
        its.map(|class| sums.of_class(*class)).sum()
    }
}

/// Width of a bar: places are tenths of a percent.
const BAR: u64 = 1000;

/// One stacked bar. Its parts have shares of its width, so that patterns keep their form however wide it is drawn.
#[derive(Template)]
#[template(path = "bar.html")]
pub(crate) struct Bar {
    /// Key, place and width.
    parts: Vec<(&'static str, String, String)>,
}

impl Bar {
    pub(crate) fn of(sums: &Sums) -> Self {
        let total = sums.total().max(1);
        let (mut parts, mut sum) = (Vec::new(), 0);
        let share = |n: u64| format!("{}.{}%", n / 10, n % 10);
        for bucket in Bucket::ALL {
            let from = BAR * sum / total;
            sum += bucket.count(sums);
            let to = BAR * sum / total;
            if to > from {
                parts.push((bucket.key(), share(from), share(to - from)));
            }
        }
        Bar { parts }
    }
}

/// Where the drawing of a burn-up lies in its picture.
const LEFT: i64 = 52;
const TOP: i64 = 12;
const WIDE: i64 = 260;
const HIGH: i64 = 130;

/// Two counts that grow by the day: what is assigned, and what of it is done.
#[derive(Template)]
#[template(path = "burn_up.html")]
pub(crate) struct BurnUp {
    /// What ids in the picture begin with.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) assigned: String,
    pub(crate) done: String,
    assigned_line: String,
    done_line: String,
    assigned_end: i64,
    done_end: i64,
    end: i64,
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) most: String,
    /// The last day of the phase, where its words begin or end, and they, where it lies in the picture.
    pub(crate) due: Option<(i64, i64, &'static str, String)>,
}

/// What a burn-up is drawn from.
pub(crate) struct Counted<'a> {
    /// Of some days, by their distance from the first: assigned and done.
    pub(crate) days: &'a [(i64, (u64, u64))],
    /// The last day of the phase, by its distance from the first drawn.
    pub(crate) due: Option<(i64, String)>,
}

impl BurnUp {
    pub(crate) fn of(id: String, title: String, counted: &Counted<'_>, words: [String; 5]) -> Self {
        let [assigned, done, first, last, most] = words;
        let days = counted.days;
        let top = days.iter().map(|(_, (a, b))| (*a).max(*b)).max().unwrap_or(0).max(1);
        let (last_day, ends) = days.last().copied().unwrap_or_default();
        let across = |day: i64| LEFT + WIDE * day / last_day.max(1);
        let up = |count: u64| TOP + HIGH - (HIGH as u64 * count / top) as i64;
        let line = |of: fn(&(u64, u64)) -> u64| {
            steps(days.iter().map(|(day, counts)| (across(*day), up(of(counts)))))
        };
        let (assigned_end, done_end) = apart(up(ends.0), up(ends.1));
        BurnUp {
            id,
            title,
            assigned,
            done,
            assigned_line: line(|day| day.0),
            done_line: line(|day| day.1),
            assigned_end,
            done_end,
            end: across(last_day) + 6,
            first,
            last,
            most,
            due: counted.due.as_ref().map(|(day, words)| {
                let x = across(*day);
                // On the side where there is room.
                let is_left = x < LEFT + WIDE / 2;
                let (at, anchor) = if is_left { (x + 5, "start") } else { (x - 5, "end") };
                (x, at, anchor, words.clone())
            }),
        }
    }
}

/// A line of steps through these points: a point wherever it turns, and at both ends.
fn steps(through: impl Iterator<Item = (i64, i64)>) -> String {
    let (mut points, mut before) = (String::new(), None::<(i64, i64)>);
    let mut point = |x: i64, y: i64| {
        if !points.is_empty() {
            points.push(' ');
        }
        let _ = write!(points, "{x},{y}");
    };
    for (x, y) in through {
        match before {
            Some((_, was)) if was != y => {
                point(x, was);
                point(x, y);
            }
            None => point(x, y),
            Some(_) => {}
        }
        before = Some((x, y));
    }
    if let Some((x, y)) = before {
        point(x, y);
    }
    points
}

/// Two labels far enough from each other to be read.
fn apart(upper: i64, lower: i64) -> (i64, i64) {
    const LEAST: i64 = 15;
    if lower - upper >= LEAST { (upper, lower) } else { (lower - LEAST, lower) }
}

/// Targets against what was measured, for one KPI.
#[derive(Template)]
#[template(path = "multiple.html")]
pub(crate) struct Multiple {
    pub(crate) id: String,
    pub(crate) title: String,
    target_line: String,
    actual_line: String,
    dots: Vec<(i64, i64)>,
    marks: Vec<(i64, i64)>,
}

impl Multiple {
    /// Points are days, from any day on, and values; both in order of days. A baseline begins the line of targets and is none
    /// itself, so it has no mark.
    pub(crate) fn of(
        id: String,
        title: String,
        (target, from_baseline): (&[(i64, f64)], bool),
        actual: &[(i64, f64)],
    ) -> Self {
        let all = || target.iter().chain(actual);
        let (first, last) =
            (all().map(|p| p.0).min().unwrap_or(0), all().map(|p| p.0).max().unwrap_or(1));
        let low = all().map(|p| p.1).fold(f64::INFINITY, f64::min).min(0.0);
        let high = all().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max).max(low);
        let height = if high > low { high - low } else { 1.0 };
        let place = |(day, value): &(i64, f64)| {
            let x = 8 + 184 * (day - first) / (last - first).max(1);
            // Within 0 and 64, and never more than a picture's height of rounding.
            let y = 72 - ((value - low) / height * 64.0).clamp(0.0, 64.0).round() as i64;
            (x, y)
        };
        let line = |points: &[(i64, f64)]| {
            let points = points.iter().map(place).map(|(x, y)| format!("{x},{y}"));
            points.collect::<Vec<_>>().join(" ")
        };
        Multiple {
            id,
            title,
            target_line: line(target),
            actual_line: line(actual),
            dots: actual.iter().map(place).collect(),
            marks: target.iter().skip(usize::from(from_baseline)).map(place).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_points_only_where_they_turn() {
        let line = steps([(0, 1), (1, 1), (2, 3), (3, 3)].into_iter());
        assert_eq!(line, "0,1 2,1 2,3 3,3");
    }

    #[test]
    fn labels_do_not_lie_on_each_other() {
        assert_eq!(apart(10, 12), (-3, 12));
        assert_eq!(apart(10, 40), (10, 40));
    }
}
