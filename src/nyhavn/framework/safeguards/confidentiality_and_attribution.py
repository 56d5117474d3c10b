"""Principle 9: does the protection hold against an attacker, and does no public text name an anonymous person?"""

import unicodedata

from nyhavn.framework.attribution import Wish
from nyhavn.framework.plain_language import is_unspaced
from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import AttributionWish, PublicText, ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard

_AUDIT = Safeguard(
    "attacker-recovers-nothing",
    "Can an attacker who adds and subtracts work out a withheld number?",
    ("disclosure audit",),
)
_NAMES = Safeguard(
    "no-anonymous-name",
    "Is nobody named who asked to stay anonymous?",
    ("attribution wishes", "texts of the release"),
)


def attacker_recovers_nothing(records: ReleaseRecords) -> SafeguardEvidence:
    """Reads the audit of the tables. How many cells were at risk is not said."""
    audit = records.protection
    if audit is None:
        return _AUDIT.nothing("No disclosure audit is on record.")
    if not audit.of_persons:
        return _AUDIT.nothing("No persons concerned, so there is nothing to withhold.")
    if not audit.applied:
        return _AUDIT.against("The tables are about persons, and no protection was applied.")
    if audit.recovered is None or audit.cells == 0:
        return _AUDIT.nothing("Protection was applied. No audit tried whether it holds.")
    if audit.recovered:
        return _AUDIT.against("The audit could work out at least one withheld number.")
    return _AUDIT.found("The audit could work out no withheld number from all tables of the release together.")


def no_anonymous_name(records: ReleaseRecords) -> SafeguardEvidence:
    """Looks for each anonymous name in each public text. The name itself is never repeated."""
    if not _anonymous_names(records.attribution):
        return _NAMES.nothing("No wish to stay anonymous is on record.")
    if not records.public_texts:
        return _NAMES.nothing("A wish to stay anonymous is on record. No text of the release was looked at.")
    places = named_against_wish(records.attribution, records.public_texts)
    if places:
        return _NAMES.against(f"A name that is to stay anonymous stands in: {', '.join(places)}.")
    return _NAMES.found("No name that is to stay anonymous stands in the texts of the release.")


def named_against_wish(wishes: tuple[AttributionWish, ...], texts: tuple[PublicText, ...]) -> tuple[str, ...]:
    """The places of public texts in which somebody is named who asked to stay anonymous."""
    names = _anonymous_names(wishes)
    return tuple(each.place for each in texts if any(_is_named(name, each.text) for name in names))


def _anonymous_names(wishes: tuple[AttributionWish, ...]) -> tuple[str, ...]:
    return tuple(each.name for each in wishes if each.wish is Wish.ANONYMOUS and _words(each.name))


def _is_named(name: str, text: str) -> bool:
    """Whether the words of the name stand next to each other, in any order, whatever case, accents and punctuation."""
    wanted, words = _words(name), _words(text)
    if any(map(is_unspaced, name)):  # no spaces between words: it is looked for inside the text as it stands
        return "".join(wanted) in "".join(words)
    width = len(wanted)
    return any(sorted(words[at : at + width]) == sorted(wanted) for at in range(len(words) - width + 1))


def _words(text: str) -> list[str]:
    """The words of a text, folded. Accents go; vowel signs that carry meaning (combining class 0) stay."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = [character for character in folded if not unicodedata.combining(character)]
    # Invisible format characters join what they stand in, everything else that is no letter or number divides.
    visible = [character for character in kept if unicodedata.category(character) != "Cf"]
    return "".join(character if unicodedata.category(character)[0] in "LMN" else " " for character in visible).split()
