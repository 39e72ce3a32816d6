//! Statuses: where a row stands, in the official words.

use crate::vocabulary::{Lang, closed_vocabulary};

closed_vocabulary! {
    /// Where a row stands. The order is the code that columns and Arrow hold.
    ///
    /// Official words: hoàn thành đúng hạn = `done_on_time`; hoàn thành quá hạn = `done_late`; đang thực hiện trong hạn =
    /// `not_started`, `in_progress`, `due_soon` and what was submitted in term; chưa hoàn thành quá hạn = `overdue`.
    ///
    /// ```
    /// use tiendo::{Lang, Status};
    /// assert_eq!(Status::DoneLate.label(Lang::Vi), "hoàn thành quá hạn");
    /// assert_eq!(Status::parse("overdue"), Some(Status::Overdue));
    /// ```
    Status {
        NotStarted = "not_started", "chưa thực hiện, trong hạn", "not started";
        InProgress = "in_progress", "đang thực hiện, trong hạn", "in progress";
        DueSoon = "due_soon", "sắp đến hạn", "due soon";
        Overdue = "overdue", "chưa hoàn thành, quá hạn", "overdue";
        DoneOnTime = "done_on_time", "hoàn thành đúng hạn", "done on time";
        DoneLate = "done_late", "hoàn thành quá hạn", "done late";
        Cancelled = "cancelled", "thu hồi, hủy", "cancelled";
        OpenEnded = "open_ended", "không có thời hạn", "no fixed term";
        Submitted = "submitted", "chờ duyệt", "submitted";
        Suspended = "suspended", "tạm dừng", "suspended";
    }
}

/// Number of statuses.
pub const STATUS_COUNT: usize = Status::ALL.len();

impl Status {
    /// The words for people; overdue without any report is a fact about the data, and is worded so.
    ///
    /// ```
    /// use tiendo::{Lang, Status};
    /// assert_eq!(Status::Overdue.words(false, Lang::Vi), "quá hạn, chưa có báo cáo");
    /// assert_eq!(Status::Overdue.words(true, Lang::Vi), "chưa hoàn thành, quá hạn");
    /// ```
    pub fn words(self, reported: bool, lang: Lang) -> &'static str {
        match (self, reported, lang) {
            (Status::Overdue, false, Lang::Vi) => "quá hạn, chưa có báo cáo",
            (Status::Overdue, false, Lang::En) => "overdue, no data",
            _ => self.label(lang),
        }
    }

    /// True for `done_on_time` and `done_late`.
    pub fn is_done(self) -> bool {
        matches!(self, Status::DoneOnTime | Status::DoneLate)
    }

    /// True while work is still owed: neither done nor cancelled.
    pub fn is_open(self) -> bool {
        !self.is_done() && self != Status::Cancelled
    }
}
