"""The community has seen the results: said in a release that was prepared before that day."""

from dataclasses import replace
from datetime import date

from nyhavn.framework.quality_dimensions import with_days
from nyhavn.framework.release import Release
from nyhavn.framework.safeguards.ethical_and_safe import review_of_harm
from nyhavn.framework.safeguards.openness import return_of_results


def with_return(
    release: Release,
    *,
    results_returned: date | None,
    release_date: date | None,
    last_contribution: date | None,
    harm_reviewed: date | None = None,
) -> Release:
    """The release with the evidence on the return of the results, and the days of its quality report, stated anew.

    It is then equal to one that is prepared from the same contributions with these days in its plan.
    results_returned: the day on which the community saw the results, None if it did not. release_date: the day on
    which the release goes out. last_contribution: as `Restricted` holds it.
    harm_reviewed: the day on which somebody weighed benefit and harm of it, None if nobody did.
    """
    anew = {
        found.code: found
        for found in (
            return_of_results(results_returned, release_date, last_contribution),
            review_of_harm(harm_reviewed, last_contribution, release_date),
        )
    }
    principles = tuple(
        replace(
            principle,
            safeguards=tuple(anew.get(found.code, found) for found in principle.safeguards),
        )
        for principle in release.principles
    )
    quality = release.quality and with_days(
        release.quality,
        collected_to=release.method.collected_to,
        issued=release.issued_at.date(),
        announced=release_date,
        returned=results_returned,
    )
    return replace(release, principles=principles, quality=quality)
