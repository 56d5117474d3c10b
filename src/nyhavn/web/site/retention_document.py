"""The reference page of what is kept, read from the classification of the models and from the jobs that forget."""

from collections.abc import Iterator

from django.db.models import CASCADE, EmailField, ForeignKey, Model

from nyhavn.web.accounts.models import User
from nyhavn.web.jobs.kinds import recurring
from nyhavn.web.lineage.holdings import Holding, holdings
from nyhavn.web.pages.classified import classified_models, copied_fields, erasable_fields, sealed_fields

# Private fields that neither a withdrawal nor the end of an account reaches, and why they may stay or how they go.
REASONS = {
    "agreements.AgreementSignature": "As whom somebody signed: a promise has a giver. Its link goes with the account.",
    "incidents.Incident": "The words are destroyed a year after the incident was closed. Who reported it is not kept.",
    "complaints.OutsideBody": "It speaks for nobody who contributed; the link is emptied with the account.",
    "complaints.Complaint": "The words are destroyed a year after the last act. Who complained is not kept.",
    "complaints.ComplaintAbout": "The row goes with the account of whoever it is about.",
    "complaints.ComplaintDone": "The words go with those of the complaint; the link is emptied with the account.",
    "incidents.IncidentAct": "The words go with those of the incident; the link is emptied with the account.",
    "accounts.OutgoingMail": "The row goes with the mail; one that nobody could send, by tidy-accounts.",
    "audit.AuditRecord": "Identifier and salt are emptied when an account or a contribution is erased from the record.",
    "collection.CommunityWish": "It is the name of a community, and goes when the community says so.",
    "community.Member": "The name is emptied when the member says so, and with the account. The seat stays without it.",
    "community.Presence": "It points at a seat, which has no name once the member takes it back.",
    "receipts.OwnSession": "A visit, sealed under a secret of the browser; gone minutes after the last page.",
    "receipts.GuessingDay": "The key under which addresses are hashed; it goes with its day.",
    "receipts.GuessBucket": "A keyed hash of an address; it goes with its day.",
    "site.Move": "Withdrawals on the way, sealed under a key that was destroyed here; the new site has it in its file.",
    "openness.AccessRequest": "The row goes a year after its answer, or after access ended; by tidy-access.",
    "releases.RecallAsked": "It is emptied when the address is deleted, which its owner can do at any time.",
}
# What each job forgets that runs by itself.
FORGETS = {
    "consent-expiry": "what a notice promised to keep for a time that is over",
    "collection-drafts-expire": "answers in progress, an hour after they were begun, and files of readers that died",
    "receipts-visits-expire": "visits with a receipt, and counts of wrong codes of earlier days",
    "material-ends": "stories, photographs, sound and maps that were agreed to for a time that is over",
    "tidy-access": "requests of people from outside, a year after their answer or the end of their access",
    "tidy-accounts": "invitations that ended, and mails that nobody could send",
    "tidy-credits": "names with releases whose consent does not stand any more",
    "tidy-recipients": "addresses of people who never confirmed that they want to hear of changes",
    "keys-turn-at-latest": "the keys of an initiative that would open destroyed answers in old backups",
}


def document() -> str:
    """The page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# What is kept, how it goes, and who gets a copy"
    yield ""
    yield "Written from the code by `python -m nyhavn.web.manage document_retention docs/reference/retention.md`. Every"
    yield "field of every model is classified; the personal and special ones stand here. How to use it:"
    yield "[keep and delete](../how-to/keep-and-delete.md)."
    yield ""
    yield "## What is held about a contribution"
    yield ""
    yield "| Model | Personal and special fields | How it goes | In the person's copy |"
    yield "|---|---|---|---|"
    for one in holdings():
        yield f"| {_name(one.model)} | {_fields(one.model)} | {_goes(one)} | {_copy(one)} |"
    yield ""
    yield "## What is held about others"
    yield ""
    yield "| Model | Personal and special fields | How it goes |"
    yield "|---|---|---|"
    held = {one.model for one in holdings()}
    for model in classified_models():
        if model not in held and erasable_fields(model):
            yield f"| {_name(model)} | {_fields(model)} | {how_it_goes(model)} |"
    yield ""
    yield "## What is forgotten by itself"
    yield ""
    yield "| Job | How often | What it forgets |"
    yield "|---|---|---|"
    for job in recurring():
        if job.kind in FORGETS:
            yield f"| `{job.kind}` | every {job.every} | {FORGETS[job.kind]} |"


def how_it_goes(model: type[Model]) -> str:
    """How what a model holds of people who are no contributors goes. Raises LookupError where nothing says it."""
    name = _name(model)
    if name in REASONS:
        return REASONS[name]
    if model is User:
        return "With the account."
    kinds = [model._meta.get_field(field) for field in erasable_fields(model)]
    links = [kind for kind in kinds if isinstance(kind, ForeignKey) and kind.related_model is User]
    if any(link.remote_field.on_delete is CASCADE for link in links):
        return "With the account."
    if any(isinstance(kind, EmailField) for kind in kinds):
        return "With the account of that address, or when its time is over."
    if links and len(links) == len(kinds):
        return "The link is emptied with the account."
    raise LookupError(f"nobody says how the private fields of {name} go")


def _name(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def _fields(model: type[Model]) -> str:
    return ", ".join(f"`{field}`" for field in erasable_fields(model))


def _goes(one: Holding) -> str:
    return f"Stays: {one.stays_because}" if one.stays_because else f"Erased by the walk (`{one.erased_by}`)"


def _copy(one: Holding) -> str:
    if one.rows is None:
        return f"No. {one.not_copied_because}"
    shown = ", ".join(f"`{field}`" for field in copied_fields(one.model))
    return f"{shown}; sealed ones opened" if sealed_fields(one.model) else shown
