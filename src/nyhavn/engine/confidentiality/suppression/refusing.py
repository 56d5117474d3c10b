"""The refusal of a problem that hiding does not solve."""

from nyhavn.framework.refusal import Reason, Refusal


class CannotProtect(Refusal):
    """Some cells stay known more closely than they may, even with everything hidden that may be.

    cells: their indices in the problem, so that whoever knows their names can say them.
    """

    def __init__(self, cells: tuple[int, ...]) -> None:
        self.cells = cells
        what = f"{len(cells)} sensitive cells cannot be protected, even with everything hidden that may be hidden."
        do = "Publish coarser breakdowns, or fewer tables of the same contributions."
        super().__init__(Reason("protection-infeasible", what, do=do))
