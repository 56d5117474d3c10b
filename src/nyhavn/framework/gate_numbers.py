"""How a count about the data is shown: exactly, or as "a few" when it is under the threshold."""

from nyhavn.framework.findings import EvidenceKind, Finding

NONE, A_FEW = "none", "a few"


def shown_count(count: int, threshold: int) -> str:
    """A count as it may be published: "none", "a few" (1 to threshold - 1), or the number.

    threshold: smallest count that may be shown; 1 where no persons are concerned.
    """
    if count == 0:
        return NONE
    return A_FEW if count < threshold else f"{count}"


def shown_evidence(finding: Finding, threshold: int) -> tuple[tuple[str, str], ...]:
    """The names and figures of a finding's evidence that may be published, in order.

    A count passes as every count does, a score if at least `threshold` rows were looked at, rounded to one decimal
    (a ratio or share below 10 to two), and a figure about a single row, place or interviewer never.
    """
    if finding.is_restricted:
        return ()
    shown = []
    for figure in finding.evidence:
        if figure.kind is EvidenceKind.COUNT:
            shown.append((figure.name, shown_count(int(figure.value), threshold)))
        elif figure.kind is EvidenceKind.SCORE and finding.out_of >= threshold:
            shown.append((figure.name, f"{figure.value:.1f}" if abs(figure.value) >= 10 else f"{figure.value:.2f}"))
    return tuple(shown)
