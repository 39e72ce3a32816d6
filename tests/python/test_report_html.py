"""The report for everybody, by path, in memory and as a folder: read back by a parser that shares nothing with its writer."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import html.parser
import re
from typing import TYPE_CHECKING

import pytest
from conftest import DAY

import tiendo

if TYPE_CHECKING:
    from pathlib import Path

# Attributes that make a browser fetch, or may.
LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "manifest"}
VOID = {"meta", "link", "base", "br", "hr", "img", "input", "col", "wbr"}
# What opens elements, ends them, and breaks out of attributes.
HOSTILE = "<script>alert(1)</script>\"' onload=x javascript:x </style></title>"


class Page(html.parser.HTMLParser):
    """Elements with their attributes, the text outside scripts and styles, and theirs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.inlined: dict[str, list[str]] = {"script": [], "style": []}
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.inlined:
            self.inlined[self.open[-1]].append(data)
        else:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


def assert_needs_nothing(text: str) -> None:
    """The page fetches nothing, and its policy lets exactly its own style and script be."""
    page = Page(text)
    assert not page.open
    assert not page.all("link")
    assert not page.all("base")
    for tag, attributes in page.elements:
        assert not LOADING & set(attributes), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)
        assert not re.match(r"\s*(javascript|data|vbscript):", attributes.get("href", ""), re.IGNORECASE), attributes
    [style], [script] = page.inlined["style"], page.inlined["script"]
    assert not re.search(r"url\((?!#)", style)
    assert "@import" not in style
    policies = [m["content"] for m in page.all("meta") if m.get("http-equiv", "").lower() == "content-security-policy"]
    [policy] = policies
    assert "default-src 'none'" in policy
    for kind, source in (("style", style), ("script", script)):
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert len(page.ids) == len(set(page.ids))


@pytest.fixture
def guarded() -> tiendo.Evaluation:
    """A hostile public task, and one above public with a report on it; the agencies are invented."""
    names = {"X-TN": f"Bộ {HOSTILE}", "X-GD": "Bộ Giả định"}
    agencies = [tiendo.Agency(id=key, name=name, level="central") for key, name in names.items()]
    deadline = tiendo.Deadline.parse("30/9/2025").deadline
    tasks = [
        tiendo.Task(id="P1", document="77/KH-UBND", title=HOSTILE, addressees=("X-TN",), deadline=deadline),
        tiendo.Task(
            id="S1",
            document="78/KH-UBND",
            title="Diễn tập bí ẩn",
            addressees=("X-GD",),
            deadline=deadline,
            classification="secret",
        ),
    ]
    reports = [tiendo.Report(id="R1", task="S1", kind="progress", reported_on=dt.date(2025, 9, 1), percent=40)]
    return tiendo.Registry.from_records({"agencies": agencies, "tasks": tasks, "reports": reports}).evaluate(DAY)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_page_needs_nothing_and_is_the_same_again(evaluation: tiendo.Evaluation, tmp_path: Path, lang: str) -> None:
    text = evaluation.report_html(lang=lang)
    assert text == evaluation.report_html(lang=lang)
    evaluation.write_report_html(tmp_path / "report.html", lang=lang)
    assert (tmp_path / "report.html").read_bytes() == text.encode()
    assert_needs_nothing(text)
    page = Page(text)
    assert page.all("html") == [{"lang": lang}]
    # Every task has its own place in the page.
    assert {row.task_id for row in evaluation} <= {i.split("/")[0] for i in page.ids}


def test_simulated_is_marked_and_silence_is_told_apart(evaluation: tiendo.Evaluation, registry: tiendo.Registry) -> None:
    text = evaluation.report_html()
    page = Page(text)
    assert page.all("body")[0]["data-provenance"] == "simulated"
    assert re.search(r"<title>[^<]*SIMULATED", text)
    assert page.text.count("SIMULATED") >= 3
    silent = registry.evaluate(DAY).report_html()
    assert "SIMULATED" not in Page(silent).text
    assert "Không có dữ liệu báo cáo" in Page(silent).text


def test_what_is_not_public_leaves_no_trace(guarded: tiendo.Evaluation) -> None:
    text = guarded.report_html()
    assert_needs_nothing(text)
    page = Page(text)
    assert "P1" in page.ids
    assert HOSTILE in page.text
    assert "Diễn tập" not in text
    assert "78/KH-UBND" not in text
    assert "S1" not in page.text
    assert text == guarded.public().report_html()
    assert [row.task_id for row in guarded.public()] == ["P1"]
    public = guarded.registry.public()
    assert [task.id for task in public.tasks()] == ["P1"]
    assert public.report_count == 0
    assert public.public() == public
    assert public.evaluate(DAY) == guarded.public()


def test_a_file_stays_unless_told(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(b"mine")
    with pytest.raises(tiendo.ExistsError, match=r"report\.html"):
        evaluation.write_report_html(path)
    assert path.read_bytes() == b"mine"
    evaluation.write_report_html(path, overwrite=True)
    assert path.read_text(encoding="utf-8") == evaluation.report_html()
    with pytest.raises(tiendo.StorageError):
        evaluation.write_report_html(path / "below.html")
    with pytest.raises(tiendo.InvalidValueError):
        evaluation.report_html(lang="fr")
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_a_folder_is_whole(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    pages, left_over = evaluation.write_report_folder(folder)
    assert not left_over
    assert sorted(page.file for page in pages) == sorted(file.name for file in folder.iterdir())
    assert pages[-1].file == "index.html"
    assert sum(page.rows for page in pages[:-1]) == pages[-1].rows == len(evaluation)
    assert {page.agency_id for page in pages} - {None} == {row.agency_id for row in evaluation} - {None}
    names = {page.file for page in pages}
    for page in pages:
        text = (folder / page.file).read_text(encoding="utf-8")
        assert page.size == len(text.encode()) < 2_000_000
        assert_needs_nothing(text)
        links = [a.get("href", "") for a in Page(text).all("a")]
        assert {link.split("#")[0] for link in links if not link.startswith(("#", "http"))} <= names
    with pytest.raises(tiendo.ExistsError):
        evaluation.write_report_folder(folder)
    (folder / "agency-GONE.html").write_bytes((folder / "index.html").read_bytes())
    again, left_over = evaluation.write_report_folder(folder, overwrite=True)
    assert (again, left_over) == (pages, ["agency-GONE.html"])


def test_what_changed_since_is_told(simulated: tiendo.Registry, evaluation: tiendo.Evaluation) -> None:
    before = simulated.evaluate(dt.date(2025, 11, 30))
    told = evaluation.report_html(previous=before)
    assert told != evaluation.report_html()
    assert_needs_nothing(told)


def test_progress_is_heard_and_stops_the_writing(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        evaluation.write_report_html(tmp_path / "late.html", progress=stop)
    # Where it is stopped in time nothing is left; a small page may be whole before anybody is asked.
    assert [file.name for file in tmp_path.iterdir()] in ([], ["late.html"])


def test_clears_are_in_the_order_of_the_policy(evaluation: tiendo.Evaluation) -> None:
    clears = evaluation.clears()
    assert [clear for clear, _ in clears] == list(evaluation.policy.clears)
    assert all(0 <= ratio.num <= ratio.den == evaluation.scope.task_count for _, ratio in clears)
