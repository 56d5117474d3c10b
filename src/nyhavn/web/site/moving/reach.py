"""What belongs to the workspace of an initiative: asked of the models themselves, never of a list of tables.

A row moves if its model leads to the initiative by foreign keys that are never empty. What is found in another way is
in `FOUND_ELSEWHERE`, and what stays is in `STAYS`, each with its reason. A model without any of these fails a test.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, Q

from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.agreements.models import Agreement
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.shredding import TURN_JOB, WIPE_JOB
from nyhavn.web.consent.media_models import NoticeFile
from nyhavn.web.consent.models import NoticeMedium
from nyhavn.web.initiatives.models import Initiative, RoleAssignment
from nyhavn.web.jobs.models import Job
from nyhavn.web.releases.models import PublicRelease, Recipient

Table = type[Model]
Rows = "QuerySet[Any]"

OFFICES_STAY = "No site can tell for another one that an office really judged. It is asked anew at the new site."
# Models without a way to the initiative, and those whose way would lead to too little.
STAYS = {
    "accounts.AccessKey": "A key opens one site. Whoever works by program makes a new one at the new site.",
    "accounts.Invitation": "Its link leads to this site. Whoever has a role is invited anew.",
    "accounts.Membership": "Whoever has a role is invited anew: no site says for another one who somebody is.",
    "accounts.OutgoingMail": "Mails of this site, which go out from here.",
    "account.EmailAddress": "How somebody signs in here.",
    "account.EmailConfirmation": "How somebody signs in here.",
    "audit.Seal": "The chain of this site, over every community. It goes along as a file; the new site seals anew.",
    "auth.Group": "Of the web framework; never used.",
    "auth.Permission": "Of the web framework; never used.",
    "collection.Draft": "Answers in progress, under a secret of a page that is open here; gone in an hour.",
    "collection.KeyEpoch": "Keys of a site never leave it. The new site has its own, and wraps everything anew.",
    "contenttypes.ContentType": "Of the web framework; it lists models.",
    "gaps.NationalCodes": "Of an office of this site, and of no initiative.",
    "gaps.NationalList": "Of an office of this site, and of no initiative.",
    "gaps.OptIn": "It was said for the map of this site. At the new one nothing is shown until somebody says so there.",
    "gaps.Source": "Of an office of this site, and of no initiative.",
    "fitness.AnswerGiven": OFFICES_STAY,
    "fitness.Appeal": OFFICES_STAY,
    "fitness.Assessment": OFFICES_STAY,
    "fitness.Assessor": OFFICES_STAY,
    "fitness.Confirmation": OFFICES_STAY,
    "fitness.DisputeRaised": OFFICES_STAY,
    "fitness.IssuedVerdict": OFFICES_STAY,
    "fitness.OfficePack": "Criteria of an office on this site; the file can be handed in elsewhere.",
    "fitness.Proposal": OFFICES_STAY,
    "fitness.QuestionBack": OFFICES_STAY,
    "initiatives.RoleAssignment": "Whoever has a role is invited to it anew, and takes it up with an account there.",
    "initiatives.RoleInvitation": "Its link leads to this site.",
    "languages.Language": "A translation speaks for a whole site. It has a file of its own for other sites.",
    "languages.Phrase": "A translation speaks for a whole site. It has a file of its own for other sites.",
    "mfa.Authenticator": "How somebody signs in here.",
    "receipts.GuessBucket": "How many wrong codes came today; it is about addresses and not about a community.",
    "receipts.GuessingDay": "How many wrong codes came today; it is about addresses and not about a community.",
    "receipts.OwnSession": "A visit with this site, over in minutes.",
    "sessions.Session": "A visit with this site.",
    "site.Move": "What each site knows of a move. What the next one must know stands in the archive.",
}
# Fields that say something about a site and nothing about the community. "*": of every model.
FIELDS_STAY = {
    ("*", "epoch"): "The period of the site's own keys.",
    ("*", "wrapped_key"): "It is wrapped anew for the archive, and again at the new site.",
    ("accounts.User", "email"): "Nobody's address goes along as an account; whoever has a role is invited anew.",
    ("accounts.User", "is_active"): "Nobody can sign in as one who only stands beside what they did.",
    ("accounts.User", "is_operator"): "Who runs a site is that site's own affair.",
    ("accounts.User", "joined_at"): "When somebody came to this site.",
    ("accounts.User", "language"): "In which language somebody reads this site.",
    ("accounts.User", "last_login"): "When somebody was at this site.",
    ("accounts.User", "password"): "No password ever moves.",
    ("audit.AuditRecord", "seal"): "The chain of this site. The leaf, which the chain covers, goes along.",
    ("commitments.ActionRequest", "authority"): "The authority's page is of this site; there its name stands in words.",
    ("commitments.RequestDraft", "authority"): "The authority's page is of this site; there its name stands in words.",
    ("jobs.Job", "lease"): "The worker of this site that holds it.",
    ("jobs.Job", "lease_until"): "The worker of this site that holds it.",
}
ABOUT_KEYS = frozenset({TURN_JOB, WIPE_JOB})  # jobs about the keys and the disk of one site


@dataclass(frozen=True)
class Mover:
    """A model that moves. rows: those of an initiative, in the order in which they are written and come in again.

    is_shared: other initiatives refer to its rows too, so that a row may be there already. known_by: what tells rows
    from each other where they have no uuid.
    """

    model: Table
    rows: Callable[[Initiative], Any]
    is_shared: bool = False
    known_by: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name, as in "consent.Notice"."""
        return label_of(self.model)

    @property
    def fields(self) -> "tuple[Field[Any, Any], ...]":
        """Everything that moves of a row, in order."""
        return tuple(field for field in self.model._meta.concrete_fields if _moves(self.label, field))

    @property
    def named_by(self) -> str:
        """The field by which a row is known where it stood before; "" where only its place tells."""
        return "uuid" if self.has_uuid else self.known_by[0] if self.known_by else ""

    @property
    def has_uuid(self) -> bool:
        """Whether rows have a name of their own; others are known by their place."""
        return any(field.name == "uuid" for field in self.model._meta.concrete_fields)


def label_of(model: Table) -> str:
    """The name of a model."""
    return f"{model._meta.app_label}.{model.__name__}"


def _moves(label: str, field: "Field[Any, Any]") -> bool:
    is_ours = any((one, field.name) in FIELDS_STAY for one in ("*", label))
    return not field.primary_key and not is_ours


@cache
def movers() -> tuple[Mover, ...]:
    """Every model that moves, in an order in which each comes after what it refers to. Raises LookupError."""
    return tuple(_in_order([found for model in apps.get_models() if (found := _mover(model)) is not None]))


def path_to_initiative(model: Table) -> str | None:
    """The shortest way by foreign keys that are never empty, as in "collection__initiative"; None if there is none."""
    waiting: deque[tuple[Table, tuple[str, ...]]] = deque([(model, ())])
    seen = {model}
    while waiting:
        at, path = waiting.popleft()
        if at is Initiative:
            return "__".join(path)
        for field in at._meta.concrete_fields:
            to = field.related_model
            if isinstance(field, ForeignKey) and not field.null and isinstance(to, type) and to not in seen:
                seen.add(to)
                waiting.append((to, (*path, field.name)))
    return None


def _mover(model: Table) -> Mover | None:
    """How a model moves; None if it stays. Raises LookupError for one of which nobody said anything."""
    label = label_of(model)
    if label in STAYS:
        return None
    if model in FOUND_ELSEWHERE:
        return FOUND_ELSEWHERE[model]
    path = path_to_initiative(model)
    if path is None:
        raise LookupError(f"nobody says whether {label} moves with an initiative: see {__name__}")
    if model._meta.many_to_many:
        raise LookupError(f"{label} has a relation to many, which needs a model of its own to move")

    def rows(initiative: Initiative) -> Any:
        of_it = {path: initiative} if path else {"pk": initiative.pk}
        return every_row(model).filter(**of_it).order_by("pk")

    return Mover(model, rows)


def every_row(model: Table) -> Any:
    """All rows, also those that other queries hide."""
    return model._base_manager.all()


def _in_order(found: list[Mover]) -> Iterator[Mover]:
    """Each after all that its foreign keys lead to; a model that leads to itself is loaded row by row."""
    left = {one.model: one for one in found}
    while left:
        free = [one for one in left.values() if not (_leads_to(one) - {one.model}) & left.keys()]
        if not free:
            raise LookupError(f"these models lead to each other in a circle: {sorted(map(label_of, left))}")
        for one in free:
            del left[one.model]
            yield one


def _leads_to(mover: Mover) -> set[Table]:
    return {target_of(field) for field in mover.fields if isinstance(field, ForeignKey)}


def target_of(field: "ForeignKey[Any, Any]") -> Table:
    """The model that a foreign key leads to."""
    target: Table = field.related_model
    return target


def _people(initiative: Initiative) -> Any:
    """Whoever has a role, and whoever stands in a row of the initiative."""
    found = set(RoleAssignment.objects.filter(initiative=initiative).values_list("user", flat=True))
    for mover in movers():
        for field in mover.fields:
            if isinstance(field, ForeignKey) and field.related_model is User:
                found |= set(mover.rows(initiative).order_by().values_list(field.attname, flat=True))
    return User.objects.filter(pk__in=found - {None}).order_by("uuid")


def _notice_files(initiative: Initiative) -> Any:
    media = NoticeMedium.objects.filter(notice__initiative=initiative)
    used = set(media.values_list("file", flat=True)) | set(media.values_list("captions", flat=True))
    return NoticeFile.objects.filter(pk__in=used - {None}).order_by("sha256")


def _recipients(initiative: Initiative) -> Any:
    names = PublicRelease.objects.filter(initiative=initiative).values("name")
    return Recipient.objects.filter(name__in=names).order_by("uuid")


def _parties(initiative: Initiative) -> Q:
    """The organisation behind it, and those who got data of it: a withdrawal reaches them from the new site, too."""
    recipients = Agreement.objects.filter(initiative=initiative).order_by().values("recipient")
    return Q(pk=initiative.organisation.pk) | Q(pk__in=recipients)


FOUND_ELSEWHERE: dict[Table, Mover] = {
    one.model: one
    for one in (
        Mover(
            Organisation,
            lambda initiative: Organisation.objects.filter(_parties(initiative)).order_by("pk"),
            is_shared=True,
            known_by=("uuid",),
        ),
        Mover(User, _people, is_shared=True, known_by=("uuid",)),
        Mover(NoticeFile, _notice_files, is_shared=True, known_by=("sha256",)),
        Mover(Recipient, _recipients),
        Mover(
            AuditRecord,
            lambda initiative: AuditRecord.objects.filter(scope=initiative.uuid).order_by("pk"),
            known_by=("leaf",),
        ),
        Mover(
            Job,
            lambda initiative: Job.objects.filter(scope=initiative.uuid).exclude(kind__in=ABOUT_KEYS).order_by("pk"),
        ),
    )
}
