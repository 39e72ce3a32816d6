//! `explain`: why a row stands where it does.

use std::io::Write;

use tiendo::{Error, FactCode};

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
use crate::tasks;
use crate::width;

pub(crate) fn run(
    session: &Session,
    args: &ExplainArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let row = match &args.agency {
        Some(text) => format!("{}/{}", args.task, agency::find(session, &registry, text)?.id),
        None => args.task.clone(),
    };
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
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
    let name = tasks::title_of(session, &registry, &explanation.task);
    session.page.paragraph(out, name.as_deref().unwrap_or(&explanation.title), Tone::Strong)?;
    if let Some(row) = evaluation.find(&explanation.row) {
        let owner = tasks::agency_of(&registry, &row, session.lang);
        session.page.paragraph(out, &owner, Tone::Plain)?;
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

/// A task addressed to each of several agencies has no one answer: its first rows, and how to name one.
fn several_rows(session: &Session, task: &str, candidates: &[String]) -> Failure {
    let head = match session.lang {
        tiendo::Lang::Vi => format!(
            "nhiệm vụ '{task}' có nhiều dòng, mỗi cơ quan một dòng; chọn một dòng hoặc thêm --agency:"
        ),
        tiendo::Lang::En => {
            format!("task '{task}' has a row for each agency; name a row, or add --agency:")
        }
    };
    let rows = candidates.iter().map(|row| format!("\n  {}", width::safe(row)));
    Failure::Input(rows.fold(head, |text, row| text + &row))
}
