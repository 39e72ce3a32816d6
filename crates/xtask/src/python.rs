//! `cargo xtask test python`: one wheel on the oldest and the newest CPython, and the sdist, built and installed as others do.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, thread};

use crate::formats::Formats;
use crate::run::{Outcome, root};

mod interpreter;

/// Largest wheel that is let out, so that none grows unseen. Under 8,000,000 until Parquet, with Arrow's readers and its two
/// compressions, came in; what users build, optimised at its linking too, has 11,700,000, and 10,000,000 in one unit of code.
const MOST_BYTES: u64 = 12_000_000;

/// What must stand in the sdist, so that it builds and its licence is kept.
const IN_SDIST: &[&str] = &[
    "LICENSE",
    "PKG-INFO",
    "README.md",
    "pyproject.toml",
    "Cargo.toml",
    "Cargo.lock",
    "bindings/python/Cargo.toml",
    "crates/tiendo/Cargo.toml",
    "crates/tiendo-formats/Cargo.toml",
    "crates/tiendo-ledger/Cargo.toml",
    "crates/tiendo-plan02/Cargo.toml",
    "crates/tiendo-report/Cargo.toml",
    "tiendo/__init__.py",
    "tiendo/_native.pyi",
    "tiendo/py.typed",
];

/// What an installed sdist is tried with: every vector, and the native API.
const SMOKE: &[&str] = &["test_vectors.py", "test_evaluation.py", "test_stub.py"];

/// Folders that the checks use.
struct Folders {
    root: PathBuf,
    target: PathBuf,
    package: PathBuf,
    tests: PathBuf,
}

impl Folders {
    fn new() -> Result<Self, String> {
        let root = root();
        let root = root.canonicalize().map_err(|e| format!("{}: {e}", root.display()))?;
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let (package, tests) = (root.join("python"), root.join("tests/python"));
        Ok(Folders { root, target, package, tests })
    }

    /// The environments, with the version of each: the main one first.
    fn environments(&self) -> Result<Vec<(String, PathBuf)>, String> {
        let folder = self.target.join("python-venvs");
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let requirements = self.tests.join("requirements.txt");
        let made = interpreter::chosen()?.into_iter().map(|interpreter| {
            let python = interpreter.environment(&folder, &requirements)?;
            Ok((format!("CPython 3.{}", interpreter.minor), python))
        });
        made.collect()
    }
}

/// Builds the wheel, installs it without an index and runs every check of the package, and the tests on each CPython.
pub(crate) fn test(formats: &mut Formats) -> Outcome {
    let folders = Folders::new()?;
    let environments = folders.environments()?;
    let main = &environments[0].1;
    run(&folders.root, main, &["python/tools/records.py", "--check"])?;
    run(&folders.root, main, &["python/tools/stubs.py", "--check"])?;

    let wheels = empty(folders.target.join("python-wheels"))?;
    let build = ["-m", "maturin", "build", "--locked", "--profile", "ci", "--out"];
    run(&folders.package, main, &[&build[..], &[&text(&wheels)?]].concat())?;
    let wheel = only_file(&wheels)?;
    let bytes = fs::metadata(&wheel).map_err(|e| format!("{}: {e}", wheel.display()))?.len();
    if bytes >= MOST_BYTES {
        return Err(format!("the wheel has {bytes} bytes, {MOST_BYTES} or more"));
    }
    let told = on_each(&folders, &environments, &wheel, formats)?;

    // From the tests' own folder, so that the package of the sources is not found in place of the wheel.
    let (tests, configuration) = (&folders.tests, "../../python/pyproject.toml");
    run(tests, main, &["-m", "mypy.stubtest", "tiendo"])?;
    run(tests, main, &["-m", "mypy", "--config-file", configuration, "-p", "tiendo"])?;
    run(tests, main, &["-m", "mypy", "--config-file", configuration, "."])?;
    run(
        &folders.package,
        main,
        &["-m", "ruff", "check", ".", "../tests/python", "../tests/browser"],
    )?;
    for line in told {
        println!("test python: {line}");
    }
    println!("test python: one wheel of {}.{:02} MB", bytes / 1_000_000, bytes / 10_000 % 100);
    Ok(())
}

/// Makes the sdist, looks at what it holds, builds and installs it, and tries what was installed.
pub(crate) fn sdist() -> Outcome {
    let folders = Folders::new()?;
    let environments = folders.environments()?;
    let python = &environments[0].1;
    let out = empty(folders.target.join("python-sdist"))?;
    run(&folders.package, python, &["-m", "maturin", "sdist", "--out", &text(&out)?])?;
    let archive = only_file(&out)?;
    run(&out, python, &["-m", "tarfile", "--extract", &text(&archive)?, "unpacked"])?;
    let source = only_file(&out.join("unpacked"))?;
    let missing: Vec<&str> =
        IN_SDIST.iter().copied().filter(|name| !source.join(name).is_file()).collect();
    if !missing.is_empty() {
        return Err(format!("{} lacks {}", archive.display(), missing.join(", ")));
    }
    // Unpacked where it always is and built where the rest is, so that only its own crates are compiled again.
    let wheels = empty(folders.target.join("python-sdist-wheels"))?;
    let mut build = Command::new(python);
    build.args(["-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps"]);
    build.args(["--no-build-isolation", "--wheel-dir"]).arg(&wheels).arg(&source);
    build.env("MATURIN_PEP517_ARGS", "--profile ci").env("CARGO_TARGET_DIR", &folders.target);
    // The build backend calls `maturin` by name: that of the environment.
    let paths = env::var_os("PATH").unwrap_or_default();
    let scripts = python.parent().map(Path::to_owned);
    let paths = env::join_paths(scripts.into_iter().chain(env::split_paths(&paths)));
    build.env("PATH", paths.map_err(|e| format!("PATH: {e}"))?);
    checked(build.current_dir(&out))?;
    let told = tried(&folders, python, &only_file(&wheels)?, SMOKE)?.said;
    println!("sdist: {} files looked for, {}: {told}", IN_SDIST.len(), environments[0].0);
    Ok(())
}

/// Runs the tests on every interpreter at once, each on a core of its own; what each runner said in the end.
fn on_each(
    folders: &Folders,
    environments: &[(String, PathBuf)],
    wheel: &Path,
    formats: &mut Formats,
) -> Result<Vec<String>, String> {
    let outcomes: Vec<Result<Tried, String>> = thread::scope(|scope| {
        let started: Vec<_> = environments
            .iter()
            .enumerate()
            .map(|(place, (version, python))| {
                // How memory and a million rows behave is the library's doing, not the interpreter's: looked at once.
                let some: &[&str] = if place == 0 { &[] } else { &["-m", "not slow"] };
                scope.spawn(move || {
                    let tried = tried(folders, python, wheel, some)?;
                    Ok(Tried { said: format!("{version}: {}", tried.said), ..tried })
                })
            })
            .collect();
        let ended = |thread: thread::ScopedJoinHandle<'_, Result<Tried, String>>| {
            thread.join().unwrap_or_else(|_| Err("the thread of a test run panicked".to_owned()))
        };
        started.into_iter().map(ended).collect()
    });
    let outcomes: Vec<Tried> = outcomes.into_iter().collect::<Result<_, _>>()?;
    let (said, mut heard): (Vec<String>, Vec<Formats>) =
        outcomes.into_iter().map(|tried| (tried.said, tried.formats)).unzip();
    // The same files are read on each: they count once.
    if !heard.is_empty() {
        formats.append(heard.swap_remove(0));
    }
    Ok(said)
}

/// What a run of the tests came to.
struct Tried {
    /// What the runner said in the end.
    said: String,
    formats: Formats,
}

/// Installs a wheel without an index and runs tests over it. Its lines are printed when
/// it is done, so that two runs do not mix theirs.
fn tried(folders: &Folders, python: &Path, wheel: &Path, some: &[&str]) -> Result<Tried, String> {
    let install =
        ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--force-reinstall"];
    run(&folders.root, python, &[&install[..], &[&text(wheel)?]].concat())?;
    let mut tests = Command::new(python);
    tests.args(["-m", "pytest", "--quiet", "--config-file", "pytest.ini"]).args(some);
    tests.current_dir(&folders.tests).stderr(Stdio::inherit());
    let name = shown(&tests);
    println!("$ {name}");
    let ended = tests.output().map_err(|e| format!("{name}: {e}"))?;
    let lines = String::from_utf8_lossy(&ended.stdout);
    println!("$ {name}: {}\n{lines}", ended.status);
    if !ended.status.success() {
        return Err(format!("{name}: {}", ended.status));
    }
    let vectors = lines.lines().rfind(|line| line.ends_with(" vectors ran")).unwrap_or_default();
    let mut formats = Formats::default();
    for line in lines.lines() {
        formats.hear(line);
    }
    let said = format!("{vectors}, {}", lines.lines().last().unwrap_or_default());
    Ok(Tried { said, formats })
}

/// An empty folder in place of what was there.
fn empty(folder: PathBuf) -> Result<PathBuf, String> {
    let wrong = |e| format!("{}: {e}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(wrong)?;
    }
    fs::create_dir_all(&folder).map_err(wrong)?;
    Ok(folder)
}

/// The one file or folder that a command made.
fn only_file(folder: &Path) -> Result<PathBuf, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let files: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    match files.as_slice() {
        [file] => Ok(file.clone()),
        several => Err(format!("{} holds {} files, not 1", folder.display(), several.len())),
    }
}

fn text(path: &Path) -> Result<String, String> {
    path.to_str().map(str::to_owned).ok_or_else(|| format!("not UTF-8: {}", path.display()))
}

fn shown(command: &Command) -> String {
    let args: Vec<_> = command.get_args().map(|a| a.to_string_lossy()).collect();
    format!("{} {}", command.get_program().to_string_lossy(), args.join(" "))
}

fn run(folder: &Path, program: &Path, args: &[&str]) -> Outcome {
    checked(Command::new(program).args(args).current_dir(folder))
}

fn checked(command: &mut Command) -> Outcome {
    let name = shown(command);
    println!("$ {name}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name}: {status}")),
        Err(error) => Err(format!("{name}: {error}")),
    }
}
