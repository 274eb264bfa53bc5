"""Deterministic: what one person sees in the demonstration, another can see too."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys

from tests.demo.conftest import CODES, DAY
from tovholder.demo.municipality import build


def made(seed: int = 1, today: dt.date = DAY) -> str:
    return build(today=today, codes=CODES, citizens=300, seed=seed).digest()


def test_another_seed_gives_another_municipality() -> None:
    assert made(seed=1) != made(seed=2)


def test_another_day_gives_another_municipality() -> None:
    assert made(today=DAY) != made(today=DAY + dt.timedelta(days=1))


def test_the_same_seed_and_day_give_the_same_to_the_last_row_in_another_process() -> None:
    """Python orders sets of words anew in each process, so one process would not tell."""
    program = """
import datetime as dt, json, sys
import django
django.setup()
from tovholder.demo.municipality import build
codes, day = json.loads(sys.argv[1]), dt.date.fromisoformat(sys.argv[2])
print(build(today=day, codes=codes, citizens=300, seed=1).digest())
"""

    def elsewhere(order: str) -> str:
        environment = {
            **os.environ,
            "PYTHONHASHSEED": order,
            "DJANGO_SETTINGS_MODULE": "tovholder.config.settings",
            "DATABASE_URL": "postgresql://nobody@localhost/nothing",  # no database is asked
        }
        command = [sys.executable, "-c", program, json.dumps(CODES), DAY.isoformat()]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert elsewhere("1") == elsewhere("2") == made()
