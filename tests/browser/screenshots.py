"""Pictures of the simulated register: `screenshots.py FOLDER [PICTURE]`; the last one is small, for the README."""

import pathlib
import subprocess
import sys

import reports
from browser import PHONE, launch, opened
from playwright.sync_api import sync_playwright

# What a repository may carry.
MOST_BYTES = 200_000


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    pages = {lang: reports.simulated(folder / f"report-{lang}.html", lang) for lang in ["vi", "en"]}
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for lang, path in pages.items():
            for name, how in [
                ("desktop", {}),
                ("dark", {"color_scheme": "dark"}),
                ("phone", {"width": PHONE, "device_scale_factor": 2}),
                ("phone-dark", {"width": PHONE, "device_scale_factor": 2, "color_scheme": "dark"}),
            ]:
                with opened(browser, path, **how) as seen:
                    seen.page.screenshot(path=folder / f"{name}-{lang}.png")
                    # The whole page is long: what is below the first screen is looked at section by section.
                    for section in seen.page.locator("main > section").all():
                        if name in {"desktop", "phone"}:
                            at = section.get_attribute("id")
                            section.scroll_into_view_if_needed()
                            section.evaluate("one => one.scrollIntoView()")
                            seen.page.screenshot(path=folder / f"{name}-{lang}-{at}.png")
            with opened(browser, path) as seen:
                pdf = folder / f"print-{lang}.pdf"
                seen.page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
                subprocess.run(["pdftoppm", "-r", "80", "-png", "-l", "3", pdf, folder / f"print-{lang}"], check=True)
        if len(sys.argv) > 2:
            small = pathlib.Path(sys.argv[2])
            with opened(browser, pages["en"]) as seen:
                seen.page.set_viewport_size({"width": 960, "height": 980})
                seen.page.screenshot(path=small)
            if small.stat().st_size >= MOST_BYTES:
                sys.exit(f"{small}: {small.stat().st_size} bytes, {MOST_BYTES} or more")
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


main()
