//! The table of official classes: over all tasks, by phase, by group and by agency.

use tiendo::{Axis, Evaluation, OfficialClass, Rollup, Sums};

use super::figure::capitalised;

/// One line of the table.
pub(crate) struct Line {
    /// Its name.
    pub(crate) name: String,
    /// What is counted.
    pub(crate) sums: Sums,
}

/// Lines along one axis.
pub(crate) struct Section {
    /// What the lines are.
    pub(crate) title: &'static str,
    /// The lines.
    pub(crate) lines: Vec<Line>,
    /// Whether the last line is what belongs to no key.
    pub(crate) has_rest: bool,
}

/// Headers of the figures of a line, in the order of [`figures`].
pub(crate) fn headers() -> Vec<String> {
    let classes = OfficialClass::ALL.iter().map(|class| capitalised(class.label(tiendo::Lang::Vi)));
    std::iter::once("Tổng số".to_owned()).chain(classes).collect()
}

/// The total and the classes, whose sum it is.
pub(crate) fn figures(sums: &Sums) -> Vec<u64> {
    let classes = OfficialClass::ALL.iter().map(|class| sums.of_class(*class));
    std::iter::once(sums.total()).chain(classes).collect()
}

/// All tasks, then tasks by phase and by group.
pub(crate) fn of_tasks(evaluation: &Evaluation) -> Vec<Section> {
    let all = Line { name: "Toàn bộ nhiệm vụ".to_owned(), sums: evaluation.task_sums() };
    let along = |title, axis, rest: &str| section(title, &evaluation.roll_up(axis), rest);
    let sections = vec![
        Section { title: "Toàn bộ (đếm nhiệm vụ)", lines: vec![all], has_rest: false },
        along("Theo giai đoạn (đếm nhiệm vụ)", Axis::Phase, "(văn bản khác)"),
        along("Theo nhóm nhiệm vụ (đếm nhiệm vụ)", Axis::Group, "(văn bản khác)"),
    ];
    sections.into_iter().filter(|section| !section.lines.is_empty()).collect()
}

/// Rows by agency, each agency's own; what counts for none stands last.
pub(crate) fn of_agencies(evaluation: &Evaluation) -> Section {
    let title = "Theo cơ quan (đếm từng nhiệm vụ giao cho từng cơ quan)";
    section(title, &evaluation.roll_up(Axis::Agency), "(không rõ cơ quan chủ trì)")
}

/// The own sums of each key that has any.
fn section(title: &'static str, rollup: &Rollup, rest: &str) -> Section {
    let keys = rollup.rows.iter().filter(|row| row.own.total() > 0);
    let mut lines: Vec<Line> =
        keys.map(|row| Line { name: capitalised(&row.name), sums: row.own }).collect();
    let has_rest = rollup.unassigned.total() > 0;
    if has_rest {
        let name = rest.to_owned();
        lines.push(Line { name, sums: rollup.unassigned });
    }
    Section { title, lines, has_rest }
}
