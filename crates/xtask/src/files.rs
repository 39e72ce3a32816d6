//! Files, with the path in what goes wrong.

use std::fs;
use std::io;
use std::path::Path;

use crate::run::Outcome;

fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, String> {
    result.map_err(|error| format!("{}: {error}", path.display()))
}

/// Makes a folder and those above it.
pub(crate) fn folder(path: &Path) -> Outcome {
    at(path, fs::create_dir_all(path))
}

/// Makes a folder that holds nothing.
pub(crate) fn empty_folder(path: &Path) -> Outcome {
    if path.exists() {
        at(path, fs::remove_dir_all(path))?;
    }
    folder(path)
}

pub(crate) fn read(path: &Path) -> Result<String, String> {
    at(path, fs::read_to_string(path))
}

pub(crate) fn write(path: &Path, text: &str) -> Outcome {
    at(path, fs::write(path, text))
}

pub(crate) fn copy(from: &Path, to: &Path) -> Outcome {
    at(from, fs::copy(from, to)).map(drop)
}

pub(crate) fn remove(path: &Path) -> Outcome {
    at(path, fs::remove_file(path))
}

#[cfg(unix)]
pub(crate) fn link(target: &str, path: &Path) -> Outcome {
    at(path, std::os::unix::fs::symlink(target, path))
}

/// Without symbolic links the names are copies.
#[cfg(not(unix))]
pub(crate) fn link(target: &str, path: &Path) -> Outcome {
    copy(&path.with_file_name(target), path)
}
