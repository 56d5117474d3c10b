"""Who stands on a roadmap: bodies and roles, never a person's address; and nobody who wished not to be named."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.evidence import same_name
from nyhavn.framework.refusal import refusal

UNNAMED_BODY = "a body that stays unnamed"
WITHHELD_NAME = "(name withheld)"
WITHHELD_ADDRESS = "(address withheld)"
MOST_LETTERS = 200  # of a name
SHORT_NAME = 4  # letters; so short a name is looked for as a whole word only, since it stands inside of others
# Whatever a mail program would write to: something, an at sign, something with a dot or a machine's name.
_ADDRESS = re.compile(r"(?:mailto:)?[^\s<>()\[\],;:@\"/]+@[^\s<>()\[\],;:@\"]*[^\s<>()\[\],;:@\".]", re.IGNORECASE)


BodyName = Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]
_SHARP_S = re.compile("ss|ß", re.IGNORECASE)  # in capitals it is SS


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
        parts = sorted((_pattern(name) for name in self.withheld), key=len, reverse=True)
        self._names = re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def name(self, body: RoadmapBody) -> str:
        """The name, or words instead of it. Who is unnamed in one place is unnamed in all."""
        is_unnamed = not body.is_named or any(same_name(body.name, name) for name in self.withheld)
        return UNNAMED_BODY if is_unnamed else self.text(body.name)

    def text(self, text: str) -> str:
        """A text without those names, in whichever letters they are written, and without mail addresses."""
        composed = _composed(text) if self._names else text
        kept = self._names.sub(WITHHELD_NAME, composed) if self._names else composed
        return without_addresses(kept if kept != composed else text)


def _composed(text: str) -> str:
    """The text as it is compared: in composed letters, without signs that nobody sees."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")


def _pattern(name: str) -> str:
    words = re.findall(r"\w+", _composed(name)) or [name]
    found = _SHARP_S.sub("(?:ss|ß)", r"[\W_]*".join(map(re.escape, words)))
    return rf"(?<!\w){found}(?!\w)" if sum(map(len, words)) <= SHORT_NAME else found


def without_addresses(text: str) -> str:
    """A text in which mail addresses are withheld."""
    return _ADDRESS.sub(WITHHELD_ADDRESS, text)


def check_no_address(*texts: str) -> None:
    """A roadmap is public. Raises Refusal "roadmap-holds-address"; the address is not repeated."""
    if any(_ADDRESS.search(unicodedata.normalize("NFKC", text)) for text in texts):
        what = "This holds a mail address, which is somebody's."
        raise refusal("roadmap-holds-address", what, do="Name the body or the office, and link to its page.")
