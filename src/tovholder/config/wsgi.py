"""The web server's way in."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tovholder.config.settings")
application = get_wsgi_application()

# What is loaded by now stays for as long as the process: looking through it at each collection of garbage made one page
# in twenty take twice as long (`make bench BENCH=pages`).
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
