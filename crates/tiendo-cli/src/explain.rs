//! `explain`: why a row stands where it does.

use std::io::Write;

use tiendo::{Agency, Error, Evaluation, FactCode, Lang, Row, text};

use crate::Outcome;
use crate::agency;
use crate::args::{ExplainArgs, Format};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::heading;
use crate::load;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::status;
use crate::table::Tone;
use crate::width;

pub(crate) fn run(
    session: &Session,
    args: &ExplainArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let asked = agency::asked(session, &registry, args.agency.as_deref())?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    // Ids are held in NFC.
    let task = text::nfc(&args.task);
    let row = match asked {
        Some(agency) => row_of(session, &evaluation, &task, agency)?,
        None => task,
    };
    let title = format!(
        "{} {row}, {}",
        session.say("Giải trình nhiệm vụ", "Explanation of"),
        heading::until(session, &evaluation.scope())
    );
    if session.format == Format::Json {
        let request = Request::evaluated("explain", session, evaluation.as_of())?
            .in_language(session)
            .with("row", Some(row.as_str()));
        // 'title' is the task's here.
        let text = heading::title(session, &title, &evaluation.scope());
        return reply::write_behind(out, "heading", &text, &request.ask(&registry));
    }
    let explanation = evaluation.explain(&row).map_err(|error| match error {
        Error::Ambiguous { text, candidates } => several_rows(session, &text, &candidates),
        other => Failure::Core(other),
    })?;
    if session.format == Format::Csv {
        let mut sheet = CsvSheet::new(&["row", "step", "code", "sentence"]);
        let sentences = explanation.sentences(session.lang);
        for (step, (fact, sentence)) in explanation.facts.iter().zip(sentences).enumerate() {
            sheet.push(vec![
                explanation.row.clone(),
                (step + 1).to_string(),
                fact.code.as_str().to_owned(),
                sentence,
            ]);
        }
        sheet.with_scope(&explanation.scope).write(out)?;
        return Ok(Outcome::Fine);
    }
    heading::write(session, &title, &explanation.scope, out)?;
    let row = evaluation.find(&explanation.row);
    let name = row.map_or(explanation.title.as_str(), |row| row.title_in(session.lang));
    session.page.paragraph(out, name, Tone::Strong)?;
    if let Some(row) = row {
        let owner = row.agency_name(session.lang).unwrap_or("–");
        session.page.paragraph(out, owner, Tone::Plain)?;
    }
    writeln!(out)?;
    for fact in &explanation.facts {
        let tone = match fact.code {
            FactCode::Rule => Tone::Strong,
            FactCode::Simulated => Tone::Caution,
            FactCode::Counted => Tone::Faint,
            _ => Tone::Plain,
        };
        let sentence = width::safe(&fact.sentence(session.lang));
        let lines = width::lines(&sentence, session.page.width.saturating_sub(2));
        for (i, line) in lines.iter().enumerate() {
            let mark = if i == 0 { "-" } else { " " };
            writeln!(out, "{mark} {}", session.page.paint(line, tone))?;
        }
    }
    Ok(Outcome::Fine)
}

/// Id of the row of a task that was addressed to an agency, else of the one that now counts for it.
fn row_of(
    session: &Session,
    evaluation: &Evaluation,
    task: &str,
    agency: &Agency,
) -> Result<String, Failure> {
    let id = Some(agency.id.as_str());
    let rows: Vec<Row<'_>> = evaluation.rows_of(task).collect();
    if rows.is_empty() {
        return Err(Failure::Core(Error::NotFound { kind: "task", id: task.to_owned() }));
    }
    if let Some(row) = rows.iter().find(|row| row.addressee_id() == id) {
        return Ok(row.id());
    }
    let taken_over = rows.iter().filter(|row| row.agency_id() == id).map(Row::id);
    match taken_over.collect::<Vec<_>>().as_slice() {
        [row] => Ok(row.clone()),
        [] => {
            let name = width::safe(agency::name(agency, session.lang));
            Err(Failure::Input(match session.lang {
                Lang::Vi => {
                    format!("nhiệm vụ '{task}' không có dòng nào của {name} ({})", agency.id)
                }
                Lang::En => format!("task '{task}' has no row of {name} ({})", agency.id),
            }))
        }
        several => Err(several_rows(session, task, several)),
    }
}

/// A task addressed to each of several agencies has no one answer: its first rows, and how to name one.
fn several_rows(session: &Session, task: &str, candidates: &[String]) -> Failure {
    let head = match session.lang {
        Lang::Vi => format!(
            "nhiệm vụ '{task}' có nhiều dòng, mỗi cơ quan một dòng; chọn một dòng hoặc thêm --agency:"
        ),
        Lang::En => {
            format!("task '{task}' has a row for each agency; name a row, or add --agency:")
        }
    };
    let rows = candidates.iter().map(|row| format!("\n  {}", width::safe(row)));
    Failure::Input(rows.fold(head, |text, row| text + &row))
}
