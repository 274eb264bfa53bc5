"""Answers of the API → rows: changed columns are refused, never guessed; numbers are read as Danes write them."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.published.server import EXCHANGE
from tovholder.figures.published import answers, read
from tovholder.figures.published.answers import WISHES, number, rows
from tovholder.figures.published.months import Month
from tovholder.figures.published.read import Faulty

BY_ID = {wish.id: wish for wish in WISHES}


def answer(name: str) -> Any:
    return copy.deepcopy(EXCHANGE[name]["answer"])


def refused(wish: str, told: Any, *, country: bool = False) -> list[str]:
    with pytest.raises(Faulty) as faulty:
        rows(BY_ID[wish], told, country=country)
    return [fault.code for fault in faulty.value.faults]


@pytest.mark.parametrize("told", [[], {}, None, "x", {"columns": []}, {"columns": ["Periode"], "rows": []}])
def test_what_is_no_table_is_refused(told: Any) -> None:
    assert refused("cash", told) == ["answer_shape"]


def test_a_column_that_is_called_otherwise_is_refused() -> None:
    told = answer("activation-municipalities")
    told["columns"][2] = "Grad af aktivering"
    assert refused("activation", told) == ["answer_column"]
    told = answer("activation-municipalities")
    told["columns"][1] = "Geografi"
    assert refused("activation", told) == ["answer_column"]


def test_two_columns_that_could_be_meant_are_refused() -> None:
    told = answer("longterm-municipalities")
    told["columns"].append("Antal langtidsledige fuldtidspersoner 16-66 år")
    told["rows"] = [[*row, 1] for row in told["rows"]]
    assert refused("longterm", told) == ["answer_column"]


def test_a_row_with_a_column_too_few_is_refused() -> None:
    told = answer("hours-municipalities")
    told["rows"][3].pop(0)
    assert refused("hours", told) == ["answer_row"]


def test_a_municipality_that_is_not_known_is_refused() -> None:
    told = answer("hours-municipalities")
    told["rows"][0][1] = "Nirgends"
    assert refused("hours", told) == ["answer_area"]


def test_the_country_is_not_taken_from_an_answer_about_one_municipality() -> None:
    assert refused("hours", answer("hours-municipalities"), country=True)


def test_a_group_that_is_missing_is_named() -> None:
    told = answer("unemployment-municipalities")
    told["rows"] = [row for row in told["rows"] if row[2] != "A-dagpenge"]
    assert refused("unemployment", told) == ["answer_group"]


def test_a_figure_that_is_no_number_is_refused() -> None:
    told = answer("hours-municipalities")
    told["rows"][0][2] = "mange"
    assert refused("hours", told) == ["value"]


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("1.234,5", "1234.5"), ("1.234", "1234.0"), ("12.345.678", "12345678.0"), ("2,9", "2.9"), ("857", "857.0"),
        ("2.9", "2.9"), (857, "857"), (2.9, "2.9"), ("1 234", "1234.0"), ("1\xa0234,0", "1234.0"), ("-1,5", "-1.5"),
        (None, None), ("", None), ("-", None), (" – ", None), ("..", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_danes_write_them(told: Any, value: str | None) -> None:
    assert number(told) == value


@pytest.mark.parametrize("told", ["mange", "1,2,3", True, [1]])
def test_what_is_no_number_is_not_read_as_one(told: Any) -> None:
    with pytest.raises(ValueError):
        number(told)


def test_all_answers_together_are_a_file_like_any_other() -> None:
    frames = [
        rows(wish, answer(f"{wish.id}-{whom}"), country=whom == "country")
        for wish in WISHES
        for whom in ("municipalities", "country")
    ]
    # Some answers about the municipalities have the country too: it counts once.
    published = read.series(read.checked(answers.together([*frames, frames[1]])))
    assert len(published.panels) == 17
    july = Month.of(2026, 7)
    assert published.series("unemployment.total", "173").at(july) == 1620
    assert published.series("unemployment.dagpenge", "000").at(july) == 11_200
    assert published.series("unemployment.kontanthjaelpRate", "101").at(july) == 1.5
    assert published.series("longterm.kontanthjaelp", "173").at(Month.of(2026, 6)) is None
    assert published.series("cashAssistance.fullTime", "173").at(july) == 632
    assert published.series("cashAssistance.populationRate", "173").at(july) == 1.4
    assert published.categories["cashVisitation.fullTime", "173"]["Jobparat"] == 340
    assert published.categories["offers.courses", "000"]["Løntilskud"] == 2000
    assert published.categories["offers.activatedTotal", "101"] == {"2026M07": 280}
