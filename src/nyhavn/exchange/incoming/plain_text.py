"""Text from outside as it is kept: composed, single blanks, nothing in it that acts on a page or that nobody sees.

Characters that turn the direction of what follows, controls, and letters that no program shows are taken out: with one
of them a text can read otherwise than it is compared and signed. Whoever reads a file says so to whoever hands it in.
"""

import codecs
import re
import unicodedata

from nyhavn.exchange.report.visible import ACTING

TAKEN_OUT = "Characters that turn the direction of the text, or that nobody sees, were taken out."
_UNSEEN = re.compile(r"[\U000e0000-\U000e007f\ufeff]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \t\u00a0]+")
_OF_NAMES = frozenset({"idna", "punycode"})  # codecs for names of servers, which take hours over a long text


def plain_text(text: str) -> tuple[str, bool]:
    """The text as it is kept, without empty lines and blanks around lines, and whether anything was taken out."""
    text = unicodedata.normalize("NFC", _LINE_END.sub("\n", text))
    plain = _UNSEEN.sub("", ACTING.sub("", text))
    lines = (_BLANKS.sub(" ", line).strip() for line in plain.split("\n"))
    return "\n".join(line for line in lines if line), plain != text


def one_line(text: str) -> str:
    """The same in one line, for names and numbers."""
    return " ".join(plain_text(text)[0].split())


def is_encoding(name: str) -> bool:
    """Whether texts come in an encoding of that name. Codecs between bytes, such as zip, have names as well."""
    try:
        "".encode(name)
        return codecs.lookup(name).name not in _OF_NAMES
    except (LookupError, UnicodeError, ValueError):  # the last one: a name with a null in it
        return False
