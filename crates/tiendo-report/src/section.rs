//! The parts of a page, in its order; each looks at the evaluation and puts itself into the page.

pub(crate) mod agencies;
pub(crate) mod changes;
pub(crate) mod critical;
pub(crate) mod groups;
pub(crate) mod kpis;
pub(crate) mod lists;
pub(crate) mod phases;
pub(crate) mod quality;
pub(crate) mod ranking;
pub(crate) mod scope;
pub(crate) mod summary;
pub(crate) mod sums;
pub(crate) mod tasks;
