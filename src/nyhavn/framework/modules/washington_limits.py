"""What figures by the Washington Group Short Set do not say, in sentences."""

from collections.abc import Iterator

from nyhavn.framework.modules.shares import share_words
from nyhavn.framework.modules.washington_rules import RULES, CutOff, Unanswered

MISSES = (
    f"Under {RULES.adult_from} the Short Set misses many children with difficulties; the Child Functioning Module "
    "(UNICEF and Washington Group) is meant for them."
)


def sentences(
    *,
    title: str,
    cut_off: CutOff,
    unanswered: Unanswered,
    asked: int,
    by_whom: tuple[int, int] | None,
    ages: tuple[int, int] | None,
    youngest: int,
    threshold: int,
) -> tuple[str, ...]:
    """The limits of one module.

    asked: contributions of 5 years and above (as far as known) with an answer to one of the six questions. Of these
    by_whom: answered by somebody else, and not known by whom; ages: minors, and of unknown age. None: not asked.
    """
    if not asked:
        return (f"{title}: not collected. Nobody answered these questions, so no figure here is 0 %.",)
    said = (
        _cut_off(cut_off),
        RULES.unanswered[unanswered],
        *_answered_by(asked, by_whom, threshold),
        *_ages(ages, youngest),
    )
    return tuple(f"{title}: {sentence}" for sentence in said)


def _cut_off(cut_off: CutOff) -> str:
    name = RULES.cut_offs[cut_off].identifier
    if cut_off is RULES.recommended:
        return f"The cut-off is the one that the Washington Group recommends ({name})."
    return (
        f"The cut-off ({name}) is not the one that the Washington Group recommends, so figures cannot be compared with "
        "those that use it."
    )


def _answered_by(asked: int, by_whom: tuple[int, int] | None, threshold: int) -> Iterator[str]:
    if by_whom is None:
        yield "Whether people answered for themselves was not recorded."
        return
    others, unknown = by_whom
    if others:
        share = share_words(others, asked, threshold)
        yield f"Somebody else answered for the person: {share} of those who were asked. Such answers may differ."
    else:
        yield "Nobody is on record as having answered for somebody else."
    if unknown:
        yield f"It is not known who answered: {share_words(unknown, asked, threshold)} of those who were asked."


def _ages(ages: tuple[int, int] | None, youngest: int) -> Iterator[str]:
    if ages is None:
        if youngest < RULES.universe_from:
            yield f"No age was asked, so children under {RULES.universe_from} cannot be left out."
        else:
            yield f"No age was asked; the producer says that everybody was {youngest} or older."
        yield f"No age is known here. {MISSES}"
        return
    minors, unknown = ages
    if minors:
        yield f"Children are among those counted. {MISSES}"
    elif unknown and youngest < RULES.adult_from:
        yield f"Children may be among those whose age is not known. {MISSES}"
