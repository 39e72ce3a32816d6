//! What each agency is reminded of.

use serde::Serialize;

use super::RowReply;
use crate::error::Error;
use crate::evaluation::{Evaluation, Row};
use crate::query::request::UrgingRequest;
use crate::rollup::Scope;
use crate::vocabulary::Lang;

/// What one agency is reminded of.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct UrgedAgency {
    /// Id of the agency; absent where nobody is known to owe.
    agency: Option<String>,
    /// Its name in Vietnamese.
    name: Option<String>,
    /// Its name in English.
    name_en: Option<String>,
    /// Rows that are overdue, most urgent first.
    overdue: Vec<RowReply>,
    /// Rows that fall due soon.
    due_soon: Vec<RowReply>,
    /// Rows on which nothing is stated.
    no_data: Vec<RowReply>,
}

/// What each agency is reminded of.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Urged {
    /// What the rows were judged by.
    scope: Scope,
    /// How many days ahead is soon.
    due_soon_days: u16,
    /// By agency.
    agencies: Vec<UrgedAgency>,
}

impl Urged {
    pub(in crate::query) fn of(
        evaluation: &Evaluation,
        request: &UrgingRequest,
    ) -> Result<Self, Error> {
        let lang = crate::query::lang(request.lang.as_ref())?;
        let asked = request.agency.as_deref();
        let asked = asked.map(|text| evaluation.registry().find_agency(text)).transpose()?;
        let rows = |rows: &[Row<'_>]| rows.iter().map(|row| RowReply::of(row, lang)).collect();
        let urgings = evaluation.urgings().into_iter();
        let wanted = urgings.filter(|u| asked.is_none_or(|a| u.agency == Some(a.id.as_str())));
        let agencies = wanted.map(|urging| {
            let first = [&urging.overdue, &urging.due_soon, &urging.no_data];
            let first = first.into_iter().flatten().next();
            let name = |lang| first.and_then(|row| row.agency_name(lang)).map(str::to_owned);
            UrgedAgency {
                agency: urging.agency.map(str::to_owned),
                name: name(Lang::Vi),
                name_en: name(Lang::En),
                overdue: rows(&urging.overdue),
                due_soon: rows(&urging.due_soon),
                no_data: rows(&urging.no_data),
            }
        });
        Ok(Urged {
            scope: evaluation.scope(),
            due_soon_days: evaluation.policy().due_soon_days,
            agencies: agencies.collect(),
        })
    }
}
