//! Documents: the resolutions, plans, decisions and letters that set tasks, told apart by their numbers.

pub mod kind;
pub mod number;

pub use kind::DocumentKind;
pub use number::{DocumentNumber, NumberStyle};
pub use number::{NumberReading, PartialNumber};
