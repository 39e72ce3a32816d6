//! Reports, one row per version.

use tiendo::{Provenance, Report};

use super::{Cells, Row, columns};

columns! {
    Id Id REQUIRED "id" ["Mã báo cáo", "Mã"]
        "Mã duy nhất của báo cáo" "Id, unique among reports" "R0001";
    Task Id REQUIRED "task" ["Mã nhiệm vụ", "Nhiệm vụ"]
        "Mã nhiệm vụ được báo cáo" "Id of the task it speaks of" "T0001";
    Addressee Id OPTIONAL "addressee" ["Cơ quan chủ trì", "Chủ trì"]
        "Mã cơ quan mà báo cáo nói tới, khi nhiệm vụ giao cho nhiều cơ quan" "Id of the addressee it speaks of, where the task has several rows" "BCA";
    Occurrence Text OPTIONAL "occurrence" ["Kỳ"]
        "Kỳ của nhiệm vụ định kỳ" "Occurrence of a recurring task, as a period code" "2025-11";
    Kind Word REQUIRED "kind" ["Loại báo cáo", "Nội dung báo cáo"]
        "progress, complete, extend, accept, return, cancel, suspend, resume, reopen, confirm_cause, obstacle, escalate, obstacle_resolved, urge, inspect, request_opinion, opinion, extend_request, extend_refuse"
        "progress, complete, extend, accept, return, cancel, suspend, resume, reopen, confirm_cause, obstacle, escalate, obstacle_resolved, urge, inspect, request_opinion, opinion, extend_request, extend_refuse"
        "progress";
    ReportedOn Day REQUIRED "reported_on" ["Ngày báo cáo", "Ngày"]
        "Ngày mà báo cáo nói tới" "The day it speaks of" "2025-07-15";
    RecordedAt Instant OPTIONAL "recorded_at" ["Thời điểm ghi nhận"]
        "Thời điểm hệ thống nhận được" "When the register learned of it" "2025-07-16T08:00:00";
    By Id OPTIONAL "by" ["Cơ quan báo cáo"]
        "Mã cơ quan báo cáo" "Id of the agency that says it" "BCA";
    ByPost Text OPTIONAL "by_post" ["Chức vụ người báo cáo"]
        "Chức vụ của người báo cáo, không ghi tên" "Post of who says it, no name" "Chánh Văn phòng";
    Percent Whole OPTIONAL "percent" ["Tiến độ", "Tỷ lệ hoàn thành"]
        "Khối lượng đã làm, 0 đến 100" "Work done, 0 to 100" "40";
    NewDeadline Day OPTIONAL "new_deadline" ["Thời hạn mới", "Gia hạn đến"]
        "Thời hạn mới được cho hoặc được đề nghị" "The deadline that is granted or asked for" "2025-08-31";
    Reason Text OPTIONAL "reason" ["Lý do"]
        "Lý do" "Why" "Chờ thẩm định";
    Cause Word OPTIONAL "cause" ["Nguyên nhân"]
        "objective (khách quan) hoặc subjective (chủ quan)" "objective or subjective" "objective";
    Evidence Text OPTIONAL "evidence" ["Minh chứng", "Tài liệu minh chứng"]
        "Tài liệu chứng minh" "What proves it" "Biên bản nghiệm thu";
    Basis Id OPTIONAL "basis" ["Căn cứ", "Văn bản căn cứ"]
        "Mã văn bản căn cứ" "Id of the document it rests on" "71/NQ-CP";
    Category Text OPTIONAL "category" ["Loại vướng mắc"]
        "Loại vướng mắc" "Category of an obstacle" "kinh phí";
    AddressedTo Id OPTIONAL "addressed_to" ["Gửi cơ quan", "Cơ quan tháo gỡ"]
        "Mã cơ quan phải tháo gỡ hoặc cho ý kiến" "Id of who must act or give an opinion" "BTC";
    NeededBy Day OPTIONAL "needed_by" ["Cần trước ngày"]
        "Hạn để cơ quan đó xử lý" "By when they must act" "2025-07-31";
    Provenance Word OPTIONAL "provenance" ["Nguồn số liệu"]
        "stated (mặc định) hoặc simulated (số liệu mô phỏng)" "stated (default) or simulated" "stated";
}

/// Reads a report. What is required stands last, so that one missing cell does not hide problems in others.
pub(crate) fn read(row: &mut Row<'_>) -> Option<Report> {
    let (id, task) = (row.required_id(Col::Id), row.required_id(Col::Task));
    let (kind, reported_on) = (row.required_word(Col::Kind), row.required_day(Col::ReportedOn));
    Some(Report {
        addressee: row.id(Col::Addressee),
        occurrence: row.text(Col::Occurrence),
        recorded_at: row.instant(Col::RecordedAt),
        by: row.id(Col::By),
        by_post: row.text(Col::ByPost),
        percent: row.percent(Col::Percent),
        new_deadline: row.day(Col::NewDeadline),
        reason: row.text(Col::Reason),
        cause: row.word(Col::Cause),
        evidence: row.text(Col::Evidence),
        basis: row.id(Col::Basis),
        category: row.text(Col::Category),
        addressed_to: row.id(Col::AddressedTo),
        needed_by: row.day(Col::NeededBy),
        provenance: row.word(Col::Provenance).unwrap_or(Provenance::Stated),
        id: id?,
        task: task?,
        kind: kind?,
        reported_on: reported_on?,
    })
}

/// Writes a report as [`read`] reads it.
pub(crate) fn write(report: &Report, cells: &mut Cells) {
    cells.id(Col::Id, &report.id);
    cells.id(Col::Task, &report.task);
    cells.some_id(Col::Addressee, report.addressee.as_ref());
    cells.some_text(Col::Occurrence, report.occurrence.as_ref());
    cells.word(Col::Kind, &report.kind);
    cells.day(Col::ReportedOn, report.reported_on);
    cells.some_instant(Col::RecordedAt, report.recorded_at);
    cells.some_id(Col::By, report.by.as_ref());
    cells.some_text(Col::ByPost, report.by_post.as_ref());
    if let Some(percent) = report.percent {
        cells.whole(Col::Percent, percent, 0, 100);
    }
    cells.some_day(Col::NewDeadline, report.new_deadline);
    cells.some_text(Col::Reason, report.reason.as_ref());
    cells.some_word(Col::Cause, report.cause.as_ref());
    cells.some_text(Col::Evidence, report.evidence.as_ref());
    cells.some_id(Col::Basis, report.basis.as_ref());
    cells.some_text(Col::Category, report.category.as_ref());
    cells.some_id(Col::AddressedTo, report.addressed_to.as_ref());
    cells.some_day(Col::NeededBy, report.needed_by);
    cells.word(Col::Provenance, &report.provenance);
}
