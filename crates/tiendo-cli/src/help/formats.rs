//! Vietnamese for the arguments of the formats of other tools.

/// By command (empty: every command) and id.
pub(super) const TEXTS_VI: [(&str, &str, &str); 13] = [
    ("", "profile", "Tên gọi khi đọc, ghi gói tin: tệp .toml (mặc định: tên trung lập)"),
    ("export", "mspdi", "Tệp MS Project (.xml) sẽ ghi: kế hoạch tại ngày đánh giá"),
    ("export", "ics", "Tệp iCalendar (.ics) sẽ ghi: mỗi nhiệm vụ một việc"),
    ("export", "date_only", "Ghi ngày cuối không kèm giờ"),
    ("export", "alarm_days", "Nhắc trước ngày cuối bấy nhiêu ngày làm việc"),
    ("export", "stratml", "Tệp StratML (.xml) sẽ ghi: kế hoạch hoặc báo cáo kết quả"),
    ("export", "parquet", "Thư mục sẽ ghi tệp Parquet vào: kết quả đánh giá và mọi bảng dữ liệu"),
    ("export", "by", "Chỉ ghi kết quả đánh giá, chia thư mục theo cột này"),
    (
        "export",
        "packet",
        "Gói tin giữa các hệ thống báo cáo (.xml hoặc .json) sẽ ghi; xem --profile",
    ),
    ("export", "kind", "Gói tin chứa gì"),
    ("export", "sender", "Nơi gửi, như gói tin sẽ nêu"),
    ("export", "weekly", "Thư mục sẽ ghi báo cáo tuần vào, mỗi cơ quan có nội dung một tệp"),
    (
        "export",
        "disclose",
        "Hiện nhiệm vụ đến mức này; CSV và JSON bỏ nhiệm vụ khác, các dạng còn lại từ chối ghi",
    ),
];
