"""The pages of the kit itself: help and the accessibility statement."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def help_view(request: HttpRequest) -> HttpResponse:
    return render(request, "web/help.html", {"today": timezone.localdate()})


def accessibility_view(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html")
