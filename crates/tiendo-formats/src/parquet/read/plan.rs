//! Which column of a file is which of the table's.

use parquet::schema::types::SchemaDescriptor;
use tiendo::FindingCode;

use super::Part;
use crate::parquet::column::Meaning;
use crate::table::{CellKind, Log, Table};

/// Columns that this module writes beside those that are read: they are computed from them.
const COMPUTED: [(Table, &str); 1] = [(Table::Tasks, "deadline_form")];

/// A column of the file.
struct Named<'a> {
    /// Its place among the columns of the file that hold values.
    leaf: usize,
    name: &'a str,
    meaning: Option<Meaning>,
}

/// What is read of a file, and as what.
pub(super) struct Plan {
    pub(super) table: Table,
    /// Place in the file, in the table, and what it means there.
    pub(super) columns: Vec<(usize, usize, Meaning)>,
    /// Name of each column of the table as the file has it.
    pub(super) names: Vec<String>,
    /// Cells that are the same in all rows, by column of the table.
    pub(super) fixed: Vec<(usize, Option<String>)>,
    /// Columns that are not the table's, by name.
    pub(super) unknown: Vec<String>,
}

impl Plan {
    /// Finds the columns; `None` where the file cannot be read under them, which is then a finding.
    pub(super) fn new(
        table: Table,
        schema: &SchemaDescriptor,
        parts: &[Part],
        log: &mut Log,
    ) -> Option<Plan> {
        let count = table.columns().len();
        let mut plan = Plan {
            table,
            columns: Vec::new(),
            names: table.columns().iter().map(|column| column.name.to_owned()).collect(),
            fixed: Vec::new(),
            unknown: Vec::new(),
        };
        // By column of the table: what stands there, and whether under its very name.
        let mut found: Vec<Option<(usize, Meaning, bool)>> = vec![None; count];
        let all = named(schema);
        for column in &all {
            if COMPUTED.contains(&(table, column.name)) || is_computed_deadline(table, column, &all)
            {
                continue;
            }
            let shown = column.name.replace(char::is_control, " ");
            let known =
                column.meaning.and_then(|m| position(table, column.name, m).map(|p| (p, m)));
            let Some(((at, by_name), meaning)) = known else {
                plan.unknown.push(shown);
                continue;
            };
            match found[at] {
                Some((.., true)) if !by_name => {
                    plan.unknown.push(shown);
                    continue;
                }
                Some((.., earlier)) if earlier == by_name => {
                    let name = table.columns()[at].name;
                    let finding = log.at(FindingCode::ColumnDuplicate, 0, &shown).field(name);
                    let finding = finding.arg("column", name).arg("first", &plan.names[at]);
                    log.push(finding.arg("second", &shown));
                    return None;
                }
                Some(_) => plan.unknown.push(plan.names[at].clone()),
                None => {}
            }
            found[at] = Some((column.leaf, meaning, by_name));
            plan.names[at] = shown;
        }
        for part in parts {
            match table.position(&part.name) {
                // A column of the file itself says it of each row.
                Some((at, _)) if found[at].is_none() => {
                    plan.fixed.push((at, part.value.clone()));
                    plan.names[at].clone_from(&part.name);
                }
                _ => plan.unknown.push(part.name.clone()),
            }
        }
        let mut complete = true;
        for (at, column) in table.columns().iter().enumerate() {
            let is_there = found[at].is_some() || plan.fixed.iter().any(|(fixed, _)| *fixed == at);
            if column.required && !is_there {
                let finding = log.at(FindingCode::ColumnMissing, 0, column.name).field(column.name);
                log.push(finding.arg("column", column.name));
                complete = false;
            }
            if let Some((leaf, meaning, _)) = found[at] {
                plan.columns.push((leaf, at, meaning));
                if !meaning.is_usual(column.kind) {
                    let finding = log.at(FindingCode::ColumnConverted, 0, &plan.names[at]);
                    let finding = finding.field(column.name).arg("column", &plan.names[at]);
                    let kind = column.kind.label(tiendo::Lang::En);
                    log.push(finding.arg("type", meaning.name()).arg("kind", kind));
                }
            }
        }
        complete.then_some(plan)
    }
}

/// How many columns of a table a file has; `None` where one that the table needs is absent.
pub(super) fn fit(table: Table, schema: &SchemaDescriptor) -> Option<usize> {
    let mut found = vec![false; table.columns().len()];
    for column in named(schema) {
        if let Some((at, _)) = column.meaning.and_then(|m| position(table, column.name, m)) {
            found[at] = true;
        }
    }
    let complete =
        table.columns().iter().zip(&found).all(|(column, found)| *found || !column.required);
    complete.then(|| found.iter().filter(|found| **found).count())
}

/// The columns by name: those at the top, and lists there. What has parts has no meaning.
fn named(schema: &SchemaDescriptor) -> Vec<Named<'_>> {
    let roots: Vec<usize> =
        (0..schema.num_columns()).map(|leaf| schema.get_column_root_idx(leaf)).collect();
    let mut all: Vec<Named<'_>> = Vec::new();
    for (leaf, root) in roots.iter().enumerate() {
        let column = schema.column(leaf);
        let is_alone = roots.iter().filter(|other| *other == root).count() == 1;
        let depth = column.path().parts().len();
        let is_list = column.max_rep_level() == 1 && depth <= 3;
        let is_plain = column.max_rep_level() == 0 && depth == 1;
        let meaning = Meaning::of(&column).filter(|_| is_alone && (is_plain || is_list));
        let name = schema.get_column_root(leaf).name();
        if all.last().is_none_or(|last| last.name != name || is_alone) {
            all.push(Named { leaf, name, meaning });
        }
    }
    all
}

/// Where a column of this name and type stands in the table, and whether under its very name.
fn position(table: Table, name: &str, meaning: Meaning) -> Option<(usize, bool)> {
    let (at, by_name) = table.position(name)?;
    let is_day = matches!(meaning, Meaning::Day | Meaning::Instant { .. });
    // Others keep a day under the name that is the wording's here.
    if table == Table::Tasks && is_day && table.columns()[at].name == "deadline" {
        let last_day = table.columns().iter().position(|column| column.name == "last_day")?;
        return Some((last_day, false));
    }
    let is_number = matches!(meaning, Meaning::Number | Meaning::Decimal { .. } | Meaning::Flag);
    // A truth value is no list; what else it is not the row says.
    (!(is_number && table.columns()[at].kind == CellKind::List)).then_some((at, by_name))
}

/// True for the day that this module writes beside the wording that it follows from.
fn is_computed_deadline(table: Table, column: &Named<'_>, all: &[Named<'_>]) -> bool {
    let is_day = matches!(column.meaning, Some(Meaning::Day));
    let has_wording = || all.iter().any(|other| other.name == "deadline_text");
    table == Table::Tasks && column.name == "deadline" && is_day && has_wording()
}
