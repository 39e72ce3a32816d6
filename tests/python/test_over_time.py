"""Histories and live evaluations: each day, and each report, answers as an evaluation does."""

from __future__ import annotations

import datetime as dt
import pickle

import pyarrow as pa
import pytest

import tiendo

FIRST, LAST = dt.date(2025, 6, 25), dt.date(2025, 7, 5)
SIMULATED = tiendo.plan02.registry(simulated=7)


@pytest.mark.parametrize("by", ["whole", "agency", "phase", "group"])
def test_every_day_is_an_evaluation(by: str) -> None:
    history = SIMULATED.history(FIRST, LAST, by=by)
    assert (history.axis, history.first, history.last, len(history)) == (by, FIRST, LAST, 11)
    for n in range(len(history)):
        day = FIRST + dt.timedelta(days=n)
        evaluation = SIMULATED.evaluate(day, known=day)
        assert history.scope(day) == evaluation.scope
        if by == "whole":
            assert history.own(day) == evaluation.task_sums()
            continue
        rollup = evaluation.roll_up(by)
        for row in rollup:
            assert history.own(day, row.key) == row.own
            assert history.inclusive(day, row.key) == row.inclusive
            assert history.name(row.key, "en") == row.name_en
        assert set(rollup.keys()) <= set(history.keys())
        assert history.unassigned(day) == rollup.unassigned


def test_a_history_is_a_table() -> None:
    history = SIMULATED.history(FIRST, LAST, by="phase")
    table = pa.table(history)
    assert table.column_names[:4] == ["day", "key", "name", "name_en"]
    of_a_day = table.filter(pa.compute.equal(table["day"], pa.scalar(LAST)))
    assert sum(of_a_day["total"].to_pylist()) == SIMULATED.evaluate(LAST, known=LAST).task_sums().total


def test_what_cannot_be_told() -> None:
    history = SIMULATED.history(FIRST, LAST)
    with pytest.raises(tiendo.NotFoundError, match="no day"):
        history.own(LAST + dt.timedelta(days=1))
    with pytest.raises(tiendo.NotFoundError, match="no key"):
        history.own(LAST, "GD1")
    with pytest.raises(tiendo.InvalidValueError, match="by must be one of"):
        SIMULATED.history(FIRST, LAST, by="document")


def test_reports_come_one_by_one() -> None:
    registry = tiendo.plan02.registry()
    live = registry.evaluate_live(LAST)
    reports = [report for task in SIMULATED.tasks() for report in SIMULATED.reports_of(task.id)][:40]
    for report in reports[:20]:
        assert [finding for finding in live.apply(report) if finding.severity == "error"] == []
    live.apply_all(reports[20:])
    records = registry.to_records()
    full = tiendo.Registry.from_records({**records, "reports": [r.to_dict() for r in reports]}).evaluate(LAST)
    assert live.scope == full.scope
    assert live.task_sums() == full.task_sums()
    assert live.roll_up("agency") == full.roll_up("agency")
    assert list(live.rank("province")) == list(full.rank("province"))
    assert live.own("level", "province") == full.roll_up("level")["province"].own
    assert live.inclusive("agency", "VN") == full.roll_up("agency")["VN"].inclusive
    row = full[0]
    state = live.state(row.id)
    assert state is not None
    assert (state["status"], state["percent"], state["deadline"]) == (row.status, row.percent, row.deadline)
    assert live.state("T9999") is None
    assert live.to_registry().evaluate(LAST).task_sums() == full.task_sums()


def test_a_snapshot_stays() -> None:
    live = tiendo.plan02.registry().evaluate_live(LAST)
    before = live.evaluation()
    report = next(report for task in SIMULATED.tasks() for report in SIMULATED.reports_of(task.id))
    live.apply(report)
    after = live.evaluation()
    assert before.scope.report_count == 0
    assert after.scope.report_count == 1
    assert before != after
    with pytest.raises(TypeError, match="to_registry"):
        pickle.dumps(after)
