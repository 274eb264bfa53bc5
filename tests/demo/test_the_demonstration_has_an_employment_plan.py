"""The demonstration ends with a plan on its own figures, decided, with a status that the committee can open."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tovholder.accounts.models import Staff
from tovholder.demo import load, plan
from tovholder.plans.content.recompute import recompute
from tovholder.plans.models import CommitteeLink
from tovholder.snapshots import answers, writer

DAY = dt.date(2026, 11, 18)


@pytest.mark.requirement("L2")
def test_the_committee_reads_the_status_of_an_invented_municipality(
    db: None, settings: Any, tmp_path: Path, now: dt.datetime
) -> None:
    settings.HOME, settings.SNAPSHOT_ROOT = tmp_path, tmp_path / "snapshots"
    answers.forget()
    load.fill(today=DAY, password="", citizens=600)
    writer.write_database(settings.SNAPSHOT_ROOT, data_end=DAY - dt.timedelta(days=1), now=now)
    analyst = Staff.objects.get(email=load.address("analyst"))
    written = plan.write(analyst=analyst, made_up_to=DAY, now=now)
    report = written.reports.get()
    assert (report.year, report.quarter) == (2026, 3)
    goals = {goal["indicator"]: goal for goal in report.content["goals"]}
    assert "shifts" in goals
    assert goals["shifts"]["series"][-1][0] == "2026M10", "the month that runs is not a month"
    assert recompute(report).is_the_same
    link = CommitteeLink.objects.get()
    page = Client().get(f"/committee/{link.token}/").content.decode()
    assert "Samarbejde med flere af kommunens virksomheder" in page
    assert "43,6" in page
