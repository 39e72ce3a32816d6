//! What is asked of a ledger: instants, by the clock where none is given, and how it is made and opened.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDateTime};
use pyo3::prelude::*;
use tiendo::{Classification, Finding, Records, Watch};
use tiendo_ledger::{Access, Error, ImportOptions, NewLedger, OpenOptions};

use super::Imported;
use crate::calendar::Calendar;
use crate::{convert, error};

/// Seconds that Viet Nam's clocks are ahead of UTC; it has no summer time.
const SECONDS_EAST: i64 = 7 * 3600;

/// How often an instant of the clock is drawn anew where another process recorded something in between.
const DRAWS: u32 = 100;

/// Longest busy timeout: a day.
const MOST_SECONDS: f64 = 86_400.0;

/// The wall clock of Viet Nam, to the second.
fn now() -> PyResult<NaiveDateTime> {
    let unread = || error::value("recorded_at", "the clock", "given: the clock is before 1970");
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| unread())?;
    let seconds = i64::try_from(passed.as_secs()).map_err(|_| unread())?;
    let instant = DateTime::from_timestamp(seconds.saturating_add(SECONDS_EAST), 0);
    Ok(instant.ok_or_else(unread)?.naive_utc())
}

/// Records at a given instant, or by the clock. By the clock, an instant that was drawn before another process recorded
/// something is drawn anew; a clock that is really behind is told.
pub(super) fn recorded<T>(
    given: Option<NaiveDateTime>,
    mut record: impl FnMut(NaiveDateTime) -> Result<T, Error>,
) -> PyResult<T> {
    if let Some(given) = given {
        return record(given).map_err(error::ledger);
    }
    let mut drawn = 0;
    loop {
        drawn += 1;
        match record(now()?) {
            Err(Error::ClockBackwards { last, .. }) if drawn < DRAWS && now()? >= last => {}
            done => return done.map_err(error::ledger),
        }
    }
}

/// What a new ledger is told.
pub(super) fn founded(
    node: &str,
    actor: &str,
    recorded_at: Option<NaiveDateTime>,
    calendar: Option<&Bound<'_, Calendar>>,
    classification: &str,
) -> PyResult<NewLedger> {
    let at = recorded_at.map_or_else(now, Ok)?;
    let calendar = calendar.map(|calendar| calendar.get().core().clone());
    let classification = Classification::parse(classification);
    Ok(NewLedger { calendar, classification, ..NewLedger::new(node, at, actor) })
}

/// Imports records at an instant, or by the clock.
pub(super) fn imported(
    ledger: &tiendo_ledger::Ledger,
    records: &Records,
    (recorded_at, actor): (Option<NaiveDateTime>, &str),
    options: &ImportOptions,
    watch: &Watch,
    findings: Vec<Finding>,
) -> PyResult<Imported> {
    let import = |at| ledger.import(records, at, actor, options, watch);
    Ok(Imported::new(&recorded(recorded_at, import)?, findings))
}

/// How a ledger is opened.
pub(super) fn options(access: &str, busy_timeout: f64) -> PyResult<OpenOptions> {
    const ACCESS: [(&str, Access); 3] = [
        ("read_write", Access::ReadWrite),
        ("read_only", Access::ReadOnly),
        ("immutable", Access::Immutable),
    ];
    let find = |text: &str| ACCESS.iter().find(|(word, _)| *word == text).map(|(_, a)| *a);
    let access = convert::word("access", access, find, ACCESS.iter().map(|(word, _)| *word))?;
    let given = busy_timeout.to_string();
    let in_range = (0.0..=MOST_SECONDS).contains(&busy_timeout);
    let busy_timeout = Duration::try_from_secs_f64(busy_timeout).ok().filter(|_| in_range);
    let busy_timeout =
        busy_timeout.ok_or_else(|| error::value("busy_timeout", &given, "0 to 86400 seconds"))?;
    Ok(OpenOptions { access, busy_timeout })
}
