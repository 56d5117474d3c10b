"""Making an agreement: drafts say what is missing, and everybody's yes is about exactly these words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nyhavn.framework.agreement_standing import AgreementState
from nyhavn.framework.community_consent import CommunityStep
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Membership
from nyhavn.web.agreements import actions
from nyhavn.web.agreements.asks import AgreementEnded, AgreementSigned, DecisionLinked, LawSaid
from nyhavn.web.agreements.models import AgreementVersion
from nyhavn.web.agreements.queries import lacking, newest, standing_of
from web.agreeing import LAW, agreed_by_community, complete, drafted, in_force, office, said_by_community, signed
from web.cast import Cast


def test_a_draft_says_what_is_missing(village: Cast) -> None:
    made = drafted(village, office())
    assert standing_of(made) is AgreementState.DRAFT
    places = {reason.where for reason in lacking(made)}
    assert {"legal_basis", "controller", "status", "licence", "cut_off", "credit", "community_first"} <= places


def test_it_is_in_force_once_both_sides_and_the_community_said_yes(village: Cast) -> None:
    to = office()
    made = complete(village, to)
    assert standing_of(made) is AgreementState.OPEN
    signed(village, to, made)
    assert [reason.code for reason in lacking(made)] == ["handing-against-community"]
    agreed_by_community(village, to, made)
    assert standing_of(made) is AgreementState.IN_FORCE
    assert lacking(made) == ()


def test_a_draft_that_is_not_complete_is_not_signed(village: Cast) -> None:
    made = drafted(village, office())
    words = AgreementSigned(fingerprint=newest(made).fingerprint, as_role="Coordinator")
    with pytest.raises(Refusal) as refused:
        actions.sign(by=village[Role.COORDINATOR], on=made, said=words)
    assert set(refused.value.codes) == {"agreement-incomplete"}


def test_any_change_voids_signatures_and_the_communitys_yes(village: Cast) -> None:
    to = office()
    made = in_force(village, to)
    changed = LawSaid.model_validate(LAW | {"licence": "CC0-1.0"})
    actions.change_agreement(by=to.admin, on=made, said=changed, by_recipient=True)
    assert standing_of(made) is AgreementState.OPEN
    codes = [reason.code for reason in lacking(made)]
    assert codes == ["agreement-not-signed", "agreement-not-signed", "handing-against-community"]


def test_a_yes_of_the_community_from_before_the_change_is_about_other_words(village: Cast) -> None:
    to = office()
    made = complete(village, to)
    early = said_by_community(village, to)
    actions.change_agreement(
        by=village[Role.COORDINATOR], on=made, said=LawSaid.model_validate(LAW | {"controller": "Nobody"})
    )
    with pytest.raises(Refusal) as refused:
        actions.link_decision(by=village[Role.COORDINATOR], on=made, said=DecisionLinked(decision=str(early.uuid)))
    assert refused.value.codes == ("agreement-decision-not-about-it",)
    agreed_by_community(village, to, made)  # and one from after it is


def test_a_yes_to_another_office_is_none_to_this_one(village: Cast) -> None:
    to, other = office(), office("bureau-of-the-coast", "Bureau of the Coast")
    made = complete(village, to)
    elsewhere = said_by_community(village, other)
    with pytest.raises(Refusal) as refused:
        actions.link_decision(by=village[Role.COORDINATOR], on=made, said=DecisionLinked(decision=str(elsewhere.uuid)))
    assert refused.value.codes == ("agreement-decision-not-about-it",)


@pytest.mark.parametrize("named", ["statistics-of-the-valley", "Statistics of the Valley", "statistics-office", ""])
def test_a_veto_reaches_the_office_under_each_of_its_names(village: Cast, named: str) -> None:
    to = office()
    made = in_force(village, to)
    said_by_community(village, to, CommunityStep.VETOES, recipients=(named,) if named else ())
    assert standing_of(made) is AgreementState.OPEN
    with pytest.raises(Refusal) as refused:
        actions.link_decision(by=village[Role.COORDINATOR], on=made, said=DecisionLinked(decision="x"))
    assert refused.value.codes == ("agreement-community-vetoed",)


def test_a_veto_against_another_office_does_not_reach_this_one(village: Cast) -> None:
    to, other = office(), office("bureau-of-the-coast", "Bureau of the Coast")
    made = in_force(village, to)
    said_by_community(village, other, CommunityStep.VETOES)
    assert standing_of(made) is AgreementState.IN_FORCE


def test_whoever_read_older_words_signs_nothing(village: Cast) -> None:
    to = office()
    made = complete(village, to)
    old = newest(made).fingerprint
    actions.change_agreement(
        by=to.admin, on=made, said=LawSaid.model_validate(LAW | {"licence": "CC0-1.0"}), by_recipient=True
    )
    with pytest.raises(Refusal) as refused:
        actions.sign(
            by=village[Role.COORDINATOR], on=made, said=AgreementSigned(fingerprint=old, as_role="Coordinator")
        )
    assert refused.value.codes == ("agreement-changed",)


def test_one_account_does_not_sign_for_both_sides(village: Cast) -> None:
    to = office()
    carmen = village[Role.COORDINATOR]
    Membership.objects.create(user=carmen, organisation=to.organisation, is_admin=True)
    made = complete(village, to)
    words = AgreementSigned(fingerprint=newest(made).fingerprint, as_role="Coordinator")
    actions.sign(by=carmen, on=made, said=words)
    with pytest.raises(Refusal) as refused:
        actions.sign(by=carmen, on=made, said=words, by_recipient=True)
    assert refused.value.codes == ("agreement-same-signatory",)
    actions.sign(by=to.admin, on=made, said=words, by_recipient=True)  # somebody else of the office does


def test_nobody_agrees_with_themselves(village: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        drafted(village, office(), recipient=village.organisation.slug)
    assert refused.value.codes == ("agreement-with-oneself",)


@pytest.mark.parametrize(
    "purpose", ["Immigration control at the border", "Lists for the police", "Prosecution of fraud", "Record linkage"]
)
def test_no_agreement_is_made_for_police_or_immigration(village: Cast, purpose: str) -> None:
    with pytest.raises(Refusal) as refused:
        drafted(village, office(), purposes=(purpose,))
    assert refused.value.codes == ("agreement-purpose-banned",)
    assert "In every agreement both promise: no" in refused.value.reasons[0].what


@pytest.mark.parametrize("purpose", ["Statistics of international migration", "SDG 16.3.1: reported to the police"])
def test_statistics_about_migration_and_violence_are_welcome(village: Cast, purpose: str) -> None:
    assert drafted(village, office(), purposes=(purpose,)).versions.count() == 1


def test_the_bans_stand_in_every_version(village: Cast) -> None:
    made = complete(village, office())
    assert all(len(one.terms["bans"]) == 6 for one in AgreementVersion.objects.filter(agreement=made))


def test_an_agreement_that_a_side_ended_stays_ended(village: Cast) -> None:
    to = office()
    made = in_force(village, to)
    actions.end_agreement(by=to.admin, on=made, said=AgreementEnded(because="The law changed."), by_recipient=True)
    made.refresh_from_db()
    assert standing_of(made) is AgreementState.ENDED
    with pytest.raises(Refusal) as refused:
        signed(village, to, made)
    assert refused.value.codes == ("agreement-ended",)


def test_it_is_over_the_day_after_its_last_day(village: Cast) -> None:
    made = in_force(village, office())
    last = timezone.localdate() + timedelta(days=365)
    assert standing_of(made, last) is AgreementState.IN_FORCE
    assert standing_of(made, last + timedelta(days=1)) is AgreementState.OVER
