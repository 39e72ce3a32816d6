//! How far a harness goes, and what it did: lines that `cargo xtask campaign ledger` adds up.

use std::path::Path;
use std::time::{Duration, Instant};

/// A figure that the environment gives, or that of the short form.
pub(crate) fn number(name: &str, short: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(short)
}

/// A line that the campaign adds up with those of the other harnesses.
pub(crate) fn counted(count: u64, what: &str) {
    println!("counted {count} {what}");
}

/// How far a harness goes: to a number (`TIENDO_LEDGER_NAME`) or for a time (`TIENDO_LEDGER_NAME_SECONDS`), whichever is
/// reached first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Goal {
    pub(crate) count: u64,
    started: Instant,
    until: Instant,
    /// True where more was asked for than the short form.
    pub(crate) is_long: bool,
}

impl Goal {
    pub(crate) fn new(name: &str, short: u64) -> Self {
        let count = number(&format!("TIENDO_LEDGER_{name}"), short);
        let seconds = number(&format!("TIENDO_LEDGER_{name}_SECONDS"), 3600);
        let started = Instant::now();
        let until = started + Duration::from_secs(seconds);
        Goal { count, started, until, is_long: count > short }
    }

    pub(crate) fn is_reached(&self, done: u64) -> bool {
        done >= self.count || Instant::now() >= self.until
    }

    /// What was done in which time, for the campaign and for who looks on.
    pub(crate) fn counted(&self, count: u64, what: &str) {
        counted(count, what);
        eprintln!("{count} {what} in {:.1} s", self.started.elapsed().as_secs_f64());
    }
}

/// Numbers that look drawn and are the same in every run (SplitMix64).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Dice(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to below a number that is not 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// True once in so many.
    pub(crate) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}

/// A folder in memory where the system has one: thousands of files are made and opened, and none must outlive the test.
pub(crate) fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()).unwrap()
}
