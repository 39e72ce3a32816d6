"""The folder of a nation: an index that leads to a page of each agency."""

import pathlib

import pytest
from browser import DESKTOP, PHONE, opened
from playwright.sync_api import Browser
from test_look import violations


def test_the_index_finds_agencies_and_leads_to_their_pages(browser: Browser, pages: pathlib.Path) -> None:
    with opened(browser, pages / "index.html") as seen:
        look = seen.page
        assert "SIMULATED" in look.locator(".stamp").inner_text()
        agencies = look.locator("tr.agency")
        assert agencies.count() == 60
        links = agencies.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        assert sorted(links) == sorted(path.name for path in pages.glob("agency-*.html") if path.name.count(".") == 1)
        look.fill("#search", "so vi du so 59")
        assert look.locator("#count").get_attribute("data-shown") == "1"
        assert look.locator("tr.agency:visible").inner_text().startswith("VD-59")
        look.click("#reset")
        # The ranking names the ends alone, and says where the others are.
        assert look.locator("#t-ranking-department tbody:not(.gap) tr").count() == 30
        assert look.locator("#ranking a[href='#tasks']").is_visible()
        head = look.locator("#t-agencies th:has([data-sort=overdue])")
        for order in ["ascending", "descending"]:
            head.locator("button").click()
            assert head.get_attribute("aria-sort") == order
            values = look.locator("tr.agency td:nth-child(5)").evaluate_all("all => all.map(one => Number(one.dataset.v))")
            assert values == sorted(values, reverse=order == "descending")


def test_a_page_of_an_agency_is_used_like_the_whole(browser: Browser, pages: pathlib.Path) -> None:
    with opened(browser, pages / "agency-VD-7.html") as seen:
        look = seen.page
        assert "SIMULATED" in look.title()
        rows = look.locator(".task")
        total = rows.count()
        assert total == int(look.locator("#count").get_attribute("data-total") or 0) > 100
        look.fill("#search", "the che dot 11")
        shown = look.locator(".task:not([hidden])")
        assert 0 < shown.count() < total
        assert all("thể chế" in text and "11" in text for text in shown.all_text_contents())
        assert look.locator("#parts a[href='index.html']").is_visible()
        last = rows.last.get_attribute("id")
        look.evaluate("id => { location.hash = '#' + id }", last)
        look.wait_for_function("id => document.activeElement.id === id", arg=last)
        assert look.input_value("#search") == ""


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_axe_finds_no_violation_in_the_folder(browser: Browser, pages: pathlib.Path, width: int) -> None:
    for name in ["index.html", "agency-VD-7.html"]:
        with opened(browser, pages / name, width=width) as seen:
            assert violations(seen.page) == []
            wide = seen.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, name
