//! The Monday list as JSON: the reply of the request `warn`, and how [`Warnings`] are written anywhere.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::request::WarnRequest;
use crate::day;
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::rollup::Scope;
use crate::status::Status;
use crate::vocabulary::Lang;
use crate::warn::{
    WarnBy, WarnForm, WarnGroup, WarnOptions, WarnThresholds, Warning, WarningKind, Warnings,
};

/// An agency with its names.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Named<'a> {
    /// Id of the agency.
    agency: &'a str,
    /// Name in Vietnamese.
    name: &'a str,
    /// Name in English; the Vietnamese one where there is none.
    name_en: &'a str,
}

/// Something that must be acted on.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Warning"))]
struct WarningReply<'a> {
    /// Why it stands on the list.
    kind: WarningKind,
    /// The same in words.
    words: &'static str,
    /// Id of the row.
    row: String,
    /// Id of the task.
    task: &'a str,
    /// Title of the task in the language asked for.
    title: &'a str,
    /// The agency that the row counts for; null for nobody.
    agency: Option<&'a str>,
    /// The agency that must act; null where nobody is known.
    actor: Option<Named<'a>>,
    /// The post of who answers for the task; null where none is named, or where others must act.
    post: Option<&'a str>,
    /// The post of the leader in charge; null where none is named.
    leader: Option<&'a str>,
    /// The agency that assigned the task.
    assigner: Option<&'a str>,
    /// Where the row stands.
    status: Status,
    /// The last day that judges it.
    deadline: Option<NaiveDate>,
    /// The day from which the days are counted.
    since: NaiveDate,
    /// Calendar days from then to D; negative for what falls due in so many days.
    days: i32,
    /// Open tasks that wait for it, directly or through others; 10000 stands for that many or more.
    downstream: u32,
    /// Id of the report that says why.
    report: Option<String>,
    /// The last day that a request asks for, or an extension granted.
    new_deadline: Option<NaiveDate>,
    /// By when the answer to an obstacle was needed.
    needed_by: Option<NaiveDate>,
    /// What is the matter, in one sentence.
    sentence: String,
}

impl<'a> WarningReply<'a> {
    fn of(item: &Warning<'a>, lang: Lang) -> Self {
        let report = item.report();
        let actor = item.actor_id().map(|agency| Named {
            agency,
            name: item.actor_name(Lang::Vi).unwrap_or(agency),
            name_en: item.actor_name(Lang::En).unwrap_or(agency),
        });
        WarningReply {
            kind: item.kind,
            words: item.kind.label(lang),
            row: item.row.id(),
            task: item.row.task_id(),
            title: item.row.title_in(lang),
            agency: item.row.agency_id(),
            actor,
            post: item.post(),
            leader: item.leader(),
            assigner: item.assigner_id(),
            status: item.row.status(),
            deadline: item.row.deadline(),
            since: item.since(),
            days: item.days,
            downstream: item.downstream_count,
            new_deadline: report.as_ref().and_then(|r| r.new_deadline),
            needed_by: report.as_ref().and_then(|r| r.needed_by),
            report: report.map(|r| r.id.to_string()),
            sentence: item.sentence(lang),
        }
    }
}

/// What one receiver is sent.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "WarnGroup"))]
struct GroupReply<'a> {
    /// Id of the agency or assigner, or the post of the leader; null where nobody is known or named.
    key: Option<&'a str>,
    /// Name in Vietnamese.
    name: Option<&'a str>,
    /// Name in English; the Vietnamese one where there is none.
    name_en: Option<&'a str>,
    /// Warnings before the limit.
    total: usize,
    /// The warnings, in the order of the whole list.
    warnings: Vec<WarningReply<'a>>,
    /// The list as text to send, whole; where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// The Monday list.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Warned<'a> {
    /// What the list is made of.
    scope: Scope,
    /// The day on which what is newly overdue was not yet overdue.
    since: NaiveDate,
    /// The last day of what falls due soon.
    due_until: NaiveDate,
    /// Whether that day was worked out from days off that are not decided yet.
    provisional: bool,
    /// From when on something is worth a warning.
    thresholds: WarnThresholds,
    /// Warnings before the limit.
    total: usize,
    /// The same by kind; kinds without any are left out.
    counts: BTreeMap<&'static str, usize>,
    /// One list, where no receivers were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<Vec<WarningReply<'a>>>,
    /// To whom the lists are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<WarnBy>,
    /// One list for each receiver.
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<GroupReply<'a>>>,
    /// The one list as text to send, whole; where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl<'a> Warned<'a> {
    pub(super) fn asked(evaluation: &'a Evaluation, request: &WarnRequest) -> Result<Self, Error> {
        let form = WarnForm {
            by: request.by,
            limit: request.limit,
            has_text: request.text.unwrap_or(false),
            lang: super::lang(request.lang.as_ref())?,
        };
        let options = WarnOptions {
            thresholds: request.thresholds.unwrap_or_default(),
            since: request.since.as_deref().map(day::parse).transpose()?,
            agency: request.agency.clone(),
            kinds: request.kinds.clone().unwrap_or_default(),
        };
        Ok(Warned::of(&evaluation.warn(&options)?, form))
    }

    fn of(list: &Warnings<'a>, form: WarnForm) -> Self {
        let limit = form.limit.unwrap_or(usize::MAX);
        let mut counts = BTreeMap::new();
        for item in &list.items {
            *counts.entry(item.kind.as_str()).or_default() += 1;
        }
        let replies = |items: &[Warning<'a>]| -> Vec<WarningReply<'a>> {
            items.iter().take(limit).map(|item| WarningReply::of(item, form.lang)).collect()
        };
        let group = |by: WarnBy, group: &WarnGroup<'a>| {
            let evaluation = group.items.first().map(|item| item.row.evaluation);
            let name = |lang| match by {
                WarnBy::Leader => group.key,
                WarnBy::Agency | WarnBy::Assigner => evaluation?.agency_name(group.key?, lang),
            };
            GroupReply {
                key: group.key,
                name: name(Lang::Vi),
                name_en: name(Lang::En),
                total: group.items.len(),
                warnings: replies(&group.items),
                text: form.has_text.then(|| list.text_to(group, by, form.lang)),
            }
        };
        let groups = form.by.map(|by| list.grouped(by).iter().map(|g| group(by, g)).collect());
        let is_whole = form.by.is_none();
        Warned {
            scope: list.scope.clone(),
            since: list.since,
            due_until: list.due_until,
            provisional: list.is_provisional,
            thresholds: list.thresholds,
            total: list.items.len(),
            counts,
            warnings: is_whole.then(|| replies(&list.items)),
            by: form.by,
            groups,
            text: (is_whole && form.has_text).then(|| list.text(form.lang)),
        }
    }
}

impl<'a> Warnings<'a> {
    /// The list as the request `warn` of [`crate::query`] answers it.
    ///
    /// ```
    /// use tiendo::{day, AsOf, Policy, RegistryBuilder, WarnForm, WarnOptions};
    /// let registry = RegistryBuilder::new().finish();
    /// let evaluation = registry.evaluate(AsOf::new(day::parse("2025-11-10")?)?, &Policy::default())?;
    /// let reply = evaluation.warn(&WarnOptions::default())?.reply(WarnForm::default());
    /// assert!(serde_json::to_string(&reply).unwrap().ends_with(r#""total":0,"counts":{},"warnings":[]}"#));
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn reply(&self, form: WarnForm) -> impl Serialize + use<'a> {
        Warned::of(self, form)
    }
}

impl Serialize for Warnings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Warned::of(self, WarnForm::default()).serialize(serializer)
    }
}
