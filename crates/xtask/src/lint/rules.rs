//! The rules of the house, as pure functions of a file's path and text.

/// Longest file; what is longer is two nouns.
const MAX_LINES: usize = 600;

/// What a file says that no hand writes. Written so that this file does not say it.
const GENERATED: &str = concat!("do not", " edit");

/// Where there is no clock, file, network, environment, thread or process.
const CORE: &str = "crates/tiendo/src/";
const ABSENT_IN_CORE: [&str; 6] = ["fs", "net", "env", "time", "thread", "process"];

/// Where unsafe code may stand: what speaks with C, with Arrow's structures and with the system's locks, and harnesses that
/// stand between SQLite and the system.
const UNSAFE: [&str; 7] = [
    "bindings/c/src/boundary.rs",
    "bindings/python/src/arrow.rs",
    "crates/tiendo-ledger/src/locks.rs",
    "crates/tiendo-ledger/tests/allocations.rs",
    "crates/tiendo-ledger/tests/disk/shim.rs",
    "crates/tiendo-ledger/tests/disk/system.rs",
    "crates/tiendo-ledger/tests/forks.rs",
];
/// What allows it. Written so that this file does not bear it.
const ALLOWS_UNSAFE: &str = concat!("allow(unsafe", "_code");

/// Marks of work put off. Written so that this file does not bear them.
const MARKS: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

/// True for files written by hand in a language that the rules are about.
pub(super) fn applies_to(name: &str) -> bool {
    matches!(ending(name), "rs" | "py" | "pyi" | "c" | "h" | "cpp" | "sh")
}

fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// What a file breaks, each with its place.
pub(super) fn broken(path: &str, text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let lines = text.lines().count();
    // What is generated is as long as its manual.
    let is_long = lines > MAX_LINES && !text.contains(GENERATED);
    if is_long && matches!(ending(path), "rs" | "py" | "c" | "cpp") {
        out.push(format!("{path}: {lines} lines, more than {MAX_LINES}"));
    }
    for (line, number) in text.lines().zip(1..) {
        if has_open_end(line) {
            out.push(format!("{path}:{number}: put off without an issue number (#123)"));
        }
    }
    if text.contains(ALLOWS_UNSAFE) && !UNSAFE.contains(&path) {
        out.push(format!("{path}: unsafe code has its place in {}", UNSAFE.join(", ")));
    }
    if path.starts_with(CORE) {
        let used = core_uses(text);
        out.extend(used.into_iter().map(|m| format!("{path}: std::{m} has no place in the core")));
    }
    out
}

fn has_open_end(line: &str) -> bool {
    let marked = line.split(|c: char| !c.is_alphanumeric()).any(|word| MARKS.contains(&word));
    let issue = || {
        line.match_indices('#')
            .any(|(at, _)| line[at + 1..].starts_with(|c: char| c.is_ascii_digit()))
    };
    marked && !issue()
}

/// Modules of std that a source names but must not, whether one by one (`std::fs`) or in a list (`std::{fs, io}`).
fn core_uses(text: &str) -> Vec<&'static str> {
    let code: String = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or(line))
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .collect();
    let names_at = |rest: &str| -> Vec<String> {
        let name = |text: &str| -> String {
            text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        let Some(list) = rest.strip_prefix('{') else { return vec![name(rest)] };
        // Parts of nested lists belong to their own module and are not looked at.
        let (mut names, mut depth) = (vec![name(list)], 0_u32);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => names.push(name(&list[at + 1..])),
                _ => {}
            }
        }
        names
    };
    let named: Vec<String> = code
        .match_indices("std::")
        .flat_map(|(at, std)| names_at(&code[at + std.len()..]))
        .collect();
    ABSENT_IN_CORE.into_iter().filter(|module| named.iter().any(|n| n == module)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_is_searched_for_what_it_must_not_have() {
        let uses = "use std::{collections::{BTreeMap, env}, fs::File,\n    net};\nlet t = std :: time::now();";
        assert_eq!(core_uses(uses), ["fs", "net", "time"]);
        assert_eq!(core_uses("use std::fmt; // not std::fs\nstd::environment()"), [""; 0]);
        assert_eq!(broken("crates/tiendo/src/a.rs", "std::env::var(\"X\")").len(), 1);
        assert_eq!(broken("crates/xtask/src/a.rs", "std::env::var(\"X\")"), [""; 0]);
    }

    #[test]
    fn what_is_put_off_names_its_issue() {
        let mark = MARKS[0];
        assert_eq!(broken("a.py", &format!("x = 1  # {mark}: later")).len(), 1);
        assert_eq!(broken("a.py", &format!("x = 1  # {mark} #12: later")), [""; 0]);
        assert_eq!(broken("a.py", &format!("mas{mark}S = 1")), [""; 0]);
    }

    #[test]
    fn unsafe_code_has_its_places() {
        let text = format!("#![{ALLOWS_UNSAFE})]");
        assert_eq!(broken("crates/tiendo/src/a.rs", &text).len(), 1);
        assert_eq!(broken(UNSAFE[2], &text), [""; 0]);
    }

    #[test]
    fn files_are_short() {
        assert_eq!(broken("a.rs", &"\n".repeat(MAX_LINES)), [""; 0]);
        assert_eq!(broken("a.rs", &"\n".repeat(MAX_LINES + 1)).len(), 1);
        assert!(applies_to("a.rs") && !applies_to("data.json") && !applies_to("Makefile"));
    }
}
