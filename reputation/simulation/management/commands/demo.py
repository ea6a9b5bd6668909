"""Rebuilds the demonstration data set from nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from reputation.core import clock, months
from reputation.simulation import actions, errors, queries


def _month(text: str) -> int:
    month = months.parse(text)
    if month > months.of(clock.now()):
        raise ValueError
    return month


class Command(BaseCommand):
    help = "Remove everything and build the demonstration: invented businesses with a history of two years."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", type=_month, help="the last month, as 2026-11; not after the present one")
        parser.add_argument("--seed", type=int, default=actions.SEED, help="another number makes another history")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = clock.now()
        bar: tqdm[Any] = tqdm(desc="Two years of trade", unit="week", disable=options["verbosity"] == 0 or None)

        def start(weeks: int) -> None:
            bar.reset(total=weeks)

        try:
            built = actions.build(
                month=options["month"] or months.of(now),
                seed=options["seed"],
                now=now,
                on_start=start,
                on_week=lambda _: bar.update(),
            )
        except errors.NotADemonstration as error:
            raise CommandError(str(error)) from error
        finally:
            bar.close()
        actions.publish_todays_checks(now=now)
        if options["verbosity"] == 0:
            return
        self.stdout.write(f"{built.businesses} businesses, {built.entries} entries, root {built.root}\n\nTo try:")
        for stop in queries.tour():
            self.stdout.write(f"  {stop.name:<48} {stop.domain:<52} {stop.says}")
