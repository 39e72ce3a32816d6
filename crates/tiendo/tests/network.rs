//! The critical path against other people's files, an obvious implementation, and its own laws.
//!
//! `../shared/conformance` holds the instances with their published answers; where it is absent these tests say so.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "the instances are files")]

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tiendo::DependencyKind;
use tiendo::schedule::{Activity, AtMost, Delay, Link, Network};

fn conformance(folder: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance");
    let folder = root.join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    let folder = folder.display();
    eprintln!("SKIPPED: {folder} is not there; it lies in ../shared beside the repository");
    None
}

fn numbers(line: &str) -> Vec<i32> {
    line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

/// Jobs and precedence relations of a PSPLIB instance, and its published MPM-Time.
fn psplib(text: &str) -> (Vec<Activity>, Vec<Link>, i32) {
    let block = |title: &str, skip: usize| {
        let after = text.lines().skip_while(|l| !l.starts_with(title)).skip(skip);
        after.map(numbers).take_while(|row| !row.is_empty()).collect::<Vec<_>>()
    };
    let mpm = *block("pronr.", 1)[0].last().expect("the MPM-Time");
    let mut links = Vec::new();
    for row in block("jobnr.    #modes", 1) {
        assert_eq!(row.len() as i32, 3 + row[2], "{row:?}");
        links.extend(row[3..].iter().map(|to| Link {
            from: row[0] as u32 - 1,
            to: *to as u32 - 1,
            kind: DependencyKind::FinishToStart,
            lag_days: 0,
        }));
    }
    let jobs = block("REQUESTS/DURATIONS", 3);
    let activity = |row: &Vec<i32>| Activity { earliest: 0, duration_days: row[2], due: None };
    (jobs.iter().map(activity).collect(), links, mpm)
}

#[test]
fn psplib_critical_paths_are_the_published_ones() {
    let Some(folder) = conformance("psplib") else { return };
    let mut read = 0;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|e| e != "sm") {
            continue;
        }
        let (jobs, links, mpm) = psplib(&std::fs::read_to_string(&path).expect("an instance"));
        let network = Network::new(&jobs, &links).expect("no loop");
        let dates = network.dates();
        assert_eq!(dates.finish(), mpm, "{}", path.display());
        let path_days: i32 =
            network.driving_path(&dates).iter().map(|i| jobs[*i as usize].duration_days).sum();
        assert_eq!(path_days, mpm, "the driving path is as long: {}", path.display());
        read += 1;
    }
    assert!(read >= 57, "only {read} instances");
}

/// Rows of an RCPSP/max instance: durations, minimum lags, and maximum lags, which its format writes as negative ones.
fn rcpsp_max(text: &str) -> (Vec<Activity>, Vec<Link>, Vec<AtMost>) {
    let mut lines = text.lines();
    let count = numbers(lines.next().expect("a heading"))[0] as usize + 2;
    let rows: Vec<&str> = lines.take(count * 2).collect();
    let (mut links, mut most) = (Vec::new(), Vec::new());
    for row in &rows[..count] {
        let plain = numbers(&row[..row.find('[').unwrap_or(row.len())]);
        let lags = numbers(&row[row.find('[').unwrap_or(row.len())..].replace(['[', ']'], " "));
        let (from, successors) = (plain[0] as u32, &plain[3..]);
        assert_eq!(successors.len(), lags.len(), "{row}");
        for (to, lag) in successors.iter().zip(lags) {
            let to = *to as u32;
            if lag < 0 {
                // "start(to) ≥ start(from) − 22": the successor bounds how far the other may run ahead.
                most.push(AtMost { from: to, to: from, days: -lag });
            } else {
                links.push(Link { from, to, kind: DependencyKind::StartToStart, lag_days: lag });
            }
        }
    }
    let activity = |row: &&str| Activity { earliest: 0, duration_days: numbers(row)[2], due: None };
    (rows[count..].iter().map(activity).collect(), links, most)
}

#[test]
fn minimum_and_maximum_lags_bound_the_published_optimum() {
    let Some(folder) = conformance("rcpsp-max") else { return };
    let optimum = std::fs::read_to_string(folder.join("optimum.csv")).expect("answers");
    let mut bounded = 0;
    for line in optimum.lines().skip(1) {
        let (name, optimum) = line.split_once(',').expect("two fields");
        let Ok(text) = std::fs::read_to_string(folder.join(name)) else { continue };
        let (activities, links, most) = rcpsp_max(&text);
        let network = Network::new(&activities, &links).expect("no loop of minimum lags");
        let dates = network.dates_within(&most).expect("no contradiction");
        for lag in &most {
            let apart = dates.early_start(lag.to) - dates.early_start(lag.from);
            assert!(apart <= lag.days, "{name}: {lag:?} is {apart}");
            assert!(dates.late_start(lag.to) - dates.late_start(lag.from) <= lag.days, "{name}");
        }
        assert!((0..network.len() as u32).all(|i| dates.total_slack(i) >= 0), "{name}");
        if let Ok(optimum) = optimum.parse::<i32>() {
            assert!(dates.finish() <= optimum, "{name}: {} > {optimum}", dates.finish());
            bounded += 1;
        }
    }
    assert!(bounded >= 2, "only {bounded} instances");
}

#[test]
fn maximum_lags_that_contradict_have_no_dates() {
    let activity = Activity { earliest: 0, duration_days: 3, due: None };
    let link = Link { from: 0, to: 1, kind: DependencyKind::FinishToStart, lag_days: 0 };
    let network = Network::new(&[activity; 2], &[link]).expect("no loop");
    assert!(network.dates_within(&[AtMost { from: 0, to: 1, days: 2 }]).is_err());
    assert!(network.dates_within(&[AtMost { from: 0, to: 9, days: 2 }]).is_err());
}

#[test]
fn a_chain_of_a_million_needs_no_recursion() {
    let n = 1_000_000_u32;
    // Against the order of the numbers, so that nothing is sorted by chance.
    let link = |from| Link { from, to: from - 1, kind: DependencyKind::FinishToStart, lag_days: 0 };
    let links: Vec<Link> = (1..n).map(link).collect();
    let activities = vec![Activity { earliest: 0, duration_days: 1, due: None }; n as usize];
    let network = Network::new(&activities, &links).expect("no loop");
    let dates = network.dates();
    assert_eq!((dates.finish(), dates.total_slack(n / 2)), (1_000_000, 0));
    assert_eq!(network.driving_path(&dates).len(), 1_000_000);
    let shift = Delay { activity: n - 1, delay_days: 1, ..Delay::default() };
    let effect = network.effect(&dates, &[shift]);
    assert_eq!((effect.moved.len(), effect.finish.1), (1_000_000, 1_000_001));
    assert_eq!(network.cause(&dates, &effect, 0).len(), 1_000_000);

    let mut closed = links;
    closed.push(Link { from: 0, to: n - 1, kind: DependencyKind::StartToStart, lag_days: -9 });
    let looped = Network::new(&activities, &closed).expect_err("a loop").to_string();
    assert!(looped.starts_with("the links form a loop: 0 → 999999 → 999998"), "{looped}");
}

#[test]
fn durations_beyond_all_days_do_not_wrap() {
    let activity =
        Activity { earliest: i32::MAX - 5, duration_days: i32::MAX, due: Some(i32::MIN) };
    let link = Link { from: 0, to: 1, kind: DependencyKind::FinishToFinish, lag_days: i32::MAX };
    let network = Network::new(&[activity; 2], &[link]).expect("no loop");
    let dates = network.dates();
    let seen =
        [dates.total_slack(0), dates.free_slack(1), dates.late_finish(0), dates.early_finish(0)];
    assert!(seen.iter().all(|n| *n != 7));
}

fn kind() -> impl Strategy<Value = DependencyKind> {
    proptest::sample::select(DependencyKind::ALL)
}

/// A network without loops, and some shifts of it.
fn networks(due: bool) -> impl Strategy<Value = (Vec<Activity>, Vec<Link>, Vec<Delay>)> {
    (1_u32..25).prop_flat_map(move |n| {
        let day = if due { proptest::option::of(0..60_i32).boxed() } else { Just(None).boxed() };
        let activity = (0..30_i32, 0..12_i32, day)
            .prop_map(|(earliest, duration_days, due)| Activity { earliest, duration_days, due });
        // The numbers are dealt out anew, so that a link may lead to a smaller one.
        let dealt = Just((0..n).collect::<Vec<u32>>()).prop_shuffle();
        let ends = proptest::collection::vec((0..n, 0..n, kind(), -9..9_i32), 0..50);
        let links = (dealt, ends).prop_map(|(dealt, ends)| {
            let link = |(a, b, kind, lag_days): (u32, u32, DependencyKind, i32)| {
                let (from, to) = (dealt[a.min(b) as usize], dealt[a.max(b) as usize]);
                (from != to).then_some(Link { from, to, kind, lag_days })
            };
            ends.into_iter().filter_map(link).collect::<Vec<_>>()
        });
        let shift =
            (0..n, 0..9_i32, proptest::option::of(0..50_i32), proptest::option::of(0..15_i32))
                .prop_map(|(activity, delay_days, not_before, duration_days)| Delay {
                    activity,
                    delay_days,
                    not_before,
                    duration_days,
                });
        let shifts = proptest::collection::vec(shift, 1..4);
        (proptest::collection::vec(activity, n as usize), links, shifts)
    })
}

/// The early starts by relaxing every link until nothing changes: slow and obvious.
fn obvious(activities: &[Activity], links: &[Link]) -> Vec<i32> {
    let mut start: Vec<i32> = activities.iter().map(|a| a.earliest).collect();
    for _ in 0..=activities.len() {
        for link in links {
            let (from, to) = (link.from as usize, link.to as usize);
            let finish = start[from] + activities[from].duration_days;
            let bound = match link.kind {
                DependencyKind::FinishToStart => finish + link.lag_days,
                DependencyKind::StartToStart => start[from] + link.lag_days,
                DependencyKind::FinishToFinish => {
                    finish + link.lag_days - activities[to].duration_days
                }
                DependencyKind::StartToFinish => {
                    start[from] + link.lag_days - activities[to].duration_days
                }
            };
            start[to] = start[to].max(bound);
        }
    }
    start
}

proptest! {
    #[test]
    fn early_starts_are_the_obvious_ones((activities, links, _) in networks(true)) {
        let network = Network::new(&activities, &links).expect("no loop");
        let dates = network.dates();
        let starts: Vec<i32> = (0..network.len() as u32).map(|i| dates.early_start(i)).collect();
        prop_assert_eq!(starts, obvious(&activities, &links));
    }

    #[test]
    fn slack_is_never_negative_without_deadlines((activities, links, _) in networks(false)) {
        let network = Network::new(&activities, &links).expect("no loop");
        let dates = network.dates();
        for i in 0..network.len() as u32 {
            prop_assert!(dates.total_slack(i) >= 0);
            prop_assert!((0..=dates.total_slack(i)).contains(&dates.free_slack(i)));
        }
        for i in network.driving_path(&dates) {
            prop_assert!(dates.is_critical(i), "what drives the finish is critical");
        }
    }

    #[test]
    fn one_link_more_makes_nothing_earlier((activities, links, _) in networks(true)) {
        let whole = Network::new(&activities, &links).expect("no loop");
        let fewer = Network::new(&activities, &links[..links.len().saturating_sub(1)]).expect("no loop");
        let (with, without) = (whole.dates(), fewer.dates());
        for i in 0..whole.len() as u32 {
            prop_assert!(with.early_start(i) >= without.early_start(i));
        }
    }

    #[test]
    fn a_what_if_is_the_whole_computed_anew((activities, links, shifts) in networks(true)) {
        let network = Network::new(&activities, &links).expect("no loop");
        let dates = network.dates();
        let effect = network.effect(&dates, &shifts);
        let mut shifted = activities.clone();
        for shift in &shifts {
            let activity = &mut shifted[shift.activity as usize];
            let delayed = (shift.delay_days > 0).then(|| dates.early_start(shift.activity) + shift.delay_days);
            activity.earliest = activity.earliest.max(delayed.unwrap_or(i32::MIN)).max(shift.not_before.unwrap_or(i32::MIN));
            activity.duration_days = shift.duration_days.unwrap_or(activity.duration_days);
        }
        let anew = Network::new(&shifted, &links).expect("no loop");
        let after = anew.dates();
        prop_assert_eq!(effect.finish, (dates.finish(), after.finish()));
        let mut moved = effect.moved.clone();
        moved.sort_by_key(|m| m.activity);
        let mut expected = Vec::new();
        for i in 0..network.len() as u32 {
            let start = (dates.early_start(i), after.early_start(i));
            let finish = (dates.early_finish(i), after.early_finish(i));
            if start.0 != start.1 || finish.0 != finish.1 {
                let due = activities[i as usize].due;
                let newly_late = due.is_some_and(|due| finish.0 <= due && due < finish.1);
                expected.push(tiendo::schedule::Moved { activity: i, start, finish, newly_late });
            }
        }
        prop_assert_eq!(&moved, &expected);
        for m in &moved {
            let chain = network.cause(&dates, &effect, m.activity);
            prop_assert_eq!(chain.last(), Some(&m.activity));
            prop_assert!(chain.iter().all(|i| moved.iter().any(|m| m.activity == *i)));
            // Where something is shortened, what moves may come to rest on what does not.
            let only_later = shifts.iter().all(|s| s.duration_days.is_none());
            let is_shifted = shifts.iter().any(|s| s.activity == chain[0]);
            prop_assert!(!only_later || is_shifted, "a chain begins with a cause");
        }
    }
}
