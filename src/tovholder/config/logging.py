"""What must never reach a log line."""

from __future__ import annotations

import logging
import re

#: A CPR number as people write it, with or without the dash.
CPR = re.compile(r"(?<!\d)([0-3]\d|[4-9]\d)(0[1-9]|1[0-2])\d\d[- ]?\d{4}(?!\d)")


class WithoutCpr(logging.Filter):
    """Masks everything that looks like a CPR number in a log record, the traceback included."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if CPR.search(message):
            record.msg, record.args = CPR.sub("••••••-••••", message), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = CPR.sub("••••••-••••", record.exc_text)
        return True
