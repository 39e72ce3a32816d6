//! tiendo-formats
