from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.continuity.hands import Hands
from tests.factories import Factory


@pytest.fixture
def hands(make: Factory, now: dt.datetime) -> Hands:
    return Hands(make, now)


@pytest.fixture
def here(make: Factory) -> Hands:
    """Today, for what is worked out on the day on which somebody gets to it (a proposal, a page)."""
    now = timezone.now()
    hands = Hands(make, now)
    hands.today = timezone.localdate(now)
    return hands


@pytest.fixture(autouse=True)
def letters_in_a_folder_of_the_test(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.LETTER_FOLDER = tmp_path / "outbox"
