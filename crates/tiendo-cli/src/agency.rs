//! `agency`: who is meant by a name, and the look-up that every agency argument goes through.

use std::io::Write;

use tiendo::{Agency, Error, Lang, Registry};

use crate::Outcome;
use crate::args::{AgencyArgs, Format};
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::load;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::table::{Column, Table, Tone};
use crate::width;

pub(crate) fn run(
    session: &Session,
    args: &AgencyArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    if session.format == Format::Json {
        let request = Request::new("agency").with("text", Some(args.text.as_str()));
        return reply::write(out, &request.ask(&registry));
    }
    let agency = find(session, &registry, &args.text)?;
    match session.format {
        Format::Csv => sheet(&registry, agency).write(out)?,
        _ => write_card(session, &registry, agency, out)?,
    }
    Ok(Outcome::Fine)
}

/// The agency that an option names, if it is given; found before anything is evaluated, so that an ambiguous name lists its
/// candidates by name.
pub(crate) fn asked<'a>(
    session: &Session,
    registry: &'a Registry,
    text: Option<&str>,
) -> Result<Option<&'a Agency>, Failure> {
    text.map(|text| find(session, registry, text)).transpose()
}

/// The agency meant; where several fit, the failure lists them by id and name.
pub(crate) fn find<'a>(
    session: &Session,
    registry: &'a Registry,
    text: &str,
) -> Result<&'a Agency, Failure> {
    registry.find_agency(text).map_err(|error| match error {
        Error::Ambiguous { text, candidates } => {
            let mut lines = match session.lang {
                Lang::Vi => format!("'{text}' có thể là:"),
                Lang::En => format!("'{text}' may be:"),
            };
            for id in &candidates {
                let name = registry.agency(id).map_or("", |agency| name(agency, session.lang));
                lines.extend(["\n  ", id, "  ", &width::safe(name)]);
            }
            lines.push_str(
                session.say("\nHãy dùng mã hoặc viết rõ hơn.", "\nName it by id, or more fully."),
            );
            Failure::Input(lines)
        }
        other => Failure::Core(other),
    })
}

/// The name in a language, the Vietnamese one where there is no other.
pub(crate) fn name(agency: &Agency, lang: Lang) -> &str {
    match (lang, &agency.name_en) {
        (Lang::En, Some(name)) => name.as_str(),
        _ => agency.name.as_str(),
    }
}

/// Id and name of another agency.
fn other(session: &Session, registry: &Registry, id: &str) -> String {
    let agency = registry.agency(id);
    agency.map_or_else(|| id.to_owned(), |agency| format!("{} ({id})", name(agency, session.lang)))
}

fn write_card(
    session: &Session,
    registry: &Registry,
    agency: &Agency,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let say = |vi: &'static str, en: &'static str| session.say(vi, en);
    let lang = session.lang;
    session.page.paragraph(out, agency.name.as_str(), Tone::Strong)?;
    let mut table = Table::new(vec![Column::whole(""), Column::cut("", 20)]);
    let mut line = |label: &str, value: String| {
        if !value.is_empty() {
            table.push(vec![label.into(), value.into()]);
        }
    };
    let day =
        |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| figure::day(day, lang));
    let text = |text: &Option<tiendo::Text>| {
        text.as_ref().map_or_else(String::new, |text| text.as_str().to_owned())
    };
    line(say("Mã", "Id"), agency.id.to_string());
    line(say("Mã số", "Code"), text(&agency.code));
    line(say("Tên tiếng Anh", "English name"), text(&agency.name_en));
    let names: Vec<&str> = agency.other_names.iter().map(tiendo::Text::as_str).collect();
    line(say("Tên khác", "Other names"), names.join("; "));
    line(say("Cấp", "Level"), agency.level.label(lang).to_owned());
    line(say("Loại", "Kind"), agency.kind.label(lang).to_owned());
    line(say("Khối", "Branch"), agency.branch.label(lang).to_owned());
    let parent = agency.parent.as_ref().map(|id| other(session, registry, id.as_str()));
    line(say("Trực thuộc", "Below"), parent.unwrap_or_default());
    line(say("Mã địa bàn", "Territory"), text(&agency.territory));
    let groups: Vec<&str> = agency.member_of.iter().map(tiendo::AgencyId::as_str).collect();
    line(say("Thuộc nhóm", "Member of"), groups.join(", "));
    line(say("Từ ngày", "From"), day(agency.valid_from));
    line(say("Đến ngày", "Until"), day(agency.valid_to));
    for step in registry.successions() {
        let on = figure::day(step.day, lang);
        if step.from == agency.id {
            let to = other(session, registry, step.to.as_str());
            line(
                say("Kế thừa bởi", "Followed by"),
                format!("{to}, {} {on}", step.kind.label(lang)),
            );
        } else if step.to == agency.id {
            let from = other(session, registry, step.from.as_str());
            line(say("Kế thừa của", "Follows"), format!("{from}, {} {on}", step.kind.label(lang)));
        }
    }
    line(say("Nguồn", "Source"), text(&agency.source));
    table.write_body(out, session.page)
}

fn sheet(registry: &Registry, agency: &Agency) -> CsvSheet {
    let text = |text: &Option<tiendo::Text>| {
        text.as_ref().map_or_else(String::new, |text| text.as_str().to_owned())
    };
    let day = |day: Option<chrono::NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    let successors = registry.successions().iter().filter(|step| step.from == agency.id);
    let successors: Vec<&str> = successors.map(|step| step.to.as_str()).collect();
    let mut sheet = CsvSheet::new(&[
        "id",
        "code",
        "name",
        "name_en",
        "level",
        "kind",
        "branch",
        "parent",
        "territory",
        "valid_from",
        "valid_to",
        "successors",
    ]);
    sheet.push(vec![
        agency.id.to_string(),
        text(&agency.code),
        agency.name.to_string(),
        text(&agency.name_en),
        agency.level.as_str().to_owned(),
        agency.kind.as_str().to_owned(),
        agency.branch.as_str().to_owned(),
        agency.parent.as_ref().map(ToString::to_string).unwrap_or_default(),
        text(&agency.territory),
        day(agency.valid_from),
        day(agency.valid_to),
        successors.join(";"),
    ]);
    sheet
}
