//! What the fields of a table are called in both languages, and in which unit their values are.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::TimestampSecondType;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, TimestampMillisecondArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, TimeUnit};
use tiendo::{Lang, Status};

use crate::arrow::METADATA_KEY;
use crate::table::Table;

/// Fields of results: name, name in Vietnamese, in English.
const NAMES: &[(&str, &str, &str)] = &[
    ("row", "Mã dòng", "Id of the row"),
    ("task", "Mã nhiệm vụ", "Id of the task"),
    ("title", "Nhiệm vụ", "Title of the task"),
    ("addressee", "Cơ quan được giao", "Agency that was addressed"),
    ("agency", "Cơ quan chịu trách nhiệm", "Agency that answers for it"),
    ("status", "Trạng thái", "Status"),
    ("status_code", "Mã trạng thái", "Code of the status"),
    ("words", "Trạng thái theo cách gọi chính thức", "Status in official words, in Vietnamese"),
    ("reported", "Đã có báo cáo", "Somebody reported"),
    ("percent", "Tiến độ", "Work done"),
    ("weight", "Trọng số", "Weight in sums"),
    ("deadline", "Ngày cuối của thời hạn", "Last day of the deadline that counts"),
    ("deadline_text", "Thời hạn theo văn bản", "Deadline in the official wording"),
    ("deadline_form", "Dạng thời hạn", "What the wording was read as"),
    ("original_deadline", "Ngày cuối của thời hạn ban đầu", "Last day before any extension"),
    ("closed_on", "Ngày hoàn thành", "Day of completion"),
    ("submitted_on", "Ngày trình", "Day of submission"),
    ("late_days", "Số ngày quá hạn", "Calendar days of lateness"),
    ("extensions", "Số lần gia hạn", "Number of extensions"),
    ("late_only_if_strict", "Chỉ quá hạn nếu hiểu chặt", "Late under the strict reading only"),
    ("inherited", "Tiếp nhận khi đã quá hạn", "Overdue before it was handed over"),
    ("excused", "Do nguyên nhân khách quan", "Excused by a confirmed objective cause"),
    ("regular", "Nhiệm vụ thường xuyên", "Regular task"),
    ("submitted_late", "Trình sau hạn", "Submitted after the last day"),
    ("blocked_in_term", "Vướng mắc nêu trong hạn", "Obstacle raised before the last day"),
    ("blocked_by", "Vướng ở cơ quan", "Agencies that must clear the obstacle"),
    ("blocked_days", "Số ngày vướng", "Days since the obstacle"),
    ("urged", "Số lần đôn đốc", "Number of urgings"),
    ("set_aside", "Số báo cáo không tính", "Reports set aside"),
    ("occurrence", "Kỳ được xét", "Occurrence that judges"),
    ("occurrences_elapsed", "Số kỳ đã qua", "Occurrences elapsed"),
    ("occurrences_done_on_time", "Số kỳ đúng hạn", "Occurrences served on time"),
    ("occurrences_done_late", "Số kỳ quá hạn", "Occurrences served late"),
    ("occurrences_missed", "Số kỳ bỏ lỡ", "Occurrences missed"),
    ("day", "Ngày", "Day, D and K"),
    ("key", "Mã", "Key along the axis"),
    ("name", "Tên", "Name"),
    ("name_en", "Tên tiếng Anh", "Name in English"),
    ("report_count", "Số báo cáo", "Reports visible"),
    ("hidden_report_count", "Số báo cáo chưa biết", "Reports that K hides"),
    ("total", "Tổng số", "All"),
    ("done", "Hoàn thành", "Done"),
    ("in_term", "Đang thực hiện trong hạn", "Open, in term"),
    ("overdue", "Quá hạn", "Overdue"),
    ("overdue_unreported", "Quá hạn, chưa có báo cáo", "Overdue, no data"),
    ("excused_done", "Hoàn thành muộn, khách quan", "Done late, excused"),
    ("excused_overdue", "Quá hạn, khách quan", "Overdue, excused"),
    ("weighted_percent", "Tổng tiến độ nhân trọng số", "Sum of percent times weight"),
    ("rate_num", "Tử số của tỷ lệ", "Numerator of the rate"),
    ("rate_den", "Mẫu số của tỷ lệ", "Denominator of the rate"),
];

/// Units by field, in words; what is not here has none.
fn unit(table: &str, name: &str) -> Option<&'static str> {
    let name = name.strip_prefix("inclusive_").unwrap_or(name);
    Some(match name {
        "percent" => "percent",
        "late_days" | "blocked_days" => "days",
        "duration_days" => "working days",
        "extensions" => "extensions",
        "urged" | "set_aside" | "report_count" | "hidden_report_count" => "reports",
        "survey_size" => "people",
        "planned_vnd" | "allocated_vnd" | "disbursed_vnd" => "VND",
        "weighted_percent" => "percent × weight",
        "reported_on" | "recorded_at" => return None,
        _ if name.starts_with("occurrences_") => "occurrences",
        _ if table == "history" && is_count(name) => "rows",
        _ => return None,
    })
}

fn is_count(name: &str) -> bool {
    let others = ["day", "key", "name", "name_en", "weight", "rate_num", "rate_den"];
    !others.contains(&name)
}

/// The name of a field in a language.
fn label(table: &str, name: &str, lang: Lang) -> Option<String> {
    let (bare, is_inclusive) = match name.strip_prefix("inclusive_") {
        Some(bare) => (bare, true),
        None => (name, false),
    };
    let known = |(_, vi, en): &(_, &'static str, &'static str)| {
        (if lang == Lang::Vi { *vi } else { *en }).to_owned()
    };
    let of_status = |prefix: &str, vi: &str, en: &str| {
        let status = Status::parse(bare.strip_prefix(prefix)?)?;
        let begin = if lang == Lang::Vi { vi } else { en };
        Some(format!("{begin}{}", status.label(lang)))
    };
    let column = || {
        let table = Table::parse(table)?;
        let column = table.columns().iter().find(|column| column.name == bare)?;
        Some(if lang == Lang::Vi { column.header(lang) } else { column.about_en }.to_owned())
    };
    let label = column()
        .or_else(|| NAMES.iter().find(|(known, ..)| *known == bare).map(known))
        .or_else(|| of_status("count_", "", ""))
        .or_else(|| of_status("unreported_", "Chưa có báo cáo: ", "unreported: "))?;
    let all = if lang == Lang::Vi { ", gồm cả cấp dưới" } else { ", with all below" };
    Some(if is_inclusive { label + all } else { label })
}

/// The batch as a file has it: fields with their names and units, instants in milliseconds, for Parquet knows no seconds.
/// The scope stays with the schema, where Arrow readers look for it; the file has it too.
pub(super) fn dressed(batch: RecordBatch) -> Result<RecordBatch, ArrowError> {
    let schema = batch.schema();
    let stated = schema.metadata().get(METADATA_KEY).map(String::as_str).unwrap_or_default();
    let stated: serde_json::Value = serde_json::from_str(stated).unwrap_or_default();
    let table = stated.get("table").and_then(serde_json::Value::as_str).unwrap_or_default();
    let (mut fields, mut arrays) = (Vec::new(), Vec::<ArrayRef>::new());
    for (field, array) in schema.fields().iter().zip(batch.columns()) {
        let array: ArrayRef = match array.data_type() {
            DataType::Timestamp(TimeUnit::Second, None) => {
                let seconds = array.as_primitive::<TimestampSecondType>();
                let millis = seconds.iter().map(|at| at.map(|at| at.saturating_mul(1_000)));
                Arc::new(millis.collect::<TimestampMillisecondArray>())
            }
            _ => Arc::clone(array),
        };
        let texts = [
            ("name_vi", label(table, field.name(), Lang::Vi)),
            ("name_en", label(table, field.name(), Lang::En)),
            ("unit", unit(table, field.name()).map(str::to_owned)),
        ];
        let texts = texts.into_iter().filter_map(|(key, text)| Some((key.to_owned(), text?)));
        let texts: HashMap<String, String> = texts.collect();
        let data = array.data_type().clone();
        fields.push(Field::new(field.name(), data, field.is_nullable()).with_metadata(texts));
        arrays.push(array);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(
        Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone())),
        arrays,
        &options,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_names() {
        let mut names: Vec<(&str, String)> = crate::arrow::evaluation_columns()
            .map(|name| ("evaluation", name.to_owned()))
            .collect();
        for table in Table::ALL {
            names.extend(
                table.columns().iter().map(|column| (table.name(), column.name.to_owned())),
            );
        }
        let statuses =
            Status::ALL.iter().map(|status| format!("inclusive_count_{}", status.as_str()));
        names.extend(statuses.map(|name| ("history", name)));
        for (table, name) in names {
            for lang in [Lang::Vi, Lang::En] {
                assert!(label(table, &name, lang).is_some(), "{table}.{name}");
            }
        }
        assert_eq!(unit("reports", "percent"), Some("percent"));
        assert_eq!(unit("history", "inclusive_overdue"), Some("rows"));
        assert_eq!(unit("tasks", "title"), None);
    }
}
