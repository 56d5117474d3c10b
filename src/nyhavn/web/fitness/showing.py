"""What each side is shown of an assessment, and what everybody is shown of a verdict."""

from collections.abc import Iterable, Mapping

from django.utils import timezone

from nyhavn.chain.fitness_evidence import speaks_to
from nyhavn.framework.fitness.answering import YES, Answer, AnswerEvidence, Computed, EvidenceGround
from nyhavn.framework.fitness.issued import as_computed, recompute
from nyhavn.framework.fitness.judging import describe, judge
from nyhavn.framework.fitness.rule_pack import RulePack, rule_pack
from nyhavn.framework.fitness.verdict import TITLES, VerdictOutcome
from nyhavn.framework.fitness.workflow import AppealEnd, AssessmentState, check_confirmed, may_issue_from
from nyhavn.framework.refusal import Refusal
from nyhavn.web.fitness import shapes
from nyhavn.web.fitness.models import AnswerGiven, Appeal, Assessment, IssuedVerdict, Proposal, QuestionBack
from nyhavn.web.fitness.queries import (
    answer_of,
    answers_of,
    appeal_open_at,
    assessor_numbers,
    changed_since,
    computed_of,
    is_high_risk,
    is_issued,
    issued_of,
    newer_than,
    newest_proposals,
    newest_verdict,
    of_initiative,
    of_office,
    pack_of,
    purposes_of,
    seen_by,
    standing_answers,
    standing_disputes,
    standing_of,
    texts_for,
    verdicts_of,
    was_sent_back,
)
from nyhavn.web.fitness.reading_releases import release_as_shown
from nyhavn.web.fitness.subjects import AppealsDesk, Asked, CriteriaDesk, OfficeDesk, ProducersDesk
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.subjects import public_home

END_WORDS = {AppealEnd.UPHELD.value: "The verdict stands", AppealEnd.SENT_BACK.value: "Sent back to the office"}
SAID = {YES: "yes", "no": "no"}


def producers_assessments(desk: ProducersDesk) -> shapes.AssessmentsShown:
    """Those of an initiative."""
    return shapes.AssessmentsShown(assessments=tuple(_listed(one) for one in of_initiative(desk.initiative)))


def office_assessments(desk: OfficeDesk) -> shapes.AssessmentsShown:
    """Those of an office. What was taken back before anybody looked is not among them."""
    return shapes.AssessmentsShown(assessments=tuple(_listed(one) for one in of_office(desk.office)))


def _listed(one: Assessment) -> shapes.AssessmentListed:
    return shapes.AssessmentListed(**_parts(one))


def _parts(one: Assessment) -> dict[str, object]:
    standing, newer = standing_of(one), newer_than(one.release)
    return {
        "uuid": one.uuid,
        "release": one.release.name,
        "version": one.release.version,
        "title": title_of(one.release),
        "office": one.office.name,
        "state": AssessmentState(one.state),
        "turn": standing.turn.who,
        "why": standing.turn.why,
        "appeal_at": appeal_open_at(one),
        "asked_at": one.asked_at,
        "purposes": purposes_of(one),
        "newer": newer.version if newer else "",
        "is_taken_on": standing.has_assessor,
    }


def title_of(release: PublicRelease) -> str:
    """The title, without names that are withheld; of one that was emptied only its short name."""
    return release_as_shown(release).title if release.content else release.name


def asked_shown(on: Asked) -> shapes.AssessmentShown:
    """One assessment as its producer sees it: answers come with the first verdict that is proposed."""
    return _shown(on.assessment, with_answers=on.assessment.proposals.exists())


def assessment_shown(one: Assessment) -> shapes.AssessmentShown:
    """One assessment as the office sees it."""
    return _shown(one, with_answers=True)


def _shown(one: Assessment, *, with_answers: bool) -> shapes.AssessmentShown:
    pack, answers = pack_of(one), answers_of(one)
    asked, others = _criteria(one, pack) if pack and with_answers else ((), ())
    return shapes.AssessmentShown(
        **_parts(one),
        address=public_home(one.release),
        words=one.words,
        producers_wish=one.producers_wish,
        needs_two=is_high_risk(one.release.initiative),
        is_confirmed=_is_confirmed(one),
        assessors=one.assessors.count(),
        criteria=pack_shown(pack) if pack else None,
        answers=asked,
        others=others,
        report=tuple(describe(judge(pack, answers))) if pack and with_answers else (),
        questions=tuple(_question(each) for each in one.questions.order_by("id")),
        proposals=tuple(_proposal(each) for each in newest_proposals(one) if not is_issued(each)),
        verdicts=tuple(verdict_shown(each) for each in one.verdicts.select_related(*OF_VERDICT).order_by("-id")),
        before=one.before.uuid if one.before else None,
    )


OF_VERDICT = ("assessment__release__initiative__organisation", "assessment__office")


def _is_confirmed(one: Assessment) -> bool:
    found = seen_by(one)
    try:
        check_confirmed(found, needs_two=True)
    except Refusal:
        return False
    return bool(found)


def pack_shown(pack: RulePack) -> shapes.CriteriaShown:
    """An edition of criteria."""
    return shapes.CriteriaShown(
        id=pack.id,
        title=pack.title,
        edition=pack.edition,
        office=pack.office,
        fingerprint=pack.fingerprint,
        note=pack.note,
        unknown=pack.unknown,
        asks=len(pack.asked),
    )


def criteria_shown(desk: CriteriaDesk) -> shapes.CriteriaListShown:
    """All criteria that an office can apply: its own first."""
    handed_in = {one.pack: timezone.localdate(one.handed_in_at) for one in desk.office.rule_packs.all()}
    found = (pack_shown(rule_pack(text, where=name)) for name, text in texts_for(desk.office).items())
    dated = [one.model_copy(update={"handed_in_on": handed_in.get(one.id)}) for one in found]
    return shapes.CriteriaListShown(criteria=tuple(sorted(dated, key=lambda one: one.handed_in_on is None)))


def asks_of(pack: RulePack) -> Mapping[str, tuple[str, str]]:
    """For each thing that is asked, the part it belongs to, and the question."""
    found = {gate.code: (gate.title, gate.asks) for gate in pack.gates}
    for one in pack.dimensions:
        found |= {one.code: (one.title, one.asks)} if one.levels else {}
        found |= {each.code: (one.title, each.asks) for each in one.criteria}
    return {asked: found[asked] for asked in pack.asked}


def says_of(pack: RulePack) -> Mapping[str, Mapping[str, str]]:
    """What each answer reads as."""
    found: dict[str, Mapping[str, str]] = dict.fromkeys(pack.asked, SAID)
    for one in pack.dimensions:
        if one.levels:
            found[one.code] = {level.code: level.says for level in one.levels}
    return found


def _criteria(
    one: Assessment, pack: RulePack
) -> tuple[tuple[shapes.CriterionShown, ...], tuple[shapes.EvidenceShown, ...]]:
    numbers, words, computed = assessor_numbers(one), says_of(pack), computed_of(one)
    titles = _titles(computed)
    standing = {each.asked: each for each in standing_answers(one)}
    earlier: dict[str, list[shapes.AnswerShown]] = {}
    for each in one.answers.order_by("id"):
        if each.asked in standing and each.id != standing[each.asked].id:
            earlier.setdefault(each.asked, []).append(_answer(answer_of(each, numbers), words, titles))
    suggestions = suggested(one)
    asked, others = _with_evidence(
        pack,
        computed,
        answers_of(one),
        {each.code: each.because for each in standing_disputes(one)},
        before=_said_before(one),
    )
    whole = tuple(
        each.model_copy(
            update={
                "earlier": tuple(earlier.get(each.code, ())),
                "suggestion": _suggestion(suggestions.get(each.code), words, titles) if each.answer is None else None,
            }
        )
        for each in asked
    )
    return whole, others


def suggested(one: Assessment) -> Mapping[str, AnswerGiven]:
    """What was answered about the version before, where the same was asked in the same words with the same answers."""
    if one.before is None or one.before.fingerprint != one.fingerprint:
        return {}
    return {each.asked: each for each in standing_answers(one.before)}


def _suggestion(
    given: AnswerGiven | None, words: Mapping[str, Mapping[str, str]], titles: Mapping[str, str]
) -> shapes.AnswerShown | None:
    if given is None:
        return None
    return _answer(answer_of(given, assessor_numbers(given.assessment)), words, titles)


def _said_before(one: Assessment) -> Mapping[str, str]:
    """What the version before said, by code."""
    return {} if one.before is None else {each.code: each.words for each in computed_of(one.before)}


def _with_evidence(
    pack: RulePack,
    computed: Iterable[Computed],
    answers: Iterable[Answer],
    disputes: Mapping[str, str],
    *,
    before: Mapping[str, str],
) -> tuple[tuple[shapes.CriterionShown, ...], tuple[shapes.EvidenceShown, ...]]:
    """Each criterion with its evidence and its answer, and the evidence about the whole."""
    known = tuple(computed)
    evidence, titles = {each.code: _evidence(each, disputes, before) for each in known}, _titles(known)
    beside, words, given = speaks_to(pack), says_of(pack), {each.asked: each for each in answers}
    used = {code for codes in beside.values() for code in codes}
    asked = tuple(
        shapes.CriterionShown(
            code=code,
            part=part,
            asks=asks,
            evidence=tuple(evidence[each] for each in beside[code] if each in evidence),
            answer=_answer(given[code], words, titles) if code in given else None,
        )
        for code, (part, asks) in asks_of(pack).items()
    )
    return asked, tuple(each for code, each in evidence.items() if code not in used)


def _evidence(one: Computed, disputes: Mapping[str, str], before: Mapping[str, str]) -> shapes.EvidenceShown:
    was = before.get(one.code, "")
    return shapes.EvidenceShown(
        code=one.code,
        title=one.title,
        words=one.words,
        dispute=disputes.get(one.code, ""),
        before="" if was == one.words else was,
    )


def _answer(one: Answer, words: Mapping[str, Mapping[str, str]], titles: Mapping[str, str]) -> shapes.AnswerShown:
    return shapes.AnswerShown(
        says=one.says,
        says_words=words.get(one.asked, {}).get(one.says, one.says),
        because=one.because,
        evidence=tuple(_rests_on(piece, titles) for piece in one.evidence),
        by=one.assessor,
        on=one.on,
    )


def _rests_on(piece: AnswerEvidence, titles: Mapping[str, str]) -> shapes.RestsOn:
    title = titles.get(piece.reference, "") if piece.ground is EvidenceGround.COMPUTED else ""
    return shapes.RestsOn(ground=piece.ground, reference=piece.reference, title=title)


def _titles(computed: Iterable[Computed]) -> Mapping[str, str]:
    return {each.code: each.title for each in computed}


def _question(one: QuestionBack) -> shapes.QuestionBackShown:
    return shapes.QuestionBackShown(
        uuid=one.uuid, words=one.words, asked_at=one.asked_at, answer=one.answer, answered_at=one.answered_at
    )


def _proposal(one: Proposal) -> shapes.ProposalShown:
    return shapes.ProposalShown(
        uuid=one.uuid,
        number=one.purpose + 1,
        purpose=purposes_of(one.assessment)[one.purpose],
        outcome=VerdictOutcome(one.outcome),
        outcome_words=TITLES[VerdictOutcome(one.outcome)],
        because=one.because,
        caveat=one.caveat,
        fixes=tuple(shapes.FixShown(**each) for each in one.fixes),
        proposed_at=one.proposed_at,
        may_be_issued_from=timezone.localdate(may_issue_from(one.proposed_at)),
        reply=one.reply,
        replied_at=one.replied_at,
        is_current=not changed_since(one),
    )


def verdict_shown(one: IssuedVerdict) -> shapes.VerdictShown:
    """A verdict from what was kept with it, worked out anew beside it."""
    kept, assessment = issued_of(one), one.assessment
    anew, newer = recompute(kept), newer_than(assessment.release)
    pack = rule_pack(kept.pack_text, where="criteria")
    disputes = {each.code: each.because for each in kept.disputes}
    asked, others = _with_evidence(pack, as_computed(kept.computed), kept.answers, disputes, before={})
    newest = newest_verdict(assessment, one.purpose)
    is_replaced = newest is not None and newest.id != one.id
    differs = (
        anew.differs if kept.fingerprint == one.digest else (*anew.differs, "What is kept is not what was issued.")
    )
    return shapes.VerdictShown(
        uuid=one.uuid,
        address=f"{public_home(assessment.release)}verdicts/{one.uuid}/",
        number=one.purpose + 1,
        release=kept.release,
        version=kept.version,
        newer=newer.version if newer else "",
        title=title_of(assessment.release),
        office=assessment.office.name,
        purpose=kept.verdict.purpose,
        outcome=kept.verdict.outcome,
        outcome_words=TITLES[kept.verdict.outcome],
        caveat=kept.verdict.caveat,
        can_be_appealed=not is_replaced and not one.appeals.filter(end="").exists(),
        lines=kept.lines,
        report=kept.report,
        reply=kept.reply,
        replied_on=kept.replied_on,
        issued_on=kept.issued_on,
        criteria=pack_shown(pack),
        answers=asked,
        others=others,
        appeals=tuple(_appeal(each) for each in one.appeals.select_related("body").order_by("id")),
        is_replaced=is_replaced,
        was_sent_back=was_sent_back(one),
        digest=one.digest,
        is_same=not differs,
        differs=differs,
    )


def _appeal(one: Appeal) -> shapes.AppealShown:
    return shapes.AppealShown(
        uuid=one.uuid,
        body=one.body.name,
        because=one.because,
        appealed_at=one.appealed_at,
        end=AppealEnd(one.end) if one.end else None,
        end_words=END_WORDS.get(one.end, ""),
        reasons=one.reasons,
        decided_at=one.decided_at,
    )


def verdicts_shown(release: PublicRelease) -> shapes.VerdictsShown:
    """What was issued about one version, for everybody; look first whether they may read its results."""
    found = tuple(verdict_shown(one) for one in verdicts_of([release]))
    return shapes.VerdictsShown(release=release.name, version=release.version, verdicts=found)


def appeals_shown(desk: AppealsDesk) -> shapes.AppealsShown:
    """Those that a body decides, or decided."""
    found = Appeal.objects.filter(body=desk.body).select_related(
        *(f"verdict__{each}" for each in OF_VERDICT), "verdict__proposal"
    )
    return shapes.AppealsShown(appeals=tuple(_appeal_listed(one) for one in found.order_by("-id")))


def _appeal_listed(one: Appeal) -> shapes.AppealListed:
    assessment = one.verdict.assessment
    return shapes.AppealListed(
        uuid=one.uuid,
        title=title_of(assessment.release),
        office=assessment.office.name,
        purpose=purposes_of(assessment)[one.verdict.purpose],
        outcome=VerdictOutcome(one.verdict.proposal.outcome),
        outcome_words=TITLES[VerdictOutcome(one.verdict.proposal.outcome)],
        appealed_at=one.appealed_at,
        end=AppealEnd(one.end) if one.end else None,
        end_words=END_WORDS.get(one.end, ""),
    )


def appeal_shown(one: Appeal) -> shapes.AppealWhole:
    """One appeal with the verdict that it is about."""
    return shapes.AppealWhole(appeal=_appeal(one), verdict=verdict_shown(one.verdict))
