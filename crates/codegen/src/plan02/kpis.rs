//! KPIs with baselines, targets and measured values.

use tiendo::{Direction, DocumentId, Kpi, KpiId, KpiPoint, Measurement, Text, day};

use crate::error::Error;
use crate::plan02::source;
use crate::plan02::table::{Row, Table};

/// Every KPI.
pub(crate) fn make(table: &Table) -> Result<Vec<Kpi>, Error> {
    table.rows().map(kpi).collect()
}

fn kpi(row: Row<'_>) -> Result<Kpi, Error> {
    let direction = Direction::parse(row.cell("direction")?);
    if direction.is_unknown() {
        return Err(row.wrong(&format!("direction '{}'", direction.as_str())));
    }
    let mut kpi = Kpi::new(row.read("id", KpiId::new)?, row.text("name_vi")?, direction);
    kpi.document = row.maybe("document_id", DocumentId::new)?;
    kpi.name_en = row.maybe("name_en", Text::new)?;
    kpi.unit = row.maybe("unit", Text::new)?;
    kpi.baseline = match (number(row, "baseline")?, row.day("baseline_date")?) {
        (Some(value), Some(day)) => Some(KpiPoint { day, value }),
        (None, None) => None,
        _ => return Err(row.wrong("a baseline needs a value and a day")),
    };
    let mut notes = Vec::new();
    if !row.cell("note")?.is_empty() {
        notes.push(row.cell("note")?.to_owned());
    }
    match (number(row, "target")?, row.day("target_date")?) {
        (Some(value), Some(day)) => kpi.targets.push(KpiPoint { day, value }),
        // A target without a day cannot be due, but it must not be lost either.
        (Some(value), None) => notes.push(format!("target {value}, for which no day is given")),
        (None, None) => {}
        (None, Some(_)) => return Err(row.wrong("a target day without a value")),
    }
    for actual in row.list("actuals")? {
        let (period_end, value) =
            actual.split_once('=').ok_or_else(|| row.wrong(&format!("actual '{actual}'")))?;
        kpi.measurements.push(Measurement::new(
            day::parse(period_end).map_err(|error| row.wrong(&error.to_string()))?,
            value.parse().map_err(|_| row.wrong(&format!("actual '{actual}'")))?,
        ));
    }
    if !notes.is_empty() {
        kpi.note = Some(Text::new(&notes.join("; "))?);
    }
    kpi.source = Some(source::of(row, &[])?);
    Ok(kpi)
}

fn number(row: Row<'_>, column: &str) -> Result<Option<f64>, Error> {
    let cell = row.cell(column)?;
    if cell.is_empty() {
        return Ok(None);
    }
    let number = cell.parse().ok().filter(|number: &f64| number.is_finite());
    number.map(Some).ok_or_else(|| row.wrong(&format!("{column} '{cell}' is no number")))
}
