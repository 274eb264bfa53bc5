"""Reading changes nothing: proven for every GET, statement by statement.

A crawler, a prefetching browser or a reloaded tab may send any GET at any time, so none may change a fact. While a
GET is answered, every statement is looked at before it reaches the database. What writes outside the few tables below
fails where people develop and in the tests; in production it is let through and logged as an error, for a page that
works badly is better than one that does not work.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

#: Tables that reading may write to, and why.
ALLOWED = {
    "audit_lookup": "that somebody read a citizen's data is a fact of its own",
    "audit_export": "so is a list that left the system",
    "django_session": "when the person was last here, and what a second factor is asked",
    "plans_linkcount": "how often the committee's link was opened; nothing of who opened it",
    "throttle": "how often somebody tried",
    "mfa_authenticator": "that the recovery codes have been shown",
}

_TEXTS = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.DOTALL)
_NAME = r'(?:only )?((?:"[^"]+"|\w+)(?: ?\. ?(?:"[^"]+"|\w+))?)'
#: `for update` locks and `do update` belongs to an insert that has been seen already.
_WRITES = re.compile(
    rf"\b(?:insert into|delete from|merge into|truncate(?: table)?|(?<!for )(?<!key )(?<!do )update) {_NAME}",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")


class WroteWhileReading(Exception):
    """A GET request changed something."""

    def __init__(self, tables: Iterable[str]) -> None:
        self.tables = sorted(tables)
        super().__init__(f"a GET request wrote to {', '.join(self.tables)}")


def written_tables(sql: str) -> set[str]:
    """The tables that a statement writes to, without schema and quotes.

    >>> written_tables('update "casework_case" set x = 1')
    {'casework_case'}
    """
    plain = _SPACES.sub(" ", _TEXTS.sub(" ", sql))
    return {name.split(".")[-1].strip().strip('"').lower() for name in _WRITES.findall(plain)}


def _guard(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if tables := written_tables(str(sql)) - ALLOWED.keys():
        fault = WroteWhileReading(tables)
        if settings.STRICT_READS:
            raise fault
        logger.error("%s", fault, stack_info=True)
    return execute(sql, params, many, context)


class ReadsOnlyReadMiddleware:
    """Stands outside everything else that may touch the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with ExitStack() as guards:
            for connection in connections.all():
                guards.enter_context(connection.execute_wrapper(_guard))
            return self.get_response(request)
