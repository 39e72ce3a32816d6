//! `watch`: where the tasks stand, shown again whenever anybody records in the ledger.

mod screen;
mod view;

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use tiendo::{AsOf, Evaluation, Sums, Watch};
use tiendo_ledger::{Access, Entry, Error, Head, Ledger, OpenOptions};

use crate::Outcome;
use crate::args::{Format, WatchArgs};
use crate::failure::Failure;
use crate::load;
use crate::progress;
use crate::reply::{self, Request};
use crate::session::{self, Session};
use crate::status;
use crate::threads;
use screen::{Screen, Wake};

pub(crate) fn run(
    session: &Session,
    args: &WatchArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    load::alone(session)?;
    if session.format == Format::Csv {
        let text = session.say(
            "watch in bảng hoặc JSON; CSV: tiendo status --format csv",
            "watch prints tables or JSON; for CSV use tiendo status --format csv",
        );
        return Err(Failure::Input(text.to_owned()));
    }
    let mut watched = Watched::open(session, args.once)?;
    let first = watched.first()?;
    if !args.once && session.format == Format::Table {
        // Without a terminal that can be redrawn and read from, every change is a block of lines.
        if let Some(screen) = Screen::enter(out) {
            return redrawn(watched, &screen, first, args.interval, out);
        }
    }
    printed(session, &first, None, out)?;
    if args.once {
        return Ok(Outcome::Fine);
    }
    let start = first.evaluation.task_sums();
    loop {
        std::thread::sleep(args.interval);
        if let Some(seen) = watched.again()? {
            if session.format == Format::Table {
                writeln!(out)?;
            }
            printed(session, &seen, Some(&start), out)?;
        }
    }
}

/// One block of lines, or the reply of `status` in one line of JSON.
fn printed(
    session: &Session,
    seen: &Seen,
    start: Option<&Sums>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if session.format == Format::Json {
        let scope = seen.evaluation.scope();
        let request = Request::evaluated("status", session, seen.evaluation.as_of())?;
        let reply = request.ask(seen.evaluation.registry());
        reply::write_titled(session, out, &status::title(session, &scope), &scope, &reply)?;
    } else {
        view::write(session, seen, start, out)?;
    }
    // Whoever reads along waits for it.
    Ok(out.flush()?)
}

/// The view redrawn on a terminal, until `q`, Ctrl-C or a signal to end.
fn redrawn(
    mut watched: Watched<'_>,
    screen: &Screen,
    mut seen: Seen,
    interval: Duration,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let start = seen.evaluation.task_sums();
    let mut session = watched.session.clone();
    loop {
        session.page.width = session::page_width();
        let height = Screen::height();
        Screen::draw(&view::lines(&session, &seen, &start, height)?, height, out)?;
        loop {
            match screen.wait(interval)? {
                Wake::Ended => return Ok(Outcome::Fine),
                Wake::Resized => break,
                Wake::Time => {}
            }
            if let Some(now) = watched.again()? {
                seen = now;
                break;
            }
        }
    }
}

/// The tasks as the ledger had them at one look.
struct Seen {
    evaluation: Evaluation,
    /// The last entry.
    entry: Option<Entry>,
}

/// A ledger that is looked at again and again.
struct Watched<'a> {
    session: &'a Session,
    ledger: Ledger,
    path: &'a Path,
    file: Option<File>,
    /// What was looked at last: its end, and the day it was judged on.
    last: Option<(Head, AsOf)>,
}

impl<'a> Watched<'a> {
    /// Opens it for reading beside those that write.
    ///
    /// Looked at once, a file that nobody may write is read as it lies there; there would be no telling what changes in it.
    fn open(session: &'a Session, once: bool) -> Result<Self, Failure> {
        let path = super::path(session)?;
        let ledger = if once {
            super::open_at(path, Access::ReadOnly)?
        } else {
            let access = Access::ReadOnly;
            Ledger::open_with(path, &OpenOptions { access, ..OpenOptions::default() })?
        };
        Ok(Watched { session, ledger, path, file: File::at(path), last: None })
    }

    /// The first look, with progress.
    fn first(&mut self) -> Result<Seen, Failure> {
        let (head, as_of) = (self.ledger.head()?, self.session.as_of()?);
        let label = self.session.say("đang đọc sổ cái", "reading the ledger");
        let registry =
            progress::watched(label, |_| super::registry_of(self.session, &self.ledger))?;
        let evaluation = status::evaluate(self.session, &registry, as_of)?;
        self.seen(head, as_of, evaluation)
    }

    /// What is new, where anything is: an entry, or the day.
    fn again(&mut self) -> Result<Option<Seen>, Failure> {
        if File::at(self.path) != self.file {
            // The open file would be watched for ever, and nobody writes it any more.
            let path = self.path.display().to_string();
            return Err(Failure::Ledger(Error::Moved { path }));
        }
        let head = match self.ledger.head() {
            // Asked again the next time.
            Err(Error::Busy) => return Ok(None),
            head => head?,
        };
        let as_of = self.session.as_of()?;
        if self.last == Some((head, as_of)) {
            return Ok(None);
        }
        let registry = super::registry_of(self.session, &self.ledger)?;
        let policy = &self.session.policy;
        let evaluation =
            threads::on(|threads| registry.evaluate_on(as_of, policy, threads, &Watch::new()))?;
        self.seen(head, as_of, evaluation).map(Some)
    }

    fn seen(&mut self, head: Head, as_of: AsOf, evaluation: Evaluation) -> Result<Seen, Failure> {
        let entry = self.ledger.entries(head.seq.saturating_sub(1), 1)?.pop();
        // What was appended between the two reads is in the evaluation already, and is looked at once more.
        self.last = Some((head, as_of));
        Ok(Seen { evaluation, entry })
    }
}

/// Which file a path names.
#[derive(Debug, PartialEq, Eq)]
struct File(u64, u64);

impl File {
    /// By asking for its number, never by opening it: closing it again would give up the locks of this process.
    #[cfg(unix)]
    fn at(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(path).ok().map(|found| File(found.dev(), found.ino()))
    }

    /// Elsewhere a file that is open cannot be replaced.
    #[cfg(not(unix))]
    fn at(_: &Path) -> Option<Self> {
        None
    }
}
