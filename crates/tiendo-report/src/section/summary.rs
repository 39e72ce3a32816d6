//! The one page that a leader signs: where all tasks stand, the phases, what people say.

use askama::Template;
use tiendo::{Axis, KpiStanding, OfficialClass, Ratio, Sums};
use tiendo_formats::Error;

use super::sums::SumsTable;
use crate::chart::{Bar, Bucket};
use crate::figure;
use crate::sink::Sink;
use crate::view::View;
use crate::words::fill;

/// One class of the table of classes.
struct ClassLine {
    key: &'static str,
    bucket: &'static str,
    name: String,
    count: u64,
    share: String,
}

/// What people were asked.
struct Asked {
    name: String,
    unit: String,
    actual: String,
    before: String,
    target: String,
    survey: String,
}

#[derive(Template)]
#[template(path = "summary.html")]
struct Summary<'a> {
    view: &'a View<'a>,
    lead: String,
    classes: Vec<ClassLine>,
    total: u64,
    bar: Bar,
    rate: String,
    completion: String,
    phases: SumsTable<'a>,
    asked: Vec<Asked>,
}

#[derive(Template)]
#[template(path = "agency_summary.html")]
struct AgencySummary<'a> {
    view: &'a View<'a>,
    name: &'a str,
    classes: Vec<ClassLine>,
    total: u64,
    bar: Bar,
    rate: String,
}

/// Puts the summary of one agency.
pub(crate) fn put_agency(
    view: &View<'_>,
    sink: &mut Sink<'_>,
    name: &str,
    sums: &Sums,
) -> Result<(), Error> {
    let (classes, rate) = (classes(view, sums), rate(view, sums));
    sink.put(&AgencySummary { view, name, classes, total: sums.total(), bar: Bar::of(sums), rate })
}

/// The classes of some sums.
fn classes(view: &View<'_>, sums: &Sums) -> Vec<ClassLine> {
    let total = sums.total();
    let classes = OfficialClass::ALL.iter().map(|class| {
        let count = sums.of_class(*class);
        let share = figure::percent(Ratio { num: count, den: total }, view.lang);
        let (key, bucket) = (class.as_str(), Bucket::of(*class).key());
        ClassLine { key, bucket, name: view.class(*class), count, share }
    });
    classes.collect()
}

/// The rate of some sums, with its rule.
fn rate(view: &View<'_>, sums: &Sums) -> String {
    let formula = view.evaluation.policy().rate.label(view.lang);
    fill(view.w.rate_is, &[("formula", formula), ("rate", &view.rate(sums))])
}

pub(crate) fn put(view: &View<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
    let evaluation = view.evaluation;
    let sums = evaluation.task_sums();
    let total = sums.total();
    let phases = evaluation.roll_up(Axis::Phase);
    let scope = &view.scope;
    let lead = fill(
        view.w.lead,
        &[
            ("day", &view.day(scope.day)),
            ("tasks", &view.count(total)),
            ("documents", &view.count(scope.document_count)),
            ("reports", &view.count(scope.report_count)),
        ],
    );
    let completion = match scope.report_count {
        0 => "–".to_owned(),
        _ => figure::percent(sums.completion(), view.lang),
    };
    let caption = view.w.phases_caption.to_owned();
    sink.put(&Summary {
        view,
        lead,
        classes: classes(view, &sums),
        total,
        bar: Bar::of(&sums),
        rate: rate(view, &sums),
        completion: fill(view.w.completion_is, &[("rate", &completion)]),
        phases: SumsTable::new(
            view,
            "t-phases-short",
            (caption, view.w.phase),
            SumsTable::lines_of(view, &phases),
        ),
        asked: evaluation
            .registry()
            .kpis_of_people(evaluation.as_of())
            .iter()
            .map(|kpi| asked(view, kpi))
            .collect(),
    })
}

fn asked(view: &View<'_>, kpi: &KpiStanding) -> Asked {
    let survey = kpi.of_people.as_ref().map_or_else(String::new, |survey| {
        fill(
            view.w.survey,
            &[
                ("people", &view.count(survey.survey_size.into())),
                ("period", survey.period.as_str()),
            ],
        )
    });
    Asked {
        name: view.say(&kpi.name, &kpi.name_en).to_owned(),
        unit: kpi.unit.clone().unwrap_or_default(),
        actual: figure::value(kpi.actual, view.lang),
        before: figure::value(kpi.before, view.lang),
        target: figure::value(kpi.target, view.lang),
        survey,
    }
}
