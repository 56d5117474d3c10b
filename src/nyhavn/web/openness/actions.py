"""Choosing how open something is; asking to read what is not, and the answer."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nyhavn.exchange.licences import is_known_licence
from nyhavn.framework.openness import AccessLevel, Material, check_may_grant, check_until, heard_about
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.community.queries import matter_decisions
from nyhavn.web.initiatives.access import roles_in
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.openness import asks
from nyhavn.web.openness.models import AccessRequest, Choice, RequestState
from nyhavn.web.openness.queries import has_body, level_of

TOKEN_BYTES = 32
MOST_WAITING = 50  # requests about one initiative that nobody answered yet: a flood hides those that matter
FORGOTTEN_AFTER = timedelta(days=366)  # after an answer, or after access ended


def choose(*, by: User, on: Initiative, said: asks.OpennessSaid) -> Choice:
    """From now on it is that open; everybody reads who chose it with whom, and why. Raises Refusal."""
    if not is_known_licence(said.licence):
        what = "This is no licence that machines know."
        raise refusal("openness-licence-unknown", what, where="licence", do="Write its SPDX name, such as CC-BY-4.0.")
    today = timezone.localdate()
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(id=on.id)
        check_guards(Act.CHOOSE_OPENNESS, initiative, by=by, about=said)
        decisions = matter_decisions(initiative)
        heard = heard_about(decisions, said.material, said.level, today, has_body=has_body(initiative))
        made = Choice.objects.create(initiative=on, by=by, heard=heard, chosen_on=today, **said.model_dump(mode="json"))
        _record("openness-chosen", by, initiative, made.uuid, material=said.material.value, level=said.level.value)
    return made


def ask_to_read(*, on: Initiative, said: asks.AccessAsked) -> tuple[AccessRequest, str]:
    """Somebody from outside asks; the link to the answer comes once. Raises Refusal."""
    check_until(said.until, timezone.localdate())
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(id=on.id)
        check_guards(Act.SPEAK_UP, initiative)
        _check_asks_for_something(initiative, said.material)
        if initiative.access_requests.filter(state=RequestState.WAITING).count() >= MOST_WAITING:
            what = "Many people have asked already, and nobody has answered them yet."
            raise refusal("access-too-many", what, do="Try again in some days.")
        made = AccessRequest.objects.create(
            initiative=initiative,
            material=said.material.value,
            who=said.who,
            purpose=said.purpose,
            wanted_until=said.until,
            token_sha256=hashed(token),
            asked_at=timezone.now(),
        )
        _record("access-asked", None, initiative, made.uuid, material=said.material.value)
    return made, f"{settings.SITE_ADDRESS}/access/{token}/"


def _check_asks_for_something(initiative: Initiative, material: Material) -> None:
    level = level_of(initiative, material)
    if level is AccessLevel.CLOSED:
        what = "This is closed. Nobody from outside reads it, so there is nothing to ask for."
        raise refusal("access-closed", what, do="The page of the release says why.")
    if level is AccessLevel.OPEN:
        raise refusal("access-open", "This is open. You can read it without asking.", do="Go to its page.")


def grant(*, by: User, on: AccessRequest, said: asks.AccessGranted) -> None:
    """They may read until that day. Raises Refusal."""
    check_until(said.until, timezone.localdate())
    with transaction.atomic():
        row = _waiting(on)
        is_of_board = Role.BOARD_MEMBER in roles_in(by, row.initiative)
        Initiative.objects.select_for_update().get(id=row.initiative.id)  # nobody chooses another level meanwhile
        level = level_of(row.initiative, Material(row.material))
        check_may_grant(level, has_body=has_body(row.initiative), is_of_board=is_of_board)
        until = said.until
        _decide(by, row, RequestState.GRANTED, reason=said.reason, granted_until=until, granted_level=level.value)


def refuse(*, by: User, on: AccessRequest, said: asks.AccessRefused) -> None:
    """They may not, for a reason that they read. Raises Refusal."""
    with transaction.atomic():
        _decide(by, _waiting(on), RequestState.REFUSED, reason=said.reason, ask_again=said.ask_again)


def _waiting(on: AccessRequest) -> AccessRequest:
    row = AccessRequest.objects.select_for_update(of=("self",)).select_related("initiative").get(id=on.id)
    if row.state != RequestState.WAITING:
        what = "Somebody has answered this request."
        raise refusal("access-already-decided", what, do="They can ask again. Access that was given can be ended.")
    return row


def _decide(by: User, row: AccessRequest, state: RequestState, **values: object) -> None:
    check_guards(Act.DECIDE_ACCESS, row.initiative, by=by, about=row)
    row.state, row.decided_by, row.decided_at = state.value, by, timezone.now()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    _record("access-decided", by, row.initiative, row.uuid, answer=state.value, material=row.material)


def end(*, by: User, on: AccessRequest, said: asks.AccessEnded) -> None:
    """They read no more from now on. It is no decision to open anything, so nobody is kept from it. Raises Refusal."""
    with transaction.atomic():
        row = AccessRequest.objects.select_for_update(of=("self",)).select_related("initiative").get(id=on.id)
        if row.state != RequestState.GRANTED:
            what = "There is no access here that could end."
            raise refusal("access-already-ended", what, do="Nothing needs to be done.")
        row.state, row.ended_at, row.reason = RequestState.ENDED.value, timezone.now(), said.reason
        row.save(update_fields=["state", "ended_at", "reason"])
        _record("access-ended", by, row.initiative, row.uuid)


def request_behind(token: str) -> AccessRequest:
    """What a link opens. Raises Refusal "link-not-usable"."""
    row = AccessRequest.objects.filter(token_sha256=hashed(token)).select_related("initiative").first()
    if row is None:
        raise not_usable()
    return row


def not_usable() -> Refusal:
    """The one answer for a link that was never made, or whose request is forgotten."""
    return refusal("link-not-usable", "This link does not work, or does not work any more.", do="Ask again.")


def forget_old() -> None:
    """Delete what people said of themselves when it is long answered and over, and what nobody ever answered."""
    long_ago = timezone.now() - FORGOTTEN_AFTER
    answered = AccessRequest.objects.filter(decided_at__lt=long_ago)
    over = answered.exclude(state=RequestState.GRANTED, granted_until__gte=timezone.localdate(long_ago))
    over.exclude(ended_at__gte=long_ago).delete()
    AccessRequest.objects.filter(state=RequestState.WAITING, asked_at__lt=long_ago).delete()


def hashed(token: str) -> str:
    """Of 32 random bytes: nothing that anybody could guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def _record(action: str, by: User | None, initiative: Initiative, on: object, **facts: Fact) -> None:
    record(action, by=by, kind="openness", on=on, scope=initiative.uuid, facts=facts)  # type: ignore[arg-type]
