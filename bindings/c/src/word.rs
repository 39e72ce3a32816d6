//! Enums as they cross the boundary, and the words of all vocabularies.

use std::collections::BTreeMap;
use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::sync::OnceLock;

use model::{Lang, schedule};

use crate::boundary::{call, put, text};
use crate::class::tiendo_official_class;
use crate::code::{Failure, Outcome, tiendo_code};
use crate::text::{c_text, tiendo_str};
use crate::warn::{tiendo_warn_by, tiendo_warning_kind};

/// A language of labels and sentences.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_lang {
    /// Vietnamese.
    Vi = 0,
    /// English.
    En = 1,
}

/// Where a row stands. `tiendo_label("status", …)` has the words for people.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_status {
    /// Not started, in term.
    NotStarted = 0,
    /// In progress, in term.
    InProgress = 1,
    /// In term, but not for long.
    DueSoon = 2,
    /// Not done, past its last day; without any report this is missing data and no verdict.
    Overdue = 3,
    /// Done on time.
    DoneOnTime = 4,
    /// Done late.
    DoneLate = 5,
    /// Cancelled.
    Cancelled = 6,
    /// Without a fixed term.
    OpenEnded = 7,
    /// Submitted, waiting for acceptance.
    Submitted = 8,
    /// Suspended.
    Suspended = 9,
}

/// How much a finding matters.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_severity {
    /// Worth knowing.
    Note = 0,
    /// Probably wrong.
    Warning = 1,
    /// A record could not be taken.
    Error = 2,
}

/// What sums are made along. Agencies count rows; documents, phases, groups and posts count tasks.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_axis {
    /// Agencies.
    Agency = 0,
    /// Territories of provinces.
    Territory = 1,
    /// Levels.
    Level = 2,
    /// Branches.
    Branch = 3,
    /// Who assigned.
    AssignedBy = 4,
    /// Phases of a plan.
    Phase = 5,
    /// Task groups of a plan.
    Group = 6,
    /// Documents.
    Document = 7,
    /// Responsible posts.
    Post = 8,
}

/// What the sums of every day are made along. Agencies count rows; phases, groups and the whole count tasks.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_history_axis {
    /// The whole.
    Whole = 0,
    /// Agencies.
    Agency = 1,
    /// Phases of a plan.
    Phase = 2,
    /// Task groups of a plan.
    Group = 3,
}

/// Which tasks are counted.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_counting {
    /// As assigned.
    AsAssigned = 0,
    /// Restated and delegated tasks once.
    Distinct = 1,
    /// Only tasks without parts.
    Leaves = 2,
}

/// Which tasks a phase or group sums.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_classified {
    /// Those of the plan's own documents.
    Own = 0,
    /// Also those that the collector put there.
    All = 1,
}

/// A rate: what is divided by what.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_rate {
    /// Done ÷ (done + overdue).
    DoneOverDue = 0,
    /// Done ÷ all.
    DoneOverAll = 1,
    /// Done on time ÷ (done + overdue).
    OnTimeOverDue = 2,
    /// Weighted completion.
    Completion = 3,
}

/// How 'before' is read.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_before {
    /// Up to the day before the one named.
    Strict = 0,
    /// Up to the day or period named.
    Lenient = 1,
}

/// Which deadline judges a task.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_deadline_basis {
    /// The last day after extensions.
    Effective = 0,
    /// The last day as first set.
    Original = 1,
}

/// From when an extension counts.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_extension_counts {
    /// From the day it bears.
    Dated = 0,
    /// From the instant it was recorded.
    Recorded = 1,
}

/// The days that a reporting month covers.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_reporting_month {
    /// The calendar month.
    Calendar = 0,
    /// The 15th of the month before to the 14th.
    MidMonth = 1,
}

/// What becomes of tasks that are overdue without any report.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_silence {
    /// They are kept apart, as missing data.
    Apart = 0,
    /// They count as overdue.
    Counted = 1,
}

/// How far around an agency.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_within {
    /// The agency alone.
    Agency = 0,
    /// With all below it.
    Subtree = 1,
    /// Everything in its territory.
    Territory = 2,
}

/// As what an agency owes a row.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_role {
    /// It leads alone.
    Lead = 0,
    /// It leads with others.
    CoLead = 1,
}

/// How long a period is.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_period_kind {
    /// A day.
    Day = 0,
    /// A week from Monday to Sunday.
    Week = 1,
    /// A month.
    Month = 2,
    /// A quarter.
    Quarter = 3,
    /// A half-year.
    HalfYear = 4,
    /// A year.
    Year = 5,
}

/// Whether data was really reported.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_provenance {
    /// As reported.
    Stated = 0,
    /// Invented for a demonstration: `SIMULATED` must stand beside every number.
    Simulated = 1,
}

/// Where a task matches a search; the better match first.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_match {
    /// All words one behind the other in a title.
    Together = 0,
    /// In a title.
    Title = 1,
    /// Not without the product.
    Product = 2,
}

/// The order of what a search finds.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_search_order {
    /// The best match first, then by id.
    Match = 0,
    /// By id.
    Id = 1,
}

/// By what a task has its place in a schedule.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_schedule_basis {
    /// Its planned duration.
    Duration = 0,
    /// None is stated: a milestone of its deadline.
    Deadline = 1,
    /// Neither is stated: its links alone.
    Links = 2,
}

/// From whose closed rows a task is forecast, or why it is not.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_forecast_basis {
    /// From those of its own agency.
    Agency = 0,
    /// From those of the whole register.
    Register = 1,
    /// Not forecast: without a deadline.
    NoDeadline = 2,
    /// Not forecast: the register shows too little.
    NotEnoughData = 3,
}

/// Whether simulated work waits for its predecessors.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum tiendo_link_use {
    /// Where the register shows that links are kept.
    AsKept = 0,
    /// Always.
    Followed = 1,
    /// Never.
    Ignored = 2,
}

/// Reads the number of an enum.
pub(crate) fn of_code<T: Copy>(all: &[T], code: i32, name: &str) -> Outcome<T> {
    let found = usize::try_from(code).ok().and_then(|index| all.get(index));
    found.copied().ok_or_else(|| {
        let message = format!("{name} must be 0 to {}, not {code}", all.len() - 1);
        Failure::new(tiendo_code::InvalidEnum, message)
    })
}

/// The one of two texts, Vietnamese and English, that a `tiendo_lang` asks for.
pub(crate) fn in_lang<T>([vi, en]: &[T; 2], lang: i32) -> Outcome<&T> {
    Ok(match tiendo_lang::of(lang, "lang")? {
        Lang::Vi => vi,
        Lang::En => en,
    })
}

/// An enum of the header that mirrors one of the model, value by value.
macro_rules! mirrors {
    ($from:ident: $($mirror:ident = $name:ident { $($variant:ident)+ })+) => {$(
        impl From<$from::$name> for $mirror {
            fn from(value: $from::$name) -> Self {
                // A new value of the model does not compile until it has a number.
                match value { $($from::$name::$variant => $mirror::$variant,)+ }
            }
        }

        impl $mirror {
            /// The model's value of a number.
            #[allow(dead_code)] // some only go out
            pub(crate) fn of(code: i32, name: &str) -> Outcome<$from::$name> {
                const ALL: &[$from::$name] = &[$($from::$name::$variant),+];
                $(const { assert!(ALL[$mirror::$variant as usize] as i32 == $mirror::$variant as i32); })+
                of_code(ALL, code, name)
            }
        }
    )+};
}

mirrors! { model:
    tiendo_status = Status {
        NotStarted InProgress DueSoon Overdue DoneOnTime DoneLate Cancelled OpenEnded Submitted Suspended
    }
    tiendo_severity = Severity { Note Warning Error }
    tiendo_axis = Axis { Agency Territory Level Branch AssignedBy Phase Group Document Post }
    tiendo_counting = Counting { AsAssigned Distinct Leaves }
    tiendo_classified = Classified { Own All }
    tiendo_rate = Rate { DoneOverDue DoneOverAll OnTimeOverDue Completion }
    tiendo_before = BeforeReading { Strict Lenient }
    tiendo_deadline_basis = DeadlineBasis { Effective Original }
    tiendo_extension_counts = ExtensionCounts { Dated Recorded }
    tiendo_reporting_month = ReportingMonth { Calendar MidMonth }
    tiendo_silence = Silence { Apart Counted }
    tiendo_within = Within { Agency Subtree Territory }
    tiendo_role = Role { Lead CoLead }
    tiendo_period_kind = PeriodKind { Day Week Month Quarter HalfYear Year }
    tiendo_official_class = OfficialClass {
        DoneOnTime DoneLate InTerm Overdue NoData Regular OpenEnded SubmittedLate Suspended Cancelled
    }
    tiendo_provenance = Provenance { Stated Simulated }
    tiendo_lang = Lang { Vi En }
    tiendo_history_axis = HistoryAxis { Whole Agency Phase Group }
    tiendo_match = Match { Together Title Product }
    tiendo_search_order = SearchOrder { Match Id }
    tiendo_warning_kind = WarningKind {
        NewlyOverdue DueSoon ObstacleUnanswered ExtensionPending Silent NoData ExtendedOften
        ExtensionBackdated AwaitingSuperior
    }
    tiendo_warn_by = WarnBy { Agency Leader Assigner }
}

mirrors! { schedule:
    tiendo_schedule_basis = ScheduleBasis { Duration Deadline Links }
    tiendo_forecast_basis = ForecastBasis { Agency Register NoDeadline NotEnoughData }
    tiendo_link_use = LinkUse { AsKept Followed Ignored }
}

/// A word with its labels, as C reads them.
struct Labels {
    word: CString,
    vi: CString,
    en: CString,
}

type Words = BTreeMap<(&'static str, String), Labels>;

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = Words::new();
        macro_rules! add {
            ($from:ident: $($vocabulary:literal $name:ident $all:ident;)+) => {$(
                for value in $from::$name::$all {
                    let labels = Labels {
                        word: c_text(value.as_str()),
                        vi: c_text(value.label(Lang::Vi)),
                        en: c_text(value.label(Lang::En)),
                    };
                    words.insert(($vocabulary, value.as_str().to_owned()), labels);
                }
            )+};
        }
        add! { schedule:
            "forecast_basis" ForecastBasis ALL; "link_use" LinkUse ALL;
            "schedule_basis" ScheduleBasis ALL; "waits_for" WaitsFor ALL;
        }
        add! { model:
            "addressee_mode" AddresseeMode ALL; "agency_kind" AgencyKind KNOWN;
            "aggregation" Aggregation KNOWN; "allocation_source" AllocationSource KNOWN;
            "axis" Axis ALL; "before" BeforeReading ALL; "branch" Branch KNOWN;
            "cause" Cause KNOWN; "classification" Classification KNOWN;
            "classification_basis" ClassificationBasis ALL; "classified" Classified ALL;
            "clear" Clear ALL; "counted" Counted ALL; "counting" Counting ALL; "deadline_basis" DeadlineBasis ALL;
            "deadline_class" DeadlineClass ALL; "dependency_kind" DependencyKind ALL;
            "direction" Direction KNOWN; "document_kind" DocumentKind KNOWN;
            "document_relation_kind" DocumentRelationKind KNOWN;
            "exclusion" Exclusion ALL; "extension_counts" ExtensionCounts ALL;
            "fact_code" FactCode ALL; "finding_code" FindingCode ALL; "firmness" Firmness ALL;
            "history_axis" HistoryAxis ALL; "kpi_state" KpiState ALL; "level" Level KNOWN;
            "match" Match ALL;
            "number_style" NumberStyle ALL; "official_class" OfficialClass ALL;
            "part_of_period" PartOfPeriod ALL;
            "period_kind" PeriodKind ALL; "product_kind" ProductKind KNOWN;
    "product_measure" ProductMeasure ALL;
            "provenance" Provenance ALL; "rate" Rate ALL; "record_kind" RecordKind ALL;
            "report_kind" ReportKind KNOWN; "reporting_month" ReportingMonth ALL;
            "role" Role ALL; "search_order" SearchOrder ALL; "set_aside" SetAside ALL; "severity" Severity ALL;
            "shift" Shift ALL; "silence" Silence ALL; "stage" Stage KNOWN; "status" Status ALL;
            "succession_kind" SuccessionKind KNOWN; "task_relation_kind" TaskRelationKind KNOWN;
            "term_unit" TermUnit ALL; "warn_by" WarnBy ALL; "warning_kind" WarningKind ALL; "weekday" Weekday ALL; "within" Within ALL;
        }
        words
    })
}

/// A word of a closed vocabulary, as C reads it.
pub(crate) fn word(vocabulary: &'static str, word: &str) -> tiendo_str {
    let found = words().get(&(vocabulary, word.to_owned()));
    found.map_or(tiendo_str::EMPTY, |labels| labels.word.as_c_str().into())
}

/// The label of a word of a closed vocabulary, as C reads it.
pub(crate) fn label(vocabulary: &'static str, word: &str, lang: Lang) -> tiendo_str {
    let found = words().get(&(vocabulary, word.to_owned()));
    found.map_or(tiendo_str::EMPTY, |labels| labels.of(lang))
}

impl Labels {
    fn of(&self, lang: Lang) -> tiendo_str {
        match lang {
            Lang::Vi => self.vi.as_c_str().into(),
            Lang::En => self.en.as_c_str().into(),
        }
    }
}

/// The word for people of a word of data: `tiendo_label("status", TIENDO_NTS, "done_late", TIENDO_NTS, …)`.
///
/// `vocabulary` is the name of the enum in JSON: `status`, `level`, `report_kind`, `finding_code` … The label is valid
/// for ever, on any thread. `TIENDO_CODE_NOT_FOUND` for a vocabulary or word that the library does not know.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_label(
    vocabulary: *const c_char,
    vocabulary_len: usize,
    word: *const c_char,
    word_len: usize,
    lang: i32,
    label_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let vocabulary = text(vocabulary, vocabulary_len, "vocabulary")?;
        let word = text(word, word_len, "word")?;
        let lang = tiendo_lang::of(lang, "lang")?;
        let mut of = words().iter().filter(|((name, _), _)| *name == vocabulary).peekable();
        if of.peek().is_none() {
            let message = format!("no vocabulary '{}'", shown(vocabulary));
            return Err(Failure::new(tiendo_code::NotFound, message));
        }
        let Some((_, labels)) = of.find(|((_, known), _)| known == word) else {
            let message = format!("{vocabulary} has no word '{}'", shown(word));
            return Err(Failure::new(tiendo_code::NotFound, message));
        };
        put(label_out, "label_out", labels.of(lang))
    })
}

/// The word of data of a status: `done_late`. Valid for ever, on any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_status_word(
    status: i32,
    word_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        let status = tiendo_status::of(status, "status")?;
        put(word_out, "word_out", word("status", status.as_str()))
    })
}

/// The beginning of a text that may be long, for messages.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}
