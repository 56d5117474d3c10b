"""Publication waits until people said whether exactly these results describe them, or somebody said why not to ask."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pydantic import ValidationError

from nyhavn.chain.validating import tables_sha256
from nyhavn.framework.interests import OwnInterest
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.framework.validation import Describes, Validation, rests_on
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import Collection
from nyhavn.web.community.waiting_for_board import for_board
from nyhavn.web.jobs.models import Job
from nyhavn.web.releases import actions, home_actions
from nyhavn.web.releases.home_asks import CommunityAnswered
from nyhavn.web.releases.models import PublicRelease, ValidationEntry
from nyhavn.web.releases.queries import content_of, place_of
from spec.bad_input.village import Village
from web import board, objects, publishing
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
HOME, API = "/work/initiatives/village-water/", "/api/v1/initiatives/village-water/"


def page(user: User, at: str, said: dict[str, object]) -> str:
    client = Client()
    client.force_login(user)
    return client.post(f"{HOME}{at}/", said, follow=True).content.decode()


def told(user: User, at: str, said: dict[str, object]) -> str:
    client = Client()
    client.force_login(user)
    return client.post(f"{API}{at}", said, content_type="application/json").content.decode()


def announces(village: Cast, release: PublicRelease) -> None:
    actions.schedule(by=village[Role.COORDINATOR], on=release, day=publishing.in_days(2))


def refused(village: Cast, release: PublicRelease) -> tuple[str, ...]:
    with pytest.raises(Refusal) as found:
        announces(village, release)
    return found.value.codes


def test_nothing_is_announced_before_people_were_asked_and_then_it_is(ready: Cast) -> None:
    release = publishing.only_returned(ready)
    at, day = f"releases/{release.uuid}/do/schedule", {"day": publishing.in_days(2).isoformat()}
    assert "Nobody has asked the community yet" in page(ready[Role.COORDINATOR], at, day)
    assert "validation-missing" in told(ready[Role.COORDINATOR], at, day)
    assert refused(ready, release) == ("validation-missing",)
    publishing.described(ready, release)
    announces(ready, release)
    assert publishing.again(release).state == "scheduled"


def test_a_job_publishes_nothing_that_people_said_no_to_since_and_goes_on_when_they_are_answered(ready: Cast) -> None:
    release = publishing.scheduled(ready)
    no = {"outcome": Describes.NOT, "reasons": "Our street is missing.", "dissent": ("My street is in it.",)}
    publishing.described(ready, release, **no)
    publishing.its_day_comes(release)
    publishing.work()
    assert publishing.again(release).state == "scheduled"
    assert "validation-unanswered" in str(Job.objects.get(uuid=release.job).reasons)
    answer = CommunityAnswered(words="We could not go there. We will.")
    home_actions.answer_community(by=ready[Role.COORDINATOR], on=release, said=answer)
    actions.publish_again(by=ready[Role.COORDINATOR], on=publishing.again(release))
    publishing.work()
    out = publishing.again(release)
    assert out.state == "published"
    seen = Client().get(f"/data/{out.name}/{out.version}/").content.decode()
    report = (place_of(out) / "report.html").read_text()
    for words in ("Our street is missing.", "My street is in it.", "We could not go there. We will."):
        assert words in seen and words in report
    found = {one.code: one.state for each in content_of(out).principles for one in each.safeguards}
    assert found["results-recognised"] is EvidenceState.AGAINST
    assert found["asked-before-publication"] is EvidenceState.FOUND
    assert found["agreement-and-dissent-shown"] is EvidenceState.FOUND


def test_what_people_said_of_the_candidate_before_holds_for_its_tables_only(ready: Cast) -> None:
    older = publishing.returned(ready)
    objects.contributions(Collection.objects.get(), 12)
    newer = publishing.only_returned(ready)
    assert tables_sha256(content_of(newer)) != tables_sha256(content_of(older))
    assert refused(ready, newer) == ("validation-of-other-tables",)
    publishing.described(ready, newer)
    announces(ready, newer)


def test_made_again_without_a_change_the_tables_are_those_that_people_spoke_of(ready: Cast) -> None:
    publishing.returned(ready)
    again = publishing.only_returned(ready)
    announces(ready, again)
    assert publishing.again(again).state == "scheduled"


def test_anybody_gets_from_the_files_the_fingerprint_that_people_spoke_of(ready: Cast) -> None:
    out = publishing.published(ready)
    found = content_of(out).validation
    assert found is not None
    assert [one.tables for one in found.said] == [fingerprint(place_of(out))]


def fingerprint(folder: Path) -> str:
    """By hand, as sha256sum does: LC_ALL=C sha256sum tables/*.csv | sha256sum."""
    files = sorted((folder / "tables").glob("*.csv"))
    lines = "".join(f"{hashlib.sha256(each.read_bytes()).hexdigest()}  tables/{each.name}\n" for each in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def test_it_is_waived_in_public_and_not_by_somebody_with_an_interest(ready: Cast) -> None:
    release = publishing.only_returned(ready)
    publishing.declares(ready, ready[Role.BOARD_MEMBER], OwnInterest.GAINS)
    at, why = f"releases/{release.uuid}/do/waive-validation", {"reason": "It is not safe to meet."}
    assert "Whoever declared an interest" in page(ready[Role.BOARD_MEMBER], at, why)
    assert "decision-with-interest" in told(ready[Role.BOARD_MEMBER], at, why)
    assert not ValidationEntry.objects.filter(release=release).exists()


def test_a_waiver_lets_it_go_out_and_everybody_reads_the_reason(ready: Cast) -> None:
    release = publishing.only_returned(ready)
    home_actions.waive_validation(by=ready[Role.BOARD_MEMBER], on=release, reason="It is not safe to meet.")
    announces(ready, release)
    publishing.its_day_comes(publishing.again(release))
    publishing.work()
    out = publishing.again(release)
    assert "It is not safe to meet." in Client().get(f"/data/{out.name}/{out.version}/").content.decode()


def test_a_waiver_does_not_silence_a_no(ready: Cast) -> None:
    release = publishing.only_returned(ready)
    publishing.described(ready, release, outcome=Describes.NOT, reasons="Our street is missing.")
    home_actions.waive_validation(by=ready[Role.BOARD_MEMBER], on=release, reason="It is not safe to meet.")
    assert refused(ready, release) == ("validation-unanswered",)


def test_a_no_to_the_tables_before_is_not_waived_whatever_number_the_next_ones_have(ready: Cast) -> None:
    older = publishing.only_returned(ready)
    publishing.described(ready, older, outcome=Describes.NOT, reasons="Our street is missing.")
    objects.contributions(Collection.objects.get(), 12)
    objects.tables(ready, objects.TABLES.replace("[release]", '[release]\nversion = "2"'))
    newer = publishing.only_returned(ready)
    assert newer.version != older.version
    home_actions.waive_validation(by=ready[Role.BOARD_MEMBER], on=newer, reason="It is not safe to meet.")
    assert refused(ready, newer) == ("validation-of-other-tables",)
    publishing.described(ready, newer, outcome=Describes.IN_PART, reasons="The mill is missing still.")
    announces(ready, newer)


def test_a_vote_of_no_about_the_tables_before_is_not_waived_either(ready: Cast) -> None:
    assembly = board.assembly(ready, is_named=True)
    older = publishing.only_returned(ready)
    key = f"describes:{older.name}:{tables_sha256(content_of(older))[:40]}"
    board.met(ready, assembly, board.point(key, votes_for=2, against=3, dissent=("Our street is missing.",)))
    objects.contributions(Collection.objects.get(), 12)
    newer = publishing.only_returned(ready)
    home_actions.waive_validation(by=ready[Role.BOARD_MEMBER], on=newer, reason="It is not safe to meet.")
    assert refused(ready, newer) == ("validation-of-other-tables",)


def test_after_a_yes_to_the_tables_before_a_waiver_is_enough(ready: Cast) -> None:
    publishing.returned(ready)
    objects.contributions(Collection.objects.get(), 12)
    newer = publishing.only_returned(ready)
    home_actions.waive_validation(by=ready[Role.BOARD_MEMBER], on=newer, reason="It is not safe to meet.")
    announces(ready, newer)


def test_a_meeting_is_asked_and_its_vote_counts_without_anybody_writing_it_down_again(ready: Cast) -> None:
    assembly = board.assembly(ready, is_named=True)
    release = publishing.only_returned(ready)
    key = f"describes:{release.name}:{tables_sha256(content_of(release))[:40]}"
    assert key in [item.key for item in for_board(ready.initiative)]
    no = board.point(key, votes_for=2, against=3, dissent=("Our street is missing.",), dissent_is_public=True)
    board.met(ready, assembly, no)
    assert refused(ready, release) == ("validation-unanswered",)
    with pytest.raises(Refusal) as found:
        item = assembly.meetings.get().items.get()
        publishing.described(ready, release, meeting=str(item.uuid))
    assert found.value.codes == ("validation-other-than-meeting",)
    home_actions.answer_community(
        by=ready[Role.COORDINATOR], on=release, said=CommunityAnswered(words="We go there next month.")
    )
    announces(ready, release)


def test_too_few_people_are_told_in_words_and_more_by_their_number(ready: Cast) -> None:
    release = publishing.only_returned(ready)
    with pytest.raises(Refusal) as found:
        publishing.described(ready, release, people=3)
    assert found.value.codes == ("validation-few-people",)
    assert publishing.described(ready, release, people=40).people == 40
    with pytest.raises(ValidationError):  # a sentence at its place, where a database would stumble
        publishing.described(ready, release, people=10**12)


def test_a_vintage_rests_on_the_word_about_an_edition_of_the_last_year_and_on_no_older_one(ready: Cast) -> None:
    out = publishing.published(ready)
    said = Validation.model_validate(out.validation).said
    today = timezone.localdate()
    assert rests_on(said, today + timedelta(days=365)) == today
    assert rests_on(said, today + timedelta(days=366)) is None
    assert rests_on((*said, said[0].model_copy(update={"outcome": Describes.NOT})), today) is None


def test_the_command_signs_nothing_that_was_said_of_other_tables_and_signs_what_was_said_of_these(
    tmp_path: Path,
) -> None:
    village = Village(tmp_path)
    said = '[[validation.said]]\nsaid_on = 2026-01-05\nasked_in = "gathering"\noutcome = "describes-us"\n'
    village.change("plan.toml", "[release]", f'{said}tables = "{"b" * 64}"\n[release]')
    ran = village.run()
    assert ran.returncode != 0
    assert "The community was asked about other tables than these." in ran.stderr + ran.stdout
    assert village.left_behind() == []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    unsaid = Village(tmp_path / "first")
    assert unsaid.run().returncode == 0
    tables = fingerprint(next((tmp_path / "first").rglob("tables")).parent)
    asked = Village(tmp_path / "second")
    asked.change("plan.toml", "[release]", f'{said}tables = "{tables}"\n[release]')
    assert asked.run().returncode == 0
