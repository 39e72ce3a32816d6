"""Results: KPIs, scores, money and moved ranks as frozen objects, and scoring schemes.

Made by `python/tools/records.py` from types of the core; do not edit. Words of vocabularies are text. Points are numbers with
at most two decimals.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from tiendo._native import Ratio
from tiendo._record import Record
from tiendo.records import PeopleAsked

__all__ = [
    "Adjustment",
    "Band",
    "Component",
    "KpiDay",
    "KpiRollup",
    "KpiRollupRow",
    "KpiScore",
    "KpiStanding",
    "Label",
    "MoneySums",
    "Part",
    "RankCause",
    "RankChange",
    "RankChanges",
    "Resources",
    "Scheme",
    "Score",
    "ScoreAdjustment",
    "ScoreComponent",
    "ScoredProduct",
    "Scores",
    "SourceSums",
    "SubjectInputs",
    "TaskResources",
]


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
    rows: tuple[KpiRollupRow, ...] = ()
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
    components: tuple[Component, ...] = ()
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
    components: tuple[ScoreComponent, ...] = ()
    """The components, in the order of the scheme."""
    adjustments: tuple[ScoreAdjustment, ...] = ()
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
    rows: tuple[Score, ...] = ()
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
    sources: tuple[SourceSums, ...] = ()
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
    sources: tuple[SourceSums, ...] = ()
    """The same by source."""
    tasks: tuple[TaskResources, ...] = ()
    """Tasks with money, in id order."""
    without_count: int
    """Number of tasks in force without any."""
    without: tuple[str, ...] = ()
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
    overtaken_by: tuple[str, ...] = ()
    """Ids of the agencies that were not ahead of it and are now."""
    overtook: tuple[str, ...] = ()
    """Ids of the agencies that were not behind it and are now."""
    causes: tuple[RankCause, ...] = ()
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
    rows: tuple[RankChange, ...] = ()
    """One row per agency."""
