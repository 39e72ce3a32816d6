//! The register as its users get it: counts, sources, references, successions, names.

// Helpers of tests may fail as tests do; clippy knows only functions marked as tests.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use tiendo::text::fold;
use tiendo::{
    AddresseeMode, Agency, AgencyKind, Document, DocumentKind, Level, ProductKind, Records,
    SuccessionKind, Task, day, plan,
};

fn register() -> Records {
    tiendo_plan02::records().expect("the compiled-in files fit the record types")
}

fn agency<'a>(records: &'a Records, id: &str) -> &'a Agency {
    let found = records.agencies.iter().find(|agency| agency.id.as_str() == id);
    found.unwrap_or_else(|| panic!("no agency {id}"))
}

fn task<'a>(records: &'a Records, id: &str) -> &'a Task {
    let found = records.tasks.iter().find(|task| task.id.as_str() == id);
    found.unwrap_or_else(|| panic!("no task {id}"))
}

/// Ids of the agencies that a look-up by name, without accents and case, would offer.
fn named(records: &Records, name: &str) -> Vec<String> {
    let name = fold(name);
    let says = |agency: &&Agency| {
        std::iter::once(&agency.name).chain(&agency.other_names).any(|n| fold(n.as_str()) == name)
    };
    records.agencies.iter().filter(says).map(|agency| agency.id.to_string()).collect()
}

fn members<'a>(records: &'a Records, group: &str) -> Vec<&'a Agency> {
    let of = |agency: &&Agency| agency.member_of.iter().any(|id| id.as_str() == group);
    records.agencies.iter().filter(of).collect()
}

#[test]
fn counts() {
    let records = register();
    // 157 of the collector's list, and the Government's working rules.
    assert_eq!(records.documents.len(), 158);
    // 206 of the collector's list, the root, 29 former provinces, 7 ended ministries; then the
    // communes.
    assert_eq!(records.agencies.len(), 206 + 1 + 29 + 7 + 3321);
    assert_eq!(records.successions.len(), 29 + 6 + 4);
    assert_eq!(records.tasks.len(), 192);
    assert_eq!(records.kpis.len(), 65);
    assert_eq!(records.plans.len(), 1);
    let relations: usize = records.documents.iter().map(|document| document.relations.len()).sum();
    assert_eq!(relations, 113);
    let dated = records.kpis.iter().filter(|kpi| !kpi.targets.is_empty()).count();
    let undated = records
        .kpis
        .iter()
        .filter(|kpi| {
            kpi.note.as_ref().is_some_and(|note| note.as_str().contains("no day is given"))
        })
        .count();
    assert_eq!((dated, undated), (37, 7));
    assert!(records.reports.is_empty() && records.transfers.is_empty(), "nobody publishes them");
}

#[test]
fn the_map_of_34() {
    let records = register();
    let now = day::parse("2025-12-31").expect("a day");
    let provinces = members(&records, "UBND-TINH");
    assert_eq!(provinces.len(), 34);
    let codes: BTreeSet<&str> = provinces
        .iter()
        .filter_map(|province| province.territory.as_ref())
        .map(AsRef::as_ref)
        .collect();
    assert_eq!(codes.len(), 34);
    for body in ["UBND", "TU", "HDND", "MTTQ"] {
        let of = |agency: &&&Agency| agency.id.as_str().ends_with(&format!("-{body}"));
        let agencies: Vec<&Agency> = records.agencies.iter().collect();
        let there = agencies.iter().filter(of).filter(|agency| agency.level == Level::Province);
        assert_eq!(there.filter(|agency| agency.exists_on(now)).count(), 34, "{body}");
    }
    let communes = members(&records, "UBND-XA");
    assert_eq!(communes.len(), 3321);
    for commune in communes {
        assert_eq!(commune.level, Level::Commune);
        let province = commune.parent.as_ref().expect("a province");
        assert!(provinces.iter().any(|agency| agency.id == *province), "{}", commune.id);
    }
    // Every body of a province works in one of the 34, a former one in what became of it.
    for agency in records.agencies.iter().filter(|agency| agency.level == Level::Province) {
        let group = agency.kind == AgencyKind::Group;
        let place = agency.territory.as_ref().is_some_and(|code| codes.contains(code.as_str()));
        assert!(group || place, "{}", agency.id);
    }
    assert_eq!(agency(&records, "66-SKHCN").level, Level::Department);
}

#[test]
fn groups_on_the_day_of_assignment() {
    let records = register();
    let on = |group: &str, day: &str| {
        let day = day::parse(day).expect("a day");
        members(&records, group).iter().filter(|agency| agency.exists_on(day)).count()
    };
    // 14 ministries, 3 ministerial agencies, 5 government agencies. A document without a day counts
    // from the earliest known one, so membership must not hang on the day.
    assert_eq!(on("CAC-BO", "2025-06-19"), 22);
    assert_eq!(on("CAC-BO", "2013-11-11"), 22);
    assert_eq!(on("UBND-TINH", "2025-06-19"), 34);
    assert_eq!(on("TINHUY", "2025-06-19"), 34);
    assert_eq!(on("CQD-TW", "2025-06-19"), 6);
    assert_eq!(on("UBND-XA", "2025-06-30"), 0);
    assert_eq!(on("UBND-XA", "2025-07-01"), 3321);
    assert_eq!(on("SO-NGANH", "2025-12-31"), 0);
}

#[test]
fn every_record_has_a_source() {
    let records = register();
    let missing: Vec<&str> = records
        .documents
        .iter()
        .filter(|document| document.source.is_none())
        .map(|document| document.id.as_str())
        .chain(records.agencies.iter().filter(|a| a.source.is_none()).map(|a| a.id.as_str()))
        .chain(records.successions.iter().filter(|s| s.source.is_none()).map(|s| s.from.as_str()))
        .chain(records.tasks.iter().filter(|t| t.source.is_none()).map(|t| t.id.as_str()))
        .chain(records.kpis.iter().filter(|k| k.source.is_none()).map(|k| k.id.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    // Addresses and document numbers, not the file names of whoever collected them.
    let text = serde_json::to_string(&records).expect("written");
    for private in [".txt", "seed 0", "find_string", "/work/", "/tmp/"] {
        assert!(!text.contains(private), "'{private}' in the register");
    }
    // A plan has no field for it: its document has the source.
    let document = &records.plans[0].document;
    assert!(records.documents.iter().any(|d| d.id == *document && d.source.is_some()));
}

#[test]
fn every_reference_resolves() {
    let records = register();
    let agencies: BTreeSet<&str> =
        records.agencies.iter().map(|agency| agency.id.as_str()).collect();
    let documents: BTreeSet<&str> = records.documents.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(agencies.len(), records.agencies.len(), "agency ids are unique");
    assert_eq!(documents.len(), records.documents.len(), "document ids are unique");
    let plan = &records.plans[0];
    assert!(documents.contains(plan.document.as_str()));

    for agency in &records.agencies {
        for other in agency.parent.iter().chain(&agency.member_of) {
            assert!(agencies.contains(other.as_str()), "{} names {other}", agency.id);
        }
    }
    for succession in &records.successions {
        assert!(agencies.contains(succession.from.as_str()), "{}", succession.from);
        assert!(agencies.contains(succession.to.as_str()), "{}", succession.to);
    }
    for document in &records.documents {
        assert!(document.issuer.iter().all(|issuer| agencies.contains(issuer.as_str())));
        for relation in &document.relations {
            assert!(!relation.kind.is_unknown());
            assert!(documents.contains(relation.document.as_str()), "{}", document.id);
        }
    }
    for task in &records.tasks {
        assert!(documents.contains(task.document.as_str()), "{}", task.id);
        let named = task.addressees.iter().chain(&task.coordinating).chain(&task.assigner);
        for agency in named {
            assert!(agencies.contains(agency.as_str()), "{} names {agency}", task.id);
        }
        assert!(task.group.iter().all(|id| plan.groups.iter().any(|group| group.id == *id)));
        assert!(task.phase.iter().all(|id| plan.phases.iter().any(|phase| phase.id == *id)));
    }
    for kpi in &records.kpis {
        assert!(kpi.document.iter().all(|id| documents.contains(id.as_str())), "{}", kpi.id);
    }
}

#[test]
fn successions_are_complete() {
    let records = register();
    let mut followers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for succession in &records.successions {
        let from = agency(&records, succession.from.as_str());
        // The predecessor's last day is the day before the successor's first.
        assert_eq!(from.valid_to, day::plus(succession.day, -1), "{}", from.id);
        assert!(agency(&records, succession.to.as_str()).exists_on(succession.day));
        assert!(succession.basis.is_some());
        followers.entry(from.id.as_str()).or_default().push(succession.to.as_str());
    }
    let ended: Vec<&Agency> =
        records.agencies.iter().filter(|agency| agency.valid_to.is_some()).collect();
    assert_eq!(ended.len(), 29 + 7);
    for agency in ended {
        let of = followers.get(agency.id.as_str()).map_or(0, Vec::len);
        let several = agency.id.as_str() == "BLDTBXH";
        assert_eq!(of, if several { 4 } else { 1 }, "{}", agency.id);
    }
    let split = records.successions.iter().filter(|s| s.kind == SuccessionKind::Split);
    assert!(split.into_iter().all(|succession| succession.from.as_str() == "BLDTBXH"));
    // 23 of the 34 provinces were merged from 52, eleven continue alone.
    let merged: BTreeSet<&str> = records
        .successions
        .iter()
        .map(|succession| succession.to.as_str())
        .filter(|to| to.ends_with("-UBND"))
        .collect();
    assert_eq!(merged.len(), 23);
    let alone = ["01", "04", "11", "12", "14", "20", "22", "38", "40", "42", "46"];
    assert!(alone.iter().all(|code| !merged.contains(format!("{code}-UBND").as_str())));
}

#[test]
fn names_lead_to_one_province() {
    let records = register();
    let check = |name: &str, id: &str| assert_eq!(named(&records, name), [id], "{name}");
    check("Lam Dong", "68-UBND");
    check("tỉnh Lâm Đồng", "68-UBND");
    check("Tỉnh ủy Lâm Đồng", "68-TU");
    check("TP.HCM", "79-UBND");
    check("sai gon", "79-UBND");
    check("Thành ủy TP. Hồ Chí Minh", "79-TU");
    check("Thừa Thiên Huế", "46-UBND");
    check("Dak Lak", "66-UBND");
    check("Hà Nam", "35-UBND");
    check("Bình Dương", "74-UBND");
    check("Yên Bái", "15-UBND-CU");
    check("Lào Cai", "15-UBND");
    check("Bộ Thông tin và Truyền thông", "BTTTT");
    check("Bộ KH&CN", "BKHCN");
    check("phường Hoàn Kiếm", "00070-UBND");
    // Wards that are called as a province is keep their full name only.
    assert_eq!(named(&records, "phường Hà Nam"), ["13366-UBND"]);

    // No two provinces share a name, and no two agencies a code.
    let mut codes = BTreeSet::new();
    for agency in &records.agencies {
        assert!(agency.code.iter().all(|code| codes.insert(code.as_str())), "{:?}", agency.code);
    }
    let mut names = BTreeSet::new();
    for agency in records.agencies.iter().filter(|agency| agency.level != Level::Commune) {
        let own: BTreeSet<String> = std::iter::once(&agency.name)
            .chain(&agency.other_names)
            .map(|name| fold(name.as_str()))
            .collect();
        for name in own {
            assert!(names.insert(name.clone()), "'{name}' is also a name of {}", agency.id);
        }
    }
}

#[test]
fn addressees_and_modes() {
    let records = register();
    let groups: BTreeSet<&str> = records
        .agencies
        .iter()
        .filter(|agency| agency.kind == AgencyKind::Group)
        .map(|agency| agency.id.as_str())
        .collect();
    for task in &records.tasks {
        let several = task.addressees.len() > 1;
        let group = task.addressees.iter().any(|agency| groups.contains(agency.as_str()));
        assert_eq!(task.mode.is_some(), several || group, "{}", task.id);
        assert!(!group || task.mode == Some(AddresseeMode::Each), "{}", task.id);
    }
    assert_eq!(records.tasks.iter().filter(|task| task.addressees.is_empty()).count(), 17);
    assert_eq!(task(&records, "T0045").mode, Some(AddresseeMode::Each));
    assert_eq!(task(&records, "T0124").mode, Some(AddresseeMode::Joint));
    // 'at 130 communes and wards of Nghệ An' is not addressed to all 3,321.
    assert_eq!(task(&records, "T0128").addressees.len(), 130);
    let assigner = |id: &str| task(&records, id).assigner.as_ref().map(|id| id.as_str().to_owned());
    assert_eq!(assigner("T0024").as_deref(), Some("TTG"));
    assert_eq!(assigner("T0093"), None);
    assert!(records.tasks.iter().all(|task| {
        task.classified_by.is_some() == (task.group.is_some() || task.phase.is_some())
    }));
}

#[test]
fn products() {
    let records = register();
    let kind = |id: &str| task(&records, id).product.as_ref().and_then(|p| p.kind.clone());
    assert_eq!(kind("T0011"), Some(ProductKind::Issued));
    // 'issued and in force'; submitted, drafted and completed dossiers are not issued documents.
    assert_eq!(kind("T0079"), Some(ProductKind::InForce));
    for id in ["T0031", "T0131", "T0133", "T0148", "T0149", "T0071"] {
        assert_eq!(kind(id), None, "{id}");
    }
}

#[test]
fn documents_and_issuers() {
    let records = register();
    let document = |id: &str| {
        let found = records.documents.iter().find(|document| document.id.as_str() == id);
        found.unwrap_or_else(|| panic!("no document {id}"))
    };
    let issuer = |id: &str| document(id).issuer.as_ref().map(ToString::to_string);
    assert_eq!(issuer("02-KH/BCĐTW").as_deref(), Some("BCDTW"));
    // By exact name: bodies that ended in 2025, and a commune.
    assert_eq!(issuer("922/QĐ-BTTTT").as_deref(), Some("BTTTT"));
    assert_eq!(issuer("18/2016/QĐ-UBND").as_deref(), Some("02-UBND"));
    assert_eq!(issuer("2410/KH-UBND").as_deref(), Some("27673-UBND"));
    // Several issuers, or one that is no agency: the printed name remains.
    assert_eq!(issuer("515/KH-BCA-BNNMT"), None);
    assert!(document("515/KH-BCA-BNNMT").issuer_name.is_some());
    assert_eq!(records.documents.iter().filter(|document| document.issuer.is_none()).count(), 22);

    let numbered = records.documents.iter().filter(|document| document.number.is_some()).count();
    // Ten meetings, an assignment, a programme and three plans print no number.
    assert_eq!(numbered, 158 - 15);
    let unknown =
        |document: &&Document| document.kind.as_ref().is_some_and(DocumentKind::is_unknown);
    assert_eq!(records.documents.iter().find(unknown), None);
    let kind = |id: &str| document(id).kind.as_ref().map(|kind| kind.as_str().to_owned());
    assert_eq!(kind("57-NQ/TW").as_deref(), Some("NQ"));
    assert_eq!(kind("KH-BNNMT-DATDAI").as_deref(), Some("KH"));
    assert_eq!(kind("HOP-20250702"), None);
    let aliases: Vec<&str> = document("71/NQ-CP").aliases.iter().map(AsRef::as_ref).collect();
    assert_eq!(aliases, ["71-NQ/TW"]);
}

#[test]
fn the_plan_is_the_core_s() {
    let records = register();
    let core = plan::plan02().expect("valid");
    let ours = &records.plans[0];
    assert_eq!((&ours.id, &ours.document), (&core.id, &core.document));
    assert_eq!(ours.phases, core.phases);
    let ids = |plan: &tiendo::Plan| plan.groups.iter().map(|g| g.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(ours), ids(&core));
}

#[test]
fn json_round_trip() {
    let records = register();
    let text = serde_json::to_string(&records).expect("written");
    let again: Records = serde_json::from_str(&text).expect("read");
    assert_eq!(again, records);
}
