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
    let says = |list: &[&str]| claimed(&words, list);
    if says(&["tam dung", "tam hoan", "tam ngung"]) {
        return standing(ReportKind::Suspend);
    }
    if is_cancelled(&words) {
        return standing(ReportKind::Cancel);
    }
    if says(&["tra lai"]) {
        return standing(ReportKind::Return);
    }
    if says(&["nghiem thu"]) {
        return standing(ReportKind::Accept);
    }
    let partly = has(&["chua", "mot phan", "phan lon", "co ban", "mot nua"]) || is_partial(&folded);
    if says(&["hoan thanh", "da xong", "xong", "ht", "done", "completed", "da ban hanh"]) && !partly
    {
        let on_time = has(&["dung han", "trong han", "dung tien do", "som han", "truoc han"]);
        return Some(Standing { kind: ReportKind::Complete, on_time: on_time && !has(&["khong"]) });
    }
    // What says only where the deadline stands tells of a task in work.
    if has(&["trong han", "qua han", "sap den han", "sap qua han", "den han", "tre han", "cham"]) {
        return standing(ReportKind::Progress);
    }
    let kind = ReportKind::parse(cell.trim());
    if kind.is_unknown() { None } else { standing(kind) }
}

/// Words that make what follows them a hope, a plan or a denial.
const DOUBTS: &[&str] = &[
    "khong", "chua", "sap", "du kien", "phan dau", "cho", "can", "mot phan", "not", "se", "gan",
    "chuan bi", "de nghi", "de xuat",
];

/// True where the words hold one of the verbs and nothing before it takes it back.
fn claimed(words: &str, verbs: &[&str]) -> bool {
    let first = verbs.iter().filter_map(|verb| words.find(&format!(" {verb} "))).min();
    let Some(before) = first.and_then(|at| words.get(..=at)) else { return false };
    !DOUBTS.iter().any(|doubt| before.contains(&format!(" {doubt} ")))
}

/// True where the cell begins with a withdrawal: without accents 'hủy' is also the 'huy' of 'phát huy' and 'huy động',
/// and 'rút' begins 'rút kinh nghiệm'.
fn is_cancelled(words: &str) -> bool {
    let mut rest = words.split_whitespace().peekable();
    while rest.next_if(|word| ["da", "bi", "duoc", "nhiem", "vu"].contains(word)).is_some() {}
    let begins = match rest.next() {
        Some("huy" | "rut") => true,
        Some("thu") => rest.next() == Some("hoi"),
        _ => false,
    };
    let goes_on = ["bo", "lai", "theo", "nhiem", "viec", "boi", "tu", "ngay", "do"];
    begins && rest.next().is_none_or(|word| goes_on.contains(&word))
}

/// True where a percentage below 100 stands in the cell.
fn is_partial(folded: &str) -> bool {
    let signs = folded.replace("phan tram", "%");
    let mut parts: Vec<&str> = signs.split('%').collect();
    parts.pop();
    parts.iter().any(|part| {
        let part = part.trim_end();
        let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let start = part.trim_end_matches(digit).len();
        let number = part.get(start..).unwrap_or_default().replace(',', ".");
        number.parse::<f64>().is_ok_and(|number| number < 100.0)
    })
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
            // What is hoped, planned, denied or done in part is not done.
            ("Không hoàn thành", None),
            ("Chưa thể hoàn thành", None),
            ("Sắp hoàn thành", None),
            ("Dự kiến hoàn thành 30/12", None),
            ("Phấn đấu hoàn thành trong quý IV", None),
            ("Hoàn thành 60%", None),
            ("Hoàn thành 99,5 %", None),
            ("Hoàn thành 60 phần trăm", None),
            ("Hoàn thành một phần", None),
            ("Cơ bản hoàn thành", None),
            ("not done", None),
            ("Hoàn thành 100%", Some((ReportKind::Complete, false))),
            ("Đã hoàn thành, không có vướng mắc", Some((ReportKind::Complete, false))),
            ("Hoàn thành không đúng hạn", Some((ReportKind::Complete, false))),
            ("Hoàn thành, chờ nghiệm thu", Some((ReportKind::Complete, false))),
            ("Chờ nghiệm thu", None),
            ("Chưa nghiệm thu", None),
            ("Đã nghiệm thu", Some((ReportKind::Accept, false))),
            ("Đã huy động nguồn lực", None),
            ("Phát huy bộ máy", None),
            ("Rút kinh nghiệm", None),
            ("Đã thu hồi đất", None),
            ("Hủy", Some((ReportKind::Cancel, false))),
            ("Đã huỷ theo 12/QĐ-TTg", Some((ReportKind::Cancel, false))),
            ("Rút", Some((ReportKind::Cancel, false))),
        ];
        for (words, expect) in cases {
            assert_eq!(read(words).map(|s| (s.kind, s.on_time)), expect, "{words}");
        }
    }
}
