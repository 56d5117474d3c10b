"""Which comments say nearly the same, word for word, so that people find them and may answer them together.

Nothing is dropped: each stays a comment with a record of its own. A text belongs to a group only if it is like the
first of the group, so that no chain of small changes leads from one meaning to another. One word may turn a text round,
which is why a group is a proposal, the differing ones are told from the identical ones, and a person answers.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from zlib import crc32

from nyhavn.framework.consultation_comments import Comment
from nyhavn.framework.consultation_policy import CONSULTATION_POLICY
from nyhavn.framework.plain_language import is_unspaced

_POLICY = CONSULTATION_POLICY.likeness
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class AlikeGroup:
    """Comments on one clause, of one type, that are nearly the same. first: the one that the others are like.

    identical: numbers of those with the same words. near: of those that differ in some. Both without the first.
    """

    first: int
    identical: tuple[int, ...] = ()
    near: tuple[int, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """All of them, in order."""
        return tuple(sorted((self.first, *self.identical, *self.near)))


@dataclass(frozen=True)
class _Text:
    """A comment as it is compared. pieces: runs of its words."""

    number: int
    words: tuple[str, ...]
    pieces: frozenset[int]

    def is_like(self, other: "_Text") -> bool:
        if self.words == other.words:
            return True
        shared = len(self.pieces & other.pieces)
        return shared >= _POLICY.alike_from * (len(self.pieces) + len(other.pieces) - shared) > 0


def alike_groups(comments: Mapping[int, Comment]) -> tuple[AlikeGroup, ...]:
    """Groups of two and more, by the number of the first. comments: by number. Comments without words are in none."""
    kinds: dict[tuple[str, ...], list[_Text]] = {}
    for number, comment in sorted(comments.items()):
        if comment.has_words:
            kind = (comment.clause, comment.type, *words_of(comment.proposed))
            kinds.setdefault(kind, []).append(_text(number, comment))
    found = (group for texts in kinds.values() for group in _groups(texts) if len(group) > 1)
    return tuple(sorted((_told(group) for group in found), key=lambda group: group.first))


def are_alike(comments: Mapping[int, Comment]) -> bool:
    """Whether all of these are nearly the same as the first of them by its number, in whatever order they are given."""
    groups = alike_groups(comments)
    return len(comments) == 1 or any(len(group.numbers) == len(comments) for group in groups)


def words_of(text: str) -> tuple[str, ...]:
    """Words without capitals and marks; letters by themselves in scripts that put no blanks between words."""
    return tuple(_words(unicodedata.normalize("NFKC", text).casefold()))


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        if is_unspaced(word):
            yield from word
        else:
            yield word


def _text(number: int, comment: Comment) -> _Text:
    words = words_of(comment.rationale)
    return _Text(number, words, frozenset(_pieces(words)))


def _pieces(words: Sequence[str]) -> Iterator[int]:
    for start in range(max(1, len(words) - _POLICY.run + 1)):
        yield crc32(" ".join(words[start : start + _POLICY.run]).encode())


class _Found:
    """The groups so far, and how a text finds the one that it belongs to."""

    def __init__(self) -> None:
        self.groups: list[list[_Text]] = []
        self._exact: dict[tuple[str, ...], int] = {}
        self._by_piece: dict[int, list[int]] = {}

    def take(self, text: _Text) -> None:
        """Puts a text to the first one that it is like, or by itself."""
        sketch = sorted(text.pieces)[: _POLICY.sketch]
        place = self._exact.get(text.words)
        if place is None:
            place = self._like(text, sketch)
        if place is None:
            place = len(self.groups)
            self.groups.append([])
            for piece in sketch:
                self._by_piece.setdefault(piece, []).append(place)
        self._exact.setdefault(text.words, place)
        self.groups[place].append(text)

    def _like(self, text: _Text, sketch: Iterable[int]) -> int | None:
        found = dict.fromkeys(place for piece in sketch for place in self._by_piece.get(piece, ()))
        near = islice(found, _POLICY.most_compared)  # so that nobody makes the work grow by texts that begin alike
        return next((place for place in near if text.is_like(self.groups[place][0])), None)


def _groups(texts: Iterable[_Text]) -> list[list[_Text]]:
    found = _Found()
    for text in texts:
        found.take(text)
    return found.groups


def _told(group: Sequence[_Text]) -> AlikeGroup:
    first, *others = group
    identical = tuple(one.number for one in others if one.words == first.words)
    near = tuple(one.number for one in others if one.words != first.words)
    return AlikeGroup(first.number, identical, near)
