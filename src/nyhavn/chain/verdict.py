"""The definition verdict of a plan, or of a file that holds only who started an initiative and who took part."""

from datetime import UTC, datetime
from pathlib import Path

from nyhavn.chain.plan import DefinitionSection, Plan
from nyhavn.chain.plan_file import parsed, validated
from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import Initiation, StageParticipation, Verdict, judge


class Participation(Declared):
    """The parts of a plan that the verdict reads."""

    initiation: Initiation = Initiation()
    participation: tuple[StageParticipation, ...] = ()
    definition: DefinitionSection = DefinitionSection()


def verdict_in(path: Path, *, print_strict: bool = False) -> Verdict:
    """The verdict on what that file says. Raises Refusal: plan-unreadable, plan-mistake."""
    content = parsed(path)
    known = {name: part for name, part in content.items() if name in Participation.model_fields}
    rest = {name: part for name, part in content.items() if name not in known}
    if not rest.keys() <= Plan.model_fields.keys():
        validated(Participation, content, name=path.name)
    said = validated(Participation, known, name=path.name)
    return verdict_on(said.initiation, said.participation, print_strict=print_strict or said.definition.print_strict)


def verdict_on(initiation: Initiation, participation: tuple[StageParticipation, ...], *, print_strict: bool) -> Verdict:
    """The verdict as of today."""
    today = datetime.now(UTC).date()
    return judge(initiation, participation, on=today, print_strict=print_strict)
