//! Numbers (temporary).
/// A number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentNumber;
/// A reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberReading;
