//! The tables of parity: every public item of the core, and of the ledger, with its name in C and in Python, or the reason
//! why it has none.
//!
//! The items come from rustdoc. Names are found by convention, in the header and in the package; what convention does not
//! find stands in `parity.toml` and `parity_ledger.toml`. Nothing is taken on trust: a name must exist, a row must be
//! needed, an item without a name and without a reason is an error, and that it is missing is no reason.

mod core;
mod names;
mod resolve;
mod table;

use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::output::{Mode, settle};

/// A crate with doors, and what convention does not find of it.
const TABLES: [(&str, &str); 2] =
    [("tiendo", "parity.toml"), ("tiendo-ledger", "parity_ledger.toml")];

/// Writes `PARITY.md` of each crate, or says that it is stale.
pub(crate) fn run(mode: Mode) -> Result<(), Error> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |path: &str| read(&root.join(path));
    let c = names::c(&read("include/tiendo.h")?, &read("bindings/c/src/word.rs")?);
    let python = names::Package {
        init: &read("python/tiendo/__init__.py")?,
        stub: &read("python/tiendo/_native.pyi")?,
        records: [
            &read("python/tiendo/records.py")?,
            &read("python/tiendo/results.py")?,
            &read("python/tiendo/schedules.py")?,
        ],
        exceptions: &read("python/tiendo/exceptions.py")?,
        plan02: &read("python/tiendo/plan02.py")?,
    };
    let python = names::python(&python);
    for (package, by_hand) in TABLES {
        let items = core::items(&root, package)?;
        let by_hand = resolve::ByHand::read(&read(&format!("crates/codegen/{by_hand}"))?)?;
        let rows = resolve::resolve(&items, &c, &python, &by_hand)?;
        let text = table::markdown(package, &rows);
        settle(mode, &root.join("crates").join(package), &[("PARITY.md", text)])?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::File { path: path.to_owned(), source })
}
