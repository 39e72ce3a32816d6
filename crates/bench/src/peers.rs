//! The peers: programs of `../shared/bench/peers`, run where they may write, one operation at a time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;
use crate::figure::{Line, lines};
use crate::program;
use crate::workload::{self, Workload};

/// A program that does some operations with another library.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    program: &'static str,
    operations: &'static [&'static str],
    needs: Needs,
    /// What it is asked for in the place of the operation: which of its libraries.
    asked: Option<&'static str>,
}

/// What a program needs beside Python.
#[derive(PartialEq, Eq)]
enum Needs {
    Nothing,
    /// The data as SQLite.
    Sqlite,
    /// A kernel in C, compiled for this machine.
    Kernel,
    /// A module that is not among the requirements, because it is built from source for twenty minutes.
    Module(&'static str),
}

/// All that are known, in the order in which they take their turns. `numpy` is also numba, `c` the reachable bound, and
/// `in-order` numba on a plan that lies in topological order. A turn of W4 measures W4b too.
const ALL: &[Peer] = &[
    peer("polars", "bench_polars.py", &["W1", "W2", "W5", "W9", "W10"], Needs::Nothing),
    peer("duckdb", "bench_duckdb.py", &["W1", "W2", "W5", "W9", "W10"], Needs::Nothing),
    peer("pandas", "bench_pandas.py", &["W1", "W2", "W5", "W10"], Needs::Nothing),
    peer("numpy", "bench_numpy.py", &["W1", "W2", "W4", "W5"], Needs::Nothing),
    peer("c", "bench_c2.py", &["W1", "W2"], Needs::Kernel),
    peer("sqlite", "bench_sqlite.py", &["W1", "W2", "W5", "W6", "W7", "W9", "W10"], Needs::Sqlite),
    peer("tantivy", "bench_tantivy.py", &["W9"], Needs::Nothing),
    peer("python", "bench_python.py", &["W10"], Needs::Nothing),
    library("rustworkx", "bench_graph.py", &["W4"]),
    library("networkx", "bench_graph.py", &["W4"]),
    peer("in-order", "w4_limit.py", &["W4"], Needs::Nothing),
    peer("duckdb-file", OWN.0, &["W8"], Needs::Nothing),
    peer("taskchampion", "bench_taskchampion.py", &["W7"], Needs::Module("taskchampion")),
];

/// A program of ours that runs one of theirs in processes of its own.
const OWN: (&str, &str) = ("w8_duckdb.py", include_str!("../python/w8_duckdb.py"));

const fn peer(
    name: &'static str,
    program: &'static str,
    operations: &'static [&'static str],
    needs: Needs,
) -> Peer {
    Peer { name, program, operations, needs, asked: None }
}

/// One library of a program that knows several, under the name by which the program asks for it.
const fn library(
    name: &'static str,
    program: &'static str,
    operations: &'static [&'static str],
) -> Peer {
    Peer { asked: Some(name), ..peer(name, program, operations, Needs::Nothing) }
}

/// Source and library of the kernel that `bench_c2.py` asks for.
const KERNEL: (&str, &str) = ("w1d.c", "libw1d.so");

/// The peers chosen, laid out to run over a workload.
pub(crate) struct Peers {
    chosen: Vec<&'static Peer>,
    programs: PathBuf,
    python: PathBuf,
    data: PathBuf,
}

impl Peers {
    /// Lays out the peers with these names, or all.
    pub(crate) fn lay_out(names: &[String], workload: &Workload) -> Result<Self, Error> {
        let mut peers = Vec::new();
        for name in names {
            if name == "all" {
                peers.extend(ALL);
                continue;
            }
            let known = || ALL.iter().map(|p| p.name).collect::<Vec<_>>().join(", ");
            let found = ALL.iter().find(|p| p.name == *name);
            peers.push(found.ok_or_else(|| {
                Error::Absent(format!("no peer '{name}'; there are: {}", known()))
            })?);
        }
        let shared = workload::shared()?;
        let here = program::target().join("peers");
        let (programs, expected) = (here.join("peers"), here.join("expected"));
        for folder in [&programs, &expected] {
            fs::create_dir_all(folder).map_err(Error::file(folder))?;
        }
        copy_all(&shared.join("peers"), &programs)?;
        let own = programs.join(OWN.0);
        fs::write(&own, OWN.1).map_err(Error::file(&own))?;
        copy(&shared.join("oracle.py"), &here.join("oracle.py"))?;
        // The programs look for the answers under the name of the folder of the data.
        copy(&workload.answers, &expected.join(format!("{}.json", workload.size)))?;
        if peers.iter().any(|p| p.needs == Needs::Sqlite) {
            workload.with_sqlite()?;
        }
        if peers.iter().any(|p| p.needs == Needs::Kernel) && !compile(&programs)? {
            eprintln!(
                "SKIPPED: there is no C compiler for the kernel that shows the reachable bound"
            );
            peers.retain(|p| p.needs != Needs::Kernel);
        }
        let python = workload::peers_python()?;
        peers.retain(|peer| {
            let Needs::Module(module) = peer.needs else { return true };
            let found = Command::new(&python).args(["-c", &format!("import {module}")]).output();
            let is_there = found.is_ok_and(|found| found.status.success());
            if !is_there {
                eprintln!("SKIPPED: {} has no module {module}", python.display());
            }
            is_there
        });
        Ok(Peers { chosen: peers, programs, python, data: workload.data.clone() })
    }

    /// Whether a peer takes so long over an operation that it has one turn only.
    pub(crate) fn is_slow(peer: &Peer, operation: &str) -> bool {
        match (peer.name, operation) {
            ("numpy", _) => false,
            // Evaluating every day anew takes minutes of a million tasks; the loops of numba are the peer to be measured by.
            // The others take ten seconds for each run, or a minute for an index or a graph.
            (_, "W5") | ("sqlite", "W1" | "W2" | "W9" | "W10") | ("tantivy", "W9") => true,
            (name, _) => name == "networkx",
        }
    }

    /// Those that know an operation.
    pub(crate) fn of<'a>(&'a self, operation: &str) -> impl Iterator<Item = &'static Peer> + 'a {
        let operation = operation.to_owned();
        self.chosen.iter().copied().filter(move |p| p.operations.contains(&operation.as_str()))
    }

    /// One turn of a peer: it loads, checks itself, warms up and measures, in a process of its own.
    pub(crate) fn turn(&self, peer: &Peer, operation: &str) -> Result<Vec<Line>, Error> {
        let mut command = Command::new(&self.python);
        command
            .arg(peer.program)
            .arg(&self.data)
            .arg(peer.asked.map_or_else(|| operation.to_lowercase(), str::to_owned))
            .current_dir(&self.programs)
            // Some look for the oracle, which lies beside their folder.
            .env("PYTHONPATH", "..");
        lines(&program::output(&mut command)?.stdout, peer.name)
    }
}

fn copy_all(from: &Path, to: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(from).map_err(Error::file(from))? {
        let path = entry.map_err(Error::file(from))?.path();
        if let (true, Some(name)) = (path.is_file(), path.file_name()) {
            copy(&path, &to.join(name))?;
        }
    }
    Ok(())
}

/// Copies the text, not the permissions: the original may be read-only.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let bytes = fs::read(from).map_err(Error::file(from))?;
    fs::write(to, bytes).map_err(Error::file(to))
}

/// Compiles the kernel; false where there is no compiler.
fn compile(programs: &Path) -> Result<bool, Error> {
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    if program::said(&compiler, &["--version"]).is_none() {
        return Ok(false);
    }
    let (source, library) = KERNEL;
    let flags = ["-O3", "-march=native", "-shared", "-fPIC", "-pthread", "-o", library, source];
    program::output(Command::new(compiler).args(flags).current_dir(programs))?;
    Ok(true)
}
