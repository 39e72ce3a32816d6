"""A page is searched, sorted, filtered and linked to, with a mouse and without."""

import pathlib
import re
import unicodedata
from urllib.parse import unquote

import pytest
from browser import Opened, opened
from playwright.sync_api import Browser, Locator, Page

SHOWN = "#t-tasks .task:not([hidden])"


def folded(text: str) -> str:
    """As people type it on a bare keyboard."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return bare.replace("đ", "d")


def shown(page: Page) -> Locator:
    return page.locator(SHOWN)


def count(page: Page) -> int:
    return int(page.locator("#count").get_attribute("data-shown") or -1)


def values(page: Page, name: str) -> list[str]:
    return shown(page).evaluate_all("(all, name) => all.map(row => row.dataset[name])", name)


@pytest.mark.smoke
def test_search_without_accents_finds_accented_titles(page: Opened, lang: str) -> None:
    look = page.page
    all_rows = count(look)
    assert all_rows == shown(look).count() == int(look.locator("#count").get_attribute("data-total") or 0)
    # An English page has titles without accents, and the page in Vietnamese is there to tell of the others.
    texts = [" ".join(text.split()) for text in shown(look).locator(".t > bdi").all_text_contents()]
    title = next(text for text in texts if len(text.split()) > 4 and (lang == "en" or "đ" in text.lower()))
    words = [word for word in re.findall(r"\w+", folded(title)) if word.isascii()][:4]
    look.locator("#search").press_sequentially(" ".join(reversed(words)))
    look.wait_for_function("all => Number(document.querySelector('#count').dataset.shown) < all", arg=all_rows)
    assert 0 < count(look) == shown(look).count() < all_rows
    for text in shown(look).all_text_contents():
        assert all(word in folded(text) for word in words)
    assert look.locator("#t-tasks").get_by_text(title).first.is_visible()
    assert look.locator(".block:visible").count() == look.locator(".block:has(.task:not([hidden]))").count()
    # With accents it finds the same; what nobody wrote is found nowhere, and that is said.
    found = count(look)
    look.fill("#search", " ".join(words).upper())
    assert count(look) == found
    look.fill("#search", "khongaiviet")
    assert count(look) == shown(look).count() == 0
    assert look.locator("#count").get_attribute("role") == "status"
    assert look.locator("#count").inner_text().strip()
    look.fill("#search", "")
    assert count(look) == all_rows


def test_filters_narrow_each_other_and_are_taken_back(page: Opened) -> None:
    look = page.page
    all_rows = count(look)
    for name in ["class", "phase", "group", "agency"]:
        options = look.locator(f"#filter-{name} option").evaluate_all("all => all.map(one => one.value)")
        assert options[0] == ""
        assert len(options) == len(set(options)) > 1
    look.select_option("#filter-class", "overdue")
    late = count(look)
    assert 0 < late < all_rows
    assert set(values(look, "class")) == {"overdue"}
    look.fill("#search", "du lieu")
    assert 0 <= count(look) < late
    look.click("#reset")
    assert count(look) == all_rows
    assert look.input_value("#search") == look.input_value("#filter-class") == ""
    look.select_option("#filter-group", index=1)
    group = look.input_value("#filter-group")
    assert set(values(look, "group")) == {group}
    look.select_option("#filter-group", "")
    # An agency's rows are its own and those that it shares with others.
    look.select_option("#filter-agency", index=1)
    assert 0 < count(look) == shown(look).count() < all_rows
    # Also where an earlier row tells who the several are, and by their names.
    several = look.locator("tr.task[data-agencies-of]").first
    told = look.locator(f"tr.task[id='{several.get_attribute('data-agencies-of')}']")
    agency = unquote((told.get_attribute("data-agencies") or "").split()[-1])
    look.select_option("#filter-agency", agency)
    assert several.is_visible()
    assert told.is_visible()
    name = look.locator("#filter-agency option:checked").text_content() or ""
    look.click("#reset")
    look.fill("#search", folded(name))
    assert several.is_visible()
    assert told.is_visible()
    assert count(look) < all_rows


def test_sorting_orders_rows_and_says_so(page: Opened) -> None:
    look = page.page
    before = values(look, "deadline")
    for key in ["id", "title", "agency", "deadline", "status", "days"]:
        button = look.locator(f"#sort-tasks [data-sort={key}]")
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        assert look.locator("#sort-tasks [aria-pressed=true]").count() == 1
        directions = [button.get_attribute("data-dir")]
        button.click()
        directions.append(button.get_attribute("data-dir"))
        assert sorted(map(str, directions)) == ["asc", "desc"]
    for key, read in [("deadline", str), ("days", float)]:
        button = look.locator(f"#sort-tasks [data-sort={key}]")
        for _ in range(2):
            button.click()
            found = [read(value) for value in values(look, key) if value]
            assert found == sorted(found, reverse=button.get_attribute("data-dir") == "desc")
            # What has no value stands last either way.
            filled = [bool(value) for value in values(look, key)]
            assert filled == sorted(filled, reverse=True)
    assert sorted(values(look, "deadline")) == sorted(before)
    ids = shown(look).evaluate_all("all => all.map(row => row.id)")
    assert len(ids) == len(set(ids))


def test_tables_are_sorted_by_their_heads(page: Opened) -> None:
    look = page.page
    sorted_tables = 0
    for table in look.locator("table:has(th [data-sort])").all():
        if not table.is_visible() or table.locator("tbody tr").count() < 2:
            continue
        head = table.locator("th:has([data-sort])").last
        rows = sorted(table.locator("tbody tr").all_text_contents())
        seen = set()
        for _ in range(2):
            head.locator("button").click()
            seen.add(head.get_attribute("aria-sort"))
            assert table.locator("th[aria-sort=ascending], th[aria-sort=descending]").count() == 1
        assert seen == {"ascending", "descending"}
        assert sorted(table.locator("tbody tr").all_text_contents()) == rows
        sorted_tables += 1
    assert sorted_tables >= 1


def test_a_deep_link_opens_its_row(browser: Browser, simulated: pathlib.Path, page: Opened) -> None:
    ids = page.page.locator("#t-tasks .task:has(.why)").evaluate_all("all => all.map(row => row.id)")
    for target in [ids[0], ids[len(ids) // 2], ids[-1]]:
        with opened(browser, simulated, fragment=f"#{target}") as seen:
            seen.page.wait_for_function("id => document.activeElement.id === id", arg=target)
            row = seen.page.locator(f"[id='{target}']")
            box = row.bounding_box()
            assert box is not None
            assert -1 <= box["y"] < 900
            assert row.locator(".why").first.get_attribute("open") is not None
    # A link to a row that is filtered out shows it again.
    look = page.page
    look.fill("#search", "khongaiviet")
    assert count(look) == 0
    look.evaluate("id => { location.hash = '#' + id }", ids[-1])
    look.wait_for_function("id => document.activeElement.id === id", arg=ids[-1])
    assert look.locator(f"[id='{ids[-1]}']").is_visible()
    assert look.input_value("#search") == ""


FOCUSED = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    return {
        key: e.id || e.dataset.sort || e.className || e.localName,
        seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
        inView: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    };
}"""


def test_everything_is_reached_by_keyboard(page: Opened) -> None:
    look = page.page
    order: list[str] = []
    for _ in range(3000):
        look.keyboard.press("Tab")
        at = look.evaluate(FOCUSED)
        if at is None:
            break
        assert at["seen"], at
        assert at["inView"], at
        order.append(at["key"])
    else:
        pytest.fail("Tab never comes to the end")
    assert order[0] == "skip"
    controls = ["search", "filter-class", "filter-phase", "filter-group", "filter-agency", "reset"]
    assert [key for key in order if key in controls] == controls
    sorts = ["id", "title", "agency", "deadline", "status", "days"]
    behind = order[order.index("reset") + 1 :]
    assert behind[: len(sorts)] == sorts


def test_the_skip_link_and_the_controls_work_by_keyboard(page: Opened, lang: str) -> None:
    look = page.page
    look.keyboard.press("Tab")
    skip = look.locator("a.skip")
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    look.keyboard.press("Enter")
    look.wait_for_function("document.activeElement.id === 'main'")
    look.focus("#search")
    look.keyboard.type("du lieu" if lang == "vi" else "DATA")
    found = count(look)
    assert found == shown(look).count() > 0
    look.focus("#reset")
    look.keyboard.press("Space")
    assert count(look) > found
    look.focus("#sort-tasks [data-sort=days]")
    look.keyboard.press("Enter")
    assert look.locator("#sort-tasks [data-sort=days]").get_attribute("aria-pressed") == "true"
    why = look.locator("#t-tasks .why").first
    why.locator("summary").focus()
    look.keyboard.press("Enter")
    assert why.get_attribute("open") is not None
