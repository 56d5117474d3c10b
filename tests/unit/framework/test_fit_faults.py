"""Rule packs, answers and verdicts: each fault alone, beside the whole that passes."""

import re
import tomllib
from typing import Any

import pytest

from nyhavn.framework.declared import Declared
from nyhavn.framework.fitness.answering import (
    Answer,
    AnswerEvidence,
    Computed,
    Dispute,
    check_answers,
    check_disputes,
)
from nyhavn.framework.fitness.answering import EvidenceGround as Ground
from nyhavn.framework.fitness.judging import judge
from nyhavn.framework.fitness.rule_pack import (
    SHIPPED,
    Band,
    Criterion,
    DecisionRule,
    Gate,
    Level,
    RatedDimension,
    RulePack,
    rule_pack,
)
from nyhavn.framework.fitness.verdict import (
    Fix,
    Verdict,
    check_assessors,
    check_verdict,
    printed,
)
from nyhavn.framework.fitness.verdict import OfficialPurpose as Purpose
from nyhavn.framework.fitness.verdict import VerdictOutcome as Outcome
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.validation import CommunityView
from spec.fitness.fitness_answers import DAY, answer, with_points

PACK = SHIPPED["ons-2022"]
PASSING, FAILING = with_points(PACK, 2, 2, 2, 2, 2), with_points(PACK, 1, 1, 1, 1, 1)
FIGURE = Computed("time-lag", "Time lag", "120 days", "release-1")
WATER = Purpose(indicator="6.1.1", breakdown=("DISABILITY_STATUS",), place="Dhaka", words="water by disability")
CAVEAT = "Only slum households were asked, and no others."
FIX = Fix(criterion="coverage", what="Who was not reached is not said.", remedy="Compare with the census.")


def pack_with(repository: Any, old: str, new: str) -> str:
    text = str((repository / "examples" / "rule_pack" / "national.toml").read_text(encoding="utf-8"))
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "lakeland-2026"', "", "Field required"),
        ('code = "gap"', 'code = "consent"', 'The code "consent" is used more than once.'),
        ('code = "selection-described"', 'code = "coverage"', 'The code "coverage" is used more than once.'),
        ("points = 2,", "points = 4,", 'Two levels of dimension "coverage" have the same code or the same points.'),
        ("points_by_met = [0, 1, 2, 4]", "points_by_met = [0, 1, 2]", "needs points for none, one"),
        ("points_by_met = [0, 1, 2, 4]", "points_by_met = [0, 2, 1, 4]", "may not give fewer points"),
        ("points_by_met = [0, 1, 2, 4]", "", 'dimension "methods" gives none'),
        ("total_from = 5", "total_from = 9", "No answers can reach total_from."),
        ("total_from = 5", "mean_over = 4.0", "No answers can have a mean over mean_over."),
        ("total_from = 5", "", "needs one of mean_over and total_from"),
        ("total_from = 5", "total_from = 5\nmean_over = 1.5", "needs one of mean_over and total_from"),
        ("at_least = 7", "at_least = 5", "The bands go from the lowest to the highest"),
        ('published = "2026-05"', 'published = "May"', "String should match"),
        ("none_at = 0", "none_at = 0\nall_from = 1", "Extra inputs are not permitted"),
    ],
)
def test_a_pack_with_one_fault_is_refused_with_a_sentence(repository: Any, old: str, new: str, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        rule_pack(pack_with(repository, old, new), where="national.toml")
    assert {*refused.value.codes} == {"rule-pack-wrong"}
    assert says in str(refused.value)
    assert "national.toml" in refused.value.reasons[0].where


def test_a_file_that_is_no_toml_is_refused_with_the_line() -> None:
    with pytest.raises(Refusal, match="line 1"):
        rule_pack("id = = 1", where="national.toml")


def test_the_fingerprint_is_of_what_a_pack_says(repository: Any) -> None:
    same = rule_pack(pack_with(repository, "# Criteria of", "# The criteria of"), where="")
    other = rule_pack(pack_with(repository, "total_from = 5", "total_from = 6"), where="")
    as_it_is = rule_pack(pack_with(repository, "id", "id"), where="")
    assert same.fingerprint == as_it_is.fingerprint != other.fingerprint


def changed(**changes: object) -> list[Answer]:
    return [PASSING[0].model_copy(update=changes), *PASSING[1:]]


def computed(reference: str) -> tuple[AnswerEvidence, ...]:
    return (AnswerEvidence(ground=Ground.COMPUTED, reference=reference),)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (changed(says="perhaps"), "answer-unknown"),
        (changed(because=" "), "answer-without-reason"),
        (changed(evidence=()), "answer-without-evidence"),
        (changed(assessor=""), "answer-by-nobody"),
        (changed(asked="beauty"), "answer-to-nothing"),
        (changed(evidence=computed("mood")), "evidence-not-computed"),
        (changed(evidence=(AnswerEvidence(ground=Ground.RECORD, reference=""),)), "evidence-nowhere"),
        ([*PASSING, answer("need", "yes")], "answered-twice"),
        ([*PASSING[:-1], answer("data-quality", "yes")], "answer-unknown"),
    ],
)
def test_an_answer_with_one_fault_is_refused(answers: list[Answer], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_answers(PACK, answers, (FIGURE,))
    assert refused.value.codes == (code,)


def test_answers_that_rest_on_documents_and_on_what_was_computed_are_taken() -> None:
    check_answers(PACK, changed(evidence=computed("time-lag")), (FIGURE,))
    check_answers(PACK, PASSING[:3], ())


def test_a_computed_figure_is_disputed_with_a_reason_and_stays() -> None:
    fair = Dispute(code="time-lag", because="The last interview was later.", assessor="Ama", on=DAY)
    check_disputes((fair,), (FIGURE,))
    for update, code in (({"code": "mood"}, "evidence-not-computed"), ({"because": ""}, "answer-without-reason")):
        with pytest.raises(Refusal) as refused:
            check_disputes((fair.model_copy(update=update),), (FIGURE,))
        assert refused.value.codes == (code,)


def verdict(outcome: Outcome, **said: Any) -> Verdict:
    usual = {
        "purpose": WATER,
        "community": CommunityView.AGREES,
        "by": ("Ama",),
        "on": DAY,
        "because": "It fills a gap.",
    }
    return Verdict(outcome=outcome, pack=PACK.id, fingerprint=PACK.fingerprint, **{**usual, **said})


@pytest.mark.parametrize(
    ("given", "answers", "codes"),
    [
        (verdict(Outcome.HEADLINE), PASSING, ()),
        (verdict(Outcome.HEADLINE), FAILING, ("verdict-not-carried",)),
        (verdict(Outcome.HEADLINE), PASSING[:-1], ("verdict-not-carried",)),
        (verdict(Outcome.BREAKDOWN), PASSING, ()),
        (
            verdict(Outcome.BREAKDOWN, purpose=Purpose(indicator="6.1.1", words="w")),
            PASSING,
            ("breakdown-not-named",),
        ),
        (verdict(Outcome.HEADLINE, purpose=Purpose(words="water")), PASSING, ("indicator-not-named",)),
        (verdict(Outcome.PROXY, caveat=CAVEAT), PASSING, ()),
        (verdict(Outcome.PROXY), PASSING, ("caveat-missing",)),
        (verdict(Outcome.PROXY, caveat="Use with caution."), PASSING, ("caveat-missing",)),
        (verdict(Outcome.PROXY, caveat=CAVEAT), FAILING, ("verdict-not-carried",)),
        (verdict(Outcome.CONTEXT), FAILING, ()),
        (
            verdict(Outcome.CONTEXT),
            with_points(PACK, 3, 3, 3, 3, 3, gates={"need": "no"}),
            ("verdict-not-carried",),
        ),
        (verdict(Outcome.COMMUNITY), PASSING, ("verdict-not-wished",)),
        (verdict(Outcome.COMMUNITY, producers_wish=True), [], ()),
        (verdict(Outcome.RETURNED, fixes=(FIX,)), FAILING, ()),
        (verdict(Outcome.RETURNED), FAILING, ("refused-without-fix",)),
        (verdict(Outcome.REFUSED, fixes=(FIX,)), FAILING, ()),
        (verdict(Outcome.REFUSED), FAILING, ("refused-without-fix",)),
        (
            verdict(Outcome.REFUSED, fixes=(FIX.model_copy(update={"remedy": ""}),)),
            FAILING,
            ("refused-without-fix",),
        ),
        (
            verdict(Outcome.REFUSED, fixes=(FIX.model_copy(update={"criterion": "mood"}),)),
            [],
            ("fix-of-no-criterion",),
        ),
        (verdict(Outcome.HEADLINE, because=""), PASSING, ("verdict-without-reason",)),
        (verdict(Outcome.HEADLINE, by=()), PASSING, ("verdict-by-nobody",)),
    ],
)
def test_a_verdict_is_carried_by_the_answers_or_refused(
    given: Verdict, answers: list[Answer], codes: tuple[str, ...]
) -> None:
    if not codes:
        check_verdict(given, PACK, judge(PACK, answers))
        return
    with pytest.raises(Refusal) as refused:
        check_verdict(given, PACK, judge(PACK, answers))
    assert refused.value.codes == codes


def test_every_outcome_has_its_words_and_a_verdict_names_the_edition_that_was_applied() -> None:
    for outcome in Outcome:
        lines = printed(verdict(outcome, caveat=CAVEAT, community=CommunityView.DISSENTS), PACK)
        assert "The community was asked whether the data describe it, and dissents." in lines
        assert lines[-1].endswith("This is not a decision of the UK Office for National Statistics.")
    old = SHIPPED["ons-2021"]
    with pytest.raises(Refusal) as refused:
        check_verdict(verdict(Outcome.HEADLINE), old, judge(old, with_points(old, 2, 2, 2, 2, 2, 2)))
    assert refused.value.codes == ("verdict-of-other-rules",)


OFFICE, COUNCIL = frozenset({"statistics office"}), frozenset({"council"})


def refused_assessors(*who: tuple[str, frozenset[str]], needs_two: bool = False) -> tuple[str, ...]:
    try:
        check_assessors(who, producers=COUNCIL, needs_two=needs_two)
    except Refusal as refused:
        return refused.codes
    return ()


def test_nobody_assesses_what_their_own_organisation_made_and_two_assess_what_is_high_risk() -> None:
    assert refused_assessors(("Ama", OFFICE)) == ()
    assert refused_assessors(("Ama", OFFICE | COUNCIL)) == ("assessor-of-the-producer",)
    assert refused_assessors(("Ama", OFFICE), needs_two=True) == ("one-assessor-for-high-risk",)
    assert refused_assessors(("Ama", OFFICE), ("Ama", OFFICE), needs_two=True) == ("one-assessor-for-high-risk",)
    assert refused_assessors(("Ama", OFFICE), ("Kofi", OFFICE), needs_two=True) == ()


def test_every_code_is_explained(repository: Any) -> None:
    folder = repository / "src" / "nyhavn" / "framework"
    text = "".join(path.read_text(encoding="utf-8") for path in (folder / "fitness").glob("*.py"))
    explained = tomllib.loads((folder / "refusals" / "fitness.toml").read_text(encoding="utf-8"))
    assert {*re.findall(r"(?:Reason|refusal)\(\s*\"([a-z-]+)\"", text)} == {*explained}
    assert all(entry[part].strip() for entry in explained.values() for part in ("title", "why", "do"))


@pytest.mark.parametrize("model", [RulePack, Gate, RatedDimension, DecisionRule, Level, Criterion, Band])
def test_every_key_of_a_pack_stands_on_its_page(repository: Any, model: type[Declared]) -> None:
    page = (repository / "docs" / "reference" / "rule-packs.md").read_text(encoding="utf-8")
    assert [name for name in model.model_fields if f"`{name}`" not in page] == []
