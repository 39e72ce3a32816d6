//! Documents, one row per version.

use tiendo::{Document, DocumentId, DocumentRelation, Text};

use super::word::Word;
use super::{Cells, Row, columns};

columns! {
    Id Id REQUIRED "id" ["Mã văn bản", "Mã"]
        "Mã duy nhất của văn bản" "Id, unique among documents" "02-KH/BCĐTW";
    Number Text OPTIONAL "number" ["Số hiệu", "Số ký hiệu", "Số, ký hiệu"]
        "Số hiệu như in trên văn bản; để trống với cuộc họp" "Number as printed; empty for a meeting" "02-KH/BCĐTW";
    Kind Word OPTIONAL "kind" ["Loại văn bản", "Loại", "type"]
        "Loại văn bản: ký hiệu hoặc tên loại" "Kind of document: its abbreviation or name" "NQ";
    Issuer Id OPTIONAL "issuer" ["Mã cơ quan ban hành", "issuer_id"]
        "Mã cơ quan ban hành trong tệp agencies" "Id of the issuing agency in the file agencies" "BCDTW";
    IssuerName Text OPTIONAL "issuer_name" ["Cơ quan ban hành", "Nơi ban hành"]
        "Tên cơ quan ban hành như in trên văn bản" "Name of the issuer as printed" "Ban Chỉ đạo Trung ương";
    IssuedOn Day OPTIONAL "issued_on" ["Ngày ban hành", "issued_date"]
        "Ngày ban hành" "Day of issue" "2025-06-19";
    EffectiveOn Day OPTIONAL "effective_on" ["Ngày có hiệu lực", "Ngày hiệu lực"]
        "Ngày có hiệu lực" "Day from which it is in force" "2025-06-19";
    ExpiresOn Day OPTIONAL "expires_on" ["Ngày hết hiệu lực"]
        "Ngày cuối cùng có hiệu lực; nhiệm vụ định kỳ chạy đến ngày này" "Day until which it holds; recurring tasks run to it" "2030-12-31";
    Title Text REQUIRED "title" ["Trích yếu", "Tên văn bản", "title_vi"]
        "Trích yếu bằng tiếng Việt" "Title in Vietnamese" "Kế hoạch thúc đẩy chuyển đổi số liên thông";
    TitleEn Text OPTIONAL "title_en" ["Trích yếu tiếng Anh"]
        "Trích yếu bằng tiếng Anh" "Title in English" "Plan for interconnected digital transformation";
    Aliases List OPTIONAL "aliases" ["Tên khác", "Cách viết khác"]
        "Cách viết khác của số hiệu hoặc tên, cách nhau bằng dấu ;" "Other spellings of the number or title, separated by ;" "02/KH-BCĐTW; Kế hoạch 02";
    Relations List OPTIONAL "relations" ["Quan hệ văn bản", "Văn bản liên quan"]
        "Quan hệ với văn bản khác: từ=mã hoặc từ=mã=điều khoản; từ: concretises, amends, replaces, based_on, reports_on, refers_to, consolidates, adjusted_by, concluded_by"
        "Relations to other documents: word=id or word=id=clause; words: concretises, amends, replaces, based_on, reports_on, refers_to, consolidates, adjusted_by, concluded_by"
        "concretises=57-NQ/TW; based_on=130-KL/TW=mục 2";
    ExternalIds List OPTIONAL "external_ids" ["Mã ở hệ thống khác"]
        "Mã ở hệ thống khác: hệ thống=mã" "Ids in other systems: system=id" "theodoinq=1234; nq57=56";
    Source Text OPTIONAL "source" ["Nguồn", "source_url"]
        "Nơi lấy thông tin" "Where this was read" "Công báo";
    ValidFrom Day OPTIONAL "valid_from" ["Áp dụng từ ngày"]
        "Ngày bắt đầu áp dụng phiên bản này; trống: từ đầu" "Day from which this version holds; empty: always" "2025-06-19";
    RecordedAt Instant OPTIONAL "recorded_at" ["Thời điểm ghi nhận"]
        "Thời điểm ghi nhận phiên bản này" "When this version was recorded" "2025-06-20T08:00:00";
}

/// Reads a document. What is required stands last, so that one missing cell does not hide problems in others.
pub(crate) fn read(row: &mut Row<'_>) -> Option<Document> {
    let id = row.required_id(Col::Id);
    let title = row.required_text(Col::Title);
    let relations = row.parts(Col::Relations, "word=id=clause", relation);
    row.note_words(Col::Relations, relations.iter().map(|r| &r.kind));
    Some(Document {
        number: row.text(Col::Number),
        kind: row.word(Col::Kind),
        issuer: row.id(Col::Issuer),
        issuer_name: row.text(Col::IssuerName),
        issued_on: row.day(Col::IssuedOn),
        effective_on: row.day(Col::EffectiveOn),
        expires_on: row.day(Col::ExpiresOn),
        title_en: row.text(Col::TitleEn),
        aliases: row.texts(Col::Aliases),
        relations,
        external_ids: row.pairs(Col::ExternalIds),
        source: row.text(Col::Source),
        valid_from: row.day(Col::ValidFrom),
        recorded_at: row.instant(Col::RecordedAt),
        id: id?,
        title: title?,
    })
}

fn relation(parts: &[Option<String>]) -> Option<DocumentRelation> {
    let (kind, document, clause) = match parts {
        [Some(kind), Some(document)] => (kind, document, None),
        [Some(kind), Some(document), clause] => (kind, document, clause.as_deref()),
        _ => return None,
    };
    Some(DocumentRelation {
        kind: Word::read(kind)?,
        document: DocumentId::new(document).ok()?,
        clause: clause.map(Text::new).transpose().ok()?,
    })
}

/// Writes a document as [`read`] reads it.
pub(crate) fn write(document: &Document, cells: &mut Cells) {
    cells.id(Col::Id, &document.id);
    cells.some_text(Col::Number, document.number.as_ref());
    cells.some_word(Col::Kind, document.kind.as_ref());
    cells.some_id(Col::Issuer, document.issuer.as_ref());
    cells.some_text(Col::IssuerName, document.issuer_name.as_ref());
    cells.some_day(Col::IssuedOn, document.issued_on);
    cells.some_day(Col::EffectiveOn, document.effective_on);
    cells.some_day(Col::ExpiresOn, document.expires_on);
    cells.text(Col::Title, &document.title);
    cells.some_text(Col::TitleEn, document.title_en.as_ref());
    cells.texts(Col::Aliases, &document.aliases);
    let relation = |r: &DocumentRelation| {
        let clause = r.clause.as_ref().map(|clause| clause.as_str().to_owned());
        vec![Some(r.kind.word().to_owned()), Some(r.document.to_string()), clause]
    };
    let relations: Vec<_> = document.relations.iter().map(relation).collect();
    cells.parts(Col::Relations, &relations);
    document.relations.iter().for_each(|r| cells.check_word(Col::Relations, &r.kind));
    cells.pairs(Col::ExternalIds, &document.external_ids);
    cells.some_text(Col::Source, document.source.as_ref());
    cells.some_day(Col::ValidFrom, document.valid_from);
    cells.some_instant(Col::RecordedAt, document.recorded_at);
}
