"""What became of every clause between two versions of a text, and of every word in it. Data; pages give it colours."""

from collections.abc import Iterator
from enum import StrEnum

from nyhavn.framework.clause_addresses import is_changed
from nyhavn.framework.clause_likeness import Weighed, clause_weight
from nyhavn.framework.clause_order import staying
from nyhavn.framework.clauses import Clause, ClauseKind, DraftText
from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.word_changes import Part, PartKind, changed_words, new_text, old_text


class Fate(StrEnum):
    """What became of a clause."""

    KEPT = "kept"
    CHANGED = "changed"
    MOVED = "moved"
    MOVED_AND_CHANGED = "moved-and-changed"
    ADDED = "added"
    REMOVED = "removed"


class Face(Declared):
    """Everything about a clause in one version but its words. place: in that version, from 1."""

    place: int
    kind: ClauseKind
    number: str = ""
    heading: tuple[str, ...] = ()
    language: str = ""
    anchor: str = ""


class RedlineRow(Declared):
    """One clause. parts: its words of both versions, in one order. before, after: None where it is not in that version.

    follows: of a moved clause, the code of the one that it stood behind before, "" for the beginning.
    """

    code: str
    fate: Fate
    parts: tuple[Part, ...]
    before: Face | None = None
    after: Face | None = None
    follows: str = ""

    @property
    def is_renumbered(self) -> bool:
        """Whether its printed number or the headings above it are others."""
        if self.before is None or self.after is None:
            return False
        return (self.before.number, self.before.heading) != (self.after.number, self.after.heading)


class Redline(Declared):
    """Both versions in one. rows: in the order of the new version, what was removed behind what it stood behind."""

    before: str
    after: str
    rows: tuple[RedlineRow, ...]

    def count(self, fate: Fate) -> int:
        """How many clauses it became of."""
        return sum(row.fate is fate for row in self.rows)


def redline(before: DraftText, after: DraftText) -> Redline:
    """The redline from one version to a later one of the same text.

    Raises Refusal "redline-not-versions" where no clause has an address in both.
    """
    if not {*before.codes} & {*after.codes}:
        what = "These two have no clause in common, so they are not two versions of one text."
        raise refusal("redline-not-versions", what, where="versions", do="Choose two versions of the same text.")
    return Redline(before=before.version, after=after.version, rows=tuple(_rows(before, after)))


def clauses_before(found: Redline) -> tuple[Clause, ...]:
    """The clauses of the old version, rebuilt from the redline."""
    faces = [(row.before, row.code, old_text(row.parts)) for row in found.rows if row.before]
    return tuple(_clause(*one) for one in sorted(faces, key=lambda one: one[0].place))


def clauses_after(found: Redline) -> tuple[Clause, ...]:
    """The clauses of the new version, rebuilt from the redline."""
    faces = [(row.after, row.code, new_text(row.parts)) for row in found.rows if row.after]
    return tuple(_clause(*one) for one in sorted(faces, key=lambda one: one[0].place))


def _clause(face: Face, code: str, text: str) -> Clause:
    said = {name: getattr(face, name) for name in Face.model_fields if name != "place"}
    return Clause(code=code, text=text, **said)


def _rows(before: DraftText, after: DraftText) -> Iterator[RedlineRow]:
    """In the order of the new version. A clause that went stands behind the last one before it that stayed in place."""
    moved = moved_codes(before, after)
    going = {clause.code for clause in before.clauses} - {*after.codes}
    behind: dict[str, list[RedlineRow]] = {"": []}
    anchor = ""
    for place, clause in enumerate(before.clauses, start=1):
        if clause.code in going:
            removed = _parts(PartKind.DELETED, clause)
            row = RedlineRow(code=clause.code, fate=Fate.REMOVED, parts=removed, before=_face(clause, place))
            behind[anchor].append(row)
        elif clause.code not in moved:
            anchor = clause.code
            behind[anchor] = []
    yield from behind[""]
    places = {code: place for place, code in enumerate(before.codes, start=1)}
    for place, clause in enumerate(after.clauses, start=1):
        yield _row(before, clause, place, places.get(clause.code), is_moved=clause.code in moved)
        yield from behind.get(clause.code, ())


def _row(before: DraftText, clause: Clause, place: int, old_place: int | None, *, is_moved: bool) -> RedlineRow:
    face = _face(clause, place)
    if old_place is None:
        return RedlineRow(code=clause.code, fate=Fate.ADDED, parts=_parts(PartKind.INSERTED, clause), after=face)
    old = before.clauses[old_place - 1]
    fates = {
        (False, False): Fate.KEPT,
        (True, False): Fate.CHANGED,
        (False, True): Fate.MOVED,
        (True, True): Fate.MOVED_AND_CHANGED,
    }
    return RedlineRow(
        code=clause.code,
        fate=fates[is_changed(old, clause), is_moved],
        parts=changed_words(old.text, clause.text),
        before=_face(old, old_place),
        after=face,
        follows=before.clauses[old_place - 2].code if is_moved and old_place > 1 else "",
    )


def _parts(kind: PartKind, clause: Clause) -> tuple[Part, ...]:
    return (Part(kind=kind, text=clause.text),)


def _face(clause: Clause, place: int) -> Face:
    return Face(place=place, **{name: getattr(clause, name) for name in Face.model_fields if name != "place"})


def moved_codes(before: DraftText, after: DraftText) -> frozenset[str]:
    """Codes of clauses in both that stand in another order; as few words as possible are said to have moved."""
    places = {code: place for place, code in enumerate(before.codes)}
    both = [Weighed(place, clause) for place, clause in enumerate(after.clauses) if clause.code in places]
    codes = [after.clauses[one.place].code for one in both]
    stay = staying([places[code] for code in codes], [clause_weight(one) for one in both])
    return frozenset(code for index, code in enumerate(codes) if index not in stay)
