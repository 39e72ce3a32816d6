//! Files that fail: power that goes away, calls to the system that fail, and damage.
//!
//! Each harness has a short form, which runs with the tests, and a long one, whose length the environment gives
//! (`TIENDO_LEDGER_IMAGES`, `_FAULTS`, `_FILES`, and each with `_SECONDS`); `cargo xtask campaign ledger` runs those.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too, and says what it counted"
)]

mod damage;
mod faults;
mod figures;
mod medium;
mod power;
mod shim;
mod system;
mod work;
