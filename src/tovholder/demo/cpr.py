"""CPR numbers that are well-formed and can never be a real person's: the day of birth has 60 added to it."""

from __future__ import annotations

import datetime as dt
import random

TEST_DAYS = 60
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def test_number(rng: random.Random, born_on: dt.date, is_woman: bool, used: set[str]) -> str:
    """Ten digits: the seventh tells the century, the last the sex, and the weighted sum is divisible by 11, as of a
    number that needs no second look. Adds it to `used`; raises ValueError for a year that the system does not know."""
    if 1937 <= born_on.year <= 1999:
        centuries = "0123"
    elif 2000 <= born_on.year <= 2036:
        centuries = "456789"
    else:
        raise ValueError("only births from 1937 to 2036")
    head = f"{born_on.day + TEST_DAYS:02d}{born_on:%m%y}"
    while True:
        digits = f"{head}{rng.choice(centuries)}{rng.randint(0, 999):03d}"
        fits = (int(digits[-1]) % 2 == 0) == is_woman
        if fits and digits not in used and sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11 == 0:
            used.add(digits)
            return digits
