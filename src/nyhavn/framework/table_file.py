"""A file that holds one table, as a plan, an order or a command names it."""

from nyhavn.framework.declared import Declared


class TableFile(Declared):
    """Where a table of contributions stands and how it is written. sheet, member: empty where there is only one."""

    file: str
    sheet: str = ""
    member: str = ""
    delimiter: str = ","
    encoding: str = "utf-8"

    @property
    def written(self) -> dict[str, str]:
        """How it is written, by the names that whoever reads it uses."""
        return {
            "sheet": self.sheet,
            "member": self.member,
            "delimiter": self.delimiter,
            "encoding": self.encoding,
        }
