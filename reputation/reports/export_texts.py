"""The README of an export, in the languages of the service: what each file is, and what is left out and why."""

from collections.abc import Mapping
from datetime import date

FILES: Mapping[str, tuple[str, str]] = {
    "particulars.json": (
        "names, registry numbers, seat, state and proved web addresses",
        "Namen, Registernummern, Sitz, Stand und nachgewiesene Webadressen",
    ),
    "history": ("what happened to the business in public", "was öffentlich mit dem Unternehmen geschah"),
    "contact": ("where it is written to; never public", "wohin ihm geschrieben wird; nie öffentlich"),
    "members": ("who acts for it, by address and role", "wer für es handelt, mit Adresse und Rolle"),
    "former-members": ("those who no longer act for it", "wer nicht mehr für es handelt"),
    "invitations": ("invitations that are open", "offene Einladungen"),
    "keys": ("keys of the API, by name and beginning", "Schlüssel der API, mit Namen und Anfang"),
    "charter": ("who accepted which version of the charter", "wer welche Fassung der Charta angenommen hat"),
    "charter-announcements": (
        "of which versions it was told, and when",
        "welche Fassungen ihm wann angekündigt wurden",
    ),
    "leaving": ("notices to leave", "Kündigungen"),
    "deeds": ("what was done for it, by whom, for 24 months", "was für es getan wurde, von wem, für 24 Monate"),
    "applications": ("the application by which it came in, if there was one", "sein Antrag, falls es einen gab"),
    "domains": ("claims of web addresses and how they stand", "beanspruchte Webadressen und ihr Stand"),
    "webhooks": ("addresses of its own systems that are told", "Adressen eigener Systeme, die benachrichtigt werden"),
    "deliveries": ("what was sent to them, for 30 days", "was an sie gesendet wurde, für 30 Tage"),
    "receipts": (
        "codes for buyers by quarter, in bands; no code is held",
        "Beleg-Codes nach Quartal, in Bereichen; kein Code ist gespeichert",
    ),
    "receipt-coverage": (
        "how many showed a purchase without a code, in bands",
        "wie viele einen Kauf ohne Code gezeigt haben, in Bereichen",
    ),
    "receipt-totals": ("totals that wait for its signature", "Summen, die auf seine Unterschrift warten"),
    "reviews": (
        "reviews as they are public, with replies; without their text where it is not shown",
        "Bewertungen, wie sie öffentlich sind, mit Antworten; ohne Text, wo er nicht gezeigt wird",
    ),
    "cases": ("challenges and their decisions, as they are public", "Anfechtungen und Entscheidungen, wie öffentlich"),
    "alert-decisions": ("decisions on alerts", "Entscheidungen über Hinweise"),
    "measures": (
        "measures about it, with reasons and appeals",
        "Maßnahmen zu ihm, mit Begründung und Einspruch",
    ),
    "log-entries": ("every entry of the public log about it", "jeder Eintrag des öffentlichen Protokolls über es"),
    "rating.json": ("its rating with its alerts", "sein Wert mit Hinweisen"),
    "rating-workings.json": ("how the rating came about, step by step", "wie er zustande kommt, Schritt für Schritt"),
    "rating-history.json": ("the rating month by month", "der Wert Monat für Monat"),
}
FRAME: tuple[str, str] = (
    """Everything that Open Reference holds about {name}, taken on {on}.

Files ending in .csv hold the same rows as those ending in .json: UTF-8, as RFC 4180 has it. A text that a spreadsheet
would run as a formula begins with an apostrophe there.

{files}

What is left out, and why:
- secrets: keys, the secrets of webhooks and the salts of the log are not shown again, or to nobody;
- accounts of people, beyond the address and role with which they act for you: they belong to those people;
- addresses of people who no longer act for you, for the same reason;
- notes of those who decide for the service, and who they are: a decision speaks for itself;
- who wrote a review: nobody here knows;
- mails on their way to you: they are gone from here once they went.
""",
    """Alles, was Open Reference über {name} speichert, entnommen am {on}.

Dateien auf .csv enthalten dieselben Zeilen wie die auf .json: UTF-8, nach RFC 4180. Ein Text, den ein
Tabellenprogramm als Formel ausführen würde, beginnt dort mit einem Apostroph.

{files}

Was fehlt, und warum:
- Geheimnisse: Schlüssel, die Geheimnisse der Webhooks und die Salze des Protokolls werden nicht noch einmal gezeigt,
  oder niemandem;
- Konten von Menschen, über Adresse und Rolle hinaus, mit denen sie für Sie handeln: Sie gehören diesen Menschen;
- Adressen von Menschen, die nicht mehr für Sie handeln, aus demselben Grund;
- Notizen derer, die für den Dienst entscheiden, und wer sie sind: Eine Entscheidung spricht für sich;
- wer eine Bewertung geschrieben hat: Das weiß hier niemand;
- Mails, die an Sie unterwegs sind: Sie sind hier fort, sobald sie abgeschickt sind.
""",
)
LANGUAGES = ("en", "de")


def readme(language: str, name: str, on: date) -> bytes:
    """The text, with the name of the business and the day."""
    place = LANGUAGES.index(language)
    files = [f"{file if '.' in file else f'{file}.json, .csv'}: {says[place]}" for file, says in FILES.items()]
    return FRAME[place].format(name=name, on=on.isoformat(), files="\n".join(files)).encode()
