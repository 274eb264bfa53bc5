"""Dates on the screen: a distance within a fortnight, a date in words beyond it, the exact date always within reach."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from tovholder.web import dates

TODAY = dt.date(2025, 3, 12)  # a Wednesday


@pytest.mark.parametrize(
    ("offset", "danish", "english"),
    [
        (-15, "25. feb. 2025", "25 Feb 2025"),
        (-14, "for 14 dage siden", "14 days ago"),
        (-2, "for 2 dage siden", "2 days ago"),
        (-1, "i går", "yesterday"),
        (0, "i dag", "today"),
        (1, "i morgen", "tomorrow"),
        (3, "om 3 dage", "in 3 days"),
        (14, "om 14 dage", "in 14 days"),
        (15, "27. mar. 2025", "27 Mar 2025"),
        (60, "11. maj 2025", "11 May 2025"),
    ],
)
def test_a_date_is_near_or_a_date_in_words(offset: int, danish: str, english: str) -> None:
    day = TODAY + dt.timedelta(offset)
    with translation.override("da"):
        assert dates.speak(day, TODAY).short == danish
    with translation.override("en"):
        assert dates.speak(day, TODAY).short == english


def test_the_exact_date_has_its_weekday() -> None:
    with translation.override("da"):
        assert dates.speak(TODAY, TODAY).exact == "onsdag den 12. marts 2025"
    with translation.override("en"):
        assert dates.speak(TODAY, TODAY).exact == "Wednesday 12 March 2025"


def test_a_moment_has_its_clock_in_the_language_s_way() -> None:
    at = dt.datetime.combine(TODAY - dt.timedelta(1), dt.time(9, 5))
    with translation.override("da"):
        assert dates.speak_moment(at, TODAY).short == "i går kl. 9.05"
    with translation.override("en"):
        assert dates.speak_moment(at, TODAY).short == "yesterday at 9:05"


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)), st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)))
def test_every_date_can_be_told_and_a_distance_is_never_longer_than_a_fortnight(day: dt.date, today: dt.date) -> None:
    spoken = dates.speak(day, today)
    assert spoken.is_distance == (abs((day - today).days) <= 14)
    assert str(day.year) in spoken.exact
    assert spoken.is_distance or str(day.year) in spoken.short


def render(text: str, **context: object) -> str:
    with translation.override("en"):
        return Template(text).render(Context(context))


def test_no_date_is_no_text() -> None:
    assert render("[{{ none|day }}{{ none|moment }}{{ none|days }}]", none=None) == "[]"


def test_the_filter_tells_screen_readers_the_exact_date() -> None:
    today = timezone.localdate()
    shown = render("{{ date|day }}", date=today)
    exact = dates.exact_date(today)
    assert f'datetime="{today.isoformat()}"' in shown
    with translation.override("en"):
        exact = dates.exact_date(today)
    assert f'title="{exact}"' in shown
    assert f'>today<span class="sr-only"> ({exact})</span>' in shown


def test_a_late_evening_in_danish_time_is_that_day_and_not_the_one_of_greenwich() -> None:
    late = dt.datetime(2025, 7, 1, 22, 30, tzinfo=dt.UTC)  # half past midnight on 2 July in Denmark
    assert 'datetime="2025-07-02"' in render("{{ at|day }}", at=late)
    assert "0:30" in render("{{ at|moment }}", at=late)


@pytest.mark.parametrize(
    ("days", "danish", "english"), [(1, "1 dag", "1 day"), (0, "0 dage", "0 days"), (3, "3 dage", "3 days")]
)
def test_a_number_of_days_has_its_word(days: int, danish: str, english: str) -> None:
    with translation.override("da"):
        assert dates.length(days) == danish
    with translation.override("en"):
        assert dates.length(days) == english


@pytest.mark.parametrize(
    ("ago", "danish", "english"),
    [
        (-2, "fra 14. mar. 2025", "from 14 Mar 2025"),
        (0, "siden i dag", "since today"),
        (1, "siden i går", "since yesterday"),
        (2, "i 2 dage", "for 2 days"),
        (14, "i 14 dage", "for 14 days"),
        (15, "siden 25. feb. 2025", "since 25 Feb 2025"),
    ],
)
def test_since_when_is_told_so_that_it_fits_a_sentence(ago: int, danish: str, english: str) -> None:
    day = TODAY - dt.timedelta(days=ago)
    with translation.override("da"):
        assert dates.speak_since(day, TODAY).short == danish
    with translation.override("en"):
        assert dates.speak_since(day, TODAY).short == english


def test_a_clock_is_in_danish_time() -> None:
    assert render("{{ at|clock }}", at=dt.datetime(2025, 7, 1, 22, 30, tzinfo=dt.UTC)) == "0:30"
    assert render("{{ at|clock }}", at=dt.time(0, 0)) == "0:00"
    assert render("{{ at|clock }}", at=None) == ""
