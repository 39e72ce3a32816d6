//! The words of vocabularies for people.

use pyo3::prelude::*;
use tiendo::Lang;

use crate::{convert, error};

/// The word for people of a word of data, in Vietnamese (`vi`) or English (`en`).
///
/// `vocabulary` is the name of a field with words: `status`, `level`, `report_kind`, `finding_code` and so on.
///
/// Raises:
///     NotFoundError: for a vocabulary, or a word of it, that the library does not know.
///     InvalidValueError: for a language that is neither.
///
/// >>> import tiendo
/// >>> tiendo.label("status", "done_late"), tiendo.label("status", "done_late", "en")
/// ('hoàn thành quá hạn', 'done late')
#[pyfunction]
#[pyo3(signature = (vocabulary, word, lang = "vi"))]
pub(crate) fn label(vocabulary: &str, word: &str, lang: &str) -> PyResult<&'static str> {
    let lang = convert::lang(lang)?;
    let known = label_of(vocabulary, word, lang);
    let known = known.ok_or_else(|| error::not_found("vocabulary", &shown(vocabulary)))?;
    known.ok_or_else(|| error::not_found(field_of(vocabulary), &shown(word)))
}

/// The beginning of a text that may be long, for messages.
fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}

macro_rules! vocabularies {
    ($($vocabulary:literal $name:ident $all:ident;)+ schedule: $($of_schedule:literal $scheduled:ident;)+) => {
        /// The label; nothing for an unknown word, and nothing at all for an unknown vocabulary.
        fn label_of(vocabulary: &str, word: &str, lang: Lang) -> Option<Option<&'static str>> {
            match vocabulary {
                $($vocabulary => {
                    let found = tiendo::$name::$all.iter().find(|value| value.as_str() == word);
                    Some(found.map(|value| value.label(lang)))
                })+
                $($of_schedule => {
                    let mut all = tiendo::schedule::$scheduled::ALL.iter();
                    let found = all.find(|value| value.as_str() == word);
                    Some(found.map(|value| value.label(lang)))
                })+
                _ => None,
            }
        }

        /// The name of a vocabulary, for errors.
        fn field_of(vocabulary: &str) -> &'static str {
            match vocabulary {
                $($vocabulary => $vocabulary,)+
                $($of_schedule => $of_schedule,)+
                _ => "word",
            }
        }
    };
}

vocabularies! {
    "addressee_mode" AddresseeMode ALL; "agency_kind" AgencyKind KNOWN;
    "aggregation" Aggregation KNOWN; "allocation_source" AllocationSource KNOWN;
    "axis" Axis ALL; "before" BeforeReading ALL; "branch" Branch KNOWN;
    "cause" Cause KNOWN; "classification" Classification KNOWN;
    "classification_basis" ClassificationBasis ALL; "classified" Classified ALL;
    "clear" Clear ALL; "counted" Counted ALL; "counting" Counting ALL; "deadline_basis" DeadlineBasis ALL;
    "deadline_class" DeadlineClass ALL; "dependency_kind" DependencyKind ALL;
    "direction" Direction KNOWN; "document_kind" DocumentKind KNOWN;
    "document_relation_kind" DocumentRelationKind KNOWN;
    "exclusion" Exclusion ALL; "extension_counts" ExtensionCounts ALL; "fact_code" FactCode ALL;
    "finding_code" FindingCode ALL; "firmness" Firmness ALL; "kpi_state" KpiState ALL; "level" Level KNOWN;
    "number_style" NumberStyle ALL; "part_of_period" PartOfPeriod ALL;
    "period_kind" PeriodKind ALL; "product_kind" ProductKind KNOWN;
    "product_measure" ProductMeasure ALL;
    "provenance" Provenance ALL; "rate" Rate ALL; "record_kind" RecordKind ALL;
    "report_kind" ReportKind KNOWN; "reporting_month" ReportingMonth ALL;
    "role" Role ALL; "set_aside" SetAside ALL; "severity" Severity ALL;
    "shift" Shift ALL; "silence" Silence ALL; "stage" Stage KNOWN; "status" Status ALL;
    "succession_kind" SuccessionKind KNOWN; "task_relation_kind" TaskRelationKind KNOWN;
    "term_unit" TermUnit ALL; "weekday" Weekday ALL; "within" Within ALL;
    schedule:
    "forecast_basis" ForecastBasis; "link_use" LinkUse; "schedule_basis" ScheduleBasis;
    "waits_for" WaitsFor;
}
