//! The C ABI of `tiendo`: functions that check what they are given, call the library and hand the result over.
//!
//! The manual is `include/tiendo.h`, made from the comments here by `cargo xtask codegen`; its conventions stand at its
//! top. `boundary` is the only file that touches foreign memory; the other files export safe functions.

// Names are those of the header.
#![allow(non_camel_case_types)]
// Handles are read through borrows and freed by value, whatever their size.
#![allow(clippy::boxed_local, clippy::needless_pass_by_value)]

mod boundary;
pub mod code;
mod list;
mod packed;

pub mod text;
pub mod version;
pub mod word;

pub mod agency;
pub mod allocation;
pub mod arrow;
pub mod builder;
pub mod calendar;
pub mod completeness;
pub mod deadline;
pub mod document;
pub mod evaluation;
pub mod explanation;
mod field;
pub mod filter;
pub mod finding;
pub mod kpi;
pub mod kpis;
pub mod number;
pub mod occurrence;
pub mod plan;
pub mod plans;
pub mod policy;
pub mod query;
pub mod ranking;
pub mod registry;
pub mod report;
pub mod rollup;
pub mod rows;
pub mod scope;
pub mod special;
pub mod succession;
pub mod sums;
pub mod task;
pub mod transfer;
pub mod watch;
pub mod whole;

#[cfg(test)]
mod tests {
    /// What C calls is tried from C: a function that no program of `tests/c` names is one that nobody has called.
    #[test]
    fn every_function_is_called_from_c() -> std::io::Result<()> {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut programs = String::new();
        for entry in std::fs::read_dir(root.join("tests/c"))? {
            programs += &std::fs::read_to_string(entry?.path())?;
        }
        let symbols = std::fs::read_to_string(root.join("include/tiendo.symbols"))?;
        let names: std::collections::BTreeSet<&str> =
            programs.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let absent: Vec<&str> = symbols.lines().filter(|name| !names.contains(name)).collect();
        assert!(absent.is_empty(), "no test calls {}", absent.join(", "));
        Ok(())
    }
}
