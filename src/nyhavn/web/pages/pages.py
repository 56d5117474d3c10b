"""Pages about the site itself: why something is refused."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyhavn.framework.explanations import explain, explanations
from nyhavn.framework.refusal import refusal
from nyhavn.web.pages.access import public


@public
def explained(request: HttpRequest, code: str) -> HttpResponse:
    """What one refusal means, why it is there, and what to do. Raises Refusal "not-found"."""
    if code not in explanations():
        raise refusal("not-found", "No refusal has this code.", do="Look through the list of all refusals.")
    return render(request, "pages/explained.html", {"explanation": explain(code)})


@public
def all_explained(request: HttpRequest) -> HttpResponse:
    """Every refusal there is."""
    return render(request, "pages/all_explained.html", {"explanations": sorted(explanations().items())})
