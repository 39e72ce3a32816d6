//! JSON answers: the replies of the library's own JSON door, so that they are the same everywhere.

use std::io::Write;

use serde_json::{Map, Value, json};
use tiendo::{Policy, Registry, Scope};

use crate::Outcome;
use crate::failure::Failure;
use crate::heading;
use crate::input;
use crate::session::Session;

/// A request under construction.
pub(crate) struct Request(Map<String, Value>);

impl Request {
    /// A request that needs no evaluation.
    pub(crate) fn new(query: &str) -> Self {
        let mut fields = Map::new();
        fields.insert("query".to_owned(), query.into());
        Request(fields)
    }

    /// A request at the session's D and K, under its policy.
    pub(crate) fn evaluated(
        query: &str,
        session: &Session,
        as_of: tiendo::AsOf,
    ) -> Result<Self, Failure> {
        let request = Request::new(query)
            .with("as_of", Some(as_of.day.to_string()))
            .with("known", as_of.known.map(|day| day.to_string()));
        Ok(request.with("policy", Some(policy(&session.policy)?)))
    }

    /// Sets a field where there is a value.
    pub(crate) fn with(mut self, field: &str, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value {
            self.0.insert(field.to_owned(), value.into());
        }
        self
    }

    /// Asks for sentences in the session's language.
    pub(crate) fn in_language(self, session: &Session) -> Self {
        self.with("lang", Some(session.say("vi", "en")))
    }

    /// Asks the library.
    pub(crate) fn ask(&self, registry: &Registry) -> String {
        tiendo::query(registry, &json!(self.0).to_string())
    }
}

/// A built-in policy by its name, one of the user's own in full.
pub(crate) fn policy(policy: &Policy) -> Result<Value, Failure> {
    if Policy::named(&policy.name).is_ok_and(|built_in| built_in == *policy) {
        return Ok(policy.name.as_str().into());
    }
    serde_json::to_value(policy).map_err(|error| Failure::Input(error.to_string()))
}

/// Writes a reply as it is.
pub(crate) fn write(out: &mut dyn Write, reply: &str) -> Result<Outcome, Failure> {
    writeln!(out, "{reply}")?;
    Ok(outcome(reply))
}

/// Writes the reply to a text, or to each line of standard input where the text is `-`.
pub(crate) fn write_each(
    out: &mut dyn Write,
    text: &str,
    ask: impl Fn(&str) -> String,
) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Fine;
    input::each_text(text, |text| {
        if write(out, &ask(text))? == Outcome::Refused {
            outcome = Outcome::Refused;
        }
        // A pipe may wait for this answer before it asks again.
        out.flush()?;
        Ok(())
    })?;
    Ok(outcome)
}

/// Writes a reply with a title as its first field; the other bytes are those of the library.
pub(crate) fn write_titled(
    session: &Session,
    out: &mut dyn Write,
    title: &str,
    scope: &Scope,
    reply: &str,
) -> Result<Outcome, Failure> {
    write_behind(out, "title", &heading::title(session, title, scope), reply)
}

/// The same under another name, for replies that have a title of their own.
pub(crate) fn write_behind(
    out: &mut dyn Write,
    name: &str,
    text: &str,
    reply: &str,
) -> Result<Outcome, Failure> {
    match (outcome(reply), reply.strip_prefix('{')) {
        (Outcome::Fine, Some(fields)) => {
            writeln!(out, "{{{}:{},{fields}", Value::from(name), Value::from(text))?;
            Ok(Outcome::Fine)
        }
        _ => write(out, reply),
    }
}

/// Whether the reply is an error.
pub(crate) fn outcome(reply: &str) -> Outcome {
    if reply.starts_with("{\"error\":") { Outcome::Refused } else { Outcome::Fine }
}
