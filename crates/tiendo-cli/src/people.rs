//! Satisfaction and trust, which stand beside what is reported as done wherever counts are printed for people.

use std::io::Write;

use tiendo::{AsOf, Direction, KpiStanding, Lang, Registry};

use crate::failure::Failure;
use crate::figure;
use crate::kpis;
use crate::session::Session;
use crate::table::{Cell, Column, Table, Tone};

/// Writes the table, where the register has any KPI of people.
pub(crate) fn write(
    session: &Session,
    registry: &Registry,
    as_of: AsOf,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let standings = registry.kpis_of_people(as_of);
    if standings.is_empty() {
        return Ok(());
    }
    let lang = session.lang;
    let mut table = Table::new(vec![
        Column::cut(session.say("Người dân, doanh nghiệp đánh giá", "What people say"), 20),
        Column::cut(session.say("Đơn vị", "Unit"), 6).spare(2),
        Column::figure(session.say("Giá trị", "Value")),
        Column::figure(session.say("Lần trước", "Before")),
        Column::figure(session.say("Mục tiêu", "Target")).spare(1),
        Column::figure(session.say("Số người", "Asked")).spare(3),
        Column::cut(session.say("Kỳ điều tra", "Survey"), 10).spare(4),
    ]);
    for kpi in &standings {
        let name = if lang == Lang::Vi { &kpi.name } else { &kpi.name_en };
        let survey = kpi.of_people.as_ref();
        let size = survey.map(|s| figure::count(u64::from(s.survey_size), lang));
        table.push(vec![
            Cell::from(name.as_str()),
            Cell::from(kpi.unit.as_deref().unwrap_or_default()),
            Cell::toned(&kpis::value(kpi.actual, lang), tone(kpi)),
            Cell::from(kpis::value(kpi.before, lang)),
            Cell::from(kpis::value(kpi.target, lang)),
            Cell::from(size.unwrap_or_default()),
            Cell::from(survey.map(|s| s.period.to_string()).unwrap_or_default()),
        ]);
    }
    writeln!(out)?;
    table.write(out, session.page)?;
    let note = session.say(
        "Đặt cạnh số việc đã xong: xong trên báo cáo chưa hẳn là người dân đã thấy.",
        "Beside what is done: done in reports is not yet what people notice.",
    );
    session.page.paragraph(out, note, Tone::Faint)
}

/// A value that went the wrong way needs an eye.
fn tone(kpi: &KpiStanding) -> Tone {
    let (Some(now), Some(before)) = (kpi.actual, kpi.before) else { return Tone::Plain };
    let is_worse = match kpi.direction {
        Direction::Increase => now < before,
        Direction::Decrease => now > before,
        _ => false,
    };
    if is_worse { Tone::Caution } else { Tone::Plain }
}
