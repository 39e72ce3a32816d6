//! The head of every answer: its title, and what the numbers are made of.

use std::io::Write;

use tiendo::{Lang, Provenance, Scope};

use crate::failure::Failure;
use crate::figure;
use crate::session::Session;
use crate::table::Tone;
use crate::width;

/// The word that CSV rows carry for invented reports, as loud as in the titles.
pub(crate) fn provenance_mark(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Simulated => "SIMULATED",
        Provenance::Stated => provenance.as_str(),
    }
}

/// What must not be overlooked: invented reports, or none at all.
fn mark(session: &Session, scope: &Scope) -> Option<&'static str> {
    match (scope.provenance, scope.report_count) {
        (Provenance::Simulated, _) => Some(session.say(
            "[SIMULATED: SỐ LIỆU MÔ PHỎNG, không phải của cơ quan nào]",
            "[SIMULATED: invented reports, not of any agency]",
        )),
        (_, 0) => Some(
            session
                .say("[không có dữ liệu báo cáo]", "[no report data (không có dữ liệu báo cáo)]"),
        ),
        _ => None,
    }
}

/// The title with what must not be overlooked.
pub(crate) fn title(session: &Session, text: &str, scope: &Scope) -> String {
    mark(session, scope).map_or_else(|| text.to_owned(), |mark| format!("{text} {mark}"))
}

/// Writes the title, and below it D, K, hidden reports, policy and calendar.
///
/// Where title and mark do not fit one line, the mark has its own, so that it is never broken in the middle.
pub(crate) fn write(
    session: &Session,
    text: &str,
    scope: &Scope,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let whole = title(session, text, scope);
    if width::of(&whole) <= session.page.width {
        session.page.paragraph(out, &whole, Tone::Strong)?;
    } else {
        session.page.paragraph(out, text, Tone::Strong)?;
        session.page.paragraph(out, mark(session, scope).unwrap_or_default(), Tone::Strong)?;
    }
    session.page.paragraph(out, &scope_line(scope, session.lang), Tone::Faint)?;
    writeln!(out)?;
    Ok(())
}

fn scope_line(scope: &Scope, lang: Lang) -> String {
    let count = |n: u64| figure::count(n, lang);
    let day = figure::day(scope.day, lang);
    let simulated = scope.provenance == Provenance::Simulated;
    match lang {
        Lang::Vi => {
            let known = scope.known.map_or_else(
                || "mọi báo cáo đã ghi nhận".to_owned(),
                |known| format!("ghi nhận đến hết {}", figure::day(known, lang)),
            );
            format!(
                "Ngày đánh giá D = {day} · K = {known} ({} báo cáo không xét do K) · quy tắc {} bản {} · lịch {} · \
                 {} nhiệm vụ, {} văn bản, {} báo cáo{}",
                count(scope.hidden_report_count),
                scope.policy,
                scope.policy_version,
                scope.calendar,
                count(scope.task_count),
                count(scope.document_count),
                count(scope.report_count),
                if simulated { " SIMULATED" } else { "" },
            )
        }
        Lang::En => {
            let known = scope.known.map_or_else(
                || "everything recorded".to_owned(),
                |known| format!("recorded by the end of {}", figure::day(known, lang)),
            );
            format!(
                "Day judged D = {day} · K = {known} ({} reports hidden by K) · policy {} version {} · calendar {} · \
                 {} tasks, {} documents, {}{} reports",
                count(scope.hidden_report_count),
                scope.policy,
                scope.policy_version,
                scope.calendar,
                count(scope.task_count),
                count(scope.document_count),
                count(scope.report_count),
                if simulated { " SIMULATED" } else { "" },
            )
        }
    }
}

/// The day as titles name it.
pub(crate) fn until(session: &Session, scope: &Scope) -> String {
    let day = figure::day(scope.day, session.lang);
    format!("{} {day}", session.say("đến ngày", "as of"))
}
