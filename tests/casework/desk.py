"""A member of staff at the desk: opens pages and sends forms, as the browser does, without one."""

from __future__ import annotations

import html
import re
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tovholder.accounts.models import Staff
from tovholder.casework.models import Case


class Desk:
    """`Desk(staff).open(case)` is the page as text; `.send("hold", case, agreed="…")` answers as the server does."""

    def __init__(self, staff: Staff, language: str = "en") -> None:
        self.client = Client()
        self.client.force_login(staff)
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        self.status = 0

    def get(self, name: str, case: Case, *args: Any, query: str = "") -> str:
        response = self.client.get(reverse(f"casework:{name}", args=[case.pk, *args]) + query)
        self.status = response.status_code
        self.address = getattr(response, "url", "")
        return seen(response.content.decode())

    def open(self, case: Case, query: str = "") -> str:
        return self.get("case", case, query=query)

    def send(self, name: str, case: Case, *args: Any, **typed: Any) -> str:
        """What the server answers to a form; `status` is its status and `address` where it sends one on to."""
        response = self.client.post(reverse(f"casework:{name}", args=[case.pk, *args]), typed)
        self.status = response.status_code
        self.address = getattr(response, "url", "")
        self.markup = response.content.decode()
        return seen(self.markup)


def seen(markup: str) -> str:
    """What stands on a page, without its markup and with single spaces."""
    without = re.sub(r"<(script|style|title|desc)\b.*?</\1>", " ", markup, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", without)))
