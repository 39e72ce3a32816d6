//! Foreign formats of `tiendo`: tolerant readers and strict writers.
//!
//! One module per format, each behind a feature of its name where it needs a dependency of its own.

#[cfg(feature = "arrow")]
pub mod arrow;
