//! W3: the KPI score of every agency, over a registry of agencies and KPIs of its own.

use serde_json::{Map, Value};
use tiendo::{AsOf, Registry, day};

use super::{Resident, differences};
use crate::answer;
use crate::error::Error;
use crate::load::load_kpis;
use crate::stopwatch::Stopwatch;

/// The point that is timed.
const TIMED: &str = "p0";

pub(super) fn check(resident: &Resident) -> Result<Vec<String>, Error> {
    let registry = load_kpis(&resident.data)?;
    let points = resident.queries["points"].as_object();
    let points = points.ok_or_else(|| Error::Wrong("queries.json has no points".to_owned()))?;
    let mut ours = Map::new();
    for (name, point) in points {
        ours.insert(name.clone(), answer::w3(&registry, as_of(point)?));
    }
    Ok(differences("w3", &ours.into(), &resident.answers["w3"]))
}

/// The columns are laid out by the warm-up, as a register in memory has them.
pub(super) fn measure(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let registry: Registry = watch.once("load kpis", || load_kpis(&resident.data))?;
    let as_of = as_of(&resident.queries["points"][TIMED])?;
    watch.once("lay out kpis", || registry.kpi_scores(as_of));
    watch.run("w3", || registry.kpi_scores(as_of));
    Ok(())
}

fn as_of(point: &Value) -> Result<AsOf, Error> {
    let day = |name: &str| day::parse(point[name].as_str().unwrap_or_default());
    Ok(AsOf::new(day("D")?)?.known_on(day("K")?)?)
}
