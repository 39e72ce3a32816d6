//! A terminal that is redrawn: the second screen, and the keys pressed there.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, Clear, ClearType, DisableLineWrap, EnableLineWrap,
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{execute, queue};

/// Height where the terminal does not say.
const USUAL_HEIGHT: usize = 24;
/// Longest time until a signal to end is noticed.
const SLICE: Duration = Duration::from_millis(250);

/// The second screen; dropped, the terminal is as it was.
pub(super) struct Screen {
    /// Set by a signal to end, which would otherwise leave the terminal without its cursor and its lines.
    is_ended: Arc<AtomicBool>,
}

/// Why a wait is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wake {
    Time,
    Resized,
    /// `q`, Ctrl-C, or a signal to end.
    Ended,
}

impl Screen {
    /// None where there is no terminal that can be redrawn and that keys can be read from.
    pub(super) fn enter(mut out: &mut dyn Write) -> Option<Self> {
        let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        if !io::stdout().is_terminal() || (cfg!(unix) && is_dumb) {
            return None;
        }
        terminal::enable_raw_mode().ok()?;
        let screen = Screen { is_ended: Arc::default() };
        event::poll(Duration::ZERO).ok()?;
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&screen.is_ended)).ok()?;
        }
        // The macros write to what has a size.
        let out = &mut out;
        execute!(out, EnterAlternateScreen, DisableLineWrap, Hide).ok()?;
        Some(screen)
    }

    /// Rows of the terminal.
    pub(super) fn height() -> usize {
        // Some that are made by programs say 0.
        let height = terminal::size().map_or(0, |(_, height)| usize::from(height));
        if height == 0 { USUAL_HEIGHT } else { height }
    }

    /// Puts lines in place of what is there.
    pub(super) fn draw(lines: &[String], height: usize, mut out: &mut dyn Write) -> io::Result<()> {
        let out = &mut out;
        queue!(out, BeginSynchronizedUpdate)?;
        for (row, line) in (0..).zip(lines) {
            queue!(out, MoveTo(0, row), Clear(ClearType::CurrentLine))?;
            write!(out, "{line}")?;
        }
        if lines.len() < height {
            queue!(out, MoveTo(0, lines.len() as u16), Clear(ClearType::FromCursorDown))?;
        }
        execute!(out, EndSynchronizedUpdate)
    }

    /// Waits so long, or until there is something else to do.
    pub(super) fn wait(&self, interval: Duration) -> io::Result<Wake> {
        let start = Instant::now();
        loop {
            if self.is_ended.load(Ordering::Relaxed) {
                return Ok(Wake::Ended);
            }
            let left = interval.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Ok(Wake::Time);
            }
            if !event::poll(left.min(SLICE))? {
                continue;
            }
            match event::read()? {
                Event::Resize(..) => return Ok(Wake::Resized),
                Event::Key(key) if key.kind != KeyEventKind::Release => match key.code {
                    KeyCode::Char('q' | 'Q') => return Ok(Wake::Ended),
                    // In raw mode the terminal sends no signal for it.
                    KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                        return Ok(Wake::Ended);
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // A terminal that has gone away needs nothing.
        let _ = execute!(io::stdout(), Show, EnableLineWrap, LeaveAlternateScreen);
        let _ = terminal::disable_raw_mode();
    }
}
