"""What the pages share: how a refused act comes back to the one who asked for it, and files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from tovholder.accounts.acts import Refused
from tovholder.accounts.registration import ChangedMeanwhile


@contextmanager
def told_in(form: forms.Form) -> Iterator[None]:
    """Puts the reasons why an act was refused on top of its form, which keeps all that was typed. What somebody else
    changed meanwhile is said; sent once more it goes through."""
    try:
        yield
    except Refused as refused:
        for fault in refused.faults:
            form.add_error(None, fault)
    except ChangedMeanwhile as changed:
        form.add_error(
            None,
            _("Somebody else changed this while you had it open. Look at it in another tab, and save again if yours is "
              "still to be done."),
        )  # fmt: skip
        typed = QueryDict(mutable=True)
        typed.update(form.data)
        typed["version"] = str(getattr(changed.current, "version", 0))
        form.data = typed


def file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)
