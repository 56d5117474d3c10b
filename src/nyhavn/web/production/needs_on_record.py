"""The tables that can answer a need: those of the plan, with the questions that they show."""

from nyhavn.chain.needs import tables_on_record
from nyhavn.framework.records import TableOnRecord
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.needs.tables import supply_tables
from nyhavn.web.production.queries import tables_of


def planned(initiative: Initiative) -> tuple[TableOnRecord, ...]:
    """What is counted."""
    return tables_on_record(tables_of(initiative))


supply_tables(planned)
