//! What the numbers of each day are made of: tasks in force, their documents, and reports visible and hidden.

use crate::columns::NO_INDEX;

/// Counts by day: differences while they are filled, sums once they are closed.
#[derive(Debug)]
pub(super) struct Scopes {
    from: i32,
    to: i32,
    days: Vec<OnDay>,
    /// By document: the first day of the range on which a task of it that stays is in force; `i32::MAX` where none is.
    documents_from: Vec<i32>,
    /// Documents whose tasks come and go: document, place of the day, one more or one less.
    documents_turn: Vec<(u32, u32, i32)>,
}

/// The counts of one day.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OnDay {
    pub(super) tasks: i64,
    pub(super) visible: i64,
    pub(super) hidden: i64,
    pub(super) documents: i64,
}

/// What a task in force counts for.
#[derive(Clone, Copy)]
pub(super) struct Counted {
    pub(super) visible: u64,
    pub(super) hidden: u64,
    pub(super) document: u32,
}

impl Scopes {
    pub(super) fn over(from: i32, to: i32, documents: usize) -> Self {
        Scopes {
            from,
            to,
            days: vec![OnDay::default(); (to - from) as usize + 1],
            documents_from: vec![i32::MAX; documents],
            documents_turn: Vec::new(),
        }
    }

    /// A task of a document is in force from a day of the range to its end.
    pub(super) fn in_force_from(&mut self, day: i32, document: u32) {
        self.days[(day - self.from) as usize].tasks += 1;
        if let Some(first) = self.documents_from.get_mut(document as usize) {
            *first = day.min(*first);
        }
    }

    /// A report is hidden from one day to the eve of another, and visible from that on; either may lie after the range.
    #[inline]
    pub(super) fn report(&mut self, dated: i32, visible: i32) {
        if dated < visible {
            self.days[(dated - self.from) as usize].hidden += 1;
        }
        if visible <= self.to {
            let day = &mut self.days[(visible - self.from) as usize];
            day.visible += 1;
            day.hidden -= i64::from(dated < visible);
        }
    }

    /// From a day on, a task counts for one thing in the place of another.
    pub(super) fn turn(&mut self, place: usize, was: Option<Counted>, is: Option<Counted>) {
        let day = &mut self.days[place];
        for (counted, by) in [(was, -1), (is, 1)] {
            let Some(counted) = counted else { continue };
            day.tasks += by;
            day.visible += by * counted.visible as i64;
            day.hidden += by * counted.hidden as i64;
        }
        let document = |c: Option<Counted>| c.map_or(NO_INDEX, |c| c.document);
        if document(was) != document(is) {
            for (document, by) in [(document(was), -1), (document(is), 1)] {
                if document != NO_INDEX {
                    self.documents_turn.push((document, place as u32, by));
                }
            }
        }
    }

    /// Adds the differences that other tasks make.
    pub(super) fn merge(&mut self, other: Scopes) {
        for (day, more) in self.days.iter_mut().zip(&other.days) {
            day.add(more);
        }
        for (first, other) in self.documents_from.iter_mut().zip(&other.documents_from) {
            *first = (*first).min(*other);
        }
        self.documents_turn.extend(other.documents_turn);
    }

    /// The counts of each day of the range.
    pub(super) fn close(mut self) -> Vec<OnDay> {
        self.documents_turn.sort_unstable_by_key(|(document, place, _)| (*document, *place));
        let mut turns = self.documents_turn.iter().peekable();
        for (document, first) in self.documents_from.iter().enumerate() {
            // In force by tasks that stay from `first` on, and until then as long as tasks come and go.
            let stays_from =
                usize::try_from(first.saturating_sub(self.from)).unwrap_or(0).min(self.days.len());
            let (mut tasks, mut is_in_force) = (0, false);
            while let Some((_, place, by)) = turns.next_if(|t| t.0 as usize == document) {
                tasks += by;
                let is_last =
                    turns.peek().is_none_or(|t| (t.0 as usize, t.1) != (document, *place));
                let place = *place as usize;
                if is_last && place < stays_from && is_in_force != (tasks > 0) {
                    is_in_force = tasks > 0;
                    self.days[place].documents += if is_in_force { 1 } else { -1 };
                }
            }
            if let (Some(day), false) = (self.days.get_mut(stays_from), is_in_force) {
                day.documents += 1;
            }
        }
        let mut sum = OnDay::default();
        for day in &mut self.days {
            sum.add(day);
            *day = sum;
        }
        self.days
    }
}

impl OnDay {
    fn add(&mut self, other: &OnDay) {
        self.tasks += other.tasks;
        self.visible += other.visible;
        self.hidden += other.hidden;
        self.documents += other.documents;
    }
}
