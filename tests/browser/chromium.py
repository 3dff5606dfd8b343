"""The system's Chromium, and a fresh context of it that notes what must not happen."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ARGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
DESKTOP, PHONE = 1280, 390
LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}


def chromium_path() -> str | None:
    """Where the system's Chromium is; None when there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium with a profile of its own."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium_path(), args=ARGS)
        try:
            yield started
        finally:
            started.close()


@dataclass
class Visit:
    """A tab, and what went wrong in it."""

    page: Page
    origin: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a path of the service."""
        self.page.goto(self.origin + path)
        return self.page

    def settled(self) -> None:
        """Wait until the page has its answers."""
        self.page.wait_for_selector("body:not([aria-busy])")

    def sample(self, name: str) -> None:
        """Open a sample patient on the Try it page."""
        self.page.click(f"[data-sample={name}]")
        self.page.wait_for_selector("#bench:not([hidden])")
        self.settled()

    def sign(self) -> None:
        """Press sign, and wait for the answer."""
        self.page.click("#sign")
        self.settled()


def visit(
    started: Browser, origin: str, language: str = "fr", width: int = DESKTOP, **members: Any
) -> tuple[BrowserContext, Visit]:
    """A fresh context that watches its requests, its console and its errors."""
    context = started.new_context(
        viewport={"width": width, "height": 900}, locale=LANGUAGES[language], **members
    )
    page = context.new_page()
    found = Visit(page, origin)

    def console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.complaints.append(message.text)

    page.on("console", console)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    context.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((f"{origin}/", "data:"))
            else found.outside.append(asked.url)
        ),
    )
    return context, found
