"""From the annex to the letter, by path and in memory: what the doors write, openpyxl and the XML of the documents show."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from conftest import DAY

import tiendo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Invented agencies: nothing here may suggest that a real one is late.
AGENCIES = {"X-TN": "Bộ Thử nghiệm", "X-GD": "Bộ Giả định", "X-MP": "Sở Mô phỏng"}
HEADER = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm"]
PARTS = ("loaded", "sections", "titles", "headers", "continued", "blank", "findings", "ignored")
ROWS = 120


@pytest.fixture
def base() -> tiendo.Registry:
    agencies = [{"id": key, "name": name, "level": "central"} for key, name in AGENCIES.items()]
    return tiendo.Registry.from_records({"agencies": agencies})


def annex() -> bytes:
    """A plan's annex and the progress on it, as an agency keeps them: titles, merged cells, two header rows, sections."""
    book = openpyxl.Workbook()
    plan = book.active
    assert plan is not None
    plan.title = "Phụ lục I"
    plan.append(["PHỤ LỤC I. DANH MỤC NHIỆM VỤ"])
    plan.append(["(Kèm theo Kế hoạch số 77/KH-UBND ngày 05/5/2025)"])
    plan.append([])
    plan.append([*HEADER[:2], "Cơ quan thực hiện", None, *HEADER[4:]])
    plan.append([None, None, "Chủ trì", "Phối hợp"])
    for cells in ("A1:F1", "A2:F2", "C4:D4", "A4:A5", "B4:B5", "E4:E5", "F4:F5"):
        plan.merge_cells(cells)
    plan.append([f"({number})" for number in range(1, 7)])
    progress = book.create_sheet("Tiến độ")
    progress.append(["TIẾN ĐỘ THỰC HIỆN KẾ HOẠCH SỐ 77/KH-UBND (tính đến ngày 30/11/2025)"])
    progress.append(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Trạng thái", "Tiến độ (%)", "Lý do chậm"])
    names = list(AGENCIES.values())
    deadlines: list[Any] = [dt.date(2025, 9, 30), "tháng 11/2025", "trước ngày 15/8/2025", 46022, "quý I/2026", "Thường xuyên"]
    for row in range(ROWS):
        if row % 40 == 0:
            plan.append([["I", "II", "III"][row // 40], f"Nhóm nhiệm vụ thứ {row // 40 + 1}"])
        title, lead = f"Xây dựng, ban hành sản phẩm thử nghiệm số {row + 1}", names[row % 3]
        # One name in forty is of nobody.
        plan.append(
            [
                row + 1,
                title,
                "Cơ quan không có thật" if row % 40 == 39 else lead,
                names[(row + 1) % 3],
                deadlines[row % len(deadlines)],
                "Quyết định",
            ],
        )
        if row % 5 != 4:
            done = row % 5 == 0
            progress.append(
                [
                    row + 1,
                    title,
                    lead,
                    "Đã hoàn thành" if done else "Đang thực hiện",
                    100 if done else 40,
                    None if done else "Chờ",
                ],
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_of(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.startswith("word/")]
    return re.sub(r"<[^>]+>", "", "".join(parts))


def sheets_of(workbook: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_from_the_annex_to_the_letter(base: tiendo.Registry, tmp_path: Path) -> None:
    path = tmp_path / "annex.xlsx"
    path.write_bytes(annex())
    read = tiendo.read_annex(path, base=base)
    plan, progress = (sheet["counts"] for sheet in read.sheets)
    for counts in (plan, progress):
        assert sum(counts[part] for part in PARTS) == counts["rows"]
    assert (plan["loaded"], plan["sections"], plan["titles"], plan["headers"]) == (ROWS, 3, 2, 3)
    assert (progress["loaded"], progress["findings"]) == (ROWS * 4 // 5, 0)
    unknown = [finding for finding in read.findings if finding.code == "agency_unknown"]
    assert len(unknown) == ROWS // 40
    assert all(finding.row and "annex.xlsx" in (finding.file or "") for finding in unknown)

    laid = read.lay_over(base, imported_at=dt.datetime(2025, 12, 1, 8, 0))  # noqa: DTZ001
    assert (laid.task_count, laid.report_count) == (ROWS, ROWS * 4 // 5)
    laid.write_csv(tmp_path / "register", disclosure="everything")
    again = tiendo.Registry.read_csv(tmp_path / "register")
    assert not any(tiendo.read_annex(path, base=again).changes[kind] for kind in ("added", "changed"))

    evaluation = again.evaluate(DAY)
    assert not evaluation.write_report_xlsx(tmp_path / "report.xlsx")
    letterhead = tiendo.Letterhead(agency="Văn phòng Thử nghiệm", place="Hà Nội", dated=DAY, signatory_name="Nguyễn Văn A")
    assert not evaluation.write_report_docx(tmp_path / "report.docx", letterhead=letterhead)
    letters, findings = evaluation.write_letters(tmp_path / "letters", letterhead=letterhead)
    assert sorted(letter.file for letter in letters) == sorted(file.name for file in (tmp_path / "letters").iterdir())
    # What counts for nobody is told, never dropped.
    assert [finding.code for finding in findings] == ["nobody_to_urge"]

    # In memory they are the same bytes.
    assert evaluation.report_xlsx()[0] == (tmp_path / "report.xlsx").read_bytes()
    assert evaluation.report_docx(letterhead=letterhead)[0] == (tmp_path / "report.docx").read_bytes()
    for letter, written in zip(evaluation.letters(letterhead=letterhead)[0], letters, strict=True):
        assert letter.document == (tmp_path / "letters" / written.file).read_bytes()
        assert (letter.agency_id, letter.name, letter.file) == (written.agency_id, written.name, written.file)
        assert written.document is None
    rows = sheets_of((tmp_path / "report.xlsx").read_bytes())["Phụ lục"][4:]
    assert [row[1] for row in rows] == [row.id for row in evaluation]
    text = text_of((tmp_path / "report.docx").read_bytes())
    assert "VĂN PHÒNG THỬ NGHIỆM" in text
    assert "Nguyễn Văn A" in text


def test_letters_are_those_of_the_urgings(evaluation: tiendo.Evaluation) -> None:
    letters, _ = evaluation.letters()
    urgings = {urging.agency_id: urging for urging in evaluation.urgings() if urging.agency_id}
    assert [letter.agency_id for letter in letters] == list(urgings)
    for letter in letters:
        urging = urgings[letter.agency_id]
        counts = (len(urging.overdue), len(urging.due_soon), len(urging.no_data))
        assert (letter.overdue, letter.due_soon, letter.no_data) == counts
        text = text_of(letter.document or b"")
        assert f"Kính gửi: {letter.name}" in text
        assert all(row.id in text for rows in (urging.overdue, urging.due_soon, urging.no_data) for row in rows)
    [one], _ = evaluation.letters("Bo Noi vu")
    assert one == next(letter for letter in letters if letter.agency_id == "BNV")


def test_every_file_says_that_it_is_simulated_and_its_scope(simulated: tiendo.Registry) -> None:
    evaluation = simulated.evaluate(DAY, known=dt.date(2025, 12, 1), policy="vpcp-2017")
    documents = [evaluation.report_docx()[0], *(letter.document or b"" for letter in evaluation.letters()[0])]
    texts = [text_of(document) for document in documents]
    for workbook in (evaluation.report_xlsx()[0], evaluation.form_xlsx("BNV")[0]):
        sheets = sheets_of(workbook).values()
        assert all("SIMULATED" in str(rows[0]) for rows in sheets)
        texts.append("".join(str(row) for rows in sheets for row in rows))
    for text in texts:
        assert "SIMULATED" in text
        for part in ("31/12/2025", "01/12/2025", "vpcp-2017", evaluation.scope.calendar):
            assert part in text


WRITERS: dict[str, Callable[..., Any]] = {
    "report.xlsx": lambda e, path, **more: e.write_report_xlsx(path, **more),
    "report.docx": lambda e, path, **more: e.write_report_docx(path, **more),
    "form.xlsx": lambda e, path, **more: e.write_form_xlsx(path, "X-TN", **more),
    "letters": lambda e, path, **more: e.write_letters(path, **more),
}
IN_MEMORY: list[Callable[..., Any]] = [
    lambda e, **more: e.report_xlsx(**more),
    lambda e, **more: e.report_docx(**more),
    lambda e, **more: e.form_xlsx("X-TN", **more),
    lambda e, **more: e.letters(**more),
]


@pytest.fixture
def secret(base: tiendo.Registry) -> tiendo.Evaluation:
    """One overdue task above public."""
    task = tiendo.Task(
        id="T1",
        document="77/KH-UBND",
        title="Nhiệm vụ nội bộ",
        addressees=("X-TN",),
        assigned_on=dt.date(2025, 5, 5),
        deadline=tiendo.Deadline.parse("30/9/2025").deadline,
        classification="internal",
    )
    builder = tiendo.RegistryBuilder()
    builder.add_registry(base)
    builder.add_task(task)
    return builder.finish().evaluate(DAY)


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_not_public_is_refused_unless_asked(secret: tiendo.Evaluation, tmp_path: Path, name: str) -> None:
    with pytest.raises(tiendo.UnwritableError, match="T1"):
        WRITERS[name](secret, tmp_path / name)
    assert not list(tmp_path.iterdir())
    WRITERS[name](secret, tmp_path / name, disclosure="internal")
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("write", IN_MEMORY)
def test_in_memory_too(secret: tiendo.Evaluation, write: Callable[..., Any]) -> None:
    with pytest.raises(tiendo.UnwritableError, match="T1"):
        write(secret)
    assert write(secret, disclosure="everything")
    with pytest.raises(tiendo.InvalidValueError):
        write(secret, disclosure="nobody")


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_there_stays_unless_told(secret: tiendo.Evaluation, tmp_path: Path, name: str) -> None:
    path, write = tmp_path / name, WRITERS[name]
    write(secret, path, disclosure="internal")
    file = path / "don-doc-X-TN.docx" if name == "letters" else path
    first = file.read_bytes()
    file.write_bytes(b"mine")
    with pytest.raises(tiendo.ExistsError, match=re.escape(file.name)):
        write(secret, path, disclosure="internal")
    assert file.read_bytes() == b"mine"
    write(secret, path, disclosure="internal", overwrite=True)
    assert file.read_bytes() == first
    assert len(list(file.parent.iterdir())) == 1
    with pytest.raises(tiendo.StorageError):
        write(secret, file / "below" / name, disclosure="internal")


def test_csv_replaces_only_when_told(base: tiendo.Registry, tmp_path: Path) -> None:
    base.write_csv(tmp_path)
    with pytest.raises(tiendo.ExistsError):
        base.write_csv(tmp_path)
    base.write_csv(tmp_path, overwrite=True)
    assert tiendo.Registry.read_csv(tmp_path).agency_count == base.agency_count


def test_agencies_that_are_not_one_are_errors_of_their_own(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    for write in (evaluation.form_xlsx, evaluation.letters):
        with pytest.raises(tiendo.NotFoundError, match="Atlantis"):
            write("Atlantis")
    with pytest.raises(tiendo.NotFoundError):
        evaluation.write_letters(tmp_path / "letters", "Atlantis")
    assert not (tmp_path / "letters").exists()


def test_progress_is_heard_and_stops_the_writing(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    told: list[int] = []
    evaluation.letters(progress=lambda done, _: told.append(done))
    assert told[-1] > 10

    def stop(_done: int, _total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        evaluation.write_report_xlsx(tmp_path / "late.xlsx", progress=stop)


def test_a_form_comes_back_as_reports(simulated: tiendo.Registry) -> None:
    evaluation = simulated.evaluate(DAY)
    form, findings = evaluation.form_xlsx("Bộ Nội vụ")
    assert not findings
    empty = tiendo.read_annex(form, name="form.xlsx", base=simulated)
    assert not any(empty.records.values())
    assert not any(empty.changes[kind] for kind in ("added", "changed"))
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book["Báo cáo"]
    filled: dict[str, tuple[str, int]] = {}
    for at, row in enumerate(sheet.iter_rows(min_row=6)):
        task, by = str(row[0].value), str(row[1].value)
        if at % 3 == 2:
            continue
        done = at % 3 == 0
        row[4].value = "đã hoàn thành" if done else "đang thực hiện"
        row[5].value = 100 if done else 35
        row[6].value, row[7].value = "Đã trình", "5/BC-X"
        row[8].value = None if done else "Chờ ý kiến"
        row[10].value = dt.date(2025, 12, 20)
        filled[task] = (by, 100 if done else 35)
    out = io.BytesIO()
    book.save(out)
    read = tiendo.read_annex(out.getvalue(), name="form.xlsx", base=simulated)
    reports = read.records["reports"]
    assert {report["task"]: (report["by"], report["percent"]) for report in reports} == filled
    assert not read.records.get("tasks")
    for report in reports:
        assert report["kind"] == ("complete" if report["percent"] == 100 else "progress")
        assert (report["reported_on"], report["evidence"]) == ("2025-12-20", "Đã trình; 5/BC-X")
        assert report.get("reason") == (None if report["percent"] == 100 else "Chờ ý kiến")
    laid = read.lay_over(simulated, imported_at=dt.datetime(2025, 12, 21, 8, 0))  # noqa: DTZ001
    assert laid.report_count == simulated.report_count + len(filled)
    again = tiendo.read_annex(out.getvalue(), name="form.xlsx", base=laid)
    assert not any(again.changes[kind] for kind in ("added", "changed"))
