//! Issuing bodies by the abbreviation in document numbers: how it is spelled, and whether it is of the Party or the State.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::NumberStyle::{self, Party, State};
use crate::text::fold;

/// Which way a body writes its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Only this way.
    One(NumberStyle),
    /// Bodies of the Party and of the State bear the same abbreviation.
    Both,
    /// Nothing is known of it.
    Unknown,
}

/// Abbreviation and side; `None` where both sides use it.
const TABLE: &[(&str, Option<NumberStyle>)] = &[
    // The Party: the centre and its organs, provinces, districts, communes.
    ("TW", Some(Party)),
    ("BCĐTW", Some(Party)),
    ("CQTTBCĐ", Some(Party)),
    ("TGV", Some(Party)),
    ("VPTW", Some(Party)),
    ("BTCTW", Some(Party)),
    ("BNCTW", Some(Party)),
    ("UBKTTW", Some(Party)),
    ("BTGTW", Some(Party)),
    ("BDVTW", Some(Party)),
    ("BTGDVTW", Some(Party)),
    ("BCSCLTW", Some(Party)),
    ("BKTTW", Some(Party)),
    ("BĐNTW", Some(Party)),
    ("HĐLLTW", Some(Party)),
    ("TWĐTN", Some(Party)),
    ("BCSĐ", Some(Party)),
    ("TU", Some(Party)),
    ("HU", Some(Party)),
    ("QU", Some(Party)),
    ("ĐU", Some(Party)),
    ("ĐUK", Some(Party)),
    // The State: the legislature, the President, the Government, courts and councils.
    ("QH", Some(State)),
    ("UBTVQH", Some(State)),
    ("VPQH", Some(State)),
    ("CTN", Some(State)),
    ("VPCTN", Some(State)),
    ("CP", Some(State)),
    ("TTg", Some(State)),
    ("VPCP", Some(State)),
    ("BCĐCP", Some(State)),
    ("TCTTTg", Some(State)),
    ("TANDTC", Some(State)),
    ("HĐTP", Some(State)),
    ("VKSNDTC", Some(State)),
    ("VKSTC", Some(State)),
    ("KTNN", Some(State)),
    ("HĐND", Some(State)),
    ("UBND", Some(State)),
    // The Front's committees write as the State does.
    ("MTTW", Some(State)),
    ("MTTQ", Some(State)),
    // Ministries and bodies of their rank, today's and those merged in 2025.
    ("BQP", Some(State)),
    ("BCA", Some(State)),
    ("BNG", Some(State)),
    ("BNV", Some(State)),
    ("BTP", Some(State)),
    ("BCT", Some(State)),
    ("BNNMT", Some(State)),
    ("BXD", Some(State)),
    ("BVHTTDL", Some(State)),
    ("BKHCN", Some(State)),
    ("BGDĐT", Some(State)),
    ("BYT", Some(State)),
    ("BDTTG", Some(State)),
    ("NHNN", Some(State)),
    ("TTCP", Some(State)),
    ("BTTTT", Some(State)),
    ("BKHĐT", Some(State)),
    ("BTNMT", Some(State)),
    ("BNNPTNT", Some(State)),
    ("BGTVT", Some(State)),
    ("BLĐTBXH", Some(State)),
    ("UBDT", Some(State)),
    ("BHXH", Some(State)),
    // Ministry of Finance and a Party committee's organisation board; steering committees; offices.
    ("BTC", None),
    ("BCĐ", None),
    ("VP", None),
];

static BY_FOLDED: LazyLock<BTreeMap<String, (&'static str, Side)>> = LazyLock::new(|| {
    let side = |style: &Option<NumberStyle>| style.map_or(Side::Both, Side::One);
    TABLE.iter().map(|(word, style)| (fold(word), (*word, side(style)))).collect()
});

/// The folded form that look-ups compare. `TƯ` and `T.Ư` are the centre's `TW`, never a province's `TU`.
fn key(word: &str) -> String {
    let lower = word.to_lowercase();
    fold(&lower.replace("t.ư", "tw").replace("t.w", "tw").replace("tư", "tw"))
}

/// True for a body of the table, a legislature's term (`QH15`) included.
pub(super) fn is_listed(word: &str) -> bool {
    is_listed_folded(&key(word))
}

fn is_listed_folded(folded: &str) -> bool {
    BY_FOLDED.contains_key(folded) || assembly(folded).is_some()
}

/// True for the National Assembly or its Standing Committee with the number of its term.
pub(super) fn is_assembly(word: &str) -> bool {
    assembly(&key(word)).is_some()
}

/// True for the National Assembly itself, which prints no kind in its numbers.
pub(super) fn is_plenary(word: &str) -> bool {
    assembly(&key(word)) == Some("QH")
}

fn assembly(folded: &str) -> Option<&'static str> {
    let body = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    let name = match body {
        "qh" => "QH",
        "ubtvqh" => "UBTVQH",
        _ => return None,
    };
    (1..=2).contains(&(folded.len() - body.len())).then_some(name)
}

/// The side by the table, else by how abbreviations are built.
pub(super) fn side(word: &str) -> Side {
    let folded = key(word);
    if let Some((_, side)) = BY_FOLDED.get(&folded) {
        return *side;
    }
    if assembly(&folded).is_some() {
        return Side::One(State);
    }
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| folded.starts_with(prefix));
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| folded.ends_with(suffix));
    // Central hospitals and institutes end in TW too, and are the State's.
    if starts(&["bv"]) || (starts(&["s"]) && folded.chars().count() >= 3) {
        return Side::One(State);
    }
    if starts(&["du"]) || (is_organ(&folded) && ends(&["tw", "tu", "hu", "du"])) {
        return Side::One(Party);
    }
    if ends(&["ubnd", "hdnd", "vpcp"]) || starts(&["ubnd", "hdnd", "bcdcp"]) {
        return Side::One(State);
    }
    Side::Unknown
}

/// The official spelling: by the table, else `Đ` restored in the parts that always bear it, else as it stands.
pub(super) fn spell(word: &str) -> String {
    let folded = key(word);
    if let Some((spelled, _)) = BY_FOLDED.get(&folded) {
        return (*spelled).to_owned();
    }
    if let Some(body) = assembly(&folded) {
        return format!("{body}{}", &folded[body.len()..]);
    }
    let upper =
        if word.chars().any(char::is_uppercase) { word.to_owned() } else { word.to_uppercase() };
    let spelled = upper.replace("BCD", "BCĐ").replace("HDND", "HĐND");
    let spelled = spelled.replace("T.Ư", "TW").replace("TƯ", "TW");
    if let Some(rest) = spelled.strip_prefix("DU") {
        return format!("ĐU{rest}");
    }
    match spelled.strip_suffix("DU").filter(|_| is_organ(&folded)) {
        Some(organ) => format!("{organ}ĐU"),
        None => spelled,
    }
}

/// Boards, offices and inspection commissions, which put the abbreviation of their Party committee last.
fn is_organ(folded: &str) -> bool {
    ["b", "vp", "ubkt", "hd", "tct", "to"].iter().any(|prefix| folded.starts_with(prefix))
}

/// The State body for which this Party body is known to be written by mistake, kind and serial being the same.
///
/// Met for the centre only: newspapers print 71-NQ/TW for the Government's 71/NQ-CP.
pub(super) fn mistaken_for(issuer: &str) -> Option<&'static str> {
    (issuer == "TW").then_some("CP")
}
