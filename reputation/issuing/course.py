"""How keys go on, between the issuer's rows and the log: what the log says comes first, and the issuer follows.

Every step can be repeated, and whatever broke off between the two is made good by the next run.
"""

from collections import Counter
from datetime import datetime, timedelta

from reputation.core.rows import alone
from reputation.issuing import actions, queries
from reputation.issuing import keys as private
from reputation.issuing.keys import Seal
from reputation.receipts import keys, totals
from reputation.receipts import queries as receipts
from reputation.receipts.rules import KeyState
from reputation.rulebook import receipts as numbers


def log_made() -> int:
    """Have the log name the keys that the issuer made, and let them issue; answers how many."""
    count = 0
    for key in queries.made():
        with alone("issuing.log_made"):
            keys.log_made(
                key_id=key.key_id,
                business=key.business,
                receipt_class=key.receipt_class,
                epoch=key.epoch,
                last_epoch=key.last_epoch,
                public_key=key.public_key,
            )
            actions.begin(key_id=key.key_id)
            count += 1
    return count


def follow() -> int:
    """Extend and end keys as the log has it; answers how many ended."""
    count = 0
    mine = queries.unended()
    named = receipts.keys(key.key_id for key in mine)
    for key in mine:
        said = named.get(key.key_id)
        if said is None:
            continue
        with alone("issuing.follow"):
            if said.state is not KeyState.ISSUING:
                actions.end(key_id=key.key_id)
                count += 1
            elif said.last_epoch > key.last_epoch:
                actions.extend(key_id=key.key_id, last_epoch=said.last_epoch)
    return count


def tell_claims(*, now: datetime) -> int:
    """Renew the bands that writers are told, and extend keys with few claims; answers how many were extended."""
    claimed: Counter[bytes] = Counter()
    for count in queries.counts():
        claimed[count.key_id] += count.claimed
    extended = 0
    for key_id in claimed:
        with alone("issuing.tell_claims"):
            keys.tell_claimed(key_id=key_id, claimed=claimed[key_id])
            extended += keys.extend(key_id=key_id, claimed=claimed[key_id], now=now)
    return extended


def lost() -> list[bytes]:
    """The keys that issue as the log has it, and that the issuer has no private half of, or none that opens.

    Raises:
        SealError: the settings name no sealing key.
    """
    opening = {key_id for key_id, seal in private.seals().items() if seal is not Seal.NONE}
    return [key_id for key_id in receipts.issuing() if key_id not in opening]


def end_lost(*, now: datetime) -> int:
    """End the keys that are lost, for good; answers how many. Their receipts stay good, their unused codes do not.

    Raises:
        SealError: the settings name no sealing key.
    """
    gone = lost()
    for key_id in gone:
        keys.end(key_id=key_id, reason="lost", now=now)
    follow()
    return len(gone)


def make_totals(*, now: datetime) -> int:
    """Make the totals of keys that ended here as well as in the log, whose counts change no more; answers how many."""
    ended = set(queries.ended())
    return totals.make_due([count for count in queries.counts() if count.key_id in ended], now=now)


def remove_old(*, now: datetime) -> int:
    """Remove the codes and claims of keys that ended long ago; answers how many keys."""
    before = now.date() - timedelta(days=numbers.REMOVED_AFTER.value)
    old = receipts.stopped_before(before, queries.ended())
    for key_id in old:
        with alone("issuing.remove_old"):
            actions.remove(key_id=key_id)
    return len(old)
