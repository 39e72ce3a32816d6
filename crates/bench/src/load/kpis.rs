//! Loading the workload's KPIs: one for each series, with the direction, weight and band of its indicator.

use std::collections::BTreeMap;
use std::path::Path;

use arrow_array::types::{
    Date32Type, Float64Type, Int16Type, Int32Type, Int64Type, TimestampMillisecondType,
};
use tiendo::{Direction, Kpi, KpiId, KpiPoint, Measurement, Registry, RegistryBuilder, Text};

use super::{agencies, agency};
use crate::error::Error;
use crate::parquet_table::each_batch;

/// A registry of agencies and KPIs.
pub(crate) fn load_kpis(data: &Path) -> Result<Registry, Error> {
    let mut builder = RegistryBuilder::new();
    agencies(&data.join("agency.parquet"), &mut builder)?;
    let mut kpis = series(data)?;
    targets(&data.join("kpi_target.parquet"), &mut kpis)?;
    actuals(&data.join("kpi_actual.parquet"), &mut kpis)?;
    for kpi in kpis.into_values() {
        builder.add_kpi(kpi);
    }
    Ok(builder.finish())
}

/// Direction, weight and band of each indicator.
fn indicators(path: &Path) -> Result<BTreeMap<i32, (Direction, u8, f64)>, Error> {
    let mut out = BTreeMap::new();
    each_batch(path, &["indicator_id", "direction", "weight", "band"], |batch| {
        let ids = batch.numbers::<Int32Type>("indicator_id")?;
        let (directions, direction) = batch.words("direction", |word| match word {
            "up" => Some(Direction::Increase),
            "down" => Some(Direction::Decrease),
            "maintain" => Some(Direction::Maintain),
            _ => None,
        })?;
        let weights = batch.numbers::<Int16Type>("weight")?;
        let bands = batch.numbers::<Float64Type>("band")?;
        for row in batch.rows() {
            let direction = directions[direction[row] as usize].clone();
            out.insert(ids.value(row), (direction, weights.value(row) as u8, bands.value(row)));
        }
        Ok(())
    })?;
    Ok(out)
}

fn series(data: &Path) -> Result<BTreeMap<i32, Kpi>, Error> {
    let indicators = indicators(&data.join("indicator.parquet"))?;
    let path = data.join("kpi_series.parquet");
    let columns = ["series_id", "indicator_id", "agency_id", "baseline_on", "baseline"];
    let mut kpis = BTreeMap::new();
    each_batch(&path, &columns, |batch| {
        let ids = batch.numbers::<Int32Type>("series_id")?;
        let of = batch.numbers::<Int32Type>("indicator_id")?;
        let measured = batch.numbers::<Int32Type>("agency_id")?;
        let days = batch.numbers::<Date32Type>("baseline_on")?;
        let values = batch.numbers::<Float64Type>("baseline")?;
        for row in batch.rows() {
            let unknown = || Error::table(&path)("a series of no indicator");
            let (direction, weight, band) =
                indicators.get(&of.value(row)).ok_or_else(unknown)?.clone();
            let id = KpiId::new(&ids.value(row).to_string())?;
            let mut kpi = Kpi::new(id, Text::new(&of.value(row).to_string())?, direction);
            (kpi.weight, kpi.band) = (weight, Some(band));
            kpi.owner = Some(agency(measured.value(row))?);
            kpi.baseline =
                Some(KpiPoint { day: batch.day(days.value(row))?, value: values.value(row) });
            kpis.insert(ids.value(row), kpi);
        }
        Ok(())
    })?;
    Ok(kpis)
}

fn targets(path: &Path, kpis: &mut BTreeMap<i32, Kpi>) -> Result<(), Error> {
    each_batch(path, &["series_id", "target_on", "target"], |batch| {
        let ids = batch.numbers::<Int32Type>("series_id")?;
        let days = batch.numbers::<Date32Type>("target_on")?;
        let values = batch.numbers::<Float64Type>("target")?;
        for row in batch.rows() {
            let target = KpiPoint { day: batch.day(days.value(row))?, value: values.value(row) };
            let kpi = kpis.get_mut(&ids.value(row));
            kpi.ok_or_else(|| Error::table(path)("a target of no series"))?.targets.push(target);
        }
        Ok(())
    })
}

fn actuals(path: &Path, kpis: &mut BTreeMap<i32, Kpi>) -> Result<(), Error> {
    each_batch(path, &["actual_id", "series_id", "period_end", "recorded_at", "value"], |batch| {
        let ids = batch.numbers::<Int64Type>("actual_id")?;
        let series = batch.numbers::<Int32Type>("series_id")?;
        let days = batch.numbers::<Date32Type>("period_end")?;
        let instants = batch.numbers::<TimestampMillisecondType>("recorded_at")?;
        let values = batch.numbers::<Float64Type>("value")?;
        for row in batch.rows() {
            let measured = Measurement {
                id: Some(Text::new(&ids.value(row).to_string())?),
                recorded_at: Some(batch.instant(instants.value(row))?),
                ..Measurement::new(batch.day(days.value(row))?, values.value(row))
            };
            let kpi = kpis.get_mut(&series.value(row));
            kpi.ok_or_else(|| Error::table(path)("an actual of no series"))?
                .measurements
                .push(measured);
        }
        Ok(())
    })
}
