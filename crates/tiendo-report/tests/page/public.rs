//! What everybody may see, and what a page must not say of anybody.

use super::*;

#[test]
fn what_is_not_public_leaves_no_trace() -> Outcome {
    let public = evaluated(small()?, "2025-10-01")?;
    let mut records = small()?;
    for (id, class) in [
        ("T0X-HIDDEN-1", Classification::Secret),
        ("T0X-HIDDEN-2", Classification::Internal),
        ("T0X-HIDDEN-3", Classification::Unknown("HIDDEN-class".into())),
    ] {
        let mut hidden = task(id, "HIDDEN-title", "B", Some("2025-08-01"))?;
        hidden.classification = Some(class);
        hidden.document = DocumentId::new("HIDDEN-document")?;
        records.tasks.push(hidden);
        let mut report = Report::new(
            ReportId::new(&format!("HIDDEN-{id}"))?,
            TaskId::new(id)?,
            ReportKind::Obstacle,
            day::parse("2025-07-20")?,
        );
        report.reason = Some(Text::new("HIDDEN-reason")?);
        records.reports.push(report);
        let link =
            Dependency { task: TaskId::new(id)?, kind: DependencyKind::FinishToStart, lag_days: 3 };
        records.tasks[0].dependencies.push(link);
        records.tasks[1].parent = Some(TaskId::new(id)?);
    }
    let title = Text::new("HIDDEN-document-title")?;
    records.documents.push(Document::new(DocumentId::new("HIDDEN-document")?, title));
    // A plan and a KPI that rest on a document of hidden tasks alone.
    let on_hidden: Records = serde_json::from_str(
        r#"{"plans": [{"id": "HIDDEN-plan", "document": "HIDDEN-document", "name": "HIDDEN-plan",
            "phases": [{"id": "HIDDEN-phase", "name": "HIDDEN-phase", "deadline": {"text": "đến ngày 31/12/2025", "form": "by", "day": "2025-12-31"}}], "groups": [{"id": "HIDDEN-group", "name": "HIDDEN-group"}]}],
            "kpis": [{"id": "HIDDEN-kpi", "name": "HIDDEN-kpi", "direction": "increase", "document": "HIDDEN-document",
            "targets": [{"day": "2025-12-31", "value": 5}]}]}"#,
    )?;
    records.plans.extend(on_hidden.plans);
    records.kpis.extend(on_hidden.kpis);
    let guarded = evaluated(records, "2025-10-01")?;
    assert_eq!(guarded.len(), 6);
    // Compared with a day before, so that reasons and changes stand in the page.
    let before = |now: &Evaluation| {
        now.registry().evaluate(AsOf::new(day::parse("2025-08-05")?)?, &Policy::default())
    };
    let (guarded_before, public_before) = (before(&guarded)?, before(&public)?);
    for lang in [Lang::Vi, Lang::En] {
        let options =
            ReportOptions { lang, previous: Some(&guarded_before), ..ReportOptions::default() };
        let page = html(&guarded, &options)?;
        assert!(!page.contains("HIDDEN") && !page.contains("T0X"));
        // Not even in a sum: the page is the one of a register that never had them.
        let options =
            ReportOptions { lang, previous: Some(&public_before), ..ReportOptions::default() };
        assert_eq!(page, html(&public, &options)?);
    }
    Ok(())
}

/// What was public once and is guarded by now is not named as a change.
#[test]
fn what_is_guarded_by_now_is_no_change() -> Outcome {
    let mut records = small()?;
    records.tasks.push(task("T0X-HIDDEN", "HIDDEN-title", "B", Some("2025-08-01"))?);
    let mut report = Report::new(
        ReportId::new("R9")?,
        TaskId::new("T0X-HIDDEN")?,
        ReportKind::Progress,
        day::parse("2025-07-20")?,
    );
    report.percent = Some(10);
    records.reports.push(report);
    let before = evaluated(records.clone(), "2025-09-15")?;
    records.tasks[3].classification = Some(Classification::Secret);
    let now = evaluated(records, "2025-10-01")?;
    let options = ReportOptions { previous: Some(&before), ..ReportOptions::default() };
    assert!(!html(&now, &options)?.contains("HIDDEN"));
    Ok(())
}

/// What is only foreseen, or was handed in and waits, is never told as days late.
#[test]
fn what_is_not_overdue_has_no_days_late() -> Outcome {
    let mut records = small()?;
    records.reports.clear();
    let submitted = Report::new(
        ReportId::new("R1")?,
        TaskId::new("T1")?,
        ReportKind::Complete,
        day::parse("2025-08-01")?,
    );
    records.reports.push(submitted);
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let policy = Policy::named("thanh-hoa")?;
    let evaluation = builder.finish().evaluate(AsOf::new(day::parse("2025-10-01")?)?, &policy)?;
    let page = html(&evaluation, &ReportOptions { lang: Lang::En, ..ReportOptions::default() })?;
    assert!(!page.contains("days late"));
    Ok(())
}
