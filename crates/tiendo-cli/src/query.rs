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
    reply::write(out, &tiendo::query(&registry, &request))
}
