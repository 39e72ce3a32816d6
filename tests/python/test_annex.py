"""Annexes: every committed layout by path and from memory, one that openpyxl writes here, and what is refused."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import ROOT

import tiendo

FOLDER = ROOT / "crates/tiendo-formats/tests/annex"
SPEC = json.loads((FOLDER / "layouts.json").read_text(encoding="utf-8"))
PARTS = ("loaded", "sections", "titles", "headers", "continued", "blank", "findings", "ignored")


def said(file: str) -> dict[str, Any]:
    """What the caller knows of a layout and the file does not say."""
    return {
        "document": SPEC["document"] if file.startswith("11") else None,
        "reported_on": dt.date(2025, 9, 30) if file.startswith(("19", "46")) else None,
    }


@pytest.fixture(scope="module")
def workbook() -> bytes:
    """A plan as an agency keeps it: a merged title, a section, real dates and names of agencies."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Phụ lục"
    sheet.append(["PHỤ LỤC: Danh mục nhiệm vụ"])
    sheet.merge_cells("A1:D1")
    sheet.append(["(Kèm theo Kế hoạch số 77/KH-UBND ngày 05/5/2025)"])
    sheet.append(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"])
    sheet.append(["I", "Hoàn thiện thể chế"])
    sheet.append([1, "Ban hành bộ mã định danh cơ quan", "Bộ Nội vụ", dt.date(2025, 8, 15)])
    sheet.append([2, "=1+1", "Bộ Công an", dt.date(2025, 9, 30)])
    sheet.append([3, "Nâng cấp Cổng Dịch vụ công", "Cơ quan không có thật", "quý I/2026"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("layout", SPEC["layouts"], ids=lambda layout: layout["file"])
def test_every_layout_is_read_and_accounted_for(registry: tiendo.Registry, layout: dict[str, Any]) -> None:
    path = FOLDER / layout["file"]
    read = tiendo.read_annex(path, base=registry, **said(path.name))
    counts = [sheet["counts"] for sheet in read.sheets]
    for count in counts:
        assert sum(count[part] for part in PARTS) == count["rows"]
    for part in ("loaded", "sections", "findings"):
        assert sum(count[part] for count in counts) == layout[part], part
    assert len(read.records.get("reports", [])) == layout["reports"]
    assert {finding.code for finding in read.findings} >= set(layout["codes"])
    # The other door gives the same, and what was understood is a mapping that reads the same.
    data = memoryview(path.read_bytes())
    again = tiendo.read_annex(data, name=path.name, base=registry, mapping=read.suggested_mapping, **said(path.name))
    assert again.records == read.records
    assert tiendo.read_annex(bytearray(data), name=path.name, base=registry, **said(path.name)).sheets == read.sheets


@pytest.mark.parametrize("file", ["01_plan.xlsx", "17_progress_title.xlsx", "41_xls.xls", "32_word_merged.docx"])
def test_laid_over_a_registry_it_changes_nothing_twice(registry: tiendo.Registry, file: str) -> None:
    read = tiendo.read_annex(str(FOLDER / file), base=registry)
    assert read.changes["added"] > 0
    laid = read.lay_over(registry)
    assert laid.task_count == registry.task_count + len(read.records["tasks"])
    assert {key["id"] for key in read.keys} <= {task.id for task in laid.tasks()}
    again = tiendo.read_annex(FOLDER / file, base=laid)
    assert (again.changes["added"], again.changes["changed"]) == (0, 0)
    assert again.changes["unchanged"] >= len(read.records["tasks"])
    assert again.lay_over(laid).to_records() == laid.to_records()


def test_records_are_those_that_a_registry_takes(registry: tiendo.Registry) -> None:
    read = tiendo.read_annex(FOLDER / "01_plan.xlsx", base=registry)
    assert tiendo.Registry.from_records(read.records).task_count == len(read.records["tasks"]) == 8
    assert repr(read).startswith("<Import ")


def test_a_workbook_of_openpyxl(registry: tiendo.Registry, workbook: bytes) -> None:
    read = tiendo.read_annex(workbook, name="phu-luc.xlsx", base=registry)
    [sheet] = read.sheets
    assert sheet["sheet"] == "Phụ lục"
    assert {column["field"] for column in sheet["columns"]} >= {"title", "addressees"}
    assert sheet["counts"]["sections"] == 1
    task = read.records["tasks"][0]
    laid = read.lay_over(registry, imported_at=dt.datetime(2025, 10, 1, 8, 0))  # noqa: DTZ001
    assert laid.task(task["id"]).document == "77/KH-UBND"
    # Nobody is guessed: the agency that does not exist is a finding in its cell.
    unknown = [finding for finding in read.findings if "Cơ quan không có thật" in finding.line("vi")]
    assert unknown
    assert unknown[0].row == 7
    assert "phu-luc.xlsx" in (unknown[0].file or "")
    assert set(read.findings) <= set(laid.findings)


def test_what_is_refused(registry: tiendo.Registry, workbook: bytes, tmp_path: Path) -> None:
    with pytest.raises(tiendo.StorageError):
        tiendo.read_annex(tmp_path / "nowhere.xlsx")
    with pytest.raises(tiendo.NothingToReadError, match=r"a\.xlsx"):
        tiendo.read_annex(workbook[: len(workbook) // 2], name="a.xlsx")
    with pytest.raises(tiendo.InvalidRequestError):
        tiendo.read_annex(workbook, base=registry, mapping="colour = 1")
    with pytest.raises(tiendo.InvalidValueError):
        tiendo.read_annex(FOLDER / "01_plan.xlsx", name="other.xlsx")
    with pytest.raises(TypeError):
        tiendo.read_annex(57)  # type: ignore[arg-type]


def test_progress_is_heard_and_stops_the_reading(registry: tiendo.Registry) -> None:
    told: list[tuple[int, int]] = []
    tiendo.read_annex(FOLDER / "01_plan.xlsx", base=registry, progress=lambda done, total: told.append((done, total)))
    assert told
