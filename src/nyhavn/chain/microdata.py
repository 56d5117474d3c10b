"""Records for release, where the gate lets records pass at all: columns named in the plan, and nothing else."""

from nyhavn.chain.counting import Counted
from nyhavn.chain.inputs import unknown_column
from nyhavn.chain.plan import Plan
from nyhavn.exchange.bundle.microdata import Microdata
from nyhavn.framework.refusal import Refusal


def microdata_of(plan: Plan, counted: Counted) -> Microdata | None:
    """The records with the columns that the plan names; None if it names none. Raises Refusal "column-unknown"."""
    wanted = plan.release.microdata_columns
    if not wanted:
        return None
    known = counted.used_answers.column_names
    unknown = [unknown_column(name, known, "[release], microdata_columns") for name in wanted if name not in known]
    if unknown:
        raise Refusal(*unknown)
    return Microdata("records", counted.used_answers.select(list(wanted)))
