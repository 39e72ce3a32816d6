//! Reading common reports and tasks without a general reader of JSON: of ten million records nearly all are of this form.
//!
//! What a ledger writes has its fields in one order. A record with anything else in it, or with a text that has an escape,
//! is left to the general reader, which gives the same record: a test compares the two.

#![allow(
    clippy::option_option,
    reason = "a field that is absent and one that cannot be read so are two things"
)]

use chrono::NaiveDateTime;
use tiendo::{LeanId, LeanReport, LeanTask, ReportKind, day};

use crate::error::Error;
use crate::lines;

/// One record of an entry.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Element<'a> {
    /// A common report; where it claims no instant it bears that of the entry.
    Report(LeanReport<'a>),
    /// A common task, likewise.
    Task(LeanTask<'a>),
    /// Anything else.
    Other,
}

/// The records of an entry, one after the other.
pub(crate) struct Elements<'a> {
    /// What is left to read, from the beginning of a record on.
    rest: &'a str,
    /// The second of their recording, where it is a whole one.
    at: Option<i64>,
}

/// The second of an instant, where it is a whole one.
pub(crate) fn second(at: NaiveDateTime) -> Option<i64> {
    let at = at.and_utc();
    (at.timestamp_subsec_nanos() == 0).then(|| at.timestamp())
}

impl<'a> Elements<'a> {
    /// Of an array that was recorded at an instant.
    pub(crate) fn of(records: &'a str, at: NaiveDateTime) -> Result<Self, Error> {
        let at = second(at);
        match records.strip_prefix('[') {
            Some("]") => Ok(Elements { rest: "", at }),
            Some(rest) if !rest.is_empty() => Ok(Elements { rest, at }),
            _ => Err(damaged()),
        }
    }

    /// The next record, with its text.
    pub(crate) fn next(&mut self) -> Result<Option<(&'a str, Element<'a>)>, Error> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let mut cursor = Cursor { text: self.rest, at: 0 };
        // Most that follow a report are reports.
        let element = cursor.report(self.at).map(Element::Report).or_else(|| {
            cursor.at = 0;
            cursor.task(self.at).map(Element::Task)
        });
        let length = match &element {
            Some(_) => cursor.at,
            None => lines::end_of(self.rest).ok_or_else(damaged)?,
        };
        let (text, after) = self.rest.split_at_checked(length).ok_or_else(damaged)?;
        self.rest = match after.as_bytes() {
            b"]" => "",
            [b',', _, ..] => &after[1..],
            _ => return Err(damaged()),
        };
        Ok(Some((text, element.unwrap_or(Element::Other))))
    }
}

fn damaged() -> Error {
    Error::Corrupt { part: "the records of an entry", entry: None }
}

/// Reads a text from its beginning on.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    #[inline]
    fn skip(&mut self, words: &str) -> Option<()> {
        let end = self.at + words.len();
        if self.text.as_bytes().get(self.at..end)? != words.as_bytes() {
            return None;
        }
        self.at = end;
        Some(())
    }

    /// A text up to its closing quotation mark, which is read too; none where it holds an escape.
    #[inline]
    fn text(&mut self) -> Option<&'a str> {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        let mut end = start;
        loop {
            match bytes.get(end)? {
                b'"' => break,
                b'\\' => return None,
                _ => end += 1,
            }
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// A text that is a day, as days since 1 January 1970.
    #[inline]
    fn day(&mut self) -> Option<i32> {
        day::parse(self.text()?).ok().map(|day| day.to_epoch_days())
    }

    /// The text of a field that may be absent; none where it is there and cannot be read so.
    #[inline]
    fn field(&mut self, name: &str) -> Option<Option<&'a str>> {
        if self.skip(name).is_some() { self.text().map(Some) } else { Some(None) }
    }

    /// The value of a field that may be absent; none for one that cannot be read so.
    #[inline]
    fn value<T, E>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        match self.field(name)? {
            Some(text) => read(text).ok().map(Some),
            None => Some(None),
        }
    }

    /// The number of a field that may be absent, without a sign; none for one that cannot be read so.
    #[inline]
    fn number<T: TryFrom<u32>>(&mut self, name: &str) -> Option<Option<T>> {
        if self.skip(name).is_none() {
            return Some(None);
        }
        let (bytes, start) = (self.text.as_bytes(), self.at);
        let mut number = 0_u32;
        while let Some(digit) = bytes.get(self.at).filter(|byte| byte.is_ascii_digit()) {
            number = number.checked_mul(10)?.checked_add(u32::from(digit - b'0'))?;
            self.at += 1;
        }
        // JSON writes no zero before others.
        let is_number = self.at > start && (bytes[start] != b'0' || self.at == start + 1);
        T::try_from(number).ok().filter(|_| is_number).map(Some)
    }

    fn report(&mut self, at: Option<i64>) -> Option<LeanReport<'a>> {
        self.skip(r#"{"report":{"id":""#)?;
        let id = self.text()?;
        self.skip(r#","task":""#)?;
        let task = self.text()?;
        let addressee = self.field(r#","addressee":""#)?;
        self.skip(r#","kind":""#)?;
        let word = self.text()?;
        let kind = ReportKind::KNOWN.iter().find(|kind| kind.as_str() == word)?;
        self.skip(r#","reported_on":""#)?;
        let reported_on = self.day()?;
        let claimed = self.value(r#","recorded_at":""#, day::parse_instant)?;
        let by = self.field(r#","by":""#)?;
        let percent = self.number(r#","percent":"#)?;
        let new_deadline = self.value(r#","new_deadline":""#, day::parse)?;
        self.skip("}}")?;
        Some(LeanReport {
            id: LeanId::Text(id),
            task: LeanId::Text(task),
            kind,
            reported_on,
            recorded_at: Some(claimed.map_or(at, second)?),
            by,
            addressee,
            percent,
            new_deadline: new_deadline.map(|day| day.to_epoch_days()),
        })
    }

    fn task(&mut self, at: Option<i64>) -> Option<LeanTask<'a>> {
        self.skip(r#"{"task":{"id":""#)?;
        let id = self.text()?;
        self.skip(r#","document":""#)?;
        let document = self.text()?;
        self.skip(r#","title":""#)?;
        let title = self.text()?;
        let addressee = self.field(r#","addressees":[""#)?;
        if addressee.is_some() {
            self.skip("]")?;
        }
        self.skip(r#","assigned_on":""#)?;
        let assigned_on = self.day()?;
        self.skip(r#","deadline":{"text":""#)?;
        let wording = self.text()?;
        self.skip(r#","form":""#)?;
        let last_day = match self.text()? {
            "by" => {
                self.skip(r#","day":""#)?;
                Some(self.day()?)
            }
            "unspecified" => None,
            _ => return None,
        };
        self.skip("}")?;
        let group = self.field(r#","group":""#)?;
        let phase = self.field(r#","phase":""#)?;
        let parent = self.field(r#","parent":""#)?;
        let weight = self.number(r#","weight":"#)??;
        let duration_days = self.number(r#","duration_days":"#)?;
        let claimed = self.value(r#","recorded_at":""#, day::parse_instant)?;
        self.skip("}}")?;
        Some(LeanTask {
            id: LeanId::Text(id),
            document: LeanId::Text(document),
            title,
            addressee: addressee.map(LeanId::Text),
            assigned_on: Some(assigned_on),
            last_day,
            weight,
            group,
            phase,
            parent: parent.map(LeanId::Text),
            duration_days,
            wording: Some(wording),
            recorded_at: Some(claimed.map_or(at, second)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use tiendo::{
        AgencyId, Deadline, DocumentId, GroupId, PhaseId, RegistryBuilder, Report, ReportId, Task,
        TaskId, Text,
    };

    use super::*;
    use crate::record::{Record, Recorded};

    fn at() -> NaiveDateTime {
        day::parse_instant("2025-07-02T08:00:00").unwrap()
    }

    fn report(id: &str) -> Report {
        let on = day::parse("2025-07-01").unwrap();
        Report::new(ReportId::new(id).unwrap(), TaskId::new("T đ").unwrap(), ReportKind::Extend, on)
    }

    fn task(id: &str) -> Task {
        let document = DocumentId::new("02-KH/BCĐTW").unwrap();
        let mut task =
            Task::new(TaskId::new(id).unwrap(), document, Text::new("Nâng cấp").unwrap());
        task.assigned_on = day::parse("2025-06-23").ok();
        task
    }

    fn written(records: &[Record]) -> String {
        let mut bytes = vec![b'['];
        for (i, record) in records.iter().enumerate() {
            if i > 0 {
                bytes.push(b',');
            }
            Recorded::write(record, None, None, &mut bytes).unwrap();
        }
        bytes.push(b']');
        String::from_utf8(bytes).unwrap()
    }

    fn read(records: &str) -> Result<Vec<(&str, Element<'_>)>, Error> {
        let mut elements = Elements::of(records, at())?;
        let mut out = Vec::new();
        while let Some(element) = elements.next()? {
            out.push(element);
        }
        Ok(out)
    }

    fn common() -> Vec<Record> {
        let mut full = report("1");
        full.addressee = AgencyId::new("A").ok();
        full.by = AgencyId::new("B").ok();
        full.percent = Some(100);
        full.recorded_at = day::parse_instant("2025-07-01T10:00:01").ok();
        full.new_deadline = day::parse("2026-01-01").ok();
        let mut some = report("2");
        some.kind = ReportKind::Progress;
        some.percent = Some(0);
        let mut more = task("T đ");
        more.addressees = vec![AgencyId::new("A").unwrap()];
        more.deadline = Deadline::by(day::parse("2025-12-31").unwrap());
        more.group = GroupId::new("3").ok();
        more.phase = PhaseId::new("urgent").ok();
        more.parent = TaskId::new("T2").ok();
        more.weight = 7;
        more.duration_days = Some(20);
        more.recorded_at = day::parse_instant("2025-07-01T10:00:01").ok();
        vec![full.into(), some.into(), more.into(), task("T2").into()]
    }

    #[test]
    fn common_records_are_read_as_the_general_reader_reads_them() {
        let all = common();
        let text = written(&all);
        let (mut lean, mut whole) = (RegistryBuilder::new(), RegistryBuilder::new());
        for (text, element) in read(&text).unwrap() {
            match element {
                Element::Report(report) => assert!(lean.add_lean_report(&report).is_ok()),
                Element::Task(task) => assert!(lean.add_lean_task(&task).is_ok()),
                Element::Other => panic!("{text}"),
            }
            match serde_json::from_str::<Recorded>(text).unwrap().record {
                Record::Report(mut report) => {
                    report.recorded_at = report.recorded_at.or(Some(at()));
                    whole.add_report(*report);
                }
                Record::Task(mut task) => {
                    task.recorded_at = task.recorded_at.or(Some(at()));
                    whole.add_task(*task);
                }
                other => panic!("{}", other.kind()),
            }
        }
        let (lean, whole) = (lean.finish(), whole.finish());
        assert_eq!(lean.to_records(), whole.to_records());
        assert_eq!(lean.findings(), whole.findings());
        assert_eq!(lean.report_count() + lean.task_count(), all.len());
    }

    #[test]
    fn anything_else_is_left_to_the_general_reader() {
        let mut escaped = task("a\"b");
        let mut reasoned = report("a");
        reasoned.reason = Text::new("lý do").ok();
        let mut worded = task("T3");
        worded.deadline = Deadline::before(day::parse("2025-12-31").unwrap());
        let mut many = task("T4");
        many.addressees = ["A", "B"].map(|id| AgencyId::new(id).unwrap()).to_vec();
        let mut all = common();
        all.insert(1, reasoned.into());
        all.extend([Record::from(worded), many.into()]);
        escaped.title = Text::new("]},{").unwrap();
        all.push(escaped.into());
        let text = written(&all);
        let found = read(&text).unwrap();
        let others: Vec<usize> =
            (0..found.len()).filter(|i| found[*i].1 == Element::Other).collect();
        assert_eq!((found.len(), others), (8, vec![1, 5, 6, 7]));
        let general = found.iter().map(|(text, _)| serde_json::from_str::<Recorded>(text).unwrap());
        assert_eq!(general.map(|r| r.record).collect::<Vec<_>>(), all);
        assert_eq!(read("[]"), Ok(Vec::new()));
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            assert!(read(&text[..end]).is_err(), "{end}");
        }
        for wrong in ["", "[", "[]]", "[{}", "[{},]", "{}", "[{}]x", "[{}{}]"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
