//! Measured values of KPIs, in the order of their rows: a table of its own, since each period adds to it.

use tiendo::{KpiId, Measurement};

use super::{Cells, Row, columns};

columns! {
    Kpi Id REQUIRED "kpi" ["Mã chỉ tiêu", "Chỉ tiêu"]
        "Mã chỉ tiêu" "Id of the KPI" "K001";
    Id Text OPTIONAL "id" ["Mã số đo", "Mã"]
        "Mã của số đo, để xếp thứ tự khi cùng ngày" "Id of the measurement, for its order among equals" "M1";
    PeriodEnd Day REQUIRED "period_end" ["Cuối kỳ", "Ngày cuối kỳ", "Ngày"]
        "Ngày cuối của kỳ được đo" "Last day of the period measured" "2025-12-31";
    RecordedAt Instant OPTIONAL "recorded_at" ["Thời điểm ghi nhận"]
        "Thời điểm ghi nhận" "When the register learned of it" "2026-01-15T08:00:00";
    Value Number REQUIRED "value" ["Giá trị", "Số đo"]
        "Giá trị đo được, theo đơn vị của chỉ tiêu" "The value, in the KPI's unit" "18.72";
    Numerator Number OPTIONAL "numerator" ["Tử số"]
        "Tử số, nếu giá trị là một tỷ lệ" "What the value counts, where it is a rate" "468";
    Denominator Number OPTIONAL "denominator" ["Mẫu số"]
        "Mẫu số, nếu giá trị là một tỷ lệ" "Of how many, where it is a rate" "2500";
}

/// Reads a measurement and the KPI it belongs to.
pub(crate) fn read(row: &mut Row<'_>) -> Option<(KpiId, Measurement)> {
    let kpi = row.required_id(Col::Kpi);
    let (period_end, value) = (row.required_day(Col::PeriodEnd), row.required_decimal(Col::Value));
    let measurement = Measurement {
        id: row.text(Col::Id),
        recorded_at: row.instant(Col::RecordedAt),
        numerator: row.decimal(Col::Numerator),
        denominator: row.decimal(Col::Denominator),
        period_end: period_end?,
        value: value?,
    };
    Some((kpi?, measurement))
}

/// Writes a measurement as [`read`] reads it.
pub(crate) fn write(kpi: &KpiId, measurement: &Measurement, cells: &mut Cells) {
    cells.id(Col::Kpi, kpi);
    cells.some_text(Col::Id, measurement.id.as_ref());
    cells.day(Col::PeriodEnd, measurement.period_end);
    cells.some_instant(Col::RecordedAt, measurement.recorded_at);
    cells.decimal(Col::Value, measurement.value);
    cells.some_decimal(Col::Numerator, measurement.numerator);
    cells.some_decimal(Col::Denominator, measurement.denominator);
}
