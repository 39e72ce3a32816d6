//! `search`: tasks by the words of their titles and products.

use std::io::Write;

use tiendo::{Lang, Match, SearchHit, SearchHits, SearchOptions, SearchOrder};

use crate::Outcome;
use crate::args::{Format, SearchArgs};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::load;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::table::{Cell, Column, Table, Tone};

pub(crate) fn run(
    session: &Session,
    args: &SearchArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let limit = if args.limit == 0 { registry.task_count() } else { args.limit };
    if session.format == Format::Json {
        let request = Request::new("search")
            .with("text", Some(args.text.as_str()))
            .with("order", args.order.as_deref())
            .with("limit", Some(limit));
        return reply::write(out, &request.ask(&registry));
    }
    let order = args.order.as_deref().and_then(SearchOrder::parse);
    let usual = SearchOptions { limit, ..SearchOptions::default() };
    let options = SearchOptions { order: order.unwrap_or(usual.order), ..usual };
    let hits = registry.search_with(&args.text, &options)?;
    if session.format == Format::Csv {
        sheet(&hits).write(out)?;
        return Ok(Outcome::Fine);
    }
    write_rows(session, &hits, out)?;
    write_count(session, &hits, out)?;
    Ok(Outcome::Fine)
}

/// The title in a language, the Vietnamese one where there is no other.
fn title<'a>(hit: &SearchHit<'a>, lang: Lang) -> &'a str {
    match (lang, hit.title_en) {
        (Lang::En, Some(title)) => title,
        _ => hit.title,
    }
}

fn write_rows(
    session: &Session,
    hits: &SearchHits<'_>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if hits.rows.is_empty() {
        return Ok(());
    }
    let mut columns = vec![
        Column::whole(session.say("Mã", "Task")),
        Column::cut(session.say("Nhiệm vụ", "Title"), 14),
    ];
    // A product is shown where a task would not be found without it.
    let any_product = hits.rows.iter().any(|hit| hit.found == Match::Product);
    if any_product {
        columns.push(Column::cut(session.say("Sản phẩm", "Product"), 14));
    }
    let mut table = Table::new(columns);
    for hit in &hits.rows {
        let mut cells: Vec<Cell> = vec![hit.task.into(), title(hit, session.lang).into()];
        if any_product {
            let product = hit.product.filter(|_| hit.found == Match::Product);
            cells.push(product.unwrap_or_default().into());
        }
        table.push(cells);
    }
    table.write(out, session.page)?;
    Ok(())
}

fn write_count(
    session: &Session,
    hits: &SearchHits<'_>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let lang = session.lang;
    let count = |n: usize| figure::count(n as u64, lang);
    let (all, shown) = (count(hits.total), count(hits.rows.len()));
    let text = match (lang, hits.total > hits.rows.len()) {
        (Lang::Vi, false) => format!("{all} nhiệm vụ."),
        (Lang::En, false) if hits.total == 1 => "1 task.".to_owned(),
        (Lang::En, false) => format!("{all} tasks."),
        (Lang::Vi, true) => format!("{shown} trong {all} nhiệm vụ; xem tất cả: --limit 0."),
        (Lang::En, true) => format!("{shown} of {all} tasks; all of them: --limit 0."),
    };
    session.page.paragraph(out, &text, Tone::Faint)
}

fn sheet(hits: &SearchHits<'_>) -> CsvSheet {
    let mut sheet = CsvSheet::new(&["task", "title", "title_en", "product", "match"]);
    for hit in &hits.rows {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        sheet.push(vec![
            hit.task.to_owned(),
            hit.title.to_owned(),
            text(hit.title_en),
            text(hit.product),
            hit.found.as_str().to_owned(),
        ]);
    }
    sheet
}
