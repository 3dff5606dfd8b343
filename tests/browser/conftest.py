"""A browser and a service for the tests here; without Chromium they are loudly not run."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Visit, browser, chromium_path, visit
from tests.browser.running import running

Open = Callable[..., Visit]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if chromium_path() is None:
        told = "NOT RUN: browser tests, there is no chromium (see .ci/chromium)"
        if os.environ.get("REQUIRE_CHROMIUM"):
            pytest.fail(told)
        pytest.skip(told)
    with browser() as started:
        yield started


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("service")) as address:
        yield address


@pytest.fixture
def tab(chromium: Browser, origin: str) -> Iterator[Open]:
    """Opens tabs; afterwards none may have left the origin or broken the policy."""
    opened: list[Visit] = []
    with ExitStack() as stack:

        def open_tab(language: str = "fr", **members: object) -> Visit:
            context, found = visit(chromium, origin, language, **members)  # type: ignore[arg-type]
            stack.callback(context.close)
            opened.append(found)
            return found

        yield open_tab
        for one in opened:
            assert one.outside == []
            assert one.complaints == []
