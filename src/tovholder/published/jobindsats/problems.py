"""Why Jobindsats could not be asked, or its answer not be used. None of it holds the token or what was answered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "no_token": _("There is no token for Jobindsats' API. Whoever runs the server sets JOBINDSATS_API_TOKEN."),
    "bad_token": _("The token for Jobindsats' API has characters that no token has. Set JOBINDSATS_API_TOKEN anew."),
    "bad_address": _("The address of Jobindsats' API has to begin with https://."),
    "unreachable": _("Jobindsats does not answer."),
    "unauthorised": _("Jobindsats does not accept the token (%(detail)s). It may have run out."),
    "too_many": _("Jobindsats asks us to wait (%(detail)s). Try again later, or leave it to the night."),
    "busy": _("Jobindsats had an error of its own several times (%(detail)s). Try again later."),
    "refused": _("Jobindsats answers %(detail)s. The table may have been moved or closed."),
    "not_json": _("Jobindsats answered with a page instead of figures. It may be closed for maintenance."),
    "cut_short": _("The answer of Jobindsats ended in the middle, or was not as long as it said."),
    "too_large": _("The answer of Jobindsats is far larger than what was asked for."),
}


class Problem(Exception):
    """`code` is one of SENTENCES, `detail` a number or a few words of ours."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(f"{code} {detail}".strip())


def sentence(code: str, detail: str = "") -> str:
    """What a person is told."""
    return str(SENTENCES[code]) % {"detail": detail}
