//! Tables for people: they fit the terminal, figures stand right, names end in `…` where they are too long.

use std::io::Write;

use anstyle::{AnsiColor, Color, Style};
use tiendo::Lang;

use crate::failure::Failure;
use crate::width;

/// Cells between two columns.
const GAP: usize = 2;
/// Lines that a head takes where there is room.
const HEAD_LINES: usize = 2;
/// Cells of a name that are kept as long as heads can give room.
pub(crate) const READABLE: usize = 28;
/// Cells of a text that are kept as long as there is another column to leave out.
const RECOGNISABLE: usize = 6;

/// What a cell means to the eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tone {
    /// As it is.
    #[default]
    Plain,
    /// A title.
    Strong,
    /// Needs an eye: late, or an error.
    Alarm,
    /// Soon due, or a warning.
    Caution,
    /// Done.
    Good,
    /// No data, or of little weight.
    Faint,
}

impl Tone {
    fn style(self) -> Style {
        let colour = |c: AnsiColor| Style::new().fg_color(Some(Color::Ansi(c)));
        match self {
            Tone::Plain => Style::new(),
            Tone::Strong => Style::new().bold(),
            Tone::Alarm => colour(AnsiColor::Red),
            Tone::Caution => colour(AnsiColor::Yellow),
            Tone::Good => colour(AnsiColor::Green),
            Tone::Faint => Style::new().dimmed(),
        }
    }
}

/// Where text goes: how wide the lines are, whether they are coloured, and in which language they are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    /// Terminal cells in a line.
    pub(crate) width: usize,
    /// Whether tones become colours.
    pub(crate) colour: bool,
    /// Language of what a table says of itself.
    pub(crate) lang: Lang,
}

impl Page {
    /// The text in its tone; `text` must be safe already.
    pub(crate) fn paint(self, text: &str, tone: Tone) -> String {
        if !self.colour || tone == Tone::Plain || text.is_empty() {
            return text.to_owned();
        }
        let style = tone.style();
        format!("{style}{text}{style:#}")
    }

    /// Writes a paragraph in lines of at most the page's width.
    pub(crate) fn paragraph(
        self,
        out: &mut dyn Write,
        text: &str,
        tone: Tone,
    ) -> Result<(), Failure> {
        for line in width::lines(&width::safe(text), self.width) {
            writeln!(out, "{}", self.paint(&line, tone))?;
        }
        Ok(())
    }
}

/// One cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    text: String,
    tone: Tone,
    /// Of a bar, how many of its signs have which tone.
    spans: Vec<(usize, Tone)>,
}

impl Cell {
    /// A cell in a tone.
    pub(crate) fn toned(text: &str, tone: Tone) -> Self {
        Cell { text: width::safe(text), tone, spans: Vec::new() }
    }

    /// A bar of so many signs in a tone each, for a column of bars.
    pub(crate) fn bar(parts: impl IntoIterator<Item = (char, usize, Tone)>) -> Self {
        let mut cell = Cell::default();
        for (sign, times, tone) in parts {
            cell.text.extend(std::iter::repeat_n(sign, times));
            cell.spans.push((times, tone));
        }
        cell
    }

    /// What is left of the cell's text, in its colours.
    fn painted(&self, page: Page, text: &str) -> String {
        if self.spans.is_empty() {
            return page.paint(text, self.tone);
        }
        let mut signs = text.chars();
        let span = |(times, tone): &(usize, Tone)| {
            page.paint(&signs.by_ref().take(*times).collect::<String>(), *tone)
        };
        self.spans.iter().map(span).collect()
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::toned(text, Tone::Plain)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::from(text.as_str())
    }
}

/// How a column takes part in fitting the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// Figures and days never cut, for a part of a figure is another figure; ids only where nothing else is left to give.
    Whole,
    /// Cut down to so many cells.
    Cut(usize),
    /// Bars that show once more what figures say: only where names keep so many cells beside them, or all they have.
    Bar(usize),
}

/// One column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    head: String,
    right: bool,
    fit: Fit,
    /// Left out when the page is too narrow, the highest first; 0 is never left out.
    spare: u8,
}

impl Column {
    /// Text that is cut only where the page has no room for it at all.
    pub(crate) fn whole(head: &str) -> Self {
        Column { head: head.to_owned(), right: false, fit: Fit::Whole, spare: 0 }
    }

    /// Text that may be cut, below so many cells only where the page has no room for them.
    pub(crate) fn cut(head: &str, least: usize) -> Self {
        Column { fit: Fit::Cut(least), ..Column::whole(head) }
    }

    /// Figures, aligned right and never cut beside another column.
    pub(crate) fn figure(head: &str) -> Self {
        Column { right: true, ..Column::whole(head) }
    }

    /// Bars, under no name and never cut; left out without a word where names would have fewer cells than these.
    pub(crate) fn bar(names: usize) -> Self {
        Column { fit: Fit::Bar(names), ..Column::whole("") }
    }

    /// The same column, left out on narrow pages before those of lower rank.
    pub(crate) fn spare(mut self, rank: u8) -> Self {
        self.spare = rank;
        self
    }
}

/// Rows under columns.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without rows.
    pub(crate) fn new(columns: Vec<Column>) -> Self {
        Table { columns, rows: Vec::new() }
    }

    /// Adds a row; cells that are missing are empty.
    pub(crate) fn push(&mut self, mut row: Vec<Cell>) {
        row.resize(self.columns.len(), Cell::default());
        self.rows.push(row);
    }

    /// True without rows.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the table, and below it the heads of the columns that did not fit.
    pub(crate) fn write(&self, out: &mut dyn Write, page: Page) -> Result<(), Failure> {
        let (shown, widths) = self.layout(page.width);
        let heads: Vec<Vec<String>> = shown
            .iter()
            .zip(&widths)
            .map(|(c, w)| width::lines(&self.columns[*c].head, *w))
            .collect();
        let height = heads.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let cells = heads.iter().map(|head| {
                // Heads stand at the foot of their space, next to the figures.
                let text = (line + head.len()).checked_sub(height).and_then(|at| head.get(at));
                Cell::toned(text.map_or("", String::as_str), Tone::Strong)
            });
            self.write_row(out, page, &shown, &widths, &cells.collect::<Vec<_>>())?;
        }
        let rule: Vec<String> = widths.iter().map(|w| "─".repeat(*w)).collect();
        writeln!(out, "{}", page.paint(&rule.join(&" ".repeat(GAP)), Tone::Faint))?;
        self.write_rows(out, page, &shown, &widths)?;
        let hidden = (0..self.columns.len()).filter(|c| !shown.contains(c) && !self.is_bar(*c));
        let hidden: Vec<&str> = hidden.map(|c| self.columns[c].head.as_str()).collect();
        if hidden.is_empty() {
            return Ok(());
        }
        let label = match page.lang {
            Lang::Vi => "Cột bị ẩn:",
            Lang::En => "Columns left out:",
        };
        page.paragraph(out, &format!("{label} {}", hidden.join("; ")), Tone::Faint)
    }

    /// Whether the page has room for the bars.
    pub(crate) fn has_bars(&self, page: Page) -> bool {
        self.layout(page.width).0.iter().any(|c| self.is_bar(*c))
    }

    /// Writes the rows alone, for tables whose columns need no name.
    pub(crate) fn write_body(&self, out: &mut dyn Write, page: Page) -> Result<(), Failure> {
        let (shown, widths) = self.layout(page.width);
        self.write_rows(out, page, &shown, &widths)
    }

    fn write_rows(
        &self,
        out: &mut dyn Write,
        page: Page,
        shown: &[usize],
        widths: &[usize],
    ) -> Result<(), Failure> {
        for row in &self.rows {
            let cells: Vec<Cell> = shown.iter().map(|c| row[*c].clone()).collect();
            self.write_row(out, page, shown, widths, &cells)?;
        }
        Ok(())
    }

    fn write_row(
        &self,
        out: &mut dyn Write,
        page: Page,
        shown: &[usize],
        widths: &[usize],
        cells: &[Cell],
    ) -> Result<(), Failure> {
        let mut line = String::new();
        let last = cells.len().saturating_sub(1);
        for (i, (cell, wide)) in cells.iter().zip(widths).enumerate() {
            let text = width::cut(&cell.text, *wide);
            let pad = " ".repeat(wide.saturating_sub(width::of(&text)));
            let painted = cell.painted(page, &text);
            if self.columns[shown[i]].right {
                line.push_str(&pad);
                line.push_str(&painted);
            } else {
                line.push_str(&painted);
                line.push_str(if i == last { "" } else { &pad });
            }
            line.push_str(if i == last { "" } else { "  " });
        }
        writeln!(out, "{}", line.trim_end())?;
        Ok(())
    }

    /// Which columns are shown, and how wide each is.
    ///
    /// Too wide a table first gives up the length of names, down to a readable part; then the ease of its heads, which
    /// stand in more lines; then the rest of the names. Columns are left out only where all that is not enough: the spare
    /// ones first, then the last ones, once heads and texts have been cut to what can still be recognised.
    fn layout(&self, page: usize) -> (Vec<usize>, Vec<usize>) {
        let natural: Vec<usize> = (0..self.columns.len()).map(|c| self.natural(c)).collect();
        let least: Vec<usize> = (0..self.columns.len()).map(|c| self.least(c)).collect();
        let mut shown: Vec<usize> = (0..self.columns.len()).collect();
        let gaps = |shown: &[usize]| GAP * shown.len().saturating_sub(1);
        let cut = |c: usize| matches!(self.columns[c].fit, Fit::Cut(_));
        let with_names = |c: usize, cells: usize| {
            if cut(c) { least[c].max(natural[c].min(cells)) } else { natural[c] }
        };
        let readable = |c: usize| with_names(c, READABLE);
        let is_squeezed = |fit: Fit| match fit {
            Fit::Bar(names) => {
                shown.iter().map(|c| with_names(*c, names)).sum::<usize>() + gaps(&shown) > page
            }
            Fit::Whole | Fit::Cut(_) => false,
        };
        if self.columns.iter().any(|column| is_squeezed(column.fit)) {
            shown.retain(|c| !self.is_bar(*c));
        }
        loop {
            let sum: usize = shown.iter().map(|c| least[*c]).sum();
            let spare = shown.iter().filter(|c| self.columns[**c].spare > 0);
            let drop = spare.max_by_key(|c| self.columns[**c].spare).copied();
            match drop {
                Some(drop) if sum + gaps(&shown) > page => shown.retain(|c| *c != drop),
                _ => break,
            }
        }
        let bare: Vec<usize> = (0..self.columns.len()).map(|c| self.bare(c)).collect();
        while shown.len() > 1 && shown.iter().map(|c| bare[*c]).sum::<usize>() + gaps(&shown) > page
        {
            shown.pop();
        }
        let mut widths: Vec<usize> = shown.iter().map(|c| natural[*c]).collect();
        let floors: [&dyn Fn(usize) -> usize; 6] = [
            &readable,
            &|c| if cut(c) { least[c].max(natural[c].min(READABLE)) } else { least[c] },
            &|c| least[c],
            &|c| if cut(c) { bare[c] } else { least[c] },
            &|c| bare[c],
            // Where this gives anything, one column is left that alone is wider than the page.
            &|_| 0,
        ];
        for floor in floors {
            let over = (widths.iter().sum::<usize>() + gaps(&shown)).saturating_sub(page);
            // One cell at a time from the widest: all end up about equally wide.
            for _ in 0..over {
                let room = |i: &usize| widths[*i] > floor(shown[*i]);
                let Some(widest) = (0..shown.len()).filter(room).max_by_key(|i| widths[*i]) else {
                    break;
                };
                widths[widest] -= 1;
            }
        }
        (shown, widths)
    }

    /// As wide as the widest cell, and wide enough for the head to stand in few lines.
    fn natural(&self, column: usize) -> usize {
        let head = &self.columns[column].head;
        let words = width::longest_word(head);
        let easy = (words..=width::of(head))
            .find(|w| width::lines(head, *w).len() <= HEAD_LINES)
            .unwrap_or(words);
        self.widest_cell(column).max(easy)
    }

    /// As narrow as the column may be.
    fn least(&self, column: usize) -> usize {
        let whole = self.widest_cell(column).max(width::longest_word(&self.columns[column].head));
        match self.columns[column].fit {
            Fit::Whole | Fit::Bar(_) => whole,
            Fit::Cut(least) => whole.min(least),
        }
    }

    /// As narrow as the column may be where the page has no room for more: its figures in full, a part of its texts.
    fn bare(&self, column: usize) -> usize {
        let cells = self.widest_cell(column).max(1);
        let kept = if self.columns[column].right { cells } else { cells.min(RECOGNISABLE) };
        kept.min(self.least(column))
    }

    fn is_bar(&self, column: usize) -> bool {
        matches!(self.columns[column].fit, Fit::Bar(_))
    }

    fn widest_cell(&self, column: usize) -> usize {
        self.rows.iter().map(|row| width::of(&row[column].text)).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(table: &Table, width: usize) -> String {
        let mut out = Vec::new();
        table.write(&mut out, Page { width, colour: false, lang: Lang::En }).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn fits_by_cutting_names_then_by_leaving_columns_out() {
        let mut table = Table::new(vec![
            Column::cut("Cơ quan", 8),
            Column::figure("Tổng số").spare(1),
            Column::figure("Tỷ lệ"),
        ]);
        table.push(vec!["UBND tỉnh Lâm Đồng".into(), "12".into(), "91,8 %".into()]);
        table.push(vec!["越南越南越南越南越南".into(), "3".into(), "–".into()]);
        for width in 10..60 {
            let text = shown(&table, width);
            let widest = text.lines().map(width::of).max().unwrap();
            assert!(widest <= width, "{width}: {text}");
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(!words.contains("Columns left out:"), width >= 22, "{width}: {text}");
            // In full or left out and named, never a part of a figure.
            assert_ne!(words.contains("91,8 %"), words.ends_with("Tỷ lệ"), "{width}: {text}");
        }
        let text = shown(&table, 24);
        assert_eq!(text.lines().nth(3), Some("UBND tỉnh…    12  91,8 %"), "{text}");
        assert_eq!(text.lines().nth(4), Some("越南越南…      3       –"), "{text}");
    }

    #[test]
    fn bars_give_way_first_and_are_not_missed() {
        let mut table =
            Table::new(vec![Column::whole("Nhóm"), Column::figure("Tổng"), Column::bar(READABLE)]);
        let bar = Cell::bar([('█', 3, Tone::Good), ('×', 2, Tone::Alarm)]);
        table.push(vec!["Hạ tầng số".into(), "12".into(), bar]);
        let wide = Page { width: 23, colour: true, lang: Lang::En };
        let row = |page: Page| {
            let mut out = Vec::new();
            table.write_body(&mut out, page).unwrap();
            (String::from_utf8(out).unwrap(), table.has_bars(page))
        };
        let painted = "Hạ tầng số    12  \u{1b}[32m███\u{1b}[0m\u{1b}[31m××\u{1b}[0m\n";
        assert_eq!(row(wide), (painted.to_owned(), true));
        assert_eq!(row(Page { width: 22, ..wide }), ("Hạ tầng số    12\n".to_owned(), false));
        assert!(!shown(&table, 22).contains("left out"));
    }

    #[test]
    fn colours_only_where_the_page_has_them_and_not_around_padding() {
        let mut table = Table::new(vec![Column::whole("a"), Column::figure("b")]);
        table.push(vec![Cell::toned("x", Tone::Alarm), Cell::toned("1", Tone::Plain)]);
        let shown = |colour: bool| {
            let mut out = Vec::new();
            table.write_body(&mut out, Page { width: 40, colour, lang: Lang::Vi }).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(shown(false), "x  1\n");
        assert_eq!(shown(true), "\u{1b}[31mx\u{1b}[0m  1\n");
    }
}
