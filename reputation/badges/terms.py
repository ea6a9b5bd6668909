"""The words of a badge, in each of its languages. It travels alone, so it carries its own. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


class Terms(NamedTuple):
    """A language's words. `notices` are by alert and state counts, never a conclusion; `drawn` is about the picture."""

    about: str
    likely: str
    well: str
    takes_part: str
    too_few: str
    nothing_said: str
    receipts: tuple[str, str]
    notice: str
    notices: Mapping[str, str]
    warnings: tuple[str, str]
    more: str
    drawn: str
    run_by: str
    check: str
    months: tuple[str, ...]
    day: str


ENGLISH = Terms(
    about="about {mean} of 100 ended well",
    likely="of those who reviewed, likely {low} to {high}",
    well="Of 100 recent buyers who reviewed, about {mean} say it ended well, likely {low} to {high}.",
    takes_part="takes part",
    too_few="too few recent reviews to show a figure",
    nothing_said="It takes part. Too few recent reviews to show a figure. This says nothing for or against it.",
    receipts=("{count} review with a receipt in 24 months", "{count} reviews with a receipt in 24 months"),
    notice="Notice",
    notices={
        "surge": "{bad} of {all} report loss in 3 months",
        "worse": "{bad} of {all} report trouble in 3 months",
        "money-lost": "{bad} of {all} report loss in a year",
        "no-receipt-given": "{bad} of {all} without receipt report loss",
    },
    warnings=("{count} warning until {day}", "{count} warnings until {day}"),
    more="{first}, {count} more",
    drawn="As of {day}, by edition {edition} of the formula, from the log’s first {log_size} entries, for {month}.",
    run_by="{service} is run by {name}, paid for by {funder}, under version {policy_version} of its rules.",
    check="Check it: {link}",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    day="{day} {month} {year}",
)
GERMAN = Terms(
    about="etwa {mean} von 100 endeten gut",
    likely="laut Bewertungen, wahrscheinlich {low} bis {high}",
    well="Von 100, die zuletzt gekauft und bewertet haben, sagen etwa {mean}, dass es gut ausging, wahrscheinlich "
    "{low} bis {high}.",
    takes_part="nimmt teil",
    too_few="zu wenige neuere Bewertungen für einen Wert",
    nothing_said="Es nimmt teil. Zu wenige neuere Bewertungen für einen Wert. Das spricht weder dafür noch dagegen.",
    receipts=("{count} Bewertung mit Beleg in 24 Monaten", "{count} Bewertungen mit Beleg in 24 Monaten"),
    notice="Hinweis",
    notices={
        "surge": "{bad} von {all} melden Verlust, 3 Monate",
        "worse": "{bad} von {all} melden Ärger, 3 Monate",
        "money-lost": "{bad} von {all} melden Verlust, 1 Jahr",
        "no-receipt-given": "{bad} von {all} ohne Beleg: Verlust",
    },
    warnings=("{count} Warnung bis {day}", "{count} Warnungen bis {day}"),
    more="{first} (+{count})",
    drawn="Stand {day}, nach Ausgabe {edition} der Formel, aus den ersten {log_size} Einträgen des Protokolls, für "
    "{month}.",
    run_by="{service} wird von {name} betrieben, von {funder} bezahlt und folgt Fassung {policy_version} der Regeln.",
    check="Prüfen: {link}",
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    day="{day}. {month} {year}",
)
LANGUAGES: Mapping[str, Terms] = {"en": ENGLISH, "de": GERMAN}


def written(day: date, language: str) -> str:
    """A day in full."""
    words = LANGUAGES[language]
    return words.day.format(day=day.day, month=words.months[day.month - 1], year=day.year)
