"""A privacy budget outlives everything: it is spent once for what is asked once, and never beyond its end."""

from fractions import Fraction
from pathlib import Path

import pytest
import tomli_w
from click.testing import CliRunner

from nyhavn.cli.main import nyhavn as command
from nyhavn.engine.confidentiality.noise import Ledger
from nyhavn.framework.refusal import Refusal
from spec.protected_tables.noisy_valley import CELL_KEY, PRIVATE, SECRET_OF_NOISE
from spec.protected_tables.valley import SECRET
from sudden_death import told_by

DYING = Path(__file__).parent / "dying_command.py"
MOMENTS = 100  # more than there are
FILES = {"tables": 5, "restricted": 2}


@pytest.fixture
def found(valley):
    return valley(PRIVATE)


def spent(found):
    return float(Ledger(found.kept).state().spent)


def test_the_same_release_is_paid_once_also_when_contributions_have_changed(found):
    said = found.protect_by_command()
    first = found.all_tables()
    assert "Spent:      0.5 of epsilon 1" in said
    del found.rows[:10]
    found.protect_by_command()
    assert found.all_tables() == first and spent(found) == 0.5


def test_another_release_is_paid_anew_and_shows_other_numbers(found):
    found.protect_by_command()
    first = found.all_tables()
    found.order["method"]["release"] = "autumn"
    found.protect_by_command()
    assert found.all_tables() != first and spent(found) == 1


def test_when_the_budget_is_spent_nothing_more_is_told_and_a_smaller_question_still_is(found):
    found.protect_by_command()
    found.order["method"] |= {"release": "autumn", "epsilon": 0.6}
    with pytest.raises(Refusal) as refused:
        found.protect_by_command()
    assert refused.value.codes == ("privacy-budget-spent",)
    assert "costs epsilon 0.6; 0.5 of 1 are left" in str(refused.value)
    assert not found.out.exists() and spent(found) == 0.5
    found.order["method"]["epsilon"] = 0.4
    found.protect_by_command()
    assert len(found.public("ages")) == 28 and spent(found) == 0.9


def test_on_the_terminal_a_spent_budget_is_a_sentence_and_an_exit_code(found):
    assert found.protect_apart().returncode == 0
    found.order["method"] |= {"release": "autumn", "epsilon": 0.6}
    done = found.protect_apart()
    assert done.returncode == 1 and done.stdout == ""
    assert "Not done: privacy budget: The question costs epsilon 0.6; 0.5 of 1 are left." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_release_that_asks_something_else_is_refused_and_pays_nothing(found):
    found.protect_by_command()
    found.table("place")
    with pytest.raises(Refusal) as refused:
        found.protect_by_command()
    assert refused.value.codes == ("private-release-asked",)
    assert not found.out.exists() and spent(found) == 0.5


@pytest.mark.parametrize("change", [{"dataset": "another valley"}, {"budget": {"amount": 2}}], ids=["data", "budget"])
def test_a_budget_is_declared_once(found, change):
    found.protect_by_command()
    found.order["method"] |= {"release": "autumn"} | change
    with pytest.raises(Refusal) as refused:
        found.protect_by_command()
    assert refused.value.codes == ("privacy-ledger-other",) and not found.out.exists()


def test_a_second_ledger_is_not_begun_by_a_mistyped_path_nor_over_the_first(found):
    found.protect_by_command()
    found.order["method"]["release"] = "autumn"
    for words in (["--ledger", str(found.kept.with_name("mistyped"))], ["--ledger", str(found.kept), "--begin"]):
        with pytest.raises(Refusal) as refused:
            found.protect_by_command(*words)
        assert refused.value.codes == (("noise-begun",) if "--begin" in words else ("noise-not-begun",))
    assert not found.kept.with_name("mistyped").exists() and spent(found) == 0.5


def test_a_ledger_that_was_lost_is_not_begun_anew(found):
    found.protect_by_command()
    (found.kept / "ledger.json").unlink()
    for words in (["--ledger", str(found.kept)], ["--ledger", str(found.kept), "--begin"]):
        with pytest.raises(Refusal) as refused:
            found.protect_by_command(*words)
        assert refused.value.codes[0] in ("privacy-ledger-damaged", "noise-begun")


def test_no_refusal_depends_on_what_stands_in_a_row(found):
    """Codes that nobody declared, numbers that are none, rows of nobody: all of it is as if it were not there."""
    found.order["table"] = [{"id": "money", "by": ["place"], "sum": "income"}]
    found.order["method"] |= {
        "table": [{"id": "money", "low": 0, "high": 900}],
        "epsilon": 10,
        "budget": {"amount": 10},
    }
    true = sum(row[3] for row in found.rows)
    found.rows += [
        [SECRET, "", "", 500, "", "x1"],
        ["ford", SECRET, "", SECRET, "", "x2"],
        ["ford", "", "", 500, "", ""],
    ]
    found.rows += [["ford", "child", "yes", "", "", "x3"]]
    found.protect_by_command()
    error = found.described("money")["protection"]["standard_error"]
    assert abs(found.public("money")["valley",] - true) <= 16 * 2 * error < true
    assert SECRET.encode() not in found.public_bytes()


def test_a_person_with_a_thousand_rows_counts_once(found):
    found.rows = [[*row[:5], "ann"] for row in found.rows] * 5
    found.order["method"] |= {"epsilon": 10, "budget": {"amount": 10}}
    found.protect_by_command()
    assert abs(found.public("ages")["valley", "Total"] - 1) <= 30


def dying(found, orders, *words):
    """One order per moment, and the command dying at each until one comes through. How many died."""
    for moment, order in enumerate(orders, start=1):
        text = tomli_w.dumps(found.order | {"method": found.order["method"] | order})
        (found.folder / f"moment {moment}.toml").write_text(text, encoding="utf-8")
    return int(told_by(DYING, found.folder, *words))


def whole_or_nothing(place):
    return not place.exists() or {path.name: len(list(path.iterdir())) for path in place.iterdir()} == FILES


@pytest.mark.slow
def test_killed_at_every_step_the_budget_is_kept_and_what_was_paid_can_still_be_had(found):
    found.order["method"] |= {"budget": {"amount": 2}, "epsilon": 0.01}
    found.protect_by_command()
    died = dying(found, [{"release": f"moment {at}"} for at in range(1, MOMENTS)], "--ledger", str(found.kept))
    assert died > 10, "few steps were tried"
    state = Ledger(found.kept).state()
    paid = [entry.release for entry in state.entries]
    assert len(set(paid)) == len(paid) and state.spent <= Fraction(state.budget.amount)
    places = [found.folder / f"moment {moment}" for moment in range(1, died + 1)]
    assert all(whole_or_nothing(place) for place in places)
    between = [place for place in places if place.name in paid and not place.exists()]
    assert between, "none died between spending and writing"
    kept = {path.name for path in (found.kept / "answers").iterdir()}
    for place in places:
        if place.exists():
            continue
        words = ["protect", f"{place}.toml", "--out", str(place), "--ledger", str(found.kept)]
        assert CliRunner().invoke(command, words).exit_code == 0
    again = [entry.release for entry in Ledger(found.kept).state().entries]
    assert all(1 <= again.count(place.name) <= 2 for place in places)
    assert any(again.count(place.name) == 1 for place in between), "no answer that was kept was given"
    assert len(kept) > 2
    assert not [path for path in found.folder.iterdir() if path.name.endswith(".partial")]


@pytest.mark.slow
def test_killed_at_every_step_a_new_secret_is_whole_or_not_there_and_never_lost_by_what_is_published(valley):
    found = valley(CELL_KEY)
    found.write()
    died = dying(found, [{}] * MOMENTS, "--secret", str(found.folder / "secret MOMENT"), "--begin")
    assert died >= 6, "few steps were tried"
    places = [found.folder / f"moment {moment}" for moment in range(1, died + 2)]
    secrets = [found.folder / f"secret {moment}" for moment in range(1, died + 2)]
    lines = [secret.read_bytes().split(b"\n") for secret in secrets if secret.exists()]
    assert all(len(value) == 64 and bound.startswith(b"counts: ") and not end for value, bound, end in lines)
    assert all(secret.exists() for secret, place in zip(secrets, places, strict=True) if place.exists())
    assert not secrets[0].exists() and secrets[-1].exists() and places[-1].exists()
    assert any(secret.exists() and not place.exists() for secret, place in zip(secrets, places, strict=True))


@pytest.mark.slow
def test_killed_at_every_step_a_secret_is_bound_before_anything_is_published(valley):
    found = valley(CELL_KEY)
    found.write()
    secrets = [found.folder / f"secret {moment}" for moment in range(1, MOMENTS)]
    for secret in secrets:
        secret.write_bytes(SECRET_OF_NOISE)
        secret.chmod(0o600)
    died = dying(found, [{}] * MOMENTS, "--secret", str(found.folder / "secret MOMENT"))
    places = [found.folder / f"moment {moment}" for moment in range(1, died + 2)]
    lines = [secret.read_bytes().split(b"\n") for secret in secrets[: died + 1]]
    assert all(value == SECRET_OF_NOISE and len(bound) in (0, 2) for value, *bound in lines)
    is_bound = [len(line) > 1 for line in lines]
    assert all(bound for bound, place in zip(is_bound, places, strict=True) if place.exists())
    assert not is_bound[0] and any(bound and not place.exists() for bound, place in zip(is_bound, places, strict=True))
