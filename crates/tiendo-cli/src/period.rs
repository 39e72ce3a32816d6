//! `period`: what falls due in a reporting period.

use std::io::Write;

use tiendo::{Axis, RollupOptions};

use crate::Outcome;
use crate::args::PeriodArgs;
use crate::failure::Failure;
use crate::figure;
use crate::heading;
use crate::load;
use crate::reply::Request;
use crate::session::Session;
use crate::status;

pub(crate) fn run(
    session: &Session,
    args: &PeriodArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
    let (from, to) = session.policy.reporting_days(args.period);
    let axis = Axis::parse(&args.by).unwrap_or(Axis::Level);
    let title = format!(
        "{} {} ({} – {}), {}",
        session.say("Việc đến hạn trong kỳ", "Due in"),
        args.period.code(),
        figure::day(from, session.lang),
        figure::day(to, session.lang),
        heading::until(session, &evaluation.scope())
    );
    let options = RollupOptions { period: Some((from, to)), ..RollupOptions::along(axis) };
    let request = Request::evaluated("period", session, evaluation.as_of())?
        .with("period", Some(args.period.code()))
        .with("axis", Some(axis.as_str()));
    status::write_axis(session, &evaluation, &title, &options, &request, out)
}
