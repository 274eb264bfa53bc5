"""A page without a declared permission fails the build, wherever its address stands and whoever wrote it."""

from __future__ import annotations

import types

import pytest
from django.contrib.auth.views import LoginView
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, include, path
from django.views.static import serve

from tests.factories import Factory
from tovholder.accounts.permissions import DECLARED_ELSEWHERE, all_patterns, declared, open_page, page
from tovholder.accounts.rights import Right
from tovholder.config import urls as of_the_house


def silent(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@pytest.fixture
def house(settings: object) -> types.ModuleType:
    """The house with room for more addresses."""
    module = types.ModuleType("tests.accounts.a_house")
    module.urlpatterns = [*of_the_house.urlpatterns]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = module  # type: ignore[attr-defined]
    clear_url_caches()
    yield module
    clear_url_caches()


def faults() -> list[str]:
    return [error.msg for error in run_checks() if error.id == "tovholder.E001"]


def test_the_house_as_it_is_has_no_such_page() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("entry", "where"),
    [
        (path("silent/", silent), "/silent/"),
        (
            path("deep/", include([path("down/", include([path("silent/<int:pk>/", silent)]))])),
            "/deep/down/silent/<int:pk>/",
        ),
        (path("files/<path:path>", serve, {"document_root": "/"}), "/files/<path:path>"),
        (path("django-sign-in/", LoginView.as_view()), "/django-sign-in/"),
        (path("signup/", include("allauth.account.urls")), "/signup/signup/"),
    ],
)
def test_one_more_that_says_nothing_fails_it(house: types.ModuleType, entry: object, where: str) -> None:
    house.urlpatterns.append(entry)  # type: ignore[attr-defined]
    assert f"The view behind {where} does not say who may open it." in faults()
    with pytest.raises(SystemCheckError, match="E001"):
        call_command("check")


def test_it_is_shown_to_nobody_even_when_the_check_was_not_run(house: types.ModuleType, make: Factory) -> None:
    house.urlpatterns.append(path("silent/", silent))  # type: ignore[attr-defined]
    client = Client(raise_request_exception=False)
    client.force_login(make.staff())
    answer = client.get("/silent/")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_what_declares_something_passes(house: types.ModuleType) -> None:
    opened, guarded = open_page(lambda request: HttpResponse()), page(Right.IMPORT)(silent)
    house.urlpatterns += [path("open/", opened), path("guarded/", guarded)]  # type: ignore[attr-defined]
    assert faults() == []


def test_every_view_of_others_that_we_vouch_for_is_in_use() -> None:
    """A line that no address needs any more would let somebody in who comes back under the same name."""
    used = set()
    for _route, pattern in all_patterns():
        origin = getattr(pattern.callback, "view_class", pattern.callback)
        used.add(f"{origin.__module__}.{origin.__qualname__}")
    assert DECLARED_ELSEWHERE.keys() <= used


def test_a_declaration_is_found_behind_a_decorator() -> None:
    assert declared(page(Right.IMPORT, Right.SEE_UNIT)(silent)) == (Right.IMPORT, Right.SEE_UNIT)
