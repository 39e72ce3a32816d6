//! Task groups of plans, in the order of their rows.

use tiendo::{PlanId, TaskGroup};

use super::{Cells, Row, columns};

columns! {
    Id Id REQUIRED "id" ["Mã nhóm", "Mã"]
        "Mã duy nhất của nhóm nhiệm vụ" "Id, unique among the groups of all plans" "3";
    Plan Id REQUIRED "plan" ["Kế hoạch", "Mã kế hoạch"]
        "Mã kế hoạch" "Id of the plan" "plan02";
    Name Text REQUIRED "name" ["Tên nhóm", "Tên", "name_vi"]
        "Tên bằng tiếng Việt" "Name in Vietnamese" "Dữ liệu";
    NameEn Text OPTIONAL "name_en" ["Tên tiếng Anh"]
        "Tên bằng tiếng Anh" "Name in English" "Data";
}

/// Reads a group and the plan it belongs to.
pub(crate) fn read(row: &mut Row<'_>) -> Option<(PlanId, TaskGroup)> {
    let (id, plan) = (row.required_id(Col::Id), row.required_id(Col::Plan));
    let name = row.required_text(Col::Name);
    let group = TaskGroup { name_en: row.text(Col::NameEn), id: id?, name: name? };
    Some((plan?, group))
}

/// Writes a group as [`read`] reads it.
pub(crate) fn write(plan: &PlanId, group: &TaskGroup, cells: &mut Cells) {
    cells.id(Col::Id, &group.id);
    cells.id(Col::Plan, plan);
    cells.text(Col::Name, &group.name);
    cells.some_text(Col::NameEn, group.name_en.as_ref());
}
