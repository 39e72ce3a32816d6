"""Records: what a registry is built of, as plain frozen objects.

Made by `python/tools/records.py` from the record types of the core; do not edit. Words of vocabularies (levels, kinds,
modes …) are text, and unknown ones are kept where the core keeps them. Nothing is checked here: a registry's builder does.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from tiendo._native import Deadline, Ratio
from tiendo._record import Record, dumps

__all__ = [
    "Adjustment",
    "Agency",
    "Allocation",
    "Band",
    "CalendarEntry",
    "Component",
    "Dependency",
    "Document",
    "DocumentRelation",
    "Kpi",
    "KpiDay",
    "KpiPoint",
    "KpiRollup",
    "KpiRollupRow",
    "KpiScore",
    "KpiStanding",
    "Label",
    "Measurement",
    "MoneySums",
    "Part",
    "PeopleAsked",
    "Phase",
    "Plan",
    "Product",
    "RankCause",
    "RankChange",
    "RankChanges",
    "Report",
    "Resources",
    "Scheme",
    "Score",
    "ScoreAdjustment",
    "ScoreComponent",
    "ScoredProduct",
    "Scores",
    "SourceSums",
    "SubjectInputs",
    "Succession",
    "Task",
    "TaskGroup",
    "TaskRelation",
    "TaskResources",
    "Transfer",
    "dumps",
]


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class DocumentRelation(Record):
    """A document's relation to another, as a whole or to one clause."""

    kind: str
    """How this document relates."""
    document: str
    """The other document."""
    clause: str | None = None
    """The clause of the other document, where the relation is to one."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Document(Record):
    """A document that sets tasks or stands behind them."""

    id: str
    """Id, unique among documents."""
    number: str | None = None
    """Number as printed; `DocumentNumber::read` parses it. Absent for a meeting or an unnumbered paper."""
    kind: str | None = None
    """Kind of document; absent where it is not known."""
    issuer: str | None = None
    """The agency that issued it, where it is a record of its own."""
    issuer_name: str | None = None
    """The issuer's name as printed."""
    issued_on: datetime.date | None = None
    """Day of issue."""
    effective_on: datetime.date | None = None
    """Day from which it is in force."""
    expires_on: datetime.date | None = None
    """Day until which it holds: recurring tasks of a document without a phase run to it."""
    title: str
    """Title in Vietnamese."""
    title_en: str | None = None
    """Title in English."""
    aliases: tuple[str, ...] = ()
    """Other spellings of the number or title that people use."""
    relations: tuple[DocumentRelation, ...] = ()
    """Relations to other documents."""
    external_ids: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    """Ids in other systems, by system."""
    source: str | None = None
    """Where this was read."""
    valid_from: datetime.date | None = None
    """From which day this version of the definition holds; absent for always."""
    recorded_at: datetime.datetime | None = None
    """When this version was recorded; absent for always known."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Agency(Record):
    """A body that owes tasks or assigns them, or a group of such bodies."""

    id: str
    """Id, unique among agencies."""
    code: str | None = None
    """Official code."""
    name: str
    """Name in Vietnamese."""
    name_en: str | None = None
    """Name in English."""
    other_names: tuple[str, ...] = ()
    """Short, old and other names under which it is looked up."""
    level: str
    """Level."""
    kind: str = "agency"
    """Kind of body."""
    branch: str = "other"
    """Branch of the political system."""
    parent: str | None = None
    """The agency above it; absent for the root and for what stands directly below it."""
    territory: str | None = None
    """GSO code of the province it works in (two digits), or of the commune (five digits)."""
    member_of: tuple[str, ...] = ()
    """The groups it is a member of."""
    external_ids: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    """Ids in other systems, by system."""
    valid_from: datetime.date | None = None
    """First day on which it exists; absent for always."""
    valid_to: datetime.date | None = None
    """Last day on which it exists; absent for until further notice."""
    recorded_at: datetime.datetime | None = None
    """When this version was recorded; absent for always known."""
    version_from: datetime.date | None = None
    """From which day this version of the definition holds; absent for always."""
    source: str | None = None
    """Where this was read."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Succession(Record):
    """One agency following another from a day on.

    Before the day tasks count for the predecessor, from it on for the successor. Where an agency was split
    among several, only `Transfer`s say which task went where.
    """

    kind: str
    """How."""
    from_: str
    """The predecessor."""
    to: str
    """The successor."""
    day: datetime.date
    """First day of the successor."""
    basis: str | None = None
    """The document that decided it."""
    source: str | None = None
    """Where this was read."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Transfer(Record):
    """One task handed from one agency to another; it wins over the tree's succession."""

    task: str
    """The task."""
    from_: str
    """Who owed it before."""
    to: str
    """Who owes it from the day on."""
    day: datetime.date
    """First day on which the new agency owes it."""
    basis: str | None = None
    """The document that decided it."""
    source: str | None = None
    """Where this was read."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Phase(Record):
    """A phase of a plan. Its deadline is always read strictly."""

    id: str
    """Id, unique among the phases of all plans of a registry."""
    name: str
    """Name in Vietnamese."""
    name_en: str | None = None
    """Name in English."""
    starts_on: datetime.date | None = None
    """First day."""
    deadline: Deadline
    """When it must be finished."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class TaskGroup(Record):
    """A group of tasks of a plan, by subject."""

    id: str
    """Id, unique among the groups of all plans of a registry."""
    name: str
    """Name in Vietnamese."""
    name_en: str | None = None
    """Name in English."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Plan(Record):
    """A plan: its document, its phases and its task groups."""

    id: str
    """Id, unique among plans."""
    document: str
    """The document that is the plan."""
    documents: tuple[str, ...] = ()
    """Further documents whose tasks belong to the plan's own sums."""
    name: str
    """Name in Vietnamese."""
    name_en: str | None = None
    """Name in English."""
    phases: tuple[Phase, ...] = ()
    """Phases, in order."""
    groups: tuple[TaskGroup, ...] = ()
    """Task groups, in order."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Product(Record):
    """What a task must produce."""

    text: str
    """The product in words."""
    kind: str | None = None
    """What counts as delivering it; a product `in_force` is judged by the document's `effective_on`."""
    document: str | None = None
    """The document that is the product, once it exists."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class TaskRelation(Record):
    """A task's relation to another."""

    kind: str
    """How this task relates."""
    task: str
    """The other task."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Dependency(Record):
    """A predecessor of a task in the schedule."""

    task: str
    """The predecessor."""
    kind: str
    """Which ends are tied."""
    lag_days: int = 0
    """Working days between them; negative for a lead."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Task(Record):
    """What a document asks for: who owes it, by when, with which authority and product.

    Only `id`, `document` and `title` are required: real registers are incomplete, and what is missing is a
    finding.
    """

    id: str
    """Id, unique among tasks."""
    document: str
    """The document that sets it."""
    clause: str | None = None
    """The clause of that document."""
    title: str
    """Title in Vietnamese."""
    title_en: str | None = None
    """Title in English."""
    addressees: tuple[str, ...] = ()
    """Who owes it: agencies or groups; the first is the principal."""
    mode: str | None = None
    """How several addressees owe it; absent: `joint` for a list, `each` for a group, with a finding."""
    coordinating: tuple[str, ...] = ()
    """Agencies that coordinate."""
    assigner: str | None = None
    """Who assigned it; absent: the document's issuer."""
    supervisor: str | None = None
    """The agency that supervises it."""
    delegates: tuple[str, ...] = ()
    """Agencies that may decide in the assigner's place."""
    responsible_person: str | None = None
    """Who answers for it, by post, not by name."""
    supervising_leader: str | None = None
    """The leader in charge, by post."""
    authority: str | None = None
    """The authority it is done with."""
    product: Product | None = None
    """What it must produce."""
    assigned_on: datetime.date | None = None
    """Day of assignment; absent: the document's day, else the earliest known day."""
    deadline: Deadline = dataclasses.field(default_factory=Deadline.unspecified)
    """When it must be finished."""
    indicative: bool = False
    """True for a date that is only foreseen ('dự kiến'): it is due soon at worst, never overdue."""
    group: str | None = None
    """Task group of the plan."""
    phase: str | None = None
    """Phase of the plan."""
    classified_by: str | None = None
    """Who said so; absent: the source."""
    parent: str | None = None
    """The task that this one is a part of."""
    relations: tuple[TaskRelation, ...] = ()
    """Relations to other tasks."""
    stage: str | None = None
    """Stage, for what is tried before it is rolled out."""
    pilot_of: str | None = None
    """The task whose pilot this is, or which this expands."""
    weight: int = 1
    """Weight in sums, 1 to 100."""
    duration_days: int | None = None
    """Planned duration in working days."""
    dependencies: tuple[Dependency, ...] = ()
    """Predecessors in the schedule."""
    classification: str | None = None
    """Class of information; absent: public."""
    external_ids: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    """Ids in other systems, by system."""
    source: str | None = None
    """Where this was read."""
    valid_from: datetime.date | None = None
    """From which day this version of the definition holds; absent for always."""
    recorded_at: datetime.datetime | None = None
    """When this version was recorded; absent for always known."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Report(Record):
    """Something said about a task."""

    id: str
    """Id, unique among reports."""
    task: str
    """The task it speaks of."""
    addressee: str | None = None
    """The addressee whose row it speaks of, where the task has several rows."""
    occurrence: str | None = None
    """The occurrence of a recurring task, as a period code (`2025-11`)."""
    kind: str
    """What it says."""
    reported_on: datetime.date
    """The day it speaks of."""
    recorded_at: datetime.datetime | None = None
    """When the register learned of it; absent: the import instant."""
    by: str | None = None
    """The agency that says it."""
    by_post: str | None = None
    """The post of who says it."""
    percent: int | None = None
    """Work done, 0 to 100."""
    new_deadline: datetime.date | None = None
    """The deadline that an extension grants or a request asks for."""
    reason: str | None = None
    """Why."""
    cause: str | None = None
    """Nature of the cause of a delay."""
    evidence: str | None = None
    """What proves it."""
    basis: str | None = None
    """The document it rests on."""
    category: str | None = None
    """Category of an obstacle."""
    addressed_to: str | None = None
    """Who must act on an obstacle or give an opinion."""
    needed_by: datetime.date | None = None
    """By when they must act."""
    provenance: str = "stated"
    """Whether it was really made."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Allocation(Record):
    """Money for a task, in whole dong. Sums are exact."""

    task: str
    """The task."""
    from_: str
    """Where the money comes from."""
    day: datetime.date
    """The day the figures speak of."""
    planned_vnd: int = 0
    """Planned, in dong."""
    allocated_vnd: int = 0
    """Allocated, in dong."""
    disbursed_vnd: int = 0
    """Disbursed, in dong."""
    source: str | None = None
    """Where this was read."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class KpiPoint(Record):
    """A value on a day."""

    day: datetime.date
    """The day."""
    value: float
    """The value, in the KPI's unit."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Measurement(Record):
    """A measured value of a KPI."""

    id: str | None = None
    """Id of the measurement, for its order among equals."""
    period_end: datetime.date
    """Last day of the period measured."""
    recorded_at: datetime.datetime | None = None
    """When the register learned of it; absent for always known."""
    value: float
    """The value, in the KPI's unit."""
    numerator: float | None = None
    """What the value counts, where it is a rate: files handled online."""
    denominator: float | None = None
    """Of how many, where it is a rate: all files."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class PeopleAsked(Record):
    """For a KPI asked of people (satisfaction, trust): how many and when."""

    survey_size: int
    """Number of people asked."""
    period: str
    """Period of the survey, as a period code or in words."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Kpi(Record):
    """Something measured against targets."""

    id: str
    """Id, unique among KPIs."""
    document: str | None = None
    """The document that sets it."""
    name: str
    """Name in Vietnamese."""
    name_en: str | None = None
    """Name in English."""
    unit: str | None = None
    """Unit, in words."""
    direction: str
    """Which way it should go."""
    band: float | None = None
    """Half width of the band that `maintain` allows, in the KPI's unit."""
    weight: int = 1
    """Weight in scores, 1 to 100."""
    aggregation: str = "none"
    """How values add up over agencies."""
    owner: str | None = None
    """The agency it measures."""
    part_of: str | None = None
    """The KPI that this one is one agency's part of; that one's `aggregation` adds the parts up."""
    baseline: KpiPoint | None = None
    """Where it started; without it a KPI is attained or not and has no ratio."""
    targets: tuple[KpiPoint, ...] = ()
    """Targets, by day."""
    measurements: tuple[Measurement, ...] = ()
    """What was measured."""
    of_people: PeopleAsked | None = None
    """For satisfaction and trust: the survey."""
    note: str | None = None
    """What must be known to read the figures."""
    source: str | None = None
    """Where this was read."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class KpiStanding(Record):
    """Where a KPI stands on D as known on K.

    The target of a day lies on the straight line through baseline and targets, flat after the last one. The
    actual value is the one with the greatest (period end, recorded, id) that is visible; a KPI that nobody
    measured as a whole has the value of its parts, by its own rule of aggregation.
    """

    kpi: str
    """Id of the KPI."""
    name: str
    """Name in Vietnamese."""
    name_en: str
    """Name in English; the Vietnamese one where there is none."""
    owner: str | None = None
    """Id of the agency that it measures."""
    unit: str | None = None
    """Unit, in words."""
    direction: str
    """Which way it should go."""
    weight: int
    """Weight in scores."""
    state: str
    """Where it stands."""
    target: float | None = None
    """The target on the day; absent where none is set for it."""
    actual: float | None = None
    """What was measured last."""
    period_end: datetime.date | None = None
    """Last day of the period measured."""
    from_parts: bool
    """Whether the actual value is worked out from the parts."""
    attained: bool | None = None
    """Whether it is where it should be; absent where that is no question."""
    ratio: float | None = None
    """How far along the way from baseline to target, 0 to 1.2; absent without a baseline."""
    of_people: PeopleAsked | None = None
    """For satisfaction and trust: the survey."""
    before: float | None = None
    """For satisfaction and trust: the value measured before the last one."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class KpiDay(Record):
    """A day in the history of a KPI, D = K = the day."""

    day: datetime.date
    """The day."""
    state: str
    """Where the KPI stood."""
    target: float | None = None
    """The target on the day."""
    actual: float | None = None
    """What had been measured last."""
    ratio: float | None = None
    """How far along the way, 0 to 1.2."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class KpiScore(Record):
    """How the KPIs of one agency stand, and their weighted score."""

    agency: str
    """Id of the agency."""
    kpi_count: int
    """KPIs that measure it."""
    data_count: int
    """Of these, KPIs with a visible measurement."""
    attained_count: int
    """Of these, KPIs that are where they should be on the day."""
    score_ratio: float | None = None
    """Σ weight · ratio ÷ Σ weight over its KPIs with a ratio, 0 to 1.2; absent where none has one, which is
    not zero.
    """


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class KpiRollupRow(Record):
    """What the parts of a KPI come to at one agency and all below it."""

    agency: str
    """Id of the agency."""
    name: str
    """Name in Vietnamese."""
    name_en: str
    """Name in English; the Vietnamese one where there is none."""
    part_count: int
    """Parts at or below it."""
    data_count: int
    """Of these, parts whose value counts: measured and, for `ratio`, with numerator and denominator."""
    attained_count: int
    """Of these, parts that are where they should be on the day."""
    value: float | None = None
    """What they come to; absent without data, and where the rule gives nothing."""
    numerator: float | None = None
    """Sum of the numerators, for `ratio`."""
    denominator: float | None = None
    """Sum of the denominators, for `ratio`."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class KpiRollup(Record):
    """What a KPI's parts come to, at each agency and all below it.

    Shape: agencies with a part at or below them, in id order. The rule is the KPI's own: `sum` adds the
    values, `mean` divides their sum by their number, `ratio` divides the sum of the numerators by that of
    the denominators (in percent where the unit begins with `%`), `latest` takes the value measured last,
    `none` adds nothing up. A percentage is never averaged: under `mean` it has no value. Values are rounded
    to six decimals before they are added, and the sums are exact.
    """

    kpi: str
    """Id of the KPI."""
    aggregation: str
    """Its rule."""
    unit: str | None = None
    """Its unit."""
    rows: tuple[KpiRollupRow, ...]
    """One row per agency."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Part(Record):
    """A weighted part of a component."""

    measure: str | Mapping[str, str]
    """Where it is taken from."""
    weight: int = 1
    """Weight among the parts of the component, 1 to 100."""
    step_percent: int | None = None
    """For quality and progress of products: what each failure or delay takes of a product, in percent."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Component(Record):
    """A component: its points are `maximum` × the weighted mean of its parts, rounded half up to
    hundredths, up to `cap`.
    """

    key: str
    """A word for it, unique within the scheme."""
    name: str
    """Name in Vietnamese."""
    name_en: str = ""
    """Name in English."""
    maximum: float
    """Points for a mean of 1."""
    cap: float | None = None
    """The most points it can give; absent: `maximum`."""
    parts: tuple[Part, ...] = ()
    """Its parts; none: points handed in."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Adjustment(Record):
    """Points taken off, or added, for each thing counted."""

    key: str
    """A word for it, unique within the scheme."""
    name: str
    """Name in Vietnamese."""
    name_en: str = ""
    """Name in English."""
    counted: str
    """What is counted."""
    beyond: int = 0
    """Only what is counted beyond this number."""
    points: float
    """Points for each; negative to take off."""
    limit: float | None = None
    """The most points that it gives or takes, without a sign; absent: no limit."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Label(Record):
    """A word with its names."""

    key: str
    """The word."""
    name: str
    """Name in Vietnamese."""
    name_en: str = ""
    """Name in English."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Band(Record):
    """A band of a scheme, by its lower bound: with upper bounds 89.5 would belong nowhere."""

    from_: float
    """The least total of the band."""
    key: str
    """The word."""
    name: str
    """Name in Vietnamese."""
    name_en: str = ""
    """Name in English."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Scheme(Record):
    """How points are given, under a name and a version: with them every score can be repeated."""

    name: str
    """Name."""
    version: int = 1
    """Version of the scheme under that name."""
    title: str
    """Title in Vietnamese."""
    title_en: str = ""
    """Title in English."""
    source: str = ""
    """Where it was read, and what in it is nobody's but the author's."""
    minimum_due: int = 0
    """With fewer tasks fallen due than this a subject is not judged; 0: not asked."""
    cap: float | None = None
    """The most that a total can come to; absent: what the components can give."""
    unjudged: Label | None = None
    """What a subject is called that cannot be judged."""
    components: tuple[Component, ...]
    """The components, in the order of the scheme."""
    adjustments: tuple[Adjustment, ...] = ()
    """What is taken off or added."""
    bands: tuple[Band, ...] = ()
    """The bands, in any order."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class ScoredProduct(Record):
    """A product of a subject, as assessments of civil servants count them."""

    id: str
    """What it is."""
    quantity: int = 1
    """Converted products assigned."""
    done: int | None = None
    """Converted products done; absent: all of them."""
    faults: int = 0
    """Assessments that it failed for a major fault."""
    delays: int = 0
    """Times that it was late."""
    objective: bool = False
    """Whether an objective cause of them is confirmed, which takes nothing off."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class SubjectInputs(Record):
    """What is known of a subject: an agency or a person."""

    subject: str
    """Id of the agency, or a name."""
    points: Mapping[str, float] = dataclasses.field(default_factory=dict, hash=False)
    """Points by the key of the component that they are for."""
    rates: Mapping[str, Ratio] = dataclasses.field(default_factory=dict, hash=False)
    """Rates by their word."""
    kpis: Mapping[str, float] = dataclasses.field(default_factory=dict, hash=False)
    """Ratios of KPIs by id."""
    kpi_score: float | None = None
    """The weighted KPI score."""
    counts: Mapping[str, int] = dataclasses.field(default_factory=dict, hash=False)
    """What adjustments count: by the word of what is counted, for `given` by the adjustment's key; absent:
    0.
    """
    products: tuple[ScoredProduct, ...] = ()
    """Its products."""
    printed: float | None = None
    """A total that was printed, to be compared."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class ScoreComponent(Record):
    """What a component gives."""

    key: str
    """Its key."""
    points: float | None = None
    """Its points; absent without data."""
    most: float
    """The most that it can give."""
    mean_percent: str | None = None
    """The weighted mean of its parts in percent with two decimals, for reading: the points are made of the
    exact mean.
    """


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class ScoreAdjustment(Record):
    """What an adjustment takes off or adds."""

    key: str
    """Its key."""
    count: int
    """How many were counted."""
    points: float
    """Its points, negative where it takes off."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Score(Record):
    """What a scheme gives to one subject."""

    subject: str
    """Id of the agency, or a name."""
    rank: int | None = None
    """1 + the number of subjects with a strictly greater total; absent where it is not judged."""
    total: float
    """The points of the components with data, adjusted; never below 0."""
    of: float
    """The most that these components can give."""
    is_complete: bool
    """Whether every component has data."""
    is_judged: bool
    """Whether it is complete and enough has fallen due."""
    band: Label | None = None
    """Its band, or what the scheme calls what cannot be judged."""
    components: tuple[ScoreComponent, ...]
    """The components, in the order of the scheme."""
    adjustments: tuple[ScoreAdjustment, ...]
    """The adjustments, in the order of the scheme."""
    printed: float | None = None
    """The printed total that it was compared with."""
    findings: tuple[Mapping[str, object], ...] = ()
    """What is wrong with what was handed in."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Scores(Record):
    """Scores of many subjects, the best first; those that cannot be judged after them, in the order of
    their ids.
    """

    scope: Mapping[str, object] | None = None
    """What the numbers are made of; absent where nothing but what was handed in counts."""
    scheme: str
    """Name of the scheme."""
    scheme_version: int
    """Its version."""
    maximum: float
    """What its components can give together."""
    rows: tuple[Score, ...]
    """One row per subject."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class MoneySums(Record):
    """Money in whole dong; sums of any number of allocations are exact."""

    planned_vnd: int
    """Planned, in dong."""
    allocated_vnd: int
    """Allocated, in dong."""
    disbursed_vnd: int
    """Disbursed, in dong."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class SourceSums(Record):
    """The money of one source."""

    from_: str
    """Where it comes from."""
    task_count: int
    """Tasks that have any of it."""
    money: MoneySums
    """How much."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class TaskResources(Record):
    """The money of one task, beside how far it is."""

    task: str
    """Id of the task."""
    title: str
    """Its title."""
    status: str
    """Where it stands as a whole."""
    reported: bool
    """Whether anybody reported on it."""
    percent: int
    """Work done, 0 to 100."""
    money: MoneySums
    """Its money in all."""
    disbursed_percent: str | None = None
    """Disbursed ÷ allocated in percent with two decimals; absent where nothing is allocated."""
    sources: tuple[SourceSums, ...]
    """The same by source."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Resources(Record):
    """The money of tasks in force by source, and the tasks that have none.

    The figures of an allocation speak of its day: of each task and source those of the latest day up to D
    count, and replace the earlier ones; allocations of one day add up. Sources are in the vocabulary's
    order, others after them.
    """

    scope: Mapping[str, object]
    """What the numbers are made of."""
    total: MoneySums
    """All money."""
    disbursed_percent: str | None = None
    """Disbursed ÷ allocated in percent with two decimals; absent where nothing is allocated."""
    sources: tuple[SourceSums, ...]
    """The same by source."""
    tasks: tuple[TaskResources, ...]
    """Tasks with money, in id order."""
    without_count: int
    """Number of tasks in force without any."""
    without: tuple[str, ...]
    """Ids of these tasks, in order."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class RankCause(Record):
    """What one kind of event did to a rate.

    Over all causes, `num` and `den` add up to exactly what the rate's changed by.
    """

    shift: str
    """What happened."""
    row_count: int
    """To how many rows."""
    num: int
    """What it added to the numerator."""
    den: int
    """What it added to the denominator."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class RankChange(Record):
    """One agency in a ranking, now and before."""

    agency: str
    """Id of the agency."""
    name: str
    """Name in Vietnamese."""
    name_en: str
    """Name in English; the Vietnamese one where there is none."""
    rank: int | None = None
    """The rank now; absent where it has none."""
    rank_before: int | None = None
    """The rank before."""
    rate: Ratio
    """The rate now."""
    rate_before: Ratio
    """The rate before."""
    exclusion: str | None = None
    """Why it has no rank now."""
    by_itself: int | None = None
    """Places won by its own rate, the others' being as before; negative for places lost.

    Absent without both ranks.
    """
    by_others: int | None = None
    """Places won by what the others did; with `by_itself` exactly the change of rank."""
    overtaken_by: tuple[str, ...]
    """Ids of the agencies that were not ahead of it and are now."""
    overtook: tuple[str, ...]
    """Ids of the agencies that were not behind it and are now."""
    causes: tuple[RankCause, ...]
    """What moved its rate, in the order of the words."""
    inherited: int
    """Rows that were overdue before they were handed over and still count for it."""
    unreported: int
    """Rows that nobody reported on, kept apart."""
    overdue_unreported: int
    """Rows past their last day among these."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class RankChanges(Record):
    """A ranking with what moved it since another day.

    Shape: as the ranking; agencies that were listed before and are not now stand last, in id order.
    """

    scope: Mapping[str, object]
    """What the numbers are made of now."""
    before: Mapping[str, object]
    """What they were made of before."""
    level: str
    """The level ranked."""
    rate: str
    """The rate that ranks."""
    minimum_due: int
    """Fewer fallen due than this have no rank."""
    rows: tuple[RankChange, ...]
    """One row per agency."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class CalendarEntry(Record):
    """A special day: a weekday off, a weekend day worked, or a holiday that falls on a weekend. # Example"""

    day: datetime.date
    """The day."""
    working: bool
    """Whether it is worked."""
    name: str
    """Vietnamese name."""
    name_en: str = ""
    """English name; may be empty."""
    source: str
    """Number and article of the document that says so."""
    provisional: bool = False
    """Computed from the statute for a year whose decisions are not out."""
