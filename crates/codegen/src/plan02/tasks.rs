//! Tasks, and the last days that the collector read from their wording.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;
use tiendo::{
    AddresseeMode, Agency, AgencyId, AgencyKind, ClassificationBasis, Deadline, Document,
    DocumentKind, GroupId, PhaseId, Product, ProductKind, Task, TaskId, Text,
};

use crate::error::Error;
use crate::plan02::source;
use crate::plan02::table::{Row, Table};

/// Lists of named agencies where each owes a row of its own; every other list is led jointly. A
/// judgement of ours, by the title of each of the eight rows that name several agencies and no
/// group:
///
/// - T0045, a strategy 'of the ministry': four strategies;
/// - T0056, comments on a draft: ten letters;
/// - T0103, digital transformation of the National Assembly, Front, courts and procuracies: each
///   transforms itself;
/// - joint: the bills of T0068 and T0069, the visits of T0109, the land data campaign of T0124 and
///   T0125.
const EACH: [&str; 3] = ["T0045", "T0056", "T0103"];

/// Tasks that the collector's list gives to all communes though their title names those of one
/// province (its code).
const COMMUNES_OF_ONE_PROVINCE: [(&str, &str); 1] = [
    // '… tại 130 xã, phường Nghệ An', product '130/130 quyết định'.
    ("T0128", "40"),
];

/// Products that are issued: normative and administrative documents.
const ISSUED: [&str; 6] =
    ["nghị quyết", "nghị định", "quyết định", "thông tư", "chỉ thị", "công điện"];

/// The plan whose addressees the collector read in general terms, because its annex is not public.
const PLAN_02: &str = "02-KH/BCĐTW";

/// Every task.
pub(crate) fn make(
    table: &Table,
    documents: &[Document],
    agencies: &[Agency],
    communes: &[Agency],
) -> Result<Vec<Task>, Error> {
    let documents: BTreeMap<&str, &Document> =
        documents.iter().map(|document| (document.id.as_str(), document)).collect();
    let groups: BTreeSet<&str> = agencies
        .iter()
        .filter(|agency| agency.kind == AgencyKind::Group)
        .map(|agency| agency.id.as_str())
        .collect();
    let mut tasks = Vec::new();
    for row in table.rows() {
        tasks.push(task(row, &documents, &groups, communes)?);
    }
    for id in EACH.iter().chain(COMMUNES_OF_ONE_PROVINCE.iter().map(|(id, _)| id)) {
        if !tasks.iter().any(|task| task.id.as_str() == *id) {
            return Err(Error::Table(format!(
                "a table of tasks.rs names '{id}', which is no task"
            )));
        }
    }
    Ok(tasks)
}

fn task(
    row: Row<'_>,
    documents: &BTreeMap<&str, &Document>,
    groups: &BTreeSet<&str>,
    communes: &[Agency],
) -> Result<Task, Error> {
    let document = documents.get(row.cell("document_id")?).copied();
    let document = document.ok_or_else(|| row.wrong("its document is not in documents.csv"))?;
    let id = row.read("id", TaskId::new)?;
    let mut remarks = Vec::new();

    let mut task = Task::new(id, document.id.clone(), row.text("title_vi")?);
    task.title_en = row.maybe("title_en", Text::new)?;
    task.addressees = row.agencies("lead_agency")?;
    task.coordinating = row.agencies("coordinating_agencies")?;
    task.mode = mode(&task, groups);
    if let Some((_, province)) =
        COMMUNES_OF_ONE_PROVINCE.iter().find(|(of, _)| *of == task.id.as_str())
    {
        let parent = AgencyId::new(&format!("{province}-UBND"))?;
        let of_province =
            communes.iter().filter(|commune| commune.parent.as_ref() == Some(&parent));
        task.addressees = of_province.map(|commune| commune.id.clone()).collect();
        remarks.push("addressees: the communes that the title names");
    } else if document.id.as_str() == PLAN_02 {
        remarks.push("addressees: the collector's general reading");
    }
    task.assigner = assigner(document)?;
    task.product = product(row)?;

    // Only the wording is kept: what it means is the reader's business, when a registry is built.
    if let Some(deadline) = row.maybe("deadline_text", Deadline::wording)? {
        task.deadline = deadline;
        match row.cell("deadline_text_origin")? {
            "vi-verbatim" => {}
            "vi-page-slug" => remarks.push("deadline worded by the page's address"),
            "back-translated" => remarks.push("deadline wording translated back into Vietnamese"),
            other => return Err(row.wrong(&format!("deadline_text_origin '{other}'"))),
        }
        if row.cell("deadline_basis")? == "phase" {
            remarks.push("deadline: the limit of the phase");
        }
    }
    task.group = row.maybe("group", GroupId::new)?;
    task.phase = row.maybe("phase", PhaseId::new)?.filter(|phase| phase.as_str() != "none");
    if task.group.is_some() || task.phase.is_some() {
        let basis = ClassificationBasis::parse(row.cell("classification_basis")?);
        task.classified_by = Some(basis.ok_or_else(|| row.wrong("classification_basis"))?);
    }
    task.source = Some(source::of(row, &remarks)?);
    Ok(task)
}

/// How several addressees owe the task: each its own row wherever a group is among them.
fn mode(task: &Task, groups: &BTreeSet<&str>) -> Option<AddresseeMode> {
    let has_group = task.addressees.iter().any(|agency| groups.contains(agency.as_str()));
    match task.addressees.len() {
        _ if has_group || EACH.contains(&task.id.as_str()) => Some(AddresseeMode::Each),
        0 | 1 => None,
        _ => Some(AddresseeMode::Joint),
    }
}

/// A notice of the Government Office prints what the Prime Minister concluded: he is the assigner,
/// not the office.
fn assigner(document: &Document) -> Result<Option<AgencyId>, Error> {
    let office = document.issuer.as_ref().is_some_and(|issuer| issuer.as_str() == "VPCP");
    let notice = document.kind.as_ref().map(DocumentKind::as_str) == Some("TB");
    Ok(if office && notice { Some(AgencyId::new("TTG")?) } else { None })
}

/// The product with its kind where the words say so: a document is issued; what is only drafted or
/// submitted is not; 'có hiệu lực' in the title asks for more than issuing.
fn product(row: Row<'_>) -> Result<Option<Product>, Error> {
    let Some(text) = row.maybe("product", Text::new)? else {
        return Ok(None);
    };
    let words = text.as_str().to_lowercase();
    let title = row.cell("title_vi")?.to_lowercase();
    let draft =
        |text: &str| text.contains("dự thảo") || text.contains("hồ sơ nghị") || submits(text);
    let kind = if !ISSUED.iter().any(|kind| words.contains(kind)) || draft(&words) || draft(&title)
    {
        None
    } else if title.contains(", có hiệu lực") {
        Some(ProductKind::InForce)
    } else {
        Some(ProductKind::Issued)
    };
    Ok(Some(Product { text, kind, document: None }))
}

/// True where `trình` stands as a verb (to submit), not in a noun such as `chương trình` or `quy
/// trình`.
fn submits(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(',')).collect();
    words.iter().enumerate().any(|(i, word)| {
        let before = i.checked_sub(1).and_then(|i| words.get(i)).copied().unwrap_or_default();
        *word == "trình" && !["chương", "quy", "lộ", "công", "tờ", "quá"].contains(&before)
    })
}

/// What the collector read from a deadline's wording, for the simulation: the last day, or that the
/// task recurs.
#[derive(Serialize)]
pub(crate) struct Due {
    task: TaskId,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_day: Option<NaiveDate>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    monthly: bool,
}

/// Tasks with a last day (read strictly) or a monthly one. The simulation takes the days from here,
/// so that a better reader of wordings does not change reports that demonstrations have shown.
pub(crate) fn last_days(table: &Table) -> Result<Vec<Due>, Error> {
    let mut days = Vec::new();
    for row in table.rows() {
        let last_day = row.day("deadline_date")?;
        let monthly = last_day.is_none() && row.cell("deadline_text")?.contains("hằng tháng");
        if last_day.is_some() || monthly {
            days.push(Due { task: row.read("id", TaskId::new)?, last_day, monthly });
        }
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn submitting_is_not_a_programme() {
        assert!(submits("kế hoạch trình thủ tướng phê duyệt"));
        assert!(!submits("chương trình phát triển chính phủ số"));
        assert!(submits("chương trình trình thủ tướng"));
    }
}
