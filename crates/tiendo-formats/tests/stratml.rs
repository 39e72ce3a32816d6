//! StratML: what is written reads back and is valid, what others wrote is read whole, nothing hostile gets through.

// Helpers of tests may panic as tests do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::format_collect
)]

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use tiendo::{
    AgencyId, AsOf, Classification, Deadline, DocumentId, Evaluation, Finding, Kpi, Lang, Policy,
    Provenance, Records, Registry, RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId,
    Text, day,
};
use tiendo_formats::stratml::{self, ReadOptions, Reports, WriteOptions};
use tiendo_formats::{Code, Disclosure, Error, Overwrite};

#[path = "random/records.rs"]
#[allow(dead_code)] // shared with other tests, which use all of it
mod random;

fn registry(records: Records) -> Registry {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    builder.finish()
}

fn evaluation(registry: &Registry, on: &str) -> Evaluation {
    let as_of = AsOf::new(day::parse(on).unwrap()).unwrap();
    registry.evaluate(as_of, &Policy::default()).unwrap()
}

fn everything() -> WriteOptions<'static> {
    WriteOptions { disclosure: Disclosure::Everything, ..WriteOptions::default() }
}

fn written(evaluation: &Evaluation, options: &WriteOptions<'_>) -> (Vec<u8>, Vec<Finding>) {
    let mut file = Vec::new();
    let findings = stratml::write(evaluation, &mut file, options).expect("writable");
    (file, findings)
}

fn read(file: &[u8]) -> Result<(Records, Vec<Finding>), Error> {
    stratml::read("plan.xml", file, &ReadOptions::default())
}

fn codes(findings: &[Finding]) -> BTreeMap<&'static str, u64> {
    let mut codes = BTreeMap::new();
    for finding in findings {
        let count = finding.args.get("count").and_then(|count| count.parse().ok()).unwrap_or(1);
        *codes.entry(finding.code.as_str()).or_default() += count;
    }
    codes
}

/// The line for the table of formats.
fn row(read: usize, written: usize, findings: &[Finding], by: &str) {
    println!("formats | stratml | {read} | {written} | {:?} | {by}", codes(findings));
}

/// A file that validators of others look at, below the target folder.
fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn demo() -> Records {
    let mut records = tiendo_plan02::records().unwrap();
    records.reports = tiendo_plan02::simulated_reports(&records, 57);
    records
}

#[test]
fn the_register_comes_back_whole() {
    let registry = registry(demo());
    let before = evaluation(&registry, "2025-12-31");
    for (name, lang) in [("stratml-vi.xml", Lang::Vi), ("stratml-en.xml", Lang::En)] {
        let options = WriteOptions { lang, overwrite: Overwrite::Allow, ..WriteOptions::default() };
        let lost = stratml::write_file(&before, kept(name), &options).unwrap();
        let file = std::fs::read(kept(name)).unwrap();
        let (records, findings) = read(&file).unwrap();
        assert_eq!(
            findings,
            [],
            "{}",
            findings.first().map_or(String::new(), |f| f.line(Lang::En))
        );
        assert!(lost.iter().all(|f| f.field.as_deref() == Some("agency")), "{lost:?}");
        let tasks: Vec<Task> = before.rows().map(|row| row.task().into_owned()).collect();
        for task in &records.tasks {
            assert!(tasks.contains(task), "{task:?}");
        }
        assert_eq!(records.kpis.len(), registry.kpis().len());
        assert_eq!(records.plans, registry.plans());
        assert_eq!(records.documents, registry.documents());
        assert!(records.reports.iter().all(|r| r.provenance == Provenance::Simulated));
        // The same questions have the same answers, to the byte.
        let again = self::registry(records);
        let after = evaluation(&again, "2025-12-31");
        assert_eq!(after.len(), before.len());
        for (a, b) in after.rows().zip(before.rows()) {
            assert_eq!(
                (a.id(), a.status(), a.percent(), a.deadline(), a.closed_on()),
                (b.id(), b.status(), b.percent(), b.deadline(), b.closed_on())
            );
        }
        let text = String::from_utf8(file.clone()).unwrap();
        assert!(text.contains("SIMULATED") && text.contains("D: 2025-12-31"));
        assert_eq!(written(&after, &WriteOptions { lang, ..WriteOptions::default() }).0, file);
        row(1, 1, &lost, "own reader");
    }
}

#[test]
fn what_was_not_known_is_not_told() {
    let mut task = task("T1", "Nâng cấp cổng");
    task.deadline = Deadline::by(day::parse("2025-09-01").unwrap());
    let mut records = Records { tasks: vec![task], ..Records::default() };
    for (id, on, recorded) in [
        ("R1", "2025-07-01", "2025-07-01T08:00:00"),
        ("R2", "2025-08-02", "2025-08-02T08:00:00"),
        ("R3", "2025-07-02", "2025-08-09T08:00:00"),
    ] {
        let on = day::parse(on).unwrap();
        let mut report = report(id, "T1", on);
        report.recorded_at = Some(day::parse_instant(recorded).unwrap());
        records.reports.push(report);
    }
    let mut kpi = Kpi::new(
        tiendo::KpiId::new("K").unwrap(),
        Text::new("K").unwrap(),
        tiendo::Direction::Increase,
    );
    kpi.measurements = ["2025-07-01", "2025-08-02"]
        .map(|on| tiendo::Measurement::new(day::parse(on).unwrap(), 1.5))
        .to_vec();
    records.kpis.push(kpi);
    // Plans and successions do not say when they were recorded, but their documents and agencies do.
    let recorded = |text: &str| Some(day::parse_instant(text).unwrap());
    for (id, title, at) in [
        ("P1", "cũ", "2025-07-01T08:00:00"),
        ("P1", "mới", "2025-08-09T08:00:00"),
        ("P2", "P2", "2025-08-09T08:00:00"),
    ] {
        let id = DocumentId::new(id).unwrap();
        let mut document = tiendo::Document::new(id, Text::new(title).unwrap());
        document.recorded_at = recorded(at);
        records.documents.push(document);
    }
    for id in ["P1", "P2"] {
        records.plans.push(tiendo::Plan {
            id: tiendo::PlanId::new(id).unwrap(),
            document: DocumentId::new(id).unwrap(),
            documents: vec![DocumentId::new("P2").unwrap()],
            name: Text::new(id).unwrap(),
            name_en: None,
            phases: Vec::new(),
            groups: Vec::new(),
        });
    }
    for (id, at) in [("A", "2025-07-01"), ("B", "2025-07-01"), ("C", "2025-08-09")] {
        let id = AgencyId::new(id).unwrap();
        let name = Text::new(id.as_str()).unwrap();
        let mut agency = tiendo::Agency::new(id, name, tiendo::Level::Central);
        agency.recorded_at = recorded(&format!("{at}T08:00:00"));
        records.agencies.push(agency);
    }
    records.tasks[0].addressees = vec![AgencyId::new("A").unwrap()];
    for (to, on, basis) in [
        ("B", "2025-07-20", None),
        ("B", "2025-07-21", Some("P2")),
        ("C", "2025-07-22", None),
        ("B", "2025-08-02", None),
    ] {
        records.successions.push(tiendo::Succession {
            kind: tiendo::SuccessionKind::Merged,
            from: AgencyId::new("A").unwrap(),
            to: AgencyId::new(to).unwrap(),
            day: day::parse(on).unwrap(),
            basis: basis.map(|basis| Text::new(basis).unwrap()),
            source: None,
        });
    }
    let registry = registry(records);
    let on = |text: &str| day::parse(text).unwrap();
    let as_of = AsOf::new(on("2025-08-01")).unwrap().known_on(on("2025-08-05")).unwrap();
    let evaluation = registry.evaluate(as_of, &Policy::default()).unwrap();
    let (file, _) = written(&evaluation, &everything());
    let (records, _) = read(&file).unwrap();
    let ids: Vec<&str> = records.reports.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["R1"]);
    assert_eq!(records.kpis[0].measurements.len(), 1);
    let titles: Vec<&str> = records.documents.iter().map(|d| d.title.as_str()).collect();
    assert!(titles.contains(&"cũ") && !titles.contains(&"mới"), "{titles:?}");
    let plans: Vec<_> = records.plans.iter().map(|p| (p.id.as_str(), p.documents.len())).collect();
    assert_eq!(plans, [("P1", 0)]);
    let successions: Vec<String> = records.successions.iter().map(|s| s.day.to_string()).collect();
    assert_eq!(successions, ["2025-07-20"]);
    assert!(!String::from_utf8(file).unwrap().contains("2025-08-09"));
}

fn task(id: &str, title: &str) -> Task {
    let (id, document) = (TaskId::new(id).unwrap(), DocumentId::new("D").unwrap());
    let mut task = Task::new(id, document, Text::new(title).unwrap());
    task.assigned_on = Some(day::parse("2025-01-01").unwrap());
    task
}

fn report(id: &str, task: &str, on: chrono::NaiveDate) -> Report {
    let (id, task) = (ReportId::new(id).unwrap(), TaskId::new(task).unwrap());
    let mut report = Report::new(id, task, ReportKind::Progress, on);
    report.percent = Some(40);
    report
}

#[test]
fn without_reports_the_state_is_carried() {
    let on = day::parse("2025-07-01").unwrap();
    let mut done = report("R2", "T2", on);
    done.kind = ReportKind::Complete;
    let records = Records {
        tasks: vec![task("T1", "A"), task("T2", "B")],
        reports: vec![report("R1", "T1", on), done],
        ..Records::default()
    };
    let registry = registry(records);
    let options = WriteOptions { reports: Reports::State, ..everything() };
    let (file, lost) = written(&evaluation(&registry, "2025-08-01"), &options);
    assert_eq!(codes(&lost), BTreeMap::from([("field_not_carried", 2)]));
    let (records, findings) = read(&file).unwrap();
    assert_eq!(findings, []);
    let said: Vec<_> = records.reports.iter().map(|r| (r.kind.as_str(), r.percent)).collect();
    assert_eq!(said, [("progress", Some(40)), ("complete", Some(100))]);
}

#[test]
fn what_may_not_be_shown_is_refused() {
    let mut secret = task("T1", "A");
    secret.classification = Some(Classification::Secret);
    let registry = registry(Records { tasks: vec![secret], ..Records::default() });
    let evaluation = evaluation(&registry, "2025-08-01");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.xml");
    let error = stratml::write_file(&evaluation, &path, &WriteOptions::default()).unwrap_err();
    assert_eq!(error.code(), Code::NotPublic);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    stratml::write_file(&evaluation, &path, &everything()).unwrap();
    let error = stratml::write_file(&evaluation, &path, &everything()).unwrap_err();
    assert_eq!(error.code(), Code::Exists);
    let stop = |_: &str, _: u64| ControlFlow::Break(());
    let options = ReadOptions { progress: Some(&stop), ..ReadOptions::default() };
    assert_eq!(stratml::read_file(&path, &options).unwrap_err().code(), Code::Cancelled);
}

#[test]
fn links_to_tasks_that_may_not_be_shown_are_not_written() {
    let mut secret = task("BI-MAT", "Mật");
    secret.classification = Some(Classification::Secret);
    // Not in force yet, so that no row of it is refused.
    secret.valid_from = Some(day::parse("2030-01-01").unwrap());
    let mut open = task("T1", "Nâng cấp cổng");
    open.parent = Some(secret.id.clone());
    open.pilot_of = Some(secret.id.clone());
    open.dependencies = vec![tiendo::Dependency {
        task: secret.id.clone(),
        kind: tiendo::DependencyKind::FinishToStart,
        lag_days: 0,
    }];
    let registry = registry(Records { tasks: vec![secret, open], ..Records::default() });
    let evaluation = evaluation(&registry, "2025-12-31");
    let (file, findings) = written(&evaluation, &WriteOptions::default());
    let lost = findings.iter().find(|finding| finding.code.as_str() == "link_not_written");
    assert_eq!(lost.unwrap().args["count"], "3");
    let text = String::from_utf8(file).unwrap();
    assert!(text.contains("T1") && !text.contains("BI-MAT"), "{text}");
    let (file, _) = written(&evaluation, &everything());
    assert!(String::from_utf8(file).unwrap().contains("BI-MAT"));
}

#[test]
fn many_elements_take_time_by_their_number() {
    let many = |text: &str| text.repeat(150_000);
    let people = "<Stakeholder StakeholderTypeType='Organization'><Name>";
    let people: String =
        (0..150_000).map(|n| format!("{people}{n}</Name></Stakeholder>")).collect();
    let file = format!(
        "<StrategicPlan><StrategicPlanCore>{}{}<Goal><Name>G</Name><Objective><Name>O</Name>{people}</Objective></Goal>\
         </StrategicPlanCore></StrategicPlan>",
        many("<Goal/>"),
        many("<Vision/>"),
    );
    let begun = Instant::now();
    let (records, _) = read(file.as_bytes()).unwrap();
    assert_eq!(records.tasks[0].addressees.len(), 150_000);
    // Each with each would take minutes.
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
}

#[test]
fn texts_stay_texts() {
    let payloads = [
        "</Name><Objective/>",
        "]]><!--",
        "<?x y?>&lt;&#65;&amp;",
        "\"'<&>",
        "{\"tiendo\":\"register\"}",
        " a\r\nb\n\tc\r ",
        "<!DOCTYPE x [<!ENTITY e 'x'>]>&e;",
        "Đến hạn 𝕏 ﷽",
    ];
    let tasks = payloads.iter().enumerate().map(|(i, text)| {
        let mut task = task(&format!("T{i} <&>\"'"), text);
        task.clause = Some(Text::new(text).unwrap());
        task.responsible_person = Some(Text::new(text).unwrap());
        task.addressees = vec![AgencyId::new("A <&> \"'").unwrap()];
        task
    });
    let tasks: Vec<Task> = tasks.collect();
    let registry = registry(Records { tasks: tasks.clone(), ..Records::default() });
    let options = WriteOptions { overwrite: Overwrite::Allow, ..WriteOptions::default() };
    let evaluation = evaluation(&registry, "2025-08-01");
    let lost = stratml::write_file(&evaluation, kept("stratml-hostile.xml"), &options).unwrap();
    assert_eq!(lost, []);
    let (records, findings) =
        stratml::read_file(kept("stratml-hostile.xml"), &ReadOptions::default()).unwrap();
    assert_eq!((records.tasks, findings), (tasks, vec![]));
}

#[test]
fn bombs_and_other_files_end_in_a_clear_error() {
    let plan = |inner: &str| {
        format!("<StrategicPlan><StrategicPlanCore>{inner}</StrategicPlanCore></StrategicPlan>")
    };
    let told = |file: &str| read(file.as_bytes()).unwrap_err();
    let before = Instant::now();
    let dtd = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><StrategicPlan>&b;</StrategicPlan>";
    assert_eq!(told(dtd).code(), Code::Malformed);
    assert_eq!(told(&plan("&nbsp;")).code(), Code::Malformed);
    assert_eq!(told(&plan(&"<a>".repeat(100_000))).code(), Code::LimitExceeded);
    let attributes: String = (0..100_000).map(|i| format!(" a{i}=\"\"")).collect();
    assert_eq!(told(&plan(&format!("<a{attributes}/>"))).code(), Code::LimitExceeded);
    for other in ["", "{}", "<html/>", "<StrategicPlan>", "<StrategicPlan/><a/>", "\u{0}"] {
        assert_eq!(told(other).code(), Code::Malformed, "{other:?}");
    }
    let many = plan(&"<Value/>".repeat(2000));
    let few = ReadOptions { max_elements: 1000, ..ReadOptions::default() };
    let error = stratml::read("plan.xml", many.as_bytes(), &few).unwrap_err();
    assert_eq!(error.code(), Code::LimitExceeded, "{error}");
    let short = ReadOptions { max_file_bytes: 1000, ..ReadOptions::default() };
    let error = stratml::read("plan.xml", many.as_bytes(), &short).unwrap_err();
    assert_eq!(error.code(), Code::LimitExceeded, "{error}");
    assert!(before.elapsed() < Duration::from_secs(20), "{:?}", before.elapsed());
}

#[test]
fn what_is_beside_and_does_not_fit_is_told() {
    let registry = registry(Records { tasks: vec![task("T1", "A")], ..Records::default() });
    let (file, _) = written(&evaluation(&registry, "2025-08-01"), &everything());
    let file =
        String::from_utf8(file).unwrap().replace("&quot;weight&quot;:1", "&quot;weight&quot;:-1");
    let file = file.replace("\"weight\":1", "\"weight\":-1");
    let (records, findings) = read(file.as_bytes()).unwrap();
    assert_eq!(codes(&findings), BTreeMap::from([("own_data_unfit", 1)]));
    assert_eq!((records.tasks[0].id.as_str(), records.tasks[0].title.as_str()), ("T1", "A"));
    // What another tool changed in an element wins over what stands beside it.
    let (file, _) = written(&evaluation(&registry, "2025-08-01"), &everything());
    let file = String::from_utf8(file).unwrap().replace("<Name>A</Name>", "<Name>B</Name>");
    let (records, findings) = read(file.as_bytes()).unwrap();
    assert_eq!((records.tasks[0].title.as_str(), findings), ("B", vec![]));
}

/// Files of others; none where they are not beside the repository.
fn of_others(name: &str) -> Option<(Records, Vec<Finding>, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance/stratml");
    let path = path.join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: {} is not there", path.display());
        return None;
    };
    let (records, findings) = stratml::read_file(&path, &ReadOptions::default()).unwrap();
    for finding in &findings {
        assert!(!finding.line(Lang::Vi).is_empty() && finding.place.is_some());
    }
    row(1, 0, &findings, "own count of elements");
    Some((records, findings, text))
}

/// How often findings of a code name a column or element.
fn count(findings: &[Finding], code: &str, column: &str) -> u64 {
    let named = findings.iter().filter(|f| {
        f.code.as_str() == code && f.place.as_ref().is_some_and(|place| place.column == column)
    });
    named.map(|f| f.args.get("count").map_or(1, |count| count.parse().unwrap())).sum()
}

#[test]
fn a_valid_file_of_others_is_read_whole() {
    let Some((records, findings, text)) = of_others("Albania.xml") else { return };
    assert_eq!(records.plans[0].groups.len(), text.matches("<Goal>").count());
    assert_eq!(records.tasks.len(), text.matches("<Objective>").count());
    assert_eq!(records.kpis.len(), text.matches("<PerformanceIndicator>").count());
    // Every target is a baseline, a target or told; so is every measurement.
    let targets: usize = records.kpis.iter().map(|k| k.targets.len()).sum();
    let baselines = records.kpis.iter().filter(|k| k.baseline.is_some()).count();
    let untold = count(&findings, "column_not_kept", "TargetResult (NumberOfUnits)") as usize;
    assert_eq!(targets + baselines + untold, text.matches("<TargetResult>").count());
    assert_eq!((targets, baselines), (2288, 104));
    let measured: usize = records.kpis.iter().map(|k| k.measurements.len()).sum();
    let untold = count(&findings, "column_not_kept", "ActualResult (NumberOfUnits)") as usize;
    assert_eq!(measured + untold, text.matches("<ActualResult>").count());
    assert!(measured > 2000, "{measured}");
    let kpi = &records.kpis[0];
    assert_eq!(kpi.name.as_str(), "Procedural Justice");
    assert_eq!(kpi.baseline.unwrap().day, day::parse("2000-12-31").unwrap());
    let vision = ["Vision", "Mission", "Value"].map(|n| count(&findings, "column_not_kept", n));
    assert_eq!(vision, [1, 1, 14]);
    assert!(!codes(&findings).contains_key("element_misplaced"), "the file is valid");
    // Written by us it is the same plan again.
    let registry = registry(records);
    let (file, _) = written(&evaluation(&registry, "2025-12-31"), &everything());
    std::fs::write(kept("stratml-albania.xml"), &file).unwrap();
    let (again, findings) = read(&file).unwrap();
    assert_eq!((again.kpis.as_slice(), findings), (registry.kpis(), vec![]));
}

#[test]
fn invalid_files_of_others_are_read_and_told() {
    if let Some((records, findings, text)) = of_others("SMLC2023.xml") {
        assert_eq!(records.plans[0].groups.len(), 3);
        assert_eq!(records.tasks.len(), 13);
        assert_eq!(records.kpis.len(), 21);
        let measured: usize = records.kpis.iter().map(|k| k.measurements.len()).sum();
        let untold = ["ActualResult (NumberOfUnits)", "ActualResult (EndDate)"]
            .map(|column| count(&findings, "column_not_kept", column));
        let empty = count(&findings, "rows_empty", "ActualResult");
        assert_eq!(measured as u64 + untold.iter().sum::<u64>() + empty, 77);
        let targets: usize =
            records.kpis.iter().map(|k| k.targets.len() + usize::from(k.baseline.is_some())).sum();
        let untold = ["TargetResult (NumberOfUnits)", "TargetResult (EndDate)"]
            .map(|column| count(&findings, "column_not_kept", column));
        let empty = count(&findings, "rows_empty", "TargetResult");
        assert_eq!(targets as u64 + untold.iter().sum::<u64>() + empty, 27);
        // Stakeholders: addressees, persons that answer, told, or empty.
        let people = records.tasks.iter().filter(|t| t.responsible_person.is_some()).count();
        let agencies: usize = records.tasks.iter().map(|t| t.addressees.len()).sum();
        let told = ["Objective/Stakeholder", "Goal/Stakeholder", "Organization/Stakeholder"]
            .map(|column| count(&findings, "column_not_kept", column));
        let empty = count(&findings, "rows_empty", "Stakeholder");
        let all = people as u64 + agencies as u64 + told.iter().sum::<u64>() + empty;
        assert_eq!(all, text.matches("</Stakeholder>").count() as u64);
        assert_eq!(count(&findings, "element_misplaced", "Stakeholder"), 101);
    }
    if let Some((records, findings, _)) = of_others("PMOAI-part1.xml") {
        assert_eq!((records.plans[0].groups.len(), records.tasks.len()), (1, 5));
        assert!(codes(&findings).contains_key("namespace_other"));
    }
    if let Some((records, findings, _)) = of_others("template-performance-no-namespace.xml") {
        // An objective without any text is told, and not made up.
        assert_eq!((records.tasks.len(), records.kpis.len()), (0, 0));
        let codes = codes(&findings);
        assert!(codes.contains_key("namespace_other") && codes.contains_key("row_no_title"));
        assert_eq!(count(&findings, "column_unknown", "id"), 1);
    }
}

#[test]
fn tolerances_have_places() {
    let file = r#"<PerformancePlanOrReport xmlns="http://www.stratml.net/PerformancePlanOrReport" Type="Performance_Plan">
<Name>Plan</Name><StrategicPlanCore><Goal><Name>Data</Name><Identifier>1a</Identifier>
<Objective><Name>Clean records</Name><OtherInformation/><Identifier>2</Identifier>
<Stakeholder StakeholderTypeType="Organization"><Name>Bộ Công an</Name></Stakeholder>
<PerformanceIndicator><MeasurementDimension>Completion</MeasurementDimension><UnitOfMeasurement/>
<MeasurementInstance><TargetResult><EndDate>2025-12-31T00:00:00</EndDate></TargetResult>
<ActualResult><EndDate>2025-11-30</EndDate><NumberOfUnits>0.4</NumberOfUnits></ActualResult></MeasurementInstance></PerformanceIndicator>
<PerformanceIndicator><MeasurementDimension>Share</MeasurementDimension><UnitOfMeasurement>%</UnitOfMeasurement><Identifier>2</Identifier>
<MeasurementInstance><TargetResult><EndDate>31 December</EndDate><NumberOfUnits>80</NumberOfUnits></TargetResult>
<ActualResult><EndDate>2025-06-30</EndDate><NumberOfUnits>about 60</NumberOfUnits><Descriptor/><Descriptor><DescriptorValue>good</DescriptorValue></Descriptor></ActualResult>
<ActualResult><EndDate>2025-07-31</EndDate><NumberOfUnits>61.5</NumberOfUnits></ActualResult></MeasurementInstance></PerformanceIndicator>
</Objective></Goal></StrategicPlanCore></PerformancePlanOrReport>"#;
    let (records, findings) = read(file.as_bytes()).unwrap();
    let told: Vec<String> = findings.iter().map(|finding| finding.line(Lang::En)).collect();
    for part in [
        "plan.xml:1:xmlns: the namespace 'http://www.stratml.net/PerformancePlanOrReport'",
        "plan.xml:2:Identifier: the identifier '1a' is no xsd:ID",
        "plan.xml:3:Identifier: the element 'Identifier' is out of the schema's order",
        "plan.xml:6:EndDate: only the day of '2025-12-31T00:00:00'",
        "plan.xml:9:EndDate: '31 December' is not understood",
        "plan.xml:10:Descriptor: 'Descriptor' stands more than once",
        "plan.xml:10:NumberOfUnits: 'about 60' is not understood",
    ] {
        assert!(told.iter().any(|line| line.starts_with(part)), "{part}\n{told:#?}");
    }
    let task = &records.tasks[0];
    assert_eq!(task.addressees, [AgencyId::new("Bộ Công an").unwrap()]);
    assert_eq!(task.deadline, Deadline::by(day::parse("2025-12-31").unwrap()));
    assert_eq!(records.reports[0].percent, Some(40));
    assert_eq!(records.kpis[0].measurements.len(), 1);
    assert!(records.kpis[0].targets.is_empty());
}

/// What XML cannot hold is replaced, and so is not asked to come back.
fn clean(records: Records) -> Records {
    let text = serde_json::to_string(&records).unwrap();
    let clean = |c: char| match c {
        '\u{fffe}' | '\u{ffff}' => 'x',
        c => c,
    };
    let text: String = text.chars().map(clean).collect();
    let mut text = text;
    for n in 0..32 {
        if ![9, 10, 13].contains(&n) {
            text = text.replace(&format!("\\u{n:04x}"), "x");
        }
    }
    let text = text.replace("\\b", "x").replace("\\f", "x");
    serde_json::from_str(&text).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_comes_back(records in random::records()) {
        let registry = registry(clean(records));
        let evaluation = evaluation(&registry, "2199-12-31");
        let (file, _) = written(&evaluation, &everything());
        let (read, findings) = read(&file).unwrap();
        prop_assert_eq!(&findings, &Vec::new(), "{}", String::from_utf8_lossy(&file));
        let mut tasks: BTreeMap<String, Task> = BTreeMap::new();
        for row in evaluation.rows() {
            tasks.insert(row.task_id().to_owned(), row.task().into_owned());
        }
        let found = read.tasks.iter().map(|t| (t.id.to_string(), t.clone())).collect();
        prop_assert_eq!(tasks, found);
        let kpis: BTreeMap<String, &Kpi> = registry.kpis().iter().map(|k| (k.id.to_string(), k)).collect();
        let found: BTreeMap<String, &Kpi> = read.kpis.iter().map(|k| (k.id.to_string(), k)).collect();
        prop_assert_eq!(kpis, found);
        prop_assert_eq!(registry.plans(), read.plans.as_slice());
        prop_assert_eq!(registry.documents(), read.documents.as_slice());
        for agency in &read.agencies {
            prop_assert_eq!(registry.agency(agency.id.as_str()), Some(agency));
        }
        for task in &read.tasks {
            let said = registry.reports_of(task.id.as_str());
            let found: Vec<&Report> = read.reports.iter().filter(|r| r.task == task.id).collect();
            prop_assert_eq!(said.iter().collect::<Vec<_>>(), found);
        }
    }

    #[test]
    fn nothing_makes_the_reader_fail_other_than_clearly(text in "[<>/a-zA-Z&;\"= ]{0,200}") {
        let file = format!("<StrategicPlan><StrategicPlanCore><Goal>{text}</Goal></StrategicPlanCore></StrategicPlan>");
        if let Err(error) = read(file.as_bytes()) {
            prop_assert_eq!(error.code(), Code::Malformed);
        }
    }
}
