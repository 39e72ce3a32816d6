//! Findings: what is worth knowing about the data, as codes with arguments; sentences are made from them.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::vocabulary::{Lang, closed_vocabulary};

closed_vocabulary! {
    /// How much a finding matters.
    ///
    /// ```
    /// assert!(tiendo::Severity::Note < tiendo::Severity::Error);
    /// ```
    Severity {
        Note = "note", "ghi chú", "note";
        Warning = "warning", "cảnh báo", "warning";
        Error = "error", "lỗi", "error";
    }
}

closed_vocabulary! {
    /// What a finding is about.
    ///
    /// ```
    /// assert_eq!(tiendo::RecordKind::Task.as_str(), "task");
    /// ```
    RecordKind {
        Document = "document", "văn bản", "document";
        Agency = "agency", "cơ quan", "agency";
        Succession = "succession", "kế thừa", "succession";
        Plan = "plan", "kế hoạch", "plan";
        Phase = "phase", "giai đoạn", "phase";
        Group = "group", "nhóm nhiệm vụ", "task group";
        Task = "task", "nhiệm vụ", "task";
        Transfer = "transfer", "chuyển giao", "transfer";
        Report = "report", "báo cáo", "report";
        Allocation = "allocation", "bố trí kinh phí", "allocation";
        Kpi = "kpi", "chỉ tiêu", "KPI";
        Calendar = "calendar", "lịch", "calendar";
        Text = "text", "câu chữ", "text";
        File = "file", "tệp", "file";
    }
}

/// Where in a file: its name, the row (header = 1) and the column's name; the line counts from 1 as an editor shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Place {
    /// File name.
    pub file: String,
    /// Row number, the header being row 1; 0 for the file as a whole.
    pub row: u64,
    /// Name of the column; empty for the row as a whole.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "String::is_empty"))]
    pub column: String,
}

/// One thing worth knowing about the data.
///
/// ```
/// use tiendo::{Finding, FindingCode, Lang, RecordKind};
/// let finding = Finding::new(FindingCode::DanglingReference)
///     .about(RecordKind::Task, "T1").field("document").arg("value", "99/NQ-CP");
/// assert_eq!(finding.message(Lang::En), "document refers to '99/NQ-CP', which is not in the register");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Finding {
    /// What was found.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// Kind of the record it is about.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub kind: Option<RecordKind>,
    /// Id of that record.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub id: Option<String>,
    /// The field of that record.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub field: Option<String>,
    /// Where it stood in a file.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub place: Option<Place>,
    /// The values that the sentence names.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub args: BTreeMap<String, String>,
}

/// Longest value that a finding quotes, in characters.
const QUOTED_CHARS: usize = 200;

impl Finding {
    /// A finding with the code's own severity and nothing else.
    pub fn new(code: FindingCode) -> Self {
        Finding {
            code,
            severity: code.severity(),
            kind: None,
            id: None,
            field: None,
            place: None,
            args: BTreeMap::new(),
        }
    }

    /// Names the record.
    #[must_use]
    pub fn about(mut self, kind: RecordKind, id: &str) -> Self {
        self.kind = Some(kind);
        self.id = Some(id.to_owned());
        self
    }

    /// Names the field.
    #[must_use]
    pub fn field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// Names the place in a file.
    #[must_use]
    pub fn at(mut self, file: &str, row: u64, column: &str) -> Self {
        self.place = Some(Place { file: file.to_owned(), row, column: column.to_owned() });
        self
    }

    /// Adds a value for the sentence; one over 200 characters is cut with `…`.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl ToString) -> Self {
        let mut value = value.to_string();
        if let Some((end, _)) = value.char_indices().nth(QUOTED_CHARS) {
            value.truncate(end);
            value.push('…');
        }
        self.args.insert(name.to_owned(), value);
        self
    }

    /// The sentence, without the record or place.
    pub fn message(&self, lang: Lang) -> String {
        let template = self.code.template(lang);
        let mut out = String::with_capacity(template.len() + 40);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}') else { break };
            out.push_str(&rest[..open]);
            let name = &rest[open + 1..open + close];
            match (name, self.args.get(name)) {
                (_, Some(value)) => out.push_str(value),
                ("field", None) => out.push_str(self.field.as_deref().unwrap_or("")),
                (_, None) => {}
            }
            rest = &rest[open + close + 1..];
        }
        out.push_str(rest);
        out
    }

    /// The sentence with the place and the record before it, as a terminal or log shows it.
    pub fn line(&self, lang: Lang) -> String {
        let mut out = String::new();
        if let Some(place) = &self.place {
            out.push_str(&place.file);
            if place.row > 0 {
                let _ = write!(out, ":{}", place.row);
            }
            if !place.column.is_empty() {
                let _ = write!(out, ":{}", place.column);
            }
            out.push_str(": ");
        }
        if let (Some(kind), Some(id)) = (self.kind, &self.id) {
            let _ = write!(out, "{} {id}: ", kind.label(lang));
        }
        out.push_str(&self.message(lang));
        out
    }
}

macro_rules! finding_codes {
    ($($variant:ident $severity:ident $text:literal $vi:literal $en:literal;)+) => {
        closed_vocabulary! {
            /// What a finding says. The labels are the sentences with `{argument}` where a value stands.
            ///
            /// ```
            /// assert_eq!(tiendo::FindingCode::DuplicateId.as_str(), "duplicate_id");
            /// ```
            #[non_exhaustive]
            FindingCode { $($variant = $text, $vi, $en;)+ }
        }

        impl FindingCode {
            /// How much a finding of this code matters.
            pub fn severity(self) -> Severity {
                match self { $(FindingCode::$variant => Severity::$severity,)+ }
            }
        }
    };
}

impl FindingCode {
    fn template(self, lang: Lang) -> &'static str {
        self.label(lang)
    }
}

finding_codes! {
    // Deadlines: reading of official wording.
    DeadlineUnread Warning "deadline_unread" "không đọc được thời hạn '{text}'" "the deadline wording '{text}' is not understood";
    // Document numbers.
    NumberUnread Warning "number_unread" "không đọc được số hiệu '{text}'" "the document number '{text}' is not understood";
    // Records and references.
    DuplicateId Error "duplicate_id" "mã '{id}' đã có ở dòng {row}" "the id '{id}' stands already in row {row}";
    DanglingReference Error "dangling_reference" "{field} dẫn tới '{value}' không có trong dữ liệu" "{field} refers to '{value}', which is not in the register";
    // Files: tables read from and written to CSV and workbooks.
    FileUnknown Note "file_unknown" "tệp '{name}' không thuộc bộ dữ liệu, không đọc" "the file '{name}' is none of the register's tables and is not read";
    FileEmpty Warning "file_empty" "tệp trống" "the file is empty";
    FileNoRows Note "file_no_rows" "tệp chỉ có dòng tiêu đề" "the file has a header and no rows";
    FileEncoding Error "file_encoding" "tệp không phải UTF-8 ({encoding}), không đọc" "the file is not UTF-8 ({encoding}) and is not read";
    FileTooLong Error "file_too_long" "tệp dài hơn {limit} byte, không đọc từ dòng này" "the file is longer than {limit} bytes and is not read from this row on";
    ColumnMissing Error "column_missing" "thiếu cột bắt buộc '{column}', không đọc tệp" "the required column '{column}' is missing and the file is not read";
    ColumnDuplicate Error "column_duplicate" "cột '{column}' có hai lần ('{first}' và '{second}'), không đọc tệp" "the column '{column}' stands twice ('{first}' and '{second}') and the file is not read";
    ColumnsTooMany Error "columns_too_many" "dòng tiêu đề có hơn {limit} cột, không đọc tệp" "the header has more than {limit} columns and the file is not read";
    ColumnUnknown Note "column_unknown" "không nhận ra cột '{column}', {count} giá trị không được đọc" "the column '{column}' is not known and its {count} values are not read";
    RowTooLong Error "row_too_long" "dòng có {cells} ô, tiêu đề có {columns} cột, không đọc dòng" "the row has {cells} cells under {columns} columns and is not read";
    RowShort Warning "row_short" "{count} dòng có ít ô hơn tiêu đề, các ô thiếu coi là trống" "{count} rows have fewer cells than the header; the missing ones are read as empty";
    RowCut Error "row_cut" "tệp bị cắt giữa dòng này, không đọc dòng" "the file is cut off within this row, which is not read";
    RowsEmpty Note "rows_empty" "bỏ qua {count} dòng trống" "{count} empty rows are skipped";
    RowOrphan Error "row_orphan" "'{value}' không có trong {file}, không đọc dòng" "'{value}' does not stand in {file} and the row is not read";
    QuoteUnclosed Error "quote_unclosed" "dấu ngoặc kép không đóng nuốt {lines} dòng đến hết tệp, không đọc" "a quote that is not closed swallows {lines} lines to the end of the file, which are not read";
    QuoteClosed Warning "quote_closed" "thiếu dấu ngoặc kép ở cuối tệp, coi như đã đóng" "the last quote of the file is missing and is taken as closed";
    CellMissing Error "cell_missing" "thiếu giá trị bắt buộc, không đọc dòng" "a required value is missing and the row is not read";
    CellTooLong Error "cell_too_long" "ô dài hơn {limit} byte, không đọc dòng" "the cell is longer than {limit} bytes and the row is not read";
    CellNotUtf8 Error "cell_not_utf8" "ô không phải UTF-8 ('{value}'), không đọc dòng" "the cell is not UTF-8 ('{value}') and the row is not read";
    CellNul Error "cell_nul" "ô chứa ký tự NUL ('{value}'), không đọc dòng" "the cell holds a NUL ('{value}') and the row is not read";
    IdInvalid Error "id_invalid" "'{value}' không phải mã (1 đến 128 byte, không có ký tự điều khiển), không đọc dòng" "'{value}' is not an id (1 to 128 bytes, no control characters) and the row is not read";
    DayInvalid Error "day_invalid" "'{value}' không phải ngày (yyyy-mm-dd hoặc dd/mm/yyyy, 1900 đến 2199), không đọc dòng" "'{value}' is not a day (yyyy-mm-dd or dd/mm/yyyy, 1900 to 2199) and the row is not read";
    InstantInvalid Error "instant_invalid" "'{value}' không phải thời điểm (yyyy-mm-ddThh:mm:ss, giờ Việt Nam), không đọc dòng" "'{value}' is not an instant (yyyy-mm-ddThh:mm:ss, Viet Nam time) and the row is not read";
    NumberInvalid Error "number_invalid" "'{value}' không phải số, không đọc dòng" "'{value}' is not a number and the row is not read";
    NumberOutside Error "number_outside" "'{value}' không phải số nguyên từ {min} đến {max}, không đọc dòng" "'{value}' is not a whole number from {min} to {max} and the row is not read";
    FlagInvalid Error "flag_invalid" "'{value}' không phải có hay không, không đọc dòng" "'{value}' is neither yes nor no and the row is not read";
    WordInvalid Error "word_invalid" "'{value}' không thuộc các từ {words}, không đọc dòng" "'{value}' is none of {words} and the row is not read";
    WordUnknown Note "word_unknown" "từ '{value}' không có trong danh mục, giữ nguyên ({count} ô)" "the word '{value}' is not in the list and is kept ({count} cells)";
    ListInvalid Error "list_invalid" "mục '{value}' không theo dạng {form}, không đọc dòng" "the item '{value}' does not have the form {form} and the row is not read";
    DayForm Note "day_form" "{count} ô ghi ngày như '{value}', đọc theo ngày/tháng/năm" "{count} cells write days as '{value}'; they are read day first";
    DayOrder Warning "day_order" "có ô như '{value}' ghi tháng trước; hãy xem lại mọi ngày trong tệp" "a cell such as '{value}' puts the month first; check every day of the file";
    TimeDropped Warning "time_dropped" "chỉ giữ ngày của '{value}' ({count} ô)" "only the day of '{value}' is kept ({count} cells)";
    NumberForm Note "number_form" "số '{value}' đọc là {number} ({count} ô)" "the number '{value}' is read as {number} ({count} cells)";
    SpacesTrimmed Note "spaces_trimmed" "bỏ khoảng trắng cứng ở đầu hoặc cuối {count} ô" "non-breaking spaces around {count} cells are dropped";
    TextNormalised Note "text_normalised" "{count} ô viết dấu rời, đã đổi sang Unicode dựng sẵn (NFC)" "{count} cells hold decomposed accents and are normalised to NFC";
    FindingsOmitted Warning "findings_omitted" "còn {count} phát hiện '{code}' không liệt kê" "{count} more findings '{code}' are not listed";
    RecordsWithheld Warning "records_withheld" "không xuất {tasks} nhiệm vụ không công khai cùng {reports} báo cáo, {transfers} chuyển giao, {allocations} khoản kinh phí; bỏ {references} dẫn chiếu tới chúng" "{tasks} tasks that are not public are left out, with {reports} reports, {transfers} transfers and {allocations} allocations; {references} references to them are dropped";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_and_places_named() {
        let finding = Finding::new(FindingCode::DeadlineUnread)
            .at("tasks.csv", 7, "deadline")
            .about(RecordKind::Task, "T1")
            .arg("text", "x".repeat(500));
        let line = finding.line(Lang::En);
        assert!(line.starts_with("tasks.csv:7:deadline: task T1: the deadline wording 'xxx"));
        assert!(line.chars().count() < 300);
    }
}
