"""How many contributors must have changed for the counts to be as they are: a bound that needs no list of anybody."""

from collections.abc import Sequence

import numpy as np

from nyhavn.engine.confidentiality.vintages.register import Integers, Register


def proven_changes(truth: Integers, register: Register, tables: Sequence[Integers]) -> Integers:
    """Per block, contributor changes since the last vintage that the counts prove; to be given to `publish`.

    truth: blocks x cells. tables: for each table the indices of its cells, in which every contributor stands at most
    once. One contributor's change takes at most one person out of a cell of a table and puts at most one into another,
    so the numbers of people gained, and of those lost, over the cells of one table are lower bounds. The largest bound
    seen since the block was refreshed counts. People who came and others like them who left cancel out and are not
    counted: that can only delay a refresh.
    """
    moved = truth - register.matrix
    bound = np.zeros(len(moved), dtype=np.int64)
    for cells in tables:
        gained = np.maximum(moved[:, cells], 0).sum(axis=1)
        lost = np.maximum(-moved[:, cells], 0).sum(axis=1)
        bound = np.maximum(bound, np.maximum(gained, lost))
    fresh: Integers = np.maximum(bound - np.array(register.counter, dtype=np.int64), 0)
    return fresh
