//! Developer commands: `cargo xtask <command>`. Std only, so that it builds in seconds.

#![allow(clippy::print_stdout, reason = "a command talks to its caller")]

use std::process::ExitCode;

mod bench;
mod browser;
mod c;
mod campaign;
mod codegen;
mod dist;
mod files;
mod formats;
mod fuzz;
mod lint;
mod office;
mod python;
mod run;
mod test;

use run::{Outcome, Steps};

const USAGE: &str = "\
usage: cargo xtask <command>

    codegen [--check]         write the generated files, or say which of them are stale
    lint                      format, clippy, rustdoc, and the rules of the house
    test [rust|c|python]      all tests and the examples of the documentation
    dist [PROFILE]            lay out header, libraries and pkg-config file under target/dist
    campaign NAME [--short]   one of the long tests; PROPTEST_CASES sets its length
    bench [OPTIONS]           measure against the oracle and the peers (`bench --help` tells how)
    bench formats             how fast tables are read and written, against csv, pandas and mpxj
    bench office              how fast reports and letters are written, against openpyxl
    screenshots [--update]    pictures of the report of the simulated register; with --update that of the README
    instructions [--update]   count the core's instructions and compare them with the committed figures
    ci                        lint, codegen --check, test, the sdist, instructions and short campaigns

campaigns:
";

/// The commands and the campaigns, one a line.
fn usage() -> String {
    let campaigns = campaign::ALL.iter().map(|c| format!("    {:<26}{}\n", c.name, c.what));
    USAGE.to_owned() + &campaigns.collect::<String>()
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args.as_slice() {
        ["codegen"] => codegen::write(),
        ["codegen", "--check"] => codegen::check(),
        ["lint"] => lint::lint(),
        ["test"] => test::all(),
        ["test", suite] => test::suite(suite),
        ["campaign", name] => campaign::run(name, campaign::Length::Long),
        ["campaign", name, "--short"] => campaign::run(name, campaign::Length::Short),
        ["bench", "formats"] => bench::formats(),
        ["bench", "office"] => office::bench(),
        ["screenshots"] => browser::screenshots(false),
        ["screenshots", "--update"] => browser::screenshots(true),
        ["dist"] => dist::dist("release"),
        ["dist", profile] => dist::dist(profile),
        ["bench", options @ ..] => bench::measure(options),
        ["instructions", options @ ..] => bench::instructions(options),
        ["ci"] => ci(),
        _ => {
            eprint!("{}", usage());
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Everything that must hold before a change is taken. Every step runs, so that one run tells of all that is wrong.
fn ci() -> Outcome {
    let mut steps = Steps::new("ci");
    steps.step("lint", lint::lint);
    steps.step("codegen --check", codegen::check);
    steps.step("test", test::all);
    steps.step("sdist", python::sdist);
    steps.step("instructions", || bench::instructions(&[]));
    for campaign in campaign::ALL.iter().filter(|campaign| campaign.is_in_ci()) {
        let name = format!("campaign {} --short", campaign.name);
        steps.step(&name, || campaign::run(campaign.name, campaign::Length::Short));
    }
    steps.close()
}
