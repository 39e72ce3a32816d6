"""Pages as `tiendo` writes them, in Debian's Chromium."""

import pathlib
import typing

import pytest
import reports
from browser import Opened, launch, opened
from playwright.sync_api import Browser, sync_playwright

LANGS = ["vi", "en"]


@pytest.fixture(scope="session")
def browser() -> typing.Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session", params=LANGS)
def lang(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="session")
def simulated(folder: pathlib.Path, lang: str) -> pathlib.Path:
    return reports.simulated(folder / f"simulated-{lang}.html", lang)


@pytest.fixture(scope="session")
def unreported(folder: pathlib.Path, lang: str) -> pathlib.Path:
    return reports.unreported(folder / f"unreported-{lang}.html", lang)


@pytest.fixture(scope="session")
def hostile(folder: pathlib.Path, lang: str) -> pathlib.Path:
    return reports.hostile(folder / f"hostile-{lang}", lang)


@pytest.fixture(scope="session")
def large(folder: pathlib.Path) -> pathlib.Path:
    return reports.large(folder / "large", 10_000)


@pytest.fixture(scope="session")
def pages(large: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    return reports.pages(large.parent, folder / "pages")


@pytest.fixture
def page(browser: Browser, simulated: pathlib.Path) -> typing.Iterator[Opened]:
    """The simulated register on a desktop."""
    with opened(browser, simulated) as seen:
        yield seen
