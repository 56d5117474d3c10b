"""Respondent-driven samples: the estimate beside its twin, the repetitions beside a slow one, and what is refused."""

import random

import pyarrow as pa
import pytest

from engines import on_every_engine
from nyhavn.engine.inference import read_recruitment, respondent_driven
from nyhavn.framework.refusal import Refusal

pytestmark = pytest.mark.engines
NAMES = {"person": "me", "recruiter": "by", "degree": "knows", "outcome": "yes"}


def recruited(people: int = 300, seeds: int = 6, *, seed: int = 1) -> dict[str, list]:
    """People who bring up to three others; who knows many says yes more often."""
    chance = random.Random(seed)
    found = {"me": [], "by": [], "knows": [], "yes": []}
    for number in range(people):
        knows = chance.choice((2, 5, 10, 40))
        found["me"].append(f"p{number:04}")
        found["by"].append(None if number < seeds else f"p{(number - seeds) // 2:04}")
        found["knows"].append(float(knows))
        found["yes"].append(None if chance.random() < 0.05 else float(chance.random() < 0.2 + 0.01 * knows))
    return found


def read(data):
    return on_every_engine(pa.table(data), lambda frame: read_recruitment(frame, **NAMES))


def twin(data) -> float:
    pairs = [(y, d) for y, d in zip(data["yes"], data["knows"], strict=True) if y is not None]
    return sum(y / d for y, d in pairs) / sum(1 / d for _, d in pairs)


def slow_repetitions(data, times: int) -> list[float]:
    """The tree bootstrap, person by person."""
    chance = random.Random(3)
    children: dict[str | None, list[int]] = {}
    for row, recruiter in enumerate(data["by"]):
        children.setdefault(recruiter, []).append(row)
    found = []
    for _ in range(times):
        seeds = children[None]
        open_rows = [chance.choice(seeds) for _ in seeds]
        above = below = 0.0
        while open_rows:
            row = open_rows.pop()
            if data["yes"][row] is not None:
                above += data["yes"][row] / data["knows"][row]
                below += 1 / data["knows"][row]
            below_row = children.get(data["me"][row], [])
            open_rows += [chance.choice(below_row) for _ in below_row]
        found.append(above / below)
    return found


def test_people_who_know_many_count_less():
    data = recruited()
    found = respondent_driven(read(data), replicates=200, seed=1)
    said = [y for y in data["yes"] if y is not None]

    assert found.value == pytest.approx(twin(data), rel=1e-12)
    assert found.value < sum(said) / len(said)
    assert found.low < found.value < found.high
    assert (found.seeds, found.participants) == (6, len(said))
    assert found.waves >= 5
    assert found.effective_n < found.participants
    assert found.interval_label.startswith("model-based")


def test_repetitions_spread_like_slow_ones():
    data = recruited()
    slow = slow_repetitions(data, 400)
    mean = sum(slow) / len(slow)
    spread = (sum((value - mean) ** 2 for value in slow) / (len(slow) - 1)) ** 0.5

    assert respondent_driven(read(data), replicates=800, seed=2).standard_error == pytest.approx(spread, rel=0.15)


def test_where_all_know_as_many_it_is_the_plain_mean():
    data = recruited()
    data["knows"] = [7.0] * len(data["knows"])
    said = [y for y in data["yes"] if y is not None]

    assert respondent_driven(read(data), replicates=50, seed=1).value == pytest.approx(sum(said) / len(said))


def test_the_order_of_rows_and_the_engine_change_nothing():
    data = recruited(60)
    mixed = random.Random(5).sample(range(60), 60)
    turned = {name: [values[row] for row in mixed] for name, values in data.items()}

    assert respondent_driven(read(data), replicates=50, seed=9) == respondent_driven(
        read(turned), replicates=50, seed=9
    )


def changed(name: str, row: int, value) -> dict[str, list]:
    data = recruited(20)
    data[name][row] = value
    return data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (changed("me", 3, "p0004"), "network-person-unclear"),
        (changed("me", 19, None), "network-person-unclear"),
        (changed("by", 9, "stranger"), "network-recruiter-unknown"),
        (changed("knows", 9, 0.0), "network-degree-unusable"),
        (changed("knows", 9, 0.99), "network-degree-unusable"),
        (changed("knows", 9, None), "network-degree-unusable"),
        (changed("by", 19, "p0019"), "network-chain-broken"),
    ],
)
def test_records_that_do_not_say_who_brought_whom(data, code):
    def codes(frame):
        with pytest.raises(Refusal) as refused:
            read_recruitment(frame, **NAMES)
        assert "p00" not in str(refused.value)  # no code of a person in a message
        return refused.value.codes

    assert code in on_every_engine(pa.table(data), codes)


def test_a_person_who_knows_one_other_is_enough():
    assert respondent_driven(read(changed("knows", 9, 1.0)), replicates=20, seed=1).value > 0


@pytest.mark.parametrize(("people", "seeds"), [(10, 10), (10, 1)], ids=["nobody was brought", "one first participant"])
def test_too_little_recruitment(people, seeds):
    with pytest.raises(Refusal) as refused:
        respondent_driven(read(recruited(people, seeds)), replicates=20, seed=1)

    assert refused.value.codes == ("network-too-small",)
