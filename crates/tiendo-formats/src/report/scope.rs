//! What a report's numbers are made of, in words: no sheet and no document without it.

use tiendo::{Evaluation, Lang, Provenance, Scope};

use super::figure::{count, day};

/// What must not be overlooked, in brackets behind every title: invented reports, or none at all.
pub(crate) fn mark(scope: &Scope) -> Option<&'static str> {
    match (scope.provenance, scope.report_count) {
        (Provenance::Simulated, _) => {
            Some("[SIMULATED: SỐ LIỆU MÔ PHỎNG, không phải của cơ quan nào]")
        }
        (_, 0) => Some("[không có dữ liệu báo cáo]"),
        _ => None,
    }
}

/// A title with what must not be overlooked.
pub(crate) fn title(text: &str, scope: &Scope) -> String {
    mark(scope).map_or_else(|| text.to_owned(), |mark| format!("{text} {mark}"))
}

/// D, K, policy and calendar in one line.
pub(crate) fn line(evaluation: &Evaluation) -> String {
    let parts = parts(evaluation).into_iter().take(5);
    parts.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(" · ")
}

/// All of the scope, by name.
pub(crate) fn parts(evaluation: &Evaluation) -> Vec<(&'static str, String)> {
    let (scope, policy) = (evaluation.scope(), evaluation.policy());
    let known = scope.known.map_or_else(
        || "mọi báo cáo đã ghi nhận".to_owned(),
        |known| format!("ghi nhận đến hết ngày {}", day(known)),
    );
    vec![
        ("Ngày đánh giá D", day(scope.day)),
        ("Ngày ghi nhận K", known),
        ("Báo cáo không xét do K", count(scope.hidden_report_count)),
        ("Quy tắc", format!("{}, phiên bản {}", scope.policy, scope.policy_version)),
        ("Lịch làm việc", scope.calendar.clone()),
        ("Sắp đến hạn", format!("trong {} ngày trước ngày cuối", policy.due_soon_days)),
        ("Tỷ lệ", policy.rate.label(Lang::Vi).to_owned()),
        ("Quá hạn, chưa có báo cáo", policy.silence.label(Lang::Vi).to_owned()),
        ("Nguồn báo cáo", scope.provenance.label(Lang::Vi).to_owned()),
        ("Số nhiệm vụ đang có hiệu lực", count(scope.task_count)),
        ("Số văn bản giao", count(scope.document_count)),
        ("Số báo cáo được xét", count(scope.report_count)),
        ("Số dòng (nhiệm vụ, cơ quan)", count(evaluation.len() as u64)),
    ]
}
