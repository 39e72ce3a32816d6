//! The table of parity: every public item of the core with its name in C and in Python, or the reason why it has none.
//!
//! The items come from rustdoc. Names are found by convention, in the header and in the package; what convention does not
//! find stands in `parity.toml`. Nothing is taken on trust: a name must exist, a row must be needed, an item without a
//! name and without a reason is an error, and that it is missing is no reason.

mod core;
mod names;
mod resolve;
mod table;

use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::output::{Mode, settle};

/// Writes `crates/tiendo/PARITY.md`, or says that it is stale.
pub(crate) fn run(mode: Mode) -> Result<(), Error> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let items = core::items(&root)?;
    let read = |path: &str| read(&root.join(path));
    let c = names::c(&read("include/tiendo.h")?, &read("bindings/c/src/word.rs")?);
    let python = names::Package {
        init: &read("python/tiendo/__init__.py")?,
        stub: &read("python/tiendo/_native.pyi")?,
        records: &read("python/tiendo/records.py")?,
        results: &read("python/tiendo/results.py")?,
        exceptions: &read("python/tiendo/exceptions.py")?,
        plan02: &read("python/tiendo/plan02.py")?,
    };
    let by_hand = resolve::ByHand::read(&read("crates/codegen/parity.toml")?)?;
    let rows = resolve::resolve(&items, &c, &names::python(&python), &by_hand)?;
    settle(mode, &root.join("crates/tiendo"), &[("PARITY.md", table::markdown(&rows))])
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::File { path: path.to_owned(), source })
}
