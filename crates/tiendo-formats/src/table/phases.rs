//! Phases of plans, in the order of their rows.

use tiendo::{Phase, PlanId};

use super::{Cells, Row, columns};

columns! {
    Id Id REQUIRED "id" ["Mã giai đoạn", "Mã"]
        "Mã duy nhất của giai đoạn" "Id, unique among the phases of all plans" "urgent";
    Plan Id REQUIRED "plan" ["Kế hoạch", "Mã kế hoạch"]
        "Mã kế hoạch" "Id of the plan" "plan02";
    Name Text REQUIRED "name" ["Tên giai đoạn", "Tên", "name_vi"]
        "Tên bằng tiếng Việt" "Name in Vietnamese" "Giai đoạn cấp bách";
    NameEn Text OPTIONAL "name_en" ["Tên tiếng Anh"]
        "Tên bằng tiếng Anh" "Name in English" "Urgent phase";
    StartsOn Day OPTIONAL "starts_on" ["Ngày bắt đầu", "start_date"]
        "Ngày đầu tiên" "First day" "2025-06-19";
    Deadline Text OPTIONAL "deadline" ["Thời hạn", "Thời gian hoàn thành", "deadline_text_vi"]
        "Thời hạn đúng như văn bản ghi" "Deadline in the official wording" "trước ngày 01/7/2025";
    LastDay Day OPTIONAL "last_day" ["Ngày cuối", "end_date"]
        "Ngày cuối của thời hạn, khi người nhập tự xác định" "Last day of the deadline, where the caller states it" "2025-06-30";
}

/// Reads a phase and the plan it belongs to.
pub(crate) fn read(row: &mut Row<'_>) -> Option<(PlanId, Phase)> {
    let (id, plan) = (row.required_id(Col::Id), row.required_id(Col::Plan));
    let name = row.required_text(Col::Name);
    let phase = Phase {
        name_en: row.text(Col::NameEn),
        starts_on: row.day(Col::StartsOn),
        deadline: row.deadline(Col::Deadline, Col::LastDay),
        id: id?,
        name: name?,
    };
    Some((plan?, phase))
}

/// Writes a phase as [`read`] reads it.
pub(crate) fn write(plan: &PlanId, phase: &Phase, cells: &mut Cells) {
    cells.id(Col::Id, &phase.id);
    cells.id(Col::Plan, plan);
    cells.text(Col::Name, &phase.name);
    cells.some_text(Col::NameEn, phase.name_en.as_ref());
    cells.some_day(Col::StartsOn, phase.starts_on);
    cells.deadline(Col::Deadline, Col::LastDay, &phase.deadline);
}
