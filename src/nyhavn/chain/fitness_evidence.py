"""What a published release itself says to the criteria of an office: its figures, its safeguards, its community.

Words are those of the release. What a pack asks for and the release does not have is said as such, never made up.
"""

from collections.abc import Iterator, Mapping

from nyhavn.exchange.report.quality_values import written
from nyhavn.exchange.report.speech import as_written, speaking
from nyhavn.framework.fitness.answering import Computed
from nyhavn.framework.fitness.rule_pack import Gate, RatedDimension, RulePack
from nyhavn.framework.fitness.verdict import COMMUNITY_SAYS
from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.quality_dimensions import QUALITY, FigureState, QualityFigure
from nyhavn.framework.release import Release
from nyhavn.framework.validation import community_view

FIGURE, SAFEGUARD, COMMUNITY = "figure-", "safeguard-", "community-view"
NONE_ON_RECORD = "None on record in this release."
NO_REPORT = "Not measured: this release has no quality report."
UNKNOWN = "Nothing is computed under this name."
INDEPENDENCE = 1  # the principle whose safeguards stand beside everything


def computed_evidence(pack: RulePack, release: Release, *, digest: str) -> tuple[Computed, ...]:
    """Everything that was computed and speaks to a pack, each once. digest: of the release as it is published."""
    found: dict[str, Computed] = {}
    for code, title, words in _everything(pack, release):
        found.setdefault(code, Computed(code, title, words, digest))
    return tuple(found.values())


def speaks_to(pack: RulePack) -> Mapping[str, tuple[str, ...]]:
    """Codes of computed evidence beside each thing that a pack asks."""
    beside: dict[str, tuple[str, ...]] = {gate.code: _codes_of_gate(gate) for gate in pack.gates}
    for one in pack.dimensions:
        beside |= dict.fromkeys(one.asked, _codes_of_dimension(one))
    return beside


def _codes_of_gate(gate: Gate) -> tuple[str, ...]:
    return tuple(f"{SAFEGUARD}{code}" for code in gate.safeguards)


def _codes_of_dimension(one: RatedDimension) -> tuple[str, ...]:
    return tuple(f"{FIGURE}{code}" for asked in one.figures for code in (_figures_for(asked) or (asked,)))


def _figures_for(asked: str) -> tuple[str, ...]:
    return tuple(entry.code for entry in QUALITY.figures if asked in entry.asked_by)


def _everything(pack: RulePack, release: Release) -> Iterator[tuple[str, str, str]]:
    safeguards = {one.code: one for principle in release.principles for one in principle.safeguards}
    for gate in pack.gates:
        for code in gate.safeguards:
            yield _safeguard(code, safeguards.get(code))
    for dimension in pack.dimensions:
        for asked in dimension.figures:
            yield from _figures(asked, release)
    yield COMMUNITY, "Does this describe us?", _community(release)
    for principle in release.principles:
        if principle.number == INDEPENDENCE:
            yield from (_safeguard(one.code, one) for one in principle.safeguards)


def _safeguard(code: str, found: SafeguardEvidence | None) -> tuple[str, str, str]:
    if found is None:
        return f"{SAFEGUARD}{code}", code, NONE_ON_RECORD
    words = " ".join((f"{found.state[:1].upper()}{found.state[1:]}.", *found.detail))
    return f"{SAFEGUARD}{code}", found.question, words


def _figures(asked: str, release: Release) -> Iterator[tuple[str, str, str]]:
    entries = [QUALITY.entry(code) for code in _figures_for(asked)]
    if not entries:
        yield f"{FIGURE}{asked}", asked, UNKNOWN
    known = {figure.code: figure for figure in release.quality.figures} if release.quality else None
    for entry in entries:
        if known is None:
            yield f"{FIGURE}{entry.code}", entry.title, NO_REPORT
        else:
            found = known.get(entry.code)
            yield f"{FIGURE}{entry.code}", entry.title, NONE_ON_RECORD if found is None else _words(found)


def _words(figure: QualityFigure) -> str:
    with speaking(as_written):
        shown = written(figure.unit, figure.standing, figure.value, figure.text).text
    about = f" ({'; '.join(figure.about)})" if figure.about else ""
    if figure.standing is FigureState.COMPUTED:
        return f"{shown}{about}."
    return f"{shown[:1].upper()}{shown[1:]}: {figure.why}"


def _community(release: Release) -> str:
    return COMMUNITY_SAYS[community_view(release.validation)]
