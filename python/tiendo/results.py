"""Results: KPIs, scores, money, moved ranks, schedules, forecasts as frozen objects, and scoring schemes.

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
    "Baseline",
    "BaselineDay",
    "BaselineRow",
    "Blocks",
    "Comparison",
    "Component",
    "EarnedSchedule",
    "Endangered",
    "Forecast",
    "GroupForecast",
    "KpiDay",
    "KpiRollup",
    "KpiRollupRow",
    "KpiScore",
    "KpiStanding",
    "Label",
    "LateTask",
    "MoneySums",
    "Part",
    "RankCause",
    "RankChange",
    "RankChanges",
    "Resources",
    "ScheduleScope",
    "Scheme",
    "Score",
    "ScoreAdjustment",
    "ScoreComponent",
    "ScoredProduct",
    "Scores",
    "SourceSums",
    "SubjectInputs",
    "TaskForecast",
    "TaskResources",
    "Waiting",
    "WhatIf",
    "WhatIfRow",
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


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class ScheduleScope(Record):
    """What a schedule covers, by what rules, and what it leaves out."""

    day: datetime.date
    """The day D: definitions as of it, and where reports play a part the status day."""
    known: datetime.date | None = None
    """The knowledge day K; absent for everything recorded."""
    is_from_reports: bool
    """Whether reports played a part: what is done is fixed, what is open goes on after D."""
    calendar: str
    """Version of the calendar."""
    is_provisional: bool
    """Whether a day was counted that its year's decision may still move."""
    provenance: str
    """Whether the reports were really made."""
    task_count: int
    """Tasks in the schedule."""
    with_duration_count: int
    """Of these, tasks with a planned duration."""
    milestone_count: int
    """Of these, milestones of their deadlines: no duration is stated."""
    done_count: int
    """Of these, tasks that are done, and fixed."""
    link_count: int
    """Links between them."""
    dropped_link_count: int
    """Links to tasks that are not in the schedule or not in the register."""
    unplaced_count: int
    """Tasks with neither duration nor last day nor links: they have no place."""
    cancelled_count: int
    """Tasks left out because they are cancelled."""
    outside_calendar_count: int
    """Tasks left out because a day of theirs lies beyond the calendar."""
    critical_count: int
    """Tasks without slack."""
    late_count: int
    """Tasks whose finish lies after their last day; not those past it that nobody reported on."""
    finish: datetime.date | None = None
    """The last day of all."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class BaselineDay(Record):
    """When a task was to start and finish."""

    task: str
    """The task."""
    start: datetime.date | None = None
    """The first day worked; absent beyond the calendar."""
    finish: datetime.date | None = None
    """The last day worked; absent beyond the calendar."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Baseline(Record):
    """The days of a schedule under a name, kept by the caller to compare later ones with."""

    name: str
    """Its name."""
    day: datetime.date
    """The day D of the schedule."""
    known: datetime.date | None = None
    """Its knowledge day K; absent for everything recorded."""
    days: tuple[BaselineDay, ...] = ()
    """The days of its tasks, in any order."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class BaselineRow(Record):
    """A task that differs from a `Baseline`."""

    task: str
    """Id of the task."""
    before: datetime.date | None = None
    """Its finish in the baseline; absent where the baseline does not have it."""
    now: datetime.date | None = None
    """Its finish now; absent where only the baseline has it."""
    delay_days: int | None = None
    """Working days by which it finishes later; negative for earlier, absent where it stands on one side
    only.
    """


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Comparison(Record):
    """How a schedule differs from a `Baseline`."""

    later_count: int
    """Tasks that finish later than in the baseline."""
    earlier_count: int
    """Tasks that finish earlier."""
    same_count: int
    """Tasks that finish on the same day."""
    added_count: int
    """Tasks that the baseline does not have."""
    removed_count: int
    """Tasks that only the baseline has."""
    rows: tuple[BaselineRow, ...] = ()
    """What differs, in id order."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class EarnedSchedule(Record):
    """The earned schedule of a group, from its percents and weights alone.

    The plan of a row is that its weight accrues evenly from its assignment to the deadline that was set
    first. `earned_until` is the day on which by this plan as much was to be done as is done on D; the index
    is the time earned ÷ the time passed, and the plan's length divided by it tells the finish. Source:
    Lipke, "Schedule is different", The Measurable News, 2003: SPI(t) = ES ÷ AT, forecast = PD ÷ SPI(t).
    """

    planned_start: datetime.date
    """The first assignment."""
    planned_finish: datetime.date
    """The last of the deadlines first set."""
    earned_until: datetime.date
    """The day by which the plan was to have earned what is earned on D."""
    index: Ratio
    """Calendar days earned ÷ calendar days passed: below 1 is slower than planned."""
    finish: datetime.date | None = None
    """The finish at this pace; absent beyond the year 2199."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class TaskForecast(Record):
    """The forecast of one open task."""

    task: str
    """Id of the task."""
    deadline: datetime.date | None = None
    """The last day that judges it."""
    basis: str
    """From whose closed rows, or why not."""
    closed_count: int
    """How many closed rows that was."""
    on_time: Ratio | None = None
    """Runs in which it is done by its last day ÷ runs; absent where it is not forecast."""
    by_50: datetime.date | None = None
    """The day by which it is done in half of the runs; absent where fewer runs see it done at all."""
    by_80: datetime.date | None = None
    """The same in 80 of 100 runs."""
    by_95: datetime.date | None = None
    """The same in 95 of 100 runs."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class GroupForecast(Record):
    """The forecast of the open tasks of a phase, a task group, an agency, or of all."""

    key: str
    """Id of the phase, task group or agency; empty for all."""
    open_count: int
    """Open rows."""
    forecast_count: int
    """Of these, rows that are forecast."""
    not_enough_data_count: int
    """Of these, rows on which there is not enough data."""
    on_time: Ratio | None = None
    """Rows done by their last days, over all runs ÷ rows that are forecast, over all runs."""
    all_on_time: Ratio | None = None
    """Runs in which every one of them is done by its last day ÷ runs."""
    last_by_50: datetime.date | None = None
    """The day by which the last of them is done in half of the runs; absent where fewer runs see all of
    them done.
    """
    last_by_80: datetime.date | None = None
    """The same in 80 of 100 runs."""
    last_by_95: datetime.date | None = None
    """The same in 95 of 100 runs."""
    earned: EarnedSchedule | None = None
    """What the percents alone tell; absent where they tell too little."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Forecast(Record):
    """When the open tasks of an evaluation will be done, by what its register shows."""

    scope: Mapping[str, object]
    """By what it was evaluated."""
    runs: int
    """Simulated runs."""
    seed: int
    """The seed."""
    closed_count: int
    """Closed rows that it learned from; with fewer than 30 nothing is forecast."""
    links_kept: Ratio
    """Links whose successor was closed no earlier than its predecessor ÷ links with both ends closed."""
    are_links_followed: bool
    """Whether simulated work waits for its predecessors."""
    all: GroupForecast
    """All open rows together."""
    phases: tuple[GroupForecast, ...] = ()
    """By phase, in id order."""
    groups: tuple[GroupForecast, ...] = ()
    """By task group, in id order."""
    agencies: tuple[GroupForecast, ...] = ()
    """By agency, in id order."""
    tasks: tuple[TaskForecast, ...] = ()
    """Open tasks in force, in id order."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class WhatIfRow(Record):
    """A task that changes move."""

    task: str
    """Id of the task."""
    agencies: tuple[str, ...] = ()
    """Ids of the agencies that it counts for."""
    deadline: datetime.date | None = None
    """The last day that binds it."""
    before: datetime.date | None = None
    """Its finish without the changes."""
    after: datetime.date | None = None
    """Its finish with them."""
    delay_days: int
    """Working days between the two; negative for earlier."""
    newly_late: bool
    """Whether it misses its last day, and did not before."""
    chain: tuple[str, ...] = ()
    """From a change to this task, cause first."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class WhatIf(Record):
    """What changes would do."""

    scope: ScheduleScope
    """What the schedule covers and what it leaves out."""
    finish: datetime.date | None = None
    """The last day of all with the changes."""
    finish_delay_days: int
    """Working days by which the last day of all moves; negative for earlier."""
    moved_count: int
    """Tasks that move."""
    newly_late_count: int
    """Of these, tasks that miss their last days and did not before."""
    newly_late_agencies: tuple[str, ...] = ()
    """Ids of the agencies of these."""
    tasks: tuple[WhatIfRow, ...] = ()
    """What moves, every predecessor before its successors."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Waiting(Record):
    """A task that waits."""

    task: str
    """Id of the task that waits."""
    agencies: tuple[str, ...] = ()
    """Ids of the agencies that wait."""
    by: str
    """By what it waits."""
    on_task: str | None = None
    """Id of the task that it waits for; null for an obstacle."""
    on_agencies: tuple[str, ...] = ()
    """Ids of the agencies that it waits for."""
    since: datetime.date | None = None
    """The day on which the obstacle was raised; null for a link."""
    binding: bool
    """Whether this fixes its start."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class LateTask(Record):
    """A late task with what stands behind it."""

    task: str
    """Id of the task."""
    deadline: datetime.date | None = None
    """The last day that binds it."""
    finish: datetime.date | None = None
    """The last day worked, at the earliest."""
    behind: tuple[Waiting, ...] = ()
    """What stands behind it, the nearest first; empty where it is its own cause."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Endangered(Record):
    """A task that is expected late because of a late one before it."""

    task: str
    """Id of the task."""
    agencies: tuple[str, ...] = ()
    """Ids of the agencies that it counts for."""
    deadline: datetime.date | None = None
    """The last day that binds it."""
    finish: datetime.date | None = None
    """The last day worked, at the earliest."""
    chain: tuple[str, ...] = ()
    """From the late task to this one."""


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Blocks(Record):
    """Whom an agency waits for, who waits for it, and what its delays endanger."""

    scope: ScheduleScope
    """What the schedule covers and what it leaves out."""
    agency: str
    """Id of the agency."""
    waits: tuple[Waiting, ...] = ()
    """Open tasks of the agency that wait for others."""
    keeps_waiting: tuple[Waiting, ...] = ()
    """Open tasks of others that wait for the agency."""
    late: tuple[LateTask, ...] = ()
    """Late tasks of the agency, each with what stands behind it."""
    endangered: tuple[Endangered, ...] = ()
    """Tasks of others that are expected late because of its late ones."""
