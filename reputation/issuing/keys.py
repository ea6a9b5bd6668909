"""The private halves of issuing keys: made when a batch asks for one, and opened to sign. Of the issuer alone."""

from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from threading import Lock

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from django.conf import settings

from reputation.issuing import database, errors
from reputation.issuing.models import IssuingKey
from reputation.issuing.rules import KeyState
from reputation.receipts import keys_at_rest
from reputation.receipts.blind_rsa import SigningKey
from reputation.receipts.keys_at_rest import SealError
from reputation.receipts.rules import encode_key

# Keys that a process keeps open. Opening one takes about a millisecond, as long as a signature.
MOST_OPEN = 1_000


class Ring:
    """The keys that this process opened, the ones used longest ago thrown out first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: OrderedDict[bytes, SigningKey] = OrderedDict()
        self._lock = Lock()

    def get(self, key_id: bytes) -> SigningKey | None:
        """The open key of this id."""
        with self._lock:
            if key_id in self._open:
                self._open.move_to_end(key_id)
            return self._open.get(key_id)

    def put(self, key_id: bytes, key: SigningKey) -> None:
        """Keep a key that was opened."""
        with self._lock:
            self._open[key_id] = key
            self._open.move_to_end(key_id)
            while len(self._open) > self._most:
                self._open.popitem(last=False)

    def ids(self) -> list[bytes]:
        """The ids of the open keys, the one used longest ago first."""
        with self._lock:
            return list(self._open)

    def drop(self, key_ids: Iterable[bytes]) -> None:
        """Throw keys out."""
        with self._lock:
            for key_id in key_ids:
                self._open.pop(key_id, None)


RING = Ring(MOST_OPEN)


def signing_key(key_id: bytes) -> SigningKey:
    """The private key of an issuing key, opened once for many claims.

    Raises:
        KeyEnded: it is gone.
        SealError: none of the sealing keys that the settings name opens it.
    """
    found = RING.get(key_id)
    if found is not None:
        return found
    sealed = IssuingKey.objects.filter(key_id=key_id, state=KeyState.ISSUING).values_list("sealed", flat=True).first()
    if sealed is None:
        raise errors.KeyEnded
    found = SigningKey.of(_unseal(bytes(sealed), key_id))
    RING.put(key_id, found)
    return found


def make_asked() -> int:
    """Make the keys that batches asked for, and forget those that ended; answers how many were made.

    Each key is made and sealed in a transaction of its own; several processes may do this at once.
    """
    _drop_ended()
    made = 0
    while _make_one():
        made += 1
    return made


class Seal(StrEnum):
    """What opens a sealed key: the sealing key, the one before, or none that the settings name."""

    PRESENT = "present"
    FORMER = "former"
    NONE = "none"


def seals() -> dict[bytes, Seal]:
    """What opens each key that issues or is about to, by key id.

    Raises:
        SealError: the settings name no sealing key.
    """
    rows = IssuingKey.objects.filter(sealed__isnull=False).order_by("id").values_list("key_id", "sealed")
    return {bytes(key_id): _seal_of(bytes(sealed), bytes(key_id)) for key_id, sealed in rows if key_id and sealed}


def reseal() -> int:
    """Seal with the present sealing key what the one before sealed; answers how many. Other keys are left alone.

    Raises:
        SealError: the settings do not name both.
    """
    present, former = settings.SEALING_KEY, settings.SEALING_KEY_BEFORE
    if present is None or former is None:
        raise SealError("to seal keys anew, set SEALING_KEY and, for what was sealed before, SEALING_KEY_BEFORE")
    count = 0
    for key_id in [key_id for key_id, seal in seals().items() if seal is Seal.FORMER]:
        with database.atomic():
            rows = IssuingKey.objects.select_for_update().filter(key_id=key_id, sealed__isnull=False)
            # It may have ended meanwhile.
            for sealed in rows.values_list("sealed", flat=True):
                anew = keys_at_rest.reseal(bytes(sealed or b""), key_id, former, present)
                count += IssuingKey.objects.filter(key_id=key_id).update(sealed=anew)
    return count


def _seal_of(sealed: bytes, key_id: bytes) -> Seal:
    for key, seal in zip(_sealing_keys(), (Seal.PRESENT, Seal.FORMER), strict=False):
        with suppress(SealError):
            keys_at_rest.unseal(sealed, key_id, key)
            return seal
    return Seal.NONE


def _make_one() -> bool:
    with database.atomic():
        asked = IssuingKey.objects.filter(state=KeyState.ASKED).order_by("id")
        row = asked.select_for_update(skip_locked=True).first()
        if row is None:
            return False
        private = keys_at_rest.generate()
        row.key_id = keys_at_rest.key_id(private)
        row.public_key = encode_key(private.public_key().public_numbers().n)
        row.sealed = keys_at_rest.seal(private, _sealing_keys()[0])
        row.state = KeyState.MADE
        row.save(update_fields=["key_id", "public_key", "sealed", "state"])
    return True


def _drop_ended() -> None:
    kept = RING.ids()
    issuing = IssuingKey.objects.filter(key_id__in=kept, state=KeyState.ISSUING).values_list("key_id", flat=True)
    RING.drop(set(kept) - {bytes(key_id) for key_id in issuing if key_id is not None})


def _unseal(sealed: bytes, key_id: bytes) -> RSAPrivateKey:
    *others, last = _sealing_keys()
    for key in others:
        try:
            return keys_at_rest.unseal(sealed, key_id, key)
        except SealError:
            continue
    return keys_at_rest.unseal(sealed, key_id, last)


def _sealing_keys() -> list[bytes]:
    """The key that seals, and the one that did before.

    Raises:
        SealError: the settings name none.
    """
    found = [key for key in (settings.SEALING_KEY, settings.SEALING_KEY_BEFORE) if key is not None]
    if settings.SEALING_KEY is None:
        raise SealError("SEALING_KEY is not set: issuing keys are sealed with it")
    return found
