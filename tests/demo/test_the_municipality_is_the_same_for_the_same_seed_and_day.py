"""Deterministic: what one person sees in the demonstration, another can see too."""

from __future__ import annotations

import datetime as dt

from tests.demo.conftest import CODES, DAY
from tovholder.demo.municipality import build


def made(seed: int = 1, today: dt.date = DAY) -> str:
    return build(today=today, codes=CODES, citizens=300, seed=seed).digest()


def test_another_seed_gives_another_municipality() -> None:
    assert made(seed=1) != made(seed=2)


def test_another_day_gives_another_municipality() -> None:
    assert made(today=DAY) != made(today=DAY + dt.timedelta(days=1))


def test_the_same_seed_and_day_give_the_same_to_the_last_row() -> None:
    assert made() == made()
