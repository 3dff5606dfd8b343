"""Pictures of the pages, for people who have not started it.

`python -m tests.browser.screenshots` writes them into docs/screenshots.
"""

import tempfile
from pathlib import Path

from tests.browser.chromium import DESKTOP, PHONE, Visit, browser, visit
from tests.browser.running import running

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
STILL = ["/rules", "/rules/mmf-pregnancy", "/coverage", "/integrate", "/conformance"]


def story(found: Visit, name: str, language: str) -> None:
    """The Try it page: the patients, the cards, an accepted suggestion, the timeline."""
    page = found.open("/")
    shot(found, f"{name}-{language}-patients")
    found.sample("hcq-too-high")
    found.sign()
    page.locator("#why summary").first.click()
    shot(found, f"{name}-{language}-cards")
    page.locator(".accept").first.click()
    found.settled()
    shot(found, f"{name}-{language}-accepted")
    found.open("/")
    found.sample("mycophenolate-pregnant")
    found.sign()
    shot(found, f"{name}-{language}-critical")
    found.open("/")
    found.sample("nephritis-induction")
    page.click("#timeline > summary")
    page.wait_for_selector("#timeline figure")
    page.locator("#timeline").screenshot(path=FOLDER / f"{name}-{language}-timeline.png")


def shot(found: Visit, name: str) -> None:
    """The window as it is."""
    found.page.evaluate("() => window.scrollTo(0, 0)")
    found.page.screenshot(path=FOLDER / f"{name}.png")


def main() -> None:
    """Take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as origin,
        browser() as started,
    ):
        context, found = visit(started, origin, "fr", DESKTOP)
        story(found, "try", "fr")
        for path in [*STILL, "/insights"]:
            found.open(path)
            shot(found, path.strip("/").replace("/", "-"))
        found.open("/rules/hcq-dose-above-5mgkg")
        found.page.locator(".examples summary").first.click()
        found.page.locator("#vignettes").scroll_into_view_if_needed()
        found.page.screenshot(path=FOLDER / "rules-vignettes.png")
        context.close()
        for name, language, width in (("try", "en", DESKTOP), ("phone", "fr", PHONE)):
            context, found = visit(started, origin, language, width)
            found.open("/")
            found.sample("hcq-too-high")
            found.sign()
            shot(found, f"{name}-{language}-cards")
            context.close()
    print(f"wrote {len(list(FOLDER.glob('*.png')))} pictures into {FOLDER.name}")  # noqa: T201


if __name__ == "__main__":
    main()
