//! KPIs; what was measured stands in a table of its own.

use tiendo::{Aggregation, Kpi, KpiPoint, PeopleAsked};

use super::number::DecimalMark;
use super::{Cells, Row, columns, day, number};

columns! {
    Id Id REQUIRED "id" ["Mã chỉ tiêu", "Mã"]
        "Mã duy nhất của chỉ tiêu" "Id, unique among KPIs" "K001";
    Document Id OPTIONAL "document" ["Căn cứ", "Văn bản", "document_id"]
        "Mã văn bản đặt chỉ tiêu" "Id of the document that sets it" "02-KH/BCĐTW";
    Name Text REQUIRED "name" ["Chỉ tiêu", "Tên chỉ tiêu", "Tên", "name_vi"]
        "Tên bằng tiếng Việt" "Name in Vietnamese" "Quy mô kinh tế số trên GDP";
    NameEn Text OPTIONAL "name_en" ["Tên tiếng Anh"]
        "Tên bằng tiếng Anh" "Name in English" "Digital economy share of GDP";
    Unit Text OPTIONAL "unit" ["Đơn vị", "Đơn vị tính"]
        "Đơn vị tính" "Unit, in words" "% GDP";
    Direction Word REQUIRED "direction" ["Chiều", "Xu hướng"]
        "increase (tăng), decrease (giảm), maintain (duy trì), reach (đạt)" "increase, decrease, maintain, reach" "increase";
    Band Number OPTIONAL "band" ["Biên độ"]
        "Nửa độ rộng của khoảng cho phép khi duy trì" "Half width of the band that maintain allows" "0.5";
    Weight Whole OPTIONAL "weight" ["Trọng số"]
        "Trọng số từ 1 đến 100; trống: 1" "Weight in scores, 1 to 100; empty: 1" "1";
    Aggregation Word OPTIONAL "aggregation" ["Cách tổng hợp"]
        "sum, mean, ratio, latest, none (mặc định)" "How values add up: sum, mean, ratio, latest, none (default)" "none";
    Owner Id OPTIONAL "owner" ["Cơ quan phụ trách", "Cơ quan chủ trì", "Chủ trì"]
        "Mã cơ quan được đo" "Id of the agency it measures" "BCDTW";
    PartOf Id OPTIONAL "part_of" ["Thuộc chỉ tiêu", "Chỉ tiêu chung"]
        "Mã chỉ tiêu chung mà chỉ tiêu này là phần của một cơ quan" "Id of the KPI that this one is one agency's part of" "K016";
    Baseline Number OPTIONAL "baseline" ["Giá trị gốc", "Giá trị cơ sở"]
        "Giá trị ban đầu" "Where it started" "18.3";
    BaselineDay Day OPTIONAL "baseline_day" ["Ngày gốc", "Ngày cơ sở", "baseline_date"]
        "Ngày của giá trị ban đầu" "Day of the baseline" "2024-12-31";
    Targets List OPTIONAL "targets" ["Mục tiêu", "Chỉ tiêu theo năm"]
        "Mục tiêu theo ngày: yyyy-mm-dd=giá trị, cách nhau bằng dấu ;" "Targets by day: yyyy-mm-dd=value, separated by ;" "2025-12-31=20; 2030-12-31=30.5";
    SurveySize Whole OPTIONAL "survey_size" ["Số người được hỏi"]
        "Số người được hỏi, với chỉ tiêu hài lòng hoặc niềm tin" "Number of people asked, for satisfaction or trust" "30000";
    SurveyPeriod Text OPTIONAL "survey_period" ["Kỳ khảo sát"]
        "Kỳ khảo sát; đi cùng số người được hỏi" "Period of the survey; goes with survey_size" "2025";
    Note Text OPTIONAL "note" ["Ghi chú"]
        "Điều cần biết để hiểu số liệu" "What must be known to read the figures" "Theo cách tính của Bộ";
    Source Text OPTIONAL "source" ["Nguồn", "source_url"]
        "Nơi lấy thông tin" "Where this was read" "Niên giám thống kê";
}

/// Reads a KPI without measurements. What is required stands last, so that one missing cell hides no other problem.
pub(crate) fn read(row: &mut Row<'_>) -> Option<Kpi> {
    let id = row.required_id(Col::Id);
    let (name, direction) = (row.required_text(Col::Name), row.required_word(Col::Direction));
    Some(Kpi {
        document: row.id(Col::Document),
        name_en: row.text(Col::NameEn),
        unit: row.text(Col::Unit),
        band: row.decimal(Col::Band),
        weight: row.whole(Col::Weight, 1, 100).unwrap_or(1),
        aggregation: row.word(Col::Aggregation).unwrap_or(Aggregation::None),
        owner: row.id(Col::Owner),
        part_of: row.id(Col::PartOf),
        baseline: baseline(row),
        targets: row.parts(Col::Targets, "yyyy-mm-dd=number", target),
        measurements: Vec::new(),
        of_people: of_people(row),
        note: row.text(Col::Note),
        source: row.text(Col::Source),
        id: id?,
        name: name?,
        direction: direction?,
    })
}

fn baseline(row: &mut Row<'_>) -> Option<KpiPoint> {
    let (value, day) = (row.decimal(Col::Baseline), row.day(Col::BaselineDay));
    row.together(Col::Baseline, &[day.is_some()]);
    row.together(Col::BaselineDay, &[value.is_some()]);
    Some(KpiPoint { day: day?, value: value? })
}

fn of_people(row: &mut Row<'_>) -> Option<PeopleAsked> {
    let (size, period) = (row.whole(Col::SurveySize, 0, u32::MAX), row.text(Col::SurveyPeriod));
    row.together(Col::SurveySize, &[period.is_some()]);
    row.together(Col::SurveyPeriod, &[size.is_some()]);
    Some(PeopleAsked { survey_size: size?, period: period? })
}

fn target(parts: &[Option<String>]) -> Option<KpiPoint> {
    let [Some(day), Some(value)] = parts else { return None };
    let (day, _) = day::read(day).ok()?;
    Some(KpiPoint { day, value: number::decimal(value, DecimalMark::Point)?.value })
}

/// Writes a KPI as [`read`] reads it.
pub(crate) fn write(kpi: &Kpi, cells: &mut Cells) {
    cells.id(Col::Id, &kpi.id);
    cells.some_id(Col::Document, kpi.document.as_ref());
    cells.text(Col::Name, &kpi.name);
    cells.some_text(Col::NameEn, kpi.name_en.as_ref());
    cells.some_text(Col::Unit, kpi.unit.as_ref());
    cells.word(Col::Direction, &kpi.direction);
    cells.some_decimal(Col::Band, kpi.band);
    cells.whole(Col::Weight, kpi.weight, 1, 100);
    cells.word(Col::Aggregation, &kpi.aggregation);
    cells.some_id(Col::Owner, kpi.owner.as_ref());
    cells.some_id(Col::PartOf, kpi.part_of.as_ref());
    if let Some(baseline) = &kpi.baseline {
        cells.decimal(Col::Baseline, baseline.value);
        cells.day(Col::BaselineDay, baseline.day);
    }
    for target in &kpi.targets {
        cells.check_day(Col::Targets, target.day);
        cells.check_decimal(Col::Targets, target.value);
    }
    let target = |t: &KpiPoint| vec![Some(t.day.to_string()), Some(t.value.to_string())];
    let targets: Vec<_> = kpi.targets.iter().map(target).collect();
    cells.parts(Col::Targets, &targets);
    if let Some(people) = &kpi.of_people {
        cells.whole(Col::SurveySize, people.survey_size, 0, u32::MAX);
        cells.text(Col::SurveyPeriod, &people.period);
    }
    cells.some_text(Col::Note, kpi.note.as_ref());
    cells.some_text(Col::Source, kpi.source.as_ref());
}
