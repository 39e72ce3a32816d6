//! Agencies in cells: by id, code, name, short or old name, with a score; several in a cell; none is guessed.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use tiendo::{AgencyId, AgencyKind, Level, Registry, text};

use super::key::words;
use crate::table::header_key;

/// Score of a name that is only a part of an agency's name, and of no other's.
const PART: f32 = 0.7;
/// Most candidates that a finding names.
const CANDIDATES: usize = 5;
/// Longest cell that is looked at word by word.
const MAX_CELL_BYTES: usize = 4096;

/// What a name in a cell stands for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Named {
    /// One agency, with a score: 1 for its id, code or name, 0.95 for another name, less for a part of a name.
    One(AgencyId, f32),
    /// Several agencies could be meant.
    Several(Vec<String>),
    /// No agency has this name; the nearest ones.
    Unknown(Vec<String>),
    /// Words such as 'các cơ quan liên quan'.
    Generic,
}

/// The names in a cell, in order, each with what it stands for.
pub(crate) type Cell = Vec<(String, Named)>;

/// A cell that names agencies, understood once for all rows that repeat it.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) names: Cell,
    /// The agencies that are known, each once.
    pub(crate) ids: Vec<AgencyId>,
    /// What the cell is told from others by.
    pub(crate) key: Rc<str>,
    /// What keys of tasks are made of.
    pub(crate) words: String,
}

struct Name {
    words: String,
    agency: usize,
    score: f32,
}

/// Names of the agencies of a register.
pub(crate) struct Agencies {
    ids: Vec<(AgencyId, Level, bool)>,
    // Looked up and never listed, so that their order reaches nothing.
    exact: HashMap<String, Vec<(usize, f32)>>,
    names: Vec<Name>,
    /// Positions in `names` of those with a word.
    by_word: HashMap<String, Vec<usize>>,
    given: BTreeMap<String, String>,
    // Never listed.
    seen: HashMap<String, Rc<Written>>,
}

impl Agencies {
    /// The agencies of `base`, and names that the caller explains himself.
    pub(crate) fn new(base: Option<&Registry>, given: &BTreeMap<String, String>) -> Self {
        let mut all = Agencies {
            ids: Vec::new(),
            exact: HashMap::new(),
            names: Vec::new(),
            by_word: HashMap::new(),
            given: given.iter().map(|(name, id)| (words(name), id.clone())).collect(),
            seen: HashMap::new(),
        };
        for agency in base.map(Registry::agencies).unwrap_or_default() {
            let at = all.ids.len();
            let is_group = agency.kind == AgencyKind::Group;
            all.ids.push((agency.id.clone(), agency.level.clone(), is_group));
            all.add(at, agency.id.as_str(), 1.0);
            if let Some(code) = &agency.code {
                all.add(at, code.as_str(), 1.0);
            }
            all.add(at, agency.name.as_str(), 1.0);
            let others = agency.other_names.iter().chain(&agency.name_en);
            for name in others {
                all.add(at, name.as_str(), 0.95);
            }
        }
        all
    }

    fn add(&mut self, agency: usize, name: &str, score: f32) {
        for words in spellings(name) {
            if words.is_empty() {
                continue;
            }
            let known = match self.exact.get_mut(&words) {
                Some(known) => known,
                None => self.exact.entry(words.clone()).or_default(),
            };
            if known.iter().any(|(at, _)| *at == agency) {
                continue;
            }
            known.push((agency, score));
            let at = self.names.len();
            for word in words.split(' ') {
                match self.by_word.get_mut(word) {
                    Some(all) => all.push(at),
                    None => drop(self.by_word.insert(word.to_owned(), vec![at])),
                }
            }
            self.names.push(Name { words, agency, score });
        }
    }

    /// The agencies that a cell names.
    pub(crate) fn read(&mut self, cell: &str) -> Rc<Written> {
        if let Some(known) = self.seen.get(cell) {
            return Rc::clone(known);
        }
        let mut found = Vec::new();
        for item in cell.split([';', '\n', '\r', '•', '●', '\u{b7}']) {
            self.item(item, &mut found);
        }
        let mut ids = Vec::new();
        for (_, named) in &found {
            if let Named::One(id, _) = named
                && !ids.contains(id)
            {
                ids.push(id.clone());
            }
        }
        let (key, words) = (header_key(cell).into(), words(cell));
        let written = Rc::new(Written { names: found, ids, key, words });
        // A cell that is long and unlike any other is not worth keeping.
        if cell.len() <= MAX_CELL_BYTES && self.seen.len() < 100_000 {
            self.seen.insert(cell.to_owned(), Rc::clone(&written));
        }
        written
    }

    /// Reads one item; a comma, `và` or a slash may belong to a name, so the longest run that is a name counts.
    fn item(&self, item: &str, found: &mut Cell) {
        let item = item.trim_matches(|c: char| {
            crate::table::is_blank(c) || matches!(c, '-' | '–' | '+' | '*' | ',' | '.' | ':')
        });
        let item = strip_label(item);
        if item.is_empty() {
            return;
        }
        let named = self.name(item);
        let pieces = pieces(item);
        let whole = match &named {
            Named::Unknown(_) => pieces.len() < 2 || item.len() > MAX_CELL_BYTES,
            Named::Generic => !self.names_one(item, &pieces),
            _ => true,
        };
        if whole {
            found.push((item.to_owned(), named));
        } else {
            self.pieces(item, &pieces, found);
        }
    }

    /// True where one of the pieces alone is an agency.
    fn names_one(&self, item: &str, pieces: &[(usize, usize)]) -> bool {
        let mut texts = pieces.iter().filter_map(|(start, end)| item.get(*start..*end));
        pieces.len() > 1 && texts.any(|text| matches!(self.name(text), Named::One(..)))
    }

    fn pieces(&self, item: &str, pieces: &[(usize, usize)], found: &mut Cell) {
        let mut at = 0;
        while at < pieces.len() {
            let start = pieces[at].0;
            let run = (at..pieces.len().min(at + 8)).rev().find_map(|last| {
                let text = item.get(start..pieces[last].1)?.trim();
                match self.name(text) {
                    Named::Unknown(_) => None,
                    // A run that is ambiguous says less than its first piece may.
                    Named::Several(_) if last > at => None,
                    // 'Bộ Công an và các cơ quan liên quan' names one, whatever stands behind it.
                    Named::Generic if self.names_one(item, pieces.get(at..=last)?) => None,
                    // Parts of names within longer texts would swallow their neighbours.
                    Named::One(_, score) if last > at && score <= PART => None,
                    named => Some((last, text, named)),
                }
            });
            if let Some((last, text, named)) = run {
                found.push((text.to_owned(), named));
                at = last + 1;
            } else {
                let text = item.get(start..pieces[at].1).unwrap_or("").trim();
                if !text.is_empty() {
                    found.push((text.to_owned(), self.name(text)));
                }
                at += 1;
            }
        }
    }

    /// What one name stands for.
    fn name(&self, name: &str) -> Named {
        let words = words(name);
        if words.is_empty() {
            return Named::Unknown(Vec::new());
        }
        if let Some(id) = self.given.get(&words) {
            return match AgencyId::new(id) {
                Ok(id) => Named::One(id, 1.0),
                Err(_) => Named::Unknown(Vec::new()),
            };
        }
        for spelling in spellings(name) {
            if let Some(all) = self.exact.get(&spelling) {
                return self.decide(all.clone());
            }
        }
        if is_generic(&words) {
            return Named::Generic;
        }
        let parts = self.parts(&words);
        if parts.is_empty() { Named::Unknown(self.nearest(&words)) } else { self.decide(parts) }
    }

    /// Agencies of whose names these words are a part, at the bounds of words.
    fn parts(&self, words: &str) -> Vec<(usize, f32)> {
        let padded = format!(" {words} ");
        // One short word alone ('Sở', 'UBND') is part of too much to mean anything.
        let rarest =
            words.split(' ').map(|w| self.by_word.get(w)).min_by_key(|all| all.map_or(0, Vec::len));
        let mut found: Vec<(usize, f32)> = Vec::new();
        for at in rarest.flatten().into_iter().flatten() {
            let Some(name) = self.names.get(*at) else { continue };
            let whole = format!(" {} ", name.words);
            if whole.contains(&padded) && !found.iter().any(|(agency, _)| *agency == name.agency) {
                found.push((name.agency, PART * name.score));
            }
        }
        found
    }

    fn decide(&self, mut found: Vec<(usize, f32)>) -> Named {
        // A group is meant only where no agency is.
        let is_group = |at: usize| self.ids.get(at).is_some_and(|(.., group)| *group);
        if found.iter().any(|(at, _)| !is_group(*at)) {
            found.retain(|(at, _)| !is_group(*at));
        }
        let best = found.iter().map(|(_, score)| *score).fold(0.0, f32::max);
        found.retain(|(_, score)| *score >= best);
        match found.as_slice() {
            [(at, score)] => match self.ids.get(*at) {
                Some((id, ..)) => Named::One(id.clone(), *score),
                None => Named::Unknown(Vec::new()),
            },
            several => {
                let mut several: Vec<_> =
                    several.iter().filter_map(|(at, _)| self.ids.get(*at)).collect();
                several.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
                let more = several.len().saturating_sub(CANDIDATES);
                let mut names: Vec<String> =
                    several.iter().take(CANDIDATES).map(|(id, ..)| id.to_string()).collect();
                if more > 0 {
                    names.push(format!("… +{more}"));
                }
                Named::Several(names)
            }
        }
    }

    /// The agencies whose names share most words, with the share; what a person would pick from.
    fn nearest(&self, words: &str) -> Vec<String> {
        let wanted: Vec<&str> = words.split(' ').collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for word in &wanted {
            let all = self.by_word.get(*word).map(Vec::as_slice).unwrap_or_default();
            // A word that thousands of names share tells nothing.
            if all.len() <= 500 {
                for at in all {
                    *shared.entry(*at).or_default() += 1;
                }
            }
        }
        let mut scored: Vec<(u32, usize)> = shared
            .into_iter()
            .filter_map(|(at, both)| {
                let name = self.names.get(at)?;
                let total = wanted.len() + name.words.split(' ').count();
                Some(((200 * both / total.max(1)) as u32, name.agency))
            })
            .filter(|(percent, _)| *percent >= 50)
            .collect();
        scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut seen = Vec::new();
        scored.retain(|(_, agency)| {
            !seen.contains(agency) && {
                seen.push(*agency);
                true
            }
        });
        let name = |(percent, at): (u32, usize)| {
            let id = self.ids.get(at).map(|(id, ..)| id.as_str()).unwrap_or_default();
            format!("{id} ({}.{:02})", percent / 100, percent % 100)
        };
        scored.into_iter().take(3).map(name).collect()
    }
}

/// Usual abbreviations within names, folded, with what they stand for.
const ABBREVIATIONS: [(&str, &str); 12] = [
    ("ubnd", "uy ban nhan dan"),
    ("hdnd", "hoi dong nhan dan"),
    ("vp", "van phong"),
    ("kh cn", "khoa hoc va cong nghe"),
    ("khcn", "khoa hoc va cong nghe"),
    ("gd dt", "giao duc va dao tao"),
    ("gddt", "giao duc va dao tao"),
    ("vhttdl", "van hoa the thao va du lich"),
    ("nn mt", "nong nghiep va moi truong"),
    ("nnmt", "nong nghiep va moi truong"),
    ("nhnn", "ngan hang nha nuoc"),
    ("tp", "thanh pho"),
];

/// The ways in which a name is compared: its words, with abbreviations written out, and without the kind of place.
fn spellings(name: &str) -> Vec<String> {
    let plain = words(name);
    // Thousands of names are spelt out before a row is read, and few of them have such a word.
    let begins = |word: &str| {
        matches!(word, "tinh" | "thanh")
            || ABBREVIATIONS.iter().any(|(short, _)| short.split(' ').next() == Some(word))
    };
    if !plain.split(' ').any(begins) {
        return vec![plain];
    }
    let mut long = format!(" {plain} ");
    for (short, whole) in ABBREVIATIONS {
        // 'Bộ KH&CN' is a name; 'KH&CN' alone is a subject.
        if plain != short && long.contains(short) {
            long = long.replace(&format!(" {short} "), &format!(" {whole} "));
        }
    }
    let long = long.trim().to_owned();
    let bare = long.replace(" tinh ", " ").replace(" thanh pho ", " ");
    let mut all = vec![plain];
    for spelling in [long, bare] {
        if !all.contains(&spelling) {
            all.push(spelling);
        }
    }
    all
}

/// True for words that name bodies in general: they are no name, and nothing is missing where they stand.
fn is_generic(words: &str) -> bool {
    let padded = format!(" {words} ");
    let general = [" lien quan ", " co lien quan "].iter().any(|part| padded.contains(part));
    let all = [
        "cac don vi",
        "cac co quan",
        "cac bo",
        "bo nganh",
        "cac bo nganh",
        "dia phuong",
        "cac dia phuong",
        "cac bo nganh dia phuong",
        "cac so nganh",
        "bo nganh dia phuong",
        "cac so ban nganh",
        "cac to chuc",
        "cac doanh nghiep",
        "khong",
    ];
    general || all.contains(&words)
}

/// The text behind a label such as `Chủ trì:`.
fn strip_label(item: &str) -> &str {
    match item.split_once(':') {
        Some((label, rest)) if label.len() < 40 && !rest.trim().is_empty() => {
            let folded = text::fold(label);
            let is_label = ["chu tri", "phoi hop", "co quan", "don vi"];
            if is_label.iter().any(|word| folded.contains(word)) { rest.trim() } else { item }
        }
        _ => item,
    }
}

/// Where the pieces of an item begin and end: at commas, slashes, `và` and a dash between blanks.
fn pieces(item: &str) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut cut = |from: usize, to: usize, start: &mut usize| {
        if item.get(*start..from).is_some_and(|piece| !piece.trim().is_empty()) {
            pieces.push((*start, from));
        }
        *start = to;
    };
    let separators = [",", "/", " và ", " & ", " - ", " – ", " + ", " va ", "+"];
    let mut at = 0;
    while at < item.len() {
        let rest = item.get(at..).unwrap_or("");
        match separators.iter().find(|sign| rest.starts_with(**sign)) {
            Some(sign) => {
                cut(at, at + sign.len(), &mut start);
                at += sign.len();
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    cut(item.len(), item.len(), &mut start);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiendo::{Agency, RegistryBuilder, Text};

    fn register() -> Registry {
        let mut builder = RegistryBuilder::new();
        let mut add = |id: &str, name: &str, others: &[&str], level: Level, kind: AgencyKind| {
            let mut agency =
                Agency::new(AgencyId::new(id).unwrap(), Text::new(name).unwrap(), level);
            agency.other_names = others.iter().map(|name| Text::new(name).unwrap()).collect();
            agency.kind = kind;
            builder.add_agency(agency);
        };
        let ministry = || AgencyKind::Ministry;
        add("BCA", "Bộ Công an", &[], Level::Central, ministry());
        add("BKHCN", "Bộ Khoa học và Công nghệ", &[], Level::Central, ministry());
        add("BVHTTDL", "Bộ Văn hóa, Thể thao và Du lịch", &[], Level::Central, ministry());
        add("BTC", "Bộ Tài chính", &[], Level::Central, ministry());
        add("68-UBND", "UBND tỉnh Lâm Đồng", &[], Level::Province, AgencyKind::Agency);
        add(
            "79-UBND",
            "UBND Thành phố Hồ Chí Minh",
            &["TP.HCM"],
            Level::Province,
            AgencyKind::Agency,
        );
        add("S1", "Sở Tài chính Hà Nội", &[], Level::Department, AgencyKind::Agency);
        add("S2", "Sở Tài chính Lâm Đồng", &[], Level::Department, AgencyKind::Agency);
        builder.finish()
    }

    #[test]
    fn several_names_in_a_cell() {
        let registry = register();
        let mut agencies = Agencies::new(Some(&registry), &BTreeMap::new());
        let mut ids = |cell: &str| -> Vec<String> {
            let read = agencies.read(cell);
            read.names
                .iter()
                .map(|(name, named)| match named {
                    Named::One(id, _) => id.to_string(),
                    Named::Several(ids) => format!("?{}", ids.join("|")),
                    Named::Unknown(_) => format!("!{name}"),
                    Named::Generic => "~".to_owned(),
                })
                .collect()
        };
        assert_eq!(ids("Bộ Công an"), ["BCA"]);
        assert_eq!(ids("BCA; Bộ KH&CN"), ["BCA", "BKHCN"]);
        assert_eq!(
            ids("Bộ Văn hóa, Thể thao và Du lịch, Bộ Công an và Bộ Tài chính"),
            ["BVHTTDL", "BCA", "BTC"]
        );
        assert_eq!(ids("- Bo Cong an\n- UBND tỉnh Lâm Đồng"), ["BCA", "68-UBND"]);
        assert_eq!(ids("Ủy ban nhân dân tỉnh Lâm Đồng"), ["68-UBND"]);
        assert_eq!(ids("Chủ trì: BCA"), ["BCA"]);
        assert_eq!(ids("Bộ Công an và các cơ quan liên quan"), ["BCA", "~"]);
        assert_eq!(ids("Sở Tài chính"), ["?S1|S2"]);
        assert_eq!(ids("Bộ Thủy sản"), ["!Bộ Thủy sản"]);
        assert_eq!(ids("BCA, Bộ Thủy sản"), ["BCA", "!Bộ Thủy sản"]);
        assert_eq!(ids(""), [""; 0]);
    }

    #[test]
    fn names_that_the_caller_explains_go_first() {
        let registry = register();
        let given = BTreeMap::from([("Sở Tài chính".to_owned(), "S2".to_owned())]);
        let mut agencies = Agencies::new(Some(&registry), &given);
        let read = agencies.read("SỞ TÀI CHÍNH");
        assert_eq!(read.names[0].1, Named::One(AgencyId::new("S2").unwrap(), 1.0));
        assert_eq!(read.names.len(), 1);
    }
}
