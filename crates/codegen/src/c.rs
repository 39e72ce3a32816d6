//! The C header and the lists of symbols, made from the sources of `bindings/c`; and the vectors for its tests.

mod header;
mod source;
mod vectors;

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::output::{Mode, settle};

pub(crate) use vectors::bundle;

/// Writes `include/tiendo.h`, `include/tiendo.symbols` and `include/tiendo.def`, or says that they are stale.
pub(crate) fn run(mode: Mode) -> Result<(), Error> {
    let root = root();
    let modules = source::modules(&root.join("bindings/c/src"))?;
    let header = header::header(&modules)?;
    let symbols = source::symbols(&modules)?;
    source::declared(&header, &symbols)?;
    let files = [
        ("tiendo.h", header),
        ("tiendo.symbols", lines(&symbols)),
        ("tiendo.def", definition(&symbols)),
    ];
    settle(mode, &root.join("include"), &files)
}

fn lines(symbols: &[String]) -> String {
    symbols.join("\n") + "\n"
}

/// The module definition file of Windows: from it `lib /def:tiendo.def` and `dlltool -d tiendo.def` make an import library.
fn definition(symbols: &[String]) -> String {
    let mut text =
        "; Made from bindings/c by `cargo xtask codegen`; not edited by hand.\n".to_owned();
    text.push_str("LIBRARY tiendo\nEXPORTS\n");
    for symbol in symbols {
        text.push_str("    ");
        text.push_str(symbol);
        text.push('\n');
    }
    text
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
