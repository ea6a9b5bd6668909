"""The web process and the issuer's: Granian's workers around the WSGI application.

`python -m config.serving`, started by serve; the role says which of the two it is.
"""

import os
import resource
import signal
import threading
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from config.processes import die_with_parent, look_for_garbage_less

STOP_PATIENCE_S = 5
# A connection may stay open without a request this long; connections are not what is scarce, threads are.
IDLE_MS = 10_000
CONNECTIONS = 10_000
SPARE_THREADS = 8


def application() -> Callable[..., Any]:
    """The application of one worker, which goes when its master goes, however that went."""
    die_with_parent(signal.SIGKILL)()
    found = get_wsgi_application()
    if settings.ROLE == "issuer":
        from reputation.service import key_maker

        threading.Thread(target=key_maker.run, args=[threading.Event()], daemon=True).start()
    return found


def main() -> None:
    """Listen, with the application loaded once and then forked; no access log at all."""
    look_for_garbage_less()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    get_wsgi_application()
    is_issuer = settings.ROLE == "issuer"
    if not is_issuer:
        from reputation.screening import engine  # noqa: F401 - here, so that nobody who sends a text waits for it
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 2 * CONNECTIONS)), hard))
    quiet = {"level": "ERROR", "propagate": True, "handlers": []}
    Granian(
        target="config.serving:application",
        factory=True,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        address=settings.ISSUER_HOST if is_issuer else settings.BIND,
        port=settings.ISSUER_PORT if is_issuer else settings.PORT,
        workers=1 if is_issuer else settings.WEB_WORKERS,
        blocking_threads=settings.REQUESTS_AT_ONCE + SPARE_THREADS,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=IDLE_MS),
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_PATIENCE_S,
        log_level=LogLevels.error,
        log_access=False,
        log_dictconfig={**settings.LOGGING, "loggers": {**settings.LOGGING["loggers"], "_granian": quiet}},
    ).serve()


if __name__ == "__main__":
    main()
