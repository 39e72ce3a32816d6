//! The flat JSON form of a deadline. Strict: unknown fields, missing fields and days outside 1900 to 2199 are refused.

use chrono::{NaiveDate, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use super::{Deadline, Due, Form, PartOfPeriod, Recurrence, TermUnit};
use crate::day;
use crate::error::Error;
use crate::period::{Period, PeriodKind};
use crate::text::Text;

/// When something must be finished: the official wording and what it means.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Deadline"))]
#[serde(deny_unknown_fields)]
pub(crate) struct Wire {
    /// The wording as it stands in the document.
    text: Text,
    /// What it means; which of the other fields are needed hangs on it.
    form: String,
    /// `by`, `before`, `from`, `by_hour`: the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    day: Option<String>,
    /// `by_hour`: the hour, as `hh:mm`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    /// `part_of_period`: which part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part: Option<PartOfPeriod>,
    /// `period`, `before_period`, `part_of_period`: the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    period: Option<Period>,
    /// `range`: the first period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Period>,
    /// `range`: the last period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Period>,
    /// `periods`: the periods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    periods: Option<Vec<Period>>,
    /// `horizons`: the period of the goal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first: Option<Period>,
    /// `horizons`: the period of the vision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vision: Option<Period>,
    /// `within`: how many units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    /// `within`: the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<TermUnit>,
    /// `within`: from when it runs, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    anchor: Option<Text>,
    /// `within`: the day from which it runs, once it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    anchor_day: Option<String>,
    /// `recurring`: the period after which it comes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cycle: Option<PeriodKind>,
    /// `recurring`: each so many periods; absent: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    every: Option<u32>,
    /// `recurring`: the day within the period; absent: its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// `event`: what it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    /// The last day that somebody set by hand; it wins over the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    stated_last_day: Option<String>,
}

impl From<&Deadline> for Wire {
    fn from(deadline: &Deadline) -> Self {
        let mut wire = Wire {
            text: deadline.text.clone(),
            form: deadline.form.word().to_owned(),
            day: None,
            time: None,
            part: None,
            period: None,
            from: None,
            to: None,
            periods: None,
            first: None,
            vision: None,
            count: None,
            unit: None,
            anchor: None,
            anchor_day: None,
            cycle: None,
            every: None,
            due: None,
            name: None,
            stated_last_day: deadline.stated_last_day.map(|day| day.to_string()),
        };
        match &deadline.form {
            Form::By { day } | Form::Before { day } | Form::From { day } => {
                wire.day = Some(day.to_string());
            }
            Form::ByHour { day, time } => {
                wire.day = Some(day.to_string());
                wire.time = Some(format!("{:02}:{:02}", time.hour(), time.minute()));
            }
            Form::Period { period } | Form::BeforePeriod { period } => wire.period = Some(*period),
            Form::PartOfPeriod { part, period } => {
                wire.part = Some(*part);
                wire.period = Some(*period);
            }
            Form::Range { from, to } => {
                wire.from = Some(*from);
                wire.to = Some(*to);
            }
            Form::Periods { periods } => wire.periods = Some(periods.clone()),
            Form::Horizons { first, vision } => {
                wire.first = Some(*first);
                wire.vision = Some(*vision);
            }
            Form::Within { count, unit, anchor, anchor_day } => {
                wire.count = Some(*count);
                wire.unit = Some(*unit);
                wire.anchor = Some(anchor.clone());
                wire.anchor_day = anchor_day.map(|day| day.to_string());
            }
            Form::Recurring { recurrence } => {
                wire.cycle = Some(recurrence.cycle());
                wire.every = Some(recurrence.every());
                wire.due = Some(recurrence.due().to_string());
            }
            Form::Event { name } => wire.name = Some(name.clone()),
            Form::Ongoing | Form::Unspecified | Form::Unread => {}
        }
        wire
    }
}

fn need<T>(field: &'static str, value: Option<T>) -> Result<T, Error> {
    value.ok_or_else(|| Error::InvalidValue {
        field,
        value: "nothing".to_owned(),
        expected: "given for this form".to_owned(),
    })
}

fn day_of(field: &'static str, text: Option<String>) -> Result<NaiveDate, Error> {
    day::parse(&need(field, text)?)
}

fn time_of(text: &str) -> Result<NaiveTime, Error> {
    let shape = text.len() == 5 && text.is_ascii();
    let time = NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| shape);
    time.ok_or_else(|| Error::InvalidValue {
        field: "time",
        value: text.chars().take(80).collect(),
        expected: "hh:mm".to_owned(),
    })
}

impl TryFrom<Wire> for Deadline {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        let form = match wire.form.as_str() {
            "by" => Form::By { day: day_of("day", wire.day)? },
            "before" => Form::Before { day: day_of("day", wire.day)? },
            "from" => Form::From { day: day_of("day", wire.day)? },
            "by_hour" => Form::ByHour {
                day: day_of("day", wire.day)?,
                time: time_of(&need("time", wire.time)?)?,
            },
            "period" => Form::Period { period: need("period", wire.period)? },
            "before_period" => Form::BeforePeriod { period: need("period", wire.period)? },
            "part_of_period" => Form::PartOfPeriod {
                part: need("part", wire.part)?,
                period: need("period", wire.period)?,
            },
            "range" => Form::Range { from: need("from", wire.from)?, to: need("to", wire.to)? },
            "periods" => Form::Periods { periods: need("periods", wire.periods)? },
            "horizons" => Form::Horizons {
                first: need("first", wire.first)?,
                vision: need("vision", wire.vision)?,
            },
            "within" => Form::Within {
                count: need("count", wire.count)?,
                unit: need("unit", wire.unit)?,
                anchor: wire.anchor.unwrap_or_default(),
                anchor_day: wire.anchor_day.as_deref().map(day::parse).transpose()?,
            },
            "recurring" => {
                let due = wire.due.as_deref().map_or(Ok(Due::End), Due::parse)?;
                let cycle = need("cycle", wire.cycle)?;
                Form::Recurring {
                    recurrence: Recurrence::new(cycle, wire.every.unwrap_or(1), due)?,
                }
            }
            "event" => Form::Event { name: need("name", wire.name)? },
            "ongoing" => Form::Ongoing,
            "unspecified" => Form::Unspecified,
            "unread" => Form::Unread,
            other => {
                return Err(Error::InvalidValue {
                    field: "form",
                    value: other.chars().take(80).collect(),
                    expected: "the word of a form, such as by, before, period or recurring"
                        .to_owned(),
                });
            }
        };
        let stated_last_day = wire.stated_last_day.as_deref().map(day::parse).transpose()?;
        Ok(Deadline { text: wire.text, form, stated_last_day })
    }
}

impl serde::Serialize for Deadline {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire::from(self).serialize(serializer)
    }
}

impl<'de> serde::Deserialize<'de> for Deadline {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer)?.try_into().map_err(serde::de::Error::custom)
    }
}
