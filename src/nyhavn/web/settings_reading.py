"""Settings as typed values from the environment. A wrong value stops the start with a sentence."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

SQLITE = {
    "transaction_mode": "IMMEDIATE",  # a writer waits at the start of its transaction instead of failing in its middle
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
    "PRAGMA secure_delete=ON;",  # what was deleted is overwritten with zeros, in pages that stay and in freed ones
}
# A connection stays open between requests: to open one anew takes longer than what most pages ask of it.
KEPT_SECONDS = 60
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


class SettingWrong(SystemExit):
    """A setting cannot be used; the message is for the operator."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"Not started: the setting {name} {what}")


def text(name: str, default: str = "") -> str:
    """A text."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """Yes or no."""
    said = text(name, "1" if default else "").casefold()
    if said not in TRUE | FALSE:
        raise SettingWrong(name, "is neither yes nor no. Write 1 or 0.")
    return said in TRUE


def number(name: str, default: int, *, at_least: int = 0) -> int:
    """A whole number."""
    said = text(name, str(default))
    if not said.isascii() or not said.isdigit() or int(said) < at_least:
        raise SettingWrong(name, f"is no whole number of at least {at_least}.")
    return int(said)


def names(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folder(name: str, default: str) -> Path:
    """A folder, made if it is not there, readable for its owner only."""
    path = Path(text(name, default)).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingWrong(name, f"names a folder that cannot be made: {error.strerror} ({path}).") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise SettingWrong(name, f"names a folder in which nothing can be written ({path}).")
    return path


def folder_elsewhere(name: str) -> Path | None:
    """A folder on another disk, None if none is named. It is not made here: a disk that is not there today is missed
    where it is written to, and nothing may be written to the place where it should be."""
    said = text(name)
    return Path(said).expanduser().resolve() if said else None


def secret(name: str, kept: Path) -> str:
    """A secret from the environment, else one that is made once and kept in a file for the owner only."""
    given = text(name)
    if given:
        return given
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return kept.read_text(encoding="ascii")


def database(name: str, default: Path) -> dict[str, object]:
    """The database: a SQLite file, or the address postgresql://user:password@host:port/name."""
    address = text(name)
    if not address:
        return _sqlite(default)
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise SettingWrong(name, "is no address like postgresql://user:password@host/name or sqlite:///path.")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": KEPT_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": SQLITE,
        "CONN_MAX_AGE": KEPT_SECONDS,
    }
