"""The employment plan on real figures: a plan's page, a goal's page, the PDF of twelve goals, a plan for each of 98.

The figures are those of the folder that TOVHOLDER_DATA names (default ../shared/data); without it nothing is measured.
Pages are timed as `pages` does: from the request's entry into Django to the finished page, signed in, in one process.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.pages import database_for

GOALS, TIMES = 12, 40
DATA = Path(os.environ.get("TOVHOLDER_DATA") or Path(__file__).parents[2] / "shared" / "data")


def run() -> None:
    """In a process of its own, in a database of its own beside the bench's others."""
    if not (DATA / "jobindsats").is_dir():
        print(f"no real figures at {DATA} (set TOVHOLDER_DATA): not measured")
        return
    subprocess.run(
        [sys.executable, "-m", "bench.plans"], env={**os.environ, "DATABASE_URL": database_for(98)}, check=True
    )


def measure() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tovholder.config.settings")
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    import tovholder.config.wsgi  # noqa: F401 - as it is served
    from tovholder.accounts.actor import load_actor
    from tovholder.accounts.models import Membership, Staff, Unit
    from tovholder.figures.published import areas, read
    from tovholder.figures.published.catalogue import INDICATORS
    from tovholder.plans.actions.plans import Said
    from tovholder.plans.actions.proposal import Chosen, begin_from_proposal
    from tovholder.plans.queries.propose import common_month, propose
    from tovholder.plans.sources import now_at_hand
    from tovholder.published.actions import take_in

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    now, today = timezone.now(), timezone.localdate()
    if not Staff.objects.exists():
        unit = Unit.objects.create(name="Analyse", kind="team", opened_on=dt.date(2020, 1, 1))
        staff = Staff.objects.create_user("analyst@bench.example", name="Analytiker")
        Membership.objects.create(staff=staff, unit=unit, role="analyst", valid_from=dt.date(2020, 1, 1))
        rows = read.table(DATA / "jobindsats" / "kommuner.csv.gz")
        take_in(actor=None, rows=rows, source="file", name="kommuner.csv.gz", now=now)
    staff = Staff.objects.get()
    actor = load_actor(staff_id=staff.pk, name=staff.name, today=today)
    published = now_at_hand().published
    assert published is not None

    began = time.perf_counter()
    found = {code: common_month(published, code) for code in areas.MUNICIPALITIES}
    figures = {code: len(propose(published, code, month)) for code, month in found.items() if month}
    spent = time.perf_counter() - began
    print(f"{'proposed for each municipality':44}{len(figures):>4} of 98, {min(figures.values())} to "
          f"{max(figures.values())} figures each, {spent:.2f} s in all")  # fmt: skip

    begun = []
    began = time.perf_counter()
    for code, area in areas.MUNICIPALITIES.items():
        month = found[code]
        assert month is not None
        chosen = [
            Chosen(one.id, percent=-5.0 if one.unit.counts else None, level=None if one.unit.counts else 10.0)
            for one in INDICATORS[:GOALS]
        ]
        begun.append(
            begin_from_proposal(
                actor=actor,
                said=Said(f"Plan, {area.name}", 2026, 2027, code),
                chosen=chosen,
                baseline=month.first_day,
                target=dt.date(2027, 12, 1),
                language="da",
                now=now,
                today=today,
            )
        )
    print(f"{'begun as drafts of twelve goals':44}{len(begun):>4} of 98, {time.perf_counter() - began:.2f} s in all")

    client = Client(HTTP_HOST="localhost")
    client.handler.load_middleware()
    client.force_login(staff)

    def timed(name: str, address: Callable[[int], str], goal: float, times: int = TIMES) -> None:
        """The first time a page is opened its comparisons and forecasts are worked out; both are told."""
        first, again = [], []
        for number in range(times):
            for spent_in in (first, again):
                start = time.perf_counter()
                answer = client.get(address(number))
                spent_in.append((time.perf_counter() - start) * 1000)
                if answer.status_code != 200:
                    raise RuntimeError(f"{address(number)} answered {answer.status_code}")
        told = [
            f"{statistics.median(one):.0f} / {statistics.quantiles(one, n=20)[18]:.0f} ms" for one in (first, again)
        ]
        print(f"{name:44}first p50/p95 {told[0]}, again {told[1]}   (goal: {goal:.0f} ms)")

    goals = [plan.goals.order_by("position")[number % GOALS].pk for number, plan in enumerate(begun)]
    client.get(f"/plans/{begun[-1].pk}/")
    timed("a plan's page, twelve goals", lambda number: f"/plans/{begun[number].pk}/", 200)
    timed("a goal's page", lambda number: f"/plans/goals/{goals[number]}/", 200)
    timed("the status on the screen, twelve goals", lambda number: f"/plans/{begun[number].pk}/status/", 1000, 20)
    timed("the PDF of twelve goals", lambda number: f"/plans/{begun[number].pk}/status.pdf", 5000, 20)
    timed("the workbook of twelve goals", lambda number: f"/plans/{begun[number].pk}/status.xlsx", 5000, 20)


if __name__ == "__main__":
    measure()
