"""Copy the published log into a folder that stands alone."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from reputation.log import export


class Command(BaseCommand):
    """Copy the published log into an empty folder that can be audited, served and handed on without this service."""

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="an empty or new folder")

    def handle(self, *, folder: Path, **_options: Any) -> None:
        with tqdm(unit=" entries", desc="export", disable=None) as bar:

            def show(done: int, whole: int) -> None:
                bar.total = whole
                bar.update(done - bar.n)

            try:
                made = export.export(folder, progress=show)
            except export.ExportRefused as refused:
                raise CommandError(str(refused)) from refused
            except OSError as error:
                raise CommandError(f"export-interrupted: {error.strerror}. Empty {folder} and try again.") from error
        self.stdout.write(
            f"{made.origin}: {made.size} entries in {made.files} files. README.txt there says how to check it."
        )
