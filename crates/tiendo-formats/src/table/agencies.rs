//! Agencies and groups, one row per version.

use tiendo::{Agency, AgencyKind, Branch};

use super::{Cells, Row, columns};

columns! {
    Id Id REQUIRED "id" ["Mã cơ quan", "Mã"]
        "Mã duy nhất của cơ quan hoặc nhóm cơ quan" "Id, unique among agencies" "BCDTW";
    Code Text OPTIONAL "code" ["Mã định danh", "official_code"]
        "Mã chính thức" "Official code" "G01";
    Name Text REQUIRED "name" ["Tên cơ quan", "Tên", "name_vi"]
        "Tên bằng tiếng Việt" "Name in Vietnamese" "Ban Chỉ đạo Trung ương";
    NameEn Text OPTIONAL "name_en" ["Tên tiếng Anh"]
        "Tên bằng tiếng Anh" "Name in English" "Central Steering Committee";
    OtherNames List OPTIONAL "other_names" ["Tên khác", "Tên viết tắt"]
        "Tên tắt, tên cũ, tên khác, cách nhau bằng dấu ;" "Short, old and other names, separated by ;" "BCĐTW; BCĐ 57";
    Level Word REQUIRED "level" ["Cấp"]
        "Cấp: nation, central, province, department, commune" "Level: nation, central, province, department, commune" "central";
    Kind Word OPTIONAL "kind" ["Loại cơ quan", "Loại hình"]
        "Loại: agency (mặc định), group, ministry, ministerial_agency, government_agency, unit, company" "Kind: agency (default), group, ministry, ministerial_agency, government_agency, unit, company" "agency";
    Branch Word OPTIONAL "branch" ["Khối"]
        "Khối: party, government, national_assembly, front, court, procuracy, other (mặc định)" "Branch: party, government, national_assembly, front, court, procuracy, other (default)" "party";
    Parent Id OPTIONAL "parent" ["Cơ quan cấp trên", "Mã cấp trên", "parent_id"]
        "Mã cơ quan cấp trên" "Id of the agency above it" "VN";
    Territory Text OPTIONAL "territory" ["Địa bàn", "Mã địa bàn"]
        "Mã tỉnh (hai số) hoặc mã xã (năm số) của Cục Thống kê" "Statistical code of the province (two digits) or commune (five digits)" "68";
    MemberOf List OPTIONAL "member_of" ["Thuộc nhóm"]
        "Mã các nhóm cơ quan mà nó thuộc về, cách nhau bằng dấu ;" "Ids of the groups it is a member of, separated by ;" "BAN-DANG; TW";
    ExternalIds List OPTIONAL "external_ids" ["Mã ở hệ thống khác"]
        "Mã ở hệ thống khác: hệ thống=mã" "Ids in other systems: system=id" "theodoinq=57";
    ValidFrom Day OPTIONAL "valid_from" ["Ngày thành lập", "Tồn tại từ ngày"]
        "Ngày đầu tiên tồn tại; trống: từ đầu" "First day on which it exists; empty: always" "2025-01-14";
    ValidTo Day OPTIONAL "valid_to" ["Ngày giải thể", "Tồn tại đến ngày"]
        "Ngày cuối cùng tồn tại; trống: đến nay" "Last day on which it exists; empty: until further notice" "2030-12-31";
    RecordedAt Instant OPTIONAL "recorded_at" ["Thời điểm ghi nhận"]
        "Thời điểm ghi nhận phiên bản này" "When this version was recorded" "2025-06-20T08:00:00";
    VersionFrom Day OPTIONAL "version_from" ["Áp dụng từ ngày"]
        "Ngày bắt đầu áp dụng phiên bản này; trống: từ đầu" "Day from which this version holds; empty: always" "2025-06-19";
    Source Text OPTIONAL "source" ["Nguồn", "source_url"]
        "Nơi lấy thông tin" "Where this was read" "Công báo";
}

/// Reads an agency. What is required stands last, so that one missing cell does not hide problems in others.
pub(crate) fn read(row: &mut Row<'_>) -> Option<Agency> {
    let id = row.required_id(Col::Id);
    let name = row.required_text(Col::Name);
    let level = row.required_word(Col::Level);
    Some(Agency {
        code: row.text(Col::Code),
        name_en: row.text(Col::NameEn),
        other_names: row.texts(Col::OtherNames),
        kind: row.word(Col::Kind).unwrap_or(AgencyKind::Agency),
        branch: row.word(Col::Branch).unwrap_or(Branch::Other),
        parent: row.id(Col::Parent),
        territory: row.text(Col::Territory),
        member_of: row.ids(Col::MemberOf),
        external_ids: row.pairs(Col::ExternalIds),
        valid_from: row.day(Col::ValidFrom),
        valid_to: row.day(Col::ValidTo),
        recorded_at: row.instant(Col::RecordedAt),
        version_from: row.day(Col::VersionFrom),
        source: row.text(Col::Source),
        id: id?,
        name: name?,
        level: level?,
    })
}

/// Writes an agency as [`read`] reads it.
pub(crate) fn write(agency: &Agency, cells: &mut Cells) {
    cells.id(Col::Id, &agency.id);
    cells.some_text(Col::Code, agency.code.as_ref());
    cells.text(Col::Name, &agency.name);
    cells.some_text(Col::NameEn, agency.name_en.as_ref());
    cells.texts(Col::OtherNames, &agency.other_names);
    cells.word(Col::Level, &agency.level);
    cells.word(Col::Kind, &agency.kind);
    cells.word(Col::Branch, &agency.branch);
    cells.some_id(Col::Parent, agency.parent.as_ref());
    cells.some_text(Col::Territory, agency.territory.as_ref());
    cells.ids(Col::MemberOf, &agency.member_of);
    cells.pairs(Col::ExternalIds, &agency.external_ids);
    cells.some_day(Col::ValidFrom, agency.valid_from);
    cells.some_day(Col::ValidTo, agency.valid_to);
    cells.some_instant(Col::RecordedAt, agency.recorded_at);
    cells.some_day(Col::VersionFrom, agency.version_from);
    cells.some_text(Col::Source, agency.source.as_ref());
}
