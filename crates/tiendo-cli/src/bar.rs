//! Bars drawn with characters: each part has a sign of its own, so that it is read without colour as well.

use tiendo::{Lang, Status, Sums};

use crate::table::{Cell, Tone};

/// Terminal cells of a whole bar.
const CELLS: usize = 24;

/// A part of a bar: disjoint, and together all that sums count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Done,
    InTerm,
    Overdue,
    /// Past the last day without any report: missing data, and no verdict.
    Unreported,
    /// No term, cancelled, suspended, or submitted late.
    Other,
}

impl Part {
    const ALL: [Part; 5] = [Part::Done, Part::InTerm, Part::Overdue, Part::Unreported, Part::Other];

    /// Where tasks of a status stand.
    pub(crate) fn of(status: Status, is_reported: bool) -> Self {
        match status {
            Status::DoneOnTime | Status::DoneLate => Part::Done,
            Status::Overdue if is_reported => Part::Overdue,
            Status::Overdue => Part::Unreported,
            Status::NotStarted | Status::InProgress | Status::DueSoon | Status::Submitted => {
                Part::InTerm
            }
            _ => Part::Other,
        }
    }

    fn sign(self) -> char {
        match self {
            Part::Done => '█',
            Part::InTerm => '─',
            Part::Overdue => '×',
            Part::Unreported => '·',
            Part::Other => '/',
        }
    }

    fn tone(self) -> Tone {
        match self {
            Part::Done => Tone::Good,
            Part::InTerm => Tone::Plain,
            Part::Overdue => Tone::Alarm,
            Part::Unreported | Part::Other => Tone::Faint,
        }
    }

    fn words(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Part::Done, Lang::Vi) => "đã xong",
            (Part::Done, Lang::En) => "done",
            (Part::InTerm, Lang::Vi) => "trong hạn",
            (Part::InTerm, Lang::En) => "in term",
            (Part::Overdue, Lang::Vi) => "quá hạn",
            (Part::Overdue, Lang::En) => "overdue",
            (Part::Unreported, Lang::Vi) => "qua ngày cuối mà chưa có báo cáo",
            (Part::Unreported, Lang::En) => "past the last day without any report",
            (Part::Other, Lang::Vi) => "khác",
            (Part::Other, Lang::En) => "other",
        }
    }

    fn cell(parts: impl IntoIterator<Item = (Part, usize)>) -> Cell {
        Cell::bar(parts.into_iter().map(|(part, cells)| (part.sign(), cells, part.tone())))
    }
}

/// All that sums count, part by part.
pub(crate) fn of_sums(sums: &Sums) -> Cell {
    let known = [sums.done(), sums.in_term(), sums.overdue_reported(), sums.overdue_unreported()];
    let other = sums.total().saturating_sub(known.iter().sum());
    let [done, in_term, overdue, unreported] = known;
    let cells = shares([done, in_term, overdue, unreported, other]);
    Part::cell(Part::ALL.into_iter().zip(cells))
}

/// How many of all stand in one place.
pub(crate) fn of_count(part: Part, count: u64, all: u64) -> Cell {
    let [cells, _] = shares([count, all.saturating_sub(count)]);
    Part::cell([(part, cells)])
}

/// What the signs mean.
pub(crate) fn legend(lang: Lang) -> String {
    let parts = Part::ALL.map(|part| format!("{} {}", part.sign(), part.words(lang)));
    let name = if lang == Lang::Vi { "Thanh" } else { "Bars" };
    format!("{name}: {}.", parts.join(", "))
}

/// The cells of a bar divided as the counts are; what is there at all has a cell.
fn shares<const N: usize>(counts: [u64; N]) -> [usize; N] {
    let total: u128 = counts.iter().map(|count| u128::from(*count)).sum();
    if total == 0 {
        return [0; N];
    }
    // How much of a count its cells leave out, in parts of `total`; below zero where they show too much.
    let left = |count: u64, cells: usize| {
        (u128::from(count) * CELLS as u128) as i128 - (cells as u128 * total) as i128
    };
    let mut cells = counts.map(|count| {
        ((u128::from(count) * CELLS as u128 / total) as usize).max(usize::from(count > 0))
    });
    loop {
        let used: usize = cells.iter().sum();
        let by_left = |i: &usize| left(counts[*i], cells[*i]);
        // The first of equals, so that the same counts give the same bar.
        let give = (0..N).rev().max_by_key(by_left);
        let take = (0..N).filter(|i| cells[*i] > 1).min_by_key(by_left);
        match (used.cmp(&CELLS), give, take) {
            (std::cmp::Ordering::Less, Some(i), _) => cells[i] += 1,
            (std::cmp::Ordering::Greater, _, Some(i)) => cells[i] -= 1,
            _ => return cells,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fill_the_bar_and_leave_nothing_out() {
        assert_eq!(shares([0, 0, 0]), [0, 0, 0]);
        assert_eq!(shares([1, 1, 1]), [8, 8, 8]);
        assert_eq!(shares([1, 0, 1_000_000]), [1, 0, 23]);
        assert_eq!(shares([1, 1, 1_000_000, 1, 1]), [1, 1, 20, 1, 1]);
        assert_eq!(shares([u64::MAX, u64::MAX]), [12, 12]);
        assert_eq!(shares([0, 7]), [0, CELLS]);
        for n in 1..200 {
            let counts = [n, 3 * n % 17, 7 * n % 31, n % 5];
            let cells = shares(counts);
            assert_eq!(cells.iter().sum::<usize>(), CELLS, "{counts:?}");
            assert!(counts.iter().zip(cells).all(|(n, cells)| (*n > 0) == (cells > 0)));
        }
    }
}
