//! Stakeholders: who owes an objective, and who helps.

use std::collections::HashSet;

use tiendo::{Agency, AgencyId, FindingCode, Level, RecordKind, Task, text};

use super::intake::Intake;
use crate::xml::Element;

/// What a stakeholder is to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Lead,
    Coordinating,
    Responsible,
    Supervising,
}

impl Intake<'_> {
    /// Puts the stakeholders of an objective into its task.
    ///
    /// An organization that performs, or does not say, is an addressee unless its role says that it coordinates; the first
    /// person that performs answers for the task. Who only benefits, groups of people, and whoever is of no stated kind have
    /// no place.
    pub(super) fn stakeholders(&mut self, element: Element<'_>, task: &mut Task) {
        (task.addressees, task.coordinating) = (Vec::new(), Vec::new());
        (task.responsible_person, task.supervising_leader) = (None, None);
        let mut named = HashSet::new();
        for child in element.children().filter(|child| child.name() == "Stakeholder") {
            let name = if self.is_own {
                child.child("Name").map_or_else(String::new, |name| self.text(name))
            } else {
                self.value(child, "Name").unwrap_or_default()
            };
            if name.is_empty() && !self.is_own {
                self.empty(child);
                continue;
            }
            let kind = child.attribute("StakeholderTypeType").unwrap_or_default();
            let Some(part) = self.part(child, kind) else {
                self.lost(child.line(), "Objective/Stakeholder");
                continue;
            };
            if !self.is_own {
                self.lost_child(child, "Description", "Stakeholder/Description");
            }
            let person = match part {
                Part::Lead | Part::Coordinating => {
                    let Some(agency) = self.agency(child, &name) else { continue };
                    let list = match part {
                        Part::Lead => &mut task.addressees,
                        _ => &mut task.coordinating,
                    };
                    let is_new = named.insert((part == Part::Lead, agency.clone()));
                    if self.is_own || is_new {
                        list.push(agency);
                    }
                    continue;
                }
                Part::Responsible => &mut task.responsible_person,
                Part::Supervising => &mut task.supervising_leader,
            };
            if person.is_none() {
                *person = Some(Self::valid(&name));
            } else {
                self.lost(child.line(), "Objective/Stakeholder");
            }
        }
    }

    /// Counts stakeholders of what the register has no stakeholders for.
    pub(super) fn stakeholders_lost(&mut self, element: Element<'_>, column: &str) {
        for child in element.children().filter(|child| child.name() == "Stakeholder") {
            match self.value(child, "Name") {
                Some(_) => self.lost(child.line(), column),
                None => self.empty(child),
            }
        }
    }

    fn part(&self, element: Element<'_>, kind: &str) -> Option<Part> {
        let roles: Vec<Element<'_>> =
            element.children().filter(|child| child.name() == "Role").collect();
        let mut performs = roles.is_empty();
        let mut named = None;
        for role in roles {
            let name = text::fold(&self.value(role, "Name").unwrap_or_default());
            named = named.or(match name.as_str() {
                "lead" | "chu tri" => Some(Part::Lead),
                "coordinating" | "phoi hop" => Some(Part::Coordinating),
                "responsible" => Some(Part::Responsible),
                "supervising" => Some(Part::Supervising),
                _ => None,
            });
            let mut types = role.children().filter(|child| child.name() == "RoleType").peekable();
            performs |= types.peek().is_none()
                || types.any(|kind| kind.text().trim().eq_ignore_ascii_case("performer"));
        }
        match (kind, named) {
            ("Organization", Some(part @ (Part::Lead | Part::Coordinating))) => Some(part),
            ("Organization", _) if performs => Some(Part::Lead),
            ("Person", Some(Part::Supervising)) => Some(Part::Supervising),
            ("Person", _) if performs => Some(Part::Responsible),
            _ => None,
        }
    }

    /// The agency that a stakeholder is: in a file of ours by its id, else by its name, made where it is new.
    fn agency(&mut self, element: Element<'_>, name: &str) -> Option<AgencyId> {
        let id = self.value(element, "Description").filter(|_| self.is_own);
        if let Some(id) = id.and_then(|id| AgencyId::new(&id).ok()) {
            return Some(id);
        }
        let key = text::fold(name);
        if let Some(id) = self.agencies.get(&key) {
            return Some(id.clone());
        }
        let count = self.records.agencies.len() + 1;
        let line = element.line();
        let fallback = if AgencyId::new(name).is_ok() {
            name.to_owned()
        } else {
            format!("organization-{count}")
        };
        let id: AgencyId = self.made(line, "agency", &fallback)?;
        self.unstated(line, RecordKind::Agency, "level", "unstated");
        self.agencies.insert(key, id.clone());
        let agency = Agency::new(id.clone(), Self::valid(name), Level::parse("unstated"));
        self.records.agencies.push(agency);
        Some(id)
    }

    /// An organization of a file of others.
    pub(super) fn organisation(&mut self, element: Element<'_>, at: usize) {
        let (name, code) = (self.value(element, "Name"), self.value(element, "Acronym"));
        self.stakeholders_lost(element, "Organization/Stakeholder");
        if name.is_none() && code.is_none() && self.value(element, "Identifier").is_none() {
            self.empty(element);
            return;
        }
        let fallback = format!("organization-{at}");
        let id = self.id(element, super::identifier::Of::Agency, "agency", &fallback);
        let Some(id): Option<AgencyId> = id else { return };
        let name = name.or_else(|| code.clone()).unwrap_or_else(|| id.to_string());
        self.unstated(element.line(), RecordKind::Agency, "level", "unstated");
        self.lost_child(element, "Description", "Organization/Description");
        self.agencies.entry(text::fold(&name)).or_insert_with(|| id.clone());
        let mut agency = Agency::new(id, Self::valid(&name), Level::parse("unstated"));
        agency.code = code.map(|code| Self::valid(&code));
        self.records.agencies.push(agency);
    }

    /// Tells that a number is none.
    pub(super) fn number(&mut self, line: u64, name: &str, text: &str) -> Option<f64> {
        let trimmed = text.trim();
        let digits = trimmed.strip_prefix(['-', '+']).unwrap_or(trimmed);
        let is_number = digits.bytes().any(|b| b.is_ascii_digit())
            && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let value: Option<f64> = is_number.then(|| trimmed.parse().ok()).flatten();
        let value = value.filter(|value| value.is_finite());
        if value.is_none() {
            let finding = self.log.at(FindingCode::CellUnread, line, name).field(name);
            self.log.push(finding.arg("value", text));
        }
        value
    }
}
