"""What the formats of other tools have in common at this door: bytes and files, refusals, progress, names."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

import tiendo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRITERS: dict[str, tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]] = {
    "mspdi": (tiendo.Evaluation.write_mspdi, tiendo.Evaluation.mspdi, tiendo.read_mspdi),
    "ics": (tiendo.Evaluation.write_ics, tiendo.Evaluation.ics, tiendo.read_ics),
    "stratml": (tiendo.Evaluation.write_stratml, tiendo.Evaluation.stratml, tiendo.read_stratml),
    "packet": (tiendo.Evaluation.write_packet, tiendo.Evaluation.packet, tiendo.read_packet),
    "parquet": (
        lambda e, path, **more: e.write_parquet_table(path, "tasks", **more),
        lambda e, **more: e.parquet("tasks", **more),
        tiendo.read_parquet,
    ),
}
each = pytest.mark.parametrize("name", WRITERS)


@each
def test_files_and_bytes_are_the_same_and_read_the_same(evaluation: tiendo.Evaluation, tmp_path: Path, name: str) -> None:
    write, make, read = WRITERS[name]
    path = tmp_path / f"file.{name}"
    lost = write(evaluation, path)
    content, findings = make(evaluation)
    assert content == path.read_bytes()
    assert list(lost) == list(findings)
    registry, found = read(path)
    for given in (content, bytearray(content), memoryview(content)):
        again, told = read(given, name=path.name)
        assert again == registry
        assert list(told) == list(found)
    assert set(found) <= set(registry.findings)
    with pytest.raises(tiendo.InvalidValueError, match="name"):
        read(path, name="x")
    with pytest.raises(tiendo.ExistsError):
        write(evaluation, path)
    write(evaluation, path, overwrite=True)
    assert path.read_bytes() == content
    with pytest.raises(tiendo.StorageError):
        read(tmp_path / "absent")


@each
def test_what_is_not_public_is_refused_unless_asked(tmp_path: Path, name: str) -> None:
    write, make, _ = WRITERS[name]
    task: dict[str, Any] = {"id": "T1", "document": "77/KH-UBND", "title": "Nhiệm vụ", "classification": "internal"}
    task |= {"assigned_on": "2025-05-05", "deadline": {"text": "đến ngày 30/9/2025", "form": "by", "day": "2025-09-30"}}
    evaluation = tiendo.Registry.from_records({"tasks": [task]}).evaluate(dt.date(2025, 12, 31))
    with pytest.raises(tiendo.UnwritableError, match="T1"):
        write(evaluation, tmp_path / "file")
    assert not list(tmp_path.iterdir())
    with pytest.raises(tiendo.UnwritableError, match="T1"):
        make(evaluation)
    assert make(evaluation, disclosure="internal")[0]
    with pytest.raises(tiendo.InvalidValueError):
        make(evaluation, disclosure="nobody")


@each
def test_progress_is_heard_and_what_it_raises_comes_out(evaluation: tiendo.Evaluation, tmp_path: Path, name: str) -> None:
    told: list[tuple[int, int]] = []
    WRITERS[name][1](evaluation, progress=lambda done, total: told.append((done, total)))
    assert told

    def stop(_done: int, _total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        WRITERS[name][0](evaluation, tmp_path / "file", progress=stop)


@each
def test_what_is_of_no_such_format_is_an_error(name: str) -> None:
    read = WRITERS[name][2]
    hostile = b'<!DOCTYPE a [<!ENTITY b "c">]><Project>&b;</Project>'
    if name == "ics":
        registry, findings = read(hostile)
        assert registry.task_count == 0
        assert findings
        return
    for content in (hostile, b"", b"\0\xff", b"PAR1PAR1"):
        with pytest.raises(tiendo.NothingToReadError):
            read(content)


def test_words_that_are_not_known_name_those_that_are(evaluation: tiendo.Evaluation) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: evaluation.packet(kind="people"),
        lambda: evaluation.packet(form="pdf"),
        lambda: evaluation.stratml(reports="none"),
        lambda: evaluation.parquet("people"),
        lambda: evaluation.parquet(compression="rar"),
        lambda: evaluation.parquet(row_group_rows=0),
        lambda: evaluation.mspdi(lang="fr"),
    ]
    for call in calls:
        with pytest.raises(tiendo.InvalidValueError):
            call()
    with pytest.raises(tiendo.InvalidRequestError):
        evaluation.packet(profile="name = 1")


def test_weekly_texts(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    texts, _ = evaluation.write_weekly(tmp_path / "weekly", title="Báo cáo thử")
    assert sorted(text["file"] for text in texts) == sorted(file.name for file in (tmp_path / "weekly").iterdir())
    for text in texts[:5]:
        content = (tmp_path / "weekly" / text["file"]).read_text(encoding="utf-8")
        assert content == evaluation.weekly(text["agency"], title="Báo cáo thử")
        assert content.startswith("BÁO CÁO THỬ\n")
        assert "SIMULATED" in content
        assert text["name"] in content
    with pytest.raises(tiendo.ExistsError):
        evaluation.write_weekly(tmp_path / "weekly")
    with pytest.raises(tiendo.NotFoundError):
        evaluation.weekly("Atlantis")
