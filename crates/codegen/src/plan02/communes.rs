//! The People's Committees of the 3,321 communes, wards and special zones.

use std::collections::BTreeSet;

use tiendo::text::fold;
use tiendo::{Agency, AgencyId, Branch, Level, Text, day};

use crate::error::Error;
use crate::plan02::agencies::PROVINCES_SINCE;
use crate::plan02::table::Table;

/// Where the codes and names come from.
const SOURCE: &str = "GSO codes, PyPI vietnam-provinces 2025.10.1";

/// One agency for each commune; `agencies` are the bodies above them.
///
/// The name without its type (`Hoàn Kiếm`) is a look-up name only where no province is or was
/// called so: for 'Hà Nam' people mean the province, for the ward they say 'phường Hà Nam'.
pub(crate) fn make(table: &Table, agencies: &[Agency]) -> Result<Vec<Agency>, Error> {
    let ids: BTreeSet<&str> = agencies.iter().map(|agency| agency.id.as_str()).collect();
    let provinces: BTreeSet<String> = agencies
        .iter()
        .filter(|agency| agency.level == Level::Province)
        .flat_map(|agency| agency.other_names.iter().map(|name| fold(name.as_str())))
        .collect();
    let group = AgencyId::new("UBND-XA")?;
    let since = day::parse(PROVINCES_SINCE)?;

    let mut communes = Vec::new();
    for row in table.rows() {
        let (code, kind, name) = (row.cell("code")?, row.cell("type")?, row.cell("name")?);
        let parent = format!("{}-UBND", row.cell("province_code")?);
        if !ids.contains(parent.as_str()) {
            return Err(row.wrong(&format!("no agency '{parent}'")));
        }
        // The name begins with the type in another case: 'Phường Hoàn Kiếm', 'phường'.
        let bare = name
            .get(kind.len()..)
            .filter(|_| name.to_lowercase().starts_with(kind))
            .ok_or_else(|| row.wrong(&format!("'{name}' does not begin with '{kind}'")))?
            .trim();

        let mut commune = Agency::new(
            AgencyId::new(&format!("{code}-UBND"))?,
            Text::new(&format!("UBND {kind} {bare}"))?,
            Level::Commune,
        );
        commune.code = Some(Text::new(code)?);
        commune.other_names = vec![Text::new(name)?];
        if !provinces.contains(&fold(bare)) {
            commune.other_names.push(Text::new(bare)?);
        }
        commune.branch = Branch::Government;
        commune.parent = Some(AgencyId::new(&parent)?);
        commune.territory = Some(Text::new(code)?);
        commune.member_of = vec![group.clone()];
        commune.valid_from = Some(since);
        commune.source = Some(Text::new(SOURCE)?);
        communes.push(commune);
    }
    Ok(communes)
}
