"""Whether a country's own edition of the self-assessment fits the edition that it follows."""

from collections.abc import Iterator

from nyhavn.framework.environment import Edition
from nyhavn.framework.environment_packs import CountryPack, answer_names
from nyhavn.framework.refusal import Reason, check_none, refusal

MOST_STATEMENTS = 80  # more than anybody answers in a workshop


def check_pack(pack: CountryPack, edition: Edition) -> None:
    """Whether the pack fits the edition. Raises Refusal with every fault.

    environment-pack-other-edition, environment-pack-unknown-code, environment-pack-reason-missing,
    environment-pack-code-taken, environment-pack-empty-element, environment-pack-exposes.
    """
    if pack.follows != edition.version:
        what = f"The pack follows edition {pack.follows}, and this is edition {edition.version}."
        do = "Read what changed, adapt the pack, and name the edition that it follows now."
        raise refusal("environment-pack-other-edition", what, where="follows", do=do)
    check_none(
        (
            *_unknown(pack, edition),
            *_without_reason(pack),
            *_taken(pack, edition),
            *_twice(pack),
            *_emptied(pack, edition),
            *_exposing(pack, edition),
        )
    )


def _unknown(pack: CountryPack, edition: Edition) -> Iterator[Reason]:
    statements = {one.code for one in edition.statements}
    named = {
        "reword": ({one.code for one in pack.reword}, statements),
        "drop": ({one.code for one in pack.drop}, statements),
        "elements": ({one.code for one in pack.elements}, {one.code for one in edition.elements}),
        "add": ({one.element for one in pack.add}, {one.code for one in edition.elements}),
        "words": (set(pack.words), set(edition.words)),
        "answers": (set(pack.answers), set(answer_names(edition))),
        "reasons": ({one.code for one in pack.reasons}, {one.code for one in edition.reasons}),
        "asks": (set(pack.asks), {str(one.code) for one in edition.dimensions}),
    }
    for where, (said, known) in named.items():
        for code in sorted(said - known):
            what = f'Edition {edition.version} has no "{code}".'
            yield Reason("environment-pack-unknown-code", what, where, "Use the codes of the edition.")


def _without_reason(pack: CountryPack) -> Iterator[Reason]:
    for one in pack.drop:
        if not one.because:
            do = "Say why this country does not ask it."
            yield Reason("environment-pack-reason-missing", f"{one.code} is left out without a reason.", "drop", do)
    for said in pack.reword:
        if said.meaning and not said.because:
            what = f"{said.code} means something else now, and it is not said why."
            yield Reason("environment-pack-reason-missing", what, "reword", "Say what is asked now, and why.")


def _taken(pack: CountryPack, edition: Edition) -> Iterator[Reason]:
    """Codes and meanings that are, or may one day be, those of the edition."""
    prefixes = {one.code: one.prefix for one in edition.elements}
    for one in pack.add:
        if one.code.rstrip("0123456789") != f"{prefixes.get(one.element, '')}-{pack.letters}":
            what = f'The code "{one.code}" is not one for statements that this country adds to this element.'
            do = f"Begin it with the two letters of the element and -{pack.letters}."
            yield Reason("environment-pack-code-taken", what, "add", do)
    meant = {one.code: one.meaning for one in edition.statements}
    for said in pack.reword:
        if said.meaning and said.meaning == meant.get(said.code):
            what = f"{said.code} is said to mean something else, by the name of what it meant before."
            do = "Give the meaning a name of its own, or leave it out where the same is asked."
            yield Reason("environment-pack-code-taken", what, "reword", do)
    if len(edition.statements) + len(pack.add) > MOST_STATEMENTS:
        what = f"There would be more than {MOST_STATEMENTS} statements."
        yield Reason("environment-pack-code-taken", what, "add", "Ask less, so that people answer all of it.")


def _twice(pack: CountryPack) -> Iterator[Reason]:
    """Codes that the pack gives more than once: the last one would stand, and nobody were told."""
    lists = (
        [one.code for one in pack.add],
        [*(one.code for one in pack.reword), *(one.code for one in pack.drop)],
        [one.code for one in pack.add_groups],
        [one.code for one in pack.elements],
        [one.code for one in pack.reasons],
    )
    for codes in lists:
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            do = "Name each of them once."
            yield Reason("environment-pack-code-taken", f'The code "{code}" stands there twice.', "pack", do)


def _emptied(pack: CountryPack, edition: Edition) -> Iterator[Reason]:
    dropped = {one.code for one in pack.drop}
    left = {one.element for one in edition.statements if one.code not in dropped} | {one.element for one in pack.add}
    for one in edition.elements:
        if one.code not in left:
            what = f'Nothing would be asked about "{one.name}".'
            yield Reason("environment-pack-empty-element", what, "drop", "Keep one statement, or add one of your own.")


def _exposing(pack: CountryPack, edition: Edition) -> Iterator[Reason]:
    """Whoever words a pack may be the very office that others speak of. It does not decide who stands alone."""
    alone = {one.code for one in edition.groups if one.stands_alone}
    for one in pack.add_groups:
        if one.stands_alone and one.code not in alone:
            what = f'The pack would have a single organisation of "{one.code}" read by its name.'
            do = "Leave stands_alone out. An organisation says itself that it wants to be read alone."
            yield Reason("environment-pack-exposes", what, "add_groups", do)
