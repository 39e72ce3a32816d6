//! Developer commands: `cargo xtask codegen [--check]`, `cargo xtask test python`.

mod python;

use std::env;
use std::process::{Command, ExitCode};

const USAGE: &str = "usage: cargo xtask codegen [--check] | test python";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["codegen"] => codegen(&[]),
        ["codegen", "--check"] => codegen(&["--check"]),
        ["test", "python"] => match python::test() {
            Ok(()) => ExitCode::SUCCESS,
            Err(reason) => {
                eprintln!("{reason}");
                ExitCode::FAILURE
            }
        },
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// Makes the generated files, or says which of them are stale.
fn codegen(options: &[&str]) -> ExitCode {
    cargo(&[&["run", "--quiet", "--package", "codegen", "--", "plan02"], options].concat())
}

/// Runs the cargo that runs us, so that a toolchain chosen by the caller stays chosen.
fn cargo(args: &[&str]) -> ExitCode {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    match Command::new(program).args(args).status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cargo {}: {error}", args.join(" "));
            ExitCode::FAILURE
        }
    }
}
