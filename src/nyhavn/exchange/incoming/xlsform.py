"""XLSForm questionnaires, read into an `Instrument`."""

from pathlib import Path

from nyhavn.framework.instrument import Instrument


def read_xlsform(path: Path) -> Instrument:
    """Read a form (.xlsx or .xls); raises Refusal `form-broken`."""
    raise NotImplementedError
