"""A file that holds one table, as a plan or an order names it."""

from nyhavn.framework.declared import Declared


class TableFile(Declared):
    """Where a table of contributions stands and how it is written. sheet, member: empty where there is only one."""

    file: str
    sheet: str = ""
    member: str = ""
    delimiter: str = ","
    encoding: str = "utf-8"
