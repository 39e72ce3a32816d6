//! Official classes: the columns of an official table, which count every row or task exactly once.

use crate::evaluation::Row;
use crate::status::Status;
use crate::sums::Sums;
use crate::vocabulary::closed_vocabulary;

closed_vocabulary! {
    /// The class under which official reports count a row; the classes are disjoint and together are everything.
    ///
    /// What was submitted in term is in term. What is overdue without any report is `no_data`: a fact about the data, and
    /// no lateness.
    ///
    /// Source: 1270/BC-TCTTTg of 2017 for the split in four with totals; regular tasks apart, as in December 2025.
    ///
    /// ```
    /// use tiendo::{Lang, OfficialClass};
    /// assert_eq!(OfficialClass::Overdue.label(Lang::Vi), "chưa hoàn thành, quá hạn");
    /// assert_eq!(OfficialClass::parse("no_data"), Some(OfficialClass::NoData));
    /// ```
    OfficialClass {
        DoneOnTime = "done_on_time", "hoàn thành đúng hạn", "done on time";
        DoneLate = "done_late", "hoàn thành quá hạn", "done late";
        InTerm = "in_term", "đang thực hiện, trong hạn", "open, in term";
        Overdue = "overdue", "chưa hoàn thành, quá hạn", "open, overdue";
        NoData = "no_data", "quá hạn, chưa có báo cáo", "overdue, no data";
        Regular = "regular", "nhiệm vụ thường xuyên", "regular";
        OpenEnded = "open_ended", "không có thời hạn", "no fixed term";
        SubmittedLate = "submitted_late", "chờ duyệt, trình sau hạn", "submitted after the last day";
        Suspended = "suspended", "tạm dừng", "suspended";
        Cancelled = "cancelled", "thu hồi, hủy", "cancelled";
    }
}

impl Row<'_> {
    /// The class under which official reports count the row.
    pub fn class(&self) -> OfficialClass {
        match self.status() {
            Status::DoneOnTime => OfficialClass::DoneOnTime,
            Status::DoneLate => OfficialClass::DoneLate,
            Status::Submitted if self.is_submitted_late() => OfficialClass::SubmittedLate,
            Status::NotStarted | Status::InProgress | Status::DueSoon | Status::Submitted => {
                OfficialClass::InTerm
            }
            Status::Overdue if self.is_reported() => OfficialClass::Overdue,
            Status::Overdue => OfficialClass::NoData,
            Status::OpenEnded if self.is_regular() => OfficialClass::Regular,
            Status::OpenEnded => OfficialClass::OpenEnded,
            Status::Suspended => OfficialClass::Suspended,
            Status::Cancelled => OfficialClass::Cancelled,
        }
    }
}

impl Sums {
    /// How many are of an official class; over all classes this is [`Sums::total`].
    ///
    /// ```
    /// use tiendo::{OfficialClass, Status, Sums};
    /// let mut sums = Sums::default();
    /// sums.counts[Status::Overdue.index()] = 5;
    /// sums.unreported[Status::Overdue.index()] = 2;
    /// assert_eq!(sums.of_class(OfficialClass::Overdue), 3);
    /// assert_eq!(OfficialClass::ALL.iter().map(|c| sums.of_class(*c)).sum::<u64>(), sums.total());
    /// ```
    pub fn of_class(&self, class: OfficialClass) -> u64 {
        match class {
            OfficialClass::DoneOnTime => self.count(Status::DoneOnTime),
            OfficialClass::DoneLate => self.count(Status::DoneLate),
            OfficialClass::InTerm => self.in_term(),
            OfficialClass::Overdue => self.overdue_reported(),
            OfficialClass::NoData => self.overdue_unreported(),
            OfficialClass::Regular => self.regular,
            OfficialClass::OpenEnded => self.count(Status::OpenEnded).saturating_sub(self.regular),
            OfficialClass::SubmittedLate => self.submitted_late,
            OfficialClass::Suspended => self.count(Status::Suspended),
            OfficialClass::Cancelled => self.count(Status::Cancelled),
        }
    }
}
