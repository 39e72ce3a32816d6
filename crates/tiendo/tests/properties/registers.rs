//! Small registers of every kind of record, with ties, gaps, contradictions and days at both ends of the range.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use tiendo::{
    AddresseeMode, Agency, AgencyId, AgencyKind, Allocation, AllocationSource, AsOf, BeforeReading,
    Branch, Cause, ClassificationBasis, Deadline, DeadlineBasis, Document, DocumentId,
    DocumentRelation, DocumentRelationKind, ExtensionCounts, GroupId, Level, Phase, PhaseId, Plan,
    PlanId, Policy, Product, ProductKind, Provenance, Rate, Records, Report, ReportId, ReportKind,
    Silence, Succession, SuccessionKind, Task, TaskGroup, TaskId, TaskRelation, TaskRelationKind,
    Text, Transfer, day,
};

/// Bodies, every parent before its children; decimals and words, so that their order is not the order here.
pub(crate) const BODIES: [&str; 7] = ["B", "10", "9", "A1", "09", "68-UBND", "Z"];
const GROUPS: [&str; 2] = ["all", "some"];
const DOCUMENTS: [&str; 3] = ["D2", "10", "D1"];
const TASKS: [&str; 6] = ["T1", "10", "9", "T/1", "2", "T2"];
const PHASES: [&str; 2] = ["urgent", "later"];
const TASK_GROUPS: [&str; 2] = ["2", "1"];
const NOBODY: &str = "nobody";

/// Wording of every class of deadline, some of it incomplete or not to be understood.
const WORDINGS: [&str; 15] = [
    "trước ngày 15/8/2025",
    "trong quý III/2025",
    "trước tháng 10/2025",
    "hằng tháng",
    "trước ngày 25 hằng tháng",
    "hằng quý",
    "hằng tuần",
    "hằng năm",
    "thường xuyên",
    "trong 15 ngày làm việc kể từ ngày ký",
    "dự kiến tháng 9/2025",
    "trước ngày 15/8",
    "Kỳ họp thứ 10",
    "từ ngày 01/7/2025",
    "sớm nhất có thể",
];

/// Any valid day: mostly of a few months, so that days meet, sometimes at either end of the range.
pub(crate) fn days() -> impl Strategy<Value = NaiveDate> {
    let near = |anchor: NaiveDate, days: std::ops::Range<i64>| {
        days.prop_filter_map("within the range", move |n| day::plus(anchor, n))
    };
    let middle = day::from_ymd(2025, 6, 1).unwrap();
    prop_oneof![
        10 => near(middle, 0..10),
        10 => near(middle, -60..300),
        1 => near(day::FIRST, 0..40),
        1 => near(day::LAST, -40..1),
        1 => near(day::FIRST, 0..109_573),
    ]
}

/// An instant on any day, the first and the last second of it often.
fn instants() -> impl Strategy<Value = NaiveDateTime> {
    (days(), select(vec![0, 43_200, 86_399])).prop_map(|(day, second)| {
        day.and_hms_opt(second / 3600, second / 60 % 60, second % 60).unwrap()
    })
}

/// D, and K or none.
pub(crate) fn as_of() -> impl Strategy<Value = AsOf> {
    (days(), prop::option::weighted(0.6, days())).prop_map(|(d, k)| {
        let as_of = AsOf::new(d).unwrap();
        k.map_or(as_of, |k| as_of.known_on(k).unwrap())
    })
}

/// A built-in policy or one that turns every switch.
pub(crate) fn policies() -> impl Strategy<Value = Policy> {
    let switches = any::<[bool; 6]>();
    let rates = (select(Rate::ALL.to_vec()), select(vec![0_u32, 1, 5]));
    (select(tiendo::policy::BUILT_IN.to_vec()), switches, select(vec![0_u16, 7, 400]), rates)
        .prop_map(|(name, on, due_soon_days, (ranking, minimum))| {
            let mut policy = Policy::named(name).unwrap();
            policy.name = format!("{name}, varied");
            policy.due_soon_days = due_soon_days;
            policy.ranking = ranking;
            policy.ranking_minimum_due = minimum;
            policy.requires_acceptance |= on[0];
            policy.excuse_objective_cause = on[1];
            policy.cap_open_percent = on[2].then_some(80);
            if on[3] {
                policy.before = BeforeReading::Lenient;
            }
            if on[4] {
                policy.extension_counts = ExtensionCounts::Recorded;
                policy.deadline = DeadlineBasis::Original;
            }
            if on[5] {
                policy.silence = Silence::Counted;
            }
            policy
        })
}

/// Records of every kind. No two have the same key, so that none replaces another.
pub(crate) fn records() -> impl Strategy<Value = Records> {
    let set = (
        prop::collection::vec(documents(), 0..5),
        prop::collection::vec(agencies(), 0..12),
        prop::collection::vec(tasks(), 0..9),
        prop::collection::vec(reports(), 0..40),
    );
    let moved = (
        prop::collection::vec(successions(), 0..4),
        prop::collection::vec(transfers(), 0..4),
        prop::collection::vec(allocations(), 0..3),
        prop::option::weighted(0.8, plans()),
    );
    (set, moved).prop_map(
        |((documents, agencies, tasks, reports), (successions, transfers, allocations, plan))| {
            Records {
                documents: distinct(documents, |d| (d.id.clone(), d.valid_from, d.recorded_at)),
                agencies: distinct(agencies, |a| (a.id.clone(), a.version_from, a.recorded_at)),
                tasks: distinct(tasks, |t| (t.id.clone(), t.valid_from, t.recorded_at)),
                reports: reports
                    .into_iter()
                    .enumerate()
                    .map(|(i, mut report)| {
                        let id = if i % 3 == 0 { format!("R{i}") } else { i.to_string() };
                        report.id = ReportId::new(&id).unwrap();
                        report
                    })
                    .collect(),
                successions,
                transfers,
                allocations,
                plans: plan.into_iter().collect(),
                ..Records::default()
            }
        },
    )
}

fn distinct<T, K: Ord>(records: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let by_key: BTreeMap<K, T> = records.into_iter().map(|r| (key(&r), r)).collect();
    by_key.into_values().collect()
}

fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}

fn document_id(id: &str) -> DocumentId {
    DocumentId::new(id).unwrap()
}

fn agency_id(id: &str) -> AgencyId {
    AgencyId::new(id).unwrap()
}

/// A body, or now and then one that is no record.
fn a_body() -> impl Strategy<Value = AgencyId> {
    prop_oneof![15 => select(BODIES.to_vec()), 1 => Just(NOBODY), 1 => Just("VN")]
        .prop_map(agency_id)
}

/// Few absent versions, so that most ids have one.
fn version() -> impl Strategy<Value = (Option<NaiveDate>, Option<NaiveDateTime>)> {
    prop_oneof![
        3 => Just((None, None)),
        2 => (prop::option::of(days()), prop::option::of(instants())),
    ]
}

fn documents() -> impl Strategy<Value = Document> {
    let days =
        (prop::option::of(days()), prop::option::of(days()), prop::option::weighted(0.2, days()));
    let above = prop::option::of(select(DOCUMENTS.to_vec()));
    (select(DOCUMENTS.to_vec()), prop::option::of(a_body()), days, above, version()).prop_map(
        |(id, issuer, (issued, effective, expires), above, (from, recorded))| {
            let mut document = Document::new(document_id(id), text(id));
            document.issuer = issuer;
            document.issued_on = issued;
            document.effective_on = effective;
            document.expires_on = expires;
            document.relations.extend(above.filter(|a| *a != id).map(|a| DocumentRelation {
                kind: DocumentRelationKind::Concretises,
                document: document_id(a),
                clause: None,
            }));
            document.valid_from = from;
            document.recorded_at = recorded;
            document
        },
    )
}

fn agencies() -> impl Strategy<Value = Agency> {
    let place = (0..BODIES.len() + GROUPS.len(), any::<Option<Index>>());
    let kinds = (select(Level::KNOWN.to_vec()), select(Branch::KNOWN.to_vec()));
    let exists = (prop::option::weighted(0.2, days()), prop::option::weighted(0.2, days()));
    let member = prop::collection::vec(select(GROUPS.to_vec()), 0..3);
    let territory = prop::option::of(select(vec!["01", "68", "00004"]));
    (place, kinds, exists, member, territory, version()).prop_map(
        |((i, above), (level, branch), (valid_from, valid_to), member, territory, version)| {
            let all: Vec<&str> = BODIES.into_iter().chain(GROUPS).collect();
            let mut agency = Agency::new(agency_id(all[i]), text(all[i]), level);
            agency.branch = branch;
            agency.territory = territory.map(text);
            (agency.valid_from, agency.valid_to) = (valid_from, valid_to);
            (agency.version_from, agency.recorded_at) = version;
            agency.member_of = member.into_iter().filter(|g| *g != all[i]).map(agency_id).collect();
            if i >= BODIES.len() {
                agency.kind = AgencyKind::Group;
            } else if let (Some(above), true) = (above, i > 0) {
                // A parent earlier in the list: no version closes a loop, which the checks of loops are for.
                agency.parent = Some(agency_id(BODIES[above.index(i)]));
            }
            agency
        },
    )
}

fn deadlines() -> impl Strategy<Value = Deadline> {
    prop_oneof![
        4 => days().prop_map(Deadline::by),
        2 => days().prop_map(Deadline::before),
        6 => select(WORDINGS.to_vec()).prop_map(|w| Deadline::wording(w).unwrap()),
        1 => Just(Deadline::unspecified()),
        1 => days().prop_map(|d| Deadline::wording("từ ngày 01/7/2025").unwrap().with_last_day(d)),
    ]
}

fn tasks() -> impl Strategy<Value = Task> {
    let set = (
        select(TASKS.to_vec()),
        select(vec!["D2", "10", "D1", "D0"]),
        prop::option::weighted(0.8, days()),
        deadlines(),
        1_u8..=100,
        version(),
    );
    let owed = (
        prop::collection::vec(
            prop_oneof![5 => a_body(), 1 => select(GROUPS.to_vec()).prop_map(agency_id)],
            0..4,
        ),
        prop::option::of(select(AddresseeMode::ALL.to_vec())),
        prop::option::of(a_body()),
        prop::collection::vec(a_body(), 0..2),
        any::<[bool; 4]>(),
    );
    let placed = (
        prop::option::of(select(PHASES.to_vec())),
        prop::option::of(select(TASK_GROUPS.to_vec())),
        prop::option::of(select(TASKS.to_vec())),
        prop::option::of((select(TaskRelationKind::KNOWN.to_vec()), select(TASKS.to_vec()))),
    );
    (set, owed, placed).prop_map(
        |(
            (id, document, assigned_on, deadline, weight, version),
            (addressees, mode, assigner, delegates, on),
            (phase, group, parent, relation),
        )| {
            let mut task = Task::new(TaskId::new(id).unwrap(), document_id(document), text(id));
            (task.valid_from, task.recorded_at) = version;
            (task.assigned_on, task.deadline, task.weight) = (assigned_on, deadline, weight);
            (task.addressees, task.mode) = (addressees, mode);
            (task.assigner, task.delegates) = (assigner, delegates);
            task.indicative = on[0] && on[1];
            task.classified_by = on[2].then_some(ClassificationBasis::Collector);
            task.product = (on[1] && on[3]).then(|| Product {
                text: text("Nghị định"),
                kind: Some(ProductKind::InForce),
                document: Some(document_id("D1")),
            });
            task.phase = phase.map(|p| PhaseId::new(p).unwrap());
            task.group = group.map(|g| GroupId::new(g).unwrap());
            task.parent = parent.map(|p| TaskId::new(p).unwrap());
            task.relations.extend(
                relation.map(|(kind, t)| TaskRelation { kind, task: TaskId::new(t).unwrap() }),
            );
            task
        },
    )
}

fn kinds() -> impl Strategy<Value = ReportKind> {
    prop_oneof![
        3 => Just(ReportKind::Progress),
        4 => Just(ReportKind::Complete),
        2 => Just(ReportKind::Extend),
        8 => select(ReportKind::KNOWN.to_vec()),
        1 => Just(ReportKind::parse("celebrate")),
    ]
}

/// A report under an id that the caller replaces.
pub(crate) fn reports() -> impl Strategy<Value = Report> {
    let said = (
        prop_oneof![20 => select(TASKS.to_vec()), 1 => Just("T0")],
        kinds(),
        days(),
        prop::option::weighted(0.9, instants()),
        prop::option::of(0_u8..=100),
        days(),
    );
    let by = (
        prop::option::weighted(0.4, a_body()),
        prop::option::weighted(0.2, a_body()),
        prop::option::weighted(0.2, select(vec!["2025-06", "2025-07", "2025-Q3", "?"])),
        prop::option::weighted(0.3, select(vec!["land", "money"])),
        prop::option::weighted(0.2, a_body()),
        any::<[bool; 3]>(),
    );
    (said, by).prop_map(
        |(
            (task, kind, reported_on, recorded_at, percent, new_deadline),
            (by, addressee, occurrence, category, addressed_to, on),
        )| {
            let id = ReportId::new("R").unwrap();
            let grants = kind == ReportKind::Extend || on[0] && on[1];
            let mut report = Report::new(id, TaskId::new(task).unwrap(), kind, reported_on);
            (report.recorded_at, report.percent) = (recorded_at, percent);
            (report.by, report.addressee) = (by, addressee);
            report.new_deadline = grants.then_some(new_deadline);
            report.occurrence = occurrence.map(text);
            report.category = category.map(text);
            report.addressed_to = addressed_to;
            report.cause = on[0].then(|| if on[1] { Cause::Objective } else { Cause::Subjective });
            if on == [true; 3] {
                report.provenance = Provenance::Simulated;
            }
            report
        },
    )
}

fn successions() -> impl Strategy<Value = Succession> {
    let kind = select(SuccessionKind::KNOWN.to_vec());
    (kind, a_body(), a_body(), days(), prop::option::of(Just("Nghị quyết 176"))).prop_map(
        |(kind, from, to, day, basis)| Succession {
            kind,
            from,
            to,
            day,
            basis: basis.map(text),
            source: None,
        },
    )
}

fn transfers() -> impl Strategy<Value = Transfer> {
    let task = select(TASKS.to_vec());
    (task, a_body(), a_body(), days(), prop::option::of(Just("Quyết định 1"))).prop_map(
        |(task, from, to, day, basis)| Transfer {
            task: TaskId::new(task).unwrap(),
            from,
            to,
            day,
            basis: basis.map(text),
            source: None,
        },
    )
}

fn allocations() -> impl Strategy<Value = Allocation> {
    let source = prop::option::of(Just("Báo cáo 1"));
    (select(TASKS.to_vec()), select(AllocationSource::KNOWN.to_vec()), days(), 0_u64..2, source)
        .prop_map(|(task, from, day, planned_vnd, source)| Allocation {
            task: TaskId::new(task).unwrap(),
            from,
            day,
            planned_vnd,
            allocated_vnd: 0,
            disbursed_vnd: 0,
            source: source.map(text),
        })
}

fn plans() -> impl Strategy<Value = Plan> {
    let own = prop::collection::vec(select(DOCUMENTS.to_vec()), 0..3);
    let phases = prop::collection::vec(deadlines(), PHASES.len());
    (select(DOCUMENTS.to_vec()), own, phases).prop_map(|(document, own, phases)| Plan {
        id: PlanId::new("plan").unwrap(),
        document: document_id(document),
        documents: own.into_iter().map(document_id).collect(),
        name: text("plan"),
        name_en: None,
        phases: PHASES
            .into_iter()
            .zip(phases)
            .map(|(id, deadline)| Phase {
                id: PhaseId::new(id).unwrap(),
                name: text(id),
                name_en: None,
                starts_on: None,
                deadline,
            })
            .collect(),
        groups: TASK_GROUPS
            .into_iter()
            .map(|id| TaskGroup { id: GroupId::new(id).unwrap(), name: text(id), name_en: None })
            .collect(),
    })
}
