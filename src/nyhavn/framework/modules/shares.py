"""Shares about the data that are printed in words: they pass the rule for small counts, as tables do."""


def share_words(part: int, whole: int, threshold: int) -> str:
    """A share in whole per cent, such as "12 %"; in words where it would count a few people, or all but a few."""
    if 0 < part < threshold:
        return "a few"
    if 0 < whole - part < threshold:
        return "nearly all"
    percent = round(100 * part / whole)
    if percent == 0 < part:
        return "less than 1 %"
    if percent == 100 and part < whole:
        return "more than 99 %"
    return f"{percent} %"
