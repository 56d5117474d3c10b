"""What happens in a village before and after it moves; each step in the order named, run on a home of its own.

python village_to_move.py STEP[=VALUE] ...: prints what the steps tell as one JSON object.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import django

django.setup()

from django.conf import settings  # noqa: E402 (Django first)

from migrated import put_tables  # noqa: E402
from nyhavn.exchange.bundle.canonical import canonical_json  # noqa: E402
from nyhavn.exchange.bundle.verification import verify  # noqa: E402
from nyhavn.exchange.workspace.recipients import read_site_key  # noqa: E402
from nyhavn.framework.consent import Purpose  # noqa: E402
from nyhavn.framework.consent_ledger import ConsentMode  # noqa: E402
from nyhavn.framework.interests import DECIDING_ROLES  # noqa: E402
from nyhavn.framework.refusal import Refusal  # noqa: E402
from nyhavn.framework.roles import Role  # noqa: E402
from nyhavn.web.accounts.models import Invitation, Membership, User  # noqa: E402
from nyhavn.web.audit.models import AuditRecord  # noqa: E402
from nyhavn.web.audit.seals import broken_seals, seal  # noqa: E402
from nyhavn.web.collection import keys, vault  # noqa: E402
from nyhavn.web.collection.models import Contribution  # noqa: E402
from nyhavn.web.collection.queries import material  # noqa: E402
from nyhavn.web.collection.receipts import receipt_hash, words_for  # noqa: E402
from nyhavn.web.collection.turning import turn  # noqa: E402
from nyhavn.web.incidents.models import Incident  # noqa: E402
from nyhavn.web.incidents.words import words_of as reported_words  # noqa: E402
from nyhavn.web.initiatives.models import Initiative, RoleAssignment  # noqa: E402
from nyhavn.web.jobs.actions import enqueue  # noqa: E402
from nyhavn.web.lineage.actions import withdraw  # noqa: E402
from nyhavn.web.lineage.models import Withdrawal  # noqa: E402
from nyhavn.web.receipts.actions import take_everything_back  # noqa: E402
from nyhavn.web.receipts.door import knock  # noqa: E402
from nyhavn.web.releases.models import PublicRelease  # noqa: E402
from nyhavn.web.site.moving import archive_out, leaving  # noqa: E402
from nyhavn.web.site.moving.dump import Names, lines  # noqa: E402
from nyhavn.web.site.moving.reach import movers  # noqa: E402
from spec.restoring.village_to_restore import opened  # noqa: E402
from web import board, objects, people_in_danger  # noqa: E402
from web.cast import Cast, cast, declare_nothing  # noqa: E402
from web.publishing import candidate, its_day_comes, scheduled, work  # noqa: E402

PEOPLE = 24
TOLD: dict[str, Any] = {}


def words_of(number: int) -> str:
    return " ".join(words_for(b"secret of %d" % number))


def begin(_: str) -> None:
    """People contribute, each with words of their own; a first release is out; keys were turned; somebody left."""
    put_tables()
    village = cast()
    to = objects.collection(village)
    objects.tables(village)
    for number in range(PEOPLE):
        own = {"gender": ("woman", "man")[number % 2]} if number else {"gender": "own_words", "gender_own": "canary"}
        said = {**own, "age": str(20 + number), "water": ("yes", "no")[number % 3 == 0]}
        objects.contribution(to, said, receipt=receipt_hash(words_of(number), village.initiative.uuid))
    its_day_comes(scheduled(village, candidate(village)))
    work()
    body = board.assembly(village)
    board.member(village, body)
    board.met(village, body, board.point(votes_for=4, against=1, dissent=("It costs too much.",)))
    people_in_danger.signed(people_in_danger.risk(village), people_in_danger.outsider(village))
    people_in_danger.reported(village)
    take_back("1")
    turn(village.initiative)
    seal()
    TOLD["people"] = PEOPLE


def neighbours(_: str) -> None:
    """Somebody else lives at this site already, so that no number is free."""
    put_tables()
    other = cast(slug="harbour-lights", domain="harbour.example")
    objects.contribution(objects.collection(other))
    other.initiative.collections.update(uuid=UUID(int=9))


def village() -> Initiative:
    return Initiative.objects.get(slug="village-water")


def dump(_: str) -> None:
    """Every line of the workspace, without what was written about the move itself."""
    names = Names(village())
    TOLD["dump"] = {
        mover.label: [line.decode() for line in lines(mover, names) if b'"action":"workspace-' not in line]
        for mover in movers()
        if not mover.is_shared
    }


def take_back(number: str) -> None:
    """Somebody comes with their words and takes everything back."""
    visit = knock(words_of(int(number)), source="a phone", mode=ConsentMode.WEB_FORM)
    assert visit is not None, "the words open nothing"
    take_everything_back(
        initiative=village(), contribution=visit.contribution, mode=ConsentMode.WEB_FORM, language="en"
    )
    work()
    TOLD["proof"] = str(visit.contribution)


def try_to_take_back(number: str) -> None:
    """The same where it may be refused."""
    try:
        take_back(number)
    except (Refusal, AssertionError) as refused:
        TOLD["refused"] = str(refused)


def staff_takes_back(_: str) -> None:
    """Somebody of the team tries for a person, by hand."""
    try:
        withdraw(
            by=None,
            initiative=village(),
            contribution=UUID(int=7),
            purposes=frozenset({Purpose.COLLECTION}),
            mode=ConsentMode.WITNESSED,
        )
    except Refusal as refused:
        TOLD["staff"] = [reason.code for reason in refused.reasons] + [reason.do for reason in refused.reasons]


def contribute(_: str) -> None:
    """Somebody tries to send answers."""
    try:
        objects.contribution(village().collections.get())
        TOLD["contributed"] = True
    except Refusal as refused:
        TOLD["contributed"] = [reason.code for reason in refused.reasons]


def reported(incident: Incident) -> str:
    """Its words; "" where no key opens them any more."""
    try:
        return reported_words(incident)
    except Refusal:
        return ""


def look(_: str) -> None:
    """What is here, and what opens."""
    initiative = village()
    released = PublicRelease.objects.filter(state="published", initiative=initiative)
    key = (settings.RELEASE_LOG / "trust.pub").read_text().splitlines()
    records = Path(settings.HOME) / "moved-in"
    trusted = [line for path in records.glob("*/trust.pub") for line in path.read_text().splitlines()]
    TOLD["opened"] = dict(opened(initiative))
    TOLD["counted"] = material(initiative).table.num_rows if TOLD["opened"] else 0
    TOLD["incidents"] = [reported(one) for one in Incident.objects.filter(initiative=initiative)]
    TOLD["withdrawn"] = sorted(str(one.contribution) for one in Withdrawal.objects.filter(initiative=initiative))
    TOLD["unfinished"] = Withdrawal.objects.filter(finished_at=None).count()
    TOLD["published"] = sorted(f"{one.name} {one.version}" for one in released)
    places = [settings.RELEASES / one.name / one.version for one in released]
    TOLD["problems"] = [one.sentence for place in places for one in verify(place, trusted=[*key, *trusted]).problems]
    TOLD["broken seals"] = list(broken_seals())
    TOLD["keys"] = sorted(path.name for path in keys.folder_of(initiative.uuid).glob("*") if path.name[0] != ".")
    TOLD["states"] = list(initiative.moves.values_list("state", flat=True))
    TOLD["actions"] = list(AuditRecord.objects.filter(scope=initiative.uuid).values_list("action", flat=True))
    TOLD["can sign in"] = User.objects.filter(is_active=True, email__endswith="village.example").count()
    TOLD["invited"] = sorted(
        Invitation.objects.filter(role_offer__initiative=initiative).values_list("email", flat=True)
    )


def publish_again(_: str) -> None:
    """The community goes on at this site: people take up their roles, and a second version comes out."""
    initiative = village()
    people = {}
    for role in Role:
        user = User.objects.create(email=f"{role.value}@new.example", name=role.value)
        if role not in (Role.ASSESSOR, Role.OBSERVER, Role.BOARD_MEMBER):
            Membership.objects.create(user=user, organisation=initiative.organisation)
        RoleAssignment.objects.create(initiative=initiative, user=user, role=role.value)
        people[role] = user
    declare_nothing(initiative, {role: one for role, one in people.items() if role in DECIDING_ROLES})
    at = Cast(initiative.organisation, initiative, people, people[Role.COORDINATOR])
    objects.tables(at, objects.TABLES.replace("[release]", '[release]\nversion = "2"'))
    its_day_comes(scheduled(at, candidate(at)))
    work()


def canary(_: str) -> None:
    """What of a person could stand in a file in plain."""
    TOLD["hash key"] = keys.hash_file(village().uuid).read_bytes().hex()
    TOLD["installation key"] = keys.own_file().read_bytes().hex()
    one = Contribution.objects.filter(collection__initiative=village()).first()
    assert one is not None
    place = vault.Place(village().uuid, one.epoch.number, one.uuid, one.version)
    TOLD["answers"] = dict(vault.open_one(place, vault.Sealed(bytes(one.sealed), bytes(one.wrapped_key))))


def forge(told: str) -> None:
    """The site lies: it packs something that is not of the village. told: the lie, key of the receiver, the file."""
    lie, to, file = told.split(",")
    write_rows, list_folder, real = (
        archive_out.lines,
        archive_out._Listing.add_folder,
        archive_out.release_names(village()),
    )

    def lines_and_one_more(mover: Any, *rest: Any) -> Any:
        yield from write_rows(mover, *rest)
        if mover.label == "audit.AuditRecord":
            row = json.loads(list(write_rows(mover, *rest))[-1])
            yield canonical_json({**row, "scope": str(UUID(int=7)), "leaf": row["leaf"][::-1]})

    def folder_and_one_more(to: Any, *rest: Any) -> None:
        list_folder(to, *rest)
        to.add_bytes(b"a,b", "releases/harbour-lights-2026/1/tables/more.csv")

    if lie == "row":
        archive_out.lines = lines_and_one_more
    elif lie == "work":
        enqueue("lineage-walk", scope=village().uuid, on=UUID(int=9))
    elif lie == "file":
        archive_out._Listing.add_folder = folder_and_one_more  # type: ignore[method-assign]
    else:
        PublicRelease.objects.filter(initiative=village()).update(name="harbour-lights-2026")
        archive_out.release_names = lambda _: real
    site = read_site_key(Path(to).read_text())
    leaving.begin(initiative=village(), to=leaving.For(site), address="", file=Path(file))


STEPS: dict[str, Callable[[str], None]] = {
    "forge": forge,
    "begin": begin,
    "neighbours": neighbours,
    "dump": dump,
    "take-back": take_back,
    "try-to-take-back": try_to_take_back,
    "staff-takes-back": staff_takes_back,
    "contribute": contribute,
    "look": look,
    "publish-again": publish_again,
    "canary": canary,
    "turn": lambda _: turn(village()),
}

if __name__ == "__main__":
    for step in sys.argv[1:]:
        name, _, value = step.partition("=")
        STEPS[name](value)
    print(json.dumps(TOLD))
