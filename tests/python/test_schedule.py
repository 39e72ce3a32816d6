"""The schedule and the forecast as Python objects: values, records, tables, pickles and errors."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import polars as pl
import pytest

import tiendo

MONDAY = dt.date(2025, 9, 8)
FRIDAY = dt.date(2025, 9, 12)


def task(id_: str, days: int | None, *after: str, agency: str = "A", last_day: str | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {"id": id_, "document": "D", "title": id_, "assigned_on": "2025-09-08", "addressees": [agency]}
    if days is not None:
        made["duration_days"] = days
    if last_day is not None:
        made["deadline"] = {"text": f"đến ngày {last_day}", "form": "unread"}
    made["dependencies"] = [{"task": before, "kind": "FS", "lag_days": 0} for before in after]
    return made


def registry_of(*tasks: dict[str, Any], reports: list[dict[str, Any]] | None = None) -> tiendo.Registry:
    agencies = [{"id": id_, "name": f"Cơ quan {id_}", "level": "central"} for id_ in ("A", "B")]
    return tiendo.Registry.from_records({"agencies": agencies, "tasks": list(tasks), "reports": reports or []})


@pytest.fixture(scope="module")
def registry() -> tiendo.Registry:
    # One that takes the week, one that waits for it, one that does not, and one that is only a day.
    late = {"id": "R", "task": "T1", "kind": "progress", "reported_on": "2025-09-09", "percent": 25}
    return registry_of(
        task("T1", 4, last_day="12/9/2025"),
        task("T2", 1, "T1", agency="B", last_day="16/9/2025"),
        task("T3", 2),
        task("T4", None, last_day="30/9/2025"),
        reports=[late],
    )


@pytest.fixture(scope="module")
def plan(registry: tiendo.Registry) -> tiendo.Schedule:
    return registry.schedule(MONDAY)


def test_tasks_have_dates_and_slack(plan: tiendo.Schedule) -> None:
    first, second, third, fourth = plan
    assert (first.start, first.finish, first.is_critical, first.deadline) == (MONDAY, dt.date(2025, 9, 11), False, FRIDAY)
    assert (second.start, second.finish, second.numbers[1] - second.numbers[0]) == (FRIDAY, FRIDAY, 1)
    assert (first.total_slack_days, first.free_slack_days, second.total_slack_days) == (1, 0, 2)
    assert (third.late_start, third.late_finish) == (dt.date(2025, 9, 29), dt.date(2025, 9, 30))
    assert (fourth.basis, fourth.total_slack_days, fourth.is_late, fourth.is_done) == ("deadline", None, False, False)
    assert plan.task("T2") == plan["T2"] == plan[1] == second
    assert plan.task("T9") is None
    assert [t.id for t in second.driving_path()] == ["T1", "T2"]
    assert [t.id for t in plan.driving_path()] == ["T4"]
    assert plan.critical() == []
    assert plan.finish == plan.scope.finish == dt.date(2025, 9, 30)
    assert (plan.scope.milestone_count, plan.scope.link_count, plan.scope.provenance) == (1, 1, "stated")
    assert repr(second) == "<ScheduledTask T2: 2025-09-12 to 2025-09-12, slack 2>"
    assert "the plan on 2025-09-08" in str(plan)


def test_changes_move_what_waits(plan: tiendo.Schedule) -> None:
    what_if = plan.what_if([{"task": "T1", "delay_days": 3}])
    assert [(row.task, row.delay_days, row.newly_late, row.chain) for row in what_if.tasks] == [
        ("T1", 3, True, ("T1",)),
        ("T2", 3, True, ("T1", "T2")),
    ]
    assert (what_if.newly_late_agencies, what_if.finish_delay_days) == (("A", "B"), 0)
    assert what_if.scope == plan.scope
    with pytest.raises(tiendo.NotFoundError, match="T9"):
        plan.what_if([{"task": "T9", "delay_days": 1}])
    with pytest.raises(tiendo.InvalidRecordError, match="changes"):
        plan.what_if([{"task": "T1", "delay": 1}])


def test_who_blocks_whom(registry: tiendo.Registry) -> None:
    left = registry.evaluate(dt.date(2025, 9, 15)).schedule()
    blocks = left.blocks("Cơ quan A")
    assert [late.task for late in blocks.late] == ["T1"]
    assert [(e.task, e.chain) for e in blocks.endangered] == [("T2", ("T1", "T2"))]
    assert [(w.on_task, w.on_agencies, w.binding) for w in left.behind("T2")] == [("T1", ("A",), True)]


def test_a_baseline_is_kept_and_compared(registry: tiendo.Registry, plan: tiendo.Schedule) -> None:
    baseline = plan.baseline("gốc")
    left = registry.evaluate(dt.date(2025, 9, 15)).schedule()
    for kept in (baseline, baseline.to_dict(), pickle.loads(pickle.dumps(baseline))):  # noqa: S301
        comparison = left.compare(kept)
        assert (comparison.later_count, comparison.same_count) == (3, 1)
        assert [row.task for row in comparison.rows] == ["T1", "T2", "T3"]
    empty = registry_of().schedule(MONDAY)
    assert empty.compare(empty.baseline("trống")).rows == ()


def test_a_schedule_is_a_table(plan: tiendo.Schedule) -> None:
    frame = pl.DataFrame(plan)
    assert frame["task"].to_list() == ["T1", "T2", "T3", "T4"]
    assert frame["finish"].to_list() == [t.finish for t in plan]
    assert frame["total_slack_days"].to_list() == [1, 2, plan["T3"].total_slack_days, None]
    assert frame["agencies"].to_list() == [["A"], ["B"], ["A"], ["A"]]
    assert frame["early_start_number"].to_list() == [t.numbers[0] for t in plan]


def test_a_loop_is_named() -> None:
    looped = registry_of(task("T1", 1, "T2"), task("T2", 1, "T1"))
    for call in (lambda: looped.schedule(MONDAY), looped.evaluate(MONDAY).schedule, looped.evaluate(MONDAY).forecast):
        with pytest.raises(tiendo.CycleError, match="T1 → T2 → T1"):
            call()


def test_results_pickle_copy_and_compare(simulated: tiendo.Registry, plan: tiendo.Schedule) -> None:
    forecast = simulated.evaluate(dt.date(2025, 10, 15)).forecast(runs=20)
    forecast_task = next(t for t in forecast.tasks if t.on_time is not None)
    assert forecast_task.on_time is not None
    assert forecast_task.on_time.den == forecast.runs == 20
    assert forecast.all.forecast_count <= forecast.all.open_count
    assert forecast == simulated.evaluate(dt.date(2025, 10, 15)).forecast(runs=20)
    assert forecast != simulated.evaluate(dt.date(2025, 10, 15)).forecast(runs=20, seed=58)
    for result in (forecast, plan.what_if([{"task": "T1", "duration_days": 9}]), plan.blocks("A"), plan.scope):
        again = pickle.loads(pickle.dumps(result))  # noqa: S301
        assert again == result
        assert type(result).from_dict(result.to_dict()) == result


def test_the_words_have_labels() -> None:
    assert tiendo.label("forecast_basis", "not_enough_data", "en") == "not enough data"
    assert tiendo.label("schedule_basis", "deadline", "en") == "a milestone of its deadline"
    assert tiendo.label("waits_for", "obstacle") == "vướng mắc"
    with pytest.raises(tiendo.NotFoundError, match="link_use"):
        tiendo.label("link_use", "sometimes")
