//! Plans; their phases and groups stand in tables of their own.

use tiendo::Plan;

use super::{Cells, Row, columns};

columns! {
    Id Id REQUIRED "id" ["Mã kế hoạch", "Mã"]
        "Mã duy nhất của kế hoạch" "Id, unique among plans" "plan02";
    Document Id REQUIRED "document" ["Văn bản", "Mã văn bản", "document_id"]
        "Mã văn bản là kế hoạch" "Id of the document that is the plan" "02-KH/BCĐTW";
    Documents List OPTIONAL "documents" ["Các văn bản khác"]
        "Mã các văn bản khác có nhiệm vụ tính vào kế hoạch, cách nhau bằng dấu ;" "Ids of further documents whose tasks belong to the plan, separated by ;" "71/NQ-CP";
    Name Text REQUIRED "name" ["Tên kế hoạch", "Tên", "name_vi"]
        "Tên bằng tiếng Việt" "Name in Vietnamese" "Kế hoạch 02-KH/BCĐTW";
    NameEn Text OPTIONAL "name_en" ["Tên tiếng Anh"]
        "Tên bằng tiếng Anh" "Name in English" "Plan 02-KH/BCĐTW";
}

/// Reads a plan without phases and groups.
pub(crate) fn read(row: &mut Row<'_>) -> Option<Plan> {
    let (id, document) = (row.required_id(Col::Id), row.required_id(Col::Document));
    let name = row.required_text(Col::Name);
    Some(Plan {
        documents: row.ids(Col::Documents),
        name_en: row.text(Col::NameEn),
        phases: Vec::new(),
        groups: Vec::new(),
        id: id?,
        document: document?,
        name: name?,
    })
}

/// Writes a plan as [`read`] reads it.
pub(crate) fn write(plan: &Plan, cells: &mut Cells) {
    cells.id(Col::Id, &plan.id);
    cells.id(Col::Document, &plan.document);
    cells.ids(Col::Documents, &plan.documents);
    cells.text(Col::Name, &plan.name);
    cells.some_text(Col::NameEn, plan.name_en.as_ref());
}
