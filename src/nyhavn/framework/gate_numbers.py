"""How a count about the data is shown: exactly, or as "a few" when it is under the threshold."""

NONE, A_FEW = "none", "a few"


def shown_count(count: int, threshold: int) -> str:
    """A count as it may be published: "none", "a few" (1 to threshold - 1), or the number.

    threshold: smallest count that may be shown; 1 where no persons are concerned.
    """
    if count == 0:
        return NONE
    return A_FEW if count < threshold else f"{count}"
