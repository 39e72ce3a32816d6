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
    /// The output could not be written.
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Core(error)
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
        Error::InvalidValue { field, value, expected } => {
            format!("{field} phải là {expected}, không phải '{value}'")
        }
        Error::Cancelled => "đã dừng theo yêu cầu".to_owned(),
        other => other.to_string(),
    }
}
