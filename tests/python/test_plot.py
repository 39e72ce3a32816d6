"""Pictures: what they count, and SIMULATED in the title where it must stand."""

from __future__ import annotations

import datetime

import pytest
from conftest import DAY

import tiendo
import tiendo.plot


def test_status_by_phase_counts_every_task_once(evaluation: tiendo.Evaluation, registry: tiendo.Registry) -> None:
    chart = tiendo.plot.status_by_phase(evaluation).to_dict()
    assert chart["title"].startswith("SIMULATED: ")
    assert sum(bar["count"] for bar in chart["data"]["values"]) == evaluation.task_sums().total
    real = tiendo.plot.status_by_phase(registry.evaluate(DAY)).to_dict()
    assert "SIMULATED" not in real["title"]
    # Without reports nothing is overdue; it is missing data.
    assert {bar["status"] for bar in real["data"]["values"]} & {"overdue", "no_data"} == {"no_data"}


def test_burn_up(evaluation: tiendo.Evaluation) -> None:
    days = [datetime.date(2025, month, 1) for month in (7, 9, 11)]
    chart = tiendo.plot.burn_up(evaluation, days).to_dict()
    done = [point["count"] for point in chart["data"]["values"] if point["line"] == "done"]
    assert len(done) == 3
    assert "SIMULATED" in chart["title"]
    with pytest.raises(tiendo.InvalidValueError):
        tiendo.plot.burn_up(evaluation, [])


def test_ranking(evaluation: tiendo.Evaluation) -> None:
    chart = tiendo.plot.ranking(evaluation.rank("province"), limit=5).to_dict()
    assert len(chart["data"]["values"]) == 5
    assert chart["title"].startswith("SIMULATED: Ranking of province")
