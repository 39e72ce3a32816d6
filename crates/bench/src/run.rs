//! A whole benchmark: answers first, then turns of ours and of the peers, then the table.

use std::path::PathBuf;

use crate::error::Error;
use crate::figure::Line;
use crate::operation;
use crate::peers::Peers;
use crate::result::Results;
use crate::turn;
use crate::workload::Workload;

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Size of the workload; 10000, 100000 and 1000000 have answers already, others ask the oracle.
    #[arg(long, default_value_t = 100_000, conflicts_with = "data")]
    tasks: u32,
    /// A folder made by gen.py, with the oracle's answers in expected.json inside it.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Operations, of those that exist: all of them unless named.
    #[arg(long, value_delimiter = ',')]
    ops: Vec<String>,
    /// Measure the peers in turn, all of them unless named.
    #[arg(long, value_delimiter = ',', num_args = 0.., default_missing_value = "all")]
    peers: Vec<String>,
    /// Runs of ours in each turn, after a warm-up.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(5..))]
    runs: u16,
    /// How often everybody has a turn.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,
    /// Write the table into this file of Markdown, in the place of the one of the same size.
    #[arg(long)]
    markdown: Option<PathBuf>,
}

/// Runs it; fails where an answer is wrong, ours or a peer's.
pub(crate) fn run(options: &Options) -> Result<(), Error> {
    let operations = operation::named(&options.ops)?;
    let workload = match &options.data {
        Some(data) => Workload::in_folder(data)?,
        None => Workload::of_tasks(options.tasks)?,
    };
    turn::check_apart(&workload, &operations)?;
    let peers = (!options.peers.is_empty()).then(|| Peers::lay_out(&options.peers, &workload));
    let peers = peers.transpose()?;

    let mut results = Results::new(&workload);
    let mut failures = Vec::new();
    for operation in &operations {
        for round in 1..=options.rounds {
            eprintln!("{}, round {round} of {}: ours", operation.name, options.rounds);
            results.take(turn::measure_apart(&workload, operation, options.runs.into())?);
            for peer in peers.iter().flat_map(|p| p.of(operation.name).map(move |peer| (p, peer))) {
                let (peers, peer) = peer;
                if round > 1 && Peers::is_slow(peer, operation.name) {
                    continue;
                }
                eprintln!("{}, round {round} of {}: {}", operation.name, options.rounds, peer.name);
                // A peer that fails is told of and leaves the others alone.
                match peers.turn(peer, operation.name) {
                    Ok(lines) => {
                        failures.extend(lines.iter().filter_map(wrong));
                        results.take(lines);
                    }
                    Err(error) => failures.push(error.to_string()),
                }
            }
        }
    }
    results.close();
    print!("{}", results.table());
    println!("written to {}", results.write()?.display());
    if let Some(file) = &options.markdown {
        results.write_into(file)?;
        println!("written into {}", file.display());
    }
    if failures.is_empty() { Ok(()) } else { Err(Error::Wrong(failures.join("\n"))) }
}

/// What a peer found wrong with its own answer.
fn wrong(line: &Line) -> Option<String> {
    match line {
        Line::Check { check, peer, ok: false, bad } => {
            Some(format!("{peer} answers {check} otherwise than the oracle: {}", bad.join("; ")))
        }
        Line::Check { .. } | Line::Figure(_) => None,
    }
}
