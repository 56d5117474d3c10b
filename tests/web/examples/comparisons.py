"""A comparison beside a public release."""

from collections.abc import Mapping

from nyhavn.web.comparisons.models import ReleaseComparison
from web import comparing
from web.cast import Cast
from web.examples.public import a_public_release
from web.examples.registry import example


def a_comparison(cast: Cast) -> ReleaseComparison:
    """Made once."""
    release = a_public_release(cast)
    return release.comparisons.first() or comparing.compared(cast, release)


@example("initiatives/<slug:initiative>/comparisons/<uuid:comparison>")
def one(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "comparison": a_comparison(cast).uuid}
