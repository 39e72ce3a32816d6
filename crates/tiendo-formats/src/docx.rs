//! The layout of an official document: A4, Times New Roman, the heading block, tables, the signature block.
//!
//! A package of a few XML parts, written by hand: texts go into text runs and nowhere else, so none of them can become a
//! field, a link or markup. Entries bear a fixed time, for a document is made from D and not from a clock.
//!
//! Source of the layout: Decree 30/2020/NĐ-CP, appendix I.

use std::io::{self, Seek, Write};

use chrono::NaiveDate;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

mod layout;
mod parts;

pub(crate) use layout::{Align, Cell, Layout, Look};

/// Size of a page, in twentieths of a point: A4.
const PAGE: (u32, u32) = (11_906, 16_838);
/// Margins: 20 mm above and below, 30 mm left, 15 mm right.
const MARGINS: Margins = Margins { top: 1134, bottom: 1134, left: 1701, right: 850 };

/// Margins of a page, in twentieths of a point.
struct Margins {
    top: u32,
    bottom: u32,
    left: u32,
    right: u32,
}

/// How a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Orientation {
    Portrait,
    Landscape,
}

impl Orientation {
    /// Width between the margins.
    pub(crate) fn width(self) -> u32 {
        match self {
            Orientation::Portrait => PAGE.0 - MARGINS.left - MARGINS.right,
            // Turned, the wide margin is where pages are bound: above.
            Orientation::Landscape => PAGE.1 - MARGINS.top - MARGINS.bottom,
        }
    }
}

/// Writes a document with this body.
pub(crate) fn write(
    output: &mut (impl Write + Seek),
    layout: Layout,
    title: &str,
    day: NaiveDate,
) -> io::Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let mark = layout.mark().map(str::to_owned);
    let body = layout.finish()?;
    let mut package = ZipWriter::new(output);
    let mut part = |name: &str, content: &[u8]| -> io::Result<()> {
        package.start_file(name, options).map_err(io::Error::other)?;
        package.write_all(content)
    };
    part("[Content_Types].xml", parts::CONTENT_TYPES.as_bytes())?;
    part("_rels/.rels", parts::RELATIONS.as_bytes())?;
    part("docProps/core.xml", &parts::properties(title, day)?)?;
    part("word/document.xml", &body)?;
    part("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS.as_bytes())?;
    part("word/styles.xml", parts::STYLES.as_bytes())?;
    part("word/settings.xml", parts::SETTINGS.as_bytes())?;
    part("word/header1.xml", &parts::header(mark.as_deref(), true)?)?;
    part("word/header2.xml", &parts::header(mark.as_deref(), false)?)?;
    package.finish().map(drop).map_err(io::Error::other)
}
