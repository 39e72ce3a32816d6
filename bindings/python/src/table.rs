//! Tables as text and as HTML, for terminals and notebooks.

/// Rows shown at most; the rest is counted.
const SHOWN: usize = 20;

/// A table with a title, made to be read by people.
pub(crate) struct Table {
    title: String,
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    total: usize,
}

impl Table {
    /// A table of the first rows; a title says SIMULATED where the data are.
    pub(crate) fn new(
        title: String,
        header: &[&'static str],
        total: usize,
        rows: impl Iterator<Item = Vec<String>>,
    ) -> Self {
        Table { title, header: header.to_vec(), rows: rows.take(SHOWN).collect(), total }
    }

    /// As lines of text with aligned columns.
    pub(crate) fn text(&self) -> String {
        let mut widths: Vec<usize> = self.header.iter().map(|h| h.chars().count()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            let padded = cells.zip(&widths).map(|(cell, width)| {
                format!("{cell}{}", " ".repeat(width.saturating_sub(cell.chars().count())))
            });
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let mut out = vec![self.title.clone(), line(&mut self.header.iter().copied())];
        out.extend(self.rows.iter().map(|row| line(&mut row.iter().map(String::as_str))));
        out.extend(self.rest());
        out.join("\n")
    }

    /// As an HTML table without style or script.
    pub(crate) fn html(&self) -> String {
        let cells = |tag: &str, cells: &mut dyn Iterator<Item = &str>| {
            let cells: Vec<String> =
                cells.map(|c| format!("<{tag}>{}</{tag}>", escaped(c))).collect();
            format!("<tr>{}</tr>", cells.concat())
        };
        let mut out = format!("<table><caption>{}</caption><thead>", escaped(&self.title));
        out.push_str(&cells("th", &mut self.header.iter().copied()));
        out.push_str("</thead><tbody>");
        for row in &self.rows {
            out.push_str(&cells("td", &mut row.iter().map(String::as_str)));
        }
        out.push_str("</tbody></table>");
        if let Some(rest) = self.rest() {
            out.extend(["<p>", &rest, "</p>"]);
        }
        out
    }

    fn rest(&self) -> Option<String> {
        let left = self.total.saturating_sub(self.rows.len());
        (left > 0).then(|| format!("… {left} more"))
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
