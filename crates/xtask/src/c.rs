//! The tests of the C ABI: plain programs in C99 and C++11, linked statically and to the shared library, under valgrind
//! where there is one.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Warnings are errors in both languages.
const FLAGS: [&str; 5] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g"];

/// What the static library needs, as `rustc --print native-static-libs` says.
pub(crate) const SYSTEM_LIBRARIES: [&str; 6] =
    ["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl"];

/// One way of building a test.
struct Way {
    name: &'static str,
    compiler: String,
    language: [&'static str; 3],
    is_shared: bool,
}

/// Builds and runs every test; an error is the sentence to print.
pub(crate) fn test() -> Result<(), String> {
    run(cargo().args(["build", "--quiet", "--package", "tiendo-c"]))?;
    run(cargo().args(["run", "--quiet", "--package", "codegen", "--", "c", "--check"]))?;
    let (root, built) = (root(), built());
    let out = built.join("c-tests");
    fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    let vectors = out.join("vectors.bundle");
    run(cargo().args(["run", "--quiet", "--package", "codegen", "--", "c-vectors"]).arg(&vectors))?;
    let library = built.join("libtiendo.so");
    exports(&library, &root.join("include/tiendo.symbols"))?;
    lay_out(&library, &out.join("lib"))?;

    let program = |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
    let ways = [
        Way {
            name: "c99-static",
            compiler: program("CC", "cc"),
            language: ["-x", "c", "-std=c99"],
            is_shared: false,
        },
        Way {
            name: "c++11-shared",
            compiler: program("CXX", "c++"),
            language: ["-x", "c++", "-std=c++11"],
            is_shared: true,
        },
    ];
    let valgrind = Command::new("valgrind").arg("--version").output().is_ok();
    if !valgrind {
        eprintln!("valgrind is absent: leaks and wrong reads are not looked for");
    }
    for way in &ways {
        // A machine may have C alone; what was left out is said, and C itself is always asked for.
        if way.is_shared && Command::new(&way.compiler).arg("--version").output().is_err() {
            eprintln!("SKIPPED {}: there is no {}", way.name, way.compiler);
            continue;
        }
        for test in ["header", "errors", "native", "threads", "vectors"] {
            let binary = out.join(format!("{test}-{}", way.name));
            compile(way, &root.join(format!("tests/c/{test}.c")), &binary, &built)?;
            let argument = (test == "vectors").then_some(vectors.as_path());
            eprintln!("{test}, {}:", way.name);
            run(program_under(&binary, &built, false).args(argument))?;
            // Both ways run the same machine code, and a debug build is slow there: once is enough.
            if valgrind && !way.is_shared {
                run(program_under(&binary, &built, true).args(argument))?;
            }
        }
        let example = out.join(format!("overdue-{}", way.name));
        compile(way, &root.join("bindings/c/examples/overdue.c"), &example, &built)?;
        example_runs(&example, &built, &out)?;
    }
    eprintln!("the C tests passed{}", if valgrind { ", under valgrind too" } else { "" });
    Ok(())
}

fn compile(way: &Way, source: &Path, binary: &Path, built: &Path) -> Result<(), String> {
    let mut command = Command::new(&way.compiler);
    command.args(way.language).args(FLAGS);
    command.arg("-I").arg(root().join("include")).arg(source);
    // What follows is no source any more.
    command.args(["-x", "none", "-o"]).arg(binary);
    if way.is_shared {
        command.arg("-L").arg(built).args(["-ltiendo", "-lpthread"]);
    } else {
        command.arg(built.join("libtiendo.a")).args(SYSTEM_LIBRARIES);
    }
    run(&mut command)
}

/// The program, with the shared library where the SONAME finds it.
fn program_under(binary: &Path, built: &Path, valgrind: bool) -> Command {
    let mut command = if valgrind {
        let mut command = Command::new("valgrind");
        command.args(["--quiet", "--leak-check=full", "--show-leak-kinds=definite,indirect"]);
        command.args(["--errors-for-leak-kinds=definite,indirect", "--error-exitcode=99"]);
        command.arg(binary);
        command
    } else {
        Command::new(binary)
    };
    command.env("LD_LIBRARY_PATH", built.join("c-tests/lib"));
    command
}

/// The example reads a folder of CSV files that the command of this repository would make.
fn example_runs(example: &Path, built: &Path, out: &Path) -> Result<(), String> {
    let folder = out.join("register");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let files = [
        ("documents.csv", "id,title\n57-NQ/TW,Nghị quyết 57\n"),
        ("agencies.csv", "id,name,level\n68-UBND,Lâm Đồng,province\n"),
        (
            "tasks.csv",
            "id,document,title,addressees,assigned_on,deadline\n\
             T1,57-NQ/TW,Bố trí kinh phí,68-UBND,2025-06-01,trước ngày 01/7/2025\n",
        ),
        (
            "reports.csv",
            "id,task,kind,reported_on,by,percent\nR1,T1,progress,2025-06-20,68-UBND,40\n",
        ),
    ];
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let mut command = program_under(example, built, false);
    let output = command.arg(&folder).arg("20250710").output();
    let output = output.map_err(|error| format!("{}: {error}", example.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() || !text.contains("T1 (68-UBND), 10 days: Bố trí kinh phí") {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("the example printed:\n{text}{said}"));
    }
    Ok(())
}

/// The shared library exports what the list of symbols says, and nothing else; and it has its name.
pub(crate) fn exports(library: &Path, list: &Path) -> Result<(), String> {
    let output =
        Command::new("nm").args(["-D", "--defined-only", "--format=posix"]).arg(library).output();
    let output = output.map_err(|error| format!("nm: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut exported: Vec<&str> =
        text.lines().filter_map(|line| line.split_whitespace().next()).collect();
    exported.sort_unstable();
    let expected =
        fs::read_to_string(list).map_err(|error| format!("{}: {error}", list.display()))?;
    let expected: Vec<&str> = expected.lines().collect();
    let extra: Vec<&&str> = exported.iter().filter(|name| !expected.contains(name)).collect();
    let missing: Vec<&&str> = expected.iter().filter(|name| !exported.contains(name)).collect();
    if extra.is_empty() && missing.is_empty() {
        return Ok(());
    }
    Err(format!("{} exports {extra:?} and lacks {missing:?}", library.display()))
}

/// Lays the shared library out under its SONAME, for programs linked to it.
pub(crate) fn lay_out(library: &Path, folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let to = folder.join(format!("libtiendo.so.{}", soname_version()));
    fs::copy(library, &to).map_err(|error| format!("{}: {error}", to.display()))?;
    Ok(())
}

/// The version in the SONAME: the minor one before 1.0, the major one from then on.
pub(crate) fn soname_version() -> String {
    match env!("CARGO_PKG_VERSION_MAJOR") {
        "0" => format!("0.{}", env!("CARGO_PKG_VERSION_MINOR")),
        major => major.to_owned(),
    }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folder of debug builds.
fn built() -> PathBuf {
    target().join("debug")
}

pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The cargo that runs us, so that a toolchain chosen by the caller stays chosen.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?}: {status}")),
        Err(error) => Err(format!("{command:?}: {error}")),
    }
}
