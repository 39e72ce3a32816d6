//! The page as others see it: parsed back, searched for what must not be in it, made again.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::collections::BTreeSet;
use std::error::Error;

use scraper::{Html, Selector};
use tiendo::{
    Agency, AgencyId, AsOf, Classification, Dependency, DependencyKind, Direction, Document,
    DocumentId, Evaluation, Kpi, KpiId, KpiPoint, Lang, Level, Measurement, Policy, Records,
    RegistryBuilder, Report, ReportId, ReportKind, Task, TaskId, Text, day,
};
use tiendo_report::{Attachment, ReportOptions, html};

#[path = "page/public.rs"]
mod public;

type Outcome = Result<(), Box<dyn Error>>;

fn evaluated(records: Records, on: &str) -> Result<Evaluation, Box<dyn Error>> {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    Ok(builder.finish().evaluate(AsOf::new(day::parse(on)?)?, &Policy::default())?)
}

fn task(id: &str, title: &str, agency: &str, last: Option<&str>) -> Result<Task, tiendo::Error> {
    let mut task = Task::new(TaskId::new(id)?, DocumentId::new("01/KH-ABC")?, Text::new(title)?);
    task.addressees = vec![AgencyId::new(agency)?];
    task.assigned_on = Some(day::parse("2025-07-01")?);
    if let Some(last) = last {
        task.deadline = tiendo::Deadline::by(day::parse(last)?);
    }
    Ok(task)
}

/// Three tasks of two invented agencies: one done, one overdue, one of which nobody said anything.
fn small() -> Result<Records, Box<dyn Error>> {
    let mut records = Records::default();
    records
        .documents
        .push(Document::new(DocumentId::new("01/KH-ABC")?, Text::new("Kế hoạch mẫu")?));
    for (id, name) in [("A", "Sở Mẫu Một"), ("B", "Sở Mẫu Hai")] {
        records.agencies.push(Agency::new(AgencyId::new(id)?, Text::new(name)?, Level::Department));
    }
    records.tasks.push(task("T1", "Nâng cấp cổng dữ liệu", "A", Some("2025-08-15"))?);
    records.tasks.push(task("T2", "Kết nối cơ sở dữ liệu", "A", Some("2025-09-01"))?);
    records.tasks.push(task("T3", "Tập huấn", "B", Some("2025-08-31"))?);
    let on = |text: &str| day::parse(text);
    let report = |id: &str, task: &str, kind, day| {
        Ok::<_, tiendo::Error>(Report::new(ReportId::new(id)?, TaskId::new(task)?, kind, day))
    };
    records.reports.push(report("R1", "T1", ReportKind::Complete, on("2025-08-10")?)?);
    let mut progress = report("R2", "T2", ReportKind::Progress, on("2025-08-20")?)?;
    progress.percent = Some(40);
    records.reports.push(progress);
    Ok(records)
}

fn select(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

fn count(page: &Html, selector: &str) -> usize {
    page.select(&select(selector)).count()
}

#[test]
fn a_small_register_reads_as_it_did() -> Outcome {
    let evaluation = evaluated(small()?, "2025-10-01")?;
    for lang in [Lang::Vi, Lang::En] {
        let page = html(&evaluation, &ReportOptions { lang, ..ReportOptions::default() })?;
        // What changes with every touch of style and script says nothing to a reader.
        let body = &page[page.find("<body").unwrap()..page.find("<script>").unwrap()];
        let name = if lang == Lang::Vi { "small_vi" } else { "small_en" };
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, body) });
    }
    Ok(())
}

#[test]
fn every_part_is_there_once_and_every_table_has_a_caption() -> Outcome {
    let evaluation = evaluated(small()?, "2025-10-01")?;
    let page = html(&evaluation, &ReportOptions::default())?;
    let page = Html::parse_document(&page);
    for id in [
        "summary", "phases", "groups", "ranking", "overdue", "due-soon", "changes", "critical",
        "kpis", "quality", "tasks", "scope",
    ] {
        assert_eq!(
            count(&page, &format!("main > section#{id}[aria-labelledby='h-{id}'] > h2#h-{id}")),
            1,
            "{id}"
        );
        assert_eq!(count(&page, &format!("nav#contents a[href='#{id}']")), 1, "{id}");
    }
    assert_eq!(
        (
            count(&page, "h1"),
            count(&page, "header"),
            count(&page, "main#main"),
            count(&page, "footer")
        ),
        (1, 1, 1, 1)
    );
    assert_eq!(count(&page, "table"), count(&page, "table > caption"));
    assert_eq!(count(&page, "th"), count(&page, "th[scope]"));
    let ids: Vec<&str> =
        page.select(&select("[id]")).filter_map(|e| e.value().attr("id")).collect();
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), distinct.len(), "{ids:?}");
    for label in page.select(&select("label")) {
        let target = label.value().attr("for").unwrap();
        assert!(distinct.contains(target), "{target}");
    }
    for named in page.select(&select("[aria-labelledby]")) {
        assert!(distinct.contains(named.value().attr("aria-labelledby").unwrap()));
    }
    Ok(())
}

#[test]
fn lines_and_lists_say_what_the_evaluation_says() -> Outcome {
    let evaluation = evaluated(small()?, "2025-10-01")?;
    let page = html(&evaluation, &ReportOptions::default())?;
    let page = Html::parse_document(&page);
    let classes: Vec<(&str, &str)> = page
        .select(&select("tr.task"))
        .map(|row| (row.value().attr("id").unwrap(), row.value().attr("data-class").unwrap()))
        .collect();
    assert_eq!(classes, [("T1", "done_on_time"), ("T2", "overdue"), ("T3", "no_data")]);
    // Nobody said anything of T3: it is missing data, and in no list of what is overdue.
    let overdue: String =
        page.select(&select("#t-overdue tbody")).flat_map(|body| body.text()).collect();
    assert!(
        overdue.contains("T2") && overdue.contains("quá 30 ngày") && !overdue.contains("T3"),
        "{overdue}"
    );
    Ok(())
}

/// Texts that would be something else where a page took them for it.
const HOSTILE: [&str; 14] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</table></section></main><h1>x</h1>",
    "<!--",
    "-->]]><svg onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;b&gt;&amp;#60;",
    "a\u{202e}txt.exe",
    "\u{2066}x\u{2069}\u{200f}",
    "{{ 7 * 7 }}{% raw %}${alert(1)}",
    "<base href=https://example.org/><meta http-equiv=refresh content=0>",
];

#[test]
fn hostile_texts_are_only_text() -> Outcome {
    let clean = html(&evaluated(small()?, "2025-10-01")?, &ReportOptions::default())?;
    let tags = |page: &Html| {
        let mut names: BTreeSet<(String, BTreeSet<String>)> = BTreeSet::new();
        for element in page.select(&select("*")) {
            let attributes = element.value().attrs().map(|(name, _)| name.to_owned()).collect();
            names.insert((element.value().name().to_owned(), attributes));
        }
        names
    };
    let known = tags(&Html::parse_document(&clean));
    for text in HOSTILE {
        let mut records = small()?;
        for agency in &mut records.agencies {
            agency.name = Text::new(text)?;
            agency.name_en = Some(Text::new(text)?);
        }
        for task in &mut records.tasks {
            task.title = Text::new(text)?;
            task.source = Some(Text::new(text)?);
            task.product =
                Some(tiendo::Product { text: Text::new(text)?, kind: None, document: None });
        }
        records.documents[0].number = Some(Text::new(text)?);
        let page = html(&evaluated(records, "2025-10-01")?, &ReportOptions::default())?;
        for c in ['\u{202e}', '\u{2066}', '\u{2069}', '\u{200f}'] {
            assert!(!page.contains(c), "{text}");
        }
        let page = Html::parse_document(&page);
        let new: Vec<_> = tags(&page).difference(&known).cloned().collect();
        assert!(new.is_empty(), "{text}: {new:?}");
        for element in page.select(&select("*")) {
            for (name, value) in element.value().attrs() {
                assert!(!name.starts_with("on"), "{text}: {name}");
                let leads = matches!(name, "href" | "src" | "action" | "formaction");
                assert!(
                    !leads || !value.trim().to_lowercase().starts_with("javascript:"),
                    "{text}: {value}"
                );
            }
        }
        let shown: String =
            page.select(&select("#T2 .t > bdi")).flat_map(|title| title.text()).collect();
        let expected: String = text
            .chars()
            .map(|c| match c {
                '\u{200f}' | '\u{202e}' | '\u{2066}' | '\u{2069}' => {
                    format!("[U+{:04X}]", u32::from(c))
                }
                c => c.to_string(),
            })
            .collect();
        assert_eq!(shown, expected);
    }
    Ok(())
}

#[test]
fn ids_lead_to_their_lines_whatever_they_are() -> Outcome {
    let mut records = small()?;
    for (task, id) in records.tasks.iter_mut().zip(["search", "T 2\"><b>", "main"]) {
        task.id = TaskId::new(id)?;
    }
    records.reports[0].task = TaskId::new("search")?;
    records.reports[1].task = TaskId::new("T 2\"><b>")?;
    let page = html(&evaluated(records, "2025-10-01")?, &ReportOptions::default())?;
    let page = Html::parse_document(&page);
    let ids: BTreeSet<&str> =
        page.select(&select("tr.task")).filter_map(|e| e.value().attr("id")).collect();
    assert_eq!(ids, BTreeSet::from(["task.search", "task.T%202%22%3E%3Cb%3E", "task.main"]));
    assert_eq!((count(&page, "#search"), count(&page, "#main")), (1, 1));
    let link = page.select(&select("#t-overdue a")).next().and_then(|a| a.value().attr("href"));
    assert_eq!(link, Some("#task.T%25202%2522%253E%253Cb%253E"));
    Ok(())
}

#[test]
fn the_same_input_gives_the_same_bytes() -> Outcome {
    let mut records = small()?;
    let options = ReportOptions::default();
    let page = html(&evaluated(records.clone(), "2025-10-01")?, &options)?;
    records.tasks.reverse();
    records.agencies.reverse();
    records.reports.reverse();
    assert_eq!(page, html(&evaluated(records, "2025-10-01")?, &options)?);
    Ok(())
}

#[test]
fn nothing_is_loaded_and_only_sources_lead_out() -> Outcome {
    let mut records = small()?;
    records.tasks[0].source =
        Some(Text::new("https://example.org/a?b=1&c=2 http://example.org/ ftp://example.org")?);
    let attachments =
        vec![Attachment { label: "Excel".into(), file: "javascript:alert(1)".into() }];
    let options = ReportOptions { attachments, ..ReportOptions::default() };
    let text = html(&evaluated(records, "2025-10-01")?, &options)?;
    let page = Html::parse_document(&text);
    assert_eq!(
        count(&page, "[src], link, iframe, object, embed, img, form, base, [style], [srcset]"),
        0
    );
    for loading in ["@import", "url(http", "url('", "url(\"", "fetch(", "XMLHttpRequest"] {
        assert!(!text.contains(loading), "{loading}");
    }
    let mut out = Vec::new();
    for link in page.select(&select("a[href]")) {
        let address = link.value().attr("href").unwrap();
        if !address.starts_with('#') && !address.starts_with("./") {
            assert_eq!(link.value().attr("rel"), Some("noopener noreferrer external"));
            out.push(address);
        }
    }
    assert_eq!(out, ["https://example.org/a?b=1&c=2", "http://example.org/"]);
    let file = page.select(&select(".files a")).next().and_then(|a| a.value().attr("href"));
    assert_eq!(file, Some("./javascript%3Aalert%281%29"));
    Ok(())
}

#[test]
fn the_policy_of_the_page_names_its_style_and_script() -> Outcome {
    use base64::Engine;
    use sha2::{Digest, Sha256};
    let text = html(&evaluated(small()?, "2025-10-01")?, &ReportOptions::default())?;
    let page = Html::parse_document(&text);
    let policy = page.select(&select("meta[http-equiv='Content-Security-Policy']")).next();
    let policy = policy.and_then(|meta| meta.value().attr("content")).unwrap();
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
    for (element, directive) in [("style", "style-src"), ("script", "script-src")] {
        assert_eq!(count(&page, element), 1);
        let inner: String =
            page.select(&select(element)).flat_map(|element| element.text()).collect();
        let digest =
            base64::engine::general_purpose::STANDARD.encode(Sha256::digest(inner.as_bytes()));
        assert!(policy.contains(&format!("{directive} 'sha256-{digest}'")), "{element}");
    }
    assert!(text.find("Content-Security-Policy") < text.find("<style>"));
    Ok(())
}

#[test]
fn simulated_reports_and_no_reports_are_marked() -> Outcome {
    let mut records = tiendo_plan02::records()?;
    let silent = html(&evaluated(records.clone(), "2025-12-31")?, &ReportOptions::default())?;
    assert!(silent.contains("Không có dữ liệu báo cáo") && !silent.contains("SIMULATED"));
    let page = Html::parse_document(&silent);
    assert_eq!(count(&page, "#t-overdue"), 0, "nobody is late by silence");
    assert!(count(&page, "#t-tasks .st-no_data") > 0);
    for place in ["#t-tasks .st-no_data", "#ranking thead th[data-sort=none]", "#filter-class"] {
        let told: String = page.select(&select(place)).flat_map(|one| one.text()).collect();
        assert!(!told.to_lowercase().contains("quá hạn, chưa"), "{place}: {told}");
    }
    records.reports = tiendo_plan02::simulated_reports(&records, 57);
    let evaluation = evaluated(records, "2025-12-31")?;
    let before = evaluation
        .registry()
        .evaluate(AsOf::new(day::parse("2025-11-30")?)?, evaluation.policy())?;
    for (lang, words) in [(Lang::Vi, "SỐ LIỆU MÔ PHỎNG"), (Lang::En, "invented reports")] {
        let options = ReportOptions { lang, previous: Some(&before), ..ReportOptions::default() };
        let text = html(&evaluation, &options)?;
        let page = Html::parse_document(&text);
        for place in ["title", "header > .mark", "#summary > .mark", "footer"] {
            let told: String =
                page.select(&select(place)).flat_map(|element| element.text()).collect();
            assert!(told.contains("SIMULATED") && told.contains(words), "{place}: {told}");
        }
        assert_eq!(count(&page, "body[data-provenance='simulated']"), 1);
        // The classes of the table are those of the lines.
        let sums = evaluation.task_sums();
        for class in tiendo::OfficialClass::ALL {
            let lines = count(&page, &format!("tr.task[data-class='{}']", class.as_str()));
            assert_eq!(lines as u64, sums.of_class(*class), "{class:?}");
        }
        assert_eq!(count(&page, "#t-overdue tbody tr"), evaluation.overdue().len());
        assert_eq!(count(&page, "#phases figure svg"), 2);
        assert_eq!(count(&page, "#t-groups tbody tr"), 9);
        assert!(count(&page, ".multiples figure") > 30);
    }
    Ok(())
}

/// So many agencies with six tasks each: of agency n, n tasks done on time count against six; the last ten are silent.
fn ranked(agencies: usize) -> Result<Records, Box<dyn Error>> {
    let mut records = small()?;
    records.tasks.clear();
    records.reports.clear();
    let done = day::parse("2025-08-01")?;
    for agency in 0..agencies {
        let id = format!("Q{agency:03}");
        let name = Text::new(&format!("Sở Mẫu {agency:03}"))?;
        records.agencies.push(Agency::new(AgencyId::new(&id)?, name, Level::Department));
        for n in 0..6 {
            let task_id = format!("{id}-{n}");
            records.tasks.push(task(&task_id, "Việc mẫu", &id, Some("2025-08-15"))?);
            let kind = if n < agency % 7 { ReportKind::Complete } else { ReportKind::Progress };
            if agency + 10 < agencies {
                let report = ReportId::new(&task_id)?;
                records.reports.push(Report::new(report, TaskId::new(&task_id)?, kind, done));
            }
        }
    }
    Ok(records)
}

#[test]
fn a_long_ranking_shows_its_ends_and_counts_the_others() -> Outcome {
    let row = |page: &Html, selector: &str| -> Vec<String> {
        page.select(&select(selector)).map(|row| row.text().collect()).collect()
    };
    let page = html(&evaluated(ranked(60)?, "2025-10-01")?, &ReportOptions::default())?;
    let page = Html::parse_document(&page);
    let shown = row(&page, "#t-ranking-department tbody:not(.gap) tr bdi");
    assert_eq!(shown.len(), 30);
    // Of fifty with a rank the best have done all six, the last none; equal ones stand in the order of ids.
    assert_eq!((&*shown[0], &*shown[1]), ("Sở Mẫu 006", "Sở Mẫu 013"));
    assert_eq!((&*shown[28], &*shown[29]), ("Sở Mẫu 042", "Sở Mẫu 049"));
    let gaps = row(&page, "#t-ranking-department .gap td");
    assert_eq!(gaps.len(), 2, "{gaps:?}");
    assert!(gaps[0].contains("20 cơ quan khác, hạng 15 đến hạng 29"), "{gaps:?}");
    assert!(gaps[1].contains("10 cơ quan không xếp hạng (chưa có báo cáo nào: 10)"), "{gaps:?}");
    // Silence puts nobody at the end of a ranking.
    assert!(shown.iter().all(|name| name.as_str() < "Sở Mẫu 050"), "{shown:?}");
    let rule = row(&page, "#ranking > p").concat();
    assert!(rule.contains("chỉ nêu 15 cơ quan đầu và 15 cơ quan cuối"), "{rule}");
    // A short one is whole, silent ones behind.
    let page = html(&evaluated(ranked(40)?, "2025-10-01")?, &ReportOptions::default())?;
    let page = Html::parse_document(&page);
    assert_eq!(row(&page, "#t-ranking-department tbody tr bdi").len(), 40);
    assert_eq!(count(&page, ".gap"), 0);
    Ok(())
}

#[test]
fn a_task_of_several_agencies_is_found_by_each_of_them() -> Outcome {
    let mut records = small()?;
    let several = |id: &str| {
        let mut task = task(id, "Việc chung", "A", Some("2025-12-15"))?;
        task.addressees.push(AgencyId::new("C 1")?);
        task.mode = Some(tiendo::AddresseeMode::Each);
        Ok::<_, tiendo::Error>(task)
    };
    records.tasks.extend([several("T4")?, several("T5")?]);
    let name = Text::new("Sở Mẫu Ba")?;
    records.agencies.push(Agency::new(AgencyId::new("C 1")?, name, Level::Department));
    let page = html(&evaluated(records, "2025-10-01")?, &ReportOptions::default())?;
    let page = Html::parse_document(&page);
    // An agency that leads nothing alone is offered too, by which the script knows its name; a set is told once.
    assert_eq!(count(&page, "#filter-agency option[value='C 1']"), 1);
    assert_eq!(count(&page, "#T4[data-agency=''][data-agencies='A C%201']"), 1);
    assert_eq!(count(&page, "#T5[data-agency=''][data-agencies-of='T4']:not([data-agencies])"), 1);
    assert_eq!(count(&page, "#T1[data-agency='A']:not([data-agencies])"), 1);
    Ok(())
}

#[test]
fn a_kpi_is_drawn_from_what_it_is_judged_by() -> Outcome {
    let on = |text: &str| day::parse(text);
    let mut kpi = Kpi::new(KpiId::new("K1")?, Text::new("Chỉ tiêu mẫu")?, Direction::Increase);
    kpi.baseline = Some(KpiPoint { day: on("2025-01-01")?, value: 1000.0 });
    kpi.targets = vec![
        KpiPoint { day: on("2024-12-31")?, value: 7.0 },
        KpiPoint { day: on("2025-12-31")?, value: 5000.0 },
    ];
    let measured = |id: &str, end: &str, recorded: Option<&str>, value| {
        let recorded_at = recorded.map(on).transpose()?.and_then(|day| day.and_hms_opt(9, 0, 0));
        let id = Some(Text::new(id)?);
        Ok::<_, Box<dyn Error>>(Measurement {
            id,
            recorded_at,
            ..Measurement::new(on(end)?, value)
        })
    };
    // Of two values for one day that were recorded at one instant the greater id decides, wherever it stands.
    kpi.measurements = vec![
        measured("M2", "2025-06-30", Some("2025-07-05"), 2222.5)?,
        measured("M1", "2025-06-30", Some("2025-07-05"), 1111.0)?,
        measured("M3", "2025-09-30", Some("2025-10-20"), 3333.0)?,
    ];
    let mut records = small()?;
    records.kpis.push(kpi);
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let as_of = AsOf { known: Some(on("2025-10-01")?), ..AsOf::new(on("2025-10-01")?)? };
    let evaluation = builder.finish().evaluate(as_of, &Policy::default())?;
    let page = html(&evaluation, &ReportOptions { lang: Lang::En, ..ReportOptions::default() })?;
    let page = Html::parse_document(&page);
    let cells: Vec<String> = page
        .select(&select(".kpi tbody tr"))
        .map(|row| row.child_elements().flat_map(|cell| cell.text()).collect::<Vec<_>>().join("|"))
        .collect();
    let expected = ["2025-01-01|1,000 (baseline)|–", "2025-06-30|–|2,222.5", "2025-12-31|5,000|–"];
    assert_eq!(cells, expected);
    assert_eq!((count(&page, ".kpi .mark-target"), count(&page, ".kpi .dot")), (1, 1));
    Ok(())
}

#[test]
fn the_version_of_the_data_changes_with_what_pages_show() -> Outcome {
    let version = |records: Records| {
        let page = html(&evaluated(records, "2025-10-01")?, &ReportOptions::default())?;
        let page = Html::parse_document(&page);
        let made_of = page.select(&select("#made-of")).next();
        Ok::<_, Box<dyn Error>>(made_of.and_then(|of| of.attr("data-version")).unwrap().to_owned())
    };
    let mut base = small()?;
    let mut kpi = Kpi::new(KpiId::new("K1")?, Text::new("Chỉ tiêu mẫu")?, Direction::Increase);
    kpi.measurements = vec![Measurement::new(day::parse("2025-06-30")?, 5.0)];
    base.kpis.push(kpi);
    let changes: [fn(&mut Records); 7] = [
        |records| records.kpis[0].measurements[0].value = 9.0,
        |records| records.tasks[0].weight = 7,
        |records| records.tasks[0].title_en = Text::new("In English").ok(),
        |records| records.tasks[0].source = Text::new("https://example.org/").ok(),
        |records| records.tasks[0].phase = tiendo::PhaseId::new("P1").ok(),
        |records| records.agencies[0].name = Text::new("Sở Khác").unwrap(),
        |records| records.documents[0].number = Text::new("01/QĐ").ok(),
    ];
    let mut versions = BTreeSet::from([version(base.clone())?]);
    for change in changes {
        let mut records = base.clone();
        change(&mut records);
        versions.insert(version(records)?);
    }
    assert_eq!(versions.len(), 8);
    assert!(versions.contains(&version(base)?));
    Ok(())
}

#[test]
fn agencies_of_other_levels_stand_in_the_ranking() -> Outcome {
    let mut records = small()?;
    records.agencies[1].level = Level::parse("đặc khu 1");
    let page = html(&evaluated(records, "2025-10-01")?, &ReportOptions::default())?;
    let page = Html::parse_document(&page);
    let shown: Vec<String> = page
        .select(&select("#ranking table[id^='t-ranking-'] tbody bdi"))
        .map(|name| name.text().collect())
        .collect();
    assert_eq!(shown, ["Sở Mẫu Một", "Sở Mẫu Hai"]);
    assert_eq!(count(&page, "#ranking table[id='t-ranking-%C4%91%E1%BA%B7c%20khu%201']"), 1);
    Ok(())
}

#[test]
fn words_count_and_days_are_those_of_the_language() -> Outcome {
    let mut records = small()?;
    records.plans.push(tiendo::Plan {
        id: tiendo::PlanId::new("KH")?,
        document: DocumentId::new("01/KH-ABC")?,
        documents: Vec::new(),
        name: Text::new("kế hoạch")?,
        name_en: None,
        phases: vec![tiendo::Phase {
            id: tiendo::PhaseId::new("P1")?,
            name: Text::new("nước rút")?,
            name_en: None,
            starts_on: None,
            deadline: tiendo::Deadline::by(day::parse("2025-12-31")?),
        }],
        groups: Vec::new(),
    });
    for task in &mut records.tasks {
        task.phase = Some(tiendo::PhaseId::new("P1")?);
    }
    let evaluation = evaluated(records, "2025-09-02")?;
    let text = |lang, place: &str| -> Result<String, Box<dyn Error>> {
        let page = html(&evaluation, &ReportOptions { lang, ..ReportOptions::default() })?;
        let page = Html::parse_document(&page);
        Ok(page.select(&select(place)).flat_map(|part| part.text()).collect())
    };
    let lead = text(Lang::En, "#summary > p")?;
    assert!(lead.contains("3 tasks set by 1 document are in force; 2 reports are"), "{lead}");
    let late = text(Lang::En, "#t-overdue tbody .n")?;
    assert!(late.contains("1 day late"), "{late}");
    let why = text(Lang::Vi, "#T2 .why")?;
    assert!(why.contains("từ ngày 01/07/2025") && !why.contains("2025-"), "{why}");
    let offered = text(Lang::Vi, "#filter-phase")?;
    assert!(offered.contains("Nước rút"), "{offered}");
    Ok(())
}
