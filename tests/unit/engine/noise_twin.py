"""Slow twins of noise on cells, over rows that are dictionaries: nothing here is shared with the program."""

import hashlib
import hmac
import math
from functools import cache
from itertools import product


def keys_of(identifier, secret):
    """Record key and order key, from the digits of the digest."""
    digits = hmac.new(secret, b"nyhavn contribution\0" + identifier.encode(), hashlib.sha256).hexdigest()
    return int(digits[:8], 16), int(digits[8:24], 16) // 2


def is_below(tree, leaf, code):
    while leaf != code and leaf in tree.parents:
        leaf = tree.parents[leaf]
    return leaf == code


def in_cell(row, cross, codes):
    return all(
        str(row[tree.name]) in tree.leaves and is_below(tree, str(row[tree.name]), code)
        for tree, code in zip(cross, codes, strict=True)
    )


def all_cells(cross):
    return list(product(*(tree.codes for tree in cross)))


def counts_and_keys(rows, cross, secret):
    """Per cell the number of rows, and the sum of their record keys in 32 bits."""
    found = {}
    for codes in all_cells(cross):
        own = [row for row in rows if in_cell(row, cross, codes)]
        found[codes] = len(own), sum(keys_of(str(row["id"]), secret)[0] for row in own) % 2**32
    return found


def kept_rows(rows, most, secret):
    """Of each person the first rows by order key."""
    people = {}
    for row in rows:
        if row["person"]:
            people.setdefault(row["person"], []).append(row)
    return [
        row for own in people.values() for row in sorted(own, key=lambda row: keys_of(str(row["id"]), secret)[1])[:most]
    ]


def private_leaves(rows, question, table, secret):
    """The leaf cells of a table before noise."""
    kept = kept_rows(rows, question.contributions, secret)
    if table.contributions is not None:
        kept = kept_rows(kept, table.contributions, secret)
    found = {}
    for codes in product(*(tree.leaves for tree in table.cross)):
        own = [row for row in kept if in_cell(row, table.cross, codes)]
        if table.sum is None:
            found[codes] = len(own)
        else:
            values = [row[table.sum.column] for row in own if row[table.sum.column] is not None]
            found[codes] = sum(min(max(value, table.sum.low), table.sum.high) for value in values)
    return found


def perturbed_sums(rows, cross, column, shares, secret):
    """Per cell the sum, moved by its largest contributions."""
    found = {}
    for codes in all_cells(cross):
        own = [(row[column], keys_of(str(row["id"]), secret)[0]) for row in rows if in_cell(row, cross, codes)]
        own = [(value, key) for value, key in own if value is not None]
        cell_key = sum(key for _, key in own) % 2**32
        move = 0.0
        for share, (value, key) in zip(shares, sorted(own, key=lambda one: (-abs(one[0]), one[1])), strict=False):
            direction = -1 if key < 2**31 else 1
            move += share * direction * (0.5 + (key + cell_key) % 2**32 / 2**32) * value
        found[codes] = sum(value for value, _ in own), move
    return found


def laplace_mass(scale, value):
    """Of the discrete Laplace distribution: (1 - q) / (1 + q) q^|value|, q = exp(-1 / scale)."""
    q = math.exp(-1 / scale)
    return (1 - q) / (1 + q) * q ** abs(value)


def gaussian_mass(scale, value):
    """Of the discrete Gaussian distribution, summed far into its tails."""
    return math.exp(-(value**2) / (2 * scale**2)) / _gaussian_whole(scale)


@cache
def _gaussian_whole(scale):
    reach = math.ceil(40 * scale) + 10
    return math.fsum(math.exp(-(other**2) / (2 * scale**2)) for other in range(-reach, reach + 1))


def nearest_rounding(counts, sums, base, farther):
    """By trying everything: the least distance of multiples that add up; None if none do.

    counts: by cell. sums: (total, parts) pairs. farther: how many multiples beyond the adjacent ones.
    """

    def multiples(count):
        down, up = count // base, -(-count // base)
        reach = farther if count else 0
        return [m * base for m in range(max(down - reach, 0), up + reach + 1)]

    totals = {total for total, _ in sums}
    free = [cell for cell in counts if cell not in totals]
    best = None
    for chosen in product(*(multiples(counts[cell]) for cell in free)):
        values = dict(zip(free, chosen, strict=True))
        for total, parts in sums:  # lowest first
            values.setdefault(total, sum(values[part] for part in parts))
        fits = all(values[total] == sum(values[part] for part in parts) for total, parts in sums)
        if fits and all(values[cell] in multiples(counts[cell]) for cell in totals):
            distance = sum(abs(values[cell] - counts[cell]) for cell in counts)
            best = distance if best is None else min(best, distance)
    return best
