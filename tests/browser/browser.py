"""A real browser without a network, which notes whatever a page asks for or complains of."""

import contextlib
import dataclasses
import os
import pathlib
import typing

from playwright.sync_api import Browser, Page, Playwright

# Phones that are still in use; 320 is what WCAG 1.4.10 asks for.
PHONE, NARROWEST = 360, 320
DESKTOP = 1280


def launch(playwright: Playwright) -> Browser:
    chromium = os.environ.get("TIENDO_CHROMIUM", "/usr/bin/chromium")
    # Containers have little shared memory.
    return playwright.chromium.launch(executable_path=chromium, args=["--disable-dev-shm-usage"])


@dataclasses.dataclass
class Opened:
    """A page, and what it did beside showing itself."""

    page: Page
    url: str
    requests: list[str] = dataclasses.field(default_factory=list)
    complaints: list[str] = dataclasses.field(default_factory=list)

    def watch(self) -> None:
        page = self.page
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda said: self.complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda popup: self.complaints.append(f"window: {popup.url}"))
        page.on("download", lambda load: self.complaints.append(f"download: {load.url}"))

    def check(self) -> None:
        """Nothing but the file was asked for, and nothing complained of."""
        asked = [url for url in self.requests if url.split("#")[0] != self.url]
        assert asked == []
        assert self.complaints == []


@contextlib.contextmanager
def opened(
    browser: Browser,
    path: pathlib.Path,
    *,
    fragment: str = "",
    width: int = DESKTOP,
    script: bool = True,
    **how: typing.Any,
) -> typing.Iterator[Opened]:
    """Opens a file by `file://` and checks in the end that it stayed by itself."""
    is_phone = width < DESKTOP
    context = browser.new_context(
        offline=True,
        java_script_enabled=script,
        viewport={"width": width, "height": 740 if is_phone else 900},
        is_mobile=is_phone,
        has_touch=is_phone,
        **how,
    )
    context.set_default_timeout(10_000)
    try:
        seen = Opened(context.new_page(), path.resolve().as_uri())
        seen.watch()
        seen.page.goto(seen.url + fragment)
        yield seen
        seen.check()
    finally:
        context.close()
