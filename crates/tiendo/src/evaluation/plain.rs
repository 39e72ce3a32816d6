//! The rule for plain rows: one addressee, and reports of which every one counts, whenever it is asked.
//!
//! What a row's reports say of percent, and whether there are any, is read from dense streams for many tasks at once and
//! kept in bits; its few events are then taken by the same [`State`] that `judge` runs. Which tasks are plain is found out
//! once, when the registry is built.

use std::ops::Range;

use super::cells::Cell;
use super::row::RowFlags;
use super::state::{Nothing, Rule, State, Step, Terms};
use crate::as_of::Moment;
use crate::columns::{LAST_NEAR, NO_DAY, NO_PERCENT, day_of, near};
use crate::deadline::DeadlineClass;
use crate::policy::{ExtensionCounts, Policy};
use crate::registry::reports::{Event, ReportColumns};
use crate::registry::tasks::{TaskColumns, TaskFlags};

/// Reports whose bits are made together: few enough to stay in the nearest cache.
const TOGETHER: usize = 8192;

/// D and K as day columns hold them.
#[derive(Debug, Clone, Copy)]
pub(super) struct NearMoment {
    pub(super) d: u16,
    /// The last day known.
    pub(super) known: u16,
    pub(super) in_force_until: u16,
}

impl NearMoment {
    /// None where a day is out of the columns' reach, or the policy asks for more than plain rows keep.
    pub(super) fn of(moment: Moment, policy: &Policy) -> Option<Self> {
        if !suits(policy) {
            return None;
        }
        let known = moment.known_day().min(LAST_NEAR);
        let reach = |day: i32| (0..=LAST_NEAR).contains(&day).then_some(day as u16);
        let (d, known) = (reach(moment.d)?, reach(known)?);
        Some(NearMoment { d, known, in_force_until: d.min(known) })
    }
}

/// A bit for each report of some tasks: dated by D; of these those known by K; of these those that name a percent.
#[derive(Debug, Default)]
pub(super) struct Window {
    reports: Range<usize>,
    dated: Vec<u64>,
    seen: Vec<u64>,
    said: Vec<u64>,
}

impl Window {
    /// Makes the bits of the reports of a task, and of as many tasks after it as are made together; how many reports are
    /// seen, and how many hidden, comes back. Nothing where the bits are there.
    #[inline]
    pub(super) fn reach(
        &mut self,
        task: usize,
        end: usize,
        reports: &ReportColumns,
        at: NearMoment,
    ) -> Option<(u64, u64)> {
        if reports.range(task).end <= self.reports.end {
            return None;
        }
        Some(self.fill(task, end, reports, at))
    }

    #[cold]
    fn fill(
        &mut self,
        task: usize,
        end: usize,
        reports: &ReportColumns,
        at: NearMoment,
    ) -> (u64, u64) {
        self.reports = reports.range_of_some(task, end, TOGETHER);
        for bits in [&mut self.dated, &mut self.seen, &mut self.said] {
            bits.clear();
        }
        let (on, recorded, percent) = reports.streams();
        let range = self.reports.clone();
        let (on, recorded, percent) =
            (&on[range.clone()], &recorded[range.clone()], &percent[range]);
        let (mut dated_count, mut seen_count) = (0_u64, 0_u64);
        let (whole_on, rest_on) = on.as_chunks::<64>();
        let (whole_recorded, rest_recorded) = recorded.as_chunks::<64>();
        let (whole_percent, rest_percent) = percent.as_chunks::<64>();
        let mut keep = |[dated, seen, said]: [u64; 3]| {
            dated_count += u64::from(dated.count_ones());
            seen_count += u64::from(seen.count_ones());
            self.dated.push(dated);
            self.seen.push(seen);
            self.said.push(said);
        };
        for ((on, recorded), percent) in whole_on.iter().zip(whole_recorded).zip(whole_percent) {
            keep(bits_of(on, recorded, percent, at));
        }
        let mut last = ([u16::MAX; 64], [u16::MAX; 64], [NO_PERCENT; 64]);
        last.0[..rest_on.len()].copy_from_slice(rest_on);
        last.1[..rest_recorded.len()].copy_from_slice(rest_recorded);
        last.2[..rest_percent.len()].copy_from_slice(rest_percent);
        keep(bits_of(&last.0, &last.1, &last.2, at));
        // One more word, so that every range may be read with the word after its first.
        keep([0; 3]);
        (seen_count, dated_count - seen_count)
    }

    /// How many of a task's reports are seen, and how many hidden.
    pub(super) fn counts(&self, range: Range<usize>) -> (u64, u64) {
        let count = |bits: &[u64]| {
            let pieces = pieces(range.clone());
            let ones = pieces.map(|piece| self.bits(bits, piece).count_ones());
            ones.map(u64::from).sum::<u64>()
        };
        let seen = count(&self.seen);
        (seen, count(&self.dated) - seen)
    }

    /// Whether any report is seen, and the percent that was said last.
    #[inline]
    fn said(&self, range: Range<usize>, percents: &[u8]) -> (bool, u8) {
        if range.len() <= 64 {
            let seen = self.bits(&self.seen, range.clone());
            let said = self.bits(&self.said, range.clone());
            let last = 63 - (said | 1).leading_zeros() as usize;
            let percent = if said == 0 { 0 } else { percents[range.start + last] };
            return (seen != 0, percent);
        }
        let (mut is_seen, mut percent) = (false, 0);
        for piece in pieces(range) {
            let (seen, last) = self.said(piece.clone(), percents);
            is_seen |= seen;
            if self.bits(&self.said, piece) != 0 {
                percent = last;
            }
        }
        (is_seen, percent)
    }

    /// The bits of at most 64 reports.
    #[inline]
    fn bits(&self, words: &[u64], range: Range<usize>) -> u64 {
        if range.is_empty() {
            return 0;
        }
        let from = range.start - self.reports.start;
        let (word, shift) = (from / 64, from % 64);
        let bits = words[word] >> shift | words[word + 1] << 1 << (63 - shift);
        bits & (u64::MAX >> (64 - range.len()))
    }
}

/// A range in pieces of at most 64.
fn pieces(range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = range.end;
    range.step_by(64).map(move |start| start..end.min(start + 64))
}

/// The bits of 64 reports. Written for the compiler to take eight and more at a time.
#[inline]
fn bits_of(on: &[u16; 64], recorded: &[u16; 64], percent: &[u8; 64], at: NearMoment) -> [u64; 3] {
    let (mut dated, mut seen, mut said) = ([0_u8; 64], [0_u8; 64], [0_u8; 64]);
    for i in 0..64 {
        dated[i] = u8::from(on[i] <= at.d);
        seen[i] = dated[i] & u8::from(recorded[i] <= at.known);
        said[i] = seen[i] & u8::from(percent[i] != NO_PERCENT);
    }
    [packed(&dated), packed(&seen), packed(&said)]
}

/// 64 bytes that are 0 or 1 as bits, the first the lowest.
#[inline]
fn packed(bytes: &[u8; 64]) -> u64 {
    /// Moves the lowest bit of each of eight bytes into the highest byte, in their order.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = bytes.as_chunks::<8>();
    eights
        .iter()
        .rev()
        .fold(0, |bits, eight| bits << 8 | u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56)
}

/// What the definition of a plain task says of its last day.
#[inline]
pub(crate) fn terms(task: usize, tasks: &TaskColumns) -> Terms {
    let strict = day_of(tasks.last_day.near()[task]);
    let lenient = day_of(tasks.last_day_lenient.near()[task]);
    Terms {
        own: (strict, lenient),
        // A plain task has one version.
        original: (strict, lenient),
        is_regular: tasks.class[task] == DeadlineClass::Regular,
        is_indicative: tasks.flags[task].has(TaskFlags::INDICATIVE),
        in_force_on: NO_DAY,
    }
}

/// An event of a plain task as the rule takes it: none of its days is far.
#[inline]
pub(crate) fn step(event: &Event) -> Step {
    Step {
        report: event.report,
        kind: event.kind,
        on: event.on.into(),
        recorded_on: event.recorded.into(),
        new_deadline: day_of(event.new_deadline),
    }
}

/// Whether a policy asks of a plain task no more than it keeps.
pub(crate) fn suits(policy: &Policy) -> bool {
    policy.extension_counts == ExtensionCounts::Dated
}

/// Judges a plain task in force.
#[inline]
pub(super) fn judge(
    task: usize,
    (tasks, reports): (&TaskColumns, &ReportColumns),
    window: &Window,
    rule: Rule<'_>,
    at: NearMoment,
) -> u64 {
    let terms = terms(task, tasks);
    let mut state = State::new(Nothing);
    let (is_seen, percent) = window.said(reports.range(task), reports.streams().2);
    state.percent = percent;
    state.flags.set(RowFlags::REPORTED, is_seen);
    let own = rule.read(terms.own);
    for event in reports.events_of(task) {
        if event.on > at.d {
            break;
        }
        if event.recorded > at.known {
            continue;
        }
        state.take(&step(event), own);
    }
    let (settled, Nothing) = state.settle(rule, &terms);
    Cell::of(
        (near(settled.deadline), near(settled.ended_on())),
        settled.flags,
        (settled.status, settled.percent),
        settled.extensions,
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed step fails the test")]
mod tests {
    use crate::registry::plain::Plain;
    use std::sync::Arc;

    use chrono::{Days, NaiveDate};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        Agency, AgencyId, AsOf, Deadline, DocumentId, HistoryAxis, HistoryOptions, Level, Registry,
        RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text,
    };

    fn start() -> NaiveDate {
        crate::day::parse("2025-01-01").unwrap()
    }

    #[test]
    fn bytes_are_packed_in_order() {
        let mut bytes = [0_u8; 64];
        for i in [0, 1, 7, 8, 30, 62, 63] {
            bytes[i] = 1;
        }
        let bits = [0, 1, 7, 8, 30, 62, 63].iter().fold(0_u64, |all, i| all | 1 << i);
        assert_eq!(packed(&bytes), bits);
        assert_eq!(packed(&[1; 64]), u64::MAX);
    }

    #[test]
    fn ranges_are_read_across_words() {
        let window = Window { reports: 10..300, ..Window::default() };
        let words = [1 << 63, 0b101, 0, 0, 0, 0];
        assert_eq!(window.bits(&words, 73..75), 0b11);
        assert_eq!(window.bits(&words, 73..137), 0b1011);
        assert_eq!(window.bits(&words, 10..74), 1 << 63);
        assert_eq!(window.bits(&words, 20..20), 0);
        assert_eq!(pieces(5..135).collect::<Vec<_>>(), [5..69, 69..133, 133..135]);
    }

    /// A report in numbers: kind, day, day of recording, percent, and the day that an extension grants.
    type Drawn = (usize, u64, u64, Option<u8>, u64);

    /// Its day of assignment, its last day, the day on which it was recorded, and its reports.
    type DrawnTask = (u64, Option<u64>, Option<u64>, Vec<Drawn>);

    fn registry(tasks: &[DrawnTask], says: bool) -> Registry {
        let on = |n: u64| start() + Days::new(n);
        let mut builder = RegistryBuilder::new();
        let agency =
            |id: &str| Agency::new(AgencyId::from_valid(id), Text::from_valid("x"), Level::Central);
        builder.add_agency(agency("A")).add_agency(agency("B"));
        let mut number = 0;
        for (i, (assigned, last_day, recorded, reports)) in tasks.iter().enumerate() {
            let id = TaskId::from_valid(&i.to_string());
            let document = DocumentId::from_valid("D");
            let mut task = Task::new(id.clone(), document, Text::from_valid("x"));
            task.addressees = vec![AgencyId::from_valid("A")];
            task.assigner = Some(AgencyId::from_valid("B"));
            task.assigned_on = Some(on(*assigned));
            task.deadline = last_day.map_or_else(Deadline::unspecified, |n| {
                if n % 3 == 0 { Deadline::before(on(n)) } else { Deadline::by(on(n)) }
            });
            task.recorded_at = recorded.and_then(|n| on(n).and_hms_opt(23, 59, 59));
            builder.add_task(task);
            for (kind, told, recorded, percent, new_deadline) in reports {
                let kind = KINDS[*kind].clone();
                let told = on(*told);
                number += 1;
                let report = ReportId::from_valid(&number.to_string());
                let mut report = Report::new(report, id.clone(), kind.clone(), told);
                report.recorded_at = on(*recorded).and_hms_opt(9, 0, 1);
                report.percent = *percent;
                report.new_deadline = (kind == ReportKind::Extend).then(|| on(*new_deadline));
                let owner = matches!(kind, ReportKind::Progress | ReportKind::Complete);
                let by = AgencyId::from_valid(if owner { "A" } else { "B" });
                report.by = says.then_some(by);
                builder.add_report(report);
            }
        }
        builder.finish()
    }

    const KINDS: [ReportKind; 9] = [
        ReportKind::Progress,
        ReportKind::Complete,
        ReportKind::Extend,
        ReportKind::Accept,
        ReportKind::Return,
        ReportKind::Cancel,
        ReportKind::Suspend,
        ReportKind::Resume,
        ReportKind::Reopen,
    ];

    fn drawn() -> impl Strategy<Value = Drawn> {
        let kind = prop_oneof![3 => Just(0_usize), 2 => 0..KINDS.len()];
        (kind, 0..90_u64, 0..90_u64, proptest::option::of(0..=100_u8), 0..120_u64)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// The quick way and the whole rule give the same cells, and count the same reports.
        #[test]
        fn plain_tasks_are_judged_by_the_same_rule(
            tasks in prop::collection::vec(
                (
                    0..60_u64,
                    proptest::option::of(0..100_u64),
                    proptest::option::of(0..90_u64),
                    prop::collection::vec(drawn(), 0..80),
                ),
                1..12,
            ),
            (d, k, says) in (0..110_u64, 0..110_u64, any::<bool>()),
            name in prop::sample::select(vec!["default", "vpcp-2017", "original-deadline", "thanh-hoa"]),
        ) {
            let mut registry = registry(&tasks, says);
            let on = |n: u64| start() + Days::new(n);
            let as_of = AsOf::new(on(d)).and_then(|at| at.known_on(on(k)));
            let (as_of, policy) = (as_of.unwrap(), Policy::named(name).unwrap());
            prop_assert!(registry.0.plain.iter().all(|plain| plain.is_plain()));
            let quick = registry.evaluate(as_of, &policy).unwrap();
            let evaluated = (quick.columns.clone(), quick.scope(), quick.author_unstated_count());
            drop(quick);
            let inner = Arc::get_mut(&mut registry.0).unwrap();
            inner.plain.fill(Plain::No);
            let whole = registry.evaluate(as_of, &policy).unwrap();
            prop_assert_eq!(&evaluated.0.cells, &whole.columns.cells);
            prop_assert_eq!(&evaluated.0.starts, &whole.columns.starts);
            prop_assert_eq!(&evaluated.0.task, &whole.columns.task);
            prop_assert_eq!(evaluated.1, whole.scope());
            prop_assert_eq!(evaluated.2, whole.author_unstated_count());
        }

        /// The same of every day of a range.
        #[test]
        fn plain_tasks_have_the_history_of_all(
            tasks in prop::collection::vec(
                (
                    0..60_u64,
                    proptest::option::of(0..100_u64),
                    proptest::option::of(0..140_u64),
                    prop::collection::vec(drawn(), 0..40),
                ),
                1..8,
            ),
            (from, length, says) in (0..60_u64, 0..90_u64, any::<bool>()),
            name in prop::sample::select(vec!["default", "vpcp-2017", "original-deadline", "thanh-hoa"]),
        ) {
            let mut registry = registry(&tasks, says);
            let from = start() + Days::new(from);
            let along = HistoryAxis::ALL.to_vec();
            let options = HistoryOptions { from, to: from + Days::new(length), along };
            let policy = Policy::named(name).unwrap();
            let quick = format!("{:?}", registry.history(&options, &policy).unwrap());
            Arc::get_mut(&mut registry.0).unwrap().plain.fill(Plain::No);
            let whole = format!("{:?}", registry.history(&options, &policy).unwrap());
            prop_assert_eq!(quick, whole);
        }
    }
}
