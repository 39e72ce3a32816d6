//! The folder of pages: complete, in parts of bounded size, the same on any number of threads.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use scraper::{Html, Selector};
use tiendo::{
    Agency, AgencyId, AsOf, Document, DocumentId, Evaluation, Level, Policy, RegistryBuilder,
    Report, ReportId, ReportKind, Task, TaskId, Text, day,
};
use tiendo_report::{Overwrite, ReportOptions, write_folder};

type Outcome = Result<(), Box<dyn Error>>;

/// Tasks of three agencies, of which the first has most and long titles, and some of nobody.
fn evaluation(tasks: usize) -> Result<Evaluation, Box<dyn Error>> {
    let mut builder = RegistryBuilder::new();
    builder.add_document(Document::new(DocumentId::new("D")?, Text::new("Kế hoạch mẫu")?));
    for id in ["a/b", "A_B", "C"] {
        builder.add_agency(Agency::new(
            AgencyId::new(id)?,
            Text::new(&format!("Cơ quan {id}"))?,
            Level::Department,
        ));
    }
    let long = "việc ".repeat(150);
    for i in 0..tasks {
        let title = Text::new(&format!("{long}{i}"))?;
        let mut task = Task::new(TaskId::new(&format!("T{i:05}"))?, DocumentId::new("D")?, title);
        let agency = match i % 20 {
            0 => Some("A_B"),
            1 => Some("C"),
            2 => None,
            _ => Some("a/b"),
        };
        task.addressees = agency.map(AgencyId::new).transpose()?.into_iter().collect();
        task.deadline = tiendo::Deadline::by(day::parse("2025-09-01")?);
        builder.add_task(task);
    }
    Ok(builder.finish().evaluate(AsOf::new(day::parse("2025-10-01")?)?, &Policy::default())?)
}

fn pages(folder: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut pages = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        pages.insert(
            entry.file_name().to_string_lossy().into_owned(),
            fs::read_to_string(entry.path())?,
        );
    }
    Ok(pages)
}

#[test]
fn every_row_stands_in_one_page_and_every_page_is_led_to() -> Outcome {
    let (evaluation, place) = (evaluation(4000)?, tempfile::tempdir()?);
    let folder = place.path().join("report");
    let written = write_folder(&evaluation, &folder, &ReportOptions::default())?;
    let pages = pages(&folder)?;
    assert_eq!(written.files.len(), pages.len());
    assert!(
        written.files.iter().filter(|file| file.agency.as_deref() == Some("a/b")).count() > 1,
        "parts"
    );
    let (row, link) =
        (Selector::parse("tr.task").unwrap(), Selector::parse("a[href$='.html']").unwrap());
    let mut rows = Vec::new();
    let mut led_to = BTreeSet::from(["index.html".to_owned()]);
    for file in &written.files {
        let text = &pages[&file.file];
        assert_eq!(
            (text.len() as u64, text.len() < 2_000_000),
            (file.bytes, true),
            "{}",
            file.file
        );
        let page = Html::parse_document(text);
        let its: Vec<String> =
            page.select(&row).filter_map(|row| Some(row.value().attr("id")?.to_owned())).collect();
        if file.file != "index.html" {
            assert_eq!(its.len(), file.rows, "{}", file.file);
        }
        rows.extend(its);
        led_to.extend(page.select(&link).filter_map(|a| Some(a.value().attr("href")?.to_owned())));
    }
    rows.sort();
    assert_eq!(rows, evaluation.rows().map(|row| row.id()).collect::<Vec<_>>());
    assert_eq!(led_to, pages.keys().cloned().collect());
    // Both ids make the same name, and no two names may differ in case alone.
    let small: BTreeSet<String> = pages.keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(small.len(), pages.len(), "{:?}", pages.keys());
    assert!(small.contains("agency-a_b.html") && small.contains("agency-a_b-2.html"), "{small:?}");
    assert!(pages.contains_key("unassigned.html"));
    Ok(())
}

#[test]
fn threads_change_no_byte_and_nothing_is_replaced_unasked() -> Outcome {
    let (evaluation, place) = (evaluation(300)?, tempfile::tempdir()?);
    let (one, two) = (place.path().join("one"), place.path().join("two"));
    write_folder(&evaluation, &one, &ReportOptions::default())?;
    write_folder(&evaluation, &two, &ReportOptions { threads: 2, ..ReportOptions::default() })?;
    let before = pages(&one)?;
    assert_eq!(before, pages(&two)?);
    assert!(write_folder(&evaluation, &one, &ReportOptions::default()).is_err());
    assert_eq!(before, pages(&one)?);
    // Pages that are not of the new report are told of and stay.
    fs::write(one.join("agency-gone.html"), "old")?;
    let options = ReportOptions { overwrite: Overwrite::Allow, ..ReportOptions::default() };
    assert_eq!(write_folder(&evaluation, &one, &options)?.left_over, ["agency-gone.html"]);
    Ok(())
}

#[test]
fn a_report_that_is_stopped_leaves_nothing() -> Outcome {
    let (evaluation, place) = (evaluation(300)?, tempfile::tempdir()?);
    for threads in [1, 2] {
        let folder = place.path().join("stopped");
        let stop = |_: &str, pages: u64| {
            if pages >= 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = ReportOptions { progress: Some(&stop), threads, ..ReportOptions::default() };
        let stopped = write_folder(&evaluation, &folder, &options);
        assert!(matches!(stopped, Err(tiendo_report::Error::Cancelled)));
        assert!(!folder.exists());
    }
    Ok(())
}

#[test]
fn no_page_grows_too_large_by_its_lists_or_its_agencies() -> Outcome {
    let mut builder = RegistryBuilder::new();
    builder.add_document(Document::new(DocumentId::new("D")?, Text::new("Kế hoạch mẫu")?));
    let (long, long_name) = ("việc dài ".repeat(2000), "xã ".repeat(400));
    let on = day::parse("2025-07-20")?;
    for i in 0..1_200 {
        let agency = AgencyId::new(&format!("A{i:04}"))?;
        let name = Text::new(&format!("{long_name}{i}"))?;
        builder.add_agency(Agency::new(agency.clone(), name, Level::Commune));
        // The first has many tasks with long titles, all of them overdue; the others have one each.
        for n in 0..if i == 0 { 120 } else { 1 } {
            let id = TaskId::new(&format!("T{i:04}-{n}"))?;
            let title = if i == 0 { Text::new(&long)? } else { Text::new("Việc mẫu")? };
            let mut task = Task::new(id.clone(), DocumentId::new("D")?, title);
            task.addressees = vec![agency.clone()];
            let last = if i == 0 { "2025-09-01" } else { "2026-09-01" };
            task.deadline = tiendo::Deadline::by(day::parse(last)?);
            builder.add_task(task);
            let report = ReportId::new(&format!("R{i:04}-{n}"))?;
            builder.add_report(Report::new(report, id, ReportKind::Progress, on));
        }
    }
    let as_of = AsOf::new(day::parse("2025-10-01")?)?;
    let evaluation = builder.finish().evaluate(as_of, &Policy::default())?;
    let place = tempfile::tempdir()?;
    let written = write_folder(&evaluation, place.path(), &ReportOptions::default())?;
    for file in &written.files {
        assert!(file.bytes <= 2_000_000, "{}: {}", file.file, file.bytes);
    }
    let names: Vec<&str> = written.files.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(names[names.len() - 2..], ["index.2.html", "index.html"]);
    let read = |name: &str| -> Result<Html, Box<dyn Error>> {
        Ok(Html::parse_document(&fs::read_to_string(place.path().join(name))?))
    };
    let count = |page: &Html, what: &str| page.select(&Selector::parse(what).unwrap()).count();
    let (index, more, first) =
        (read("index.html")?, read("index.2.html")?, read("agency-A0000.html")?);
    let agencies = count(&index, "tr.agency") + count(&more, "tr.agency");
    assert_eq!(agencies, 1_200);
    assert_eq!(count(&index, "#parts a[rel=next][href='index.2.html']"), 1);
    assert_eq!(count(&more, "#parts a[rel=prev][href='index.html']"), 1);
    // A list that ends early says how many more there are, and the count of a part is the part's.
    let listed = count(&first, "#t-overdue tbody tr");
    let told: String =
        first.select(&Selector::parse("#overdue > p").unwrap()).flat_map(|p| p.text()).collect();
    assert!(listed < 100 && told.contains(&format!("Và {} dòng khác", 120 - listed)), "{told}");
    let rows = count(&first, "tr.task");
    assert!(rows < 120);
    assert_eq!(count(&first, &format!("#count[data-total='{rows}']")), 1);
    Ok(())
}
