"""CPR numbers: what people type, the century, test numbers, modulus 11, and how they are masked."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tovholder.citizens import cpr
from tovholder.citizens.cpr import Fault, NotACpr

TODAY = dt.date(2026, 11, 18)
#: The seventh digit that goes with a year, from the table of CPR-kontoret.
CENTURIES = [
    (range(1858, 1900), "5678"),
    (range(1900, 1937), "0123"),
    (range(1937, 2000), "012349"),
    (range(2000, 2037), "456789"),
    (range(2037, 2058), "5678"),
]


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, dt.date]:
    """Ten digits and the birth date they stand for."""
    born = draw(st.dates(dt.date(1858, 1, 1), dt.date(2057, 12, 31)))
    seventh = draw(st.sampled_from(next(digits for years, digits in CENTURIES if born.year in years)))
    return f"{born:%d%m%y}{seventh}{draw(st.integers(0, 999)):03d}", born


@pytest.mark.parametrize("typed", ["", "jens", "010190", "010190-123", "010190-12345", "010190-123x", "٠١٠١٩٠١٢٣٤"])
def test_what_is_not_ten_digits_is_refused(typed: str) -> None:
    with pytest.raises(NotACpr) as refused:
        cpr.parse(typed)
    assert refused.value.fault is Fault.LENGTH


@pytest.mark.parametrize("typed", ["310290-1234", "001290-1234", "011390-1234", "290201-1234", "600190-1234"])
def test_a_number_without_a_date_in_it_is_refused(typed: str) -> None:
    with pytest.raises(NotACpr) as refused:
        cpr.parse(typed)
    assert refused.value.fault is Fault.DATE


def test_somebody_who_is_not_born_yet_is_refused() -> None:
    with pytest.raises(NotACpr) as refused:
        cpr.parse("191126-4000", today=TODAY)
    assert refused.value.fault is Fault.UNBORN
    assert cpr.parse("181126-4000", today=TODAY).born_on == TODAY


@given(st.text(alphabet="0123456789- x", max_size=14))
def test_neither_a_refusal_nor_a_number_repeats_what_was_typed(typed: str) -> None:
    try:
        said = repr(cpr.parse(typed))
    except NotACpr as refused:
        said = f"{refused} {refused!r} {refused.__cause__}"
    digits = "".join(letter for letter in typed if letter.isdigit())
    assert digits == "" or len(digits) < 3 or digits not in said


@given(numbers(), st.sampled_from(["{0}{1}", "{0}-{1}", " {0} - {1} ", "{0} {1}", "{0}–{1}"]))
def test_dash_and_blanks_do_not_matter_and_the_seventh_digit_gives_the_century(
    number: tuple[str, dt.date], form: str
) -> None:
    digits, born = number
    found = cpr.parse(form.format(digits[:6], digits[6:]))
    assert (found.digits, found.born_on, found.is_test) == (digits, born, False)


@given(numbers())
def test_a_test_number_is_accepted_and_said_to_be_one(number: tuple[str, dt.date]) -> None:
    digits, born = number
    found = cpr.parse(f"{int(digits[:2]) + 60}{digits[2:]}")
    assert (found.born_on, found.is_test) == (born, True)


@given(numbers())
def test_modulus_11_only_warns(number: tuple[str, dt.date]) -> None:
    digits, _born = number
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    passes = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0
    assert cpr.parse(digits).passes_modulus_11 is passes


@given(numbers())
def test_a_masked_number_never_shows_its_last_four_digits(number: tuple[str, dt.date]) -> None:
    digits, _born = number
    assert cpr.masked(digits, show_birth_date=True) == f"{digits[:6]}-••••"
    assert cpr.masked(digits, show_birth_date=False) == "••••••-••••"
    assert cpr.written(digits) == f"{digits[:6]}-{digits[6:]}"


def test_somebody_without_a_number_has_nothing_to_mask() -> None:
    assert cpr.masked("", show_birth_date=True) == ""


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("010190", [dt.date(1990, 1, 1)]),
        ("610190", [dt.date(1990, 1, 1)]),
        ("010105", [dt.date(1905, 1, 1), dt.date(2005, 1, 1)]),
        ("01-01-1990", [dt.date(1990, 1, 1)]),
        ("1.2.90", [dt.date(1990, 2, 1)]),
        ("1990-02-01", [dt.date(1990, 2, 1)]),
        ("01021990", [dt.date(1990, 2, 1)]),
        ("191126", [dt.date(1926, 11, 19)]),
        ("290200", [dt.date(2000, 2, 29)]),
        ("310290", []),
        ("jens", []),
        ("12345", []),
        ("0101901234", []),
    ],
)
def test_a_birth_date_is_read_in_the_ways_people_write_it(typed: str, days: list[dt.date]) -> None:
    assert list(cpr.birth_dates(typed, today=TODAY)) == days


@given(st.dates(dt.date(1900, 1, 1), TODAY))
def test_the_birth_date_somebody_types_is_among_those_looked_for(born: dt.date) -> None:
    assert born in cpr.birth_dates(f"{born:%d%m%y}", today=TODAY)


@given(st.dates(dt.date(1900, 1, 1), TODAY))
def test_nobody_has_lived_more_years_than_have_passed(born: dt.date) -> None:
    years = cpr.age(born, TODAY)
    assert TODAY.year - born.year - 1 <= years <= TODAY.year - born.year


def test_somebody_turns_a_year_older_on_their_birthday() -> None:
    assert cpr.age(dt.date(1990, 11, 18), TODAY) == 36
    assert cpr.age(dt.date(1990, 11, 19), TODAY) == 35
    assert cpr.age(dt.date(2000, 2, 29), dt.date(2026, 2, 28)) == 25
