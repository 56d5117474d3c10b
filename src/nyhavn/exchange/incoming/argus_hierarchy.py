"""Hierarchies as tau-ARGUS writes them (.hrc): one code per line, one @ before it for every level below the first.

Statistics Netherlands, tau-ARGUS User's Manual 4.2, section "Hierarchical codes". The total stands in no line.
"""

from pathlib import Path

from nyhavn.exchange.incoming.source_file import reading
from nyhavn.framework.refusal import refusal

LEVEL = "@"


def read_argus_hierarchy(path: Path) -> dict[str, str]:
    """Each code with the one above it; "" stands for the total.

    Raises Refusal "hierarchy-file-wrong" for text that is not UTF-8, a code that stands twice, a line without a code,
    and a code more than one level below the line before.
    """
    with reading(path):
        content = path.read_bytes()
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise refusal("hierarchy-file-wrong", "This is not UTF-8 text.", where=path.name, do="Save it so.") from None
    found: dict[str, str] = {}
    line_above: list[str] = []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        code = text.lstrip(LEVEL).strip()
        level = len(text) - len(text.lstrip(LEVEL))
        if not text:
            continue
        if not code or code in found or level > len(line_above):
            what = "A code is missing, stands here a second time, or is more than one level below the line before."
            do = "Write each code once, with one @ more than the code that it is part of."
            raise refusal("hierarchy-file-wrong", what, where=f"{path.name}, line {number}", do=do)
        line_above = [*line_above[:level], code]
        found[code] = line_above[level - 1] if level else ""
    return found
