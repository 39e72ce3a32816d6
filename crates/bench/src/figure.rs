//! What was measured, as a line of JSON: the form in which peers tell it too.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::Error;

/// Ourselves among the peers.
pub(crate) const OURS: &str = "tiendo";

/// What one process took for one part of an operation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Figure {
    pub(crate) op: String,
    pub(crate) peer: String,
    pub(crate) seconds_min: f64,
    pub(crate) seconds_median: f64,
    pub(crate) runs: usize,
    /// Peak resident memory of the process so far, where the system tells it.
    pub(crate) rss_mb: Option<f64>,
    /// What else it tells.
    #[serde(flatten)]
    pub(crate) more: Map<String, Value>,
}

/// A line that a process prints: a figure, or whether its answer is the oracle's.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Line {
    Check {
        check: String,
        peer: String,
        ok: bool,
        #[serde(default)]
        bad: Vec<String>,
    },
    Figure(Figure),
}

impl Figure {
    /// Of the times of some runs, at least one.
    pub(crate) fn of(op: &str, times: &[Duration]) -> Self {
        let mut seconds: Vec<f64> = times.iter().map(Duration::as_secs_f64).collect();
        let (min, median) = (least(&mut seconds), median(&mut seconds));
        Figure {
            op: op.to_owned(),
            peer: OURS.to_owned(),
            seconds_min: min,
            seconds_median: median,
            runs: times.len(),
            rss_mb: resident_mb("VmHWM:"),
            more: Map::new(),
        }
    }
}

/// Reads the lines of a process; others than JSON are none of ours.
pub(crate) fn lines(output: &[u8], of: &str) -> Result<Vec<Line>, Error> {
    let text = String::from_utf8_lossy(output);
    let lines = text.lines().filter(|line| line.starts_with('{'));
    lines
        .map(|line| serde_json::from_str(line).map_err(Error::json(format!("{of}: {line}"))))
        .collect()
}

/// Resident memory of this process as Linux tells it: `VmHWM:` at its peak, `VmRSS:` now.
pub(crate) fn resident_mb(field: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// The smallest; infinite where there is none.
pub(crate) fn least(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.first().copied().unwrap_or(f64::INFINITY)
}

/// The middle one, or the mean of the two in the middle; not a number where there is none.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.get(middle), middle.checked_sub(1).and_then(|below| values.get(below))) {
        (Some(above), Some(below)) if values.len().is_multiple_of(2) => {
            f64::midpoint(*below, *above)
        }
        (Some(middle), _) => *middle,
        (None, _) => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]).to_bits(), 2.0_f64.to_bits());
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]).to_bits(), 2.5_f64.to_bits());
        assert!(median(&mut []).is_nan());
        assert_eq!(least(&mut [3.0, 1.0]).to_bits(), 1.0_f64.to_bits());
    }

    #[test]
    fn peers_lines_are_read() {
        let output = b"numba: note\n\
            {\"op\": \"w1\", \"size\": \"10k\", \"peer\": \"polars\", \"seconds_min\": 0.1, \"seconds_median\": 0.2, \"runs\": 5, \"rss_mb\": 90, \"note\": \"x\"}\n\
            {\"check\": \"w1/p0\", \"size\": \"10k\", \"peer\": \"polars\", \"ok\": false, \"bad\": [\"/n: 1 != 2\"]}\n";
        let read = lines(output, "polars").expect("lines");
        assert!(matches!(&read[0], Line::Figure(f) if f.runs == 5 && f.more["note"] == "x"));
        assert!(matches!(&read[1], Line::Check { ok: false, bad, .. } if bad.len() == 1));
    }
}
