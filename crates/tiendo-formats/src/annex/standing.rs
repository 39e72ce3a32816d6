//! Words for how a task stands, as agencies write them in trackers, and the report that they make.

use tiendo::{ReportKind, text};

/// What a status word says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Standing {
    /// The report that it makes.
    pub(crate) kind: ReportKind,
    /// True where the words claim that it was finished in time.
    pub(crate) on_time: bool,
}

/// Reads a status; `None` where the words are not known.
///
/// Source: the words of official reports and of trackers in use by agencies.
pub(crate) fn read(cell: &str) -> Option<Standing> {
    let folded = text::fold(cell);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words = format!(" {} ", words.join(" "));
    let has = |list: &[&str]| list.iter().any(|part| words.contains(&format!(" {part} ")));
    let standing = |kind| Some(Standing { kind, on_time: false });
    // What is negated is asked first: 'chưa hoàn thành' holds 'hoàn thành'.
    if has(&[
        "chua hoan thanh",
        "chua xong",
        "chua ht",
        "chua thuc hien",
        "chua trien khai",
        "chua bat dau",
    ]) || has(&[
        "dang thuc hien",
        "dang trien khai",
        "dang xu ly",
        "dang lam",
        "dang th",
        "trinh ky",
    ]) || has(&[
        "cho duyet",
        "cho phe duyet",
        "cho xac nhan",
        "cho nhan viec",
        "cho xu ly",
        "in progress",
    ]) || has(&["thuong xuyen", "dang hoan thien", "moi giao", "da trinh", "thuc hien lai"])
    {
        return standing(ReportKind::Progress);
    }
    if has(&["tam dung", "tam hoan", "tam ngung"]) {
        return standing(ReportKind::Suspend);
    }
    if has(&["thu hoi", "da huy", "huy", "huy bo", "rut"]) {
        return standing(ReportKind::Cancel);
    }
    if has(&["tra lai"]) {
        return standing(ReportKind::Return);
    }
    if has(&["nghiem thu"]) {
        return standing(ReportKind::Accept);
    }
    if has(&["hoan thanh", "da xong", "xong", "ht", "done", "completed", "da ban hanh"]) {
        let on_time = has(&["dung han", "trong han", "dung tien do", "som han", "truoc han"]);
        return Some(Standing { kind: ReportKind::Complete, on_time });
    }
    // What says only where the deadline stands tells of a task in work.
    if has(&["trong han", "qua han", "sap den han", "sap qua han", "den han", "tre han", "cham"]) {
        return standing(ReportKind::Progress);
    }
    let kind = ReportKind::parse(cell.trim());
    if kind.is_unknown() { None } else { standing(kind) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn official_and_tracker_words() {
        let cases = [
            ("Hoàn thành đúng hạn", Some((ReportKind::Complete, true))),
            ("Đã hoàn thành trong hạn", Some((ReportKind::Complete, true))),
            ("hoàn thành quá hạn", Some((ReportKind::Complete, false))),
            ("Chưa hoàn thành trong hạn", Some((ReportKind::Progress, false))),
            ("Quá hạn chưa hoàn thành", Some((ReportKind::Progress, false))),
            ("Đang thực hiện", Some((ReportKind::Progress, false))),
            ("DANG THUC HIEN", Some((ReportKind::Progress, false))),
            ("hoan_thanh", Some((ReportKind::Complete, false))),
            ("trinh_ky", Some((ReportKind::Progress, false))),
            ("Tạm hoãn", Some((ReportKind::Suspend, false))),
            ("Bị thu hồi", Some((ReportKind::Cancel, false))),
            ("complete", Some((ReportKind::Complete, false))),
            ("xanh", None),
        ];
        for (words, expect) in cases {
            assert_eq!(read(words).map(|s| (s.kind, s.on_time)), expect, "{words}");
        }
    }
}
