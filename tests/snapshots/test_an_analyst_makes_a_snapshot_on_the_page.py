"""Making a snapshot on the page: asked for, watched, stopped; done by the job worker, once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import expect
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.browser import PHONE, Open, check_axe, no_sideways_scroll, screenshot
from tests.factories import Factory
from tests.snapshots.conftest import Take, left_on_disk
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import RIGHTS, Right, Role
from tovholder.snapshots import queries, running, store
from tovholder.snapshots.actions import ask_for_snapshot, ask_to_stop
from tovholder.snapshots.models import Ending, SnapshotRun

pytestmark = pytest.mark.requirement("F18")

Ask = Callable[..., SnapshotRun]


@pytest.fixture
def analyst(make: Factory) -> Staff:
    return make.staff("Ane Analytiker", role=Role.ANALYST)


@pytest.fixture
def client(analyst: Staff) -> Client:
    signed_in = Client()
    signed_in.cookies["tovholder_language"] = "en"
    signed_in.force_login(analyst)
    return signed_in


@pytest.fixture
def ask(make: Factory, analyst: Staff, now: dt.datetime) -> Ask:
    return lambda by=None: ask_for_snapshot(actor=make.actor(by or analyst, now.date()), now=now)


@pytest.mark.parametrize("role", [role for role in Role if Right.MAKE_SNAPSHOT not in RIGHTS[role]])
def test_others_may_neither_make_nor_stop_one(make: Factory, ask: Ask, role: Role, now: dt.datetime) -> None:
    run = ask()
    staff = make.staff(role=role)
    with pytest.raises(NotAllowed):
        ask(staff)
    with pytest.raises(NotAllowed):
        ask_to_stop(actor=make.actor(staff, now.date()), run_id=run.pk, now=now)
    other = Client()
    other.force_login(staff)
    assert other.get("/figures/snapshots/").status_code == 403
    assert other.post("/figures/snapshots/make/").status_code == 403
    assert SnapshotRun.objects.count() == 1


def test_what_waits_is_stopped_at_once(ask: Ask, client: Client, place: Path) -> None:
    run = ask()
    assert client.post(f"/figures/snapshots/{run.pk}/stop/").status_code == 302
    running.run(run.pk)
    run.refresh_from_db()
    assert run.ending == Ending.STOPPED
    assert left_on_disk(place) == []


def test_a_second_one_is_not_begun_while_one_is_under_way(ask: Ask) -> None:
    assert ask().pk == ask().pk
    assert ProcrastinateJob.objects.count() == 1


def test_a_failure_is_noted_and_leaves_nothing(
    ask: Ask, client: Client, place: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*arguments: object, **more: object) -> None:
        raise OSError("the disk is full")

    run = ask()
    monkeypatch.setattr(store, "finish", broken)
    running.run(run.pk)
    run.refresh_from_db()
    assert run.ending == Ending.FAILED
    assert "the disk is full" in caplog.text
    assert left_on_disk(place) == []
    page = client.get("/figures/snapshots/").content.decode()
    assert "Failed, nothing kept" in page
    assert "Make a snapshot now" in page


def test_one_whose_process_is_gone_is_seen_and_another_may_be_made(ask: Ask, now: dt.datetime) -> None:
    gone = ask()
    SnapshotRun.objects.filter(pk=gone.pk).update(began_at=now)
    gone.refresh_from_db()
    assert queries.state_of(gone, queries.living()).code == "interrupted"
    assert ask().pk != gone.pk
    gone.refresh_from_db()
    assert gone.ending == Ending.FAILED


def test_it_is_made_by_the_worker_and_listed(ask: Ask, client: Client, make: Factory, analyst: Staff) -> None:
    make.case(held_by=make.staff())
    assert "There is no snapshot yet." in client.get("/figures/snapshots/").content.decode()
    run = ask()
    (job,) = ProcrastinateJob.objects.all()
    assert (job.task_name, job.args) == ("snapshots.make", {"run_id": run.pk})
    assert "Waits for its turn" in client.get("/figures/snapshots/").content.decode()
    running.run(run.pk)
    run.refresh_from_db()
    (made,) = queries.snapshots()
    assert (run.ending, run.made, run.started_by, run.part) == (Ending.WRITTEN, made.id, analyst, 1)
    assert made.id in client.get("/figures/snapshots/").content.decode()
    running.run(run.pk)
    assert queries.snapshots() == [made]
    assert not queries.living()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """A snapshot that stands still at the cases until it is let go: (it stands, let it go)."""
    stands, go = threading.Event(), threading.Event()
    show = running.NotedProgress.show

    def wait(self: running.NotedProgress, what: str, part: float) -> None:
        self.noted_at = 0
        show(self, what, part)
        if what == "cases" and not stands.is_set():
            stands.set()
            assert go.wait(30)
            show(self, what, part)

    monkeypatch.setattr(running.NotedProgress, "show", wait)
    yield stands, go
    go.set()


def in_another_process(run_id: int) -> threading.Thread:
    """The worker's part: a thread has a database connection of its own, as another process would."""

    def work() -> None:
        try:
            running.run(run_id)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_progress_is_seen_and_stopping_works_while_it_is_written(
    ask: Ask, client: Client, place: Path, slow: tuple[threading.Event, threading.Event]
) -> None:
    stands, go = slow
    run = ask()
    worker = in_another_process(run.pk)
    assert stands.wait(30)
    part = client.get("/figures/snapshots/progress/")
    assert "Writing cases" in part.content.decode()
    assert "HX-Refresh" not in part
    assert queries.snapshots() == []
    client.post(f"/figures/snapshots/{run.pk}/stop/")
    assert client.get("/figures/snapshots/progress/").context["state"].code == "stopping"
    go.set()
    worker.join(30)
    part = client.get("/figures/snapshots/progress/")
    assert part["HX-Refresh"] == "true"
    assert part.context["state"].code == Ending.STOPPED
    assert left_on_disk(place) == []


@pytest.mark.browser
def test_the_page_is_watched_stopped_and_read(
    open_as: Open, analyst: Staff, take: Take, slow: tuple[threading.Event, threading.Event]
) -> None:
    stands, go = slow
    page = open_as(analyst, "/figures/snapshots/")
    expect(page.get_by_text("Der er intet udtræk endnu.")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="Lav et udtræk nu").click()
    expect(page.get_by_text("Venter på tur").first).to_be_visible()
    worker = in_another_process(SnapshotRun.objects.get().pk)
    assert stands.wait(30)
    expect(page.get_by_text("Skriver cases")).to_be_visible()
    check_axe(page)
    screenshot(page, "making")
    page.get_by_role("button", name="Stop").click()
    go.set()
    worker.join(30)
    expect(page.get_by_text("Stoppet, intet er gemt")).to_be_visible()
    take()
    for language, width in (("da", 1280), ("en", PHONE)):
        page = open_as(analyst, "/figures/snapshots/", language=language, width=width)
        screenshot(page, f"list-{width}")
        no_sideways_scroll(page)
        check_axe(page)
