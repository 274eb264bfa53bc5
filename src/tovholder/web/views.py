"""The pages of the kit itself: help, the accessibility statement, and every component in every state."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def help_view(request: HttpRequest) -> HttpResponse:
    return render(request, "web/help.html")
