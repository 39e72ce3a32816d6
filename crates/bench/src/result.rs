//! What a benchmark found: medians, minima, ratios and memory, as a table and as JSON.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::figure::{Figure, Line, OURS, least, median};
use crate::program;
use crate::workload::{Workload, peer_versions};

/// Everything that is written down of a benchmark.
#[derive(Debug, Serialize)]
pub(crate) struct Results {
    size: String,
    command: Vec<String>,
    machine: Machine,
    peer_versions: Vec<&'static str>,
    /// Load average over a minute before and after: figures of a busy machine are not clean.
    load_average: Vec<Option<f64>>,
    rows: Vec<Row>,
    #[serde(skip)]
    figures: Vec<Figure>,
}

/// What it ran on.
#[derive(Debug, Serialize)]
struct Machine {
    processor: Option<String>,
    threads: usize,
    memory_mb: Option<u64>,
    system: Option<String>,
    compiler: Option<String>,
    commit: Option<String>,
}

/// One part of an operation by one peer, over all of its turns.
#[derive(Debug, Serialize)]
struct Row {
    op: String,
    peer: String,
    seconds_median: f64,
    seconds_min: f64,
    runs: usize,
    turns: usize,
    /// How many times as long as ours, by medians.
    ratio: Option<f64>,
    peak_mb: Option<f64>,
    /// What the last turn told beside.
    more: serde_json::Map<String, serde_json::Value>,
}

impl Results {
    pub(crate) fn new(workload: &Workload) -> Self {
        Results {
            size: workload.size.clone(),
            command: std::env::args().skip(1).collect(),
            machine: Machine::here(),
            peer_versions: peer_versions(),
            load_average: vec![load_average()],
            rows: Vec::new(),
            figures: Vec::new(),
        }
    }

    /// Takes what a turn printed.
    pub(crate) fn take(&mut self, lines: Vec<Line>) {
        self.figures.extend(lines.into_iter().filter_map(|line| match line {
            Line::Figure(figure) => Some(comparable(figure)),
            Line::Check { .. } => None,
        }));
    }

    /// Puts the turns together: the median of their medians, the least of their minima.
    pub(crate) fn close(&mut self) {
        self.load_average.push(load_average());
        // Only what we do ourselves is compared, in our order.
        let mut ops: Vec<&str> = Vec::new();
        for figure in self.figures.iter().filter(|f| f.peer == OURS) {
            if !ops.contains(&figure.op.as_str()) {
                ops.push(&figure.op);
            }
        }
        for op in ops {
            let of_op = || self.figures.iter().filter(move |f| f.op == op);
            let mut peers: Vec<&str> = Vec::new();
            for figure in of_op() {
                if !peers.contains(&figure.peer.as_str()) {
                    peers.push(&figure.peer);
                }
            }
            let mut rows: Vec<Row> = peers
                .into_iter()
                .map(|peer| {
                    Row::of(op, peer, &of_op().filter(|f| f.peer == peer).collect::<Vec<_>>())
                })
                .collect();
            let ours = rows.iter().find(|r| r.peer == OURS).map(|r| r.seconds_median);
            for row in &mut rows {
                row.ratio = ours.map(|ours| row.seconds_median / ours);
            }
            rows.sort_by(|a, b| a.seconds_median.total_cmp(&b.seconds_median));
            self.rows.extend(rows);
        }
    }

    /// Writes the table into a file, between the marks of its size; at its end where these are not there yet.
    pub(crate) fn write_into(&self, file: &Path) -> Result<(), Error> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Error::file(file)(error)),
        };
        let (begin, end) = (format!("<!-- bench {} -->", self.size), "<!-- end of bench -->");
        let command = self.command.join(" ");
        let table = format!("{begin}\n\n`bench {command}`\n{}{end}\n", self.table());
        let place = text.find(&begin).and_then(|from| {
            let to = text[from..].find(end)? + from + end.len();
            Some((from, to))
        });
        let text = match place {
            Some((from, to)) => {
                format!("{}{table}{}", &text[..from], text[to..].trim_start_matches('\n'))
            }
            None => format!("{}\n\n{table}", text.trim_end()).trim_start().to_owned(),
        };
        std::fs::write(file, text).map_err(Error::file(file))
    }

    /// How time and memory for each task grow from a hundred thousand tasks on, where these were measured before.
    fn growth(&self) -> Result<String, Error> {
        const BEFORE: &str = "100k";
        let (file, tasks) =
            (program::target().join("results").join(format!("{BEFORE}.json")), 10.0);
        if self.size != "1M" || !file.is_file() {
            return Ok(String::new());
        }
        let text = std::fs::read_to_string(&file).map_err(Error::file(&file))?;
        let before: Before = serde_json::from_str(&text).map_err(Error::json(file.display()))?;
        let mut out = format!(
            "\nFrom {BEFORE} to {} tasks, for each task:\n\n| operation | × time | × heap |\n|---|--:|--:|\n",
            self.size
        );
        for row in self.rows.iter().filter(|r| r.peer == OURS) {
            let Some(was) = before.rows.iter().find(|r| r.op == row.op && r.peer == OURS) else {
                continue;
            };
            let heap = |more: &serde_json::Map<String, serde_json::Value>| {
                more.get("heap_bytes").and_then(serde_json::Value::as_f64)
            };
            let memory = heap(&row.more).zip(heap(&was.more)).map(|(is, was)| is / was / tasks);
            let memory = memory.map_or_else(String::new, |m| format!("{m:.2}"));
            // What one report or one search takes is not shared out over tasks.
            let each = if row.op == "w6" || row.op == "w10c" { 1.0 } else { tasks };
            let time = row.seconds_median / was.seconds_median / each;
            let _ = writeln!(out, "| {} | {time:.2} | {memory} |", row.op);
        }
        Ok(out)
    }

    /// A table in Markdown.
    pub(crate) fn table(&self) -> String {
        let machine = &self.machine;
        let unknown = || "unknown".to_owned();
        let mut out = format!(
            "\n{} tasks; {}, {} threads; {}; {}\n",
            self.size,
            machine.processor.clone().unwrap_or_else(unknown),
            machine.threads,
            machine.compiler.clone().unwrap_or_else(unknown),
            machine.commit.clone().unwrap_or_else(unknown),
        );
        out += "\n| operation | by | median | min | runs | × ours | peak MB | note |\n|---|---|--:|--:|--:|--:|--:|---|\n";
        for row in &self.rows {
            let (ratio, peak) = (row.ratio.unwrap_or(f64::NAN), row.peak_mb.unwrap_or(f64::NAN));
            let (median, min) = (seconds(row.seconds_median), seconds(row.seconds_min));
            let Row { op, peer, runs, more, .. } = row;
            let note = more.get("p99").and_then(serde_json::Value::as_f64);
            let note = note.map(|p99| format!("99 % within {}", seconds(p99)));
            let said = || more.get("note").and_then(|n| n.as_str()).map(str::to_owned);
            let note = note.or_else(said).unwrap_or_default();
            // Writing to a string does not fail.
            let _ = writeln!(
                out,
                "| {op} | {peer} | {median} | {min} | {runs} | {ratio:.2} | {peak:.0} | {note} |"
            );
        }
        out += &self.memory();
        // A table is printed whether or not there is an earlier one to compare with.
        out += &self.growth().unwrap_or_else(|error| format!("\n{error}\n"));
        if let Some(busy) = self.load_average[0].filter(|busy| *busy > 0.5) {
            let _ = writeln!(
                out,
                "\nThe machine was busy before it began (load {busy:.1}): not clean figures."
            );
        }
        out + "\n"
    }

    /// What a task costs in memory once the register is loaded, and while it is.
    fn memory(&self) -> String {
        let Some(load) = self.rows.iter().find(|r| r.op == "load" && r.peer == OURS) else {
            return String::new();
        };
        let number = |name: &str| load.more.get(name).and_then(serde_json::Value::as_u64);
        let (Some(tasks), Some(reports), Some(heap), Some(peak)) =
            (number("tasks"), number("reports"), number("heap_bytes"), number("heap_peak_bytes"))
        else {
            return String::new();
        };
        let (each, most) = (heap / tasks.max(1), peak / tasks.max(1));
        format!(
            "\n{tasks} tasks, {reports} reports: {each} bytes a task on the heap, {most} while loading\n"
        )
    }

    /// Writes all of it under the folder of results.
    pub(crate) fn write(&self) -> Result<PathBuf, Error> {
        let folder = program::target().join("results");
        std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
        let file = folder.join(format!("{}.json", self.size));
        let text = serde_json::to_string_pretty(self).map_err(Error::json(file.display()))?;
        std::fs::write(&file, text + "\n").map_err(Error::file(&file))?;
        Ok(file)
    }
}

/// What is read of an earlier result.
#[derive(Debug, Deserialize)]
struct Before {
    rows: Vec<RowBefore>,
}

#[derive(Debug, Deserialize)]
struct RowBefore {
    op: String,
    peer: String,
    seconds_median: f64,
    more: serde_json::Map<String, serde_json::Value>,
}

/// A figure of what others do in part, or many times over, as one of what we do.
fn comparable(mut figure: Figure) -> Figure {
    /// Peers that evaluate day by day do so on twelve days of the year.
    const DAYS: f64 = 365.0 / 12.0;
    let mut scale = |by: f64| {
        figure.seconds_min *= by;
        figure.seconds_median *= by;
    };
    if figure.op == "w5/12days" {
        scale(DAYS);
        "w5".clone_into(&mut figure.op);
        figure.peer += ", day by day";
    } else if figure.op.starts_with("w10c") || figure.op == "w4b" {
        // So many reads or what-ifs, as the line says.
        let per = figure.more.get("per").and_then(serde_json::Value::as_str).unwrap_or("1");
        let count: String = per.chars().take_while(char::is_ascii_digit).collect();
        scale(1.0 / count.parse().unwrap_or(1.0));
    }
    figure
}

impl Row {
    fn of(op: &str, peer: &str, turns: &[&Figure]) -> Self {
        let mut medians: Vec<f64> = turns.iter().map(|f| f.seconds_median).collect();
        let mut minima: Vec<f64> = turns.iter().map(|f| f.seconds_min).collect();
        Row {
            op: op.to_owned(),
            peer: peer.to_owned(),
            seconds_median: median(&mut medians),
            seconds_min: least(&mut minima),
            runs: turns.iter().map(|f| f.runs).sum(),
            turns: turns.len(),
            ratio: None,
            peak_mb: turns.iter().filter_map(|f| f.rss_mb).max_by(f64::total_cmp),
            more: turns.last().map(|f| f.more.clone()).unwrap_or_default(),
        }
    }
}

impl Machine {
    fn here() -> Self {
        let line = |file: &str, name: &str| {
            let text = std::fs::read_to_string(file).ok()?;
            let line = text.lines().find(|line| line.starts_with(name))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        };
        let memory = line("/proc/meminfo", "MemTotal");
        let kilobytes = memory.and_then(|m| m.split_whitespace().next()?.parse::<u64>().ok());
        Machine {
            processor: line("/proc/cpuinfo", "model name"),
            threads: std::thread::available_parallelism().map_or(1, Into::into),
            memory_mb: kilobytes.map(|k| k / 1024),
            system: program::said("uname", &["-sr"]),
            compiler: program::said("rustc", &["--version"]),
            commit: program::said("git", &["describe", "--always", "--dirty"]),
        }
    }
}

fn load_average() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// Seconds in the unit that reads best.
fn seconds(seconds: f64) -> String {
    match seconds {
        s if s >= 1.0 => format!("{s:.2} s"),
        s if s >= 1e-3 => format!("{:.2} ms", s * 1e3),
        s => format!("{:.2} µs", s * 1e6),
    }
}
