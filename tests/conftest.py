"""What every test may use. Facts are made by `tests/factories.py`; time is passed in, so nothing has to be frozen."""

from __future__ import annotations

import datetime as dt
import io
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import absl.logging
import hypothesis
import pytest
from django.conf import settings
from django.utils import timezone, translation

from tests import factories
from tests.browser import open_as  # noqa: F401 - a fixture
from tovholder.config.logging import WithoutSecrets

# absl, which comes with OR-Tools, keeps the stream that is standard error when it is imported, and closes it when a
# command configures logging while another stream stands there. Under pytest that is the stream that pytest reads.
absl.logging.get_absl_handler().python_handler.stream = sys.__stderr__

# How fast a machine is, is no property of what is tested.
hypothesis.settings.register_profile(
    "tovholder", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("tovholder")


@pytest.fixture(autouse=True)
def reading_changes_nothing(settings: Any) -> None:
    """A GET that writes fails the test that sent it (accounts/readonly.py)."""
    settings.STRICT_READS = True


@pytest.fixture(autouse=True)
def every_test_begins_in_danish() -> None:
    """Whatever the one before it spoke."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def now() -> dt.datetime:
    """A Wednesday morning."""
    return dt.datetime(2026, 11, 18, 9, 30, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def today(now: dt.datetime) -> dt.date:
    return now.date()


@pytest.fixture
def make(db: None) -> factories.Factory:
    """Makes staff, units, cases: `make.case(held_by=make.staff())`."""
    return factories.Factory()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the console handler of the settings writes, filters included."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter(settings.LOGGING["formatters"]["line"]["format"]))
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["without_secrets"]
    handler.addFilter(WithoutSecrets())
    root = logging.getLogger()
    root.addHandler(handler)
    before = root.level
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def data() -> Path:
    """The folder with real data; a test that needs it is skipped where it is missing, with this reason."""
    folder = Path(os.environ.get("TOVHOLDER_DATA") or Path(__file__).parents[2] / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder} (set TOVHOLDER_DATA)")
    return folder


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[object]:
    """A headless browser, one per worker."""
    from django.db import connection, connections
    from playwright.sync_api import sync_playwright

    # Playwright's loop gives this thread another connection, which has to know as well what the migrations filled.
    filled = getattr(connection, "_test_serialized_contents", None)
    # Playwright runs a loop of its own in this thread; Django would refuse the database in it without this word.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    with sync_playwright() as playwright:
        connection._test_serialized_contents = filled  # type: ignore[attr-defined]
        browser = playwright.chromium.launch(
            executable_path=found,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
            ],
        )
        yield browser
        browser.close()
        # The connection of the loop would outlive it and keep the test database from being dropped.
        connections.close_all()
