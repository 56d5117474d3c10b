"""A workspace comes back to a site that it left: what stayed here makes way for it, or is compared with it.

Rows that may change are taken away and come in again under the numbers that they had, so that whatever refers to them
still does. Rows of tables that only grow stay. Each of them has to be what comes in, but for columns that may change
there; those that nobody brings are of this site alone, such as the record that the workspace left.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import DatabaseError, connection

from nyhavn.exchange.bundle.canonical import write_model
from nyhavn.exchange.workspace.continuity import steps_in
from nyhavn.exchange.workspace.statements import Continuity, Signed, read_file
from nyhavn.framework.moving import MoveState
from nyhavn.framework.refusal import refusal
from nyhavn.web.initiatives.models import Initiative, RoleAssignment, RoleInvitation
from nyhavn.web.pages.added_only import DELETED, SAYS, triggers_of
from nyhavn.web.site.move_models import Move
from nyhavn.web.site.moving.reach import Mover, Table, every_row, movers

ELSEWHERE = "Take it into an installation of its own."


@dataclass
class Remains:
    """What stood here. numbers: by the name of a row. kept: tables that only grow. came: what was brought of those."""

    numbers: Mapping[Table, Mapping[object, object]] = field(default_factory=dict)
    kept: frozenset[Table] = frozenset()
    came: dict[Table, set[object]] = field(default_factory=dict)

    def standing(self, model: Table) -> Mapping[object, object]:
        """Numbers of rows that stand here still."""
        return self.numbers[model] if model in self.kept else {}

    def number(self, model: Table, name: object) -> object:
        """The number that a row had here; None if it was not here."""
        return self.numbers.get(model, {}).get(name)

    def compare(self, mover: Mover, some: Mapping[object, Mapping[str, object]]) -> None:
        """Let rows that stay say what comes in about them, by their numbers. Raises Refusal "move-history-differs"."""
        names = next(iter(some.values()))
        rows = every_row(mover.model).filter(pk__in=list(some))
        standing = {row["pk"]: row for row in rows.values("pk", *names)}
        try:
            for number, values in some.items():
                changed = {name: one for name, one in values.items() if not _same(one, standing[number][name])}
                if changed:
                    every_row(mover.model).filter(pk=number).update(**changed)
        except DatabaseError as fault:
            if SAYS not in str(fault):
                raise
            what = f"A row of {mover.label} is not what stayed here when the workspace left, and none may be changed."
            raise refusal("move-history-differs", what, do=ELSEWHERE) from None
        self.came.setdefault(mover.model, set()).update(some)

    def of_this_site(self, model: Table) -> frozenset[object]:
        """Numbers of rows that stood here, and that nobody brought."""
        return frozenset(self.standing(model).values()) - self.came.get(model, set())


def check_comes_back(initiative: Initiative, history: Continuity, by: str) -> None:
    """Only what left comes back, from where its way leads. by: key of the site that sends it.

    Raises Refusal "move-here-already".
    """
    move = Move.objects.filter(initiative=initiative).exclude(state=MoveState.STAYED).first()
    if move is not None and move.state == MoveState.GONE:
        left = read_file(Signed, move.left.encode())
        is_ours = any(link.left == left for link in history.links)
        if is_ours and steps_in(write_model(history))[-1].new.line == by:
            return
    what = "This workspace is in this installation already, or left it for another site than the one it comes from."
    raise refusal("move-here-already", what, where=initiative.slug, do=ELSEWHERE)


def make_way(initiative: Initiative) -> Remains:
    """Take away what comes in again, and every role: people are invited anew. Call it in the transaction."""
    own = [mover for mover in movers() if not mover.is_shared]
    kept = frozenset(mover.model for mover in own if _only_grows(mover.model))
    numbers = {mover.model: dict(_numbers(mover, initiative)) for mover in own}
    RoleAssignment.objects.filter(initiative=initiative).delete()
    for offer in RoleInvitation.objects.filter(initiative=initiative).select_related("invitation"):
        offer.invitation.delete()
    for mover in reversed(own):
        if mover.model not in kept:
            going = list(mover.rows(initiative).order_by().values_list("pk", flat=True))
            every_row(mover.model).filter(pk__in=going)._raw_delete(connection.alias)
    return Remains(numbers, kept)


def _only_grows(model: Table) -> bool:
    table = model._meta.db_table
    return f"{table}_never_{DELETED}" in triggers_of(connection, table)


def _numbers(mover: Mover, initiative: Initiative) -> Iterator[tuple[object, object]]:
    rows = mover.rows(initiative)
    if mover.named_by:
        yield from ((str(name), number) for name, number in rows.values_list(mover.named_by, "pk"))
    elif _only_grows(mover.model):  # there a place never changes
        yield from enumerate(rows.values_list("pk", flat=True))


def _same(one: object, other: object) -> bool:
    if isinstance(one, bytes | memoryview) and isinstance(other, bytes | memoryview):
        return bytes(one) == bytes(other)
    return one == other
