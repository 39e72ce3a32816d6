//! The order that the schema asks for, and what real files make of it.

use tiendo::FindingCode;

use crate::table::Log;
use crate::xml::Element;

/// By element: its children in order; a `*` marks those that may stand more than once.
///
/// Source: `PerformancePlanOrReport20160216.xsd`; the root of Part 1 and its `Submitter` from
/// `StrategicPlanISOVersion20140401.xsd`.
const SEQUENCES: &[(&str, &[&str])] = &[
    ("PerformancePlanOrReport", ROOT),
    ("StrategicPlan", ROOT),
    ("StrategicPlanCore", &["Organization*", "Vision", "Mission", "Value*", "Goal*"]),
    ("Organization", &["Name", "Acronym", "Identifier", "Description", "Stakeholder*"]),
    ("Vision", &["Description", "Identifier"]),
    ("Mission", &["Description", "Identifier"]),
    ("Value", &["Name", "Description"]),
    (
        "Goal",
        &[
            "Name",
            "Description",
            "Identifier",
            "SequenceIndicator",
            "Stakeholder*",
            "OtherInformation",
            "Objective*",
        ],
    ),
    (
        "Objective",
        &[
            "Name",
            "Description",
            "Identifier",
            "SequenceIndicator",
            "Stakeholder*",
            "OtherInformation",
            "PerformanceIndicator*",
        ],
    ),
    (
        "PerformanceIndicator",
        &[
            "SequenceIndicator",
            "MeasurementDimension",
            "UnitOfMeasurement",
            "Identifier",
            "Relationship*",
            "MeasurementInstance*",
            "OtherInformation",
        ],
    ),
    ("Relationship", &["Identifier", "ReferentIdentifier*", "Name", "Description"]),
    ("MeasurementInstance", &["TargetResult*", "ActualResult*"]),
    ("TargetResult", RESULT),
    ("ActualResult", RESULT),
    ("Descriptor", &["DescriptorName", "DescriptorValue"]),
    ("Stakeholder", &["Name", "Description", "Role*"]),
    ("Role", &["Name", "Description", "RoleType*"]),
    (
        "AdministrativeInformation",
        &["Identifier", "StartDate", "EndDate", "PublicationDate", "Source", "Submitter"],
    ),
    ("Submitter", &["Identifier", "GivenName", "Surname", "PhoneNumber", "EmailAddress"]),
];

const ROOT: &[&str] = &[
    "Name",
    "Description",
    "OtherInformation",
    "StrategicPlanCore",
    "AdministrativeInformation",
    "Submitter",
];

const RESULT: &[&str] = &["StartDate", "EndDate", "NumberOfUnits", "Descriptor", "Description"];

/// Tells of what is out of order, stands twice, or is no element of StratML, by name.
pub(super) fn check(element: Element<'_>, log: &mut Log) {
    let sequence = SEQUENCES.iter().find(|(name, _)| *name == element.name());
    let sequence = sequence.map_or(&[][..], |(_, children)| children);
    // Which places of the sequence have stood; there may be any number of children.
    let (mut reached, mut seen) = (0, vec![false; sequence.len()]);
    for child in element.children() {
        let name = child.name();
        let Some(at) = sequence.iter().position(|n| n.trim_end_matches('*') == name) else {
            tell(FindingCode::ColumnUnknown, "column", child, log);
            continue;
        };
        if at < reached {
            tell(FindingCode::ElementMisplaced, "name", child, log);
        }
        reached = reached.max(at);
        let is_single = sequence.get(at).is_some_and(|n| !n.ends_with('*'));
        let stood = seen.get_mut(at).is_some_and(|seen| std::mem::replace(seen, true));
        if is_single && stood {
            tell(FindingCode::ValueRepeated, "name", child, log);
        }
        check(child, log);
    }
}

fn tell(code: FindingCode, argument: &str, element: Element<'_>, log: &mut Log) {
    let (name, line) = (element.name(), element.line());
    log.habit("", |log| log.at(code, line, name).arg(argument, name), code, name);
}
