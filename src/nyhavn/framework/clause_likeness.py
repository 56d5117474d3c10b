"""How much two clauses have in common, and which pairs are worth comparing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from nyhavn.framework.clauses import POLICY, ClauseKind, Passage
from nyhavn.framework.text_segments import is_word, segments

# A heading does not become a paragraph, nor a row of a table a question; the others are mistaken for each other by the
# programs that texts are written with.
_RUNNING = frozenset({ClauseKind.PARAGRAPH, ClauseKind.LIST_ITEM, ClauseKind.DEFINITION})


@dataclass(frozen=True)
class Weighed:
    """A passage with its words counted. place: in its version, from 0."""

    place: int
    passage: Passage

    @cached_property
    def words(self) -> Counter[str]:
        """Its words, or the letters of scripts without blanks, without capitals."""
        return Counter(piece.casefold() for piece in segments(self.passage.text) if is_word(piece))

    @cached_property
    def size(self) -> int:
        """How many words it has."""
        return self.words.total()

    @property
    def form(self) -> str:
        """What may be compared with what."""
        return "running" if self.passage.kind in _RUNNING else self.passage.kind


def common(before: Weighed, after: Weighed) -> float:
    """The share of words that both have, 0 to 1 (Dice coefficient over words with their numbers)."""
    sizes = before.size + after.size
    if not sizes:
        return float(before.passage.text == after.passage.text)
    return 2 * (before.words & after.words).total() / sizes


def likeness(before: Weighed, after: Weighed) -> float:
    """Common words. What cannot be the same clause is 0: another form, or two names of their own that differ."""
    names = {before.passage.anchor, after.passage.anchor} - {""}
    return common(before, after) if before.form == after.form and len(names) < 2 else 0.0


def bonus(before: Weighed, after: Weighed) -> float:
    """By how much the same printed number puts a candidate before others. It adds nothing to what is in common."""
    is_same = before.passage.number and before.passage.number == after.passage.number
    return POLICY.number_bonus if is_same else 0.0


def pairs(before: Sequence[Weighed], after: Sequence[Weighed]) -> Iterator[tuple[Weighed, Weighed]]:
    """Every pair, or, in long texts, every pair with a word in common that few clauses have."""
    if len(before) * len(after) <= POLICY.compared_pairs:
        yield from ((one, other) for one in before for other in after)
        return
    held, holding = _by_word(before), _by_word(after)
    seen = set()
    for word, ones in held.items():
        others = holding.get(word, ())
        if len(ones) > POLICY.rare_in or len(others) > POLICY.rare_in:
            continue
        for one in ones:
            for other in others:
                if (one.place, other.place) not in seen:
                    seen.add((one.place, other.place))
                    yield one, other


def _by_word(passages: Iterable[Weighed]) -> dict[str, list[Weighed]]:
    found: dict[str, list[Weighed]] = {}
    for passage in passages:
        for word in passage.words:
            found.setdefault(word, []).append(passage)
    return found


def clause_weight(one: Weighed) -> int:
    """How much it counts that it stays in its place: its words, and more for a heading."""
    return 1 + one.size + (POLICY.heading_stays if one.passage.kind is ClauseKind.HEADING else 0)
