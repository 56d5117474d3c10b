"""The translations that come with Nyhavn: Spanish, French and Arabic, message by message.

python -m nyhavn.web.pages.catalogues extract    after messages changed: writes messages.pot, adds to the three
python -m nyhavn.web.pages.catalogues check      says what is missing or wrong; a test does the same
python -m nyhavn.web.pages.catalogues compile    what every start does: makes the files that Django reads
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale

from nyhavn.framework.refusal import Refusal
from nyhavn.web.pages.extraction import extracted
from nyhavn.web.pages.phrases import check_translation

FOLDER = Path(__file__).resolve().parent / "locale"
TEMPLATE = FOLDER / "messages.pot"
TRANSLATED = ("es", "fr", "ar")
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def po_file(code: str) -> Path:
    """Where the translations of a language stand."""
    return FOLDER / code / "LC_MESSAGES" / "django.po"


def catalogue(path: Path, code: str | None = None) -> Catalog:
    """A file of messages."""
    with path.open("rb") as file:
        return read_po(file, locale=code)


@cache
def english() -> Catalog:
    """All messages in English, as they were last extracted."""
    return catalogue(TEMPLATE)


def messages_in(found: Catalog) -> tuple[Message, ...]:
    """The messages of a catalogue without its header, in order."""
    return tuple(message for message in found if message.id)


def forms_of(message: Message) -> tuple[str, ...]:
    """Its text, or its plural forms."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def english_of(message: Message) -> tuple[str, ...]:
    """The English text, or its singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def extract() -> None:
    """Write what pages say now, and bring the three translations to the same list; what is gone is dropped."""
    found = extracted()
    _write_po(TEMPLATE, found)
    for code in TRANSLATED:
        path = po_file(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        translated = catalogue(path, code) if path.exists() else Catalog(locale=code, project="Nyhavn")
        translated.update(found, no_fuzzy_matching=True)
        translated.obsolete.clear()
        _write_po(path, translated)


def _write_po(path: Path, found: Catalog) -> None:
    """Without dates, line numbers and columns: a change of the file is a change of what is said."""
    buffer = BytesIO()
    write_po(buffer, found, width=0, include_lineno=False, sort_output=True, ignore_obsolete=True, omit_header=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    if found.locale is not None:
        header += f'"Language: {found.locale_identifier}\\n"\n"Plural-Forms: {found.plural_forms}\\n"\n'
    path.write_bytes(f"{header}\n".encode() + buffer.getvalue())


def problems() -> list[str]:
    """What is missing or wrong, one line each."""
    now = {_key(message) for message in messages_in(extracted())}
    written = {_key(message) for message in messages_in(english())}
    stale = [f'messages.pot: run "extract": {len(now ^ written)} messages changed'] if now != written else []
    return stale + [line for code in TRANSLATED for line in _problems_of(code, now)]


def _problems_of(code: str, wanted: set[tuple[str, ...]]) -> list[str]:
    found = {_key(message): message for message in messages_in(catalogue(po_file(code), code))}
    missing = [f"{code}: not in the file: {key[1]!r}" for key in sorted(wanted - found.keys())]
    obsolete = [f"{code}: nobody says this any more: {key[1]!r}" for key in sorted(found.keys() - wanted)]
    return missing + obsolete + [line for message in found.values() for line in _wrong(code, message)]


def _wrong(code: str, message: Message) -> list[str]:
    if message.fuzzy:
        return [f"{code}: not sure about {message.id!r}"]
    try:
        check_translation(english_of(message), forms_of(message) if any(forms_of(message)) else ("",))
    except Refusal as refusal:
        return [f"{code}: {message.id!r}: {reason.sentence()}" for reason in refusal.reasons]
    return []


def _key(message: Message) -> tuple[str, ...]:
    return (message.context or "", *english_of(message))


def compile_all() -> None:
    """Make the files that Django reads, where they are not of these translations already. Safe in many processes."""
    for code in TRANSLATED:
        digest = sha256(po_file(code).read_bytes()).hexdigest()
        stamp = mo_file(code).with_suffix(".sha256")
        if not (stamp.exists() and mo_file(code).exists() and stamp.read_text(encoding="ascii") == digest):
            compile_one(code, catalogue(po_file(code), code))
            put(stamp, digest.encode())


def mo_file(code: str) -> Path:
    """Where Django looks for the compiled translations of a language."""
    return Path(settings.LANGUAGES_FOLDER) / to_locale(code) / "LC_MESSAGES" / "django.mo"


def compile_one(code: str, translated: Catalog) -> None:
    """Make the file for one language: the same texts make the same bytes, whenever it is made."""
    translated.creation_date = translated.revision_date = NO_DATE
    buffer = BytesIO()
    write_mo(buffer, translated)
    put(mo_file(code), buffer.getvalue())


def put(path: Path, content: bytes) -> None:
    """The file in one step: who reads it meanwhile has the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)


def main(arguments: Sequence[str]) -> int:
    """Do what the one argument names; the number is the exit code."""
    actions = {"extract": extract, "compile": compile_all}
    if list(arguments) == ["check"]:
        found = problems()
        sys.stdout.write("".join(f"{line}\n" for line in found) or "All messages are translated.\n")
        return 1 if found else 0
    if len(arguments) != 1 or arguments[0] not in actions:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    actions[arguments[0]]()
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nyhavn.web.settings")
    sys.exit(main(sys.argv[1:]))
