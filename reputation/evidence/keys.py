"""Our own ledger of the keys that sign mails: a key counts once it was seen on two different days.

Whoever can forge one answer of a name server at one moment gets no further than to its first day. Each look at the
outside world comes alone, before a short transaction that notes what was seen.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from reputation.businesses import queries as businesses
from reputation.core.rows import alone
from reputation.domains import signed_mails
from reputation.domains.signed_mails import Fault, NoProof, Signature
from reputation.evidence import rules
from reputation.evidence.errors import MailKeyNew
from reputation.evidence.models import MailDomain, MailKey
from reputation.outbound import resolving
from reputation.outbound.failures import Failed, Reason
from reputation.rulebook import evidence as numbers


def require_known(signature: Signature, today: date) -> None:
    """See that a signature holds by a key of the ledger. A key that is not known enough is looked up, and noted.

    Opens connections: never within a transaction.

    Raises:
        NoProof: it holds by no key that is there.
        MailKeyNew: it holds, by a key that was seen today for the first time.
        Failed: the key could not be asked for.
    """
    rows = MailKey.objects.filter(domain=signature.domain, selector=signature.selector)
    known = [row.record for row in rows if rules.is_known(row.first_seen, row.last_seen, today)]
    if any(_holds(signature, record) for record in known):
        return
    record = _published(signature.selector, signature.domain)
    if known and not record:
        raise NoProof(Fault.BAD_SIGNATURE)
    signed_mails.verify(signature, record)  # before it is noted: nobody fills the ledger with keys that sign nothing
    row = _note(signature.selector, signature.domain, record[0].decode(), today)
    if row is None or not rules.is_known(row.first_seen, row.last_seen, today):
        raise MailKeyNew(again_on=(today + timedelta(days=1)).isoformat())


def _holds(signature: Signature, record: str) -> bool:
    try:
        signed_mails.verify(signature, [record.encode()])
    except NoProof:
        return False
    return True


def _published(selector: str, domain: str) -> Sequence[bytes]:
    """The one record under a name, none when there is none that we could keep.

    Raises:
        Failed
    """
    try:
        found = resolving.texts(f"{selector}._domainkey.{domain}", settings.OUTBOUND_NETWORK)
    except Failed as failed:
        if failed.reason is Reason.NO_SUCH_HOST:
            return ()
        raise
    if len(found) != 1 or len(found[0]) > numbers.RECORD_LONGEST.value or not found[0].isascii() or b"\0" in found[0]:
        return ()
    return found


def _note(selector: str, domain: str, record: str, today: date) -> MailKey | None:
    """Note that a key was seen today; None when its domain has as many as are kept."""
    with transaction.atomic():
        rows = MailKey.objects.filter(domain=domain, selector=selector, record=record)
        rows.filter(last_seen__lt=today).update(last_seen=today)
        if MailKey.objects.filter(domain=domain).count() < numbers.KEYS_OF_A_DOMAIN.value:
            new = MailKey(domain=domain, selector=selector, record=record, first_seen=today, last_seen=today)
            MailKey.objects.bulk_create([new], ignore_conflicts=True)
        return rows.first()


def look_due(*, today: date, most: int = numbers.LOOKS_A_RUN.value) -> int:
    """Look up the keys of domains that were not looked at today, longest ago first. Answers how many domains."""
    _follow(businesses.proved_domains())
    due = MailDomain.objects.filter(Q(looked_on__isnull=True) | Q(looked_on__lt=today))
    done = 0
    for domain in list(due.order_by(F("looked_on").asc(nulls_first=True), "domain").values_list("domain", flat=True))[
        :most
    ]:
        # Whoever notes the day first looks; a run that is broken off leaves the rest for the next one.
        if not due.filter(domain=domain).update(looked_on=today):
            continue
        with alone("evidence.look_due"):
            for selector, host in _names(domain):
                _look(selector, host, today)
            done += 1
    return done


def _follow(proved: Sequence[str]) -> None:
    """Have a row for each domain that counts now, and none for others."""
    wanted = {*proved, *(mail.domain for mail in numbers.PAYMENT_MAILS)}
    MailDomain.objects.exclude(domain__in=wanted).delete()
    MailDomain.objects.bulk_create([MailDomain(domain=domain) for domain in sorted(wanted)], ignore_conflicts=True)


def _names(domain: str) -> list[tuple[str, str]]:
    """Under which names of a domain to look: the usual ones, and those that mails named, also of hosts around it."""
    usual = {(selector, domain) for selector in numbers.USUAL_SELECTORS}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT selector, domain FROM evidence_mail_key WHERE domain = %(domain)s"
            " OR right(domain, length(%(domain)s) + 1) = '.' || %(domain)s"
            " OR right(%(domain)s, length(domain) + 1) = '.' || domain",
            {"domain": domain},
        )
        return sorted(usual | set(cursor.fetchall()))


def _look(selector: str, domain: str, today: date) -> None:
    """See what is published under a name. A key that was revoked counts no more from then on."""
    try:
        found = _published(selector, domain)
    except Failed:
        return  # nobody could look, which says nothing; tomorrow again
    if not found:
        return
    try:
        signed_mails.require_key(found[0])
    except NoProof as none:
        if none.fault is Fault.REVOKED_KEY:
            MailKey.objects.filter(domain=domain, selector=selector).delete()
        return
    _note(selector, domain, found[0].decode(), today)


def forget_gone(*, today: date) -> int:
    """Remove keys that were not seen for so long that no mail is taken by them."""
    gone, _ = MailKey.objects.filter(last_seen__lt=today - timedelta(days=numbers.KEY_GONE.value)).delete()
    return gone
