"""What must never reach a log line."""

from __future__ import annotations

import logging
from typing import Any

from tovholder.web.masking import without_secrets


class WithoutSecrets(logging.Filter):
    """Masks CPR numbers, and codes in addresses that open something by themselves, the traceback included."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        masked = without_secrets(message)
        if masked != message:
            record.msg, record.args = masked, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        return True


#: The parts of a logging configuration that send everything to the console, masked.
CONSOLE: dict[str, Any] = {
    "filters": {"without_secrets": {"()": WithoutSecrets}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]}},
}
