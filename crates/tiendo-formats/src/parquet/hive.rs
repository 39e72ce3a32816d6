//! Folders by a column, as Hive laid them out and every engine reads them: `territory=68/part-0.parquet`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tiendo::{Evaluation, Finding, Registry, Row};

use super::{Contents, WriteOptions, write};
use crate::atomic::{Overwrite, io_error, sync_each};
use crate::error::Error;

/// The folder of rows that have no value.
const NONE: &str = "__HIVE_DEFAULT_PARTITION__";

/// The one file of a folder.
const FILE: &str = "part-0.parquet";

/// Most agencies above one another.
const MAX_ABOVE: usize = 64;

/// What the rows of an evaluation are laid into folders by.
///
/// ```
/// use tiendo_formats::parquet::Partition;
/// assert_eq!(Partition::Territory.name(), "territory");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partition {
    /// The two-digit code of the province that the agency lies in, by the newest version of the agencies.
    Territory,
    /// The agency that answers for the row.
    Agency,
    /// The status.
    Status,
    /// The phase of the task.
    Phase,
    /// The group of the task.
    Group,
    /// The document that sets the task.
    Document,
}

impl Partition {
    /// Every partition.
    pub const ALL: &'static [Partition] = &[
        Partition::Territory,
        Partition::Agency,
        Partition::Status,
        Partition::Phase,
        Partition::Group,
        Partition::Document,
    ];

    /// The name of the column that the folders stand for.
    pub fn name(self) -> &'static str {
        match self {
            Partition::Territory => "territory",
            Partition::Agency => "agency",
            Partition::Status => "status",
            Partition::Phase => "phase",
            Partition::Group => "group",
            Partition::Document => "document",
        }
    }

    /// The partition of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Partition::ALL.iter().copied().find(|partition| partition.name() == name)
    }

    fn value(self, row: &Row<'_>, territories: &mut Territories<'_>) -> Option<String> {
        match self {
            Partition::Territory => territories.of(row.agency_id()?),
            Partition::Agency => row.agency_id().map(str::to_owned),
            Partition::Status => Some(row.status().as_str().to_owned()),
            Partition::Phase => row.task().phase.as_ref().map(ToString::to_string),
            Partition::Group => row.task().group.as_ref().map(ToString::to_string),
            Partition::Document => Some(row.task().document.to_string()),
        }
    }
}

/// Provinces by agency, looked up once.
struct Territories<'a> {
    registry: &'a Registry,
    known: BTreeMap<String, Option<String>>,
}

impl Territories<'_> {
    fn of(&mut self, agency: &str) -> Option<String> {
        if let Some(known) = self.known.get(agency) {
            return known.clone();
        }
        let (mut at, mut code) = (self.registry.agency(agency), None);
        for _ in 0..MAX_ABOVE {
            let Some(agency) = at else { break };
            // A commune's own code is longer; its province's is found above it.
            code = agency.territory.as_ref().filter(|code| code.as_str().len() == 2);
            if code.is_some() {
                break;
            }
            at = agency.parent.as_ref().and_then(|parent| self.registry.agency(parent.as_str()));
        }
        let code = code.map(|code| code.as_str().to_owned());
        self.known.insert(agency.to_owned(), code.clone());
        code
    }
}

/// Writes the rows of an evaluation into a folder for each value, one file in each, the column itself left out.
///
/// Names of folders are percent-encoded, and rows without a value stand in the folder of the name that Hive gave it. One
/// file is open at a time, and one row group in memory, whatever the number of folders. The whole is laid out beside its
/// place and named at the end. With [`Overwrite::Allow`] a folder that holds such folders of the same column, and
/// nothing else, is replaced as a whole: no folder of an earlier day stays behind.
///
/// # Errors
/// - [`Error::Exists`] for a folder with anything in it, unless the options and its contents allow it.
/// - [`Error::NotPublic`] for rows of tasks that may not be shown.
/// - [`Error::Io`] where the system refuses, [`Error::Cancelled`] where the progress callback says so.
///
/// # Example
/// ```no_run
/// use tiendo::{AsOf, Policy, RegistryBuilder, day};
/// use tiendo_formats::parquet::{self, Partition, WriteOptions};
/// let evaluation = RegistryBuilder::new().finish().evaluate(AsOf::new(day::parse("2025-12-31")?)?, &Policy::default())?;
/// parquet::write_partitioned(&evaluation, Partition::Territory, "lake/evaluation", &WriteOptions::default())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_partitioned(
    evaluation: &Evaluation,
    by: Partition,
    path: impl AsRef<Path>,
    options: &WriteOptions<'_>,
) -> Result<Vec<Finding>, Error> {
    let path = path.as_ref();
    let name = path.display().to_string();
    write::may_show(&name, &Contents::Evaluation(evaluation), options)?;
    let is_there = path.symlink_metadata().is_ok();
    if is_there && !is_empty(path)? {
        let ours = options.overwrite == Overwrite::Allow && holds_only(path, by)?;
        if !ours {
            return Err(Error::Exists { path: name });
        }
    }
    let mut territories = Territories { registry: evaluation.registry(), known: BTreeMap::new() };
    let mut folders: BTreeMap<Option<String>, Vec<u32>> = BTreeMap::new();
    for (at, row) in evaluation.rows().enumerate() {
        folders.entry(by.value(&row, &mut territories)).or_default().push(at as u32);
    }
    let whole = Draft::beside(path)?;
    let mut files = Vec::with_capacity(folders.len());
    for (value, rows) in &folders {
        let folder = whole.0.join(folder_name(by.name(), value.as_deref()));
        fs::create_dir(&folder).map_err(io_error(&folder))?;
        let file = folder.join(FILE);
        let out = fs::File::create_new(&file).map_err(io_error(&file))?;
        let shown = file.strip_prefix(&whole.0).unwrap_or(&file).display().to_string();
        write::rows(evaluation, rows, &[by.name()], io::BufWriter::new(out), &shown, options)?;
        files.push(file);
    }
    // After the last one is written: the system then has all of them to put on disk at once.
    sync_each(&files, |file| {
        let open = fs::OpenOptions::new().write(true).open(file);
        open.and_then(|open| open.sync_all()).map_err(io_error(file))
    })?;
    whole.publish(path, is_there)?;
    Ok(Vec::new())
}

fn is_empty(path: &Path) -> Result<bool, Error> {
    Ok(path.is_dir() && fs::read_dir(path).map_err(io_error(path))?.next().is_none())
}

/// True for a folder that this function wrote for the same column.
fn holds_only(path: &Path, by: Partition) -> Result<bool, Error> {
    if !path.is_dir() {
        return Ok(false);
    }
    for entry in fs::read_dir(path).map_err(io_error(path))? {
        let folder = entry.map_err(io_error(path))?.path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !folder.is_dir() || Part::read(&name).is_none_or(|part| part.name != by.name()) {
            return Ok(false);
        }
        for file in fs::read_dir(&folder).map_err(io_error(&folder))? {
            if file.map_err(io_error(&folder))?.file_name() != FILE {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// A folder that is laid out under another name. Dropped before it is named, it leaves nothing behind.
struct Draft(PathBuf);

impl Draft {
    fn beside(path: &Path) -> Result<Self, Error> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
            fs::create_dir_all(above).map_err(io_error(above))?;
        }
        for attempt in 0..100 {
            let temporary = path.with_file_name(format!(".{name}.{attempt}.tmp"));
            match fs::create_dir(&temporary) {
                Ok(()) => return Ok(Draft(temporary)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(io_error(&temporary)(error)),
            }
        }
        Err(io_error(path)(io::Error::from(ErrorKind::AlreadyExists)))
    }

    /// Gives the folder its name; what stood there is put aside first, and removed once that is done.
    fn publish(mut self, path: &Path, is_there: bool) -> Result<(), Error> {
        let aside = if is_there {
            let aside = Draft::beside(path)?;
            let old = aside.0.join("old");
            fs::rename(path, &old).map_err(io_error(path))?;
            Some((aside, old))
        } else {
            None
        };
        if let Err(error) = fs::rename(&self.0, path) {
            if let Some((_, old)) = &aside {
                // The old folder takes its place again; that this may fail too changes nothing about the error.
                let _ = fs::rename(old, path);
            }
            return Err(io_error(path)(error));
        }
        self.0 = PathBuf::new();
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            // The folder is ours and of no use; that it may be gone already changes nothing.
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

/// The name of the folder of a value.
fn folder_name(name: &str, value: Option<&str>) -> String {
    let mut folder = format!("{name}=");
    let Some(value) = value.filter(|value| !value.is_empty()) else { return folder + NONE };
    for byte in value.bytes() {
        // A value that reads as none is told apart by its first sign.
        let is_mark = value == NONE && folder.len() == name.len() + 1;
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' if !is_mark => {
                folder.push(char::from(byte));
            }
            _ => {
                // Writing to a text cannot fail.
                let _ = write!(folder, "%{byte:02X}");
            }
        }
    }
    folder
}

/// A folder that stands for a column and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) value: Option<String>,
}

impl Part {
    /// Reads the name of a folder; `None` for one without a value.
    pub(super) fn read(folder: &str) -> Option<Part> {
        let (name, value) = folder.split_once('=').filter(|(name, _)| !name.is_empty())?;
        let value = (value != NONE && !value.is_empty()).then(|| decoded(value).into_owned());
        Some(Part { name: decoded(name).into_owned(), value })
    }
}

/// A text without percent signs that stand for bytes; as it is where they stand for no text.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, behind)) = rest.split_first() {
        let digits = behind.first_chunk::<2>().filter(|_| *first == b'%');
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        let digits = digits.filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = &behind[2..];
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_value_names_a_folder_and_comes_back() {
        for value in ["68", "02-KH/BCĐTW", "..", "a=b", "%2F", " ", NONE, "C:\\x\n"] {
            let folder = folder_name("document", Some(value));
            assert!(!folder.contains(['/', '\\', '\n', ':']), "{folder}");
            let part = Part::read(&folder).expect("a folder with a value");
            assert_eq!((part.name.as_str(), part.value.as_deref()), ("document", Some(value)));
        }
        assert_eq!(folder_name("phase", None), "phase=__HIVE_DEFAULT_PARTITION__");
        assert_eq!(Part::read("phase=__HIVE_DEFAULT_PARTITION__").and_then(|p| p.value), None);
        assert_eq!(Part::read("=x"), None);
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%FF"), "%FF");
    }
}
