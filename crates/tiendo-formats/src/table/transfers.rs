//! Transfers: tasks handed from one agency to another.

use tiendo::Transfer;

use super::{Cells, Row, columns};

columns! {
    Task Id REQUIRED "task" ["Mã nhiệm vụ", "Nhiệm vụ"]
        "Mã nhiệm vụ" "Id of the task" "T0001";
    From Id REQUIRED "from" ["Cơ quan giao lại", "Từ cơ quan"]
        "Mã cơ quan thực hiện trước đó" "Id of the agency that owed it before" "BTTTT";
    To Id REQUIRED "to" ["Cơ quan tiếp nhận", "Sang cơ quan"]
        "Mã cơ quan tiếp nhận" "Id of the agency that owes it from the day on" "BCA";
    Day Day REQUIRED "day" ["Từ ngày", "Ngày"]
        "Ngày đầu tiên cơ quan mới chịu trách nhiệm" "First day on which the new agency owes it" "2025-03-01";
    Basis Text OPTIONAL "basis" ["Căn cứ"]
        "Văn bản quyết định" "The document that decided it" "Thông báo 56/TB-VPCP";
    Source Text OPTIONAL "source" ["Nguồn", "source_url"]
        "Nơi lấy thông tin" "Where this was read" "Công báo";
}

/// Reads a transfer.
pub(crate) fn read(row: &mut Row<'_>) -> Option<Transfer> {
    let task = row.required_id(Col::Task);
    let (from, to) = (row.required_id(Col::From), row.required_id(Col::To));
    let day = row.required_day(Col::Day);
    Some(Transfer {
        basis: row.text(Col::Basis),
        source: row.text(Col::Source),
        task: task?,
        from: from?,
        to: to?,
        day: day?,
    })
}

/// Writes a transfer as [`read`] reads it.
pub(crate) fn write(transfer: &Transfer, cells: &mut Cells) {
    cells.id(Col::Task, &transfer.task);
    cells.id(Col::From, &transfer.from);
    cells.id(Col::To, &transfer.to);
    cells.day(Col::Day, transfer.day);
    cells.some_text(Col::Basis, transfer.basis.as_ref());
    cells.some_text(Col::Source, transfer.source.as_ref());
}
