"""The evaluation against the benchmark's slow and obvious `status_of`, on small registers made at random."""

from __future__ import annotations

import datetime
import importlib.util
import warnings
from types import ModuleType

from conftest import shared
from hypothesis import given, settings
from hypothesis import strategies as st

import tiendo

STATUSES = ["not_started", "in_progress", "due_soon", "overdue", "done_on_time", "done_late", "cancelled", "open_ended"]
KINDS = ["progress", "complete", "extend", "reopen", "cancel"]
EPOCH = datetime.date(1970, 1, 1)
FIRST = (datetime.date(2025, 6, 1) - EPOCH).days


def oracle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("oracle", shared("bench/oracle.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spec.loader.exec_module(module)
    return module


days = st.integers(FIRST, FIRST + 60)
tasks = st.tuples(days, st.none() | days)
reports = st.tuples(days, st.integers(0, 70 * 86_400), st.sampled_from(range(5)), st.none() | st.integers(0, 100), days)


def date(day: int | None) -> datetime.date | None:
    return None if day is None else EPOCH + datetime.timedelta(days=day)


@settings(max_examples=150, deadline=None)
@given(tasks, st.lists(reports, max_size=6), days, days)
def test_one_task(task: tuple[int, int | None], said: list[tuple[int, int, int, int | None, int]], d: int, k: int) -> None:
    bench = oracle()
    assigned, last = task
    known = [
        bench.Report(i + 1, 1, on, FIRST * 86_400 + at, kind, percent if kind == 0 else None, new if kind == 2 else None)
        for i, (on, at, kind, percent, new) in enumerate(said)
    ]
    row = bench.status_of(bench.Task(1, 1, 1, 1, 1, assigned, last, 1, 1), known, d, k, 7)

    builder = tiendo.RegistryBuilder()
    builder.add_task(
        tiendo.Task(
            id="1",
            document="D",
            title="x",
            assigned_on=date(assigned),
            deadline=tiendo.Deadline.unspecified() if last is None else tiendo.Deadline.by(date(last) or EPOCH),
        )
    )
    for report in known:
        builder.add_report(
            tiendo.Report(
                id=str(report.report_id),
                task="1",
                kind=KINDS[report.kind],
                reported_on=date(report.reported_on) or EPOCH,
                recorded_at=datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=report.recorded_at),  # noqa: DTZ001
                percent=report.percent,
                new_deadline=date(report.new_deadline),
            )
        )
    evaluation = builder.finish().evaluate(date(d) or EPOCH, known=date(k), policy=POLICY)
    found = evaluation.get("1")
    if row is None:
        assert found is None
        return
    assert found is not None
    have = (found.status, found.percent, found.deadline, found.closed_on, found.extension_count)
    assert have == (STATUSES[row.status], row.percent, date(row.deadline), date(row.closed_on), row.n_ext)


POLICY = tiendo.Policy().replace(name="as the benchmark", due_soon_days=7)
