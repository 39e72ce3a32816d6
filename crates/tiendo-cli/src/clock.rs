//! The day and the instant in Viet Nam: the only clock, for the core has none.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, Timelike, Utc};

const SECONDS_EAST: i32 = 7 * 3600;

/// The wall clock in UTC+7, to the second.
pub(crate) fn now() -> NaiveDateTime {
    let utc = Utc::now();
    let local = FixedOffset::east_opt(SECONDS_EAST)
        .map_or_else(|| utc.naive_utc(), |zone| utc.with_timezone(&zone).naive_local());
    local.with_nanosecond(0).unwrap_or(local)
}

/// Today in UTC+7.
pub(crate) fn today() -> NaiveDate {
    now().date()
}
