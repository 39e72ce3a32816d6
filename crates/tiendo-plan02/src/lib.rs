//! tiendo-plan02
