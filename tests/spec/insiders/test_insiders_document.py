"""The page of permissions says what the program does, and stands in the reference."""

from pathlib import Path

from nyhavn.framework.roles import RIGHTS, Right, Role
from nyhavn.web.site.permissions_document import document
from nyhavn.web.site.table import operations, readings

PAGE = "docs/reference/permissions.md"


def test_the_page_of_permissions_is_made_from_the_program(repository: Path) -> None:
    """Write it anew with: python -m nyhavn.web.manage document_permissions docs/reference/permissions.md"""
    assert (repository / PAGE).read_text(encoding="utf-8") == document()


def test_every_operation_and_every_reading_stands_on_it() -> None:
    page = document()
    assert [one.route for one in operations() if f"`{one.route}`" not in page.replace("`; by page only", "`")] == []
    assert [one.route for one in readings() if f"`/api/v1/{one.route}`" not in page] == []


def test_the_table_of_roles_says_yes_as_often_as_roles_hold_rights() -> None:
    rows = [line for line in document().splitlines() if any(line.startswith(f"| {right} |") for right in Right)]
    assert len(rows) == len(Right)
    for column, role in enumerate(Role, start=2):
        held = sum(line.split("|")[column].strip() == "yes" for line in rows)
        assert held == len(RIGHTS[role])
