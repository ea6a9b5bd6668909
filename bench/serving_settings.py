"""The service's settings on a benchmark's own database, with the bare view beside the service's addresses."""

import os

from config.database import PREPARE_AT
from config.settings import *  # noqa: F403
from config.settings import DATABASES, WEB_THREADS

ROOT_URLCONF = "bench.bare_urls"
DATABASES["default"].update(
    HOST=os.environ["BENCH_SOCKET"],
    NAME="postgres",
    USER="postgres",
    PASSWORD="",
    OPTIONS={"prepare_threshold": PREPARE_AT, "pool": {"min_size": 1, "max_size": WEB_THREADS}},
    CONN_HEALTH_CHECKS=True,
)
