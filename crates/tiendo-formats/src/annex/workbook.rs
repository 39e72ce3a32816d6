//! What a workbook says of itself: its sheets with their parts, the part of texts, the part of styles.

use super::package::{Package, exceed, malformed};
use super::tags::{Broken, Tags, Token};
use crate::error::Error;

/// One worksheet.
#[derive(Debug)]
pub(crate) struct SheetPart {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    /// The name of its part.
    pub(crate) part: String,
}

/// A workbook's parts.
#[derive(Debug)]
pub(crate) struct Workbook {
    /// Worksheets in the order in which they are shown; sheets of charts and dialogues have no rows.
    pub(crate) sheets: Vec<SheetPart>,
    /// How many sheets of any kind there are.
    pub(crate) count: u64,
    pub(crate) texts: String,
    pub(crate) styles: String,
    /// True where days are counted from 1904.
    pub(crate) from_1904: bool,
}

/// A relation of a part to another.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl Workbook {
    /// Reads the part of the workbook and its relations.
    pub(crate) fn read(
        file: &str,
        package: &mut Package<'_>,
        most_sheets: u64,
    ) -> Result<Self, Error> {
        let main = match package.text("_rels/.rels")? {
            Some(part) => relations(&part, "").map_err(|reason| malformed(file, reason))?,
            None => Vec::new(),
        };
        let main = main.into_iter().find(|relation| relation.kind == "officeDocument");
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
        let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
        let beside = |name: &str| {
            if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
        };
        let missing = |name: &str| malformed(file, &format!("{name} is missing"));
        let related = beside(&format!("_rels/{name}.rels"));
        let related = package.text(&related)?.ok_or_else(|| missing(&related))?;
        let related = relations(&related, folder).map_err(|reason| malformed(file, reason))?;
        let part = package.text(&main)?.ok_or_else(|| missing(&main))?;
        let of_kind = |kind: &str, usual: &str| {
            let found = related.iter().find(|relation| relation.kind == kind);
            found.map_or_else(|| beside(usual), |relation| relation.target.clone())
        };
        let mut workbook = Workbook {
            sheets: Vec::new(),
            count: 0,
            texts: of_kind("sharedStrings", "sharedStrings.xml"),
            styles: of_kind("styles", "styles.xml"),
            from_1904: false,
        };
        let read = workbook.sheets_of(&part, &related, most_sheets);
        read.map_err(|reason| malformed(file, reason))?;
        exceed(file, "sheets", workbook.count, most_sheets)?;
        Ok(workbook)
    }

    fn sheets_of(&mut self, part: &str, related: &[Relation], most: u64) -> Result<(), Broken> {
        let mut tags = Tags::new(part);
        while let Some(token) = tags.next()? {
            match token {
                Token::Open(tag) if tag.name == "sheet" => {
                    self.count += 1;
                    // Each is looked up among the relations, of which there may be as many.
                    if self.count > most {
                        return Ok(());
                    }
                    let id = tag.attribute("id").unwrap_or_default();
                    let relation = related.iter().find(|relation| relation.id == id);
                    let relation = relation.ok_or("a sheet without a part")?;
                    if relation.kind == "worksheet" {
                        self.sheets.push(SheetPart {
                            name: tag.attribute("name").unwrap_or_default().into_owned(),
                            hidden: tag.attribute("state").is_some_and(|state| state != "visible"),
                            part: relation.target.clone(),
                        });
                    }
                }
                // Extensions have an element of the same name that does not say it.
                Token::Open(tag) if tag.name == "workbookPr" => {
                    if let Some(flag) = tag.attribute("date1904") {
                        self.from_1904 = flag == "1" || flag == "true";
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The relations of a part that lies in a folder; of a kind the last word of its address is kept.
fn relations(part: &str, folder: &str) -> Result<Vec<Relation>, Broken> {
    let mut tags = Tags::new(part);
    let mut relations = Vec::new();
    while let Some(token) = tags.next()? {
        let Token::Open(tag) = token else { continue };
        if tag.name == "Relationship" {
            let of = |name: &str| tag.attribute(name).unwrap_or_default();
            let kind = of("Type");
            relations.push(Relation {
                id: of("Id").into_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: target(&of("Target"), folder),
            });
        }
    }
    Ok(relations)
}

/// The name of a part that a relation names from a folder, or from the root.
fn target(written: &str, folder: &str) -> String {
    let (from, path) = match written.strip_prefix('/') {
        Some(path) => ("", path),
        None => (folder, written),
    };
    let mut steps: Vec<&str> = from.split('/').filter(|step| !step.is_empty()).collect();
    for step in path.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            name => steps.push(name),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_of_relations() {
        let cases = [
            ("worksheets/sheet1.xml", "xl", "xl/worksheets/sheet1.xml"),
            ("/xl/worksheets/sheet1.xml", "xl", "xl/worksheets/sheet1.xml"),
            ("../a.xml", "xl/worksheets", "xl/a.xml"),
            ("../../../a.xml", "xl", "a.xml"),
            ("./b\\a.xml", "", "b/a.xml"),
        ];
        for (written, folder, expect) in cases {
            assert_eq!(target(written, folder), expect, "{written}");
        }
    }
}
