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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
        fill(self.code.label(lang), |name| match (name, self.args.get(name)) {
            ("reason", Some(value)) => {
                let reason = crate::evaluation::SetAside::parse(value);
                Some(reason.map_or_else(|| value.clone(), |r| r.label(lang).to_owned()))
            }
            ("missing", Some(value)) => {
                let clears = value
                    .split(", ")
                    .map(|c| crate::policy::Clear::parse(c).map_or(c, |clear| clear.label(lang)));
                Some(clears.collect::<Vec<_>>().join(", "))
            }
            (_, Some(value)) => Some(value.clone()),
            ("field", None) => self.field.clone(),
            (_, None) => None,
        })
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

/// A template with the values in place of `{name}`; nothing where there is no value.
pub(crate) fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len() + 40);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str(&value(name).unwrap_or_default());
        rest = behind;
    }
    out.push_str(rest);
    out
}

finding_codes! {
    // Deadlines: reading of official wording.
    DeadlineUnread Warning "deadline_unread" "không đọc được thời hạn '{text}'" "the deadline wording '{text}' is not understood";
    DeadlineNoYear Warning "deadline_no_year" "thời hạn '{text}' không đủ năm, tháng để xác định ngày" "the deadline wording '{text}' does not say the year or month, and the document's day does not settle it";
    DeadlineImpossible Warning "deadline_impossible" "không có ngày hoặc kỳ '{day}' trong lịch" "there is no day or period '{day}' in the calendar";
    DeadlineReversed Warning "deadline_reversed" "các mốc trong '{text}' không theo thứ tự thời gian" "the days or periods in '{text}' are not in order";
    DeadlineWeekday Warning "deadline_weekday" "ngày {day} không phải là {weekday}" "{day} is not a {weekday}";
    DeadlineUnspecified Note "deadline_unspecified" "'{text}' không ấn định thời hạn" "'{text}' sets no term";
    DeadlineEvent Note "deadline_event" "thời hạn theo sự kiện '{event}', chưa có ngày" "the term depends on '{event}', which has no day yet";
    DeadlineStart Note "deadline_start" "chỉ có ngày bắt đầu {day}; có thể hiểu là phải xong trước đó, đến hết {last_day}" "only a start is named, {day}; it may mean 'must stand by {last_day}'";
    DeadlinePartConvention Note "deadline_part_convention" "hiểu là đến hết {day}; theo Điều 146 Bộ luật Dân sự là {civil_code}" "read as up to {day}; Article 146 of the Civil Code says {civil_code}";
    DeadlinePartByThirds Note "deadline_part_by_thirds" "hiểu là đến hết {day}: kỳ được chia đều theo tháng" "read as up to {day}: the period is divided by months";
    DeadlinePartByLaw Note "deadline_part_by_law" "hiểu là đến hết {day} theo Điều 146 Bộ luật Dân sự" "read as up to {day}, as Article 146 of the Civil Code says";
    DeadlinePartOpen Warning "deadline_part_open" "không quy ước nào ấn định ngày cuối; thời điểm theo Điều 146 Bộ luật Dân sự là {civil_code}" "no convention fixes the last day; the moment in Article 146 of the Civil Code is {civil_code}";
    DeadlineNoAnchor Warning "deadline_no_anchor" "chưa biết ngày bắt đầu tính thời hạn '{anchor}'" "the day that the term counts from is not known '{anchor}'";
    DeadlineAnchorAssumed Note "deadline_anchor_assumed" "tính từ ngày văn bản {day}, thay cho mốc '{anchor}'" "counted from the document's day {day}, for want of the day of '{anchor}'";
    DeadlineAfterAsWithin Note "deadline_after_as_within" "'sau {count}' được hiểu là trong thời hạn {count}" "'after {count}' is read as 'within {count}'";
    DeadlineSeveralCycles Note "deadline_several_cycles" "nhiều chu kỳ ({cycles}), lấy '{taken}'" "several cycles ({cycles}), '{taken}' is taken";
    DeadlineCycleAligned Note "deadline_cycle_aligned" "chu kỳ gồm {every} kỳ, tính theo lịch" "cycles of {every} periods are laid on the calendar";
    DeadlineIndicative Note "deadline_indicative" "thời hạn dự kiến" "the deadline is indicative";
    DeadlineCenturyAssumed Note "deadline_century_assumed" "năm viết hai chữ số, hiểu là {year}" "the year has two digits and is read as {year}";
    DeadlineDayFirst Note "deadline_day_first" "đọc ngày trước, tháng sau" "the day is read before the month";
    DeadlineNamedDay Note "deadline_named_day" "lấy ngày ghi cạnh tên ngày lễ" "the day beside the name of the feast is taken";
    DeadlineTermOfOffice Note "deadline_term_of_office" "nhiệm kỳ tính theo năm; giới hạn thật là ngày đại hội" "a term of office is read in whole years; its real limits are congress days";
    DeadlineSummer Note "deadline_summer" "ba tháng hè hiểu là tháng 6 đến tháng 8" "the summer months are read as June to August";
    DeadlineWeekCode Note "deadline_week_code" "chữ T sau năm được hiểu là tuần" "the T after the year is read as a week";
    DeadlineNoteIgnored Note "deadline_note_ignored" "bỏ qua ghi chú '{note}'" "the note '{note}' is passed over";
    DeadlineOutsideCalendar Warning "deadline_outside_calendar" "lịch làm việc không đủ dữ liệu để tính thời hạn" "the working calendar does not reach the end of the term";
    // Document numbers.
    NumberUnread Warning "number_unread" "không đọc được số hiệu '{text}'" "the document number '{text}' is not understood";
    NumberNotComposed Note "number_not_composed" "dấu tiếng Việt viết tách rời đã được ghép lại" "accents written apart are composed";
    NumberLookalikes Note "number_lookalikes" "ký tự giống dấu gạch hoặc chữ được đọc là '{canonical}'" "characters that look like dashes or letters are read as '{canonical}'";
    NumberSpaces Note "number_spaces" "bỏ khoảng trắng trong số hiệu '{text}'" "spaces inside the number '{text}' are left out";
    NumberCase Note "number_case" "chữ hoa, chữ thường của '{text}' được viết lại là '{canonical}'" "the case of '{text}' is written '{canonical}'";
    NumberSpelling Note "number_spelling" "'{text}' được đọc là '{canonical}'" "'{text}' is read as '{canonical}'";
    NumberSeparator Note "number_separator" "dấu phân cách của '{text}' được viết lại là '{canonical}'" "the separators of '{text}' are written '{canonical}'";
    NumberSeparatorLost Note "number_separator_lost" "'{text}' thiếu dấu phân cách, được đọc là '{canonical}'" "'{text}' lacks a separator and is read as '{canonical}'";
    NumberKindInserted Note "number_kind_inserted" "số hiệu không ghi loại văn bản '{kind}', được đọc là '{canonical}'" "the number bears no kind '{kind}' and is read as '{canonical}'";
    NumberKindSupplied Note "number_kind_supplied" "loại văn bản của '{text}' lấy từ chữ '{words}' đứng trước" "the kind of '{text}' is taken from the words '{words}' before it";
    NumberKindDiffers Warning "number_kind_differs" "chữ đứng trước là '{words}' nhưng số hiệu ghi '{kind}'" "the words before are '{words}' but the number says '{kind}'";
    NumberWordsBefore Note "number_words_before" "chữ '{words}' đứng trước số hiệu được để riêng" "the words '{words}' before the number are set aside";
    NumberWordsAfter Note "number_words_after" "chữ '{words}' đứng sau số hiệu được để riêng" "the words '{words}' after the number are set aside";
    NumberUnclear Note "number_unclear" "'{text}' có thể là một trong các số: {readings}" "'{text}' may be any of: {readings}";
    NumberIncomplete Warning "number_incomplete" "'{text}' chỉ là một phần của số hiệu" "'{text}' is only a part of a document number";
    NumberYearMissing Warning "number_year_missing" "số hiệu '{text}' thiếu năm" "the document number '{text}' lacks its year";
    NumberOffered Note "number_offered" "văn bản đã biết phù hợp: {readings}" "known documents that fit: {readings}";
    NumberMistaken Note "number_mistaken" "'{text}' có khi bị viết nhầm cho '{canonical}'" "'{text}' is at times written by mistake for '{canonical}'";
    NumberZeros Note "number_zeros" "'{text}' được viết là '{canonical}' như văn bản đã biết" "'{text}' is written '{canonical}' as the known document is";
    // Records and references.
    DuplicateId Error "duplicate_id" "mã '{id}' đã có ở dòng {row}" "the id '{id}' stands already in row {row}";
    IdTaken Error "id_taken" "mã '{id}' đã dùng trong kế hoạch '{plan}'" "the id '{id}' is taken by plan '{plan}'";
    InvalidValue Error "invalid_value" "{field} không nhận giá trị '{value}'; bản ghi không được nạp" "{field} cannot be '{value}'; the record was not loaded";
    TooManyRecords Error "too_many_records" "sổ chỉ nhận {limit} bản ghi loại {records}; {count} bản ghi không được nạp" "the register takes {limit} records of the kind {records}; {count} were not loaded";
    TooManyRows Error "too_many_rows" "sổ chỉ nhận {limit} dòng; {count} cơ quan được giao, từ nhiệm vụ này trở đi, không có dòng riêng" "the register takes {limit} rows; {count} addressees, of this task and others after it, have none of their own";
    DanglingReference Error "dangling_reference" "{field} dẫn tới '{value}' không có trong dữ liệu" "{field} refers to '{value}', which is not in the register";
    AgencyCycle Error "agency_cycle" "cơ quan cấp trên tạo vòng: {loop}" "the parents form a loop: {loop}";
    TaskCycle Error "task_cycle" "nhiệm vụ cấp trên tạo vòng: {loop}" "the parents form a loop: {loop}";
    DependencyCycle Error "dependency_cycle" "quan hệ trước sau tạo vòng: {loop}" "the dependencies form a loop: {loop}";
    // Tasks: what is missing or assumed.
    DeadlineChanged Warning "deadline_changed" "thời hạn đổi từ '{old}' thành '{new}' mà không có gia hạn" "the deadline changed from '{old}' to '{new}' without an extension";
    DeadlineBeyondCalendar Warning "deadline_beyond_calendar" "không tính được thời hạn: {error}" "the deadline cannot be worked out: {error}";
    ModeAssumed Note "mode_assumed" "không nêu cách giao, hiểu là '{mode}'" "the mode is not stated and was taken as '{mode}'";
    GroupWithoutMembers Warning "group_without_members" "nhóm '{group}' không có thành viên vào ngày giao" "the group '{group}' has no members on the day of assignment";
    Unassigned Warning "unassigned" "không nêu cơ quan chủ trì" "no agency is addressed";
    AssignedDayUnknown Note "assigned_day_unknown" "không rõ ngày giao, coi là đã giao từ {day}" "the day of assignment is unknown and was taken as {day}";
    RecordedAtAssumed Note "recorded_at_assumed" "{count} báo cáo không có thời điểm ghi nhận, lấy {instant}" "{count} reports have no recording instant and got {instant}";
    ClearMissing Warning "clear_missing" "chưa rõ: {missing}" "not clear: {missing}";
    DeadlineBeforeAssignment Warning "deadline_before_assignment" "hạn {deadline} trước ngày giao {assigned}" "the last day {deadline} lies before the assignment on {assigned}";
    DeadlineOutsidePhase Warning "deadline_outside_phase" "hạn {deadline} sau ngày cuối {phase_end} của giai đoạn '{phase}'" "the last day {deadline} lies after the end {phase_end} of phase '{phase}'";
    ParentDoneChildOpen Warning "parent_done_child_open" "đã hoàn thành nhưng nhiệm vụ con {children} chưa" "done while its parts {children} are not";
    ExpansionBeforeEvaluation Warning "expansion_before_evaluation" "nhân rộng trước khi đánh giá thí điểm '{pilot}'" "expanded before the pilot '{pilot}' was evaluated";
    NoResources Note "no_resources" "chưa bố trí kinh phí" "no resources are allocated";
    SplitWithoutTransfers Warning "split_without_transfers" "cơ quan đã chia tách ngày {day} mà {count} nhiệm vụ còn mở chưa được chuyển giao" "split on {day} with {count} open tasks that were not transferred";
    // Reports: what does not count, and what does not fit.
    ReportSetAside Warning "report_set_aside" "báo cáo {report} không được tính: {reason}" "report {report} does not count: {reason}";
    AuthorUnstated Note "author_unstated" "{count} báo cáo không nêu cơ quan báo cáo, vẫn được tính" "{count} reports do not say who made them and count all the same";
    AuthorityUnknown Note "authority_unknown" "{count} quyết định về nhiệm vụ không rõ cơ quan giao, vẫn được tính" "{count} decisions on tasks without a known assigner count all the same";
    HundredPercentOpen Warning "hundred_percent_open" "báo cáo 100 % nhưng chưa báo cáo hoàn thành" "reported at 100 % and not completed";
    PercentFell Note "percent_fell" "tiến độ giảm từ {from} % xuống {to} % ở báo cáo {report}" "progress fell from {from} % to {to} % with report {report}";
    CompletedWithoutProduct Note "completed_without_product" "hoàn thành mà không nêu sản phẩm hay minh chứng" "completed without a product or evidence";
    ExtensionBackdated Warning "extension_backdated" "gia hạn được ghi nhận sau thời hạn nhưng đề ngày trước đó" "an extension was recorded after the deadline and dated before it";
    ExtensionAfterDeadline Warning "extension_after_deadline" "gia hạn sau khi đã quá hạn" "an extension was granted after the deadline";
    ExtensionsMany Warning "extensions_many" "đã gia hạn {count} lần" "extended {count} times";
    // KPIs, scores and money.
    KpiImpossible Warning "kpi_impossible" "giá trị {value} ngày {day} không thể có với đơn vị '{unit}'" "the value {value} of {day} cannot be, in the unit '{unit}'";
    KpiTargetBeforeBaseline Warning "kpi_target_before_baseline" "mục tiêu ngày {day} không sau ngày gốc {baseline}, không được tính" "the target of {day} is not after the baseline of {baseline} and does not count";
    KpiRateDiffers Warning "kpi_rate_differs" "giá trị {value} ngày {day} khác {num} ÷ {den}" "the value {value} of {day} is not {num} ÷ {den}";
    KpiUnitsDiffer Warning "kpi_units_differ" "đơn vị '{unit}' khác đơn vị '{other}' của chỉ tiêu chung '{whole}'" "the unit '{unit}' is not '{other}', that of the KPI '{whole}' which it is part of";
    KpiRateWithoutParts Warning "kpi_rate_without_parts" "{count} số đo thiếu tử số hoặc mẫu số nên không tính được vào '{whole}'" "{count} measurements lack a numerator or denominator and do not count in '{whole}'";
    KpiPercentAveraged Warning "kpi_percent_averaged" "tỷ lệ phần trăm không được tổng hợp theo '{rule}'; cần tử số và mẫu số" "percentages are not added up by '{rule}'; numerators and denominators are needed";
    SatisfactionFalls Warning "satisfaction_falls" "mức hoàn thành của {agency} là {completion} % nhưng đánh giá của người dân xấu đi, từ {before} thành {actual}" "the completion of {agency} is {completion} % while what people say worsens from {before} to {actual}";
    ScoreOverMaximum Warning "score_over_maximum" "'{component}' của {subject} được {points} điểm, quá mức tối đa {maximum}; lấy {maximum}" "'{component}' of {subject} has {points} points, over the most of {maximum}, which is taken";
    ScorePrintedDiffers Warning "score_printed_differs" "tổng điểm in của {subject} là {printed} nhưng các phần cộng lại được {total}" "the printed total of {subject} is {printed}, but its parts come to {total}";
    ScoreUnknownValue Warning "score_unknown_value" "'{component}' của {subject} không có trong bộ tiêu chí" "'{component}' of {subject} is no part of the scheme";
    MoneyOverspent Warning "money_overspent" "giải ngân {disbursed} đồng, nhiều hơn {allocated} đồng đã cấp, theo số liệu ngày {day}" "{disbursed} VND disbursed of {allocated} VND allocated, in the figures of {day}";
    // Annexes: tables of agencies in workbooks and documents.
    SheetNoTable Warning "sheet_no_table" "trang '{sheet}' không có bảng nhiệm vụ nhận ra được, không đọc {count} dòng" "the sheet '{sheet}' has no table of tasks that is understood, and its {count} rows are not read";
    SheetNoDocument Error "sheet_no_document" "không biết văn bản giao nhiệm vụ '{value}', không đọc dòng; hãy cho biết mã văn bản" "the document that sets '{value}' is not known and the row is not read; name it";
    SheetNoReportingDay Error "sheet_no_reporting_day" "không biết ngày báo cáo, không lập {count} báo cáo; hãy cho biết ngày" "the day of reporting is not known and {count} reports are not made; name it";
    ReportingDayRead Note "reporting_day_read" "ngày báo cáo {day} lấy từ dòng '{value}'" "the day of reporting {day} is taken from the line '{value}'";
    DocumentRead Note "document_read" "văn bản giao '{id}' lấy từ dòng '{value}'" "the document '{id}' is taken from the line '{value}'";
    ColumnRepeated Warning "column_repeated" "cột '{column}' cùng nghĩa với '{first}', không đọc {count} giá trị" "the column '{column}' means the same as '{first}' and its {count} values are not read";
    ColumnNotKept Note "column_not_kept" "dữ liệu không có chỗ cho '{column}', không đọc {count} giá trị" "the register has no place for '{column}', and its {count} values are not read";
    RowNoTitle Error "row_no_title" "dòng không có nội dung nhiệm vụ ('{value}'), không đọc" "the row has no task ('{value}') and is not read";
    RowOutside Note "row_outside" "dòng ngoài bảng, không đọc: '{value}'" "a line outside the table is not read: '{value}'";
    RowTwice Error "row_twice" "nhiệm vụ đã có ở dòng {row} với cùng mã '{id}', không đọc" "the task stands already in row {row} under the same id '{id}' and is not read";
    RowContinued Warning "row_continued" "ô gộp nối dòng {row}; '{value}' khác giá trị đã đọc, không lấy" "the merged row {row} goes on; '{value}' differs from what was read and is not taken";
    TaskUnmatched Error "task_unmatched" "không tìm thấy nhiệm vụ '{value}' trong dữ liệu, không đọc báo cáo" "the register has no task '{value}' and the report is not read";
    SectionNoGroup Note "section_no_group" "mục '{value}' không ứng với nhóm nhiệm vụ nào của kế hoạch '{plan}'" "the section '{value}' is none of the task groups of plan '{plan}'";
    CellError Error "cell_error" "ô có lỗi {value}, không đọc ô" "the cell holds the error {value} and is not read";
    CellUnread Error "cell_unread" "không hiểu '{value}', không đọc ô" "'{value}' is not understood and the cell is not read";
    CellCut Error "cell_cut" "ô dài hơn {limit} byte, không đọc dòng" "the cell is longer than {limit} bytes and the row is not read";
    SerialDay Note "serial_day" "số {value} được đọc là ngày {day} ({count} ô)" "the number {value} is read as the day {day} ({count} cells)";
    PercentOfOne Note "percent_of_one" "'{value}' được đọc là {percent} % ({count} ô)" "'{value}' is read as {percent} % ({count} cells)";
    AgencyUnknown Error "agency_unknown" "không tìm thấy cơ quan '{value}', không lấy; gần nhất: {candidates}" "no agency '{value}' is known and it is not taken; nearest: {candidates}";
    AgencyAmbiguous Error "agency_ambiguous" "'{value}' có thể là {candidates}, không lấy" "'{value}' may be {candidates} and is not taken";
    AgencyByPart Note "agency_by_part" "'{value}' được hiểu là {id} (điểm {score}, {count} ô)" "'{value}' is taken as {id} (score {score}, {count} cells)";
    AgencyGeneric Note "agency_generic" "'{value}' không nêu cơ quan cụ thể ({count} ô)" "'{value}' names no agency in particular ({count} cells)";
    StatusUnknown Error "status_unknown" "không hiểu trạng thái '{value}', không lấy" "the status '{value}' is not understood and is not taken";
    CompletionDayUnstated Warning "completion_day_unstated" "ghi '{value}' mà không có ngày hoàn thành; lấy ngày báo cáo {day} ({count} ô)" "'{value}' without a day of completion; the reporting day {day} is taken ({count} cells)";
    SheetMapped Warning "sheet_mapped" "ánh xạ nêu trang '{sheet}' mà tệp không có" "the mapping names the sheet '{sheet}', which the file does not have";
    // Files: tables read from and written to CSV and workbooks.
    FileUnknown Note "file_unknown" "tệp '{name}' không thuộc bộ dữ liệu, không đọc" "the file '{name}' is none of the register's tables and is not read";
    FileEmpty Warning "file_empty" "tệp trống" "the file is empty";
    FileNoRows Note "file_no_rows" "tệp chỉ có dòng tiêu đề" "the file has a header and no rows";
    FileEncoding Error "file_encoding" "tệp không phải UTF-8 ({encoding}), không đọc" "the file is not UTF-8 ({encoding}) and is not read";
    FileNotUtf8 Error "file_not_utf8" "tệp không phải UTF-8, không đọc; nếu tệp dùng bảng mã cũ, hãy chọn encoding: windows-1258 hoặc tcvn3" "the file is not UTF-8 and is not read; for a file in an old code page set encoding to windows-1258 or tcvn3";
    FileUndefinedByte Error "file_undefined_byte" "byte thứ {offset} của ô tiêu đề là {byte}, không có trong {encoding}, không đọc tệp" "byte {offset} of a cell of the header is {byte}, which {encoding} does not define, and the file is not read";
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
    CellNotUtf8 Error "cell_not_utf8" "ô không phải UTF-8 ('{value}'), không đọc dòng; nếu tệp dùng bảng mã cũ, hãy chọn encoding" "the cell is not UTF-8 ('{value}') and the row is not read; for a file in an old code page set encoding";
    CellUndefinedByte Error "cell_undefined_byte" "byte thứ {offset} của ô là {byte}, không có trong {encoding}, không đọc dòng" "byte {offset} of the cell is {byte}, which {encoding} does not define, and the row is not read";
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
    // Files: Parquet.
    ColumnConverted Note "column_converted" "cột '{column}' kiểu {type} được đọc như {kind}" "the column '{column}' of the type {type} is read as {kind}";
    FractionDropped Warning "fraction_dropped" "bỏ phần lẻ của giây sau '{value}' ({count} ô)" "the part of a second after '{value}' is dropped ({count} cells)";
    TableDerived Note "table_derived" "bảng '{name}' là kết quả tính toán, không đọc" "the table '{name}' holds results, which are computed and not read";
    // Files: JSON and JSON Lines.
    JsonInvalid Error "json_invalid" "không phải JSON ở cột {column} ({reason}), không đọc dòng" "no JSON at column {column} ({reason}); the line is not read";
    KindUnknown Error "kind_unknown" "'{value}' không phải loại bản ghi nào trong số {words}, không đọc" "'{value}' is none of the kinds of records {words} and is not read";
    RecordForm Error "record_form" "bản ghi không phải một đối tượng JSON ('{value}'), không đọc" "the record is no JSON object ('{value}') and is not read";
    RecordTooLong Error "record_too_long" "bản ghi dài hơn {limit} byte, không đọc" "the record is longer than {limit} bytes and is not read";
    RestUnread Error "rest_unread" "không đọc tệp từ dòng này trở đi" "the file is not read from this line on";
    FieldTwice Error "field_twice" "trường '{name}' có hai lần, không đọc bản ghi" "the field '{name}' stands twice and the record is not read";
    FieldMissing Error "field_missing" "thiếu trường bắt buộc '{name}', không đọc bản ghi" "the required field '{name}' is missing and the record is not read";
    FieldInvalid Error "field_invalid" "'{value}' không hợp lệ ({reason}), không đọc bản ghi" "'{value}' is not valid ({reason}) and the record is not read";
    FieldTooDeep Error "field_too_deep" "giá trị lồng quá {limit} cấp, không đọc bản ghi" "the value is nested deeper than {limit} levels and the record is not read";
    IntegerOutside Error "integer_outside" "số nguyên '{value}' vượt quá 64 bit có dấu, không đọc bản ghi" "the integer '{value}' is beyond signed 64 bits and the record is not read";
    FieldUnknown Note "field_unknown" "không nhận ra trường '{name}', giữ nguyên ({count} bản ghi)" "the field '{name}' is not known and is kept ({count} records)";
    FieldUnplaced Warning "field_unplaced" "không còn chỗ để ghi lại {count} trường không rõ của tệp cũ" "{count} unknown fields of an earlier file have no place any more and are not written";
    // Files: iCalendar.
    CalendarLineBreaks Note "calendar_line_breaks" "{count} dòng kết thúc bằng LF thay vì CRLF" "{count} lines end in LF instead of CRLF";
    CalendarLineInvalid Warning "calendar_line_invalid" "dòng không theo dạng TÊN:giá trị ('{value}'), không đọc dòng" "the line does not have the form NAME:value ('{value}') and is not read";
    CalendarNotUtf8 Error "calendar_not_utf8" "dòng không phải UTF-8 ('{value}'), không đọc" "the line is not UTF-8 ('{value}') and is not read";
    CalendarMissing Note "calendar_missing" "nhiệm vụ đứng ngoài VCALENDAR, vẫn đọc" "the task stands outside a VCALENDAR and is read";
    CalendarMisplaced Warning "calendar_misplaced" "'{name}' mở hoặc đóng không đúng chỗ, bỏ qua dòng" "'{name}' begins or ends where it cannot; the line is passed over";
    CalendarUnclosed Warning "calendar_unclosed" "'{name}' không đóng; vẫn đọc nội dung" "'{name}' is not closed; what stands in it is read";
    ComponentUnclosed Error "component_unclosed" "'{name}' không đóng, không đọc" "'{name}' is not closed and is not read";
    ComponentPassedOver Note "component_passed_over" "bỏ qua {count} thành phần '{name}', không phải nhiệm vụ" "{count} components '{name}' are no tasks and are passed over";
    TodoUnread Error "todo_unread" "nhiệm vụ có dòng không đọc được, không đọc nhiệm vụ" "a line of the task cannot be read, and the task is not read";
    TodoOccurrence Note "todo_occurrence" "là một lần thay đổi của nhiệm vụ lặp '{id}' ở dòng {row}, không đọc" "it changes one occurrence of the task '{id}' in line {row} and is not read";
    PropertyInvalid Error "property_invalid" "'{value}' không hợp lệ với '{name}', không lấy" "'{value}' cannot be the value of '{name}' and is not taken";
    ZoneUnknown Warning "zone_unknown" "không biết múi giờ '{zone}', lấy giờ như ghi ({count} giá trị)" "the zone '{zone}' is not known; the clock is taken as it stands ({count} values)";
    DueAtMidnight Note "due_at_midnight" "'{value}' là đầu ngày, hiểu là đến hết {day} ({count} giá trị)" "'{value}' is the beginning of a day and is read as the end of {day} ({count} values)";
    // Files: what a format cannot carry.
    FieldNotCarried Note "field_not_carried" "định dạng không có chỗ cho '{field}', không ghi ở {count} bản ghi" "the format has no place for '{field}', which {count} records lose";
    LinkNotWritten Note "link_not_written" "{count} liên kết tới nhiệm vụ ngoài tệp, không ghi" "{count} links lead to tasks outside the file and are not written";
    FindingsOmitted Warning "findings_omitted" "còn {count} phát hiện '{code}' không liệt kê" "{count} more findings '{code}' are not listed";
    RecordsWithheld Warning "records_withheld" "không xuất {tasks} nhiệm vụ không công khai cùng {reports} báo cáo, {transfers} chuyển giao, {allocations} khoản kinh phí; bỏ {references} dẫn chiếu tới chúng" "{tasks} tasks that are not public are left out, with {reports} reports, {transfers} transfers and {allocations} allocations; {references} references to them are dropped";
    ControlsRemoved Warning "controls_removed" "bỏ hoặc thay bằng U+FFFD {count} ký tự không ghi được" "{count} characters that cannot be written are left out or replaced by U+FFFD";
    CellShortened Error "cell_shortened" "ô có {length} ký tự, chỉ ghi {limit} ký tự đầu" "the cell has {length} characters; the first {limit} are written";
    NobodyToUrge Warning "nobody_to_urge" "không rõ cơ quan chủ trì nên không có công văn cho {overdue} nhiệm vụ quá hạn, {due_soon} sắp đến hạn, {no_data} chưa có dữ liệu báo cáo" "nobody is addressed, so there is no letter for {overdue} overdue tasks, {due_soon} due soon, {no_data} without data";
    // Files: MS Project XML, StratML and packets.
    LengthRounded Note "length_rounded" "'{value}' được tính là {days} ngày làm việc" "'{value}' is taken as {days} working days";
    LengthUnread Warning "length_unread" "'{value}' tính theo thời gian liên tục hoặc phần trăm, không quy được ra ngày làm việc, không lấy" "'{value}' is elapsed or in percent, which cannot be told in working days, and is not taken";
    RowOfProject Note "row_of_project" "dòng của cả dự án không phải nhiệm vụ" "the row of the project as a whole is no task";
    NamespaceOther Note "namespace_other" "không gian tên '{value}' không phải của lược đồ hiện hành, vẫn đọc" "the namespace '{value}' is not that of the schema in force; the file is read all the same";
    ElementMisplaced Note "element_misplaced" "phần tử '{name}' đứng sai thứ tự của lược đồ, vẫn đọc ({count} chỗ)" "the element '{name}' is out of the schema's order and is read all the same ({count} places)";
    ValueRepeated Warning "value_repeated" "'{name}' có nhiều lần ở chỗ chỉ lấy một, lấy giá trị đầu tiên có nội dung ({count} lần thừa)" "'{name}' stands more than once where one is taken, the first that holds anything ({count} too many)";
    IdentifierForm Note "identifier_form" "mã '{value}' không đúng dạng xsd:ID, vẫn đọc ({count} chỗ)" "the identifier '{value}' is no xsd:ID and is read all the same ({count} places)";
    IdentifierMade Note "identifier_made" "phần tử không có mã riêng, đặt mã '{id}'" "the element has no identifier of its own and got '{id}'";
    ValueUnstated Note "value_unstated" "tệp không nêu {field}, ghi là '{value}' ({count} bản ghi)" "the file does not state {field}; '{value}' is put in its place ({count} records)";
    BaselinesMany Note "baselines_many" "có {count} giá trị gốc; lấy giá trị sớm nhất, các giá trị khác là mục tiêu" "{count} baselines; the earliest is taken, the others are read as targets";
    OwnDataUnfit Warning "own_data_unfit" "dữ liệu kèm theo của tiendo không khớp với phần tử ({reason}), không dùng" "what tiendo itself added does not fit the element ({reason}) and is not used";
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
