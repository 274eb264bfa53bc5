"""A table with a fault is not used at all, and the fault is named with the file and the row."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tovholder.rules.reading import SHIPPED, Faulty, read

HEAD = """
[series.test]
da = "Prøve"
en = "Test"
what = "conversation"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "tables")
    return tmp_path / "tables"


def row(**changed: str) -> str:
    """A row of TOML; values are TOML, an empty one leaves the line out."""
    lines = {
        "id": '"a"',
        "series": '"test"',
        "kind": '"at_least"',
        "groups": '["6.3"]',
        "count": "1",
        "within": '"1 week"',
        "source": '"x"',
        "verified": "false",
    } | changed
    return "\n[[rule]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items() if value) + "\n"


def faults(folder: Path, text: str) -> list[str]:
    (folder / "own.toml").write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(Faulty) as caught:
        read(folder)
    return caught.value.faults


def test_the_tables_that_are_shipped_have_no_fault() -> None:
    assert len(read(SHIPPED).rules) > 50


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"groups": '["6.3", "6.14"]'}, "there is no target group '6.14'"),
        ({"series": '"unknown"'}, "there is no series 'unknown'"),
        ({"kind": '"often"'}, "there is no kind 'often'"),
        ({"within": '"soon"'}, 'a length such as "1 week"'),
        ({"within": '"0 weeks"'}, 'a length such as "1 week"'),
        ({"count": "0"}, "a whole number above 0 was expected"),
        ({"count": "true"}, "a whole number above 0 was expected"),
        ({"count": ""}, "the term 'count' is missing"),
        ({"share": "101"}, "from 0 to 100"),
        ({"hours": "3"}, "has no term 'hours'"),
        ({"source": ""}, "'source' is missing"),
        ({"verified": '"yes"'}, "true or false was expected"),
        ({"valid_from": '"2026-07-01"'}, "a day such as 2026-07-01 was expected"),
        ({"valid_from": "2026-07-01", "valid_to": "2026-07-01"}, "does not lie after valid_from"),
    ],
)
def test_a_row_that_says_something_impossible(folder: Path, changed: dict[str, str], fault: str) -> None:
    (found,) = faults(folder, row(**changed))
    assert found.startswith("own.toml, row 1 (a): ")
    assert fault in found


def test_a_gap_is_named_with_both_rows_and_the_days(folder: Path) -> None:
    text = row(valid_to="2024-01-01") + row(id='"b"', valid_from="2024-02-01")
    assert faults(folder, text) == [
        "own.toml, row 2 (b): a gap from 2024-01-01 to 2024-01-31 after own.toml, row 1 (a), for 6.3"
    ]


@pytest.mark.parametrize("first", ["2023-12-31", ""])
def test_an_overlap_is_named_with_both_rows(folder: Path, first: str) -> None:
    text = row(valid_to="2024-01-01", groups='["6.2", "6.3"]') + row(id='"b"', valid_from=first)
    (fault,) = faults(folder, text)
    assert "overlaps own.toml, row" in fault
    assert fault.endswith("for 6.3")


def test_two_rows_of_other_groups_stand_beside_each_other(folder: Path) -> None:
    (folder / "own.toml").write_text(HEAD + row() + row(id='"b"', groups='["6.2"]'), encoding="utf-8")
    assert {"a", "b"} <= set(read(folder).by_id)


def test_every_fault_is_listed_and_not_only_the_first(folder: Path) -> None:
    found = faults(folder, row(count="0", within='"soon"') + row(kind='"often"'))
    assert len(found) == 3
    assert found[2].startswith("own.toml, row 2")


def test_the_same_id_twice_and_the_same_series_twice(folder: Path) -> None:
    assert any(
        "the id 'first-2019' stands in conversations.toml" in fault for fault in faults(folder, row(id='"first-2019"'))
    )
    (found,) = faults(folder, '[series.first]\nda = "x"\nen = "x"\n')
    assert found == "own.toml, series first: there is one of that name in conversations.toml"


def test_a_file_that_is_no_toml_or_not_there(folder: Path) -> None:
    assert faults(folder, "[[rule]\n")[0].startswith("own.toml: ")
    (folder / "own.toml").unlink()
    (folder / "laws.toml").unlink()
    with pytest.raises(Faulty, match=r"laws\.toml: the file is missing"):
        read(folder)


def test_a_group_without_its_course_is_refused(folder: Path) -> None:
    file = folder / "groups.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('course = "a-dagpenge"\n', "", 1), encoding="utf-8")
    with pytest.raises(Faulty) as caught:
        read(folder)
    assert caught.value.faults[0] == "groups.toml, row 1 (6.1): 'course' is missing"
