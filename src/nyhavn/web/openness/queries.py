"""Reading what was chosen, and what holds by the choices and by what the community's bodies decided."""

from collections.abc import Iterable, Mapping

from django.utils import timezone

from nyhavn.chain.plan import ReleaseSection
from nyhavn.framework.community_body import Matter
from nyhavn.framework.openness import AccessLevel, Heard, Material, OpennessChoice, level_that_holds, stricter_of
from nyhavn.web.community.models import MatterDecision
from nyhavn.web.community.queries import matter_decisions, speaking
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.openness.models import AccessRequest, Choice, RequestState

# By which requests something is read: who may read records may read the results that they stand behind. Stories are
# asked for by themselves.
OPENED_BY: Mapping[Material, tuple[Material, ...]] = {
    Material.RESULTS: (Material.RESULTS, Material.RECORDS),
    Material.RECORDS: (Material.RECORDS,),
    Material.STORIES: (Material.STORIES,),
}


def choices_in(initiative: Initiative) -> tuple[OpennessChoice, ...]:
    """The choice that holds for each material, as far as somebody chose."""
    found = {row.material: row for row in Choice.objects.filter(initiative=initiative).order_by("id")}
    return tuple(_choice(found[material]) for material in Material if material in found)


def _choice(row: Choice) -> OpennessChoice:
    return OpennessChoice(
        material=Material(row.material),
        level=AccessLevel(row.level),
        licence=row.licence,
        reason=row.reason,
        with_whom=row.with_whom,
        heard=Heard(row.heard),
        chosen_on=row.chosen_on,
    )


def choice_of(initiative: Initiative, material: Material) -> OpennessChoice | None:
    """The choice that holds for a material; None if nobody chose."""
    return next((one for one in choices_in(initiative) if one.material is material), None)


def levels_of(
    initiative: Initiative, choices: Iterable[OpennessChoice] | None = None
) -> Mapping[Material, AccessLevel]:
    """What is enforced today. Records and stories are never more open than the results that they stand behind.

    choices: where they are known already.
    """
    known = choices_in(initiative) if choices is None else choices
    today, chosen = timezone.localdate(), {one.material: one.level for one in known}
    decided = MatterDecision.objects.filter(body__initiative=initiative, matter=Matter.ACCESS).exists()
    decisions = matter_decisions(initiative) if decided else ()
    found = {one: level_that_holds(decisions, one, chosen.get(one), today) for one in Material}
    return {one: stricter_of(level, found[Material.RESULTS]) for one, level in found.items()}


def level_of(initiative: Initiative, material: Material) -> AccessLevel:
    """The same for one material."""
    return levels_of(initiative)[material]


def not_open(initiatives: Iterable[int]) -> frozenset[int]:
    """Of these initiatives, by their internal numbers, those whose results are not open to everybody today."""
    wanted = set(initiatives)
    chose = Choice.objects.filter(initiative__in=wanted).values_list("initiative", flat=True)
    decided = MatterDecision.objects.filter(body__initiative__in=wanted, matter=Matter.ACCESS)
    asked = {*chose.order_by().distinct(), *decided.order_by().values_list("body__initiative", flat=True).distinct()}
    some = Initiative.objects.filter(id__in=asked) if asked else ()
    return frozenset(one.id for one in some if level_of(one, Material.RESULTS) is not AccessLevel.OPEN)


def has_body(initiative: Initiative) -> bool:
    """Whether a body speaks for the community."""
    return speaking(initiative).exists()


def with_licence(release: ReleaseSection, initiative: Initiative) -> ReleaseSection:
    """[release] under the licence that was chosen with the community, where one was."""
    chosen = choice_of(initiative, Material.RESULTS)
    return release.model_copy(update={"licence": chosen.licence}) if chosen else release


def granted_now(initiative: Initiative, requests: Iterable[str], material: Material) -> AccessRequest | None:
    """The request among these that lets somebody read that material today.

    It was granted for the level of that day. Where less is open now, whoever decides about that has not been asked.
    """
    found = AccessRequest.objects.filter(
        material__in=OPENED_BY[material],
        initiative=initiative,
        uuid__in=list(requests),
        state=RequestState.GRANTED,
        granted_until__gte=timezone.localdate(),
    )
    levels = levels_of(initiative)
    return next((one for one in found.order_by("id") if _still_covers(one, levels)), None)


def _still_covers(granted: AccessRequest, levels: Mapping[Material, AccessLevel]) -> bool:
    level, now = AccessLevel(granted.granted_level), levels[Material(granted.material)]
    return stricter_of(level, now) is level
