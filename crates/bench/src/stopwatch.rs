//! Timing: each part of an operation under its name, after a warm-up, often enough for a median.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::figure::Figure;

/// No part is begun again once it has taken this long in all.
const BUDGET: Duration = Duration::from_secs(90);

/// Runs the parts of an operation and keeps what they took.
pub(crate) struct Stopwatch {
    runs: Runs,
    pub(crate) figures: Vec<Figure>,
}

/// How often a part runs.
#[derive(Clone, Copy)]
pub(crate) enum Runs {
    /// A warm-up, then this often.
    Timed(usize),
    /// Once, while valgrind counts the instructions.
    Counted,
}

impl Stopwatch {
    pub(crate) fn new(runs: Runs) -> Self {
        Stopwatch { runs, figures: Vec::new() }
    }

    /// True where time is measured, and not instructions, which are counted on one thread.
    pub(crate) fn is_timed(&self) -> bool {
        matches!(self.runs, Runs::Timed(_))
    }

    /// Runs a part, again and again; what it returned last comes back.
    ///
    /// What a run returned is dropped outside of its time: a user keeps an answer.
    pub(crate) fn run<T>(&mut self, name: &str, mut part: impl FnMut() -> T) -> T {
        let Runs::Timed(runs) = self.runs else { return self.once(name, part) };
        let begun = Instant::now();
        let mut answer = part();
        let mut times = Vec::with_capacity(runs);
        if begun.elapsed() > BUDGET {
            // There is time for no other run than this one, cold as it was.
            times.push(begun.elapsed());
        }
        while times.len() < runs && (times.is_empty() || begun.elapsed() < BUDGET) {
            drop(answer);
            let start = Instant::now();
            answer = part();
            times.push(start.elapsed());
        }
        self.figures.push(Figure::of(name, &times));
        answer
    }

    /// How often something is begun that takes its times itself.
    pub(crate) fn rounds(&self) -> usize {
        match self.runs {
            Runs::Timed(runs) => runs,
            Runs::Counted => 1,
        }
    }

    /// Takes the times of many equal parts, of which the slowest matter too.
    pub(crate) fn each(&mut self, name: &str, times: &[Duration]) {
        let mut figure = Figure::of(name, times);
        let mut seconds: Vec<f64> = times.iter().map(Duration::as_secs_f64).collect();
        seconds.sort_by(f64::total_cmp);
        if let Some(p99) = seconds.get(seconds.len() * 99 / 100) {
            figure.more.insert("p99".to_owned(), (*p99).into());
        }
        self.figures.push(figure);
    }

    /// Runs a part that a process can do only once, cold.
    pub(crate) fn once<T>(&mut self, name: &str, part: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let answer = counted(part);
        self.figures.push(Figure::of(name, &[start.elapsed()]));
        answer
    }
}

/// What valgrind is told to count, by this name. A wildcard at its end would keep callgrind from writing files.
pub(crate) const COUNTED: &str = "bench::stopwatch::counted";

/// A function of its own that returns to its caller, so that valgrind sees where a part begins and ends.
#[inline(never)]
fn counted<T>(part: impl FnOnce() -> T) -> T {
    black_box(part())
}
