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
mod threads;

pub mod text;
pub mod version;
pub mod word;

pub mod agency;
pub mod allocation;
pub mod annex;
pub mod arrow;
pub mod batch;
pub mod buffer;
pub mod builder;
pub mod calendar;
pub mod changes;
pub mod class;
pub mod completeness;
pub mod deadline;
pub mod document;
pub mod evaluation;
pub mod explanation;
mod field;
pub mod filter;
pub mod finding;
pub mod forecast;
pub mod format;
pub mod format_read;
pub mod format_write;
pub mod history;
pub mod json;
pub mod kpi;
pub mod kpis;
pub mod ledger;
pub mod ledger_care;
pub mod ledger_entries;
pub mod ledger_freeze;
pub mod ledger_import;
pub mod ledger_life;
pub mod ledger_log;
pub mod ledger_verify;
pub mod letters;
pub mod live;
pub mod number;
pub mod occurrence;
pub mod office;
pub mod page;
pub mod period;
pub mod plan;
pub mod plans;
pub mod policy;
pub mod public;
pub mod query;
pub mod ranking;
pub mod registry;
pub mod report;
pub mod rollup;
pub mod rows;
pub mod said;
pub mod schedule;
pub mod scope;
pub mod score;
pub mod search;
pub mod special;
pub mod standing;
pub mod succession;
pub mod sums;
pub mod task;
pub mod transfer;
pub mod urging;
pub mod warn;
pub mod watch;
pub mod what_if;
pub mod whole;
