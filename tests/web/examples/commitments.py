"""A draft, a request that was brought, one that the cast's own organisation was asked, and an authority in public."""

from collections.abc import Mapping

from nyhavn.web.accounts.models import Organisation
from nyhavn.web.commitments.models import ActionRequest
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.needs.models import NeedRaised
from web import asking_authorities as asking
from web.cast import ABOUT, Cast
from web.examples.public import a_public_release
from web.examples.registry import example


@example("initiatives/<slug:initiative>/decisions/drafts/<uuid:draft>")
def a_draft(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "draft": asking.drafted(cast).uuid}


@example("initiatives/<slug:initiative>/decisions/<uuid:asked>")
def a_request(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "asked": asking.brought(cast).uuid}


@example("organisations/<slug:organisation>/commitments/<uuid:asked>")
def asked_of_the_cast(cast: Cast) -> Mapping[str, object]:
    """By a school next door, which has nobody in the cast."""
    slug = f"school-{cast.initiative.slug}"
    school = Organisation.objects.create(slug=slug, name=f"School of {slug}", kind="civil-society")
    water = Initiative.objects.create(
        slug=slug, organisation=school, title="Water at school", about=ABOUT | {"id": slug}
    )
    need = NeedRaised.objects.create(
        initiative=water,
        number=1,
        words="Is there water at school?",
        kind="civil-society",
        raised_by="Parents of the valley",
        raised_on=asking.in_days(-90),
        minutes="Letter of the parents",
        recorded_on=asking.in_days(-90),
    )
    made = ActionRequest.objects.create(
        initiative=water,
        number=1,
        authority=cast.organisation,
        authority_name=cast.organisation.name,
        need=need,
        asked_for="A tap in the yard.",
        asked_on=asking.in_days(-10),
        answer_by=asking.in_days(20),
        recorded_on=asking.today(),
    )
    return {"organisation": cast.organisation.slug, "asked": made.uuid}


@example("authorities/<slug:organisation>")
def an_authority_in_public(cast: Cast) -> Mapping[str, object]:
    a_public_release(cast)
    at = asking.authority(slug=f"ministry-of-{cast.initiative.slug}"[:60])
    asking.brought(cast, at)
    return {"organisation": at.organisation.slug}
