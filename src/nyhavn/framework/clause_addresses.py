"""Which clause of a new version is which of the old one. Proposed here, seen by a person, and only then taken.

An address that moves to another clause without a word would turn every comment on it into a comment on something else.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nyhavn.framework.clause_likeness import Weighed, bonus, clause_weight, common, likeness, pairs
from nyhavn.framework.clause_order import staying
from nyhavn.framework.clauses import (
    POLICY,
    Clause,
    DraftText,
    FoundText,
    Passage,
    addressed,
    check_found,
    check_named,
    code_of,
    number_of,
)
from nyhavn.framework.refusal import Reason, check_none, refusal

NEW = ""
"""A person's word that a passage is none of the old clauses."""


@dataclass(frozen=True)
class Address:
    """What one passage of the new version is.

    place: from 1. code: kept, or new. likeness: share of words in common with the old clause, None for a new one.
    is_doubtful: little in common, or another candidate was near, and no person decided. nearest: of a new one, the code
    of the clause that it has most in common with, "" where there is nothing.
    """

    place: int
    code: str
    passage: Passage
    is_new: bool = False
    is_changed: bool = False
    is_moved: bool = False
    is_doubtful: bool = False
    likeness: float | None = None
    nearest: str = ""

    @property
    def sentence(self) -> str:
        """What happens to it, for a person."""
        if self.is_new:
            near = f" It has something in common with {self.nearest}." if self.nearest else ""
            return f"New, gets {self.code}: {self.passage.quoted}.{near}"
        changed = {
            (False, False): "Unchanged",
            (True, False): "Changed",
            (False, True): "Moved",
            (True, True): "Moved and changed",
        }[self.is_changed, self.is_moved]
        doubt = " Please look whether it is the same clause." if self.is_doubtful else ""
        return f"{changed}, keeps {self.code}: {self.passage.quoted}.{doubt}"


@dataclass(frozen=True)
class Proposal:
    """All addresses of a new version, in its order, and the clauses that go. Their codes are never given again."""

    addresses: tuple[Address, ...]
    gone: tuple[Clause, ...]
    fingerprint: str

    @property
    def doubtful(self) -> tuple[Address, ...]:
        """What a person should look at first."""
        return tuple(one for one in self.addresses if one.is_doubtful)

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it for a person, what is doubtful first."""
        rest = (one for one in self.addresses if not one.is_doubtful)
        going = (f"Goes, and {one.code} is not used again: {one.quoted}." for one in self.gone)
        return (*(one.sentence for one in (*self.doubtful, *rest)), *going)


def proposed(before: DraftText, found: FoundText, decided: Mapping[int, str] | None = None) -> Proposal:
    """The addresses of a new version; the same for the same input, always.

    decided: a person's word by place, from 1: the code it keeps, or NEW. Raises Refusal: clause-address-wrong,
    draft-empty, draft-too-large.
    """
    check_found(found)
    decided = decided or {}
    check_none(_decision_faults(before, found, decided))
    old = [Weighed(place, clause) for place, clause in enumerate(before.clauses)]
    new = [Weighed(place, passage) for place, passage in enumerate(found.passages)]
    matched = _Matches(before, old, new, decided)
    addresses = tuple(_addresses(before, matched))
    kept = {one.code for one in addresses}
    gone = tuple(clause for clause in before.clauses if clause.code not in kept)
    return Proposal(addresses, gone, _fingerprint(before, addresses))


def next_version(
    before: DraftText,
    found: FoundText,
    *,
    version: str,
    seen: str,
    title: str = "",
    decided: Mapping[int, str] | None = None,
) -> DraftText:
    """The new version. seen: the fingerprint of the proposal that a person looked at.

    Raises Refusal: clause-addresses-not-seen, draft-version-same, those of `proposed` and of texts without a name.
    """
    proposal = proposed(before, found, decided)
    if seen != proposal.fingerprint:
        what = "Nobody has looked yet at which clause keeps which code in exactly this text."
        do = "Look through the list of clauses, and take the version after that."
        raise refusal("clause-addresses-not-seen", what, where="clauses", do=do)
    if version.strip() == before.version:
        what = "The new version is called like the one before it."
        raise refusal("draft-version-same", what, where="version", do="Give it a name of its own.")
    title = title.strip() or found.title or before.title
    language = found.language or before.language
    check_named(title, language)
    retired = sorted((*before.retired, *(clause.code for clause in proposal.gone)), key=number_of)
    clauses = tuple(addressed(one.passage, one.code) for one in proposal.addresses)
    return DraftText(title=title, version=version, language=language, clauses=clauses, retired=tuple(retired))


def _decision_faults(before: DraftText, found: FoundText, decided: Mapping[int, str]) -> Iterator[Reason]:
    codes = [code for code in decided.values() if code != NEW]
    for place, code in sorted(decided.items()):
        if not 1 <= place <= len(found.passages):
            yield Reason(
                "clause-address-wrong", "There is no such clause.", f"clause {place}", "Look at the list again."
            )
        elif code != NEW and before.clause(code) is None:
            what = "This code stands for no clause of the version before; a code that went is never given again."
            yield Reason(
                "clause-address-wrong", what, f"clause {place}", "Choose a code of that version, or a new one."
            )
        elif codes.count(code) > 1:
            what = f"{code} was given to more than one clause."
            yield Reason("clause-address-wrong", what, f"clause {place}", "Leave it with one of them.")


class _Matches:
    """Pairs of old and new places: what a person decided, then names, then equal words, then what is most alike."""

    def __init__(
        self, before: DraftText, old: Sequence[Weighed], new: Sequence[Weighed], decided: Mapping[int, str]
    ) -> None:
        self.old, self.new = old, new
        self.of_new: dict[int, int] = {}
        self.doubtful: set[int] = set()
        self.near: dict[int, int] = {}
        places = {code: place for place, code in enumerate(before.codes)}
        for place, code in decided.items():
            if code != NEW:
                self.of_new[place - 1] = places[code]
        self._said = {place - 1 for place in decided}
        self._by_name()
        self._by_words()
        self._by_likeness()

    def _left(self) -> tuple[list[Weighed], list[Weighed]]:
        taken = {*self.of_new.values()}
        old = [one for one in self.old if one.place not in taken]
        return old, [one for one in self.new if one.place not in self.of_new and one.place not in self._said]

    def _by_name(self) -> None:
        old, new = self._left()
        names = [one.passage.anchor for one in new]
        named = defaultdict(list)
        for one in old:
            named[one.passage.anchor].append(one)
        for one in new:
            same = named[one.passage.anchor]
            is_one = one.passage.anchor and len(same) == names.count(one.passage.anchor) == 1
            if is_one and same[0].form == one.form:
                self.of_new[one.place] = same[0].place

    def _by_words(self) -> None:
        """Equal texts, those under the same headings first, each in order."""
        for with_heading in (True, False):
            old, new = self._left()
            waiting = defaultdict(list)
            for one in old:
                waiting[_words_key(one, with_heading=with_heading)].append(one.place)
            for one in new:
                equal = waiting[_words_key(one, with_heading=with_heading)]
                if equal:
                    self.of_new[one.place] = equal.pop(0)

    def _by_likeness(self) -> None:
        old, new = self._left()
        compared = (_Candidate(one, other) for one, other in pairs(old, new))
        scored = sorted((one for one in compared if one.shared), key=self._first)
        best: dict[int, _Candidate] = {}
        for found in scored:
            if found.may_keep and found.after.place not in self.of_new and found.before.place not in best:
                self.of_new[found.after.place] = found.before.place
                best[found.before.place] = found
            else:
                self.near.setdefault(found.after.place, found.before.place)
        self.doubtful = {one.after.place for one in best.values() if one.shared < POLICY.sure}
        by_new = {one.after.place: one for one in best.values()}
        for found in scored:
            for taken in (by_new.get(found.after.place), best.get(found.before.place)):
                if taken and taken is not found and found.may_keep and found.score > taken.score - POLICY.rival:
                    self.doubtful.add(taken.after.place)

    def _first(self, found: "_Candidate") -> tuple[float, int, int, int]:
        """The most alike first; of equals what stands nearest, in whole numbers, so that no rounding decides."""
        one, other = found.before.place, found.after.place
        return -found.score, abs(one * len(self.new) - other * len(self.old)), one, other


class _Candidate:
    """Two clauses that may be the same. shared: words in common. score: by which the best of several is found."""

    __slots__ = ("after", "before", "may_keep", "score", "shared")

    def __init__(self, before: Weighed, after: Weighed) -> None:
        self.before, self.after = before, after
        self.shared = likeness(before, after)
        self.score = self.shared + bonus(before, after)
        self.may_keep = self.shared >= POLICY.same


def _words_key(one: Weighed, *, with_heading: bool) -> tuple[str, str, tuple[str, ...]]:
    return one.form, " ".join(one.passage.text.split()), one.passage.heading if with_heading else ()


def _addresses(before: DraftText, matched: _Matches) -> Iterator[Address]:
    fresh = before.next_number
    order = [place for place in range(len(matched.new)) if place in matched.of_new]
    weights = [clause_weight(matched.new[place]) for place in order]
    stayed = {order[index] for index in staying([matched.of_new[place] for place in order], weights)}
    for new in matched.new:
        at = matched.of_new.get(new.place)
        if at is None:
            near = matched.near.get(new.place)
            nearest = before.clauses[near].code if near is not None else ""
            yield Address(new.place + 1, code_of(fresh), new.passage, is_new=True, nearest=nearest)
            fresh += 1
            continue
        yield Address(
            new.place + 1,
            before.clauses[at].code,
            new.passage,
            is_changed=is_changed(before.clauses[at], new.passage),
            is_moved=new.place not in stayed,
            is_doubtful=new.place in matched.doubtful,
            likeness=common(matched.old[at], new),
        )


def is_changed(before: Passage, after: Passage) -> bool:
    """Whether its words, its kind or its language are others. A printed number or the name of its chapter may be."""
    return (before.text, before.kind, before.language) != (after.text, after.kind, after.language)


def _fingerprint(before: DraftText, addresses: Sequence[Address]) -> str:
    """Of the old version and of every new clause with its code: what a person saw, and nothing else."""
    content = hashlib.sha256(before.fingerprint.encode())
    for one in addresses:
        content.update(f"\n{one.code} {one.passage.model_dump_json()}".encode())
    return content.hexdigest()
