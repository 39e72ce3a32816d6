"""A page opens by itself, says what it is made of, and is whole without script."""

import pathlib
import re

import pytest
import reports
from browser import Opened, opened
from playwright.sync_api import Browser

SECTIONS = ["summary", "phases", "groups", "ranking", "overdue", "due-soon", "changes", "critical", "kpis"]
SECTIONS += ["quality", "tasks", "scope"]


@pytest.mark.smoke
def test_it_asks_for_nothing_but_itself(page: Opened) -> None:
    page.page.wait_for_load_state("networkidle")
    assert page.requests == [page.url]
    assert page.page.evaluate("performance.getEntriesByType('resource').length") == 0


@pytest.mark.smoke
def test_the_policy_of_its_content_is_strict_and_in_force(page: Opened) -> None:
    policy = page.page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy is not None
    rules = dict(rule.split(maxsplit=1) for rule in policy.split(";") if rule.strip())
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", rules["script-src"])
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", rules["style-src"])
    # The policy stands before whatever it is about, and refuses what is not its own.
    before = page.page.evaluate(
        """() => {
            const find = what => document.querySelector(what);
            const place = find('meta[http-equiv]').compareDocumentPosition(find('style, script'));
            return Boolean(place & Node.DOCUMENT_POSITION_FOLLOWING);
        }"""
    )
    assert before
    page.page.evaluate(
        """() => {
            const foreign = document.createElement('script');
            foreign.textContent = 'window.foreign = 1';
            document.body.append(foreign);
        }"""
    )
    assert page.page.evaluate("window.foreign") is None
    assert len(page.complaints) == 1
    assert "Content Security Policy" in page.complaints.pop()


@pytest.mark.smoke
def test_every_section_is_there_and_the_mark_is_seen(page: Opened, lang: str) -> None:
    look = page.page
    assert look.evaluate("document.documentElement.lang") == lang
    assert look.locator("main > section").evaluate_all("all => all.map(one => one.id)") == SECTIONS
    assert look.locator("h1").count() == 1
    for section in SECTIONS:
        assert look.locator(f"#{section} > h2#h-{section}").inner_text().strip()
    assert "SIMULATED" in look.title()
    marks = look.locator(".mark")
    assert marks.count() >= 2
    assert all("SIMULATED" in text for text in marks.all_inner_texts())
    assert marks.first.is_visible()
    made_of = look.locator("#made-of")
    assert made_of.get_attribute("data-day") == reports.DAY
    assert all(made_of.get_attribute(f"data-{what}") for what in ["policy", "calendar", "version"])


def test_nobody_is_called_late_where_nobody_reported(browser: Browser, unreported: pathlib.Path) -> None:
    with opened(browser, unreported) as seen:
        assert seen.page.locator("body").get_attribute("data-provenance") == "stated"
        assert seen.page.locator(".mark").first.is_visible()
        assert seen.page.locator(".task[data-class=overdue]").count() == 0
        assert seen.page.locator(".task[data-class=no_data]").count() > 0
        assert seen.page.locator("#t-overdue .task, #t-overdue tbody tr").count() == 0


def test_without_script_it_is_whole(browser: Browser, simulated: pathlib.Path) -> None:
    with opened(browser, simulated) as with_script, opened(browser, simulated, script=False) as seen:
        page = seen.page
        assert not page.locator("#controls").is_visible()
        assert page.locator("button:visible").count() == 0
        rows = page.locator(".task")
        assert rows.count() == with_script.page.locator(".task").count() > 100
        assert page.locator(".task[hidden]").count() == 0
        assert page.locator(".task").last.is_visible()
        for section in SECTIONS:
            assert page.locator(f"#{section}").is_visible()
        # Reasons are opened by the browser itself.
        why = page.locator("details").first
        why.locator("summary").click()
        assert why.get_attribute("open") is not None


@pytest.mark.smoke
def test_charts_have_a_name_and_a_table_behind_them(page: Opened) -> None:
    charts = page.page.locator("figure.chart")
    assert charts.count() >= 4
    for chart in charts.all():
        picture = chart.locator("svg[role=img]")
        names = (picture.get_attribute("aria-labelledby") or "").split()
        assert names
        assert all(page.page.locator(f"[id='{name}']").text_content() for name in names)
        assert chart.locator("figcaption").inner_text().strip()
        assert chart.locator("table").count() == 1
    bare = page.page.locator("table").evaluate_all("all => all.filter(one => !one.caption?.textContent.trim()).length")
    assert bare == 0


@pytest.mark.smoke
def test_hostile_names_are_text(browser: Browser, hostile: pathlib.Path, simulated: pathlib.Path) -> None:
    kinds = "() => [...new Set([...document.querySelectorAll('*')].map(e => e.localName))]"
    with opened(browser, simulated) as seen:
        known = set(seen.page.evaluate(kinds))
    with opened(browser, hostile) as seen:
        page = seen.page
        page.mouse.move(300, 300)
        page.keyboard.press("Tab")
        # Whatever may be opened is.
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        assert set(page.evaluate(kinds)) <= known
        for alien in ["img", "iframe", "base", "form", "template", "object", "embed", "link"]:
            assert page.locator(alien).count() == 0
        assert page.locator("script").count() == page.locator("style").count() == 1
        attributes = set(page.evaluate("() => [...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())"))
        assert [name for name in attributes if name.startswith("on") or name in {"style", "srcdoc", "action", "formaction"}] == []
        links = set(page.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))"))
        assert [link for link in links if not re.match(r"#|https?://", link)] == []
        assert len(links) == len({link for link in links if "alert" not in link})
        ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
        shown = page.locator("#tasks").inner_text()
        for text in reports.HOSTILE:
            if text.isascii():
                assert text in shown
        raw = hostile.read_text("utf-8")
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", raw)
        assert "[U+202E]" in shown
        # The script works on it as on any other.
        page.fill("#search", "proto constructor")
        assert page.locator("#count").get_attribute("data-shown") == "1"
