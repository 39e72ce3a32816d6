//! The C header and the list of symbols, made from the sources of `bindings/c`; and the vectors for its tests.

mod header;
mod source;
mod vectors;

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::output::{Mode, settle};

pub(crate) use vectors::bundle;

/// Writes `include/tiendo.h` and `include/tiendo.symbols`, or says that they are stale.
pub(crate) fn run(mode: Mode) -> Result<(), Error> {
    let root = root();
    let modules = source::modules(&root.join("bindings/c/src"))?;
    let header = header::header(&modules)?;
    let symbols = source::symbols(&modules)?;
    source::declared(&header, &symbols)?;
    let files = [("tiendo.h", header), ("tiendo.symbols", lines(&symbols))];
    settle(mode, &root.join("include"), &files)
}

fn lines(symbols: &[String]) -> String {
    symbols.join("\n") + "\n"
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
