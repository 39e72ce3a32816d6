//! The strict writer: elements in the order of the schema.

use std::collections::BTreeMap;
use std::io::{self, Write};

use chrono::NaiveDate;
use serde_json::{Map, Value};
use tiendo::{
    Agency, Evaluation, Finding, FindingCode, Kpi, Lang, Provenance, RecordKind, Records, Said,
    TaskGroup,
};

use super::carried::{self, Carried};
use super::identifier::{Of, encoded};
use super::{COMPLETION, NAMESPACE, PROGRESS_OBJECTIVES, Reports, WriteOptions, own};
use crate::error::Error;
use crate::xml::{Output, unfitting};

/// Fields of a task that elements hold.
pub(super) const TASK_HELD: [&str; 7] = [
    "id",
    "title",
    "clause",
    "addressees",
    "coordinating",
    "responsible_person",
    "supervising_leader",
];
/// Fields of a KPI that elements hold.
pub(super) const KPI_HELD: [&str; 6] =
    ["id", "name", "unit", "baseline", "targets", "measurements"];
/// Fields of an agency that elements hold.
pub(super) const AGENCY_HELD: [&str; 3] = ["id", "name", "code"];

pub(super) fn write(
    evaluation: &Evaluation,
    out: &mut impl Write,
    file: &str,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let io = |source| Error::Io { path: file.to_owned(), source };
    let (tasks, dropped) = carried::tasks(evaluation, file, options)?;
    let mut findings = Vec::new();
    if dropped > 0 {
        findings.push(Finding::new(FindingCode::LinkNotWritten).arg("count", dropped));
    }
    let records = carried::beside(evaluation, &tasks, &mut findings);
    let mut writer = Writer {
        xml: Output::indented(out).map_err(io)?,
        evaluation,
        said: evaluation.said(),
        records: &records,
        file,
        options,
        findings,
        replaced: 0,
        done: 0,
    };
    writer.document(&tasks)?;
    if options.reports == Reports::State {
        let left: usize = tasks.iter().map(|carried| carried.reports.len()).sum();
        writer.lost("report", left);
    }
    if writer.replaced > 0 {
        let count = writer.replaced;
        writer.findings.push(Finding::new(FindingCode::ControlsRemoved).arg("count", count));
    }
    let out = writer.xml.finish();
    out.write_all(b"\n").and_then(|()| out.flush()).map_err(io)?;
    Ok(writer.findings)
}

struct Writer<'e, 'o, W> {
    xml: Output<W>,
    evaluation: &'e Evaluation,
    said: Said<'e>,
    records: &'e Records,
    file: &'e str,
    options: &'o WriteOptions<'o>,
    findings: Vec<Finding>,
    /// Characters that XML cannot hold.
    replaced: usize,
    done: u64,
}

/// One target or measurement.
struct Outcome<'t> {
    element: &'static str,
    day: Option<NaiveDate>,
    units: Option<f64>,
    status: &'t str,
    about: &'t str,
}

impl<W: Write> Writer<'_, '_, W> {
    fn lost(&mut self, field: &str, count: usize) {
        if count > 0 {
            let finding = Finding::new(FindingCode::FieldNotCarried).field(field);
            self.findings.push(finding.arg("count", count));
        }
    }

    fn say(&self, vi: &'static str, en: &'static str) -> &'static str {
        if self.options.lang == Lang::Vi { vi } else { en }
    }

    fn open(&mut self, name: &str) -> io::Result<()> {
        self.xml.open(name, &[])
    }

    fn leaf(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.replaced += unfitting(text);
        self.xml.leaf(name, text)
    }

    fn stated(&mut self, name: &str, text: Option<&str>) -> io::Result<()> {
        text.map_or(Ok(()), |text| self.leaf(name, text))
    }

    fn own(&mut self, of: &str, object: Map<String, Value>) -> io::Result<()> {
        self.leaf("OtherInformation", &own::text(of, object))
    }

    fn document(&mut self, tasks: &[Carried<'_>]) -> Result<(), Error> {
        let file = self.file;
        let io = |source| Error::Io { path: file.to_owned(), source };
        let any_reported = tasks.iter().flat_map(|t| &t.rows).any(tiendo::Row::is_reported);
        let is_report =
            any_reported || self.records.kpis.iter().any(|k| !k.measurements.is_empty());
        let kind = if is_report { "Performance_Report" } else { "Performance_Plan" };
        let root = "PerformancePlanOrReport";
        self.xml.open(root, &[("xmlns", NAMESPACE), ("Type", kind)]).map_err(io)?;
        self.head().map_err(io)?;
        self.open("StrategicPlanCore").map_err(io)?;
        for agency in &self.records.agencies {
            self.organisation(agency).map_err(io)?;
        }
        self.goals(tasks)?;
        self.kpis().map_err(io)?;
        self.xml.close("StrategicPlanCore").map_err(io)?;
        self.open("AdministrativeInformation").map_err(io)?;
        let day = self.evaluation.as_of().day.to_string();
        self.leaf("PublicationDate", &day).map_err(io)?;
        self.xml.close("AdministrativeInformation").map_err(io)?;
        self.xml.close(root).map_err(io)
    }

    fn head(&mut self) -> io::Result<()> {
        let scope = self.evaluation.scope();
        let records = self.records;
        let name = match (&self.options.name, records.plans.as_slice()) {
            (Some(name), _) => name.clone(),
            (None, [plan]) => match (&plan.name_en, self.options.lang) {
                (Some(name), Lang::En) => name.to_string(),
                _ => plan.name.to_string(),
            },
            _ => self.say("Theo dõi thực hiện nhiệm vụ", "Tasks and their progress").to_owned(),
        };
        let is_simulated = scope.provenance == Provenance::Simulated;
        let mark = scope.provenance.label(self.options.lang);
        let name = if is_simulated { format!("{name} [{mark}]") } else { name };
        self.leaf("Name", &name)?;
        let known = scope.known.map_or_else(
            || self.say("mọi báo cáo đã ghi nhận", "all that was recorded").to_owned(),
            |known| known.to_string(),
        );
        let line = match self.options.lang {
            Lang::Vi => format!(
                "Ngày đánh giá D: {}; ngày ghi nhận K: {known}; quy tắc: {} phiên bản {}; lịch: {}; nguồn báo cáo: {mark}.",
                scope.day, scope.policy, scope.policy_version, scope.calendar
            ),
            Lang::En => format!(
                "Day D: {}; knowledge day K: {known}; policy: {} version {}; calendar: {}; reports: {mark}.",
                scope.day, scope.policy, scope.policy_version, scope.calendar
            ),
        };
        self.leaf("Description", &line)?;
        let mut register = Map::new();
        register.insert("form".to_owned(), 1.into());
        let scope = serde_json::to_value(&scope).unwrap_or_default();
        register.insert("scope".to_owned(), scope);
        let agencies: Vec<Value> =
            records.agencies.iter().map(|a| own::rest(a, &AGENCY_HELD).into()).collect();
        let plans: Vec<Value> =
            records.plans.iter().map(|plan| own::rest(plan, &["groups"]).into()).collect();
        for (key, list) in [
            ("documents", own::list(&records.documents)),
            ("agencies", agencies.into()),
            ("plans", plans.into()),
            ("successions", own::list(&records.successions)),
            ("transfers", own::list(&records.transfers)),
            ("allocations", own::list(&records.allocations)),
        ] {
            register.insert(key.to_owned(), list);
        }
        self.own("register", register)
    }

    fn organisation(&mut self, agency: &Agency) -> io::Result<()> {
        self.open("Organization")?;
        self.leaf("Name", agency.name.as_str())?;
        self.stated("Acronym", agency.code.as_ref().map(tiendo::Text::as_str))?;
        self.leaf("Identifier", &encoded(Of::Agency, agency.id.as_str()))?;
        self.stated("Description", agency.name_en.as_ref().map(tiendo::Text::as_str))?;
        self.xml.close("Organization")
    }

    fn goals(&mut self, tasks: &[Carried<'_>]) -> Result<(), Error> {
        let file = self.file;
        let io = |source| Error::Io { path: file.to_owned(), source };
        let mut by_group: BTreeMap<Option<&str>, Vec<&Carried<'_>>> = BTreeMap::new();
        let plans = &self.records.plans;
        let known = |id: &str| plans.iter().flat_map(|p| &p.groups).any(|g| g.id.as_str() == id);
        for carried in tasks {
            let group = carried.task.group.as_ref().map(tiendo::GroupId::as_str);
            by_group.entry(group.filter(|id| known(id))).or_default().push(carried);
        }
        let mut count = 0;
        for plan in plans {
            for group in &plan.groups {
                count += 1;
                self.goal(group, plan.id.as_str(), count).map_err(io)?;
                for carried in by_group.remove(&Some(group.id.as_str())).unwrap_or_default() {
                    self.objective(carried, true)?;
                }
                self.xml.close("Goal").map_err(io)?;
            }
        }
        let others = by_group.remove(&None).unwrap_or_default();
        // A goal is required, even where there is nothing to put into it.
        if others.is_empty() && (count > 0 || !self.records.kpis.is_empty()) {
            return Ok(());
        }
        self.open("Goal").map_err(io)?;
        let name = self.say("Nhiệm vụ chưa phân nhóm", "Tasks without a group");
        self.leaf("Name", name).map_err(io)?;
        self.leaf("Description", "").map_err(io)?;
        self.own("ungrouped", Map::new()).map_err(io)?;
        for carried in others {
            self.objective(carried, false)?;
        }
        self.xml.close("Goal").map_err(io)
    }

    /// A goal, left open.
    fn goal(&mut self, group: &TaskGroup, plan: &str, at: usize) -> io::Result<()> {
        self.open("Goal")?;
        self.leaf("Name", group.name.as_str())?;
        let name_en = group.name_en.as_ref();
        self.leaf("Description", name_en.map_or("", tiendo::Text::as_str))?;
        self.leaf("Identifier", &encoded(Of::Group, group.id.as_str()))?;
        self.leaf("SequenceIndicator", &at.to_string())?;
        let mut object = own::rest(group, &["id", "name"]);
        object.insert("plan".to_owned(), plan.into());
        self.own("group", object)
    }

    fn objective(&mut self, carried: &Carried<'_>, has_group: bool) -> Result<(), Error> {
        self.done += 1;
        if let Some(progress) = self.options.progress
            && self.done.is_multiple_of(PROGRESS_OBJECTIVES)
            && progress(self.file, self.done).is_break()
        {
            return Err(Error::Cancelled);
        }
        let written = self.task(carried, has_group);
        written.map_err(|source| Error::Io { path: self.file.to_owned(), source })
    }

    fn task(&mut self, carried: &Carried<'_>, has_group: bool) -> io::Result<()> {
        let task = &carried.task;
        self.open("Objective")?;
        self.leaf("Name", task.title.as_str())?;
        self.leaf("Description", task.product.as_ref().map_or("", |p| p.text.as_str()))?;
        self.leaf("Identifier", &encoded(Of::Task, task.id.as_str()))?;
        self.stated("SequenceIndicator", task.clause.as_ref().map(tiendo::Text::as_str))?;
        for (role, agencies) in [("lead", &task.addressees), ("coordinating", &task.coordinating)] {
            for agency in agencies {
                let name = self.evaluation.agency_name(agency.as_str(), self.options.lang);
                let name = name.unwrap_or(agency.as_str());
                self.stakeholder("Organization", name, agency.as_str(), role)?;
            }
        }
        let people =
            [(&task.responsible_person, "responsible"), (&task.supervising_leader, "supervising")];
        for (person, role) in people {
            if let Some(person) = person {
                self.stakeholder("Person", person.as_str(), "", role)?;
            }
        }
        let mut object = own::rest(task, &TASK_HELD);
        if has_group {
            object.remove("group");
        }
        self.own("task", object)?;
        self.completion(carried)?;
        self.xml.close("Objective")
    }

    fn stakeholder(&mut self, kind: &str, name: &str, about: &str, role: &str) -> io::Result<()> {
        self.xml.open("Stakeholder", &[("StakeholderTypeType", kind)])?;
        self.leaf("Name", name)?;
        self.leaf("Description", about)?;
        self.open("Role")?;
        self.leaf("Name", role)?;
        self.leaf("RoleType", "Performer")?;
        self.xml.close("Role")?;
        self.xml.close("Stakeholder")
    }

    /// The indicator that holds the deadline, and what became of it.
    fn completion(&mut self, carried: &Carried<'_>) -> io::Result<()> {
        let task = &carried.task;
        let kind = [("PerformanceIndicatorType", "Quantitative")];
        self.xml.open("PerformanceIndicator", &kind)?;
        self.leaf("MeasurementDimension", COMPLETION)?;
        self.leaf("UnitOfMeasurement", self.say("nhiệm vụ", "task"))?;
        self.leaf("Identifier", &encoded(Of::Completion, task.id.as_str()))?;
        if let Some(parent) = &task.parent {
            self.relationship("Narrower_Than", parent.as_str(), "parent")?;
        }
        for link in &task.dependencies {
            let name = format!("{}{:+}", link.kind.as_str(), link.lag_days);
            self.relationship("Peer_To", link.task.as_str(), &name)?;
        }
        for row in &carried.rows {
            let addressee = row.addressee_id().filter(|_| row.id() != row.task_id());
            let about = addressee.unwrap_or_default();
            self.open("MeasurementInstance")?;
            self.result(&Outcome {
                element: "TargetResult",
                day: row.deadline(),
                units: Some(1.0),
                status: row.words(self.options.lang),
                about,
            })?;
            let closed = row.closed_on().filter(|_| row.status().is_done());
            let latest = || self.said.latest(row).map(|report| report.reported_on);
            if let Some(day) = closed.or_else(|| row.is_reported().then(latest).flatten()) {
                let units = closed.map_or(f64::from(row.percent()) / 100.0, |_| 1.0);
                let status = row.status().as_str();
                let element = "ActualResult";
                let day = Some(day);
                self.result(&Outcome { element, day, units: Some(units), status, about })?;
            }
            self.xml.close("MeasurementInstance")?;
        }
        if self.options.reports == Reports::All {
            let mut object = Map::new();
            object.insert("reports".to_owned(), own::list(&carried.reports));
            self.own("completion", object)?;
        }
        self.xml.close("PerformanceIndicator")
    }

    fn relationship(&mut self, kind: &str, task: &str, name: &str) -> io::Result<()> {
        self.xml.open("Relationship", &[("RelationshipType", kind)])?;
        self.leaf("ReferentIdentifier", &encoded(Of::Task, task))?;
        self.leaf("Name", name)?;
        self.xml.close("Relationship")
    }

    fn result(&mut self, result: &Outcome<'_>) -> io::Result<()> {
        self.open(result.element)?;
        if let Some(day) = result.day {
            self.leaf("EndDate", &day.to_string())?;
        }
        if let Some(units) = result.units {
            // Without an exponent, as a decimal of the schema must be, and read back to the same bits.
            self.leaf("NumberOfUnits", &format!("{units}"))?;
        }
        if !result.status.is_empty() {
            self.open("Descriptor")?;
            self.leaf("DescriptorName", "Status")?;
            self.leaf("DescriptorValue", result.status)?;
            self.xml.close("Descriptor")?;
        }
        if !result.about.is_empty() {
            self.leaf("Description", result.about)?;
        }
        self.xml.close(result.element)
    }

    /// A goal for all KPIs, and in it an objective for each agency that they measure.
    fn kpis(&mut self) -> io::Result<()> {
        if self.records.kpis.is_empty() {
            return Ok(());
        }
        let mut by_owner: BTreeMap<Option<&str>, Vec<&Kpi>> = BTreeMap::new();
        for kpi in &self.records.kpis {
            let owner = kpi.owner.as_ref().map(tiendo::AgencyId::as_str);
            by_owner.entry(owner).or_default().push(kpi);
        }
        self.open("Goal")?;
        self.leaf("Name", self.say("Chỉ tiêu", "Key performance indicators"))?;
        self.leaf("Description", "")?;
        self.own("kpis", Map::new())?;
        for (owner, kpis) in by_owner {
            let lang = self.options.lang;
            let name = owner.map(|id| self.evaluation.agency_name(id, lang).unwrap_or(id));
            self.open("Objective")?;
            self.leaf(
                "Name",
                name.unwrap_or_else(|| self.say("Chỉ tiêu chung", "Not of one agency")),
            )?;
            if let (Some(owner), Some(name)) = (owner, name) {
                self.stakeholder("Organization", name, owner, "lead")?;
            }
            self.own("kpis", Map::new())?;
            for kpi in kpis {
                self.kpi(kpi)?;
            }
            self.xml.close("Objective")?;
        }
        self.xml.close("Goal")
    }

    fn kpi(&mut self, kpi: &Kpi) -> io::Result<()> {
        let kind = [("PerformanceIndicatorType", "Quantitative")];
        self.xml.open("PerformanceIndicator", &kind)?;
        self.leaf("MeasurementDimension", kpi.name.as_str())?;
        self.leaf("UnitOfMeasurement", kpi.unit.as_ref().map_or("", tiendo::Text::as_str))?;
        self.leaf("Identifier", &encoded(Of::Kpi, kpi.id.as_str()))?;
        if let Some(whole) = &kpi.part_of {
            let referent = encoded(Of::Kpi, whole.as_str());
            self.xml.open("Relationship", &[("RelationshipType", "Narrower_Than")])?;
            self.leaf("ReferentIdentifier", &referent)?;
            self.xml.close("Relationship")?;
        }
        let mut object = own::rest(kpi, &KPI_HELD);
        if kpi.unit.is_none() {
            object.insert("unit".to_owned(), Value::Null);
        }
        let rests: Vec<Value> = kpi
            .measurements
            .iter()
            .filter(|m| m.value.is_finite())
            .map(|m| own::rest(m, &["period_end", "value"]).into())
            .collect();
        if rests.iter().any(|rest| rest.as_object().is_some_and(|rest| !rest.is_empty())) {
            object.insert("measurements".to_owned(), rests.into());
        }
        let mut results = Vec::new();
        let targets = kpi.baseline.iter().map(|point| ("Baseline", point));
        for (status, point) in targets.chain(kpi.targets.iter().map(|point| ("", point))) {
            results.push(("TargetResult", point.day, point.value, status));
        }
        for measured in &kpi.measurements {
            results.push(("ActualResult", measured.period_end, measured.value, ""));
        }
        let all = results.len();
        results.retain(|(_, _, value, _)| value.is_finite());
        if results.len() < all {
            let finding = Finding::new(FindingCode::FieldNotCarried).field("value");
            let finding = finding.about(RecordKind::Kpi, kpi.id.as_str());
            self.findings.push(finding.arg("count", all - results.len()));
        }
        if !results.is_empty() {
            self.open("MeasurementInstance")?;
            for (element, day, value, status) in results {
                let (day, units) = (Some(day), Some(value));
                self.result(&Outcome { element, day, units, status, about: "" })?;
            }
            self.xml.close("MeasurementInstance")?;
        }
        self.own("kpi", object)?;
        self.xml.close("PerformanceIndicator")
    }
}
