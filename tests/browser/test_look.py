"""A page is looked at: by axe-core, on paper, on a phone, in the dark."""

import os
import pathlib
import subprocess

import pytest
from browser import DESKTOP, NARROWEST, PHONE, Opened, opened
from playwright.sync_api import Browser, Page

# WCAG 2.2, levels A and AA, and what axe-core holds for good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# A4 in points.
A4 = (595, 842)


def violations(page: Page) -> list[str]:
    """What axe-core finds, one line for each element.

    Of a table of thousands it sees the first rows: the others come from the same template, and would take minutes.
    """
    page.evaluate("document.querySelectorAll('tbody').forEach(body => [...body.rows].slice(12).forEach(row => row.remove()))")
    page.evaluate(pathlib.Path(os.environ["TIENDO_AXE"]).read_text("utf-8"))
    found = page.evaluate("rules => axe.run({ runOnly: rules, resultTypes: ['violations'] })", RULES)
    assert found["testEngine"]["version"]
    # A run in which no rule applied has shown nothing.
    assert len(found["passes"]) > 20
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found["violations"] for node in v["nodes"]]


def luminance(page: Page) -> float:
    """How bright the page's ground is, from 0 to 1."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red, green, blue = (float(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


@pytest.mark.smoke
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, simulated: pathlib.Path, width: int, scheme: str) -> None:
    with opened(browser, simulated, width=width, color_scheme=scheme) as seen:
        assert violations(seen.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_what_is_opened(browser: Browser, simulated: pathlib.Path, scheme: str) -> None:
    with opened(browser, simulated, color_scheme=scheme) as seen:
        # Reasons, the tables behind charts, and a row that was linked to; nothing is left out for being off the screen.
        seen.page.evaluate(
            """() => {
                document.querySelectorAll('details').forEach(one => { one.open = true });
                location.hash = '#' + document.querySelector('.task').id;
            }"""
        )
        assert violations(seen.page) == []


def test_axe_finds_no_violation_where_nobody_reported_or_names_are_hostile(
    browser: Browser, unreported: pathlib.Path, hostile: pathlib.Path
) -> None:
    for path in [unreported, hostile]:
        with opened(browser, path) as seen:
            assert violations(seen.page) == []


@pytest.mark.parametrize("width", [PHONE, NARROWEST])
def test_a_phone_does_not_scroll_sideways(browser: Browser, simulated: pathlib.Path, hostile: pathlib.Path, width: int) -> None:
    for path in [simulated, hostile]:
        with opened(browser, path, width=width) as seen:
            page = seen.page
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            wide = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]")
            assert max(wide) <= width, wide
            # What is wider scrolls in a frame of its own, by keyboard too, and has a name.
            for frame in page.locator(".scroll").all():
                assert frame.get_attribute("tabindex") == "0"
                assert frame.get_attribute("aria-label") or frame.get_attribute("aria-labelledby")


def test_light_and_dark_are_what_they_say(browser: Browser, simulated: pathlib.Path) -> None:
    with opened(browser, simulated, color_scheme="light") as seen:
        assert luminance(seen.page) > 0.8
    with opened(browser, simulated, color_scheme="dark") as seen:
        assert luminance(seen.page) < 0.2


def test_charts_are_read_without_colour(browser: Browser, simulated: pathlib.Path) -> None:
    """Where the system imposes its colours, what was told apart by colour alone would be one."""
    with opened(browser, simulated, forced_colors="active") as seen:
        assert violations(seen.page) == []
    for scheme in ["light", "dark"]:
        with opened(browser, simulated, color_scheme=scheme) as seen:
            page = seen.page
            # What is late, overdue or without data is a pattern of the page, and each another one.
            fills = page.locator("#summary .one rect").evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
            assert len(fills) == len(set(fills)) > 3
            patterns = [fill.split('"')[1] for fill in fills if fill.startswith("url(")]
            assert len(patterns) == 3
            assert all(page.locator(f"pattern{pattern}").count() == 1 for pattern in patterns)
            # The table beside it names each by the same mark.
            assert page.locator("#t-classes .key").count() == page.locator("#t-classes tbody tr").count()
            assert page.locator(".burn-up").first.locator("text").count() > 3


def told(program: str, *args: object) -> str:
    return subprocess.run([program, *(str(a) for a in args)], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def paper(page: Opened, tmp_path: pathlib.Path) -> pathlib.Path:
    pdf = tmp_path / "report.pdf"
    page.page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
    return pdf


def test_the_summary_is_page_one_of_a4(page: Opened, paper: pathlib.Path) -> None:
    facts = dict(line.split(":", 1) for line in told("pdfinfo", paper).splitlines() if ":" in line)
    pages = int(facts["Pages"])
    size = tuple(round(float(part)) for part in facts["Page size"].split()[0:3:2])
    assert size == A4
    assert pages >= 2
    print(f"{facts['Page size'].strip()}, {pages} pages")
    texts = told("pdftotext", "-layout", paper, "-").split("\f")[:pages]
    # Without the stamp, which runs across the sheet and is left out of its lines.
    assert [number for number, text in enumerate(texts, 1) if not text.strip()] == []
    first = " ".join(texts[0].split())
    assert "SIMULATED" in first
    head = {name: " ".join(page.page.locator(f"#h-{name}").inner_text().split()) for name in ["summary", "phases"]}
    assert head["summary"] in first
    # The whole of it, to the place where a leader signs, and nothing else.
    assert " ".join((page.page.locator("#sign").text_content() or "-").split()).split()[0] in first
    assert head["phases"] not in first
    assert any(head["phases"] in " ".join(text.split()) for text in texts[1:])
    # Invented figures say so on every sheet, whichever is copied.
    raw = told("pdftotext", "-raw", paper, "-").split("\f")[:pages]
    assert [number for number, text in enumerate(raw, 1) if "SIMULATED" not in "".join(text.split())] == []
    # What is only of use on a screen is not printed.
    assert (page.page.locator("a.skip").text_content() or "-").strip() not in first


def test_page_one_is_no_blank_picture(paper: pathlib.Path, tmp_path: pathlib.Path) -> None:
    told("pdftoppm", "-r", 60, "-f", 1, "-l", 1, "-singlefile", "-gray", paper, tmp_path / "page")
    head, body = (tmp_path / "page.pgm").read_bytes().split(b"\n255\n", 1)
    width, height = (int(part) for part in head.split()[1:3])
    assert len(body) == width * height
    dark = sum(1 for shade in body if shade < 128) / len(body)
    # Ink on between a hundredth and a fifth of the page.
    assert 0.005 < dark < 0.25, dark
