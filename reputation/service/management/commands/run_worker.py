"""Run the jobs: those that pages leave behind, and those that are due by the clock."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params

# Longer than any pause of a healthy database, and short enough to end soon after the database has.
DATABASE_PATIENCE_S = 4


class Command(BaseCommand):
    help = "Run jobs until told to stop. Connects directly: LISTEN does not pass through a transaction pooler."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="jobs at once")
        parser.add_argument("--until-idle", action="store_true", help="stop when there is nothing left to do")

    def handle(self, *, concurrency: int, until_idle: bool, **_options: Any) -> None:
        connector = PsycopgConnector(kwargs=connector_params(), timeout=DATABASE_PATIENCE_S)
        with app.replace_connector(connector) as worker:
            worker.run_worker(
                concurrency=concurrency,
                wait=not until_idle,
                listen_notify=not until_idle,
                delete_jobs="successful",
                shutdown_graceful_timeout=5,
            )
