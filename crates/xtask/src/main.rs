//! Developer commands: `cargo xtask codegen [--check]`, `test c`, `dist [PROFILE]`.

mod c;
mod dist;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask codegen [--check] | test c | dist [PROFILE]";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["codegen"] => codegen(&[]),
        ["codegen", "--check"] => codegen(&["--check"]),
        ["test", "c"] => finish(c::test()),
        ["dist"] => finish(dist::dist("release")),
        ["dist", profile] => finish(dist::dist(profile)),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// Makes the generated files, or says which of them are stale.
fn codegen(options: &[&str]) -> ExitCode {
    let of = |kind: &str| {
        let mut command = c::cargo();
        command.args(["run", "--quiet", "--package", "codegen", "--", kind]).args(options);
        c::run(&mut command)
    };
    // Both are made before the first failure is told, so that one run says everything that is stale.
    let (register, header) = (of("plan02"), of("c"));
    finish(register.and(header))
}

fn finish(outcome: Result<(), String>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("error: {reason}");
            ExitCode::FAILURE
        }
    }
}
