//! Items and names brought together: by convention, then by hand.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::core::{Item, Kind};
use super::names::Names;
use crate::error::Error;

/// What an item is called in a language, or why it has no name there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Cell {
    Names(Vec<String>),
    Reason(String),
}

/// An item with its cells.
pub(super) struct Row<'a> {
    pub(super) item: &'a Item,
    pub(super) c: Cell,
    pub(super) python: Cell,
}

/// What convention cannot know: `parity.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ByHand {
    prefixes: ByType,
    #[serde(default)]
    unlike: ByType,
    row: Vec<HandRow>,
}

/// Names by type: under which its members are sought besides its own, or which are something else in spite of convention.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ByType {
    c: BTreeMap<String, Vec<String>>,
    python: BTreeMap<String, Vec<String>>,
}

/// Items, with `*` for any text, and what they are in one language or both.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HandRow {
    items: Vec<String>,
    c: Option<Cell>,
    python: Option<Cell>,
}

impl ByHand {
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| Error::Table(format!("parity.toml: {error}")))
    }
}

/// A language: its names, its conventions, and its part of the rows by hand.
struct Language<'a> {
    name: &'static str,
    names: &'a Names,
    prefixes: &'a BTreeMap<String, Vec<String>>,
    unlike: &'a BTreeMap<String, Vec<String>>,
    candidates: fn(&Item, &[String]) -> Vec<String>,
    cell: fn(&HandRow) -> Option<&Cell>,
    /// The patterns by hand that an item needed, by row and place.
    used: RefCell<BTreeSet<(usize, usize)>>,
}

/// The table; or all that is wrong with it.
pub(super) fn resolve<'a>(
    items: &'a [Item],
    c: &Names,
    python: &Names,
    by_hand: &ByHand,
) -> Result<Vec<Row<'a>>, Error> {
    let c = Language {
        name: "C",
        names: c,
        prefixes: &by_hand.prefixes.c,
        unlike: &by_hand.unlike.c,
        candidates: c_candidates,
        cell: |row| row.c.as_ref(),
        used: RefCell::default(),
    };
    let python = Language {
        name: "Python",
        names: python,
        prefixes: &by_hand.prefixes.python,
        unlike: &by_hand.unlike.python,
        candidates: python_candidates,
        cell: |row| row.python.as_ref(),
        used: RefCell::default(),
    };
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for item in items {
        let cells = [&c, &python].map(|language| {
            language.cell_of(item, &by_hand.row).unwrap_or_else(|| {
                wrong.push(format!(
                    "{} has neither name nor reason in {}",
                    item.path(),
                    language.name
                ));
                Cell::Reason(String::new())
            })
        });
        let [c, python] = cells;
        rows.push(Row { item, c, python });
    }
    for language in [&c, &python] {
        language.stale(items, &by_hand.row, &mut wrong);
    }
    if wrong.is_empty() {
        return Ok(rows);
    }
    Err(Error::Table(format!("{} faults of parity:\n  {}", wrong.len(), wrong.join("\n  "))))
}

impl Language<'_> {
    fn cell_of(&self, item: &Item, by_hand: &[HandRow]) -> Option<Cell> {
        let found = self.by_convention(item);
        if !found.is_empty() {
            return Some(Cell::Names(found));
        }
        let path = item.path();
        for (row, hand) in by_hand.iter().enumerate() {
            let Some(cell) = (self.cell)(hand) else { continue };
            if let Some(place) = hand.items.iter().position(|pattern| fits(pattern, &path)) {
                self.used.borrow_mut().insert((row, place));
                return Some(cell.clone());
            }
        }
        None
    }

    fn by_convention(&self, item: &Item) -> Vec<String> {
        let owner = item.owner.as_ref().unwrap_or(&item.name);
        let more = self.prefixes.get(owner).map(Vec::as_slice).unwrap_or_default();
        let unlike = self.unlike.get(owner).map(Vec::as_slice).unwrap_or_default();
        let mut candidates = (self.candidates)(item, more);
        candidates.retain(|name| !unlike.contains(name));
        let mut found = Vec::new();
        for name in candidates {
            // The declared type of a vocabulary is checked with its name, and not shown.
            let shown =
                name.split_once("\") ").map_or(name.clone(), |(word, _)| format!("{word}\")"));
            if self.names.contains(&name) && !found.contains(&shown) {
                found.push(shown);
                // A type has one; what else its members are found under is not its name.
                if item.kind == Kind::Type {
                    break;
                }
            }
        }
        found
    }

    /// What stands in the rows by hand and is not true any more.
    fn stale(&self, items: &[Item], by_hand: &[HandRow], wrong: &mut Vec<String>) {
        for (row, hand) in by_hand.iter().enumerate() {
            let Some(cell) = (self.cell)(hand) else { continue };
            for (place, pattern) in hand.items.iter().enumerate() {
                if self.used.borrow().contains(&(row, place)) {
                    continue;
                }
                let known = items.iter().find(|item| fits(pattern, &item.path()));
                let why = match known.map(|item| self.by_convention(item)) {
                    None => "no such item".to_owned(),
                    Some(names) if names.is_empty() => "an earlier row says it".to_owned(),
                    Some(names) => format!("convention finds {}", names.join(", ")),
                };
                wrong.push(format!("parity.toml, {}: '{pattern}' is stale: {why}", self.name));
            }
            if let Cell::Names(names) = cell {
                for name in names.iter().filter(|name| !self.names.contains(*name)) {
                    wrong.push(format!("parity.toml: there is no {name} in {}", self.name));
                }
            }
        }
        let owners: BTreeSet<&String> =
            items.iter().map(|item| item.owner.as_ref().unwrap_or(&item.name)).collect();
        for (owner, prefixes) in self.prefixes.iter().chain(self.unlike) {
            if !owners.contains(owner) {
                wrong.push(format!("parity.toml: there is no type {owner}"));
            }
            for prefix in prefixes {
                if !self.names.iter().any(|name| name.starts_with(prefix.as_str())) {
                    wrong.push(format!("parity.toml: nothing in {} begins {prefix}", self.name));
                }
            }
        }
    }
}

/// True where the path is the pattern, `*` standing for any text without `::`.
fn fits(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((before, after)) => path.strip_prefix(before).is_some_and(|rest| {
            // Of one name: `*Id` is no `Code::InvalidId`.
            let end = rest.find("::").unwrap_or(rest.len());
            (0..=end).any(|at| rest.get(at..).is_some_and(|rest| fits(after, rest)))
        }),
    }
}

/// What C would call an item: `tiendo_agency_set_code` or a parameter of `tiendo_agency_new`.
///
/// A prefix that ends in `(` names a function whose parameter it is, one in capitals the constants of an enum.
fn c_candidates(item: &Item, prefixes: &[String]) -> Vec<String> {
    let owner = snake(item.owner.as_ref().unwrap_or(&item.name));
    let name = snake(&item.name);
    match item.kind {
        Kind::Type => {
            let more = prefixes.iter().map(|prefix| prefix.to_lowercase());
            let more = more.map(|prefix| prefix.trim_end_matches(['_', '(']).to_owned());
            [format!("tiendo_{name}")].into_iter().chain(more).collect()
        }
        // Short where one record has it: `before` of `BeforeReading`.
        Kind::Vocabulary => [name.as_str(), name.split('_').next().unwrap_or_default()]
            .iter()
            .flat_map(|word| {
                [format!("enum tiendo_{word}"), format!("tiendo_label(\"{word}\") {}", item.name)]
            })
            .collect(),
        Kind::Function => vec![format!("tiendo_{name}"), format!("tiendo_{}_{name}", item.module)],
        Kind::Constant => {
            let module = item.module.to_uppercase();
            vec![format!("TIENDO_{}", item.name), format!("TIENDO_{module}_{}", item.name)]
        }
        Kind::Member => {
            // A record under construction, the function that makes it, and a list of such records.
            let own = ["tiendo_{}_", "tiendo_{}_new(", "tiendo_{}s_"];
            let own = own.map(|form| form.replace("{}", &owner));
            let one = name.strip_suffix("ies").map(|stem| format!("{stem}y"));
            let one = one.or_else(|| name.strip_suffix('s').map(str::to_owned));
            let other = name.strip_suffix("es").map(str::to_owned);
            let forms: Vec<String> = [name.clone()].into_iter().chain(one).chain(other).collect();
            let bare = name.strip_suffix("_id").unwrap_or(&name);
            let mut candidates = Vec::new();
            for prefix in own.iter().chain(prefixes) {
                // What can be watched takes its watch as an argument.
                if let Some(stem) = name.strip_suffix("_watched") {
                    candidates.push(format!("{prefix}{stem}(watch)"));
                }
                if prefix.ends_with('(') {
                    candidates.push(format!("{prefix}{name})"));
                } else if prefix.starts_with("TIENDO_") {
                    candidates.push(format!("{prefix}{}", name.to_uppercase()));
                } else {
                    candidates.push(format!("{prefix}get_{bare}"));
                    for verb in ["", "get_", "is_", "get_is_", "set_", "add_"] {
                        let forms = forms.iter().filter(|form| **form == name || verb == "add_");
                        candidates.extend(forms.map(|form| format!("{prefix}{verb}{form}")));
                    }
                }
            }
            candidates
        }
    }
}

/// What Python would call an item: `Agency.code`, `Agency()`, or a parameter under a prefix that ends in `(`.
fn python_candidates(item: &Item, prefixes: &[String]) -> Vec<String> {
    let name = &item.name;
    match item.kind {
        Kind::Type | Kind::Vocabulary => {
            let more = prefixes.iter().map(|prefix| prefix.trim_end_matches(['.', '(']).to_owned());
            [name.clone()].into_iter().chain(more).collect()
        }
        Kind::Function | Kind::Constant => vec![name.clone(), format!("{}.{name}", item.module)],
        Kind::Member => {
            let owner = item.owner.clone().unwrap_or_default();
            let mut candidates = Vec::new();
            if name == "new" {
                candidates.push(format!("{owner}()"));
            }
            // A variant of an error is a class.
            if name.starts_with(|c: char| c.is_ascii_uppercase()) {
                candidates.push(format!("{name}{owner}"));
            }
            for prefix in [format!("{owner}.")].iter().chain(prefixes) {
                if prefix.ends_with('(') {
                    candidates.push(format!("{prefix}{name})"));
                    continue;
                }
                if let Some(stem) = name.strip_suffix("_watched") {
                    candidates.push(format!("{prefix}{stem}(progress)"));
                }
                // Keywords end in `_`; what says yes or no begins with `is_`; ids say that they are ids.
                for form in [
                    name.clone(),
                    format!("{name}_"),
                    format!("is_{name}"),
                    format!("{name}_id"),
                    format!("__{name}__"),
                ] {
                    candidates.push(format!("{prefix}{form}"));
                }
            }
            candidates
        }
    }
}

/// `AgencyKind` as `agency_kind`; what is no name of a type stays.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(owner: Option<&str>, name: &str, kind: Kind) -> Item {
        let owner = owner.map(str::to_owned);
        Item { module: "agency".to_owned(), owner, name: name.to_owned(), kind }
    }

    fn names(names: &[&str]) -> Names {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn items() -> Vec<Item> {
        let members = ["code", "aliases", "exists_on"];
        let members = members.map(|name| item(Some("Agency"), name, Kind::Member));
        [item(None, "Agency", Kind::Type)].into_iter().chain(members).collect()
    }

    const C: [&str; 3] = ["tiendo_agency", "tiendo_agency_new(code)", "tiendo_agency_add_alias"];
    const PYTHON: [&str; 3] = ["Agency", "Agency.code", "Agency.aliases"];
    const EMPTY: &str = "prefixes = { c = {}, python = {} }\n";

    fn faults(toml: &str) -> String {
        let by_hand = ByHand::read(&format!("{EMPTY}{toml}")).expect("readable");
        let items = items();
        let rows = resolve(&items, &names(&C), &names(&PYTHON), &by_hand);
        rows.err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn convention_finds_parameters_setters_and_fields() {
        let toml =
            format!("{EMPTY}[[row]]\nitems = [\"Agency::exists_*\"]\nc = \"no\"\npython = \"no\"");
        let (items, by_hand) = (items(), ByHand::read(&toml).expect("readable"));
        let rows = resolve(&items, &names(&C), &names(&PYTHON), &by_hand).expect("whole");
        let cell = |name: &str| Cell::Names(vec![name.to_owned()]);
        assert_eq!(rows[1].c, cell("tiendo_agency_new(code)"));
        assert_eq!(rows[2].c, cell("tiendo_agency_add_alias"));
        assert_eq!(rows[2].python, cell("Agency.aliases"));
        assert_eq!(rows[3].c, Cell::Reason("no".to_owned()));
    }

    #[test]
    fn what_is_missing_stale_or_made_up_is_told() {
        let row = "[[row]]\nitems = [\"Agency::exists_on\"]\n";
        let missing = faults("row = []");
        assert!(
            missing.contains("Agency::exists_on has neither name nor reason in C"),
            "{missing}"
        );
        assert!(missing.contains("Agency::exists_on has neither name nor reason in Python"));
        let made_up = faults(&format!("{row}c = [\"tiendo_x\"]\npython = \"no\""));
        assert!(made_up.contains("there is no tiendo_x in C"), "{made_up}");
        let whole = format!("{row}c = \"no\"\npython = \"no\"\n");
        assert_eq!(faults(&whole), "");
        let stale =
            faults(&format!("{whole}[[row]]\nitems = [\"Agency::code\", \"Gone\"]\nc = \"no\""));
        assert!(
            stale.contains("'Agency::code' is stale: convention finds tiendo_agency_new(code)")
        );
        assert!(stale.contains("'Gone' is stale: no such item"), "{stale}");
    }
}
