//! Files to be read.

use std::fs::File;
use std::path::Path;

use crate::atomic::io_error;
use crate::error::Error;

/// A file, with the name that findings say: its own, without the folders above it.
///
/// # Errors
/// - [`Error::Io`] where it cannot be opened.
pub(crate) fn opened(path: &Path) -> Result<(String, File), Error> {
    let input = File::open(path).map_err(io_error(path))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok((name, input))
}
