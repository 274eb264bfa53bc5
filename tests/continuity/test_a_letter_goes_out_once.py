"""The letter that tells the citizen: written with the shift or not at all, sent once, whoever is killed when."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from tests.continuity.hands import TOLD, Hands
from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.casework.models import Note
from tovholder.citizens.models import AddressProtection, ContactDetails
from tovholder.config.database import url_of
from tovholder.continuity.actions import handovers
from tovholder.continuity.letters import channels, sending
from tovholder.continuity.letters.compose import text_of
from tovholder.continuity.models import Handover, Letter

pytestmark = pytest.mark.requirement("F1")


class Broken:
    """A channel that does not answer."""

    name = "broken"
    is_delivery = True

    def deliver(self, parcel: channels.Parcel) -> str:
        raise TimeoutError("0101019999 kan ikke nås")


class HangsOnceDelivered(channels.Folder):
    """Delivers, and then takes so long that the worker is killed before it has noted anything."""

    def deliver(self, parcel: channels.Parcel) -> str:
        reference = super().deliver(parcel)
        (self.folder / "delivered").touch()
        time.sleep(300)
        return reference


@pytest.fixture
def accepted(hands: Hands) -> Handover:
    return hands.do("accept", hands.prepared(), hands.new)


@pytest.mark.django_db
def test_a_shift_that_is_rolled_back_has_no_letter(hands: Hands) -> None:
    handover = hands.prepared()

    class PowerCutError(Exception):
        pass

    def accepts_and_the_power_is_cut() -> None:
        with transaction.atomic():
            hands.do("accept", handover, hands.new)
            raise PowerCutError

    with pytest.raises(PowerCutError):
        accepts_and_the_power_is_cut()
    assert (hands.row().staff, Letter.objects.count()) == (hands.old, 0)


@pytest.mark.django_db
def test_the_letter_says_what_was_previewed_and_names_the_new_one(hands: Hands) -> None:
    handover = hands.prepared()
    hands.make.conversation(hands.case, starts_at=hands.now + dt.timedelta(days=6), staff=hands.old)
    preview = text_of(Handover.objects.get(pk=handover.pk), note="Jeg glæder mig.", now=hands.now)
    hands.do("accept", handover, hands.new, note="Jeg glæder mig.")
    letter = Letter.objects.get()
    assert (letter.subject, letter.body) == (preview.subject, preview.body)
    for said in ("Samira Dahl", "Mette Krogh", "20 11 22 33", "Team Nord", "Jeg glæder mig.", "24. november 2026"):
        assert said in letter.body
    assert hands.old.email not in letter.body
    assert TOLD["not_to_employer"] not in letter.body.splitlines()


@pytest.mark.django_db
def test_a_protected_address_is_not_written_on_it(hands: Hands) -> None:
    citizen = hands.case.citizen
    ContactDetails.objects.create(
        citizen=citizen, valid_from=hands.now - dt.timedelta(days=1), address="Vej 1", postcode="5240", city="Odense"
    )
    handover = hands.prepared()
    assert text_of(handover, note="", now=hands.now).addressee == ["Samira Dahl", "Vej 1", "5240 Odense"]
    AddressProtection.objects.create(citizen=citizen, start=hands.today)
    assert text_of(handover, note="", now=hands.now).addressee == ["Samira Dahl"]


@pytest.mark.django_db
def test_what_a_channel_could_not_deliver_is_tried_again_and_leaks_nothing(
    accepted: Handover, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    letter = Letter.objects.get()
    settings.LETTER_CHANNEL = f"{__name__}.Broken"
    assert sending.send(letter.pk) is False
    letter.refresh_from_db()
    assert (letter.sent_at, letter.attempts, letter.fault) == (None, 1, "TimeoutError")
    assert "0101019999" not in caplog.text
    assert not Note.objects.exists()
    settings.LETTER_CHANNEL = "tovholder.continuity.letters.channels.Folder"
    assert sending.send_left(now=timezone.now() + dt.timedelta(days=400)) == 1
    letter.refresh_from_db()
    assert letter.sent_at is not None


@pytest.mark.django_db
def test_it_is_a_file_a_note_in_the_case_and_no_more(accepted: Handover, settings: Any) -> None:
    letter = Letter.objects.get()
    assert [sending.send(letter.pk) for _time in range(3)] == [True, False, False]
    (file,) = Path(settings.LETTER_FOLDER).iterdir()
    assert (file.name, oct(file.stat().st_mode)[-3:]) == (f"handover-{accepted.pk}.pdf", "600")
    assert file.read_bytes().startswith(b"%PDF-")
    note = Note.objects.get()
    assert (note.kind, note.author_id) == ("letter", accepted.receiver_id)
    assert letter.body in note.text


@pytest.mark.django_db
def test_nobody_changes_or_deletes_what_was_sent(accepted: Handover) -> None:
    letter = Letter.objects.get()
    sending.send(letter.pk)
    for act in (Letter.objects.filter(pk=letter.pk).delete, lambda: Letter.objects.update(body="Noget andet")):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()


# A worker is killed


def worker(folder: Path, channel: str = "tovholder.continuity.letters.channels.Folder") -> subprocess.Popen[bytes]:
    """`tovholder worker` on the database of the test."""
    environment = {
        **os.environ,
        "DATABASE_URL": url_of(connection.settings_dict),
        "TOVHOLDER_HOME": str(folder),
        "TOVHOLDER_LETTER_CHANNEL": channel,
        "PYTHONPATH": f"{settings.PACKAGE.parent}{os.pathsep}{settings.PACKAGE.parent.parent}",
    }
    command = [sys.executable, "-m", "tovholder.config.worker"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)


def wait_for(holds: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if process.poll() is not None:
            pytest.fail(f"the worker ended: {process.stderr.read().decode()[-800:] if process.stderr else ''}")
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.1)


def kill(process: subprocess.Popen[bytes], number: int = signal.SIGKILL) -> None:
    process.send_signal(number)
    process.communicate(timeout=30)


@pytest.fixture
def shifted(transactional_db: None, django_db_serialized_rollback: None, make: Factory) -> tuple[Handover, Staff]:
    """A handover that was accepted a minute ago, and committed."""
    now = timezone.now() - dt.timedelta(minutes=1)
    hands = Hands(make, now)
    hands.today = timezone.localdate(now)
    return hands.do("accept", hands.prepared(), hands.new), hands.new


def how_often(folder: Path) -> tuple[int, int, int]:
    """How often it lies in the outbox, in the case, and is noted as sent."""
    files = len(list((folder / "outbox").glob("*.pdf"))) if (folder / "outbox").exists() else 0
    return files, Note.objects.count(), Letter.objects.filter(sent_at__isnull=False).count()


@pytest.mark.parametrize("when", ["before it begins", "after delivering, before noting it"])
def test_a_worker_is_killed_between_acceptance_and_letter(
    shifted: tuple[Handover, Staff], tmp_path: Path, when: str
) -> None:
    """Acceptance is committed with no worker running. The first worker is killed; the second sends what is left."""
    handover, receiver = shifted
    assert how_often(tmp_path) == (0, 0, 0)
    first = worker(tmp_path, f"{__name__}.HangsOnceDelivered")
    try:
        if when == "before it begins":
            time.sleep(0.4)
        else:
            wait_for((tmp_path / "outbox" / "delivered").exists, first)
    finally:
        kill(first)
    assert how_often(tmp_path)[1:] == (0, 0)
    second = worker(tmp_path)
    try:
        wait_for(lambda: how_often(tmp_path) == (1, 1, 1), second)
    finally:
        kill(second, signal.SIGTERM)
    # And a third finds nothing to do.
    assert sending.send_left(now=timezone.now() + dt.timedelta(hours=1)) == 0
    assert how_often(tmp_path) == (1, 1, 1)
    assert handovers.status_of(handover) == "accepted"
    assert Note.objects.get().author == receiver
