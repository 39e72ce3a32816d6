//! From an evaluation to a packet.

use std::collections::BTreeMap;

use tiendo::{
    Axis, Evaluation, Lang, OfficialClass, Period, PeriodKind, RollupRow, Row, Said, Sums,
};

use super::{Entry, Head, Packet, PacketKind};
use crate::error::Error;
use crate::table::Disclosure;

pub(super) fn packet(
    evaluation: &Evaluation,
    kind: PacketKind,
    disclosure: Disclosure,
    lang: Lang,
    file: &str,
) -> Result<Packet, Error> {
    let scope = evaluation.scope();
    let head = Head {
        sender: String::new(),
        day: Some(scope.day),
        known: scope.known,
        policy: scope.policy,
        policy_version: scope.policy_version.to_string(),
        calendar: scope.calendar,
        provenance: scope.provenance.as_str().to_owned(),
    };
    // KPI values tell of no task; counts of tasks do, as a report's sums.
    if kind != PacketKind::Kpis {
        disclosure.refuse(file, evaluation.rows())?;
    }
    let entries = match kind {
        PacketKind::Reports => reports(evaluation, lang),
        PacketKind::Figures => figures(evaluation, lang),
        PacketKind::Kpis => kpis(evaluation, lang, file)?,
    };
    Ok(Packet { kind, head, entries })
}

fn reports(evaluation: &Evaluation, lang: Lang) -> Vec<Entry> {
    let said = evaluation.said();
    evaluation.rows().map(|row| report(&row, &said, lang)).collect()
}

fn report(row: &Row<'_>, said: &Said<'_>, lang: Lang) -> Entry {
    let task = row.task();
    let mut breakdown = BTreeMap::new();
    let mut part = |dimension: &str, item: &str| {
        breakdown.insert(dimension.to_owned(), item.to_owned());
    };
    part("document", task.document.as_str());
    if let Some(group) = &task.group {
        part("group", group.as_str());
    }
    if let Some(phase) = &task.phase {
        part("phase", phase.as_str());
    }
    // A task addressed to each has a row for each, which its id alone does not tell apart.
    if let Some(addressee) = row.addressee_id().filter(|_| row.id() != row.task_id()) {
        part("addressee", addressee);
    }
    let closed = row.closed_on().filter(|_| row.status().is_done());
    let reported = row.is_reported().then(|| said.latest(row)).flatten();
    Entry {
        code: row.task_id().to_owned(),
        name: row.title_in(lang).to_owned(),
        period: row.deadline().map_or_else(String::new, month),
        unit: "%".to_owned(),
        // Where nobody reported there is no percent: 0 would be a statement.
        value: row.is_reported().then(|| f64::from(row.percent())),
        target: None,
        breakdown,
        organisation: row.agency_id().unwrap_or_default().to_owned(),
        status: status(row).to_owned(),
        direction: String::new(),
        deadline: row.deadline(),
        day: closed.or_else(|| reported.map(|report| report.reported_on)),
    }
}

/// The status of a row, with what is overdue and unreported as the lack of data that it is.
fn status(row: &Row<'_>) -> &'static str {
    match row.class() {
        OfficialClass::NoData => OfficialClass::NoData.as_str(),
        _ => row.status().as_str(),
    }
}

fn figures(evaluation: &Evaluation, lang: Lang) -> Vec<Entry> {
    let rollup = evaluation.roll_up(Axis::Agency);
    let period = month(evaluation.as_of().day);
    let unit = if lang == Lang::Vi { "nhiệm vụ" } else { "tasks" };
    #[allow(clippy::cast_precision_loss)] // a register holds no more rows than a float counts
    let figure = |organisation: &str, sums: &Sums| {
        let entries = OfficialClass::ALL.iter().map(|class| Entry {
            code: class.as_str().to_owned(),
            name: class.label(lang).to_owned(),
            period: period.clone(),
            unit: unit.to_owned(),
            value: Some(sums.of_class(*class) as f64),
            organisation: organisation.to_owned(),
            ..Entry::default()
        });
        entries.collect::<Vec<_>>()
    };
    let owed = |row: &&RollupRow| row.own.total() > 0;
    let mut entries: Vec<Entry> =
        rollup.rows.iter().filter(owed).flat_map(|row| figure(&row.key, &row.own)).collect();
    if rollup.unassigned.total() > 0 {
        entries.extend(figure("", &rollup.unassigned));
    }
    entries
}

fn kpis(evaluation: &Evaluation, lang: Lang, file: &str) -> Result<Vec<Entry>, Error> {
    let core = |source| Error::Core { path: file.to_owned(), source };
    let registry = evaluation.registry();
    let standings = registry.kpi_standings(evaluation.as_of(), None).map_err(core)?;
    let entries = standings.into_iter().zip(registry.kpis()).map(|(standing, kpi)| {
        let whole = kpi.part_of.iter().map(|whole| ("part_of".to_owned(), whole.to_string()));
        Entry {
            code: standing.kpi,
            name: if lang == Lang::Vi { standing.name } else { standing.name_en },
            period: standing.period_end.map_or_else(String::new, month),
            unit: standing.unit.unwrap_or_default(),
            value: standing.actual,
            target: standing.target,
            breakdown: whole.collect(),
            organisation: standing.owner.unwrap_or_default(),
            status: standing.state.as_str().to_owned(),
            direction: standing.direction.as_str().to_owned(),
            deadline: None,
            day: standing.period_end,
        }
    });
    Ok(entries.collect())
}

/// The code of the month that a day lies in: a task belongs to the period of its deadline.
fn month(day: chrono::NaiveDate) -> String {
    Period::containing(PeriodKind::Month, day).map_or_else(String::new, Period::code)
}
