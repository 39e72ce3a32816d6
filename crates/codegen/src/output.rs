//! Writing generated files, or comparing them with what is checked in.

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::error::Error;

/// Whether files are written or only compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Check,
}

/// A JSON array with one record on each line, so that a diff shows the record that changed.
pub(crate) fn lines<T: Serialize>(records: &[T]) -> Result<String, Error> {
    let lines: Vec<String> = records.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    Ok(format!("[\n{}\n]\n", lines.join(",\n")))
}

/// Brings the files `(name, content)` into `folder`, or fails with the names of those that differ
/// from it.
pub(crate) fn settle(mode: Mode, folder: &Path, files: &[(&str, String)]) -> Result<(), Error> {
    let mut stale = Vec::new();
    for (name, content) in files {
        let path = folder.join(name);
        if fs::read_to_string(&path).is_ok_and(|present| present == *content) {
            continue;
        }
        match mode {
            Mode::Check => stale.push((*name).to_owned()),
            Mode::Write => {
                fs::write(&path, content)
                    .map_err(|source| Error::File { path: path.clone(), source })?;
                eprintln!("wrote {name}");
            }
        }
    }
    if stale.is_empty() { Ok(()) } else { Err(Error::Drift { files: stale }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_without_writing_and_writes_what_differs() {
        let folder = std::env::temp_dir().join(format!("tiendo-codegen-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let files = [("a.json", lines(&[1, 2]).expect("written")), ("b.json", "x".to_owned())];
        let stale = settle(Mode::Check, &folder, &files).expect_err("nothing is there").to_string();
        assert_eq!(stale, "stale: a.json, b.json; run `cargo xtask codegen` and commit the result");
        assert!(!folder.join("a.json").exists());
        settle(Mode::Write, &folder, &files).expect("written");
        settle(Mode::Check, &folder, &files).expect("fresh");
        assert_eq!(fs::read_to_string(folder.join("a.json")).expect("read"), "[\n1,\n2\n]\n");
        fs::write(folder.join("b.json"), "y").expect("written");
        let stale = settle(Mode::Check, &folder, &files).expect_err("b differs").to_string();
        assert!(stale.starts_with("stale: b.json;"), "{stale}");
        fs::remove_dir_all(&folder).expect("removed");
    }
}
