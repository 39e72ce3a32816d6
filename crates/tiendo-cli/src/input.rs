//! The texts that `deadline` and `number` read: one from the arguments, or one per line from standard input.

use std::io::{BufRead, Read};

use crate::failure::Failure;

/// Longest line that is read; the readers look at far less.
const MAX_LINE_BYTES: u64 = 1 << 20;

/// Hands on the text, or each line of standard input where the text is `-`.
///
/// Answers go out line by line, so that a pipe may ask and wait. Bytes that are no UTF-8 are replaced.
pub(crate) fn each_text(
    text: &str,
    mut answer: impl FnMut(&str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if text != "-" {
        return answer(text);
    }
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = input.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line);
        if read.map_err(|error| Failure::Input(error.to_string()))? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        answer(text.strip_suffix('\r').unwrap_or(text))?;
    }
}

/// All of standard input.
pub(crate) fn whole() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| Failure::Input(error.to_string()))?;
    Ok(bytes)
}
