"""The columns of a coded frame: what `code_rows` writes and everything after it reads.

One row per contribution. Per breakdown one column with the category code, never null. Per indicator four columns:
asked (1 if the row is in the universe), valid (1 if it also holds a usable answer), holds (1 if the numerator is
true), all Int64, and value (Float64: 1 or 0 for a proportion, 1 for a count, the number for a mean or a total; null
where the row is not valid). A ratio has a fifth, base: the number it is divided by. Weight, cluster, stratum and the
other columns of a design stand there only if the design has them.
"""

ROW = "_row"
WEIGHT = "_weight"  # Float64, above zero
CLUSTER = "_cluster"  # text
STRATUM = "_stratum"  # text
SECOND = "_second"  # text: the cluster drawn within the cluster
INITIAL = "_initial"  # Float64: the weight before calibration
SIZES = ("_size_1", "_size_2")  # Float64: units to draw from in the row's stratum, and in its cluster


def category(breakdown: str) -> str:
    """The column with a breakdown's category code."""
    return f"in__{breakdown}"


def asked(indicator: str) -> str:
    """The column that says whether a row is in the indicator's universe."""
    return f"asked__{indicator}"


def valid(indicator: str) -> str:
    """The column that says whether a row in the universe holds a usable answer."""
    return f"valid__{indicator}"


def holds(indicator: str) -> str:
    """The column that says whether a valid row is in the numerator."""
    return f"holds__{indicator}"


def value(indicator: str) -> str:
    """The column with a valid row's number."""
    return f"value__{indicator}"


def base(indicator: str) -> str:
    """The column with the number that a ratio is divided by."""
    return f"base__{indicator}"


def margin(variable: str) -> str:
    """The column with the category of a calibration variable."""
    return f"_margin__{variable}"


def replicate(number: int) -> str:
    """The column with a replicate weight."""
    return f"_replicate_{number}"
