"""Fetching from Jobindsats, against a server on the loopback: whatever goes wrong has its name, the token is shown
nowhere, and yesterday's figures stay."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client as Browser
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.browser import Open, check_page
from tests.factories import Factory
from tests.published import made, server
from tests.published.conftest import SignIn
from tests.published.server import TOKEN, Jobindsats
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.config.cli import main
from tovholder.published import fetches, queries, running, tasks
from tovholder.published.fetching import ask_for_fetch, ask_to_stop
from tovholder.published.jobindsats import client as clients
from tovholder.published.jobindsats.client import Client, Patience, access
from tovholder.published.jobindsats.problems import Problem
from tovholder.published.models import Ending, FetchRun, Publication, Source

HASTE = Patience(attempts=3, first=0.01, longest=0.2, between=0.0)
#: The tables that are asked for, each for the municipalities and for the country.
ALL = [f"{name}-{whom}" for name in ("unemployment", "longterm", "cash", "activation", "hours", "readiness", "offers")
       for whom in ("municipalities", "country")]  # fmt: skip


@pytest.fixture
def jobindsats(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[Jobindsats]:
    settings.MEDIA_ROOT = tmp_path / "files"
    with server.serving() as known:
        monkeypatch.setenv("JOBINDSATS_API_URL", known.address)
        monkeypatch.setenv("JOBINDSATS_API_TOKEN", TOKEN)
        yield known


@pytest.fixture
def fetch(db: None, now: dt.datetime) -> Callable[..., FetchRun]:
    """Asks for a fetch and does it at once, in this process."""

    def fetched(**asked: Any) -> FetchRun:
        run = ask_for_fetch(actor=None, now=now, in_queue=False, **asked)
        running.run(run.pk, patience=HASTE)
        return FetchRun.objects.get(pk=run.pk)

    return fetched


Fetch = Callable[..., FetchRun]


def code_of(run: FetchRun) -> str:
    assert run.ending == Ending.PROBLEM
    return str(run.why["code"])


# What can go wrong.


@pytest.mark.parametrize(
    ("acts", "code", "asked"),
    [
        ([server.status(429, Retry_After="0")] * 3, "too_many", 3),
        ([server.status(429, Retry_After="3600")], "too_many", 1),
        ([server.status(500)] * 3, "busy", 3),
        ([server.status(503, Retry_After="0")] * 3, "busy", 3),
        ([server.status(401)], "unauthorised", 1),
        ([server.status(403)], "unauthorised", 1),
        ([server.status(404)], "refused", 1),
        ([server.status(302, Location="https://elsewhere.example/")], "refused", 1),
        ([server.page], "not_json", 1),
        ([server.half] * 3, "cut_short", 3),
        ([server.shorter_than_it_is] * 3, "cut_short", 3),
    ],
    ids=[
        "429",
        "429 for an hour",
        "500",
        "503",
        "401",
        "403",
        "404",
        "redirect",
        "HTML",
        "half",
        "lies about its length",
    ],
)
def test_each_trouble_has_its_name_and_yesterdays_figures_stay(
    jobindsats: Jobindsats, fetch: Fetch, now: dt.datetime, acts: list[server.Act], code: str, asked: int
) -> None:
    before = made.taken(now).publication
    jobindsats.will(*acts)
    run = fetch()
    assert code_of(run) == code
    assert len(jobindsats.asked) == asked
    assert queries.current_publication() == before
    [line] = fetches.why(run)
    assert line
    assert TOKEN not in line + json.dumps(run.why)


@pytest.mark.parametrize(
    "acts", [[server.status(429, Retry_After="0")], [server.status(500), server.half], [server.shorter_than_it_is]]
)
def test_a_trouble_that_passes_is_waited_out(jobindsats: Jobindsats, fetch: Fetch, acts: list[server.Act]) -> None:
    jobindsats.will(*acts)
    assert fetch().ending == Ending.TAKEN
    assert len(jobindsats.asked) == len(ALL) + len(acts)


def test_it_waits_as_long_as_it_is_asked_to(jobindsats: Jobindsats, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(Client, "_wait", lambda _client, seconds: waited.append(seconds))
    in_half_a_minute = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30), usegmt=True)
    jobindsats.will(
        server.status(429, Retry_After="7"), server.status(503, Retry_After=in_half_a_minute), server.status(500)
    )
    with Client(access(), patience=Patience(first=1, longest=60)) as client:
        client.get("data/y60j01", {"hierarchy._nykom": "*"})
    assert waited[0] == 7
    assert 25 < waited[1] <= 30
    assert 4 <= waited[2] <= 5  # nobody said how long: a little longer each time


def test_nobody_who_does_not_answer_is_waited_for_without_end(
    jobindsats: Jobindsats, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOBINDSATS_API_URL", "http://127.0.0.1:9/v3")
    assert code_of(fetch()) == "unreachable"


def test_an_answer_without_end_is_broken_off(
    jobindsats: Jobindsats, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "MOST_BYTES", 100)
    assert code_of(fetch()) == "too_large"


def test_changed_columns_are_refused_and_asked_for_anew_the_next_time(
    jobindsats: Jobindsats, fetch: Fetch, now: dt.datetime
) -> None:
    before = made.taken(now).publication
    columns = jobindsats.answers["activation-country"]["answer"]["columns"]
    columns[2] = "Grad"
    run = fetch()
    assert run.ending == Ending.FAULTS
    assert fetches.why(run) == [
        "der skal være netop én kolonne med ordene: aktiveringsgrad "
        "(“y60c07: Periode, Område, Grad, Andel aktiveringsberørte”)"
    ]
    assert queries.current_publication() == before
    columns[2] = "Aktiveringsgrad"
    jobindsats.asked.clear()
    assert fetch(accept_losses=True).ending == Ending.TAKEN
    assert jobindsats.asked == ALL[ALL.index("activation-country") :]


def test_half_of_what_was_there_is_not_taken_in_unseen(jobindsats: Jobindsats, fetch: Fetch) -> None:
    first = fetch()
    for name, one in jobindsats.answers.items():
        one["answer"]["rows"] = [row for row in one["answer"]["rows"] if row[1] != "Lyngby-Taarbæk"]
        assert one["answer"]["rows"], name
    run = fetch(again=True)
    assert run.ending == Ending.LOSSES
    assert "Ledige: ingen tal for Lyngby-Taarbæk længere" in fetches.why(run)
    assert queries.current_publication() == first.publication
    jobindsats.asked.clear()
    assert fetch(accept_losses=True).ending == Ending.TAKEN
    assert jobindsats.asked == []  # what was answered is still there


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("JOBINDSATS_API_TOKEN", "", "no_token"),
        ("JOBINDSATS_API_TOKEN", f"{TOKEN}\nX-Other: 1", "bad_token"),
        ("JOBINDSATS_API_TOKEN", f"{TOKEN}æ", "bad_token"),
        ("JOBINDSATS_API_URL", "http://api.jobindsats.dk/v3", "bad_address"),
        ("JOBINDSATS_API_URL", "http://127.0.0.1.evil.example/v3", "bad_address"),
        ("JOBINDSATS_API_URL", "https://host:port", "bad_address"),
    ],
)
def test_the_token_goes_nowhere_but_to_jobindsats(
    jobindsats: Jobindsats, fetch: Fetch, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, code: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(Problem) as problem:
        access()
    assert problem.value.code == code
    with pytest.raises(Refused) as refused:
        fetch()
    assert TOKEN not in str(refused.value) + repr(problem.value)
    assert not FetchRun.objects.exists()
    assert not jobindsats.asked


def test_the_token_is_in_no_log_no_address_and_no_file(
    jobindsats: Jobindsats, fetch: Fetch, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    jobindsats.will(None, None, server.status(500), server.half, server.status(500))
    assert code_of(fetch()) == "busy"
    assert TOKEN not in caplog.text
    assert all(TOKEN not in line for line in jobindsats.lines)
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert files
    assert all(TOKEN.encode() not in path.read_bytes() for path in files)
    assert TOKEN not in repr(access())


# How it goes.


def test_everything_is_fetched_and_taken_in_once(jobindsats: Jobindsats, fetch: Fetch, settings: Any) -> None:
    run = fetch()
    publication = queries.current_publication()
    assert publication is not None
    assert (run.ending, run.publication) == (Ending.TAKEN, publication)
    assert (publication.source, publication.name) == (Source.API, "127.0.0.1")
    assert jobindsats.asked == ALL
    assert jobindsats.headers[0]["User-Agent"].startswith("Tovholder/")
    assert "period.M=latest%3A60" in jobindsats.lines[0]
    current = queries.current()
    assert current is not None
    assert len(current.panels) == 17
    assert current.series("unemployment.total", "173").latest() == (publication.month, 1620)
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.json"))
    again = fetch(again=True)
    assert (again.ending, again.publication) == (Ending.UNCHANGED, publication)
    assert Publication.objects.count() == 1


def test_it_is_asked_at_most_nightly(jobindsats: Jobindsats, fetch: Fetch, now: dt.datetime) -> None:
    FetchRun.objects.filter(pk=fetch().pk).update(ended_at=now - dt.timedelta(hours=19))
    with pytest.raises(Refused, match="20 timer"):
        ask_for_fetch(actor=None, now=now)
    FetchRun.objects.update(ended_at=now - dt.timedelta(hours=21))
    assert ask_for_fetch(actor=None, now=now).pk
    assert ask_for_fetch(actor=None, now=now) == FetchRun.objects.first()  # it waits already
    assert ProcrastinateJob.objects.filter(task_name="published.fetch").count() == 1


def test_who_was_killed_goes_on_where_it_was(jobindsats: Jobindsats, fetch: Fetch, settings: Any) -> None:
    jobindsats.will(*[None] * 5, *[server.status(500)] * 3)
    fetch()
    assert jobindsats.asked[-1] == ALL[5]
    # Half of what was being written when the machine went off.
    broken = fetches.kept().folder / f"{ALL[2]}.json"
    broken.write_bytes(broken.read_bytes()[:50])
    jobindsats.asked.clear()
    assert fetch().ending == Ending.TAKEN
    assert jobindsats.asked == [ALL[2], *ALL[5:]]


def test_an_older_answer_is_asked_about_and_not_fetched_again_when_it_is_still_so(
    jobindsats: Jobindsats, fetch: Fetch, now: dt.datetime
) -> None:
    jobindsats.will(lambda request: request.answer(200, request.body(), ETag='"one"'), server.status(404))
    fetch()
    told = fetches.kept().folder / f"{ALL[0]}.told"
    stored = json.loads(told.read_text())
    told.write_text(json.dumps({**stored, "at": (now - dt.timedelta(days=400)).isoformat()}))
    jobindsats.asked.clear()
    jobindsats.headers.clear()
    jobindsats.will(lambda request: request.answer(304, b""))
    assert fetch().ending == Ending.TAKEN
    assert jobindsats.headers[0]["If-None-Match"] == '"one"'
    assert all("If-None-Match" not in headers for headers in jobindsats.headers[1:])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_fetch_is_stopped_in_the_middle_of_waiting(jobindsats: Jobindsats, make: Factory, now: dt.datetime) -> None:
    actor = make.actor(make.staff(role=Role.ANALYST), now.date())
    run = ask_for_fetch(actor=actor, now=now, in_queue=False)
    jobindsats.will(server.status(429, Retry_After="60"))

    def work() -> None:
        try:
            running.run(run.pk, patience=Patience())
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    begun = time.monotonic()
    thread.start()
    while not jobindsats.asked and time.monotonic() < begun + 20:
        time.sleep(0.02)
    ask_to_stop(actor=actor, run_id=run.pk, now=now)
    thread.join(20)
    run.refresh_from_db()
    assert (run.ending, Publication.objects.count()) == (Ending.STOPPED, 0)
    assert time.monotonic() - begun < 20


def test_one_that_has_not_begun_is_stopped_at_once(jobindsats: Jobindsats, make: Factory, now: dt.datetime) -> None:
    actor = make.actor(make.staff(role=Role.ANALYST), now.date())
    run = ask_for_fetch(actor=actor, now=now)
    assert ask_to_stop(actor=actor, run_id=run.pk, now=now).ending == Ending.STOPPED
    running.run(run.pk, patience=HASTE)
    assert not jobindsats.asked


def test_who_may_not_take_figures_in_may_not_fetch_them(
    jobindsats: Jobindsats, make: Factory, now: dt.datetime
) -> None:
    actor = make.actor(make.staff(role=Role.TEAM_LEADER), now.date())
    with pytest.raises(NotAllowed):
        ask_for_fetch(actor=actor, now=now)
    run = ask_for_fetch(actor=None, now=now)
    with pytest.raises(NotAllowed):
        ask_to_stop(actor=actor, run_id=run.pk, now=now)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_each_night_it_is_fetched_where_there_is_a_token(
    jobindsats: Jobindsats, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks.fetch_nightly(timestamp=0)
    assert ProcrastinateJob.objects.filter(task_name="published.fetch").count() == 1
    FetchRun.objects.all().delete()
    monkeypatch.delenv("JOBINDSATS_API_TOKEN")
    tasks.fetch_nightly(timestamp=0)
    assert not FetchRun.objects.exists()


# The command, and the page.


def call(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["published", "fetch", *arguments])
    return done.exit_code, done.output


@pytest.mark.django_db
def test_the_command_fetches_and_says_why_it_could_not(jobindsats: Jobindsats, monkeypatch: pytest.MonkeyPatch) -> None:
    jobindsats.will(server.status(401))
    code, said = call()
    assert code == 1
    assert "Jobindsats does not accept the token (HTTP 401)" in said
    assert "What was here before still holds." in said
    monkeypatch.setattr(Client, "_wait", lambda self, seconds: self.look_up())
    code, said = call()
    assert code == 0, said
    assert "figures to 2026M07." in said
    code, said = call()
    assert code == 1
    assert "--again" in said
    assert call("--again")[0] == 0
    monkeypatch.delenv("JOBINDSATS_API_TOKEN")
    assert "JOBINDSATS_API_TOKEN" in call()[1]
    assert "--again" not in call()[1]


def text(browser: Browser) -> str:
    return browser.get("/published/").content.decode()


def test_an_analyst_fetches_on_the_page_and_reads_why_it_was_not_taken_in(
    jobindsats: Jobindsats, analyst: Staff, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in(analyst)
    assert "Fetch now" in text(browser)
    assert browser.post("/published/fetch/").status_code == 302
    assert "Waits for its turn" in text(browser)
    run = FetchRun.objects.get()
    assert (run.started_by, run.ending) == (analyst, "")
    jobindsats.will(server.page)
    running.run(run.pk, patience=HASTE)
    page = text(browser)
    assert "a page instead of figures" in page
    assert "What was here before still holds." in page
    assert browser.get("/published/fetch/progress/")["HX-Refresh"] == "true"
    browser.post("/published/fetch/")
    running.run(FetchRun.objects.latest("pk").pk, patience=HASTE)
    page = text(browser)
    assert "fetched from Jobindsats" in page
    assert "Fetch now" not in page
    monkeypatch.delenv("JOBINDSATS_API_TOKEN")
    assert "JOBINDSATS_API_TOKEN" in text(browser)


@pytest.mark.browser
def test_the_page_holds_what_every_page_must_while_it_is_fetched(
    open_as: Open, jobindsats: Jobindsats, make: Factory, now: dt.datetime
) -> None:
    analyst = make.staff("Ane Analytiker", role=Role.ANALYST)
    made.taken(now)
    run = ask_for_fetch(actor=make.actor(analyst, now.date()), now=now, in_queue=False)
    check_page(open_as, analyst, "/published/", "published-waiting")
    jobindsats.rows("cash-municipalities")[0][2] = "mange"
    running.run(run.pk, patience=HASTE)
    check_page(open_as, analyst, "/published/", "published-faults")
