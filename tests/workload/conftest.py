from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import Factory
from tests.workload.house import House


@pytest.fixture
def house(make: Factory, now: dt.datetime) -> House:
    return House(make, now)
