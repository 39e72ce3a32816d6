//! Which format of another tool a file has, told by its ending and, where several share one, by what stands in it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::atomic::io_error;
use crate::error::Error;
use crate::packet::{PacketKind, Profile};
use crate::xml::{Document, Limits};

/// Most bytes of a JSON file that are looked at: its first name stands there.
const HEAD_BYTES: u64 = 4096;

/// A format of other tools.
///
/// ```
/// use tiendo_formats::kind::Kind;
/// assert_eq!(Kind::Mspdi.as_str(), "mspdi");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// MS Project XML.
    Mspdi,
    /// iCalendar.
    Ics,
    /// StratML.
    Stratml,
    /// Parquet.
    Parquet,
    /// A packet between report systems.
    Packet,
}

impl Kind {
    /// The name of the format, as options and tables have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Mspdi => "mspdi",
            Kind::Ics => "ics",
            Kind::Stratml => "stratml",
            Kind::Parquet => "parquet",
            Kind::Packet => "packet",
        }
    }

    /// The format of a file; none for a name or contents that are of no such format, such as a register in JSON.
    ///
    /// `.ics` and `.parquet` say it. An `.xml` file is told by its outermost element, whatever its namespace: `Project`
    /// is MS Project, `PerformancePlanOrReport` and `StrategicPlan` are StratML, and the roots of `profile` are packets.
    /// A `.json` file is a packet where its first name is such a root and holds an object; a register holds lists.
    ///
    /// # Errors
    /// - [`Error::Io`] where an `.xml` or `.json` file cannot be read.
    /// - [`Error::Malformed`], [`Error::LimitExceeded`] where an `.xml` file has no outermost element that can be read.
    /// - [`Error::UnknownFormat`] for an `.xml` file with another root.
    ///
    /// # Example
    /// ```
    /// use tiendo_formats::{kind::Kind, packet::Profile};
    /// assert_eq!(Kind::of("tasks.ics", &Profile::neutral())?, Some(Kind::Ics));
    /// assert_eq!(Kind::of("annex.xlsx", &Profile::neutral())?, None);
    /// # Ok::<(), tiendo_formats::Error>(())
    /// ```
    pub fn of(path: impl AsRef<Path>, profile: &Profile) -> Result<Option<Kind>, Error> {
        let path = path.as_ref();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let is = |known: &str| ending.eq_ignore_ascii_case(known);
        if is("ics") {
            return Ok(Some(Kind::Ics));
        }
        if is("parquet") {
            return Ok(Some(Kind::Parquet));
        }
        if is("json") {
            let mut head = Vec::new();
            let file = File::open(path).map_err(io_error(path))?;
            file.take(HEAD_BYTES).read_to_end(&mut head).map_err(io_error(path))?;
            let root = first_object(&head);
            let is_packet = root.is_some_and(|root| is_root(root, profile));
            return Ok(is_packet.then_some(Kind::Packet));
        }
        if !is("xml") {
            return Ok(None);
        }
        let file = File::open(path).map_err(io_error(path))?;
        let mut document = Document::open(&path.display().to_string(), file, Limits::default())?;
        let root = document.root()?.name().to_owned();
        match root.as_str() {
            "Project" => Ok(Some(Kind::Mspdi)),
            "PerformancePlanOrReport" | "StrategicPlan" => Ok(Some(Kind::Stratml)),
            root if is_root(root, profile) => Ok(Some(Kind::Packet)),
            _ => Err(Error::UnknownFormat {
                path: format!("{} (<{root}>)", path.display()),
                expected: "MS Project XML, StratML, or a packet of the profile",
            }),
        }
    }
}

fn is_root(name: &str, profile: &Profile) -> bool {
    PacketKind::ALL.iter().any(|kind| profile.layout(*kind).root == name)
}

/// The first name of a JSON object, where an object stands behind it.
fn first_object(head: &[u8]) -> Option<&str> {
    // The last character may be cut off; the name stands before it.
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(head.get(..error.valid_up_to())?).ok()?,
    };
    let text = valid.trim_start_matches('\u{feff}').trim_start().strip_prefix('{')?;
    let (name, rest) = text.trim_start().strip_prefix('"')?.split_once('"')?;
    rest.trim_start().strip_prefix(':')?.trim_start().starts_with('{').then_some(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn files_are_told_by_what_stands_in_them() {
        let folder = tempfile::tempdir().unwrap();
        let kind = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            Kind::of(&path, &Profile::neutral())
        };
        let project = "<?xml version=\"1.0\"?><!-- x --><p:Project xmlns:p=\"http://schemas.microsoft.com/project\"/>";
        assert_eq!(kind("a.xml", project).unwrap(), Some(Kind::Mspdi));
        assert_eq!(kind("b.XML", "<StrategicPlan/>").unwrap(), Some(Kind::Stratml));
        assert_eq!(kind("c.xml", "<kpis><head/></kpis>").unwrap(), Some(Kind::Packet));
        assert_eq!(kind("d.json", "\u{feff} {\n\"reports\": {}}").unwrap(), Some(Kind::Packet));
        // A register.
        assert_eq!(kind("e.json", "{\"reports\":[]}").unwrap(), None);
        assert_eq!(kind("f.json", "{\"other\":{}}").unwrap(), None);
        assert!(matches!(kind("g.xml", "<html/>"), Err(Error::UnknownFormat { .. })));
        assert!(matches!(
            kind("h.xml", "<!DOCTYPE Project []><Project/>"),
            Err(Error::Malformed { .. })
        ));
        assert!(matches!(kind("i.xml", ""), Err(Error::Malformed { .. })));
    }
}
