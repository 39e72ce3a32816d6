//! What happens on a row: the fate that chance gives it, and the reports that tell it.

use chrono::{Datelike, NaiveDate};
use tiendo::{AgencyId, Cause, Report, ReportKind, Text, day};

use super::row::Row;
use super::script::{Script, Sender, weekday, words};

/// How a row stands at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Silent,
    Cancelled,
    Suspended,
    /// 100 percent reported, completion never.
    Full,
    Done,
    DoneLate,
    Open,
}

/// Categories of obstacles, as reports name them.
const OBSTACLES: [(&str, &str); 6] = [
    ("thể chế", "quy định hiện hành chưa thống nhất"),
    ("kinh phí", "chưa được bố trí kinh phí"),
    ("nhân lực", "thiếu nhân lực chuyên trách"),
    ("dữ liệu", "dữ liệu chưa đồng bộ"),
    ("hạ tầng", "hạ tầng kỹ thuật chưa đáp ứng"),
    ("phối hợp", "chưa nhận được ý kiến phối hợp"),
];

/// All reports on the row, in the order in which they were thought of.
pub(super) fn tell(row: &Row<'_>) -> Vec<Report> {
    if row.monthly {
        return recurring(row);
    }
    let fate = fate(row);
    let mut script = Script::new(row);
    match fate {
        Fate::Silent => {}
        Fate::Cancelled => cancelled(row, &mut script),
        Fate::Suspended => suspended(row, &mut script),
        Fate::Full => full(row, &mut script),
        Fate::Done | Fate::DoneLate => done(row, fate, &mut script),
        Fate::Open => open(row, &mut script),
    }
    script.end()
}

/// The same chances for every agency; they depend on the task's days only.
fn fate(row: &Row<'_>) -> Fate {
    let fate = match row.dice.draw("fate", 1000) {
        0..55 => Fate::Silent,
        55..61 => Fate::Cancelled,
        61..69 => Fate::Suspended,
        69..81 => Fate::Full,
        81..226 => Fate::DoneLate,
        226..266 => Fate::Open,
        _ => Fate::Done,
    };
    let short = (row.end - row.start).num_days() < 20;
    match (fate, row.due) {
        // Due before the first report could be made: whatever is said would be a verdict by
        // construction.
        (_, Some(due)) if due < row.start => Fate::Silent,
        (Fate::DoneLate, Some(due)) if due >= row.end => Fate::Open,
        (Fate::DoneLate, None) => Fate::Done,
        // What is due after the end of the simulation is mostly still under way.
        (Fate::Done, Some(due)) if due > row.end && row.dice.chance("early", 800) => Fate::Open,
        (Fate::Done, due) if short && due.is_none_or(|due| due > row.end) => Fate::Open,
        (Fate::Cancelled | Fate::Suspended, _) if row.assigner.is_none() => Fate::Open,
        (fate, _) => fate,
    }
}

/// A day at `share` per mille of the way from `from` to `to`, on a weekday where possible.
fn between(from: NaiveDate, to: NaiveDate, share: u64) -> NaiveDate {
    let days = (to - from).num_days().max(0) * share.min(1000) as i64 / 1000;
    weekday(day::plus(from, days).unwrap_or(from), from)
}

fn later(day: NaiveDate, days: u64) -> Option<NaiveDate> {
    day::plus(day, days as i64)
}

fn cancelled(row: &Row<'_>, script: &mut Script<'_>) {
    let until = row.due.map_or(row.end, |due| due.min(row.end));
    let on = between(row.start, until, 300 + row.dice.draw("cancel", 600));
    progress(row, script, on);
    script.say(ReportKind::Cancel, Some(on), Sender::Assigner, |report| {
        report.reason = words("nhiệm vụ được lồng ghép vào nhiệm vụ khác");
    });
}

fn suspended(row: &Row<'_>, script: &mut Script<'_>) {
    let until = row.due.map_or(row.end, |due| due.min(row.end));
    let on = between(row.start, until, 300 + row.dice.draw("suspend", 500));
    progress(row, script, on);
    script.say(ReportKind::Suspend, Some(on), Sender::Assigner, |report| {
        report.reason = words("chờ văn bản hướng dẫn của cấp trên");
    });
}

fn full(row: &Row<'_>, script: &mut Script<'_>) {
    let until = row.due.map_or(row.end, |due| due.min(row.end));
    let on = between(row.start, until, 600 + row.dice.draw("full", 400));
    progress(row, script, on);
    script.say(ReportKind::Progress, Some(on), Sender::Reporter, |report| {
        report.percent = Some(100);
    });
}

fn open(row: &Row<'_>, script: &mut Script<'_>) {
    let until = between(row.start, row.end, 500 + row.dice.draw("last word", 500));
    side_stories(row, script, until);
    progress(row, script, until);
    extension(row, script);
    // A completion reported by another agency than the one that owes the task closes nothing.
    if row.dice.chance("foreign completion", 60) {
        let sender = if row.helper.is_some() { Sender::Helper } else { Sender::Assigner };
        script.say(ReportKind::Complete, Some(until), sender, |report| {
            report.evidence = words("văn bản của cơ quan khác");
        });
    }
    overdue_urged(row, script, 600);
}

fn done(row: &Row<'_>, fate: Fate, script: &mut Script<'_>) {
    let granted = extension(row, script);
    let finish = finish(row, fate, granted);
    side_stories(row, script, finish);
    progress(row, script, finish);
    if row.dice.chance("interrupted", 12) {
        let suspend = between(row.start, finish, 300);
        if script.say(ReportKind::Suspend, Some(suspend), Sender::Assigner, |report| {
            report.reason = words("điều chỉnh kế hoạch triển khai");
        }) {
            let resume = between(row.start, finish, 600);
            script.say(ReportKind::Resume, Some(resume), Sender::Assigner, |_| {});
        }
    }
    if fate == Fate::DoneLate {
        overdue_urged(row, script, 300);
    }
    complete(row, script, Some(finish), None);

    let again = later(finish, 8 + row.dice.draw("again", 12)).filter(|day| *day <= row.end);
    match row.dice.draw("acceptance", 1000) {
        // Returned once: the second completion counts, and may be the one that is late.
        0..30 if again.is_some() => {
            let returned = later(finish, 2 + row.dice.draw("returned", 5));
            if script.say(ReportKind::Return, returned, Sender::Assigner, |report| {
                report.reason = words("sản phẩm chưa đạt yêu cầu");
            }) {
                complete(row, script, again, None);
                let accepted = again.and_then(|day| later(day, 5));
                script.say(ReportKind::Accept, accepted, Sender::Assigner, |_| {});
            }
        }
        30..36 => {
            let reopened = later(finish, 15 + row.dice.draw("reopened", 20));
            script.say(ReportKind::Reopen, reopened, Sender::Assigner, |report| {
                report.reason = words("phát sinh nội dung cần bổ sung");
            });
        }
        36..450 => {
            let accepted = later(finish, 2 + row.dice.draw("accepted", 14));
            script.say(ReportKind::Accept, accepted, Sender::Assigner, |_| {});
        }
        _ => {}
    }
    if fate == Fate::DoneLate && row.dice.chance("cause", 250) {
        let cause =
            if row.dice.chance("objective", 600) { Cause::Objective } else { Cause::Subjective };
        let on = later(finish, 3 + row.dice.draw("cause day", 10));
        script.say(ReportKind::ConfirmCause, on, Sender::Assigner, |report| {
            report.reason = words("đã xem xét báo cáo giải trình");
            report.cause = Some(cause);
        });
    }
}

/// The day of completion: within the term, also an extended one, or after it.
fn finish(row: &Row<'_>, fate: Fate, granted: Option<NaiveDate>) -> NaiveDate {
    let share = 350 + row.dice.draw("finish", 651);
    match (fate, row.due) {
        (Fate::DoneLate, Some(due)) => {
            let late = granted.unwrap_or(due).max(due);
            let on = later(late, 1 + row.dice.draw("late", 45)).unwrap_or(late);
            weekday(on.min(row.end), later(due, 1).unwrap_or(due))
        }
        (_, due) => {
            let until = granted.or(due).map_or(row.end, |due| due.min(row.end));
            between(row.start, until, share)
        }
    }
}

fn complete(
    row: &Row<'_>,
    script: &mut Script<'_>,
    on: Option<NaiveDate>,
    occurrence: Option<Text>,
) -> bool {
    let sender = if row.dice.chance("unnamed", 15) { Sender::Unnamed } else { Sender::Reporter };
    script.say(ReportKind::Complete, on, sender, |report| {
        report.occurrence = occurrence;
        if row.dice.chance("percent", 500) {
            report.percent = Some(100);
        }
        if !row.dice.chance("no evidence", 80) {
            report.evidence = words("báo cáo kết quả kèm sản phẩm");
        }
    })
}

/// Up to three progress reports before `until`, rising but for one in forty; sometimes one by a
/// coordinating agency.
fn progress(row: &Row<'_>, script: &mut Script<'_>, until: NaiveDate) {
    let days = (until - row.start).num_days();
    let count = if days < 4 { 0 } else { row.dice.draw("progress", 4).min(days as u64 / 4) };
    let falling = row.dice.chance("falling", 25);
    for i in 0..count {
        let on = between(row.start, until, 150 + i * 280 + row.dice.draw(&format!("on {i}"), 150));
        let risen = 10 + i * 28 + row.dice.draw(&format!("percent {i}"), 22);
        let percent = if falling && i > 0 { 5 + risen / 4 } else { risen };
        script.say(ReportKind::Progress, Some(on), Sender::Reporter, |report| {
            report.percent = u8::try_from(percent).ok();
        });
    }
    if row.dice.chance("helper's progress", 60) {
        let on = between(row.start, until, 500);
        script.say(ReportKind::Progress, Some(on), Sender::Helper, |report| {
            report.percent = Some(50);
        });
    }
}

/// A request to extend, and the answer: the day asked for, an earlier one, or a refusal. Now and
/// then the agency grants itself what only the assigner may. The answer is the new last day, where
/// one was granted.
fn extension(row: &Row<'_>, script: &mut Script<'_>) -> Option<NaiveDate> {
    let due = row.due.filter(|due| *due <= row.end)?;
    if row.dice.chance("self-granted", 8) {
        let new = later(due, 30);
        script.say(ReportKind::Extend, Some(due), Sender::Reporter, |report| {
            report.new_deadline = new;
            report.reason = words("đơn vị tự điều chỉnh thời hạn");
        });
    }
    if !row.dice.chance("extension", 60) {
        return None;
    }
    let asked_on = day::plus(due, -2 - row.dice.draw("asked", 9) as i64)?.max(row.start);
    let asked = later(due, 14 + row.dice.draw("asked for", 45))?;
    script.say(ReportKind::ExtendRequest, Some(asked_on), Sender::Reporter, |report| {
        report.new_deadline = Some(asked);
        report.reason = words("khối lượng công việc phát sinh lớn");
    });
    // One answer in six comes after the last day has passed.
    let wait = if row.dice.chance("slow answer", 160) { 15 } else { 1 };
    let answered_on = later(asked_on, wait + row.dice.draw("answered", 2));
    if row.dice.chance("refused", 300) {
        script.say(ReportKind::ExtendRefuse, answered_on, Sender::Assigner, |report| {
            report.reason = words("nhiệm vụ cấp bách, không thể lùi thời hạn");
        });
        return None;
    }
    let granted = if row.dice.chance("shorter", 300) { later(due, 10)? } else { asked };
    let said = script.say(ReportKind::Extend, answered_on, Sender::Assigner, |report| {
        report.new_deadline = Some(granted);
        report.reason = words("đồng ý đề nghị của cơ quan chủ trì");
        report.basis = Some(row.task.document.clone());
    });
    said.then_some(granted)
}

/// Obstacles, questions and inspections on the way; they change no status.
fn side_stories(row: &Row<'_>, script: &mut Script<'_>, until: NaiveDate) {
    let on = |share| Some(between(row.start, until, share));
    let whom: Option<&AgencyId> = row.helper.or(row.assigner);
    if row.dice.chance("obstacle", 70)
        && let Some((category, what)) = row.dice.pick("which obstacle", &OBSTACLES)
    {
        let raised = on(250);
        script.say(ReportKind::Obstacle, raised, Sender::Reporter, |report| {
            report.category = Text::new(category).ok();
            report.reason = words(what);
            report.addressed_to = whom.cloned();
            report.needed_by = raised.and_then(|day| later(day, 10));
        });
        if row.dice.chance("escalated", 400) {
            script.say(ReportKind::Escalate, on(500), Sender::Reporter, |report| {
                report.category = Text::new(category).ok();
                report.reason = words("quá thời gian đề nghị mà chưa được giải quyết");
                report.addressed_to = row.assigner.cloned();
            });
        }
        if row.dice.chance("resolved", 750) {
            script.say(ReportKind::ObstacleResolved, on(800), Sender::Reporter, |report| {
                report.category = Text::new(category).ok();
            });
        }
    }
    if row.dice.chance("opinion asked", 40) {
        let asked = on(300);
        script.say(ReportKind::RequestOpinion, asked, Sender::Reporter, |report| {
            report.reason = words("xin ý kiến về dự thảo sản phẩm");
            report.addressed_to = whom.cloned();
            report.needed_by = asked.and_then(|day| later(day, 7));
        });
        if row.dice.chance("opinion given", 800) {
            let sender = if row.helper.is_some() { Sender::Helper } else { Sender::Assigner };
            script.say(ReportKind::Opinion, on(600), sender, |report| {
                report.reason = words("thống nhất với dự thảo");
                report.addressed_to = row.reporter.cloned();
            });
        }
    }
    if row.dice.chance("inspected", 25) {
        script.say(ReportKind::Inspect, on(700), Sender::Assigner, |report| {
            report.reason = words("kiểm tra theo kế hoạch");
        });
    }
}

/// The assigner urges, where the last day has passed.
fn overdue_urged(row: &Row<'_>, script: &mut Script<'_>, per_mille: u64) {
    if let Some(due) = row.due.filter(|_| row.dice.chance("urged", per_mille)) {
        let on = later(due, 1 + row.dice.draw("urged on", 12));
        script.say(ReportKind::Urge, on, Sender::Assigner, |report| {
            report.reason = words("nhiệm vụ đã quá hạn, đề nghị báo cáo");
        });
    }
}

/// A monthly task: each month is served in time, late, without naming the month, or not at all.
fn recurring(row: &Row<'_>) -> Vec<Report> {
    let mut script = Script::new(row);
    let mut first = row.start.with_day(1).unwrap_or(row.start);
    while first <= row.end {
        let last = day::month_end(first);
        let month = first.format("%Y-%m").to_string();
        // A task set in the second half of a month begins with the next one.
        if row.start <= later(first, 14).unwrap_or(first) {
            let day_of = |share| Some(between(first.max(row.start), last, share));
            let named = Text::new(&month).ok();
            let fate = row.dice.draw(&format!("month {month}"), 1000);
            let share = 700 + row.dice.draw(&format!("day {month}"), 301);
            match fate {
                0..650 => complete(row, &mut script, day_of(share), named),
                650..800 => complete(row, &mut script, later(last, 2 + fate % 7), named),
                800..880 => complete(row, &mut script, day_of(share), None),
                _ => script.say(ReportKind::Progress, day_of(500), Sender::Reporter, |report| {
                    report.occurrence = named;
                    report.percent = Some(40);
                }),
            };
        }
        match day::plus(last, 1) {
            Some(next) => first = next,
            None => break,
        }
    }
    script.end()
}
