"""Codes that say "don't know" or "I decline to answer", recognised by a short fixed list and by nothing else.

A code is recognised by its name, or, for the numbers that questionnaires keep for it, by its label. Everything else
is left to the plan: a wrong guess would turn an answer into a missing one.
"""

from collections.abc import Iterable

from nyhavn.framework.instrument import Choice

DONT_KNOW = frozenset({"dk", "dnk", "dont_know", "don_t_know", "do_not_know"})
"""Code names of "don't know", in lower case."""

REFUSED = frozenset({"pnta", "prefer_not_to_answer", "refused", "no_answer", "decline", "declined"})
"""Code names of "declined to answer", in lower case."""

RESERVED_NUMBERS = frozenset({"88", "98", "99", "888", "998", "999", "-88", "-98", "-99"})
"""Numbers that questionnaires keep for one or the other; which one, only the label says."""

DONT_KNOW_WORDS = ("don't know", "do not know", "doesn't know", "ne sait pas", "ne sais pas", "no sabe", "no sé")
"""Words of a label that make a reserved number a "don't know", in lower case."""

REFUSED_WORDS = ("refus", "prefer not", "declin", "no answer", "préfère ne pas", "prefiere no")
"""Words of a label that make a reserved number a refusal, in lower case."""


def dont_know_codes(choices: Iterable[Choice]) -> tuple[str, ...]:
    """The codes of a list that mean "don't know"."""
    return tuple(choice.code for choice in choices if _means(choice, DONT_KNOW, DONT_KNOW_WORDS))


def refused_codes(choices: Iterable[Choice]) -> tuple[str, ...]:
    """The codes of a list that mean "declined to answer"."""
    return tuple(choice.code for choice in choices if _means(choice, REFUSED, REFUSED_WORDS))


def _means(choice: Choice, names: frozenset[str], words: tuple[str, ...]) -> bool:
    if choice.code.lower() in names:
        return True
    labels = [label.lower().replace("’", "'") for label in choice.labels.values()]
    return choice.code in RESERVED_NUMBERS and any(word in label for label in labels for word in words)
