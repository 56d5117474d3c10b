"""Licences by their SPDX identifiers: whether one is known, and whether it is open."""

from license_expression import ExpressionError, get_spdx_licensing

# Open in the sense of the Open Definition 2.1 (use, change and share by anyone for any purpose); the list of data and
# content licences that it names as conformant, by SPDX identifier.
OPEN_LICENCES = frozenset(
    {
        "CC0-1.0",
        "CC-BY-3.0",
        "CC-BY-4.0",
        "CC-BY-SA-3.0",
        "CC-BY-SA-4.0",
        "ODbL-1.0",
        "ODC-By-1.0",
        "PDDL-1.0",
        "MIT",
        "Apache-2.0",
        "OGL-UK-3.0",
    }
)

_LICENSING = get_spdx_licensing()


def is_known_licence(expression: str) -> bool:
    """Whether this is a valid SPDX licence expression that names only known licences."""
    if not expression.strip():
        return False
    try:
        _LICENSING.parse(expression, validate=True)  # its own `validate` fails at some that cannot be read
    except ExpressionError:
        return False
    return True


def is_open_licence(expression: str) -> bool | None:
    """Whether every licence named is open; None where the expression is not known."""
    if not is_known_licence(expression):
        return None
    return all(key in OPEN_LICENCES for key in _LICENSING.license_keys(expression))
