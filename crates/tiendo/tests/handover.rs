//! Who a row counts for when agencies follow each other and tasks are handed over.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use tiendo::{
    Agency, AgencyId, AsOf, DocumentId, Level, Policy, RegistryBuilder, Succession, SuccessionKind,
    Task, TaskId, Text, Transfer, day,
};

/// A task of `BTTTT`, merged into `BKHCN` on 1 March 2025, with hand-overs (from, to, day); who owes it on each day.
fn holders(transfers: &[(&str, &str, &str)], days: &[&str]) -> Vec<String> {
    let id = |id: &str| AgencyId::new(id).unwrap();
    let mut builder = RegistryBuilder::new();
    for agency in ["BTTTT", "BKHCN", "BCA"] {
        builder.add_agency(Agency::new(id(agency), Text::new(agency).unwrap(), Level::Central));
    }
    builder.add_succession(Succession {
        kind: SuccessionKind::Merged,
        from: id("BTTTT"),
        to: id("BKHCN"),
        day: day::parse("2025-03-01").unwrap(),
        basis: None,
        source: None,
    });
    let document = DocumentId::new("57-NQ/TW").unwrap();
    let mut task = Task::new(TaskId::new("T1").unwrap(), document, Text::new("x").unwrap());
    task.assigned_on = day::parse("2025-01-01").ok();
    task.addressees = vec![id("BTTTT")];
    builder.add_task(task);
    for (from, to, on) in transfers {
        builder.add_transfer(Transfer {
            task: TaskId::new("T1").unwrap(),
            from: id(from),
            to: id(to),
            day: day::parse(on).unwrap(),
            basis: None,
            source: None,
        });
    }
    let registry = builder.finish();
    let holder = |on: &&str| {
        let as_of = AsOf::new(day::parse(on).unwrap()).unwrap();
        let evaluation = registry.evaluate(as_of, &Policy::default()).unwrap();
        evaluation.row(0).unwrap().agency_id().unwrap().to_owned()
    };
    days.iter().map(holder).collect()
}

#[test]
fn a_successor_owes_it_from_its_first_day() {
    assert_eq!(holders(&[], &["2025-02-28", "2025-03-01"]), ["BTTTT", "BKHCN"]);
}

#[test]
fn a_transfer_wins_over_the_succession() {
    let on_the_day = [("BTTTT", "BCA", "2025-03-01")];
    assert_eq!(
        holders(&on_the_day, &["2025-02-28", "2025-03-01", "2025-12-31"]),
        ["BTTTT", "BCA", "BCA"]
    );
}

#[test]
fn a_successor_may_hand_it_on() {
    let later = [("BKHCN", "BCA", "2025-06-01")];
    assert_eq!(
        holders(&later, &["2025-02-28", "2025-05-31", "2025-06-01"]),
        ["BTTTT", "BKHCN", "BCA"]
    );
    // Before it followed, it had nothing to hand on.
    let early = [("BKHCN", "BCA", "2025-02-01")];
    assert_eq!(holders(&early, &["2025-02-28", "2025-03-01"]), ["BTTTT", "BKHCN"]);
}
