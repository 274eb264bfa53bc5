"""Every address, asked for by every role and by nobody: what opens is what its declaration and the table of rights say.

An address whose arguments are not known to `tests/accounts/world.py` fails the test: whoever adds a page says there
what it is tried on.
"""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.accounts.world import World
from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.accounts.permissions import OPEN, SIGNED_IN, SIGNING_IN, all_patterns, declared
from tovholder.accounts.rights import RIGHTS, Role

pytestmark = pytest.mark.requirement("F13")

#: What may be answered to somebody who has the right: the page, somewhere else, not found, another method, a form that
#: lacks something. Never a refusal, never a breakdown.
OPENED = {
    HTTPStatus.OK,
    HTTPStatus.NO_CONTENT,
    HTTPStatus.FOUND,
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}

#: Pages whose declaration is the door to the case and not all: the case decides the rest, and may refuse.
NARROWER_IN_THE_CASE = {
    "cases/<int:case_id>/assign/",  # without the right to assign one may only take what is vacant in one's own unit
}


def full_names() -> dict[URLPattern, str]:
    """The name of each address with those of the groups that it is in, as `reverse` wants it."""
    found: dict[URLPattern, str] = {}

    def walk(resolver: URLResolver, spaces: tuple[str, ...]) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                walk(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
            else:
                found[entry] = ":".join([*spaces, entry.name or ""])

    walk(get_resolver(), ())
    return found


def addresses(make: Factory, staff: Staff) -> list[tuple[str, str, URLPattern]]:
    """Route, address and pattern of everything the house answers."""
    names, world = full_names(), World(make, staff)
    made = []
    for route, pattern in all_patterns():
        kwargs = {}
        # The route has the arguments of the groups that the address is in too.
        for argument in re.findall(r"<(?:\w+:)?(\w+)>", route):
            assert hasattr(World, argument), f"/{route}: say in tests/accounts/world.py what {argument!r} is tried with"
            kwargs[argument] = world.sample(argument)
        made.append((route, reverse(names[pattern], kwargs=kwargs), pattern))
    return made


def somebody(make: Factory, role: Role) -> Staff:
    """With a password, without which nobody can show once more who they are."""
    return make.staff(role=role, password=True)


def signed_in(staff: Staff) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(staff)
    return client


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_its_rights_say_and_nothing_else(make: Factory, role: Role) -> None:
    staff = somebody(make, role)
    client = signed_in(staff)
    faults = []
    for route, address, pattern in addresses(make, staff):
        status = client.get(address).status_code
        what = declared(pattern.callback)
        allowed = not isinstance(what, tuple) or bool(set(what) & RIGHTS[role])
        opened = OPENED | {HTTPStatus.FORBIDDEN} if route in NARROWER_IN_THE_CASE else OPENED
        if allowed and status not in opened:
            faults.append(f"/{route} is for {role.value} and answers {status}")
        if not allowed and status != HTTPStatus.FORBIDDEN:
            faults.append(f"/{route} is not for {role.value} and answers {status}")
    assert not faults
    assert client.get("/account/").status_code == HTTPStatus.OK, "reading does not sign anybody out"


def test_somebody_without_any_role_opens_only_what_is_for_everybody(make: Factory) -> None:
    staff = somebody(make, Role.CASEWORKER)
    made = addresses(make, staff)
    staff.memberships.update(valid_to=timezone.localdate())
    client = signed_in(staff)
    faults = []
    for route, address, pattern in made:
        status = client.get(address).status_code
        wanted = {HTTPStatus.FORBIDDEN} if isinstance(declared(pattern.callback), tuple) else OPENED
        if status not in wanted:
            faults.append(f"/{route} answers {status} to somebody without a role")
    assert not faults


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_who_is_not_signed_in_gets_further_than_the_sign_in_page(make: Factory, method: str) -> None:
    faults = []
    for route, address, pattern in addresses(make, somebody(make, Role.CASEWORKER)):
        response = getattr(Client(raise_request_exception=False), method)(address)
        what = declared(pattern.callback)
        if what == OPEN:
            wanted = response.status_code in OPENED
        else:
            wanted = response.status_code == HTTPStatus.FOUND and response["Location"].startswith("/sign-in/")
        if not wanted:
            faults.append(f"/{route} ({what}) answers {response.status_code} to a stranger's {method.upper()}")
    assert not faults


def test_what_is_open_to_strangers_is_a_short_list() -> None:
    is_open = {route for route, pattern in all_patterns() if declared(pattern.callback) in {OPEN, SIGNING_IN}}
    assert is_open == {
        "accessibility/",
        "account/2fa/authenticate/",
        "account/2fa/webauthn/login/",
        "answer/<str:code>/",
        "committee/<str:token>/",
        "committee/<str:token>/<int:report_id>/",
        "committee/<str:token>/<int:report_id>/status.pdf",
        "healthz",
        "help/",
        "language/",
        "sign-in/",
        "sign-out/",
    }


def test_what_needs_no_right_is_ones_own() -> None:
    for_all = {route for route, pattern in all_patterns() if declared(pattern.callback) == SIGNED_IN}
    assert {route for route in for_all if not route.startswith("account/")} == {"", "audit/mine/", "kit/"}


def test_between_password_and_second_step_one_needs_the_password(client: Client, db: None) -> None:
    assert client.get("/account/2fa/authenticate/")["Location"] == "/sign-in/"
    assert client.post("/account/2fa/authenticate/", {"code": "123456"})["Location"] == "/sign-in/"
