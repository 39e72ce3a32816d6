//! Kinds (temporary).
use crate::vocabulary::open_vocabulary;
open_vocabulary! {
    /// Kind of a document.
    DocumentKind {
        Resolution = "NQ", "nghị quyết", "resolution";
    }
}
