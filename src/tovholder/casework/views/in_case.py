"""What the pages of a case share: the way in, and how something a person typed is carried out or handed back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from tovholder.accounts.permissions import StaffRequest
from tovholder.casework.access import NeedsReason
from tovholder.casework.contributions import Moment
from tovholder.casework.models import Case

CaseView = Callable[..., HttpResponse]


def moment_of(request: StaffRequest) -> Moment:
    """The one place where a page of a case reads the clock."""
    return Moment(actor=request.actor, now=timezone.now(), today=timezone.localdate())


def in_case(view: CaseView) -> CaseView:
    """For a view of a case: where a reason opens it, the person is asked for one; a case that is not there is a 404."""

    @wraps(view)
    def entered(request: StaffRequest, case_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, case_id, *args, **kwargs)
        except Case.DoesNotExist:
            raise Http404 from None
        except NeedsReason:
            query = {"next": request.path} if request.method == "GET" else {}
            address = reverse("casework:give_reason", args=[case_id]) + (f"?{urlencode(query)}" if query else "")
            if request.headers.get("HX-Request"):
                # What was typed stays on the screen of the one who typed it; the browser goes to the question.
                return HttpResponse(status=204, headers={"HX-Redirect": address})
            return redirect(address)

    return entered


def safe_address(request: StaffRequest, otherwise: str) -> str:
    """Where to go on to: the page of ours that the request names in `next`, or another."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if allowed and wanted.startswith("/") else otherwise
