//! `calendar`: days off, days worked in exchange, and how many days are worked.

use std::io::Write;

use tiendo::{Calendar, CalendarDay, Lang, Period, PeriodKind, RegistryBuilder};

use crate::Outcome;
use crate::args::{CalendarArgs, Format};
use crate::clock;
use crate::csv_sheet::CsvSheet;
use crate::failure::Failure;
use crate::figure;
use crate::reply::{self, Request};
use crate::session::Session;
use crate::table::{Cell, Column, Table, Tone};

pub(crate) fn run(
    session: &Session,
    args: &CalendarArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let today = session.shared.as_of.unwrap_or_else(clock::today);
    let period = args.period.or_else(|| Period::containing(PeriodKind::Year, today));
    let first = args.from.or_else(|| period.map(Period::first)).unwrap_or(today);
    let last = args.to.or_else(|| period.map(Period::last)).unwrap_or(today);
    if session.format == Format::Json {
        let request = Request::new("calendar")
            .with("from", Some(first.to_string()))
            .with("to", Some(last.to_string()));
        return reply::write(out, &request.ask(&RegistryBuilder::new().finish()));
    }
    let calendar = Calendar::viet_nam().reply(first, last)?;
    if session.format == Format::Csv {
        let mut sheet = CsvSheet::new(&[
            "day",
            "weekday",
            "working",
            "name",
            "name_en",
            "source",
            "provisional",
        ]);
        for day in &calendar.days {
            sheet.push(vec![
                day.day.to_string(),
                day.weekday.as_str().to_owned(),
                day.working.to_string(),
                day.name.to_owned(),
                day.name_en.to_owned(),
                day.source.to_owned(),
                day.provisional.to_string(),
            ]);
        }
        sheet.with_calendar(calendar.version).write(out)?;
        return Ok(Outcome::Fine);
    }
    let lang = session.lang;
    let (from, to) = (figure::day(first, lang), figure::day(last, lang));
    let title = match lang {
        Lang::Vi => format!("Lịch làm việc {from} – {to} (lịch {})", calendar.version),
        Lang::En => format!("Working calendar {from} to {to} (calendar {})", calendar.version),
    };
    session.page.paragraph(out, &title, Tone::Strong)?;
    let days = figure::count(calendar.working_days.unsigned_abs(), lang);
    let mut sum = format!("{days} {}", session.say("ngày làm việc", "working days"));
    if calendar.provisional {
        sum.push_str(session.say(
            "; tạm tính theo luật, chờ quyết định của năm",
            "; provisional, by statute, until the year's decision",
        ));
    }
    session.page.paragraph(out, &sum, Tone::Plain)?;
    writeln!(out)?;
    write_days(session, &calendar.days, out)?;
    Ok(Outcome::Fine)
}

fn write_days(
    session: &Session,
    days: &[CalendarDay<'_>],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let lang = session.lang;
    let mut table = Table::new(vec![
        Column::figure(session.say("Ngày", "Day")),
        Column::whole(session.say("Thứ", "Weekday")),
        Column::whole(session.say("Làm việc", "Worked")),
        Column::cut(session.say("Lý do", "Reason"), 16),
        Column::cut(session.say("Căn cứ", "Source"), 12).spare(1),
    ]);
    for day in days {
        let worked = if day.working {
            Cell::toned(session.say("làm bù", "worked"), Tone::Caution)
        } else {
            session.say("nghỉ", "off").into()
        };
        let name = match lang {
            Lang::En if !day.name_en.is_empty() => day.name_en,
            _ => day.name,
        };
        let mark =
            if day.provisional { session.say(" (tạm tính)", " (provisional)") } else { "" };
        table.push(vec![
            figure::day(day.day, lang).into(),
            day.weekday.label(lang).into(),
            worked,
            format!("{name}{mark}").into(),
            day.source.into(),
        ]);
    }
    if !table.is_empty() {
        table.write(out, session.page)?;
    }
    Ok(())
}
