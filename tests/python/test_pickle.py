"""Every class of the package comes back from pickle equal to itself, and hashes the same; classes are found by looking."""

from __future__ import annotations

import datetime as dt
import inspect
import pickle
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from conftest import DAY

import tiendo
import tiendo.exceptions
import tiendo.records
from tiendo import _native

# Why a class of the module is not expected to pickle.
UNPICKLED = {
    "Batch": "a place where records are collected; the ledger has them once they are appended",
    "Ledger": "a handle on a file, which another process opens by its path",
    "Import": "what one reading of a file gave; its records, findings and sheets pickle, and so does the registry made of it",
    "LiveEvaluation": "a place where reports are added; the registry that it makes pickles, and so does an evaluation of that",
    "RegistryBuilder": "a place where records are collected; the registry that it finishes pickles, and so do its records",
}
TASK = tiendo.Task(id="T1", document="57-NQ/TW", title="Báo cáo", deadline=tiendo.Deadline.parse("hằng tháng").deadline)


def samples(evaluation: tiendo.Evaluation) -> list[object]:
    """One object of every class, and the odd ones."""
    registry = evaluation.registry
    rollup, ranking = evaluation.roll_up("phase", counting="distinct"), evaluation.rank("province")
    parts = tiendo.DocumentNumber.parse("Quy chế số 08")
    report = tiendo.Report(id="R1", task="T1", kind="progress", reported_on=dt.date(2025, 7, 1), percent=3)
    recurring = tiendo.Registry.from_records({"tasks": [TASK], "reports": [report]})
    counts = next(row.occurrences for row in recurring.evaluate(DAY) if row.occurrences)
    assert parts.partial is not None
    at = dt.datetime(2025, 1, 5, 8)  # noqa: DTZ001
    ledger = tiendo.Ledger.memory(node="68-UBND", actor="test", recorded_at=at)
    ledger.append([TASK], actor="test", recorded_at=at)
    imported = ledger.import_registry(recurring, actor="test", recorded_at=at)
    ledger.freeze("x", DAY, known=at.date(), actor="test", recorded_at=at)
    ledger.record(tiendo.Report(**{**report.to_dict(), "id": "R2", "by_post": "Chánh Văn phòng"}), actor="test", recorded_at=at)
    return [
        *of_files(at, evaluation),
        *ledger.export_person("Chánh Văn phòng"),
        ledger.erase_person("Chánh Văn phòng", actor="test", recorded_at=at),
        imported,
        imported.head,
        ledger.record(report, actor="test", recorded_at=at),
        ledger.verify(),
        *ledger.entries(),
        *ledger.log("T1"),
        *ledger.freezes(),
        tiendo.Calendar().with_decreed_until(dt.date(2027, 12, 31)),
        tiendo.Calendar().day(dt.date(2025, 9, 1)),
        *evaluation.completeness()[:2],
        TASK.deadline,
        *evaluation.letters("BNV")[0],
        tiendo.Letterhead(place="Hà Nội", dated=DAY),
        tiendo.DocumentNumber("57-NQ/TW"),
        evaluation,
        evaluation[0].explain(),
        *evaluation[0].explain().facts,
        evaluation.check()[0],
        evaluation.check(),
        registry.findings,
        registry.history(DAY, DAY, by="group", policy="vpcp-2017"),
        parts,
        tiendo.DocumentNumber.parse("204-QD/TW", known=[tiendo.DocumentNumber("204-QĐ/TW")]),
        counts,
        evaluation.owed("Bộ Nội vụ")[0],
        tiendo.Period("2025-Q4"),
        tiendo.Policy("vpcp-2017").replace(name="x", due_soon_days=3),
        ranking,
        ranking[0],
        tiendo.Ratio(1, 3),
        tiendo.Deadline.parse("dự kiến trước ngày 31/02/2025"),
        registry,
        rollup,
        rollup[0],
        evaluation[3],
        evaluation.said(),
        evaluation.scope,
        evaluation.task_sums(),
        *evaluation.urgings()[:2],
        registry.schedule(DAY, known=DAY),
        evaluation.schedule(),
        evaluation.schedule()[2],
        registry.tasks(),
        registry.search("du lieu*", limit=3),
        *registry.search("ban hanh", order="id", limit=2),
    ]


def of_files(at: dt.datetime, evaluation: tiendo.Evaluation) -> list[object]:
    """What is told of files, which must be there for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.tiendo")
        tiendo.Ledger.create(path, node="68-UBND", actor="test", recorded_at=at).close()
        salvaged = tiendo.Ledger.salvage(path, path.with_name("y.tiendo"), actor="test", recorded_at=at)
        pages, _ = evaluation.write_report_folder(Path(folder, "pages"))
        return [tiendo.Ledger.upgrade(path), salvaged, pages[0], pages[-1]]


def native_classes() -> dict[str, type]:
    return {name: value for name, value in vars(_native).items() if inspect.isclass(value)}


def test_every_native_class_has_a_sample_or_a_reason(evaluation: tiendo.Evaluation) -> None:
    sampled = {type(value).__name__ for value in samples(evaluation)}
    assert sampled | set(UNPICKLED) == set(native_classes())
    assert not sampled & set(UNPICKLED)


@pytest.mark.parametrize("protocol", [2, pickle.HIGHEST_PROTOCOL])
def test_values_come_back(evaluation: tiendo.Evaluation, protocol: int) -> None:
    for value in samples(evaluation):
        again = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301
        assert type(again) is type(value)
        assert again == value
        assert not again != value  # noqa: SIM202
        assert (repr(again), str(again)) == (repr(value), str(value))
        hashable = isinstance(value, (tiendo.Rollup, tiendo.Ranking, tiendo.Findings, tiendo.Tasks, tiendo.Calendar))
        if not hashable:
            assert hash(again) == hash(value)


def test_tables_come_back_with_their_scope(evaluation: tiendo.Evaluation) -> None:
    for table in (evaluation, evaluation.check(), evaluation.roll_up("phase"), evaluation.registry.tasks()):
        again = pa.table(pickle.loads(pickle.dumps(table)))  # noqa: S301
        assert again.equals(pa.table(table), check_metadata=True)


def test_what_does_not_pickle_says_so() -> None:
    for name in UNPICKLED:
        with pytest.raises(TypeError, match=name):
            pickle.dumps(native_classes()[name]())


def records(evaluation: tiendo.Evaluation) -> Iterable[object]:
    registry = evaluation.registry
    lists: list[list[Any]] = [
        registry.documents(),
        registry.agencies()[:50],
        registry.plans(),
        registry.kpis(),
        registry.successions(),
        list(registry.tasks()),
        registry.reports_of(registry.tasks()[0].id),
    ]
    for some in lists:
        yield from some


def test_records_come_back(evaluation: tiendo.Evaluation) -> None:
    for record in records(evaluation):
        again = pickle.loads(pickle.dumps(record))  # noqa: S301
        assert again == record
        assert hash(again) == hash(record)


def test_every_exception_comes_back() -> None:
    made: dict[str, Callable[[], tiendo.TiendoError]] = {
        "NotFoundError": lambda: tiendo.NotFoundError("no row 'T9'", "row", "T9"),
        "AmbiguousError": lambda: tiendo.AmbiguousError("several", ["A1", "A2"]),
    }
    for name in tiendo.exceptions.__all__:
        error = made.get(name, lambda name=name: getattr(tiendo.exceptions, name)("said"))()
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert type(again) is type(error)
        assert (str(again), again.args, vars(again)) == (str(error), error.args, vars(error))
