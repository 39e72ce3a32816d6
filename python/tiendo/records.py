"""Records: what a registry is built of, as plain frozen objects.

Made by `python/tools/records.py` from the record types of the core; do not edit. Words of vocabularies (levels, kinds,
modes …) are text, and unknown ones are kept where the core keeps them. Nothing is checked here: a registry's builder does.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from tiendo._native import Deadline
from tiendo._record import Record, dumps

__all__ = [
    "Agency",
    "Allocation",
    "CalendarEntry",
    "Dependency",
    "Document",
    "DocumentRelation",
    "Kpi",
    "KpiPoint",
    "Measurement",
    "PeopleAsked",
    "Phase",
    "Plan",
    "Product",
    "Report",
    "Succession",
    "Task",
    "TaskGroup",
    "TaskRelation",
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
