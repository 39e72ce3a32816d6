//! Satisfaction and trust, which stand beside what is reported as done in every report.

use tiendo::{Evaluation, KpiStanding};

use super::figure::count;

/// The heading of the table.
pub(crate) const TITLE: &str = "Người dân, doanh nghiệp đánh giá";

/// The columns behind the name.
pub(crate) const HEADERS: [&str; 6] =
    ["Đơn vị", "Giá trị", "Lần trước", "Mục tiêu", "Số người được hỏi", "Kỳ điều tra"];

/// What the table means beside the classes.
pub(crate) const NOTE: &str =
    "Đặt cạnh số nhiệm vụ đã hoàn thành: hoàn thành trên báo cáo chưa hẳn là người dân đã thấy.";

/// The KPIs with a survey; none in most registers, whose reports then have no such table.
pub(crate) fn standings(evaluation: &Evaluation) -> Vec<KpiStanding> {
    evaluation.registry().kpis_of_people(evaluation.as_of())
}

/// The texts behind the name of a KPI, in the order of the columns, each with the field that it is from.
pub(crate) fn texts(kpi: &KpiStanding) -> [(String, &'static str); 6] {
    let survey = kpi.of_people.as_ref();
    [
        (kpi.unit.clone().unwrap_or_default(), "unit"),
        (value(kpi.actual), "actual"),
        (value(kpi.before), "before"),
        (value(kpi.target), "target"),
        (survey.map_or_else(String::new, |s| count(s.survey_size.into())), "survey_size"),
        (survey.map_or_else(String::new, |s| s.period.to_string()), "period"),
    ]
}

/// A value with two decimals at most, as Vietnamese writes it; `–` where there is none.
fn value(value: Option<f64>) -> String {
    let Some(value) = value else { return "–".to_owned() };
    ((value * 100.0).round() / 100.0).to_string().replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_vietnamese_writes_them() {
        assert_eq!((value(Some(81.456)), value(Some(80.0))), ("81,46".into(), "80".into()));
        assert_eq!(value(None), "–");
    }
}
