"""403, 404, 500 and the form that came too late: each says what happened and what one can do."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils import translation

from tests.browser import Open, check_page
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.permissions import open_page
from tovholder.accounts.rights import Right
from tovholder.web import errors


@open_page
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault")


@open_page
def refused(request: HttpRequest) -> HttpResponse:
    raise NotAllowed(Right.MANAGE_STAFF, "Afdelingen ledes af Lis Prøve.")


@open_page
def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("t/broken/", broken),
    path("t/refused/", refused),
    path("t/missing/", missing),
    path("", include("tovholder.config.urls")),
]
handler403 = "tovholder.web.errors.permission_denied"
handler404 = "tovholder.web.errors.not_found"
handler500 = "tovholder.web.errors.server_error"

pytestmark = pytest.mark.urls(__name__)


def test_a_fault_is_told_without_asking_the_database_or_the_request(
    rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    with translation.override("da"):
        answer = errors.server_error(rf.get("/"))  # no database mark: any query fails the test
    assert answer.status_code == 500
    assert "Noget gik galt hos os" in answer.content.decode()


def test_a_broken_view_ends_in_the_page_about_faults(db: None) -> None:
    answer = Client(raise_request_exception=False, headers={"accept-language": "da"}).get("/t/broken/")
    assert answer.status_code == 500
    assert "Prøv igen" in answer.content.decode()


def test_a_missing_right_is_named_and_so_is_whom_to_ask(client: Client, make: Any) -> None:
    client.force_login(make.staff())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get("/t/refused/")
    shown = answer.content.decode()
    assert answer.status_code == 403
    assert "the right to manage staff, units and roles" in shown
    assert "Afdelingen ledes af Lis Prøve." in shown
    assert "team leader" in shown


def test_a_form_that_came_too_late_says_that_nothing_was_saved(db: None) -> None:
    answer = Client(enforce_csrf_checks=True, headers={"accept-language": "da"}).post("/sign-in/", {"login": "x"})
    assert answer.status_code == 403
    assert "Intet blev gemt" in answer.content.decode()


def test_who_is_not_signed_in_gets_the_plain_frame(client: Client, db: None) -> None:
    shown = client.get("/there-is-no-such-page/", headers={"accept-language": "da"}).content.decode()
    assert "Siden findes ikke" in shown
    assert 'class="plain"' in shown


@pytest.mark.browser
@pytest.mark.parametrize("address", ["/t/broken/", "/t/refused/", "/t/missing/"])
def test_error_pages_can_be_read_by_everybody(open_as: Open, make: Any, address: str) -> None:
    check_page(open_as, make.staff("Karen Kjærgaard"), address, "error" + address.replace("/", "-"))
