//! The quality of the data: which of the clears are stated, by whom least, and what checking found.

use std::collections::BTreeMap;

use askama::Template;
use tiendo::{Completeness, FindingCode, Ratio};
use tiendo_formats::Error;

use crate::figure;
use crate::sink::Sink;
use crate::view::View;

/// Agencies with the least complete tasks that are named.
const NAMED: usize = 20;

struct ClearLine {
    name: String,
    stated: u64,
    missing: u64,
    share: String,
}

struct FoundLine {
    severity: &'static str,
    says: String,
    count: u64,
}

#[derive(Template)]
#[template(path = "quality.html")]
struct Quality<'a> {
    view: &'a View<'a>,
    clears: Vec<ClearLine>,
    least: Vec<(String, String)>,
    /// None where the data of so many tasks were not checked here.
    found: Option<Vec<FoundLine>>,
}

/// Puts the quality; findings are looked for where `is_checked`.
pub(crate) fn put(view: &View<'_>, sink: &mut Sink<'_>, is_checked: bool) -> Result<(), Error> {
    let evaluation = view.evaluation;
    let share = |ratio: Ratio| figure::percent(ratio, view.lang);
    let clears = evaluation.clears().into_iter().map(|(clear, stated)| ClearLine {
        name: figure::capitalised(clear.label(view.lang)),
        stated: stated.num,
        missing: stated.den.saturating_sub(stated.num),
        share: share(stated),
    });
    let mut least: Vec<Completeness> = evaluation
        .completeness()
        .into_iter()
        .filter(|score| score.stated.num < score.stated.den)
        .collect();
    let missing = |score: &Completeness| u128::from(score.stated.den - score.stated.num);
    // The greatest share that is missing first, compared exactly.
    least.sort_by(|a, b| {
        let (left, right) =
            (missing(a) * u128::from(b.stated.den), missing(b) * u128::from(a.stated.den));
        right.cmp(&left)
    });
    let least = least.iter().take(NAMED);
    sink.put(&Quality {
        view,
        clears: clears.collect(),
        least: least
            .map(|score| (view.agency(&score.agency).to_owned(), share(score.stated)))
            .collect(),
        found: is_checked.then(|| found(view)),
    })
}

/// How often each code was found, the gravest first.
fn found(view: &View<'_>) -> Vec<FoundLine> {
    let mut counts: BTreeMap<FindingCode, u64> = BTreeMap::new();
    for finding in view.evaluation.check() {
        *counts.entry(finding.code).or_default() += 1;
    }
    let mut counts: Vec<(FindingCode, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(code, count)| {
        (std::cmp::Reverse(code.severity()), std::cmp::Reverse(*count), *code)
    });
    counts
        .into_iter()
        .map(|(code, count)| FoundLine {
            severity: code.severity().label(view.lang),
            says: figure::capitalised(&without_values(code.label(view.lang))),
            count,
        })
        .collect()
}

/// A template with dots where its values would stand: of many findings no single one is told.
fn without_values(template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push('…');
        rest = after.split_once('}').map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_dots() {
        assert_eq!(without_values("'{text}' of {day}: open"), "'…' of …: open");
    }
}
