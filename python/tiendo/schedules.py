"""Schedules: baselines, what-ifs, who waits for whom and forecasts as frozen objects.

Made by `python/tools/records.py` from types of the core; do not edit. Words of vocabularies are text.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from tiendo._native import Ratio
from tiendo._record import Record

__all__ = [
    "Baseline",
    "BaselineDay",
    "BaselineRow",
    "Blocks",
    "Comparison",
    "EarnedSchedule",
    "Endangered",
    "Forecast",
    "GroupForecast",
    "LateTask",
    "ScheduleScope",
    "TaskForecast",
    "Waiting",
    "WhatIf",
    "WhatIfRow",
]


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
