//! Text for terminals that show no UTF-8: without accents, as Vietnamese is typed on a bare keyboard.

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

/// The text in ASCII: accents dropped, lines and bars drawn with signs, `?` for what has no letter there.
///
/// It takes as many cells as before, but for the few letters that become two.
pub(crate) fn of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_ascii() => out.push(c),
            '─' | '–' | '—' | '−' => out.push('-'),
            '█' => out.push('#'),
            '×' => out.push('x'),
            '·' => out.push('.'),
            '÷' => out.push('/'),
            // The mark of what was cut must not end a sentence.
            '…' => out.push('~'),
            '‘' | '’' => out.push('\''),
            '“' | '”' => out.push('"'),
            '\u{a0}' => out.push(' '),
            _ => letter(c, &mut out),
        }
    }
    out
}

fn letter(c: char, out: &mut String) {
    let bare = tiendo::text::fold(c.encode_utf8(&mut [0; 4]));
    if !bare.is_ascii() {
        out.extend(std::iter::repeat_n('?', c.width().unwrap_or(0)));
    } else if c.is_uppercase() {
        out.push_str(&bare.to_ascii_uppercase());
    } else {
        out.push_str(&bare);
    }
}

/// Hands on in ASCII what is written to it.
pub(crate) struct AsciiWriter<W>(pub(crate) W);

impl<W: Write> Write for AsciiWriter<W> {
    /// Whole strings are written to it, for nothing between it and its writers cuts them.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(of(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_letter_in_ascii_keeps_its_cells() {
        assert_eq!(of("Lâm ĐỒNG – 91,8 % …"), "Lam DONG - 91,8 % ~");
        assert_eq!(of("████──××··//"), "####--xx..//");
        assert_eq!(of("Đo\u{302}\u{300}ng 越南 ß"), "Dong ???? ss");
        assert_eq!(of("\u{1b}[31mđỏ\u{1b}[0m"), "\u{1b}[31mdo\u{1b}[0m");
        let mut out = Vec::new();
        let name = "Sở";
        write!(AsciiWriter(&mut out), "{name} ễ{}", 7).unwrap();
        assert_eq!(out, b"So e7");
    }
}
