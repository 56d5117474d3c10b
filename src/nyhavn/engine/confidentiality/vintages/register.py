"""What is kept between vintages: the numbers as published, and how much has changed since. No list of anybody."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from nyhavn.framework.declared import Declared

Integers = npt.NDArray[np.int64]


class Register(Declared):
    """The state of a family of tables that is published again and again. Restricted.

    cells: names of the numbers; they must be additive: a published number is the sum of what its blocks hold.
    vintage: number of the vintage that was published last, from 0. Per block:
    held: its part of each number, as published; counter: contributor changes since it was refreshed;
    refreshed: the vintage it shows; settled: the vintage in which it was refreshed or merged last;
    group: blocks of one group move together; epoch: how often it was refreshed.
    seed: of the drawn thresholds; as secret as the threshold itself.

    It holds no list and no hash of contributors. It does hold counts in which somebody who has withdrawn still stands
    until the block is refreshed, so it is kept where restricted evidence is kept.
    """

    cells: tuple[str, ...]
    vintage: int = Field(default=0, ge=0)
    held: tuple[tuple[int, ...], ...]
    counter: tuple[int, ...]
    refreshed: tuple[int, ...]
    settled: tuple[int, ...]
    group: tuple[int, ...]
    epoch: tuple[int, ...]
    seed: int = Field(ge=0)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Every block has one entry everywhere, and no number is negative."""
        blocks = len(self.held)
        lists = (self.counter, self.refreshed, self.settled, self.group, self.epoch)
        if any(len(entries) != blocks for entries in lists) or any(len(row) != len(self.cells) for row in self.held):
            raise ValueError("the parts of the register are not of one length")
        if any(entry < 0 for entries in (*lists, *self.held) for entry in entries):
            raise ValueError("the register holds a negative number")
        if len(set(self.cells)) != len(self.cells):
            raise ValueError("the register names a number twice")
        if any(at > self.vintage for at in (*self.refreshed, *self.settled)):
            raise ValueError("the register shows a vintage that has not been")
        return self

    @property
    def values(self) -> Integers:
        """The published numbers, one per cell: sums over all blocks, so that margins add up."""
        sums: Integers = self.matrix.sum(axis=0, dtype=np.int64)
        return sums

    @property
    def matrix(self) -> Integers:
        """What every block holds: blocks x cells."""
        return np.array(self.held, dtype=np.int64).reshape(len(self.held), len(self.cells))

    def together(self) -> Self:
        """The same register, in which all blocks are one group."""
        return self.model_copy(update={"group": (0,) * len(self.group)})

    def apart(self) -> Self:
        """The same register, in which every block is a group of its own."""
        return self.model_copy(update={"group": tuple(range(len(self.group)))})

    def widened(self, cells: Sequence[str]) -> Self:
        """The same register with further numbers, nought in every block. cells: all its own, in any order, and more."""
        place = {cell: at for at, cell in enumerate(self.cells)}
        if not place.keys() <= set(cells):
            raise ValueError("A register keeps every number it holds.")
        whole = np.zeros((len(self.held), len(cells)), dtype=np.int64)
        known = [at for at, cell in enumerate(cells) if cell in place]
        whole[:, known] = self.matrix[:, [place[cells[at]] for at in known]]
        held = tuple(tuple(row) for row in whole.tolist())
        return self.model_copy(update={"cells": tuple(cells), "held": held})

    @property
    def group_counters(self) -> Integers:
        """Contributor changes that are not shown yet, per group number (0 for numbers that are not in use)."""
        size = max(self.group, default=-1) + 1
        return np.bincount(self.group, weights=self.counter, minlength=size).astype(np.int64)
