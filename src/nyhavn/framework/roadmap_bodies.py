"""Who stands on a roadmap: bodies and roles, never a person's address; and nobody who wished not to be named."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.evidence import same_name
from nyhavn.framework.plain_language import is_unspaced
from nyhavn.framework.refusal import refusal

UNNAMED_BODY = "a body that stays unnamed"
WITHHELD_NAME = "(name withheld)"
WITHHELD_ADDRESS = "(address withheld)"
MOST_LETTERS = 200  # of a name
SHORT_NAME = 4  # letters; so short a name is looked for as a whole word only, since it stands inside of others
# Whatever a mail program would write to: something, an at sign, something with a dot or a machine's name.
_ADDRESS = re.compile(
    r"(?:mailto:)?[^\s<>()\[\],;:@\"/]+[@＠﹫][^\s<>()\[\],;:@\"]*[^\s<>()\[\],;:@\".]", re.IGNORECASE
)


BodyName = Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]


class RoadmapBody(Declared):
    """A body or a role. is_named: whether it may be named in public."""

    name: BodyName
    is_named: bool = True


def unnamed(name: str) -> RoadmapBody:
    """A body that wishes not to be named."""
    return RoadmapBody(name=name, is_named=False)


class Naming:
    """What may be said in public, given everybody who wished not to be named. withheld: their names."""

    def __init__(self, bodies: Iterable[RoadmapBody]) -> None:
        self.withheld = tuple(dict.fromkeys(body.name for body in bodies if not body.is_named))

    def name(self, body: RoadmapBody) -> str:
        """The name, or words instead of it. Who is unnamed in one place is unnamed in all."""
        is_unnamed = not body.is_named or any(same_name(body.name, name) for name in self.withheld)
        return UNNAMED_BODY if is_unnamed else self.text(body.name)

    def text(self, text: str) -> str:
        """A text without those names, in whichever letters they are written, and without mail addresses."""
        return without_addresses(_without_names(self.withheld, text) if self.withheld else text)


def _without_names(names: tuple[str, ...], text: str) -> str:
    letters, places = _letters(text)
    found = sorted(span for name in names for span in _found(name, text, letters, places))
    kept, at = [], 0
    for start, end in found:
        kept += [text[at:start], WITHHELD_NAME] if start >= at else []
        at = max(at, end)
    return "".join((*kept, text[at:]))


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and numbers of a text as they are compared, without accents, and the place of each in the text."""
    parts = [(part, at) for at, sign in enumerate(text) for part in unicodedata.normalize("NFKD", sign.casefold())]
    kept = [(part, at) for part, at in parts if unicodedata.category(part)[0] in "LMN" and not _is_accent(part)]
    return "".join(part for part, _ in kept), [at for _, at in kept]


def _is_accent(sign: str) -> bool:
    return unicodedata.combining(sign) > 0  # vowel signs that carry meaning are of class 0


def _found(name: str, text: str, letters: str, places: list[int]) -> Iterator[tuple[int, int]]:
    """Where the name stands: from its first sign to behind its last one."""
    wanted, _ = _letters(name)
    if not wanted:
        yield from (one.span() for one in re.finditer(re.escape(name), text))
        return
    at = letters.find(wanted)
    while at >= 0:
        start, end = places[at], places[at + len(wanted) - 1] + 1
        while end < len(text) and (_is_accent(text[end]) or unicodedata.category(text[end]) == "Cf"):
            end += 1
        if len(wanted) > SHORT_NAME or any(map(is_unspaced, name)) or _is_whole_word(text, start, end):
            yield start, end
        at = letters.find(wanted, at + 1)


def _is_whole_word(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return not any(unicodedata.category(sign)[0] in "LMN" for sign in around)


def without_addresses(text: str) -> str:
    """A text in which mail addresses are withheld."""
    return _ADDRESS.sub(WITHHELD_ADDRESS, text)


def check_no_address(*texts: str) -> None:
    """A roadmap is public. Raises Refusal "roadmap-holds-address"; the address is not repeated."""
    if any(_ADDRESS.search(unicodedata.normalize("NFKC", text)) for text in texts):
        what = "This holds a mail address, which is somebody's."
        raise refusal("roadmap-holds-address", what, do="Name the body or the office, and link to its page.")
