"""What production must not start with: defaults, debugging, keys that everybody knows, an operator nobody can know."""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured

from config import database, demonstration
from reputation.outbound.networks import OPEN_INTERNET
from reputation.papers import blanks

DEVELOPMENT_SECRET = "development only, never for production"  # noqa: S105 - known to everybody, refused in production
SHORTEST_SECRET = 50


def public_half(seed: bytes | None) -> bytes | None:
    """The public key of a signing seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw() if seed else None


def faults(settings: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every reason not to start in production: a stable code and what to do."""
    found: list[tuple[str, str]] = []

    def refuse_if(wrong: object, code: str, advice: str) -> None:
        if wrong:
            found.append((code, advice))

    secret, hosts = settings["SECRET_KEY"], settings["ALLOWED_HOSTS"]
    refuse_if(settings["DEBUG"], "debug-on", "DEBUG is on. Leave it out.")
    refuse_if(
        secret == DEVELOPMENT_SECRET or len(secret) < SHORTEST_SECRET,
        "secret-key-weak",
        f"SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters. Set SECRET_KEY_FILE.",
    )
    refuse_if(
        not hosts or "*" in hosts or set(hosts) <= {"localhost", "127.0.0.1", "[::1]"},
        "hosts-missing",
        "ALLOWED_HOSTS must list the names this service answers to, without *.",
    )
    refuse_if(
        settings["LOG_ORIGIN"] == demonstration.ORIGIN,
        "demonstration-origin",
        "LOG_ORIGIN is that of the demonstration. Set it once, for good: the host and path of the log, without https://.",
    )
    refuse_if(
        settings["LOG_KEY"] == demonstration.SEED or settings["LOG_PUBLIC_KEY"] == public_half(demonstration.SEED),
        "demonstration-key",
        "LOG_KEY is the published key of the demonstration. Make one of your own and set LOG_KEY_FILE.",
    )
    refuse_if(
        settings["ROLE"] == database.OWNER and settings["LOG_KEY"] is None,
        "log-key-missing",
        "LOG_KEY_FILE is not set: the file holds 32 random bytes in base64.",
    )
    refuse_if(
        settings["LOG_PUBLIC_KEY"] is None,
        "log-public-key-missing",
        "LOG_PUBLIC_KEY is not set: the public half of LOG_KEY, 32 bytes in base64.",
    )
    refuse_if(
        settings["OUTBOUND_NETWORK"] != OPEN_INTERNET,
        "outbound-network-set",
        "OUTBOUND_NETWORK is for tests and development: whoever answers there could prove any domain. Leave it out.",
    )
    refuse_if(
        not settings["SERVICE_URL"].startswith("https://"),
        "service-url-missing",
        "SERVICE_URL must be the address of this service, with https://: links in mails begin with it.",
    )
    server = settings["MAIL_SERVER"]
    refuse_if(
        settings["ROLE"] == database.OWNER and server is None,
        "mail-server-missing",
        "MAIL_URL_FILE is not set: the file names the server that takes mails, smtp+starttls://user:password@host:587.",
    )
    refuse_if(
        server is not None and server.is_readable_on_the_way,
        "mail-server-plain",
        "MAIL_URL must begin with smtp+starttls:// or smtps://, so that nobody reads mails on their way.",
    )
    refuse_if(
        settings["MAIL_FROM"] == demonstration.OPERATOR["contact"],
        "mail-from-missing",
        "MAIL_FROM must be the address that mails come from.",
    )
    refuse_if(
        settings["BADGE_KEY"] == demonstration.BADGE_SEED,
        "demonstration-badge-key",
        "BADGE_KEY is the published key of the demonstration. Make one of your own and set BADGE_KEY_FILE.",
    )
    refuse_if(
        settings["ROLE"] in (database.OWNER, "web") and settings["BADGE_KEY"] is None,
        "badge-key-missing",
        "BADGE_KEY_FILE is not set: the file holds 32 random bytes in base64, others than those of LOG_KEY.",
    )
    refuse_if(
        settings["BADGE_KEY"] and public_half(settings["BADGE_KEY"]) == settings["LOG_PUBLIC_KEY"],
        "badge-key-is-log-key",
        "BADGE_KEY is the same as LOG_KEY. The pages hold it, and must never hold the key of the log: make another.",
    )
    refuse_if(
        demonstration.SEALING_KEY in (settings["SEALING_KEY"], settings["SEALING_KEY_BEFORE"]),
        "demonstration-sealing-key",
        "SEALING_KEY is the published key of the demonstration. Make one of your own and set SEALING_KEY_FILE.",
    )
    refuse_if(
        settings["ROLE"] == "web" and not settings["ISSUER_ADDRESS"],
        "issuer-address-missing",
        "ISSUER_ADDRESS is not set: where the pages find the issuer, whose part they may not play.",
    )
    refuse_if(
        settings["ROLE"] in (database.OWNER, "issuer") and settings["SEALING_KEY"] is None,
        "sealing-key-missing",
        "SEALING_KEY_FILE is not set: the file holds 32 random bytes in base64, others than those of any other key.",
    )
    refuse_if(
        settings["SEALING_KEY"] and settings["SEALING_KEY"] in (settings["LOG_KEY"], settings["BADGE_KEY"]),
        "sealing-key-is-another",
        "SEALING_KEY is the same as LOG_KEY or BADGE_KEY, which other processes hold: make another.",
    )
    refuse_if(
        demonstration.WRITERS_KEY in (settings["WRITERS_KEY"], settings["WRITERS_KEY_BEFORE"]),
        "demonstration-writers-key",
        "WRITERS_KEY is the published key of the demonstration. Make one of your own and set WRITERS_KEY_FILE.",
    )
    refuse_if(
        settings["ROLE"] in (database.OWNER, "web") and settings["WRITERS_KEY"] is None,
        "writers-key-missing",
        "WRITERS_KEY_FILE is not set: the file holds 32 random bytes in base64, others than those of any other key.",
    )
    others = [settings[name] for name in ("LOG_KEY", "BADGE_KEY", "SEALING_KEY")]
    refuse_if(
        settings["WRITERS_KEY"] and settings["WRITERS_KEY"] in (*others, settings["ACCEPTANCE_KEY"]),
        "writers-key-is-another",
        "WRITERS_KEY is the same as another key: make another.",
    )
    acceptance, public = settings["ACCEPTANCE_KEY"], settings["ACCEPTANCE_PUBLIC_KEY"]
    refuse_if(
        acceptance == demonstration.ACCEPTANCE_SEED or public == public_half(demonstration.ACCEPTANCE_SEED),
        "demonstration-acceptance-key",
        "ACCEPTANCE_KEY is the published key of the demonstration. Make one of your own and set ACCEPTANCE_KEY_FILE.",
    )
    refuse_if(
        settings["ROLE"] in (database.OWNER, "web") and acceptance is None,
        "acceptance-key-missing",
        "ACCEPTANCE_KEY_FILE is not set: the file holds 32 random bytes in base64, others than those of any other key.",
    )
    refuse_if(
        settings["ROLE"] == "worker" and public is None,
        "acceptance-public-key-missing",
        "ACCEPTANCE_PUBLIC_KEY is not set: the public half of ACCEPTANCE_KEY, which the log names.",
    )
    refuse_if(
        acceptance and (acceptance in others or public == settings["LOG_PUBLIC_KEY"]),
        "acceptance-key-is-another",
        "ACCEPTANCE_KEY is the same as another key. The pages hold it and must never hold the log's: make another.",
    )
    for part, value in settings["OPERATOR"].items():
        refuse_if(
            not value.strip() or value == demonstration.OPERATOR.get(part),
            f"operator-{part.replace('_', '-')}-missing",
            f"OPERATOR_{part.upper()} must say who runs this service.",
        )
    found += [
        (f"paper-{blank.name.replace('_', '-')}-missing", f"PAPERS_FILE lacks {blank.name}: {blank.says}.")
        for blank in blanks.missing(settings["PAPERS"])
    ]
    return found


def refuse(settings: Mapping[str, Any]) -> None:
    """Stop the start when anything is wrong, and say all of it at once.

    Raises:
        ImproperlyConfigured: with one line a fault.
    """
    lines = [f"  {code}: {advice}" for code, advice in faults(settings)]
    if lines:
        raise ImproperlyConfigured("Production settings are refused:\n" + "\n".join(lines))
