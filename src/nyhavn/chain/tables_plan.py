"""The part of a plan that says what is counted, protected and released; it may still be unfinished."""

from pathlib import Path

from nyhavn.chain.plan import QualitySection, RecordsSection, ReferenceSection, ReleaseSection
from nyhavn.chain.plan_file import parsed_text, validated
from nyhavn.framework.adjustment import Adjustment
from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.declared import Declared
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.modules import AnyModule, declared
from nyhavn.framework.over_time import OverTimePolicy
from nyhavn.framework.protection import ProtectionPolicy
from nyhavn.framework.statistics import Breakdown, Indicator
from nyhavn.framework.weighting import Weighting


class TablesPlan(Declared):
    """The sections of a plan that say what is counted. None: nothing was said yet."""

    identity: tuple[IdentityQuestion, ...] = ()
    breakdown: tuple[Breakdown, ...] = ()
    module: tuple[AnyModule, ...] = ()
    indicator: tuple[Indicator, ...] = ()
    rule: tuple[Rule, ...] = ()
    check: tuple[CheckDeclaration, ...] = ()
    quality: QualitySection = QualitySection()
    reference: ReferenceSection | None = None
    weighting: Weighting | None = None
    adjustment: Adjustment | None = None
    protection: ProtectionPolicy | None = None
    over_time: OverTimePolicy | None = None
    records: RecordsSection | None = None
    release: ReleaseSection | None = None

    @property
    def breakdowns(self) -> tuple[Breakdown, ...]:
        """All groups by which figures are shown, those of modules among them: codes and labels, not how to count."""
        return declared(self.breakdown, self.module)


def tables_plan_in(content: bytes, *, name: str) -> TablesPlan:
    """The sections of a TOML file that holds these and no others. Raises Refusal: plan-unreadable, plan-mistake."""
    return validated(TablesPlan, parsed_text(content, name=Path(name).name), name=Path(name).name)
