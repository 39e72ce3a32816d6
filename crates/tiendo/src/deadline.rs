//! Deadlines (temporary shape; the reader comes from its own branch).
use crate::text::Text;
use chrono::NaiveDate;
/// When something must be finished.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Deadline {
    /// Official wording.
    pub text: Text,
    /// Dated by the caller.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub stated_last_day: Option<NaiveDate>,
}
impl Deadline {
    /// Kept as worded.
    pub fn wording(text: Text) -> Self {
        Deadline { text, stated_last_day: None }
    }
    /// None given.
    pub fn unspecified() -> Self {
        Deadline { text: Text::default(), stated_last_day: None }
    }
    /// By the day.
    pub fn by(day: NaiveDate) -> Self {
        Self::wording(
            Text::new(&format!("đến ngày {}", day.format("%d/%-m/%Y"))).unwrap_or_default(),
        )
    }
    /// Before the day.
    pub fn before(day: NaiveDate) -> Self {
        Self::wording(
            Text::new(&format!("trước ngày {}", day.format("%d/%-m/%Y"))).unwrap_or_default(),
        )
    }
}
