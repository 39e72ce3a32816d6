//! W1 and W2: where everything stands at the points of `queries.json`, and the sums of it.

use serde_json::{Map, Value};
use tiendo::{
    AsOf, Axis, Evaluation, Level, Policy, Ranking, Rate, Registry, Rollup, Silence, Threads,
    Watch, day,
};

use super::{Resident, differences};
use crate::answer;
use crate::error::Error;
use crate::stopwatch::Stopwatch;

/// The point that is timed.
pub(super) const TIMED: &str = "p0";

pub(super) fn check_status(resident: &Resident) -> Result<Vec<String>, Error> {
    check(resident, "w1", answer::w1)
}

pub(super) fn check_sums(resident: &Resident) -> Result<Vec<String>, Error> {
    check(resident, "w2", answer::w2)
}

/// On all threads, and on one, which is what instructions are counted on.
pub(super) fn measure_status(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let question = Question::at(&resident.queries["points"][TIMED])?;
    if watch.is_timed() {
        watch.run("w1", || question.ask(resident, Threads::of(&resident.pool)))?;
        watch.run("w1 (1 thread)", || question.ask(resident, Threads::one()))?;
    } else {
        watch.once("w1", || question.ask(resident, Threads::one()))?;
    }
    Ok(())
}

/// The sums alone of an evaluation at hand, and together with it.
pub(super) fn measure_sums(resident: &Resident, watch: &mut Stopwatch) -> Result<(), Error> {
    let question = Question::at(&resident.queries["points"][TIMED])?;
    let all = |threads| question.ask(resident, threads).and_then(|e| Ok((sums(&e, threads)?, e)));
    if watch.is_timed() {
        watch.run("w1+w2", || all(Threads::of(&resident.pool)))?;
        watch.run("w1+w2 (1 thread)", || all(Threads::one()))?;
        return Ok(());
    }
    // An evaluation makes its sums once.
    let evaluation = question.ask(resident, Threads::one())?;
    watch.once("w2", || sums(&evaluation, Threads::one()))?;
    watch.once("w1+w2", || all(Threads::one()))?;
    Ok(())
}

/// All sums and rankings of W2.
pub(super) fn sums(
    evaluation: &Evaluation,
    threads: Threads<'_>,
) -> Result<(Vec<Rollup>, Vec<Ranking>), tiendo::Error> {
    evaluation.sum_on(threads, &Watch::new())?;
    let axes = [Axis::Agency, Axis::Phase, Axis::Group, Axis::Document];
    let levels =
        [Level::Nation, Level::Central, Level::Province, Level::Department, Level::Commune];
    Ok((
        axes.into_iter().map(|axis| evaluation.roll_up(axis)).collect(),
        levels.iter().map(|level| evaluation.rank(level)).collect(),
    ))
}

/// What is asked at a point.
pub(super) struct Question {
    pub(super) as_of: AsOf,
    pub(super) policy: Policy,
}

impl Question {
    pub(super) fn at(point: &Value) -> Result<Self, Error> {
        let window = point["W"].as_u64().and_then(|days| u16::try_from(days).ok());
        let window = window.ok_or_else(|| Error::Wrong(format!("no window of days: {point}")))?;
        let day = |name: &str| day::parse(point[name].as_str().unwrap_or_default());
        Ok(Question {
            as_of: AsOf::new(day("D")?)?.known_on(day("K")?)?,
            policy: Policy {
                name: "workload".into(),
                due_soon_days: window,
                ranking: Rate::Completion,
                // The workload ranks by completion whoever reported.
                silence: Silence::Counted,
                ..Policy::default()
            },
        })
    }

    fn ask(&self, resident: &Resident, threads: Threads<'_>) -> Result<Evaluation, tiendo::Error> {
        self.ask_of(&resident.registry, threads)
    }

    pub(super) fn ask_of(
        &self,
        registry: &Registry,
        threads: Threads<'_>,
    ) -> Result<Evaluation, tiendo::Error> {
        registry.evaluate_on(self.as_of, &self.policy, threads, &Watch::new())
    }
}

/// Asks at every point, of which there must be as many as there are answers.
fn check(
    resident: &Resident,
    name: &str,
    answer: fn(&Evaluation) -> Value,
) -> Result<Vec<String>, Error> {
    let points = resident.queries["points"].as_object();
    let points = points.ok_or_else(|| Error::Wrong("queries.json has no points".to_owned()))?;
    let (mut ours, mut oracles) = (Map::new(), Map::new());
    for (point, question) in points {
        let evaluation = Question::at(question)?.ask(resident, Threads::of(&resident.pool))?;
        ours.insert(point.clone(), answer(&evaluation));
    }
    for (point, answers) in resident.answers["w1_w2"].as_object().into_iter().flatten() {
        oracles.insert(point.clone(), answers[name].clone());
    }
    Ok(differences(name, &ours.into(), &oracles.into()))
}
