"""A plan as the TOML file that says it: the inverse of reading one."""

from typing import Any
from uuid import UUID

import tomli_w

from nyhavn.chain.plan import Plan


def plan_text(plan: Plan) -> str:
    """The plan as TOML, without what says no more than its default. Read again, it is equal to the plan."""
    return tomli_w.dumps(_plain(plan.model_dump(exclude_defaults=True)))


def _plain(value: Any) -> Any:
    """Words instead of enumerations, lists instead of tuples; days stay days. What is not said (None) is left out."""
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items() if part is not None}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, str | UUID) else value
