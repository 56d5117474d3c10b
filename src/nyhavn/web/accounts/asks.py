"""What people say about organisations, members and their own account."""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import PartyKind


def _email(said: str) -> str:
    try:
        validate_email(said)
    except ValidationError:
        raise ValueError("This is no e-mail address. Please check it.") from None
    return said.casefold()


def _web_address(said: str) -> str:
    # Shown as a link on public pages: nothing but a web address may stand there.
    if said and not said.startswith(("https://", "http://")):
        raise ValueError("A web address begins with https://. Please write all of it.")
    return said


def _language(said: str) -> str:
    if not all(part.isascii() and part.isalnum() for part in said.split("-")):
        raise ValueError("This is no language code, such as en or pt-BR. Please check it.")
    return said


Email = Annotated[str, AfterValidator(_email)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
LanguageCode = Annotated[str, AfterValidator(_language)]


class NewOrganisation(Declared):
    """What the operator says when an organisation comes in."""

    slug: str = Field(
        title="Short name",
        description="Part of its address: small letters, digits and hyphens. It stays for ever.",
        pattern=r"^[a-z0-9][a-z0-9-]{1,59}$",
    )
    name: str = Field(title="Name", min_length=1, max_length=200)
    kind: PartyKind = Field(title="What kind of body it is")
    admin: Email = Field(
        title="E-mail of its first administrator", description="This person gets a link.", max_length=254
    )


class OrganisationSaid(Declared):
    """What an organisation says about itself. All of it is public."""

    name: str = Field(title="Name", min_length=1, max_length=200)
    kind: PartyKind = Field(title="What kind of body it is")
    address: WebAddress = Field(
        default="", title="Its page on the web", description="Begins with https://", max_length=300
    )
    about: str = Field(
        default="", title="About it", description="Who you are, in a few sentences.", json_schema_extra={"lines": 6}
    )


class MemberInvited(Declared):
    """Who is to become a member."""

    email: Email = Field(title="E-mail address", description="The person gets a link that works once.", max_length=254)
    is_admin: bool = Field(
        default=False,
        title="As an administrator",
        description="Administrators name members and register initiatives.",
    )


class AdminInvited(Declared):
    """Who is to administer an organisation."""

    email: Email = Field(title="E-mail address", description="The person gets a link that works once.", max_length=254)


class ProfileSaid(Declared):
    """What somebody says about the own account."""

    name: str = Field(title="Your name", description="People you work with see it.", min_length=1, max_length=120)
    language: LanguageCode = Field(
        default="en", title="Your language", description="For mails. A code such as en, es, fr or ar.", max_length=35
    )
