"""Import a file of legal entities."""

import argparse
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from reputation.businesses import errors, registry_import
from reputation.businesses.registry_import import Report
from reputation.core import clock


class Command(BaseCommand):
    """Import legal entities from a GLEIF golden copy (CSV; plain, gzip or zip), or the shipped sample."""

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the file; without one, the shipped sample")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["file"] is not None:
            return self._import(options["file"])
        with as_file(files("reputation.businesses") / "data" / "registry.csv.gz") as shipped:
            return self._import(shipped)

    def _import(self, path: Path) -> None:
        size = path.stat().st_size if path.exists() else 0
        try:
            with tqdm(total=size, unit="B", unit_scale=True, desc="registry", disable=None) as bar:
                report = registry_import.import_file(
                    path, today=clock.now().date(), progress=lambda read: bar.update(read - bar.n)
                )
        except errors.BadImport as error:
            raise CommandError(f"{error.code}: {error.facts['reason']}. Nothing of it was kept.") from error
        self._tell(report)

    def _tell(self, report: Report) -> None:
        if report.resumed_at:
            self.stdout.write(f"Went on after row {report.resumed_at}.")
        self.stdout.write(f"{report.stored} legal entities; {report.persons} rows of natural persons dropped unread.")
        for code, count in sorted(report.bad.items()):
            lines = ", ".join(map(str, report.lines[code]))
            self.stdout.write(
                f"{count} rows skipped: {code} (lines {lines}{' …' if count > len(report.lines[code]) else ''})"
            )
