"""The command `tovholder`: wrong use first."""

from __future__ import annotations

import importlib

import click
import pytest
from click.testing import CliRunner

from tovholder.config import cli


def test_a_misspelt_command_ends_with_2_and_says_so() -> None:
    done = CliRunner().invoke(cli.main, ["srve"])
    assert done.exit_code == 2
    assert "No such command 'srve'" in done.output


def test_a_database_that_does_not_answer_ends_with_1_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def fail() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(cli, "set_up", fail)
    done = CliRunner().invoke(cli.main, ["manage", "migrate"])
    assert done.exit_code == 1
    assert "the database does not answer: connection refused" in done.output


def test_a_room_without_commands_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.COMMANDS, "garden", ("tovholder.web.garden", "Not built."))
    assert "garden" not in CliRunner().invoke(cli.main, ["--help"]).output
    assert CliRunner().invoke(cli.main, ["garden"]).exit_code == 2


def test_the_help_names_every_command_that_is_there_and_needs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "set_up", lambda: pytest.fail("the help set up Django"))
    top = CliRunner().invoke(cli.main, ["--help"])
    assert top.exit_code == 0
    with click.Context(cli.main) as ctx:
        names = cli.main.list_commands(ctx)  # type: ignore[attr-defined]
    for name in names:
        assert f"\n  {name} " in top.output
        if name != "manage":  # which hands --help on to Django
            own = CliRunner().invoke(cli.main, [name, "--help"])
            assert own.exit_code == 0, own.output
            assert own.output.startswith(f"Usage: tovholder {name}")


def test_every_command_is_where_the_table_says(monkeypatch: pytest.MonkeyPatch) -> None:
    with click.Context(cli.main) as ctx:
        for name in cli.main.list_commands(ctx):  # type: ignore[attr-defined]
            module = importlib.import_module(cli.COMMANDS[name][0])
            assert any(isinstance(known, click.Command) and known.name == name for known in vars(module).values())
