"""`tovholder published …`: wrong files first."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories import Factory
from tests.published import made
from tovholder.accounts.models import Staff
from tovholder.config.cli import main
from tovholder.published import queries
from tovholder.published.models import Publication

pytestmark = pytest.mark.django_db


def call(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["published", *map(str, arguments)])
    return done.exit_code, done.output


def test_a_file_that_is_not_there_is_a_misspelt_command() -> None:
    assert call("import", "/nowhere/x.csv")[0] == 2


def test_a_bad_file_is_refused_with_its_faults(tmp_path: Path, now: dt.datetime) -> None:
    before = made.taken(now).publication
    bad = made.file(tmp_path, made.figures({("unemployment.total", "173", "2026M07"): "mange"}))
    code, said = call("import", bad)
    assert code == 1
    assert "row 10: the value is to be a number or empty (“mange”)" in said
    assert "1 fault." in said
    assert queries.current_publication() == before


def test_half_a_file_has_to_be_meant(tmp_path: Path, now: dt.datetime) -> None:
    made.taken(now)
    half = made.file(tmp_path, made.figures().head(9))
    code, said = call("import", half)
    assert code == 1
    assert "Long-term unemployed (80 % of 52 weeks): not published any more" in said
    code, said = call("import", half, "--accept-losses")
    assert (code, Publication.objects.count()) == (0, 2)


def test_nobody_takes_figures_in_in_the_name_of_a_stranger(tmp_path: Path, make: Factory) -> None:
    file = made.file(tmp_path)
    assert call("import", file, "--by", "nobody@staff.example")[0] == 2
    assert not Publication.objects.exists()


def test_a_file_is_tried_taken_in_and_listed(tmp_path: Path, analyst: Staff) -> None:
    assert "Nothing has been taken in yet" in call("list")[1]
    file = made.file(tmp_path)
    code, said = call("import", file, "--dry-run")
    assert (code, Publication.objects.count()) == (0, 0)
    assert "Tried, nothing kept. It would change: the first publication." in said
    code, said = call("import", file, "--by", analyst.email)
    assert code == 0
    assert "18 figures to 2026M07" in said
    assert call("import", file) == (0, "These figures are here already. Nothing was changed.\n")
    code, said = call("list")
    assert said.count("\n") == 1
    assert "File kommuner.csv, by Ane Analytiker: the first publication" in said
