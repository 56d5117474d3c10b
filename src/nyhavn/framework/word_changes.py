"""Which words of a clause went and which came, for any script."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby

from pydantic import ConfigDict

from nyhavn.framework.clauses import POLICY
from nyhavn.framework.declared import Declared
from nyhavn.framework.text_segments import is_word, segments


class PartKind(StrEnum):
    """In which version a part of a text stands."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


class Part(Declared):
    """A part of a text, with the blanks around it as they are."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)

    kind: PartKind
    text: str


Edit = tuple[PartKind, str]


def changed_words(before: str, after: str) -> tuple[Part, ...]:
    """Both texts in one: what was kept, what went and what came, a deletion before the insertion in its place.

    Where more pieces differ than POLICY.most_edits, what differs is shown as replaced: nobody reads such a patchwork.
    """
    return tuple(_joined(_readable(shortest_edits(segments(before), segments(after)))))


def old_text(parts: Sequence[Part]) -> str:
    """The text before, exactly."""
    return "".join(part.text for part in parts if part.kind is not PartKind.INSERTED)


def new_text(parts: Sequence[Part]) -> str:
    """The text after, exactly."""
    return "".join(part.text for part in parts if part.kind is not PartKind.DELETED)


def shortest_edits(before: Sequence[str], after: Sequence[str], most: int = POLICY.most_edits) -> list[Edit]:
    """The fewest insertions and deletions, by Myers's greedy search (Algorithmica 1, 1986, 251-266).

    With more than `most` of them, everything between the equal beginning and the equal end is replaced.
    """
    start = _same(before, after)
    end = _same(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    kept_start = [(PartKind.KEPT, piece) for piece in before[:start]]
    kept_end = [(PartKind.KEPT, piece) for piece in before[len(before) - end :]]
    return [*kept_start, *_between(old, new, most), *kept_end]


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many pieces are equal from the beginning on."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _between(old: Sequence[str], new: Sequence[str], most: int) -> list[Edit]:
    traces = _search(old, new, most) if old and new else None
    if traces is None:
        gone = [(PartKind.DELETED, piece) for piece in old]
        return [*gone, *((PartKind.INSERTED, piece) for piece in new)]
    return list(_back(old, new, traces))[::-1]


def _search(old: Sequence[str], new: Sequence[str], most: int) -> list[dict[int, int]] | None:
    """How far each diagonal reaches after 0, 1, 2 … edits, up to the end of both; None if that takes too many."""
    before: dict[int, int] = {1: 0}
    traces: list[dict[int, int]] = []
    for edits in range(min(most, len(old) + len(new)) + 1):
        reach: dict[int, int] = {}
        for diagonal in range(-edits, edits + 1, 2):
            x = before[diagonal + 1] if _is_insertion(before, edits, diagonal) else before[diagonal - 1] + 1
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            reach[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return [*traces, reach]
        traces.append(reach)
        before = reach
    return None


def _is_insertion(before: Mapping[int, int], edits: int, diagonal: int) -> bool:
    """Whether the farthest way to a diagonal comes by an insertion, and not by a deletion."""
    return diagonal == -edits or (diagonal != edits and before[diagonal - 1] < before[diagonal + 1])


def _back(old: Sequence[str], new: Sequence[str], traces: Sequence[Mapping[int, int]]) -> Iterator[Edit]:
    """The edits from the end back to the beginning."""
    x, y = len(old), len(new)
    for edits in range(len(traces) - 1, 0, -1):
        is_insertion = _is_insertion(traces[edits - 1], edits, x - y)
        diagonal = x - y + 1 if is_insertion else x - y - 1
        from_x = traces[edits - 1][diagonal]
        from_y = from_x - diagonal
        while x > from_x and y > from_y:
            x, y = x - 1, y - 1
            yield PartKind.KEPT, old[x]
        x, y = from_x, from_y
        yield (PartKind.INSERTED, new[y]) if is_insertion else (PartKind.DELETED, old[x])
    yield from ((PartKind.KEPT, piece) for piece in reversed(old[:x]))


def _readable(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Blanks and marks that stayed between two changes go with them: “~~the old~~ a new”, not word by word."""
    runs = [(kind is PartKind.KEPT, list(run)) for kind, run in groupby(edits, key=_changed)]
    for place, (is_kept, run) in enumerate(runs):
        between = is_kept and 0 < place < len(runs) - 1
        if between and not any(is_word(piece) for _, piece in run) and not any("\n" in piece for _, piece in run):
            yield from ((PartKind.DELETED, piece) for _, piece in run)
            yield from ((PartKind.INSERTED, piece) for _, piece in run)
        else:
            yield from run


def _changed(edit: Edit) -> PartKind:
    return PartKind.KEPT if edit[0] is PartKind.KEPT else PartKind.DELETED


def _joined(edits: Iterator[Edit]) -> Iterator[Part]:
    """Neighbours of a kind are one part; in every change, what went stands before what came."""
    for kind, run in groupby(edits, key=_changed):
        pieces = list(run)
        kinds = (PartKind.KEPT,) if kind is PartKind.KEPT else (PartKind.DELETED, PartKind.INSERTED)
        for one in kinds:
            text = "".join(piece for said, piece in pieces if said is one)
            if text:
                yield Part(kind=one, text=text)
