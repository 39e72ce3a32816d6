//! The critical path against dates, slack and critical flags that MS Project computed (`../shared/conformance/mspdi`).
//!
//! A small reader of the one thing needed here: leaf tasks, links and the project's calendar, in working minutes.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "the files are files")]

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{Datelike, Duration, NaiveDateTime, NaiveTime};
use quick_xml::Reader;
use quick_xml::events::Event;
use tiendo::DependencyKind;
use tiendo::schedule::{Activity, Link, Network};

/// An element with its text and its children.
#[derive(Debug, Default)]
struct Node {
    name: String,
    text: String,
    children: Vec<Node>,
}

impl Node {
    fn read(text: &str) -> Node {
        let (mut reader, mut open) = (Reader::from_str(text), vec![Node::default()]);
        let name = str::to_owned;
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(start) => {
                    open.push(Node { name: name(start.local_name().as_ref()), ..Node::default() });
                }
                Event::Empty(empty) => {
                    let node = Node { name: name(empty.local_name().as_ref()), ..Node::default() };
                    open.last_mut().expect("a root").children.push(node);
                }
                Event::Text(text) => {
                    open.last_mut().expect("a root").text += &name(text.as_ref());
                }
                Event::End(_) => {
                    let node = open.pop().expect("an open element");
                    open.last_mut().expect("a root").children.push(node);
                }
                Event::Eof => return open.remove(0).children.remove(0),
                _ => {}
            }
        }
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |c| c.name == name)
    }

    fn one(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|c| c.name == name)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.one(name).map(|n| n.text.trim())
    }

    fn instant(&self, name: &str) -> Option<NaiveDateTime> {
        self.text(name).map(|t| t.parse().expect("an instant"))
    }
}

/// Minutes worked on each day of the week, Sunday first.
struct Week([Vec<(NaiveTime, NaiveTime)>; 7]);

impl Week {
    fn of(project: &Node) -> Week {
        let uid = project.text("CalendarUID");
        let calendars = project.one("Calendars").expect("calendars");
        let own = calendars.all("Calendar").find(|c| c.text("UID") == uid);
        let mut week = Week(Default::default());
        let days = own.and_then(|c| c.one("WeekDays")).expect("a week");
        for day in days.all("WeekDay") {
            let at: usize = day.text("DayType").and_then(|t| t.parse().ok()).expect("a day type");
            let time =
                |n: &Node, name: &str| n.text(name).and_then(|t| t.parse().ok()).expect("a time");
            for span in day.one("WorkingTimes").into_iter().flat_map(|w| w.all("WorkingTime")) {
                week.0[at - 1].push((time(span, "FromTime"), time(span, "ToTime")));
            }
        }
        week
    }

    /// Minutes worked from the start of the project to an instant; negative before it.
    fn minutes(&self, start: NaiveDateTime, at: NaiveDateTime) -> i32 {
        if at < start {
            return -self.minutes(at, start);
        }
        let (mut sum, mut day) = (Duration::zero(), start.date());
        while day <= at.date() {
            for (from, to) in &self.0[day.weekday().num_days_from_sunday() as usize] {
                let (from, to) = (day.and_time(*from).max(start), day.and_time(*to).min(at));
                sum += (to - from).max(Duration::zero());
            }
            day = day.succ_opt().expect("a day");
        }
        sum.num_minutes() as i32
    }
}

fn minutes_of(duration: &str) -> i32 {
    let numbers: Vec<i32> =
        duration.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    numbers[0] * 60 + numbers[1]
}

/// Compares a file, and returns how many values agree and the names of the tasks with one that does not.
fn compare(text: &str) -> (usize, Vec<String>) {
    let project = Node::read(text);
    let week = Week::of(&project);
    let start = project.instant("StartDate").expect("a start");
    let uid = |node: &Node, name: &str| node.text(name).map(str::to_owned);
    // Blank rows are no tasks, summaries are sums; UID 0 is the project itself.
    let leaf = |task: &&Node| {
        task.text("IsNull") != Some("1")
            && task.text("Summary") != Some("1")
            && task.text("UID") != Some("0")
    };
    let tasks: Vec<&Node> = project.one("Tasks").expect("tasks").all("Task").filter(leaf).collect();
    let position: BTreeMap<String, u32> =
        (0..).zip(&tasks).filter_map(|(i, t)| Some((uid(t, "UID")?, i))).collect();
    let (mut activities, mut links) = (Vec::new(), Vec::new());
    for (to, task) in tasks.iter().enumerate() {
        // Constraint 4: start no earlier than. The others of these files are as soon as possible.
        let bound =
            (task.text("ConstraintType") == Some("4")).then(|| task.instant("ConstraintDate"));
        let bound = bound.flatten().map_or(0, |at| week.minutes(start, at).max(0));
        let duration_days = minutes_of(task.text("Duration").expect("a duration"));
        let due = task.instant("Deadline").map(|at| week.minutes(start, at));
        activities.push(Activity { earliest: bound, duration_days, due });
        for link in task.all("PredecessorLink") {
            let kind = match link.text("Type") {
                Some("0") => DependencyKind::FinishToFinish,
                Some("2") => DependencyKind::StartToFinish,
                Some("3") => DependencyKind::StartToStart,
                _ => DependencyKind::FinishToStart,
            };
            let from = position[&uid(link, "PredecessorUID").expect("a predecessor")];
            let tenths: i32 = link.text("LinkLag").map_or(0, |t| t.parse().expect("a lag"));
            links.push(Link { from, to: to as u32, kind, lag_days: tenths / 10 });
        }
    }
    let network = Network::new(&activities, &links).expect("no loop");
    let dates = network.dates();
    let (mut agreeing, mut differing) = (0, Vec::new());
    for (i, task) in (0..).zip(&tasks) {
        let at = |name: &str| task.instant(name).map(|at| week.minutes(start, at));
        let slack = |name: &str| task.text(name).map(|t| t.parse::<i32>().expect("slack") / 10);
        let critical =
            task.text("TotalSlack").map(|_| i32::from(task.text("Critical") == Some("1")));
        let pairs = [
            (at("Start"), dates.early_start(i)),
            (at("Finish"), dates.early_finish(i)),
            (at("EarlyStart"), dates.early_start(i)),
            (at("EarlyFinish"), dates.early_finish(i)),
            (at("LateStart"), dates.late_start(i)),
            (at("LateFinish"), dates.late_finish(i)),
            (slack("TotalSlack"), dates.total_slack(i)),
            (slack("FreeSlack"), dates.free_slack(i)),
            (critical, i32::from(dates.is_critical(i))),
        ];
        let wrong =
            pairs.iter().filter(|(theirs, ours)| theirs.is_some_and(|t| t != *ours)).count();
        agreeing += pairs.iter().filter(|(theirs, ours)| *theirs == Some(*ours)).count();
        if wrong > 0 {
            eprintln!("{:?}: {pairs:?}", task.text("Name"));
            differing.push(task.text("Name").unwrap_or_default().to_owned());
        }
    }
    (agreeing, differing)
}

/// Files, how many values at least are compared, and the tasks that differ, each with the reason.
const FILES: [(&str, usize, &[&str]); 5] = [
    ("mspdirelations.xml", 45, &[]),
    ("mspdinulltasks.xml", 27, &[]),
    ("mspextattr.xml", 9, &[]),
    ("task-baselines-project2007-mspdi.xml", 495, &[]),
    // The first is worked on by a resource at part of its time over 800 hours of another measure, the second in night
    // shifts: both follow the calendar of a resource and not the project's.
    ("legacy-sample1-deadlines.xml", 30, &["Second Task", "Assigned Task 2"]),
];

#[test]
fn dates_slack_and_critical_flags_are_those_of_ms_project() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance/mspdi");
    if !folder.is_dir() {
        eprintln!(
            "SKIPPED: the files of MS Project are not there; they lie in ../shared/conformance"
        );
        return;
    }
    for (name, least, stated) in FILES {
        let text = std::fs::read_to_string(folder.join(name)).expect("a file");
        let (agreeing, differing) = compare(&text);
        assert_eq!(differing, stated, "{name}");
        assert!(agreeing >= least, "{name}: only {agreeing} values were compared");
        eprintln!("{name}: {agreeing} values agree");
    }
}
