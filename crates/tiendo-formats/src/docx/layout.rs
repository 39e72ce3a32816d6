//! Paragraphs, tables and sections.

use std::io;

use super::{MARGINS, Orientation, PAGE};
use crate::xml::Output;

/// Where a paragraph stands between its margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Align {
    #[default]
    Left,
    Centre,
    /// To both margins, the first line indented: the body of a document.
    Body,
}

/// How a paragraph looks.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Look {
    /// Size in half points; 0 for 13 points, or 11 in a table.
    pub(crate) size: u32,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) align: Align,
    /// A line below: the half line under the heading block.
    pub(crate) ruled: bool,
}

impl Look {
    pub(crate) const BODY: Look =
        Look { size: 26, bold: false, italic: false, align: Align::Body, ruled: false };
    pub(crate) const HEADING: Look =
        Look { size: 26, bold: true, italic: false, align: Align::Body, ruled: false };
    pub(crate) const CELL: Look =
        Look { size: 22, bold: false, italic: false, align: Align::Left, ruled: false };
    pub(crate) const FIGURE: Look =
        Look { size: 22, bold: false, italic: false, align: Align::Centre, ruled: false };
    pub(crate) const HEADER: Look =
        Look { size: 22, bold: true, italic: false, align: Align::Centre, ruled: false };
    pub(crate) const FAINT: Look =
        Look { size: 20, bold: false, italic: true, align: Align::Left, ruled: false };
}

/// A cell: paragraphs, each with its look.
pub(crate) type Cell = Vec<(String, Look)>;

/// A document's body being written.
pub(crate) struct Layout {
    xml: Output<Vec<u8>>,
    mark: Option<String>,
}

impl Layout {
    /// An empty body; `mark` stands at the head of every page.
    pub(crate) fn new(mark: Option<&str>) -> io::Result<Self> {
        let mut xml = Output::compact(Vec::new())?;
        let names = [("xmlns:w", super::parts::WORD), ("xmlns:r", super::parts::OFFICE_RELATIONS)];
        xml.open("w:document", &names)?;
        xml.open("w:body", &[])?;
        Ok(Layout { xml, mark: mark.map(str::to_owned) })
    }

    /// What stands at the head of every page.
    pub(crate) fn mark(&self) -> Option<&str> {
        self.mark.as_deref()
    }

    /// A paragraph; line breaks and tabs of the text are kept.
    pub(crate) fn paragraph(&mut self, text: &str, look: Look) -> io::Result<()> {
        paragraph(&mut self.xml, text, look, Spacing::Page)
    }

    /// A table with a frame, its header repeated on every page.
    pub(crate) fn table(
        &mut self,
        widths: &[u32],
        header: &[&str],
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> io::Result<()> {
        self.open_table(widths, true)?;
        let header = header.iter().map(|text| vec![((*text).to_owned(), Look::HEADER)]);
        self.row(widths, &header.collect::<Vec<Cell>>(), true)?;
        for row in rows {
            self.row(widths, &row, false)?;
        }
        self.xml.close("w:tbl")?;
        // A table that follows would grow into this one.
        self.paragraph("", Look { size: 12, ..Look::default() })
    }

    /// One row of columns without a frame: the heading block, the signature block.
    pub(crate) fn columns(&mut self, widths: &[u32], cells: &[Cell]) -> io::Result<()> {
        self.open_table(widths, false)?;
        self.row(widths, cells, false)?;
        self.xml.close("w:tbl")?;
        self.paragraph("", Look { size: 12, ..Look::default() })
    }

    fn open_table(&mut self, widths: &[u32], framed: bool) -> io::Result<()> {
        let xml = &mut self.xml;
        xml.open("w:tbl", &[])?;
        xml.open("w:tblPr", &[])?;
        let total = widths.iter().sum::<u32>().to_string();
        xml.empty("w:tblW", &[("w:w", &total), ("w:type", "dxa")])?;
        if framed {
            xml.open("w:tblBorders", &[])?;
            for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0")];
                xml.empty(side, &[&line[..], &[("w:color", "000000")]].concat())?;
            }
            xml.close("w:tblBorders")?;
        }
        xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
        xml.close("w:tblPr")?;
        xml.open("w:tblGrid", &[])?;
        for width in widths {
            xml.empty("w:gridCol", &[("w:w", &width.to_string())])?;
        }
        xml.close("w:tblGrid")
    }

    fn row(&mut self, widths: &[u32], cells: &[Cell], is_header: bool) -> io::Result<()> {
        let xml = &mut self.xml;
        xml.open("w:tr", &[])?;
        xml.open("w:trPr", &[])?;
        xml.empty("w:cantSplit", &[])?;
        if is_header {
            xml.empty("w:tblHeader", &[])?;
        }
        xml.close("w:trPr")?;
        for (cell, width) in cells.iter().zip(widths) {
            xml.open("w:tc", &[])?;
            xml.open("w:tcPr", &[])?;
            xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
            if is_header {
                let shade = [("w:val", "clear"), ("w:color", "auto"), ("w:fill", "E7E6E6")];
                xml.empty("w:shd", &shade)?;
                xml.empty("w:vAlign", &[("w:val", "center")])?;
            }
            xml.close("w:tcPr")?;
            for (text, look) in cell {
                paragraph(xml, text, *look, Spacing::Cell)?;
            }
            if cell.is_empty() {
                paragraph(xml, "", Look::CELL, Spacing::Cell)?;
            }
            xml.close("w:tc")?;
        }
        xml.close("w:tr")
    }

    /// Ends the section: what was written since the last one lies so.
    pub(crate) fn end_section(&mut self, orientation: Orientation) -> io::Result<()> {
        self.xml.open("w:p", &[])?;
        self.xml.open("w:pPr", &[])?;
        section(&mut self.xml, orientation)?;
        self.xml.close("w:pPr")?;
        self.xml.close("w:p")
    }

    /// The body as a part; its last section lies so.
    pub(crate) fn close(&mut self, orientation: Orientation) -> io::Result<()> {
        section(&mut self.xml, orientation)
    }

    pub(super) fn finish(mut self) -> io::Result<Vec<u8>> {
        self.xml.close("w:body")?;
        self.xml.close("w:document")?;
        Ok(self.xml.finish())
    }
}

/// How far paragraphs stand apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spacing {
    Page,
    Cell,
}

fn paragraph(
    xml: &mut Output<Vec<u8>>,
    text: &str,
    look: Look,
    spacing: Spacing,
) -> io::Result<()> {
    xml.open("w:p", &[])?;
    xml.open("w:pPr", &[])?;
    if look.ruled {
        xml.open("w:pBdr", &[])?;
        let line = [("w:val", "single"), ("w:sz", "6"), ("w:space", "1"), ("w:color", "000000")];
        xml.empty("w:bottom", &line)?;
        xml.close("w:pBdr")?;
    }
    let after = if spacing == Spacing::Page { "120" } else { "0" };
    xml.empty("w:spacing", &[("w:before", "0"), ("w:after", after)])?;
    if look.ruled {
        // The line is shorter than the text above it: a third of the column from each side.
        xml.empty("w:ind", &[("w:left", "900"), ("w:right", "900")])?;
    } else if look.align == Align::Body {
        xml.empty("w:ind", &[("w:firstLine", "567")])?;
    }
    let align = match look.align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Body => "both",
    };
    xml.empty("w:jc", &[("w:val", align)])?;
    xml.close("w:pPr")?;
    run(xml, text, look)?;
    xml.close("w:p")
}

/// The text as runs of texts, breaks and tabs.
pub(super) fn run(xml: &mut Output<Vec<u8>>, text: &str, look: Look) -> io::Result<()> {
    if text.is_empty() && look.size == 0 {
        return Ok(());
    }
    xml.open("w:r", &[])?;
    xml.open("w:rPr", &[])?;
    if look.bold {
        xml.empty("w:b", &[])?;
    }
    if look.italic {
        xml.empty("w:i", &[])?;
    }
    if look.size > 0 {
        let size = look.size.to_string();
        xml.empty("w:sz", &[("w:val", &size)])?;
        xml.empty("w:szCs", &[("w:val", &size)])?;
    }
    xml.close("w:rPr")?;
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            xml.empty("w:br", &[])?;
        }
        for (j, part) in line.split('\t').enumerate() {
            if j > 0 {
                xml.empty("w:tab", &[])?;
            }
            if !part.is_empty() {
                xml.open("w:t", &[("xml:space", "preserve")])?;
                xml.text(part)?;
                xml.close("w:t")?;
            }
        }
    }
    xml.close("w:r")
}

fn section(xml: &mut Output<Vec<u8>>, orientation: Orientation) -> io::Result<()> {
    xml.open("w:sectPr", &[])?;
    xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", "rId3")])?;
    xml.empty("w:headerReference", &[("w:type", "first"), ("r:id", "rId4")])?;
    let text = |n: u32| n.to_string();
    let (width, height) = (text(PAGE.0), text(PAGE.1));
    let (top, bottom) = (text(MARGINS.top), text(MARGINS.bottom));
    let (left, right) = (text(MARGINS.left), text(MARGINS.right));
    match orientation {
        Orientation::Portrait => {
            xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height)])?;
            let margins =
                [("w:top", &*top), ("w:right", &right), ("w:bottom", &bottom), ("w:left", &left)];
            xml.empty("w:pgMar", &[&margins[..], &EDGES].concat())?;
        }
        Orientation::Landscape => {
            let size = [("w:w", &*height), ("w:h", &width), ("w:orient", "landscape")];
            xml.empty("w:pgSz", &size)?;
            let margins =
                [("w:top", &*left), ("w:right", &bottom), ("w:bottom", &right), ("w:left", &top)];
            xml.empty("w:pgMar", &[&margins[..], &EDGES].concat())?;
        }
    }
    // The first page of a document bears no number.
    xml.empty("w:titlePg", &[])?;
    xml.close("w:sectPr")
}

/// Where the head and foot of a page stand.
const EDGES: [(&str, &str); 3] = [("w:header", "567"), ("w:footer", "567"), ("w:gutter", "0")];
