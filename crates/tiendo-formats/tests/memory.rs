//! Memory of reading is bounded whatever a file holds. One test alone in its process, since the peak is the process's.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{self, Read};

use tiendo_formats::csv::{self, ReadOptions};

/// A file that is made while it is read: a beginning, a piece over and over, an end.
struct Endless<'a> {
    start: &'a [u8],
    piece: &'a [u8],
    left: u64,
    end: &'a [u8],
}

impl<'a> Endless<'a> {
    fn new(start: &'a [u8], piece: &'a [u8], times: u64, end: &'a [u8]) -> Self {
        Endless { start, piece, left: times * piece.len() as u64, end }
    }
}

impl Read for Endless<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if !self.start.is_empty() {
            return self.start.read(out);
        }
        let mut filled = 0;
        while filled < out.len() && self.left > 0 {
            let length = self.piece.len() as u64;
            let rest = &self.piece[((length - self.left % length) % length) as usize..];
            let n = rest.len().min(out.len() - filled);
            out[filled..filled + n].copy_from_slice(&rest[..n]);
            (filled, self.left) = (filled + n, self.left - n as u64);
        }
        if filled > 0 { Ok(filled) } else { self.end.read(out) }
    }
}

/// What the process may hold in all, its own code included.
const BOUND: u64 = 32 << 20;

/// A length that is as much too long, for the further cases.
const LONG: u64 = 4_000_000;

fn read(file: Endless<'_>) -> (Vec<String>, Vec<String>) {
    let (records, findings) = csv::read_file("tasks.csv", file, &ReadOptions::default()).unwrap();
    let found = findings.iter().map(|f| {
        let place = f.place.as_ref().unwrap();
        let lines = f.args.get("lines").map(|lines| format!("={lines}")).unwrap_or_default();
        format!("{}@{}:{}{lines}", f.code.as_str(), place.row, place.column)
    });
    (records.tasks.iter().map(|task| task.id.to_string()).collect(), found.collect())
}

#[test]
fn a_line_of_200_mb_is_refused_without_being_held() {
    let head = b"id,document,title\nT1,D,a\nT2,D,";
    let next = b"\nT3,D,c\n";
    let cases: [(&str, Endless<'_>, &[&str], &[&str]); 7] = [
        (
            "a cell",
            Endless::new(head, b"x", 200_000_000, next),
            &["T1", "T3"],
            &["cell_too_long@3:title"],
        ),
        (
            "empty cells",
            Endless::new(head, b",", LONG, next),
            &["T1", "T3"],
            &["cell_missing@3:title"],
        ),
        ("cells", Endless::new(head, b"x,", LONG / 2, next), &["T1", "T3"], &["row_too_long@3:"]),
        (
            "blank lines",
            Endless::new(head, b"\n", LONG, next),
            &["T1", "T3"],
            &["cell_missing@3:title"],
        ),
        (
            "an open quote",
            Endless::new(b"id,document,title\nT1,D,a\nT2,D,\"", b"x\n", LONG / 2, b""),
            &["T1"],
            &["quote_unclosed@3:=2000000"],
        ),
        (
            "a header",
            Endless::new(b"id,document,title,", b"x", LONG, b"\n"),
            &[],
            &["file_no_rows@0:", "column_unknown@1:#4"],
        ),
        (
            "headers",
            Endless::new(b"id,document,title,", b"x,", LONG / 2, b"\n"),
            &[],
            &["columns_too_many@1:"],
        ),
    ];
    for (name, file, ids, findings) in cases {
        let (read_ids, found) = read(file);
        assert_eq!((read_ids, found), (own(ids), own(findings)), "{name}");
        assert!(peak_bytes() < BOUND, "{name}: {} bytes", peak_bytes());
    }
}

fn own(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Most memory that the process held so far.
fn peak_bytes() -> u64 {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else {
        eprintln!("SKIPPED: the peak of memory is known on Linux only");
        return 0;
    };
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") * 1024
}
