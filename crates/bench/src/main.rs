//! Measures the core on the national workload: `cargo xtask bench` and `cargo xtask instructions`.
//!
//! The oracle's checksums come first, for a wrong answer has no speed. Then every operation is timed in a process of its
//! own, in turn with the peers. Instructions are counted by valgrind and compared with committed figures: they are the
//! same on a busy machine, so that continuous integration can hold to them.

#![allow(clippy::print_stdout, reason = "a command talks to its caller")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use peak_alloc::PeakAlloc;

#[path = "../../tiendo/tests/oracle/answer.rs"]
#[allow(dead_code, reason = "shared with a test, which asks more operations")]
#[allow(clippy::expect_used, reason = "shared with a test; an id that is no number stops a check")]
mod answer;
mod error;
mod figure;
mod instructions;
mod load;
mod operation;
mod parquet_table;
mod peers;
mod program;
mod result;
mod run;
mod stopwatch;
mod turn;
mod workload;

/// Knows how many bytes are allocated, which costs an addition for each allocation.
#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

#[derive(Debug, Parser)]
#[command(name = "bench", about = "Measures tiendo on the national workload")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check all answers, then measure in turn with the peers
    Run(run::Options),
    /// Count the instructions and compare them with the committed figures
    Instructions(instructions::Options),
    /// Check answers in this process
    #[command(hide = true)]
    Check(Turn),
    /// Measure operations in this process
    #[command(hide = true)]
    Measure(Turn),
    /// From a ledger to the first scorecard, as W8 asks it
    #[command(hide = true)]
    Open(operation::ledger::Open),
    /// Record a workload in a ledger
    #[command(hide = true)]
    MakeLedger(operation::ledger::Make),
    /// Run operations once in this process
    #[command(hide = true)]
    Once(Turn),
}

/// A part of a benchmark that has a process of its own.
#[derive(Debug, clap::Args)]
struct Turn {
    data: PathBuf,
    answers: PathBuf,
    #[arg(long, value_delimiter = ',')]
    ops: Vec<String>,
    #[arg(long, default_value_t = 7)]
    runs: usize,
}

fn main() -> ExitCode {
    use stopwatch::Runs;
    let outcome = match Args::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Instructions(options) => instructions::run(&options),
        Command::Check(t) => turn::check(&t.data, &t.answers, &t.ops),
        Command::Measure(t) => turn::measure(&t.data, &t.answers, &t.ops, Runs::Timed(t.runs)),
        Command::Open(open) => operation::ledger::open(&open),
        Command::MakeLedger(make) => operation::ledger::make(&make),
        Command::Once(t) => turn::measure(&t.data, &t.answers, &t.ops, Runs::Counted),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
