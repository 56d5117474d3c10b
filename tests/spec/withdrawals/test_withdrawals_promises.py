"""Whatever happens in whatever order: margins add up, nothing moves on too few, and enough changes bring everything."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from nyhavn.engine.confidentiality.vintages import Register, begin, proven_changes, publish
from nyhavn.framework.over_time import Never, OverTimePolicy

ROWS, COLUMNS, BLOCKS = 2, 3, 3  # a table of two by three with its margins, in three blocks
CELLS = [f"{row}{column}" for row in (*range(ROWS), "T") for column in (*range(COLUMNS), "T")]
TABLES = (np.array([at for at, cell in enumerate(CELLS) if "T" not in cell]),)

# Somebody by number, who stands from now on in a block, row and column; or nowhere.
Event = tuple[int, tuple[int, int, int] | None]
places = st.tuples(st.integers(0, BLOCKS - 1), st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1))
events = st.tuples(st.integers(0, 40), st.none() | places)
histories = st.lists(st.lists(events, max_size=12), min_size=1, max_size=9)
policies = st.builds(
    OverTimePolicy,
    changes=st.integers(2, 8),
    spread=st.integers(0, 3),
    patience=st.integers(1, 3),
    never=st.sampled_from([Never.HOLD, Never.MERGE]),
)


@dataclass
class Plain:
    """The rule once more, slowly and in plain Python, from the people themselves."""

    policy: OverTimePolicy
    people: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    changed: list[set[int]] = field(default_factory=lambda: [set() for _ in range(BLOCKS)])

    def happen(self, happened: Sequence[Event]) -> list[int]:
        """Lets events happen. Per block: people who changed and had not been counted since it was refreshed."""
        new = [0] * BLOCKS
        for person, place in happened:
            was = self.people.get(person)
            if place == was:
                continue
            self.people.pop(person, None)
            if place is not None:
                self.people[person] = place
            for block in {at[0] for at in (was, place) if at is not None}:
                new[block] += person not in self.changed[block]
                self.changed[block].add(person)
        return new

    def truth(self) -> np.ndarray:
        """Per block, the table with its margins, each counted from the people for itself."""
        found = np.zeros((BLOCKS, len(CELLS)), dtype=np.int64)
        for block, row, column in self.people.values():
            for cell in (f"{row}{column}", f"{row}T", f"T{column}", "TT"):
                found[block, CELLS.index(cell)] += 1
        return found


def start(policy: OverTimePolicy) -> Plain:
    plain = Plain(policy)
    plain.people = {person: (person % BLOCKS, person % ROWS, person % COLUMNS) for person in range(30)}
    return plain


def adds_up(values: np.ndarray) -> bool:
    table = values.reshape(ROWS + 1, COLUMNS + 1)
    inner = table[:ROWS, :COLUMNS]
    return bool(
        (table[:ROWS, -1] == inner.sum(axis=1)).all()
        and (table[-1, :COLUMNS] == inner.sum(axis=0)).all()
        and table[-1, -1] == inner.sum()
    )


@given(histories, policies)
def test_margins_always_add_up_and_nothing_moves_on_too_few(history: list[list[Event]], policy: OverTimePolicy) -> None:
    plain = start(policy)
    vintage = begin(plain.truth(), CELLS, policy, seed=7)
    for happened in history:
        before = vintage
        new = plain.happen(happened)
        vintage = publish(plain.truth(), np.array(new), before.register, policy)
        assert vintage.values is not None and before.values is not None
        assert adds_up(vintage.values)
        moved = {vintage.register.group[block] for block in range(BLOCKS) if vintage.refreshed[block]}
        if not moved:
            assert (vintage.values == before.values).all()
        for group in moved:
            members = [block for block in range(BLOCKS) if vintage.register.group[block] == group]
            assert all(vintage.refreshed[block] for block in members)
            assert sum(len(plain.changed[block]) for block in members) >= policy.changes
        for block in range(BLOCKS):
            if vintage.refreshed[block]:
                plain.changed[block].clear()
        assert vintage.staleness.people == sum(len(people) for people in plain.changed)
        assert vintage.staleness.most_people <= vintage.staleness.bound


@given(st.lists(events, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_events_within_a_vintage_does_not_matter(happened: list[Event], random: object) -> None:
    policy = OverTimePolicy(changes=4)
    others = {person for person, _ in happened}
    assume(len(others) == len(happened))  # of one person the last word counts
    results = []
    for order in (happened, happened[::-1]):
        plain = start(policy)
        first = begin(plain.truth(), CELLS, policy, seed=7)
        new = plain.happen(order)
        results.append(publish(plain.truth(), np.array(new), first.register, policy).register)
    assert results[0] == results[1]


@given(histories)
def test_fewer_changes_than_the_threshold_never_show(history: list[list[Event]]) -> None:
    changed = {person for happened in history for person, _ in happened}
    policy = OverTimePolicy(changes=2 * len(changed) + 2)  # whoever moves is counted in two blocks
    plain = start(policy)
    first = vintage = begin(plain.truth(), CELLS, policy, seed=7)
    for happened in history:
        new = plain.happen(happened)
        vintage = publish(plain.truth(), np.array(new), vintage.register, policy)
        assert (vintage.values == first.values).all()


@given(histories, policies)
def test_a_register_comes_back_from_its_file_as_it_was(history: list[list[Event]], policy: OverTimePolicy) -> None:
    plain = start(policy)
    register = begin(plain.truth(), CELLS, policy, seed=7).register
    for happened in history:
        new = np.array(plain.happen(happened))
        read = Register.model_validate_json(register.model_dump_json())
        assert read == register
        after, again = (publish(plain.truth(), new, one, policy) for one in (register, read))
        assert after.register == again.register
        register = after.register


@given(histories)
def test_the_counts_never_prove_more_changes_than_there_were(history: list[list[Event]]) -> None:
    policy = OverTimePolicy(changes=5)
    plain = start(policy)
    register = begin(plain.truth(), CELLS, policy, seed=7).register
    for happened in history:
        plain.happen(happened)
        truth = plain.truth()
        vintage = publish(truth, proven_changes(truth, register, TABLES), register, policy)
        counters = np.array(register.counter) + proven_changes(truth, register, TABLES)
        assert all(count <= len(people) for count, people in zip(counters, plain.changed, strict=True))
        for block in range(BLOCKS):
            if vintage.refreshed[block]:
                plain.changed[block].clear()
        register = vintage.register


@given(policies, st.integers(0, 20))
def test_with_many_changes_everything_is_fresh(policy: OverTimePolicy, more: int) -> None:
    plain = start(policy)
    first = begin(plain.truth(), CELLS, policy, seed=7)
    many = policy.changes + policy.spread + more
    new = plain.happen([(100 + at, (at % BLOCKS, 0, 1)) for at in range(BLOCKS * many)])
    vintage = publish(plain.truth(), np.array(new), first.register, policy)
    assert vintage.staleness.is_fresh
    assert vintage.values is not None
    assert (vintage.values == plain.truth().sum(axis=0)).all()
    assert (vintage.values != first.values).any()
