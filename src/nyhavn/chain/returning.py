"""The community has seen the results: said in a release that was prepared before that day."""

from dataclasses import replace
from datetime import date

from nyhavn.framework.quality_dimensions import with_days
from nyhavn.framework.release import Release
from nyhavn.framework.safeguards.openness import return_of_results


def with_return(
    release: Release, *, results_returned: date | None, release_date: date | None, last_contribution: date | None
) -> Release:
    """The release with the evidence on the return of the results, and the days of its quality report, stated anew.

    It is then equal to one that is prepared from the same contributions with these two days in its plan.
    results_returned: the day on which the community saw the results, None if it did not. release_date: the day on
    which the release goes out. last_contribution: as `Restricted` holds it.
    """
    evidence = return_of_results(results_returned, release_date, last_contribution)
    principles = tuple(
        replace(
            principle,
            safeguards=tuple(evidence if found.code == evidence.code else found for found in principle.safeguards),
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
