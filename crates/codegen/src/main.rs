//! Makes the files of this repository that are written by no hand: `codegen plan02|c|schema|parity [--check]`,
//! `codegen c-vectors FILE`.

mod c;
mod error;
mod output;
mod parity;
mod plan02;
mod schema;

use std::path::Path;
use std::process::ExitCode;

use crate::output::Mode;

const USAGE: &str = "usage: codegen plan02|c|schema|parity [--check] | c-vectors FILE";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let result = match args.as_slice() {
        ["plan02"] => plan02::run(Mode::Write),
        ["plan02", "--check"] => plan02::run(Mode::Check),
        ["c"] => c::run(Mode::Write),
        ["c", "--check"] => c::run(Mode::Check),
        ["parity"] => parity::run(Mode::Write),
        ["parity", "--check"] => parity::run(Mode::Check),
        ["schema"] => schema::run(Mode::Write),
        ["schema", "--check"] => schema::run(Mode::Check),
        ["c-vectors", file] => c::bundle(Path::new(file)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
