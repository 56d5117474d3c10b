"""The lowest threshold that a release about persons may choose."""

from nyhavn.framework.refusal import refusal

# With two in a cell each knows what the other answered; with three nobody does from the number alone. The minimum
# frequency rule of the Handbook on Statistical Disclosure Control (Hundepool et al. 2012, section 5.2) starts here.
LOWEST_FOR_PERSONS = 3


def check_threshold(threshold: int, *, concerns_persons: bool) -> None:
    """Raises Refusal "threshold-too-low" where cells about persons would be published that are too small."""
    if concerns_persons and threshold < LOWEST_FOR_PERSONS:
        what = f"Cells about persons need at least {LOWEST_FOR_PERSONS} contributions; the plan allows fewer."
        raise refusal("threshold-too-low", what, where="[protection], threshold", do="Set a higher threshold.")
