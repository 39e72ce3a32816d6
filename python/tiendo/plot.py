"""Pictures of evaluations, by Altair: `pip install tiendo[plot]`.

Every title says the day, the policy, and SIMULATED where the reports are invented. Colours keep overdue tasks that nobody
reported on apart from those that are known to be late: silence is no verdict.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from tiendo.exceptions import InvalidValueError, MissingDependencyError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from tiendo._native import Evaluation, Ranking, Scope, Sums

__all__ = ["burn_up", "ranking", "status_by_phase"]

COLOURS = {
    "done_on_time": "#2f7d4f",
    "done_late": "#9ac28b",
    "submitted": "#5b8fc7",
    "in_progress": "#8fb7de",
    "not_started": "#c9d6e3",
    "due_soon": "#e8b84a",
    "overdue": "#b5402f",
    "no_data": "#b9b2a7",
    "suspended": "#8c7aa9",
    "open_ended": "#dedad2",
    "cancelled": "#efefef",
}


def _altair() -> Any:
    try:
        return importlib.import_module("altair")
    except ImportError as error:
        message = "tiendo.plot needs the package 'altair', which is not installed: pip install 'tiendo[plot]'"
        raise MissingDependencyError(message) from error


def _title(text: str, scope: Scope) -> str:
    simulated = "SIMULATED: " if scope.provenance == "simulated" else ""
    return f"{simulated}{text}, {scope.day}, policy {scope.policy} v{scope.policy_version}"


def _parts(sums: Sums) -> dict[str, int]:
    """Return the counts by status, overdue without a report under a name of its own."""
    counts = dict(sums.counts)
    counts["overdue"] -= sums.overdue_unreported
    counts["no_data"] = sums.overdue_unreported
    return {status: counts.get(status, 0) for status in COLOURS}


def status_by_phase(evaluation: Evaluation, *, axis: str = "phase") -> Any:
    """Return stacked bars: how many tasks of each phase, or key of another axis, stand where.

    Raises:
        MissingDependencyError: when Altair is not installed.
        InvalidValueError: for an axis that does not exist.
    """
    altair = _altair()
    sums = evaluation.roll_up(axis)
    shown = [(row.name, row.own) for row in sums] + [("(unassigned)", sums.unassigned)]
    values = [
        {"key": name, "status": status, "count": count} for name, own in shown for status, count in _parts(own).items() if count
    ]
    scale = altair.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
    return (
        altair.Chart(altair.Data(values=values), title=_title(f"Status by {axis}", sums.scope))
        .mark_bar()
        .encode(
            x=altair.X("count:Q", title="tasks"),
            y=altair.Y("key:N", title=axis, sort=None),
            color=altair.Color("status:N", scale=scale),
            tooltip=["key:N", "status:N", "count:Q"],
        )
    )


def burn_up(evaluation: Evaluation, days: Sequence[dt.date]) -> Any:
    """Return lines over days: tasks in force, and tasks done, each evaluated as of its day.

    `days` are the days to evaluate, the policy and knowledge day being those of `evaluation`.

    Raises:
        MissingDependencyError: when Altair is not installed.
        InvalidValueError: without any day.
    """
    altair = _altair()
    if not days:
        message = "days must be at least one day, not '[]'"
        raise InvalidValueError(message)
    values = []
    for day in days:
        then = evaluation.registry.evaluate(day, known=evaluation.known, policy=evaluation.policy)
        sums = then.task_sums()
        values.append({"day": day.isoformat(), "line": "in force", "count": sums.total})
        values.append({"day": day.isoformat(), "line": "done", "count": sums.done})
    return (
        altair.Chart(altair.Data(values=values), title=_title("Burn-up", evaluation.scope))
        .mark_line(point=True)
        .encode(
            x=altair.X("day:T", title="day"),
            y=altair.Y("count:Q", title="tasks"),
            color=altair.Color("line:N", title=None),
            tooltip=["day:T", "line:N", "count:Q"],
        )
    )


def ranking(ranked: Ranking, *, limit: int = 40) -> Any:
    """Return bars: the ranked agencies by their rate, best first; the unranked are left out and counted in the title.

    Raises:
        MissingDependencyError: when Altair is not installed.
    """
    altair = _altair()
    rows = [row for row in ranked if row.rank is not None]
    unranked = len(ranked) - len(rows)
    values = [
        {"rank": row.rank, "name": row.name, "rate": row.rate.value_ratio, "fallen_due": row.fallen_due} for row in rows[:limit]
    ]
    title = _title(f"Ranking of {ranked.level} by {ranked.rate} ({unranked} unranked)", ranked.scope)
    return (
        altair.Chart(altair.Data(values=values), title=title)
        .mark_bar()
        .encode(
            x=altair.X("rate:Q", axis=altair.Axis(format="%"), title=ranked.rate),
            y=altair.Y("name:N", sort=None, title=None),
            tooltip=["rank:O", "name:N", "rate:Q", "fallen_due:Q"],
        )
    )
