//! `score`: the agencies of a level by a scoring scheme.

use std::io::Write;
use std::path::Path;

use tiendo::{Lang, Level, Points, Registry, Scheme, Score, Scores, SubjectInputs};
use tiendo_formats::scheme;

use crate::Outcome;
use crate::args::{Format, ScoreArgs};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::heading;
use crate::load;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::status;
use crate::table::{Cell, Column, Table, Tone};

pub(crate) fn run(
    session: &Session,
    args: &ScoreArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let scheme = read_scheme(session, &args.scheme)?;
    let given = args.given.as_deref().map(read_given).transpose()?.unwrap_or_default();
    let registry = load::registry(session)?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let (scope, level) = (evaluation.scope(), Level::parse(&args.level));
    let name = if session.lang == Lang::Vi || scheme.title_en.is_empty() {
        &scheme.title
    } else {
        &scheme.title_en
    };
    let title = if args.given_only {
        name.clone()
    } else {
        let level = level.label(session.lang);
        format!("{name}: {level}, {}", heading::until(session, &scope))
    };
    if session.format == Format::Json {
        let value = |json: Result<serde_json::Value, serde_json::Error>| {
            json.map_err(|error| Failure::Input(error.to_string()))
        };
        let request = if args.given_only {
            Request::new("score")
        } else {
            Request::evaluated("score", session, evaluation.as_of())?
                .with("level", Some(level.as_str()))
        };
        let built_in = Scheme::named(&scheme.name).is_ok();
        let scheme = if built_in {
            scheme.name.as_str().into()
        } else {
            value(serde_json::to_value(&scheme))?
        };
        let request = request
            .with("scheme", Some(scheme))
            .with("given", Some(value(serde_json::to_value(&given))?))
            .in_language(session);
        let reply = request.ask(&registry);
        // What is scored on what was handed in alone says nothing of the register's reports.
        return if args.given_only {
            reply::write_behind(out, "title", &title, &reply)
        } else {
            reply::write_titled(session, out, &title, &scope, &reply)
        };
    }
    let scores = if args.given_only {
        scheme.score_all(&given)?
    } else {
        evaluation.score(&scheme, &level, &given)?
    };
    if session.format == Format::Csv {
        let sheet = sheet(&scheme, &scores);
        let sheet = if args.given_only { sheet } else { sheet.with_scope(&scope) };
        sheet.write(out)?;
        return Ok(Outcome::Fine);
    }
    if args.given_only {
        session.page.paragraph(out, &title, Tone::Strong)?;
        writeln!(out)?;
    } else {
        heading::write(session, &title, &scope, out)?;
    }
    write_table(session, &registry, &scheme, &scores, out)?;
    write_notes(session, &scheme, &scores, out)
}

/// A built-in scheme by name, or one of the user's own from a TOML or JSON file.
fn read_scheme(session: &Session, text: &str) -> Result<Scheme, Failure> {
    let path = Path::new(text);
    let is = |e: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(e));
    if !is("toml") && !is("json") {
        return Scheme::named(text).map_err(|error| {
            let names = tiendo::scheme::BUILT_IN.join(", ");
            let hint = match session.lang {
                Lang::Vi => format!("có sẵn: {names}; hoặc một tệp .toml, .json"),
                Lang::En => format!("built in: {names}; or a .toml or .json file"),
            };
            Failure::Input(format!("{} ({hint})", Failure::Core(error).message(session.lang)))
        });
    }
    let wrong = |reason: String| Failure::Input(format!("{text}: {reason}"));
    let content = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    if is("toml") {
        return scheme::from_toml(&content)
            .map_err(|error| wrong(Failure::Files(error).message(session.lang)));
    }
    let scheme: Scheme =
        serde_json::from_str(&content).map_err(|error| wrong(error.to_string()))?;
    scheme.validate()?;
    Ok(scheme)
}

fn read_given(path: &Path) -> Result<Vec<SubjectInputs>, Failure> {
    let wrong = |reason: String| Failure::Input(format!("{}: {reason}", path.display()));
    let json = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    serde_json::from_str(&json).map_err(|error| wrong(error.to_string()))
}

/// Points as the language prints them.
fn points(points: Points, lang: Lang) -> String {
    let text = points.to_string();
    if lang == Lang::Vi { text.replace('.', ",") } else { text }
}

fn write_table(
    session: &Session,
    registry: &Registry,
    scheme: &Scheme,
    scores: &Scores,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let lang = session.lang;
    let named = |vi: &str, en: &str| {
        if lang == Lang::En && !en.is_empty() { en.to_owned() } else { vi.to_owned() }
    };
    let mut columns = vec![
        Column::figure(session.say("Hạng", "Rank")),
        Column::cut(session.say("Đối tượng", "Subject"), 16),
        Column::figure(session.say("Điểm", "Points")),
        Column::cut(session.say("Mức", "Band"), 8),
    ];
    for (at, component) in scheme.components.iter().enumerate() {
        let name = named(&component.name, &component.name_en);
        columns.push(Column::figure(&name).spare(at as u8 + 1));
    }
    if !scheme.adjustments.is_empty() {
        columns.push(Column::figure(session.say("Cộng, trừ", "Adjusted")));
    }
    let mut table = Table::new(columns);
    for row in &scores.rows {
        let tone = if row.is_judged { Tone::Plain } else { Tone::Faint };
        let agency = registry.agency(&row.subject).filter(|_| scores.scope.is_some());
        let name = agency.map_or_else(
            || row.subject.clone(),
            |a| named(a.name.as_str(), a.name_en.as_ref().map_or("", |n| n.as_str())),
        );
        let mut cells = vec![
            Cell::toned(&row.rank.map_or_else(|| "–".to_owned(), |r| r.to_string()), tone),
            Cell::toned(&name, tone),
            Cell::toned(&total(row, lang), tone),
            Cell::toned(row.band.as_ref().map_or("–", |band| band.in_language(lang)), tone),
        ];
        for component in &row.components {
            let text = component.points.map_or_else(|| "–".to_owned(), |p| points(p, lang));
            cells.push(Cell::toned(&text, tone));
        }
        if !scheme.adjustments.is_empty() {
            let adjusted: Points = row.adjustments.iter().map(|a| a.points).sum();
            cells.push(Cell::toned(&points(adjusted, lang), tone));
        }
        table.push(cells);
    }
    table.write(out, session.page)
}

/// The total; of how much, where components have no data.
fn total(row: &Score, lang: Lang) -> String {
    match row.is_complete {
        true => points(row.total, lang),
        false if row.of == Points::ZERO => "–".to_owned(),
        false => format!("{} / {}", points(row.total, lang), points(row.of, lang)),
    }
}

/// Where the scheme is from, and what is wrong with what was handed in.
fn write_notes(
    session: &Session,
    scheme: &Scheme,
    scores: &Scores,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    for finding in scores.rows.iter().flat_map(|row| &row.findings) {
        session.page.paragraph(out, &finding.message(session.lang), Tone::Caution)?;
    }
    let maximum = points(scores.maximum, session.lang);
    let text = match session.lang {
        Lang::Vi => format!(
            "Bộ tiêu chí {} bản {}, tối đa {maximum}. Nguồn: {}. –: chưa có số liệu, không phải 0; đối tượng thiếu số liệu \
             hoặc có quá ít việc đến hạn thì không xếp hạng.",
            scores.scheme, scores.scheme_version, scheme.source
        ),
        Lang::En => format!(
            "Scheme {} version {}, {maximum} at most. Source: {}. –: no data, which is not 0; what lacks data or has too \
             little fallen due has no rank.",
            scores.scheme, scores.scheme_version, scheme.source
        ),
    };
    session.page.paragraph(out, &text, Tone::Faint)?;
    Ok(Outcome::Fine)
}

/// One row for each component and adjustment of each subject.
fn sheet(scheme: &Scheme, scores: &Scores) -> CsvSheet {
    let header = [
        "scheme",
        "scheme_version",
        "subject",
        "rank",
        "total",
        "of",
        "judged",
        "band",
        "part",
        "key",
        "points",
        "most",
        "count",
    ];
    let mut sheet = CsvSheet::new(&header);
    for row in &scores.rows {
        let mut push =
            |part: &str, key: &str, points: Option<Points>, most: String, count: String| {
                sheet.push(vec![
                    scheme.name.clone(),
                    scheme.version.to_string(),
                    row.subject.clone(),
                    row.rank.map(|r| r.to_string()).unwrap_or_default(),
                    row.total.to_string(),
                    row.of.to_string(),
                    row.is_judged.to_string(),
                    row.band.as_ref().map(|b| b.key.clone()).unwrap_or_default(),
                    part.to_owned(),
                    key.to_owned(),
                    points.map(|p| p.to_string()).unwrap_or_default(),
                    most,
                    count,
                ]);
            };
        for c in &row.components {
            push("component", &c.key, c.points, c.most.to_string(), String::new());
        }
        for a in &row.adjustments {
            push("adjustment", &a.key, Some(a.points), String::new(), a.count.to_string());
        }
    }
    sheet
}
