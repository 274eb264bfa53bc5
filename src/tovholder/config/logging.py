"""What must never reach a log line."""

from __future__ import annotations

import logging
from typing import Any

from tovholder.web.masking import without_cpr


class WithoutCpr(logging.Filter):
    """Masks everything that looks like a CPR number in a log record, the traceback included."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        masked = without_cpr(message)
        if masked != message:
            record.msg, record.args = masked, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_cpr(record.exc_text)
        return True


#: The parts of a logging configuration that send everything to the console, masked.
CONSOLE: dict[str, Any] = {
    "filters": {"without_cpr": {"()": WithoutCpr}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_cpr"]}},
}
