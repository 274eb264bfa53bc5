"""`tovholder staff`: the first administrator, passwords that no argument carries, and exit codes."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from django.core.cache import cache
from django.test import Client

from tests.factories import Factory
from tovholder.accounts.models import Staff, Unit
from tovholder.accounts.rights import Role
from tovholder.config.cli import main

GIVEN = "kade-fomi-tuba-ripe"


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["staff", *arguments], input=typed)


def test_a_misspelt_command_ends_with_2_and_names_the_help(db: None) -> None:
    for arguments in [["ad"], ["add", "a@b.dk"], ["add", "a@b.dk", "A", "--role", "king", "--unit", "X"]]:
        ended = run(*arguments)
        assert ended.exit_code == 2
        assert "--help" in ended.output


def test_a_password_is_never_an_argument(db: None) -> None:
    ended = run("set-password", "anna@by.example", GIVEN)
    assert ended.exit_code == 2


def test_what_is_refused_ends_with_1_and_says_why(make: Factory) -> None:
    make.staff(email="anna@by.example", unit=make.unit("Jobcenter"), role=Role.ADMINISTRATOR)
    for arguments, typed, why in [
        (["deactivate", "anna@by.example"], "", "Nobody else is an administrator"),
        (["deactivate", "ukendt@by.example"], "", "nobody here has the e-mail"),
        (["set-password", "anna@by.example", "--stdin"], "kort\n", "at least 12 characters"),
        (["add", "anna@by.example", "A", "--role", "analyst", "--unit", "Jobcenter"], "", "is here already"),
        (["add", "bo@by.example", "B", "--role", "analyst", "--unit", "Nowhere"], "", "There are: Jobcenter"),
    ]:
        ended = run(*arguments, typed=typed)
        assert ended.exit_code == 1, arguments
        assert why in ended.output
    assert Staff.objects.count() == 1


def test_nothing_is_left_behind_when_the_first_unit_is_opened_for_somebody_refused(db: None) -> None:
    assert run("add", "not-an-e-mail", "Anna", "--role", "administrator", "--unit", "Jobcenter").exit_code == 1
    assert not Unit.objects.exists()


def test_the_first_administrator_lets_themselves_in(db: None, client: Client) -> None:
    cache.clear()
    ended = run("add", "Anna@by.example", "Anna Holm", "--role", "administrator", "--unit", "Jobcenter")
    assert ended.exit_code == 0, ended.output
    password = ended.output.split("One-time password: ")[1].strip()
    client.post("/sign-in/", {"login": "anna@by.example", "password": password})
    assert client.get("/staff/")["Location"] == "/account/password/"
    own = {"oldpassword": password, "password1": "min egen lange kode", "password2": "min egen lange kode"}
    assert client.post("/account/password/", own)["Location"] != "/account/"
    assert client.get("/staff/").status_code == 200


def test_a_password_is_read_from_a_pipe_or_asked_for_twice(make: Factory) -> None:
    staff = make.staff(email="anna@by.example")
    assert run("set-password", "anna@by.example", "--stdin", typed=f"{GIVEN}\n").exit_code == 0
    staff.refresh_from_db()
    assert staff.check_password(GIVEN)
    assert staff.password_set_by_other_at
    other = "ripe-tuba-fomi-kade"
    ended = run("set-password", "ANNA@by.example", typed=f"{other}\n{other}\n")
    assert ended.exit_code == 0
    assert other not in ended.output
    staff.refresh_from_db()
    assert staff.check_password(other)


def test_staff_are_listed_and_let_out(make: Factory) -> None:
    unit = make.unit("Jobcenter")
    make.staff("Anna Holm", email="anna@by.example", unit=unit, role=Role.ADMINISTRATOR)
    make.staff("Bo Bech", email="bo@by.example", unit=unit)
    assert run("deactivate", "bo@by.example").exit_code == 0
    assert "administrator in Jobcenter" in run("list").output
    assert "Bo Bech" not in run("list").output
    assert "may not sign in" in run("list", "--all").output
    assert "Anna" not in run("list", "--role", "analyst").output


@pytest.mark.parametrize("command", [[], ["list"], ["add"], ["set-password"], ["deactivate"]])
def test_every_command_teaches(command: list[str]) -> None:
    shown = run(*command, "--help")
    assert shown.exit_code == 0
    assert len(shown.output.split()) > 15
