"""`tovholder rules`, as somebody without a database types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tovholder.rules.commands import command

QUESTION = ["explain", "--group", "6.3", "--opened", "2026-08-03", "--today", "2026-11-21"]


def ask(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == code, done.output
    return done.output


def answer(*arguments: str) -> Any:
    return json.loads(ask(*arguments, "--json"))


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        (("--group", "6.14"), 1, "There is no target group '6.14'. There are 6.1, 6.2"),
        (("--group", "6.8"), 1, "takes nobody new from 2026-07-01 on. Give an earlier --opened."),
        (("--opened", "2027-03-01"), 1, "ends on 2026-12-31. Choose a group that holds on 2027-03-01."),
        (("--opened", "3/8"), 2, "'3/8' is no day; write it as 2026-08-03"),
        (("--held", "2026-12-01"), 1, "2026-12-01 lies after today, 2026-11-21"),
        (("--closed", "2026-08-01"), 1, "Give a later --closed."),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_to_do(changed: tuple[str, ...], code: int, said: str) -> None:
    assert said in ask(*QUESTION, *changed, code=code)


def test_the_dates_are_told_with_rule_reference_and_mark() -> None:
    told = answer(*QUESTION, "--held", "2026-08-07", "--held", "2026-09-30")
    first, number = told["dates"]
    assert (first["due"], first["status"], first["fulfilled"]) == ("2026-08-10", "kept", True)
    assert (number["due"], number["status"], number["fulfilled"]) == ("2027-02-03", "open", False)
    assert number["done"] == ["2026-08-07", "2026-09-30"]
    assert {"rule", "law", "source", "verified", "note"} <= set(number)
    assert told["next"] == number
    assert told["doubts"] == ["Målgruppen 6.3 gælder til og med 31. dec. 2026. Hvad der gælder derefter, er ikke set."]


def test_what_was_held_before_the_opening_is_said_not_to_count() -> None:
    told = answer(*QUESTION, "--held", "2026-07-30", "--language", "en")
    assert "2026-07-30 lies before the opening and does not count." in told["doubts"]
    assert told["next"]["status"] == "overdue"


def test_a_group_without_deadlines_says_so() -> None:
    told = answer("explain", "--group", "6.11", "--opened", "2026-08-03", "--today", "2026-11-21")
    assert (told["dates"], told["next"]) == ([], None)
    assert "6.11" in told["doubts"][0]


def test_the_funds_conversations_and_offers_are_told_apart() -> None:
    question = ["explain", "--group", "6.1", "--opened", "2026-08-03", "--today", "2026-11-21"]
    told = answer(*question, "--fund", "2026-08-10", "--fund", "2026-09-10", "--offer", "2026-10-01")
    assert {one["rule"]: one["status"] for one in told["dates"]} == {
        "fund-2026": "kept",
        "number-2026-insured": "open",
        "offer-2026": "kept",
    }


def test_it_is_read_as_text_in_both_languages() -> None:
    danish, english = ask(*QUESTION), ask(*QUESTION, "--language", "en")
    assert "Første samtale, senest 10. aug. 2026: overskredet" in danish
    assert "IKKE BEKRÆFTET" in danish
    assert "First conversation, by 10 Aug 2026: overdue" in english
    assert "Next: First conversation by 10 Aug 2026" in english


def test_the_tables_are_listed_and_narrowed() -> None:
    every = answer("list")
    assert {rule["series"] for rule in answer("list", "--series", "internship")} == {"internship"}
    unverified = answer("list", "--unverified")
    assert 0 < len(unverified) < len(every)
    assert not any(rule["verified"] for rule in unverified)
    then = {rule["rule"] for rule in answer("list", "--day", "2018-01-01", "--group", "6.3", "--series", "number")}
    assert then == {"number-2018"}
    assert "Ingen regel passer" in ask("list", "--day", "2018-01-01", "--series", "offer")
    assert "NOT VERIFIED" in ask("list", "--language", "en")
    assert "there is no '6.99'" in ask("list", "--group", "6.99", code=2)
    assert "there is no 'x'" in ask("list", "--series", "x", code=2)


def test_no_database_is_asked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = {**os.environ, "TOVHOLDER_HOME": str(home), "DATABASE_URL": "postgresql://nobody@localhost:1/no"}
    line = [sys.executable, "-c", "from tovholder.config.cli import main; main()", "rules", *QUESTION, "--json"]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["group"]["code"] == "6.3"
    assert not home.exists()
