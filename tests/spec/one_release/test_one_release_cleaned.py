"""One release, three ways, with answers that a steward corrected, left out and took out."""

from pathlib import Path
from uuid import UUID

import pytest

from nyhavn.framework.release import CleaningStatement
from nyhavn.framework.roles import Role
from nyhavn.web.production.decision_queries import item_of
from nyhavn.web.production.models import FindingDecision, FoundProblem
from spec.one_release.doors import ByInterface, ByPage, Way
from spec.one_release.releasing import content, exported, produced, produced_by_command, signed_like
from spec.one_release.test_one_release import HOME, collected, say_everything  # noqa: F401 (collected is a fixture)
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "The paper form says so."


def waiting(number: int) -> tuple[str, tuple[UUID, ...]]:
    """The address of the serious finding of the newest run, and what of it waits."""
    found = FoundProblem.objects.filter(severity="serious").latest("id")
    open_ones = item_of(found).open
    assert len(open_ones) >= number
    return f"{HOME}/findings/{found.uuid}", open_ones


def decide_everything(way: Way, village: Cast) -> None:
    """One is corrected, one left out, one taken out, and the rest is left as it is."""
    steward = village[Role.STEWARD]
    finding, (first, second, third, *_) = waiting(4)
    said = {"contribution": str(first), "column": "age", "value": "31", "reason": REASON}
    way.do(steward, finding, "correct", said)
    way.do(steward, finding, "blank", {"contribution": str(second), "column": "age", "reason": REASON})
    way.do(steward, finding, "remove", {"contributions": [str(third)], "reason": REASON})
    way.do(steward, finding, "keep", {"reason": "They are the elders of the village."})


@pytest.mark.parametrize("way", [ByPage(), ByInterface()], ids=["page", "interface"])
def test_what_was_cleaned_on_the_site_is_cleaned_the_same_by_command(
    collected: Cast,  # noqa: F811
    tmp_path: Path,
    way: Way,
) -> None:
    say_everything(way, collected)
    before = produced(way, collected)
    decide_everything(way, collected)
    after = produced(way, collected)
    assert before.cleaning is None
    assert after.cleaning == CleaningStatement(0, "", "a few", "a few", "a few")
    assert (before.participants, after.participants) == ("58", "57")
    by_command = produced_by_command(exported(way, collected), tmp_path)
    found, expected = content(signed_like(after, by_command, tmp_path / "site")), content(by_command)
    assert found == expected, [path for path in expected if expected[path] != found.get(path)]


def test_undone_on_the_site_it_is_the_release_from_before_by_command_too(
    collected: Cast,  # noqa: F811
    tmp_path: Path,
) -> None:
    say_everything(ByPage(), collected)
    before = produced(ByPage(), collected)
    decide_everything(ByInterface(), collected)
    produced(ByPage(), collected)
    for decision in FindingDecision.objects.filter(undone_at=None):
        ByInterface().do(collected[Role.STEWARD], f"{HOME}/decisions/{decision.uuid}", "undo", {})
    by_command = produced_by_command(exported(ByPage(), collected), tmp_path)
    assert content(signed_like(before, by_command, tmp_path / "site")) == content(by_command)
