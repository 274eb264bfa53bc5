"""The band: what is wrong is refused, what lies outside is left out, and everything drawn lies where its dates say."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.browser import Open, check_axe, no_sideways_scroll, screenshot
from tovholder.web.axis import MOST, marks
from tovholder.web.band import PIECE_STYLES, Band, Lane, Piece, Tick, draw

TODAY = dt.date(2026, 11, 18)
START, END = dt.date(2026, 1, 1), dt.date(2026, 4, 11)  # a hundred days


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def one_lane(*pieces: Piece, ticks: tuple[Tick, ...] = (), now: dt.date = TODAY) -> Band:
    return Band(START, END, [Lane("Lane", "kind", pieces, ticks)], now)


def number(percent: str) -> float:
    return float(percent.removesuffix("%"))


# What is refused


def test_a_band_without_time_is_refused() -> None:
    with pytest.raises(ValueError, match="ends"):
        Band(TODAY, TODAY, [], TODAY)


def test_a_piece_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Piece(day(2), day(1), "A", "holder")


def test_a_sign_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="not 'blue'"):
        Piece(day(1), day(2), "A", "blue")
    with pytest.raises(ValueError, match="not 'blue'"):
        Tick(day(1), "A", "blue")


# Where things lie


def test_a_piece_lies_where_its_dates_say() -> None:
    drawn = draw(one_lane(Piece(day(10), day(35), "A", "measure"))).lanes[0].pieces[0]
    assert (drawn.x, drawn.width) == ("10.000%", "25.000%")


def test_what_lies_outside_is_left_out_of_the_picture() -> None:
    early, late = Piece(day(-50), day(0), "A", "holder"), Piece(day(100), None, "B", "holder")
    drawing = draw(one_lane(early, late, ticks=(Tick(day(100), "C", "held"), Tick(day(-1), "D", "held"))))
    assert drawing.lanes[0].pieces == []
    assert drawing.lanes[0].ticks == []


def test_what_reaches_beyond_is_cut() -> None:
    drawn = draw(one_lane(Piece(day(-50), day(200), "A", "holder"))).lanes[0].pieces[0]
    assert (drawn.x, drawn.width) == ("0.000%", "100.000%")


def test_what_still_runs_is_drawn_until_now() -> None:
    drawn = draw(one_lane(Piece(day(10), None, "A", "holder"), now=day(60))).lanes[0].pieces[0]
    assert (drawn.x, drawn.width, drawn.is_running) == ("10.000%", "50.000%", True)


def test_what_begins_later_and_has_no_end_is_drawn_to_the_end() -> None:
    drawn = draw(one_lane(Piece(day(80), None, "A", "measure"), now=day(60))).lanes[0].pieces[0]
    assert (drawn.x, drawn.width) == ("80.000%", "20.000%")


def test_a_single_day_in_thirty_years_can_still_be_seen() -> None:
    long = Band(dt.date(1996, 1, 1), END, [Lane("L", "k", [Piece(day(1), day(2), "A", "wait")])], TODAY)
    assert number(draw(long).lanes[0].pieces[0].width) >= 0.4


def test_each_change_of_holder_is_a_notch_and_a_vacancy_is_not() -> None:
    pieces = [
        Piece(day(0), day(20), "A", "holder"),
        Piece(day(20), day(30), "", "vacancy"),
        Piece(day(30), day(50), "B", "holder"),
        Piece(day(50), day(70), "C", "holder"),
    ]
    assert [one.is_notched for one in draw(one_lane(*reversed(pieces))).lanes[0].pieces] == [False, False, True, True]


def test_now_is_a_line_only_when_it_lies_in_the_picture() -> None:
    assert draw(one_lane(now=day(50))).now == "50.000%"
    assert draw(one_lane(now=day(100))).now == ""


dates_ = st.dates(dt.date(1900, 1, 1), dt.date(2150, 1, 1))


@st.composite
def courses(draw_from: Any) -> Band:
    start = draw_from(dates_)
    end = start + dt.timedelta(days=draw_from(st.integers(1, 40_000)))
    pieces = [
        Piece(first, first + dt.timedelta(days=length) if length >= 0 else None, "A", style)
        for first, length, style in draw_from(
            st.lists(st.tuples(dates_, st.integers(-1, 20_000), st.sampled_from(sorted(PIECE_STYLES))), max_size=6)
        )
    ]
    ticks = [Tick(at, "T", "held") for at in draw_from(st.lists(dates_, max_size=6))]
    return Band(start, end, [Lane("L", "k", pieces, ticks)], draw_from(dates_))


@given(courses())
def test_nothing_is_ever_drawn_outside_the_picture(band: Band) -> None:
    drawing = draw(band)
    for one in drawing.lanes[0].pieces:
        assert 0 <= number(one.x) <= 100
        assert number(one.width) >= 0.399
        assert number(one.x) + number(one.width) <= 100.002
    for tick in drawing.lanes[0].ticks:
        assert 0 <= number(tick.x) < 100
    assert len(drawing.rows) == len(band.lanes[0].pieces) + len(band.lanes[0].ticks)


# The axis


@given(dates_, st.integers(1, 60_000))
def test_marks_suit_any_length_of_time(start: dt.date, days: int) -> None:
    with translation.override("da"):
        found = marks(start, start + dt.timedelta(days=days))
    places = [number(mark.x) for mark in found]
    assert places == sorted(set(places))
    assert all(0 <= place < 100 for place in places)
    assert len(found) <= 63
    for reach, most in MOST.items():
        assert sum(mark.reach == reach for mark in found) <= most
    assert all(bool(mark.label) == (mark.reach != "never") for mark in found)


@pytest.mark.parametrize(("pixels", "reaches"), [(160, ["always"]), (270, ["always", "phone"]), (560, [*MOST])])
@given(start=dates_, days=st.integers(1, 60_000))
def test_labels_never_touch_and_never_leave_the_picture(
    pixels: int, reaches: list[str], start: dt.date, days: int
) -> None:
    with translation.override("da"):
        shown = [mark for mark in marks(start, start + dt.timedelta(days=days)) if mark.reach in reaches]
    letter = 100 * 6 / pixels  # per cent: a letter is some six pixels wide
    ends = [number(mark.x) + len(mark.label) * letter for mark in shown]
    assert all(end <= 101 for end in ends)
    assert all(end <= number(after.x) + 0.01 for end, after in zip(ends, shown[1:], strict=False))


@pytest.mark.parametrize(
    ("start", "end", "labels"),
    [
        (dt.date(2026, 3, 2), dt.date(2026, 3, 8), ["2 Mar 2026", "3 Mar", "4 Mar", "5 Mar", "6 Mar", "7 Mar"]),
        (dt.date(2025, 11, 15), dt.date(2026, 3, 20), ["Dec", "2026", "Feb", "Mar"]),
        (dt.date(2023, 5, 1), dt.date(2026, 6, 1), ["2024", "2025", "2026"]),
    ],
)
def test_marks_are_said_in_the_words_that_suit(start: dt.date, end: dt.date, labels: list[str]) -> None:
    with translation.override("en"):
        said = [mark.label for mark in marks(start, end) if mark.label]
    assert [label for label in labels if label in said] == labels, said


# On the page


def render(band: Band, language: str = "en") -> str:
    with translation.override(language):
        return Template("{% band band %}").render(Context({"band": band}))


def test_text_from_people_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    shown = render(one_lane(Piece(day(0), day(99), evil, "holder", href='"><b>'), ticks=(Tick(day(3), evil, "held"),)))
    assert "<script" not in shown
    assert '"><b>' not in shown


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_picture_is_svg_whatever_the_language_writes_for_a_decimal_point(language: str) -> None:
    shown = render(one_lane(Piece(day(1), day(34), "A", "wait"), ticks=(Tick(day(7), "B", "missed"),)), language)
    svg = ET.fromstring(re.search(r"<svg.*</svg>(?=\s*<details)", shown, re.S)[0])  # type: ignore[index]
    assert svg.find("title") is not None
    assert svg.find("desc") is not None
    assert not re.search(r'(x|x1|width|y)="[^"]*,', shown)


def test_the_table_says_what_the_picture_says_and_what_the_signs_mean() -> None:
    shown = render(one_lane(Piece(day(0), None, "Anna", "holder"), ticks=(Tick(day(7), "Follow-up", "missed"),)), "da")
    table = shown[shown.index("<table") :]
    for said in ("Anna", "1. jan. 2026", "løber stadig", "Follow-up", "udeblevet", "8. jan. 2026", "ingen har sagen"):
        assert said in table


def test_two_bands_on_a_page_do_not_share_names() -> None:
    ids = re.findall(r' id="([^"]+)"', render(one_lane()) + render(one_lane()))
    assert len(ids) == len(set(ids))


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1200])
def test_a_band_keeps_the_size_of_its_letters_on_a_phone_and_a_wide_screen(
    open_as: Open, make: Any, width: int
) -> None:
    page = open_as(make.staff(), "/kit/", width=width)
    page.evaluate("document.querySelectorAll('.band-table').forEach((table) => { table.open = true })")
    no_sideways_scroll(page)
    for label in page.locator(".band-mark-label:visible").all():
        box = label.bounding_box()
        assert box is not None
        assert 9 <= box["height"] <= 18
        assert box["x"] + box["width"] <= width
    check_axe(page)
    screenshot(page, f"band-{width}")
