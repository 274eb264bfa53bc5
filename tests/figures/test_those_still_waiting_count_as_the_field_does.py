"""The median and the 80th percentile of waits are those of lifelines' Kaplan–Meier estimate, and exact where it
rounds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tovholder.figures.measures import Survival

#: (days, whether what was waited for came)
durations = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)


def found(waits: Sequence[tuple[int, bool]], share: float) -> float | None:
    rows = pl.DataFrame(waits, schema=["days", "is_over"], orient="row").with_columns(cell=0, citizen=1)
    told = Survival("days", "is_over", share).fold(nw.from_native(rows.lazy()), ["cell"]).collect().to_native()
    return told["value"].item()  # type: ignore[no-any-return]


def exact(waits: Sequence[tuple[int, bool]], share: Fraction) -> int | None:
    """The first day on which the estimate, in fractions, has fallen so far."""
    survival = Fraction(1)
    for day in sorted({days for days, _came in waits}):
        at_risk = sum(days >= day for days, _came in waits)
        survival *= 1 - Fraction(sum(came for days, came in waits if days == day), at_risk)
        if survival <= 1 - share:
            return day
    return None


@pytest.mark.requirement("F18")
@given(durations)
def test_the_percentiles_are_exact(waits: list[tuple[int, bool]]) -> None:
    assert found(waits, 0.5) == exact(waits, Fraction(1, 2))
    assert found(waits, 0.8) == exact(waits, Fraction(4, 5))


@pytest.mark.filterwarnings("ignore::lifelines.exceptions.ApproximationWarning")
@pytest.mark.parametrize("seed", range(20))
def test_the_percentiles_are_those_of_lifelines(seed: int) -> None:
    from lifelines import KaplanMeierFitter

    rng = np.random.default_rng(seed)
    days, came = rng.integers(0, 90, 401), rng.random(401) < rng.uniform(0.2, 1)
    fitted = KaplanMeierFitter().fit(days, came)
    waits = list(zip(days.tolist(), came.tolist(), strict=True))
    for share in (0.5, 0.8):
        expected = fitted.percentile(1 - share)
        assert found(waits, share) == (None if np.isinf(expected) else expected)


def test_leaving_out_those_who_still_wait_would_make_the_wait_look_shorter() -> None:
    waits = [(5, True)] * 4 + [(30, False)] * 6
    assert found(waits, 0.5) is None
    assert found([wait for wait in waits if wait[1]], 0.5) == 5
