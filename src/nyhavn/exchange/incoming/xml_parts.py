"""XML parts of archives from strangers, checked as bytes before any parser sees them."""

import re
import zipfile
from collections.abc import Callable

from nyhavn.exchange.incoming.archive import open_member
from nyhavn.framework.refusal import Refusal, refusal

_DECLARES = re.compile(rb"(?i)<!(?:doctype|entity)")
# No pattern runs past the next <, so that a file cannot make the search take time without end.
_OTHER_ENCODING = re.compile(
    rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^<>]*encoding\s*=\s*["'](?!utf-8|us-ascii)""", re.IGNORECASE
)


def xml_part(archive: zipfile.ZipFile, name: str, *, where: str, broken: Callable[[str, str], Refusal]) -> bytes:
    """One XML part, in UTF-8 and without document type declarations.

    broken: the refusal of this kind of file, from where and what. Refusals: archive-too-large, xml-declares-entities,
    and that of `broken`.
    """
    with open_member(archive, name, where=where) as stream:
        content = stream.read()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content or _OTHER_ENCODING.match(content):
        raise broken(where, f"Its part {name} is not UTF-8.")
    if _DECLARES.search(content):
        what = f"Part {name} declares a document type or entities, which no office program writes."
        raise refusal("xml-declares-entities", what, where=where, do="Do not use this file; ask its sender about it.")
    return content
