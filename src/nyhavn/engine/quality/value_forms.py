"""Forms of values that give direct identifiers away, whatever the header says."""

from dataclasses import dataclass

from nyhavn.framework.identifiers import Kind

_OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_HEX = "[0-9A-Fa-f]"
_DEGREES = r"-?[0-9]{1,3}[.][0-9]{3,}"

EMAIL_INSIDE = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z]{2,}"
UUID = f"^(uuid:)?{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}$"
IP_4 = f"^({_OCTET}[.]){{3}}{_OCTET}$"
IP_6 = f"^{_HEX}{{0,4}}(:{_HEX}{{0,4}}){{4,7}}$"
# With a plus sign, a leading zero or separators: a bare run of digits is more often an amount or a code.
PHONE = r"^([+][0-9]|0[0-9]|[(][0-9]{1,4}[)]|[0-9]{2,4}[ -][0-9]{2,4}[ -])[0-9 ()-]{5,14}[0-9]$"
DATE_LIKE = "^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[-/.][0-9A-Za-z]{2,3}[-/.][0-9]{2,4})"
GEOPOINT = f"^{_DEGREES} {_DEGREES}( -?[0-9.]+){{0,2}}$"
DECIMAL = r"^-?[0-9]{1,3}([.][0-9]+)?$"
# A code: no blank, letters with digits, or a long run of digits (perhaps exported as a number with .0).
CODE = (
    "^([A-Za-z0-9_:/#-]*[A-Za-z][A-Za-z0-9_:/#-]*[0-9][A-Za-z0-9_:/#-]*|[0-9][A-Za-z0-9_:/#-]*[A-Za-z][A-Za-z0-9_:/#-]*"
)
CODE += "|[0-9]{6,}([.]0)?)$"


@dataclass(frozen=True)
class Form:
    """A form of values: the pattern, and how it is said."""

    kind: Kind
    pattern: str
    words: str


WHOLE_CELL: tuple[Form, ...] = (
    Form(Kind.NETWORK, f"{IP_4}|{IP_6}", "The values have the form of network addresses."),
    Form(Kind.RECORD, UUID, "The values have the form of universally unique codes."),
    Form(Kind.POSITION, GEOPOINT, "The values have the form of positions."),
    Form(Kind.PHONE, PHONE, "The values have the form of phone numbers."),
)
EMAIL_FORM = Form(Kind.EMAIL, EMAIL_INSIDE, "Some values hold an e-mail address.")
CODE_FORM = Form(Kind.RECORD, CODE, "Nearly every row has a code of its own.")
# Any of the forms that give somebody away, in one pattern: most columns have none, and need no further look.
ANY_FORM = "|".join((*(form.pattern for form in WHOLE_CELL), EMAIL_FORM.pattern))
SHORTEST_FORM = 6  # characters of the shortest value that can have one of them, an e-mail address
# Inside other text a phone number has a plus sign, a leading zero or an area code; a day, an hour, an amount has none.
PHONE_INSIDE = "(^|[^0-9A-Za-z.,:/-])([+][0-9]|00[1-9]|0[1-9]|[(][0-9]{2,4}[)])[0-9 ()-]{6,14}[0-9]($|[^0-9.,:/-])"
# Words that lead to a name in English, Spanish, French and Portuguese, and a capital letter after them.
_TITLES = "Mr|Mrs|Ms|Miss|Dr|Sr|Sra|Srta|Mme|Mlle|Señor|Señora|Madame|Monsieur|Senhor|Senhora"
_SAYING = (
    "[Nn]ame is|[Cc]alled|[Mm]e llamo|[Ss]e llama|[Mm]'appelle|[Ss]'appelle|[Cc]hama-se|[Mm]e chamo|[Mm]i nombre es"
)
NAME_INSIDE = f"(^|[^A-Za-z])(({_TITLES})[.]?|{_SAYING}) [A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+"
