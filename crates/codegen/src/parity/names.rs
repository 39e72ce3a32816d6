//! The names that exist: in the C header and in the Python package.

use std::collections::BTreeSet;

/// Names; enums stand as `enum name` too, parameters as `function(parameter)`,
/// vocabularies of labels as `tiendo_label("status") Status`.
pub(super) type Names = BTreeSet<String>;

/// The types, constants, functions and parameters of the header, and the vocabularies that `tiendo_label` knows.
pub(super) fn c(header: &str, words: &str) -> Names {
    let code = without_comments(header);
    let mut names = Names::new();
    for (at, name) in identifiers(&code) {
        if !name.starts_with("tiendo_") && !name.starts_with("TIENDO_") {
            continue;
        }
        names.insert(name.to_owned());
        if code[..at].ends_with("enum ") {
            names.insert(format!("enum {name}"));
        }
        let rest = &code[at + name.len()..];
        if let Some(parameters) = rest.starts_with('(').then(|| bracketed(rest)).flatten() {
            for parameter in split(parameters) {
                if let Some((_, parameter)) = identifiers(parameter).last() {
                    names.insert(format!("{name}({parameter})"));
                }
            }
        }
    }
    // In `word.rs` a vocabulary is declared as `"status" Status ALL;`.
    let tokens: Vec<&str> = words.split_whitespace().collect();
    for three in tokens.windows(3) {
        let word = three[0].strip_prefix('"').and_then(|word| word.strip_suffix('"'));
        if let (Some(word), "ALL;" | "KNOWN;" | "ALL" | "KNOWN") = (word, three[2]) {
            names.insert(format!("tiendo_label(\"{word}\") {}", three[1]));
        }
    }
    names
}

/// The files of the package.
pub(super) struct Package<'a> {
    pub(super) init: &'a str,
    pub(super) stub: &'a str,
    /// Records, results and schedules.
    pub(super) records: [&'a str; 3],
    pub(super) exceptions: &'a str,
    pub(super) plan02: &'a str,
}

/// What `__all__` exports: classes with their members and the parameters of these, functions with theirs.
pub(super) fn python(package: &Package<'_>) -> Names {
    let exported: BTreeSet<&str> = exported(package.init).collect();
    let mut names = Names::new();
    let [records, results, schedules] = package.records;
    for text in [package.stub, records, results, schedules, package.exceptions] {
        let mut class = None;
        for (at, line) in lines(text) {
            if let Some(rest) = line.strip_prefix("class ") {
                class = identifiers(rest).next().map(|(_, name)| name);
                if let Some(class) = class.filter(|class| exported.contains(class)) {
                    names.insert(class.to_owned());
                    // Records are built by their fields.
                    if rest.contains("(Record)") {
                        names.insert(format!("{class}()"));
                    }
                }
                continue;
            }
            let owner = if line.starts_with("    ") { class } else { None };
            if let Some(owner) = owner {
                if exported.contains(owner) {
                    member(&mut names, &format!("{owner}."), line, &text[at..]);
                }
            } else if let Some(rest) = line.strip_prefix("def ") {
                let name = identifiers(rest).next().map_or("", |(_, name)| name);
                if exported.contains(name) {
                    member(&mut names, "", line, &text[at..]);
                }
                class = None;
            }
        }
    }
    for (at, line) in lines(package.plan02) {
        if line.starts_with("def ") {
            member(&mut names, "plan02.", line, &package.plan02[at..]);
        }
    }
    names
}

/// Adds a function with its parameters, or a field.
fn member(names: &mut Names, owner: &str, line: &str, rest: &str) {
    let line = line.trim_start();
    let class = owner.trim_end_matches('.');
    if let Some(signature) = line.strip_prefix("def ") {
        let Some((_, name)) = identifiers(signature).next() else { return };
        match name {
            "__new__" | "__init__" => names.insert(format!("{class}()")),
            _ => names.insert(format!("{owner}{name}")),
        };
        let shown = match name {
            "__new__" | "__init__" => class.to_owned(),
            _ => format!("{owner}{name}"),
        };
        let parameters = rest.find('(').and_then(|at| bracketed(&rest[at..])).unwrap_or_default();
        for parameter in split(parameters) {
            if let Some((_, parameter)) = identifiers(parameter).next()
                && !matches!(parameter, "self" | "cls")
            {
                names.insert(format!("{shown}({parameter})"));
            }
        }
    } else if let Some((name, _)) = line.split_once(':')
        && identifiers(name).next() == Some((0, name))
    {
        names.insert(format!("{owner}{name}"));
    }
}

/// The names of `__all__`.
fn exported(init: &str) -> impl Iterator<Item = &str> {
    let list = init.split_once("__all__ = [").map_or("", |(_, rest)| rest);
    let list = list.split_once(']').map_or("", |(list, _)| list);
    list.split(',').map(|name| name.trim().trim_matches('"'))
}

/// The lines with where they begin.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    })
}

/// The identifiers with where they begin.
fn identifiers(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let words = words.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word));
    words.filter(|(_, word)| word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
}

/// What stands between the bracket that the text begins with and its partner.
fn bracketed(text: &str) -> Option<&str> {
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        if depth == 0 {
            return text.get(1..at);
        }
    }
    None
}

/// Splits at commas outside brackets.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    for (at, c) in text.char_indices() {
        depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        if c == ',' && depth == 0 {
            parts.push(&text[start..at]);
            start = at + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}

fn without_comments(header: &str) -> String {
    let mut parts = header.split("/*");
    let mut code = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        code.push_str(part.split_once("*/").map_or("", |(_, code)| code));
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_gives_types_constants_functions_and_parameters() {
        let header = "/* tiendo_not(a) */ typedef struct tiendo_row tiendo_row;\n\
            tiendo_code tiendo_row_get_id(const tiendo_row *row,\n  tiendo_str *id_out);\n\
            #define TIENDO_NTS SIZE_MAX";
        let names = c(header, "\"status\" Status ALL; \"level\" Level KNOWN;");
        for name in [
            "tiendo_row",
            "tiendo_row_get_id",
            "tiendo_row_get_id(row)",
            "tiendo_row_get_id(id_out)",
            "TIENDO_NTS",
            "tiendo_label(\"status\") Status",
            "tiendo_label(\"level\") Level",
        ] {
            assert!(names.contains(name), "{name} is not in {names:?}");
        }
        assert!(!names.contains("tiendo_not"));
    }

    #[test]
    fn the_package_gives_what_it_exports_and_nothing_else() {
        let names = python(&Package {
            init: "__all__ = [\n    \"Row\",\n    \"Task\",\n    \"label\",\n]\n",
            stub: "class Row:\n    \"\"\"A row: of what.\"\"\"\n    def __new__(cls, id: str) -> Row: ...\n\
                \x20   def owed(self, within: dict[str, int] = 1) -> int:\n\
                class Hidden:\n    def f(self) -> None: ...\n\
                def label(word: str) -> str:\ndef hidden() -> None: ...\n",
            records: ["class Task(Record):\n    title: str\n", "", ""],
            exceptions: "",
            plan02: "def registry(*, simulated: int | None = None) -> Registry:\n",
        });
        let expected = [
            "Row",
            "Row()",
            "Row(id)",
            "Row.owed",
            "Row.owed(within)",
            "Task",
            "Task()",
            "Task.title",
            "label",
            "label(word)",
            "plan02.registry",
            "plan02.registry(simulated)",
        ];
        assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    }
}
