//! The one error type of this crate.

/// What went wrong.
///
/// ```
/// fn tell(error: tiendo_plan02::Error) -> String {
///     error.to_string()
/// }
/// assert!(tiendo_plan02::records().map_err(tell).is_ok());
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A compiled-in file does not fit the record types: a defect of this crate.
    #[error("register file {file}: {source}")]
    Data {
        /// Name of the file under `data/`.
        file: &'static str,
        /// Where and why.
        source: serde_json::Error,
    },
}
