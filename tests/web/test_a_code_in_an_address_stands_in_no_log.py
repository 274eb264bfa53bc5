"""Whoever has the address of an unlisted page may open it: what we log ourselves says no more than that it was one."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.continuity.hands import Hands
from tests.factories import Factory
from tovholder.accounts.permissions import all_patterns
from tovholder.continuity.actions import handovers
from tovholder.continuity.letters.code import code_for
from tovholder.continuity.models import Letter
from tovholder.web.masking import SECRET_MASK, without_secrets

CODE = "fa7k-abj5-7c9q-h2gm"


def test_every_unlisted_page_has_its_address_masked() -> None:
    unlisted = [path for path, pattern in all_patterns() if getattr(pattern.callback, "is_unlisted", False)]
    assert len(unlisted) >= 4
    for path in unlisted:
        address = "/" + path.replace("<str:code>", CODE).replace("<str:token>", CODE)
        assert CODE in address
        assert CODE not in without_secrets(f"Not Found: {address}")


@pytest.mark.parametrize(
    "line",
    [
        f"Not Found: /answer/{CODE}/",
        f"Not Found: /answer/{CODE}",
        f"Bad Request: https://job.example/answer/{CODE}/?from=paper",
        f"Forbidden (Origin checking failed.): /answer/{CODE}/",
        f"/sign-in/?next=/committee%2F{CODE}/3/",
    ],
)
def test_a_code_is_masked_however_the_line_says_it(line: str) -> None:
    masked = without_secrets(line)
    assert CODE not in masked
    assert SECRET_MASK in masked


@pytest.mark.parametrize("line", ["the answer is 42", "Not Found: /cases/12/", "committee: 3 members"])
def test_what_is_no_such_address_is_left_alone(line: str) -> None:
    assert without_secrets(line) == line


@pytest.mark.django_db
def test_a_mistyped_code_of_a_letter_stands_in_no_line_of_the_log(log: io.StringIO) -> None:
    assert Client().get(f"/answer/{CODE}/").status_code == 404
    assert Client().get(f"/answer/{CODE}/more").status_code == 404
    assert Client().get(f"/committee/{CODE}/").status_code == 404
    assert "Not Found: /answer/" in log.getvalue()
    assert "Not Found: /committee/" in log.getvalue()
    assert CODE not in log.getvalue()


@pytest.mark.django_db
def test_the_right_code_stands_in_no_line_of_the_log_when_something_goes_wrong(
    make: Factory, now: Any, log: io.StringIO, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PUBLIC_ADDRESS = "https://job.kommune.example"
    hands = Hands(make, now)
    handover = hands.prepared()
    handovers.accept(**hands.when(hands.new), handover_id=handover.pk, version=None)
    code = code_for(Letter.objects.get(handover=handover).key)
    address = reverse("continuity:question", args=[code])
    assert Client().put(address).status_code == 405
    assert Client(enforce_csrf_checks=True).post(address, {"answer": "yes"}).status_code == 403

    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"no answer for {address}")

    monkeypatch.setattr("tovholder.continuity.views.answers.answers.question_with", breaks)
    failing = Client(raise_request_exception=False)
    assert failing.get(address).status_code == 500
    for words in ("Method Not Allowed", "Forbidden", "Internal Server Error", "no answer for"):
        assert words in log.getvalue()
    assert code not in log.getvalue()
