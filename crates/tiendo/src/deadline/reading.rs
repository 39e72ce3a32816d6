//! Reading an official wording: brackets and provisos first, then the grammar, then what there is to say about it.

use chrono::NaiveDate;

use super::grammar::{Found, LIMITS, fixed};
use super::point::weekday;
use super::resolve::{Context, Fault};
use super::token::{Cursor, Kind, Token, tokens};
use super::{BeforeReading, Deadline, Form, PartOfPeriod, event, recurring, term};
use crate::calendar::{Calendar, Weekday};
use crate::day;
use crate::finding::{Finding, FindingCode};
use crate::period::{Period, PeriodKind};
use crate::text::Text;
use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// Whether a deadline is set or only foreseen (`dự kiến`): one that is only foreseen is never overdue.
    ///
    /// ```
    /// use tiendo::{Deadline, Firmness};
    /// let reading = Deadline::read("quý IV/2025 (dự kiến)", None);
    /// assert_eq!(reading.firmness, Firmness::Indicative);
    /// ```
    Firmness {
        Firm = "firm", "chính thức", "firm";
        Indicative = "indicative", "dự kiến", "indicative";
    }
}

/// What reading a wording gave; the JSON form is `{"text", "form", "last_day", "findings"}`.
///
/// # Example
/// ```
/// use tiendo::{Deadline, day};
/// let reading = Deadline::read("trước ngày 15/8", day::parse("2025-06-19").ok());
/// assert_eq!(reading.last_day().unwrap().to_string(), "2025-08-14");
/// let json = serde_json::to_string(&reading).unwrap();
/// assert_eq!(json, r#"{"text":"trước ngày 15/8","form":"before","last_day":"2025-08-14","findings":[]}"#);
/// assert!(Deadline::read("31/02/2025", None).last_day().is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The wording and its meaning.
    pub deadline: Deadline,
    /// What there is to know: what was assumed, what has another reading, what was not understood.
    pub findings: Vec<Finding>,
    /// Set, or only foreseen.
    pub firmness: Firmness,
}

impl Reading {
    /// The strict last day on the calendar of Viet Nam; none where there is none or the calendar does not reach it.
    ///
    /// ```
    /// assert!(tiendo::Deadline::read("hằng tháng", None).last_day().is_none());
    /// ```
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.deadline.last_day(BeforeReading::Strict, Calendar::viet_nam()).ok().flatten()
    }
}

/// What reading a wording gave.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Reading"))]
pub(crate) struct ReadingReply<'a> {
    /// The wording as it was given, in NFC.
    text: &'a Text,
    /// The word of the form that it was read as; `unread` where it was not understood.
    form: &'static str,
    /// The strict last day; null where there is none.
    last_day: Option<NaiveDate>,
    /// What there is to know about the reading.
    findings: &'a [Finding],
}

#[cfg(feature = "serde")]
impl serde::Serialize for Reading {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reply = ReadingReply {
            text: &self.deadline.text,
            form: self.deadline.form.word(),
            last_day: self.last_day(),
            findings: &self.findings,
        };
        reply.serialize(serializer)
    }
}

impl Deadline {
    /// Reads an official wording; `on` is the day of the document, which dates what the wording leaves open.
    ///
    /// Total: any text gives a reading. A NUL is replaced. What is not understood, in whole or in part, is
    /// [`Form::Unread`] with a finding; a wording of more than 1,000 characters is not looked at.
    /// A missing year is that of `on` where the day is then not before `on`; else there is no day and a finding.
    /// Accents, case, NFC or NFD, blanks and kinds of dash do not matter.
    ///
    /// # Example
    /// ```
    /// use tiendo::{Deadline, FindingCode, day};
    /// let on = day::parse("2025-11-20").ok();
    /// let late = Deadline::read("TRUOC NGAY 15/12", on);
    /// assert_eq!(late.last_day().unwrap().to_string(), "2025-12-14");
    /// // The 15th of January lies before the document: the year is not guessed.
    /// let open = Deadline::read("trước ngày 15/01", on);
    /// assert!(open.last_day().is_none());
    /// assert_eq!(open.findings[0].code, FindingCode::DeadlineNoYear);
    /// ```
    pub fn read(text: &str, on: Option<NaiveDate>) -> Reading {
        let stored = Text::new(&text.replace('\0', "\u{fffd}")).unwrap_or_default();
        let mut context = Context { on: on.and_then(day::check), notes: Vec::new() };
        let (form, firmness) = form_of(&mut context, text);
        let unread = form == Form::Unread;
        let findings = context.notes.into_iter().map(|finding| {
            if unread || is_about_text(finding.code) {
                finding.arg("text", stored.as_str())
            } else {
                finding
            }
        });
        let findings = findings.collect();
        let deadline = Deadline { text: stored, form, stated_last_day: None };
        let mut reading = Reading { deadline, findings, firmness };
        outside_calendar(&mut reading);
        reading
    }
}

/// Codes whose sentence quotes the wording.
fn is_about_text(code: FindingCode) -> bool {
    matches!(
        code,
        FindingCode::DeadlineUnread
            | FindingCode::DeadlineNoYear
            | FindingCode::DeadlineUnspecified
    )
}

fn outside_calendar(reading: &mut Reading) {
    let calendar = Calendar::viet_nam();
    let dated = matches!(reading.deadline.form, Form::Within { anchor_day: Some(_), .. });
    let last = reading.deadline.last_day(BeforeReading::Strict, calendar);
    if dated && !matches!(last, Ok(Some(_))) {
        reading.findings.push(Finding::new(FindingCode::DeadlineOutsideCalendar));
    }
}

fn form_of(context: &mut Context, text: &str) -> (Form, Firmness) {
    let Some(cut) = tokens(text) else {
        context.note(Finding::new(FindingCode::DeadlineUnread));
        return (Form::Unread, Firmness::Firm);
    };
    let (list, firmness) = without_proviso(cut.list);
    let found = bracketed(context, &list, &cut.shown);
    let form = match found {
        Some(Ok(form)) => form,
        Some(Err(fault)) => {
            // Notes of conventions say nothing about a day that there is not.
            context.notes = vec![fault_finding(fault)];
            Form::Unread
        }
        None => {
            context.notes = vec![Finding::new(FindingCode::DeadlineUnread)];
            Form::Unread
        }
    };
    if cut.english && form != Form::Unread && month_or_day_first(&list) {
        context.note(Finding::new(FindingCode::DeadlineDayFirst));
    }
    if form != Form::Unread && week_or_month(&list) {
        context.note(Finding::new(FindingCode::DeadlineWeekCode));
    }
    describe(context, &form);
    if firmness == Firmness::Indicative {
        context.note(Finding::new(FindingCode::DeadlineIndicative));
    }
    (form, firmness)
}

/// What is to be said about a form that was read.
fn describe(context: &mut Context, form: &Form) {
    match form {
        Form::Unspecified => context.note(Finding::new(FindingCode::DeadlineUnspecified)),
        Form::Event { name } => {
            context.note(Finding::new(FindingCode::DeadlineEvent).arg("event", name));
        }
        Form::From { day } => {
            let mut finding = Finding::new(FindingCode::DeadlineStart).arg("day", day);
            if let Some(eve) = day::plus(*day, -1) {
                finding = finding.arg("last_day", eve);
            }
            context.note(finding);
        }
        Form::PartOfPeriod { part, period } => part_note(context, *part, *period),
        _ => {}
    }
}

fn part_note(context: &mut Context, part: PartOfPeriod, period: Period) {
    let law = part.civil_code_day(period);
    match (part.last_day(period), law) {
        (Some(day), Some(law)) if day != law => {
            let finding = Finding::new(FindingCode::DeadlinePartConvention).arg("day", day);
            context.note(finding.arg("civil_code", law));
        }
        (Some(day), None) if period.kind() == PeriodKind::Quarter && day != period.last() => {
            context.note(Finding::new(FindingCode::DeadlinePartByThirds).arg("day", day));
        }
        (Some(day), Some(_)) if part == PartOfPeriod::Middle => {
            context.note(Finding::new(FindingCode::DeadlinePartByLaw).arg("day", day));
        }
        (None, law) => {
            let mut finding = Finding::new(FindingCode::DeadlinePartOpen);
            if let Some(law) = law {
                finding = finding.arg("civil_code", law);
            }
            context.note(finding);
        }
        _ => {}
    }
}

fn fault_finding(fault: Fault) -> Finding {
    match fault {
        Fault::NoYear => Finding::new(FindingCode::DeadlineNoYear),
        Fault::Impossible(day) => Finding::new(FindingCode::DeadlineImpossible).arg("day", day),
        Fault::Weekday { day, named } => Finding::new(FindingCode::DeadlineWeekday)
            .arg("day", day)
            .arg("weekday", named.as_str()),
        Fault::Reversed => Finding::new(FindingCode::DeadlineReversed),
    }
}

/// Takes `dự kiến` out, wherever it stands: it says how firm the term is, not when it ends.
fn without_proviso(list: Vec<Token>) -> (Vec<Token>, Firmness) {
    let mut out = Vec::with_capacity(list.len());
    let mut firmness = Firmness::Firm;
    let mut at = 0;
    while at < list.len() {
        if Cursor::new(&list[at..]).phrase("du kien") {
            firmness = Firmness::Indicative;
            at += 2;
        } else {
            out.push(list[at].clone());
            at += 1;
        }
    }
    (out, firmness)
}

fn core(context: &mut Context, list: &[Token], shown: &str) -> Found {
    let cursor = Cursor::new(list);
    // A rule that does not fit may have noted something on its way.
    let notes = context.notes.len();
    let mut attempt = |rule: &mut dyn FnMut(&mut Context) -> Found| {
        let found = rule(context);
        if found.is_none() {
            context.notes.truncate(notes);
        }
        found
    };
    event::unspecified(cursor)
        .or_else(|| attempt(&mut |c| event::ongoing(c, cursor)))
        .or_else(|| attempt(&mut |c| recurring::recurring(c, cursor)))
        .or_else(|| attempt(&mut |c| term::counted(c, cursor, shown)))
        .or_else(|| attempt(&mut |c| fixed(c, cursor)))
        .or_else(|| event::event(cursor, shown))
}

/// The wording with its brackets, then without them where what they hold cannot change the meaning.
fn bracketed(context: &mut Context, list: &[Token], shown: &str) -> Found {
    let notes = context.notes.len();
    if let Some(found) = core(context, list, shown) {
        return Some(found);
    }
    context.notes.truncate(notes);
    let (outside, inside) = split_brackets(list)?;
    if inside.is_empty() {
        return None;
    }
    if let ([whole], true) = (inside.as_slice(), outside.is_empty()) {
        return core(context, whole, shown);
    }
    let found = core(context, &outside, shown)?;
    let form = match found {
        Ok(form) => form,
        Err(fault) => return Some(Err(fault)),
    };
    for note in inside {
        if let Some(named) = only_weekday(note) {
            match form {
                Form::By { day } | Form::Before { day } | Form::ByHour { day, .. } => {
                    if Weekday::of(day) == named {
                        continue;
                    }
                    return Some(Err(Fault::Weekday { day, named }));
                }
                _ => return None,
            }
        }
        if harmless(note) {
            let (Some(opening), Some(closing)) = (note.first(), note.last()) else { continue };
            let text = shown.get(opening.start..closing.end).unwrap_or("");
            context.note(Finding::new(FindingCode::DeadlineNoteIgnored).arg("note", text));
            continue;
        }
        // The same day in other words is no second meaning.
        let mut other = Context { on: context.on, notes: Vec::new() };
        match core(&mut other, note, shown) {
            Some(Ok(second)) if same_day(&form, &second) => {}
            _ => return None,
        }
    }
    Some(Ok(form))
}

/// `(thứ Sáu)` beside a day.
fn only_weekday(note: &[Token]) -> Option<Weekday> {
    let mut cursor = Cursor::new(note);
    weekday(&mut cursor).filter(|_| cursor.is_end())
}

fn same_day(a: &Form, b: &Form) -> bool {
    let last = |form: &Form| {
        let deadline =
            Deadline { text: Text::default(), form: form.clone(), stated_last_day: None };
        deadline.last_day(BeforeReading::Strict, Calendar::viet_nam()).ok().flatten()
    };
    last(a).is_some() && last(a) == last(b)
}

/// A note without figures, days or words that bound a term.
fn harmless(note: &[Token]) -> bool {
    // `(1)` and `[2]` point to a footnote.
    if let [single] = note {
        return !matches!(single.kind, Kind::Number { digits: 3.., .. } | Kind::MonthName(_))
            && !LIMITS.contains(&single.word.as_str());
    }
    note.iter().all(|token| match token.kind {
        Kind::Word => !LIMITS.contains(&token.word.as_str()),
        Kind::DocumentNumber => true,
        Kind::Mark(mark) => !mark.is_numeric(),
        Kind::Number { .. } | Kind::MonthName(_) => false,
    })
}

/// The tokens outside brackets, and those inside each pair; nothing where brackets do not pair.
fn split_brackets(list: &[Token]) -> Option<(Vec<Token>, Vec<&[Token]>)> {
    let (mut outside, mut inside) = (Vec::new(), Vec::new());
    let mut opened: Option<usize> = None;
    for (at, token) in list.iter().enumerate() {
        match (token.kind, opened) {
            (Kind::Mark('('), None) => opened = Some(at + 1),
            (Kind::Mark('('), Some(_)) | (Kind::Mark(')'), None) => return None,
            (Kind::Mark(')'), Some(from)) => {
                inside.push(&list[from..at]);
                opened = None;
            }
            (_, Some(_)) => {}
            (_, None) => outside.push(token.clone()),
        }
    }
    opened.is_none().then_some((outside, inside))
}

/// A day in figures that an English reader might take month first.
fn month_or_day_first(list: &[Token]) -> bool {
    list.windows(3).any(|three| match (three[0].kind, three[1].kind, three[2].kind) {
        (
            Kind::Number { value: a, digits: 1..=2 },
            Kind::Mark('/' | '-' | '.'),
            Kind::Number { value: b, digits: 1..=2 },
        ) => a <= 12 && b <= 12 && a != b,
        _ => false,
    })
}

/// A week code such as `2026-T09`, whose T others write for the month.
fn week_or_month(list: &[Token]) -> bool {
    list.windows(4).any(|four| {
        matches!(four[0].kind, Kind::Number { digits: 4, .. })
            && four[1].kind == Kind::Mark('-')
            && four[2].word == "t"
            && matches!(four[3].kind, Kind::Number { value: ..=12, .. })
    })
}
