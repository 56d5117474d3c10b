"""Finding agreements and packages from an address, from the side of those who make the data and of the recipient."""

from uuid import UUID

from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.access import enter_organisation
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.agreements.models import Agreement, Package, PackageState
from nyhavn.web.agreements.queries import agreements_of, agreements_with
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Subject


def agreements_home(initiative: Initiative) -> str:
    """The address of the agreements of an initiative."""
    return f"/work/initiatives/{initiative.slug}/agreements/"


def agreement_home(agreement: Agreement) -> str:
    """The address of one, for those who make the data."""
    return f"{agreements_home(agreement.initiative)}{agreement.uuid}/"


def offers_home(recipient: Organisation) -> str:
    """The address of the agreements of a recipient."""
    return f"/work/organisations/{recipient.slug}/agreements/"


def offer_home(agreement: Agreement) -> str:
    """The address of one, for the recipient."""
    return f"{offers_home(agreement.recipient)}{agreement.uuid}/"


def received_home(recipient: Organisation) -> str:
    """The address of what a recipient was handed."""
    return f"/work/organisations/{recipient.slug}/received/"


def package_home(package: Package) -> str:
    """The address of one package, for the recipient."""
    return f"{received_home(package.agreement.recipient)}{package.uuid}/"


def enter_agreement(user: User, right: Right, *, initiative: str, agreement: UUID) -> Agreement:
    """One agreement, for somebody with that right in the initiative. Raises Refusal."""
    found = agreements_of(enter_initiative(user, right, initiative=initiative)).filter(uuid=agreement).first()
    if found is None:
        raise not_found("agreement")
    return found


def enter_offer(user: User, right: OrganisationRight, *, organisation: str, agreement: UUID) -> Agreement:
    """One agreement, for somebody with that right at the recipient. Raises Refusal."""
    found = agreements_with(enter_organisation(user, right, organisation=organisation)).filter(uuid=agreement).first()
    if found is None:
        raise not_found("agreement")
    return found


def enter_package(user: User, right: OrganisationRight, *, organisation: str, package: UUID) -> Package:
    """One package that was built, for somebody with that right at the recipient. Raises Refusal."""
    recipient = enter_organisation(user, right, organisation=organisation)
    found = packages_for(recipient, package)
    if found is None:
        raise not_found("package")
    return found


def packages_for(recipient: Organisation, uuid: UUID) -> Package | None:
    """A package that the recipient may know of: nothing that was refused before it was built."""
    known = Package.objects.select_related(
        "agreement__recipient", "agreement__initiative__organisation", "version", "release__initiative", "replaced_by"
    )
    return known.filter(agreement__recipient=recipient, uuid=uuid).exclude(state=PackageState.REFUSED).first()


AGREEMENT = Subject(
    "agreement",
    "initiatives/<slug:initiative>/agreements/<uuid:agreement>",
    enter_agreement,
    home=agreement_home,
)
OFFER = Subject(
    "offered-agreement",
    "organisations/<slug:organisation>/agreements/<uuid:agreement>",
    enter_offer,
    home=offer_home,
)
RECEIVED = Subject(
    "received-package",
    "organisations/<slug:organisation>/received/<uuid:package>",
    enter_package,
    home=package_home,
)
