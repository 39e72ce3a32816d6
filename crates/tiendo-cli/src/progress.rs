//! Progress of what takes longer than a second: on standard error, and only where that is a terminal.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use tiendo::Watch;

/// Nothing is said before so long.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time between two lines.
const STEP: Duration = Duration::from_millis(200);

/// Runs `work`, telling how far its watch is once it takes long.
pub(crate) fn watched<T>(label: &str, work: impl FnOnce(&Watch) -> T) -> T {
    let watch = Watch::new();
    if !std::io::stderr().is_terminal() {
        return work(&watch);
    }
    std::thread::scope(|scope| {
        let (done, ended) = mpsc::channel::<()>();
        let seen = &watch;
        scope.spawn(move || {
            let mut wait = PATIENCE;
            let mut said = false;
            while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let line = match seen.progress() {
                    (_, 0) => format!("{label} …"),
                    (n, all) => format!("{label} {} %", 100 * n / all),
                };
                let _ = write!(std::io::stderr(), "\r{line}\u{1b}[K");
                (wait, said) = (STEP, true);
            }
            if said {
                let _ = write!(std::io::stderr(), "\r\u{1b}[K");
            }
        });
        let result = work(&watch);
        drop(done);
        result
    })
}
