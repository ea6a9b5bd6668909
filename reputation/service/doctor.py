"""Looks an installation over and says what is wrong with it and what to do. It changes nothing."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from config import database, roles, server
from config.embedded import SETTINGS
from config.refusals import StartRefused
from reputation.checks import publisher as checks
from reputation.core import clock
from reputation.desk import letters
from reputation.issuing import keys as issuing
from reputation.issuing.keys import Seal
from reputation.log import cosignatures
from reputation.log import queries as log
from reputation.log.errors import NotStarted
from reputation.notices import queries as notices
from reputation.receipts.keys_at_rest import SealError
from reputation.reviews import acceptances
from reputation.reviews import queries as reviews
from reputation.screening import names
from reputation.service import relay, start

SHORT_OF_ROOM = 2 * 1024**3
OUT_OF_ROOM = 200 * 1024**2
MAILS_WAIT_AT_MOST = timedelta(days=1)
CHECKS_OLD_AFTER = timedelta(days=2)
QUIET = [line.partition(" = ")[::2] for line in SETTINGS.splitlines() if line.startswith(("log_min", "log_p", "log_s"))]


class Level(StrEnum):
    """How bad a finding is."""

    WELL = "well"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    code: str
    words: str


def well(code: str, words: str) -> Finding:
    """Nothing to do."""
    return Finding(Level.WELL, code, words)


def warning(code: str, words: str) -> Finding:
    """It works, and should not stay like this. Wrong in production."""
    return Finding(Level.WRONG if settings.PRODUCTION else Level.WARNING, code, words)


def wrong(code: str, words: str) -> Finding:
    """It does not work, or is not safe."""
    return Finding(Level.WRONG, code, words)


def examine(*, is_served: bool) -> Iterator[Finding]:
    """Look at everything; what cannot be looked at is wrong too. `is_served`: whether a service runs on the folder."""
    yield from _machine()
    yield from _room()
    yield from _secrets()
    yield from _screening()
    for target in start.targets().values():
        try:
            with closing(server.require_reachable(target)) as admin:
                server.require_suitable(admin)
                yield well("database-reachable", f"PostgreSQL {admin.info.server_version // 10_000} answers")
                for look in (_clock, _log_settings):
                    yield from look(admin)
        except StartRefused as refusal:
            yield wrong(refusal.code, refusal.advice)
            return
        yield from _logins(target)
    database.refresh(url=settings.DATABASE_URL, home=settings.HOME)
    for look_further in (_tables, _rights, _published, _reviews, _mails, _letters, _seals):
        yield from _or_say_why(look_further)
    if is_served:
        yield from _issuer()


def _or_say_why(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except psycopg.Error as error:
        yield wrong("not-looked-at", f"{look.__name__.strip('_')}: {type(error).__name__}")


def _machine() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield well("python", f"Python {version}, {settings.SERVICE_NAME} {settings.VERSION}")
    if settings.DEBUG:
        yield warning("debug-on", "DEBUG is on: pages show their insides")
    if os.geteuid() == 0:
        yield warning("runs-as-root", "the service runs as root; an account of its own is enough")
    if settings.IS_DEMO:
        yield well("demonstration", "the log is the demonstration, signed with a key everybody knows")


def _room() -> Iterator[Finding]:
    for folder in {settings.HOME, settings.PUBLIC_ROOT, (settings.HOME / "postgres").resolve()}:
        if not folder.exists():
            continue
        free = shutil.disk_usage(folder).free
        words = f"{free // 1024**2:,} MB free at {folder}"
        if free < OUT_OF_ROOM:
            yield wrong("disk-full", words)
        elif free < SHORT_OF_ROOM:
            yield warning("disk-nearly-full", words)
        else:
            yield well("disk", words)
        if not os.access(folder, os.W_OK):
            yield wrong("folder-unwritable", f"this user cannot write to {folder}")


def _secrets() -> Iterator[Finding]:
    folder: Path = settings.HOME / "secrets"
    if not folder.exists():
        return
    loose = [path.name for path in (folder, *folder.iterdir()) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if loose:
        yield wrong("secrets-open", f"others may read {', '.join(loose)}: chmod -R go= {folder}")
    else:
        yield well("secrets", "only this user can read the passwords")


def _screening() -> Iterator[Finding]:
    status = names.Reader(names.FOLDER).status()
    if status.works:
        yield well("screening", f"names in texts are looked for ({names.VERSION})")
    else:
        words = f"every text goes to a moderator, for the model of names is {status.reason}: install the release anew"
        yield wrong("screening-fails", words)


def _clock(admin: roles.Connection) -> Iterator[Finding]:
    row = admin.execute("SELECT clock_timestamp()").fetchone()
    apart = abs((clock.now() - row[0]).total_seconds()) if row else 0.0
    if apart > clock.APART.total_seconds():
        yield wrong("clock-apart", f"the clocks of this machine and the database are {apart:.0f} s apart")
    else:
        yield well("clock", "our clock and the database's agree")


def _log_settings(admin: roles.Connection) -> Iterator[Finding]:
    """A server that logs statements or their parameters writes down what people asked."""
    loud = []
    for name, wanted in QUIET:
        row = admin.execute("SELECT current_setting(%s, true)", [name]).fetchone()
        if row and row[0] != wanted.strip("'"):
            loud.append(f"{name} = {wanted}")
    if loud:
        yield warning("database-logs-too-much", f"the server may log what people ask; set {', '.join(loud)}")
    else:
        yield well("database-log", "the server logs no statement and no value")


def _logins(target: server.Target) -> Iterator[Finding]:
    trusting = server.trusting(target)
    if trusting:
        names = ", ".join(trusting)
        yield warning(
            "database-trusts", f"a wrong password is good enough for {names}: correct the server's pg_hba.conf"
        )
        return
    secret = roles.passwords(settings.HOME, settings.ROLE_PASSWORDS)
    out = [role for role in target.serving if not server.can_log_in(target, role, secret[role])]
    if out:
        yield wrong(
            "role-login-refused", f"the kept password does not let in {', '.join(out)}; the next start renews it"
        )
    else:
        yield well("roles", "each role gets in with its own password and with no other")


def _tables() -> Iterator[Finding]:
    plans = 0
    for alias in connections:
        executor = MigrationExecutor(connections[alias])
        plans += len(executor.migration_plan(executor.loader.graph.leaf_nodes(start.room_of(alias))))
    if plans:
        yield wrong("tables-old", f"{plans} migrations are not applied; the next start applies them")
    else:
        yield well("tables", "the tables are up to date")


def _rights() -> Iterator[Finding]:
    extra, lacking = set[roles.Right](), set[roles.Right]()
    for alias in connections:
        connections[alias].ensure_connection()
        actual, declared = roles.actual(connections[alias].connection), roles.declared(alias)
        extra |= actual - declared
        lacking |= declared - actual
    for code, rights in (("rights-too-many", extra), ("rights-missing", lacking)):
        if rights:
            words = "; ".join(f"{role}: {privilege} on {table}" for role, table, privilege in sorted(rights)[:5])
            yield wrong(code, f"{words} ({len(rights)} in all; the next start corrects them)")
    if not extra and not lacking:
        yield well("rights", "each role may do exactly what is declared")


def _published() -> Iterator[Finding]:
    try:
        head = log.head()
    except NotStarted:
        yield warning("log-not-started", "the log has no entry yet; the service starts it")
        return
    if head.origin != settings.LOG_ORIGIN:
        yield wrong("origin-changed", f"the log is {head.origin}, the settings say {settings.LOG_ORIGIN}")
    checkpoint = log.latest_checkpoint()
    path = settings.PUBLIC_ROOT / "log" / "checkpoint"
    shown = path.read_text(encoding="utf-8") if path.exists() else None
    if checkpoint is None or shown is None:
        yield warning("checkpoint-missing", "no checkpoint is published yet")
    elif set(shown.splitlines()) != set(checkpoint.note.splitlines()):
        yield wrong("checkpoint-differs", f"{path} is not the checkpoint the database knows; nothing more is published")
    else:
        yield well("checkpoint", f"published: {checkpoint.size:,} of {head.size:,} entries")
    yield from _checks()
    yield from _witnesses()


def _checks() -> Iterator[Finding]:
    """The manifest of the private check is dated anew each day, so an old one says that the worker fails."""
    found = checks.shown()
    if found is None:
        yield warning("checks-missing", "no files of the private check are shown yet: the worker makes them each hour")
    elif clock.now().date() - found.on > CHECKS_OLD_AFTER:
        words = (
            f"the files of the private check are of {found.on}: see what the worker says, or manage.py publish_checks"
        )
        yield warning("checks-old", words)
    else:
        yield well("checks", f"files of the private check: epoch {found.epoch}, {found.records:,} records")


def _witnesses() -> Iterator[Finding]:
    found = cosignatures.witnessing()
    words = f"{found.cosigned} of {len(found.witnesses)} witnesses cosigned the newest checkpoint"
    if not found.witnesses:
        yield well("witnesses", "no witness is asked to cosign (LOG_WITNESSES)")
    elif found.quorum == cosignatures.Quorum.MISSING:
        absent = ", ".join(witness.name for witness in found.witnesses if witness.cosigned_at is None)
        yield warning("quorum-missing", f"{words}; missing: {absent}. Readers who ask for the quorum refuse it")
    else:
        yield well("witnesses", words)


def _reviews() -> Iterator[Finding]:
    held = reviews.held_back(now=clock.now())
    if held:
        words = f"{held} reviews are held back. Without a log line reviews-held-back the worker does not run; with one"
        yield wrong("reviews-held-back", f"{words}, they name receipts that were never spent, which only web could add")
    else:
        yield well("reviews", "every review came out in its week")
    if acceptances.are_signed():
        yield well("acceptances", "the log names the key that signs acceptances of reviews")
    else:
        words = "no review is taken in: the log does not name ACCEPTANCE_KEY, or WRITERS_KEY is missing. Two operators"
        yield warning("acceptances-not-signed", f"{words} confirm the operator's entry at the desk, then start again")


def _mails() -> Iterator[Finding]:
    late = notices.waiting_since(clock.now() - MAILS_WAIT_AT_MOST)
    if late:
        yield wrong("mails-wait", f"{late} mails have waited for more than a day: see MAIL_URL and the mail server")
    else:
        yield well("mails", "no mail has waited for more than a day")


def _letters() -> Iterator[Finding]:
    if lost := sum(one.count for one in letters.lost()):
        words = f"{lost} mails and webhooks were given up in 30 days; an operator sees them at /members/desk/letters"
        yield warning("letters-lost", words)
    else:
        yield well("letters", "no mail and no webhook was given up in 30 days")


def _seals() -> Iterator[Finding]:
    try:
        found = list(issuing.seals().values())
    except SealError as error:
        yield warning("sealing-key-missing", f"no code can be claimed: {error}")
        return
    former, lost = found.count(Seal.FORMER), found.count(Seal.NONE)
    if lost:
        words = f"{lost} issuing keys open with no sealing key: set the one they were sealed with, SEALING_KEY_BEFORE"
        yield wrong("issuing-keys-shut", words)
    elif former:
        yield well("issuing-keys", f"{former} issuing keys need SEALING_KEY_BEFORE still: manage.py reseal_keys")
    else:
        yield well("issuing-keys", "every issuing key opens with SEALING_KEY")


def _issuer() -> Iterator[Finding]:
    if relay.is_there(f"{settings.ISSUER_HOST}:{settings.ISSUER_PORT}"):
        yield well("issuer", "the issuer of receipts answers")
    else:
        yield wrong("issuer-away", "the issuer of receipts does not answer; look at what the service last said")
