//! Libraries of C that are loaded into a process before all else.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Makes the library of a source in `tests/ledger`; none where there is no compiler of C.
pub(crate) fn library(folder: &Path, source: &str) -> Option<PathBuf> {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/ledger").join(source);
    let library = folder.join(source).with_extension("so");
    let made = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&library, &from])
        .arg("-ldl")
        .status();
    match made {
        Ok(status) => {
            assert!(status.success());
            Some(library)
        }
        Err(error) => {
            eprintln!("SKIPPED: no compiler of C to make {source} with: {error}");
            None
        }
    }
}
