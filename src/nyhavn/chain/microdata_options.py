"""What could be done about the risk of a file of records, and whether a policy lets it pass as it is."""

from collections.abc import Iterator, Sequence

import pyarrow as pa

from nyhavn.chain.microdata_asked import Known, Wishes, naming
from nyhavn.engine.confidentiality.microdata import Assessed
from nyhavn.engine.confidentiality.microdata.frontier import Outcome, frontier, options_of
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.microdata_policy import (
    ColumnKind,
    MicrodataPolicy,
    RecordColumn,
    check_microdata,
)
from nyhavn.framework.refusal import Refusal


def outcomes_of(assessed: Assessed, table: pa.Table, hierarchies: Sequence[Hierarchy], k: int) -> tuple[Outcome, ...]:
    """What every combination of coarser keys leaves, with and without blanks to k; empty without hierarchies."""
    if not hierarchies:
        return ()
    options = options_of(hierarchies, (k,))
    try:
        return frontier(assessed.cells, options, k=k, hierarchies=hierarchies)
    except Refusal as refused:
        raise _with_codes(refused, table, hierarchies) from None


def _with_codes(refused: Refusal, table: pa.Table, hierarchies: Sequence[Hierarchy]) -> Refusal:
    """The same refusal; where a hierarchy lacks codes, with the rows to look at."""
    rows = {
        f"column {one.name}": [
            place for place, code in enumerate(table.column(one.name).to_pylist(), 1) if code and code not in one.leaves
        ]
        for one in hierarchies
        if one.name in table.column_names and "recode-code-unknown" in refused.codes
    }
    named = (naming(reason, rows.get(reason.where, [])) for reason in refused.reasons)
    return Refusal(*named)


def policy_refusal(policy: MicrodataPolicy, assessed: Assessed, known: Known, wishes: Wishes) -> Refusal | None:
    """Why the policy does not let the file pass."""
    try:
        check_microdata(policy, assessed.facts(policy), tuple(_columns(known, wishes)), wishes.reviews)
    except Refusal as refused:
        return refused
    return None


def _columns(known: Known, wishes: Wishes) -> Iterator[RecordColumn]:
    """What would be handed over, and of which kind it is said to be."""
    kinds = dict.fromkeys((*known.keys, *known.sensitive), ColumnKind.CODE)
    kinds |= dict.fromkeys(filter(None, [known.weight]), ColumnKind.NUMBER)
    kinds |= dict.fromkeys(filter(None, [known.household]), ColumnKind.HOUSEHOLD)
    kinds |= dict.fromkeys(wishes.texts, ColumnKind.FREE_TEXT)
    for name in dict.fromkeys((*kinds, *wishes.release)):
        yield RecordColumn(name, kinds.get(name, ColumnKind.UNKNOWN))
