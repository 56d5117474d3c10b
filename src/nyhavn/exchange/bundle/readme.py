"""README.txt: what a bundle is, for the person who finds it without us."""

import textwrap
from datetime import UTC

from nyhavn.framework.release import Release

README = "README.txt"
_WIDTH = 78
_FICTION = "THE DATA ARE INVENTED. They show how a release looks, and say nothing about\nreal people."
_FILES = """\
report.html        the report; open it in a browser
report.json        the same release, for machines
dossier.json       the ten principles and the evidence, for machines;
                   dossier.schema.json describes it
{quality}tables/            the published figures, one CSV file a table
codebook.csv       questions, choices, groups and their codes
datapackage.json   description of all tables (Data Package 2.0)
MANIFEST.sha256, release.intoto.dsse.json, log/
                   the evidence that nothing was changed"""
_QUALITY = """\
quality.html       quality by dimension; quality.json and quality.csv say the same
"""
_VERIFY = """\
1. Get the publisher's key (trust.pub) from the publisher, by another way than
   this bundle. The key inside, log/signer.pub, proves nothing by itself:
   whoever changes a bundle can put in a key of their own.
2. nyhavn verify THIS-FOLDER --key trust.pub
3. Without Nyhavn: sha256sum -c MANIFEST.sha256 finds damaged files, but not
   a changed manifest.

"Unchanged" means unchanged since it was signed. Whether it is true was not
checked by the signature."""

_CREDIT = """\
Who wished to be named stands in credit.json, which is no part of this
release: take it from the publisher's page, so that nobody is named who does
not wish it any more. credit.sha256 holds the hash it had at publication."""


def readme(release: Release) -> bytes:
    """The text, UTF-8."""
    issued = release.issued_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    parts = (
        ("", f"{release.title}\nRelease {release.id}, version {release.version}, issued {issued}"),
        ("", _FICTION if release.synthetic else ""),
        ("", _wrapped(release.summary)),
        ("", _wrapped(release.headline)),
        ("WHO SIGNED", _who(release)),
        ("FILES", _FILES.format(quality=_QUALITY if release.quality else "")),
        ("HOW TO VERIFY", _VERIFY),
        ("LICENCE", release.licence or "No licence is stated. Ask before you use these data."),
        ("CITATION", _wrapped(release.citation)),
        ("THANKS TO", _wrapped(release.attribution)),
        ("WHO IS NAMED", _CREDIT if release.credit else ""),
        ("LABELS OF THE COMMUNITY", _labels(release)),
        ("LIMITS", "\n".join(_wrapped(limit, "- ") for limit in release.limits)),
        ("WHAT CHANGED", _wrapped(release.changes)),
    )
    return "\n\n".join(f"{title}\n{text}".strip() for title, text in parts if text).encode() + b"\n"


def _who(release: Release) -> str:
    parties = "\n".join(f"{party.name} ({party.role})" for party in release.parties)
    return f"The holder of the key in log/signer.pub. The release names these parties:\n{parties or 'none'}"


def _labels(release: Release) -> str:
    labels = release.credit.labels if release.credit else ()
    said = (f"{label.title}\n" + "\n".join(_wrapped(each.text, "  ") for each in label.texts) for label in labels)
    return "\n".join(said)


def _wrapped(text: str, mark: str = "") -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark)) if text else ""
