//! Allocations: money for tasks.

use tiendo::Allocation;

use super::{Cells, Row, columns};

columns! {
    Task Id REQUIRED "task" ["Mã nhiệm vụ", "Nhiệm vụ"]
        "Mã nhiệm vụ" "Id of the task" "T0001";
    From Word REQUIRED "from" ["Nguồn vốn", "Nguồn kinh phí"]
        "Nguồn: budget (ngân sách nhà nước), public_private, other" "Where the money comes from: budget, public_private, other" "budget";
    Day Day REQUIRED "day" ["Tính đến ngày", "Ngày"]
        "Ngày của số liệu" "The day the figures speak of" "2025-07-01";
    PlannedVnd Whole OPTIONAL "planned_vnd" ["Kế hoạch", "Dự toán"]
        "Số tiền dự kiến, đồng; trống: 0" "Planned, in whole dong; empty: 0" "5000000000";
    AllocatedVnd Whole OPTIONAL "allocated_vnd" ["Đã bố trí", "Bố trí"]
        "Số tiền đã bố trí, đồng; trống: 0" "Allocated, in whole dong; empty: 0" "3000000000";
    DisbursedVnd Whole OPTIONAL "disbursed_vnd" ["Đã giải ngân", "Giải ngân"]
        "Số tiền đã giải ngân, đồng; trống: 0" "Disbursed, in whole dong; empty: 0" "0";
    Source Text OPTIONAL "source" ["Nguồn", "source_url"]
        "Nơi lấy thông tin" "Where this was read" "Báo cáo quyết toán";
}

/// Reads an allocation.
pub(crate) fn read(row: &mut Row<'_>) -> Option<Allocation> {
    let (task, from) = (row.required_id(Col::Task), row.required_word(Col::From));
    let day = row.required_day(Col::Day);
    Some(Allocation {
        planned_vnd: row.whole(Col::PlannedVnd, 0, u64::MAX).unwrap_or(0),
        allocated_vnd: row.whole(Col::AllocatedVnd, 0, u64::MAX).unwrap_or(0),
        disbursed_vnd: row.whole(Col::DisbursedVnd, 0, u64::MAX).unwrap_or(0),
        source: row.text(Col::Source),
        task: task?,
        from: from?,
        day: day?,
    })
}

/// Writes an allocation as [`read`] reads it.
pub(crate) fn write(allocation: &Allocation, cells: &mut Cells) {
    cells.id(Col::Task, &allocation.task);
    cells.word(Col::From, &allocation.from);
    cells.day(Col::Day, allocation.day);
    cells.whole(Col::PlannedVnd, allocation.planned_vnd, 0, u64::MAX);
    cells.whole(Col::AllocatedVnd, allocation.allocated_vnd, 0, u64::MAX);
    cells.whole(Col::DisbursedVnd, allocation.disbursed_vnd, 0, u64::MAX);
    cells.some_text(Col::Source, allocation.source.as_ref());
}
