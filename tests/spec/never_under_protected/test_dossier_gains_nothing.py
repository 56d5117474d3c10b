"""Whoever has the dossier of the principles beside all tables works out nothing that the tables alone do not tell.

Everybody was asked for two purposes. The table counts those who agreed to the first; unknowns are people by all
breakdowns and by what they said. Each number of the dossier is one more sum of them. How many said what is drawn.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from cell_attacker import Breakdown, CellAttacker
from test_attacker_can_win import COUNTS, A, B

from nyhavn.framework.consent import Coverage, Purpose
from nyhavn.framework.gate_numbers import A_FEW, NONE, shown_count
from nyhavn.framework.records import ConsentColumn, ProtectionAudit, ReleaseRecords
from nyhavn.framework.safeguards import evidence_for, participation_and_consent
from spec.principles.test_spec_safeguards import GOOD

SAID = Breakdown("said", "all", {"yes": "all", "no": "all", "both": "yes", "one": "yes", "other": "no", "none": "no"})
FIRST, SECOND = Purpose.PUBLISHED_AGGREGATES, Purpose.STATISTICS_OFFICE
AGREED = {FIRST: ("both", "one"), SECOND: ("both", "other")}
THRESHOLD = 3
SMALL = ("a0", "b0")  # one person
CORNERS = (SMALL, ("a0", "b1"), ("a1", "b0"), ("a1", "b1"))
TABLE = {codes: None if codes in CORNERS else value for codes, value in COUNTS.items()}
PEOPLE = int(COUNTS["all", "all"])


@dataclass(frozen=True)
class Asked:
    """How many people said what, by the codes of SAID."""

    said: dict

    def total(self, *codes: str) -> int:
        return sum(self.said[code] for code in codes)

    def sentences(self) -> list[str]:
        """Everything that the dossier says."""
        agreed = {purpose: self.total(*codes) for purpose, codes in AGREED.items()}
        everybody = self.total(*self.said)
        records: ReleaseRecords = replace(
            GOOD,
            threshold=THRESHOLD,
            consent=tuple(Coverage(p, given=n, refused=everybody - n) for p, n in agreed.items()),
            consent_columns=tuple(ConsentColumn(p, n, everybody - n, 0) for p, n in agreed.items()),
            protection=ProtectionAudit(True, True, len(TABLE), len(CORNERS), 0),
        )
        return [said for one in evidence_for(records) for each in one.safeguards for said in each.detail]

    def attacker(self, sentences: list[str]) -> CellAttacker:
        """Who has read the table, how many took part and were left out as a release says it, and these sentences."""
        attacker = CellAttacker((A, B, SAID), whole=True)
        attacker.learn(("a", "b", "said"), {(*codes, "yes"): value for codes, value in TABLE.items()})
        for code, parts in (("yes", ("both", "one")), ("no", ("other", "none"))):
            shown = shown_count(self.total(*parts), THRESHOLD)
            if shown not in (A_FEW, NONE):
                attacker.learn(("said",), {(code,): int(shown)})
        for purpose, number in numbers(sentences):
            attacker.learn_sum([(("said",), (code,)) for code in AGREED[purpose]], number)
        return attacker

    def narrowed(self, sentences: list[str]) -> set:
        """Small counts that somebody can narrow down: of the table, and of those who refused something."""
        attacker, interval = self.attacker(sentences), (0.0, float(THRESHOLD))
        found = {SMALL} if attacker.narrows(("a", "b", "said"), (*SMALL, "yes"), interval) else set()
        return found | {code for code in self.few if attacker.narrows(("said",), (code,), interval)}

    @property
    def few(self) -> list[str]:
        """What too few people said for it to be shown."""
        return [code for code in ("one", "other", "none") if 0 < self.said[code] < THRESHOLD]


def numbers(sentences: list[str]) -> list[tuple[Purpose, int]]:
    """How many agreed to a purpose, wherever a sentence says it."""
    told = [re.match(r"Purpose ([a-z-]+): .*?(\d+)", said) for said in sentences]
    return [(Purpose(one[1]), int(one[2])) for one in told if one]


def drawn() -> list[Asked]:
    rng = np.random.default_rng(7)
    sizes = [[int(n) for n in rng.integers(0, (8, 4, 8))] for _ in range(12)]
    return [Asked({"both": PEOPLE - one, "one": one, "other": other, "none": none}) for one, other, none in sizes]


def gains(one: Asked) -> bool:
    """Whether the dossier adds something. Where it adds no sum, there is nothing more to solve."""
    sentences = one.sentences()
    return bool(numbers(sentences)) and not one.narrowed(sentences) <= one.narrowed([])


def test_the_dossier_beside_the_table_tells_an_attacker_nothing_more() -> None:
    few = [one for one in drawn() if one.few]
    assert len(few) > 5
    assert not any(map(gains, drawn()))
    assert all("valid consent beforehand" in " ".join(one.sentences()) for one in few)


def test_the_table_alone_tells_nothing() -> None:
    assert [one.narrowed([]) for one in drawn()[:3]] == [set()] * 3


def exactly(coverage: Coverage) -> str:
    return f"Purpose {coverage.purpose}: valid consent beforehand; contributions: {coverage.given}."


def one_by_one(coverage: Coverage) -> str:
    """Each number as the gate of a single count lets it through: part and rest are large enough."""
    if min(coverage.given, coverage.total - coverage.given) >= THRESHOLD:
        return exactly(coverage)
    return f"Purpose {coverage.purpose}: valid consent beforehand; contributions: {A_FEW}."


@pytest.mark.parametrize("says", [exactly, one_by_one])
def test_with_the_gate_bypassed_the_same_attacker_wins(
    says: Callable[[Coverage], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where each number by itself is large enough: two purposes are subtracted from each other."""
    monkeypatch.setattr(participation_and_consent, "_given", says)
    assert any(map(gains, drawn()))
