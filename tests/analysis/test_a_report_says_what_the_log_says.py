"""The report against a log worked by hand (tests/figures/logs.py): two shifts of 24 and 48 hours and one of two hours
back; four steps with the same person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.analysis.reports import cells, report
from tests.figures.logs import HEADER, SMALL, write
from tovholder.analysis.texts import speaking
from tovholder.paper import model


@pytest.fixture(autouse=True)
def in_danish() -> Iterator[None]:
    with speaking("da"):
        yield


def cards(found: model.Report) -> dict[str, str]:
    return {
        card.name: card.value
        for section in found.sections
        for block in section.blocks
        if isinstance(block, model.Cards)
        for card in block.cards
    }


def points(found: model.Report) -> str:
    return " ".join(
        point
        for section in found.sections
        for block in section.blocks
        if isinstance(block, model.Points)
        for point in block.points
    )


def test_a_log_without_a_shift_says_so_and_divides_by_nothing(tmp_path: Path) -> None:
    found = report(write(tmp_path, f"{HEADER}\nA,1,open,2026-01-05T08:00:00Z,Ann\n"))
    assert "Loggen har intet sagsbehandlerskift." in points(found)
    assert cards(found)["ventetid ved det midterste af skiftene"] == "–"
    assert all(chart.svg.startswith("<svg") for chart in found.charts())


def test_a_log_that_names_nobody_has_a_report_too(tmp_path: Path) -> None:
    found = report(write(tmp_path, f"{HEADER}\nA,1,open,2026-01-05T08:00:00Z,\nA,2,end,2026-01-06T08:00:00Z,\n"))
    assert [row[:3] for row in cells(found, "Skridt og tid ved skift og hos samme medarbejder")] == [
        ["Ved skift", "0", "0 %"],
        ["Hos samme medarbejder", "0", "0 %"],
        ["Loggen nævner ingen", "1", "100 %"],
    ]
    assert all(chart.svg.startswith("<svg") for chart in found.charts())


@pytest.mark.requirement("F5")
def test_where_the_time_goes(tmp_path: Path) -> None:
    found = report(write(tmp_path, SMALL))
    # Of five steps, three are shifts: 24 + 2 + 48 hours against 1 + 4.
    assert cells(found, "Skridt og tid ved skift og hos samme medarbejder") == [
        ["Ved skift", "3", "60 %", "74", "94 %"],
        ["Hos samme medarbejder", "2", "40 %", "5", "6 %"],
    ]
    assert cards(found)["af tiden mellem hændelserne ligger ved skift"] == "94 %"
    assert [row[:3] for row in cells(found, "Skridt efter, hvor længe de varer") if row[1] != "0"] == [
        ["en time til en dag", "1", "33 %"],
        ["en dag til en uge", "2", "67 %"],
    ]


def test_between_whom(tmp_path: Path) -> None:
    found = report(write(tmp_path, SMALL))
    pairs = cells(found, "Skift mellem de par af medarbejdere, der har flest")
    assert sorted(pairs) == [
        ["Ann", "Bo", "1", "33 %", "24 timer"],
        ["Ann", "Cy", "1", "33 %", "2,0 dage"],
        ["Bo", "Ann", "1", "33 %", "2,0 timer"],
    ]


def test_the_worst_cases(tmp_path: Path) -> None:
    found = report(write(tmp_path, SMALL))
    assert cells(found, "Sagerne med flest skift") == [
        ["A", "3", "5", "3,1 dage", "5. januar 2026", "8. januar 2026"]
    ]  # fmt: skip
    assert [row[:2] for row in cells(found, "De længste ventetider ved et skift")] == [
        ["A", "2,0 dage"],
        ["A", "24 timer"],
        ["A", "2,0 timer"],
    ]
    assert cells(found, "Sager efter antal skift")[0] == ["0", "2", "67 %", "2,0 timer"]
    assert cells(found, "Sager efter antal skift")[3] == ["3", "1", "33 %", "3,1 dage"]


def test_over_time_missing_is_missing_and_few_shifts_have_no_median(tmp_path: Path) -> None:
    months = cells(report(write(tmp_path, SMALL)), "Skift og ventetid over tid")
    assert months[0] == ["jan 2026*", "3", "–"]
    assert months[1] == ["feb 2026", "–", "–"]
    assert months[-1] == ["jul 2026*", "0", "–"]
    many = "".join(
        f"A,{n},x,2026-{1 + n // 10:02}-{1 + n % 10:02}T00:00:00+01:00,{'Ann' if n % 2 else 'Bo'}\n" for n in range(20)
    )
    rows = cells(report(write(tmp_path, f"{HEADER}\n{many}")), "Skift og ventetid over tid")
    assert rows[0] == ["jan 2026", "9", "24 timer"]


def test_long_logs_are_told_by_quarter(tmp_path: Path) -> None:
    rows = "".join(f"A,{year},x,{year}-02-01T00:00:00Z,{'Ann' if year % 2 else 'Bo'}\n" for year in range(2010, 2016))
    table = cells(report(write(tmp_path, f"{HEADER}\n{rows}"), order="file"), "Skift og ventetid over tid")
    assert len(table) == 21
    assert table[0] == ["1. kv. 2010*", "–", "–"]
    assert table[4] == ["1. kv. 2011", "1", "–"]
    assert table[-1][0] == "1. kv. 2015*"


def test_every_figure_has_its_definition_and_the_data_their_end(tmp_path: Path) -> None:
    found = report(write(tmp_path, SMALL))
    defined = {row[0] for row in cells(found, "Hvad hvert nøgletal betyder")}
    assert {row[0] for row in cells(found, "Nøgletal")} == defined
    assert all(row[1].endswith(".") for row in cells(found, "Hvad hvert nøgletal betyder"))
    assert found.facts == ("log: 3 sager, 8 hændelser fra 5. januar 2026 til 2. juli 2026.",)
    assert any("Data slutter 2. juli 2026." in getattr(block, "text", "") for block in found.sections[0].blocks)


def test_doubts_and_what_was_assumed_stand_in_the_report(tmp_path: Path) -> None:
    found = report(write(tmp_path, "case,time,resource\nA,2026-01-05 08:00,Ann\nA,2026-01-05 07:00,Bo\n"))
    doubts = " ".join(
        cell for row in cells(found, "Hvad der er tvivl om i loggene, og hvad der blev antaget") for cell in row
    )
    assert "tidspunkter uden tidszone: 2. De blev læst som Europe/Copenhagen" in doubts
    assert "hændelser, der er tidligere end den før dem" in doubts
    assert "Skridt, der går tilbage i tid" in points(found)


def test_employees_can_have_numbers_instead_of_names(tmp_path: Path) -> None:
    log = SMALL.replace("Ann", "Anneliese").replace(",Bo", ",Botilde").replace(",Cy", ",Cyprian")
    found = report(write(tmp_path, log), hide_names=True)
    whole = repr(found)
    assert not any(name in whole for name in ("Anneliese", "Botilde", "Cyprian"))
    assert ["Medarbejder 1", "Medarbejder 3"] in [
        row[3:5] for row in cells(found, "De længste ventetider ved et skift")
    ]


@pytest.mark.requirement("F5")
def test_several_logs_stand_side_by_side(tmp_path: Path) -> None:
    other = write(tmp_path, SMALL.replace("Cy", "Ann"), "other.csv")
    found = report(write(tmp_path, SMALL), other, names=("Odense", "Vejle"))
    keys = next(table for table in found.tables() if table.caption == "Nøgletal")
    assert keys.columns == ("Nøgletal", "Odense", "Vejle")
    assert ["Sagsbehandlerskift", "3", "2"] in cells(found, "Nøgletal")
    assert "Den midterste ventetid ved skift: fra 13 timer (Vejle) til 24 timer (Odense)." in points(found)
    assert [row[:3] for row in cells(found, "Sagerne med flest skift")] == [["Odense", "A", "3"], ["Vejle", "A", "2"]]


def test_so_many_logs_stand_together_as_have_room(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL)
    found = report(*[path] * 7, names=("a", "a", "c", "d", "e", "f", "g"))
    captions = [table.caption for table in found.tables() if table.caption.startswith("Nøgletal")]
    assert captions == ["Nøgletal: a, a (2)", "Nøgletal: c, d", "Nøgletal: e, f, g"]
    assert len({table.sheet for table in found.tables()}) == len(list(found.tables()))


def test_every_chart_stands_beside_a_table_and_is_told_in_words(tmp_path: Path) -> None:
    for chart in report(write(tmp_path, SMALL)).charts():
        assert chart.title
        assert len(chart.alt) > 40


def test_the_report_in_english(tmp_path: Path) -> None:
    with speaking("en"):
        found = report(write(tmp_path, SMALL))
        assert (found.language, found.title) == ("en", "Caseworker shifts and waits")
        assert cells(found, "Steps and time, at shifts and with the same employee")[0][2] == "60%"
