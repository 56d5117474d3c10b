"""README.txt of a package: what is in it and how to check it, for somebody who never heard of Nyhavn."""

import textwrap

from nyhavn.exchange.submission.layout import LEFT_OUT, SDMX, VERDICTS
from nyhavn.framework.agreement import Agreement, Handing
from nyhavn.framework.release import Release

_WIDTH = 78
_FICTION = "THE DATA ARE INVENTED. They show how a package looks, and say nothing about\nreal people."
_FILES = (
    ("data/", "one CSV file a table (codes, labels, figures); records.csv if records were agreed"),
    (SDMX, "the same figures as SDMX-CSV 2.0, SDMX-ML 3.0 and 2.1, structure IAEG-SDGs:SDG(1.4)"),
    ("codebook/", "what each figure measures, groups, questions, official codes (HTML, CSV, JSON)"),
    ("about/", "method card, consent summary, participation evidence, disclosure report (HTML, JSON)"),
    ("agreement/", "the terms (HTML, JSON)"),
    (VERDICTS, "fitness for purpose, by whoever applied which criteria (HTML, JSON)"),
    ("datapackage.json", "description of the CSV files (Data Package 2.0)"),
    ("release.json", "the published release that this is a part of"),
    ("SHA256SUMS", "the hash of every file above"),
    ("signature/", "the signature, and the public key that it was made with"),
)
_VERIFY = """\
1. Is every file as it was?
     sha256sum -c SHA256SUMS
   Every file of the package but those under signature/ has a line there.
2. Was the list signed with this key?
     openssl pkeyutl -verify -pubin -inkey signature/signer.pem -rawin \\
       -in SHA256SUMS -sigfile signature/SHA256SUMS.sig
3. Is it the producer's key? Ask the producer for its fingerprint, by another
   way than this package. This prints the one that signed:
     openssl pkey -pubin -in signature/signer.pem -outform DER |
       tail -c 32 | sha256sum
   It must be {fingerprint}.
4. Are the figures those that everybody can see? Each table under data/ is a
   copy of the table of the same name in the public release that release.json
   names; compare the hashes with MANIFEST.sha256 there.
     sha256sum data/*.csv
signature/submission.intoto.dsse.json says the same as an in-toto statement in
a DSSE envelope, for those who check by program.

That nothing was changed does not say that it is true."""


def readme(
    release: Release,
    agreement: Agreement,
    handing: Handing,
    *,
    fingerprint: str,
    files: frozenset[str],
) -> bytes:
    """The text, UTF-8. files: names of all files there are; fingerprint: of the key that signs."""
    promised = "\n".join(f"- {ban}" for ban in sorted(agreement.bans))
    until = f"{agreement.cut_off or 'the day that the agreement names'}"
    parts = (
        ("", f"{release.title}\nHanded over by {agreement.producer} to {agreement.recipient} on {handing.on}"),
        ("", _FICTION if release.synthetic else ""),
        ("WHAT THIS IS", _wrapped(_what(release, agreement, handing))),
        ("WHAT THE RECIPIENT PROMISED", promised),
        ("FILES", "\n".join(_file(*each) for each in _FILES if _is_there(each[0], files))),
        ("NOT AS SDMX", _left_out(files)),
        ("HOW TO CHECK IT", _VERIFY.format(fingerprint=fingerprint)),
        ("WITHDRAWALS", _wrapped(f"A withdrawal reaches the data until {until}. {agreement.after_cut_off}")),
        ("LICENCE", agreement.licence),
        ("WHO IS NAMED", _wrapped(agreement.credit)),
        ("CITATION", _wrapped(release.citation)),
        ("CORRECTIONS", _wrapped(agreement.corrections)),
        ("LIMITS", "\n".join(_wrapped(limit, "- ") for limit in release.limits)),
    )
    return "\n\n".join(f"{title}\n{text}".strip() for title, text in parts if text).encode() + b"\n"


def _what(release: Release, agreement: Agreement, handing: Handing) -> str:
    return (
        f"Data made by citizens, for: {handing.purpose}. It holds the variables that the agreement {agreement.id} "
        f"names, and nothing else: {', '.join(sorted(handing.variables))}. They come from the release {release.id}, "
        f"version {release.version}, which was published. You need no special program to read it."
    )


def _is_there(name: str, files: frozenset[str]) -> bool:
    return any(file == name or file.startswith(name) for file in files)


def _file(name: str, words: str) -> str:
    return textwrap.fill(words, _WIDTH, initial_indent=f"{name:<18}", subsequent_indent=" " * 18)


def _left_out(files: frozenset[str]) -> str:
    return f"{LEFT_OUT} names what the structure has no code for. It stands in data/." if LEFT_OUT in files else ""


def _wrapped(text: str, mark: str = "") -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark)) if text else ""
