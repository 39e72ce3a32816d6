//! What people read in a calendar: names, the digest of a task, and the scope that every number needs.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tiendo::{Evaluation, GroupId, Lang, PhaseId, Provenance, Row, Task};

use super::whole::Whole;

/// The words of one calendar, in one language.
pub(super) struct Words {
    lang: Lang,
    /// Name of the calendar.
    pub(super) name: String,
    /// D, K, policy, calendar and where reports come from, in one line.
    pub(super) scope: String,
    groups: BTreeMap<GroupId, String>,
    phases: BTreeMap<PhaseId, String>,
    is_simulated: bool,
}

impl Words {
    pub(super) fn of(evaluation: &Evaluation, lang: Lang) -> Self {
        let scope = evaluation.scope();
        let is_simulated = scope.provenance == Provenance::Simulated;
        let (mut groups, mut phases) = (BTreeMap::new(), BTreeMap::new());
        let of = |name: &tiendo::Text, english: &Option<tiendo::Text>| {
            let english = english.as_ref().filter(|_| lang == Lang::En);
            english.unwrap_or(name).to_string()
        };
        for plan in evaluation.registry().plans() {
            groups.extend(plan.groups.iter().map(|g| (g.id.clone(), of(&g.name, &g.name_en))));
            phases.extend(plan.phases.iter().map(|p| (p.id.clone(), of(&p.name, &p.name_en))));
        }
        let known = match (scope.known, lang) {
            (Some(known), _) => known.to_string(),
            (None, Lang::Vi) => "mọi báo cáo đã ghi nhận".to_owned(),
            (None, Lang::En) => "everything recorded".to_owned(),
        };
        let (policy, calendar) = match lang {
            Lang::Vi => ("quy tắc", "lịch làm việc"),
            Lang::En => ("policy", "calendar"),
        };
        let mark = if is_simulated { " [SIMULATED]" } else { "" };
        let name = match lang {
            Lang::Vi => format!("Nhiệm vụ ngày {}{mark}", scope.day),
            Lang::En => format!("Tasks of {}{mark}", scope.day),
        };
        let line = format!(
            "D {} · K {known} · {policy} {} v{} · {calendar} {} · {}",
            scope.day,
            scope.policy,
            scope.policy_version,
            scope.calendar,
            scope.provenance.label(lang),
        );
        Words { lang, name, scope: line, groups, phases, is_simulated }
    }

    /// The names of the group and the phase of a task; what no plan names is left out.
    pub(super) fn categories(&self, task: &Task) -> Vec<&str> {
        let group = task.group.as_ref().and_then(|id| self.groups.get(id));
        let phase = task.phase.as_ref().and_then(|id| self.phases.get(id));
        group.into_iter().chain(phase).map(String::as_str).collect()
    }

    /// What there is to know of a task, line by line, the scope last.
    pub(super) fn digest(
        &self,
        evaluation: &Evaluation,
        task: &Task,
        whole: &Whole,
        rows: &[Row<'_>],
    ) -> String {
        let name = |id: &str| evaluation.agency_name(id, self.lang).unwrap_or(id).to_owned();
        let mut lines = Vec::new();
        if self.is_simulated {
            let words = Provenance::Simulated.label(self.lang);
            lines.push(words.to_owned());
        }
        let mut say = |vi: &str, en: &str, value: String| {
            if !value.is_empty() {
                lines.push(format!("{}: {value}", if self.lang == Lang::Vi { vi } else { en }));
            }
        };
        // A task with one row is worded as its row: silence and regular tasks have words of their own.
        let mut status = match rows {
            [row] => row.words(self.lang).to_owned(),
            _ => whole.status.words(rows.iter().any(Row::is_reported), self.lang).to_owned(),
        };
        if let [row, _, ..] = rows {
            let (done, of) = row.task_rows();
            status = format!("{status} ({done}/{of})");
        }
        say("Trạng thái", "Status", status);
        say("Thời hạn", "Deadline", task.deadline.text.to_string());
        let product = task.product.as_ref().map_or_else(String::new, |p| p.text.to_string());
        say("Sản phẩm", "Product", product);
        let owing: Vec<String> = rows.iter().filter_map(Row::agency_id).map(name).collect();
        say("Chủ trì", "Lead", owing.join("; "));
        let helping: Vec<String> = task.coordinating.iter().map(|id| name(id.as_str())).collect();
        say("Phối hợp", "Coordinating", helping.join("; "));
        let clause = task.clause.as_ref().map_or_else(String::new, |clause| format!(", {clause}"));
        say("Văn bản", "Document", format!("{}{clause}", task.document));
        lines.push(self.scope.clone());
        lines.join("\n")
    }

    /// What a reminder shows.
    pub(super) fn reminder(&self, title: &str, last_day: NaiveDate) -> String {
        match self.lang {
            Lang::Vi => format!("Hạn {}: {title}", last_day.format("%d/%m/%Y")),
            Lang::En => format!("Due {last_day}: {title}"),
        }
    }
}
