"""Numbers of lists as programs print them, by the names of ECMA-376 17.18.59 (number formats)."""

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_DIGITS = {"hindiNumbers": 0x966, "thaiNumbers": 0xE50, "hindiArabic": 0x660, "decimalFullWidth": 0xFF10}
KNOWN = frozenset({"decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", *_DIGITS})
"""Formats that are printed here. Any other is left to whoever reads the file in its own program."""

MOST_ROMAN = 3999


def printed(number: int, style: str) -> str:
    """The number in that format; "" for a format that is not known, or that has no such number."""
    if style not in KNOWN or number < 0:
        return ""
    if style in ("lowerLetter", "upperLetter"):
        letters = _letters(number)
        return letters.lower() if style == "lowerLetter" else letters
    if style in ("lowerRoman", "upperRoman"):
        roman = _roman(number) if number <= MOST_ROMAN else ""
        return roman.lower() if style == "lowerRoman" else roman
    if style in _DIGITS:
        return "".join(chr(_DIGITS[style] + int(digit)) for digit in str(number))
    return f"{number:02}" if style == "decimalZero" else str(number)


def _letters(number: int) -> str:
    """A to Z, then AA, BB and so on, as word processors count."""
    if not 1 <= number <= 26 * 10:
        return ""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    made = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        made += letters * times
    return made
