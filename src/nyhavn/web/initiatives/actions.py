"""Everything that changes what is said about an initiative."""

from typing import Any

from django.db import IntegrityError, transaction

from nyhavn.framework.chain import Stage
from nyhavn.framework.refusal import refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.audit.actions import record
from nyhavn.web.initiatives import plan_parts
from nyhavn.web.initiatives.asks import (
    AboutSaid,
    DefinitionSaid,
    InitiationSaid,
    InterestsSaid,
    ListingSaid,
    Registered,
    StageSaid,
)
from nyhavn.web.initiatives.models import Initiative, RoleAssignment


def register(*, by: User, on: Organisation, said: Registered) -> Initiative:
    """A new initiative of an organisation; whoever registers it coordinates it. Raises Refusal."""
    about = plan_parts.section_from(said.id, said.about, said.interests)
    initiation = plan_parts.initiation_from(said.initiation)
    with transaction.atomic():
        made = _new_initiative(
            slug=about.id,
            organisation=on,
            title=about.title,
            about=plan_parts.stored(about),
            initiation=plan_parts.stored(initiation),
        )
        RoleAssignment.objects.create(initiative=made, user=by, role=Role.COORDINATOR.value)
        record("initiative-registered", by=by, kind="initiative", on=made.uuid, scope=made.uuid)
        facts = {"role": Role.COORDINATOR.value}
        record("role-given", by=by, kind="account", on=by.uuid, scope=made.uuid, facts=facts)
    return made


def _new_initiative(**values: Any) -> Initiative:
    try:
        with transaction.atomic():
            return Initiative.objects.create(**values)
    except IntegrityError:
        what = "Another initiative has this short name."
        raise refusal("short-name-already-taken", what, where="id", do="Choose another one.") from None


def edit_about(*, by: User, on: Initiative, said: AboutSaid) -> None:
    """Change what the initiative is about."""
    interests = plan_parts.interests_said(plan_parts.about_of(on))
    section = plan_parts.section_from(on.slug, said, interests)
    _store(by, on, "about", title=section.title, about=plan_parts.stored(section))


def edit_interests(*, by: User, on: Initiative, said: InterestsSaid) -> None:
    """Change who pays for it and who may gain. Raises Refusal."""
    section = plan_parts.section_from(on.slug, plan_parts.about_said(plan_parts.about_of(on)), said)
    _store(by, on, "interests", about=plan_parts.stored(section))


def edit_initiation(*, by: User, on: Initiative, said: InitiationSaid) -> None:
    """Change who started it and who used its data first."""
    _store(by, on, "initiation", initiation=plan_parts.stored(plan_parts.initiation_from(said)))


def edit_stage(*, by: User, on: Initiative, stage: Stage, said: StageSaid) -> None:
    """Change what is said about the participation in one stage. Raises Refusal "evidence-without-level"."""
    with transaction.atomic():
        # Read again under a lock: two people who state two stages at once must not lose one of them.
        fresh = Initiative.objects.select_for_update().get(id=on.id)
        stages = plan_parts.with_stage(plan_parts.participation_of(fresh), stage, said)
        entries = [plan_parts.stored(entry) for entry in stages]
        _store(by, on, f"participation-{stage}", participation=entries)


def edit_definition(*, by: User, on: Initiative, said: DefinitionSaid) -> None:
    """Change which reading of the definition is printed."""
    _store(by, on, "definition", prints_strict=said.print_strict)


def edit_listing(*, by: User, on: Initiative, said: ListingSaid) -> None:
    """Change whether the initiative has a public page before its first release."""
    _store(by, on, "listing", is_listed=said.is_listed)


def _store(by: User, on: Initiative, part: str, **values: Any) -> None:
    with transaction.atomic():
        for name, value in values.items():
            setattr(on, name, value)
        on.save(update_fields=list(values))
        record("initiative-changed", by=by, kind="initiative", on=on.uuid, scope=on.uuid, facts={"part": part})
