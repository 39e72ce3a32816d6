//! Random records of every kind, whose texts hold what formats are broken with.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use tiendo::{
    AddresseeMode, Agency, AgencyId, AgencyKind, Aggregation, Allocation, AllocationSource, Branch,
    Cause, Classification, ClassificationBasis, Deadline, Dependency, DependencyKind, Direction,
    Document, DocumentId, DocumentKind, DocumentRelation, DocumentRelationKind, GroupId, Kpi,
    KpiPoint, Level, Measurement, PeopleAsked, Phase, PhaseId, Plan, PlanId, Product, ProductKind,
    Provenance, Records, Report, ReportId, ReportKind, Stage, Succession, SuccessionKind, Task,
    TaskGroup, TaskId, TaskRelation, TaskRelationKind, Text, Transfer, day,
};

/// Text out of the pieces that CSV, lists, formulas and Unicode are broken with.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"",
        "\n",
        "\r",
        "\r\n",
        "=",
        "+",
        "-",
        "@",
        "'",
        "''",
        ";",
        ",",
        "\t",
        "\\",
        "\\;",
        " ",
        "\u{a0}",
        "\u{feff}",
        "\u{200b}",
        "a",
        "Đ",
        "e\u{301}",
        "o\u{302}\u{300}",
        "\u{301}",
        "＝",
        "0",
        "1",
        "/",
        "2025",
        "E",
        ".",
        "true",
        "sep=",
        "#",
        "|",
        "𝕏",
        "\u{1b}",
        "id",
        "''",
        "\u{2028}",
    ]);
    prop_oneof![4 => vec(pieces, 0..6).prop_map(|p| p.concat()), 1 => "[^\0]{0,12}"]
}

fn text() -> impl Strategy<Value = Text> {
    hostile().prop_map(|text| Text::new(&text).unwrap())
}

/// An id of the same stuff, without control characters.
fn id<I: for<'a> TryFrom<&'a str> + std::fmt::Debug>() -> impl Strategy<Value = I> {
    let clean = |text: String| text.replace(char::is_control, "x");
    hostile().prop_map(clean).prop_filter_map("not an id", |text| I::try_from(&text).ok())
}

fn some_day() -> impl Strategy<Value = NaiveDate> {
    let span = (day::LAST - day::FIRST).num_days();
    prop_oneof![
        Just(day::FIRST),
        Just(day::LAST),
        (0..=span).prop_map(|n| day::plus(day::FIRST, n).unwrap())
    ]
}

fn instant() -> impl Strategy<Value = NaiveDateTime> {
    (some_day(), 0..24_u32, 0..60_u32, 0..60_u32)
        .prop_map(|(day, h, m, s)| day.and_hms_opt(h, m, s).unwrap())
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>().prop_filter("finite", |n| n.is_finite()),
        (-1_000_000..1_000_000_i32).prop_map(|n| f64::from(n) / 1000.0),
    ]
}

fn point() -> impl Strategy<Value = KpiPoint> {
    (some_day(), number()).prop_map(|(day, value)| KpiPoint { day, value })
}

fn pairs() -> impl Strategy<Value = BTreeMap<String, String>> {
    btree_map(hostile(), hostile(), 0..3)
}

/// A word of an open list, or one that no list will ever hold.
macro_rules! open {
    ($name:ident) => {
        prop_oneof![
            3 => prop::sample::select($name::KNOWN.to_vec()),
            1 => prop::sample::select(vec!["zz", "=zz;", "zz, \"q\"", "'zz", "-zz", "zz\nzz", "0zz=1"])
                .prop_map(|word| $name::Unknown(word.to_owned())),
        ]
    };
}

macro_rules! closed {
    ($name:ident) => {
        prop::sample::select($name::ALL.to_vec())
    };
}

fn deadline() -> impl Strategy<Value = Deadline> {
    (text(), option::of(some_day())).prop_map(|(text, last)| {
        let mut deadline = if text.is_empty() {
            Deadline::unspecified()
        } else {
            Deadline::wording(text.as_str()).unwrap()
        };
        deadline.stated_last_day = last;
        deadline
    })
}

fn document() -> impl Strategy<Value = Document> {
    let relation = (open!(DocumentRelationKind), id::<DocumentId>(), option::of(text()))
        .prop_map(|(kind, document, clause)| DocumentRelation { kind, document, clause });
    let first = (
        id(),
        text(),
        option::of(text()),
        option::of(open!(DocumentKind)),
        option::of(id::<AgencyId>()),
    );
    let second =
        (option::of(text()), vec(text(), 0..4), vec(relation, 0..3), pairs(), option::of(text()));
    let days = (option::of(some_day()), option::of(some_day()), option::of(some_day()));
    (first, second, days, option::of(some_day()), option::of(instant())).prop_map(
        |(
            (id, title, number, kind, issuer),
            (issuer_name, aliases, relations, external_ids, source),
            days,
            from,
            at,
        )| {
            let mut document = Document::new(id, title);
            (document.number, document.kind, document.issuer) = (number, kind, issuer);
            (document.issuer_name, document.aliases, document.relations) =
                (issuer_name, aliases, relations);
            (document.external_ids, document.source) = (external_ids, source);
            (document.issued_on, document.effective_on, document.expires_on) = days;
            (document.valid_from, document.recorded_at) = (from, at);
            document
        },
    )
}

fn agency() -> impl Strategy<Value = Agency> {
    let first = (id(), text(), open!(Level), open!(AgencyKind), open!(Branch), option::of(text()));
    let second = (
        vec(text(), 0..4),
        option::of(id::<AgencyId>()),
        option::of(text()),
        vec(id::<AgencyId>(), 0..3),
    );
    let days = (
        option::of(some_day()),
        option::of(some_day()),
        option::of(some_day()),
        option::of(instant()),
    );
    (first, second, days, pairs(), option::of(text())).prop_map(
        |(
            (id, name, level, kind, branch, code),
            (others, parent, territory, member_of),
            days,
            external,
            source,
        )| {
            let mut agency = Agency::new(id, name, level);
            (agency.kind, agency.branch, agency.code) = (kind, branch, code);
            (agency.other_names, agency.parent) = (others, parent);
            (agency.territory, agency.member_of) = (territory, member_of);
            (agency.valid_from, agency.valid_to, agency.version_from, agency.recorded_at) = days;
            (agency.external_ids, agency.source) = (external, source);
            agency
        },
    )
}

fn plan() -> impl Strategy<Value = Plan> {
    let phase = (id::<PhaseId>(), text(), option::of(text()), option::of(some_day()), deadline())
        .prop_map(|(id, name, name_en, starts_on, deadline)| Phase {
            id,
            name,
            name_en,
            starts_on,
            deadline,
        });
    let group = (id::<GroupId>(), text(), option::of(text()))
        .prop_map(|(id, name, name_en)| TaskGroup { id, name, name_en });
    let first = (
        id::<PlanId>(),
        id::<DocumentId>(),
        vec(id::<DocumentId>(), 0..3),
        text(),
        option::of(text()),
    );
    (first, vec(phase, 0..3), vec(group, 0..3)).prop_map(
        |((id, document, documents, name, name_en), phases, groups)| Plan {
            id,
            document,
            documents,
            name,
            name_en,
            phases,
            groups,
        },
    )
}

fn task() -> impl Strategy<Value = Task> {
    let ids = || vec(id::<AgencyId>(), 0..4);
    let relation = (open!(TaskRelationKind), id::<TaskId>())
        .prop_map(|(kind, task)| TaskRelation { kind, task });
    let dependency = (id::<TaskId>(), closed!(DependencyKind), any::<i16>())
        .prop_map(|(task, kind, lag_days)| Dependency { task, kind, lag_days });
    let product = (text(), option::of(open!(ProductKind)), option::of(id::<DocumentId>()))
        .prop_map(|(text, kind, document)| Product { text, kind, document });
    let who = (ids(), ids(), ids(), option::of(id::<AgencyId>()), option::of(id::<AgencyId>()));
    let what = (
        id(),
        id::<DocumentId>(),
        text(),
        option::of(text()),
        option::of(text()),
        option::of(product),
    );
    let posts = (
        option::of(text()),
        option::of(text()),
        option::of(text()),
        option::of(closed!(AddresseeMode)),
    );
    let when =
        (option::of(some_day()), deadline(), any::<bool>(), option::of(any::<u16>()), 1..=100_u8);
    let place = (
        option::of(id::<GroupId>()),
        option::of(id::<PhaseId>()),
        option::of(closed!(ClassificationBasis)),
        option::of(id::<TaskId>()),
        option::of(id::<TaskId>()),
    );
    let lists = (
        vec(relation, 0..3),
        vec(dependency, 0..3),
        option::of(open!(Stage)),
        option::of(open!(Classification)),
    );
    let rest = (pairs(), option::of(text()), option::of(some_day()), option::of(instant()));
    (who, what, posts, when, place, lists, rest).prop_map(
        |(who, what, posts, when, place, lists, rest)| {
            let mut task = Task::new(what.0, what.1, what.2);
            (task.addressees, task.coordinating, task.delegates, task.assigner, task.supervisor) =
                who;
            (task.title_en, task.clause, task.product) = (what.3, what.4, what.5);
            (task.responsible_person, task.supervising_leader, task.authority, task.mode) = posts;
            (task.assigned_on, task.deadline, task.indicative, task.duration_days, task.weight) =
                when;
            (task.group, task.phase, task.classified_by, task.parent, task.pilot_of) = place;
            (task.relations, task.dependencies, task.stage, task.classification) = lists;
            (task.external_ids, task.source, task.valid_from, task.recorded_at) = rest;
            task
        },
    )
}

fn report() -> impl Strategy<Value = Report> {
    let first = (id::<ReportId>(), id::<TaskId>(), open!(ReportKind), some_day());
    let who = (
        option::of(id::<AgencyId>()),
        option::of(id::<AgencyId>()),
        option::of(text()),
        option::of(id::<AgencyId>()),
    );
    let what = (
        option::of(0..=100_u8),
        option::of(text()),
        option::of(open!(Cause)),
        option::of(text()),
        option::of(text()),
    );
    let when =
        (option::of(instant()), option::of(some_day()), option::of(some_day()), option::of(text()));
    (first, who, what, when, option::of(id::<DocumentId>()), closed!(Provenance)).prop_map(
        |(first, who, what, when, basis, provenance)| {
            let mut report = Report::new(first.0, first.1, first.2, first.3);
            (report.addressee, report.by, report.by_post, report.addressed_to) = who;
            (report.percent, report.reason, report.cause, report.evidence, report.category) = what;
            (report.recorded_at, report.new_deadline, report.needed_by, report.occurrence) = when;
            (report.basis, report.provenance) = (basis, provenance);
            report
        },
    )
}

fn kpi() -> impl Strategy<Value = Kpi> {
    let people = (any::<u32>(), text())
        .prop_map(|(survey_size, period)| PeopleAsked { survey_size, period });
    let rate = (option::of(number()), option::of(number()));
    let measured = (option::of(text()), some_day(), option::of(instant()), number(), rate)
        .prop_map(|(id, period_end, recorded_at, value, (numerator, denominator))| Measurement {
            id,
            recorded_at,
            numerator,
            denominator,
            ..Measurement::new(period_end, value)
        });
    let first =
        (id(), text(), open!(Direction), open!(Aggregation), 1..=100_u8, option::of(number()));
    let texts = (option::of(text()), option::of(text()), option::of(text()), option::of(text()));
    let rest = (option::of(point()), vec(point(), 0..4), vec(measured, 0..3), option::of(people));
    (
        first,
        texts,
        rest,
        option::of(id::<DocumentId>()),
        option::of(id::<AgencyId>()),
        option::of(id()),
    )
        .prop_map(|(first, texts, rest, document, owner, part_of)| {
            let mut kpi = Kpi::new(first.0, first.1, first.2);
            (kpi.aggregation, kpi.weight, kpi.band) = (first.3, first.4, first.5);
            (kpi.name_en, kpi.unit, kpi.note, kpi.source) = texts;
            (kpi.baseline, kpi.targets, kpi.measurements, kpi.of_people) = rest;
            (kpi.document, kpi.owner, kpi.part_of) = (document, owner, part_of);
            kpi
        })
}

pub(crate) fn records() -> impl Strategy<Value = Records> {
    let succession =
        (open!(SuccessionKind), id(), id(), some_day(), option::of(text()), option::of(text()))
            .prop_map(|(kind, from, to, day, basis, source)| Succession {
                kind,
                from,
                to,
                day,
                basis,
                source,
            });
    let transfer = (id(), id(), id(), some_day(), option::of(text()), option::of(text())).prop_map(
        |(task, from, to, day, basis, source)| Transfer { task, from, to, day, basis, source },
    );
    let allocation =
        (id(), open!(AllocationSource), some_day(), any::<[u64; 3]>(), option::of(text()))
            .prop_map(|(task, from, day, [planned_vnd, allocated_vnd, disbursed_vnd], source)| {
                Allocation { task, from, day, planned_vnd, allocated_vnd, disbursed_vnd, source }
            });
    let first: (_, _, _, _) =
        (vec(document(), 0..3), vec(agency(), 0..3), vec(succession, 0..2), vec(plan(), 0..3));
    let second = (
        vec(task(), 0..3),
        vec(transfer, 0..2),
        vec(report(), 0..3),
        vec(allocation, 0..2),
        vec(kpi(), 0..3),
    );
    (first, second).prop_map(|(first, second)| {
        let (documents, agencies, successions, plans) = first;
        let (tasks, transfers, reports, allocations, kpis) = second;
        let mut records = Records {
            documents,
            agencies,
            successions,
            plans,
            tasks,
            transfers,
            reports,
            allocations,
            kpis,
            ..Records::default()
        };
        unique(&mut records);
        records
    })
}

/// Drops what has the id of an earlier record; versions are tried in a test of their own.
fn unique(records: &mut Records) {
    fn keep<T, K: Ord>(list: &mut Vec<T>, key: impl Fn(&T) -> K) {
        let mut seen = std::collections::BTreeSet::new();
        list.retain(|item| seen.insert(key(item)));
    }
    keep(&mut records.documents, |r| (r.id.clone(), r.valid_from, r.recorded_at));
    keep(&mut records.agencies, |r| (r.id.clone(), r.version_from, r.recorded_at));
    keep(&mut records.plans, |r| r.id.clone());
    keep(&mut records.tasks, |r| (r.id.clone(), r.valid_from, r.recorded_at));
    keep(&mut records.reports, |r| (r.id.clone(), r.recorded_at));
    keep(&mut records.kpis, |r| r.id.clone());
    let (mut phases, mut groups) =
        (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    for plan in &mut records.plans {
        plan.phases.retain(|phase| phases.insert(phase.id.clone()));
        plan.groups.retain(|group| groups.insert(group.id.clone()));
    }
}
