//! The fields of a packet: what each is called here, and its value as text.

use std::fmt::Write;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tiendo::day;

use super::{Entry, Head};

/// A field of a packet's head or of its entries, as profiles name it.
///
/// ```
/// use tiendo_formats::packet::Field;
/// assert_eq!(Field::Organisation.as_str(), "organisation");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Head: who sends the packet.
    Sender,
    /// Head: the day D. Entry: day of completion, of the last report, or measured.
    Day,
    /// Head: the knowledge day K.
    Known,
    /// Head: name of the policy.
    Policy,
    /// Head: version of the policy.
    PolicyVersion,
    /// Head: version of the calendar.
    Calendar,
    /// Head: whether the reports are simulated.
    Provenance,
    /// Entry: id of the task or KPI, or word of the class.
    Code,
    /// Entry: its name.
    Name,
    /// Entry: code of the period.
    Period,
    /// Entry: unit of the value.
    Unit,
    /// Entry: the value.
    Value,
    /// Entry: the target on D.
    Target,
    /// Entry: id of the agency.
    Organisation,
    /// Entry: status or state.
    Status,
    /// Entry: which way a KPI should go.
    Direction,
    /// Entry: last day of the task.
    Deadline,
    /// Either: a fixed text that the profile says, and that reading passes over.
    Constant,
}

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Day,
    Number,
}

impl Field {
    /// The fields of a head.
    pub const HEAD: &'static [Field] = &[
        Field::Sender,
        Field::Day,
        Field::Known,
        Field::Policy,
        Field::PolicyVersion,
        Field::Calendar,
        Field::Provenance,
    ];

    /// The fields of an entry, but for its breakdown.
    pub const ENTRY: &'static [Field] = &[
        Field::Code,
        Field::Name,
        Field::Period,
        Field::Unit,
        Field::Value,
        Field::Target,
        Field::Organisation,
        Field::Status,
        Field::Direction,
        Field::Deadline,
        Field::Day,
    ];

    /// The word in profiles.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Sender => "sender",
            Field::Day => "day",
            Field::Known => "known",
            Field::Policy => "policy",
            Field::PolicyVersion => "policy_version",
            Field::Calendar => "calendar",
            Field::Provenance => "provenance",
            Field::Code => "code",
            Field::Name => "name",
            Field::Period => "period",
            Field::Unit => "unit",
            Field::Value => "value",
            Field::Target => "target",
            Field::Organisation => "organisation",
            Field::Status => "status",
            Field::Direction => "direction",
            Field::Deadline => "deadline",
            Field::Constant => "constant",
        }
    }

    pub(super) fn kind(self) -> Kind {
        match self {
            Field::Day | Field::Known | Field::Deadline => Kind::Day,
            Field::Value | Field::Target => Kind::Number,
            _ => Kind::Text,
        }
    }

    /// The value in a head, in the neutral form; empty where there is none.
    pub(super) fn of_head(self, head: &Head) -> String {
        match self {
            Field::Sender => head.sender.clone(),
            Field::Day => of_day(head.day),
            Field::Known => of_day(head.known),
            Field::Policy => head.policy.clone(),
            Field::PolicyVersion => head.policy_version.clone(),
            Field::Calendar => head.calendar.clone(),
            Field::Provenance => head.provenance.clone(),
            _ => String::new(),
        }
    }

    /// The value in an entry, in the neutral form; empty where there is none.
    pub(super) fn of_entry(self, entry: &Entry) -> String {
        match self {
            Field::Code => entry.code.clone(),
            Field::Name => entry.name.clone(),
            Field::Period => entry.period.clone(),
            Field::Unit => entry.unit.clone(),
            Field::Value => of_number(entry.value),
            Field::Target => of_number(entry.target),
            Field::Organisation => entry.organisation.clone(),
            Field::Status => entry.status.clone(),
            Field::Direction => entry.direction.clone(),
            Field::Deadline => of_day(entry.deadline),
            Field::Day => of_day(entry.day),
            _ => String::new(),
        }
    }

    /// Puts a value in its neutral form into a head; false where it is none of the field's.
    #[must_use]
    pub(super) fn put_head(self, head: &mut Head, text: String) -> bool {
        match self {
            Field::Sender => head.sender = text,
            Field::Policy => head.policy = text,
            Field::PolicyVersion => head.policy_version = text,
            Field::Calendar => head.calendar = text,
            Field::Provenance => head.provenance = text,
            Field::Day => return put(&mut head.day, day::parse(&text).ok()),
            Field::Known => return put(&mut head.known, day::parse(&text).ok()),
            _ => {}
        }
        true
    }

    /// Puts a value in its neutral form into an entry; false where it is none of the field's.
    #[must_use]
    pub(super) fn put_entry(self, entry: &mut Entry, text: String) -> bool {
        match self {
            Field::Code => entry.code = text,
            Field::Name => entry.name = text,
            Field::Period => entry.period = text,
            Field::Unit => entry.unit = text,
            Field::Organisation => entry.organisation = text,
            Field::Status => entry.status = text,
            Field::Direction => entry.direction = text,
            Field::Value => return put(&mut entry.value, number(&text)),
            Field::Target => return put(&mut entry.target, number(&text)),
            Field::Deadline => return put(&mut entry.deadline, day::parse(&text).ok()),
            Field::Day => return put(&mut entry.day, day::parse(&text).ok()),
            _ => {}
        }
        true
    }
}

fn put<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let is_read = value.is_some();
    *place = value;
    is_read
}

fn of_day(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

/// Without an exponent, and read back to the same bits.
fn of_number(value: Option<f64>) -> String {
    let mut text = String::new();
    if let Some(value) = value.filter(|value| value.is_finite()) {
        // Writing into a text cannot fail.
        let _ = write!(text, "{value}");
    }
    text
}

/// A number with digits alone, as nothing else is written.
fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = digits.bytes().any(|b| b.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let value: f64 = is_number.then(|| text.parse().ok()).flatten()?;
    value.is_finite().then_some(value)
}
