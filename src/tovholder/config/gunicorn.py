"""How gunicorn serves; `tovholder serve` gives what differs in the environment."""

from __future__ import annotations

import os
from pathlib import Path

from tovholder.config.logging import CONSOLE

bind = os.environ["TOVHOLDER_BIND"]
workers = int(os.environ.get("TOVHOLDER_WORKERS") or 2)
worker_class = "gthread"
threads = 4
# A worker that does not answer for this long is replaced; a large file that is read keeps only its own thread busy.
timeout = 60
graceful_timeout = 10
# Where the workers say that they are alive: in memory, so that a slow disk is not taken for a dead worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes the file for itself alone
control_socket_disable = True
# The addresses people open say who looked at whom; that is kept in the log of look-ups and nowhere else.
accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    **CONSOLE,
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"gunicorn.error": {"level": "WARNING", "handlers": ["console"], "propagate": False}},
}
