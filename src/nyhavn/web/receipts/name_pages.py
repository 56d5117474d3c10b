"""How the person is named beside the results: shown and changed, as long as they agree to be named at all."""

from django.http import HttpRequest, HttpResponse

from nyhavn.framework.refusal import Refusal
from nyhavn.web.collection.credits import consenting, credit_of
from nyhavn.web.collection.form.posting import credit_posted
from nyhavn.web.collection.models import Contribution
from nyhavn.web.pages.refused import status_of
from nyhavn.web.receipts import actions
from nyhavn.web.receipts.own_page import BOTH, own_page, shown, to
from nyhavn.web.receipts.sessions import OpenVisit


@own_page(*BOTH)
def name(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """The wish as it stands, and the same choices as in the form."""
    related = ("epoch", "collection__initiative")
    held = Contribution.objects.select_related(*related).get(uuid=opened.visit.contribution)
    agrees = held.uuid in consenting([held])
    if request.method != "POST":
        return shown(request, opened, "name", {"credit": credit_of(held), "agrees": agrees})
    said = credit_posted(request)
    try:
        actions.say_name(contribution=held.uuid, wish=said.wish, name=said.name)
    except Refusal as refused:
        found = {"credit": said, "agrees": agrees, "is_name_missing": agrees}
        return shown(request, opened, "name", found, status_of(refused))
    return to("name")
