//! The source of a record, from the collector's cell and remarks.

use tiendo::Text;

use crate::error::Error;
use crate::plan02::table::Row;

/// The row's `source_url` as one text, its parts separated by ` ; ` (no address in the data holds
/// that), followed by `remarks` on how far the record goes beyond the source.
pub(crate) fn of(row: Row<'_>, remarks: &[&str]) -> Result<Text, Error> {
    let cell = row.cell("source_url")?;
    if cell.is_empty() {
        return Err(row.wrong("source_url is empty"));
    }
    let mut parts = parts(cell);
    parts.extend(remarks.iter().map(|remark| (*remark).to_owned()));
    Ok(Text::new(&parts.join(" ; "))?)
}

/// The sources of a cell, which blanks separate: addresses, articles (`seed 003_3ce4….txt`) and,
/// last in a cell, a file in a public repository (`GitHub … id 60038710338 (remark)`).
fn parts(cell: &str) -> Vec<String> {
    let mut words = cell.split_whitespace();
    let mut parts = Vec::new();
    while let Some(word) = words.next() {
        match word {
            "seed" => {
                let file = words.next().unwrap_or_default();
                let number = file.split('_').next().unwrap_or_default();
                parts.push(format!("source article {number}"));
            }
            "GitHub" => {
                let rest: Vec<&str> = words.by_ref().skip_while(|word| *word != "id").collect();
                parts.push(format!("public GitHub file, {}", rest.join(" ")));
            }
            address => parts.push(address.to_owned()),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_sources() {
        let cell = "seed 002_c66c894f083c2ade.txt http://a.vn/x GitHub find 'y z' id 12 (register)";
        let expect =
            ["source article 002", "http://a.vn/x", "public GitHub file, id 12 (register)"];
        assert_eq!(parts(cell), expect);
    }
}
