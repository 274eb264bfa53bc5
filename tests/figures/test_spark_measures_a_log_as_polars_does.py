"""Spark against Polars on a log with people unnamed, cases scattered and times alike; and what is said without it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.figures.logs import HEADER, SMALL, numbers, write
from tests.figures.test_every_engine_gives_the_same_answer import LITTLE
from tovholder.config import cli
from tovholder.figures.engines import Unavailable, engine


def test_without_spark_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    done = CliRunner().invoke(cli.main, ["analyse", str(write(tmp_path, SMALL)), "--engine", "spark"])
    assert done.exit_code == 1
    assert "pip install tovholder[spark]" in done.stderr


def test_spark_measures_a_log_as_polars_does(tmp_path: Path) -> None:
    rows = SMALL.removeprefix(f"{HEADER}\n").splitlines()
    scattered = [*rows[::2], "D,1,open,2026-01-05T08:00:00Z,", *rows[1::2], "D,2,close,2026-01-05T08:00:00Z,Bo"]
    path = write(tmp_path, "\n".join([HEADER, *scattered]) + "\n")
    try:
        # The session that is there is taken, so that what makes it quick with little is said first.
        with engine("spark", master="local[2]", memory="1GB", options=LITTLE):
            assert numbers(path, engine="spark") == numbers(path)
    except Unavailable as missing:
        pytest.skip(str(missing))
