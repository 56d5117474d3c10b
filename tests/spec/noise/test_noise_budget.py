"""A promise about privacy outlives crashes and haste: no order, no crowd of processes and no kill -9 breaks it."""

import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from nyhavn.engine.confidentiality.noise import Ledger, Mechanism, PrivateTable, Question, open_ledger
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.noise_policy import PrivacyBudget
from nyhavn.framework.refusal import Refusal
from sudden_death import surroundings, told_by

SPENDER = Path(__file__).parent / "spender.py"
AGE = Hierarchy.flat("age", ("young", "old"), "Total")


def question(price):
    return Question((PrivateTable("t", (AGE,)),), 1, Mechanism.LAPLACE, Decimal(price))


def run(*arguments):
    """The answers that somebody saw: (release, price, answer)."""
    return [tuple(json.loads(line)) for line in told_by(SPENDER, *arguments).splitlines()]


def check_books(folder, seen):
    """Everything that was seen was paid, has one answer, and the sum keeps to the budget."""
    state = Ledger(folder).state()
    assert state.spent <= Fraction(state.budget.amount)
    paid = Counter(entry.release for entry in state.entries)
    answers = {}
    for release, price, answer in seen:
        assert paid[release] >= 1, f"{release} was answered and not paid"
        assert answers.setdefault(release, answer) == answer, f"{release} has two answers"
        assert Ledger(folder).stored(release, question(price)) == answer
    return state, paid


def test_killed_at_every_step_to_the_disk_a_payment_is_spent_or_never_began(tmp_path):
    open_ledger(tmp_path, "wash", PrivacyBudget(amount=Decimal(1)))
    seen = run("die", tmp_path)
    state, paid = check_books(tmp_path, seen)
    moments = max(int(release.split()[1]) for release, _, _ in seen)
    assert moments > 8, "few steps were tried"
    answered = {release for release, _, _ in seen}
    died = [f"moment {at}" for at in range(1, moments) if f"moment {at}" not in answered]
    kept = [release for release in died if Ledger(tmp_path).stored(release, question("0.01")) is not None]
    assert [paid[release] for release in died] != [1] * len(died), "none died before its payment"
    assert set(paid.values()) == {1}
    assert len([release for release in died if paid[release]]) > len(kept), "none died between payment and answer"
    # Whoever asks again goes on: with the answer that was kept, or by paying again.
    ledger, before = Ledger(tmp_path), state.spent
    for release in died:
        ledger.answer(release, question("0.01"), lambda: {"t": [1, 2]})
    again = len(died) - len(kept)
    assert ledger.state().spent == before + again * Fraction(1, 100)


def test_an_answer_that_was_kept_but_seen_by_nobody_is_the_one_that_is_seen_later(tmp_path):
    open_ledger(tmp_path, "wash", PrivacyBudget(amount=Decimal(1)))
    seen = {release for release, _, _ in run("die", tmp_path)}
    kept = 0
    for entry in Ledger(tmp_path).state().entries:
        stored = Ledger(tmp_path).stored(entry.release, question("0.01"))
        if entry.release not in seen and stored is not None:
            kept += 1
            assert Ledger(tmp_path).answer(entry.release, question("0.01"), lambda: {"t": []}) == stored
    assert kept >= 1


@pytest.mark.parametrize("seconds", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_many_processes_that_are_killed_and_replaced_never_spend_more_than_the_budget(tmp_path, seconds):
    open_ledger(tmp_path, "wash", PrivacyBudget(amount=Decimal("0.5")))
    seen = run("race", tmp_path, seconds)
    state, paid = check_books(tmp_path, seen)
    assert len(seen) > 10
    assert len({release for release, _, _ in seen}) > 5
    with pytest.raises(Refusal) as refused:  # and the budget was really at its end
        Ledger(tmp_path).answer("one more", question("0.5"), lambda: {"t": []})
    assert refused.value.codes == ("privacy-budget-spent",)
    assert sum(paid.values()) == len(state.entries)


def test_while_others_spend_a_reader_sees_whole_ledgers_that_only_grow(tmp_path):
    open_ledger(tmp_path, "wash", PrivacyBudget(amount=Decimal(10)))
    asked = [sys.executable, SPENDER, "race", tmp_path, "1.5"]
    with subprocess.Popen(asked, stdout=subprocess.DEVNULL, env=surroundings()) as racing:
        seen = []
        while racing.poll() is None:
            seen.append(Ledger(tmp_path).state().entries)
    assert len(seen[-1]) > 5
    assert all(later[: len(earlier)] == earlier for earlier, later in zip(seen, seen[1:], strict=False))
