//! Files that appear whole or not at all: written beside their place under another name, made durable, renamed.
//!
//! For writers of files, of this crate and of others; [`FileNames`] gives names that any file system takes.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// What becomes of a file that is there already.
///
/// ```
/// assert_eq!(tiendo_formats::Overwrite::default(), tiendo_formats::Overwrite::Refuse);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overwrite {
    /// It stays, and nothing is written.
    #[default]
    Refuse,
    /// The new file takes its place, in one step.
    Allow,
}

/// Writes a file through `write`, and gives it its name once it is whole and durable.
///
/// # Errors
/// - [`Error::Exists`] for a file that may not be replaced.
/// - [`Error::Io`] where the system refuses.
/// - What `write` returns; no file is then left behind.
///
/// # Example
/// ```no_run
/// use std::io::Write;
/// use tiendo_formats::{Error, Overwrite, atomic};
/// let path = std::path::Path::new("report.html");
/// let failed = |source| Error::Io { path: "report.html".into(), source };
/// atomic::write_atomically(path, Overwrite::Refuse, |draft| draft.write_all(b"whole").map_err(failed))?;
/// # Ok::<(), Error>(())
/// ```
pub fn write_atomically<T>(
    path: &Path,
    overwrite: Overwrite,
    write: impl FnOnce(&mut Draft) -> Result<T, Error>,
) -> Result<T, Error> {
    if overwrite == Overwrite::Refuse && path.symlink_metadata().is_ok() {
        return Err(Error::Exists { path: path.display().to_string() });
    }
    let mut draft = Draft::create(path)?;
    let written = write(&mut draft)?;
    draft.publish(overwrite)?;
    Ok(written)
}

/// What the system says of a path, as an error of this crate.
pub fn io_error(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.display().to_string();
    move |source| Error::Io { path, source }
}

/// A file written under another name until it is whole. Dropped before, it leaves nothing behind.
#[derive(Debug)]
pub struct Draft {
    output: Option<BufWriter<File>>,
    temporary: PathBuf,
    path: PathBuf,
}

impl Draft {
    /// Opens a new file beside `path`.
    ///
    /// # Errors
    /// - [`Error::Io`] where the system refuses.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let name =
            path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // Another writer, or one that was killed, may have left its own.
        for attempt in 0..100 {
            let temporary = path.with_file_name(format!(".{name}.{attempt}.tmp"));
            match OpenOptions::new().write(true).create_new(true).open(&temporary) {
                Ok(file) => {
                    let output = Some(BufWriter::new(file));
                    return Ok(Draft { output, temporary, path: path.to_owned() });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(io_error(&temporary)(error)),
            }
        }
        Err(io_error(path)(io::Error::from(ErrorKind::AlreadyExists)))
    }

    /// Makes the file durable and gives it its name.
    ///
    /// # Errors
    /// - [`Error::Exists`] for a file that may not be replaced, [`Error::Io`] where the system refuses.
    pub fn publish(self, overwrite: Overwrite) -> Result<(), Error> {
        let mut sealed = self.seal()?;
        sealed.sync()?;
        sealed.name(overwrite)?;
        sync_folder(&sealed.path);
        Ok(())
    }

    /// Closes the file, whole, and still under its other name.
    ///
    /// # Errors
    /// - [`Error::Io`] where the system refuses.
    pub fn seal(mut self) -> Result<Sealed, Error> {
        let sealed =
            Sealed { temporary: std::mem::take(&mut self.temporary), path: self.path.clone() };
        if let Some(output) = self.output.take() {
            output.into_inner().map_err(|error| io_error(&sealed.path)(error.into_error()))?;
        }
        Ok(sealed)
    }
}

/// A file that is whole, and has not its name yet. Dropped before, it leaves nothing behind.
#[derive(Debug)]
pub struct Sealed {
    temporary: PathBuf,
    path: PathBuf,
}

impl Sealed {
    /// Makes the file durable.
    fn sync(&self) -> Result<(), Error> {
        let file = OpenOptions::new().write(true).open(&self.temporary);
        file.and_then(|file| file.sync_all()).map_err(io_error(&self.path))
    }

    /// Gives all files of one folder their names, or none: those that are new are removed where one cannot. A
    /// file that was replaced stays replaced: the old one is gone.
    ///
    /// # Errors
    /// - [`Error::Exists`] for a file that may not be replaced, [`Error::Io`] where the system refuses.
    pub fn publish_all(mut files: Vec<Sealed>, overwrite: Overwrite) -> Result<(), Error> {
        // After the last one is written: the system then has all of them to put on disk at once.
        sync_each(&files, Sealed::sync)?;
        let mut named: Vec<PathBuf> = Vec::new();
        for file in &mut files {
            let is_new = file.path.symlink_metadata().is_err();
            if let Err(error) = file.name(overwrite) {
                for path in named {
                    // It is ours; that it may be gone already changes nothing.
                    let _ = fs::remove_file(path);
                }
                return Err(error);
            }
            if is_new {
                named.push(file.path.clone());
            }
        }
        if let Some(file) = files.first() {
            sync_folder(&file.path);
        }
        Ok(())
    }

    fn name(&mut self, overwrite: Overwrite) -> Result<(), Error> {
        match overwrite {
            Overwrite::Allow => self.rename(),
            Overwrite::Refuse => self.link(),
        }
    }

    fn rename(&mut self) -> Result<(), Error> {
        fs::rename(&self.temporary, &self.path).map_err(io_error(&self.path))?;
        self.temporary = PathBuf::new();
        Ok(())
    }

    /// Gives the file its name unless another took it meanwhile: a second name, as renaming would replace. The first
    /// name goes when this is dropped.
    fn link(&mut self) -> Result<(), Error> {
        match fs::hard_link(&self.temporary, &self.path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Err(Error::Exists { path: self.path.display().to_string() })
            }
            // A file system without second names: look once more, and rename.
            Err(_) if self.path.symlink_metadata().is_err() => self.rename(),
            Err(_) => Err(Error::Exists { path: self.path.display().to_string() }),
        }
    }
}

impl Drop for Sealed {
    fn drop(&mut self) {
        if !self.temporary.as_os_str().is_empty() {
            // The file is ours and of no use; that it may be gone already changes nothing.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Files that are made durable at a time. A disk takes nearly as long for one as for several that ask together.
const SYNCED_AT_ONCE: usize = 16;

/// Makes files durable; the first that could not be, in their order, is the error.
pub(crate) fn sync_each<T: Sync>(
    files: &[T],
    sync: impl Fn(&T) -> Result<(), Error> + Copy + Send,
) -> Result<(), Error> {
    let share = files.len().div_ceil(SYNCED_AT_ONCE).max(1);
    std::thread::scope(|scope| {
        let sync = move |files: &[T]| files.iter().try_for_each(sync);
        let shares = files.chunks(share).map(|files| {
            let thread = std::thread::Builder::new().spawn_scoped(scope, move || sync(files));
            (thread, files)
        });
        let shares: Vec<_> = shares.collect();
        let ended = shares.into_iter().map(|(thread, files)| match thread {
            // A thread that panicked tells of a mistake of ours; it is not hidden.
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // A host without threads.
            Err(_) => sync(files),
        });
        // All of them end before the first error is told.
        let ended: Vec<Result<(), Error>> = ended.collect();
        ended.into_iter().collect()
    })
}

/// Makes a new name durable, where folders can be opened at all.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        // The file itself is durable already; a system that cannot do this has nothing to offer instead.
        let _ = folder.sync_all();
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.temporary.as_os_str().is_empty() {
            // The file is ours and of no use; that it may be gone already changes nothing.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.output {
            Some(output) => output.write(bytes),
            None => Err(io::Error::from(ErrorKind::BrokenPipe)),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Seek for Draft {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match &mut self.output {
            Some(output) => output.seek(to),
            None => Err(io::Error::from(ErrorKind::BrokenPipe)),
        }
    }
}

/// Writes files to a folder, which is made where it is absent, and goes again where the writing fails.
///
/// # Errors
/// - [`Error::Io`] where the folder cannot be made; those of `write`.
///
/// # Example
/// ```
/// use tiendo_formats::{Error, atomic::within_folder};
/// let folder = std::env::temp_dir().join(format!("tiendo-within-{}", std::process::id()));
/// assert!(within_folder(&folder, || Err::<(), _>(Error::Cancelled)).is_err());
/// assert!(!folder.exists());
/// ```
pub fn within_folder<T>(
    folder: &Path,
    write: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let is_new = !folder.exists();
    fs::create_dir_all(folder).map_err(io_error(folder))?;
    let written = write();
    if is_new && written.is_err() {
        // It held our files only, and they are gone; where somebody put something there meanwhile, it stays.
        let _ = fs::remove_dir(folder);
    }
    written
}

/// Names of files made from ids, which may be any text: names that any file system takes, no two of which differ in
/// case alone.
///
/// ```
/// use tiendo_formats::atomic::FileNames;
/// let mut names = FileNames::default();
/// assert_eq!(names.name("don-doc-", "68/UBND", ".docx"), "don-doc-68_UBND.docx");
/// assert_eq!(names.name("don-doc-", "68_ubnd", ".docx"), "don-doc-68_ubnd-2.docx");
/// ```
#[derive(Debug, Default)]
pub struct FileNames {
    taken: BTreeSet<String>,
}

impl FileNames {
    /// Most characters of an id that stand in a name, and most bytes: names of files are counted in bytes, and more stands around.
    const MOST: (usize, usize) = (60, 180);

    /// The next name for this id.
    pub fn name(&mut self, prefix: &str, id: &str, suffix: &str) -> String {
        let safe = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
        let (most, most_bytes) = Self::MOST;
        let mut slug = String::new();
        for c in id.chars().map(safe).take(most) {
            if slug.len() + c.len_utf8() > most_bytes {
                break;
            }
            slug.push(c);
        }
        let mut name = format!("{prefix}{slug}{suffix}");
        let mut again = 1;
        while !self.taken.insert(name.to_lowercase()) {
            again += 1;
            name = format!("{prefix}{slug}-{again}{suffix}");
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_fit_into_any_system() {
        let (mut names, long) = (FileNames::default(), "𝕏".repeat(200));
        for id in ["BCA", "bca", "../a", long.as_str(), long.as_str()] {
            let name = names.name("don-doc-", id, ".docx");
            assert!(name.len() < 240 && !name.contains(['/', '\\']), "{name}");
        }
        assert_eq!(names.taken.len(), 5);
    }
}
