//! What is appended at once, all of it or nothing.

use tiendo::{Error, Records, Text};

use crate::record::{self, Record, RecordId, Withdrawal};

/// Longest name of an actor, a node or a freeze, in bytes.
const NAME_BYTES: usize = 256;

/// Records that are appended together, in their order.
///
/// ```
/// use tiendo::{Document, DocumentId, Text};
/// use tiendo_ledger::Batch;
/// let mut batch = Batch::new();
/// batch.add(Document::new(DocumentId::new("57-NQ/TW")?, Text::new("Nghị quyết 57")?));
/// assert_eq!(batch.len(), 1);
/// # Ok::<(), tiendo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    items: Vec<Item>,
}

/// A record, and what it corrects.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) record: Record,
    pub(crate) corrects: Option<RecordId>,
}

impl Batch {
    /// A batch without records.
    pub fn new() -> Self {
        Batch::default()
    }

    /// Adds a record: a further version of a definition, or something new.
    ///
    /// What stands in the ledger already, in the same words, is not recorded again.
    pub fn add(&mut self, record: impl Into<Record>) -> &mut Self {
        self.items.push(Item { record: record.into(), corrects: None });
        self
    }

    /// Adds a record that takes the place of another of the same kind and id, from its own instant on.
    ///
    /// What was known before stays known as known then.
    ///
    /// ```
    /// use tiendo::{day, Report, ReportId, ReportKind, TaskId};
    /// use tiendo_ledger::{Batch, RecordId};
    /// let on = day::parse("2025-07-01")?;
    /// let report = Report::new(ReportId::new("R1")?, TaskId::new("T1")?, ReportKind::Progress, on);
    /// let mut batch = Batch::new();
    /// batch.correct(RecordId { seq: 2, position: 5 }, report);
    /// assert_eq!(batch.len(), 1);
    /// # Ok::<(), tiendo::Error>(())
    /// ```
    pub fn correct(&mut self, corrects: RecordId, record: impl Into<Record>) -> &mut Self {
        self.items.push(Item { record: record.into(), corrects: Some(corrects) });
        self
    }

    /// Adds that a record is no longer to be read, from this entry's instant on.
    ///
    /// ```
    /// use tiendo_ledger::{Batch, RecordId};
    /// let mut batch = Batch::new();
    /// batch.withdraw(RecordId { seq: 2, position: 5 }, None);
    /// assert_eq!(batch.len(), 1);
    /// ```
    pub fn withdraw(&mut self, withdraws: RecordId, reason: Option<Text>) -> &mut Self {
        let record = Record::Withdrawal(Withdrawal { reason });
        self.items.push(Item { record, corrects: Some(withdraws) });
        self
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.items.clear();
    }

    pub(crate) fn items(&self) -> &[Item] {
        &self.items
    }
}

impl From<&Records> for Batch {
    fn from(records: &Records) -> Self {
        let items = record::of_lists(records).map(|record| Item { record, corrects: None });
        Batch { items: items.collect() }
    }
}

impl Extend<Record> for Batch {
    fn extend<I: IntoIterator<Item = Record>>(&mut self, records: I) {
        self.items.extend(records.into_iter().map(|record| Item { record, corrects: None }));
    }
}

/// A name without control characters, so that it can stand on a line.
pub(crate) fn name(field: &'static str, text: &str) -> Result<String, Error> {
    let text = tiendo::text::nfc(text);
    if text.is_empty() || text.len() > NAME_BYTES || text.contains(char::is_control) {
        // Who records may be named as a person, and errors name none.
        let value = match field {
            "actor" => format!("{} bytes", text.len()),
            _ => text.chars().take(40).collect::<String>().escape_default().to_string(),
        };
        return Err(Error::InvalidValue {
            field,
            value,
            expected: format!("1 to {NAME_BYTES} bytes without control characters"),
        });
    }
    Ok(text)
}
