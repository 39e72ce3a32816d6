//! Whose turn it is to write.

use std::hash::{BuildHasher, RandomState};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use crate::error::Error;

/// Microseconds between two asks: at least, and how much more at random.
const PAUSE: (u64, u64) = (1_000, 4_000);

/// Begins a transaction that writes, as soon as nobody else does; [`Error::Busy`] where that takes longer than the timeout,
/// which is the connection's.
///
/// SQLite would ask again after ever longer pauses, up to 100 ms: twenty times in two seconds. Beside writers that never pause,
/// who leave the file alone for less than a millisecond each time, one may so be passed over until its time is up. Asking often
/// makes that unlikely, and asking at random keeps who asks from falling into step with who writes.
pub(crate) fn begin(
    connection: &Connection,
    busy_timeout: Duration,
) -> Result<Transaction<'_>, Error> {
    connection.busy_timeout(Duration::ZERO)?;
    let begun = ask(connection, busy_timeout);
    // What else the connection does waits in SQLite's way.
    connection.busy_timeout(busy_timeout)?;
    begun
}

fn ask(connection: &Connection, busy_timeout: Duration) -> Result<Transaction<'_>, Error> {
    let mut waiting = None;
    loop {
        let error = match Transaction::new_unchecked(connection, TransactionBehavior::Immediate) {
            Ok(transaction) => return Ok(transaction),
            Err(error) => error,
        };
        // Most find nobody there: only who waits looks at the clock.
        let (since, random, asks) =
            waiting.get_or_insert_with(|| (Instant::now(), RandomState::new(), 0_u32));
        let left = busy_timeout.saturating_sub(since.elapsed());
        if error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy) || left.is_zero() {
            return Err(error.into());
        }
        *asks = asks.wrapping_add(1);
        let pause = PAUSE.0 + random.hash_one(*asks) % PAUSE.1;
        thread::sleep(left.min(Duration::from_micros(pause)));
    }
}
