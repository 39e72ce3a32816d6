"""iCalendar: what is written, read by the package icalendar, says the same; what it writes is read here."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from pathlib import Path
from typing import Any

import icalendar
import pytest
from conftest import confirmed, shared

import tiendo

ZONE = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")


def todos(path: Path) -> dict[str, Any]:
    """The tasks of a file by id, as icalendar reads them."""
    content = path.read_bytes()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar.errors == []
    found = list(calendar.walk("VTODO"))
    assert [todo.errors for todo in found] == [[] for _ in found]
    assert len({str(todo["UID"]) for todo in found}) == len(found)
    return {str(todo["X-TIENDO-ID"]): todo for todo in found}


@pytest.mark.parametrize("date_only", [False, True])
def test_icalendar_reads_the_same(evaluation: tiendo.Evaluation, tmp_path: Path, date_only: bool) -> None:  # noqa: FBT001
    path = tmp_path / "tasks.ics"
    evaluation.write_ics(path, date_only=date_only, remind_working_days=5)
    read = todos(path)
    rows: dict[str, list[tiendo.Row]] = {}
    for row in evaluation:
        rows.setdefault(row.task_id, []).append(row)
    assert set(read) == set(rows)
    for task, todo in read.items():
        first = rows[task][0]
        assert str(todo["SUMMARY"]) == first.title
        last_days = [row.deadline for row in rows[task] if row.deadline is not None]
        if last_days:
            last = max(last_days)
            end = dt.datetime.combine(last, dt.time(23, 59, 59), ZONE)
            assert (last if date_only else end) == todo.DUE
        else:
            assert "DUE" not in todo
        if len(rows[task]) == 1 and first.status != "cancelled":
            assert int(todo["PERCENT-COMPLETE"]) == first.percent
            assert (todo["STATUS"] == "COMPLETED") == first.status.startswith("done")
    confirmed("ics", 0, 1, [], f"icalendar {icalendar.__version__}")
    with pytest.raises(tiendo.ExistsError):
        evaluation.write_ics(path)


def test_what_icalendar_writes_is_read(tmp_path: Path) -> None:
    todo = icalendar.Todo()
    todo.add("uid", "a@example.com")
    todo.add("summary", 'Nâng cấp; "cổng", một\ncửa ' * 5)
    todo.add("dtstamp", dt.datetime(2025, 6, 1, tzinfo=dt.timezone.utc))
    todo.add("due", dt.datetime(2025, 6, 30, 23, 59, 59, tzinfo=ZONE))
    todo.add("status", "COMPLETED")
    todo.add("completed", dt.datetime(2025, 6, 20, 5, tzinfo=dt.timezone.utc))
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//test//EN")
    calendar.add_component(todo)
    path = tmp_path / "other.ics"
    path.write_bytes(calendar.to_ical())
    registry, findings = tiendo.read_ics(path)
    confirmed("ics", 1, 0, findings, f"icalendar {icalendar.__version__}")
    row = registry.evaluate(dt.date(2025, 12, 31))[0]
    assert (row.task_id, row.title) == ("a@example.com", 'Nâng cấp; "cổng", một\ncửa ' * 5)
    assert (row.deadline, row.closed_on, row.status) == (dt.date(2025, 6, 30), dt.date(2025, 6, 20), "done_on_time")


def test_files_of_others_are_read() -> None:
    others = shared("conformance/ics")
    for path in sorted(others.glob("*.ics")):
        registry, _ = tiendo.read_ics(path)
        assert registry.task_count == path.read_text(encoding="utf-8").count("BEGIN:VTODO")
