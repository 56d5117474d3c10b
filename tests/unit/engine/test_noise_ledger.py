"""What was spent is written down before noise is drawn, adds up exactly, and never beyond the budget."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyhavn.engine.confidentiality.noise import Ledger, Mechanism, PrivateTable, Question, open_ledger
from nyhavn.engine.confidentiality.noise.ledger import ANSWERS, LEDGER_FILE
from nyhavn.framework.noise_policy import Measure, PrivacyBudget
from nyhavn.framework.refusal import OutsideFault, Refusal
from unit.engine.noise_cast import AGE, PLACE

LAPLACE, GAUSSIAN = Mechanism.LAPLACE, Mechanism.GAUSSIAN
EPSILON_ONE = PrivacyBudget(amount=Decimal(1))
RHO_ONE = PrivacyBudget(measure=Measure.RHO, amount=Decimal(1))


def question(price, mechanism=LAPLACE, name="t", cross=(AGE,)):
    return Question((PrivateTable(name, cross),), 1, mechanism, Decimal(price))


def answering(*values):
    return lambda: {"t": list(values)}


def never():
    raise AssertionError("noise was drawn")


def written(folder):
    return json.loads((folder / LEDGER_FILE).read_text())["entries"]


def test_a_payment_is_on_the_disk_before_noise_is_drawn(tmp_path):
    ledger = open_ledger(tmp_path, "wash 2026", EPSILON_ONE)
    seen = []

    def draw():
        seen.extend(written(tmp_path))
        return {"t": [1, 2]}

    assert ledger.answer("r1", question("0.25"), draw) == {"t": [1, 2]}
    assert [(entry["release"], entry["price"], entry["cost"], entry["scope"]) for entry in seen] == [
        ("r1", "0.25", "0.25", ["t"])
    ]


def test_file_and_folder_have_reached_the_disk_before_noise_is_drawn_and_an_answer_is_seen(tmp_path, monkeypatch):
    ledger, steps = open_ledger(tmp_path, "wash", EPSILON_ONE), []
    real_sync, real_rename = os.fsync, Path.rename

    def sync(handle):
        steps.append(f"sync {Path(f'/proc/self/fd/{handle}').readlink().name}")
        real_sync(handle)

    def rename(path, target):
        steps.append(f"rename to {'ledger' if target.name == LEDGER_FILE else 'answer'}")
        return real_rename(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "rename", rename)
    ledger.answer("r1", question("0.25"), lambda: steps.append("draw") or {"t": [1]})
    steps.append("seen")
    answer = steps[4].removeprefix("sync ")
    assert steps == [
        f"sync {LEDGER_FILE}.partial",
        "rename to ledger",
        f"sync {tmp_path.name}",
        "draw",
        f"sync {answer}",
        "rename to answer",
        f"sync {ANSWERS}",
        "seen",
    ]


def test_many_who_ask_the_same_at_once_have_one_answer_that_was_drawn_once(tmp_path):
    open_ledger(tmp_path, "wash", EPSILON_ONE)
    draws = []

    def draw():
        draws.append(1)
        return {"t": [len(draws)]}

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: Ledger(tmp_path).answer("r1", question("0.25"), draw), range(24)))
    assert answers == [{"t": [1]}] * 24
    assert len(draws) == 1
    assert Ledger(tmp_path).state().spent == Fraction(1, 4)


def test_what_died_while_noise_was_drawn_stays_spent_and_is_paid_again(tmp_path):
    ledger = open_ledger(tmp_path, "wash", EPSILON_ONE)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            ledger.answer("r1", question("0.4"), lambda: 1 // 0)
    assert ledger.state().spent == Fraction(4, 5)
    assert ledger.stored("r1", question("0.4")) is None
    with pytest.raises(Refusal) as refused:
        ledger.answer("r1", question("0.4"), never)
    assert refused.value.codes == ("privacy-budget-spent",)


def test_the_same_question_of_a_release_has_the_stored_answer_and_costs_nothing(tmp_path):
    ledger = open_ledger(tmp_path, "wash", EPSILON_ONE)
    ledger.answer("r1", question("1"), answering(3, -1))
    assert Ledger(tmp_path).answer("r1", question("1.0"), never) == {"t": [3, -1]}
    assert Ledger(tmp_path).stored("r1", question("1")) == {"t": [3, -1]}
    assert ledger.state().spent == 1


@pytest.mark.parametrize("other", [question("0.2"), question("0.1", cross=(PLACE,)), question("0.1", name="u")])
def test_another_question_of_the_same_release_is_refused(tmp_path, other):
    ledger = open_ledger(tmp_path, "wash", EPSILON_ONE)
    ledger.answer("r1", question("0.1"), answering(1))
    with pytest.raises(Refusal) as refused:
        ledger.answer("r1", other, never)
    assert refused.value.codes == ("private-release-asked",)
    assert ledger.state().spent == Fraction(1, 10)


def test_the_last_bit_of_a_budget_can_be_spent_and_not_a_millionth_more(tmp_path):
    ledger = open_ledger(tmp_path, "wash", EPSILON_ONE)
    for at in range(9):  # ten times 0.1 is 1 here, and is not in binary fractions
        ledger.answer(f"r{at}", question("0.1"), answering(1))
    with pytest.raises(Refusal) as refused:
        ledger.answer("more", question("0.100001"), never)
    assert refused.value.codes == ("privacy-budget-spent",)
    assert "0.1 of 1" in str(refused.value)
    ledger.answer("all", question("0.1"), answering(1))
    assert ledger.state().spent == 1
    with pytest.raises(Refusal):
        ledger.answer("least", question("0.000001"), never)


def test_gaussian_noise_is_not_paid_in_epsilon_and_laplace_in_rho_costs_half_its_square(tmp_path):
    pure = open_ledger(tmp_path / "pure", "wash", EPSILON_ONE)
    with pytest.raises(Refusal) as refused:
        pure.answer("r1", question("0.1", GAUSSIAN), never)
    assert refused.value.codes == ("privacy-budget-measure",)
    concentrated = open_ledger(tmp_path / "zcdp", "wash", RHO_ONE)
    concentrated.answer("r1", question("0.25", GAUSSIAN), answering(1))
    concentrated.answer("r2", question("1", LAPLACE), answering(1))
    assert concentrated.state().spent == Fraction(3, 4)
    with pytest.raises(Refusal):
        concentrated.answer("r3", question("0.707107", LAPLACE), never)  # a little more than the root of 2 x 0.25
    concentrated.answer("r4", question("0.707106", LAPLACE), answering(1))
    assert concentrated.state().spent < 1


REQUESTS = st.tuples(
    st.sampled_from(["a", "b", "c", "d", "e"]),
    st.sampled_from(["0.1", "0.25", "0.3", "0.6", "1"]),
    st.sampled_from(Mechanism),
    st.sampled_from(["answered", "crashed"]),
)


@given(requests=st.lists(REQUESTS, max_size=14), budget=st.sampled_from([EPSILON_ONE, RHO_ONE]))
@settings(max_examples=40)
def test_no_order_of_requests_spends_more_than_the_budget_or_gives_two_answers(requests, budget):
    """Beside a twin that adds up by hand."""
    with TemporaryDirectory() as place:
        ledger, spent, asked, answers = open_ledger(Path(place), "wash", budget), Fraction(0), {}, {}
        for at, (release, price, mechanism, end) in enumerate(requests):
            pure = budget.measure is Measure.EPSILON
            cost = Fraction(price) if pure or mechanism is GAUSSIAN else Fraction(price) ** 2 / 2
            allowed = spent + cost <= 1 and not (pure and mechanism is GAUSSIAN)
            same = asked.get(release, (price, mechanism)) == (price, mechanism)
            draw = answering(at) if end == "answered" else lambda: 1 // 0
            try:
                given_back = ledger.answer(release, question(price, mechanism), draw)
                assert same
                assert given_back == answers.setdefault(release, {"t": [at]})
                if given_back == {"t": [at]}:
                    assert allowed
                    spent, asked[release] = spent + cost, (price, mechanism)
            except ZeroDivisionError:
                assert same and allowed and release not in answers
                spent, asked[release] = spent + cost, (price, mechanism)
            except Refusal as refused:
                assert not same or not allowed, refused.codes
            assert ledger.state().spent == spent <= 1


def test_a_ledger_is_declared_once(tmp_path):
    open_ledger(tmp_path, "wash", EPSILON_ONE)
    open_ledger(tmp_path, "wash", PrivacyBudget(amount=Decimal("1.0"))).answer("r1", question("1"), answering(1))
    for dataset, budget in (("school", EPSILON_ONE), ("wash", PrivacyBudget(amount=Decimal(2))), ("wash", RHO_ONE)):
        with pytest.raises(Refusal) as refused:
            open_ledger(tmp_path, dataset, budget)
        assert refused.value.codes == ("privacy-ledger-other",)
    assert open_ledger(tmp_path, "wash", EPSILON_ONE).state().spent == 1


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"version": 1}', b'{"dataset": "wash", "budget": {}}'])
def test_a_ledger_that_is_gone_or_broken_is_never_begun_anew(tmp_path, content):
    open_ledger(tmp_path, "wash", EPSILON_ONE)
    (tmp_path / LEDGER_FILE).unlink()
    if content is not None:
        (tmp_path / LEDGER_FILE).write_bytes(content)
    for ask in (
        lambda: open_ledger(tmp_path, "wash", EPSILON_ONE),
        lambda: Ledger(tmp_path).stored("r", question("1")),
    ):
        with pytest.raises(Refusal) as refused:
            ask()
        assert refused.value.codes == ("privacy-ledger-damaged",)


def test_an_older_ledger_put_back_is_noticed_where_an_answer_is_newer(tmp_path):
    ledger = open_ledger(tmp_path, "wash", EPSILON_ONE)
    before = (tmp_path / LEDGER_FILE).read_bytes()
    ledger.answer("r1", question("0.5"), answering(1))
    (tmp_path / LEDGER_FILE).write_bytes(before)
    with pytest.raises(Refusal) as refused:
        ledger.answer("r1", question("0.5"), never)
    assert refused.value.codes == ("privacy-ledger-damaged",)


def test_an_answer_that_is_broken_is_not_drawn_again(tmp_path):
    ledger = open_ledger(tmp_path, "wash", EPSILON_ONE)
    ledger.answer("r1", question("0.5"), answering(1))
    next((tmp_path / ANSWERS).iterdir()).write_bytes(b"[")
    with pytest.raises(Refusal) as refused:
        ledger.answer("r1", question("0.5"), never)
    assert refused.value.codes == ("privacy-ledger-damaged",)


@pytest.mark.parametrize("amount", [EPSILON_ONE, PrivacyBudget(amount=Decimal("10"))])
def test_a_budget_up_to_the_largest_is_taken(tmp_path, amount):
    open_ledger(tmp_path, "wash", amount)


def test_a_budget_beyond_the_largest_is_refused_and_leaves_no_ledger(tmp_path):
    with pytest.raises(Refusal) as refused:
        open_ledger(tmp_path / "new", "wash", PrivacyBudget(amount=Decimal("10.000001")))
    assert refused.value.codes == ("privacy-budget-too-large",)
    assert not (tmp_path / "new").exists()


def test_the_ledger_is_for_its_owner_alone(tmp_path):
    ledger = open_ledger(tmp_path / "own", "wash", EPSILON_ONE)
    ledger.answer("r1", question("0.5"), answering(1))
    for place in (tmp_path / "own").rglob("*"):
        assert place.stat().st_mode & 0o077 == 0
    assert (tmp_path / "own").stat().st_mode & 0o077 == 0


def test_a_ledger_that_cannot_be_written_draws_no_noise(tmp_path):
    ledger = open_ledger(tmp_path, "wash", EPSILON_ONE)
    (tmp_path / f"{LEDGER_FILE}.partial").mkdir()  # as a disk without room: also the owner of everything is stopped
    with pytest.raises(OutsideFault) as fault:
        ledger.answer("r1", question("0.5"), never)
    assert fault.value.codes == ("privacy-ledger-unwritable",)
    (tmp_path / f"{LEDGER_FILE}.partial").rmdir()
    assert ledger.state().spent == 0
    ledger.answer("r1", question("0.5"), answering(1))
