//! Kinds of documents, by the abbreviation that a document number prints.

use std::sync::LazyLock;

use crate::text::fold;
use crate::vocabulary::{Lang, open_vocabulary};

open_vocabulary! {
    /// What a document is. The word is the abbreviation that its number prints; any other abbreviation is kept.
    ///
    /// A law prints none (`93/2025/QH15`), so its word is its name.
    ///
    /// Source: Decree 30/2020/NĐ-CP, appendix III, for administrative documents; the Party's and the legislature's
    /// kinds as their numbers print them.
    ///
    /// ```
    /// use tiendo::{Lang, document::DocumentKind};
    /// assert_eq!(DocumentKind::parse("NQ"), DocumentKind::Resolution);
    /// assert_eq!(DocumentKind::Resolution.label(Lang::Vi), "nghị quyết");
    /// assert_eq!(DocumentKind::parse("XYZ").as_str(), "XYZ");
    /// ```
    DocumentKind {
        Resolution = "NQ", "nghị quyết", "resolution";
        Plan = "KH", "kế hoạch", "plan";
        Decision = "QĐ", "quyết định", "decision";
        Conclusion = "KL", "kết luận", "conclusion";
        Directive = "CT", "chỉ thị", "directive";
        Notice = "TB", "thông báo", "notice";
        Letter = "CV", "công văn", "official letter";
        Regulation = "QC", "quy chế", "regulation";
        Rules = "QyĐ", "quy định", "rules";
        Decree = "NĐ", "nghị định", "decree";
        Circular = "TT", "thông tư", "circular";
        JointCircular = "TTLT", "thông tư liên tịch", "joint circular";
        JointResolution = "NQLT", "nghị quyết liên tịch", "joint resolution";
        Law = "Luật", "luật", "law";
        Ordinance = "PL", "pháp lệnh", "ordinance";
        Order = "L", "lệnh", "order";
        Consolidated = "VBHN", "văn bản hợp nhất", "consolidated text";
        Programme = "CTr", "chương trình", "programme";
        ActionProgramme = "CTHĐ", "chương trình hành động", "action programme";
        Report = "BC", "báo cáo", "report";
        AppraisalReport = "BCTĐ", "báo cáo thẩm định", "appraisal report";
        Submission = "TTr", "tờ trình", "submission";
        Dispatch = "CĐ", "công điện", "urgent dispatch";
        Guidance = "HD", "hướng dẫn", "guidance";
        Communique = "TC", "thông cáo", "communiqué";
        Scheme = "ĐA", "đề án", "scheme";
        Project = "DA", "dự án", "project";
        Option = "PA", "phương án", "option paper";
        Minutes = "BB", "biên bản", "minutes";
        Contract = "HĐ", "hợp đồng", "contract";
        Memorandum = "BGN", "bản ghi nhớ", "memorandum";
        Agreement = "BTT", "bản thỏa thuận", "agreement";
        Authorisation = "GUQ", "giấy ủy quyền", "authorisation";
        Invitation = "GM", "giấy mời", "invitation";
        Introduction = "GGT", "giấy giới thiệu", "letter of introduction";
        LeavePermit = "GNP", "giấy nghỉ phép", "leave permit";
        SendingSlip = "PG", "phiếu gửi", "sending slip";
        TransferSlip = "PC", "phiếu chuyển", "transfer slip";
        NoticeSlip = "PB", "phiếu báo", "notice slip";
    }
}

/// Names met before numbers that no label above covers. One name may stand for several kinds: Party rules (quy định)
/// print `QĐ` as decisions do.
const OTHER_NAMES: &[(&str, DocumentKind)] = &[
    ("quy dinh", DocumentKind::Decision),
    ("thong bao ket luan", DocumentKind::Notice),
    ("chuong trinh hanh dong", DocumentKind::Programme),
    ("ke hoach hanh dong", DocumentKind::Plan),
    ("cong van hoa toc", DocumentKind::Letter),
    ("letter", DocumentKind::Letter),
    ("official dispatch", DocumentKind::Letter),
    ("official dispatch", DocumentKind::Dispatch),
    ("dispatch", DocumentKind::Dispatch),
    ("announcement", DocumentKind::Notice),
    ("regulation", DocumentKind::Rules),
    ("regulation", DocumentKind::Decision),
    ("regulations", DocumentKind::Regulation),
    ("regulations", DocumentKind::Rules),
    ("rules", DocumentKind::Decision),
    ("program", DocumentKind::Programme),
    ("action program", DocumentKind::ActionProgramme),
    ("action program", DocumentKind::Programme),
    ("action programme", DocumentKind::Programme),
    ("action plan", DocumentKind::Plan),
    ("instruction", DocumentKind::Guidance),
    ("guideline", DocumentKind::Guidance),
    ("proposal", DocumentKind::Submission),
];

/// Every folded name and abbreviation with its kind, in order of the vocabulary.
static NAMES: LazyLock<Vec<(String, DocumentKind)>> = LazyLock::new(|| {
    let mut names = Vec::new();
    for kind in DocumentKind::KNOWN {
        for name in [kind.label(Lang::Vi), kind.label(Lang::En), kind.as_str()] {
            let name = (fold(name), kind.clone());
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names.extend(OTHER_NAMES.iter().map(|(name, kind)| ((*name).to_owned(), kind.clone())));
    names
});

/// Every abbreviation in lower case and folded, with its kind.
static ABBREVIATIONS: LazyLock<Vec<(String, String, DocumentKind)>> = LazyLock::new(|| {
    let word = |kind: &DocumentKind| (kind.as_str().to_lowercase(), fold(kind.as_str()));
    DocumentKind::KNOWN.iter().map(|kind| (word(kind).0, word(kind).1, kind.clone())).collect()
});

impl DocumentKind {
    /// The kind that people call by this name, in Vietnamese or English, or by its abbreviation.
    ///
    /// Compared after folding, so case and tone marks do not matter. `None` for any other name.
    ///
    /// ```
    /// use tiendo::document::DocumentKind;
    /// assert_eq!(DocumentKind::named("Nghị quyết"), Some(DocumentKind::Resolution));
    /// assert_eq!(DocumentKind::named("KẾT LỦẬN"), Some(DocumentKind::Conclusion));
    /// assert_eq!(DocumentKind::named("Phiên họp"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        let folded = fold(name.trim());
        let exact = Self::KNOWN.iter().find(|kind| kind.as_str() == name.trim());
        exact.cloned().or_else(|| {
            NAMES.iter().find(|(known, _)| *known == folded).map(|(_, kind)| kind.clone())
        })
    }

    /// The kind whose abbreviation this is, `Đ` kept apart from `D` where both exist (`HĐ`, `HD`).
    pub(crate) fn abbreviated(word: &str) -> Option<Self> {
        let lower = word.to_lowercase();
        let folded = fold(word);
        let by_case = ABBREVIATIONS.iter().find(|(known, _, _)| *known == lower);
        let found = by_case.or_else(|| ABBREVIATIONS.iter().find(|(_, known, _)| *known == folded));
        found.map(|(_, _, kind)| kind.clone())
    }

    /// The longest name of a kind that `words` end in, and the kinds it may mean; `words` are folded, one space apart.
    pub(crate) fn ending(words: &str) -> (&'static str, Vec<Self>) {
        let ends = |name: &str| {
            words.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
        };
        let names = NAMES.iter().map(|(name, _)| name.as_str()).filter(|name| ends(name));
        let Some(longest) = names.max_by_key(|name| name.len()) else { return ("", Vec::new()) };
        let same = NAMES.iter().filter(|(name, _)| name == longest);
        (longest, same.map(|(_, kind)| kind.clone()).collect())
    }
}
