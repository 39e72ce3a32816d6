//! Compilers of C and C++, and programs made by them.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Outcome, root, run};

/// Warnings are errors in both languages.
const FLAGS: [&str; 5] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g"];

/// The compiler of a language.
pub(super) struct Compiler {
    pub(super) name: &'static str,
    program: String,
    language: [&'static str; 3],
}

impl Compiler {
    /// `CC`, or `cc`; it is always asked for.
    pub(super) fn c() -> Self {
        let program = env::var("CC").unwrap_or_else(|_| "cc".to_owned());
        Compiler { name: "c99", program, language: ["-x", "c", "-std=c99"] }
    }

    /// `CXX`, or `c++`. A machine may have C alone; what is left out then is said.
    pub(super) fn cpp() -> Option<Self> {
        let program = env::var("CXX").unwrap_or_else(|_| "c++".to_owned());
        if !is_present(&program) {
            println!("SKIPPED: there is no {program}, so nothing was built as C++11");
            return None;
        }
        Some(Compiler { name: "c++11", program, language: ["-x", "c++", "-std=c++11"] })
    }

    /// Builds a program of one source; the flags say where header and library are.
    pub(super) fn build(&self, source: &Path, binary: &Path, flags: &[String]) -> Outcome {
        let mut command = Command::new(&self.program);
        command.args(self.language).args(FLAGS).arg(source);
        // What follows is no source any more.
        command.args(["-x", "none"]).args(flags).arg("-o").arg(binary);
        run(command)
    }
}

/// A program that was built, with the folder where it finds the shared library.
pub(super) struct Program {
    pub(super) binary: PathBuf,
    pub(super) libraries: PathBuf,
}

impl Program {
    pub(super) fn command(&self) -> Command {
        self.with_libraries(Command::new(&self.binary))
    }

    /// The program as it is, and under valgrind where that is asked for.
    pub(super) fn commands(&self, valgrind: bool) -> Vec<Command> {
        [self.command()].into_iter().chain(valgrind.then(|| self.under_valgrind())).collect()
    }

    /// Under valgrind, where a wrong read and a byte that nobody can free any more are errors. Tables that are made once
    /// and kept for the life of the process, such as the calendar, are still reachable at its end.
    fn under_valgrind(&self) -> Command {
        let mut command = Command::new("valgrind");
        let kinds = "definite,indirect,possible";
        command.args(["--quiet", "--leak-check=full", "--error-exitcode=99"]);
        let known = root().join("tests/c/valgrind.supp");
        command.arg(format!("--suppressions={}", known.display()));
        command.arg(format!("--show-leak-kinds={kinds}"));
        command.arg(format!("--errors-for-leak-kinds={kinds}")).arg(&self.binary);
        self.with_libraries(command)
    }

    fn with_libraries(&self, mut command: Command) -> Command {
        command.env("LD_LIBRARY_PATH", &self.libraries);
        command
    }
}

/// True where the program is on this machine.
pub(super) fn is_present(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// True where there is valgrind; says so where there is none.
pub(super) fn has_valgrind() -> bool {
    let present = is_present("valgrind");
    if !present {
        println!("SKIPPED: there is no valgrind, so leaks and wrong reads were not looked for");
    }
    present
}
