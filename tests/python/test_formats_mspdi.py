"""MS Project XML that is written here, as MPXJ reads it: the same tasks, days, durations, links, resources, calendar."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import pickle
import shutil
import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from conftest import confirmed, shared

import tiendo

if TYPE_CHECKING:
    from pathlib import Path

# Invented agencies and tasks: nothing here may suggest that a real one is late.
AGENCIES = [
    {"id": "X1", "name": "Sở Thử nghiệm", "level": "department"},
    {"id": "X2", "name": "Sở <Giả định> & bạn", "level": "department"},
]
KINDS = {"FS": "FS", "SS": "SS", "FF": "FF", "SF": "SF"}


def records() -> dict[str, Any]:
    tasks: list[dict[str, Any]] = []
    for number in range(1, 9):
        task: dict[str, Any] = {
            "id": f"T{number}",
            "document": "77/KH-UBND",
            "title": f"Nhiệm vụ số {number} </Name> & ]]>",
            "addressees": ["X1"],
            "coordinating": ["X2"],
            "assigned_on": "2025-06-20",
            "deadline": {"text": "đến ngày 31/12/2025", "form": "by", "day": "2025-12-31"},
            "duration_days": number * 2,
        }
        if number > 1:
            kind = list(KINDS)[number % 4]
            task["dependencies"] = [{"task": f"T{number - 1}", "kind": kind, "lag_days": number - 4}]
        if number in (4, 5):
            task["parent"] = "T3"
        tasks.append(task)
    reports = [
        {"id": "R1", "task": "T1", "kind": "complete", "reported_on": "2025-07-10", "provenance": "simulated"},
        {"id": "R2", "task": "T2", "kind": "progress", "percent": 40, "reported_on": "2025-08-01", "provenance": "simulated"},
        {"id": "R3", "task": "T6", "kind": "extend", "new_deadline": "2026-03-31", "reported_on": "2025-08-01"},
    ]
    document = {"id": "77/KH-UBND", "title": "77/KH-UBND"}
    return {"documents": [document], "agencies": AGENCIES, "tasks": tasks, "reports": reports}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, dict[str, Any]]:
    """The file as MPXJ reads it."""
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        print("SKIPPED: no Java, so MPXJ does not confirm MS Project XML", file=sys.stderr)  # noqa: T201
        pytest.skip("there is no Java")
    jpype = pytest.importorskip("jpype", reason="SKIPPED: JPype is absent")
    pytest.importorskip("mpxj", reason="SKIPPED: MPXJ is absent")
    folder: Path = tmp_path_factory.mktemp("mspdi")
    path = folder / "project.xml"
    evaluation = tiendo.Registry.from_records(records()).evaluate(dt.date(2025, 9, 30))
    evaluation.write_mspdi(path)
    if not jpype.isJVMStarted():
        jpype.startJVM()
    from org.mpxj.reader import UniversalProjectReader  # noqa: PLC0415 - there once the JVM runs

    read = UniversalProjectReader().read(str(path))
    assert read is not None, "MPXJ does not know the format"
    back, findings = tiendo.read_mspdi(path)
    assert not list(findings)
    return read, {"evaluation": evaluation, "back": back}


def by_id(project: Any) -> dict[str, Any]:
    return {str(task.getText(1)): task for task in project.getTasks() if task.getText(1) is not None}


def test_tasks_dates_and_durations(project: tuple[Any, dict[str, Any]]) -> None:
    read, made = project
    tasks = by_id(read)
    schedule = made["evaluation"].schedule()
    assert len(tasks) == len(records()["tasks"])
    for task in records()["tasks"]:
        theirs, ours = tasks[task["id"]], schedule.task(task["id"])
        assert str(theirs.getName()) == task["title"]
        assert str(theirs.getStart())[:10] == ours.start.isoformat()
        assert str(theirs.getFinish())[:10] == ours.finish.isoformat()
        assert float(theirs.getDuration().getDuration()) == task["duration_days"]
        row = made["evaluation"][task["id"]]
        assert str(theirs.getDeadline())[:10] == row.deadline.isoformat()
        assert str(theirs.getBaselineFinish())[:10] == row.original_deadline.isoformat()
        assert int(theirs.getPercentageComplete()) == row.percent


def test_outline_links_resources_and_calendar(project: tuple[Any, dict[str, Any]]) -> None:
    read, _ = project
    tasks = by_id(read)
    for task in records()["tasks"]:
        theirs = tasks[task["id"]]
        parent = theirs.getParentTask()
        assert (str(parent.getText(1)) if parent is not None else None) == task.get("parent")
        links = [
            (str(link.getPredecessorTask().getText(1)), str(link.getType()), float(link.getLag().getDuration()))
            for link in theirs.getPredecessors()
        ]
        expect = [(link["task"], KINDS[link["kind"]], float(link["lag_days"])) for link in task.get("dependencies", [])]
        assert links == expect
        names = {str(each.getResource().getName()): float(each.getUnits()) for each in theirs.getResourceAssignments()}
        assert names == {"Sở Thử nghiệm": 100.0, "Sở <Giả định> & bạn": 0.0}
    calendar = read.getDefaultCalendar()
    from java.time import LocalDate  # noqa: PLC0415 - there once the JVM runs

    # 1 September 2025 is a day off, Saturday 26 April 2025 was worked.
    assert not calendar.isWorkingDate(LocalDate.of(2025, 9, 1))
    assert calendar.isWorkingDate(LocalDate.of(2025, 4, 26))


def test_what_is_written_reads_back(project: tuple[Any, dict[str, Any]]) -> None:
    _, made = project
    again = made["back"].evaluate(dt.date(2025, 9, 30))
    for row in made["evaluation"]:
        other = again[row.id]
        assert (other.status, other.percent, other.deadline) == (row.status, row.percent, row.deadline)
    confirmed("mspdi", 1, 1, [], f"mpxj {importlib.metadata.version('mpxj')}")


def test_the_calendar_is_read(tmp_path: Path) -> None:
    path = tmp_path / "project.xml"
    tiendo.Registry.from_records(records()).evaluate(dt.date(2025, 9, 30)).write_mspdi(path)
    first, last = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
    ours = tiendo.Calendar()
    for source in (path, path.read_bytes()):
        calendar, findings = tiendo.read_mspdi_calendar(source, first, last)
        assert not findings
        for day in (first + dt.timedelta(days=n) for n in range(365)):
            assert calendar.is_working_day(day) == ours.is_working_day(day)
        assert pickle.loads(pickle.dumps(calendar)).version == calendar.version  # noqa: S301
    with pytest.raises(tiendo.NothingToReadError):
        tiendo.read_mspdi_calendar(b"<html/>", first, last)
    with pytest.raises(tiendo.TiendoError):
        tiendo.read_mspdi_calendar(path, last, first)


def test_elements_stand_in_the_order_of_real_files(tmp_path: Path) -> None:
    """The schema is a sequence; files of MS Project show it pair by pair."""
    real = shared("conformance/mspdi")
    before = {pair for path in real.glob("*.xml") for pair in pairs(path)}
    path = tmp_path / "project.xml"
    tiendo.Registry.from_records(records()).evaluate(dt.date(2025, 9, 30)).write_mspdi(path)
    ours = set(pairs(path))
    assert not {(tag, a, b) for tag, a, b in ours if (tag, b, a) in before and (tag, a, b) not in before}


def pairs(path: Path) -> list[tuple[str, str, str]]:
    """Which child stands before which, in elements of a name."""
    found = []
    # Our own file, or one that is committed: neither has a document type.
    for element in ElementTree.parse(path).getroot().iter():  # noqa: S314
        names = list(dict.fromkeys(child.tag.rpartition("}")[2] for child in element))
        tag = element.tag.rpartition("}")[2]
        found += [(tag, a, b) for at, a in enumerate(names) for b in names[at + 1 :]]
    return found
