"""The page: upload, watch, stop, read the faults. Only administrators; nothing stays behind on the disk."""

from __future__ import annotations

import datetime as dt
import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.browser import PHONE, Open, check_axe, no_sideways_scroll, screenshot
from tests.factories import Factory
from tests.imports.conftest import GROUND, wait_for
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.models import Staff, Unit
from tovholder.accounts.rights import Role
from tovholder.casework.models import Case
from tovholder.citizens.models import Citizen
from tovholder.imports import queries, running, uploads
from tovholder.imports.actions import ask_for_import, ask_to_stop
from tovholder.imports.folder import LOCK
from tovholder.imports.models import Ending, ImportRun
from tovholder.imports.progress import Stage

pytestmark = pytest.mark.requirement("F11")

GROUND_FILES = {f"{name}.csv": text for name, text in GROUND.items()}
BAD = {"units.csv": "external_id;name;opened_on\nE-1;Team;i går\nE-2;;2020-01-01\n"}


@pytest.fixture(autouse=True)
def data_folder(settings: object, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path / "files"


@pytest.fixture
def administrator(make: Factory) -> Staff:
    return make.staff("Ada Admin", role=Role.ADMINISTRATOR)


@pytest.fixture
def client_of(make: Factory) -> Callable[[Staff], Client]:
    def signed_in(staff: Staff) -> Client:
        client = Client()
        client.cookies["tovholder_language"] = "en"
        client.force_login(staff)
        return client

    return signed_in


def files(contents: dict[str, str | bytes]) -> list[SimpleUploadedFile]:
    return [
        SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text) for name, text in contents.items()
    ]


def left_on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


Ask = Callable[..., ImportRun]
SignIn = Callable[[Staff], Client]


@pytest.fixture
def ask(administrator: Staff, make: Factory, now: dt.datetime) -> Ask:
    def asked(contents: dict[str, str | bytes], *, dry_run: bool = False, by: Staff | None = None) -> ImportRun:
        actor = make.actor(by or administrator, now.date())
        return ask_for_import(actor=actor, files=files(contents), source="old", dry_run=dry_run, now=now)

    return asked


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_others_than_administrators_neither_see_nor_start_imports(
    make: Factory, ask: Ask, client_of: SignIn, role: Role, now: dt.datetime
) -> None:
    run = ask(GROUND_FILES)
    staff = make.staff(role=role)
    client = client_of(staff)
    for path in ("", "tables/", "templates.zip", f"{run.pk}/", f"{run.pk}/progress/", f"{run.pk}/report.csv"):
        assert client.get(f"/import/{path}").status_code == 403, path
    assert client.post(f"/import/{run.pk}/stop/").status_code == 403
    with pytest.raises(NotAllowed):
        ask(GROUND_FILES, by=staff)
    with pytest.raises(NotAllowed):
        ask_to_stop(actor=make.actor(staff, now.date()), run_id=run.pk, now=now)


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ({"citizens.ods": b"x"}, "citizens.ods"),
        ({"run.exe": b"x"}, "run.exe"),
        ({"a.zip": b"no zip"}, "a.zip"),
        ({f"{n}.csv": b"x" for n in range(uploads.MOST_FILES + 1)}, "50"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_and_not_kept(
    ask: Ask, contents: dict[str, str | bytes], said: str, data_folder: Path
) -> None:
    with pytest.raises(Refused, match=said):
        ask(contents)
    assert not left_on_disk(data_folder)
    assert not ImportRun.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_too_much_at_once_is_refused(ask: Ask, monkeypatch: pytest.MonkeyPatch, data_folder: Path) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    with pytest.raises(Refused, match="MB"):
        ask({"citizens.csv": b"x" * 1001})
    assert not left_on_disk(data_folder)


def test_the_form_says_what_is_wrong(administrator: Staff, client_of: SignIn) -> None:
    client = client_of(administrator)
    response = client.post("/import/", {"source": "a b"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"uploads", "source"}
    response = client.post("/import/", {"source": "old", "uploads": files({"a.exe": b"x"})})
    assert response.status_code == 422
    assert "a.exe" in str(response.context["form"].errors["uploads"])


def test_uploaded_files_lie_under_random_names_until_the_import_has_ended(ask: Ask, data_folder: Path) -> None:
    run = ask({"010180-1234.csv": "x", **GROUND_FILES})
    names = [path.name for path in left_on_disk(data_folder)]
    assert len(names) == len(GROUND_FILES) + 1
    assert not any("." in name or "010180" in name for name in names)
    assert "010180-1234" not in str(run.files)
    running.run(run.pk)
    assert not left_on_disk(data_folder)


def test_an_import_is_done_by_the_worker_and_says_who_asked(ask: Ask, administrator: Staff) -> None:
    run = ask(GROUND_FILES)
    assert queries.state_of(run, queries.living()).code == "waiting"
    (job,) = ProcrastinateJob.objects.all()
    assert (job.task_name, job.args) == ("imports.run", {"run_id": run.pk})
    running.run(run.pk)
    run.refresh_from_db()
    assert (run.ending, run.started_by, run.part) == (Ending.WRITTEN, administrator, 1)
    assert run.counts["citizens"]["new"] == 1
    assert Citizen.objects.get().registered_by == administrator
    assert not queries.living()


def test_an_import_runs_once(ask: Ask) -> None:
    run = ask(GROUND_FILES)
    running.run(run.pk)
    ended_at = ImportRun.objects.get(pk=run.pk).ended_at
    running.run(run.pk)
    assert ImportRun.objects.get(pk=run.pk).ended_at == ended_at


def test_faults_are_shown_and_can_be_taken_as_csv(ask: Ask, administrator: Staff, client_of: SignIn) -> None:
    run = ask(BAD)
    running.run(run.pk)
    client = client_of(administrator)
    page = client.get(f"/import/{run.pk}/").content.decode()
    assert "2 faults" in page
    assert "i går" in page
    answer = client.get(f"/import/{run.pk}/report.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Fault or doubt;File;Row;Column;Value;Expected"
    assert lines[1].startswith("Fault;units.csv;3;name;;")
    assert answer["Content-Disposition"] == f'attachment; filename="import-{run.pk}.csv"'
    assert not Unit.objects.filter(external_id__startswith="old:").exists()


def test_each_reader_sees_the_faults_in_their_own_language(ask: Ask, administrator: Staff, client_of: SignIn) -> None:
    run = ask(BAD)
    running.run(run.pk)
    client = client_of(administrator)
    assert "a date: 2026-01-31" in client.get(f"/import/{run.pk}/").content.decode()
    client.cookies["tovholder_language"] = "da"
    assert "en dato: 2026-01-31" in client.get(f"/import/{run.pk}/").content.decode()


def test_a_dry_run_writes_nothing_and_says_what_would_be(ask: Ask) -> None:
    run = ask(GROUND_FILES, dry_run=True)
    running.run(run.pk)
    run.refresh_from_db()
    assert run.ending == Ending.TRIED
    assert queries.changes(run) == 6
    assert not Case.objects.exists()


def zipped(contents: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
    return written.getvalue()


def test_a_zip_is_unpacked(ask: Ask) -> None:
    packed = {f"udtræk/{name}": text for name, text in GROUND_FILES.items()}
    run = ask({"udtræk.zip": zipped({**packed, "__MACOSX/udtræk/._x.csv": "x", "udtræk/.DS_Store": "x"})})
    assert sorted(file["name"] for file in run.files) == sorted(GROUND_FILES)
    running.run(run.pk)
    assert Case.objects.count() == 1


def test_what_waits_is_stopped_at_once(ask: Ask, administrator: Staff, client_of: SignIn, data_folder: Path) -> None:
    run = ask(GROUND_FILES)
    assert client_of(administrator).post(f"/import/{run.pk}/stop/").status_code == 302
    run.refresh_from_db()
    assert run.ending == Ending.STOPPED
    assert not left_on_disk(data_folder)
    running.run(run.pk)
    assert not Case.objects.exists()


def test_what_has_ended_stays_as_it_ended(ask: Ask, administrator: Staff, make: Factory, now: dt.datetime) -> None:
    run = ask(GROUND_FILES)
    running.run(run.pk)
    stopped = ask_to_stop(actor=make.actor(administrator, now.date()), run_id=run.pk, now=now)
    assert (stopped.ending, stopped.stop_asked_at) == (Ending.WRITTEN, None)


def test_a_failure_is_noted_and_the_files_are_deleted(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, data_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*arguments: object) -> None:
        raise OSError("the disk is full")

    run = ask(GROUND_FILES)
    monkeypatch.setattr(running, "import_tables", broken)
    running.run(run.pk)
    run.refresh_from_db()
    assert run.ending == Ending.FAILED
    assert "the disk is full" in caplog.text
    assert not left_on_disk(data_folder)


def test_an_import_whose_process_is_gone_is_seen_and_cleared_away(
    ask: Ask, now: dt.datetime, data_folder: Path
) -> None:
    run = ask(GROUND_FILES)
    ImportRun.objects.filter(pk=run.pk).update(began_at=now)
    run.refresh_from_db()
    assert queries.state_of(run, queries.living()).code == "interrupted"
    ask(BAD)
    run.refresh_from_db()
    assert run.ending == Ending.FAILED
    assert len(left_on_disk(data_folder)) == len(BAD)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """An import that stands still when it begins to write, until it is let go: (it stands, let it go)."""
    stands, go = threading.Event(), threading.Event()
    show = running.NotedProgress.show

    def wait(self: running.NotedProgress, stage: Stage, what: str, whole: float) -> None:
        show(self, stage, what, whole)
        if stage is Stage.WRITING and not stands.is_set():
            stands.set()
            assert go.wait(30)
            self.noted_at = 0

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
def test_progress_is_seen_and_stopping_works_while_the_transaction_is_open(
    ask: Ask,
    administrator: Staff,
    client_of: SignIn,
    slow: tuple[threading.Event, threading.Event],
) -> None:
    stands, go = slow
    run = ask(GROUND_FILES)
    client = client_of(administrator)
    worker = in_another_process(run.pk)
    assert stands.wait(30)
    part = client.get(f"/import/{run.pk}/progress/")
    assert "Writing units" in part.content.decode()
    assert "HX-Refresh" not in part
    assert part.context["state"].code == "running"
    assert not Unit.objects.filter(external_id="old:E-1").exists()
    client.post(f"/import/{run.pk}/stop/")
    assert client.get(f"/import/{run.pk}/progress/").context["state"].code == "stopping"
    go.set()
    worker.join(30)
    part = client.get(f"/import/{run.pk}/progress/")
    assert part["HX-Refresh"] == "true"
    assert part.context["state"].code == Ending.STOPPED
    assert not Case.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_import_waits_until_another_has_ended_and_can_be_stopped_meanwhile(
    ask: Ask, administrator: Staff, client_of: SignIn
) -> None:
    client = client_of(administrator)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [LOCK])
            first, second = ask(GROUND_FILES), ask(GROUND_FILES)
            workers = [in_another_process(first.pk), in_another_process(second.pk)]
            wait_for(lambda: client.get(f"/import/{second.pk}/").context["run"].stage == "waiting")
            client.post(f"/import/{second.pk}/stop/")
            workers[1].join(30)
            assert ImportRun.objects.get(pk=second.pk).ending == Ending.STOPPED
            assert not Case.objects.exists()
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
        workers[0].join(30)
    finally:
        other.close()
    assert ImportRun.objects.get(pk=first.pk).ending == Ending.WRITTEN


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_worker_takes_the_import_from_the_queue(ask: Ask) -> None:
    from procrastinate.contrib.django import app

    run = ask(GROUND_FILES)

    def work() -> None:
        try:
            with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
                worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, queues=["imports"])
        finally:
            connection.close()

    # In a thread of its own: where a browser test came first, this one has Playwright's loop running in it.
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()
    assert ProcrastinateJob.objects.get(args={"run_id": run.pk}).status == "succeeded"
    run.refresh_from_db()
    assert run.ending == Ending.WRITTEN
    assert Case.objects.count() == 1


def upload(page: Page, contents: dict[str, str]) -> None:
    payload = [{"name": name, "mimeType": "text/csv", "buffer": text.encode()} for name, text in contents.items()]
    page.set_input_files("input[type=file]", payload)  # type: ignore[arg-type]


@pytest.mark.browser
def test_an_administrator_uploads_watches_and_reads(
    open_as: Open, administrator: Staff, slow: tuple[threading.Event, threading.Event]
) -> None:
    stands, go = slow
    page = open_as(administrator, "/import/")
    check_axe(page)
    screenshot(page, "list-empty")
    upload(page, GROUND_FILES)
    page.get_by_label("Prøv kun").uncheck()
    page.get_by_role("button", name="Begynd").click()
    expect(page.get_by_text("Venter på tur").first).to_be_visible()
    check_axe(page)
    screenshot(page, "waiting")
    worker = in_another_process(ImportRun.objects.get().pk)
    assert stands.wait(30)
    expect(page.get_by_text("Indlæser units")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Indlæser units")).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")  # renewing itself steals no focus
    check_axe(page)
    screenshot(page, "running")
    go.set()
    worker.join(30)
    expect(page.get_by_text("6 rækker er nye")).to_be_visible()
    check_axe(page)
    screenshot(page, "written")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, PHONE])
def test_the_faults_can_be_read_on_any_screen(open_as: Open, ask: Ask, administrator: Staff, width: int) -> None:
    rows = "".join(f"Y-{n};B-{n % 7};kontanhjælp;{n % 40}-02-2025\n" for n in range(130))
    spells = {"benefit_spells.csv": f"external_id;citizen;benefit;from\n{rows}"}
    run = ask({**GROUND_FILES, **spells, "cases.csv": GROUND["cases"].replace("opened_on", "opend_on")})
    running.run(run.pk)
    page = open_as(administrator, f"/import/{run.pk}/", width=width)
    check_axe(page)
    no_sideways_scroll(page)
    screenshot(page, f"faults-{width}", full=False)
    page = open_as(administrator, "/import/", width=width)
    no_sideways_scroll(page)
    check_axe(page)
    screenshot(page, f"list-{width}")
    page = open_as(administrator, "/import/tables/", width=width, language="en")
    no_sideways_scroll(page)
    check_axe(page)
    screenshot(page, f"tables-{width}", full=False)


def test_the_empty_files_can_be_taken(administrator: Staff, client_of: SignIn) -> None:
    answer = client_of(administrator).get("/import/templates.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.read("cases.csv").decode("utf-8-sig").startswith("external_id;citizen;kle_number;opened_on")


def test_the_list_takes_few_queries_however_long_it_is(
    ask: Ask,
    administrator: Staff,
    client_of: SignIn,
    django_assert_max_num_queries: Any,
) -> None:
    client = client_of(administrator)
    for _ in range(12):
        ImportRun.objects.create(source="old", started_by=administrator)
    client.get("/import/")
    with django_assert_max_num_queries(7):
        assert client.get("/import/").content.count(b"<tr>") == 13
