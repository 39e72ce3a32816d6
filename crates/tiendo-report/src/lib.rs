//! The public report of `tiendo`: HTML for people, in one file or in a folder of them.
//!
//! A pure function of evaluations. A page needs nothing beside it: style and script stand in it, and its policy forbids it to
//! load or send anything; without script it is complete. It is made of the public tasks alone ([`tiendo::Evaluation::public`]),
//! so that its sums tell nothing of the others. Every text of the register is escaped. The same input gives the same bytes.
//!
//! What nobody reported on is told apart everywhere, and simulated reports are marked: missing data accuses nobody. Names of
//! persons and free texts of reports are left out.

mod chart;
mod escape;
mod figure;
mod folder;
mod line;
mod options;
mod page;
mod section;
mod sink;
mod version;
mod view;
mod words;

pub use folder::{Folder, PageFile, write_folder};
pub use options::{Attachment, ReportOptions};
pub use page::{html, write_html};
pub use tiendo_formats::{Code, Error, Overwrite};
