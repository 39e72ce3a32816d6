//! The workload: data made by `gen.py` and the oracle's answers to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::error::Error;
use crate::program;

/// Sizes for which answers are kept beside the generator.
const KNOWN: [(u32, &str); 3] = [(10_000, "10k"), (100_000, "100k"), (1_000_000, "1M")];

/// What makes the data, and what runs the peers.
const DATA_REQUIREMENTS: &str = include_str!("../requirements/data.txt");
const PEER_REQUIREMENTS: &str = include_str!("../requirements/peers.txt");

/// A folder of data with the answers that belong to it.
#[derive(Debug)]
pub(crate) struct Workload {
    /// Parquet files, `queries.json` and `digest.json`.
    pub(crate) data: PathBuf,
    /// The oracle's answers.
    pub(crate) answers: PathBuf,
    /// The folder's name, under which results are told.
    pub(crate) size: String,
}

impl Workload {
    /// The workload of this many tasks, made where it is not there yet.
    pub(crate) fn of_tasks(tasks: u32) -> Result<Self, Error> {
        let shared = shared()?;
        let known = KNOWN.iter().find(|(n, _)| *n == tasks);
        let size = known.map_or_else(|| tasks.to_string(), |(_, size)| (*size).to_owned());
        let data = program::target().join("data").join(&size);
        // Answers that are not kept are asked of the oracle, which reads SQLite.
        let formats = if known.is_some() { "parquet" } else { "parquet,sqlite" };
        if !data.exists() {
            generate(&shared, tasks, formats, &data)?;
        }
        let answers = if known.is_some() {
            shared.join("expected").join(format!("{size}.json"))
        } else {
            ask_oracle(&shared, &data)?
        };
        Workload { data, answers, size }.checked()
    }

    /// A folder made by `gen.py`, with the oracle's answers in `expected.json` inside it.
    pub(crate) fn in_folder(data: &Path) -> Result<Self, Error> {
        let data = data.canonicalize().map_err(Error::file(data))?;
        let size = data.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        Workload { answers: data.join("expected.json"), data, size }.checked()
    }

    /// The data must be what the answers belong to: otherwise a difference says nothing.
    fn checked(self) -> Result<Self, Error> {
        let (made, answered) = (json(&self.data.join("digest.json"))?, json(&self.answers)?);
        if made == answered["digest"] {
            return Ok(self);
        }
        Err(Error::Wrong(format!(
            "{} is other data than {} answers: their digests differ",
            self.data.display(),
            self.answers.display()
        )))
    }

    /// Adds the SQLite file to the data where it is not there yet.
    pub(crate) fn with_sqlite(&self) -> Result<(), Error> {
        let file = self.data.join("register.sqlite");
        if file.exists() {
            return Ok(());
        }
        let tasks = json(&self.answers)?["tasks"].as_u64().and_then(|n| u32::try_from(n).ok());
        let tasks = tasks.ok_or_else(|| {
            Error::Absent(format!("{}: does not say how many tasks", self.answers.display()))
        })?;
        let beside = self.data.with_extension("sqlite");
        generate(&shared()?, tasks, "sqlite", &beside)?;
        let made = beside.join("register.sqlite");
        fs::rename(&made, &file).map_err(Error::file(&made))?;
        fs::remove_dir_all(&beside).map_err(Error::file(&beside))
    }
}

/// The folder of the generator, the oracle and the peers, beside the repository.
pub(crate) fn shared() -> Result<PathBuf, Error> {
    let shared = program::root().join("../shared/bench");
    if shared.join("gen.py").is_file() {
        return shared.canonicalize().map_err(Error::file(&shared));
    }
    let what = "the workload is not there; it lies in ../shared/bench beside the repository";
    Err(Error::Absent(what.to_owned()))
}

pub(crate) fn json(path: &Path) -> Result<Value, Error> {
    let text = fs::read_to_string(path).map_err(Error::file(path))?;
    serde_json::from_str(&text).map_err(Error::json(path.display()))
}

/// Makes data in a folder that is there only once it is complete.
fn generate(shared: &Path, tasks: u32, formats: &str, data: &Path) -> Result<(), Error> {
    let partial = data.with_extension("partial");
    let mut command = Command::new(python(DATA_REQUIREMENTS, "data")?);
    command.arg(shared.join("gen.py"));
    command.args(["--tasks", &tasks.to_string(), "--formats", formats, "--out"]).arg(&partial);
    eprintln!("making the workload of {tasks} tasks in {}", data.display());
    program::output(&mut command)?;
    fs::rename(&partial, data).map_err(Error::file(data))
}

/// Asks the oracle, which takes minutes where there are many tasks.
fn ask_oracle(shared: &Path, data: &Path) -> Result<PathBuf, Error> {
    let answers = data.join("expected.json");
    if !answers.exists() {
        let mut command = Command::new(python(DATA_REQUIREMENTS, "data")?);
        command.arg(shared.join("oracle.py")).arg(data).arg("--out").arg(&answers);
        eprintln!("asking the oracle: {}", answers.display());
        program::output(&mut command)?;
    }
    Ok(answers)
}

/// The libraries that the peers stand for, with their versions.
pub(crate) fn peer_versions() -> Vec<&'static str> {
    PEER_REQUIREMENTS.lines().filter(|line| line.contains("==")).collect()
}

/// The Python that has what the peers need.
pub(crate) fn peers_python() -> Result<PathBuf, Error> {
    python(PEER_REQUIREMENTS, "peers")
}

/// The Python of a virtual environment in which requirements are installed, until they change.
fn python(requirements: &str, name: &str) -> Result<PathBuf, Error> {
    let venv = program::target().join("venv");
    let python = venv.join(if cfg!(windows) { "Scripts" } else { "bin" }).join("python");
    let installed = venv.join(format!("{name}.installed.txt"));
    if fs::read_to_string(&installed).ok().as_deref() == Some(requirements) {
        return Ok(python);
    }
    let interpreter = std::env::var("TIENDO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if program::said(&interpreter, &["--version"]).is_none() {
        return Err(Error::Absent(format!("there is no {interpreter}, which makes the workload")));
    }
    if !python.exists() {
        program::output(Command::new(interpreter).args(["-m", "venv"]).arg(&venv))?;
    }
    let list = venv.join(format!("{name}.txt"));
    fs::write(&list, requirements).map_err(Error::file(&list))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    program::output(Command::new(&python).args(pip).arg(&list))?;
    fs::rename(&list, &installed).map_err(Error::file(&installed))?;
    Ok(python)
}
