"""Sessions that a copy of the database does not open: the row stands under a hash of what the browser holds."""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

KEY_LENGTH = 40  # hexadecimal digits of SHA-256 that Django's column has room for: 160 bits


class SessionStore(db.SessionStore):
    """Django's sessions in the database, each under the hash of its key. Keys are drawn (165 bits), so no salt."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, if there is none or its time is over."""
        found = Session.objects.filter(session_key=kept_key(self.session_key or ""), expire_date__gt=timezone.now())
        row = found.first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with that key."""
        return super().exists(kept_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row of this session."""
        row = super().create_model_instance(data)
        row.session_key = kept_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End a session; without a key, this one."""
        ended = session_key or self.session_key
        if ended is not None:
            super().delete(kept_key(ended))


def kept_key(session_key: str) -> str:
    """What stands in the database for a key that a browser holds."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:KEY_LENGTH]
