//! Successions: which agency followed which.

use tiendo::Succession;

use super::{Cells, Row, columns};

columns! {
    Kind Word REQUIRED "kind" ["Hình thức"]
        "Hình thức: merged (sáp nhập), split (chia tách), renamed (đổi tên)" "How: merged, split, renamed" "merged";
    From Id REQUIRED "from" ["Cơ quan cũ", "Từ cơ quan"]
        "Mã cơ quan cũ" "Id of the predecessor" "BTTTT";
    To Id REQUIRED "to" ["Cơ quan mới", "Sang cơ quan"]
        "Mã cơ quan mới" "Id of the successor" "BKHCN";
    Day Day REQUIRED "day" ["Từ ngày", "Ngày"]
        "Ngày đầu tiên của cơ quan mới" "First day of the successor" "2025-03-01";
    Basis Text OPTIONAL "basis" ["Căn cứ"]
        "Văn bản quyết định" "The document that decided it" "176/2025/QH15";
    Source Text OPTIONAL "source" ["Nguồn", "source_url"]
        "Nơi lấy thông tin" "Where this was read" "Công báo";
}

/// Reads a succession.
pub(crate) fn read(row: &mut Row<'_>) -> Option<Succession> {
    let kind = row.required_word(Col::Kind);
    let (from, to) = (row.required_id(Col::From), row.required_id(Col::To));
    let day = row.required_day(Col::Day);
    Some(Succession {
        basis: row.text(Col::Basis),
        source: row.text(Col::Source),
        kind: kind?,
        from: from?,
        to: to?,
        day: day?,
    })
}

/// Writes a succession as [`read`] reads it.
pub(crate) fn write(succession: &Succession, cells: &mut Cells) {
    cells.word(Col::Kind, &succession.kind);
    cells.id(Col::From, &succession.from);
    cells.id(Col::To, &succession.to);
    cells.day(Col::Day, succession.day);
    cells.some_text(Col::Basis, succession.basis.as_ref());
    cells.some_text(Col::Source, succession.source.as_ref());
}
