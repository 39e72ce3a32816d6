//! Documents and how they relate.

use std::collections::BTreeMap;

use tiendo::{
    Agency, AgencyId, Document, DocumentId, DocumentKind, DocumentRelation, DocumentRelationKind,
    Text,
};

use crate::error::Error;
use crate::plan02::source;
use crate::plan02::table::{Row, Table};

/// The abbreviation for each type of the collector's list; no abbreviation for what is no document
/// by Decree 30/2020/NĐ-CP (meetings, assignments).
///
/// Party rules (quy định) print `QĐ` in their number as decisions do: the word here is what the
/// document is.
const KINDS: &[(&str, Option<&str>)] = &[
    ("Báo cáo", Some("BC")),
    ("Chương trình (không số)", Some("CTr")),
    ("Chỉ thị", Some("CT")),
    ("Công văn", Some("CV")),
    ("Công điện", Some("CĐ")),
    ("Kế hoạch (không rõ số)", Some("KH")),
    ("Kế hoạch", Some("KH")),
    ("Kết luận", Some("KL")),
    ("Luật", Some("Luật")),
    ("Nghị quyết", Some("NQ")),
    ("Nghị định", Some("NĐ")),
    ("Phiên họp (không số)", None),
    ("Phân công (không số)", None),
    ("Quyết định", Some("QĐ")),
    ("Quy chế", Some("QC")),
    ("Quy định", Some("QyĐ")),
    ("Thông báo", Some("TB")),
    ("Thông báo kết luận", Some("TB")),
    ("Thông tư", Some("TT")),
    ("Tờ trình", Some("TTr")),
    ("Văn bản hợp nhất", Some("VBHN")),
];

/// Every document with its relations; `agencies` are looked through for issuers.
pub(crate) fn make<'a>(
    documents: &Table,
    relations: &Table,
    agencies: impl Iterator<Item = &'a Agency>,
) -> Result<Vec<Document>, Error> {
    let issuers = by_name(agencies);
    let mut related = relations_by_document(relations)?;
    let mut made = Vec::new();
    for row in documents.rows() {
        made.push(document(row, &issuers, &mut related)?);
    }
    made.push(working_rules()?);
    match related.into_iter().next() {
        Some((id, _)) => Err(Error::Table(format!("relations of '{id}', which is no document"))),
        None => Ok(made),
    }
}

/// The Government's working rules of 2016: the texts cite them without the year (138/NĐ-CP), and a reader of numbers can
/// offer the full number only where the register knows it.
fn working_rules() -> Result<Document, Error> {
    let id = DocumentId::new("138/2016/NĐ-CP")?;
    let mut document = Document::new(id.clone(), Text::new("Quy chế làm việc của Chính phủ")?);
    document.title_en = Some(Text::new("Working rules of the Government")?);
    document.number = Some(Text::new(id.as_str())?);
    document.kind = Some(DocumentKind::parse("NĐ"));
    document.issuer = Some(AgencyId::new("CP")?);
    document.issuer_name = Some(Text::new("Chính phủ")?);
    document.issued_on = Some(tiendo::day::parse("2016-10-01")?);
    document.source = Some(Text::new(WORKING_RULES_SOURCE)?);
    Ok(document)
}

const WORKING_RULES_SOURCE: &str = "https://vietjack.me/phap-luat/nghi-dinh-138-2016-nd-cp-ve-quy-che-lam-viec-cua-chinh-phu/chuong-iv-5547.html";

type Relations = BTreeMap<String, Vec<DocumentRelation>>;

fn relations_by_document(table: &Table) -> Result<Relations, Error> {
    let mut relations = Relations::new();
    for row in table.rows() {
        let kind = DocumentRelationKind::parse(row.cell("relation")?);
        if kind.is_unknown() {
            return Err(row.wrong(&format!("relation '{kind:?}'")));
        }
        let document = row.read("related_id", DocumentId::new)?;
        let of = relations.entry(row.cell("id")?.to_owned()).or_default();
        of.push(DocumentRelation { kind, document, clause: None });
    }
    Ok(relations)
}

/// Agencies by exact name, where only one has it: the collector left the issuer's id empty for
/// communes and for bodies that ended in 2025.
fn by_name<'a>(
    agencies: impl Iterator<Item = &'a Agency>,
) -> BTreeMap<&'a str, Option<&'a AgencyId>> {
    let mut names = BTreeMap::new();
    for agency in agencies {
        names.entry(agency.name.as_str()).and_modify(|id| *id = None).or_insert(Some(&agency.id));
    }
    names
}

fn document(
    row: Row<'_>,
    issuers: &BTreeMap<&str, Option<&AgencyId>>,
    relations: &mut Relations,
) -> Result<Document, Error> {
    let id = row.read("id", DocumentId::new)?;
    let mut document = Document::new(id.clone(), row.text("title_vi")?);
    // Ids of the collector's own (meetings, papers of unknown number) begin with a letter, numbers
    // with a digit.
    if id.as_str().starts_with(|first: char| first.is_ascii_digit()) {
        document.number = Some(Text::new(id.as_str())?);
    }
    let kind = row.cell("type")?;
    let known = KINDS.iter().find(|(name, _)| *name == kind);
    let (_, word) = known.ok_or_else(|| row.wrong(&format!("type '{kind}'")))?;
    document.kind = word.map(DocumentKind::parse);
    document.issuer_name = row.maybe("issuer", Text::new)?;
    document.issuer = match row.maybe("issuer_id", AgencyId::new)? {
        Some(id) => Some(id),
        None => issuers.get(row.cell("issuer")?).copied().flatten().cloned(),
    };
    document.issued_on = row.day("issued_date")?;
    document.title_en = row.maybe("title_en", Text::new)?;

    // '71-NQ/TW (misprint)': the spelling is the alias, the remark belongs to the source.
    let mut remarks = Vec::new();
    for alias in row.list("aliases")? {
        let (spelling, remark) = alias.split_once(" (").unwrap_or((alias, ""));
        document.aliases.push(Text::new(spelling)?);
        if let Some(remark) = remark.strip_suffix(')') {
            remarks.push(format!("'{spelling}': {remark}"));
        }
    }
    document.relations = relations.remove(id.as_str()).unwrap_or_default();
    check_primary(row, &document)?;
    let remarks: Vec<&str> = remarks.iter().map(String::as_str).collect();
    document.source = Some(source::of(row, &remarks)?);
    Ok(document)
}

/// The two files must agree: the relation in documents.csv is one of document_relations.csv.
fn check_primary(row: Row<'_>, document: &Document) -> Result<(), Error> {
    let (kind, related) = (row.cell("relation")?, row.cell("related_id")?);
    let agrees = |relation: &DocumentRelation| {
        relation.kind.as_str() == kind && relation.document.as_str() == related
    };
    if kind.is_empty() || document.relations.iter().any(agrees) {
        Ok(())
    } else {
        Err(row.wrong("its relation is not in document_relations.csv"))
    }
}
