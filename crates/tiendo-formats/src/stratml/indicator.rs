//! Performance indicators: KPIs, and the one that holds the deadline of a task.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use tiendo::{
    AgencyId, Deadline, Direction, FindingCode, Form, Kpi, KpiId, KpiPoint, Measurement,
    RecordKind, Report, ReportId, ReportKind, Task, text,
};

use super::COMPLETION;
use super::identifier::Of;
use super::intake::Intake;
use super::own;
use crate::xml::Element;

/// One target or measurement that has a day and a number.
struct Outcome {
    is_target: bool,
    is_baseline: bool,
    day: NaiveDate,
    units: f64,
}

impl Intake<'_> {
    /// Reads an indicator: the completion of `task`, or a KPI of `owner`.
    pub(super) fn indicator(
        &mut self,
        element: Element<'_>,
        task: Option<&mut Task>,
        owner: Option<&AgencyId>,
        at: &str,
    ) {
        let own = self.own(element);
        let name = self.value(element, "MeasurementDimension").unwrap_or_default();
        let is_completion = match &own {
            Some((of, _)) => of == "completion",
            None => text::fold(&name) == text::fold(COMPLETION),
        };
        match task {
            Some(task) if is_completion => self.completion(element, task, own),
            _ => self.kpi(element, owner, at, own),
        }
    }

    fn completion(
        &mut self,
        element: Element<'_>,
        task: &mut Task,
        own: Option<(String, Map<String, Value>)>,
    ) {
        if let Some((_, mut object)) = own {
            let (reports, unfit) = own::records(&mut object, "reports");
            self.records.reports.extend(reports);
            for reason in unfit {
                self.unfit(element.line(), &reason);
            }
            return;
        }
        self.relationships(element);
        let mut count = 0;
        for instance in element.children().filter(|c| c.name() == "MeasurementInstance") {
            for result in instance.children() {
                let Some(on) = self.day(result, "EndDate") else { continue };
                if result.name() == "TargetResult" {
                    if !self.is_own && task.deadline.form == Form::Unspecified {
                        task.deadline = Deadline::by(on);
                    }
                    continue;
                }
                let units = self.value(result, "NumberOfUnits");
                let units = match units {
                    Some(text) => self.number(result.line(), "NumberOfUnits", &text),
                    None => Some(1.0),
                };
                let Some(units) = units.filter(|_| result.name() == "ActualResult") else {
                    continue;
                };
                count += 1;
                let id = ReportId::new(&format!("{}-actual-{count}", task.id));
                let Ok(id) = id else {
                    self.unread(result.line(), "Identifier", task.id.as_str());
                    continue;
                };
                let is_done = units >= 1.0;
                let kind = if is_done { ReportKind::Complete } else { ReportKind::Progress };
                let mut report = Report::new(id, task.id.clone(), kind, on);
                // Clamped to 0 to 100, and rounded.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let percent = (units * 100.0).clamp(0.0, 100.0).round() as u8;
                report.percent = Some(percent);
                let addressee = self.value(result, "Description").filter(|_| self.is_own);
                report.addressee = addressee.and_then(|id| AgencyId::new(&id).ok());
                report.provenance = self.provenance;
                self.records.reports.push(report);
            }
        }
    }

    fn kpi(
        &mut self,
        element: Element<'_>,
        owner: Option<&AgencyId>,
        at: &str,
        own: Option<(String, Map<String, Value>)>,
    ) {
        let line = element.line();
        let results = self.results(element);
        let named = self.value(element, "MeasurementDimension");
        let is_empty = named.is_none() && self.value(element, "Identifier").is_none();
        if is_empty && results.is_empty() && !self.is_own {
            self.empty(element);
            return;
        }
        let id: Option<KpiId> = self.id(element, Of::Kpi, "kpi", &format!("indicator-{at}"));
        let Some(id) = id else { return };
        let unit = element.child("UnitOfMeasurement").map(|child| self.text(child));
        if let Some((of, object)) = own
            && of == "kpi"
            && let Some(kpi) = self.own_kpi(element, &id, unit.clone(), &results, object)
        {
            self.records.kpis.push(kpi);
            return;
        }
        self.relationships(element);
        for name in ["ValueChainStage", "PerformanceIndicatorType"] {
            if element.attribute(name).is_some_and(|value| !value.is_empty()) {
                self.lost(line, name);
            }
        }
        self.lost_child(element, "SequenceIndicator", "PerformanceIndicator/SequenceIndicator");
        self.unstated(line, RecordKind::Kpi, "direction", "unstated");
        let name = named.unwrap_or_else(|| id.to_string());
        let mut kpi = Kpi::new(id, Self::valid(&name), Direction::parse("unstated"));
        kpi.document = self.records.documents.first().map(|document| document.id.clone());
        kpi.unit = unit.filter(|unit| !unit.is_empty()).map(|unit| Self::valid(&unit));
        kpi.owner = owner.cloned();
        kpi.note = self.value(element, "OtherInformation").map(|note| Self::valid(&note));
        let point = |result: &Outcome| KpiPoint { day: result.day, value: result.units };
        let baselines = results.iter().filter(|result| result.is_baseline);
        let count = baselines.clone().count();
        let first = baselines.map(|result| result.day).min();
        if count > 1 {
            let finding = self.log.at(FindingCode::BaselinesMany, line, "TargetResult");
            let finding = finding.about(RecordKind::Kpi, kpi.id.as_str());
            self.log.push(finding.arg("count", count));
        }
        for result in &results {
            if !result.is_target {
                kpi.measurements.push(Measurement::new(result.day, result.units));
            } else if kpi.baseline.is_none() && result.is_baseline && Some(result.day) == first {
                kpi.baseline = Some(point(result));
            } else {
                kpi.targets.push(point(result));
            }
        }
        self.records.kpis.push(kpi);
    }

    /// A KPI of a file of ours: elements hold its figures, the JSON beside them the rest.
    fn own_kpi(
        &mut self,
        element: Element<'_>,
        id: &KpiId,
        unit: Option<String>,
        results: &[Outcome],
        mut object: Map<String, Value>,
    ) -> Option<Kpi> {
        let name = element.child("MeasurementDimension");
        let name = name.map_or_else(String::new, |child| self.text(child));
        object.insert("id".to_owned(), id.as_str().into());
        object.insert("name".to_owned(), name.into());
        // Null says that there is no unit, unless another tool has given it one.
        let none = object.remove("unit").is_some();
        if let Some(unit) = unit.filter(|unit| !none || !unit.is_empty()) {
            object.insert("unit".to_owned(), unit.into());
        }
        let rests = match object.remove("measurements") {
            Some(Value::Array(rests)) => rests,
            _ => Vec::new(),
        };
        let (targets, actuals): (Vec<&Outcome>, Vec<&Outcome>) =
            results.iter().partition(|result| result.is_target);
        let point = |r: &Outcome| json!({"day": r.day.to_string(), "value": r.units});
        let baseline = targets.iter().position(|result| result.is_baseline);
        if let Some(baseline) = baseline.and_then(|at| targets.get(at)) {
            object.insert("baseline".to_owned(), point(baseline));
        }
        let others = targets.iter().enumerate().filter(|(at, _)| Some(*at) != baseline);
        object.insert("targets".to_owned(), others.map(|(_, result)| point(result)).collect());
        let fits = rests.len() == actuals.len();
        if !fits && !rests.is_empty() {
            self.unfit(element.line(), "another number of measurements");
        }
        let mut rests = rests.into_iter();
        let measured = actuals.iter().map(|result| {
            let mut measured = match rests.next() {
                Some(Value::Object(rest)) if fits => rest,
                _ => Map::new(),
            };
            measured.insert("period_end".to_owned(), result.day.to_string().into());
            measured.insert("value".to_owned(), result.units.into());
            Value::Object(measured)
        });
        let measured: Vec<Value> = measured.collect();
        object.insert("measurements".to_owned(), measured.into());
        self.record(element.line(), object)
    }

    /// The targets and measurements that have a day and a number; others are told.
    fn results(&mut self, element: Element<'_>) -> Vec<Outcome> {
        let mut results = Vec::new();
        for instance in element.children().filter(|c| c.name() == "MeasurementInstance") {
            for result in instance.children() {
                let is_target = result.name() == "TargetResult";
                if is_target || result.name() == "ActualResult" {
                    results.extend(self.result(result, is_target));
                }
            }
        }
        results
    }

    fn result(&mut self, result: Element<'_>, is_target: bool) -> Option<Outcome> {
        let (name, line) = (result.name(), result.line());
        let status = self.descriptor(result);
        let units = self.value(result, "NumberOfUnits");
        let has_text = self.value(result, "Description").is_some();
        let end = self.day(result, "EndDate");
        let start = if end.is_none() { self.day(result, "StartDate") } else { None };
        if end.is_some() {
            self.lost_child(result, "StartDate", &format!("{name}/StartDate"));
        }
        let day = end.or(start);
        let is_baseline = is_target && text::fold(&status).contains("baseline");
        if !status.is_empty() && !is_baseline {
            self.lost(line, &format!("{name}/Descriptor"));
        }
        self.lost_child(result, "Description", &format!("{name}/Description"));
        let Some(text) = units else {
            if day.is_some() || has_text || !status.is_empty() {
                self.lost(line, &format!("{name} (NumberOfUnits)"));
            } else {
                self.empty(result);
            }
            return None;
        };
        let units = self.number(line, "NumberOfUnits", &text)?;
        let Some(day) = day else {
            self.lost(line, &format!("{name} (EndDate)"));
            return None;
        };
        Some(Outcome { is_target, is_baseline, day, units })
    }

    /// The value of the first descriptor that has one; the XSD allows one.
    fn descriptor(&self, result: Element<'_>) -> String {
        let mut all = result.children().filter(|child| child.name() == "Descriptor");
        all.find_map(|child| self.value(child, "DescriptorValue")).unwrap_or_default()
    }

    /// Relationships of others name nothing that a KPI or task could point at.
    fn relationships(&mut self, element: Element<'_>) {
        if self.is_own {
            return;
        }
        for child in element.children().filter(|child| child.name() == "Relationship") {
            match self.value(child, "ReferentIdentifier") {
                Some(_) => self.lost(child.line(), "Relationship"),
                None => self.empty(child),
            }
        }
    }
}
