//! What columns of annexes mean, told from the words of their headers, with or without accents.

use crate::table::header_key;

macro_rules! fields {
    ($($(#[$meta:meta])* $variant:ident $word:literal;)+) => {
        /// What a column of an annex holds; the words are those of the tables' columns where the register keeps it.
        ///
        /// ```
        /// use tiendo_formats::annex::Field;
        /// assert_eq!(Field::parse("addressees"), Some(Field::Addressees));
        /// assert_eq!(Field::Addressees.as_str(), "addressees");
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Field { $($(#[$meta])* $variant,)+ }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Field] = &[$(Field::$variant,)+];

            /// The word in mappings and in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $(Field::$variant => $word,)+ }
            }

            /// The field with this word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Field::$variant),)+ _ => None }
            }
        }
    };
}

fields! {
    /// Number of the row: it says which rows are sections and which are parts of others.
    Ordinal "ordinal";
    /// Id of the task.
    Id "id";
    /// Number of the document that sets the task.
    Document "document";
    /// Clause of that document.
    Clause "clause";
    /// The task in words.
    Title "title";
    /// Who owes it.
    Addressees "addressees";
    /// Who coordinates.
    Coordinating "coordinating";
    /// Who assigned it.
    Assigner "assigner";
    /// Who supervises it.
    Supervisor "supervisor";
    /// Post of who answers for it.
    ResponsiblePerson "responsible_person";
    /// Post of the leader in charge.
    SupervisingLeader "supervising_leader";
    /// The authority that it is done with.
    Authority "authority";
    /// What it must produce.
    Product "product";
    /// Day of assignment.
    AssignedOn "assigned_on";
    /// When it must be finished.
    Deadline "deadline";
    /// Name or id of its task group.
    Group "group";
    /// Class of information.
    Classification "classification";
    /// How it stands, as reported.
    Status "status";
    /// Work done in percent.
    Percent "percent";
    /// The day that the report speaks of.
    ReportedOn "reported_on";
    /// The day on which it was finished.
    CompletedOn "completed_on";
    /// The result in words.
    Result "result";
    /// What proves it.
    Evidence "evidence";
    /// Why it is late.
    Reason "reason";
    /// What stands in the way.
    Obstacle "obstacle";
    /// A new deadline that was granted.
    NewDeadline "new_deadline";
    /// What is understood and not kept: notes, next steps, figures that are worked out anew.
    Note "note";
    /// What is not read.
    Ignore "ignore";
}

impl Field {
    /// True where a column of it makes reports.
    pub(crate) fn is_report(self) -> bool {
        matches!(
            self,
            Field::Status
                | Field::Percent
                | Field::ReportedOn
                | Field::CompletedOn
                | Field::Result
                | Field::Evidence
                | Field::Reason
                | Field::Obstacle
                | Field::NewDeadline
        )
    }

    /// True where the register has a place for it.
    pub(crate) fn is_kept(self) -> bool {
        !matches!(self, Field::Note | Field::Ignore)
    }
}

/// The word of a column that may hold two fields: `addressees+coordinating`.
pub(crate) fn pair_word(first: Field, second: Option<Field>) -> String {
    let first = first.as_str();
    second.map_or_else(|| first.to_owned(), |second| format!("{first}+{}", second.as_str()))
}

/// The one or two fields of a column's word.
pub(crate) fn parse_pair(word: &str) -> Option<(Field, Option<Field>)> {
    match word.split_once('+') {
        None => Some((Field::parse(word)?, None)),
        Some((first, second)) => {
            let (first, second) = (Field::parse(first.trim())?, Field::parse(second.trim())?);
            (first != second).then_some((first, Some(second)))
        }
    }
}

/// Headers that agencies write, folded; the first field whose list holds the header is meant.
const EXACT: &[(Field, &[&str])] = &[
    (Field::Ordinal, &["stt", "tt", "so tt", "so thu tu", "s t t", "no", "muc"]),
    (Field::Id, &["id", "ma", "ma so", "ma nhiem vu", "ma nv", "ma viec", "ma cong viec"]),
    (
        Field::Document,
        &[
            "document",
            "can cu",
            "van ban",
            "van ban giao",
            "van ban giao nhiem vu",
            "van ban giao viec",
            "so van ban",
            "so van ban giao",
            "so hieu van ban",
            "so ky hieu",
            "so ky hieu van ban",
            "so ky hieu van ban giao",
            "van ban chi dao",
        ],
    ),
    (Field::Clause, &["clause", "dieu khoan", "dieu khoan muc"]),
    (
        Field::Title,
        &[
            "title",
            "nhiem vu",
            "ten nhiem vu",
            "noi dung",
            "noi dung nhiem vu",
            "noi dung cong viec",
            "noi dung thuc hien",
            "noi dung chi dao",
            "noi dung giao",
            "nhiem vu giai phap",
            "nhiem vu va giai phap",
            "nhiem vu cu the",
            "nhiem vu trong tam",
            "nhiem vu duoc giao",
            "cong viec",
            "ten cong viec",
            "dau viec",
            "nhiem vu cong viec",
            "task",
        ],
    ),
    (
        Field::Addressees,
        &[
            "addressees",
            "lead agency",
            "co quan thuc hien",
            "don vi thuc hien",
            "co quan don vi thuc hien",
            "don vi co quan thuc hien",
            "co quan duoc giao",
            "don vi duoc giao",
            "don vi xu ly",
            "don vi dau moi",
            "co quan dau moi",
        ],
    ),
    (
        Field::Deadline,
        &[
            "deadline",
            "han",
            "han xu ly",
            "han hoan thanh",
            "thoi han",
            "thoi han hoan thanh",
            "thoi han thuc hien",
            "thoi gian",
            "thoi gian thuc hien",
            "thoi gian hoan thanh",
            "thoi diem hoan thanh",
            "thoi gian trinh",
            "ngay den han",
            "ngay het han",
            "moc thoi gian",
            "tien do thuc hien",
            "tien do hoan thanh",
            "lo trinh",
        ],
    ),
    (
        Field::Product,
        &[
            "product",
            "san pham",
            "ket qua",
            "san pham ket qua",
            "ket qua san pham",
            "san pham dau ra",
            "ket qua dau ra",
            "san pham du kien",
            "ket qua san pham dau ra",
            "san pham ket qua dau ra",
            "yeu cau san pham",
            "dau ra",
        ],
    ),
    (Field::Authority, &["authority", "tham quyen", "cap trinh", "cap phe duyet"]),
    (Field::AssignedOn, &["assigned on", "ngay giao", "ngay giao viec", "ngay giao nhiem vu"]),
    (Field::Assigner, &["assigner", "giao", "co quan giao", "don vi giao", "nguoi giao"]),
    (Field::Group, &["group", "nhom", "nhom nhiem vu", "nhom noi dung"]),
    (Field::Classification, &["classification", "do mat", "muc do mat"]),
    (
        Field::Percent,
        &[
            "percent",
            "tien do",
            "%",
            "% hoan thanh",
            "ty le",
            "ty le hoan thanh",
            "ti le hoan thanh",
            "muc do hoan thanh",
            "phan tram hoan thanh",
            "khoi luong hoan thanh",
        ],
    ),
    (
        Field::Status,
        &[
            "status",
            "trang thai",
            "tinh trang",
            "trang thai thuc hien",
            "tinh trang thuc hien",
            "tinh trang xu ly",
            "trang thai xu ly",
            "tinh trang hoan thanh",
        ],
    ),
    (
        Field::Result,
        &[
            "result",
            "ket qua thuc hien",
            "ket qua dat duoc",
            "tom tat ket qua",
            "tom tat ket qua thuc hien",
            "tinh hinh thuc hien",
            "tinh hinh ket qua thuc hien",
            "noi dung bao cao",
            "da thuc hien",
        ],
    ),
    (
        Field::Note,
        &[
            "note",
            "ghi chu",
            "linh vuc",
            "qua han",
            "so ngay qua han",
            "canh bao",
            "muc canh bao",
            "con lai",
            "so ngay con lai",
            "kien nghi",
            "de xuat",
            "de xuat kien nghi",
            "kien nghi de xuat",
            "viec tiep theo",
            "buoc tiep theo",
            "huong xu ly",
            "muc do uu tien",
            "uu tien",
            "diem",
        ],
    ),
];

/// Words within a header that settle it, in the order in which they are looked for.
const WITHIN: &[(Field, &[&str])] = &[
    (Field::Coordinating, &["phoi hop"]),
    (Field::Addressees, &["chu tri", "chiu trach nhiem chinh"]),
    (Field::SupervisingLeader, &["lanh dao"]),
    (Field::ResponsiblePerson, &["chiu trach nhiem", "can bo", "chuyen vien", "dau moi"]),
    (Field::CompletedOn, &["ngay hoan thanh", "hoan thanh thuc te", "thuc te hoan thanh"]),
    (Field::ReportedOn, &["ngay bao cao", "thoi diem bao cao", "ngay cap nhat", "reported on"]),
    (Field::NewDeadline, &["gia han", "thoi han moi", "han moi"]),
    (Field::Evidence, &["minh chung", "kiem chung", "evidence", "van ban ket qua"]),
    (Field::Reason, &["ly do", "nguyen nhan", "reason"]),
    (Field::Obstacle, &["vuong mac", "kho khan", "ton tai"]),
    (
        Field::Note,
        &["kien nghi", "de xuat", "tiep theo", "ghi chu", "canh bao", "qua han", "con lai"],
    ),
    (Field::Supervisor, &["giam sat", "theo doi", "don doc"]),
    (Field::Percent, &["%", "ty le", "ti le"]),
    (Field::Result, &["ket qua thuc hien", "tinh hinh thuc hien", "ket qua dat duoc"]),
    (Field::Deadline, &["thoi han", "thoi gian", "han hoan thanh", "han xu ly"]),
    (Field::Status, &["trang thai", "tinh trang"]),
    (Field::Product, &["san pham", "dau ra"]),
    (Field::Document, &["van ban giao", "so hieu", "so ky hieu"]),
    (Field::Title, &["nhiem vu", "noi dung", "cong viec"]),
];

/// A field that a header may mean.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Meaning {
    pub(crate) field: Field,
    /// 1 for the very words, less where only a part of them says so.
    pub(crate) score: f32,
    /// The words that settled it.
    pub(crate) why: String,
}

/// Longest header; what is longer is a sentence.
const MAX_HEADER_BYTES: usize = 300;

/// What a header means, where its words say so.
pub(crate) fn meaning(header: &str) -> Option<Meaning> {
    if header.len() > MAX_HEADER_BYTES {
        return None;
    }
    let key = header_key(header);
    // Trackers add hints: 'Nhiệm vụ (rõ việc)'; a percent sign in them says what the figures are.
    let bare = key.split_once('(').map_or(key.as_str(), |(bare, _)| bare);
    let percent = key.contains('%');
    let (all, bare) = (words(&key), words(bare));
    let exact = |words: &str, score: f32| {
        let found = EXACT.iter().find(|(_, list)| list.contains(&words));
        found.map(|(field, _)| Meaning { field: *field, score, why: words.to_owned() })
    };
    if percent && bare.starts_with("tien do") {
        return Some(Meaning { field: Field::Percent, score: 1.0, why: bare });
    }
    let within = || {
        let blanks = all.match_indices(' ').map(|(at, _)| at + 1);
        let starts: Vec<usize> = std::iter::once(0).chain(blanks).collect();
        WITHIN.iter().find_map(|(field, list)| {
            let word = list.iter().find(|word| stand_in(&all, &starts, word))?;
            // The more of the header the word makes up, the surer.
            let share = f32::from(word.len() as u16) / f32::from(all.len().max(1) as u16);
            Some(Meaning { field: *field, score: 0.6 + 0.3 * share, why: (*word).to_owned() })
        })
    };
    exact(&all, 1.0).or_else(|| exact(&bare, 0.95)).or_else(within)
}

/// True where words stand in others, of which each begins at one of the places, and are not cut out of longer ones.
fn stand_in(all: &str, starts: &[usize], words: &str) -> bool {
    starts.iter().any(|at| {
        let rest = all.get(*at..).and_then(|rest| rest.strip_prefix(words));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// Words with one blank between them; signs other than `%` separate.
fn words(key: &str) -> String {
    let words = key.split(|c: char| !c.is_alphanumeric() && c != '%').filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_agencies_are_understood() {
        let cases = [
            ("STT", Field::Ordinal),
            ("Mã", Field::Id),
            ("NHIỆM VỤ", Field::Title),
            ("Nhiệm vụ (rõ việc)", Field::Title),
            ("Nội dung nhiệm vụ, giải pháp", Field::Title),
            ("Cơ quan chủ trì", Field::Addressees),
            ("Chủ trì (rõ người)", Field::Addressees),
            ("Cơ quan, đơn vị\nchủ trì thực hiện", Field::Addressees),
            ("Cơ quan/đơn vị phối hợp", Field::Coordinating),
            ("Co quan phoi hop", Field::Coordinating),
            ("Thời hạn", Field::Deadline),
            ("Hạn (rõ thời gian)", Field::Deadline),
            ("Thời gian hoàn thành", Field::Deadline),
            ("Thời gian dự kiến trình", Field::Deadline),
            ("Sản phẩm/Kết quả", Field::Product),
            ("Lãnh đạo phụ trách", Field::SupervisingLeader),
            ("Ghi chú", Field::Note),
            ("Thẩm quyền", Field::Authority),
            ("Căn cứ", Field::Document),
            ("Trạng thái", Field::Status),
            ("Tiến độ (%)", Field::Percent),
            ("Tiến độ thực hiện (%)", Field::Percent),
            ("Tiến độ thực hiện", Field::Deadline),
            ("Quá hạn", Field::Note),
            ("Giao", Field::Assigner),
            ("Ngày giao", Field::AssignedOn),
            ("Văn bản minh chứng", Field::Evidence),
            ("Lý do chậm", Field::Reason),
            ("Khó khăn, vướng mắc", Field::Obstacle),
            ("Ngày báo cáo", Field::ReportedOn),
            ("Ngày hoàn thành", Field::CompletedOn),
            ("Tóm tắt kết quả", Field::Result),
            ("Nhiê\u{323}m vu\u{323}", Field::Title),
        ];
        for (header, field) in cases {
            assert_eq!(meaning(header).map(|m| m.field), Some(field), "{header}");
        }
        assert_eq!(meaning("Bộ Công an"), None);
        assert_eq!(meaning(""), None);
    }
}
