//! `query`: the library's JSON door on standard input and output.

use std::io::Write;

use crate::Outcome;
use crate::failure::Failure;
use crate::input;
use crate::load;
use crate::reply;
use crate::session::Session;

pub(crate) fn run(session: &Session, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let request = input::whole()?;
    let registry = load::registry(session)?;
    let request = match String::from_utf8(request) {
        Ok(request) => request,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            // Where standard error is closed there is nobody to tell.
            let _ = match session.lang {
                tiendo::Lang::Vi => {
                    writeln!(std::io::stderr(), "tiendo: yêu cầu không phải UTF-8 từ byte {at}")
                }
                tiendo::Lang::En => {
                    writeln!(std::io::stderr(), "tiendo: the request is not UTF-8 from byte {at}")
                }
            };
            unreadable(error.as_bytes(), at)
        }
    };
    reply::write(out, &tiendo::query(&registry, &request))
}

/// A request that ends in a replacement character where the first `valid` bytes end.
///
/// No JSON text ends so, whether within a string or behind a whole value: the library refuses it at that place, and what
/// was only replaced is never taken for what was asked.
fn unreadable(request: &[u8], valid: usize) -> String {
    let mut text = String::from_utf8_lossy(&request[..valid]).into_owned();
    text.push(char::REPLACEMENT_CHARACTER);
    text
}
