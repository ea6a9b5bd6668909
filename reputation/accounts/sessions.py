"""Where Django keeps sessions: by the SHA-256 of their key, encrypted with the key itself. A stolen table opens none.

Django calls this for every request under /members/, so it reads the clock itself.
"""

import json
from base64 import urlsafe_b64encode
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction

from reputation.accounts import keys, rules
from reputation.accounts.models import GivenDuty, Session
from reputation.core import clock

SIGNED_IN_ON = "signed_in_on"
Data = dict[str, Any]


def key_hash(key: str) -> bytes:
    """What is stored of a key."""
    return sha256(key.encode()).digest()


def has_duty(user_id: int | None) -> bool:
    """Whether somebody does anything for the service at present."""
    return user_id is not None and GivenDuty.objects.filter(user_id=user_id, ended_on__isnull=True).exists()


class SessionStore(SessionBase):
    """One session."""

    def _cipher(self, key: str) -> Fernet:
        return Fernet(urlsafe_b64encode(keys.derived("session", key)))

    def load(self) -> Data:
        key = self.session_key or ""
        now = clock.now()
        row = Session.objects.filter(key_hash=key_hash(key), until__gt=now).first()
        if row is None:
            self._session_key = None
            return {}
        try:
            data: Data = json.loads(self._cipher(key).decrypt(bytes(row.data)))
        except (InvalidToken, ValueError):
            self._session_key = None
            return {}
        self._note_use(row, now)
        return data

    def _note_use(self, row: Session, now: datetime) -> None:
        """Push the end of an idle session on, and note the day: once an hour at most."""
        until = rules.session_until(now=now, signed_in_on=row.signed_in_on, has_duty=has_duty(row.user_id))
        if row.user_id is None or (row.used_on == now.date() and abs(until - row.until) < rules.NOTED_EVERY):
            return
        Session.objects.filter(pk=row.pk).update(until=until, used_on=now.date())

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(key_hash=key_hash(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined] # the stubs lack it
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's own signature
        if self.session_key is None:
            return self.create()
        data: Data = self._get_session(no_load=must_create)  # type: ignore[attr-defined] # the stubs lack it
        now = clock.now()
        user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        if user_id is None:
            data.pop(SIGNED_IN_ON, None)
        else:
            data.setdefault(SIGNED_IN_ON, now.date().isoformat())
        since = date.fromisoformat(data[SIGNED_IN_ON]) if user_id is not None else None
        columns = {
            "user_id": user_id,
            "signed_in_on": since,
            "used_on": now.date(),
            "until": rules.session_until(now=now, signed_in_on=since, has_duty=has_duty(user_id)),
            "data": self._cipher(self.session_key).encrypt(json.dumps(data).encode()),
        }
        row = key_hash(self.session_key)
        if must_create:
            try:
                with transaction.atomic():
                    Session.objects.create(key_hash=row, **columns)
            except IntegrityError as error:
                raise CreateError from error
        elif not Session.objects.filter(key_hash=row).update(**columns):
            raise UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(key_hash=key_hash(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Forget what can no longer be used."""
        Session.objects.filter(until__lte=clock.now()).delete()
