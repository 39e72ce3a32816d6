//! The table as Markdown.

use std::fmt::Write;

use super::core::Kind;
use super::resolve::{Cell, Row};

/// What stands under the title.
const HEAD: &str = "\
Made by `cargo xtask codegen` from the list of items that rustdoc makes, `include/tiendo.h`, and the stub and sources of the
Python package; not edited by hand. What convention does not find stands in `crates/codegen/parity*.toml`, and what has
neither a name nor a reason fails `cargo xtask ci`.

Names in code exist; text without is the reason why there is none. `f(x)` is the parameter `x` of `f`. Words of
vocabularies travel as text, so such an enum is one row: its values, `as_str`, `parse` and the like; all their labels
are one, `vocabulary::label`. What types get from traits (comparison, printing, serde) is not listed.
";

/// The whole document: a table for each module, a row for each type and for members whose cells are alike.
pub(super) fn markdown(package: &str, rows: &[Row<'_>]) -> String {
    let title = if package == "tiendo" { "the core" } else { package };
    let mut out = format!("# What {title} offers, in C and in Python\n\n{HEAD}");
    let named = |cell: &Cell| usize::from(matches!(cell, Cell::Names(_)));
    let c: usize = rows.iter().map(|row| named(&row.c)).sum();
    let python: usize = rows.iter().map(|row| named(&row.python)).sum();
    _ = writeln!(out, "\n{} items; {c} have names in C, {python} in Python.", rows.len());
    let mut modules: Vec<&str> = Vec::new();
    for row in rows {
        if !modules.contains(&row.item.module.as_str()) {
            modules.push(&row.item.module);
        }
    }
    for module in modules {
        let title = if module.is_empty() { package } else { module };
        _ = writeln!(out, "\n## {title}\n\n| Rust | C | Python |\n|---|---|---|");
        let rows: Vec<&Row<'_>> = rows.iter().filter(|row| row.item.module == module).collect();
        for group in rows.chunk_by(|a, b| alike(a, b)) {
            let names: Vec<String> = group.iter().map(|row| shown(row)).collect();
            let (c, python) = (written(&group[0].c), written(&group[0].python));
            _ = writeln!(out, "| {} | {c} | {python} |", names.join(", "));
        }
    }
    out
}

fn alike(a: &Row<'_>, b: &Row<'_>) -> bool {
    // A type begins what belongs to it.
    let begins = |row: &Row<'_>| matches!(row.item.kind, Kind::Type | Kind::Vocabulary);
    !begins(a) && !begins(b) && a.item.owner == b.item.owner && a.c == b.c && a.python == b.python
}

fn shown(row: &Row<'_>) -> String {
    match row.item.kind {
        Kind::Type | Kind::Vocabulary => format!("**`{}`**", row.item.path()),
        _ => format!("`{}`", row.item.path()),
    }
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Names(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(", ")
        }
        Cell::Reason(reason) => reason.clone(),
    }
}
