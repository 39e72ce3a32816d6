"""The Monday list and what changed, against plain sets made of rows and reports."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import tiendo

DAYS = [dt.date(2025, 7, 14), dt.date(2025, 10, 6), dt.date(2025, 12, 29)]


@pytest.fixture(scope="module")
def registry() -> tiendo.Registry:
    """Return the register with simulated reports."""
    return tiendo.plan02.registry(simulated=57)


def rows(warned: dict[str, Any], kind: str) -> list[str]:
    """Return the rows of a kind."""
    return [item["row"] for item in warned["warnings"] if item["kind"] == kind]


@pytest.mark.parametrize("day", DAYS)
def test_kinds_are_what_their_names_say(registry: tiendo.Registry, day: dt.date) -> None:
    """Compare with sets made of two evaluations, and of the rows' own days."""
    evaluation = registry.evaluate(day)
    warned = evaluation.warn()
    before = registry.evaluate(dt.date.fromisoformat(warned["since"]))
    overdue = [{row.id for row in e if row.status == "overdue" and row.is_reported} for e in (evaluation, before)]
    assert set(rows(warned, "newly_overdue")) == overdue[0] - overdue[1]
    until = dt.date.fromisoformat(warned["due_until"])
    in_term = ("not_started", "in_progress", "due_soon")
    due = {row.id for row in evaluation if row.status in in_term and row.deadline and day <= row.deadline <= until}
    assert set(rows(warned, "due_soon")) == due
    often = {row.id for row in evaluation if row.extension_count > 2 and row.closed_on is None}
    assert set(rows(warned, "extended_often")) <= often
    open_rows = {row.id for row in evaluation if row.closed_on is None}
    silent, no_data = set(rows(warned, "silent")), set(rows(warned, "no_data"))
    assert silent | no_data <= open_rows
    assert not silent & no_data


@pytest.mark.parametrize("day", DAYS)
def test_order_and_groups(registry: tiendo.Registry, day: dt.date) -> None:
    """What most depends on comes first, and every warning is in one group."""
    evaluation = registry.evaluate(day)
    warned = evaluation.warn()["warnings"]
    keys = [(-item["downstream"], -item["days"]) for item in warned]
    assert keys == sorted(keys)
    for by in ("agency", "leader", "assigner"):
        groups = evaluation.warn(by=by)["groups"]
        assert sum(len(group["warnings"]) for group in groups) == len(warned)
        receivers = [group["key"] for group in groups]
        assert len(set(receivers)) == len(receivers)
        assert None not in receivers[:-1]
        assert set(evaluation.warn_texts(by)) == set(receivers)
    assert [item["row"] for item in evaluation.warn(limit=3)["warnings"]] == [item["row"] for item in warned[:3]]


def test_silence_is_never_worded_as_lateness() -> None:
    """Without reports there is missing data, and nobody is late."""
    evaluation = tiendo.plan02.registry().evaluate(dt.date(2025, 12, 31))
    warned = evaluation.warn(lang="en")
    assert set(warned["counts"]) <= {"no_data", "due_soon"}
    assert not any("overdue" in item["sentence"] or "late" in item["sentence"] for item in warned["warnings"])


def test_what_is_wrong_is_said(registry: tiendo.Registry) -> None:
    """Words, days and agencies that are not known."""
    evaluation = registry.evaluate(DAYS[0])
    with pytest.raises(tiendo.InvalidValueError):
        evaluation.warn(kinds=["late"])
    with pytest.raises(tiendo.InvalidValueError):
        evaluation.warn(by="nobody")
    with pytest.raises(tiendo.InvalidValueError):
        evaluation.warn(since=DAYS[0] + dt.timedelta(1))
    with pytest.raises(tiendo.NotFoundError):
        evaluation.warn(agency="Atlantis")
    with pytest.raises(tiendo.TiendoError):
        evaluation.warn(thresholds={"silence": 1})


def test_changes_are_differences_of_sets(registry: tiendo.Registry) -> None:
    """Compare the rows that turned with sets of two evaluations, and the sums with theirs."""
    now, before = registry.evaluate(DAYS[2]), registry.evaluate(DAYS[1])
    changes = now.changes_since(before)
    done = [{row.id for row in e if row.status.startswith("done")} for e in (now, before)]
    assert {row["row"] for row in changes["newly_done"]} == done[0] - done[1]
    assert {row["row"] for row in changes["reopened"]} == done[1] - done[0]
    total = changes["total"]
    assert (total["now"]["total"], total["before"]["total"]) == (len(now), len(before))
    assert total["now"]["done"] - total["before"]["done"] == total["newly_done"] - total["reopened"]
    root = next(row for row in changes["agencies"] if row["agency"] == "VN")
    assert root["newly_done"] <= total["newly_done"]


def test_a_period_stands_beside_the_one_before(registry: tiendo.Registry) -> None:
    """The sums are those of `roll_up` over the days of each period."""
    changes = registry.period_changes("2025-Q4", DAYS[2], policy="vpcp-2017")
    assert (changes["period_before"], changes["scope"]["day"]) == ("2025-Q3", str(DAYS[2]))
    evaluation = registry.evaluate(dt.date(2025, 9, 30), policy="vpcp-2017")
    days = (dt.date(2025, 7, 1), dt.date(2025, 9, 30))
    due = [row for row in evaluation if row.deadline and days[0] <= row.deadline <= days[1]]
    assert changes["total"]["before"]["total"] == len(due)
    with pytest.raises(tiendo.InvalidValueError):
        registry.period_changes("2026", DAYS[2])


def test_what_was_frozen_is_compared_with_what_is_known_now() -> None:
    """A completion that was recorded late shows as newly done since the freeze."""
    at = dt.datetime(2025, 11, 1, 8)  # noqa: DTZ001
    with tiendo.Ledger.memory(node="VD", recorded_at=at, actor="example") as ledger:
        document = tiendo.Document(id="D", title="Ví dụ", issued_on=dt.date(2025, 7, 1))
        task = tiendo.Task(id="T1", document="D", title="Việc ví dụ")
        ledger.append([document, task], recorded_at=at, actor="example")
        ledger.freeze("tháng 10", dt.date(2025, 10, 31), known=dt.date(2025, 11, 1), recorded_at=at, actor="example")
        late = dt.datetime(2025, 11, 5, 8)  # noqa: DTZ001
        report = tiendo.Report(id="R1", task="T1", kind="complete", reported_on=dt.date(2025, 10, 30))
        ledger.append([report], recorded_at=late, actor="example")
        now = ledger.registry().evaluate(dt.date(2025, 10, 31))
        changes = now.changes_since(ledger.evaluate_frozen("tháng 10"))
        assert [row["row"] for row in changes["newly_done"]] == ["T1"]
        assert changes["scope_before"]["known"] == "2025-11-01"
