"""The register over time on the site: kept with each run, and gone on with from the one that was published."""

from nyhavn.chain.over_time import OverTime, RegisterBook, can_be_held, declared_fingerprint
from nyhavn.chain.plan import Plan
from nyhavn.chain.previous import Previous
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.candidates import run_behind


def over_time_for(initiative: Initiative, plan: Plan, before: Previous | None) -> OverTime | None:
    """How the next run moves its numbers; None where they need not wait, or cannot: they are compared one by one then.

    Where the tables have changed since the release before, or no register was kept with it, a new one begins, and every
    single number is compared with that release instead.
    """
    if not can_be_held(plan):
        return None
    return OverTime(_book(initiative, plan, before) if before is not None and before.release is not None else None)


def _book(initiative: Initiative, plan: Plan, before: Previous) -> RegisterBook | None:
    run = run_behind(initiative, plan.release.id)
    if run is None or not run.register:
        return None
    book = RegisterBook.model_validate_json(run.register)
    is_of_it = (book.release, book.version) == (before.release_id, before.version)
    return book if is_of_it and book.declared == declared_fingerprint(plan) else None
