//! Why a command ended without an answer, in the user's language.

use std::io;

use tiendo::{Error, Lang};

/// What stopped a command; exit code 2, but for a reader of the output that went away.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The arguments or the input; the sentence is in the user's language already.
    Input(String),
    /// The core refused.
    Core(Error),
    /// Files could not be read or written.
    Files(tiendo_formats::Error),
    /// The ledger refused.
    Ledger(tiendo_ledger::Error),
    /// The output could not be written.
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Core(error)
    }
}

impl From<tiendo_formats::Error> for Failure {
    fn from(error: tiendo_formats::Error) -> Self {
        Failure::Files(error)
    }
}

impl From<tiendo_ledger::Error> for Failure {
    fn from(error: tiendo_ledger::Error) -> Self {
        match error {
            tiendo_ledger::Error::Core(error) => Failure::Core(error),
            error => Failure::Ledger(error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

impl Failure {
    /// The sentence for people.
    pub(crate) fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Failure::Input(text), _) => text.clone(),
            (Failure::Core(error), Lang::En) => error.to_string(),
            (Failure::Core(error), Lang::Vi) => vietnamese(error),
            (Failure::Files(error), Lang::En) => error.to_string(),
            (Failure::Files(error), Lang::Vi) => vietnamese_of_files(error),
            (Failure::Ledger(error), Lang::En) => error.to_string(),
            (Failure::Ledger(error), Lang::Vi) => vietnamese_of_ledger(error),
            (Failure::Output(error), Lang::Vi) => format!("không ghi được kết quả: {error}"),
            (Failure::Output(error), Lang::En) => format!("cannot write the output: {error}"),
        }
    }
}

/// An error of the core in Vietnamese; one that has no sentence here keeps its English one.
fn vietnamese(error: &Error) -> String {
    match error {
        Error::InvalidDate { text } => {
            format!("không phải ngày (yyyy-mm-dd, từ năm 1900 đến 2199): '{text}'")
        }
        Error::NotFound { kind, id } => {
            let kind = match *kind {
                "agency" => "cơ quan",
                "task" => "nhiệm vụ",
                "row" => "nhiệm vụ (dòng)",
                "policy" => "chính sách",
                "document" => "văn bản",
                "phase" => "giai đoạn",
                "group" => "nhóm nhiệm vụ",
                other => other,
            };
            format!("không có {kind} '{id}'")
        }
        Error::Ambiguous { text, candidates } => {
            format!("'{text}' có thể là {}", candidates.join(", "))
        }
        Error::OutsideCalendar { day, first, last } => {
            format!("lịch không có dữ liệu ngày {day} (chỉ có từ {first} đến {last})")
        }
        // Of a search: the sentence of the core says what is wrong in English.
        Error::InvalidValue { field: "text", value, .. } => format!(
            "không tìm được '{value}': cần ít nhất một chữ hoặc số, ngoặc kép phải có đủ đôi, dấu * chỉ đứng cuối từ, \
             nhiều nhất 64 từ và 8 dấu *"
        ),
        Error::InvalidValue { field, value, expected } => {
            format!("{field} phải là {expected}, không phải '{value}'")
        }
        Error::Cancelled => "đã dừng theo yêu cầu".to_owned(),
        other => other.to_string(),
    }
}

/// An error of reading or writing files in Vietnamese; one that has no sentence here keeps its English one.
fn vietnamese_of_files(error: &tiendo_formats::Error) -> String {
    use tiendo_formats::Error as Files;
    match error {
        Files::Io { path, source } => format!("không đọc hoặc ghi được '{path}': {source}"),
        Files::NothingToRead { path, expected } => {
            format!("'{path}' không có tệp nào trong số {}", expected.join(", "))
        }
        Files::InvalidJson { file, line, column, reason } => {
            format!("{file}: dòng {line}, cột {column} không phải JSON ({reason})")
        }
        Files::Exists { path } => format!("đã có '{path}', không ghi đè"),
        Files::Unwritable { file, id, column, value, .. } => {
            format!("{file}: không ghi được {column} của '{id}': '{value}'")
        }
        Files::TooManyRows { path, rows, limit } => {
            format!("{path}: {rows} dòng, một trang tính chỉ chứa {limit}")
        }
        Files::NotPublic { path, tasks, id } => format!(
            "{path}: có {tasks} dòng thuộc nhiệm vụ không công khai (đầu tiên là '{id}'); dùng --disclose nếu được phép"
        ),
        Files::Core { path, source } => format!("{path}: {}", vietnamese(source)),
        Files::UnknownFormat { path, .. } => {
            format!(
                "'{path}' không phải tệp đọc được: .xlsx, .xls (Excel 97 trở đi), .ods, .docx, .ics, .parquet, hoặc .xml \
                 của MS Project, StratML, gói tin theo hồ sơ"
            )
        }
        Files::Protected { path } => format!("'{path}' có mật khẩu; hãy lưu lại không có mật khẩu"),
        Files::Malformed { path, reason } => format!("'{path}' bị hỏng: {reason}"),
        Files::LimitExceeded { place, limit, value, allowed } => {
            format!("{place}: vượt giới hạn ({limit}): {value}, chỉ cho phép {allowed}")
        }
        Files::Scheme { reason } => format!("không dùng được bộ tiêu chí: {reason}"),
        Files::Mapping { reason } => format!("không dùng được ánh xạ: {reason}"),
        Files::Cancelled => "đã dừng theo yêu cầu".to_owned(),
        other => other.to_string(),
    }
}

/// An error of the ledger in Vietnamese; one that has no sentence here keeps its English one.
fn vietnamese_of_ledger(error: &tiendo_ledger::Error) -> String {
    use tiendo_ledger::Error as Ledger;
    let instant = |at: &chrono::NaiveDateTime| tiendo::day::instant_to_string(*at);
    match error {
        Ledger::ClockBackwards { given, last } => {
            format!("đồng hồ chỉ {}, trước mục cuối của sổ cái ({})", instant(given), instant(last))
        }
        Ledger::Refused { total, .. } => {
            format!("{total} bản ghi không ghi được; chưa ghi gì vào sổ cái")
        }
        Ledger::Busy => "tiến trình khác đang ghi sổ cái; hãy thử lại".to_owned(),
        Ledger::Exists { path } => format!("đã có '{path}', không ghi đè"),
        Ledger::NotALedger { path, .. } => format!("'{path}' không phải sổ cái"),
        Ledger::NewerFormat { path, have, need } => {
            format!("'{path}' có định dạng {have}, phiên bản này chỉ biết đến {need}")
        }
        Ledger::OlderFormat { path, have, need } => {
            format!("'{path}' có định dạng {have}, việc này cần {need}: hãy chạy tiendo upgrade")
        }
        Ledger::Corrupt { entry: Some(entry), .. } => format!("sổ cái hỏng ở mục {entry}"),
        Ledger::Corrupt { entry: None, .. } => "sổ cái bị hỏng".to_owned(),
        Ledger::RolledBack { path, have, anchored } => {
            format!("'{path}' đã bị lùi về trước: mục cuối là {have}, mốc neo ghi {anchored}")
        }
        Ledger::NothingRolledBack { path } => format!("'{path}' không bị lùi về trước"),
        Ledger::Moved { path } => format!("'{path}' đã bị dời, xoá hoặc thay trong khi đang mở"),
        Ledger::ReadOnly => "sổ cái được mở chỉ để đọc".to_owned(),
        Ledger::UnfinishedWork { path } => {
            format!("cạnh '{path}' còn tệp -wal chưa xử lý; hãy mở ở nơi ghi được")
        }
        Ledger::StorageFull => "hết chỗ lưu sổ cái".to_owned(),
        Ledger::Io { path, reason } => format!("'{path}': {reason}"),
        other => other.to_string(),
    }
}
